package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.objspace.text.CharacterClass;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** The methods of bytes and bytearray that treat bytes as ASCII characters: case, classes, padding, hexadecimal. */
final class BytesCase {
    private static final int CASE_BIT = 'a' - 'A';

    private final ObjSpace space;
    private final BytesKind kind;

    BytesCase(ObjSpace space, BytesKind kind) {
        this.space = space;
        this.kind = kind;
    }

    void define(TypeBuilder type) {
        type.method("upper", 0, (s, h, n, k) -> mapped(h, false, (b, first) -> isLower(b) ? b - CASE_BIT : b));
        type.method("lower", 0, (s, h, n, k) -> mapped(h, false, (b, first) -> isUpper(b) ? b + CASE_BIT : b));
        type.method("swapcase", 0, (s, h, n, k) -> mapped(h, false, (b, first) -> isLetter(b) ? b ^ CASE_BIT : b));
        type.method("title", 0, (s, h, n, k) -> mapped(h, true, BytesCase::titled));
        type.method("capitalize", 0, (s, h, n, k) -> mapped(h, false, BytesCase::titled));
        type.method("isspace", 0, (s, h, n, k) -> s.newBool(all(h, CharacterClass::isAsciiSpace)));
        type.method("isalpha", 0, (s, h, n, k) -> s.newBool(all(h, BytesCase::isLetter)));
        type.method("isdigit", 0, (s, h, n, k) -> s.newBool(all(h, BytesCase::isDigit)));
        type.method("isalnum", 0, (s, h, n, k) -> s.newBool(all(h, b -> isLetter(b) || isDigit(b))));
        type.method("isascii", 0, (s, h, n, k) -> s.newBool(data(h).length == 0 || all(h, b -> b < 128)));
        type.method("isupper", 0, (s, h, n, k) -> s.newBool(isCase(h, BytesCase::isUpper, BytesCase::isLower)));
        type.method("islower", 0, (s, h, n, k) -> s.newBool(isCase(h, BytesCase::isLower, BytesCase::isUpper)));
        type.method("istitle", 0, (s, h, n, k) -> s.newBool(isTitle(data(h))));
        type.method("center", 1, 2, (s, h, n, k) -> pad(h, n, "center", true, true));
        type.method("ljust", 1, 2, (s, h, n, k) -> pad(h, n, "ljust", false, true));
        type.method("rjust", 1, 2, (s, h, n, k) -> pad(h, n, "rjust", true, false));
        type.method("zfill", 1, (s, h, n, k) -> zeroFill(h));
        type.method("expandtabs(self, tabsize=)", (s, h, n, k) -> expandTabs(h));
        type.method("hex(self, sep=, bytes_per_sep=)", (s, h, n, k) -> hex(h));
        type.classMethod("fromhex(cls, string, /)", (s, h, n, k) -> fromHex(h));
    }

    private byte[] data(@Slot long hSelf) {
        return kind.toJava(space.self(hSelf));
    }

    static boolean isUpper(int b) {
        return b >= 'A' && b <= 'Z';
    }

    static boolean isLower(int b) {
        return b >= 'a' && b <= 'z';
    }

