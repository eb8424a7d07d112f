package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mooring.gc.events.CollectionLine;
import io.mooring.gc.events.CollectionLog;
import io.mooring.gc.events.FlightRecords;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log line and the Flight Recorder's events of a collection. */
class CollectionEventsTest {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;

    @TempDir
    private Path directory;

    private static CollectionReport example() {
        return new CollectionReport(12, CollectionKind.MINOR, "allocation", 14_889_779, 3_250_586, 64 * MIB, 512 * KIB, 8000, 512 * KIB, 0, 17, 3, 0, 1_234_000, 1_200_000);
    }

    // ---- the line ---------------------------------------------------------------------------------------------------------------

    @Test
    void aCollectionIsOneLineWithBeforeAfterCapacityPromotedLinksSweptAndPause() {
        assertThat(new CollectionLine(3_214_000_000L, example()))
                .hasToString("[3.214 s] gc 12 minor (allocation): 14.2 MiB -> 3.1 MiB of 64.0 MiB, promoted 512.0 KiB, 3 links swept, pause 1.234 ms");
    }

    /** The page shows the very line that the code writes. */
    @Test
    void theExampleInTheDocumentationIsWhatTheCodeWrites() throws IOException {
        Path page = Path.of("..", "docs", "inspect.md");
        assertThat(Files.readString(page)).contains(new CollectionLine(3_214_000_000L, example()).toString());
    }

    @Test
    void theLogWritesALinePerCollectionWithTheTimeSinceItBegan() {
        StringBuilder text = new StringBuilder();
        AtomicLong clock = new AtomicLong(5_000_000_000L);
        CollectionLog log = new CollectionLog(text, clock::get);
        clock.addAndGet(2_500_000);
        log.collectionEnds(example());
        clock.addAndGet(1_000_000_000);
        log.collectionEnds(new CollectionReport(13, CollectionKind.MAJOR, "request", 1023, 0, 3L << 30, 0, 0, 0, 0, 0, 0, 0, 999, 0));
        assertThat(text.toString().lines()).containsExactly(
                "[0.003 s] gc 12 minor (allocation): 14.2 MiB -> 3.1 MiB of 64.0 MiB, promoted 512.0 KiB, 3 links swept, pause 1.234 ms",
                "[1.003 s] gc 13 major (request): 1023 B -> 0 B of 3.0 GiB, promoted 0 B, 0 links swept, pause 0.001 ms");
    }

    @Test
    void aHeapThatIsListenedToWritesALinePerCollection() {
        StringBuilder text = new StringBuilder();
        try (Heap heap = Heap.open(HeapOptions.small(MIB))) {
            heap.listen(new CollectionLog(text));
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
        }
        assertThat(text.toString().lines()).hasSize(2)
                .allMatch(line -> line.matches("\\[\\d+\\.\\d{3} s] gc [12] (minor|major) \\(request\\): \\S+ K?i?B -> \\S+ K?i?B of \\S+ [KM]iB, promoted 0 B, 0 links swept, pause \\d+\\.\\d{3} ms"));
    }

    @Test
    void aLogThatCannotBeWrittenEndsAndTheProgramGoesOn() {
        List<String> attempts = new ArrayList<>();
        Appendable full = new Appendable() {
            @Override
            public Appendable append(CharSequence text) throws IOException {
                attempts.add(text.toString());
                throw new IOException("no space");
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) throws IOException {
                return append(text);
            }

            @Override
            public Appendable append(char letter) throws IOException {
                return append(String.valueOf(letter));
            }
        };
        CollectionLog log = new CollectionLog(full);
        log.collectionEnds(example());
        log.collectionEnds(example());
        assertThat(attempts).hasSize(1);
        assertThat(log.failure()).hasValueSatisfying(failure -> assertThat(failure).hasMessage("no space"));
    }

    // ---- the Flight Recorder ----------------------------------------------------------------------------------------------------

