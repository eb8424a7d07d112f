package io.mooring.objspace.text;

import java.math.BigInteger;

/** Formats strings, integers, floats and complex numbers as their {@code __format__} does, from a {@link FormatSpec}. */
public final class FormatText {
    private static final int DEFAULT_PRECISION = 6;

    private FormatText() {}

    /** {@code str.__format__}. */
    public static String string(String text, FormatSpec parsed, String typeName) {
        if (parsed.type() != 0 && parsed.type() != 's') throw parsed.unknownType(typeName);
        if (parsed.sign() != 0) {
            throw new BadText(parsed.sign() == ' ' ? "Space not allowed in string format specifier"
                    : "Sign not allowed in string format specifier");
        }
        if (parsed.noMinusZero()) throw new BadText("Negative zero coercion (z) not allowed in string format specifier");
        if (parsed.alternate()) throw new BadText("Alternate form (#) not allowed in string format specifier");
        if (parsed.grouping() != 0) throw new BadText("Cannot specify '" + parsed.grouping() + "' with 's'.");
        if (parsed.align() == '=') throw new BadText("'=' alignment not allowed in string format specifier");
        int count = text.codePointCount(0, text.length());
        String shown = parsed.precision() >= 0 && parsed.precision() < count
                ? text.substring(0, text.offsetByCodePoints(0, parsed.precision())) : text;
        return pad(shown, parsed, '<');
    }

    /** {@code int.__format__}; the presentation types of floats excepted, which the caller sends to {@link #floating}. */
    public static String integer(BigInteger value, FormatSpec spec, String typeName) {
        int radix = switch (spec.type()) {
            case 0, 'd', 'n' -> 10;
            case 'b' -> 2;
            case 'o' -> 8;
            case 'x', 'X' -> 16;
            case 'c' -> 0;
            default -> throw spec.unknownType(typeName);
        };
        if (spec.precision() >= 0) throw new BadText("Precision not allowed in integer format specifier");
        if (spec.noMinusZero()) throw new BadText("Negative zero coercion (z) not allowed in integer format specifier");
        if (radix == 0) return character(value, spec);
        BigInteger magnitude = value.abs();
        String digits = radix == 10 ? IntText.decimal(magnitude) : magnitude.toString(radix);
        String prefix = spec.alternate() && radix != 10 ? "0" + (char) spec.type() : "";
        if (spec.type() == 'X') digits = digits.toUpperCase(java.util.Locale.ROOT);
        return number(value.signum() < 0, prefix, digits, "", spec, radix == 10 ? 3 : 4);
    }

    /** Whether the presentation type makes {@code int.__format__} convert to float first. */
    public static boolean isFloatType(int type) {
        return switch (type) {
            case 'e', 'E', 'f', 'F', 'g', 'G', '%' -> true;
            default -> false;
        };
    }

    private static String character(BigInteger value, FormatSpec spec) {
        if (spec.sign() != 0) throw new BadText("Sign not allowed with integer format specifier 'c'");
        if (spec.alternate()) throw new BadText("Alternate form (#) not allowed with integer format specifier 'c'");
        String text = Character.toString(value.intValueExact());
        FormatSpec plain = spec.align() == '='
                ? new FormatSpec(spec.fill(), '>', (char) 0, false, false, spec.width(), (char) 0, -1, 0, true) : spec;
        return pad(text, plain, '<');
    }

    /** {@code float.__format__}. */
    public static String floating(double value, FormatSpec spec, String typeName) {
        String body = body(value, spec, typeName, FloatText.DOT_ZERO);
        boolean negative = body.startsWith("-");
        if (negative) body = body.substring(1);
        if (negative && spec.noMinusZero() && isZero(body)) negative = false;
        int end = 0;
        while (end < body.length() && Character.isDigit(body.charAt(end))) end++;
        return number(negative, "", body.substring(0, end), body.substring(end), spec, 3);
    }

