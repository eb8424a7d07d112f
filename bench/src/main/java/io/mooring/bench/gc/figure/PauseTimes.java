package io.mooring.bench.gc.figure;

import io.mooring.bench.gc.contest.Assignment;
import io.mooring.bench.gc.contest.Assignment.Task;
import io.mooring.bench.gc.contest.Contestant;
import io.mooring.bench.gc.contest.PauseSample;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long programs are stopped: the garden, with a gigabyte alive, on the plan Incremental and, for comparison, on others. The pause goal is
 * the default of a heap, 10 ms.
 */
public final class PauseTimes {
    /** The plan whose pauses are bounded. */
    public static final String INCREMENTAL = "Incremental";

    private static final Workload PROGRAM = Workload.GARDEN;
    /** Heap over live: what dies while a cycle of marking runs must fit besides what lives. */
    private static final double HEAP_OVER_LIVE = 2.5;
    private static final List<String> OTHERS = List.of("GenMS", "GenCopy");

    private PauseTimes() {}

    /** What was measured, by plan; a plan that does not exist is not in it. */
    public static Map<String, PauseSample> byPlan(Scale scale, Path folder, Progress progress) {
        Map<String, PauseSample> result = new LinkedHashMap<>();
        measure(INCREMENTAL, scale, folder, progress, result);
        if (scale.otherPlansToo()) OTHERS.forEach(plan -> measure(plan, scale, folder, progress, result));
        return result;
    }

    private static void measure(String plan, Scale scale, Path folder, Progress progress, Map<String, PauseSample> into) {
        if (!MeasuredPlans.has(plan)) return;
        progress.say("pauses: " + PROGRAM.label() + " on " + plan);
        int size = PROGRAM.sizeFor(scale.pausesLiveBytes());
        long heapBytes = (long) (PROGRAM.liveBytes(size) * HEAP_OVER_LIVE);
        try (Contestant contestant = Contestant.worker(new Assignment(Task.PAUSES, PROGRAM, size, plan, heapBytes, 0, scale.pausesMillis()), folder)) {
            into.put(plan, contestant.run(PauseSample.class));
        }
    }
}
