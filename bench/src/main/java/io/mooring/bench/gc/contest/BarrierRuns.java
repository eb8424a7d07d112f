package io.mooring.bench.gc.contest;

import io.mooring.bench.gc.work.Program;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;

/**
 * Steps of a program among objects that are old, without any collection: what the write barrier costs there shows when the same steps run
 * in another JVM past the barrier.
 *
 * <pre>
 *   once     build in the nursery, collect: everything is old
 *   a run    four times: steps that fill half the nursery, timed; then a major collection, which needs nothing that a barrier writes down
 * </pre>
 *
 * The nursery is so large that no collection happens in between; one that does is an error, because past the barrier it would free what lives.
 */
final class BarrierRuns implements Station {
    private static final int PHASES = 4;

    private final Heap heap;
    private final Program program;
    private final long phaseBytes;

    BarrierRuns(Assignment assignment) {
        heap = Heap.open(WholeRuns.options(assignment));
        program = assignment.workload().on(heap, assignment.size());
        program.build();
        requireCollections(0);
        phaseBytes = assignment.nurseryBytes() / 2;
        heap.collect(CollectionKind.MAJOR);
    }

    private void requireCollections(long expected) {
        if (heap.collections() != expected) {
            throw new IllegalStateException("the nursery is too small to go without collections: " + heap.collections() + " instead of " + expected);
        }
    }

    @Override
    public RunSample run() {
        Stopwatch watch = new Stopwatch();
        for (int phase = 0; phase < PHASES; phase++) {
            long collections = heap.collections();
            long full = heap.usedBytes() + phaseBytes;
            watch.start();
            while (heap.usedBytes() < full) program.step();
            watch.stop();
            requireCollections(collections);
            heap.collect(CollectionKind.MAJOR);
        }
        program.check();
        return new RunSample(false, watch.nanos(), watch.cpuNanos(), 0, 0, 0, 0);
    }

    @Override
    public void close() {
        program.close();
        heap.close();
    }
}
