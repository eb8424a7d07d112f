package io.mooring.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mooring.bench.Json;
import io.mooring.bench.gc.figure.Progress;
import io.mooring.bench.gc.figure.Scale;
import io.mooring.bench.gc.plot.Plots;
import io.mooring.bench.gc.work.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs too small to mean anything: every figure is there, has its name, and can be drawn. */
final class GcBenchTest {
    private static final long MIB = 1L << 20;

    private static Scale tiny() {
        return new Scale(1, 1, 100, MIB / 2, List.of(Workload.QUADS), 9, 8, 16 * MIB, 2 * MIB, 1, MIB, 100, true, MIB / 2, EnumSet.of(Workload.QUADS), List.of(1.5, 4.0), 60);
    }

    private static GcReport run(Set<Figure> figures) {
        return new GcBench(tiny(), figures, new Progress(new PrintWriter(new StringWriter()))).run();
    }

    @Test
    void semiSpaceCollectsAsOftenAsItMust() {
        assertThat(run(EnumSet.of(Figure.COLLECTIONS)).collectionsError()).isLessThanOrEqualTo(0.02);
    }

    @Test
    void noCollectionAllocatesOnTheJavaHeap() {
        assertThat(run(EnumSet.of(Figure.JAVA)).javaBytesPerCollection()).isZero();
    }

    @Test
    void theSmallestHeapOfACopyingPlanIsTwiceWhatLives() {
        GcReport report = run(EnumSet.of(Figure.MINHEAP));

        assertThat(report.minHeapOverLive()).containsKeys("SemiSpace", "GenCopy", "MarkCompact");
        assertThat(report.minHeapOverLive().get("SemiSpace")).isBetween(1.95, 2.5);
        assertThat(report.minHeapOverLive().get("MarkCompact")).isBetween(1.0, 1.5);
    }

    @Test
    void ratiosAreMeasuredInProcessesOfTheirOwn() throws IOException {
        JsonNode json = new ObjectMapper().readTree(Json.text(run(EnumSet.of(Figure.COPY, Figure.QUADS, Figure.TREES))));

        assertThat(List.of("copyOverMemcpy", "genCopyOverSemiSpaceGcCpu", "fullCollectionsRatioAt2x", "binaryTreesOverSerial"))
                .allSatisfy(name -> assertThat(json.get(name).asDouble()).as(name).isPositive());
        assertThat(json.get("ranges").get("copyOverMemcpy")).hasSize(2);
    }

    @Test
    void curvesAreMeasuredAndDrawn(@TempDir Path folder) throws IOException {
        GcReport report = run(EnumSet.of(Figure.PAUSES, Figure.CURVE));

        assertThat(report.pauses()).containsKeys("GenCopy", "GenMS");
        assertThat(report.timeOverSpace()).anySatisfy(point -> {
            assertThat(point.plan()).isEqualTo("SemiSpace");
            assertThat(point.heapOverLive()).isEqualTo(1.5);
            assertThat(point.millis()).as("a copying plan needs twice what lives").isNull();
            assertThat(point.missing()).isEqualTo("heap exhausted");
            assertThat(point.runs()).isZero();
        }).anySatisfy(point -> {
            assertThat(point.plan()).isEqualTo("SemiSpace");
            assertThat(point.heapOverLive()).isEqualTo(4);
            assertThat(point.millis()).isPositive();
            assertThat(point.missing()).isNull();
            assertThat(point.runs()).isOne();
        });
        assertThat(Plots.write(report, folder)).extracting(file -> file.getFileName().toString())
                .containsExactly("time-quads.svg", "mutator-quads.svg", "collector-quads.svg", "utilisation.svg")
                .allSatisfy(name -> assertThat(Files.readString(folder.resolve(name))).startsWith("<?xml").contains("<svg"));
        assertThat(report.lines()).anyMatch(line -> line.startsWith("time over space")).anyMatch(line -> line.startsWith("utilisation"));
    }

    @Test
    void aPointOfACurveThatTakesTooLongIsMissingAndTheOthersAreStillMeasured() {
        Scale hasty = new Scale(1, 0, 0, 0, List.of(), 0, 0, 0, 0, 0, 0, 0, false, MIB / 2, EnumSet.of(Workload.GRAPH), List.of(4.0), 0);
        GcReport report = new GcBench(hasty, EnumSet.of(Figure.CURVE), new Progress(new PrintWriter(new StringWriter()))).run();

        assertThat(report.timeOverSpace()).hasSizeGreaterThan(5).allSatisfy(point -> {
            assertThat(point.millis()).isNull();
            assertThat(point.missing()).isEqualTo("did not complete within 0 s");
        });
        assertThat(report.lines()).anyMatch(line -> line.matches("graph with holes +Immix .*did not complete within 0 s"));
    }
}
