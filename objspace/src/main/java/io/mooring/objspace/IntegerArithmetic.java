package io.mooring.objspace;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Arithmetic on integers: words where the operands are immediates, the JDK's {@link BigInteger} beyond. */
public final class IntegerArithmetic {
    /** Up to this magnitude every long is a double exactly: 53 bits of mantissa. */
    private static final long EXACT_DOUBLE = 1L << 53;
    /** Results of more bits than this are refused with MemoryError: 64 MiB of digits, a quarter of what BigInteger can hold. */
    private static final long MAX_BITS = 1L << 29;
    /** Values below 2 to this power round to 0: half the least subnormal is 2^-1075. */
    private static final int LOWEST_TOP = -1080;
    /** Bits kept of a quotient before it is rounded to a double: more than 53, so that with a sticky bit rounding happens once. */
    private static final int QUOTIENT_BITS = 66;

    private final ObjSpace space;

    IntegerArithmetic(ObjSpace space) {
        this.space = space;
    }

    // ---- immediates --------------------------------------------------------------------------------------------------------------------

    /** The operator on two values of 63 bits. */
    @Ref
    long small(BinaryOp op, long a, long b) {
        return switch (op) {
            case ADD -> space.newInt(a + b);
            case SUB -> space.newInt(a - b);
            case MUL -> multiply(a, b);
            case AND -> Immediate.of(a & b);
            case OR -> Immediate.of(a | b);
            case XOR -> Immediate.of(a ^ b);
            case FLOORDIV -> b == 0 ? divisionByZero() : space.newInt(Math.floorDiv(a, b));
            case MOD -> b == 0 ? moduloByZero() : Immediate.of(Math.floorMod(a, b));
            case LSHIFT -> shiftLeft(a, b);
            case RSHIFT -> b < 0 ? negativeShift() : Immediate.of(a >> Math.min(b, Long.SIZE - 1));
            case TRUEDIV -> divide(a, b);
            case DIVMOD -> b == 0 ? divisionByZero()
                    : pair(BigInteger.valueOf(Math.floorDiv(a, b)), BigInteger.valueOf(Math.floorMod(a, b)));
            case POW -> power(a, b);
            case MATMUL -> space.w_NotImplemented;
        };
    }

