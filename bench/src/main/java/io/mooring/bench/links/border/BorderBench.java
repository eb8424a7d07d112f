package io.mooring.bench.links.border;

import io.mooring.bench.Spread;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.links.DeathRow;
import io.mooring.bench.links.Turns;
import io.mooring.bench.links.StopWatch.Stops;
import io.mooring.bench.links.border.BorderDeaths.Kind;
import io.mooring.bench.links.border.LongSequences.MacroSequences;
import io.mooring.bench.links.border.LongSequences.Sequences;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured over the real border: values, new objects, long sequences, and many deaths at once. */
public final class BorderBench {
    /** The first compiles, the second runs what was compiled. */
    private static final int WARM_UP_ROUNDS = 2;
    /** Most values or new objects of a measurement: a tenth of a second. */
    private static final int MOST_PASSED = 2_000_000;

    private BorderBench() {}

    /**
     * Values, new objects and sequences.
     *
     * @param passedIntEntries   links made for each int passed
     * @param passedFloatEntries links made for each float passed
     * @param newObjectNs        nanoseconds of a new object passed and dead, all costs, by kind
     * @param sequences          long lists and tuples passed to a module built with our header
     * @param macroSequences     the same, passed to one that reads items by CPython's macros
     */
    public record Border(
            double passedIntEntries, double passedFloatEntries, Map<String, Spread> newObjectNs, Sequences sequences, MacroSequences macroSequences) {
        /** The kind that other systems measure: an instance of a class. */
        public Spread newObject() {
            return newObjectNs.get(NewObjects.Kind.INSTANCE.label());
        }

        public Spread getItemFirstNs() {
            return sequences.getItemFirstNs();
        }

        public Spread listLoopRatio() {
            return sequences.listLoopRatio();
        }

        public Spread tuplePassMs() {
            return sequences.tuplePassMs();
        }

        public Spread tuplePassLazyNs() {
            return sequences.tuplePassLazyNs();
        }

        public Border rounded() {
            Map<String, Spread> rounded = new LinkedHashMap<>();
            newObjectNs.forEach((kind, spread) -> rounded.put(kind, spread.rounded()));
            return new Border(passedIntEntries, passedFloatEntries, rounded, sequences.rounded(), macroSequences.rounded());
        }
    }

    /** Passes {@code passed} new objects per measurement, and sequences of {@code items}. */
    public static Border passing(HeapOptions options, int passed, int items, int rounds) {
        try (Workshop workshop = new Workshop()) {
            Map<String, Spread> nanos = new LinkedHashMap<>();
            double ints;
            double floats;
            Sequences sequences;
            try (BorderProgram program = BorderProgram.open(options, LinkKind.TABLE, BorderProgram.compile(workshop));
                    NewObjects objects = new NewObjects(program)) {
                int count = Math.min(passed, MOST_PASSED);
                List<NewObjects.Kind> kinds = List.of(NewObjects.Kind.values());
                Turns turns = Turns.take(kind -> objects.nanosPerObject(kind, count), kinds, WARM_UP_ROUNDS, rounds);
                for (NewObjects.Kind kind : kinds) nanos.put(kind.label(), turns.of(kind.ordinal()));
                ints = PassedValues.entriesPerInt(program, count);
                floats = PassedValues.entriesPerFloat(program, count);
                sequences = new LongSequences(program, items).measure(rounds);
            }
            try (BorderProgram program = BorderProgram.open(options, LinkKind.TABLE, BorderProgram.compileMacroReader(workshop))) {
                return new Border(ints, floats, nanos, sequences, new LongSequences(program, items).measureMacros(rounds));
            }
        }
    }

    /** Nanoseconds of an object passed and dead, a figure for each round. */
    public record Sides(List<Double> table, List<Double> dictionary) {}

    /** New objects with the table and with the dictionary, in sessions that are opened in turn, since there can be one at a time. */
    public static Map<NewObjects.Kind, Sides> newObjects(HeapOptions options, Workshop workshop, int count, int rounds) {
        Path module = BorderProgram.compile(workshop);
        Map<NewObjects.Kind, Sides> measured = new EnumMap<>(NewObjects.Kind.class);
        for (NewObjects.Kind kind : NewObjects.Kind.values()) {
            if (kind.isPassed()) measured.put(kind, new Sides(new ArrayList<>(), new ArrayList<>()));
        }
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            for (LinkKind links : LinkKind.values()) {
                boolean counts = round >= WARM_UP_ROUNDS;
                try (BorderProgram program = BorderProgram.open(options, links, module); NewObjects objects = new NewObjects(program)) {
                    measured.forEach((kind, sides) -> {
                        objects.nanosPerObject(kind, count);
                        double nanos = objects.nanosPerObject(kind, count);
                        if (counts) (links == LinkKind.TABLE ? sides.table() : sides.dictionary()).add(nanos);
                    });
                }
            }
        }
        return measured;
    }

    /** Kills {@code count} objects at once, of each kind. */
    public static List<DeathRow> deaths(HeapOptions options, int count, int warmUps, int rounds) {
        try (Workshop workshop = new Workshop()) {
            Path module = BorderProgram.compile(workshop);
            try (BorderProgram program = BorderProgram.open(options, LinkKind.TABLE, module)) {
                BorderDeaths deaths = new BorderDeaths(program, count);
                List<DeathRow> rows = new ArrayList<>();
                for (Kind kind : Kind.values()) rows.add(row(deaths, kind, options.plan(), warmUps, rounds));
                return rows;
            }
        }
    }

    private static DeathRow row(BorderDeaths deaths, Kind kind, String plan, int warmUps, int rounds) {
        List<Stops> linked = new ArrayList<>();
        List<Stops> unlinked = new ArrayList<>();
        for (int round = 0; round < warmUps + rounds; round++) {
            Stops without = deaths.stops(kind, false);
            Stops with = deaths.stops(kind, true);
            if (round < warmUps) continue;
            unlinked.add(without);
            linked.add(with);
        }
        return DeathRow.of(kind.label(), plan, linked, unlinked);
    }
}
