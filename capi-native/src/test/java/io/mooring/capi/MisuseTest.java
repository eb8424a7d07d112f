package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.HeapDamaged;
import io.mooring.rawrefcount.LinkRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every misuse of counts and memory that the table {@code misuse.table} lists, in both builds: debug mode reports it, with the object's type and the function that
 * was called last; without debug mode the heap stays whole, the next call works, and the verifier names what is damaged.
 */
class MisuseTest {
    private static final String NOTHING = "-";

    /**
     * A row of the table.
     *
     * @param function of the module misuse
     * @param argument a literal, or the name of one of the module's types, of which a new instance is passed; or none
     * @param age      what the argument is when the misuse happens: new (no link yet), linked (young), old; or the type itself
     * @param outcome  what the call answers or raises
     * @param damage   the invariant that the verifier finds broken in the fast build; none if the heap is whole
     * @param reports  debug mode's lines, addresses left out
     */
    private record Case(String function, String argument, String age, String outcome, String damage, List<String> reports) {
        static Case parse(String line) {
            String[] columns = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
            List<String> reports = Arrays.stream(columns).skip(5).filter(report -> !report.equals(NOTHING)).toList();
            return new Case(columns[0], columns[1], columns[2], columns[3], columns[4], reports);
        }

        @Override
        public String toString() {
            return function + "(" + argument + "), " + age;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = MisuseTest.class.getResourceAsStream("misuse.table")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream().map(Case::parse);
        }
    }

    /** A border whose errors can be read, on a heap that is verified only when asked. */
    private static Border open(boolean debug, OutputStream errors) {
        BorderSetting setting = BorderSetting.usual();
        PrintStream out = new PrintStream(OutputStream.nullOutputStream());
        Streams streams = new Streams(out, new PrintStream(errors, true, StandardCharsets.UTF_8));
        Border border = Border.open(setting.heapOptions().withVerify(Set.of()), setting.capiOptions().withDebug(debug).withStreams(streams));
        border.breaksRules = true;
        return border;
    }

    private static String run(Border border, Case row) {
        try (HandleScope scope = border.heap.scope()) {
            long hArgument = scope.root(row.age.equals("type") ? attribute(border, row.argument) : argument(border, row.argument));
            if (row.age.equals("linked") || row.age.equals("old")) border.callWith("misuse", "touch", scope.get(hArgument));
            if (row.age.equals("old")) border.collect();
            return border.outcome(() -> call(border, row, hArgument)).text();
        }
    }

    private static @Ref long argument(Border border, String text) {
        if (text.equals(NOTHING)) return border.space.w_None;
        boolean isTypeName = Character.isUpperCase(text.charAt(0)) && !text.equals("None");
        return isTypeName ? border.space.call0(attribute(border, text)) : border.literal(text);
    }

    private static @Ref long attribute(Border border, String name) {
        long w_name = border.space.intern(name);
        return border.space.getattr(border.module("misuse"), w_name);
    }

    private static @Ref long call(Border border, Case row, @Slot long hArgument) {
        long w_function = attribute(border, row.function);
        return row.argument.equals(NOTHING) ? border.space.call0(w_function) : border.space.call1(w_function, border.space.arg(hArgument, 0));
    }

    private static void nextCallsWork(Border border) {
        assertThat(border.result("simple", "allocate_tuple", "()")).isEqualTo("(2048, 2049)");
        assertThat(border.result("calls_sequence", "repeat", "(['x', 'y'], 2)")).isEqualTo("['x', 'y', 'x', 'y']");
    }

    private static String withoutAddresses(String text) {
        return text.replaceAll("0x[0-9a-f]+", "0x…");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void debugModeReportsTheTypeAndTheLastCall(Case row) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = open(true, errors)) {
            run(border, row);
            border.collect();
            nextCallsWork(border);
        }
        assertThat(withoutAddresses(errors.toString(StandardCharsets.UTF_8)).lines()).containsExactlyElementsOf(row.reports);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFastBuildKeepsItsHeapWholeAndTheVerifierFindsTheDamage(Case row) {
        try (Border border = open(false, OutputStream.nullOutputStream())) {
            assertThat(withoutAddresses(run(border, row))).isEqualTo(row.outcome);
            if (row.damage.equals(NOTHING)) border.heap.verify();
            else assertThatThrownBy(border.heap::verify).isInstanceOf(HeapDamaged.class).hasMessageContaining(row.damage);
            nextCallsWork(border);
            border.collect();
            nextCallsWork(border);
        }
    }

