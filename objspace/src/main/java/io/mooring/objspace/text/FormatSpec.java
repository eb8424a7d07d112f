package io.mooring.objspace.text;

/**
 * A parsed specification of Python's format mini-language:
 * {@code [[fill]align][sign][z][#][0][width][grouping][.precision][type]}.
 *
 * @param fill      code point that fills up to the width
 * @param align     one of {@code < > = ^}, or 0 for the type's default
 * @param sign      one of {@code + - space}, or 0 if none was written
 * @param noMinusZero the option {@code z}
 * @param alternate the option {@code #}
 * @param width     minimal number of code points, or -1
 * @param grouping  {@code ,} or {@code _}, or 0
 * @param precision or -1
 * @param type      code point of the presentation type, or 0
 * @param fillGiven whether fill and alignment were written out, not implied by {@code 0}
 */
public record FormatSpec(
        int fill, char align, char sign, boolean noMinusZero, boolean alternate, int width, char grouping, int precision, int type,
                boolean fillGiven) {

    /** Decimal digits of a width or precision before CPython's Py_ssize_t overflows; ours end at the size of a Java array. */
    private static final int MAX_NUMBER = Integer.MAX_VALUE - 16;

    /** Parses a specification with defaults of the value's type. Throws {@link BadText} with CPython's message. */
    public static FormatSpec parse(String text, char defaultAlign, String typeName) {
        return new Parser(text, typeName).parse(defaultAlign);
    }

    public boolean isZeroPadded() {
        return fill == '0' && align == '=';
    }

    private static boolean isAlign(int point) {
        return point == '<' || point == '>' || point == '=' || point == '^';
    }

    private static final class Parser {
        private final String text;
        private final String typeName;
        private final int[] points;
        private int at;

        Parser(String text, String typeName) {
            this.text = text;
            this.typeName = typeName;
            this.points = text.codePoints().toArray();
        }

        FormatSpec parse(char defaultAlign) {
            int fill = ' ';
            char align = defaultAlign;
            boolean alignGiven = false;
            boolean fillGiven = false;
            if (points.length >= 2 && isAlign(points[1])) {
                fill = points[0];
                align = (char) points[1];
                fillGiven = true;
                alignGiven = true;
                at = 2;
            } else if (points.length >= 1 && isAlign(points[0])) {
                align = (char) points[0];
                alignGiven = true;
                at = 1;
            }
            char sign = here() == '+' || here() == '-' || here() == ' ' ? (char) points[at++] : 0;
            boolean z = skip('z');
            boolean alternate = skip('#');
            if (!fillGiven && here() == '0') {
                fill = '0';
                if (!alignGiven && defaultAlign == '>') align = '=';
                at++;
            }
            int width = number();
            char grouping = grouping();
            int precision = -1;
            if (skip('.')) {
                precision = number();
                if (precision < 0) throw new BadText("Format specifier missing precision");
            }
            if (points.length - at > 1) throw new BadText("Invalid format specifier '" + text + "' for object of type '" + typeName + "'");
            int type = at < points.length ? points[at++] : 0;
            if (grouping != 0) checkGrouping(grouping, type);
            return new FormatSpec(fill, align, sign, z, alternate, width, grouping, precision, type, fillGiven);
        }

        private int here() {
            return at < points.length ? points[at] : -1;
        }

        private boolean skip(int point) {
            if (here() != point) return false;
            at++;
            return true;
        }

        private int number() {
            long value = -1;
            while (CharacterClass.isDecimal(here() < 0 ? ' ' : here())) {
                value = Math.max(value, 0) * 10 + Character.digit(points[at++], 10);
                if (value > MAX_NUMBER) throw new BadText("Too many decimal digits in format string");
            }
            return (int) value;
        }

        private char grouping() {
            char grouping = 0;
            if (skip(',')) grouping = ',';
            if (skip('_')) {
                if (grouping != 0) throw new BadText("Cannot specify both ',' and '_'.");
                grouping = '_';
            }
            if (here() == ',' && grouping == '_') throw new BadText("Cannot specify both ',' and '_'.");
            return grouping;
        }

        private void checkGrouping(char grouping, int type) {
            boolean allowed = switch (type) {
                case 0, 'd', 'e', 'f', 'g', 'E', 'G', '%', 'F' -> true;
                case 'b', 'o', 'x', 'X' -> grouping == '_';
                default -> false;
            };
            if (allowed) return;
            String shown = type > 32 && type < 128 ? Character.toString(type) : "\\x" + Integer.toHexString(type);
            throw new BadText("Cannot specify '" + grouping + "' with '" + shown + "'.");
        }
    }

    /** The error for a presentation type that the value's type does not have. */
    public BadText unknownType(String typeName) {
        String shown = type > 32 && type < 128 ? "'" + Character.toString(type) + "'" : "'\\x" + Integer.toHexString(type) + "'";
        return new BadText("Unknown format code " + shown + " for object of type '" + typeName + "'");
    }
}
