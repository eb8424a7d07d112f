package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.IntText;
import io.mooring.objspace.text.StringLiteral;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The named methods of int: conversions, bit counts, bytes, rounding. */
final class IntMethods {
    private static final int MIN_BASE = 2;
    private static final int MAX_BASE = 36;

    private final ObjSpace space;
    private final W_IntObject ints;

    IntMethods(ObjSpace space, W_IntObject ints) {
        this.space = space;
        this.ints = ints;
    }

    void define(TypeBuilder type) {
        type.doc("int([x]) -> integer\nint(x, base=10) -> integer");
        type.constructor("int(cls, x=, /, base=)", (s, h, n, k) -> construct(s.arg(h, 1), s.arg(h, 2)));
        type.method("bit_length", 0, (s, h, n, k) -> s.newInt(value(h).abs().bitLength()));
        type.method("bit_count", 0, (s, h, n, k) -> s.newInt(value(h).abs().bitCount()));
        type.method("conjugate", 0, (s, h, n, k) -> ints.integer(s.self(h)));
        type.method("__trunc__", 0, (s, h, n, k) -> ints.integer(s.self(h)));
        type.method("__floor__", 0, (s, h, n, k) -> ints.integer(s.self(h)));
        type.method("__ceil__", 0, (s, h, n, k) -> ints.integer(s.self(h)));
        type.method("__round__", 0, 1, (s, h, n, k) -> round(h, n));
        type.method("as_integer_ratio", 0, (s, h, n, k) -> s.newTuple(ints.integer(s.self(h)), Immediate.of(1)));
        type.method("__getnewargs__", 0, (s, h, n, k) -> s.newTuple(ints.integer(s.self(h))));
        type.method("to_bytes(self, length=, byteorder=, *, signed=)", (s, h, n, k) -> toBytes(h));
        type.classMethod("from_bytes(cls, bytes, byteorder=, *, signed=)", (s, h, n, k) -> fromBytes(h));
        type.getter("real", (s, h, n, k) -> ints.integer(s.self(h)));
        type.getter("imag", (s, h, n, k) -> Immediate.of(0));
        type.getter("numerator", (s, h, n, k) -> ints.integer(s.self(h)));
        type.getter("denominator", (s, h, n, k) -> Immediate.of(1));
    }

    private BigInteger value(@Slot long hSelf) {
        return ints.big(ints.integer(space.self(hSelf)));
    }

    // ---- int(x, base) ------------------------------------------------------------------------------------------------------------------

    private @Ref long construct(@Ref long w_x, @Ref long w_base) {
        if (w_x == 0) {
            if (w_base != 0) throw space.error(space.w_TypeError, "int() missing string argument");
            return Immediate.of(0);
        }
        if (w_base == 0) return isText(w_x) ? parse(text(w_x), 10, w_x) : space.toInt(w_x);
        try (HandleScope scope = space.heap.scope()) {
            long hX = scope.root(w_x);
            long base = space.asIndex(w_base);
            if (base != 0 && (base < MIN_BASE || base > MAX_BASE)) {
                throw space.error(space.w_ValueError, "int() base must be >= 2 and <= 36, or 0");
            }
            if (!isText(scope.get(hX))) throw space.error(space.w_TypeError, "int() can't convert non-string with explicit base");
            return parse(text(scope.get(hX)), (int) base, scope.get(hX));
        }
    }

    private boolean isText(@Ref long w) {
        return switch (space.kind(space.payload(w))) {
            case TypeIds.UNICODE, TypeIds.BYTES, TypeIds.BYTEARRAY -> true;
            default -> false;
        };
    }

    private String text(@Ref long w) {
        long w_value = space.payload(w);
        return switch (space.kind(w_value)) {
            case TypeIds.UNICODE -> space.unicodes.toJava(w_value);
            case TypeIds.BYTES -> new String(space.bytes.toJava(w_value), StandardCharsets.ISO_8859_1);
            default -> new String(space.bytearrays.toJava(w_value), StandardCharsets.ISO_8859_1);
        };
    }

    /** What a message shows of the text: a bytearray as bytes. */
    private String shown(@Ref long w) {
        long w_value = space.payload(w);
        return space.kind(w_value) == TypeIds.BYTEARRAY ? StringLiteral.repr(space.bytearrays.toJava(w_value), false) : space.reprText(w);
    }