    /** Lines of debug mode for a series of calls; the object that they are about dies before the last one, or waits for it. */
    private static List<String> reportsOnBorrowed(boolean drained, String lastCall) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = open(true, errors)) {
            borrowAndForget(border, drained);
            border.result("misuse", lastCall, "()");
            nextCallsWork(border);
        }
        return withoutAddresses(errors.toString(StandardCharsets.UTF_8)).lines().toList();
    }

    private static void borrowAndForget(Border border, boolean drained) {
        try (HandleScope scope = border.heap.scope()) {
            long hVictim = scope.root(argument(border, "Victim"));
            border.callWith("misuse", "borrow", scope.get(hVictim));
        }
        border.heap.collect(CollectionKind.MAJOR);
        if (drained) border.capi.drain();
    }

    @Test
    void whatCBorrowedForTooLongIsReportedWithTheCallInWhichItDied() {
        assertThat(reportsOnBorrowed(true, "count_borrowed")).containsExactly(
                "mooring: misuse in count_borrowed(), Py_IncRef: the object was freed before (object 0x…, type misuse.Victim, freed in borrow())",
                "mooring: misuse in count_borrowed(), Py_DecRef: the object was freed before (object 0x…, type misuse.Victim, freed in borrow())");
    }

    @Test
    void whatWaitsForItsDeallocationMustNotBeFreedMeanwhile() {
        assertThat(reportsOnBorrowed(false, "over_decref_borrowed")).containsExactly(
                "mooring: misuse in over_decref_borrowed(), mooring_drain: freed while it waited for its deallocation"
                        + " (object 0x…, type misuse.Victim, freed in over_decref_borrowed())");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFastBuildSurvivesTheUseOfWhatCBorrowedForTooLong(boolean drained) {
        try (Border border = open(false, OutputStream.nullOutputStream())) {
            borrowAndForget(border, drained);
            border.result("misuse", drained ? "count_borrowed" : "over_decref_borrowed", "()");
            nextCallsWork(border);
            border.heap.verify();
        }
    }

    @Test
    void aMisuseInASlotIsReportedUnderTheNameOfTheSlot() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = open(true, errors); HandleScope scope = border.heap.scope()) {
            long hClumsy = scope.root(argument(border, "Clumsy"));
            assertThat(border.space.len(scope.get(hClumsy))).isEqualTo(3);
        }
        assertThat(withoutAddresses(errors.toString(StandardCharsets.UTF_8)).lines()).containsExactly(
                "mooring: misuse in misuse.Clumsy.__len__(), the end of the call: C gave back a reference to an argument that it did not own"
                        + " (object 0x…, type misuse.Clumsy)");
    }

    @Test
    void aLinkMadeTwiceIsRefusedAndNothingChanges() {
        try (Border border = open(false, OutputStream.nullOutputStream()); HandleScope scope = border.heap.scope()) {
            long hList = scope.root(border.literal("[1]"));
            long hOther = scope.root(border.literal("[2]"));
            border.callWith("misuse", "touch", scope.get(hList));
            long pyObject = border.capi.links.toPyObject(scope.get(hList));
            assertThatThrownBy(() -> border.capi.links.linkManaged(scope.get(hOther), pyObject, true)).isInstanceOf(LinkRefused.class).hasMessageContaining("already");
            long fresh = border.capi.memory.allocate(CMemory.sizeClass(CLayout.PyObject.SIZE));
            CMemory.setHeader(fresh, 1, CMemory.type(pyObject));
            assertThatThrownBy(() -> border.capi.links.linkManaged(scope.get(hList), fresh, true)).isInstanceOf(LinkRefused.class).hasMessageContaining("already");
            border.heap.verify();
            assertThat(border.capi.links.toPyObject(scope.get(hList))).isEqualTo(pyObject);
        }
    }

    /** As CPython's own types do; each death after the first would be reported if the first life were not over. */
    @Test
    void aTypeThatUsesItsDeadAgainMayDoSo() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = open(true, errors)) {
            for (int i = 0; i < 3; i++) {
                try (HandleScope scope = border.heap.scope()) {
                    long hObject = scope.root(argument(border, "Thrifty"));
                    border.callWith("misuse", "touch", scope.get(hObject));
                }
                border.collect();
            }
            border.heap.verify();
        }
        assertThat(errors.toString(StandardCharsets.UTF_8).lines()).as("the one that cannot be told from a leak").hasSize(1);
    }

    /** A class and its instance that die together: C's references keep the mirror of the instance a little longer, and that needs the mirror of the class. */
    @Test
    void theMirrorOfAnInstanceThatOutlivesItKeepsTheMirrorOfItsClass() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = open(true, errors)) {
            try (HandleScope scope = border.heap.scope()) {
                long hName = scope.root(border.literal("'A'"));
                long hBases = scope.root(border.literal("()"));
                long hNames = scope.root(border.literal("{}"));
                long hInstance = scope.root(border.space.call0(border.space.call3(border.space.w_type, scope.get(hName), scope.get(hBases), scope.get(hNames))));
                long hTuple = scope.root(border.space.newTuple(scope.get(hInstance), border.space.w_None));
                long w_name = border.space.intern("tuple");
                border.space.setattr(scope.get(hInstance), w_name, scope.get(hTuple));
                border.callWith("cycles", "look_at_tuple", scope.get(hTuple));
            }
            for (int i = 0; i < 5; i++) border.collect();
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
