package io.mooring.objspace.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Floats in hexadecimal: {@code float.hex} and {@code float.fromhex}. */
public final class HexFloat {
    private static final int MANTISSA_BITS = 52;
    private static final int MANTISSA_DIGITS = MANTISSA_BITS / 4;
    /** Exponents beyond this overflow or vanish whatever the digits are. */
    private static final int MAX_EXPONENT = 100_000;
    private static final Pattern FORM = Pattern.compile("([+-]?)(?:0x)?([0-9a-f]*)(?:\\.([0-9a-f]*))?(?:p([+-]?[0-9]+))?",
            Pattern.CASE_INSENSITIVE);

    private HexFloat() {}

    public static String format(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) return FloatText.repr(value);
        String sign = FloatText.isNegative(value) ? "-" : "";
        if (value == 0) return sign + "0x0.0p+0";
        long bits = Double.doubleToRawLongBits(value);
        long mantissa = bits & (1L << MANTISSA_BITS) - 1;
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        boolean subnormal = Math.getExponent(value) < Double.MIN_EXPONENT;
        return String.format(Locale.ROOT, "%s0x%d.%0" + MANTISSA_DIGITS + "xp%+d", sign, subnormal ? 0 : 1, mantissa, exponent);
    }

    /** Throws {@link BadText} with CPython's message; {@link ArithmeticException} if the value is too large. */
    public static double parse(String text) {
        String stripped = IntText.strip(text);
        switch (stripped.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "nan", "+nan", "-nan" -> {
                return Double.NaN;
            }
            default -> { }
        }
        Matcher matcher = FORM.matcher(stripped);
        if (!matcher.matches()) throw invalid();
        String fraction = matcher.group(3) == null ? "" : matcher.group(3);
        String digits = matcher.group(2) + fraction;
        if (digits.isEmpty()) throw invalid();
        BigInteger mantissa = new BigInteger(digits, 16);
        boolean negative = matcher.group(1).equals("-");
        if (mantissa.signum() == 0) return negative ? -0.0 : 0.0;
        BigInteger exponent = matcher.group(4) == null ? BigInteger.ZERO : new BigInteger(matcher.group(4));
        BigInteger scale = exponent.subtract(BigInteger.valueOf(4L * fraction.length()));
        double magnitude = scaled(mantissa,
                Math.clamp(scale.bitLength() < Integer.SIZE ? scale.intValue() : (long) scale.signum() * MAX_EXPONENT,
                -MAX_EXPONENT, MAX_EXPONENT));
        if (Double.isInfinite(magnitude)) throw new ArithmeticException("hexadecimal value too large to represent as a float");
        return negative ? -magnitude : magnitude;
    }

    private static double scaled(BigInteger mantissa, int exponent) {
        BigDecimal value = new BigDecimal(mantissa);
        BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(exponent)));
        return (exponent >= 0 ? value.multiply(power) : value.divide(power)).doubleValue();
    }

    private static BadText invalid() {
        return new BadText("invalid hexadecimal floating-point string");
    }
}
