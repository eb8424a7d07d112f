package io.mooring.bench.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bench.Spread;
import io.mooring.bench.links.IncrementalSteps.Pauses;
import io.mooring.bench.links.IncrementalSteps.Steps;
import io.mooring.bench.links.StopWatch.Stops;
import io.mooring.bench.links.StopWatch.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the details makes the figure. */
final class LinksReportTest {
    private static final LinksReport.Run RUN = new LinksReport.Run("GenCopy", 1, 1, 1, List.of("kill", "steps"));

    private static Spread spread(double median) {
        return new Spread(median, median, median);
    }

    private static DeathRow row(String plan, Times linked, double unlinkedMs) {
        Times half = new Times(linked.pauseMs() / 2, linked.linkWorkMs() / 2, linked.drainMs() / 2);
        return DeathRow.of("links", plan, List.of(new Stops(linked, half)), List.of(new Stops(new Times(unlinkedMs, 0, 0), new Times(unlinkedMs / 2, 0, 0))));
    }

    @Test
    void aStopIsTheCollectionOrTheDrainWhicheverIsLonger() {
        assertThat(row("GenCopy", new Times(5, 1, 2), 3).addedMs()).isEqualTo(2);
        assertThat(row("GenCopy", new Times(5, 1, 9), 3).addedMs()).isEqualTo(6);
        assertThat(row("GenCopy", new Times(5, 1, 9), 3).addedCpuMs()).as("half of it, in processor time").isEqualTo(3);
        assertThat(row("GenCopy", new Times(5, 4, 2), 5).addedMs()).as("the pause is as long, but for links").isEqualTo(4);
    }

    @Test
    void theWorstKindOnThePlanThatWasAskedForIsTheFigure() {
        List<DeathRow> deaths = List.of(row("GenCopy", new Times(5, 0, 0), 3), row("GenCopy", new Times(7, 0, 0), 3), row("Incremental", new Times(90, 0, 0), 3));

        assertThat(LinksReport.of(null, null, deaths, null, null, RUN).killMillionMaxStopMs()).isEqualTo(4);
    }

    @Test
    void whatLinksAddToAStepIsTheMoreOfBothMeasures() {
        Pauses longer = new Pauses(spread(7), spread(9), spread(12), spread(1), spread(2));
        Pauses same = new Pauses(spread(7), spread(7), spread(6), spread(1), spread(3));

        assertThat(LinksReport.of(null, null, null, new Steps(longer, same), null, RUN).incrementalMaxStepMs()).isEqualTo(5);
        assertThat(LinksReport.of(null, null, null, new Steps(same, longer), null, RUN).incrementalMaxStepMs()).isEqualTo(3);
    }
}
