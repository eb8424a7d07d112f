package io.mooring.objspace.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floats as text: {@code repr}, the presentation types of {@code format} and {@code %}, and {@code float(str)}.
 *
 * <p>Everything starts from decimal digits and a decimal point position, as David Gay's {@code dtoa} delivers them: the value is
 * {@code 0.d1 d2 d3… * 10^point}. Shortest digits come from {@link Double#toString}, exact ones from {@link BigDecimal}.
 */
public final class FloatText {
    /** Alternate form: keep the point and, for 'g', trailing zeros. */
    public static final int ALTERNATE = 1;
    /** Write {@code 1.0} where the digits alone would look like an int. */
    public static final int DOT_ZERO = 2;

    /** From this decimal point position on repr uses an exponent: 16 digits are the most that every double carries. */
    private static final int REPR_MAX_POINT = 16;
    /** At this decimal point position or below, repr and 'g' use an exponent. */
    private static final int MIN_POINT = -4;

    private record Digits(String digits, int point) {}

    private FloatText() {}

    /** As Python's {@code repr(float)}. */
    public static String repr(double value) {
        return text(value, 'r', 0, DOT_ZERO);
    }

    /** The value in presentation type {@code r e E f F g G}, with a minus sign where it is negative; {@code %} is the caller's. */
    public static String text(double value, char type, int precision, int flags) {
        boolean upper = Character.isUpperCase(type);
        if (Double.isNaN(value)) return upper ? "NAN" : "nan";
        String sign = isNegative(value) ? "-" : "";
        double magnitude = Math.abs(value);
        if (Double.isInfinite(magnitude)) return sign + (upper ? "INF" : "inf");
        String body = magnitude(magnitude, Character.toLowerCase(type), precision, flags);
        return sign + (upper ? body.toUpperCase(java.util.Locale.ROOT) : body);
    }

    /** Whether the sign bit is set; true for -0.0. */
    public static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0 && !Double.isNaN(value);
    }

    private static String magnitude(double value, char type, int precision, int flags) {
        boolean alternate = (flags & ALTERNATE) != 0;
        int dotZero = (flags & DOT_ZERO) != 0 ? 1 : 0;
        switch (type) {
            case 'e' -> {
                Digits rounded = significant(value, precision + 1);
                return scientific(rounded, precision + 1, alternate);
            }
            case 'f' -> {
                String plain = new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
                return precision == 0 && alternate ? plain + "." : plain;
            }
            case 'g' -> {
                int count = Math.max(precision, 1);
                Digits rounded = significant(value, count);
                boolean exponent = rounded.point <= MIN_POINT || rounded.point > count - dotZero;
                String digits = alternate ? rounded.digits : stripZeros(rounded.digits);
                Digits shown = new Digits(digits, rounded.point);
                return exponent ? scientific(shown, digits.length(), alternate) : fixed(shown, alternate, dotZero);
            }
            case 'r' -> {
                Digits shortest = shortest(value);
                boolean exponent = shortest.point <= MIN_POINT || shortest.point > REPR_MAX_POINT;
                return exponent ? scientific(shortest, shortest.digits.length(), alternate) : fixed(shortest, alternate, dotZero);
            }
            default -> throw new IllegalArgumentException("presentation type of a float is '" + type + "'; it must be one of r e f g");
        }
    }

    private static String scientific(Digits digits, int count, boolean alternate) {
        StringBuilder out = new StringBuilder(digits.digits.substring(0, 1));
        if (count > 1 || alternate) out.append('.');
        out.append(digits.digits, 1, count);
        int exponent = digits.point - 1;
        out.append('e').append(exponent < 0 ? '-' : '+');
        if (Math.abs(exponent) < 10) out.append('0');
        return out.append(Math.abs(exponent)).toString();
    }

    private static String fixed(Digits digits, boolean alternate, int dotZero) {
        String all = digits.digits;
        int point = digits.point;
        StringBuilder out = new StringBuilder();
        if (point <= 0) {
            out.append("0.").repeat("0", -point).append(all);
        } else if (all.length() <= point) {
            out.append(all).repeat("0", point - all.length());
            if (dotZero != 0) out.append(".0");
            else if (alternate) out.append('.');
        } else {
            out.append(all, 0, point).append('.').append(all, point, all.length());
        }
        return out.toString();
    }

    /** Exactly {@code count} significant digits, the exact value rounded half to even. */
    private static Digits significant(double value, int count) {
        if (value == 0) return new Digits("0".repeat(count), 1);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(count, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int point = digits.length() - rounded.scale();
        if (digits.length() < count) digits += "0".repeat(count - digits.length());
        return new Digits(digits.substring(0, count), point);
    }

    /** The fewest digits that read back as the same double, and of those the nearest to it. */
    private static Digits shortest(double value) {
        if (value == 0) return new Digits("0", 1);
        Digits java = split(Double.toString(value));
        return java.digits.length() == 2 ? oneDigitSlow(value, java) : java;
    }

    /** Java prefers two digits that are nearer over one digit that suffices (4.9E-324); Python wants the one (5e-324). */
    private static Digits oneDigitSlow(double value, Digits two) {
        int first = two.digits.charAt(0) - '0';
        Digits best = two;
        BigDecimal exact = new BigDecimal(value);
        BigDecimal bestDistance = null;
        for (int digit = first; digit <= first + 1; digit++) {
            BigDecimal candidate = BigDecimal.valueOf(digit).scaleByPowerOfTen(two.point - 1);
            if (digit == 0 || candidate.doubleValue() != value) continue;
            BigDecimal distance = candidate.subtract(exact).abs();
            if (bestDistance == null || distance.compareTo(bestDistance) < 0) {
                bestDistance = distance;
                best = digit == 10 ? new Digits("1", two.point + 1) : new Digits(Integer.toString(digit), two.point);
            }
        }
        return best;
    }

    /** Reads {@code 12.5}, {@code 1.25E-7}. */
    private static Digits split(String text) {
        int e = text.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(text, e + 1, text.length(), 10);
        String mantissa = e < 0 ? text : text.substring(0, e);
        int dot = mantissa.indexOf('.');
        String digits = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        int leading = 0;
        while (digits.charAt(leading) == '0') leading++;
        return new Digits(stripZeros(digits.substring(leading)), dot - leading + exponent);
    }

    private static String stripZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') end--;
        return digits.substring(0, end);
    }

    /**
     * The double that a text names as in {@code float(str)}: surrounding whitespace, sign, digits of any script, single underscores
     * between digits, inf, infinity, nan. Throws {@link BadText}, whose message is empty, if it names none.
     */
    public static double parse(String text) {
        String plain = IntText.plainDigits(IntText.strip(text));
        if (plain == null || !isNumber(plain)) return special(plain == null ? text : plain);
        return Double.parseDouble(plain.replace("_", ""));
    }

    private static double special(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        boolean negative = lower.startsWith("-");
        if (negative || lower.startsWith("+")) lower = lower.substring(1);
        return switch (lower) {
            case "inf", "infinity" -> negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            case "nan" -> negative ? -Double.NaN : Double.NaN;
            default -> throw new BadText("");
        };
    }

    /** Whether the text is {@code [+-] digits [. digits] [e [+-] digits]} with digits somewhere before the exponent. */
    private static boolean isNumber(String text) {
        int at = 0;
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) at++;
        int whole = digitsEnd(text, at);
        boolean some = whole > at;
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digitsEnd(text, at + 1);
            some |= fraction > at + 1;
            at = fraction;
        }
        if (!some) return false;
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) at++;
            int end = digitsEnd(text, at);
            if (end == at) return false;
            at = end;
        }
        return at == text.length();
    }

    /** End of a run of digits in which single underscores may stand between digits. */
    static int digitsEnd(String text, int start) {
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean digit = c >= '0' && c <= '9';
            boolean between = c == '_' && at > start && text.charAt(at - 1) != '_' && at + 1 < text.length()
                    && text.charAt(at + 1) >= '0' && text.charAt(at + 1) <= '9';
            if (!digit && !between) break;
            at++;
        }
        return at;
    }
}
