package io.mooring.bench.links.border;

import io.mooring.gc.Immediate;
import io.mooring.objspace.ObjSpace;

/** Ints and floats passed to C, which keeps none: how many entries of the link table that takes. */
final class PassedValues {
    /** Above the ints that C has ready-made. */
    private static final int FIRST = 1000;

    private PassedValues() {}

    /** Links made for each int passed. */
    static double entriesPerInt(BorderProgram program, int count) {
        return program.run(() -> {
            long before = program.linksMade();
            for (int i = 0; i < count; i++) program.nothing(Immediate.of(FIRST + i));
            return (program.linksMade() - before) / (double) count;
        });
    }

    /** Links made for each float passed. */
    static double entriesPerFloat(BorderProgram program, int count) {
        ObjSpace space = program.space();
        return program.run(() -> {
            long before = program.linksMade();
            for (int i = 0; i < count; i++) program.nothing(space.newFloat(FIRST + i));
            return (program.linksMade() - before) / (double) count;
        });
    }
}
