package io.mooring.bench.gc.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Utilisation of windows, on stops whose worst window can be seen. */
final class PausesTest {
    private static final long RUN = 1000;

    private static Pauses pauses(long... startsAndEnds) {
        Pauses pauses = new Pauses();
        for (int i = 0; i < startsAndEnds.length; i += 2) pauses.add(startsAndEnds[i], startsAndEnds[i + 1]);
        return pauses;
    }

    @Test
    void aRunWithoutStopsIsTheProgramsOwn() {
        assertThat(pauses().leastUtilisation(0, RUN, 10)).isEqualTo(1);
    }

    @Test
    void aWindowWithinAStopLeavesNothing() {
        assertThat(pauses(500, 520).leastUtilisation(0, RUN, 20)).isZero();
        assertThat(pauses(500, 520).leastUtilisation(0, RUN, 40)).isEqualTo(0.5);
    }

    @Test
    void twoShortStopsCloseTogetherCountTogether() {
        Pauses pauses = pauses(100, 110, 120, 130, 900, 910);

        assertThat(pauses.leastUtilisation(0, RUN, 30)).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(pauses.total()).isEqualTo(30);
        assertThat(pauses.leastUtilisation(0, RUN, RUN)).isCloseTo(0.97, within(1e-9));
    }

    @Test
    void aStopAtAnEdgeOfTheRunCounts() {
        assertThat(pauses(0, 10, 990, 1000).leastUtilisation(0, RUN, 20)).isEqualTo(0.5);
    }

    @Test
    void aWindowLongerThanTheRunIsRefused() {
        assertThatThrownBy(() -> pauses().leastUtilisation(0, RUN, RUN + 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1001");
    }

    @Property(tries = 200)
    void noWindowAnywhereIsWorse(@ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 40) Integer> lengths, @ForAll @IntRange(min = 1, max = 300) int window) {
        Pauses pauses = new Pauses();
        boolean[] stopped = new boolean[(int) RUN];
        int at = 0;
        for (int i = 0; i < lengths.size(); i++) {
            at += lengths.get((i * 7 + 3) % lengths.size());
            int end = at + lengths.get(i);
            pauses.add(at, end);
            for (int t = at; t < end; t++) stopped[t] = true;
            at = end;
        }
        double least = 1;
        for (int from = 0; from + window <= RUN; from++) {
            int lost = 0;
            for (int t = from; t < from + window; t++) if (stopped[t]) lost++;
            least = Math.min(least, 1 - (double) lost / window);
        }
        assertThat(pauses.leastUtilisation(0, RUN, window)).isCloseTo(least, within(1e-9));
    }
}
