package io.mooring.bench.links;

import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.links.StopWatch.Stops;
import io.mooring.bench.links.StopWatch.Times;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How long a program stands still at a time while many links die at once: medians of the rounds, with range, in milliseconds.
 *
 * @param what         what died
 * @param plan         how the heap was collected
 * @param unlinkedMs   longest pause when the same objects die without links
 * @param collectionMs longest pause of the collector
 * @param linkWorkMs   the most that the phases for links took of one pause
 * @param drainMs      longest drain of the dealloc queue at a safepoint
 * @param addedMs      how much the longest of pause and drain is above the pause without links, or {@code linkWorkMs} if that is more: the
 *                     pauses of an incremental plan last as long as they may, with and without links
 * @param addedCpuMs   the same in processor time, which is less where others use the machine
 */
public record DeathRow(
        String what, String plan, Spread unlinkedMs, Spread collectionMs, Spread linkWorkMs, Spread drainMs, double addedMs, double addedCpuMs) {

    /** Of as many rounds with links as without. */
    public static DeathRow of(String what, String plan, List<Stops> linked, List<Stops> unlinked) {
        List<Times> with = linked.stream().map(Stops::wall).toList();
        List<Times> without = unlinked.stream().map(Stops::wall).toList();
        return new DeathRow(
                what, plan, spread(without, Times::pauseMs).rounded(), spread(with, Times::pauseMs).rounded(), spread(with, Times::linkWorkMs).rounded(),
                spread(with, Times::drainMs).rounded(), added(linked, unlinked, Stops::wall), added(linked, unlinked, Stops::cpu));
    }

    private static double added(List<Stops> linked, List<Stops> unlinked, Function<Stops, Times> clock) {
        List<Times> with = linked.stream().map(clock).toList();
        double longer = spread(with, Times::longestMs).median() - spread(unlinked.stream().map(clock).toList(), Times::pauseMs).median();
        return Json.rounded(Math.max(longer, spread(with, Times::linkWorkMs).median()));
    }

    private static Spread spread(List<Times> times, ToDoubleFunction<Times> which) {
        return Spread.of(times.stream().map(which::applyAsDouble).toList());
    }
}
