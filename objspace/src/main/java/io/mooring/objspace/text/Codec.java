package io.mooring.objspace.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The encodings that {@code str.encode} and {@code bytes.decode} know, with Python's error handlers. */
public enum Codec {
    UTF_8("utf-8"),
    ASCII("ascii"),
    LATIN_1("latin-1"),
    UTF_16("utf-16"),
    UTF_16_LE("utf-16-le"),
    UTF_16_BE("utf-16-be"),
    UTF_32("utf-32"),
    UTF_32_LE("utf-32-le"),
    UTF_32_BE("utf-32-be");

    private final String pythonName;

    Codec(String pythonName) {
        this.pythonName = pythonName;
    }

    /** As it stands in error messages. */
    public String pythonName() {
        return pythonName;
    }

    /** The codec of a name or alias in any spelling; null if there is none. */
    public static Codec named(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-')) {
            case "utf-8", "utf8", "u8", "utf", "cp65001" -> UTF_8;
            case "ascii", "us-ascii", "646", "ansi-x3.4-1968" -> ASCII;
            case "latin-1", "latin1", "latin", "iso-8859-1", "iso8859-1", "8859", "cp819", "l1" -> LATIN_1;
            case "utf-16", "utf16", "u16" -> UTF_16;
            case "utf-16-le", "utf-16le", "utf16-le", "unicodelittleunmarked" -> UTF_16_LE;
            case "utf-16-be", "utf-16be", "utf16-be", "unicodebigunmarked" -> UTF_16_BE;
            case "utf-32", "utf32", "u32" -> UTF_32;
            case "utf-32-le", "utf-32le", "utf32-le" -> UTF_32_LE;
            case "utf-32-be", "utf-32be", "utf32-be" -> UTF_32_BE;
            default -> null;
        };
    }

    private boolean isWide() {
        return this != UTF_8 && this != ASCII && this != LATIN_1;
    }

    // ---- encoding ---------------------------------------------------------------------------------------------------------------------

    /** Encodes. Throws {@link CodecError} where the handler is strict. Throws {@link BadText} with an unknown handler's name. */
    public byte[] encode(CodePoints text, String errors) {
        if (isWide()) return new WideCodec(this, errors).encode(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.count() + 8);
        int limit = this == ASCII ? 0x80 : this == LATIN_1 ? 0x100 : 0x110000;
        for (int i = 0; i < text.count(); ) {
            int point = text.at(i);
            if (point < limit && (this != UTF_8 || !isSurrogate(point))) {
                if (this == UTF_8) utf8(point, out);
                else out.write(point);
                i++;
            } else {
                i = encodeBadSlow(text, i, limit, errors, out);
            }
        }
        return out.toByteArray();
    }

    /** Handles the run of code points that begins at {@code start}; answers where encoding goes on. */
    private int encodeBadSlow(CodePoints text, int start, int limit, String errors, ByteArrayOutputStream out) {
        int end = start;
        while (end < text.count() && (text.at(end) >= limit || this == UTF_8 && isSurrogate(text.at(end)))) end++;
        String reason = this == UTF_8 ? "surrogates not allowed" : "ordinal not in range(" + limit + ")";
        for (int i = start; i < end; i++) {
            int point = text.at(i);
            switch (errors) {
                case "ignore" -> { }
                case "replace" -> out.write('?');
                case "backslashreplace" -> ascii(backslash(point), out);
                case "xmlcharrefreplace" -> ascii("&#" + point + ";", out);
                case "surrogateescape" -> {
                    if (point < 0xDC80 || point > 0xDCFF) throw new CodecError(true, pythonName, start, end, reason);
                    out.write(point - 0xDC00);
                }
                case "surrogatepass" -> {
                    if (this != UTF_8) throw new CodecError(true, pythonName, start, end, reason);
                    utf8(point, out);
                }
                case "strict" -> throw new CodecError(true, pythonName, start, end, reason);
                default -> throw unknownHandler(errors);
            }
        }
        return end;
    }

    static BadText unknownHandler(String errors) {
        return new BadText("unknown error handler name '" + errors + "'");
    }

    static boolean isSurrogate(int point) {
        return point >= 0xD800 && point <= 0xDFFF;
    }

    static String backslash(int point) {
        if (point < 0x100) return String.format("\\x%02x", point);
        return String.format(point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
    }

    static void ascii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void utf8(int point, ByteArrayOutputStream out) {
        if (point < 0x80) {
            out.write(point);
        } else if (point < 0x800) {
            out.write(0xC0 | point >> 6);
            out.write(0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            out.write(0xE0 | point >> 12);
            out.write(0x80 | point >> 6 & 0x3F);
            out.write(0x80 | point & 0x3F);
        } else {
            out.write(0xF0 | point >> 18);
            out.write(0x80 | point >> 12 & 0x3F);
            out.write(0x80 | point >> 6 & 0x3F);
            out.write(0x80 | point & 0x3F);
        }
    }

    // ---- decoding ---------------------------------------------------------------------------------------------------------------------

    /** Decodes. Throws {@link CodecError} where the handler is strict. Throws {@link BadText} with an unknown handler's name. */
    public CodePoints decode(byte[] data, String errors) {
        if (isWide()) return new WideCodec(this, errors).decode(data);
        CodePoints out = new CodePoints(data.length);
        for (int i = 0; i < data.length; ) {
            int b = data[i] & 0xFF;
            if (b < 0x80 || this == LATIN_1) {
                out.append(b);
                i++;
            } else if (this == ASCII) {
                i = decodeBadSlow(data, i, i + 1, "ordinal not in range(128)", errors, out);
            } else {
                i = utf8Slow(data, i, errors, out);
            }
        }
        return out;
    }

    /** Decodes a sequence of several bytes; answers where decoding goes on. */
    private int utf8Slow(byte[] data, int at, String errors, CodePoints out) {
        int lead = data[at] & 0xFF;
        int need = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
        if (need == 0) return decodeBadSlow(data, at, at + 1, "invalid start byte", errors, out);
        int point = lead & 0x3F >> need;
        for (int i = 1; i <= need; i++) {
            if (at + i == data.length) return decodeBadSlow(data, at, data.length, "unexpected end of data", errors, out);
            int next = data[at + i] & 0xFF;
            if ((next & 0xC0) != 0x80 || i == 1 && !isSecond(lead, next)) {
                if (lead == 0xED && i == 1 && errors.equals("surrogatepass") && isPassedSurrogate(data, at)) {
                    out.append(0xD000 | (data[at + 1] & 0x3F) << 6 | data[at + 2] & 0x3F);
                    return at + 3;
                }
                return decodeBadSlow(data, at, at + i, "invalid continuation byte", errors, out);
            }
            point = point << 6 | next & 0x3F;
        }
        out.append(point);
        return at + need + 1;
    }

    /** Whether a continuation byte makes neither an overlong form, nor a surrogate, nor a value beyond U+10FFFF. */
    private static boolean isSecond(int lead, int next) {
        return switch (lead) {
            case 0xE0 -> next >= 0xA0;
            case 0xED -> next < 0xA0;
            case 0xF0 -> next >= 0x90;
            case 0xF4 -> next < 0x90;
            default -> true;
        };
    }

    private static boolean isPassedSurrogate(byte[] data, int at) {
        return at + 2 < data.length && (data[at + 1] & 0xE0) == 0xA0 && (data[at + 2] & 0xC0) == 0x80;
    }

    private int decodeBadSlow(byte[] data, int start, int end, String reason, String errors, CodePoints out) {
        return decodeBadSlow(pythonName, data, start, end, reason, errors, out);
    }

    static int decodeBadSlow(String codec, byte[] data, int start, int end, String reason, String errors, CodePoints out) {
        switch (errors) {
            case "ignore" -> { }
            case "replace" -> out.append(0xFFFD);
            case "backslashreplace" -> {
                for (int i = start; i < end; i++) out.append(backslash(data[i] & 0xFF));
            }
            case "surrogateescape" -> {
                if ((data[start] & 0xFF) < 0x80) throw new CodecError(false, codec, start, end, reason);
                int i = start;
                while (i < end && (data[i] & 0xFF) >= 0x80) out.append(0xDC00 + (data[i++] & 0xFF));
                return i;
            }
            case "strict", "surrogatepass", "xmlcharrefreplace" -> throw new CodecError(false, codec, start, end, reason);
            default -> throw unknownHandler(errors);
        }
        return end;
    }
}
