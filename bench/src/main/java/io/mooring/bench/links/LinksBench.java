package io.mooring.bench.links;

import io.mooring.bench.Json;
import io.mooring.bench.Spread;
import io.mooring.bench.links.MassDeath.Death;
import io.mooring.bench.links.StopWatch.Stops;
import io.mooring.bench.links.YoungLinks.Tie;
import io.mooring.bench.links.border.BorderBench;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What links cost, in one run: the table against the dictionary on the same heap with the same arena and program, then the table against
 * heaps without links, then objects that cross the real border. Rounds in turn, medians.
 */
public final class LinksBench {
    /** The first compiles, the second runs what was compiled; from the third on the numbers stand. */
    private static final int WARM_UP_ROUNDS = 2;

    private final HeapOptions options;
    private final LinkScale scale;
    private final Set<LinkFigure> figures;

    /** {@code figures}: which are measured; the others are null in the report. */
    public LinksBench(HeapOptions options, LinkScale scale, Set<LinkFigure> figures) {
        this.options = options;
        this.scale = scale;
        this.figures = EnumSet.copyOf(figures);
    }

    /**
     * Links that die young; nanoseconds per link, all costs counted.
     *
     * @param unlinkedNs       object and PyObject without a link, the PyObject living as long as the object
     * @param unlinkedAtOnceNs the same, the PyObject's block given back at once: it never leaves the cache
     * @param tableShareNs     what the table adds to {@code unlinkedNs} of the same round
     * @param dictionaryShareNs what the dictionary adds
     */
    record Young(
            Spread tableNs, Spread dictionaryNs, Spread unlinkedNs, Spread unlinkedAtOnceNs, Spread tableShareNs, Spread dictionaryShareNs,
            double tableJavaBytes, double dictionaryJavaBytes) {}

    /** Live links: lookups and major collections of both, and a major collection of the same objects without links. */
    record Live(Lookups table, Lookups dictionary, Spread unlinkedMajorMs) {
        record Lookups(Spread fromObjNs, Spread toObjNs, Spread fromObjFarNs, Spread toObjFarNs, Spread majorMs, double bytesPerLink) {}
    }

    /** Runs what was asked for, one after the other. */
    public LinksReport run() {
        Young young = figures.contains(LinkFigure.YOUNG) ? young() : null;
        Live live = figures.contains(LinkFigure.LIVE) ? live() : null;
        List<DeathRow> deaths = figures.contains(LinkFigure.KILL) ? deaths() : null;
        IncrementalSteps.Steps steps = figures.contains(LinkFigure.STEPS) ? IncrementalSteps.measure(options, scale.live(), 1, scale.killRounds()) : null;
        BorderBench.Border border = figures.contains(LinkFigure.BORDER) ? BorderBench.passing(options, scale.young(), scale.live(), scale.rounds()) : null;
        return LinksReport.of(young, live, deaths, steps, border, new LinksReport.Run(
                options.plan(), scale.young(), scale.live(), scale.rounds(), figures.stream().map(LinkFigure::label).toList()));
    }

    private Young young() {
        try (YoungLinks table = new YoungLinks(options, Tie.TABLE, scale.young());
                YoungLinks dictionary = new YoungLinks(options, Tie.DICTIONARY, scale.young());
                YoungLinks none = new YoungLinks(options, Tie.NONE, scale.young());
                YoungLinks noneAtAll = new YoungLinks(options, Tie.NONE_AT_ALL, scale.young())) {
            Turns turns = Turns.take(YoungLinks::nanosPerLink, List.of(table, dictionary, none, noneAtAll), WARM_UP_ROUNDS, scale.rounds());
            return new Young(
                    turns.of(0).rounded(), turns.of(1).rounded(), turns.of(2).rounded(), turns.of(3).rounded(), turns.above(0, 2).rounded(), turns.above(1, 2).rounded(),
                    Json.rounded(table.javaBytesPerLink()), Json.rounded(dictionary.javaBytesPerLink()));
        }
    }

    private Live live() {
        try (LiveLinks table = new LiveLinks(options, LinkKind.TABLE, scale.live(), true);
                LiveLinks dictionary = new LiveLinks(options, LinkKind.DICTIONARY, scale.live(), true);
                LiveLinks unlinked = new LiveLinks(options, LinkKind.TABLE, scale.live(), false)) {
            List<LiveLinks> both = List.of(table, dictionary);
            Turns fromObj = Turns.take(LiveLinks::fromObjNearNanos, both, WARM_UP_ROUNDS, scale.rounds());
            Turns toObj = Turns.take(LiveLinks::toObjNearNanos, both, WARM_UP_ROUNDS, scale.rounds());
            Turns fromObjFar = Turns.take(LiveLinks::fromObjFarNanos, both, WARM_UP_ROUNDS, scale.rounds());
            Turns toObjFar = Turns.take(LiveLinks::toObjFarNanos, both, WARM_UP_ROUNDS, scale.rounds());
            Turns major = Turns.take(LiveLinks::majorMillis, List.of(table, dictionary, unlinked), WARM_UP_ROUNDS, scale.rounds());
            List<Live.Lookups> lookups = new ArrayList<>();
            for (int i = 0; i < both.size(); i++) {
                lookups.add(new Live.Lookups(
                        fromObj.of(i).rounded(), toObj.of(i).rounded(), fromObjFar.of(i).rounded(), toObjFar.of(i).rounded(), major.of(i).rounded(),
                        Json.rounded(both.get(i).bytesPerLink())));
            }
            return new Live(lookups.getFirst(), lookups.getLast(), major.of(2).rounded());
        }
    }

    /** On the plan that was asked for and on the incremental one, without C and with it. */
    private List<DeathRow> deaths() {
        List<DeathRow> rows = new ArrayList<>();
        List<HeapOptions> heaps = Stream.of(options.plan(), IncrementalSteps.PLAN).distinct().map(options::withPlan).toList();
        for (HeapOptions heap : heaps) {
            rows.addAll(deathsWithoutC(heap));
            rows.addAll(BorderBench.deaths(heap, scale.live(), 1, scale.killRounds()));
        }
        return rows;
    }

    private List<DeathRow> deathsWithoutC(HeapOptions heap) {
        List<MassDeath> subjects = Stream.of(Death.values()).map(death -> new MassDeath(heap, death, scale.live())).toList();
        List<List<Stops>> stops = Stream.of(Death.values()).<List<Stops>>map(_ -> new ArrayList<>()).toList();
        for (int round = 0; round < 1 + scale.killRounds(); round++) {
            for (Death death : Death.values()) {
                Stops measured = subjects.get(death.ordinal()).stops();
                if (round >= 1) stops.get(death.ordinal()).add(measured);
            }
        }
        List<Stops> unlinked = stops.get(Death.UNLINKED.ordinal());
        return List.of(
                DeathRow.of("light link, without C", heap.plan(), stops.get(Death.LIGHT.ordinal()), unlinked),
                DeathRow.of("link with tp_dealloc, without C", heap.plan(), stops.get(Death.QUEUED.ordinal()), unlinked));
    }
}
