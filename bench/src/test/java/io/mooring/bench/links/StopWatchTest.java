package io.mooring.bench.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bench.links.StopWatch.Times;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.Phase;
import org.junit.jupiter.api.Test;

/** What counts as a stop, by either clock. */
final class StopWatchTest {
    private final StopWatch watch = new StopWatch();

    private void collectionOf(long nanos) {
        watch.collectionEnds(new CollectionReport(1, CollectionKind.MAJOR, "test", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, nanos, nanos / 2));
    }

    /** Works for two milliseconds. */
    private static void work() {
        long until = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < until) Thread.onSpinWait();
    }

    private void phase(Phase phase) {
        watch.phaseStarts(phase);
        work();
        watch.phaseEnds(phase);
    }

    private void drain() {
        watch.drainStarts();
        work();
        watch.drainEnds();
    }

    @Test
    void theLongestCollectionCountsFromTheStartToTheStop() {
        collectionOf(90_000_000);
        watch.start();
        collectionOf(2_000_000);
        collectionOf(5_000_000);
        collectionOf(3_000_000);
        watch.stop();
        collectionOf(90_000_000);

        assertThat(watch.stops().wall()).isEqualTo(new Times(5, 0, 0));
        assertThat(watch.stops().cpu()).isEqualTo(new Times(2.5, 0, 0));
    }

    @Test
    void aDrainIsAStopToo() {
        drain();
        watch.start();
        assertThat(watch.stops().wall().drainMs()).isZero();
        collectionOf(1_000_000);
        drain();

        assertThat(watch.stops().wall().drainMs()).isGreaterThanOrEqualTo(2);
        assertThat(watch.stops().wall().longestMs()).isEqualTo(watch.stops().wall().drainMs());
        assertThat(watch.stops().cpu().drainMs()).isPositive();
    }

    @Test
    void thePhasesForLinksAddUpWithinACollectionAndNoOtherPhaseCounts() {
        watch.start();
        phase(Phase.CLOSURE);
        collectionOf(1);
        assertThat(watch.stops().wall().linkWorkMs()).isZero();
        phase(Phase.TRACE_LINKS);
        collectionOf(1);
        phase(Phase.TRACE_LINKS);
        phase(Phase.SWEEP_LINKS);
        collectionOf(1);
        assertThat(watch.stops().wall().linkWorkMs()).isGreaterThanOrEqualTo(4);
        assertThat(watch.stops().cpu().linkWorkMs()).isPositive();
    }
}