    static boolean isLetter(int b) {
        return isUpper(b) || isLower(b);
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    // ---- case ---------------------------------------------------------------------------------------------------------------------------

    /** What becomes of a byte; {@code first}: it begins the text or, where words count, a word. */
    private interface Mapping {
        int of(int value, boolean first);
    }

    private static int titled(int value, boolean first) {
        if (first) return isLower(value) ? value - CASE_BIT : value;
        return isUpper(value) ? value + CASE_BIT : value;
    }

    private @Ref long mapped(@Slot long hSelf, boolean words, Mapping mapping) {
        byte[] data = data(hSelf);
        boolean first = true;
        for (int i = 0; i < data.length; i++) {
            boolean letter = isLetter(data[i]);
            data[i] = (byte) mapping.of(data[i], first);
            first = words && !letter;
        }
        return kind.make(data);
    }

    private boolean all(@Slot long hSelf, IntPredicate is) {
        byte[] data = data(hSelf);
        for (byte b : data) if (!is.test(b & 0xFF)) return false;
        return data.length > 0;
    }

    private boolean isCase(@Slot long hSelf, IntPredicate wanted, IntPredicate unwanted) {
        boolean some = false;
        for (byte b : data(hSelf)) {
            if (unwanted.test(b)) return false;
            some |= wanted.test(b);
        }
        return some;
    }

    private static boolean isTitle(byte[] data) {
        boolean some = false;
        boolean inWord = false;
        for (byte b : data) {
            if (isUpper(b) && inWord || isLower(b) && !inWord) return false;
            inWord = isLetter(b);
            some |= inWord;
        }
        return some;
    }

    // ---- padding ------------------------------------------------------------------------------------------------------------------------

    private @Ref long pad(@Slot long hArgs, int nargs, String method, boolean left, boolean right) {
        long width = space.asIndex(space.arg(hArgs, 1));
        byte fill = ' ';
        if (nargs > 2) {
            long w_fill = space.arg(hArgs, 2);
            if (!kind.isBytes(w_fill) || kind.anyUnits(w_fill).count() != 1) {
                throw space.error(space.w_TypeError, "%s() argument 2 must be a byte string of length 1, not %s", method,
                        space.typeName(w_fill));
            }
            fill = (byte) kind.anyUnits(w_fill).at(0);
        }
        byte[] data = data(hArgs);
        space.unicodes.requireRoom(width);
        int missing = Math.toIntExact(Math.max(0, width - data.length));
        // the odd one of a centred text goes left if the width is odd, as CPython has it
        int before = left && right ? missing / 2 + (missing & (int) width & 1) : left ? missing : 0;
        byte[] out = new byte[data.length + missing];
        Arrays.fill(out, fill);
        System.arraycopy(data, 0, out, before, data.length);
        return kind.make(out);
    }

    private @Ref long zeroFill(@Slot long hArgs) {
        long width = space.asIndex(space.arg(hArgs, 1));
        byte[] data = data(hArgs);
        space.unicodes.requireRoom(width);
        int missing = Math.toIntExact(Math.max(0, width - data.length));
        int sign = data.length > 0 && (data[0] == '+' || data[0] == '-') ? 1 : 0;
        byte[] out = new byte[data.length + missing];
        Arrays.fill(out, (byte) '0');
        System.arraycopy(data, 0, out, 0, sign);
        System.arraycopy(data, sign, out, sign + missing, data.length - sign);
        return kind.make(out);
    }

    private @Ref long expandTabs(@Slot long hArgs) {
        long size = space.arg(hArgs, 1) == 0 ? 8 : space.asIndex(space.arg(hArgs, 1));
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        long column = 0;
        for (byte b : data(hArgs)) {
            if (b == '\t') {
                space.unicodes.requireRoom(size);
                for (long i = size > 0 ? size - column % size : 0; i > 0; i--, column++) out.write(' ');
            } else {
                out.write(b);
                column = b == '\n' || b == '\r' ? 0 : column + 1;
            }
        }
        return kind.make(out.toByteArray());
    }

    // ---- hexadecimal --------------------------------------------------------------------------------------------------------------------

    private @Ref long hex(@Slot long hArgs) {
        String separator = "";
        long group = 1;
        if (space.arg(hArgs, 1) != 0) {
            long w = space.arg(hArgs, 1);
            if (!space.isStr(w) && !kind.isBytes(w)) throw space.error(space.w_TypeError, "sep must be str or bytes.");
            separator = space.isStr(w) ? space.string(w)
                    : new String(kind.toJava(space.payload(w)), java.nio.charset.StandardCharsets.ISO_8859_1);
            if (separator.length() != 1) throw space.error(space.w_ValueError, "sep must be length 1.");
            if (separator.charAt(0) >= 128) throw space.error(space.w_ValueError, "sep must be ASCII.");
        }
        if (space.arg(hArgs, 2) != 0) group = space.asIndex(space.arg(hArgs, 2));
        byte[] data = data(hArgs);
        StringBuilder out = new StringBuilder(2 * data.length);
        for (int i = 0; i < data.length; i++) {
            // a positive group counts from the right, a negative one from the left
            if (i > 0 && group != 0 && (group > 0 ? (data.length - i) % group : i % -group) == 0) out.append(separator);
            out.append(Character.forDigit(data[i] >> 4 & 0xF, 16)).append(Character.forDigit(data[i] & 0xF, 16));
        }
        return space.newStr(out.toString());
    }

    private @Ref long fromHex(@Slot long hArgs) {
        if (!space.isStr(space.arg(hArgs, 1))) {
            throw space.error(space.w_TypeError, "fromhex() argument must be str, not %s", space.typeName(space.arg(hArgs, 1)));
        }
        String text = space.string(space.arg(hArgs, 1));
        byte[] out = new byte[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (CharacterClass.isAsciiSpace(text.charAt(i))) continue;
            int high = digit(text, i);
            out[count++] = (byte) (high << 4 | digit(text, ++i));
        }
        long w = kind.make(Arrays.copyOf(out, count));
        return space.arg(hArgs, 0) == space.typeOfKind(kind.id()) ? w : space.call1(space.arg(hArgs, 0), w);
    }

    private int digit(String text, int at) {
        int value = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
        if (value < 0) throw space.error(space.w_ValueError, "non-hexadecimal number found in fromhex() arg at position %d", at);
        return value;
    }
}
