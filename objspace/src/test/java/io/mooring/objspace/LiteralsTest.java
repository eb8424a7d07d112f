package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals: each is read as Python reads it, or refused in one line with the position. */
class LiteralsTest extends SpaceTest {

    private static Value literal(String text) {
        return value(new Literals(space).parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0", "-1", "4611686018427387904", "123456789012345678901234567890", "1.5", "-0.0", "1e+100", "2j", "(1+2j)", "None", "True",
                "False",
        "'abc'", "\"it's\"", "b'a\\x00'", "()", "(1,)", "(1, 'a')", "[]", "[1, [2, []]]", "{}", "{'a': 1, (2, 3): [4]}",
                "{1}", "set()"})
    void aReprIsReadBack(String repr) {
        assertThat(literal(repr).repr()).isEqualTo(repr);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "  [ 1 , 2 , ]  | [1, 2]", "1_000 | 1000", "0xFf | 255", "0b11 | 3", "0o17 | 15", "- 5 | -5", "+5 | 5", ".5 | 0.5", "5. | 5.0",
                "1e3 | 1000.0", "00 | 0",
        "1 + 2j | (1+2j)", "1-2J | (1-2j)", "(1) | 1", "'a' 'b' | 'ab'", "'a\\n\\x41\\101\\u20ac' | 'a\\nAA€'", "r'\\n' | '\\\\n'",
                "b'\\xff' b'a' | b'\\xffa'",
        "rb'\\x' | b'\\\\x'", "'''a''b''' | \"a''b\"", "'\\N{BULLET}' | '•'", "u'x' | 'x'", "{1: 2,} | {1: 2}", "{1, 1} | {1}",
                "... | Ellipsis", "'\\q' | '\\\\q'",
        "-2j | (-0-2j)", "{1: 2, 1: 3} | {1: 3}"})
    void otherSpellingsMeanTheSame(String text, String repr) {
        assertThat(literal(text).repr()).isEqualTo(repr);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, value = {
        "`` | 1: expected a value but found its end", "[1, 2 | 6: expected ',' or ']' but found its end",
                "(1 2) | 4: expected ',' or ')' but found '2'",
        "{1: } | 5: expected a value but found '}'", "{1: 2, 3} | 9: expected ':' but found '}'",
                "abc | 1: the name 'abc' is no literal; strings are written in quotes",
        "1 2 | 3: expected the end of the literal but found '2'", "007 | 1: leading zeros in decimal integer literals are not permitted",
        "0x | 1: '0x' is no number", "0b2 | 1: '0b2' is no number", "1__0 | 2: unexpected '_' in a number",
                "1abc | 2: unexpected 'a' in a number",
        "- | 2: expected a number but found its end", "--5 | 2: expected a number but found '-'", "+-5 | 2: expected a number but found '-'",
                "1--2j | 3: expected a number but found '-'", "Ellipsis | 1: the name 'Ellipsis' is no literal; strings are written in quotes", "-'a' | 2: expected a number but found '''", "'abc | 1: unterminated string literal",
        "b'é' | 3: bytes can only contain ASCII literal characters", "'\\x4' | 2: truncated \\xXX escape",
                "'\\u12' | 2: truncated \\uXXXX escape",
        "'\\N{NO SUCH}' | 2: unknown Unicode character name", "'a' b'b' | 5: cannot mix bytes and nonbytes literals",
                "1 + 2 | 6: only an imaginary number can be added in a literal",
        "$ | 1: expected a value but found '$'", "'\\U00110000' | 2: illegal Unicode character",
                "[1,,2] | 4: expected a value but found ','"})
    void whatIsNoLiteralIsRefusedWithItsPosition(String text, String message) {
        assertThat(error(() -> literal(text))).isEqualTo("SyntaxError: invalid literal at position " + message);
    }

    @Test
    void aBackslashAtTheEndOfALineJoinsLines() {
        assertThat(literal("'a\\\nb'").repr()).isEqualTo("'ab'");
        assertThat(error(() -> literal("'a\nb'"))).isEqualTo("SyntaxError: invalid literal at position 1: unterminated string literal");
    }

    @Test
    void bracketsMayNestAsDeepAsInCPythonAndNoDeeper() {
        assertThat(literal("[".repeat(200) + "]".repeat(200)).repr()).hasSize(400);
        assertThat(error(() -> literal("[".repeat(201) + "]".repeat(201))))
                .isEqualTo("SyntaxError: invalid literal at position 201: too many nested brackets (more than 200)");
        assertThat(error(() -> literal("(".repeat(100_000)))).startsWith("SyntaxError");
    }

    @Test
    void anUnhashableKeyIsPythonsError() {
        assertThat(error(() -> literal("{[]: 1}"))).isEqualTo("TypeError: unhashable type: 'list'");
        assertThat(error(() -> literal("{{}}"))).isEqualTo("TypeError: unhashable type: 'dict'");
    }

    @Test
    void aNumberWithTooManyDigitsIsRefused() {
        assertThat(error(() -> literal("9".repeat(5000)))).startsWith("SyntaxError: Exceeds the limit (4300 digits)");
    }
}
