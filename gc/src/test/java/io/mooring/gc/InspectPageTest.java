package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.events.CollectionLog;
import io.mooring.gc.events.EventLogReader;
import io.mooring.gc.events.EventLogWriter;
import io.mooring.gc.events.FlightRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that {@code docs/inspect.md} shows: it runs, and the page shows this very code. */
class InspectPageTest {
    private static final Path PAGE = Path.of("..", "docs", "inspect.md");
    private static final Path SOURCE = Path.of("src", "test", "java", "io", "mooring", "gc", "InspectPageTest.java");

    @TempDir
    private Path directory;

    private void example(PrintStream out) throws IOException {
        // page begins
        try (EventLogWriter events = EventLogWriter.create(directory.resolve("heap.events")); Heap heap = Heap.open(HeapOptions.defaults())) {
            heap.listen(HeapListener.both(events, HeapListener.both(new CollectionLog(out), new FlightRecords("my heap"))));
            heap.collect(CollectionKind.MAJOR);
            out.print(heap.histogram());
            heap.dump(directory.resolve("heap.hprof"));
        }
        // page ends
    }

    @Test
    void theCodeOfThePageRuns() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        example(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("[").contains("gc 1 major (request)").contains("in all");
        assertThat(directory.resolve("heap.hprof")).isNotEmptyFile();
        try (EventLogReader reader = EventLogReader.open(directory.resolve("heap.events"))) {
            assertThat(reader.poll()).isPresent();
            assertThat(reader.isClosed()).isTrue();
        }
    }

    @Test
    void thePageShowsTheCodeThatRuns() throws IOException {
        List<String> source = Files.readAllLines(SOURCE).stream().map(String::strip).toList();
        List<String> code = source.subList(source.indexOf("// page begins") + 1, source.indexOf("// page ends"));
        List<String> page = Files.readAllLines(PAGE).stream().map(String::strip).toList();
        assertThat(code).isNotEmpty();
        assertThat(page).containsSequence(code);
    }
}
