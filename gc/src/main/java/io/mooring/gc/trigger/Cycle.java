package io.mooring.gc.trigger;

/**
 * What happened from the end of one major collection to the end of the next, which is about to end now. A heap has one and fills it
 * anew, so that asking a trigger allocates nothing.
 */
public final class Cycle {
    private final double reserveFactor;
    private long liveBytes;
    private long nativeBytes;
    private long allocatedBytes;
    private long majorNanos;
    private long collectorNanos;
    private long programNanos;

    /** @param reserveFactor bytes of heap that a live byte needs under the plan, see {@link io.mooring.gc.plan.Traits#reserveFactor} */
    public Cycle(double reserveFactor) {
        this.reserveFactor = reserveFactor;
    }

    /** Sets what the cycle that ends leaves behind, and what was allocated in it. */
    public void setBytes(long live, long reported, long allocated) {
        liveBytes = live;
        nativeBytes = reported;
        allocatedBytes = allocated;
    }

    /** Sets what the cycle that ends took. */
    public void setNanos(long major, long collector, long program) {
        majorNanos = major;
        collectorNanos = collector;
        programNanos = program;
    }

    public double reserveFactor() {
        return reserveFactor;
    }

    /** Bytes of objects that survived the major collection, without any reserve. */
    public long liveBytes() {
        return liveBytes;
    }

    /** Bytes outside the heap that the embedder reported and has not returned, without those that it is expected to return now. */
    public long nativeBytes() {
        return nativeBytes;
    }

    /** Live bytes in the heap and outside it. */
    public long totalBytes() {
        return liveBytes + nativeBytes;
    }

    /** Bytes allocated in the cycle, in the heap and, as far as the embedder reported it, outside. */
    public long allocatedBytes() {
        return allocatedBytes;
    }

    /** Nanoseconds of processor time that the major collection took. */
    public long majorNanos() {
        return majorNanos;
    }

    /** Nanoseconds of processor time that the collector took in the cycle, minor collections included. */
    public long collectorNanos() {
        return collectorNanos;
    }

    /** Nanoseconds that the program ran in the cycle. */
    public long programNanos() {
        return programNanos;
    }
}
