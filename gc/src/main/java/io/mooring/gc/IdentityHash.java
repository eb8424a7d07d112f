package io.mooring.gc;

/**
 * The hash of an object without regard to its contents: derived from where, and when, it was first asked for. The address alone would
 * not do: the nursery hands out the same addresses after each collection.
 */
public final class IdentityHash {
    /** 2^64 divided by the golden ratio: spreads addresses that differ in few bits (Knuth's multiplicative hashing). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    /** Keeps the hash within 62 bits, so that it is a non-negative immediate. */
    private static final int UNUSED_BITS = 2;

    private IdentityHash() {}

    /** @param seed the plan's {@link io.mooring.gc.plan.Plan#hashSeed} of the object */
    public static long of(@Ref long object, long seed) {
        long mixed = ((object >>> 3) + seed * GOLDEN) * GOLDEN;
        return (mixed ^ (mixed >>> Integer.SIZE)) >>> UNUSED_BITS;
    }
}
