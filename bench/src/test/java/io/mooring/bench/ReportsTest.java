package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The reports that need no C: their JSON has the promised names, with numbers that can be. */
final class ReportsTest {
    private static JsonNode json(String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void thePlansAreListedWithTheirTraits() throws IOException {
        JsonNode plans = json("plans", "--json").get("plans");

        assertThat(plans).extracting(plan -> plan.get("name").asText()).contains("SemiSpace", "GenCopy");
        assertThat(plans).filteredOn(plan -> plan.get("isDefault").asBoolean()).extracting(plan -> plan.get("name").asText()).containsExactly("GenCopy");
        assertThat(plans).allSatisfy(plan -> assertThat(plan.get("traits").fieldNames()).toIterable().contains("collects", "moves", "generational", "ages", "incremental", "barrier", "pins", "remembering"));
        assertThat(plans).filteredOn(plan -> plan.get("findsBugs").asBoolean()).extracting(plan -> plan.get("name").asText()).containsExactly("Zealot", "Recorder", "Poisoned");
        assertThat(plans).filteredOn(plan -> plan.get("name").asText().equals("Recorder")).allSatisfy(plan -> assertThat(plan.get("traits").get("barrier").asBoolean()).isTrue());
        assertThat(CommandRun.of("plans").out()).contains("SemiSpace", "GenCopy (default)");
    }

    @Test
    void linksRunsOnEveryPlanUnderStressAndVerification() throws IOException {
        for (JsonNode plan : json("plans", "--json").get("plans")) {
            if (!plan.get("traits").get("collects").asBoolean() || plan.get("needs").asText().length() > 0 || plan.get("everyObject").asBoolean()) continue;
            CommandRun run = CommandRun.of("links", "--plan", plan.get("name").asText(), "--young", "300", "--live", "100", "--rounds", "1", "--stress", "7",
                    "--figures", "young,live", "--verify", "--aging", plan.get("traits").get("ages").asBoolean() ? "2" : "0");
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("link made and dead", plan.get("name").asText());
        }
    }
}
