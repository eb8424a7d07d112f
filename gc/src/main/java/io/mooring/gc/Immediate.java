package io.mooring.gc;

/**
 * A small integer that lives in the slot itself: the low bit is 1 and the upper 63 bits are the value.
 *
 * <pre>
 *   63                                        1   0
 *   |  value, two's complement, 63 bits         | 1 |
 * </pre>
 *
 * Objects are 8-byte aligned, so an address never has the low bit set. An immediate is never allocated, traced or linked.
 */
public final class Immediate {
    /** The bit that tells an immediate from an address. */
    public static final long TAG = 1L;
    private static final int SHIFT = 1;

    public static final long MIN_VALUE = Long.MIN_VALUE >> SHIFT;
    public static final long MAX_VALUE = Long.MAX_VALUE >> SHIFT;

    /** The reference word 0: no object at all. */
    public static final @Ref long NULL = 0L;

    private Immediate() {}

    public static boolean fits(long value) {
        return value >= MIN_VALUE && value <= MAX_VALUE;
    }

    /** The immediate of a value that {@link #fits}. */
    public static @Ref long of(long value) {
        assert fits(value) : "an immediate holds " + MIN_VALUE + ".." + MAX_VALUE + ", not " + value;
        return (value << SHIFT) | TAG;
    }

    public static boolean is(@Ref long ref) {
        return (ref & TAG) != 0;
    }

    public static long value(@Ref long immediate) {
        return immediate >> SHIFT;
    }

    /** Whether the word names an object: neither null nor an immediate. One comparison: rotated, an immediate is negative, and null is 0. */
    public static boolean isObject(@Ref long ref) {
        return Long.rotateRight(ref, SHIFT) > NULL;
    }

    /** The word itself if it names an object, else 0; without a branch, for who asks of many words whether any names one. */
    public static @Ref long objectOrNull(@Ref long ref) {
        return ref & (ref & TAG) - 1;
    }
}
