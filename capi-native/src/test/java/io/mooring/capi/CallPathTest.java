package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.roots.HandleScope;
import java.lang.management.ManagementFactory;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The call path costs no Java memory and leaves every count where it was. */
class CallPathTest {
    private static final int CALLS = 10_000;
    /** A measurement itself allocates a little. */
    private static final long SLACK_BYTES = CALLS;
    /** Measurements until the JIT has compiled the path for good; before that, a call makes short-lived Java objects. */
    private static final int MOST_ATTEMPTS = 2000;

    private Border border;

    @BeforeEach
    void open() {
        border = Border.open(HeapOptions.defaults(), BorderSetting.usual().capiOptions());
    }

    @AfterEach
    void close() {
        border.close();
    }

    private static void assertNoAllocation(String what, LongUnaryOperator calls) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && least >= SLACK_BYTES; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            calls.applyAsLong(CALLS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes of Java memory for %s calls of %s", CALLS, what).isLessThan(SLACK_BYTES);
    }

    private long attribute(HandleScope scope, String name) {
        return scope.root(border.space.getattr(border.module("simple"), border.space.intern(name)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "noargs | __doc__ | 'noargs()'", "calls | __doc__ | 'How often echo() was called.'", "calls | __text_signature__ | '()'", "noargs | __text_signature__ | -",
        "Caller.of_class | __doc__ | 'a class method'", "Caller.of_nobody | __doc__ | 'a static method'", "Caller.noargs | __doc__ | -", "Caller.noargs | __text_signature__ | -", "Caller.__call__ | __doc__ | -"})
    void whatADefinitionSaysIsTheDocumentationOfItsFunction(String path, String attribute, String expected) {
        try (HandleScope scope = border.heap.scope()) {
            long hFound = scope.root(border.module("conventions"));
            for (String name : (path + "." + attribute).split("\\.")) {
                long w_name = border.space.newStr(name);
                scope.set(hFound, border.space.getattr(scope.get(hFound), w_name));
            }
            String found = scope.get(hFound) == border.space.w_None ? null : border.space.string(scope.get(hFound));
            assertThat(found).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"__name__, double", "__doc__, twice x", "__objclass__.__name__, Point"})
    void anAttributeThatCComputesKnowsItsNameItsTypeAndItsDocumentation(String path, String expected) {
        try (HandleScope scope = border.heap.scope()) {
            long hFound = scope.root(border.module("calls_type"));
            for (String name : ("Point.double." + path).split("\\.")) {
                long w_name = border.space.newStr(name);
                scope.set(hFound, border.space.getattr(scope.get(hFound), w_name));
            }
            assertThat(border.space.string(scope.get(hFound))).isEqualTo(expected);
        }
    }

    /** Weak references have such callbacks, and whatever C binds to a number to know it again. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "70000", "-5000000000", "123456789012345678901234567890", "2.5", "1j", "True", "'x'", "[]"})
    void aFunctionOfCsIsCalledWithWhateverItIsBoundTo(String self) {
        try (HandleScope scope = border.heap.scope()) {
            long hSelf = scope.root(border.literal(self));
            long hBound = scope.root(border.callWith("conventions", "bind", scope.get(hSelf)));
            for (int i = 0; i < 4; i++) {
                long hFunction = scope.root(border.space.getitemAt(scope.get(hBound), i));
                border.collect();
                boolean takesNone = i == 0;
                long w_result = takesNone ? border.space.call0(scope.get(hFunction)) : border.space.call1(scope.get(hFunction), border.space.w_None);
                assertThat(border.space.reprText(w_result)).isEqualTo("(" + border.space.reprText(scope.get(hSelf)) + (takesNone ? ", (), {})" : ", (None,), {})"));
            }
            border.heap.verify();
        }
    }

    @Test
    void callsWithoutArgumentsAndWithOneAllocateNoJavaObject() {
        try (HandleScope scope = border.heap.scope()) {
            long hNoargs = attribute(scope, "noargs");
            long hOnearg = attribute(scope, "onearg");
            assertNoAllocation("noargs", n -> {
                long sum = 0;
                for (long i = 0; i < n; i++) sum += border.space.call0(scope.get(hNoargs));
                return sum;
            });
            assertNoAllocation("onearg(None)", n -> {
                long sum = 0;
                for (long i = 0; i < n; i++) sum += border.space.call1(scope.get(hOnearg), border.space.w_None);
                return sum;
            });
            assertNoAllocation("onearg(i)", n -> {
                long sum = 0;
                for (long i = 0; i < n; i++) sum += border.space.call1(scope.get(hOnearg), Immediate.of(i));
                return sum;
            });
        }
    }

    @Test
    void callsWithATupleAndResultsAllocateNoJavaObject() {
        try (HandleScope scope = border.heap.scope()) {
            long hVarargs = attribute(scope, "varargs");
            long hInt = attribute(scope, "allocate_int");
            long hTuple = attribute(scope, "allocate_tuple");
            long hArgs = scope.root(Immediate.of(1));
            scope.root(border.space.w_None);
            assertNoAllocation("varargs", n -> {
                long sum = 0;
                for (long i = 0; i < n; i++) sum += border.space.call(scope.get(hVarargs), hArgs, 2, 0);
                return sum;
            });
            assertNoAllocation("allocate_int", n -> {
                long sum = 0;
                for (long i = 0; i < n; i++) sum += border.space.call0(scope.get(hInt));
                return sum;
            });
            assertNoAllocation("allocate_tuple", n -> {
                long sum = 0;
                for (long i = 0; i < n; i++) sum += border.space.call0(scope.get(hTuple));
                return sum;
            });
        }
    }

    @Test
    void noCallLeavesABlockOrALinkBehind() {
        callWithEverything();
        long blocks = border.settledBlocks();
        long links = border.capi.linkStatistics().standing();
        for (int i = 0; i < 100; i++) callWithEverything();
        assertThat(border.settledBlocks()).isEqualTo(blocks);
        assertThat(border.capi.linkStatistics().standing()).isEqualTo(links);
    }

    private void callWithEverything() {
        for (String arguments : new String[] {"(5,)", "(2.5,)", "('text',)", "((1, 'a'),)", "([1],)", "({},)", "(None,)", "(123456789012345678901234567890,)"}) {
            border.result("simple", "onearg", arguments);
        }
        border.result("simple", "varargs", "(1, 'b', [2], (3, 4.5))");
        border.result("simple", "allocate_int", "()");
        border.result("simple", "allocate_tuple", "()");
    }

    @Test
    void aCallOfTheWrongShapeIsRefusedInCPythonsWords() {
        assertThat(border.call("simple", "noargs", "(1,)").text()).isEqualTo("TypeError: simple.noargs() takes no arguments (1 given)");
        assertThat(border.call("simple", "onearg", "()").text()).isEqualTo("TypeError: simple.onearg() takes exactly one argument (0 given)");
    }
}
