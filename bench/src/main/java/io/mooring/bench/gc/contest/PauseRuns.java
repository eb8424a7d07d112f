package io.mooring.bench.gc.contest;

import io.mooring.bench.gc.work.Program;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long a program is stopped, as it sees it itself: it looks at the clock after each of its steps, which take about a microsecond. A
 * step that takes much longer was stopped, by the collector or by whatever else; no collector can call its pauses something else.
 */
final class PauseRuns implements Station {
    private static final double[] WINDOW_MILLIS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000};
    private static final int SIGNIFICANT_DIGITS = 3;
    /** A run without any major collection ends after so many times its time. */
    private static final int LONGEST_RUN = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Heap heap;
    private final Program program;
    private final long runNanos;
    private final long liveBytes;
    private final Histogram collectorCpu = new Histogram(SIGNIFICANT_DIGITS);

    PauseRuns(Assignment assignment) {
        heap = Heap.open(WholeRuns.options(assignment));
        program = assignment.workload().on(heap, assignment.size());
        runNanos = TimeUnit.MILLISECONDS.toNanos(assignment.millis());
        program.build();
        heap.collect(CollectionKind.MAJOR);
        liveBytes = heap.usedBytes();
        heap.listen(new HeapListener() {
            @Override
            public void collectionEnds(CollectionReport report) {
                collectorCpu.recordValue(report.cpuNanos());
            }
        });
    }

    @Override
    public PauseSample run() {
        long collections = heap.collections();
        long minor = heap.minorCollections();
        collectorCpu.reset();
        Pauses pauses = new Pauses();
        long begin = System.nanoTime();
        long end = work(begin, pauses);
        program.check();
        long minorNow = heap.minorCollections() - minor;
        Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        for (int i = 0; i < pauses.count(); i++) histogram.recordValue(pauses.nanos(i));
        return new PauseSample(
                liveBytes, (end - begin) / 1e9, pauses.count(), millis(histogram, 50), millis(histogram, 99), millis(histogram, 99.9),
                histogram.getMaxValue() / NANOS_PER_MILLI, millis(collectorCpu, 99.9), (double) pauses.total() / (end - begin), minorNow, heap.collections() - collections - minorNow,
                utilisation(pauses, begin, end));
    }

    private long major() {
        return heap.collections() - heap.minorCollections();
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** Works until the time is over and a major collection has ended, and notes the stops; answers when it stopped working. */
    private long work(long begin, Pauses pauses) {
        long majorBefore = major();
        long before = begin;
        while (before - begin < runNanos || (major() == majorBefore && before - begin < LONGEST_RUN * runNanos)) {
            program.step();
            long now = System.nanoTime();
            if (now - before >= Pauses.LEAST_NANOS) pauses.add(before, now);
            before = now;
        }
        return before;
    }

    private static List<PauseSample.Window> utilisation(Pauses pauses, long begin, long end) {
        List<PauseSample.Window> windows = new ArrayList<>();
        for (double millis : WINDOW_MILLIS) {
            long nanos = (long) (millis * NANOS_PER_MILLI);
            if (nanos <= end - begin) windows.add(new PauseSample.Window(millis, pauses.leastUtilisation(begin, end, nanos)));
        }
        return windows;
    }

    @Override
    public void close() {
        program.close();
        heap.close();
    }
}
