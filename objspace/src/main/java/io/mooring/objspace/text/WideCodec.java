package io.mooring.objspace.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * UTF-16 and UTF-32 in both byte orders; without an explicit order, a byte order mark is written and read, and little-endian is the
 * default.
 */
final class WideCodec {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Codec codec;
    private final String errors;
    private final int unit;
    private final boolean marked;
    private boolean bigEndian;

    WideCodec(Codec codec, String errors) {
        this.codec = codec;
        this.errors = errors;
        this.unit = switch (codec) {
            case UTF_16, UTF_16_LE, UTF_16_BE -> Short.BYTES;
            default -> Integer.BYTES;
        };
        this.marked = codec == Codec.UTF_16 || codec == Codec.UTF_32;
        this.bigEndian = codec == Codec.UTF_16_BE || codec == Codec.UTF_32_BE;
    }

    byte[] encode(CodePoints text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.count() * unit + unit);
        if (marked) put(BYTE_ORDER_MARK, out);
        for (int i = 0; i < text.count(); i++) {
            int point = text.at(i);
            if (Codec.isSurrogate(point) && !errors.equals("surrogatepass")) bad(text, i, out);
            else putPoint(point, out);
        }
        return out.toByteArray();
    }

    private void bad(CodePoints text, int at, ByteArrayOutputStream out) {
        int end = at;
        while (end < text.count() && Codec.isSurrogate(text.at(end))) end++;
        switch (errors) {
            case "ignore" -> { }
            case "replace" -> put('?', out);
            case "backslashreplace", "xmlcharrefreplace" -> {
                String shown = errors.startsWith("x") ? "&#" + text.at(at) + ";" : Codec.backslash(text.at(at));
                for (byte b : shown.getBytes(StandardCharsets.US_ASCII)) put(b, out);
            }
            case "strict", "surrogateescape" -> throw new CodecError(true, codec.pythonName(), at, end, "surrogates not allowed");
            default -> throw Codec.unknownHandler(errors);
        }
    }

    private void putPoint(int point, ByteArrayOutputStream out) {
        if (unit == Short.BYTES && point > 0xFFFF) {
            put(Character.highSurrogate(point), out);
            put(Character.lowSurrogate(point), out);
        } else {
            put(point, out);
        }
    }

    private void put(int value, ByteArrayOutputStream out) {
        for (int i = 0; i < unit; i++) out.write(value >>> Byte.SIZE * (bigEndian ? unit - 1 - i : i));
    }

    CodePoints decode(byte[] data) {
        CodePoints out = new CodePoints(data.length / unit);
        int at = 0;
        if (marked && data.length >= unit) {
            if (unit(data, 0) == BYTE_ORDER_MARK) at = unit;
            else if (unit(data, 0) == (unit == Short.BYTES ? 0xFFFE : 0xFFFE0000)) {
                bigEndian = true;
                at = unit;
            }
        }
        while (at < data.length) at = unit == Short.BYTES ? decode16(data, at, out) : decode32(data, at, out);
        return out;
    }

    private int unit(byte[] data, int at) {
        int value = 0;
        for (int i = 0; i < unit; i++) value |= (data[at + i] & 0xFF) << Byte.SIZE * (bigEndian ? unit - 1 - i : i);
        return value;
    }

    private int decode16(byte[] data, int at, CodePoints out) {
        if (data.length - at < unit) return bad(data, at, data.length, "truncated data", out);
        int first = unit(data, at);
        if (!Codec.isSurrogate(first) || errors.equals("surrogatepass") && first >= 0xDC00) {
            out.append(first);
            return at + unit;
        }
        if (first >= 0xDC00) return bad(data, at, at + unit, "illegal encoding", out);
        if (data.length - at < 2 * unit) return bad(data, at, data.length, "unexpected end of data", out);
        int second = unit(data, at + unit);
        if (second < 0xDC00 || second > 0xDFFF) return bad(data, at, at + unit, "illegal UTF-16 surrogate", out);
        out.append(Character.toCodePoint((char) first, (char) second));
        return at + 2 * unit;
    }

    private int decode32(byte[] data, int at, CodePoints out) {
        if (data.length - at < unit) return bad(data, at, data.length, "truncated data", out);
        int point = unit(data, at);
        if (point < 0 || point >= 0x110000) return bad(data, at, at + unit, "code point not in range(0x110000)", out);
        if (Codec.isSurrogate(point) && !errors.equals("surrogatepass")) {
            return bad(data, at, at + unit, "code point in surrogate code point range(0xd800, 0xe000)", out);
        }
        out.append(point);
        return at + unit;
    }

    /** The name with the byte order that was found, as decoding errors show it. */
    private String orderedName() {
        return "utf-" + unit * Byte.SIZE + (bigEndian ? "-be" : "-le");
    }

    private int bad(byte[] data, int start, int end, String reason, CodePoints out) {
        return Codec.decodeBadSlow(orderedName(), data, start, end, reason, errors, out);
    }
}
