package io.mooring.bench.demo;

import io.mooring.bench.ByteSize;
import io.mooring.bench.TextTable;
import io.mooring.bench.compile.Workshop;
import io.mooring.bench.demo.Fleet.Voyage;
import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The demonstration: compiles {@code harbour.c}, follows one list, then sends the fleet with each implementation of links. */
public final class Demo {
    /** Voyages of each kind that are not measured, and the most lists in them: after that the Java compiler has done its work. */
    private static final int WARM_UP_VOYAGES = 2;
    private static final int WARM_UP_LISTS = 500_000;
    /** C makes one object of its own for so many lists. */
    private static final int LISTS_PER_BUOY = 100;
    /** Voyages of each kind, in turn; the one of median length is shown. */
    private static final int VOYAGES = 5;

    private final HeapOptions options;
    private final int lists;
    private final int buoys;
    private final PrintWriter out;

    /** @param lists how many the fleet has */
    public Demo(HeapOptions options, int lists, PrintWriter out) {
        this.options = options;
        this.lists = lists;
        this.buoys = Math.max(1, lists / LISTS_PER_BUOY);
        this.out = out;
    }

    /** Runs and prints as it goes. */
    public void run() {
        try (Workshop workshop = new Workshop()) {
            Path module = workshop.extension(workshop.resource(Demo.class, "harbour.c"));
            out.println("harbour.so, a C extension like any other, meets a heap whose objects move (plan " + options.plan() + ", nursery "
                    + ByteSize.text(options.nurseryBytes()) + ").");
            out.println();
            out.println("1. One list. Nothing but C's reference count keeps it alive; C asks for it by the same pointer throughout.");
            out.println();
            try (Harbour harbour = Harbour.open(options, LinkKind.TABLE, module)) {
                harbour.run(new OneLife(harbour)::tell).forEach(line -> out.println("   " + line));
            }
            out.println();
            out.flush();
            fleets(module);
        }
    }

    private void fleets(Path module) {
        out.println("2. A fleet: %,d fresh lists are passed to C, which keeps one in %,d and lets the others go;".formatted(lists, Fleet.KEEP_EVERY));
        out.println("   then C makes %,d objects of its own. With Mooring's link table, and with a dictionary in its place (median of %d):".formatted(buoys, VOYAGES));
        out.println();
        out.flush();
        Map<LinkKind, List<Voyage>> voyages = new EnumMap<>(LinkKind.class);
        for (int i = 0; i < WARM_UP_VOYAGES + VOYAGES; i++) {
            for (LinkKind kind : LinkKind.values()) {
                Voyage voyage = voyage(module, kind, i < WARM_UP_VOYAGES ? Math.min(lists, WARM_UP_LISTS) : lists);
                if (i >= WARM_UP_VOYAGES) voyages.computeIfAbsent(kind, _ -> new ArrayList<>()).add(voyage);
            }
        }
        table(median(voyages.get(LinkKind.TABLE)), median(voyages.get(LinkKind.DICTIONARY))).lines().forEach(line -> out.println("   " + line));
        out.println();
        out.println("   A link ties an object that moves to a PyObject that does not. Making one is a store for the table and an insertion");
        out.println("   for the dictionary; the next collection meets it once. 'mooring links' measures that alone, 'mooring rows' calls.");
        out.flush();
    }

    private Voyage voyage(Path module, LinkKind kind, int size) {
        try (Harbour harbour = Harbour.open(options, kind, module)) {
            return harbour.run(() -> new Fleet(harbour).sail(size, buoys));
        }
    }

    private static Voyage median(List<Voyage> voyages) {
        return voyages.stream().sorted(Comparator.comparingLong(Voyage::nanos)).toList().get(voyages.size() / 2);
    }

    private TextTable table(Voyage withTable, Voyage withDictionary) {
        TextTable table = new TextTable("", "link table", "dictionary");
        BiConsumer<String, Function<Voyage, String>> row = (heading, cell) -> table.row(heading, cell.apply(withTable), cell.apply(withDictionary));
        row.accept("links made, one for each list", it -> number(it.made()));
        row.accept("  died young: the list and its PyObject, freed at once", it -> number(it.freedEarly()));
        row.accept("  kept by C, whose pointers stay where they are", it -> number(it.kept()));
        row.accept("    and reads through C as it was made", it -> number(it.intact()));
        row.accept("  died old: C let go, a major collection freed it", it -> number(it.freedLate()));
        row.accept("collections while the lists were passed", it -> number(it.collector().minorCollections() + it.collector().majorCollections()));
        row.accept("  objects moved in them", it -> number(it.collector().movedObjects()));
        row.accept("  time in them", it -> millis(it.collector().pauseMs() * 1e6));
        row.accept("time in all", it -> millis(it.nanos()));
        row.accept("  for each list", it -> "%.0f ns".formatted((double) it.nanos() / lists));
        row.accept("objects of C made, dropped, tp_dealloc ran", it -> number(it.sunk()));
        return table;
    }

    private static String number(long count) {
        return "%,d".formatted(count);
    }

    private static String millis(double nanos) {
        return "%.1f ms".formatted(nanos / 1e6);
    }
}
