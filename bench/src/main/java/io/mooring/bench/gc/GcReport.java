package io.mooring.bench.gc;

import io.mooring.bench.TextTable;
import io.mooring.bench.gc.contest.PauseSample;
import io.mooring.bench.gc.figure.Scale;
import io.mooring.bench.gc.figure.SpaceTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run of {@code mooring gc} found; its components are the names in the JSON. A figure that was not measured, because nobody asked or
 * because a peer or plan is missing, is null. Figures with several measurements are medians.
 *
 * @param collectionsError         difference of SemiSpace's collections from allocated / (heap / 2 - live), as a share
 * @param minHeapOverLive          smallest heap that completes over live bytes, by plan, on quads
 * @param copyOverMemcpy           rate of a copying collection over memcpy
 * @param genCopyOverSerialGcCpu   processor time of the collector, GenCopy over HotSpot's Serial with Java objects
 * @param genCopyOverSemiSpaceGcCpu the same over SemiSpace
 * @param fullCollectionsRatioAt2x full collections of SemiSpace over those of GenCopy
 * @param binaryTreesOverSerial    time of a whole run over HotSpot's Serial with Java objects
 * @param binaryTreesOverBoehm     the same over C with Boehm's collector
 * @param binaryTreesOverMalloc    the same over C with malloc and free
 * @param binaryTreesOverPypy      the same over PyPy
 * @param barrierOverheadMean      what the generational barrier adds to the time of a program, geometric mean, as a share
 * @param barrierOverheadWorst     the same of the program where it is most
 * @param incrementalP999Ms        99.9th percentile of the pauses on Incremental, in milliseconds
 * @param javaBytesPerCollection   bytes that a collection allocates on the Java heap
 * @param ranges                   least and most of the measurements behind a median
 * @param minHeapByWorkload        smallest heaps by program and plan
 * @param barrierOverhead          the barrier's share by program
 * @param pauses                   pauses and utilisation by plan
 * @param timeOverSpace            time of whole runs by heap size
 * @param notes                    who is missing, and what else a reader must know
 * @param run                      how it was measured
 */
