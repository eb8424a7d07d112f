package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import java.math.BigInteger;

/**
 * An int that does not fit an immediate. Its digits are those of CPython's PyLong, so that crossing the border copies them.
 *
 * <pre>
 *   +0      header
 *   +SIGN   -1 or 1
 *   +LENGTH number of digits
 *   +DIGITS 30-bit digits, 4 bytes each, least significant first; the last is not 0
 * </pre>
 */
public final class W_LongObject extends IntegerKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("int");
    public static final int SIGN = FIELDS.word("sign");
    static final TypeLayout LAYOUT = FIELDS.buildWith(TypeLayout.Elements.INTS);
    public static final int LENGTH = LAYOUT.lengthOffset();
    public static final int DIGITS = LAYOUT.fixedBytes();

    /** Bits of a digit. */
    public static final int DIGIT_BITS = 30;
    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
    /** Bits of value beside the sign in an immediate. */
    private static final int IMMEDIATE_BITS = Long.SIZE - 2;

    W_LongObject(ObjSpace space) {
        super(space, TypeIds.LONG, LAYOUT, "int");
    }

    /** A LONG, whatever the value; for values that do not fit an immediate. */
    public @Ref long make(long value) {
        return allocate(BigInteger.valueOf(value));
    }

    /** The int of a value: an immediate where it fits. */
    public @Ref long make(BigInteger value) {
        return value.bitLength() <= IMMEDIATE_BITS ? Immediate.of(value.longValue()) : allocate(value);
    }

    /** A LONG with all digits 0, to be filled at once; digits as described above. */
    public @Ref long allocate(boolean negative, long digits) {
        long w = heap.allocate(TypeIds.LONG, digits);
        heap.writeWord(w, SIGN, negative ? -1 : 1);
        return w;
    }

    private @Ref long allocate(BigInteger value) {
        byte[] magnitude = value.abs().toByteArray();
        int digits = (value.abs().bitLength() + DIGIT_BITS - 1) / DIGIT_BITS;
        long w = allocate(value.signum() < 0, digits);
        long pending = 0;
        int bits = 0;
        int index = 0;
        for (int i = magnitude.length - 1; i >= 0; i--) {
            pending |= (magnitude[i] & 0xFFL) << bits;
            bits += Byte.SIZE;
            if (bits >= DIGIT_BITS && index < digits) {
                setDigit(w, index++, (int) pending & DIGIT_MASK);
                pending >>>= DIGIT_BITS;
                bits -= DIGIT_BITS;
            }
        }
        if (index < digits) setDigit(w, index, (int) pending);
        return w;
    }

    private void setDigit(@Ref long w, int index, int digit) {
        heap.writeInt(w, DIGITS + (long) index * Integer.BYTES, digit);
    }

    public int digit(@Ref long w, long index) {
        return heap.readInt(w, DIGITS + index * Integer.BYTES);
    }

    public long digits(@Ref long w) {
        return heap.readWord(w, LENGTH);
    }

    public boolean isNegative(@Ref long w) {
        return heap.readWord(w, SIGN) < 0;
    }

    /** The value of a LONG. Does not collect. */
    public BigInteger value(@Ref long w) {
        int digits = (int) digits(w);
        byte[] magnitude = new byte[(digits * DIGIT_BITS + Byte.SIZE - 1) / Byte.SIZE];
        long pending = 0;
        int bits = 0;
        int at = magnitude.length;
        for (int i = 0; i < digits; i++) {
            pending |= (long) digit(w, i) << bits;
            bits += DIGIT_BITS;
            while (bits >= Byte.SIZE) {
                magnitude[--at] = (byte) pending;
                pending >>>= Byte.SIZE;
                bits -= Byte.SIZE;
            }
        }
        if (at > 0) magnitude[--at] = (byte) pending;
        return new BigInteger(isNegative(w) ? -1 : 1, magnitude);
    }
}
