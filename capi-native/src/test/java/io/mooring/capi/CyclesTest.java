package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.Occasion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cycles that run through C: the seven that PyPy leaks, those of C alone, and what finalizers, legacy finalizers and types that lie
 * make of them.
 */
class CyclesTest {
    /** How many of each are made: more than one so that a leak shows, few enough for every setting. */
    private static final int EACH = 20;

    /** Every plan and both kinds of links without stress, and under stress the default plan with the table. */
    static Stream<BorderSetting> settings() {
        return Stream.concat(BorderSetting.calm(), Stream.of(new BorderSetting("GenCopy", 0, LinkKind.TABLE, 1)));
    }

    /** One cycle to make and to forget; one that C makes and drops by itself is in no handle. */
    private record Cycle(String name, boolean inHandles, BiConsumer<Border, HandleScope> make) {
        Cycle(String name, BiConsumer<Border, HandleScope> make) {
            this(name, true, make);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Cycle> CYCLES = List.of(
            new Cycle("Foo.ref = itself", (border, scope) -> {
                long hFoo = scope.root(make(border, "Foo"));
                set(border, hFoo, "ref", hFoo);
            }),
            new Cycle("Foo.ref = Foo and back", (border, scope) -> {
                long hFoo = scope.root(make(border, "Foo"));
                long hOther = scope.root(make(border, "Foo"));
                set(border, hFoo, "ref", hOther);
                set(border, hOther, "ref", hFoo);
            }),
            new Cycle("an instance of a Python subclass in its own dict", (border, scope) -> {
                long hSub = scope.root(border.space.call0(subclass(border, scope, "Foo")));
                set(border, hSub, "field", hSub);
            }),
            new Cycle("Python instance -> Foo -> Python instance", (border, scope) -> {
                long hA = scope.root(border.space.call0(pythonClass(border, scope)));
                long hFoo = scope.root(make(border, "Foo"));
                set(border, hA, "f", hFoo);
                set(border, hFoo, "ref", hA);
            }),
            new Cycle("a bound method in a field of C", (border, scope) -> {
                long hList = scope.root(border.literal("[]"));
                long hFoo = scope.root(make(border, "Foo"));
                append(border, hList, hFoo);
                long hMethod = scope.root(border.space.getattr(scope.get(hList), border.space.intern("append")));
                set(border, hFoo, "ref", hMethod);
            }),
            new Cycle("a list that holds its holder, after one PyList_GetItem", (border, scope) -> {
                long hA = scope.root(border.space.call0(pythonClass(border, scope)));
                long hList = scope.root(border.literal("[]"));
                append(border, hList, hA);
                set(border, hA, "l", hList);
                border.callWith("cycles", "look_at_list", scope.get(hList));
            }),
            new Cycle("a tuple that holds its holder, after one PyTuple_GetItem", (border, scope) -> {
                long hA = scope.root(border.space.call0(pythonClass(border, scope)));
                long hTuple = scope.root(border.space.newTuple(scope.get(hA), border.space.w_None));
                set(border, hA, "t", hTuple);
                border.callWith("cycles", "look_at_tuple", scope.get(hTuple));
            }),
            new Cycle("a bytearray that holds a view of itself", (border, scope) -> holdAViewOfItself(border, scope, border.space.w_bytearray)),
            new Cycle("bytes that hold a view of themselves", (border, scope) -> holdAViewOfItself(border, scope, border.space.w_bytes)),
            new Cycle("a ring of five in C", false, (border, scope) -> border.result("cycles", "drop_ring", "(5,)")),
            new Cycle("a list of Java's that holds a tuple of C's", false, (border, scope) -> border.result("cycles", "drop_listed_tuple", "()")),
            new Cycle("a list of Java's that holds a slice of C's", false, (border, scope) -> border.result("cycles", "drop_listed_slice", "()")),
            new Cycle("a slice of C's in a cycle", false, (border, scope) -> border.result("cycles", "drop_slice_cycle", "()")),
            new Cycle("a tuple of C's in a cycle", false, (border, scope) -> border.result("cycles", "drop_tuple_cycle", "()")));

    /** Neither type has room for attributes, so it is one of a Python subclass. */
    private static void holdAViewOfItself(Border border, HandleScope scope, @Ref long w_base) {
        long hBases = scope.root(border.space.newTuple(w_base));
        long hName = scope.root(border.literal("'Sub'"));
        long hDict = scope.root(border.literal("{}"));
        long hType = scope.root(border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), scope.get(hDict)));
        long hBytes = scope.root(border.literal("b'abc'"));
        long hExporter = scope.root(border.space.call1(scope.get(hType), scope.get(hBytes)));
        long w_name = border.space.intern("memoryview");
        long w_view = border.space.getattr(border.space.builtins.module(), w_name);
        set(border, hExporter, "view", scope.root(border.space.call1(w_view, scope.get(hExporter))));
    }

