package io.mooring.gc;

/** The hash of an object without regard to its contents: derived from the address at which it was first asked for. */
public final class IdentityHash {
    /** 2^64 divided by the golden ratio: spreads addresses that differ in few bits (Knuth's multiplicative hashing). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    /** Keeps the hash within 62 bits, so that it is a non-negative immediate. */
    private static final int UNUSED_BITS = 2;

    private IdentityHash() {}

    public static long ofAddress(@Ref long object) {
        return ((object >>> 3) * GOLDEN) >>> UNUSED_BITS;
    }
}
