package io.mooring.objspace.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Python literals: numbers, strings, bytes, None, True, False, {@code ...}, and tuples, lists, sets and dicts of literals; one sign
 * before a number and {@code real+imaginary} are literals too, as for {@code ast.literal_eval}. What does not parse is reported as
 * {@link BadText} in one line with its position, counted from 1.
 */
public final class LiteralParser {
    /** Brackets may nest this deep; CPython's parser gives up at the same depth. */
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int at;
    private int depth;

    private LiteralParser(String text) {
        this.text = text;
    }

    /** Reads a text that consists of one literal, with whitespace around it. */
    public static Literal parse(String text) {
        LiteralParser parser = new LiteralParser(text);
        Literal literal = parser.literal();
        parser.skipSpace();
        if (parser.at < text.length()) throw parser.bad("expected the end of the literal but found " + parser.shown());
        return literal;
    }

    private BadText bad(String what) {
        return new BadText("invalid literal at position " + (at + 1) + ": " + what);
    }

    private String shown() {
        return at < text.length() ? "'" + Character.toString(text.codePointAt(at)) + "'" : "its end";
    }

    private char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n\f".indexOf(text.charAt(at)) >= 0) at++;
    }

    private boolean skip(char expected) {
        skipSpace();
        if (here() != expected || at == text.length()) return false;
        at++;
        return true;
    }

    // ---- values -------------------------------------------------------------------------------------------------------------------------

    private Literal literal() {
        skipSpace();
        char c = here();
        if (c == '(' || c == '[' || c == '{') {
            if (++depth > MAX_DEPTH) throw bad("too many nested brackets (more than " + MAX_DEPTH + ")");
            at++;
            Literal inside = c == '(' ? parenthesized() : c == '[' ? new Literal.ListOf(items(']')) : braced();
            depth--;
            return inside;
        }
        if (c >= '0' && c <= '9' || c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)) || c == '-' || c == '+') {
            return number();
        }
        if (c == '\'' || c == '"') return string();
        if (Character.isLetter(c) || c == '_') return word();
        if (text.startsWith("...", at)) {
            at += 3;
            return Literal.Constant.ELLIPSIS;
        }
        throw bad("expected a value but found " + shown());
    }

    private Literal word() {
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) end++;
        String word = text.substring(at, end);
        if (end < text.length() && (text.charAt(end) == '\'' || text.charAt(end) == '"') && isPrefix(word)) return string();
        Literal constant = switch (word) {
            case "None" -> Literal.Constant.NONE;
            case "True" -> Literal.Constant.TRUE;
            case "False" -> Literal.Constant.FALSE;
            default -> null;
        };
        if (constant == null && word.equals("set") && text.startsWith("()", end)) {
            at = end + 2;
            return new Literal.SetOf(List.of());
        }
        if (constant == null) throw bad("the name '" + word + "' is no literal; strings are written in quotes");
        at = end;
        return constant;
    }

    private static boolean isPrefix(String word) {
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "r", "b", "br", "rb", "u" -> true;
            default -> false;
        };
    }

    // ---- brackets -----------------------------------------------------------------------------------------------------------------------

    private List<Literal> items(char close) {
        List<Literal> items = new ArrayList<>();
        while (!skip(close)) {
            items.add(literal());
            if (!skip(',')) {
                expect(close);
                break;
            }
        }
        return items;
    }

    private void expect(char close) {
        if (!skip(close)) throw bad("expected ',' or '" + close + "' but found " + shown());
    }

    private Literal parenthesized() {
        if (skip(')')) return new Literal.Tuple(List.of());
        Literal first = literal();
        if (skip(')')) return first;
        if (!skip(',')) expect(')');
        List<Literal> items = new ArrayList<>();
        items.add(first);
        items.addAll(items(')'));
        return new Literal.Tuple(items);
    }

    private Literal braced() {
        if (skip('}')) return new Literal.Dict(List.of(), List.of());
        Literal first = literal();
        if (!skip(':')) {
            List<Literal> items = new ArrayList<>();
            items.add(first);
            if (skip(',')) items.addAll(items('}'));
            else expect('}');
            return new Literal.SetOf(items);
        }
        List<Literal> keys = new ArrayList<>();
        List<Literal> values = new ArrayList<>();
        keys.add(first);
        values.add(literal());
        while (skip(',')) {
            if (skip('}')) return new Literal.Dict(keys, values);
            keys.add(literal());
            if (!skip(':')) throw bad("expected ':' but found " + shown());
            values.add(literal());
        }
        expect('}');
        return new Literal.Dict(keys, values);
    }

    // ---- numbers ------------------------------------------------------------------------------------------------------------------------

    /** A number with signs, or a real and an imaginary one joined by a sign. */
    private Literal number() {
        Literal first = signed();
        if (first instanceof Literal.Complex) return first;
        int before = at;
        skipSpace();
        if (here() != '+' && here() != '-') {
            at = before;
            return first;
        }
        double real = first instanceof Literal.Int whole ? whole.value().doubleValue() : ((Literal.Float) first).value();
        boolean negative = here() == '-';
        at++;
        skipSpace();
        if (!(unsigned() instanceof Literal.Complex second)) throw bad("only an imaginary number can be added in a literal");
        return new Literal.Complex(real, negative ? -second.imaginary() : second.imaginary());
    }

    private Literal signed() {
        boolean negative = here() == '-';
        if (negative || here() == '+') {
            at++;
            skipSpace();
        }
        Literal plain = unsigned();
        if (!negative) return plain;
        return switch (plain) {
            case Literal.Int whole -> new Literal.Int(whole.value().negate());
            case Literal.Float fraction -> new Literal.Float(-fraction.value());
            case Literal.Complex complex -> new Literal.Complex(-0.0, -complex.imaginary());
            default -> throw new IllegalStateException("a number was read as " + plain);
        };
    }

    private Literal unsigned() {
        int start = at;
        if (here() == '0' && at + 1 < text.length() && "xXoObB".indexOf(text.charAt(at + 1)) >= 0) {
            at += 2;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) at++;
            return new Literal.Int(whole(start));
        }
        at = FloatText.digitsEnd(text, at);
        boolean fraction = here() == '.';
        if (fraction) at = FloatText.digitsEnd(text, at + 1);
        if (at == start || fraction && at == start + 1) {
            at = start;
            throw bad("expected a number but found " + shown());
        }
        if (here() == 'e' || here() == 'E') {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) exponent++;
            int end = FloatText.digitsEnd(text, exponent);
            if (end > exponent) {
                at = end;
                fraction = true;
            }
        }
        if (here() == 'j' || here() == 'J') {
            double imaginary = FloatText.parse(text.substring(start, at++));
            return new Literal.Complex(0, imaginary);
        }
        if (Character.isLetterOrDigit(here()) || here() == '_') throw bad("unexpected " + shown() + " in a number");
        return fraction ? new Literal.Float(FloatText.parse(text.substring(start, at))) : new Literal.Int(whole(start));
    }

    private BigInteger whole(int start) {
        String digits = text.substring(start, at);
        BigInteger value = IntText.parse(digits, 0);
        if (value == null) {
            boolean leadingZeros = digits.length() > 1 && digits.charAt(0) == '0' && Character.isDigit(digits.charAt(1));
            at = start;
            throw bad(leadingZeros ? "leading zeros in decimal integer literals are not permitted" : "'" + digits + "' is no number");
        }
        return value;
    }

    // ---- strings ------------------------------------------------------------------------------------------------------------------------

    /** Adjacent strings are one. */
    private Literal string() {
        CodePoints out = new CodePoints();
        boolean isBytes = StringReader.isBytes(text, at);
        while (true) {
            if (StringReader.isBytes(text, at) != isBytes) throw bad("cannot mix bytes and nonbytes literals");
            at = StringReader.read(text, at, out);
            int before = at;
            skipSpace();
            if (!StringReader.startsAt(text, at)) {
                at = before;
                break;
            }
        }
        if (!isBytes) return new Literal.Text(out);
        byte[] data = new byte[out.count()];
        for (int i = 0; i < data.length; i++) data[i] = (byte) out.at(i);
        return new Literal.Bytes(data);
    }
}
