package io.mooring.bench.gc;

import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.gc.contest.PauseSample;
import io.mooring.bench.gc.figure.SpaceTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the figures of a run as they come, and makes the report of them. */
final class Findings {
    private final Map<String, Double> numbers = new LinkedHashMap<>();
    private final Map<String, Double[]> ranges = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Map<String, Map<String, Double>> smallestHeaps;
    private Map<String, Double> barrierOverhead;
    private Map<String, PauseSample> pauses;
    private List<SpaceTime.Point> curve;

    void number(String name, double value) {
        numbers.put(name, Json.rounded(value));
    }

    /** A median with its range; null leaves the figure null. */
    void spread(String name, Spread spread) {
        if (spread == null) return;
        number(name, spread.median());
        ranges.put(name, new Double[] {Json.rounded(spread.min()), Json.rounded(spread.max())});
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /** Heap over live by workload, then by plan. */
    void smallestHeaps(Map<String, Map<String, Double>> byWorkload) {
        smallestHeaps = new LinkedHashMap<>();
        byWorkload.forEach((workload, byPlan) -> {
            Map<String, Double> rounded = new LinkedHashMap<>();
            byPlan.forEach((plan, value) -> rounded.put(plan, Json.rounded(value)));
            smallestHeaps.put(workload, rounded);
        });
    }

    /** Time with the barrier over time without, by workload. The mean is geometric, because these are ratios. */
    void barrier(Map<String, Spread> byWorkload) {
        barrierOverhead = new LinkedHashMap<>();
        byWorkload.forEach((workload, spread) -> {
            barrierOverhead.put(workload, Json.rounded(spread.median() - 1));
            ranges.put("barrierOverhead." + workload, new Double[] {Json.rounded(spread.min() - 1), Json.rounded(spread.max() - 1)});
        });
        double mean = Math.exp(byWorkload.values().stream().mapToDouble(spread -> Math.log(spread.median())).average().orElseThrow());
        number(GcReport.BARRIER_MEAN, mean - 1);
        number(GcReport.BARRIER_WORST, byWorkload.values().stream().mapToDouble(Spread::median).max().orElseThrow() - 1);
    }

    void pauses(Map<String, PauseSample> byPlan) {
        pauses = byPlan;
    }

    void curve(List<SpaceTime.Point> points) {
        curve = points;
    }

    GcReport report(GcReport.Run run) {
        return new GcReport(
                numbers.get(GcReport.COLLECTIONS_ERROR),
                smallestHeaps == null ? null : smallestHeaps.values().iterator().next(),
                numbers.get(GcReport.COPY_OVER_MEMCPY),
                numbers.get(GcReport.GEN_COPY_OVER_SERIAL),
                numbers.get(GcReport.GEN_COPY_OVER_SEMI_SPACE),
                numbers.get(GcReport.FULL_COLLECTIONS_RATIO),
                numbers.get(GcReport.TREES_OVER_SERIAL),
                numbers.get(GcReport.TREES_OVER_BOEHM),
                numbers.get(GcReport.TREES_OVER_MALLOC),
                numbers.get(GcReport.TREES_OVER_PYPY),
                numbers.get(GcReport.BARRIER_MEAN),
                numbers.get(GcReport.BARRIER_WORST),
                numbers.get(GcReport.INCREMENTAL_P999),
                numbers.get(GcReport.JAVA_BYTES),
                ranges, smallestHeaps, barrierOverhead, pauses, curve, List.copyOf(notes), run);
    }
}
