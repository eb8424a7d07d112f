package io.mooring.bench.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.CommandFailed;
import io.mooring.bench.compile.Execution;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A Python interpreter of this machine, as it describes itself.
 *
 * @param executable     the program
 * @param implementation {@code cpython} or {@code pypy}
 * @param version        of the language: {@code 3.11.2}
 * @param include        folder of {@code Python.h}, which need not exist
 * @param suffix         ending of extension modules' names
 * @param libraryFolder  where {@code libpython} lies, if it is shared; else empty
 * @param library        name of that library for the linker: {@code python3.11}
 * @param archive        the static library with all of the interpreter, which need not exist
 * @param systemLibraries flags that the archive needs
 */
public record Interpreter(
        Path executable, String implementation, String version, Path include, String suffix, String libraryFolder, String library,
        Path archive, List<String> systemLibraries) {

    /** What an interpreter is asked; it answers with one JSON object. */
    private static final String QUESTION = """
            import json, os, sys, sysconfig
            get = lambda name: str(sysconfig.get_config_var(name) or '')
            print(json.dumps({
                'executable': os.path.realpath(sys.executable),
                'implementation': sys.implementation.name,
                'version': '.'.join(map(str, sys.version_info[:3])),
                'include': sysconfig.get_paths()['include'],
                'suffix': get('EXT_SUFFIX'),
                'libraryFolder': get('LIBDIR') if sysconfig.get_config_var('Py_ENABLE_SHARED') else '',
                'library': 'python' + get('LDVERSION'),
                'archive': os.path.join(get('LIBPL'), get('LIBRARY')),
                'systemLibraries': (get('LIBS') + ' ' + get('SYSLIBS') + ' ' + get('MODLIBS')).split(),
            }))
            """;

    /** Whether extensions can be compiled for it. */
    boolean hasHeaders() {
        return Files.isRegularFile(include.resolve("Python.h"));
    }

    /** Flags that link a program with the interpreter: with its shared library, or with the static one where there is no other. */
    List<String> embeddingFlags() {
        List<String> flags = new ArrayList<>();
        if (!libraryFolder.isEmpty()) {
            flags.addAll(List.of("-L" + libraryFolder, "-l" + library, "-Wl,-rpath," + libraryFolder));
        } else if (Files.isRegularFile(archive)) {
            flags.addAll(List.of("-no-pie", "-rdynamic", archive.toString()));
        } else {
            throw new CommandFailed("there is no lib" + library + " to embed");
        }
        flags.addAll(systemLibraries);
        flags.addAll(List.of("-ldl", "-lm", "-lpthread"));
        return flags;
    }

    /** Every CPython 3.11 of this machine, a program once however many names it has. */
    static List<Interpreter> cpython311() {
        return distinct(found("python3.11", "python3", "python"), it -> it.implementation.equals("cpython") && it.version.startsWith("3.11."));
    }

    /** Every PyPy 3 of this machine. */
    public static List<Interpreter> pypy() {
        return distinct(found("pypy3", "pypy3.11", "pypy3.10", "pypy3.9", "pypy"), it -> it.implementation.equals("pypy") && it.version.startsWith("3."));
    }

    private static List<Interpreter> distinct(Collection<Path> programs, Predicate<Interpreter> wanted) {
        Map<Path, Interpreter> byExecutable = new LinkedHashMap<>();
        for (Path program : programs) ask(program).filter(wanted).ifPresent(it -> byExecutable.putIfAbsent(it.executable, it));
        return List.copyOf(byExecutable.values());
    }

    /** Programs of these names on the path and in the folders where version managers and unpacked archives put them. */
    private static Set<Path> found(String... names) {
        Set<Path> folders = new LinkedHashSet<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (!folder.isEmpty() && !folder.endsWith("/shims")) folders.add(Path.of(folder));
        }
        folders.add(Path.of("/usr/bin"));
        folders.add(Path.of("/usr/local/bin"));
        Path home = Path.of(System.getProperty("user.home"));
        String pyenv = System.getenv("PYENV_ROOT");
        folders.addAll(binFoldersIn((pyenv == null ? home.resolve(".pyenv") : Path.of(pyenv)).resolve("versions")));
        folders.addAll(binFoldersIn(Path.of("/opt")));
        Set<Path> programs = new LinkedHashSet<>();
        for (Path folder : folders) {
            for (String name : names) {
                Path program = folder.resolve(name);
                if (Files.isExecutable(program)) programs.add(real(program));
            }
        }
        return programs;
    }

    private static List<Path> binFoldersIn(Path folder) {
        List<Path> bins = new ArrayList<>();
        if (!Files.isDirectory(folder)) return bins;
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            children.forEach(child -> bins.add(child.resolve("bin")));
        } catch (IOException unreadable) {
            return List.of();
        }
        return bins;
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException broken) {
            return program;
        }
    }

    /** Empty for a program that is no Python 3, or does not answer in time. */
    private static Optional<Interpreter> ask(Path program) {
        try {
            Execution answer = Execution.of(List.of(program.toString(), "-I", "-c", QUESTION));
            if (!answer.succeeded()) return Optional.empty();
            JsonNode it = new ObjectMapper().readTree(answer.output());
            List<String> libraries = new ArrayList<>();
            it.get("systemLibraries").forEach(flag -> libraries.add(flag.asText()));
            return Optional.of(new Interpreter(
                    Path.of(it.get("executable").asText()), it.get("implementation").asText(), it.get("version").asText(),
                    Path.of(it.get("include").asText()), it.get("suffix").asText(), it.get("libraryFolder").asText(), it.get("library").asText(),
                    Path.of(it.get("archive").asText()), List.copyOf(libraries)));
        } catch (IOException noPython) {
            return Optional.empty();
        }
    }
}
