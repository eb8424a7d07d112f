package io.mooring.bench.links.border;

import io.mooring.bench.links.StopWatch;
import io.mooring.bench.links.StopWatch.Stops;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;

/**
 * Many old objects that C knows, dying at once over the real border: how long the program stands still at a time.
 *
 * <p>A stop is a collection, or a call into C, which is a safepoint at which dead PyObjects are handed to their {@code tp_dealloc}. On an
 * incremental plan the program works on and calls C as it goes; on any other it asks for one major collection, then calls C until nobody waits.
 */
final class BorderDeaths {
    /** Objects made between two calls into C, where the program works on: some 10 microseconds. */
    private static final int OBJECTS_PER_CALL = 128;
    private static final int KEPT_ONE_IN = 8;
    /** Objects kept for a while, so that major collections go on. */
    private static final int KEPT = 1 << 15;
    /** Calls after which a collector that never came to an end is stuck. */
    private static final long PATIENCE = 2_000_000;

    /** What dies. */
    enum Kind {
        /** Light P links: the PyObjects are freed when the links end. */
        STR("str that C knows"),
        /** P links that are not light: the PyObject is a PyTupleObject with a reference, and has a deallocator. */
        TUPLE("tuple that C knows"),
        /** O links: instances of a type of C's with a deallocator. Without links, empty lists take their place. */
        BUOY("instance of a C type");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final BorderProgram program;
    private final ObjSpace space;
    private final Heap heap;
    private final int count;
    private final boolean incremental;

    BorderDeaths(BorderProgram program, int count) {
        this.program = program;
        this.count = count;
        space = program.space();
        heap = program.heap();
        incremental = Plans.named(heap.options().plan()).traits().incremental();
    }

    /** Makes them, shows them to C if they are to be {@code linked}, lets them grow old, drops them; the longest stops until all are dead and gone. */
    Stops stops(Kind kind, boolean linked) {
        return program.run(() -> {
            StopWatch watch = new StopWatch();
            heap.listen(watch);
            watch.stop();
            long standing = standing();
            try (HandleScope scope = heap.scope()) {
                long hList = scope.root(space.newList());
                for (int i = 0; i < count; i++) add(hList, scope, kind, linked);
                for (int i = 0; i <= heap.options().aging() + 1; i++) heap.collect(CollectionKind.MAJOR);
                scope.set(hList, 0);
            }
            watch.start();
            if (incremental) workOn(watch, standing);
            else collect(watch, standing);
            if (standing() > standing) throw new IllegalStateException(standing() - standing + " links are left of " + count + ", but nothing keeps them");
            return watch.stops();
        });
    }

    private void add(@Slot long hList, HandleScope scope, Kind kind, boolean linked) {
        long w = make(kind, linked);
        space.lists.append(scope.get(hList), w);
        if (linked && kind != Kind.BUOY) program.nothing(space.lists.get(scope.get(hList), space.lists.count(scope.get(hList)) - 1));
    }

    private @Ref long make(Kind kind, boolean linked) {
        return switch (kind) {
            case STR -> space.newStr("ahoy");
            case TUPLE -> space.newTuple(space.w_None);
            case BUOY -> linked ? program.buoy() : space.newList();
        };
    }

    private long standing() {
        return program.session().capi().linkStatistics().standing();
    }

    private long pending() {
        return program.session().capi().linkStatistics().pending();
    }

    private void collect(StopWatch watch, long standing) {
        heap.collect(CollectionKind.MAJOR);
        long safepoints = 0;
        do safepoint(watch);
        while (pending() > 0 || standing() > standing && ++safepoints < PATIENCE);
    }

    private void workOn(StopWatch watch, long standing) {
        long before = heap.collections() - heap.minorCollections();
        try (HandleScope scope = heap.scope()) {
            long hRing = scope.root(space.lists.allocate(KEPT));
            for (long calls = 0; heap.collections() - heap.minorCollections() == before || standing() > standing || pending() > 0; calls++) {
                if (calls == PATIENCE) throw new IllegalStateException(stuck(before, standing));
                for (int i = 0; i < OBJECTS_PER_CALL; i++) {
                    long w = space.newTuple(space.w_None);
                    if (i % KEPT_ONE_IN == 0) space.lists.set(scope.get(hRing), (calls * OBJECTS_PER_CALL + i) / KEPT_ONE_IN % KEPT, w);
                }
                safepoint(watch);
            }
        }
    }

    private String stuck(long before, long standing) {
        return "%,d calls, %d major collections, and %d links too many stand, %d PyObjects wait".formatted(
                PATIENCE, heap.collections() - heap.minorCollections() - before, standing() - standing, pending());
    }

    private void safepoint(StopWatch watch) {
        watch.drainStarts();
        program.nothing(space.w_None);
        watch.drainEnds();
    }
}
