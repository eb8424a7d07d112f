package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.BadText;
import io.mooring.objspace.text.CodePoints;
import io.mooring.objspace.text.FloatText;
import io.mooring.objspace.text.IntText;
import io.mooring.objspace.text.StringLiteral;
import java.math.BigInteger;

/** {@code format % arguments} of str, and of bytes, whose code points are then byte values. */
final class PercentFormat {
    private static final int DEFAULT_PRECISION = 6;
    /** The largest width or precision, as in C's int. */
    private static final int MAX_NUMBER = Integer.MAX_VALUE / 10 - 1;

    private final ObjSpace space;
    private final CodePoints format;
    private final @Slot long hArguments;
    private final boolean bytes;
    private final boolean tuple;
    private final boolean mapping;
    private final CodePoints out;
    private int at;
    private int used;

    // of the conversion at hand
    private boolean left;
    private boolean plus;
    private boolean blank;
    private boolean alternate;
    private boolean zero;
    private int width;
    private int precision;

    /** {@code hArguments}: what stands right of the operator. */
    PercentFormat(ObjSpace space, CodePoints format, @Slot long hArguments, boolean bytes) {
        this.space = space;
        this.format = format;
        this.hArguments = hArguments;
        this.bytes = bytes;
        this.out = new CodePoints(format.count());
        long w = space.payload(space.arg(hArguments, 0));
        int kind = space.kind(w);
        tuple = kind == TypeIds.TUPLE;
        boolean text = kind == TypeIds.UNICODE || bytes && (kind == TypeIds.BYTES || kind == TypeIds.BYTEARRAY);
        mapping = !tuple && !text && space.lookup(space.type(w), space.names.w_getitem) != 0;
    }

    CodePoints run() {
        while (at < format.count()) {
            int point = format.at(at++);
            if (point == '%' && (at == format.count() || format.at(at) != '%')) {
                conversion();
            } else {
                out.append(point);
                if (point == '%') at++;
            }
        }
        long given = tuple ? space.tuples.count(space.payload(space.arg(hArguments, 0))) : 1;
        if (used < given && !mapping) {
            throw space.error(space.w_TypeError, "not all arguments converted during %s formatting", bytes ? "bytes" : "string");
        }
        return out;
    }

    private int next() {
        if (at == format.count()) throw space.error(space.w_ValueError, "incomplete format");
        return format.at(at++);
    }

    /** The next argument. */
    private @Ref long argument() {
        long w = space.arg(hArguments, 0);
        if (tuple) {
            long w_tuple = space.payload(w);
            if (used < space.tuples.count(w_tuple)) return space.tuples.get(w_tuple, used++);
        } else if (used == 0) {
            used = 1;
            return w;
        }
        throw space.error(space.w_TypeError, "not enough arguments for format string");
    }

    private void conversion() {
        left = plus = blank = alternate = zero = false;
        width = -1;
        precision = -1;
        try (HandleScope scope = space.heap.scope()) {
            long hKeyed = 0;
            if (at < format.count() && format.at(at) == '(') hKeyed = scope.root(keyed());
            flags();
            width = number();
            if (width < 0 && width != -1) {
                left = true;
                width = -width;
            }
            if (at < format.count() && format.at(at) == '.') {
                at++;
                precision = Math.max(0, number());
            }
            space.unicodes.requireRoom(Math.max(width, precision));
            int type = next();
            while (type == 'l' || type == 'h' || type == 'L') type = next();
            long hValue = scope.root(hKeyed != 0 ? scope.get(hKeyed) : argument());
            convert(type, hValue);
        }
    }

    private @Ref long keyed() {
        if (!mapping) throw space.error(space.w_TypeError, "format requires a mapping");
        int start = ++at;
        int open = 1;
        while (at < format.count()) {
            int point = format.at(at++);
            if (point == '(') open++;
            if (point == ')' && --open == 0) {
                CodePoints key = new CodePoints();
                for (int i = start; i < at - 1; i++) key.append(format.at(i));
                long w_key = bytes ? space.newBytes(toBytes(key)) : space.unicodes.make(key);
                return space.getitem(space.arg(hArguments, 0), w_key);
            }
        }
        throw space.error(space.w_ValueError, "incomplete format key");
    }

