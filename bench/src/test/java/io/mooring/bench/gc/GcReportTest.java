package io.mooring.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.gc.figure.Scale;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The report: its names are promised, and what was not measured is null. */
final class GcReportTest {
    private static final GcReport.Run RUN = new GcReport.Run(List.of("trees"), Scale.quick(), 1, "25", 2);

    private static JsonNode json(Findings findings) throws IOException {
        return new ObjectMapper().readTree(Json.text(findings.report(RUN)));
    }

    @Test
    void everyPromisedNameIsThereAndNullWhereNothingWasMeasured() throws IOException {
        JsonNode json = json(new Findings());

        assertThat(List.of(
                "collectionsError", "minHeapOverLive", "copyOverMemcpy", "genCopyOverSerialGcCpu", "genCopyOverSemiSpaceGcCpu", "binaryTreesOverSerial",
                "binaryTreesOverBoehm", "binaryTreesOverPypy", "barrierOverheadMean", "barrierOverheadWorst", "incrementalP999Ms"))
                .allSatisfy(name -> {
                    assertThat(json.has(name)).as(name).isTrue();
                    assertThat(json.get(name).isNull()).as(name).isTrue();
                });
    }

    @Test
    void aRatioIsItsMedianWithARange() throws IOException {
        Findings findings = new Findings();
        findings.spread(GcReport.TREES_OVER_SERIAL, new Spread(1.23456, 1, 2));
        findings.spread(GcReport.TREES_OVER_BOEHM, null);
        findings.note("Boehm's collector: it is not here");

        JsonNode json = json(findings);
        assertThat(json.get("binaryTreesOverSerial").asDouble()).isEqualTo(1.235);
        assertThat(json.get("ranges").get("binaryTreesOverSerial")).extracting(JsonNode::asDouble).containsExactly(1.0, 2.0);
        assertThat(json.get("binaryTreesOverBoehm").isNull()).isTrue();
        assertThat(findings.report(RUN).lines()).contains("  note: Boehm's collector: it is not here")
                .anyMatch(line -> line.matches("binaryTreesOverSerial +<= 1\\.25 +1\\.235 +1\\.000\\.\\.2\\.000"));
    }

    @Test
    void theMeanOfTheBarrierIsGeometricAndTheWorstIsTheWorst() throws IOException {
        Map<String, Spread> ratios = new LinkedHashMap<>();
        ratios.put("quads", new Spread(1.21, 1.2, 1.3));
        ratios.put("strings", new Spread(1.0, 0.9, 1.1));
        Findings findings = new Findings();
        findings.barrier(ratios);

        JsonNode json = json(findings);
        assertThat(json.get("barrierOverheadMean").asDouble()).isEqualTo(0.1);
        assertThat(json.get("barrierOverheadWorst").asDouble()).isEqualTo(0.21);
        assertThat(json.get("barrierOverhead").get("strings").asDouble()).isZero();
    }

    @Test
    void theSmallestHeapsOfTheFirstProgramAreTheFigure() throws IOException {
        Map<String, Map<String, Double>> byWorkload = new LinkedHashMap<>();
        byWorkload.put("quads", Map.of("SemiSpace", 2.00001));
        byWorkload.put("graph", Map.of("SemiSpace", 3.0));
        Findings findings = new Findings();
        findings.smallestHeaps(byWorkload);

        JsonNode json = json(findings);
        assertThat(json.get("minHeapOverLive").get("SemiSpace").asDouble()).isEqualTo(2.0);
        assertThat(json.get("minHeapByWorkload").get("graph").get("SemiSpace").asDouble()).isEqualTo(3.0);
    }
}
