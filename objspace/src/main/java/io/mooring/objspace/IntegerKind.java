package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.FormatSpec;
import io.mooring.objspace.text.FormatText;
import io.mooring.objspace.text.IntText;
import java.math.BigInteger;

/**
 * What the three representations of an integer have in common: the immediate, the long and the bool. Operators look at the operands, not
 * at which of the three was asked.
 */
abstract class IntegerKind extends ObjectKind {
    IntegerKind(ObjSpace space, int id, TypeLayout layout, String typeName) {
        super(space, id, layout, typeName);
    }

    /** The operand as an immediate or a LONG, whatever represents it; 0 if it is no integer. Does not collect. */
    final @Ref long integer(@Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.SMALL_INT, TypeIds.LONG -> w;
            case TypeIds.BOOL -> Immediate.of(w == space.w_True ? 1 : 0);
            case TypeIds.INSTANCE, TypeIds.FOREIGN -> {
                long w_value = space.payload(w);
                yield w_value == w ? 0 : integer(w_value);
            }
            default -> 0;
        };
    }

    /** The value of what {@link #integer} answered. Does not collect. */
    final BigInteger big(@Ref long w_integer) {
        return Immediate.is(w_integer) ? BigInteger.valueOf(Immediate.value(w_integer)) : space.longs.value(w_integer);
    }

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if ((w_left & w_right & Immediate.TAG) != 0) {
            return space.ints.arithmetic.small(op, Immediate.value(w_left), Immediate.value(w_right));
        }
        return binarySlow(op, w_left, w_right);
    }

    private @Ref long binarySlow(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        long w_l = integer(w_left);
        long w_r = integer(w_right);
        if (w_l == 0 || w_r == 0) return space.w_NotImplemented;
        if ((w_l & w_r & Immediate.TAG) != 0) return space.ints.arithmetic.small(op, Immediate.value(w_l), Immediate.value(w_r));
        return space.ints.arithmetic.large(op, big(w_l), big(w_r));
    }

    @Override
    public @Ref long power(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        long w_b = integer(w_base);
        long w_e = integer(w_exponent);
        if (w_b == 0 || w_e == 0) return space.w_NotImplemented;
        if (w_modulus == space.w_None) return binary(BinaryOp.POW, w_b, w_e);
        long w_m = integer(w_modulus);
        return w_m == 0 ? space.w_NotImplemented : space.ints.arithmetic.powerModulo(big(w_b), big(w_e), big(w_m));
    }

    @Override
    public @Ref long unary(UnaryOp op, @Ref long w_self) {
        long w = integer(w_self);
        if (Immediate.is(w)) {
            long value = Immediate.value(w);
            return switch (op) {
                case NEG -> space.newInt(-value);
                case POS -> w;
                case ABS -> space.newInt(Math.abs(value));
                case INVERT -> space.newInt(~value);
            };
        }
        return switch (op) {
            case NEG -> space.newInt(big(w).negate());
            case POS -> w;
            case ABS -> space.newInt(big(w).abs());
            case INVERT -> space.newInt(big(w).not());
        };
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        // The tag is the same in both, so the words compare as the values do.
        if ((w_self & w_other & Immediate.TAG) != 0) return space.newBool(CompareOp.holds(op, Long.compare(w_self, w_other)));
        long w_l = integer(w_self);
        long w_r = integer(w_other);
        if (w_l == 0 || w_r == 0) return space.w_NotImplemented;
        return space.newBool(CompareOp.holds(op, order(w_l, w_r)));
    }

    private int order(@Ref long w_l, @Ref long w_r) {
        if ((w_l & w_r & Immediate.TAG) != 0) return Long.compare(w_l, w_r);
        return big(w_l).compareTo(big(w_r));
    }

    @Override
    public long hash(@Ref long w_self) {
        long w = integer(w_self);
        return Immediate.is(w) ? Hashes.ofLong(Immediate.value(w)) : Hashes.of(big(w));
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return integer(w_self) != Immediate.of(0);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        long w = integer(w_self);
        if (Immediate.is(w)) return space.newStr(Long.toString(Immediate.value(w)));
        try {
            return space.newStr(IntText.decimal(big(w)));
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        }
    }

    @Override
    public @Ref long format(@Ref long w_self, @Ref long w_spec) {
        String spec = space.string(w_spec);
        if (spec.isEmpty()) return space.str(w_self);
        try {
            FormatSpec parsed = FormatSpec.parse(spec, '>', typeName());
            space.unicodes.requireRoom(Math.max(parsed.width(), parsed.precision()));
            if (FormatText.isFloatType(parsed.type())) {
                return space.newStr(FormatText.floating(space.ints.arithmetic.toDouble(integer(w_self)), parsed, typeName()));
            }
            BigInteger value = big(integer(w_self));
            if (parsed.type() == 'c' && value.bitLength() >= Long.SIZE) {
                throw space.error(space.w_OverflowError, "Python int too large to convert to C long");
            }
            if (parsed.type() == 'c' && (value.signum() < 0 || value.longValue() > Character.MAX_CODE_POINT)) {
                throw space.error(space.w_OverflowError, "%c arg not in range(0x110000)");
            }
            return space.newStr(FormatText.integer(value, parsed, typeName()));
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        }
    }

    @Override
    public @Ref long index(@Ref long w_self) {
        return integer(w_self);
    }

    @Override
    public @Ref long toInt(@Ref long w_self) {
        return integer(w_self);
    }

    @Override
    public @Ref long toFloat(@Ref long w_self) {
        return space.newFloat(space.ints.arithmetic.toDouble(integer(w_self)));
    }
}
