package io.mooring.bench.compile;

import io.mooring.bench.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder in which extension modules are compiled; it is deleted when the workshop closes. */
public final class Workshop implements AutoCloseable {
    /** Our headers, from the folder of the project on. */
    private static final Path INCLUDE = Path.of("capi-native/src/main/c/include");

    private final Path folder;
    private final CCompiler compiler = new CCompiler();

    public Workshop() {
        try {
            folder = Files.createTempDirectory("mooring-");
        } catch (IOException failure) {
            throw new CommandFailed("no temporary folder: " + failure.getMessage(), failure);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Compiles an extension for Mooring; the module is named as its source file. */
    public Path extension(Path source) {
        String file = source.getFileName().toString();
        Path target = folder.resolve(file.substring(0, file.lastIndexOf('.')) + ".so");
        compiler.extension(source, inProject(INCLUDE), target);
        return target;
    }

    /** A resource beside a class, as a file. */
    public Path resource(Class<?> neighbour, String name) {
        Path target = folder.resolve(name);
        if (Files.exists(target)) return target;
        try (InputStream resource = neighbour.getResourceAsStream(name)) {
            if (resource == null) throw new CommandFailed("the resource " + name + " is missing from this build");
            Files.copy(resource, target);
            return target;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A file or folder of the project, whose place the launcher passes as {@code -Dmooring.home}. */
    public static Path inProject(Path relative) {
        String home = System.getProperty("mooring.home");
        if (home == null) throw new CommandFailed("-Dmooring.home is not set; it must be the folder of the project");
        Path file = Path.of(home).resolve(relative);
        if (!Files.exists(file)) throw new CommandFailed("-Dmooring.home is " + home + ", but there is no " + relative + "; it must be the folder of the project");
        return file;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
