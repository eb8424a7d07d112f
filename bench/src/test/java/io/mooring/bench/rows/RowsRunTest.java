package io.mooring.bench.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.CommandFailed;
import io.mooring.bench.Json;
import io.mooring.bench.rows.Caller.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison with callers whose speed is known. */
final class RowsRunTest {
    private static final int ROUNDS = 3;
    private final List<String> notes = new ArrayList<>();

    /** Needs so many nanoseconds for a call, and fails from the given call of {@link #nanos} on. */
    private static final class KnownCaller implements Caller {
        private final Kind kind;
        private final long nanosPerCall;
        private final int failsAfter;
        private int asked;

        KnownCaller(Kind kind, long nanosPerCall, int failsAfter) {
            this.kind = kind;
            this.nanosPerCall = nanosPerCall;
            this.failsAfter = failsAfter;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public String description() {
            return kind + " of " + nanosPerCall + " ns";
        }

        @Override
        public long nanos(Row row, long calls) {
            if (asked++ >= failsAfter) throw new CommandFailed("it ended");
            return calls * nanosPerCall;
        }

        @Override
        public void close() {}
    }

    private static Caller caller(Kind kind, long nanosPerCall) {
        return new KnownCaller(kind, nanosPerCall, Integer.MAX_VALUE);
    }

    private RowsReport report(List<Caller> callers) {
        RowsRun run = new RowsRun(callers, notes, 1);
        run.run(ROUNDS);
        return RowsReport.of(run, callers, notes, ROUNDS, 1);
    }

    @Test
    void theFastestOfAKindCounts() {
        RowsReport report = report(List.of(caller(Kind.MOORING, 10), caller(Kind.CPYTHON, 50), caller(Kind.CPYTHON, 40), caller(Kind.EMBEDDED, 8)));

        assertThat(report.rows()).hasSize(12).allSatisfy(row -> {
            assertThat(row.mooringNs()).isEqualTo(10);
            assertThat(row.cpythonNs()).isEqualTo(40);
            assertThat(row.ratio()).isEqualTo(0.25);
            assertThat(row.ratioEmbedded()).isEqualTo(1.25);
        });
        assertThat(report.geometricMeans().simpleRatioEmbedded()).isEqualTo(1.25);
    }

    @Test
    void aMissingPeerIsNullInJsonAndADashInTheTable() throws IOException {
        RowsReport report = report(List.of(caller(Kind.MOORING, 10)));

        JsonNode row = new ObjectMapper().readTree(Json.text(report)).get("rows").get(0);
        assertThat(row.get("name").asText()).isEqualTo("simple.noargs");
        assertThat(row.get("mooringNs").asDouble()).isEqualTo(10);
        assertThat(List.of("cpythonNs", "cpythonEmbeddedNs", "pypyNs", "ratio", "ratioEmbedded")).allSatisfy(name -> {
            assertThat(row.has(name)).as(name).isTrue();
            assertThat(row.get(name).isNull()).as(name).isTrue();
        });
        assertThat(report.lines().get(1)).matches("simple\\.noargs +10\\.\\d+ \\(.*\\) +- +- +- +- +-");
    }

    @Test
    void aPeerThatFailsLeavesTheRunWithANote() {
        RowsReport report = report(List.of(caller(Kind.MOORING, 10), new KnownCaller(Kind.PYPY, 5, 20)));

        assertThat(report.rows()).allSatisfy(row -> assertThat(row.pypyNs()).isNull());
        assertThat(notes).containsExactly("PYPY of 5 ns: it ended");
    }

    @Test
    void ourOwnFailureIsNotHidden() {
        assertThatThrownBy(() -> report(List.of(new KnownCaller(Kind.MOORING, 10, 20)))).isInstanceOf(CommandFailed.class).hasMessage("it ended");
    }
}
