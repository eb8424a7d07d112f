package io.mooring.bench.gc.contest;

import io.mooring.bench.gc.work.Program;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapListener;
import io.mooring.gc.Phase;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.roots.HandleScope;

/**
 * Collections that copy all that a program built, each followed by a plain copy of as many bytes between two large objects of the same
 * heap, which is the memcpy of this machine.
 */
final class CopyRuns implements Station {
    private static final TypeLayout BLOCK = TypeLayout.named("block").buildWith(Elements.BYTES);

    private final Heap heap;
    private final Program program;
    private final HandleScope scope;
    private final long hSource;
    private final long hTarget;
    private final CopyClock clock = new CopyClock();

    CopyRuns(Assignment assignment) {
        heap = Heap.open(WholeRuns.options(assignment));
        program = assignment.workload().on(heap, assignment.size());
        program.build();
        heap.listen(clock);
        heap.collect(CollectionKind.MAJOR);
        int type = heap.types().define(BLOCK);
        scope = heap.scope();
        // Written before it is read: the kernel backs memory that was only read with one page of zeroes, which no cache ever misses.
        hSource = scope.root(heap.allocate(type, clock.copiedBytes));
        hTarget = scope.root(heap.allocate(type, clock.copiedBytes));
        for (long offset = 0; offset < clock.copiedBytes; offset += Long.BYTES) heap.writeWord(scope.get(hSource), BLOCK.fixedBytes() + offset, offset);
    }

    /** Measures the phases in which objects are copied. */
    private static final class CopyClock implements HeapListener {
        private long started;
        private long nanos;
        private long copiedBytes;

        @Override
        public void phaseStarts(Phase phase) {
            if (phase == Phase.ROOTS) started = System.nanoTime();
        }

        @Override
        public void closed() {
            nanos = System.nanoTime() - started;
        }

        @Override
        public void collectionEnds(CollectionReport report) {
            copiedBytes = report.copiedBytes();
        }
    }

    @Override
    public CopySample run() {
        heap.collect(CollectionKind.MAJOR);
        program.check();
        long start = System.nanoTime();
        heap.copyRaw(scope.get(hSource), BLOCK.fixedBytes(), scope.get(hTarget), BLOCK.fixedBytes(), clock.copiedBytes);
        return new CopySample(clock.copiedBytes, clock.nanos, System.nanoTime() - start);
    }

    @Override
    public void close() {
        scope.close();
        program.close();
        heap.close();
    }
}
