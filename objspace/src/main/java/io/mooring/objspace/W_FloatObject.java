package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.FloatText;
import io.mooring.objspace.text.FormatSpec;
import io.mooring.objspace.text.FormatText;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Python's float.
 *
 * <pre>
 *   +0      header
 *   +VALUE  the double
 * </pre>
 */
public final class W_FloatObject extends ObjectKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("float");
    public static final int VALUE = FIELDS.word("value");
    static final TypeLayout LAYOUT = FIELDS.build();

    /** Up to this magnitude every int is a double exactly: 53 bits of mantissa. */
    private static final long EXACT = 1L << 53;

    W_FloatObject(ObjSpace space) {
        super(space, TypeIds.FLOAT, LAYOUT, "float");
    }

    public @Ref long make(double value) {
        long w = heap.allocate(TypeIds.FLOAT);
        heap.writeDouble(w, VALUE, value);
        return w;
    }

    /** The value of a float object. Does not collect. */
    public double value(@Ref long w) {
        return heap.readDouble(w, VALUE);
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable();
        type.special("__repr__", "__hash__", "__bool__", "__format__", "__int__", "__float__", "__neg__", "__pos__", "__abs__", "__pow__",
                "__rpow__");
        type.comparisons();
        type.operators(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.TRUEDIV, BinaryOp.FLOORDIV, BinaryOp.MOD, BinaryOp.DIVMOD);
        new FloatMethods(space, this).define(type);
    }

    // ---- operands -----------------------------------------------------------------------------------------------------------------------

    /** Whether arithmetic with floats accepts the operand: int, bool, float, or an instance of a subclass. Does not collect. */
    boolean isReal(@Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.SMALL_INT, TypeIds.LONG, TypeIds.BOOL, TypeIds.FLOAT -> true;
            case TypeIds.INSTANCE, TypeIds.FOREIGN -> space.payload(w) != w && isReal(space.payload(w));
            default -> false;
        };
    }

    /** The double of an operand that {@link #isReal} accepts; OverflowError for an int that is too large. Does not collect. */
    double real(@Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.SMALL_INT -> Immediate.value(w);
            case TypeIds.FLOAT -> value(w);
            case TypeIds.LONG -> space.ints.arithmetic.toDouble(w);
            case TypeIds.BOOL -> w == space.w_True ? 1 : 0;
            default -> real(space.payload(w));
        };
    }

    // ---- operators ----------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if (!isReal(w_left) || !isReal(w_right)) return space.w_NotImplemented;
        double a = real(w_left);
        double b = real(w_right);
        return switch (op) {
            case ADD -> make(a + b);
            case SUB -> make(a - b);
            case MUL -> make(a * b);
            case TRUEDIV -> {
                if (b == 0) throw divisionByZero("float division by zero");
                yield make(a / b);
            }
            case FLOORDIV -> {
                if (b == 0) throw divisionByZero("float floor division by zero");
                yield make(floorQuotient(a, b));
            }
            case MOD -> {
                if (b == 0) throw divisionByZero("float modulo");
                yield make(remainder(a, b));
            }
            case DIVMOD -> divmod(a, b);
            case POW -> power(a, b);
            case MATMUL, LSHIFT, RSHIFT, AND, OR, XOR -> space.w_NotImplemented;
        };
    }

    private OperationError divisionByZero(String text) {
        return space.error(space.w_ZeroDivisionError, text);
    }

    private @Ref long divmod(double a, double b) {
        if (b == 0) throw divisionByZero("float divmod()");
        try (HandleScope scope = heap.scope()) {
            long hPair = scope.root(make(floorQuotient(a, b)));
            scope.root(make(remainder(a, b)));
            return space.newTuple(hPair, 2);
        }
    }

    /** The remainder with the sign of the divisor; zero, too, takes that sign. */
    private static double remainder(double a, double b) {
        double remainder = a % b;
        if (remainder == 0) return Math.copySign(0.0, b);
        return (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    /** The floor of the quotient, consistent with {@link #remainder}. */
    private static double floorQuotient(double a, double b) {
        double remainder = a % b;
        double quotient = (a - remainder) / b;
        if (remainder != 0 && (remainder < 0) != (b < 0)) quotient -= 1;
        if (quotient == 0) return Math.copySign(0.0, a / b);
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    /** {@code a ** b}; a complex number where a negative base has a fractional exponent. */
    @Ref
    long power(double a, double b) {
        if (b == 0 || a == 1) return make(1);
        if (Double.isNaN(a) || Double.isNaN(b)) return make(Double.NaN);
        if (a == -1 && Double.isInfinite(b)) return make(1);
        if (a == 0 && b < 0) throw divisionByZero("0.0 cannot be raised to a negative power");
        boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
        if (a < 0 && finite && b != Math.floor(b)) return space.complexes.power(a, 0, b, 0);
        double result = Math.pow(a, b);
        if (finite && Double.isInfinite(result)) throw outOfRange();
        return make(result);
    }

    /** The error of C's ERANGE. */
    private OperationError outOfRange() {
        try (HandleScope scope = heap.scope()) {
            long hText = scope.root(space.newStr("Numerical result out of range"));
            int rangeError = 34;
            return space.raise(space.w_OverflowError, space.newTuple(Immediate.of(rangeError), scope.get(hText)));
        }
    }

    @Override
    public @Ref long power(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        if (w_modulus != space.w_None) {
            throw space.error(space.w_TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
        }
        return binary(BinaryOp.POW, w_base, w_exponent);
    }

    @Override
    public @Ref long unary(UnaryOp op, @Ref long w_self) {
        double value = value(w_self);
        return switch (op) {
            case NEG -> make(-value);
            case POS -> w_self;
            case ABS -> make(Math.abs(value));
            case INVERT -> space.w_NotImplemented;
        };
    }

    // ---- comparison and hash ------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (space.kind(w_other) == TypeIds.FLOAT) return space.newBool(holds(op, value(w_self), value(w_other)));
        if (!isReal(w_other)) return space.w_NotImplemented;
        return space.newBool(holdsSlow(op, value(w_self), space.payload(w_other)));
    }

    /** Compares exactly with an operand that {@link #isReal} accepts, unwrapped. Does not collect. */
    boolean holdsSlow(int op, double a, @Ref long w_other) {
        if (space.kind(w_other) == TypeIds.FLOAT) return holds(op, a, value(w_other));
        long w_integer = space.ints.integer(w_other);
        boolean exact = Immediate.is(w_integer) && Math.abs(Immediate.value(w_integer)) <= EXACT;
        if (exact || Double.isNaN(a) || Double.isInfinite(a)) return holds(op, a, exact ? Immediate.value(w_integer) : 0);
        return CompareOp.holds(op, new BigDecimal(a).compareTo(new BigDecimal(space.ints.big(w_integer))));
    }

    private static boolean holds(int op, double a, double b) {
        return switch (op) {
            case CompareOp.LT -> a < b;
            case CompareOp.LE -> a <= b;
            case CompareOp.EQ -> a == b;
            case CompareOp.NE -> a != b;
            case CompareOp.GT -> a > b;
            default -> a >= b;
        };
    }

    @Override
    public long hash(@Ref long w_self) {
        double value = value(w_self);
        return Double.isNaN(value) ? space.identityHash(w_self) : Hashes.ofDouble(value);
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return value(w_self) != 0;
    }

    // ---- conversions --------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr(FloatText.repr(value(w_self)));
    }

    @Override
    public @Ref long format(@Ref long w_self, @Ref long w_spec) {
        String spec = space.string(w_spec);
        if (spec.isEmpty()) return space.str(w_self);
        try {
            FormatSpec parsed = FormatSpec.parse(spec, '>', typeName());
            space.unicodes.requireRoom(Math.max(parsed.width(), parsed.precision()));
            return space.newStr(FormatText.floating(value(w_self), parsed, typeName()));
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        }
    }

    @Override
    public @Ref long toInt(@Ref long w_self) {
        return truncated(value(w_self));
    }

    /** The int of the integral part. */
    @Ref
    long truncated(double value) {
        if (Double.isNaN(value)) throw space.error(space.w_ValueError, "cannot convert float NaN to integer");
        if (Double.isInfinite(value)) throw space.error(space.w_OverflowError, "cannot convert float infinity to integer");
        if (Math.abs(value) < 0x1p62) return Immediate.of((long) value);
        return space.newInt(new BigDecimal(value).toBigInteger());
    }

    /** {@code float(text)}; {@code w_shown} is what the error message quotes. */
    public @Ref long parse(String text, @Ref long w_shown) {
        try {
            return make(FloatText.parse(text));
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "could not convert string to float: %s", space.reprText(w_shown));
        }
    }

    @Override
    public @Ref long toFloat(@Ref long w_self) {
        return w_self;
    }

    /** Numerator and denominator of a finite value, in lowest terms. */
    static BigInteger[] ratio(double value) {
        BigDecimal exact = new BigDecimal(value);
        int twos = Math.max(0, exact.scale());
        BigInteger denominator = BigInteger.ONE.shiftLeft(twos);
        BigInteger numerator = exact.multiply(new BigDecimal(denominator)).toBigIntegerExact();
        int common = numerator.signum() == 0 ? twos : Math.min(twos, numerator.getLowestSetBit());
        return new BigInteger[] {numerator.shiftRight(common), denominator.shiftRight(common)};
    }
}
