package io.mooring.bench.gc.contest;

import java.util.List;

/**
 * How long a program was stopped while it worked.
 *
 * @param liveBytes   bytes that were alive when the run began
 * @param seconds     how long the run took
 * @param pauses      stops of at least {@link Pauses#LEAST_NANOS}
 * @param p50Millis   their median
 * @param p99Millis   99th percentile of the stops
 * @param p999Millis  99.9th percentile
 * @param maxMillis   the longest
 * @param p999CpuMillis 99.9th percentile of the processor time of the collector's own pauses: what is left when the machine is busy
 * @param stoppedShare share of the run in which the program was stopped
 * @param minor       minor collections
 * @param major       major collections
 * @param utilisation the program's share of the worst window of each length
 */
public record PauseSample(
        long liveBytes, double seconds, long pauses, double p50Millis, double p99Millis, double p999Millis, double maxMillis, double p999CpuMillis,
        double stoppedShare, long minor, long major, List<Window> utilisation) {

    /**
     * The worst window of a length (minimum mutator utilisation, Cheng and Blelloch 2001).
     *
     * @param millis      length of the window
     * @param utilisation least share of such a window that the program had
     */
    public record Window(double millis, double utilisation) {}
}
