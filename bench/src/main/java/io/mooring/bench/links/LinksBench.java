package io.mooring.bench.links;

import io.mooring.bench.Spread;
import io.mooring.bench.links.LinksReport.Measured;
import io.mooring.bench.links.LinksReport.Run;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The table against the dictionary in one run: same heap, same arena, same program, rounds in turn, medians.
 *
 * <pre>
 *   young   make links that die in the next minor collection
 *   live    a heap full of linked objects: major collections, and finding the other end in both directions
 * </pre>
 */
public final class LinksBench {
    /** The first compiles, the second runs what was compiled; from the third on the numbers stand. */
    private static final int WARM_UP_ROUNDS = 2;

    private final HeapOptions options;
    private final int young;
    private final int live;
    private final int rounds;

    /**
     * @param young  links per measurement that die young
     * @param live   links that stay
     * @param rounds measurements per number, after those that warm up
     */
    public LinksBench(HeapOptions options, int young, int live, int rounds) {
        this.options = options;
        this.young = young;
        this.live = live;
        this.rounds = rounds;
    }

    /** Runs both parts. */
    public LinksReport run() {
        try (YoungLinks youngTable = new YoungLinks(options, LinkKind.TABLE, young);
                YoungLinks youngDictionary = new YoungLinks(options, LinkKind.DICTIONARY, young);
                LiveLinks liveTable = new LiveLinks(options, LinkKind.TABLE, live, true);
                LiveLinks liveDictionary = new LiveLinks(options, LinkKind.DICTIONARY, live, true);
                LiveLinks unlinked = new LiveLinks(options, LinkKind.TABLE, live, false)) {
            List<Spread> made = inTurn(YoungLinks::nanosPerLink, List.of(youngTable, youngDictionary));
            List<Spread> fromObj = inTurn(LiveLinks::fromObjNearNanos, List.of(liveTable, liveDictionary));
            List<Spread> toObj = inTurn(LiveLinks::toObjNearNanos, List.of(liveTable, liveDictionary));
            List<Spread> fromObjFar = inTurn(LiveLinks::fromObjFarNanos, List.of(liveTable, liveDictionary));
            List<Spread> toObjFar = inTurn(LiveLinks::toObjFarNanos, List.of(liveTable, liveDictionary));
            List<Spread> major = inTurn(LiveLinks::majorMillis, List.of(liveTable, liveDictionary, unlinked));
            Measured table = new Measured(
                    made.get(0), fromObj.get(0), toObj.get(0), fromObjFar.get(0), toObjFar.get(0), major.get(0),
                    liveTable.bytesPerLink(), youngTable.javaBytesPerLink());
            Measured dictionary = new Measured(
                    made.get(1), fromObj.get(1), toObj.get(1), fromObjFar.get(1), toObjFar.get(1), major.get(1),
                    liveDictionary.bytesPerLink(), youngDictionary.javaBytesPerLink());
            return LinksReport.of(table, dictionary, major.get(2), new Run(options.plan(), young, live, rounds));
        }
    }

    /** Measures each subject in turn, round by round, after those that warm up. */
    private <T> List<Spread> inTurn(ToDoubleFunction<T> measurement, List<T> subjects) {
        List<List<Double>> measured = subjects.stream().<List<Double>>map(_ -> new ArrayList<>()).toList();
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                double value = measurement.applyAsDouble(subjects.get(i));
                if (round >= WARM_UP_ROUNDS) measured.get(i).add(value);
            }
        }
        return measured.stream().map(Spread::of).toList();
    }
}
