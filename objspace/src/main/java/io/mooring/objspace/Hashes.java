package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import java.math.BigInteger;

/**
 * Python's hash functions. Numbers hash by their value modulo the prime 2^61 - 1, so that equal numbers of different types have equal
 * hashes; the modulus and the special values are those of sys.hash_info. -1 is never a hash: the C API uses it for errors.
 */
final class Hashes {
    /** Bits of the modulus. */
    private static final int BITS = 61;
    /** The Mersenne prime modulo which numbers hash. */
    static final long MODULUS = (1L << BITS) - 1;
    private static final BigInteger BIG_MODULUS = BigInteger.valueOf(MODULUS);
    static final long INFINITY = 314159;
    static final long IMAGINARY = 1000003;
    /** What takes the place of -1. */
    private static final long REPLACEMENT = -2;

    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_BIAS = 1075;

    /** Odd constants with mixed bits for strings, from the fractions of the square roots of 2, 3 and 5. */
    private static final long SEED = 0x6A09_E667_F3BC_C909L;
    private static final long FIRST_FACTOR = 0xBB67_AE85_84CA_A73BL;
    private static final long SECOND_FACTOR = 0x3C6E_F372_FE94_F82BL | 1;

    /** The primes of xxHash64 that tuples combine with, as CPython does. */
    private static final long PRIME_1 = 0x9E37_79B1_85EB_CA87L;
    private static final long PRIME_2 = 0xC2B2_AE3D_27D4_EB4FL;
    private static final long PRIME_5 = 0x27D4_EB2F_1656_67C5L;
    private static final int TUPLE_ROTATION = 31;
    private static final long EMPTY_SALT = 3527539L;

    private Hashes() {}

    static long notMinusOne(long hash) {
        return hash == -1 ? REPLACEMENT : hash;
    }

    static long ofLong(long value) {
        long magnitude = value == Long.MIN_VALUE ? Long.remainderUnsigned(value, MODULUS) : Math.abs(value) % MODULUS;
        return notMinusOne(value < 0 ? -magnitude : magnitude);
    }

    static long of(BigInteger value) {
        long magnitude = value.abs().mod(BIG_MODULUS).longValueExact();
        return notMinusOne(value.signum() < 0 ? -magnitude : magnitude);
    }

    /** The hash of a float; not for NaN, which hashes by identity. */
    static long ofDouble(double value) {
        if (Double.isInfinite(value)) return value > 0 ? INFINITY : -INFINITY;
        if (value == (long) value && value != Long.MAX_VALUE) return ofLong((long) value);
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
        long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << MANTISSA_BITS;
        long magnitude = rotate(mantissa, Math.floorMod(exponent - EXPONENT_BIAS, BITS));
        return notMinusOne(value < 0 ? -magnitude : magnitude);
    }

    /** {@code value * 2^count} modulo the prime, for a value below it. */
    private static long rotate(long value, int count) {
        return (value << count & MODULUS | value >>> BITS - count) % MODULUS;
    }

    /** The hash of raw bytes that lie in an object from an aligned offset on and are padded with zeros to a multiple of 8. Never 0. */
    static long ofRaw(Heap heap, @Ref long object, int offset, long bytes) {
        long hash = SEED ^ bytes * SECOND_FACTOR;
        for (long at = 0; at < bytes; at += Long.BYTES) {
            long word = heap.readWord(object, offset + at) ^ hash;
            hash = (word * FIRST_FACTOR ^ Math.multiplyHigh(word, FIRST_FACTOR)) + SECOND_FACTOR;
        }
        hash = (hash ^ hash >>> 32) * FIRST_FACTOR;
        hash ^= hash >>> 29;
        return hash == 0 ? 1 : notMinusOne(hash);
    }

    // ---- tuples: start, combine each item, end ---------------------------------------------------------------------------------------

    static long tupleStart() {
        return PRIME_5;
    }

    static long tupleItem(long accumulated, long itemHash) {
        return Long.rotateLeft(accumulated + itemHash * PRIME_2, TUPLE_ROTATION) * PRIME_1;
    }

    static long tupleEnd(long accumulated, long length) {
        long hash = accumulated + (length ^ PRIME_5 ^ EMPTY_SALT);
        return hash == -1 ? 1546275796L : hash;
    }
}
