package io.mooring.bench.gc.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.bench.CommandFailed;
import io.mooring.bench.Spread;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.gc.contest.Assignment.Task;
import io.mooring.bench.gc.work.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that measure: each kind of task once, very small. */
final class ContestantTest {
    private static final long MIB = 1L << 20;

    @TempDir
    private Path folder;

    private <T extends Record> T once(Assignment assignment, Class<T> kind, String... flags) {
        try (Contestant contestant = Contestant.worker(assignment, folder, flags)) {
            return contestant.run(kind);
        }
    }

    @Test
    void aWholeRunOnAHeapCountsCollectionsAndTheirTime() {
        RunSample sample = once(Assignment.whole(Workload.QUADS, 6, "GenCopy", 2 * MIB, MIB / 4), RunSample.class);

        assertThat(sample.exhausted()).isFalse();
        assertThat(sample.minor()).isPositive();
        assertThat(sample.collectorCpuNanos()).isPositive();
        assertThat(sample.nanos()).isGreaterThan(sample.collectorNanos());
        assertThat(sample.mutatorNanos()).isEqualTo(sample.nanos() - sample.collectorNanos());
    }

    @Test
    void aWholeRunWithJavaObjectsReadsTheClockOfTheCollectorsThread() {
        RunSample sample = once(Assignment.java(Workload.QUADS, 8, 16 * MIB), RunSample.class);

        assertThat(sample.minor() + sample.major()).isPositive();
        assertThat(sample.collectorCpuNanos()).isBetween(10_000L, 10_000_000_000L);
    }

    @Test
    void aHeapThatIsTooSmallIsAResult() {
        assertThat(once(Assignment.whole(Workload.QUADS, 8, "SemiSpace", 4 * MIB, 0), RunSample.class).exhausted()).isTrue();
    }

    @Test
    void stepsRunWithAndWithoutTheBarrier() {
        Assignment assignment = new Assignment(Task.BARRIER, Workload.LRU_MAP, 1000, "GenCopy", 32 * MIB, 2 * MIB, 0);

        assertThat(once(assignment, RunSample.class).cpuNanos()).isPositive();
        assertThat(once(assignment, RunSample.class, "-Dmooring.bench.barrier=false").cpuNanos()).isPositive();
    }

    @Test
    void aCollectionWhereNoneMayBeEndsTheProcess() {
        Assignment assignment = new Assignment(Task.BARRIER, Workload.LONG_LIST, 100_000, "GenCopy", 32 * MIB, MIB, 0);

        assertThatThrownBy(() -> once(assignment, RunSample.class)).isInstanceOf(CommandFailed.class).hasMessageContaining("nursery is too small");
    }

    @Test
    void copiesAreTimed() {
        CopySample sample = once(new Assignment(Task.COPY, Workload.QUADS, 6, "SemiSpace", 8 * MIB, 0, 0), CopySample.class);

        assertThat(sample.copiedBytes()).isBetween(Workload.QUADS.liveBytes(6), Workload.QUADS.liveBytes(6) + 1000);
        assertThat(sample.copyOverMemcpy()).isPositive();
    }

    @Test
    void pausesAreSeenByTheProgram() {
        PauseSample sample = once(new Assignment(Task.PAUSES, Workload.GARDEN, 10, "SemiSpace", 8 * MIB, 0, 300), PauseSample.class);

        assertThat(sample.seconds()).isGreaterThanOrEqualTo(0.3);
        assertThat(sample.major()).isPositive();
        assertThat(sample.pauses()).isPositive();
        assertThat(sample.p50Millis()).isLessThanOrEqualTo(sample.p999Millis());
        assertThat(sample.utilisation()).isNotEmpty().allSatisfy(window -> assertThat(window.utilisation()).isBetween(0.0, 1.0));
    }

    @Test
    void whoTakesTurnsIsComparedRoundByRound() {
        try (Contest<String> contest = new Contest<>()) {
            contest.with("one", echo("{\\\"nanos\\\": 30}")).with("other", echo("{\\\"nanos\\\": 20}")).with("missing", null);
            contest.run(_ -> 1, 3);

            assertThat(contest.samples("one")).hasSize(3);
            assertThat(contest.ratio("one", "other", RunSample::nanos)).isEqualTo(new Spread(1.5, 1.5, 1.5));
            assertThat(contest.ratio("one", "missing", RunSample::nanos)).isNull();
        }
    }

    private Contestant echo(String answer) {
        return Contestant.start("echo", List.of("sh", "-c", "echo ready; while read line; do echo \"" + answer + "\"; done"), folder);
    }

    @Test
    void aProcessThatEndsIsReportedWithItsLastWords() {
        assertThatThrownBy(() -> Contestant.start("sh", List.of("sh", "-c", "echo first >&2; echo last words >&2"), folder))
                .isInstanceOf(CommandFailed.class).hasMessage("sh ended: last words");
    }

    @Test
    void aRunThatTakesTooLongIsGivenUpAndOneThatDoesNotIsAnswered() {
        try (Contestant slow = Contestant.start("slow", List.of("sh", "-c", "echo ready; read line; exec sleep 1000"), folder)) {
            assertThat(slow.run(RunSample.class, Duration.ofMillis(200))).isEmpty();
        }
        try (Contestant quick = echo("{\\\"nanos\\\": 30}")) {
            assertThat(quick.run(RunSample.class, Duration.ofMinutes(1))).map(RunSample::nanos).contains(30L);
            assertThat(quick.run(RunSample.class, Duration.ofMinutes(1))).as("it still runs").isPresent();
        }
    }

    @Test
    void aProcessThatEndsBeforeTheLimitIsReportedWithItsLastWordsToo() {
        try (Contestant failing = Contestant.start("sh", List.of("sh", "-c", "echo ready; read line; echo last words >&2"), folder)) {
            assertThatThrownBy(() -> failing.run(RunSample.class, Duration.ofMinutes(1))).isInstanceOf(CommandFailed.class).hasMessage("sh ended: last words");
        }
    }

    @Test
    void thePeersThatAreThereRunAndTheOthersAreNoted() {
        try (Workshop workshop = new Workshop()) {
            TreePeers peers = new TreePeers(workshop, 6, MIB);
            int present = 0;
            for (Contestant peer : new Contestant[] {peers.malloc(), peers.boehm(), peers.pypy()}) {
                if (peer == null) continue;
                try (peer) {
                    assertThat(peer.run(RunSample.class).nanos()).as(peer.description()).isPositive();
                }
                present++;
            }
            assertThat(present + peers.notes().size()).isEqualTo(3);
        }
    }
}
