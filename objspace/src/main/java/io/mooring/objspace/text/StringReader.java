package io.mooring.objspace.text;

/** Reads one string or bytes literal: prefix, quotes, escapes. */
final class StringReader {
    private final String text;
    private final CodePoints out;
    private int at;
    private boolean raw;
    private boolean bytes;

    private StringReader(String text, int at, CodePoints out) {
        this.text = text;
        this.at = at;
        this.out = out;
    }

    /** Whether a string literal begins here, with or without prefix. */
    static boolean startsAt(String text, int at) {
        int quote = at;
        while (quote < text.length() && quote - at < 2 && "rRbBuU".indexOf(text.charAt(quote)) >= 0) quote++;
        return quote < text.length() && (text.charAt(quote) == '\'' || text.charAt(quote) == '"');
    }

    static boolean isBytes(String text, int at) {
        for (int i = at; i < text.length() && text.charAt(i) != '\'' && text.charAt(i) != '"'; i++) {
            if (text.charAt(i) == 'b' || text.charAt(i) == 'B') return true;
        }
        return false;
    }

    /** Appends what the literal at {@code at} stands for; answers where it ends. */
    static int read(String text, int at, CodePoints out) {
        StringReader reader = new StringReader(text, at, out);
        reader.read();
        return reader.at;
    }

    private BadText bad(int where, String what) {
        return new BadText("invalid literal at position " + (where + 1) + ": " + what);
    }

    private void read() {
        int start = at;
        while (text.charAt(at) != '\'' && text.charAt(at) != '"') {
            char prefix = Character.toLowerCase(text.charAt(at++));
            raw |= prefix == 'r';
            bytes |= prefix == 'b';
        }
        String quote = text.substring(at, at + 1);
        if (text.startsWith(quote.repeat(3), at)) quote = quote.repeat(3);
        at += quote.length();
        while (!text.startsWith(quote, at)) {
            if (at >= text.length()) throw bad(start, "unterminated string literal");
            int point = text.codePointAt(at);
            if (point == '\n' && quote.length() == 1) throw bad(start, "unterminated string literal");
            if (bytes && point >= 128) throw bad(at, "bytes can only contain ASCII literal characters");
            at += Character.charCount(point);
            if (point == '\\' && at < text.length()) escape();
            else out.append(point);
        }
        at += quote.length();
    }

    private void escape() {
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        if (raw) {
            out.append('\\').append(point);
            return;
        }
        switch (point) {
            case '\n' -> { }
            case '\\', '\'', '"' -> out.append(point);
            case 'a' -> out.append(7);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append(11);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(point - '0');
            case 'x' -> out.append(hexadecimal(2, "\\xXX"));
            case 'u', 'U', 'N' -> unicode(point);
            default -> out.append('\\').append(point);
        }
    }

    private void octal(int first) {
        int value = first;
        for (int i = 0; i < 2 && at < text.length() && text.charAt(at) >= '0'
                && text.charAt(at) <= '7'; i++) value = value * 8 + text.charAt(at++) - '0';
        out.append(bytes ? value & 0xFF : value);
    }

    private int hexadecimal(int digits, String form) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) throw bad(at - i - 2, "truncated " + form + " escape");
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    /** Escapes that bytes do not have: there they stand for themselves. */
    private void unicode(int kind) {
        if (bytes) {
            out.append('\\').append(kind);
            return;
        }
        int start = at - 2;
        if (kind == 'u') {
            out.append(hexadecimal(4, "\\uXXXX"));
        } else if (kind == 'U') {
            int value = hexadecimal(8, "\\UXXXXXXXX");
            if (value < 0 || value > Character.MAX_CODE_POINT) throw bad(start, "illegal Unicode character");
            out.append(value);
        } else {
            int close = text.indexOf('}', at);
            if (at >= text.length() || text.charAt(at) != '{' || close < 0) throw bad(start, "malformed \\N character escape");
            try {
                out.append(Character.codePointOf(text.substring(at + 1, close)));
            } catch (IllegalArgumentException unknown) {
                throw bad(start, "unknown Unicode character name");
            }
            at = close + 1;
        }
    }
}
