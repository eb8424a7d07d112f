package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.Occasion;
import io.mooring.objspace.OperationError;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mirrors of tuples: lazy for modules that ask, filled for those that read items as CPython's macros do. [INV-49] */
class ItemMirrorsTest {
    /** As deep as a chain of tuples is to be built, crossed and dropped without recursion; a tenth is too deep for any recursion in C, too. */
    private static final int DEEP = BorderSetting.areFew() ? 100_000 : 1_000_000;
    private static final long MIB = 1L << 20;

    static Stream<BorderSetting> settings() {
        return BorderSetting.all();
    }

    /** A border with the tuple of a literal in a handle. */
    private static void with(BorderSetting setting, String tuple, Examples examples) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            try {
                examples.run(border, scope, scope.root(border.literal(tuple)));
            } catch (OperationError raised) {
                throw new AssertionError(raised.getMessage(), raised.getCause()); // its text is lost when the heap is closed
            }
        }
    }

    @FunctionalInterface
    private interface Examples {
        void run(Border border, HandleScope scope, long hTuple);
    }

    private static String call(Border border, String module, String function, @Ref long... args) {
        return border.outcome(() -> border.callWith(module, function, args)).text();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anItemIsMadeWhenAFunctionAsksForIt(BorderSetting setting) {
        with(setting, "(1000, 'text', 2.5, None, (7, 8), 123456789012345678901)", (border, scope, hTuple) -> {
            border.callWith("items", "keep", scope.get(hTuple));
            assertThat(call(border, "items", "tuple_slots", scope.get(hTuple))).isEqualTo("0");
            String[] reprs = {"1000", "'text'", "2.5", "None", "(7, 8)", "123456789012345678901"};
            for (int i = 0; i < reprs.length; i++) {
                assertThat(call(border, "items", "tuple_get", scope.get(hTuple), border.space.newInt(i))).isEqualTo(reprs[i]);
                assertThat(call(border, "items", "tuple_slots", scope.get(hTuple))).as("items made").isEqualTo(String.valueOf(i + 1));
                border.collect();
            }
            assertThat(call(border, "items", "tuple_get", scope.get(hTuple), border.space.newInt(6))).isEqualTo("IndexError: tuple index out of range");
            border.result("items", "drop_kept", "()");
            border.heap.verify();
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void ourMacroMakesAllItemsAtOnce(BorderSetting setting) {
        with(setting, "(1000, 'text', [1], (), True, {})", (border, scope, hTuple) -> {
            assertThat(call(border, "items", "tuple_get", scope.get(hTuple), border.space.newInt(1))).isEqualTo("'text'");
            assertThat(call(border, "items", "tuple_macro", scope.get(hTuple), border.space.newInt(2))).isEqualTo("[1]");
            assertThat(call(border, "items", "tuple_slots", scope.get(hTuple))).isEqualTo("6");
            assertThat(border.space.reprText(scope.get(hTuple))).isEqualTo("(1000, 'text', [1], (), True, {})");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whateverTakesATupleApartSeesItsItems(BorderSetting setting) {
        with(setting, "(1000, 'text')", (border, scope, hTuple) -> {
            assertThat(call(border, "items", "tuple_parse", scope.get(hTuple))).isEqualTo("('text', 1000)");
        });
        with(setting, "(1000, 'text', 3)", (border, scope, hTuple) -> {
            assertThat(call(border, "items", "sequence_fast", scope.get(hTuple))).isEqualTo("(1000, 'text', 3)");
        });
        with(setting, "(10, 20, 30, 40)", (border, scope, hTuple) -> {
            long hLow = scope.root(border.space.newInt(1));
            assertThat(call(border, "items", "tuple_slice", scope.get(hTuple), scope.get(hLow), border.space.newInt(3))).isEqualTo("(20, 30)");
            assertThat(call(border, "items", "tuple_slots", scope.get(hTuple))).as("the others are not made").isEqualTo("2");
        });
        with(setting, "('a', 'b')", (border, scope, hTuple) -> {
            long hFunction = scope.root(border.space.getattr(border.module("items"), border.space.intern("tuple_parse")));
            long hArgs = scope.root(border.space.newTuple(scope.get(hTuple)));
            assertThat(call(border, "items", "tuple_call", scope.get(hFunction), scope.get(hArgs))).isEqualTo("('b', 'a')");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aTupleThatNobodyLooksIntoDiesWithItsMirror(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            look(border);
            long before = border.settledBlocks();
            for (int i = 0; i < 10; i++) look(border);
            assertThat(border.settledBlocks()).isLessThanOrEqualTo(before);
            border.heap.verify();
        }
    }

    private static void look(Border border) {
        border.result("items", "tuple_slots", "((1000, 'text', [1]),)");
        border.result("items", "tuple_get", "((1000, 'text', [1]), 2)");
        border.result("items", "tuple_macro", "((1000, 'text', [1], (2000,)), 3)");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theFirstMacroReaderFillsWhatIsLazyAndWhatCrossesLater(BorderSetting setting) {
        with(setting, "(1000, 'text', (2000, (3000,)), [5])", (border, scope, hTuple) -> {
            border.callWith("items", "keep", scope.get(hTuple));
            assertThat(call(border, "items", "tuple_slots", scope.get(hTuple))).isEqualTo("0");
            border.module("macro_items");
            assertThat(call(border, "macro_items", "tuple_slots", scope.get(hTuple))).isEqualTo("4");
            assertThat(call(border, "macro_items", "tuple_macro", scope.get(hTuple), border.space.newInt(2))).isEqualTo("(2000, (3000,))");
            assertThat(border.result("macro_items", "tuple_slots", "((1, 'a', 2.5, ()),)")).isEqualTo("4");
            assertThat(border.result("macro_items", "tuple_macro", "(((1, (2, 3000)),), 0)")).isEqualTo("(1, (2, 3000))");
            assertThat(border.result("macro_items", "sequence_fast", "([4, 'x', 1.5],)")).isEqualTo("(4, 'x', 1.5)");
            border.result("items", "drop_kept", "()");
            border.collect();
            border.heap.verify();
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void instancesOfSubclassesAreFilledWhereCMayLook(BorderSetting setting) {
        with(setting, "(1000, 'y')", (border, scope, hItems) -> {
            long hPair = scope.root(border.space.getattr(border.module("items"), border.space.intern("Pair")));
            long hInstance = scope.root(border.space.call1(scope.get(hPair), scope.get(hItems)));
            assertThat(border.space.reprText(scope.get(hInstance))).isEqualTo("items.Pair(x=1000, y='y')");
            assertThat(border.space.reprText(border.space.getattr(scope.get(hInstance), border.space.intern("y")))).isEqualTo("'y'");
            long hSub = scope.root(subclass(border, border.space.w_tuple));
            scope.set(hInstance, border.space.call1(scope.get(hSub), scope.get(hItems)));
            assertThat(call(border, "items", "tuple_slots", scope.get(hInstance))).as("a Python class").isEqualTo("0");
            assertThat(call(border, "items", "tuple_get", scope.get(hInstance), border.space.newInt(1))).isEqualTo("'y'");
            assertThat(call(border, "items", "tuple_macro", scope.get(hInstance), border.space.newInt(0))).isEqualTo("1000");
            border.collect();
            border.heap.verify();
        });
    }

    private static @Ref long subclass(Border border, @Ref long w_base) {
        try (HandleScope scope = border.heap.scope()) {
            long hBases = scope.root(border.space.newTuple(w_base));
            long hName = scope.root(border.space.newStr("Sub"));
            long w_dict = border.space.newDict();
            return border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), w_dict);
        }
    }

    // ---- when memory is short -------------------------------------------------------------------------------------------------------

    /** Floats of which half have room in the smallest arena, boxes and all, but not all of them. */
    private static final int MANY = 480_000;
    /** Not with every chunk that is handed out as well, and with a nursery that is not full so soon: a check of so many objects takes long. */
    private static final Set<Occasion> AROUND_COLLECTIONS = EnumSet.of(Occasion.BEFORE_COLLECTION, Occasion.AFTER_COLLECTION);

    private static Border small(BorderSetting setting) {
        HeapOptions heap = setting.heapOptions().withMaxHeap(128 * MIB).withNursery(2 * MIB).withVerify(AROUND_COLLECTIONS);
        return Border.open(heap, setting.capiOptions().withArena(16 * MIB));
    }

    private static @Ref long floats(Border border, int count) {
        return tuple(border, count, i -> border.space.newFloat(i + 0.5));
    }

    private static @Ref long tuple(Border border, int count, LongFunction<Long> item) {
        try (HandleScope scope = border.heap.scope()) {
            long hTuple = scope.root(border.space.tuples.allocate(count));
            for (int i = 0; i < count; i++) {
                long w_item = item.apply(i);
                border.space.tuples.set(scope.get(hTuple), i, w_item);
            }
            return scope.get(hTuple);
        }
    }

    /** Needs more boxes than the arena has room for. */
    @ParameterizedTest
    @ValueSource(strings = {"GenCopy", "SemiSpace"})
    void aFillThatFailsLosesNothingAndIsDoneLater(String plan) {
        BorderSetting setting = new BorderSetting(plan, 0, CApiOptions.LinkKind.TABLE, 0);
        try (Border border = small(setting); HandleScope scope = border.heap.scope()) {
            long hMost = scope.root(floats(border, MANY / 2));
            long hTuple = scope.root(floats(border, MANY / 2));
            border.callWith("items", "keep", scope.get(hMost));
            assertThat(call(border, "items", "tuple_macro", scope.get(hMost), border.space.newInt(0))).isEqualTo("0.5");
            assertThat(call(border, "items", "tuple_macro", scope.get(hTuple), border.space.newInt(MANY / 2 - 1))).startsWith("MemoryError");
            assertThat(call(border, "items", "tuple_get", scope.get(hTuple), border.space.newInt(10))).as("what was made").isEqualTo("10.5");
            border.result("items", "drop_kept", "()");
            scope.set(hMost, 0);
            border.collect();
            assertThat(call(border, "items", "tuple_macro", scope.get(hTuple), border.space.newInt(MANY / 2 - 1))).isEqualTo((MANY / 2 - 0.5) + "");
            border.heap.verify();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GenCopy", "SemiSpace"})
    void aMacroReaderNeverMeetsATupleThatCouldNotBeFilled(String plan) {
        BorderSetting setting = new BorderSetting(plan, 0, CApiOptions.LinkKind.TABLE, 0);
        try (Border border = small(setting); HandleScope scope = border.heap.scope()) {
            border.module("macro_items");
            long hMost = scope.root(floats(border, MANY / 2));
            border.callWith("macro_items", "keep", scope.get(hMost));
            long hTuple = scope.root(floats(border, MANY / 2));
            long hInner = scope.root(border.space.newTuple(scope.get(hTuple)));
            for (int i = 0; i < 3; i++) {
                assertThat(call(border, "macro_items", "tuple_slots", scope.get(hInner))).startsWith("MemoryError");
                assertThat(call(border, "macro_items", "tuple_slots", scope.get(hTuple))).startsWith("MemoryError");
            }
            border.result("macro_items", "drop_kept", "()");
            scope.set(hMost, 0);
            border.collect();
            assertThat(call(border, "macro_items", "tuple_slots", scope.get(hTuple))).isEqualTo(String.valueOf(MANY / 2));
            assertThat(call(border, "macro_items", "tuple_slots", scope.get(hInner))).isEqualTo("1");
            border.heap.verify();
        }
    }

    // ---- no depth of nesting --------------------------------------------------------------------------------------------------------

    private static Border large(BorderSetting setting) {
        HeapOptions heap = HeapOptions.defaults().withMaxHeap(1024 * MIB).withPlan(setting.plan());
        return Border.open(heap, setting.capiOptions().withArena(1024 * MIB));
    }

    /** One that copies and one that marks in steps, on both kinds of links. */
    static Stream<BorderSetting> roomy() {
        return Stream.of("GenCopy", "Incremental").flatMap(plan -> Stream.of(CApiOptions.LinkKind.values()).map(links -> new BorderSetting(plan, 0, links, 0)));
    }

    @ParameterizedTest
    @MethodSource("roomy")
    void aDeepChainMadeInCIsDroppedCrossesAndComesBack(BorderSetting setting) {
        try (Border border = large(setting)) {
            border.module("cycles");
            long before = border.settledBlocks();
            border.result("cycles", "drop_tuple_chain", "(" + DEEP + ",)");
            assertThat(border.settledBlocks()).as("dropped in C").isLessThanOrEqualTo(before);
            try (HandleScope scope = border.heap.scope()) {
                long hChain = scope.root(border.callWith("items", "chain", border.space.newInt(DEEP)));
                border.collect();
                assertThat(call(border, "items", "chain_depth", scope.get(hChain), border.space.w_False)).isEqualTo(String.valueOf(DEEP));
                border.callWith("items", "keep", scope.get(hChain));
            }
            border.collect();
            assertThat(border.result("items", "drop_kept", "()")).isEqualTo("None");
            assertThat(border.settledBlocks()).as("after all").isLessThanOrEqualTo(before + 100);
        }
    }

    @ParameterizedTest
    @MethodSource("roomy")
    void aDeepChainOfManagedTuplesIsMirroredAndDropped(BorderSetting setting) {
        for (String module : new String[] {"items", "macro_items"}) {
            for (boolean byMacro : new boolean[] {false, true}) {
                try (Border border = large(setting); HandleScope scope = border.heap.scope()) {
                    border.module(module);
                    long before = border.settledBlocks();
                    long hChain = scope.root(border.space.tuples.empty());
                    for (int i = 0; i < DEEP; i++) scope.set(hChain, border.space.newTuple(scope.get(hChain)));
                    assertThat(call(border, module, "chain_depth", scope.get(hChain), border.space.newBool(byMacro))).isEqualTo(String.valueOf(DEEP));
                    border.callWith(module, "keep", scope.get(hChain));
                    border.collect();
                    scope.set(hChain, border.callWith(module, "get_kept"));
                    border.result(module, "drop_kept", "()");
                    scope.set(hChain, 0);
                    assertThat(border.settledBlocks()).isLessThanOrEqualTo(before + 100);
                }
            }
        }
    }

    // ---- who reads how --------------------------------------------------------------------------------------------------------------

    @Test
    void theStableAbiHasNoMacrosThatReadItems() {
        try (Border border = Border.open(BorderSetting.usual())) {
            border.module("speedups", DebianPackage.file("python3-tornado", "speedups", ".abi3.so"));
            assertThat(border.result("items", "tuple_slots", "((1000, 2000),)")).isEqualTo("0");
            border.module("_bz2", DebianPackage.file("libpython3.11-stdlib", "_bz2.cpython-311", ".so"));
            assertThat(border.result("items", "tuple_slots", "((1000, 2000),)")).isEqualTo("2");
        }
    }

    @Test
    void aMacroReaderThatMemoryIsTooShortForIsNotLoaded() {
        try (Border border = small(BorderSetting.usual()); HandleScope scope = border.heap.scope()) {
            long hTuple = scope.root(floats(border, MANY));
            border.callWith("items", "keep", scope.get(hTuple));
            assertThatThrownBy(() -> border.module("macro_items")).isInstanceOf(OperationError.class).hasMessageContaining("MemoryError");
            assertThat(border.result("items", "tuple_slots", "((1000, 2000),)")).as("tuples are lazy as before").isEqualTo("0");
            assertThat(call(border, "items", "tuple_get", scope.get(hTuple), border.space.newInt(5))).isEqualTo("5.5");
        }
    }

    private static long version(Border border, @Slot long hDict) {
        return border.space.asLong(border.callWith("macro_items", "version_of", border.space.arg(hDict, 0)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theSizeThatMacrosReadOfADictIsThatOfTheMomentItIsPassed(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            long hUsed = scope.root(border.space.getattr(border.module("macro_items"), border.space.intern("used_of")));
            long hDict = scope.root(border.literal("{}"));
            for (long size = 0; size < 10; size++) {
                assertThat(border.space.asLong(border.space.call1(scope.get(hUsed), scope.get(hDict)))).isEqualTo(size);
                border.space.dicts.set(scope.get(hDict), Immediate.of(size), border.space.w_None);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theVersionOfADictChangesWheneverTheDictDoesAndStaysOtherwise(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            border.module("macro_items");
            long hDict = scope.root(border.literal("{'old key': 1.5}"));
            long hKey = scope.root(border.literal("'new key'"));
            List<Long> versions = new ArrayList<>(List.of(0L, version(border, hDict)));
            List<Runnable> changes = List.of(
                    () -> border.space.dicts.set(scope.get(hDict), scope.get(hKey), border.space.w_None),
                    () -> border.space.dicts.set(scope.get(hDict), scope.get(hKey), border.space.w_True),
                    () -> border.space.dicts.remove(scope.get(hDict), scope.get(hKey)),
                    () -> border.space.dicts.clear(scope.get(hDict)));
            for (Runnable change : changes) {
                change.run();
                versions.add(version(border, hDict));
                border.collect();
                assertThat(version(border, hDict)).as("nothing changed").isEqualTo(versions.getLast());
            }
            assertThat(versions).doesNotHaveDuplicates();
        }
    }
}
