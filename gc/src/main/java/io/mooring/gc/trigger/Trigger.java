package io.mooring.gc.trigger;

/** Decides how large the heap may grow before the next major collection. Sees numbers, never objects. */
public interface Trigger {
    /** Bytes the heap may use before its first major collection. */
    long firstLimit(long maxBytes);

    /**
     * Bytes the heap may use until the next major collection.
     *
     * @param liveBytes bytes that survived the major collection that just ended, without any reserve
     * @param maxBytes  never exceeded, whatever this returns
     */
    long limitAfter(long liveBytes, long maxBytes);
}
