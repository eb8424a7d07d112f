package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.roots.HandleScope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@code tp_traverse} that breaks its contract can do: it never frees anything too early, and debug mode names it. The types are those of {@code liars.c}. */
class LyingTraverseTest {
    /** Enough for everything that is garbage to be found, finalized, cleared and freed. */
    private static final int COLLECTIONS = 4;

    /** Those that the collector asks to the end: together, since they may harm each other. Wild is left out: in the fast build it does what it likes. */
    private static final List<String> HEARD = List.of("Silent", "Fickle", "Maker", "Asker", "Reader", "Gone", "Failing");
    /** One that ends the questions: nothing is found while it is there. */
    private static final List<String> CUT_SHORT = List.of("Tracker");

    static Stream<BorderSetting> everySetting() {
        return Stream.concat(BorderSetting.calm(), Stream.of(new BorderSetting("GenCopy", 0, LinkKind.TABLE, 1)));
    }

    static Stream<Arguments> liarsOnEverySetting() {
        return everySetting().flatMap(setting -> Stream.of(HEARD, CUT_SHORT).map(types -> Arguments.of(setting, types)));
    }

    private static @Ref long make(Border border, String type) {
        long w_name = border.space.intern(type);
        return border.space.call0(border.space.getattr(border.module("liars"), w_name));
    }

    private static void setRef(Border border, @Slot long hTarget, @Slot long hValue) {
        long w_name = border.space.intern("ref");
        border.space.setattr(border.space.arg(hTarget, 0), w_name, border.space.arg(hValue, 0));
    }

    /** A liar in a cycle with another of its type, which nobody else holds. */
    private static void makeCycle(Border border, String type) {
        try (HandleScope scope = border.heap.scope()) {
            makeCycle(border, scope, type);
        }
    }

    private static @Slot long makeCycle(Border border, HandleScope scope, String type) {
        long hLiar = scope.root(make(border, type));
        long hOther = scope.root(make(border, type));
        setRef(border, hLiar, hOther);
        setRef(border, hOther, hLiar);
        return hLiar;
    }

    private static void collect(Border border) {
        for (int i = 0; i < COLLECTIONS; i++) border.collect();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("liarsOnEverySetting")
    void whatALiarRefersToLivesAsLongAsSomebodyHoldsIt(BorderSetting setting, List<String> types) {
        try (Border border = Border.open(setting)) {
            border.breaksRules = true;
            for (String type : types) {
                try (HandleScope scope = border.heap.scope()) {
                    border.callWith("liars", "hold", scope.get(makeCycle(border, scope, type)));
                }
            }
            collect(border);
            assertThat(border.result("liars", "live_count", "()")).isEqualTo(String.valueOf(2 * types.size()));
            border.result("liars", "let_go", "()");
            collect(border);
            border.heap.verify();
            assertThat(border.result("simple", "allocate_tuple", "()")).isEqualTo("(2048, 2049)");
        }
    }

    // ---- debug mode -----------------------------------------------------------------------------------------------------------------

    /** A border in debug mode that writes to {@code errors}. */
    private static Border debugged(BorderSetting setting, ByteArrayOutputStream errors) {
        Streams streams = new Streams(System.out, new PrintStream(errors, true, StandardCharsets.UTF_8));
        return Border.open(setting.heapOptions(), setting.capiOptions().withDebug(true).withStreams(streams));
    }

    private static List<String> lines(ByteArrayOutputStream errors) {
        return errors.toString(StandardCharsets.UTF_8).replaceAll("0x[0-9a-f]+", "0x…").lines().toList();
    }

    /** Once for its type, however many there are and however often they are asked. */
    private static String reportOf(String type) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = debugged(BorderSetting.usual(), errors)) {
            for (int i = 0; i < 5; i++) makeCycle(border, type);
            collect(border);
            assertThat(border.result("simple", "allocate_tuple", "()")).isEqualTo("(2048, 2049)");
        }
        assertThat(lines(errors)).hasSize(1);
        return lines(errors).getFirst();
    }

    private static String line(String sentence, String type) {
        return "mooring: misuse in liars." + type + ".__new__(), tp_traverse: " + sentence + " (object 0x…, type liars." + type + ")";
    }

    @Test
    void debugModeNamesTheTypeThatAnswersAnotherThingEachTime() {
        assertThat(reportOf("Fickle")).isEqualTo(line("it answers differently each time", "Fickle"));
    }

    @ParameterizedTest
    @CsvSource({"Maker, the allocator", "Asker, dict_new", "Reader, gc_collect"})
    void debugModeNamesTheTypeThatAllocates(String type, String request) {
        assertThat(reportOf(type)).isEqualTo(line("it allocates, or calls the interpreter (" + request + ")", type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wild", "Gone"})
    void debugModeNamesTheTypeThatTellsOfWhatIsNoObject(String type) {
        assertThat(reportOf(type)).isEqualTo(line("it visits 0x…, where no object is", type));
    }

    @Test
    void debugModeNamesTheTypeThatAnswersThatAVisitFailed() {
        assertThat(reportOf("Failing")).isEqualTo(line("it does not answer 0 in the end, though each visit did", "Failing"));
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void whatATraverseAnswersInTheEndIsNotBelieved(BorderSetting setting) {
        try (Border border = Border.open(setting)) {
            border.breaksRules = true;
            makeCycle(border, "Failing");
            collect(border);
            assertThat(border.result("liars", "live_count", "()")).isEqualTo("0");
        }
    }

    @Test
    void debugModeNamesTheTypeThatKeepsAReferenceToItself() {
        assertThat(reportOf("Silent")).isEqualTo(line("it does not visit the liars.Silent at 0x…: a leak, unless that reference is borrowed", "Silent"));
    }

    @Test
    void debugModeSaysNothingOfAReferenceThatIsOnlyBorrowed() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = debugged(BorderSetting.usual(), errors); HandleScope scope = border.heap.scope()) {
            long hBorrower = scope.root(make(border, "Borrower"));
            long hTarget = scope.root(make(border, "Borrower"));
            border.callWith("liars", "borrow", scope.get(hBorrower), scope.get(hTarget));
            collect(border);
        }
        assertThat(lines(errors)).isEmpty();
    }

    @Test
    void aCollectionInStepsNamesThemToo() {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (Border border = debugged(new BorderSetting("Incremental", 0, LinkKind.TABLE, 1 << 30), errors)) {
            makeCycle(border, "Fickle");
            makeCycle(border, "Wild");
            IncrementalPlan plan = (IncrementalPlan) border.heap.plan();
            for (long end = plan.cycles() + 2; plan.cycles() < end;) border.heap.collect(CollectionKind.MINOR);
        }
        assertThat(lines(errors)).anyMatch(line -> line.contains("it answers differently each time")).anyMatch(line -> line.contains("where no object is"));
    }
}
