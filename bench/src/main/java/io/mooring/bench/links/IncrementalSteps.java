package io.mooring.bench.links;

import io.mooring.bench.Spread;
import io.mooring.bench.links.StopWatch.Stops;
import io.mooring.bench.links.StopWatch.Times;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.roots.Global;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Major collections in steps, with many live links: the longest pause, and what links have of it.
 *
 * <p>A step goes on until its time is used up, with or without links, so that the longest pauses of two heaps may be alike although one of
 * them spends all of it on links. Hence both are looked at: how much longer the longest pause is than without links, and the longest time
 * that the phases for links take within one pause.
 */
final class IncrementalSteps implements AutoCloseable {
    static final String PLAN = "Incremental";
    /** Major collections of a measurement: what is left of one when the clock starts, and a whole one. */
    private static final int CYCLES = 2;

    /** What the live objects of the heap have. */
    enum Subject {
        UNLINKED,
        /** A link; C holds nothing. */
        LINKED,
        /** A link, and C holds a reference. */
        HELD
    }

    private final LinkGround ground;
    private final Heap heap;
    private final Global array;
    private final OldChurn churn;
    private final StopWatch watch = new StopWatch();

    IncrementalSteps(HeapOptions options, Subject subject, int live) {
        ground = new LinkGround(options.withPlan(PLAN), LinkKind.TABLE, live + 1L);
        heap = ground.heap();
        array = heap.global(ground.array(live));
        for (int i = 0; i < live; i++) {
            long object = switch (subject) {
                case UNLINKED -> ground.object();
                case LINKED -> ground.linked();
                case HELD -> ground.linkedAndHeld();
            };
            heap.writeElement(array.get(), LinkGround.FIRST_ELEMENT, i, object);
        }
        churn = new OldChurn(ground);
        heap.listen(watch);
    }

    /** The stops of a program that works until {@link #CYCLES} major collections have come to their end. */
    private Stops stops() {
        long enough = major() + CYCLES;
        watch.start();
        churn.until(() -> major() >= enough);
        return watch.stops();
    }

    private long major() {
        return heap.collections() - heap.minorCollections();
    }

    @Override
    public void close() {
        churn.close();
        array.close();
        ground.close();
    }

    /**
     * Longest pauses: medians of the rounds, with range, in milliseconds.
     *
     * @param unlinkedMs   without links
     * @param linkedMs     with links of which C holds nothing
     * @param heldMs       with links of which C holds a reference each
     * @param linkedWorkMs the phases for links within one pause, C holding nothing
     * @param heldWorkMs   the same, C holding a reference each
     */
    record Pauses(Spread unlinkedMs, Spread linkedMs, Spread heldMs, Spread linkedWorkMs, Spread heldWorkMs) {
        /** The most that links add to a pause, by either measure. */
        double addedMs() {
            double longer = Math.max(linkedMs.median(), heldMs.median()) - unlinkedMs.median();
            return Math.max(longer, Math.max(linkedWorkMs.median(), heldWorkMs.median()));
        }

        Pauses rounded() {
            return new Pauses(unlinkedMs.rounded(), linkedMs.rounded(), heldMs.rounded(), linkedWorkMs.rounded(), heldWorkMs.rounded());
        }
    }

    /**
     * The pauses by both clocks.
     *
     * @param wall as the program sees them
     * @param cpu  in processor time, which is less where others use the machine
     */
    record Steps(Pauses wall, Pauses cpu) {
        Steps rounded() {
            return new Steps(wall.rounded(), cpu.rounded());
        }
    }

    /** Measures the three in turn. */
    static Steps measure(HeapOptions options, int live, int warmUps, int rounds) {
        List<List<Stops>> stops = new ArrayList<>();
        try (IncrementalSteps unlinked = new IncrementalSteps(options, Subject.UNLINKED, live);
                IncrementalSteps linked = new IncrementalSteps(options, Subject.LINKED, live);
                IncrementalSteps held = new IncrementalSteps(options, Subject.HELD, live)) {
            List<IncrementalSteps> subjects = List.of(unlinked, linked, held);
            for (int round = 0; round < warmUps + rounds; round++) {
                List<Stops> measured = subjects.stream().map(IncrementalSteps::stops).toList();
                if (round >= warmUps) stops.add(measured);
            }
        }
        return new Steps(pauses(stops, Stops::wall), pauses(stops, Stops::cpu));
    }

    private static Pauses pauses(List<List<Stops>> rounds, Function<Stops, Times> clock) {
        return new Pauses(
                spread(rounds, Subject.UNLINKED, clock, Times::pauseMs), spread(rounds, Subject.LINKED, clock, Times::pauseMs),
                spread(rounds, Subject.HELD, clock, Times::pauseMs), spread(rounds, Subject.LINKED, clock, Times::linkWorkMs),
                spread(rounds, Subject.HELD, clock, Times::linkWorkMs));
    }

    private static Spread spread(List<List<Stops>> rounds, Subject subject, Function<Stops, Times> clock, Function<Times, Double> which) {
        return Spread.of(rounds.stream().map(round -> round.get(subject.ordinal())).map(clock).map(which).toList());
    }
}
