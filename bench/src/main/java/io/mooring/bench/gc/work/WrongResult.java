package io.mooring.bench.gc.work;

/** Says that a program computed something else than it must: memory was freed, moved or overwritten wrongly. */
public final class WrongResult extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private WrongResult(String message) {
        super(message);
    }

    /** Throws unless both are the same; {@code what} names the thing compared, as in {@code quads: nodes of the tree}. */
    static void unless(String what, long found, long expected) {
        if (found != expected) throw new WrongResult(what + ": found " + found + ", expected " + expected);
    }
}