    private static @Ref long make(Border border, String type) {
        long w_name = border.space.intern(type);
        return border.space.call0(border.space.getattr(border.module("cycles"), w_name));
    }

    private static void set(Border border, @Slot long hTarget, String name, @Slot long hValue) {
        long w_name = border.space.intern(name);
        border.space.setattr(border.space.arg(hTarget, 0), w_name, border.space.arg(hValue, 0));
    }

    private static void append(Border border, @Slot long hList, @Slot long hItem) {
        long w_append = border.space.getattr(border.space.arg(hList, 0), border.space.intern("append"));
        border.space.call1(w_append, border.space.arg(hItem, 0));
    }

    private static @Ref long pythonClass(Border border, HandleScope scope) {
        long hName = scope.root(border.literal("'A'"));
        long hBases = scope.root(border.literal("()"));
        long w_dict = border.literal("{}");
        return border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), w_dict);
    }

    private static @Ref long subclass(Border border, HandleScope scope, String base) {
        long hName = scope.root(border.literal("'Sub'"));
        long hBases = scope.root(border.space.newTuple(border.space.getattr(border.module("cycles"), border.space.intern(base))));
        long w_dict = border.literal("{}");
        return border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), w_dict);
    }

    static Stream<Arguments> everyCycle() {
        return settings().flatMap(setting -> CYCLES.stream().map(cycle -> Arguments.of(setting, cycle)));
    }

    static Stream<Arguments> everyCycleInHandles() {
        return settings().flatMap(setting -> CYCLES.stream().filter(Cycle::inHandles).map(cycle -> Arguments.of(setting, cycle)));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("everyCycle")
    void aCycleThroughCThatNobodyRefersToLeavesNothingBehind(BorderSetting setting, Cycle cycle) {
        try (Border border = Border.open(setting)) {
            drop(border, cycle, 1); // what is made once and for all is made now
            long before = settled(border);
            drop(border, cycle, EACH);
            assertThat(settled(border)).as("blocks").isLessThanOrEqualTo(before);
            assertThat(border.result("cycles", "live_count", "()")).as("instances of Foo").isEqualTo("0");
            border.heap.verify();
        }
    }

    private static void drop(Border border, Cycle cycle, int times) {
        for (int i = 0; i < times; i++) {
            try (HandleScope scope = border.heap.scope()) {
                cycle.make().accept(border, scope);
            }
        }
    }

    /** Blocks in use when the collector of cycles has had its turns. */
    private static long settled(Border border) {
        for (int i = 0; i < 5; i++) border.collect();
        return border.settledBlocks();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("everyCycleInHandles")
    void aCycleThatSomebodyRefersToLivesAsItIs(BorderSetting setting, Cycle cycle) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            cycle.make().accept(border, scope);
            String live = border.result("cycles", "live_count", "()");
            for (int i = 0; i < 5; i++) border.collect();
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo(live);
            assertThat(border.result("cycles", "cleared_count", "()")).as("calls of tp_clear").isEqualTo("0");
            border.heap.verify();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aFinalizerRunsOnceAndBeforeTheCycleIsCleared(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            cycleOf(border, "Counted");
            for (int i = 0; i < 5; i++) border.collect();
            assertThat(border.result("cycles", "finalized_count", "()")).isEqualTo("1");
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo("0");
        }
    }

    private static void cycleOf(Border border, String type) {
        try (HandleScope scope = border.heap.scope()) {
            long hFoo = scope.root(make(border, type));
            set(border, hFoo, "ref", hFoo);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatItsFinalizerResurrectsIsWholeAndDiesLaterWithoutIt(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            border.result("cycles", "set_resurrects", "(True,)");
            cycleOf(border, "Counted");
            for (int i = 0; i < 4; i++) border.collect();
            assertThat(border.result("cycles", "live_count", "()")).as("resurrected").isEqualTo("1");
            assertThat(border.result("cycles", "cleared_count", "()")).as("cleared").isEqualTo("0");
            border.result("cycles", "take_saved", "()");
            for (int i = 0; i < 5; i++) border.collect();
            assertThat(border.result("cycles", "finalized_count", "()")).isEqualTo("1");
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void oneRequestCollectsWhatWasMadeAMomentAgo(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            border.result("cycles", "drop_listed_tuple", "()");
            border.result("cycles", "collect", "()");
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo("0");
        }
    }

    @Test
    void whatCFillsMemoryWithIsCollectedThoughTheHeapHasNoReasonTo() {
        try (Border border = Border.open(BorderSetting.usual())) {
            border.result("cycles", "drop_rings", "(2000000,)");
            assertThat(Long.parseLong(border.result("cycles", "live_count", "()"))).isLessThan(9_000_000);
            border.heap.verify();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aCycleWithALegacyFinalizerIsKeptAndListed(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            cycleOf(border, "Legacy");
            for (int i = 0; i < 4; i++) border.collect();
            assertThat(border.space.len(border.capi.garbage())).isEqualTo(1);
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo("1");
            assertThat(border.result("cycles", "cleared_count", "()")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aTypeThatTellsOfItsReferenceTwiceKillsNobody(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            border.breaksRules = true;
            long hLiar = scope.root(make(border, "Liar"));
            long hFoo = scope.root(make(border, "Foo"));
            set(border, hLiar, "ref", hFoo);
            border.callWith("keeper", "keep", scope.get(hFoo));
            scope.set(hFoo, 0);
            for (int i = 0; i < 4; i++) border.collect();
            assertThat(border.result("cycles", "cleared_count", "()")).isEqualTo("0");
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo("2");
            border.result("keeper", "drop", "()");
        }
    }

    @Test
    void debugModeNamesTheTypeThatTellsOfItsReferenceTwice() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Streams streams = new Streams(System.out, new PrintStream(errors, true, StandardCharsets.UTF_8));
        BorderSetting setting = BorderSetting.usual();
        try (Border border = Border.open(setting.heapOptions(), setting.capiOptions().withDebug(true).withStreams(streams)); HandleScope scope = border.heap.scope()) {
            long hLiar = scope.root(make(border, "Liar"));
            long hFoo = scope.root(make(border, "Foo"));
            set(border, hLiar, "ref", hFoo);
            scope.set(hFoo, 0);
            for (int i = 0; i < 4; i++) border.collect();
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("tp_traverse of cycles.Liar visits it more often than it is counted").contains("cycles.Foo");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aWeakReferenceToGarbageIsClearedBeforeItsFinalizerRuns(BorderSetting setting) {
        try (Border border = Border.open(setting); HandleScope scope = border.heap.scope()) {
            border.result("cycles", "set_resurrects", "(True,)");
            long hFoo = scope.root(make(border, "Counted"));
            set(border, hFoo, "ref", hFoo);
            long hWeak = scope.root(border.space.weakrefs.ref(scope.get(hFoo), 0));
            scope.set(hFoo, 0);
            for (int i = 0; i < 4; i++) border.collect();
            assertThat(border.result("cycles", "finalized_count", "()")).isEqualTo("1");
            assertThat(border.space.reprText(scope.get(hWeak))).contains("dead");
            border.result("cycles", "take_saved", "()");
        }
    }

    // ---- in steps -------------------------------------------------------------------------------------------------------------------

    /** Steps of one object each, and none but those that the test asks for. */
    private static final int WHEN_ASKED = 1 << 30;
    /** Cycles of steps: one finds the garbage, the next ones what it held, and each may leave half of it to its successor. */
    private static final int CYCLES_OF_STEPS = 6;
    /** Steps after which C is spoken to: in the middle of cycles, as calls do. */
    private static final int STEPS_PER_DRAIN = 40;

    static Stream<Arguments> everyCycleInSteps() {
        return Stream.of(LinkKind.values()).flatMap(links -> CYCLES.stream().map(cycle -> Arguments.of(new BorderSetting("Incremental", 0, links, WHEN_ASKED), cycle)));
    }

    /** Verified when it is over: a verification after each of the steps would take too long. */
    private static Border openInSteps(BorderSetting setting) {
        return Border.open(setting.heapOptions().withVerify(EnumSet.noneOf(Occasion.class)), setting.capiOptions());
    }

    private static void runCyclesOfSteps(Border border) {
        runCyclesOfSteps(border, STEPS_PER_DRAIN);
    }

    private static void runCyclesOfSteps(Border border, int stepsPerDrain) {
        IncrementalPlan plan = (IncrementalPlan) border.heap.plan();
        long end = plan.cycles() + CYCLES_OF_STEPS;
        for (long steps = 0; plan.cycles() < end; steps++) {
            border.heap.collect(CollectionKind.MINOR);
            if (steps % stepsPerDrain == 0) border.capi.drain();
        }
        assertThat(plan.cyclesForced()).as("cycles that were not left to their steps").isZero();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("everyCycleInSteps")
    void aCycleThroughCIsFoundInStepsWithoutAWholeCollection(BorderSetting setting, Cycle cycle) {
        try (Border border = openInSteps(setting)) {
            drop(border, cycle, 1);
            runCyclesOfSteps(border);
            long before = border.capi.arenaStatistics().blocks();
            drop(border, cycle, EACH);
            runCyclesOfSteps(border);
            assertThat(border.capi.arenaStatistics().blocks()).as("blocks").isLessThanOrEqualTo(before);
            assertThat(border.result("cycles", "live_count", "()")).as("instances of Foo").isEqualTo("0");
            border.heap.verify();
        }
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("everyCycleInSteps")
    void aCycleThatSomebodyRefersToLivesThroughItsSteps(BorderSetting setting, Cycle cycle) {
        try (Border border = openInSteps(setting); HandleScope scope = border.heap.scope()) {
            if (!cycle.inHandles()) return;
            cycle.make().accept(border, scope);
            String live = border.result("cycles", "live_count", "()");
            runCyclesOfSteps(border);
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo(live);
            assertThat(border.result("cycles", "cleared_count", "()")).as("calls of tp_clear").isEqualTo("0");
            border.heap.verify();
        }
    }

    static Stream<BorderSetting> inSteps() {
        return Stream.of(LinkKind.values()).map(links -> new BorderSetting("Incremental", 0, links, WHEN_ASKED));
    }

    /** The links of the class, of its instance and of the tuple that counts it end in this order, in different steps, and C is spoken to after each. */
    @ParameterizedTest
    @MethodSource("inSteps")
    void aClassThatDiesStepsBeforeItsInstancesIsDeallocatedAfterThem(BorderSetting setting) {
        try (Border border = openInSteps(setting)) {
            dropTupleWithItsHolder(border);
            runCyclesOfSteps(border, 1);
            long before = border.capi.arenaStatistics().blocks();
            dropTupleWithItsHolder(border);
            runCyclesOfSteps(border, 1);
            assertThat(border.capi.arenaStatistics().blocks()).as("blocks").isLessThanOrEqualTo(before);
            border.heap.verify();
        }
    }

    /** The holder crosses first, so that its link and that of its class stand before the tuple's. */
    private static void dropTupleWithItsHolder(Border border) {
        try (HandleScope scope = border.heap.scope()) {
            long hA = scope.root(border.space.call0(pythonClass(border, scope)));
            border.callWith("keeper", "pair_with_self", scope.get(hA));
            long hTuple = scope.root(border.space.newTuple(scope.get(hA)));
            set(border, hA, "t", hTuple);
            border.callWith("cycles", "look_at_tuple", scope.get(hTuple));
        }
    }

    @Test
    void inStepsAFinalizerRunsOnceAndALegacyOneIsListed() {
        try (Border border = openInSteps(new BorderSetting("Incremental", 2, LinkKind.TABLE, WHEN_ASKED))) {
            cycleOf(border, "Counted");
            cycleOf(border, "Legacy");
            runCyclesOfSteps(border);
            assertThat(border.result("cycles", "finalized_count", "()")).isEqualTo("1");
            assertThat(border.space.len(border.capi.garbage())).isEqualTo(1);
            assertThat(border.result("cycles", "live_count", "()")).isEqualTo("1");
            border.heap.verify();
        }
    }
}
