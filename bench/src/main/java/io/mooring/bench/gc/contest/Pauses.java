package io.mooring.bench.gc.contest;

import java.util.Arrays;

/** Stops of a program as intervals of time, in order, without overlap. */
final class Pauses {
    /**
     * Nanoseconds from which on a step of a program counts as a stop: a step takes about a microsecond, a hundredth of a pause goal of ten
     * milliseconds is a hundred.
     */
    static final long LEAST_NANOS = 100_000;

    private long[] starts = new long[1 << 16];
    private long[] ends = new long[1 << 16];
    private int count;

    /** Adds a stop that begins after all others have ended. */
    void add(long start, long end) {
        assert count == 0 || start >= ends[count - 1] : start + " before " + ends[count - 1];
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    int count() {
        return count;
    }

    long nanos(int index) {
        return ends[index] - starts[index];
    }

    /** Nanoseconds of all stops. */
    long total() {
        return stoppedIn(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Nanoseconds of the part of the stops that lies between two points in time. */
    private long stoppedIn(long from, long to) {
        int first = Arrays.binarySearch(ends, 0, count, from);
        long stopped = 0;
        for (int i = first < 0 ? -first - 1 : first; i < count && starts[i] < to; i++) {
            stopped += Math.min(ends[i], to) - Math.max(starts[i], from);
        }
        return stopped;
    }

    /**
     * The least share of any window of that length, within a run from {@code begin} to {@code end}, that the program had. The worst window
     * begins where a stop begins, or ends where one ends: shifting any other towards a stop does not make it better.
     */
    double leastUtilisation(long begin, long end, long window) {
        if (window <= 0 || window > end - begin) throw new IllegalArgumentException("a window of " + window + " ns in a run of " + (end - begin) + " ns");
        long worst = 0;
        for (int i = 0; i < count; i++) {
            long fromStart = Math.min(Math.max(starts[i], begin), end - window);
            long toEnd = Math.max(Math.min(ends[i], end), begin + window);
            worst = Math.max(worst, stoppedIn(fromStart, fromStart + window));
            worst = Math.max(worst, stoppedIn(toEnd - window, toEnd));
        }
        return 1 - (double) worst / window;
    }
}
