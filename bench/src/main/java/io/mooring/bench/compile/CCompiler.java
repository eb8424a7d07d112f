package io.mooring.bench.compile;

import io.mooring.bench.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C compiler of this machine ({@code CC}, else gcc), with the same flags whoever the code is for. */
public final class CCompiler {
    private static final List<String> FLAGS = List.of("-std=gnu11", "-O2", "-DNDEBUG", "-fPIC");

    private final String program;

    public CCompiler() {
        String chosen = System.getenv("CC");
        program = chosen == null || chosen.isBlank() ? "gcc" : chosen;
    }

    /** Compiles an extension module against the headers in {@code include}. Throws {@link CommandFailed} with the compiler's complaint. */
    public void extension(Path source, Path include, Path target) {
        run(List.of("-shared", "-I" + include, source.toString(), "-o", target.toString()));
    }

    /** Compiles a program; {@code linking} are the flags behind it. Throws {@link CommandFailed} with the compiler's complaint. */
    public void program(Path source, Path include, List<String> linking, Path target) {
        List<String> arguments = new ArrayList<>(List.of("-I" + include, source.toString(), "-o", target.toString()));
        arguments.addAll(linking);
        run(arguments);
    }

    private void run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(FLAGS);
        command.addAll(arguments);
        try {
            Execution compilation = Execution.of(command);
            if (!compilation.succeeded()) throw new CommandFailed(program + " failed: " + compilation.complaint());
        } catch (IOException failure) {
            throw new CommandFailed("no C compiler (apt-get install gcc): " + failure.getMessage(), failure);
        }
    }
}
