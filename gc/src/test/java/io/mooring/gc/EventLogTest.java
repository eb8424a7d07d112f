package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.mooring.gc.events.EventLogFailed;
import io.mooring.gc.events.EventLogReader;
import io.mooring.gc.events.EventLogWriter;
import io.mooring.gc.events.LoggedEvent;
import io.mooring.gc.events.LoggedEvent.CollectionOver;
import io.mooring.gc.events.LoggedEvent.CollectionStarts;
import io.mooring.gc.events.LoggedEvent.PhaseOver;
import io.mooring.gc.roots.HandleScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The binary event log: what is written is read, by another process too and while it is written; what is no log is refused. */
class EventLogTest {
    /** As the drawing of the format says: what a file of another program, or of another version, differs in. */
    private static final long VERSION_OFFSET = 8;
    private static final long COMMITTED_OFFSET = 64;
    private static final long FIRST_RECORD = 128;
    private static final long RECORDS_OF_A_CHUNK = (1 << 20) / 128 - 1;

    @TempDir
    private Path directory;

    private static List<LoggedEvent> readAll(Path file) throws IOException {
        try (EventLogReader reader = EventLogReader.open(file)) {
            List<LoggedEvent> events = new ArrayList<>();
            for (Optional<LoggedEvent> event = reader.poll(); event.isPresent(); event = reader.poll()) events.add(event.get());
            return events;
        }
    }

    private static CollectionReport report(long number) {
        return new CollectionReport(number, number % 2 == 0 ? CollectionKind.MAJOR : CollectionKind.MINOR, "allocation", 10 * number, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 + number, 13);
    }