    private static byte[] toBytes(CodePoints text) {
        byte[] data = new byte[text.count()];
        for (int i = 0; i < data.length; i++) data[i] = (byte) text.at(i);
        return data;
    }

    private void flags() {
        while (at < format.count()) {
            switch (format.at(at)) {
                case '-' -> left = true;
                case '+' -> plus = true;
                case ' ' -> blank = true;
                case '#' -> alternate = true;
                case '0' -> zero = true;
                default -> {
                    return;
                }
            }
            at++;
        }
    }

    /**
     * A number written out or, for a star, taken from the arguments; -1 if there is neither. A negative number from the arguments is kept,
     * less 1 where it is -1.
     */
    private int number() {
        if (at < format.count() && format.at(at) == '*') {
            at++;
            long w = argument();
            if (!space.isInt(w)) throw space.error(space.w_TypeError, "* wants int");
            long value = space.asClippedIndex(w);
            if (Math.abs(value) > MAX_NUMBER) throw space.error(space.w_OverflowError, "Python int too large to convert to C int");
            return value == -1 ? -2 : (int) value;
        }
        int value = -1;
        while (at < format.count() && format.at(at) >= '0' && format.at(at) <= '9') {
            if (value > MAX_NUMBER) throw space.error(space.w_ValueError, "width too big");
            value = Math.max(0, value) * 10 + format.at(at++) - '0';
        }
        return value;
    }

    private void convert(int type, @Slot long hValue) {
        switch (type) {
            case 's' -> text(bytes ? rawBytes(hValue) : strOf(space.str(space.arg(hValue, 0))));
            case 'b' -> {
                if (!bytes) throw unsupported(type);
                text(rawBytes(hValue));
            }
            case 'r' -> text(bytes ? asciiOf(hValue) : strOf(space.repr(space.arg(hValue, 0))));
            case 'a' -> text(asciiOf(hValue));
            case 'c' -> text(character(hValue));
            case 'd', 'i', 'u', 'o', 'x', 'X' -> integer(type, hValue);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> floating(type, hValue);
            default -> throw unsupported(type);
        }
    }

    private OperationError unsupported(int type) {
        String shown = type > 31 && type < 128 ? Character.toString(type) : "?";
        return space.error(space.w_ValueError, "unsupported format character '%s' (0x%x) at index %d", shown, type, at - 1);
    }

    // ---- values -------------------------------------------------------------------------------------------------------------------------

    private CodePoints strOf(@Ref long w_str) {
        return space.unicodes.codePoints(space.payload(w_str));
    }

    private CodePoints asciiOf(@Slot long hValue) {
        return CodePoints.of(StringLiteral.ascii(strOf(space.repr(space.arg(hValue, 0)))));
    }

    private CodePoints rawBytes(@Slot long hValue) {
        long w = space.payload(space.arg(hValue, 0));
        byte[] data = switch (space.kind(w)) {
            case TypeIds.BYTES -> space.bytes.toJava(w);
            case TypeIds.BYTEARRAY -> space.bytearrays.toJava(w);
            default -> {
                long w_method = space.lookup(space.type(w), space.names.w_bytes);
                if (w_method == 0) {
                    throw space.error(space.w_TypeError,
                            "%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'", space.typeName(w));
                }
                yield space.bytes.toJava(space.payload(space.call1(w_method, w)));
            }
        };
        CodePoints text = new CodePoints(data.length);
        for (byte b : data) text.append(b & 0xFF);
        return text;
    }

