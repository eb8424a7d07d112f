package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mooring replay}, on a trace of a list that loses its head now and then. */
class ReplayCommandTest {
    @TempDir
    Path directory;

    private String record() {
        Path file = directory.resolve("list.trace");
        TypeLayout.Builder builder = TypeLayout.named("link");
        int next = builder.reference("next");
        TypeLayout layout = builder.build();
        Heap heap = Heap.open(HeapOptions.defaults().withPlan("Recorder").withRecording(file.toString()));
        int link = heap.types().define(layout);
        HandleScope scope = heap.scope();
        long hList = scope.root(0);
        for (int i = 0; i < 50_000; i++) {
            long head = heap.allocate(link);
            if (i % 10_000 != 0) heap.writeRef(head, next, scope.get(hList));
            scope.set(hList, head);
        }
        heap.close();
        return file.toString();
    }

    @Test
    void everyPlanLeavesTheSameGraph() throws IOException {
        CommandRun run = CommandRun.of("replay", record(), "--max-heap", "8m", "--json");
        assertThat(run.code()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("objects").asLong()).isEqualTo(50_000);
        Set<String> digests = new HashSet<>();
        Set<String> names = new HashSet<>();
        report.get("plans").forEach(row -> {
            digests.add(row.get("graphDigest").asText());
            names.add(row.get("plan").asText());
            assertThat(row.get("graphObjects").asLong()).isEqualTo(10_000);
            assertThat(row.get("graphReferences").asLong()).isEqualTo(9_999);
        });
        assertThat(digests).hasSize(1);
        assertThat(names).contains("SemiSpace", "GenCopy", "GenMS", "MarkCompact").doesNotContain("NoGC", "Zealot", "Recorder");
    }

    @Test
    void thePlanThatNeedsMoreMemoryIsNamed() {
        CommandRun run = CommandRun.of("replay", record(), "--plan", "nogc", "--max-heap", "512k");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("mooring: plan NoGC: heap exhausted").contains("of 524288 bytes in use").hasLineCount(1);
    }

    @Test
    void aFileThatIsNoTraceIsOneLine() {
        CommandRun run = CommandRun.of("replay", directory.resolve("none").toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("there is no such file").hasLineCount(1);
    }
}
