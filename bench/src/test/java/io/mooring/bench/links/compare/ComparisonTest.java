package io.mooring.bench.links.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bench.Spread;
import io.mooring.bench.links.LinkScale;
import io.mooring.bench.links.compare.Answer.Point;
import io.mooring.gc.HeapOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each question answered once, small: what is varied, and that every side was measured. */
final class ComparisonTest {
    private static final HeapOptions SMALL = HeapOptions.defaults().withMaxHeap(64 << 20).withNursery(256 << 10);

    private static Answer answer(Question question, HeapOptions options) {
        Answer answer = new Comparison(options, new LinkScale(20_000, 30_000, 1)).answer(question);
        assertThat(answer.question()).isEqualTo(question.label());
        assertThat(answer.points()).allSatisfy(point -> assertThat(ComparisonFiles.sides(point).values()).extracting(Spread::min).allMatch(value -> value > 0));
        return answer;
    }

    private static List<String> varied(Answer answer) {
        return answer.points().stream().map(Point::at).toList();
    }

    @Test
    void numbersGrowTenfoldUpToTheMost() {
        assertThat(varied(answer(Question.YOUNG, SMALL))).containsExactly("1,000", "10,000");
        assertThat(varied(answer(Question.LIVE, SMALL))).containsExactly("10,000");
        assertThat(varied(new Comparison(SMALL, new LinkScale(300, 200, 1)).answer(Question.LIVE))).as("fewer than the fewest").containsExactly("200");
    }

    @Test
    void survivalGoesFromNobodyToEverybody() {
        assertThat(varied(answer(Question.SURVIVAL, SMALL))).containsExactly("0", "1", "10", "50", "100");
    }

    @Test
    void onlyAPlanThatAgesIsAskedAboutTheAged() {
        assertThat(varied(answer(Question.AGE, SMALL))).containsExactly("in the nursery", "young, having survived once", "old, in a major collection");
        assertThat(varied(answer(Question.AGE, SMALL.withPlan("MarkCompact")))).containsExactly("in the nursery", "old, in a major collection");
    }

    @Test
    void aQuestionOfEveryPlanIsAnsweredForThePlanOfTheHeap() {
        assertThat(varied(answer(Question.PLAN, SMALL.withPlan("Immix")))).containsExactly("Immix");
        assertThat(varied(answer(Question.MAJOR, SMALL.withPlan("GenMS")))).containsExactly("GenMS");
    }

    @Test
    void overTheRealBorderNothingIsUnlinked() {
        Answer answer = answer(Question.BORDER, SMALL);

        assertThat(varied(answer)).contains("empty list", "the same instance again").doesNotContain("instance that is not passed");
        assertThat(answer.points()).allSatisfy(point -> assertThat(point.unlinked()).isNull());
    }
}
