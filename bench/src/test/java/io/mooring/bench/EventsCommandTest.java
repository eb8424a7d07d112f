package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapListener;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.events.EventLogWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mooring events} on logs that are complete, still written, or no logs at all. */
final class EventsCommandTest {
    @TempDir
    private Path directory;

    private static void collectThreeTimes(Heap heap) {
        heap.collect(CollectionKind.MINOR);
        heap.collect(CollectionKind.MAJOR);
        heap.collect(CollectionKind.MINOR);
    }

    @Test
    void aCompleteLogIsALinePerCollection() throws IOException {
        Path file = directory.resolve("heap.events");
        List<CollectionReport> reports = new ArrayList<>();
        try (EventLogWriter log = EventLogWriter.create(file); Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            heap.listen(HeapListener.both(log, new HeapListener() {
                @Override
                public void collectionEnds(CollectionReport report) {
                    reports.add(report);
                }
            }));
            collectThreeTimes(heap);
        }
        CommandRun run = CommandRun.of("events", file.toString());
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(lines.get(i)).contains("s] gc " + (i + 1) + " " + (reports.get(i).kind() == CollectionKind.MINOR ? "minor" : "major") + " (request): ");
        }
        assertThat(CommandRun.of("events", "--phases", file.toString()).out()).contains("  roots ").contains("  sweep links ");
    }

    @Test
    void aFollowedLogIsPrintedUntilItIsClosed() throws Exception {
        Path file = directory.resolve("heap.events");
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            EventLogWriter log = EventLogWriter.create(file);
            heap.listen(log);
            heap.collect(CollectionKind.MAJOR);
            CompletableFuture<CommandRun> following = CompletableFuture.supplyAsync(() -> CommandRun.of("events", "--follow", file.toString()));
            assertThat(CommandRun.of("events", file.toString()).out()).hasLineCount(1);
            collectThreeTimes(heap);
            assertThat(following).isNotDone();
            log.close();
            CommandRun run = following.get(30, TimeUnit.SECONDS);
            assertThat(run.out()).hasLineCount(4);
            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void whatIsNoEventLogIsRefusedInOneLine() throws IOException {
        Path missing = directory.resolve("missing");
        CommandRun none = CommandRun.of("events", missing.toString());
        assertThat(none.err()).isEqualToIgnoringNewLines("mooring: " + missing + ": no such file; expected an event log of version 1");
        assertThat(none.code()).isEqualTo(2);
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(200));
        CommandRun other = CommandRun.of("events", text.toString());
        assertThat(other.err()).startsWith("mooring: " + text + ": no event log").hasLineCount(1);
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.out()).isEmpty();
    }
}
