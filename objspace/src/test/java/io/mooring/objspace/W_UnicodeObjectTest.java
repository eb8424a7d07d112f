package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the rows of {@link CPythonTableTest} do not show of strs: storage, hashes, and texts that are large or impossible. */
class W_UnicodeObjectTest extends SpaceTest {

    private static int shift(String text) {
        Value value = text(text);
        return space.unicodes.shift(value.w());
    }

    @Test
    void theWidestCodePointDecidesTheStorage() {
        assertThat(shift("plain")).isZero();
        assertThat(shift("caf\u00e9")).isZero();
        assertThat(shift("\u20ac uro")).isEqualTo(1);
        assertThat(shift("\uD83D\uDE00!")).isEqualTo(2);
    }

    @Test
    void asciiIsKnown() {
        assertThat(space.unicodes.isAscii(text("plain").w())).isTrue();
        assertThat(space.unicodes.isAscii(text("caf\u00e9").w())).isFalse();
        assertThat(space.unicodes.isAscii(text("").w())).isTrue();
    }

    @Test
    void aPartWithoutTheWidestCodePointIsNarrowAgain() {
        Value part = PythonSnippet.run(space, "('\\U0001f600' + 'ab\\xe9')[1:3]");
        assertThat(space.unicodes.shift(part.w())).isZero();
        assertThat(space.unicodes.isAscii(part.w())).isTrue();
        assertThat(equal(part, text("ab"))).isTrue();
        assertThat(part.hash()).isEqualTo(text("ab").hash());
    }

    @Test
    void javaTextComesBackAsItWas() {
        for (String text
                : new String[] {"", "a", "abc", "\u00e9", "\u20ac", "x\u20acy", "\uD83D\uDE00", "a\uD83D\uDE00b", "\u0000", "\uD800",
                "\uDC00x"}) {
            Value value = text(text);
            assertThat(space.string(value.w())).isEqualTo(text);
            assertThat(space.unicodes.count(value.w())).isEqualTo(text.codePointCount(0, text.length()));
        }
    }

    @Test
    void aCharacterBelow256IsOneObject() {
        assertThat(text("a").is(text("abc").item(number(0)))).isTrue();
        assertThat(text("").is(text("abc").item(PythonSnippet.run(space, "slice(1, 1)")))).isTrue();
    }

    @Test
    void orderIsThatOfCodePoints() {
        String[] ascending = {"", "a", "a\u0000", "aa", "ab", "abcdefgh", "abcdefghi", "abcdefgi", "b", "\u00ff", "\u20ac", "\uFFFD",
                "\uD83D\uDE00"};
        for (int i = 0; i < ascending.length; i++) {
            for (int j = 0; j < ascending.length; j++) {
                Value a = text(ascending[i]);
                Value b = text(ascending[j]);
                assertThat(Integer.signum(space.unicodes.order(a.w(), b.w()))).as("%s and %s", a, b).isEqualTo(Integer.compare(i, j));
                assertThat(equal(a, b)).isEqualTo(i == j);
            }
        }
    }

    @Test
    void aLongTextSurvivesCollections() {
        Value long1 = PythonSnippet.run(space, "'ab' * 40000");
        Value long2 = PythonSnippet.run(space, "'ab' * 39999 + 'ab'");
        assertThat(equal(long1, long2)).isTrue();
        assertThat(long1.hash()).isEqualTo(long2.hash());
        assertThat(space.len(long1.w())).isEqualTo(80000);
    }

    @Test
    void aTextTooLargeForTheHeapIsAMemoryErrorAndNothingElse() {
        assertThat(error(() -> text("ab").call("__mul__", number(1L << 40)))).startsWith("MemoryError");
        assertThat(error(() -> text("ab").call("center", number(1L << 40)))).startsWith("MemoryError");
        assertThat(error(() -> text("ab").call("zfill", number(1L << 31)))).startsWith("MemoryError");
        assertThat(error(() -> text("ab").call("format", number(1)))).isEqualTo("no exception");
        assertThat(error(() -> text("{:2000000000}").call("format", number(1)))).startsWith("MemoryError");
        assertThat(error(() -> text("%02000000000d").call("__mod__", number(1)))).startsWith("MemoryError");
        assertThat(text("ab").call("upper").repr()).isEqualTo("'AB'");
    }

    @Test
    void everyCodecReadsWhatItWrote() {
        Random random = new Random(3);
        for (String codec : new String[] {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                int point = random.nextInt(Character.MAX_CODE_POINT + 1) >> random.nextInt(18);
                if (point < 0xD800 || point > 0xDFFF) text.appendCodePoint(point);
            }
            Value value = text(text.toString());
            Value bytes = value.call("encode", text(codec));
            assertThat(equal(bytes.call("decode", text(codec)), value)).as("%s in %s", value, codec).isTrue();
        }
    }

    @Test
    void surrogateEscapesRestoreAnyBytes() {
        byte[] data = new byte[300];
        new Random(5).nextBytes(data);
        Value bytes = value(space.newBytes(data));
        Value text = bytes.call("decode", text("utf-8"), text("surrogateescape"));
        assertThat(equal(text.call("encode", text("utf-8"), text("surrogateescape")), bytes)).isTrue();
    }

    @Test
    void anEncodingErrorCarriesItsFields() {
        Value text = PythonSnippet.run(space, "'ab\\ud800\\ud801c'");
        OperationError error = org.assertj.core.api.Assertions.catchThrowableOfType(OperationError.class, () -> text.call("encode"));
        Value exception = value(error.w_value());
        assertThat(exception.attr("start").repr() + exception.attr("end").repr()).isEqualTo("24");
        assertThat(exception.attr("object").is(text)).isTrue();
        assertThat(exception.attr("reason").repr()).isEqualTo("'surrogates not allowed'");
    }
}
