package io.mooring.objspace.text;

/** Strings and bytes as Python literals: what {@code repr} and {@code ascii} write. */
public final class StringLiteral {
    private StringLiteral() {}

    /** {@code repr(str)}. */
    public static CodePoints repr(CodePoints text) {
        char quote = quote(text);
        CodePoints out = new CodePoints(text.count() + 2).append(quote);
        for (int i = 0; i < text.count(); i++) {
            int point = text.at(i);
            if (CharacterClass.isPrintable(point) && point != quote && point != '\\') out.append(point);
            else escape(point, quote, out);
        }
        return out.append(quote);
    }

    /** The text with everything beyond ASCII escaped: what {@code ascii} makes of a repr. */
    public static String ascii(CodePoints text) {
        StringBuilder out = new StringBuilder(text.count());
        for (int i = 0; i < text.count(); i++) {
            if (text.at(i) < 128) out.append((char) text.at(i));
            else out.append(Codec.backslash(text.at(i)));
        }
        return out.toString();
    }

    /** {@code repr(bytes)}; that of bytearray escapes apostrophes even between quotation marks. */
    public static String repr(byte[] data, boolean escapeApostrophes) {
        CodePoints text = new CodePoints(data.length);
        for (byte b : data) text.append(b & 0xFF);
        char quote = quote(text);
        CodePoints out = new CodePoints(data.length + 3).append('b').append(quote);
        for (int i = 0; i < text.count(); i++) {
            int value = text.at(i);
            if (value == '\'' && escapeApostrophes) out.append("\\'");
            else if (value >= ' ' && value < 127 && value != quote && value != '\\') out.append(value);
            else escape(value, quote, out);
        }
        return out.append(quote).toString();
    }

    private static char quote(CodePoints text) {
        boolean apostrophe = false;
        for (int i = 0; i < text.count(); i++) {
            if (text.at(i) == '"') return '\'';
            apostrophe |= text.at(i) == '\'';
        }
        return apostrophe ? '"' : '\'';
    }

    private static void escape(int point, char quote, CodePoints out) {
        switch (point) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (point == quote) out.append('\\').append(point);
                else out.append(Codec.backslash(point));
            }
        }
    }
}
