package io.mooring.bench.demo;

import io.mooring.bench.HeapStatistics;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.LinkStatistics;

/** Many fresh lists passed to C, which keeps one in a thousand; then objects made by C that nobody keeps. */
final class Fleet {
    /** C keeps one list of so many. */
    static final int KEEP_EVERY = 1000;

    private final Harbour harbour;
    private final ObjSpace space;

    Fleet(Harbour harbour) {
        this.harbour = harbour;
        this.space = harbour.space();
    }

    /**
     * What became of them.
     *
     * @param nanos      for the lists, collections included
     * @param made       links made while the lists were passed
     * @param freedEarly PyObjects of lists freed meanwhile
     * @param kept       lists that C held in the end
     * @param intact     of those, how many read as they were made
     * @param freedLate  PyObjects of lists freed after C let go
     * @param sunk       objects made by C whose {@code tp_dealloc} ran
     * @param collector  the collections while the lists were passed
     */
    record Voyage(
            long nanos, long made, long freedEarly, long kept, long intact, long freedLate, long sunk, HeapStatistics collector) {}

    /** Sends the lists, then makes the objects. */
    Voyage sail(int lists, int buoys) {
        LinkStatistics before = harbour.links();
        long nanos = pass(lists);
        LinkStatistics passed = harbour.links();
        HeapStatistics collector = harbour.statistics();
        long intact = intact(lists);
        long kept = harbour.castOff();
        harbour.heap().collect(CollectionKind.MAJOR);
        LinkStatistics after = harbour.links();
        makeAndSink(buoys);
        return new Voyage(
                nanos, passed.made() - before.made(), passed.freedLight() - before.freedLight(), kept, intact,
                after.freedLight() - passed.freedLight(), harbour.sunk(), collector);
    }

    private long pass(int lists) {
        long start = System.nanoTime();
        for (int i = 0; i < lists; i++) {
            long w_list = list(i);
            if (i % KEEP_EVERY == 0) harbour.moor(w_list);
            else harbour.visit(w_list);
        }
        harbour.heap().collect(CollectionKind.MINOR);
        return System.nanoTime() - start;
    }

    private void makeAndSink(int buoys) {
        for (int i = 0; i < buoys; i++) harbour.buoy();
        harbour.heap().collect(CollectionKind.MINOR);
        harbour.drain();
    }

    private @Ref long list(int number) {
        try (HandleScope scope = harbour.heap().scope()) {
            long hList = scope.root(space.newList());
            space.lists.append(scope.get(hList), space.newInt(number));
            return scope.get(hList);
        }
    }

    /** How many of the lists that C holds still read as they were made. */
    private long intact(int lists) {
        long intact = 0;
        for (int i = 0; i * KEEP_EVERY < lists; i++) {
            long w_item = space.getitemAt(harbour.berth(i), 0);
            if (space.asLong(w_item) == (long) i * KEEP_EVERY) intact++;
        }
        return intact;
    }
}
