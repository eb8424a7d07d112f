package io.mooring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.properties.SourceTree.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the source tree that a compiler does not see: file length, unfinished work, and invariant tags. */
final class SourceTreeTest {

    /** Lines; what is longer holds more than one idea. */
    private static final int LONGEST_FILE = 600;

    /** Marks of unfinished work; written in two halves, so that this file does not hold them. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern INVARIANT_TAG = Pattern.compile("\\bINV-[A-Z0-9]+(?:-[A-Z0-9]+)*\\b");

    private final SourceTree tree = SourceTree.read();

    @Test
    void theTreeHoldsJavaAndC() {
        assertThat(tree.files()).extracting(file -> file.path().toString())
                .anyMatch(path -> path.startsWith("gc/src/main/java/") && path.endsWith(".java"))
                .anyMatch(path -> path.startsWith("capi-native/src/main/c/") && path.endsWith(".c"));
    }

    @Test
    void noFileIsLong() {
        assertThat(tree.files())
                .filteredOn(file -> file.lines().size() > LONGEST_FILE)
                .extracting(file -> file.path() + " has " + file.lines().size() + " lines")
                .isEmpty();
    }

    @Test
    void noFileHoldsUnfinishedWork() {
        assertThat(tree.files().stream().flatMap(SourceTreeTest::unfinishedLines)).isEmpty();
    }

    @Test
    void everyInvariantIsCitedWhereItIsKeptAndWhereItIsChecked() {
        Map<String, List<SourceFile>> citations = citations();
        assertThat(invariants()).as("tags defined in docs/invariants.md").isNotEmpty().allSatisfy(tag -> {
            List<SourceFile> citing = citations.getOrDefault(tag, List.of());
            assertThat(citing).as("%s is cited by %s", tag, paths(citing)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(citing).as("%s is kept by shipped code; it is cited by %s", tag, paths(citing)).anyMatch(SourceFile::isMain);
        });
    }

    @Test
    void everyCitedInvariantIsExplained() {
        Set<String> explained = invariants();
        Map<String, List<Path>> unexplained = new TreeMap<>();
        citations().forEach((tag, citing) -> {
            if (!explained.contains(tag)) {
                unexplained.put(tag, paths(citing));
            }
        });
        assertThat(unexplained).as("tags that docs/invariants.md does not hold").isEmpty();
    }

    private static Stream<String> unfinishedLines(SourceFile file) {
        return file.lines().stream().filter(line -> UNFINISHED.matcher(line).find()).map(line -> file.path() + ": " + line.strip());
    }

    private Set<String> invariants() {
        Path page = tree.root().resolve("docs/invariants.md");
        assertThat(page).matches(Files::exists, "exists");
        return SourceTree.linesOf(page).stream().flatMap(line -> INVARIANT_TAG.matcher(line).results())
                .map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each tag with the files that cite it, a file once for each line that does. */
    private Map<String, List<SourceFile>> citations() {
        record Citation(String tag, SourceFile file) {}
        return tree.files().stream()
                .flatMap(file -> file.lines().stream()
                        .flatMap(line -> INVARIANT_TAG.matcher(line).results())
                        .map(tag -> new Citation(tag.group(), file)))
                .collect(Collectors.groupingBy(Citation::tag, TreeMap::new, Collectors.mapping(Citation::file, Collectors.toList())));
    }

    private static List<Path> paths(List<SourceFile> files) {
        return files.stream().map(SourceFile::path).toList();
    }
}
