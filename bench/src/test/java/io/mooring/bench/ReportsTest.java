package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reports that need no C: their JSON has the promised names, with numbers that can be. */
final class ReportsTest {
    private static final String[] TINY_LINKS = {"links", "--young", "20000", "--live", "2000", "--rounds", "2", "--nursery", "64k"};

    private static JsonNode json(String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void thePlansAreListedWithTheirTraits() throws IOException {
        JsonNode plans = json("plans", "--json").get("plans");

        assertThat(plans).extracting(plan -> plan.get("name").asText()).contains("SemiSpace", "GenCopy");
        assertThat(plans).filteredOn(plan -> plan.get("isDefault").asBoolean()).extracting(plan -> plan.get("name").asText()).containsExactly("GenCopy");
        assertThat(plans).allSatisfy(plan -> assertThat(plan.get("traits").fieldNames()).toIterable().contains("collects", "moves", "generational", "ages", "incremental", "barrier", "pins", "remembering"));
        assertThat(CommandRun.of("plans").out()).contains("SemiSpace", "GenCopy (default)");
    }

    @Test
    void linksMeasuresBothImplementations() throws IOException {
        JsonNode report = json(with(TINY_LINKS, "--json"));

        assertThat(List.of("tableNsPerLink", "dictionaryNsPerLink", "ratio", "fromObjNs", "toObjNs", "bytesPerLink"))
                .allSatisfy(name -> assertThat(report.get(name).asDouble()).as(name).isPositive());
        assertThat(report.get("ratio").asDouble())
                .isCloseTo(report.get("tableNsPerLink").asDouble() / report.get("dictionaryNsPerLink").asDouble(), withPercentage(1));
        assertThat(report.get("bytesPerLink").asDouble()).as("hidden prefix and table entry").isBetween(24.0, 25.0);
        assertThat(report.get("run").get("youngLinks").asInt()).isEqualTo(20_000);
        JsonNode table = report.get("table").get("nsPerLink");
        assertThat(table.get("median").asDouble()).isBetween(table.get("min").asDouble(), table.get("max").asDouble());
    }

    @Test
    void linksRunsOnEveryPlanUnderStressAndVerification() throws IOException {
        for (JsonNode plan : json("plans", "--json").get("plans")) {
            if (!plan.get("traits").get("collects").asBoolean() || plan.get("needs").asText().length() > 0 || plan.get("findsBugs").asBoolean()) continue;
            CommandRun run = CommandRun.of("links", "--plan", plan.get("name").asText(), "--young", "300", "--live", "100", "--rounds", "1", "--stress", "7",
                    "--verify", "--aging", plan.get("traits").get("ages").asBoolean() ? "2" : "0");
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("link made and dead", plan.get("name").asText());
        }
    }
}