public record GcReport(
        Double collectionsError,
        Map<String, Double> minHeapOverLive,
        Double copyOverMemcpy,
        Double genCopyOverSerialGcCpu,
        Double genCopyOverSemiSpaceGcCpu,
        Double fullCollectionsRatioAt2x,
        Double binaryTreesOverSerial,
        Double binaryTreesOverBoehm,
        Double binaryTreesOverMalloc,
        Double binaryTreesOverPypy,
        Double barrierOverheadMean,
        Double barrierOverheadWorst,
        Double incrementalP999Ms,
        Double javaBytesPerCollection,
        Map<String, Double[]> ranges,
        Map<String, Map<String, Double>> minHeapByWorkload,
        Map<String, Double> barrierOverhead,
        Map<String, PauseSample> pauses,
        List<SpaceTime.Point> timeOverSpace,
        List<String> notes,
        Run run) {

    static final String COLLECTIONS_ERROR = "collectionsError";
    static final String COPY_OVER_MEMCPY = "copyOverMemcpy";
    static final String GEN_COPY_OVER_SERIAL = "genCopyOverSerialGcCpu";
    static final String GEN_COPY_OVER_SEMI_SPACE = "genCopyOverSemiSpaceGcCpu";
    static final String FULL_COLLECTIONS_RATIO = "fullCollectionsRatioAt2x";
    static final String TREES_OVER_SERIAL = "binaryTreesOverSerial";
    static final String TREES_OVER_BOEHM = "binaryTreesOverBoehm";
    static final String TREES_OVER_MALLOC = "binaryTreesOverMalloc";
    static final String TREES_OVER_PYPY = "binaryTreesOverPypy";
    static final String BARRIER_MEAN = "barrierOverheadMean";
    static final String BARRIER_WORST = "barrierOverheadWorst";
    static final String INCREMENTAL_P999 = "incrementalP999Ms";
    static final String JAVA_BYTES = "javaBytesPerCollection";

    /**
     * How it was measured.
     *
     * @param figures    groups that were asked for
     * @param scale      sizes and repetitions
     * @param seconds    how long it took
     * @param jdk        version of the JVM
     * @param processors processors of the machine
     */
    public record Run(List<String> figures, Scale scale, double seconds, String jdk, int processors) {}

    /** The report as people read it: the figures beside what they must be, then those with parts. */
    public List<String> lines() {
        TextTable table = new TextTable("figure", "must be", "measured", "range");
        row(table, COLLECTIONS_ERROR, "<= 0.02", collectionsError);
        row(table, COPY_OVER_MEMCPY, ">= 0.3", copyOverMemcpy);
        row(table, GEN_COPY_OVER_SERIAL, "<= 1.5", genCopyOverSerialGcCpu);
        row(table, GEN_COPY_OVER_SEMI_SPACE, "<= 0.3", genCopyOverSemiSpaceGcCpu);
        row(table, FULL_COLLECTIONS_RATIO, ">= 5", fullCollectionsRatioAt2x);
        row(table, TREES_OVER_SERIAL, "<= 1.25", binaryTreesOverSerial);
        row(table, TREES_OVER_BOEHM, "< 1", binaryTreesOverBoehm);
        row(table, TREES_OVER_MALLOC, "< 1", binaryTreesOverMalloc);
        row(table, TREES_OVER_PYPY, "< 1", binaryTreesOverPypy);
        row(table, BARRIER_MEAN, "<= 0.02", barrierOverheadMean);
        row(table, BARRIER_WORST, "<= 0.06", barrierOverheadWorst);
        row(table, INCREMENTAL_P999, "<= 10", incrementalP999Ms);
        row(table, JAVA_BYTES, "0", javaBytesPerCollection);
        List<String> lines = new ArrayList<>(table.lines());
        if (minHeapByWorkload != null) smallestHeapLines(lines);
        if (barrierOverhead != null) barrierLines(lines);
        if (pauses != null) pauseLines(lines);
        if (timeOverSpace != null && !timeOverSpace.isEmpty()) curveLines(lines);
        lines.add("");
        lines.add("Medians of %d rounds in turn, with range; %.0f s, JDK %s, %d processors.".formatted(run.scale.rounds(), run.seconds, run.jdk, run.processors));
        notes.forEach(note -> lines.add("  note: " + note));
        return lines;
    }

    private void row(TextTable table, String name, String must, Double value) {
        Double[] range = ranges.get(name);
        table.row(name, must, number(value), range == null ? "" : number(range[0]) + ".." + number(range[1]));
    }

    private void smallestHeapLines(List<String> lines) {
        TextTable table = new TextTable("smallest heap over live", "plan", "heap / live");
        minHeapByWorkload.forEach((workload, byPlan) -> byPlan.forEach((plan, value) -> table.row(workload, plan, number(value))));
        add(lines, table);
    }

    private void barrierLines(List<String> lines) {
        TextTable table = new TextTable("barrier", "overhead", "range");
        barrierOverhead.forEach((workload, value) -> {
            Double[] range = ranges.get("barrierOverhead." + workload);
            table.row(workload, number(value), number(range[0]) + ".." + number(range[1]));
        });
        add(lines, table);
    }

    private void pauseLines(List<String> lines) {
        TextTable table = new TextTable("pauses", "live MB", "stops", "median ms", "99 % ms", "99.9 % ms", "longest ms", "minor", "major");
        pauses.forEach((plan, it) -> table.row(plan, "%.0f".formatted(it.liveBytes() / 1e6), Long.toString(it.pauses()), number(it.p50Millis()),
                number(it.p99Millis()), number(it.p999Millis()), number(it.maxMillis()), Long.toString(it.minor()), Long.toString(it.major())));
        add(lines, table);
        TextTable windows = new TextTable("utilisation", "window ms", "program's share");
        pauses.forEach((plan, it) -> it.utilisation().forEach(window -> windows.row(plan, number(window.millis()), number(window.utilisation()))));
        add(lines, windows);
    }

    private void curveLines(List<String> lines) {
        TextTable table = new TextTable("time over space", "plan", "heap / live", "run ms", "program ms", "collector CPU ms", "minor", "major", "runs");
        timeOverSpace.forEach(it -> {
            if (it.missing() != null) table.row(it.workload(), it.plan(), number(it.heapOverLive()), "-", "-", "-", "-", "-", it.missing());
            else table.row(it.workload(), it.plan(), number(it.heapOverLive()), number(it.millis()), number(it.mutatorMillis()),
                    number(it.collectorCpuMillis()), it.minor().toString(), it.major().toString(), Integer.toString(it.runs()));
        });
        add(lines, table);
    }

    private static void add(List<String> lines, TextTable table) {
        lines.add("");
        lines.addAll(table.lines());
    }

    private static String number(Double value) {
        if (value == null) return "-";
        return (Math.abs(value) < 10 ? "%.3f" : "%.1f").formatted(value);
    }
}
