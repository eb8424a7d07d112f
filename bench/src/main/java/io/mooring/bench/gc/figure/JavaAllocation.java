package io.mooring.bench.gc.figure;

import com.sun.management.ThreadMXBean;
import io.mooring.bench.gc.work.Program;
import io.mooring.bench.gc.work.Workload;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import java.lang.management.ManagementFactory;

/** Bytes on the Java heap that a collection allocates: what the thread allocated over many collections, on the plan where it is most. */
public final class JavaAllocation {
    private static final Workload PROGRAM = Workload.LRU_MAP;
    private static final long HEAP_BYTES = 64L << 20;
    private static final int ENTRIES = 20_000;
    /** Collections before the first that counts: classes are loaded, arrays have grown. */
    private static final int WARM_UPS = 20;
    private static final int COUNTED = 50;
    /** The batch of collections with the least counts: what a list of objects needs to grow once in a while is not a collection's. */
    private static final int BATCHES = 3;
    private static final int STEPS_PER_COLLECTION = 20;

    private JavaAllocation() {}

    /** Bytes per collection, minor and major ones in turn. */
    public static double bytesPerCollection() {
        double most = 0;
        for (String plan : MeasuredPlans.names()) most = Math.max(most, bytesPerCollection(plan));
        return most;
    }

    private static double bytesPerCollection(String plan) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Heap heap = Heap.open(HeapOptions.small(HEAP_BYTES).withPlan(plan));
                Program program = PROGRAM.on(heap, ENTRIES)) {
            program.build();
            collect(heap, program, WARM_UPS);
            double least = Double.MAX_VALUE;
            for (int i = 0; i < BATCHES; i++) {
                long collections = heap.collections();
                long before = threads.getCurrentThreadAllocatedBytes();
                collect(heap, program, COUNTED);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                least = Math.min(least, (double) allocated / (heap.collections() - collections));
            }
            return least;
        }
    }

    private static void collect(Heap heap, Program program, int times) {
        for (int i = 0; i < times; i++) {
            for (int step = 0; step < STEPS_PER_COLLECTION; step++) program.step();
            heap.collect(i % 2 == 0 ? CollectionKind.MINOR : CollectionKind.MAJOR);
        }
    }
}
