package io.mooring.bench.links;

import io.mooring.bench.links.StopWatch.Stops;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.Global;

/**
 * Many old links whose objects die at once, without C: how long the program stands still at a time.
 *
 * <p>A stop is a collection, or a batch of the dealloc queue at a safepoint. On an incremental plan the program works on until a major
 * collection has come to its end and all links with it, draining as it goes; on any other it asks for one major collection, and drains.
 */
final class MassDeath {
    /** How the objects are linked. */
    enum Death {
        UNLINKED,
        /** A light link: the PyObject is freed when the link ends. */
        LIGHT,
        /** Not light: the PyObject waits for its deallocator. */
        QUEUED
    }

    private final HeapOptions options;
    private final Death death;
    private final int count;

    MassDeath(HeapOptions options, Death death, int count) {
        this.options = options;
        this.death = death;
        this.count = count;
    }

    /** Makes them, lets them grow old, drops them; the longest stops until all are dead and gone. */
    Stops stops() {
        try (LinkGround ground = new LinkGround(options, LinkKind.TABLE, count + 1L)) {
            StopWatch watch = new StopWatch();
            Heap heap = ground.heap();
            heap.listen(watch);
            grow(ground).close();
            watch.start();
            if (Plans.named(options.plan()).traits().incremental()) workOn(ground, watch);
            else collect(ground, watch);
            Stops stops = watch.stops();
            long left = ground.links().statistics().standing() + ground.arena().used();
            if (left != 0) throw new IllegalStateException(left + " links and PyObjects are left of " + count + ", but nothing keeps them");
            return stops;
        }
    }

    private Global grow(LinkGround ground) {
        Heap heap = ground.heap();
        Global array = heap.global(ground.array(count));
        for (int i = 0; i < count; i++) {
            long object = switch (death) {
                case UNLINKED -> ground.object();
                case LIGHT -> ground.linked();
                case QUEUED -> ground.linkedWithDeallocator();
            };
            heap.writeElement(array.get(), LinkGround.FIRST_ELEMENT, i, object);
        }
        for (int i = 0; i <= options.aging() + 1; i++) heap.collect(CollectionKind.MAJOR);
        return array;
    }

    private static void collect(LinkGround ground, StopWatch watch) {
        ground.heap().collect(CollectionKind.MAJOR);
        boolean waited;
        do waited = drain(ground, watch);
        while (waited);
    }

    private static void workOn(LinkGround ground, StopWatch watch) {
        Heap heap = ground.heap();
        try (OldChurn churn = new OldChurn(ground)) {
            long before = heap.collections() - heap.minorCollections();
            churn.until(() -> {
                boolean drained = !drain(ground, watch);
                return drained && heap.collections() - heap.minorCollections() > before && ground.links().statistics().standing() == 0;
            });
        }
    }

    /** A safepoint; whether anybody waited. */
    private static boolean drain(LinkGround ground, StopWatch watch) {
        if (!ground.links().hasDeaths()) return false;
        watch.drainStarts();
        ground.drainBatch();
        watch.drainEnds();
        return true;
    }
}
