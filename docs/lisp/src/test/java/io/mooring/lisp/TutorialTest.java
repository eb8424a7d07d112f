package io.mooring.lisp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.HeapOptions;
import io.mooring.lisp.Lisp.LispError;
import io.mooring.lisp.Tutorial.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tutorial and the porting guide show what is compiled and what happens. With {@code -Dtutorial.update=true} they are rewritten instead:
 * {@code ./mvnw -pl docs/lisp -am test -Dtutorial.update=true}.
 */
class TutorialTest {
    private static final boolean UPDATE = Boolean.getBoolean("tutorial.update");

    private final Map<String, List<String>> regions = Tutorial.regions();

    static Stream<Path> pages() {
        return Tutorial.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockIsWhatItsSourceSays(Path file) throws IOException {
        List<String> page = Tutorial.lines(file);
        Map<Integer, List<String>> contents = new HashMap<>();
        try (Lisp lisp = new Lisp(HeapOptions.small(1 << 20))) {
            for (Block block : Tutorial.blocks(page)) {
                if (block.language().equals("java")) contents.put(block.first(), region(block));
                if (block.language().equals("lisp")) contents.put(block.first(), conversation(lisp, block));
            }
        }
        List<String> wanted = Tutorial.replaced(page, contents);
        if (UPDATE) Files.write(file, wanted);
        else assertThat(page).as(file + "; run this test with -Dtutorial.update=true to refresh it").isEqualTo(wanted);
    }

    @Test
    void everyRegionIsShown() {
        Set<String> shown = pages().flatMap(file -> Tutorial.blocks(Tutorial.lines(file)).stream()).map(Block::region).collect(Collectors.toSet());
        assertThat(regions.keySet()).isNotEmpty().allSatisfy(region -> assertThat(shown).contains(region));
    }

    /** Of the flags, those that native access and the Chronicle libraries need begin with two dashes. */
    @Test
    void theTutorialNamesTheVersionAndTheFlagsOfTheBuild() throws IOException {
        Path root = Tutorial.pages().findFirst().orElseThrow().toAbsolutePath().getParent().getParent();
        String page = Files.readString(root.resolve("docs/tutorial.md"));
        String version = Files.readString(root.resolve("pom.xml")).lines().filter(line -> line.contains("<version>")).findFirst().orElseThrow();
        assertThat(page).contains("<artifactId>mooring-gc</artifactId>\n" + version);
        List<String> flags = Files.readAllLines(root.resolve(".mvn/jvm.args")).stream().filter(line -> line.startsWith("--")).toList();
        assertThat(flags).isNotEmpty().allSatisfy(flag -> assertThat(page).contains(flag));
    }

    private List<String> region(Block block) {
        assertThat(regions).as("a Java block of the tutorial comes from a source").containsKey(block.region());
        return regions.get(block.region());
    }

    private static List<String> conversation(Lisp lisp, Block block) {
        List<String> lines = new ArrayList<>();
        for (String line : block.lines()) {
            if (!line.startsWith(Tutorial.PROMPT)) continue;
            lines.add(line);
            lines.add(answer(lisp, line.substring(Tutorial.PROMPT.length())));
        }
        return lines;
    }

    private static String answer(Lisp lisp, String text) {
        try {
            return lisp.run(text);
        } catch (LispError e) {
            return "error: " + e.getMessage();
        }
    }
}
