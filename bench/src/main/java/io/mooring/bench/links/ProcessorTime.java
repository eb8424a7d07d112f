package io.mooring.bench.links;

import java.lang.management.ManagementFactory;

/**
 * The clock by which costs are measured: processor time of the running thread, which collects itself and waits for nobody. On an idle machine
 * it goes as the clock on the wall does; on a shared one it stands still while others run. Reading it takes some 300 nanoseconds.
 */
public final class ProcessorTime {
    private ProcessorTime() {}

    /** Nanoseconds since some moment. */
    public static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
