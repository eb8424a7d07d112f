package io.mooring.bench.gc.figure;

import io.mooring.bench.Spread;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.gc.contest.Assignment;
import io.mooring.bench.gc.contest.Contest;
import io.mooring.bench.gc.contest.Contestant;
import io.mooring.bench.gc.contest.RunSample;
import io.mooring.bench.gc.contest.TreePeers;
import io.mooring.bench.gc.work.Workload;
import java.util.List;

/**
 * Binary trees, whole runs in warm processes: GenCopy against HotSpot's Serial with Java objects in a heap of the same size, malloc and
 * Boehm's collector in C, and PyPy. A node has 24 bytes on Mooring's heap and on HotSpot's, 16 in C.
 */
public final class TreesContest {
    /** Mooring's nursery is this share of the heap, 8 of 128 MB: fewer collections than with the default, and not yet the memory's speed. Serial's eden is 27 %. */
    private static final int NURSERY_SHARE = 16;

    private enum Side {
        MOORING,
        SERIAL,
        MALLOC,
        BOEHM,
        PYPY
    }

    private TreesContest() {}

    /**
     * Time of a whole run of Mooring over that of the others; null where one is missing.
     *
     * @param notes who is missing, and why
     */
    public record Result(Spread overSerial, Spread overMalloc, Spread overBoehm, Spread overPypy, List<String> notes) {}

    /** Runs the contest; programs in C are compiled in the workshop. */
    public static Result run(Scale scale, Workshop workshop, Progress progress) {
        progress.say("binary trees: GenCopy, HotSpot Serial, malloc, Boehm, PyPy");
        int depth = scale.treesDepth();
        long heapBytes = scale.treesHeapBytes();
        TreePeers peers = new TreePeers(workshop, depth, heapBytes);
        try (Contest<Side> contest = new Contest<>()) {
            contest.with(Side.MOORING, Contestant.worker(Assignment.whole(Workload.BINARY_TREES, depth, "GenCopy", heapBytes, heapBytes / NURSERY_SHARE), workshop.folder()));
            contest.with(Side.SERIAL, Contestant.worker(Assignment.java(Workload.BINARY_TREES, depth, heapBytes), workshop.folder()));
            contest.with(Side.MALLOC, peers.malloc());
            contest.with(Side.BOEHM, peers.boehm());
            contest.with(Side.PYPY, peers.pypy());
            contest.run(side -> warmUps(side, scale), scale.rounds());
            return new Result(over(contest, Side.SERIAL), over(contest, Side.MALLOC), over(contest, Side.BOEHM), over(contest, Side.PYPY), peers.notes());
        }
    }

    /** C needs no warm-up, and PyPy is warm after its first run, which takes seconds. */
    private static int warmUps(Side side, Scale scale) {
        return switch (side) {
            case MOORING, SERIAL -> scale.warmUps();
            case MALLOC, BOEHM -> 0;
            case PYPY -> 1;
        };
    }

    private static Spread over(Contest<Side> contest, Side other) {
        return contest.ratio(Side.MOORING, other, RunSample::nanos);
    }
}
