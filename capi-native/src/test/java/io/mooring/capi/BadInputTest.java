package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be wrong with what the border is given: one clear line each, and the next call in the same process works. */
class BadInputTest {
    @TempDir
    private Path directory;

    private Border border;

    @BeforeEach
    void open() {
        border = Border.open(BorderSetting.usual());
    }

    /** Whatever went wrong, the border still works. */
    @AfterEach
    void nextCallWorks() {
        try {
            assertThat(border.result("simple", "allocate_tuple", "()")).isEqualTo("(2048, 2049)");
            assertThat(border.result("calls_number", "binary", "(1, '+', 2)")).isEqualTo("3");
            border.heap.verify();
        } finally {
            border.close();
        }
    }

    private String failureOf(Path file) {
        Row.Outcome outcome = border.outcome(() -> border.capi.load(file));
        assertThat(outcome.raised()).as("loading %s", file).isTrue();
        assertThat(outcome.text()).doesNotContain("\n");
        return outcome.text();
    }

    private Path fileWith(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    // ---- loading --------------------------------------------------------------------------------------------------------------------

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("nowhere.so");
        assertThat(failureOf(file)).startsWith("ImportError: ").contains(file.toString()).containsIgnoringCase("no file");
    }

    @Test
    void aTextFileIsNoLibrary() throws IOException {
        Path file = fileWith("text.so", "this is no library\n");
        assertThat(failureOf(file)).startsWith("ImportError: ").contains(file.toString());
    }

    @Test
    void anEmptyFileIsNoLibrary() throws IOException {
        Path file = fileWith("empty.so", "");
        assertThat(failureOf(file)).startsWith("ImportError: ").contains(file.toString());
    }

