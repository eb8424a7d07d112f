package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.ComplexText;
import io.mooring.objspace.text.FormatSpec;
import io.mooring.objspace.text.FormatText;

/**
 * Python's complex.
 *
 * <pre>
 *   +0          header
 *   +REAL       double
 *   +IMAGINARY  double
 * </pre>
 */
public final class W_ComplexObject extends ObjectKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("complex");
    public static final int REAL = FIELDS.word("real");
    public static final int IMAGINARY = FIELDS.word("imaginary");
    static final TypeLayout LAYOUT = FIELDS.build();

    /** Integral exponents up to this are computed by multiplication, as CPython does. */
    private static final int MAX_INTEGRAL = 100;

    W_ComplexObject(ObjSpace space) {
        super(space, TypeIds.COMPLEX, LAYOUT, "complex");
    }

    public @Ref long make(double real, double imaginary) {
        long w = heap.allocate(TypeIds.COMPLEX);
        heap.writeDouble(w, REAL, real);
        heap.writeDouble(w, IMAGINARY, imaginary);
        return w;
    }

    public double real(@Ref long w) {
        return heap.readDouble(w, REAL);
    }

    public double imaginary(@Ref long w) {
        return heap.readDouble(w, IMAGINARY);
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable();
        type.doc("Create a complex number from a string or numbers.");
        type.special("__repr__", "__hash__", "__bool__", "__format__", "__neg__", "__pos__", "__abs__", "__pow__", "__rpow__");
        type.comparisons();
        type.operators(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.TRUEDIV);
        type.constructor("complex(cls, real=, imag=)", (s, h, n, k) -> construct(h));
        type.getter("real", (s, h, n, k) -> s.newFloat(real(s.self(h))));
        type.getter("imag", (s, h, n, k) -> s.newFloat(imaginary(s.self(h))));
        type.method("conjugate", 0, (s, h, n, k) -> make(real(s.self(h)), -imaginary(s.self(h))));
        type.method("__complex__", 0, (s, h, n, k) -> s.self(h));
        type.method("__getnewargs__", 0, (s, h, n, k) -> {
            long w_self = s.self(h);
            double imaginary = imaginary(w_self);
            long w_real = s.newFloat(real(w_self));
            try (var scope = heap.scope()) {
                long hPair = scope.root(w_real);
                scope.root(s.newFloat(imaginary));
                return s.newTuple(hPair, 2);
            }
        });
    }

    // ---- construction -------------------------------------------------------------------------------------------------------------------

    private @Ref long construct(@Slot long hArgs) {
        long w_real = space.arg(hArgs, 1);
        long w_imaginary = space.arg(hArgs, 2);
        if (w_real != 0 && space.isStr(w_real)) {
            if (w_imaginary != 0) throw space.error(space.w_TypeError, "complex() can't take second arg if first is a string");
            try {
                double[] parts = ComplexText.parse(space.string(w_real));
                return make(parts[0], parts[1]);
            } catch (BadText e) {
                throw space.error(space.w_ValueError, "%s", e.getMessage());
            }
        }
        if (w_imaginary != 0 && space.isStr(w_imaginary)) throw space.error(space.w_TypeError, "complex() second arg can't be a string");
        if (w_real != 0 && w_imaginary == 0 && space.kind(w_real) == TypeIds.COMPLEX) return w_real;
        double[] first = w_real == 0 ? new double[2] : parts(w_real, "first argument must be a string or a number");
        double[] second = space.arg(hArgs, 2) == 0 ? new double[2] : parts(space.arg(hArgs, 2), "second argument must be a number");
        return make(first[0] - second[1], first[1] + second[0]);
    }

    private double[] parts(@Ref long w, String must) {
        long w_value = space.payload(w);
        if (space.kind(w_value) == TypeIds.COMPLEX) return new double[] {real(w_value), imaginary(w_value)};
        if (space.floats.isReal(w_value)) return new double[] {space.floats.real(w_value), 0};
        long w_method = space.lookup(space.type(w), space.intern("__complex__"));
        if (w_method != 0) {
            long w_made = space.call1(w_method, w);
            if (space.kind(space.payload(w_made)) != TypeIds.COMPLEX) {
                throw space.error(space.w_TypeError, "__complex__ returned non-complex (type %s)", space.typeName(w_made));
            }
            return parts(w_made, must);
        }
        if (space.lookup(space.type(w), space.names.w_float) == 0 && space.lookup(space.type(w), space.names.w_index) == 0) {
            throw space.error(space.w_TypeError, "complex() %s, not '%s'", must, space.typeName(w));
        }
        return new double[] {space.asDouble(w), 0};
    }

    // ---- operators ----------------------------------------------------------------------------------------------------------------------

    private boolean isNumber(@Ref long w) {
        return space.kind(space.payload(w)) == TypeIds.COMPLEX || space.floats.isReal(w);
    }

    private double realOf(@Ref long w) {
        long w_value = space.payload(w);
        return space.kind(w_value) == TypeIds.COMPLEX ? real(w_value) : space.floats.real(w_value);
    }

    private double imaginaryOf(@Ref long w) {
        long w_value = space.payload(w);
        return space.kind(w_value) == TypeIds.COMPLEX ? imaginary(w_value) : 0;
    }

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if (!isNumber(w_left) || !isNumber(w_right)) return space.w_NotImplemented;
        double a = realOf(w_left);
        double b = imaginaryOf(w_left);
        double c = realOf(w_right);
        double d = imaginaryOf(w_right);
        return switch (op) {
            case ADD -> make(a + c, b + d);
            case SUB -> make(a - c, b - d);
            case MUL -> make(a * c - b * d, a * d + b * c);
            case TRUEDIV -> divide(a, b, c, d);
            case POW -> power(a, b, c, d);
            default -> space.w_NotImplemented;
        };
    }

    /** Scales by the larger part of the divisor, so that nothing overflows on the way (Smith's method). */
    private @Ref long divide(double a, double b, double c, double d) {
        if (c == 0 && d == 0) throw space.error(space.w_ZeroDivisionError, "complex division by zero");
        if (Math.abs(c) >= Math.abs(d)) {
            double ratio = d / c;
            double scale = c + d * ratio;
            return make((a + b * ratio) / scale, (b - a * ratio) / scale);
        }
        if (Math.abs(d) >= Math.abs(c)) {
            double ratio = c / d;
            double scale = c * ratio + d;
            return make((a * ratio + b) / scale, (b * ratio - a) / scale);
        }
        return make(Double.NaN, Double.NaN);
    }

    /** {@code (a+bj) ** (c+dj)}. */
    @Ref
    long power(double a, double b, double c, double d) {
        if (d == 0 && c == Math.floor(c) && Math.abs(c) <= MAX_INTEGRAL) return integralPower(a, b, (int) c);
        if (a == 0 && b == 0) {
            if (d != 0 || c < 0) throw zeroToNegative();
            return make(0, 0);
        }
        double magnitude = Math.hypot(a, b);
        double angle = Math.atan2(b, a);
        double length = Math.pow(magnitude, c);
        double phase = angle * c;
        if (d != 0) {
            length /= Math.exp(angle * d);
            phase += d * Math.log(magnitude);
        }
        return checked(length * Math.cos(phase), length * Math.sin(phase), a, b, c, d);
    }

    private OperationError zeroToNegative() {
        return space.error(space.w_ZeroDivisionError, "0.0 to a negative or complex power");
    }

    private @Ref long integralPower(double a, double b, int exponent) {
        if (exponent < 0 && a == 0 && b == 0) throw zeroToNegative();
        double re = 1;
        double im = 0;
        double squareRe = a;
        double squareIm = b;
        for (int rest = Math.abs(exponent); rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                double product = re * squareRe - im * squareIm;
                im = re * squareIm + im * squareRe;
                re = product;
            }
            double square = squareRe * squareRe - squareIm * squareIm;
            squareIm = 2 * squareRe * squareIm;
            squareRe = square;
        }
        if (exponent < 0) return divide(1, 0, re, im);
        return checked(re, im, a, b, exponent, 0);
    }

    private @Ref long checked(double re, double im, double... operands) {
        boolean finite = true;
        for (double operand : operands) finite &= !Double.isInfinite(operand) && !Double.isNaN(operand);
        if (finite && (Double.isInfinite(re) || Double.isInfinite(im) || Double.isNaN(re) || Double.isNaN(im))) {
            throw space.error(space.w_OverflowError, "complex exponentiation");
        }
        return make(re, im);
    }

    @Override
    public @Ref long power(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        if (w_modulus != space.w_None) throw space.error(space.w_ValueError, "complex modulo");
        return binary(BinaryOp.POW, w_base, w_exponent);
    }

    @Override
    public @Ref long unary(UnaryOp op, @Ref long w_self) {
        double re = real(w_self);
        double im = imaginary(w_self);
        return switch (op) {
            case NEG -> make(-re, -im);
            case POS -> w_self;
            case ABS -> {
                double length = Math.hypot(re, im);
                if (Double.isInfinite(length) && !Double.isInfinite(re) && !Double.isInfinite(im)) {
                    throw space.error(space.w_OverflowError, "absolute value too large");
                }
                yield space.newFloat(length);
            }
            case INVERT -> space.w_NotImplemented;
        };
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (op != CompareOp.EQ && op != CompareOp.NE || !isNumber(w_other)) return space.w_NotImplemented;
        boolean equal;
        if (space.kind(space.payload(w_other)) == TypeIds.COMPLEX) {
            equal = real(w_self) == realOf(w_other) && imaginary(w_self) == imaginaryOf(w_other);
        } else {
            equal = imaginary(w_self) == 0 && space.floats.holdsSlow(CompareOp.EQ, real(w_self), space.payload(w_other));
        }
        return space.newBool(equal == (op == CompareOp.EQ));
    }

    @Override
    public long hash(@Ref long w_self) {
        double re = real(w_self);
        double im = imaginary(w_self);
        if (Double.isNaN(re) || Double.isNaN(im)) return space.identityHash(w_self);
        return Hashes.notMinusOne(Hashes.ofDouble(re) + Hashes.IMAGINARY * Hashes.ofDouble(im));
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return real(w_self) != 0 || imaginary(w_self) != 0;
    }

    // ---- text ---------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr(ComplexText.repr(real(w_self), imaginary(w_self)));
    }

    @Override
    public @Ref long format(@Ref long w_self, @Ref long w_spec) {
        String spec = space.string(w_spec);
        if (spec.isEmpty()) return space.str(w_self);
        try {
            FormatSpec parsed = FormatSpec.parse(spec, '>', typeName());
            space.unicodes.requireRoom(Math.max(parsed.width(), parsed.precision()));
            return space.newStr(FormatText.complex(real(w_self), imaginary(w_self), parsed));
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        }
    }
}
