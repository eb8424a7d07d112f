package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.roots.HandleScope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Views made from views: cast, read-only, as digits; what CPython 3.11 answers. */
class MemoryViewTest {
    private static Border border;

    @BeforeAll
    static void open() {
        border = Border.open(new BorderSetting("GenCopy", 0, CApiOptions.LinkKind.TABLE, 1));
    }

    @AfterAll
    static void close() {
        border.close();
    }

    /** {@code memoryview(text).method(*arguments)}, and an attribute or the list of the view that comes out. */
    private static String ask(String text, String method, String arguments, String then) {
        return border.outcome(() -> {
            try (HandleScope scope = border.heap.scope()) {
                long w_name = border.space.intern("memoryview");
                long hMake = scope.root(border.space.getattr(border.space.builtins.module(), w_name));
                long hData = scope.root(border.literal(text));
                long hView = scope.root(border.space.call1(scope.get(hMake), scope.get(hData)));
                long hArguments = scope.root(border.literal(arguments));
                long w_method = border.space.intern(method);
                long hResult = scope.root(border.space.callTuple(border.space.getattr(scope.get(hView), w_method), scope.get(hArguments), 0));
                if (then == null) return scope.get(hResult);
                long w_then = border.space.intern(then);
                long w_found = border.space.getattr(scope.get(hResult), w_then);
                return then.equals("tolist") ? border.space.call0(w_found) : w_found;
            }
        }).text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "b'abcd' | cast | ('I',) | tolist | [1684234849]", "b'abcd' | cast | ('@H',) | format | '@H'", "b'abcd' | cast | ('H',) | shape | (2,)",
        "b'abc' | cast | ('c',) | tolist | [b'a', b'b', b'c']", "b'abcdefgh' | cast | ('d',) | tolist | [8.540883223036124e+194]",
        "b'abcd' | cast | ('B', (2, 2)) | tolist | [[97, 98], [99, 100]]", "b'abcd' | cast | ('B', [4]) | suboffsets | ()",
        "b'abcd' | toreadonly | () | readonly | True", "b'abcd' | cast | ('b', (2, 1, 2)) | strides | (2, 2, 1)"})
    void aViewShowsTheSameBytesInAnotherWay(String text, String method, String arguments, String then, String expected) {
        assertThat(ask(text, method, arguments, then)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "('z',) | ValueError: memoryview: destination format must be a native single character format prefixed with an optional '@'",
        "('I',) | TypeError: memoryview: length is not a multiple of itemsize", "('B', 3) | TypeError: shape must be a list or a tuple",
        "('B', (2,)) | TypeError: memoryview: product(shape) * itemsize != buffer size", "('B', (0,)) | ValueError: memoryview.cast(): elements of shape must be integers > 0",
        "('B', ('a',)) | TypeError: memoryview.cast(): elements of shape must be integers"})
    void whatCannotBeCastIsRefused(String arguments, String expected) {
        assertThat(ask("b'abc'", "cast", arguments, null)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"() | '616263'", "('-',) | '61-62-63'", "('-', 2) | '61-6263'"})
    void aViewShowsItsDigits(String arguments, String expected) {
        assertThat(ask("b'abc'", "hex", arguments, null)).isEqualTo(expected);
    }
}