    private static void poke(Path file, long offset, int value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value), offset);
        }
    }

    // ---- what is written is read ------------------------------------------------------------------------------------------------

    /** Writes down what it hears. */
    private record Witness(List<String> heard) implements HeapListener {
        @Override
        public void collectionStarts(CollectionKind kind, String reason) {
            heard.add("starts " + kind + " " + reason);
        }

        @Override
        public void phaseEnds(Phase phase) {
            heard.add("phase " + phase);
        }

        @Override
        public void collectionEnds(CollectionReport report) {
            heard.add("over " + report);
        }
    }

    @Test
    void everyCollectionAndPhaseOfAHeapIsInTheLogInOrder() throws IOException {
        Path file = directory.resolve("heap.events");
        List<String> heard = new ArrayList<>();
        try (EventLogWriter log = EventLogWriter.create(file); Heap heap = Heap.open(HeapOptions.small(4 << 20)); HandleScope scope = heap.scope()) {
            heap.listen(HeapListener.both(new Witness(heard), log));
            TestTypes types = new TestTypes(heap);
            for (int i = 0; i < 20_000; i++) {
                long pair = heap.allocate(types.pair);
                if (i % 10 == 0) scope.root(pair);
            }
            heap.collect(CollectionKind.MAJOR);
        }
        List<String> logged = new ArrayList<>();
        long time = 0;
        for (LoggedEvent event : readAll(file)) {
            assertThat(event.time()).isGreaterThanOrEqualTo(time);
            time = event.time();
            logged.add(switch (event) {
                case CollectionStarts starts -> "starts " + starts.kind() + " " + starts.reason();
                case PhaseOver over -> "phase " + over.phase();
                case CollectionOver over -> "over " + over.report();
            });
        }
        assertThat(heard).anyMatch(line -> line.startsWith("starts MINOR allocation"));
        assertThat(logged).isEqualTo(heard);
    }

    @Test
    void aLogGrowsOverManyChunksAndAReaderFollowsAcrossThem() throws IOException {
        Path file = directory.resolve("long.events");
        long records = 3 * RECORDS_OF_A_CHUNK;
        EventLogWriter log = EventLogWriter.create(file);
        try (EventLogReader reader = EventLogReader.open(file)) {
            assertThat(reader.poll()).isEmpty();
            for (long number = 1; number <= records; number++) {
                log.collectionEnds(report(number));
                if (number % 1000 == 0 || number == records) {
                    for (long read = number - (number % 1000 == 0 ? 999 : number % 1000 - 1); read <= number; read++) {
                        assertThat(((CollectionOver) reader.poll().orElseThrow()).report()).isEqualTo(report(read));
                    }
                    assertThat(reader.poll()).isEmpty();
                    assertThat(reader.isWritten()).isTrue();
                }
            }
            log.close();
            assertThat(reader.isClosed()).isTrue();
            assertThat(reader.isWritten()).isFalse();
        }
    }

    @Test
    void aReasonThatIsTooLongIsCut() throws IOException {
        Path file = directory.resolve("reason.events");
        try (EventLogWriter log = EventLogWriter.create(file)) {
            log.collectionStarts(CollectionKind.MINOR, "a reason of many words, übermäßig");
            log.collectionStarts(CollectionKind.MINOR, "ü");
        }
        assertThat(readAll(file)).extracting(event -> ((CollectionStarts) event).reason()).containsExactly("a reason of ma", "?");
    }

    @Test
    void aClosedLogTakesNothingMore() throws IOException {
        Path file = directory.resolve("closed.events");
        EventLogWriter log = EventLogWriter.create(file);
        log.collectionEnds(report(1));
        log.close();
        log.close();
        log.collectionEnds(report(2));
        assertThat(readAll(file)).hasSize(1);
    }

    @Test
    void writingAllocatesNoJavaObject() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (EventLogWriter log = EventLogWriter.create(directory.resolve("quiet.events"))) {
            CollectionReport report = report(1);
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 8; attempt++) { // a chunk is mapped now and then; the least of the attempts has none
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 500; i++) {
                    log.collectionStarts(CollectionKind.MINOR, "allocation");
                    log.phaseStarts(Phase.ROOTS);
                    log.phaseEnds(Phase.ROOTS);
                    log.collectionEnds(report);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isLessThan(512); // what asking for the number may itself cost
        }
    }

    // ---- another process --------------------------------------------------------------------------------------------------------

    /** What the other process does: follows a log until it is closed, and tells what it reads as it reads it. */
    static final class Follower {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            try (EventLogReader reader = EventLogReader.open(Path.of(arguments[0]))) {
                System.out.println("follows process " + reader.process());
                boolean more = true;
                while (more) {
                    more = reader.isWritten();
                    for (Optional<LoggedEvent> event = reader.poll(); event.isPresent(); event = reader.poll()) {
                        if (event.get() instanceof CollectionOver over) System.out.println(over.report());
                    }
                    if (more) Thread.sleep(1);
                }
                System.out.println(reader.isClosed() ? "closed" : "cut off");
            }
        }
    }

    private static Process java(Class<?> main, Path file) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main.getName(), file.toString());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void anotherProcessFollowsWhileTheHeapIsAtWork() throws IOException, InterruptedException {
        Path file = directory.resolve("followed.events");
        Process follower;
        EventLogWriter log = EventLogWriter.create(file);
        try (Heap heap = Heap.open(HeapOptions.small(4 << 20))) {
            follower = java(Follower.class, file);
            try (BufferedReader told = follower.inputReader()) {
                assertThat(told.readLine()).isEqualTo("follows process " + ProcessHandle.current().pid());
                List<CollectionReport> reports = new ArrayList<>();
                heap.listen(HeapListener.both(log, new HeapListener() {
                    @Override
                    public void collectionEnds(CollectionReport report) {
                        reports.add(report);
                    }
                }));
                TestTypes types = new TestTypes(heap);
                for (int round = 0; round < 50; round++) { // one at a time: the log is not closed when the follower tells of it
                    heap.allocate(types.pair);
                    heap.collect(round % 5 == 0 ? CollectionKind.MAJOR : CollectionKind.MINOR);
                    assertThat(told.readLine()).isEqualTo(reports.get(round).toString());
                }
                for (int round = 0; round < 2000; round++) heap.collect(CollectionKind.MINOR); // and in a hurry
                for (int round = 50; round < reports.size(); round++) assertThat(told.readLine()).isEqualTo(reports.get(round).toString());
                log.close();
                assertThat(told.readLine()).isEqualTo("closed");
            }
        }
        assertThat(follower.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(follower.exitValue()).isZero();
    }

    /** What a process does that dies while it writes. */
    static final class DyingWriter {
        public static void main(String[] arguments) throws IOException {
            EventLogWriter log = EventLogWriter.create(Path.of(arguments[0]));
            log.collectionEnds(report(1));
            Runtime.getRuntime().halt(3);
        }
    }

    @Test
    void theLogOfAProcessThatDiedIsReadToItsLastRecord() throws IOException, InterruptedException {
        Path file = directory.resolve("died.events");
        Process writer = java(DyingWriter.class, file);
        assertThat(writer.inputReader().readLine()).isNull();
        assertThat(writer.waitFor()).isEqualTo(3);
        try (EventLogReader reader = EventLogReader.open(file)) {
            assertThat(reader.isWritten()).isFalse();
            assertThat(reader.isClosed()).isFalse();
            assertThat(((CollectionOver) reader.poll().orElseThrow()).report()).isEqualTo(report(1));
            assertThat(reader.poll()).isEmpty();
        }
        EventLogWriter.create(file).close(); // nobody writes it any more: it may be replaced
    }

    // ---- what is refused --------------------------------------------------------------------------------------------------------

    @Test
    void whatIsNoEventLogIsRefusedInOneLine() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> EventLogReader.open(missing)).isInstanceOf(EventLogFailed.class).hasMessage(missing + ": no such file; expected an event log of version 1");
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(200));
        assertThatThrownBy(() -> EventLogReader.open(text)).hasMessage(text + ": no event log, it begins with 0x7878787878787878; expected the word 0x56454347524f4f4d");
        Path cut = Files.writeString(directory.resolve("cut"), "MOORGCEV");
        assertThatThrownBy(() -> EventLogReader.open(cut)).hasMessage(cut + ": a file of 8 bytes; expected an event log of version 1, which has 128 at least");
        assertThatThrownBy(() -> EventLogReader.open(directory)).hasMessage(directory + ": a directory; expected an event log of version 1");
    }

    @Test
    void aLogOfAnOlderVersionIsRefused() throws IOException {
        Path file = directory.resolve("old.events");
        EventLogWriter.create(file).close();
        poke(file, VERSION_OFFSET, 0);
        assertThatThrownBy(() -> EventLogReader.open(file)).isInstanceOf(EventLogFailed.class).hasMessage(file + ": an event log of version 0; expected version 1");
    }

    @Test
    void aDamagedLogIsRefusedWhereItIsDamaged() throws IOException {
        Path file = directory.resolve("damaged.events");
        EventLogWriter log = EventLogWriter.create(file);
        log.collectionEnds(report(1));
        log.close();
        poke(file, FIRST_RECORD, 77);
        assertThatThrownBy(() -> readAll(file)).hasMessage(file + ": event 77 at byte 128; expected 1..3");
        poke(file, COMMITTED_OFFSET, 1 << 30);
        assertThatThrownBy(() -> readAll(file)).hasMessage(file + ": 1073741824 bytes are committed in a file of 1048576; expected a multiple of 128 from 128 to 1048576");
    }

    @Test
    void aFileThatIsNoEventLogIsNotOverwrittenAndNeitherIsOneThatIsBeingWritten() throws IOException {
        Path text = Files.writeString(directory.resolve("precious"), "precious");
        assertThatThrownBy(() -> EventLogWriter.create(text)).isInstanceOf(EventLogFailed.class).hasMessageStartingWith(text + ": a file of 8 bytes; expected");
        assertThat(text).hasContent("precious");
        Path file = directory.resolve("busy.events");
        try (EventLogWriter _ = EventLogWriter.create(file)) {
            assertThatThrownBy(() -> EventLogWriter.create(file)).hasMessage(file + ": process " + ProcessHandle.current().pid() + " writes this log; expected a file that nobody writes");
        }
        EventLogWriter.create(file).close();
        Path nowhere = directory.resolve("missing").resolve("heap.events");
        assertThatThrownBy(() -> EventLogWriter.create(nowhere)).isInstanceOf(EventLogFailed.class)
                .hasMessage(nowhere + ": cannot be written (there is no directory " + nowhere.getParent() + "); expected a file in a directory that can be written");
    }
}