    private static boolean isZero(String body) {
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == 'e' || c == 'E') break;
            if (c >= '1' && c <= '9' || Character.isLetter(c)) return false;
        }
        return true;
    }

    /** Sign, digits and exponent in the presentation type of the specification. */
    private static String body(double value, FormatSpec spec, String typeName, int dotZero) {
        char type = (char) spec.type();
        int precision = spec.precision();
        int flags = spec.alternate() ? FloatText.ALTERNATE : 0;
        return switch (type) {
            case 0 -> precision < 0 ? FloatText.text(value, 'r', 0, flags | dotZero)
                    : FloatText.text(value, 'g', precision, flags | dotZero);
            case 'n' -> FloatText.text(value, 'g', precision < 0 ? DEFAULT_PRECISION : precision, flags);
            case '%' -> FloatText.text(value * 100, 'f', precision < 0 ? DEFAULT_PRECISION : precision, flags) + "%";
            case 'e', 'E', 'f', 'F', 'g', 'G' -> FloatText.text(value, type, precision < 0 ? DEFAULT_PRECISION : precision, flags);
            default -> throw spec.unknownType(typeName);
        };
    }

    /** {@code complex.__format__}. */
    public static String complex(double real, double imaginary, FormatSpec spec) {
        boolean known = spec.type() == 0 || spec.type() == 'n' || isFloatType(spec.type()) && spec.type() != '%';
        if (!known) throw spec.unknownType("complex");
        if (spec.isZeroPadded() && !spec.fillGiven() || spec.fill() == '0' && !spec.fillGiven()) {
            throw new BadText("Zero padding is not allowed in complex format specifier");
        }
        if (spec.align() == '=') throw new BadText("'=' alignment flag is not allowed in complex format specifier");
        boolean plain = spec.type() == 0;
        FormatSpec part = new FormatSpec(' ', '>', spec.sign(), spec.noMinusZero(), spec.alternate(), -1, spec.grouping(),
                spec.precision(), spec.type(), false);
        FormatSpec signed = new FormatSpec(' ', '>', '+', spec.noMinusZero(), spec.alternate(), -1, spec.grouping(), spec.precision(),
                spec.type(), false);
        boolean skipReal = plain && real == 0 && !FloatText.isNegative(real);
        String text = (skipReal ? "" : part(real, part)) + part(imaginary, skipReal ? part : signed) + "j";
        return pad(plain && !skipReal ? "(" + text + ")" : text, spec, '>');
    }

    private static String part(double value, FormatSpec spec) {
        String body = body(value, spec, "complex", 0);
        boolean negative = body.startsWith("-");
        if (negative) body = body.substring(1);
        int end = 0;
        while (end < body.length() && Character.isDigit(body.charAt(end))) end++;
        return number(negative, "", body.substring(0, end), body.substring(end), spec, 3);
    }

    /** Puts sign, prefix, grouped digits and the rest together, and pads. */
    private static String number(boolean negative, String prefix, String digits, String rest, FormatSpec spec, int groupSize) {
        String sign = negative ? "-" : spec.sign() == '+' ? "+" : spec.sign() == ' ' ? " " : "";
        int taken = sign.length() + prefix.length() + rest.length();
        String grouped = digits;
        if (!digits.isEmpty()) {
            int minimum = spec.isZeroPadded() ? Math.max(0, spec.width() - taken) : 0;
            grouped = spec.grouping() == 0 ? "0".repeat(Math.max(0, minimum - digits.length())) + digits
                    : group(digits, spec.grouping(), groupSize, minimum);
        }
        int missing = spec.width() - taken - grouped.length();
        if (spec.align() == '=' && missing > 0) return sign + prefix + Character.toString(spec.fill()).repeat(missing) + grouped + rest;
        return pad(sign + prefix + grouped + rest, spec, '>');
    }

    /** Separates digits into groups, with zeros in front up to a width that counts separators; a separator never comes first. */
    private static String group(String digits, char separator, int groupSize, int minimum) {
        StringBuilder out = new StringBuilder();
        int remaining = digits.length();
        int width = minimum;
        while (true) {
            int length = Math.min(groupSize, Math.max(Math.max(remaining, width), 1));
            int chars = Math.min(remaining, length);
            out.insert(0, "0".repeat(length - chars) + digits.substring(remaining - chars, remaining));
            remaining -= chars;
            width -= length;
            if (remaining <= 0 && width <= 0) return out.toString();
            out.insert(0, separator);
            width--;
        }
    }

    private static String pad(String text, FormatSpec spec, char defaultAlign) {
        int missing = spec.width() - text.codePointCount(0, text.length());
        if (missing <= 0) return text;
        String fill = Character.toString(spec.fill());
        return switch (spec.align() == 0 ? defaultAlign : spec.align()) {
            case '<' -> text + fill.repeat(missing);
            case '^' -> fill.repeat(missing / 2) + text + fill.repeat(missing - missing / 2);
            default -> fill.repeat(missing) + text;
        };
    }
}
