package io.mooring.objspace.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Complex numbers as text: {@code repr} and {@code complex(str)}. */
public final class ComplexText {
    private static final String NUMBER = 
            "(?:DIGITS\\.?(?:DIGITS)?|\\.DIGITS)(?:e[+-]?DIGITS)?|inf(?:inity)?|nan".replace("DIGITS", "[0-9](?:_?[0-9])*");
    private static final Pattern REAL = Pattern.compile("[+-]?(?:" + NUMBER + ")", Pattern.CASE_INSENSITIVE);
    private static final Pattern IMAGINARY = Pattern.compile("([+-]?)(" + NUMBER + ")?j", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOTH = Pattern.compile("([+-]?(?:" + NUMBER + "))([+-])(" + NUMBER + ")?j", Pattern.CASE_INSENSITIVE);

    private ComplexText() {}

    public static String repr(double real, double imaginary) {
        String im = FloatText.text(imaginary, 'r', 0, 0) + "j";
        if (real == 0 && !FloatText.isNegative(real)) return im;
        return "(" + FloatText.text(real, 'r', 0, 0) + (im.startsWith("-") ? "" : "+") + im + ")";
    }

    /** Real and imaginary part. Throws {@link BadText} with CPython's message. */
    public static double[] parse(String text) {
        String plain = IntText.plainDigits(IntText.strip(text));
        if (plain != null && plain.startsWith("(") && plain.endsWith(")")) plain = IntText.strip(plain.substring(1, plain.length() - 1));
        if (plain != null) {
            if (REAL.matcher(plain).matches()) return new double[] {FloatText.parse(plain), 0};
            Matcher imaginary = IMAGINARY.matcher(plain);
            if (imaginary.matches()) return new double[] {0, part(imaginary.group(1), imaginary.group(2))};
            Matcher both = BOTH.matcher(plain);
            if (both.matches()) return new double[] {FloatText.parse(both.group(1)), part(both.group(2), both.group(3))};
        }
        throw new BadText("complex() arg is a malformed string");
    }

    private static double part(String sign, String number) {
        return FloatText.parse(sign + (number == null ? "1" : number));
    }
}
