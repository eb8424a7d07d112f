package io.mooring.bench.links;

import io.mooring.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What several subjects measured in turn, round by round, so that whatever else the machine does meets all of them. */
public final class Turns {
    private final List<List<Double>> measured;

    private Turns(List<List<Double>> measured) {
        this.measured = measured;
    }

    /** Measures each subject {@code warmUps + rounds} times in turn; the first rounds, which warm up, do not count. */
    public static <T> Turns take(ToDoubleFunction<T> measurement, List<T> subjects, int warmUps, int rounds) {
        List<List<Double>> measured = subjects.stream().<List<Double>>map(_ -> new ArrayList<>()).toList();
        for (int round = 0; round < warmUps + rounds; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                double value = measurement.applyAsDouble(subjects.get(i));
                if (round >= warmUps) measured.get(i).add(value);
            }
        }
        return new Turns(measured);
    }

    /** Median and range of one subject. */
    public Spread of(int subject) {
        return Spread.of(measured.get(subject));
    }

    /** How much more a subject measured than another one of the same round. */
    public Spread above(int subject, int other) {
        List<Double> own = measured.get(subject);
        return Spread.of(IntStream.range(0, own.size()).mapToObj(round -> own.get(round) - measured.get(other).get(round)).toList());
    }
}
