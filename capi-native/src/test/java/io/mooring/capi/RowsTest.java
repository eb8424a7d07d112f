package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
            "keeper", "misbehaver", "calls_runtime");

    static Stream<Arguments> settings() {
        return MODULES.stream().flatMap(module -> BorderSetting.all().map(setting -> Arguments.of(module, setting)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("settings")
    void everyRowAnswersAsCPythonDoes(String module, BorderSetting setting) {
        List<String> wrong = new ArrayList<>();
        try (Border border = Border.open(setting)) {
            for (Row row : Row.table(module)) {
                Row.Outcome outcome = border.call(module, row.function(), row.arguments());
                if (!row.accepts(outcome)) wrong.add(row + "\n      got: " + outcome);
            }
            border.heap.verify();
        }
        assertThat(wrong).as(() -> wrong.size() + " wrong rows of " + module).isEmpty();
    }

    @Test
    void aRowThatExpectsSomethingElseIsNotAccepted() {
        Row row = Row.table("calls_number").getFirst();
        assertThat(row.accepts(new Row.Outcome(false, row.expected()))).isTrue();
        assertThat(row.accepts(new Row.Outcome(true, row.expected()))).isFalse();
        assertThat(row.accepts(new Row.Outcome(false, row.expected() + "0"))).isFalse();
    }
}
