package io.mooring.bench.leaks;

import io.mooring.bench.Session;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.leaks.Cycles.Cycle;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes many of each cycle, forgets them, collects, and counts the PyObjects that are left. */
public final class LeaksBench {
    private static final Path SOURCE = Path.of("capi-native/src/test/c/cycles.c");
    /** Major collections that a forgotten cycle is given: one that finds and finalizes it, one that clears it, one in which it dies, and one for what it held. */
    private static final int COLLECTIONS = 4;

    private LeaksBench() {}

    /**
     * What is left.
     *
     * @param plan   how the heap was collected
     * @param made   cycles of each kind that were made
     * @param leaked by the text of the cycle, how many PyObjects were left
     */
    public record Report(String plan, int made, Map<String, Long> leaked) {}

    /** Makes {@code count} of each on a heap of its own. */
    public static Report run(HeapOptions options, LinkKind links, int count) {
        Path source = Workshop.inProject(SOURCE);
        try (Workshop workshop = new Workshop(); Session session = Session.open(options, links)) {
            Path module = workshop.extension(source);
            return session.run(() -> leaks(session, module, count));
        }
    }

    private static Report leaks(Session session, Path module, int count) {
        Map<String, Long> leaked = new LinkedHashMap<>();
        try (Cycles cycles = new Cycles(session, session.capi().load(module))) {
            for (Cycle cycle : Cycle.values()) leaked.put(cycle.text, leaked(session, cycles, cycle, count));
        }
        return new Report(session.heap().options().plan(), count, leaked);
    }

    /** PyObjects left of the cycles; one is made beforehand, so that what exists once and for all is there. */
    private static long leaked(Session session, Cycles cycles, Cycle cycle, int count) {
        cycles.make(cycle);
        long before = blocks(session);
        for (int i = 0; i < count; i++) cycles.make(cycle);
        return Math.max(0, blocks(session) - before);
    }

    private static long blocks(Session session) {
        for (int i = 0; i < COLLECTIONS; i++) {
            session.heap().collect(CollectionKind.MAJOR);
            session.capi().drain();
        }
        return session.capi().arenaStatistics().blocks();
    }
}
