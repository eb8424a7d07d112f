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

    /** {@code str.isdigit}: decimals, superscripts, and digits in circles. */
    public static boolean isDigit(int point) {
        if (point < 128) return point >= '0' && point <= '9';
        return isDecimal(point) || point == 0xB2 || point == 0xB3 || point == 0xB9 || point == 0x2070 || point >= 0x2074 && point <= 0x2079
                || point >= 0x2080 && point <= 0x2089 || point >= 0x2460 && point <= 0x2468 || point >= 0x2474 && point <= 0x247C
                || point >= 0x2488 && point <= 0x2490 || point == 0x24EA || point >= 0x24F5 && point <= 0x24FD || point == 0x24FF
                || point >= 0x2776 && point <= 0x277E || point >= 0x2780 && point <= 0x2788 || point >= 0x278A && point <= 0x2792;
    }

    /** {@code str.isnumeric}. */
    public static boolean isNumeric(int point) {
        if (point < 128) return point >= '0' && point <= '9';
        int type = Character.getType(point);
        return type == Character.DECIMAL_DIGIT_NUMBER || type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER
                || isNumeral(point);
    }

    /** The Chinese numerals, which Unicode counts among the letters. */
    private static boolean isNumeral(int point) {
        return "零一二三四五六七八九十百千万亿〇壹貳參肆伍陸柒捌玖拾佰仟萬億兩".indexOf(point) >= 0;
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
