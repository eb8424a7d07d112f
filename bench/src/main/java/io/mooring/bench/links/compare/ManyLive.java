package io.mooring.bench.links.compare;

import io.mooring.bench.links.LiveLinks;
import io.mooring.bench.links.YoungLinks.Tie;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;

/** A major collection of live objects, for each object. */
final class ManyLive implements Trial {
    private static final double NANOS_PER_MILLI = 1e6;
    /** Objects that are looked at in a measurement at least: some 10 milliseconds. */
    private static final int OBJECTS = 300_000;

    private final LiveLinks live;
    private final int count;
    private final int times;

    ManyLive(HeapOptions options, Tie tie, int count) {
        live = new LiveLinks(options, tie == Tie.DICTIONARY ? LinkKind.DICTIONARY : LinkKind.TABLE, count, tie != Tie.NONE);
        this.count = count;
        times = Math.max(1, OBJECTS / count);
    }

    @Override
    public double measure() {
        double sum = 0;
        for (int i = 0; i < times; i++) sum += live.majorMillis();
        return sum * NANOS_PER_MILLI / times / count;
    }

    @Override
    public void close() {
        live.close();
    }
}
