package io.mooring.bench.gc.contest;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Adds up wall time and this thread's processor time over stretches of work; of the two, processor time suffers less from other programs. */
final class Stopwatch {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long nanos;
    private long cpuNanos;

    void start() {
        cpuNanos -= threads.getCurrentThreadCpuTime();
        nanos -= System.nanoTime();
    }

    void stop() {
        nanos += System.nanoTime();
        cpuNanos += threads.getCurrentThreadCpuTime();
    }

    long nanos() {
        return nanos;
    }

    long cpuNanos() {
        return cpuNanos;
    }
}
