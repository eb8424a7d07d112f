package io.mooring.bench.gc.figure;

import io.mooring.bench.gc.work.Program;
import io.mooring.bench.gc.work.Workload;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.trigger.Fixed;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The smallest heap in which a program completes, over the bytes that live in it: found by bisection over the maximum of a heap that may
 * use all of it from the start.
 *
 * <p>For what lives see {@link LiveBytes}.
 */
public final class SmallestHeap {
    /** Where the search ends: a hundredth of what lives. */
    private static final double PRECISION = 0.01;
    private static final double LARGEST_OVER_LIVE = 16;
    /** Share of the whole program that a probe runs; an adversary needs all of it to get through its sizes. */
    private static final int PROBE_SHARE = 16;

    private final Workload workload;
    private final int size;

    /** For the program with about so many live bytes. */
    public SmallestHeap(Workload workload, long liveBytes) {
        this.workload = workload;
        size = workload.sizeFor(liveBytes);
    }

    /** Heap over live by plan; a plan on which it does not complete at all is not in it. */
    public Map<String, Double> byPlan(Progress progress) {
        long live = LiveBytes.of(workload, size);
        Map<String, Double> result = new LinkedHashMap<>();
        for (String plan : MeasuredPlans.names()) {
            progress.say("smallest heap: %s on %s, %.1f MB live".formatted(workload.label(), plan, live / 1e6));
            double smallest = smallest(plan, live);
            if (smallest < LARGEST_OVER_LIVE) result.put(plan, smallest);
        }
        return result;
    }

    private double smallest(String plan, long live) {
        double fails = 1;
        double completes = 2;
        while (completes < LARGEST_OVER_LIVE && !completesIn(plan, (long) (live * completes))) {
            fails = completes;
            completes *= 2;
        }
        while (completes - fails > PRECISION && completes < LARGEST_OVER_LIVE) {
            double middle = (fails + completes) / 2;
            if (completesIn(plan, (long) (live * middle))) completes = middle;
            else fails = middle;
        }
        return completes;
    }

    private boolean completesIn(String plan, long maxHeapBytes) {
        try (Heap heap = open(plan, maxHeapBytes);
                Program program = workload.on(heap, size)) {
            program.build();
            int steps = steps(program);
            for (int i = 0; i < steps; i++) program.step();
            program.check();
            return true;
        } catch (HeapExhausted tooSmall) {
            return false;
        }
    }

    private int steps(Program program) {
        return workload == Workload.FRAGMENTATION ? program.steps() : program.steps() / PROBE_SHARE;
    }

    private static Heap open(String plan, long maxHeapBytes) {
        return Heap.open(HeapOptions.small(Math.max(maxHeapBytes, HeapOptions.MIN_HEAP_BYTES)).withPlan(plan).withTrigger(new Fixed()));
    }
}
