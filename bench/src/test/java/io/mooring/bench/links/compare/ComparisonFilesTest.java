package io.mooring.bench.links.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bench.Spread;
import io.mooring.bench.links.compare.Answer.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of the comparison. */
final class ComparisonFilesTest {
    private static final Point LINKED = new Point("1,000", new Spread(12, 11, 13), new Spread(20, 19, 150), new Spread(10, 9, 11));
    private static final Point WITHIN_NOISE = new Point("10,000", new Spread(12, 11, 13), new Spread(10, 9, 11), new Spread(11, 9, 12));
    private static final Point NO_RIVAL = new Point("list", new Spread(12, 11, 13), new Spread(24, 24, 24), null);

    @Test
    void aTableStandsBetweenMarksAndShowsRatiosOfAllCostsAndOfTheLinksAlone() {
        String tables = new ComparisonFiles(List.of(new Answer("young", List.of(LINKED, WITHIN_NOISE)), new Answer("border", List.of(NO_RIVAL)))).tables();

        assertThat(tables.lines()).containsSequence(
                "<!-- begin young -->",
                "| links between two minor collections | table | dictionary | no link | table / dictionary | links alone |",
                "|---|---|---|---|---|---|",
                "| 1,000 | 12.0 (11.0 to 13.0) | 20.0 (19.0 to 150) | 10.0 (9.0 to 11.0) | 0.60 | 0.20 |",
                "| 10,000 | 12.0 (11.0 to 13.0) | 10.0 (9.0 to 11.0) | 11.0 (9.0 to 12.0) | 1.20 |  |",
                "<!-- end young -->");
        assertThat(tables).contains("| list | 12.0 (11.0 to 13.0) | 24.0 (24.0 to 24.0) |  | 0.50 |  |\n");
    }

    @Test
    void aLineOfTheDataIsOneSideOfOnePoint() {
        String csv = new ComparisonFiles(List.of(new Answer("border", List.of(NO_RIVAL)))).csv();

        assertThat(csv.lines()).containsExactly(
                "question,varied,at,side,median,min,max,unit",
                "border,\"object\",\"list\",table,12.0,11.0,13.0,\"ns per object made, passed and dead\"",
                "border,\"object\",\"list\",dictionary,24.0,24.0,24.0,\"ns per object made, passed and dead\"");
    }

    @Test
    void answersOfPlansAreJoined() {
        Answer joined = new Answer("plan", List.of(LINKED)).and(new Answer("plan", List.of(NO_RIVAL)));

        assertThat(joined).isEqualTo(new Answer("plan", List.of(LINKED, NO_RIVAL)));
    }
}
