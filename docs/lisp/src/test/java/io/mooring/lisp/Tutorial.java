package io.mooring.lisp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages {@code docs/tutorial.md} and {@code docs/porting.md}, and the marked regions of the sources that they show.
 *
 * <pre>
 *   source   // tutorial: NAME          page   ```java FILE#NAME
 *            lines of the region               the same lines, without the indentation that all of them have
 *            // end, or the next region        ```
 * </pre>
 *
 * A block {@code ```lisp} is a conversation: each line that begins with the prompt is evaluated, the line below it is the value.
 */
final class Tutorial {
    static final String PROMPT = "> ";
    private static final Pattern BLOCK = Pattern.compile("```(\\S+)(?: (\\S+)#(\\S+))?");
    private static final Pattern MARK = Pattern.compile("\\s*// tutorial: (\\S+)");
    private static final String END = "// end";
    private static final String FENCE = "```";

    /**
     * A fenced block of the page.
     *
     * @param language what follows the fence
     * @param region   {@code FILE#NAME} of the region that it shows, or the empty string
     * @param first    index of its first line in the page
     */
    record Block(String language, String region, int first, List<String> lines) {}

    private Tutorial() {}

    /** The folder that holds {@code docs}. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("docs/lisp/pom.xml")) && Files.exists(folder.resolve("mooring"))) return folder;
        }
        throw new IllegalStateException("no folder with docs/lisp and the launcher above " + Path.of("").toAbsolutePath());
    }

    static Stream<Path> pages() {
        return Stream.of("docs/tutorial.md", "docs/porting.md").map(root()::resolve);
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static List<Block> blocks(List<String> page) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            Matcher start = BLOCK.matcher(page.get(i));
            if (!start.matches()) continue;
            int first = ++i;
            while (!page.get(i).equals(FENCE)) i++;
            String region = start.group(2) == null ? "" : start.group(2) + "#" + start.group(3);
            blocks.add(new Block(start.group(1), region, first, List.copyOf(page.subList(first, i))));
        }
        return blocks;
    }

    /** The regions of all sources of the Lisp and of its tests, by {@code FILE#NAME}. */
    static Map<String, List<String>> regions() {
        Map<String, List<String>> regions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root().resolve("docs/lisp/src"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> addRegions(file, regions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return regions;
    }

    private static void addRegions(Path file, Map<String, List<String>> regions) {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher mark = MARK.matcher(lines.get(i));
            if (!mark.matches()) continue;
            int first = ++i;
            while (!lines.get(i).strip().equals(END) && !MARK.matcher(lines.get(i)).matches()) i++;
            int end = MARK.matcher(lines.get(i)).matches() ? i-- : i;
            while (lines.get(end - 1).isBlank()) end--;
            String name = file.getFileName() + "#" + mark.group(1);
            List<String> before = regions.put(name, withoutIndentation(lines.subList(first, end)));
            if (before != null) throw new IllegalStateException("two regions are named " + name);
        }
    }

    private static List<String> withoutIndentation(List<String> lines) {
        int indentation = lines.stream().filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length()).min().orElse(0);
        return lines.stream().map(line -> line.isBlank() ? "" : line.substring(indentation)).toList();
    }

    /** The page with other lines in some of its blocks; {@code contents} goes by the index of a block's first line. */
    static List<String> replaced(List<String> page, Map<Integer, List<String>> contents) {
        Map<Integer, Block> blocks = new LinkedHashMap<>();
        blocks(page).forEach(block -> blocks.put(block.first(), block));
        List<String> result = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            Block block = blocks.get(i);
            if (block != null && contents.containsKey(i)) {
                result.addAll(contents.get(i));
                i += block.lines().size();
            }
            result.add(page.get(i));
        }
        return result;
    }
}
