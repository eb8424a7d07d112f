package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables of rows: each function of the modules {@code calls_*.c} and {@code surface.c} uses a part of the C API, and must answer what CPython 3.11 answers, on every
 * collector, with both kinds of links, with and without a collection at every allocation.
 */
class RowsTest {
    private static final List<String> MODULES = List.of(
            "calls_object", "calls_number", "calls_sequence", "calls_mapping", "calls_text", "calls_error", "calls_type", "surface", "conventions",
            "keeper", "misbehaver", "calls_runtime", "calls_weak", "calls_context");

    /** One row of so many runs on plans beside the first two. */
    private static final int SAMPLE_STEP = 4;
    /** Modules that keep things from one row to the next. */
    private static final Set<String> BUILD_ON_EACH_OTHER = Set.of("keeper", "misbehaver", "conventions");
    /** How often rows are repeated in search of leaks: more than the blocks that may come and go for other reasons. */
    private static final int LEAK_CALLS = 8;
    /** Functions that make classes: a class is in a cycle with its mirror, and cycles through C are not collected yet. */
    private static final Set<String> MAKES_CLASSES = Set.of("subclass", "managed_instance", "raise_new", "new_with_doc");

    static Stream<Arguments> settings() {
        return MODULES.stream().flatMap(module -> BorderSetting.thorough().map(setting -> Arguments.of(module, setting)));
    }

    static Stream<Arguments> samples() {
        return MODULES.stream().flatMap(module -> BorderSetting.brief().map(setting -> Arguments.of(module, setting)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("settings")
    void everyRowAnswersAsCPythonDoes(String module, BorderSetting setting) {
        check(module, setting, Row.table(module));
    }

    /** On the plans that do not run everything: a row of every few, which ones depends on the plan, so that together they cover more. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("samples")
    void aSampleOfRowsAnswersAsCPythonDoesOnEveryPlan(String module, BorderSetting setting) {
        int step = BUILD_ON_EACH_OTHER.contains(module) ? 1 : SAMPLE_STEP;
        int first = Math.floorMod(setting.plan().hashCode(), step);
        List<Row> rows = Row.table(module);
        check(module, setting, IntStream.range(0, rows.size()).filter(i -> i % step == first).mapToObj(rows::get).toList());
    }

    static Stream<Arguments> settingsOfMacroReaders() {
        return MODULES.stream().flatMap(module -> Stream.of(BorderSetting.usual(), new BorderSetting("GenCopy", 0, CApiOptions.LinkKind.DICTIONARY, 1))
                .map(setting -> Arguments.of(module, setting)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("settingsOfMacroReaders")
    void everyRowAnswersTheSameWhereItemsAreInC(String module, BorderSetting setting) {
        check(module, setting, Row.table(module), "macro_items");
    }

    private static void check(String module, BorderSetting setting, List<Row> rows, String... loadedBefore) {
        List<String> wrong = new ArrayList<>();
        try (Border border = Border.open(setting)) {
            for (String before : loadedBefore) border.module(before);
            for (Row row : rows) {
                Row.Outcome outcome = border.call(module, row.function(), row.arguments());
                if (!row.accepts(outcome)) wrong.add(row + "\n      got: " + outcome);
            }
            border.heap.verify();
        }
        assertThat(wrong).as(() -> wrong.size() + " wrong rows of " + module).isEmpty();
    }

    static Stream<String> modules() {
        return MODULES.stream();
    }

    /** Debug mode counts every misuse of the C API that C can see: a count too low, a block freed twice or used after it was freed. */
    @ParameterizedTest
    @MethodSource("modules")
    void noRowIsAMisuseOfTheApi(String module) {
        BorderSetting setting = BorderSetting.usual();
        try (Border border = Border.open(setting, setting.capiOptions().withDebug(true))) {
            for (Row row : Row.table(module)) {
                Row.Outcome outcome = border.call(module, row.function(), row.arguments());
                assertThat(row.accepts(outcome)).as("%s, got %s", row, outcome).isTrue();
                assertThat(border.capi.misuseReports()).as("misuses reported after %s", row).isZero();
            }
            border.collect();
            assertThat(border.capi.misuseReports()).as("misuses reported after the last collection").isZero();
        }
    }

    /** A reference too many in any function of the API keeps a block for each call. */
    @ParameterizedTest
    @MethodSource("modules")
    void rowsLeaveNoBlocksBehind(String module) throws InterruptedException {
        List<Row> rows = Row.table(module).stream().filter(row -> !row.raises() && !MAKES_CLASSES.contains(row.function())).toList();
        try (Border border = Border.open(BorderSetting.usual())) {
            for (int warmUp = 0; warmUp < 2; warmUp++) callAll(border, module, rows);
            long before = border.settledBlocks();
            for (int i = 0; i < LEAK_CALLS; i++) callAll(border, module, rows);
            long after = border.settledBlocks();
            // an error that C swallowed is held by Java until Java's own collector has looked
            for (int patience = 0; after >= before + LEAK_CALLS && patience < 100; patience++) {
                System.gc();
                Thread.sleep(10);
                after = border.settledBlocks();
            }
            assertThat(after).as("blocks after %d more runs of %d rows", LEAK_CALLS, rows.size()).isLessThan(before + LEAK_CALLS);
        }
    }

    private static void callAll(Border border, String module, List<Row> rows) {
        for (Row row : rows) border.call(module, row.function(), row.arguments());
    }

    @Test
    void aRowThatExpectsSomethingElseIsNotAccepted() {
        Row row = Row.table("calls_number").getFirst();
        assertThat(row.accepts(new Row.Outcome(false, row.expected()))).isTrue();
        assertThat(row.accepts(new Row.Outcome(true, row.expected()))).isFalse();
        assertThat(row.accepts(new Row.Outcome(false, row.expected() + "0"))).isFalse();
    }
}
