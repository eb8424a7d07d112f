package io.mooring.bench.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measuring in turn: who is measured when, what counts, and what is compared with what. */
final class TurnsTest {
    @Test
    void subjectsTakeTurnsAndWarmUpsDoNotCount() {
        List<String> measured = new ArrayList<>();
        Turns turns = Turns.take(subject -> {
            measured.add(subject);
            return measured.size();
        }, List.of("a", "b"), 1, 3);

        assertThat(measured).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
        assertThat(turns.of(0)).isEqualTo(new Spread(5, 3, 7));
        assertThat(turns.of(1)).isEqualTo(new Spread(6, 4, 8));
    }

    @Test
    void differencesAreThoseOfTheSameRound() {
        double[][] values = {{10, 1}, {20, 12}, {90, 80}};
        int[] round = {0, 0};
        Turns turns = Turns.take(subject -> values[round[subject]++][subject], List.of(0, 1), 0, 3);

        assertThat(turns.above(0, 1)).isEqualTo(new Spread(9, 8, 10));
    }
}
