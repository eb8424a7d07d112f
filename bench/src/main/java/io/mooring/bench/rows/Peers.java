package io.mooring.bench.rows;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.compile.CCompiler;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.rows.Caller.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the interpreters of this machine, compiles the extension for each, and starts their loops. What is missing, or fails, leaves
 * a note instead of a caller.
 */
final class Peers {
    private static final String LOOP_IN_PYTHON = "rows.py";
    private static final String LOOP_IN_C = "rows_embedded.c";

    private final Path source;
    private final Workshop workshop;
    private final CCompiler compiler = new CCompiler();
    private final List<Caller> callers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** {@code source} is the extension's C source. */
    Peers(Path source, Workshop workshop) {
        this.source = source;
        this.workshop = workshop;
    }

    /** The callers that started; the caller of this method closes them. */
    List<Caller> callers() {
        return callers;
    }

    /** One sentence for each peer that is missing. */
    List<String> notes() {
        return notes;
    }

    /** Starts every peer of these kinds. */
    void start(Set<Kind> kinds) {
        if (kinds.contains(Kind.CPYTHON) || kinds.contains(Kind.EMBEDDED)) {
            List<Interpreter> interpreters = Interpreter.cpython311();
            if (interpreters.isEmpty()) notes.add("CPython 3.11 is not on this machine (apt-get install python3.11-dev)");
            for (Interpreter interpreter : interpreters) startOf(interpreter, kinds);
        }
        if (kinds.contains(Kind.PYPY)) {
            List<Interpreter> interpreters = Interpreter.pypy();
            if (interpreters.isEmpty()) notes.add("PyPy is not on this machine (apt-get install pypy3-dev)");
            for (Interpreter interpreter : interpreters) startOf(interpreter, kinds);
        }
    }

    private void startOf(Interpreter interpreter, Set<Kind> kinds) {
        boolean isPypy = interpreter.implementation().equals("pypy");
        String name = interpreter.executable().toString();
        if (!interpreter.hasHeaders()) {
            notes.add(name + " has no headers (apt-get install " + (isPypy ? "pypy3-dev" : "python3.11-dev") + ")");
            return;
        }
        Path folder = workshop.folder().resolve(interpreter.implementation() + callers.size() + "-" + notes.size());
        Kind inPython = isPypy ? Kind.PYPY : Kind.CPYTHON;
        try {
            Files.createDirectories(folder);
            compiler.extension(source, interpreter.include(), folder.resolve("simple" + interpreter.suffix()));
        } catch (IOException | CommandFailed failure) {
            notes.add(name + ": the extension cannot be compiled: " + failure.getMessage());
            return;
        }
        if (kinds.contains(inPython)) attempt(name, () -> startLoopInPython(inPython, interpreter, folder));
        if (kinds.contains(Kind.EMBEDDED) && !isPypy) attempt(name + " embedded", () -> startLoopInC(interpreter, folder));
    }

    private void startLoopInPython(Kind kind, Interpreter interpreter, Path folder) {
        Path script = workshop.resource(Peers.class, LOOP_IN_PYTHON);
        List<String> command = List.of(interpreter.executable().toString(), "-I", script.toString(), folder.toString());
        callers.add(CallerProcess.start(kind, interpreter.executable() + " " + interpreter.version(), command, folder.resolve("loop-in-python.errors")));
    }

    private void startLoopInC(Interpreter interpreter, Path folder) {
        Path program = folder.resolve("rows_embedded");
        compiler.program(workshop.resource(Peers.class, LOOP_IN_C), interpreter.include(), interpreter.embeddingFlags(), program);
        String description = "lib" + interpreter.library() + " of " + interpreter.executable() + " " + interpreter.version();
        callers.add(CallerProcess.start(Kind.EMBEDDED, description, List.of(program.toString(), folder.toString()), folder.resolve("loop-in-c.errors")));
    }

    private void attempt(String name, Runnable start) {
        try {
            start.run();
        } catch (CommandFailed failure) {
            notes.add(name + ": " + failure.getMessage());
        }
    }
}
