package io.mooring.bench.gc.figure;

import io.mooring.bench.Spread;
import io.mooring.bench.gc.contest.Assignment;
import io.mooring.bench.gc.contest.Assignment.Task;
import io.mooring.bench.gc.contest.Contest;
import io.mooring.bench.gc.contest.Contestant;
import io.mooring.bench.gc.contest.RunSample;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the barrier of a generational plan costs the program: GenCopy with its barrier, against the same plan, heap and steps in a JVM whose
 * programs store past it. No collection runs while the clock does; before each measurement everything that lives is made old, so that the
 * slow part of the barrier runs too, once for each old object that is changed.
 */
public final class BarrierCost {
    /** The property that a worker reads once: {@code false} means stores past the barrier. */
    private static final String PAST_THE_BARRIER = "-Dmooring.bench.barrier=false";
    /** What lives is small against the nursery in which it is built. */
    private static final int NURSERY_OVER_LIVE = 8;
    /** Old generation and its reserve hold more than several nurseries. */
    private static final int HEAP_OVER_NURSERY = 16;

    private enum Side {
        WITH,
        WITHOUT
    }

    private final Scale scale;
    private final Path folder;

    public BarrierCost(Scale scale, Path folder) {
        this.scale = scale;
        this.folder = folder;
    }

    /** Processor time with the barrier over that without, by program. */
    public Map<String, Spread> byWorkload(Progress progress) {
        Map<String, Spread> result = new LinkedHashMap<>();
        Set<Workload> workloads = EnumSet.allOf(Workload.class);
        workloads.remove(Workload.GARDEN); // quads once more
        for (Workload workload : workloads) {
            progress.say("barrier: " + workload.label());
            List<Double> ratios = new ArrayList<>();
            for (int fork = 0; fork < scale.barrierForks(); fork++) ratios.addAll(ratios(workload));
            result.put(workload.label(), Spread.of(ratios));
        }
        return result;
    }

    /** One ratio for each round of a pair of fresh processes. */
    private List<Double> ratios(Workload workload) {
        long nursery = scale.barrierNurseryBytes();
        Assignment assignment = new Assignment(
                Task.BARRIER, workload, workload.sizeFor(nursery / NURSERY_OVER_LIVE), "GenCopy", nursery * HEAP_OVER_NURSERY, nursery, 0);
        try (Contest<Side> contest = new Contest<>()) {
            contest.with(Side.WITH, Contestant.worker(assignment, folder));
            contest.with(Side.WITHOUT, Contestant.worker(assignment, folder, PAST_THE_BARRIER));
            contest.run(_ -> scale.warmUps(), scale.rounds());
            return contest.ratios(Side.WITH, Side.WITHOUT, RunSample::cpuNanos);
        }
    }
}
