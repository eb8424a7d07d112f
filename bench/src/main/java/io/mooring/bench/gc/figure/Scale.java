package io.mooring.bench.gc.figure;

import io.mooring.bench.gc.work.Workload;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How much is measured, and how often. A quick run measures the same things as a long one; it repeats them less often, and leaves out the
 * curves.
 *
 * @param rounds            measurements per ratio; medians count
 * @param warmUps           runs of each process before the first that counts
 * @param countedCollections collections that are compared with the number expected
 * @param smallHeapBytes    live bytes where the smallest heap is searched
 * @param smallHeapWorkloads programs for which it is searched; the first gives the figure
 * @param quadsDepth        depth of the live tree of quads, see {@link Workload#QUADS}
 * @param treesDepth        depth of the binary tree that lives
 * @param treesHeapBytes    heap for the binary trees
 * @param barrierNurseryBytes nursery in which programs run without collections
 * @param barrierForks      times that the pairs of processes are started anew: two compilations of the same code differ by some percent
 * @param pausesLiveBytes   live bytes while pauses are measured
 * @param pausesMillis      how long they are measured
 * @param otherPlansToo     whether pauses are measured on other plans than the incremental one too
 * @param curveLiveBytes    live bytes for the curve of time over space
 * @param curveWorkloads    programs of that curve
 * @param curveMultiples    heap sizes of that curve, as multiples of what lives
 * @param curvePointSeconds how long a point of that curve may take, all its runs together
 */
public record Scale(
        int rounds, int warmUps, int countedCollections, long smallHeapBytes, List<Workload> smallHeapWorkloads, int quadsDepth, int treesDepth,
        long treesHeapBytes, long barrierNurseryBytes, int barrierForks, long pausesLiveBytes, long pausesMillis, boolean otherPlansToo,
        long curveLiveBytes, Set<Workload> curveWorkloads, List<Double> curveMultiples, long curvePointSeconds) {

    private static final long MIB = 1L << 20;

    /** Two minutes at most on two cores. */
    public static Scale quick() {
        return new Scale(
                3, 3, 150, 4 * MIB, List.of(Workload.QUADS), 10, 18, 128 * MIB, 16 * MIB, 1, 1024 * MIB, 8000, false, 0,
                EnumSet.noneOf(Workload.class), List.of(), 0);
    }

    /** Everything, as often as medians ask for. */
    public static Scale full() {
        return new Scale(
                9, 5, 500, 16 * MIB, List.of(Workload.QUADS, Workload.GRAPH, Workload.FRAGMENTATION), 10, 18, 128 * MIB, 64 * MIB, 3, 1024 * MIB, 60_000, true,
                16 * MIB, EnumSet.of(Workload.QUADS, Workload.LRU_MAP, Workload.GRAPH), List.of(1.25, 1.5, 2.0, 2.25, 2.5, 3.0, 4.0, 5.0, 6.0), 5);
    }
}
