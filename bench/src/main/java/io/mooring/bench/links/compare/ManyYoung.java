package io.mooring.bench.links.compare;

import io.mooring.bench.links.YoungLinks;
import io.mooring.bench.links.YoungLinks.Tie;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.trigger.Triggers;

/** Links that are all young at once and die in the next minor collection, in a nursery that holds just these. */
final class ManyYoung implements Trial {
    /** Bytes of an object, and a quarter more for what a chunk of the nursery leaves unused. */
    private static final long BYTES_PER_OBJECT = 30;
    private static final long ROOM = 64 << 10;
    /** A nursery is at most a quarter of the heap. */
    private static final int NURSERIES = 5;
    /** Links of a measurement at least: some 20 milliseconds. */
    private static final int LINKS = 1_000_000;

    private final YoungLinks links;
    private final int times;

    ManyYoung(HeapOptions options, Tie tie, int count) {
        long nursery = count * BYTES_PER_OBJECT + ROOM;
        links = new YoungLinks(
                options.withTrigger(Triggers.named("fixed")).withMaxHeap(Math.max(options.maxHeapBytes(), NURSERIES * nursery)).withNursery(nursery), tie, count);
        times = Math.max(1, LINKS / count);
    }

    @Override
    public double measure() {
        double sum = 0;
        for (int i = 0; i < times; i++) sum += links.nanosPerLink();
        return sum / times;
    }

    @Override
    public void close() {
        links.close();
    }
}