    @Test
    void aTruncatedLibraryIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Border.moduleFile("simple"));
        Path file = directory.resolve("simple.so");
        Files.write(file, java.util.Arrays.copyOf(whole, 1000));
        assertThat(failureOf(file)).startsWith("ImportError: ").contains(file.toString());
    }

    @Test
    void aDirectoryIsNoLibrary() {
        assertThat(failureOf(directory)).startsWith("ImportError: ");
    }

    @Test
    void aLibraryWithoutInitFunctionIsNoModule() {
        assertThat(failureOf(Border.moduleFile("no_init"))).startsWith("ImportError: ").contains("PyInit_no_init");
    }

    @Test
    void anUnknownSymbolIsNamed() {
        assertThat(failureOf(Border.moduleFile("undefined_symbol"))).startsWith("ImportError: ").contains("PyMooring_NobodyHasThisFunction");
    }

    @Test
    void anInitFunctionThatRaisesRaises() {
        assertThat(failureOf(Border.moduleFile("init_raises"))).isEqualTo("RuntimeError: this module does not want to be imported");
    }

    @Test
    void anInitFunctionThatReturnsNullWithoutErrorIsASystemError() {
        assertThat(failureOf(Border.moduleFile("init_returns_null")))
                .isEqualTo("SystemError: initialization of init_returns_null failed without raising an exception");
    }

    @Test
    void anInitFunctionThatReturnsAModuleAndAnErrorIsASystemError() {
        assertThat(failureOf(Border.moduleFile("init_leaves_error")))
                .isEqualTo("SystemError: initialization of init_leaves_error raised unreported exception");
    }

    @Test
    void aSecondPhaseThatRaisesRaises() {
        assertThat(failureOf(Border.moduleFile("exec_fails"))).isEqualTo("ImportError: the second phase of exec_fails failed");
    }

    @Test
    void aSecondPhaseThatLeavesAnErrorIsASystemErrorAndSoIsOneThatFailsSilently() {
        Path file = Border.moduleFile("exec_leaves_error");
        assertThat(failureOf(file)).isEqualTo("SystemError: execution of module exec_leaves_error raised unreported exception");
        assertThat(failureOf(file)).isEqualTo("SystemError: execution of module exec_leaves_error failed without setting an exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_init", "undefined_symbol", "init_raises", "init_returns_null", "exec_fails"})
    void aModuleThatFailedFailsAgainInTheSameWay(String module) {
        String first = failureOf(Border.moduleFile(module));
        assertThat(failureOf(Border.moduleFile(module))).isEqualTo(first);
    }

    // ---- calling --------------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            noargs  | (1,)   | TypeError: simple.noargs() takes no arguments (1 given)
            onearg  | ()     | TypeError: simple.onearg() takes exactly one argument (0 given)
            onearg  | (1, 2) | TypeError: simple.onearg() takes exactly one argument (2 given)
            nothing | ()     | AttributeError: module 'simple' has no attribute 'nothing'
            __doc__ | ()     | TypeError: 'str' object is not callable
            """)
    void aWrongCallIsATypeError(String function, String arguments, String error) {
        assertThat(border.call("simple", function, arguments)).isEqualTo(new Row.Outcome(true, error));
    }

    @Test
    void anExceptionRaisedInCArrives() {
        assertThat(border.call("calls_error", "raise_string", "('ValueError', 'from C')")).isEqualTo(new Row.Outcome(true, "ValueError: from C"));
    }

    @Test
    void anExceptionRaisedInJavaBelowCArrives() {
        assertThat(border.call("calls_object", "get_item", "({}, 'absent')")).isEqualTo(new Row.Outcome(true, "KeyError: 'absent'"));
    }

    @Test
    void aDeeplyNestedStructureIsARecursionErrorOrWorks() {
        Row.Outcome outcome = border.outcome(() -> {
            try (HandleScope scope = border.heap.scope()) {
                long hNest = scope.root(border.space.newList());
                long hOuter = scope.root(0);
                for (int i = 0; i < 100_000; i++) {
                    scope.set(hOuter, border.space.newList());
                    border.space.lists.append(scope.get(hOuter), scope.get(hNest));
                    scope.set(hNest, scope.get(hOuter));
                }
                long hFunction = scope.root(border.space.getattr(border.module("calls_object"), border.space.intern("repr")));
                return border.space.call1(scope.get(hFunction), scope.get(hNest));
            }
        });
        assertThat(outcome).isEqualTo(new Row.Outcome(true, "RecursionError: maximum recursion depth exceeded while getting the repr of an object"));
    }

    @Test
    void tuplesNestedDeeplyInCCrossAndDie() {
        assertThat(border.outcome(() -> {
            try (HandleScope scope = border.heap.scope()) {
                long hFunction = scope.root(border.space.getattr(border.module("calls_sequence"), border.space.intern("tuple_nest")));
                long w_nest = border.space.call1(scope.get(hFunction), border.space.newInt(100_000));
                return border.space.newInt(border.space.len(w_nest));
            }
        })).isEqualTo(new Row.Outcome(false, "1"));
    }

    @Test
    void anObjectTooLargeForTheHeapIsAMemoryError() {
        Row.Outcome outcome;
        try {
            outcome = border.call("calls_sequence", "repeat", "([1.5], 1000000000)");
        } catch (HeapExhausted e) {
            throw new AssertionError("HeapExhausted crossed the border", e);
        }
        assertThat(outcome.raised()).isTrue();
        assertThat(outcome.text()).startsWith("MemoryError");
    }

    @Test
    void aGraphTooLargeForTheHeapIsAMemoryErrorAndTheHeapStaysIntact() {
        for (int i = 0; i < 3; i++) {
            Row.Outcome outcome = border.call("calls_sequence", "repeat", "(['x'], 30000000)");
            assertThat(outcome.raised()).isTrue();
            assertThat(outcome.text()).startsWith("MemoryError");
        }
    }

    // ---- the border itself ------------------------------------------------------------------------------------------------------------

    @Test
    void aSecondBorderIsRefusedInOneSentence() {
        assertThat(failureOfSecondBorder()).contains("open in this process already").doesNotContain("\n");
    }

    private static String failureOfSecondBorder() {
        try (Border second = Border.open(BorderSetting.usual())) {
            throw new AssertionError("a second border opened: " + second);
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    @Test
    void aLibraryThatIsNotMooringIsRefused() {
        border.close();
        try {
            Stream.of("simple", "no_init").forEach(name -> {
                CApiOptions options = BorderSetting.usual().capiOptions().withLibrary(Border.moduleFile(name));
                try (Border wrong = Border.open(BorderSetting.usual(), options)) {
                    throw new AssertionError("opened " + wrong);
                } catch (IllegalStateException e) {
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                }
            });
        } finally {
            border = Border.open(BorderSetting.usual());
        }
    }
}
