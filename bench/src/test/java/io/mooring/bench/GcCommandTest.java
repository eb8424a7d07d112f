package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mooring gc}: one JSON object on standard output, progress on standard error, refusals in one line. */
final class GcCommandTest {
    @Test
    void standardOutputIsOneJsonObjectAndProgressGoesElsewhere() throws IOException {
        CommandRun run = CommandRun.of("gc", "--json", "--quick", "--figures", "collections");

        assertThat(run.code()).isZero();
        assertThat(run.err().lines()).isNotEmpty().allMatch(line -> line.matches("\\[ *\\d+ s\\] .+"));
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("collectionsError").asDouble()).isBetween(0.0, 0.02);
        assertThat(json.get("copyOverMemcpy").isNull()).isTrue();
        assertThat(json.get("run").get("figures")).extracting(JsonNode::asText).containsExactly("collections");
    }

    @Test
    void withoutJsonItIsATable() {
        CommandRun run = CommandRun.of("gc", "--quick", "--figures", "collections");

        assertThat(run.out().lines()).anyMatch(line -> line.matches("collectionsError +<= 0\\.02 +0\\.\\d+.*"));
    }

    @Test
    void aFileIsNoFolderForPlots(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("plots"));
        CommandRun run = CommandRun.of("gc", "--plots", file.toString());

        assertThat(run.err()).startsWith("mooring: option --plots is " + file + ", which is a file").hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
