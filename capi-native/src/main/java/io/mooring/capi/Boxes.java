package io.mooring.capi;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.objspace.ObjSpace;
import java.math.BigInteger;

/**
 * Values that cross in a box: int, float and complex become a fresh PyObject each time, which is never linked, and become a value again when they come back.
 *
 * <p>A box is born with count 1, which its receiver owns. If that is still its count when it is dropped, the block returns to its free list without a call
 * to C. An int is stored as CPython stores it: digits of 30 bits, the lowest first; the sign is that of {@code ob_size}, its digits are counted there.
 */
final class Boxes {
    private static final int DIGIT_BITS = 30;
    private static final long DIGIT_MASK = (1L << DIGIT_BITS) - 1;
    /** Bytes of a digit. */
    private static final int DIGIT_BYTES = Integer.BYTES;
    /** Magnitudes of two digits; these fit into an immediate. */
    private static final long TWO_DIGITS = 1L << 2 * DIGIT_BITS;
    private static final int SMALL_INT_CLASS = CMemory.sizeClass(intBytes(2));
    private static final int FLOAT_CLASS = CMemory.sizeClass(CLayout.PyFloatObject.SIZE);

    /** The ints that C keeps ready as immortal statics, as CPython does; they cross without a box. */
    private static final long FIRST_READY = -5;
    private static final long LAST_READY = 256;

    private final ObjSpace space;
    private final CMemory memory;
    /** Where the ready-made 0 would be if they began there, and the bytes from each to the next. */
    private final long readyZero;
    private final long readyBytes;
    private final long longType;
    private final long floatType;
    private final long complexType;

    Boxes(ObjSpace space, CMemory memory, CTypes types, NativeLibrary library) {
        this.space = space;
        this.memory = memory;
        long fromLong = library.symbol("PyLong_FromLong");
        this.readyZero = NativeLinker.call(fromLong, 0);
        this.readyBytes = NativeLinker.call(fromLong, 1) - readyZero;
        if (NativeLinker.call(fromLong, FIRST_READY) != ready(FIRST_READY)
                || NativeLinker.call(fromLong, LAST_READY) != ready(LAST_READY)) {
            throw new IllegalStateException("libmooring.so keeps other small ints ready than " + FIRST_READY + ".." + LAST_READY);
        }
        this.longType = types.longType;
        this.floatType = types.floatType;
        this.complexType = types.complex;
    }

    private static long intBytes(long digits) {
        return CLayout.PyLongObject.ob_digit + digits * DIGIT_BYTES;
    }

    // ---- to C -------------------------------------------------------------------------------------------------------------------

    /** Whether {@link #newInt(long)} of an int that {@link #isSmallInt} would neither collect nor call C. */
    boolean isReadyForInt() {
        return memory.isReady(SMALL_INT_CLASS);
    }

    private long ready(long value) {
        return readyZero + value * readyBytes;
    }

    /** Whether an int has an {@link #immortal}. */
    static boolean isReady(long value) {
        return value >= FIRST_READY && value <= LAST_READY;
    }

    /** The ready-made PyObject of an int, which nobody need count for the time of a call. */
    long immortal(long value) {
        long p = ready(value);
        memory.resetImmortal(p);
        return p;
    }

    /** A fresh int, count 1, or a ready-made one; the caller owns one reference. */
    long newInt(long value) {
        if (isReady(value)) return immortal(value);
        if (!isSmallInt(value)) return newInt(BigInteger.valueOf(value), longType, 0);
        long p = taken(memory.allocate(SMALL_INT_CLASS));
        CMemory.setHeader(p, 1, longType);
        writeSmall(p, value);
        return p;
    }

    /** Whether an int has one or two digits, so that its box is of the size that most are. */
    static boolean isSmallInt(long value) {
        return Math.abs(value) < TWO_DIGITS && value != Long.MIN_VALUE;
    }

    /** Makes a box of one or two digits, whose only reference the caller owns, another int that {@link #isSmallInt}. */
    void refill(long p, long value) {
        writeSmall(p, value);
    }

    /** Whether a box has one or two digits. */
    boolean isRefillable(long p) {
        return Math.abs(CMemory.size(p)) <= 2;
    }

    private static void writeSmall(long p, long value) {
        if (value > 0 && value <= DIGIT_MASK) writeDigits(p, 1, value);
        else writeOtherSmall(p, value);
    }

    private static void writeDigits(long p, long size, long digits) {
        Memory.writeLong(p + CLayout.PyVarObject.ob_size, size);
        Memory.writeLong(p + CLayout.PyLongObject.ob_digit, digits);
    }

    /** Of two digits, negative, or zero. */
    private static void writeOtherSmall(long p, long value) {
        long magnitude = Math.abs(value);
        long digits = magnitude > DIGIT_MASK ? 2 : magnitude == 0 ? 0 : 1;
        writeDigits(p, value < 0 ? -digits : digits, magnitude & DIGIT_MASK | magnitude >>> DIGIT_BITS << Integer.SIZE);
    }