    /** Runs something under a recording and returns our events in the order of their beginning. */
    private List<RecordedEvent> record(Consumer<Recording> settings, Runnable program) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            settings.accept(recording);
            recording.start();
            program.run();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
        events.removeIf(event -> !event.getEventType().getName().startsWith("io.mooring."));
        events.sort((a, b) -> a.getStartTime().compareTo(b.getStartTime()));
        return events;
    }

    private static void enableAll(Recording recording) {
        recording.enable("io.mooring.Collection").withoutThreshold();
        recording.enable("io.mooring.CollectionPhase").withoutThreshold();
    }

    @Test
    void aRecordingHasEachCollectionAndEachOfItsPhases() throws IOException {
        List<CollectionReport> reports = new ArrayList<>();
        List<String> phases = new ArrayList<>();
        HeapListener witness = new HeapListener() {
            @Override
            public void phaseStarts(Phase phase) {
                phases.add(reports.size() + 1 + " " + phase);
            }

            @Override
            public void collectionEnds(CollectionReport report) {
                reports.add(report);
            }
        };
        List<RecordedEvent> events = record(CollectionEventsTest::enableAll, () -> {
            try (Heap heap = Heap.open(HeapOptions.small(4 * MIB)); HandleScope scope = heap.scope()) {
                heap.listen(HeapListener.both(witness, new FlightRecords("tested")));
                TestTypes types = new TestTypes(heap);
                for (int i = 0; i < 20_000; i++) {
                    long pair = heap.allocate(types.pair);
                    if (i % 10 == 0) scope.root(pair);
                }
                heap.collect(CollectionKind.MAJOR);
            }
        });
        List<RecordedEvent> collections = events.stream().filter(event -> event.getEventType().getName().equals("io.mooring.Collection")).toList();
        assertThat(collections).hasSameSizeAs(reports).hasSizeGreaterThan(2);
        for (int i = 0; i < collections.size(); i++) assertAgrees(collections.get(i), reports.get(i));
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("io.mooring.CollectionPhase"))
                .extracting(event -> event.getLong("collection") + " " + event.getString("phase")).containsExactlyElementsOf(phases);
        assertThat(events).allSatisfy(event -> assertThat(event.getString("heap")).isEqualTo("tested"));
    }

    private static void assertAgrees(RecordedEvent event, CollectionReport report) {
        assertThat(event.getLong("number")).isEqualTo(report.number());
        assertThat(event.getString("kind")).isEqualTo(report.kind().name());
        assertThat(event.getString("reason")).isEqualTo(report.reason());
        assertThat(event.getLong("before")).isEqualTo(report.usedBefore());
        assertThat(event.getLong("after")).isEqualTo(report.usedAfter());
        assertThat(event.getLong("capacity")).isEqualTo(report.limit());
        assertThat(event.getLong("copied")).isEqualTo(report.copiedBytes());
        assertThat(event.getLong("promoted")).isEqualTo(report.promotedBytes());
        assertThat(event.getLong("marked")).isEqualTo(report.markedBytes());
        assertThat(event.getLong("remembered")).isEqualTo(report.remembered());
        assertThat(event.getLong("linksSwept")).isEqualTo(report.linksEnded());
        assertThat(event.getLong("nativeMemory")).isEqualTo(report.nativeBytes());
        assertThat(event.getDuration("pause")).isEqualTo(Duration.ofNanos(report.nanos()));
        assertThat(event.getDuration("cpuTime")).isEqualTo(Duration.ofNanos(report.cpuNanos()));
        assertThat(event.getDuration()).isPositive();
    }

    @Test
    void phasesCanBeLeftOutOfARecording() throws IOException {
        List<RecordedEvent> events = record(
                recording -> {
                    recording.enable("io.mooring.Collection").withoutThreshold();
                    recording.disable("io.mooring.CollectionPhase");
                },
                () -> {
                    try (Heap heap = Heap.open(HeapOptions.small(MIB))) {
                        heap.listen(new FlightRecords("tested"));
                        heap.collect(CollectionKind.MAJOR);
                    }
                });
        assertThat(events).extracting(event -> event.getEventType().getName()).containsExactly("io.mooring.Collection");
    }

    @Test
    void whileNobodyRecordsNothingIsAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        FlightRecords records = new FlightRecords("tested");
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                records.collectionStarts(CollectionKind.MINOR, "allocation");
                records.phaseStarts(Phase.ROOTS);
                records.phaseEnds(Phase.ROOTS);
                records.collectionEnds(EXAMPLE);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(512); // what asking for the number may itself cost
    }

    private static final CollectionReport EXAMPLE = example();
}
