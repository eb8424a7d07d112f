package io.mooring.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mooring links}: the JSON has the promised names with numbers that can be, and the comparison fills a folder. */
final class LinksCommandTest {
    private static final List<String> YOUNG = List.of("tableNsPerLink", "dictionaryNsPerLink", "ratio", "tableShareNs", "dictionaryShareNs", "tableShareRatio");
    private static final List<String> LIVE = List.of("fromObjNs", "toObjNs", "bytesPerLink", "majorMsPerMillionLinks");
    private static final List<String> OTHERS = List.of(
            "killMillionMaxStopMs", "incrementalMaxStepMs", "getItemFirstNs", "listLoopRatio", "tuplePassMs", "tuplePassLazyNs", "passedIntEntries",
            "passedFloatEntries", "newObjectPassedNs");

    private static CommandRun tiny(String... more) {
        List<String> arguments = new ArrayList<>(List.of("links", "--young", "20000", "--live", "2000", "--rounds", "2", "--nursery", "64k", "--max-heap", "16m"));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode json(String... more) throws IOException {
        CommandRun run = tiny(more);
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void everyFigureIsMeasured() throws IOException {
        JsonNode report = json("--json");

        assertThat(List.of(
                "tableNsPerLink", "dictionaryNsPerLink", "ratio", "fromObjNs", "toObjNs", "bytesPerLink", "listLoopRatio", "tuplePassMs", "tuplePassLazyNs",
                "newObjectPassedNs"))
                .allSatisfy(name -> assertThat(report.get(name).asDouble()).as(name).isPositive());
        assertThat(List.of(YOUNG, LIVE, OTHERS)).allSatisfy(names -> assertThat(names).allSatisfy(name -> assertThat(report.get(name).isNumber()).as(name).isTrue()));
        assertThat(report.get("bytesPerLink").asDouble()).as("hidden prefix and table entry").isBetween(24.0, 25.0);
        assertThat(report.get("passedIntEntries").asDouble()).isZero();
        assertThat(report.get("passedFloatEntries").asDouble()).isZero();
        assertThat(report.get("deaths")).extracting(row -> row.get("plan").asText()).containsOnly("GenCopy", "Incremental").hasSize(10);
        assertThat(report.get("border").get("macroSequences").fieldNames()).toIterable().containsExactly("listPassMs", "listLoopRatio", "tupleFillMs", "tuplePassMs");
        assertThat(report.get("run").get("youngLinks").asInt()).isEqualTo(20_000);
    }

    @Test
    void theFiguresFollowFromTheDetails() throws IOException {
        JsonNode report = json("--json", "--figures", "young,live");

        JsonNode table = report.get("table").get("nsPerLink");
        assertThat(table.get("median").asDouble()).isBetween(table.get("min").asDouble(), table.get("max").asDouble());
        assertThat(report.get("ratio").asDouble())
                .isCloseTo(report.get("tableNsPerLink").asDouble() / report.get("dictionaryNsPerLink").asDouble(), withPercentage(1));
        double added = report.get("table").get("majorMs").get("median").asDouble() - report.get("unlinkedMajorMs").get("median").asDouble();
        assertThat(report.get("majorMsPerMillionLinks").asDouble()).isCloseTo(added * 500, withPercentage(0.1));
    }

    @Test
    void whatNobodyAskedForIsNull() throws IOException {
        JsonNode report = json("--json", "--figures", "live");

        assertThat(LIVE).allSatisfy(name -> assertThat(report.get(name).isNumber()).as(name).isTrue());
        assertThat(List.of(YOUNG, OTHERS)).allSatisfy(names -> assertThat(names).allSatisfy(name -> assertThat(report.get(name).isNull()).as(name).isTrue()));
        assertThat(report.get("run").get("figures")).extracting(JsonNode::asText).containsExactly("live");
    }

    @Test
    void withoutJsonItIsTables() {
        assertThat(tiny("--figures", "young,steps").out().lines())
                .anyMatch(line -> line.matches("link made and dead, all costs \\(ns\\)( +[0-9.]+ \\([0-9.]+\\.\\.[0-9.]+\\)){3}"))
                .anyMatch(line -> line.matches("longest pause of Incremental, no links \\(ms\\) +[0-9.]+ \\(.*"));
    }

    @Test
    void theComparisonFillsAFolder(@TempDir Path folder) throws IOException {
        Path plots = folder.resolve("plots");
        CommandRun run = tiny("--plots", plots.toString(), "--questions", "age,survival");

        assertThat(run.err().lines()).isNotEmpty().allMatch(line -> line.matches("\\[ *\\d+ s\\] .+"));
        assertThat(run.out()).isEqualTo(Files.readString(plots.resolve("tables.md"))).contains("<!-- begin age -->", "<!-- end survival -->", "| in the nursery |");
        assertThat(Files.readAllLines(plots.resolve("data.csv"))).as("a heading, 3 ages and 5 rates, 3 sides each").hasSize(1 + (3 + 5) * 3);
        JsonNode answers = new ObjectMapper().readTree(plots.resolve("data.json").toFile());
        assertThat(answers).extracting(answer -> answer.get("question").asText()).containsExactly("age", "survival");
        for (String plot : List.of("age.svg", "survival.svg")) {
            assertThat(Files.readString(plots.resolve(plot))).contains("<svg").hasSizeLessThan(100_000);
        }
    }

    @Test
    void aFileIsNoFolderForPlots(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("plots"));
        CommandRun run = CommandRun.of("links", "--plots", file.toString());

        assertThat(run.err()).startsWith("mooring: option --plots is " + file + ", which is a file").hasLineCount(1);
        assertThat(run.code()).isEqualTo(2);
    }
}