    /** A fresh int of any size, or of a subtype of int whose objects have at least {@code least} bytes; count 1. */
    long newInt(BigInteger value, long type, long least) {
        BigInteger magnitude = value.abs();
        int digits = (magnitude.bitLength() + DIGIT_BITS - 1) / DIGIT_BITS;
        long p = taken(memory.allocateBytes(Math.max(least, intBytes(Math.max(digits, 1)))));
        CMemory.setHeader(p, 1, type);
        Memory.writeLong(p + CLayout.PyVarObject.ob_size, value.signum() < 0 ? -digits : digits);
        byte[] bytes = magnitude.toByteArray();
        for (int i = 0; i < Math.max(digits, 1); i++) {
            Memory.writeInt(p + intBytes(i), (int) (bits(bytes, (long) i * DIGIT_BITS) & DIGIT_MASK));
        }
        return p;
    }

    /** At least {@link #DIGIT_BITS} bits from position {@code from} on of a big-endian number. */
    private static long bits(byte[] bigEndian, long from) {
        int byteIndex = (int) (from / Byte.SIZE);
        long word = 0;
        for (int i = 0; i <= DIGIT_BITS / Byte.SIZE + 1; i++) {
            int at = bigEndian.length - 1 - byteIndex - i;
            if (at >= 0) word |= (bigEndian[at] & 0xFFL) << i * Byte.SIZE;
        }
        return word >>> from % Byte.SIZE;
    }

    /** A fresh float, count 1. */
    long newFloat(double value) {
        long p = taken(memory.allocate(FLOAT_CLASS));
        CMemory.setHeader(p, 1, floatType);
        Memory.writeDouble(p + CLayout.PyFloatObject.ob_fval, value);
        return p;
    }

    /** A fresh complex, count 1. */
    long newComplex(double real, double imaginary) {
        long p = taken(memory.allocateBytes(CLayout.PyComplexObject.SIZE));
        CMemory.setHeader(p, 1, complexType);
        Memory.writeDouble(p + CLayout.PyComplexObject.cval, real);
        Memory.writeDouble(p + CLayout.PyComplexObject.cval + Double.BYTES, imaginary);
        return p;
    }

    private long taken(long block) {
        if (block == 0) throw space.error(space.w_MemoryError, "no room for more PyObjects");
        return block;
    }

    // ---- from C -----------------------------------------------------------------------------------------------------------------

    /** The value of a PyLong; allocates only beyond the immediates. */
    @Ref
    long intValue(long p) {
        long size = CMemory.size(p);
        long digits = Math.abs(size);
        long magnitude;
        if (digits <= 1) magnitude = digits == 0 ? 0 : digit(p, 0);
        else if (digits == 2) magnitude = digit(p, 0) | digit(p, 1) << DIGIT_BITS;
        else return bigValue(p);
        return Immediate.of(size < 0 ? -magnitude : magnitude);
    }

    private @Ref long bigValue(long p) {
        return space.newInt(bigInteger(p));
    }

    BigInteger bigInteger(long p) {
        long size = CMemory.size(p);
        int digits = Math.toIntExact(Math.abs(size));
        byte[] bytes = new byte[(int) (((long) digits * DIGIT_BITS + Byte.SIZE - 1) / Byte.SIZE) + 1];
        long pending = 0;
        int pendingBits = 0;
        int at = bytes.length - 1;
        for (int i = 0; i < digits; i++) {
            pending |= digit(p, i) << pendingBits;
            pendingBits += DIGIT_BITS;
            for (; pendingBits >= Byte.SIZE; pendingBits -= Byte.SIZE, pending >>>= Byte.SIZE) bytes[at--] = (byte) pending;
        }
        if (pendingBits > 0) bytes[at] = (byte) pending;
        return new BigInteger(size < 0 ? -1 : 1, bytes);
    }

    static long digit(long p, int index) {
        return Memory.readInt(p + CLayout.PyLongObject.ob_digit + (long) index * DIGIT_BYTES) & DIGIT_MASK;
    }

    double floatValue(long p) {
        return Memory.readDouble(p + CLayout.PyFloatObject.ob_fval);
    }

    // ---- dropping ---------------------------------------------------------------------------------------------------------------

    /** Drops a reference to an int that has one or two digits and is of no subtype. The ready-made small ones of C are no blocks, but their count is never 1. */
    void dropInt(long p) {
        if (!memory.isOwned(p)) return;
        long count = memory.count(p);
        if (count == 1) memory.free(SMALL_INT_CLASS, p);
        else memory.setCount(p, count - 1);
    }

    /** Drops a reference to any PyObject; the last one to a box needs no call. */
    void drop(long p) {
        if (!memory.isOwned(p)) return;
        long count = memory.count(p);
        if (count != 1) memory.setCount(p, count - 1);
        else dropLast(p);
    }

    private void dropLast(long p) {
        if (!dropLastBox(p)) memory.deallocateSlow(p);
    }

    /** Frees a PyObject, of which this is the last reference, if it is a box whose death takes no code: false if it is none. */
    boolean dropLastBox(long p) {
        long type = CMemory.type(p);
        if (type == longType && isRefillable(p)) memory.free(SMALL_INT_CLASS, p);
        else if (type == floatType && memory.hasPrefix(p)) memory.free(FLOAT_CLASS, p);
        else return false;
        return true;
    }
}
