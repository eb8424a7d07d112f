package io.mooring.properties;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The project's own sources, as lines of text, for tests about how they are written.
 *
 * @param root the folder that holds the launcher, the modules and {@code docs}
 * @param files the Java and C files under every module's {@code src}, those in {@code docs} included, in the order of their paths
 */
record SourceTree(Path root, List<SourceFile> files) {

    /**
     * One source file.
     *
     * @param path relative to the root
     * @param lines without their line ends
     */
    record SourceFile(Path path, List<String> lines) {

        /** Whether this file is shipped: it is under a {@code src/main}. */
        boolean isMain() {
            return path.toString().contains("/src/main/");
        }
    }

    /** Reads the tree that the working directory lies in. */
    static SourceTree read() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mooring")) || !Files.isDirectory(root.resolve("gc"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("no folder with the launcher and the modules above " + Path.of("").toAbsolutePath());
            }
        }
        try (Stream<Path> modules = Files.list(root); Stream<Path> examples = Files.list(root.resolve("docs"))) {
            Path base = root;
            List<SourceFile> files = Stream.concat(modules, examples)
                    .map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTree::sourcesUnder)
                    .sorted()
                    .map(file -> new SourceFile(base.relativize(file), linesOf(file)))
                    .toList();
            return new SourceTree(root, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sourcesUnder(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().matches(".*\\.(java|c|h)")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file, with the path in the error when it cannot be read as UTF-8. */
    static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
