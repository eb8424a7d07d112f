package io.mooring.bench.links.compare;

import io.mooring.bench.Spread;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.links.LinkScale;
import io.mooring.bench.links.Turns;
import io.mooring.bench.links.YoungLinks;
import io.mooring.bench.links.YoungLinks.Tie;
import io.mooring.bench.links.border.BorderBench;
import io.mooring.bench.links.compare.Ages.Death;
import io.mooring.bench.links.compare.Answer.Point;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.plan.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Answers one question about table and dictionary: the same program on heaps of the same kind with arenas of the same kind, with the table,
 * with the dictionary, and without links; rounds in turn.
 */
public final class Comparison {
    private static final int WARM_UP_ROUNDS = 2;
    private static final List<Tie> TIES = List.of(Tie.TABLE, Tie.DICTIONARY, Tie.NONE);
    private static final int FEWEST_YOUNG = 1000;
    private static final int FEWEST_LIVE = 10_000;
    private static final int DECADE = 10;
    private static final List<Integer> PERCENT = List.of(0, 1, 10, 50, 100);
    /** Most links per measurement where their number is not what is varied. */
    private static final int MOST = 1_000_000;
    /** Most objects per measurement over the real border, where a session is opened for each. */
    private static final int MOST_PASSED = 300_000;

    private final HeapOptions options;
    private final LinkScale scale;

    /** {@code scale}: the most young links, the most live ones, and rounds. */
    public Comparison(HeapOptions options, LinkScale scale) {
        this.options = options;
        this.scale = scale;
    }

    /** Measures; on the plan of the options where the question is of every plan. */
    public Answer answer(Question question) {
        int most = Math.min(scale.young(), MOST);
        return new Answer(question.label(), switch (question) {
            case YOUNG -> decades(FEWEST_YOUNG, scale.young()).map(count -> point(text(count), tie -> new ManyYoung(options, tie, count))).toList();
            case LIVE -> decades(FEWEST_LIVE, scale.live()).map(count -> point(text(count), tie -> new ManyLive(options, tie, count))).toList();
            case SURVIVAL -> PERCENT.stream().map(percent -> point(percent.toString(), tie -> new Survivors(options, tie, percent, most))).toList();
            case AGE -> Stream.of(Death.values()).filter(death -> !death.needsAging() || Plans.named(options.plan()).traits().ages())
                    .map(death -> point(death.label(), tie -> new Ages(options, tie, death, most))).toList();
            case PLAN -> List.of(point(options.plan(), tie -> new DyingYoung(options, tie, most)));
            case MAJOR -> List.of(point(options.plan(), tie -> new ManyLive(options, tie, scale.live())));
            case BORDER -> border(Math.min(scale.young(), MOST_PASSED));
        });
    }

    /** 1,000, 10,000 and so on up to {@code most}; {@code most} alone if it is less. */
    private static Stream<Integer> decades(int least, int most) {
        return IntStream.iterate(Math.min(least, most), count -> count > 0 && count <= most, count -> count > most / DECADE ? -1 : count * DECADE).boxed();
    }

    /** With commas, wherever this runs: the plot reads it again. */
    private static String text(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private Point point(String at, Function<Tie, Trial> open) {
        List<Trial> trials = new ArrayList<>();
        try {
            for (Tie tie : TIES) trials.add(open.apply(tie));
            Turns turns = Turns.take(Trial::measure, trials, WARM_UP_ROUNDS, scale.rounds());
            return new Point(at, turns.of(0).rounded(), turns.of(1).rounded(), turns.of(2).rounded());
        } finally {
            trials.forEach(Trial::close);
        }
    }

    /** Links that die in the nursery that the options have. */
    private record DyingYoung(YoungLinks links) implements Trial {
        DyingYoung(HeapOptions options, Tie tie, int count) {
            this(new YoungLinks(options, tie, count));
        }

        @Override
        public double measure() {
            return links.nanosPerLink();
        }

        @Override
        public void close() {
            links.close();
        }
    }

    /** Over the real border nothing lives without a link. */
    private List<Point> border(int count) {
        try (Workshop workshop = new Workshop()) {
            List<Point> points = new ArrayList<>();
            BorderBench.newObjects(options, workshop, count, scale.rounds()).forEach((kind, sides) -> points.add(
                    new Point(kind.label(), Spread.of(sides.table()).rounded(), Spread.of(sides.dictionary()).rounded(), null)));
            return points;
        }
    }
}
