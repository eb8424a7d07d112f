package io.mooring.bench.gc.figure;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.Spread;
import io.mooring.bench.gc.contest.Assignment;
import io.mooring.bench.gc.contest.Contest;
import io.mooring.bench.gc.contest.Contestant;
import io.mooring.bench.gc.contest.RunSample;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;

/**
 * What the collector costs on quads: GenCopy against HotSpot's Serial with Java objects and against SemiSpace, and how many full
 * collections the nursery saves.
 *
 * <p>All have a heap of four times what lives on Mooring's heap, 40 bytes a quad; a quad of HotSpot's has 32 bytes, so that Serial has more
 * room. GenCopy's nursery is a quarter of the heap, which is what Serial's eden has by default.
 */
public final class QuadsContest {
    private static final double HEAP_OVER_LIVE = 4;
    /**
     * Heap over live where full collections are counted. Twice what lives is not enough for a plan that copies everything; this is as near
     * as both complete with a little air.
     */
    private static final double TIGHT_HEAP_OVER_LIVE = 2.2;
    private static final int TIGHT_DEPTH = 9;
    private static final int NURSERY_SHARE = 4;

    private enum Side {
        GEN_COPY,
        SEMI_SPACE,
        SERIAL
    }

    private final Scale scale;
    private final Path folder;

    public QuadsContest(Scale scale, Path folder) {
        this.scale = scale;
        this.folder = folder;
    }

    /**
     * The ratios of collector processor time.
     *
     * @param overSerial    GenCopy over Serial
     * @param overSemiSpace GenCopy over SemiSpace
     */
    public record Cpu(Spread overSerial, Spread overSemiSpace) {}

    public Cpu cpu() {
        int depth = scale.quadsDepth();
        long heapBytes = (long) (Workload.QUADS.liveBytes(depth) * HEAP_OVER_LIVE);
        try (Contest<Side> contest = new Contest<>()) {
            contest.with(Side.GEN_COPY, Contestant.worker(Assignment.whole(Workload.QUADS, depth, "GenCopy", heapBytes, heapBytes / NURSERY_SHARE), folder));
            contest.with(Side.SEMI_SPACE, Contestant.worker(Assignment.whole(Workload.QUADS, depth, "SemiSpace", heapBytes, 0), folder));
            contest.with(Side.SERIAL, Contestant.worker(Assignment.java(Workload.QUADS, depth, heapBytes), folder));
            contest.run(_ -> scale.warmUps(), scale.rounds());
            return new Cpu(
                    contest.ratio(Side.GEN_COPY, Side.SERIAL, RunSample::collectorCpuNanos),
                    contest.ratio(Side.GEN_COPY, Side.SEMI_SPACE, RunSample::collectorCpuNanos));
        }
    }

    /** Full collections of SemiSpace over those of GenCopy in a tight heap; a GenCopy that needs none counts as one. */
    public double fullCollectionsRatio() {
        return (double) fullCollections("SemiSpace") / Math.max(1, fullCollections("GenCopy"));
    }

    private long fullCollections(String plan) {
        long heapBytes = (long) (Workload.QUADS.liveBytes(TIGHT_DEPTH) * TIGHT_HEAP_OVER_LIVE);
        try (Contestant contestant = Contestant.worker(Assignment.whole(Workload.QUADS, TIGHT_DEPTH, plan, heapBytes, 0), folder)) {
            RunSample sample = contestant.run(RunSample.class);
            if (sample.exhausted()) throw new CommandFailed(plan + " cannot run quads in " + heapBytes + " bytes");
            return sample.major();
        }
    }
}
