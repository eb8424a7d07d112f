package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The scenarios of the border once more, in a JVM whose C side was built with AddressSanitizer: C code that touches what was freed, or what lies beyond an object, stops
 * there and is named. Debug mode is on in such a build.
 */
class AddressSanitizerTest {
    /**
     * All that makes, keeps, breaks and collects links, that calls back and that fails; about two minutes. Not those that measure Java's own memory, nor
     * {@link MisuseTest}, which touches freed memory on purpose.
     */
    private static final List<Class<?>> SCENARIOS = List.of(
            RowsTest.class, KeeperTest.class, CyclesTest.class, LyingTraverseTest.class, BorrowedItemsTest.class, WeakCallbacksTest.class, BoxesTest.class, LinkConnectionTest.class,
            ThreadsTest.class, StandardLibraryTest.class, PackagedBinariesTest.class, MisbehaverTest.class, CallbackTest.class, BadInputTest.class,
            ItemMirrorsTest.class, ListItemsTest.class, DeallocDrainTest.class, RuntimeTest.class);

    /** Fewer would mean that the other JVM did not find them. */
    private static final int FEWEST_TESTS = 300;

    @Test
    void noScenarioOfTheBorderTouchesMemoryThatIsNotItsOwn() {
        List<String> classes = SCENARIOS.stream().map(Class::getName).toList();
        SanitizedJvm.Ended ended = SanitizedJvm.run(SanitizedSuite.class, List.of("-D" + BorderSetting.FEW_PROPERTY + "=true"), classes);
        assertThat(ended.report()).as("the sanitizer's report").isNull();
        assertThat(ended.exitCode()).as("exit code; the output is %s", ended.output()).isZero();
        assertThat(SanitizedSuite.passed(ended.output())).as("tests that passed").isGreaterThan(FEWEST_TESTS);
    }

    /** What the test above would show, if it found something. */
    @ParameterizedTest
    @CsvSource({"read_freed, READ", "write_freed, WRITE", "count_freed, READ", "read_behind, READ"})
    void aModuleThatTouchesWhatIsNotItsOwnIsReported(String function, String access) {
        SanitizedJvm.Ended ended = SanitizedJvm.run(Offender.class, List.of(), List.of(function));
        assertThat(ended.report()).as("the sanitizer's report in: %s", ended.output()).isNotNull();
        assertThat(ended.report()).contains("use-after-poison", access + " of size").contains(" in " + function);
        assertThat(ended.exitCode()).isNotZero();
        assertThat(ended.output()).doesNotContain(Offender.SURVIVED);
    }

    /** The main class of a JVM that calls one function of the module that misuses memory. */
    static final class Offender {
        static final String SURVIVED = "nobody noticed";

        private Offender() {}

        public static void main(String[] args) {
            try (Border border = Border.open(BorderSetting.usual())) {
                Stream.of(args).forEach(function -> border.call("misuse", function, "()"));
            }
            System.out.println(SURVIVED);
        }
    }
}
