package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.HexFloat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** The named methods of float: rounding, ratios, hexadecimal text. */
final class FloatMethods {
    /** With at least this many decimal places every double is unchanged: 52 bits behind a smallest exponent of -1022. */
    private static final int MAX_PLACES = 323;
    /** Rounding to so few places leaves 0. */
    private static final int MIN_PLACES = -308;

    private final ObjSpace space;
    private final W_FloatObject floats;

    FloatMethods(ObjSpace space, W_FloatObject floats) {
        this.space = space;
        this.floats = floats;
    }

    void define(TypeBuilder type) {
        type.doc("Convert a string or number to a floating point number, if possible.");
        type.constructor("float(cls, x=, /)", (s, h, n, k) -> construct(s.arg(h, 1)));
        type.method("is_integer", 0, (s, h, n, k) -> s.newBool(value(h) == Math.rint(value(h)) && !Double.isInfinite(value(h))));
        type.method("conjugate", 0, (s, h, n, k) -> s.self(h));
        type.method("hex", 0, (s, h, n, k) -> s.newStr(HexFloat.format(value(h))));
        type.method("as_integer_ratio", 0, (s, h, n, k) -> ratio(value(h)));
        type.method("__trunc__", 0, (s, h, n, k) -> floats.truncated(value(h)));
        type.method("__floor__", 0, (s, h, n, k) -> floats.truncated(Math.floor(value(h))));
        type.method("__ceil__", 0, (s, h, n, k) -> floats.truncated(Math.ceil(value(h))));
        type.method("__round__", 0, 1, (s, h, n, k) -> round(h, n));
        type.method("__getnewargs__", 0, (s, h, n, k) -> s.newTuple(s.self(h)));
        type.classMethod("fromhex(cls, string, /)", (s, h, n, k) -> fromHex(h));
        type.getter("real", (s, h, n, k) -> s.self(h));
        type.getter("imag", (s, h, n, k) -> s.newFloat(0));
    }

    private double value(@Slot long hSelf) {
        return floats.value(space.self(hSelf));
    }

    private @Ref long construct(@Ref long w_x) {
        if (w_x == 0) return floats.make(0);
        long w_value = space.payload(w_x);
        return switch (space.kind(w_value)) {
            case TypeIds.UNICODE -> floats.parse(space.unicodes.toJava(w_value), w_x);
            case TypeIds.BYTES -> floats.parse(new String(space.bytes.toJava(w_value), StandardCharsets.ISO_8859_1), w_x);
            case TypeIds.BYTEARRAY -> floats.parse(new String(space.bytearrays.toJava(w_value), StandardCharsets.ISO_8859_1), w_x);
            default -> space.toFloat(w_x);
        };
    }

    private @Ref long ratio(double value) {
        if (Double.isNaN(value)) throw space.error(space.w_ValueError, "cannot convert NaN to integer ratio");
        if (Double.isInfinite(value)) throw space.error(space.w_OverflowError, "cannot convert Infinity to integer ratio");
        BigInteger[] ratio = W_FloatObject.ratio(value);
        try (HandleScope scope = space.heap.scope()) {
            long hPair = scope.root(space.newInt(ratio[0]));
            scope.root(space.newInt(ratio[1]));
            return space.newTuple(hPair, 2);
        }
    }

    private @Ref long round(@Slot long hArgs, int nargs) {
        if (nargs < 2 || space.arg(hArgs, 1) == space.w_None) {
            double value = value(hArgs);
            return floats.truncated(Double.isInfinite(value) ? value : Math.rint(value));
        }
        long w_places = space.index(space.arg(hArgs, 1));
        long places = Immediate.is(w_places) ? Immediate.value(w_places) : space.longs.isNegative(w_places) ? Long.MIN_VALUE
                : Long.MAX_VALUE;
        double value = value(hArgs);
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0 || places > MAX_PLACES) return floats.make(value);
        if (places < MIN_PLACES) return floats.make(Math.copySign(0.0, value));
        double rounded = new BigDecimal(value).setScale((int) places, RoundingMode.HALF_EVEN).doubleValue();
        if (Double.isInfinite(rounded)) throw space.error(space.w_OverflowError, "rounded value too large to represent");
        return floats.make(rounded == 0 ? Math.copySign(0.0, value) : rounded);
    }

    private @Ref long fromHex(@Slot long hArgs) {
        double value;
        try {
            value = HexFloat.parse(space.string(space.arg(hArgs, 1)));
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        } catch (ArithmeticException e) {
            throw space.error(space.w_OverflowError, "%s", e.getMessage());
        }
        long w = floats.make(value);
        return space.arg(hArgs, 0) == space.w_float ? w : space.call1(space.arg(hArgs, 0), w);
    }
}
