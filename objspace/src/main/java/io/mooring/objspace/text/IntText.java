package io.mooring.objspace.text;

import java.math.BigInteger;

/** Integers as text: {@code int(str, base)} and the digits of {@code str(int)}. */
public final class IntText {
    /**
     * More decimal digits than this are refused, since the conversion takes quadratic time; CPython's default for
     * sys.set_int_max_str_digits.
     */
    public static final int MAX_DECIMAL_DIGITS = 4300;
    /** Below this many bits an int has no more than {@link #MAX_DECIMAL_DIGITS} digits: 3 bits make less than a decimal digit. */
    private static final int SAFE_BITS = 3 * MAX_DECIMAL_DIGITS;

    private IntText() {}

    /** The decimal digits of a value. Throws {@link BadText} if they are too many. */
    public static String decimal(BigInteger value) {
        if (value.bitLength() < SAFE_BITS) return value.toString();
        // log10(2) rounded down: the estimate is a lower bound of the number of digits
        if (value.bitLength() * 0.30102 > MAX_DECIMAL_DIGITS + 1) throw tooManyToShow();
        String digits = value.toString();
        if (digits.length() - (value.signum() < 0 ? 1 : 0) > MAX_DECIMAL_DIGITS) throw tooManyToShow();
        return digits;
    }

    private static BadText tooManyToShow() {
        return new BadText("Exceeds the limit (" + MAX_DECIMAL_DIGITS
                + " digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit");
    }

    /**
     * Reads an integer as {@code int(text, base)} does; base 0 = by prefix. Answers null if the text is none. Throws {@link BadText} if it
     * has too many decimal digits.
     */
    public static BigInteger parse(String text, int base) {
        String plain = plainDigits(strip(text));
        if (plain == null || plain.isEmpty()) return null;
        boolean negative = plain.charAt(0) == '-';
        int at = negative || plain.charAt(0) == '+' ? 1 : 0;
        int radix = base;
        int prefix = prefixRadix(plain, at);
        if (prefix != 0 && (base == 0 || base == prefix)) {
            radix = prefix;
            at += 2;
            if (at < plain.length() && plain.charAt(at) == '_') at++;
        } else if (base == 0) {
            radix = 10;
            if (at < plain.length() && plain.charAt(at) == '0' && !isZeros(plain, at)) return null;
        }
        BigInteger magnitude = digits(plain.substring(at), radix);
        return magnitude == null || !negative ? magnitude : magnitude.negate();
    }

    private static int prefixRadix(String text, int at) {
        if (at + 1 >= text.length() || text.charAt(at) != '0') return 0;
        return switch (text.charAt(at + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
        };
    }

    private static boolean isZeros(String text, int from) {
        for (int i = from; i < text.length(); i++) if (text.charAt(i) != '0' && text.charAt(i) != '_') return false;
        return true;
    }

    /** Digits with single underscores between them, or null. */
    private static BigInteger digits(String text, int radix) {
        if (text.isEmpty() || text.startsWith("_") || text.endsWith("_") || text.contains("__")) return null;
        String plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
        for (int i = 0; i < plain.length(); i++) if (plain.charAt(i) >= 128 || Character.digit(plain.charAt(i), radix) < 0) return null;
        if (plain.length() > MAX_DECIMAL_DIGITS && Integer.bitCount(radix) != 1) throw tooManyToRead(plain.length());
        return new BigInteger(plain, radix);
    }

    private static BadText tooManyToRead(int digits) {
        return new BadText("Exceeds the limit (" + MAX_DECIMAL_DIGITS + " digits) for integer string conversion: value has " + digits
                + " digits; use sys.set_int_max_str_digits() to increase the limit");
    }

    /** The text without whitespace, as Python defines it, at both ends. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && CharacterClass.isSpace(text.charAt(start))) start++;
        while (end > start && CharacterClass.isSpace(text.charAt(end - 1))) end--;
        return text.substring(start, end);
    }

    /** The text with decimal digits of every script replaced by ASCII ones; null if another character beyond ASCII is in it. */
    static String plainDigits(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length() && ascii; i++) ascii = text.charAt(i) < 128;
        if (ascii) return text;
        StringBuilder out = new StringBuilder();
        int[] points = text.codePoints().toArray();
        for (int point : points) {
            if (point < 128) out.append((char) point);
            else if (CharacterClass.isDecimal(point)) out.append((char) ('0' + Character.digit(point, 10)));
            else if (CharacterClass.isSpace(point)) out.append(' ');
            else return null;
        }
        return out.toString();
    }
}
