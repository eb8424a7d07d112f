package io.mooring.bench.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.rows.Caller.Kind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The peers of this machine, whichever there are. */
final class PeersTest {
    @Test
    void everyPeerThatIsThereRunsEveryRowAndTheOthersAreNoted() {
        try (Workshop workshop = new Workshop()) {
            Peers peers = new Peers(Workshop.inProject(RowsBench.SOURCE), workshop);
            try {
                peers.start(EnumSet.complementOf(EnumSet.of(Kind.MOORING)));

                assertThat(peers.callers().size() + peers.notes().size()).as("callers and notes").isGreaterThanOrEqualTo(2);
                for (Caller caller : peers.callers()) {
                    for (Row row : Row.values()) assertThat(caller.nanos(row, 1000)).as("%s, %s", caller.description(), row.label()).isPositive();
                }
            } finally {
                peers.callers().forEach(Caller::close);
            }
        }
    }

    @Test
    void aProgramThatEndsIsReportedWithItsLastWords() {
        try (Workshop workshop = new Workshop()) {
            Path errors = workshop.folder().resolve("errors");
            List<String> command = List.of("sh", "-c", "echo first >&2; echo last words >&2");

            assertThatThrownBy(() -> CallerProcess.start(Kind.PYPY, "sh", command, errors))
                    .isInstanceOf(CommandFailed.class).hasMessage("sh ended: last words");
        }
    }

    @Test
    void aProgramThatIsNotThereIsReported() {
        try (Workshop workshop = new Workshop()) {
            assertThatThrownBy(() -> CallerProcess.start(Kind.PYPY, "nobody", List.of("/no/such/program"), workshop.folder().resolve("errors")))
                    .isInstanceOf(CommandFailed.class).hasMessageStartingWith("nobody does not start: ");
        }
    }
}
