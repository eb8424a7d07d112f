package io.mooring.bench.gc.contest;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.compile.CCompiler;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.rows.Interpreter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The program binary trees outside the JVM. Who is not on this machine, or does not start, leaves a note and null. */
public final class TreePeers {
    private static final String IN_C = "binary_trees.c";
    private static final String IN_PYTHON = "binary_trees.py";

    private final Workshop workshop;
    private final int depth;
    private final long heapBytes;
    private final List<String> notes = new ArrayList<>();

    /** {@code heapBytes}: what Boehm's collector may use from the start. */
    public TreePeers(Workshop workshop, int depth, long heapBytes) {
        this.workshop = workshop;
        this.depth = depth;
        this.heapBytes = heapBytes;
    }

    /** One sentence for each peer that is missing. */
    public List<String> notes() {
        return notes;
    }

    /** In C with malloc and free. */
    public Contestant malloc() {
        return attempt("malloc", () -> inC("C with malloc", "binary_trees_malloc", List.of()));
    }

    /** In C with Boehm's collector. */
    public Contestant boehm() {
        return attempt("Boehm's collector (apt-get install libgc-dev)", () -> inC("C with Boehm's collector", "binary_trees_boehm", List.of("-DBOEHM", "-lgc")));
    }

    private Contestant inC(String description, String name, List<String> flags) {
        Path program = workshop.folder().resolve(name);
        new CCompiler().program(workshop.resource(TreePeers.class, IN_C), workshop.folder(), flags, program);
        return Contestant.start(description, List.of(program.toString(), Integer.toString(depth), Long.toString(heapBytes)), workshop.folder());
    }

    /** On PyPy. */
    public Contestant pypy() {
        return attempt("PyPy (apt-get install pypy3)", () -> {
            List<Interpreter> interpreters = Interpreter.pypy();
            if (interpreters.isEmpty()) throw new CommandFailed("it is not on this machine");
            Interpreter first = interpreters.getFirst();
            List<String> command = List.of(first.executable().toString(), "-I", workshop.resource(TreePeers.class, IN_PYTHON).toString(), Integer.toString(depth));
            return Contestant.start("PyPy " + first.version(), command, workshop.folder());
        });
    }

    private Contestant attempt(String name, Supplier<Contestant> start) {
        try {
            return start.get();
        } catch (CommandFailed failure) {
            notes.add(name + ": " + failure.getMessage());
            return null;
        }
    }
}
