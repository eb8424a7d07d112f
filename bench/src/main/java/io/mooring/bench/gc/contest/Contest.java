package io.mooring.bench.gc.contest;

import io.mooring.bench.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Contestants that take turns, so that whatever else the machine does meets all of them.
 *
 * <pre>
 *   warm up     each runs a few times, which do not count
 *   round 1..n  each once; who begins changes from round to round
 * </pre>
 *
 * @param <K> what a contestant is known by
 */
public final class Contest<K> implements AutoCloseable {
    private final Map<K, Contestant> contestants = new LinkedHashMap<>();
    private final Map<K, List<RunSample>> samples = new LinkedHashMap<>();

    /** Adds one, which is closed with the contest; null, a peer that is missing, is left out. */
    public Contest<K> with(K key, Contestant contestant) {
        if (contestant != null) contestants.put(key, contestant);
        return this;
    }

    /** Runs; each warms up so often. */
    public void run(ToIntFunction<K> warmUps, int rounds) {
        contestants.forEach((key, contestant) -> {
            for (int i = 0; i < warmUps.applyAsInt(key); i++) contestant.run(RunSample.class);
        });
        List<K> keys = new ArrayList<>(contestants.keySet());
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < keys.size(); turn++) {
                K key = keys.get((turn + round) % keys.size());
                samples.computeIfAbsent(key, _ -> new ArrayList<>()).add(contestants.get(key).run(RunSample.class));
            }
        }
    }

    /** What a contestant measured, in the order of the rounds; empty when it is missing. */
    public List<RunSample> samples(K key) {
        return samples.getOrDefault(key, List.of());
    }

    /** The median of {@link #ratios} with their range, or null when there are none. */
    public Spread ratio(K one, K other, ToDoubleFunction<RunSample> figure) {
        List<Double> ratios = ratios(one, other, figure);
        return ratios.isEmpty() ? null : Spread.of(ratios);
    }

    /** The figure of one over that of another, round by round; empty when one of them is missing, or ran out of memory. */
    public List<Double> ratios(K one, K other, ToDoubleFunction<RunSample> figure) {
        List<RunSample> ours = samples(one);
        List<RunSample> theirs = samples(other);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(ours.size(), theirs.size()); round++) {
            if (ours.get(round).exhausted() || theirs.get(round).exhausted()) return List.of();
            double ratio = figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(theirs.get(round));
            if (Double.isFinite(ratio)) ratios.add(ratio);
        }
        return ratios;
    }

    @Override
    public void close() {
        contestants.values().forEach(Contestant::close);
    }
}
