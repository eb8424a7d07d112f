package io.mooring.gc.trigger;

/**
 * Decides how large a heap may grow before its next major collection. Sees numbers, never objects. A trigger is an option: it has no
 * state, and makes one {@link Sizer} for each heap.
 */
public interface Trigger {
    /** The sizer of a heap of at most {@code maxBytes} bytes. */
    Sizer sizer(long maxBytes);

    /** A trigger at work for one heap. */
    interface Sizer {
        /** Bytes the heap may use before its first major collection. */
        long firstLimit();

        /** Bytes the heap may use until the next major collection; the heap keeps within its maximum whatever this returns. */
        long limitAfter(Cycle cycle);
    }
}
