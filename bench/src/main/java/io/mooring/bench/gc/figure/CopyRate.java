package io.mooring.bench.gc.figure;

import io.mooring.bench.Spread;
import io.mooring.bench.gc.contest.Assignment;
import io.mooring.bench.gc.contest.Assignment.Task;
import io.mooring.bench.gc.contest.Contestant;
import io.mooring.bench.gc.contest.CopySample;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How fast SemiSpace copies objects of 40 bytes with four references, over memcpy of as many bytes. */
public final class CopyRate {
    /** Heap over live: the live objects twice, the two blocks of the plain copy, and air. */
    private static final int HEAP_OVER_LIVE = 6;
    private static final int SAMPLES_PER_ROUND = 5;

    private CopyRate() {}

    /** Ratios of rates; above 1 the collector would be faster than memcpy. */
    public static Spread run(Scale scale, Path folder) {
        long live = Workload.QUADS.liveBytes(scale.quadsDepth());
        Assignment assignment = new Assignment(Task.COPY, Workload.QUADS, scale.quadsDepth(), "SemiSpace", HEAP_OVER_LIVE * live, 0, 0);
        List<Double> ratios = new ArrayList<>();
        try (Contestant contestant = Contestant.worker(assignment, folder)) {
            for (int i = 0; i < scale.warmUps(); i++) contestant.run(CopySample.class);
            for (int i = 0; i < SAMPLES_PER_ROUND * scale.rounds(); i++) ratios.add(contestant.run(CopySample.class).copyOverMemcpy());
        }
        return Spread.of(ratios);
    }
}
