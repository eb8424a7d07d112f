package io.mooring.bench.gc.contest;

/**
 * What a run of a program took.
 *
 * @param exhausted         the heap was too small; the other figures mean nothing then
 * @param nanos             wall time
 * @param cpuNanos          processor time of the program's thread, where it is known
 * @param collectorCpuNanos processor time of the collector, where it is known
 * @param collectorNanos    wall time of the collections, where it is known
 * @param minor             minor collections
 * @param major             major collections
 */
public record RunSample(boolean exhausted, long nanos, long cpuNanos, long collectorCpuNanos, long collectorNanos, long minor, long major) {
    /** Wall time without collections. */
    public long mutatorNanos() {
        return nanos - collectorNanos;
    }

    static RunSample outOfMemory() {
        return new RunSample(true, 0, 0, 0, 0, 0, 0);
    }
}
