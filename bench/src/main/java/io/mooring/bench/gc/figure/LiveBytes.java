package io.mooring.bench.gc.figure;

import io.mooring.bench.gc.work.Program;
import io.mooring.bench.gc.work.Workload;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.trigger.Fixed;

/** Bytes that live in a program: the most that a major collection of a copying plan leaves, at several points of a whole run. */
final class LiveBytes {
    private static final int READINGS = 16;
    private static final long ROOM_OVER_LIVE = 16;
    private static final long LEAST_ROOM_BYTES = 64L << 20;

    private LiveBytes() {}

    static long of(Workload workload, int size) {
        long room = Math.max(LEAST_ROOM_BYTES, workload.liveBytes(size) * ROOM_OVER_LIVE);
        long live = 0;
        try (Heap heap = Heap.open(HeapOptions.defaults().withPlan("SemiSpace").withMaxHeap(room).withTrigger(new Fixed()));
                Program program = workload.on(heap, size)) {
            program.build();
            int steps = program.steps() / READINGS;
            for (int reading = 0; reading < READINGS; reading++) {
                heap.collect(CollectionKind.MAJOR);
                live = Math.max(live, heap.usedBytes());
                for (int i = 0; i < steps; i++) program.step();
            }
        }
        return live;
    }
}