    private CodePoints character(@Slot long hValue) {
        long w = space.payload(space.arg(hValue, 0));
        int kind = space.kind(w);
        if (kind == TypeIds.UNICODE && !bytes && space.unicodes.count(w) == 1) return strOf(w);
        if (bytes && (kind == TypeIds.BYTES || kind == TypeIds.BYTEARRAY) && space.len(w) == 1) return rawBytes(hValue);
        if (!space.slices.isIndex(w)) {
            throw space.error(space.w_TypeError, bytes ? "%c requires an integer in range(256) or a single byte"
                    : "%c requires int or char");
        }
        long value = space.asClippedIndex(w);
        int limit = bytes ? 0x100 : Character.MAX_CODE_POINT + 1;
        if (value < 0 || value >= limit) {
            throw space.error(space.w_OverflowError, bytes ? "%c arg not in range(256)" : "%c arg not in range(0x110000)");
        }
        return new CodePoints().append((int) value);
    }

    private void integer(int type, @Slot long hValue) {
        BigInteger value = space.ints.big(intOf(type, hValue));
        BigInteger magnitude = value.abs();
        String digits = switch (type) {
            case 'o' -> magnitude.toString(8);
            case 'x' -> magnitude.toString(16);
            case 'X' -> magnitude.toString(16).toUpperCase(java.util.Locale.ROOT);
            default -> decimal(magnitude);
        };
        if (precision > digits.length()) digits = "0".repeat(precision - digits.length()) + digits;
        String prefix = alternate && (type == 'o' || type == 'x' || type == 'X') ? "0" + (char) type : "";
        signed(value.signum() < 0, prefix, digits);
    }

    private String decimal(BigInteger magnitude) {
        try {
            return IntText.decimal(magnitude);
        } catch (BadText e) {
            throw space.error(space.w_ValueError, "%s", e.getMessage());
        }
    }

    private @Ref long intOf(int type, @Slot long hValue) {
        long w = space.arg(hValue, 0);
        long w_integer = space.ints.integer(w);
        if (w_integer != 0) return w_integer;
        boolean decimal = type == 'd' || type == 'i' || type == 'u';
        if (space.lookup(space.type(w), space.names.w_index) != 0) return space.ints.integer(space.index(w));
        if (!decimal || space.lookup(space.type(w), space.names.w_int) == 0) {
            throw space.error(space.w_TypeError, "%%%c format: %s is required, not %s", type, decimal ? "a real number" : "an integer",
                    space.typeName(w));
        }
        return space.ints.integer(space.toInt(w));
    }

    private void floating(int type, @Slot long hValue) {
        long w = space.arg(hValue, 0);
        boolean number = space.floats.isReal(w) || space.lookup(space.type(w), space.names.w_float) != 0
                || space.lookup(space.type(w), space.names.w_index) != 0;
        if (!number) {
            throw space.error(space.w_TypeError, bytes ? "float argument required, not %s" : "must be real number, not %s",
                    space.typeName(w));
        }
        double value = space.asDouble(w);
        String text = FloatText.text(value, (char) type, precision < 0 ? DEFAULT_PRECISION : precision, alternate ? FloatText.ALTERNATE
                : 0);
        boolean negative = text.startsWith("-");
        signed(negative, "", negative ? text.substring(1) : text);
    }

    // ---- layout -------------------------------------------------------------------------------------------------------------------------

    private void signed(boolean negative, String prefix, String digits) {
        String head = (negative ? "-" : plus ? "+" : blank ? " " : "") + prefix;
        int missing = width - head.length() - digits.length();
        if (!left && !zero) fill(' ', missing);
        out.append(head);
        if (!left && zero) fill('0', missing);
        out.append(digits);
        if (left) fill(' ', missing);
    }

    private void text(CodePoints text) {
        int shown = precision >= 0 ? Math.min(precision, text.count()) : text.count();
        if (!left) fill(' ', width - shown);
        for (int i = 0; i < shown; i++) out.append(text.at(i));
        if (left) fill(' ', width - shown);
    }

    private void fill(int point, int count) {
        for (int i = 0; i < count; i++) out.append(point);
    }
}