    @Ref
    long multiply(long a, long b) {
        long low = a * b;
        if (Math.multiplyHigh(a, b) == low >> Long.SIZE - 1) return space.newInt(low);
        return space.newInt(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
    }

    private @Ref long shiftLeft(long a, long count) {
        if (count < 0) return negativeShift();
        if (a == 0) return Immediate.of(0);
        if (count < Long.SIZE - 1) {
            long shifted = a << count;
            if (shifted >> count == a) return space.newInt(shifted);
        }
        return shiftLeftSlow(BigInteger.valueOf(a), count);
    }

    private @Ref long shiftLeftSlow(BigInteger a, long count) {
        if (a.signum() == 0) return Immediate.of(0);
        if (count == Long.MAX_VALUE) throw space.error(space.w_OverflowError, "too many digits in integer");
        checkBits((double) a.bitLength() + count);
        return space.newInt(a.shiftLeft((int) count));
    }

    private @Ref long divide(long a, long b) {
        if (b == 0) throw space.error(space.w_ZeroDivisionError, "division by zero");
        if (Math.abs(a) <= EXACT_DOUBLE && Math.abs(b) <= EXACT_DOUBLE) return space.newFloat((double) a / b);
        return space.newFloat(quotientSlow(BigInteger.valueOf(a), BigInteger.valueOf(b)));
    }

    private @Ref long power(long base, long exponent) {
        if (exponent < 0) return negativePower(base, exponent);
        long result = 1;
        long square = base;
        for (long rest = exponent; ; ) {
            if ((rest & 1) != 0) {
                if (Math.multiplyHigh(result, square) != result * square >> Long.SIZE - 1) break;
                result *= square;
            }
            rest >>= 1;
            if (rest == 0) return space.newInt(result);
            if (Math.multiplyHigh(square, square) != square * square >> Long.SIZE - 1) break;
            square *= square;
        }
        return powerSlow(BigInteger.valueOf(base), BigInteger.valueOf(exponent));
    }

    private @Ref long negativePower(double base, double exponent) {
        return space.floats.power(base, exponent);
    }

    // ---- beyond 63 bits ---------------------------------------------------------------------------------------------------------------

    /** The operator on two values at least one of which is no immediate. */
    @Ref
    long large(BinaryOp op, BigInteger a, BigInteger b) {
        return switch (op) {
            case ADD -> space.newInt(a.add(b));
            case SUB -> space.newInt(a.subtract(b));
            case MUL -> {
                checkBits((double) a.bitLength() + b.bitLength());
                yield space.newInt(a.multiply(b));
            }
            case AND -> space.newInt(a.and(b));
            case OR -> space.newInt(a.or(b));
            case XOR -> space.newInt(a.xor(b));
            case FLOORDIV -> b.signum() == 0 ? divisionByZero() : space.newInt(floorDiv(a, b)[0]);
            case MOD -> b.signum() == 0 ? moduloByZero() : space.newInt(floorDiv(a, b)[1]);
            case DIVMOD -> {
                if (b.signum() == 0) yield divisionByZero();
                BigInteger[] both = floorDiv(a, b);
                yield pair(both[0], both[1]);
            }
            case LSHIFT -> b.signum() < 0 ? negativeShift() : shiftLeftSlow(a, count(b));
            case RSHIFT -> b.signum() < 0 ? negativeShift() : space.newInt(a.shiftRight((int) Math.min(count(b), Integer.MAX_VALUE)));
            case TRUEDIV -> {
                if (b.signum() == 0) throw space.error(space.w_ZeroDivisionError, "division by zero");
                yield space.newFloat(quotientSlow(a, b));
            }
            case POW -> b.signum() < 0 ? negativePower(toDouble(a), toDouble(b)) : powerSlow(a, b);
            case MATMUL -> space.w_NotImplemented;
        };
    }

    /** A shift count, clipped to a Java long. */
    private static long count(BigInteger count) {
        return count.bitLength() < Long.SIZE ? count.longValue() : Long.MAX_VALUE;
    }

    private static BigInteger[] floorDiv(BigInteger a, BigInteger b) {
        BigInteger[] both = a.divideAndRemainder(b);
        if (both[1].signum() != 0 && both[1].signum() != b.signum()) {
            both[0] = both[0].subtract(BigInteger.ONE);
            both[1] = both[1].add(b);
        }
        return both;
    }

    private @Ref long powerSlow(BigInteger base, BigInteger exponent) {
        if (base.bitLength() <= 1 && base.abs().bitLength() <= 1) {
            boolean negative = base.signum() < 0 && exponent.testBit(0);
            return space.newInt(exponent.signum() == 0 ? BigInteger.ONE : negative ? base : base.abs());
        }
        checkBits((base.abs().bitLength() - 1) * exponent.doubleValue());
        return space.newInt(base.pow(exponent.intValueExact()));
    }

    /** {@code pow(base, exponent, modulus)}: the result has the sign of the modulus. */
    @Ref
    long powerModulo(BigInteger base, BigInteger exponent, BigInteger modulus) {
        if (modulus.signum() == 0) throw space.error(space.w_ValueError, "pow() 3rd argument cannot be 0");
        BigInteger magnitude = modulus.abs();
        BigInteger result;
        try {
            result = base.modPow(exponent, magnitude);
        } catch (ArithmeticException notInvertible) {
            throw space.error(space.w_ValueError, "base is not invertible for the given modulus");
        }
        if (modulus.signum() < 0 && result.signum() != 0) result = result.subtract(magnitude);
        return space.newInt(result);
    }

    private @Ref long pair(BigInteger first, BigInteger second) {
        try (HandleScope scope = space.heap.scope()) {
            long hFirst = scope.root(space.newInt(first));
            scope.root(space.newInt(second));
            return space.newTuple(hFirst, 2);
        }
    }

    // ---- floats ------------------------------------------------------------------------------------------------------------------------

    /** The float of an immediate or LONG; OverflowError if there is none. Does not collect. */
    double toDouble(@Ref long w_integer) {
        return Immediate.is(w_integer) ? Immediate.value(w_integer) : toDouble(space.longs.value(w_integer));
    }

    private double toDouble(BigInteger value) {
        double result = value.doubleValue();
        if (Double.isInfinite(result)) throw space.error(space.w_OverflowError, "int too large to convert to float");
        return result;
    }

    /**
     * The double nearest to the exact quotient: a quotient of more bits than a double has, with a sticky bit for the remainder, is rounded
     * once.
     */
    private double quotientSlow(BigInteger a, BigInteger b) {
        if (a.signum() == 0) return b.signum() < 0 ? -0.0 : 0.0;
        int shift = QUOTIENT_BITS - (a.abs().bitLength() - b.abs().bitLength());
        BigInteger numerator = shift > 0 ? a.abs().shiftLeft(shift) : a.abs();
        BigInteger denominator = shift > 0 ? b.abs() : b.abs().shiftLeft(-shift);
        BigInteger[] both = numerator.divideAndRemainder(denominator);
        BigInteger quotient = both[0].shiftLeft(1);
        if (both[1].signum() != 0) quotient = quotient.setBit(0);
        double magnitude = scaled(quotient, -shift - 1);
        if (Double.isInfinite(magnitude)) throw space.error(space.w_OverflowError, "integer division result too large for a float");
        return a.signum() == b.signum() ? magnitude : -magnitude;
    }

    /** {@code value * 2^exponent}, rounded once even where the result is subnormal. */
    private static double scaled(BigInteger value, int exponent) {
        int top = value.bitLength() + exponent;
        if (top > Double.MIN_EXPONENT + 1) return Math.scalb(value.doubleValue(), exponent);
        if (top < LOWEST_TOP) return 0;
        return new BigDecimal(value).divide(new BigDecimal(BigInteger.TWO.pow(-exponent))).doubleValue();
    }

    // ---- errors ------------------------------------------------------------------------------------------------------------------------

    private void checkBits(double bits) {
        if (bits > MAX_BITS) {
            long bytes = (long) Math.min(bits / Byte.SIZE, Long.MAX_VALUE);
            throw new HeapExhausted("an int of " + (long) bits + " bits", bytes, 0, MAX_BITS / Byte.SIZE);
        }
    }

    private long divisionByZero() {
        throw space.error(space.w_ZeroDivisionError, "integer division or modulo by zero");
    }

    private long moduloByZero() {
        throw space.error(space.w_ZeroDivisionError, "integer modulo by zero");
    }

    private long negativeShift() {
        throw space.error(space.w_ValueError, "negative shift count");
    }
}