    @Ref
    long parse(String text, int base, @Ref long w_shown) {
        BigInteger value;
        try {
            value = IntText.parse(text, base);
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        }
        if (value == null) throw space.error(space.w_ValueError, "invalid literal for int() with base %d: %s", base, shown(w_shown));
        return space.newInt(value);
    }

    // ---- rounding ----------------------------------------------------------------------------------------------------------------------

    private @Ref long round(@Slot long hArgs, int nargs) {
        long w_self = ints.integer(space.self(hArgs));
        if (nargs < 2 || space.arg(hArgs, 1) == space.w_None) return w_self;
        BigInteger places = space.asBigInteger(space.arg(hArgs, 1));
        w_self = ints.integer(space.self(hArgs));
        if (places.signum() >= 0) return w_self;
        BigInteger value = ints.big(w_self);
        // 10^n has more than 3n bits: from there on the result is 0 whatever the digits
        if (places.negate().multiply(BigInteger.valueOf(3)).compareTo(BigInteger.valueOf(value.abs().bitLength() + 2)) > 0) {
            return Immediate.of(0);
        }
        BigInteger unit = BigInteger.TEN.pow(places.negate().intValueExact());
        BigInteger[] both = value.abs().divideAndRemainder(unit);
        int half = both[1].shiftLeft(1).compareTo(unit);
        BigInteger quotient = half > 0 || half == 0 && both[0].testBit(0) ? both[0].add(BigInteger.ONE) : both[0];
        BigInteger magnitude = quotient.multiply(unit);
        return space.newInt(value.signum() < 0 ? magnitude.negate() : magnitude);
    }

    // ---- bytes --------------------------------------------------------------------------------------------------------------------------

    private boolean isBigEndian(@Ref long w_order) {
        if (w_order == 0) return true;
        String order = space.string(w_order);
        return switch (order) {
            case "big" -> true;
            case "little" -> false;
            default -> throw space.error(space.w_ValueError, "byteorder must be either 'little' or 'big'");
        };
    }

    private @Ref long toBytes(@Slot long hArgs) {
        long length = space.arg(hArgs, 1) == 0 ? 1 : space.asIndex(space.arg(hArgs, 1));
        boolean bigEndian = isBigEndian(space.arg(hArgs, 2));
        boolean signed = space.arg(hArgs, 3) != 0 && space.isTrue(space.arg(hArgs, 3));
        if (length < 0) throw space.error(space.w_ValueError, "length argument must be non-negative");
        BigInteger value = value(hArgs);
        if (value.signum() < 0 && !signed) throw space.error(space.w_OverflowError, "can't convert negative int to unsigned");
        long needed = value.signum() == 0 ? 0 : (value.bitLength() + (signed ? 1 : 0) + Byte.SIZE - 1L) / Byte.SIZE;
        if (needed > length) throw space.error(space.w_OverflowError, "int too big to convert");
        byte[] data = value.toByteArray();
        byte[] out = new byte[Math.toIntExact(length)];
        byte fill = (byte) (value.signum() < 0 ? -1 : 0);
        for (int i = 0; i < out.length; i++) {
            byte b = i < data.length ? data[data.length - 1 - i] : fill;
            out[bigEndian ? out.length - 1 - i : i] = b;
        }
        return space.newBytes(out);
    }

    private @Ref long fromBytes(@Slot long hArgs) {
        boolean bigEndian = isBigEndian(space.arg(hArgs, 2));
        boolean signed = space.arg(hArgs, 3) != 0 && space.isTrue(space.arg(hArgs, 3));
        if (space.isStr(space.arg(hArgs, 1))) throw space.error(space.w_TypeError, "cannot convert 'str' object to bytes");
        byte[] data = space.bytes.toJava(space.payload(space.bytes(space.arg(hArgs, 1))));
        if (!bigEndian) {
            for (int i = 0, j = data.length - 1; i < j; i++, j--) {
                byte swapped = data[i];
                data[i] = data[j];
                data[j] = swapped;
            }
        }
        BigInteger value = data.length == 0 ? BigInteger.ZERO : signed ? new BigInteger(data) : new BigInteger(1, data);
        if (space.arg(hArgs, 0) == space.w_int) return space.newInt(value);
        long w_value = space.newInt(value);
        return space.call1(space.arg(hArgs, 0), w_value);
    }
}
