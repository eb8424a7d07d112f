package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code mooring rows} with measurements too short to mean anything: every row is there, whoever is on the machine. */
final class RowsCommandTest {
    @Test
    void everyRowIsMeasuredOnMooring() throws IOException {
        CommandRun run = CommandRun.of("rows", "--json", "--rounds", "1", "--millis", "1", "--peers", "none");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode rows = new ObjectMapper().readTree(run.out()).get("rows");
        assertThat(rows).extracting(row -> row.get("name").asText()).containsExactly(
                "simple.noargs", "simple.onearg(None)", "simple.onearg(i)", "simple.varargs", "simple.allocate_int", "simple.allocate_tuple",
                "Foo().noargs", "Foo().onearg(None)", "Foo().onearg(i)", "Foo().varargs", "len(Foo())", "Foo()[0]");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("mooringNs").asDouble()).isPositive();
            assertThat(row.get("cpythonNs").isNull()).isTrue();
        });
    }

    @Test
    void theTableNamesWhoTookPartAndWhoIsMissing() {
        CommandRun run = CommandRun.of("rows", "--rounds", "1", "--millis", "1");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("ns per call", "geometric mean of simple.*", "  Mooring: ObjSpace, plan GenCopy");
        assertThat(run.out()).containsPattern("CPython 3.11: |missing: CPython 3.11").containsPattern("PyPy: |missing: PyPy");
    }
}
