package io.mooring.bench.gc.figure;

import io.mooring.bench.gc.work.Program;
import io.mooring.bench.gc.work.Workload;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.trigger.Fixed;

/**
 * Whether SemiSpace collects as often as it must and no oftener: on a steady program, allocated / (heap / 2 - live) times.
 *
 * <p>Quads; allocated and live bytes are computed from the number of quads, not read from the collector.
 */
public final class CollectionCount {
    private static final Workload PROGRAM = Workload.QUADS;
    private static final double HEAP_OVER_LIVE = 4;
    private static final int DEPTH = 8;

    private CollectionCount() {}

    /**
     * The count.
     *
     * @param counted  collections that happened
     * @param expected collections by the formula
     */
    public record Result(long counted, double expected) {
        /** Difference over what was expected. */
        public double error() {
            return Math.abs(counted - expected) / expected;
        }
    }

    /** Runs as many steps as should cause that many collections. */
    public static Result run(int collections) {
        long live = PROGRAM.liveBytes(DEPTH);
        long heapBytes = (long) (live * HEAP_OVER_LIVE);
        double free = heapBytes / 2.0 - live;
        try (Heap heap = Heap.open(HeapOptions.small(heapBytes).withPlan("SemiSpace").withTrigger(new Fixed()));
                Program program = PROGRAM.on(heap, DEPTH)) {
            program.build();
            heap.collect(CollectionKind.MAJOR);
            long before = heap.collections();
            long steps = (long) (collections * free / PROGRAM.bytesPerStep());
            for (long i = 0; i < steps; i++) program.step();
            program.check();
            return new Result(heap.collections() - before, steps * PROGRAM.bytesPerStep() / free);
        }
    }
}
