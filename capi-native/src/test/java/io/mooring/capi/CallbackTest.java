package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.BuiltinCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java below C: functions of Java that C calls, on the thread of the call and on others, and whatever they throw. */
class CallbackTest {
    /** A heap that is soon full: its collections, and the checks after them, are the time that a test of exhaustion takes. */
    private static final long SMALL_HEAP_BYTES = 8L << 20;

    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    /** Calls keeper.call_back with a function of Java and the arguments of a tuple literal. */
    private static Row.Outcome callBack(Border border, String arguments, BuiltinCode code) {
        return border.outcome(() -> {
            try (HandleScope scope = border.heap.scope()) {
                long hArguments = scope.root(border.literal(arguments));
                long w_function = border.space.functions.make("test_function", 0, 9, code);
                return border.callWith("keeper", "call_back", w_function, scope.get(hArguments));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void argumentsAndResultsGoThroughC(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            assertThat(callBack(border, "(1, 'two', [3.5])", (space, hArgs, nargs, w_kwnames) -> space.newTuple(hArgs, nargs)))
                    .isEqualTo(new Row.Outcome(false, "(1, 'two', [3.5])"));
            assertThat(callBack(border, "()", (space, hArgs, nargs, w_kwnames) -> space.w_None)).isEqualTo(new Row.Outcome(false, "None"));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aCollectionBelowCMovesWhatTheCallerHolds(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            Row.Outcome outcome = callBack(border, "([1, 2], 'text')", (space, hArgs, nargs, w_kwnames) -> {
                space.heap.collect(CollectionKind.MINOR);
                space.heap.collect(CollectionKind.MAJOR);
                return space.newTuple(hArgs, nargs);
            });
            assertThat(outcome).isEqualTo(new Row.Outcome(false, "([1, 2], 'text')"));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anyJavaExceptionBecomesAPythonOneAndTheNextCallWorks(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            long mark = border.heap.shadowStack().mark();
            assertThat(callBack(border, "()", (space, hArgs, nargs, w_kwnames) -> {
                throw space.error(space.w_ValueError, "from Java");
            })).isEqualTo(new Row.Outcome(true, "ValueError: from Java"));
            assertThat(callBack(border, "()", (space, hArgs, nargs, w_kwnames) -> {
                throw new IllegalStateException("a bug in Java");
            }).text()).startsWith("SystemError: ").contains("IllegalStateException", "a bug in Java").doesNotContain("\n");
            assertThat(callBack(border, "()", (space, hArgs, nargs, w_kwnames) -> {
                throw new AssertionError("an assertion");
            }).text()).startsWith("SystemError: ").contains("AssertionError");
            assertThat(border.heap.shadowStack().mark()).as("top of the shadow stack").isEqualTo(mark);
            assertThat(border.result("simple", "allocate_tuple", "()")).isEqualTo("(2048, 2049)");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aHeapExhaustedBelowCIsAMemoryError(BorderSetting setting) {
        try (Border border = Border.open(setting.heapOptions().withMaxHeap(SMALL_HEAP_BYTES), setting.capiOptions())) {
            Row.Outcome outcome = callBack(border, "()", (space, hArgs, nargs, w_kwnames) -> {
                try (HandleScope scope = space.heap.scope()) {
                    long hList = scope.root(border.literal("['x', 'y']"));
                    while (true) scope.set(hList, space.inplace(io.mooring.objspace.BinaryOp.ADD, scope.get(hList), scope.get(hList)));
                }
            });
            assertThat(outcome.raised()).isTrue();
            assertThat(outcome.text()).startsWith("MemoryError");
            border.heap.verify();
            assertThat(border.result("calls_number", "binary", "(1, '+', 2)")).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void endlessRecursionThroughCIsARecursionErrorAndTheNextCallWorks(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            AtomicInteger depth = new AtomicInteger();
            Row.Outcome outcome = callBack(border, "()", new BuiltinCode() {
                @Override
                public long call(io.mooring.objspace.ObjSpace space, long hArgs, int nargs, long w_kwnames) {
                    depth.incrementAndGet();
                    try (HandleScope scope = space.heap.scope()) {
                        long hFunction = scope.root(space.functions.make("deeper", 0, 9, this));
                        long w_empty = space.newTuple(hFunction, 0);
                        return border.callWith("keeper", "call_back", scope.get(hFunction), w_empty);
                    }
                }
            });
            assertThat(outcome.raised()).isTrue();
            assertThat(outcome.text()).startsWith("RecursionError: maximum recursion depth exceeded");
            assertThat(depth.get()).as("calls before the limit").isGreaterThan(50);
            assertThat(border.result("simple", "allocate_int", "()")).isEqualTo("2048");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aThreadOfCCallsJavaWhileTheCallerWaits(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            List<Thread> threads = new ArrayList<>();
            Row.Outcome outcome = border.outcome(() -> {
                try (HandleScope scope = border.heap.scope()) {
                    long hArgument = scope.root(border.literal("[1, 2, 3]"));
                    long w_function = border.space.functions.make("on_thread", 1, 1, (space, hArgs, nargs, w_kwnames) -> {
                        threads.add(Thread.currentThread());
                        space.heap.collect(CollectionKind.MAJOR);
                        return space.newInt(space.len(space.arg(hArgs, 0)) + 1000);
                    });
                    return border.callWith("keeper", "call_from_thread", w_function, scope.get(hArgument));
                }
            });
            assertThat(outcome).isEqualTo(new Row.Outcome(false, "1003"));
            assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatAThreadOfCRaisesArrivesAtTheCaller(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            Row.Outcome outcome = border.outcome(() -> {
                long w_function = border.space.functions.make("on_thread", 1, 1, (space, hArgs, nargs, w_kwnames) -> {
                    throw space.error(space.w_KeyError, "on another thread");
                });
                return border.callWith("keeper", "call_from_thread", w_function, border.space.w_None);
            });
            assertThat(outcome).isEqualTo(new Row.Outcome(true, "KeyError: 'on another thread'"));
            assertThat(border.result("keeper", "release_gil_and_work", "(100,)")).isEqualTo("5050");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void manyCallsBackAllocateAndCollect(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            Row.Outcome outcome = border.outcome(() -> {
                try (HandleScope scope = border.heap.scope()) {
                    long hFunction = scope.root(border.space.functions.make("square", 1, 1, (space, hArgs, nargs, w_kwnames) -> {
                        long value = space.asLong(space.arg(hArgs, 0));
                        return value % 3 == 0 ? space.newStr("s" + value) : space.newFloat(value * value);
                    }));
                    return border.callWith("keeper", "call_back_many", scope.get(hFunction), border.space.newInt(7));
                }
            });
            assertThat(outcome).isEqualTo(new Row.Outcome(false, "['s0', 1.0, 4.0, 's3', 16.0, 25.0, 's6']"));
        }
    }
}
