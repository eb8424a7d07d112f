package io.mooring.objspace.text;

/** The classes of characters that Python's str methods distinguish, from Unicode data and Python's own definitions. */
public final class CharacterClass {
    private CharacterClass() {}

    /** {@code str.isspace}: bidirectional type WS, B or S, or category Zs. */
    public static boolean isSpace(int point) {
        if (point < 128) return point == ' ' || point >= 0x09 && point <= 0x0D || point >= 0x1C && point <= 0x1F;
        return point == 0x85 || Character.isSpaceChar(point);
    }

    /** {@code bytes.isspace} and what {@code bytes.split()} splits at. */
    public static boolean isAsciiSpace(int value) {
        return value == ' ' || value >= 0x09 && value <= 0x0D;
    }

    /** Where {@code str.splitlines} splits. */
    public static boolean isLineBreak(int point) {
        return point >= 0x0A && point <= 0x0D || point >= 0x1C && point <= 0x1E || point == 0x85 || point == 0x2028 || point == 0x2029;
    }

    /** {@code str.isdecimal}: category Nd. */
    public static boolean isDecimal(int point) {
        return Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** First and last of the runs of characters that are digits without being decimal: superscripts, in circles, of old scripts. */
    private static final int[] DIGIT_RUNS = {
        0xB2, 0xB3, 0xB9, 0xB9, 0x1369, 0x1371, 0x19DA, 0x19DA, 0x2070, 0x2070, 0x2074, 0x2079, 0x2080, 0x2089, 0x2460, 0x2468, 0x2474,
        0x247C, 0x2488, 0x2490, 0x24EA, 0x24EA, 0x24F5, 0x24FD, 0x24FF, 0x24FF, 0x2776, 0x277E, 0x2780, 0x2788, 0x278A, 0x2792, 0x10A40,
        0x10A43, 0x10E60, 0x10E68, 0x11052, 0x1105A, 0x1F100, 0x1F10A};

    /** {@code str.isdigit}: Unicode's Numeric_Type Decimal or Digit. */
    public static boolean isDigit(int point) {
        if (point < 128) return point >= '0' && point <= '9';
        if (isDecimal(point)) return true;
        for (int i = 0; i < DIGIT_RUNS.length; i += 2) if (point >= DIGIT_RUNS[i] && point <= DIGIT_RUNS[i + 1]) return true;
        return false;
    }

    /** {@code str.isnumeric}. */
    public static boolean isNumeric(int point) {
        if (point < 128) return point >= '0' && point <= '9';
        int type = Character.getType(point);
        return type == Character.DECIMAL_DIGIT_NUMBER || type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER
                || isNumeral(point);
    }

    /** The Chinese numerals, which Unicode counts among the letters. */
    private static final String NUMERALS = "\u3405\u3483\u382A\u3B4D一七万三九二五亖亿什仟仨伍佰億兆兩八六十千"
            + "卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零"
            + "\uF96B\uF973\uF978\uF9B2\uF9D1\uF9D3\uF9FD\uD840\uDC01\uD840\uDC64\uD840\uDCE2\uD840\uDD21\uD842\uDD2A\uD842\uDD83"
            + "\uD842\uDD8C\uD842\uDD9C\uD842\uDEEA\uD842\uDEFD\uD842\uDF19\uD848\uDF90\uD84A\uDD98\uD84E\uDF1B\uD858\uDE6D\uD87E\uDC90";

    private static boolean isNumeral(int point) {
        return NUMERALS.indexOf(point) >= 0;
    }

    /** {@code str.isalpha}: categories Lm, Lt, Lu, Ll, Lo. */
    public static boolean isAlpha(int point) {
        return Character.isLetter(point);
    }

    public static boolean isAlphanumeric(int point) {
        return isAlpha(point) || isDigit(point) || isNumeric(point);
    }

    /** Whether {@code repr} shows the character as it is: not of categories Cc, Cf, Cs, Co, Cn, Zl, Zp, Zs, the space excepted. */
    public static boolean isPrintable(int point) {
        if (point < 128) return point >= ' ' && point < 127;
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    public static boolean isUpper(int point) {
        return Character.isUpperCase(point);
    }

    public static boolean isLower(int point) {
        return Character.isLowerCase(point);
    }

    public static boolean isTitle(int point) {
        return Character.isTitleCase(point);
    }

    /** Whether the character has case: the ones that {@code title} and {@code istitle} look at. */
    public static boolean isCased(int point) {
        return isUpper(point) || isLower(point) || isTitle(point);
    }

    /** First character of an identifier. */
    public static boolean isIdentifierStart(int point) {
        return point == '_' || Character.isUnicodeIdentifierStart(point);
    }

    public static boolean isIdentifierPart(int point) {
        return point == '_' || Character.isUnicodeIdentifierPart(point) && !Character.isIdentifierIgnorable(point);
    }
}
