package io.mooring.bench.gc.contest;

import io.mooring.bench.gc.work.Program;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.trigger.Fixed;

/**
 * Whole runs of a program, on a heap or with Java objects, one after another in one heap: what an earlier run built is collected before
 * the clock starts.
 */
final class WholeRuns implements Station {
    /** Times that a run checks what lives; the program computes nothing else with it. */
    private static final int CHECKS = 4;

    private final Program program;
    private final Collector collector;
    private final Runnable closing;

    private WholeRuns(Program program, Collector collector, Runnable closing) {
        this.program = program;
        this.collector = collector;
        this.closing = closing;
    }

    static WholeRuns onHeap(Assignment assignment) {
        Heap heap = Heap.open(options(assignment));
        return new WholeRuns(assignment.workload().on(heap, assignment.size()), new Collector.OfHeap(heap), heap::close);
    }

    static WholeRuns inJava(Assignment assignment) {
        return new WholeRuns(assignment.workload().inJava(assignment.size()), new Collector.OfVirtualMachine(), () -> {});
    }

    /** A heap of fixed size, as the assignment says. */
    static HeapOptions options(Assignment assignment) {
        HeapOptions options = HeapOptions.defaults().withPlan(assignment.plan()).withMaxHeap(assignment.heapBytes()).withTrigger(new Fixed());
        return assignment.nurseryBytes() == 0 ? options : options.withNursery(Math.min(assignment.nurseryBytes(), assignment.heapBytes() / 4));
    }

    @Override
    public RunSample run() {
        try {
            program.drop();
            collector.collectAll();
            long cpu = collector.cpuNanos();
            long stopped = collector.nanos();
            long minor = collector.minor();
            long major = collector.major();
            Stopwatch watch = new Stopwatch();
            watch.start();
            whole();
            watch.stop();
            return new RunSample(
                    false, watch.nanos(), watch.cpuNanos(), collector.cpuNanos() - cpu, collector.nanos() - stopped, collector.minor() - minor, collector.major() - major);
        } catch (HeapExhausted | OutOfMemoryError tooSmall) {
            return RunSample.outOfMemory();
        }
    }

    private void whole() {
        program.build();
        int steps = program.steps();
        for (int check = 0; check < CHECKS; check++) {
            work(steps / CHECKS);
            program.check();
        }
        work(steps % CHECKS);
    }

    private void work(int steps) {
        for (int i = 0; i < steps; i++) program.step();
    }

    @Override
    public void close() {
        program.close();
        closing.run();
    }
}
