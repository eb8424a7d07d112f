package io.mooring.bench.links.border;

import io.mooring.bench.Spread;
import io.mooring.bench.links.ProcessorTime;
import io.mooring.gc.CollectionKind;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Long lists of floats and long tuples of ints on their first way to C. */
public final class LongSequences {
    /** Above the ints that C has ready-made. */
    private static final int FIRST = 1000;
    /** Items of the short sequences that warm up, and how many there are: after that the code is compiled. */
    private static final int SHORT = 64;
    private static final int WARM_UPS = 20_000;
    /** Items of the long tuples that warm up: their mirrors get pages of their own, as those of all longer ones. */
    private static final int PAGES_OF_ITS_OWN = 8192;
    /** Long lists or tuples that C meets in a row, each timed by itself: the first finds neither code nor data in the cache, for what made them drove both out. */
    private static final int IN_A_ROW = 7;
    /** Short ones that go to C before them: enough to have the code at hand, too few to make it tidy up. */
    private static final int FRESH = 8;
    private static final int LOOPS = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    private final BorderProgram program;
    private final ObjSpace space;
    private final int items;

    LongSequences(BorderProgram program, int items) {
        this.program = program;
        this.space = program.space();
        this.items = items;
    }

    /**
     * What happened to them: medians of the rounds, with range.
     *
     * @param getItemFirstNs  the first PyList_GetItem on a list that was never passed, above a call with such a list that reads nothing
     * @param listLoopRatio   time of Java's own loop over the list, after the read over before
     * @param tuplePassMs     passing a tuple, all items read by C through PyTuple_GET_ITEM
     * @param tuplePassLazyNs passing a tuple, no item read, the call included
     */
    public record Sequences(Spread getItemFirstNs, Spread listLoopRatio, Spread tuplePassMs, Spread tuplePassLazyNs) {
        Sequences rounded() {
            return new Sequences(getItemFirstNs.rounded(), listLoopRatio.rounded(), tuplePassMs.rounded(), tuplePassLazyNs.rounded());
        }
    }

    /**
     * The same with a module that reads items by CPython's macros, for which they are there before it runs.
     *
     * @param listPassMs    the first time that a list is passed
     * @param listLoopRatio time of Java's own loop over the list, after that over before
     * @param tupleFillMs   passing a tuple, which fills it; no item read
     * @param tuplePassMs   the same, and all items read
     */
    public record MacroSequences(Spread listPassMs, Spread listLoopRatio, Spread tupleFillMs, Spread tuplePassMs) {
        MacroSequences rounded() {
            return new MacroSequences(listPassMs.rounded(), listLoopRatio.rounded(), tupleFillMs.rounded(), tuplePassMs.rounded());
        }
    }

    /** To be called if a module with CPython's macros is loaded. */
    MacroSequences measureMacros(int rounds) {
        return program.run(() -> {
            warmUp();
            List<Double> passes = new ArrayList<>();
            List<Double> loops = new ArrayList<>();
            List<Double> fills = new ArrayList<>();
            List<Double> tuples = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                readList(passes, loops);
                fills.add(fillTuple(items) / NANOS_PER_MILLI);
                collect();
                tuples.add(readTuple(items) / NANOS_PER_MILLI);
                collect();
            }
            return new MacroSequences(Spread.of(passes), Spread.of(loops), Spread.of(fills), Spread.of(tuples));
        });
    }

    /** To be called if all modules are built with our header. */
    Sequences measure(int rounds) {
        return program.run(() -> {
            warmUp();
            List<Double> reads = new ArrayList<>();
            List<Double> loops = new ArrayList<>();
            List<Double> filled = new ArrayList<>();
            List<Double> lazy = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                readFresh(reads);
                readList(new ArrayList<>(), loops);
                filled.add(readTuple(items) / NANOS_PER_MILLI);
                collect();
                passTuplesLazily(lazy);
                collect();
            }
            return new Sequences(Spread.of(reads), Spread.of(loops), Spread.of(filled), Spread.of(lazy));
        });
    }

    private void warmUp() {
        try (HandleScope scope = program.heap().scope()) {
            long hInts = scope.root(ints(1 + PAGES_OF_ITS_OWN));
            for (int i = 0; i < WARM_UPS; i++) warmUp(hInts);
            long hList = scope.root(floats(items));
            for (int i = 0; i < SHORT; i++) loop(hList, scope);
        }
    }

    /** Once each; the long tuple is a slice, because its items are to be had at once: it is new to C all the same. */
    private void warmUp(@Slot long hInts) {
        readTuple(SHORT);
        try (HandleScope scope = program.heap().scope()) {
            passEach(scope, newTuples(scope, 1, SHORT));
            passEach(scope, new long[] {scope.root(space.tuples.slice(scope.get(hInts), 1, 1 + PAGES_OF_ITS_OWN))});
            passEach(scope, newLists(scope, 1, 1));
            readEach(scope, newLists(scope, 1, 1));
        }
    }

    private void collect() {
        program.heap().collect(CollectionKind.MAJOR);
        program.session().capi().drain();
    }

    // ---- lists --------------------------------------------------------------------------------------------------------------------------

    /** Nanoseconds of a read of a list that C meets for the first time, above a call with such a list that reads nothing. */
    private void readFresh(List<Double> reads) {
        for (boolean readFirst : List.of(true, false)) readFresh(reads, readFirst);
    }

    /** Either goes first: who comes second finds more of the code in the cache. */
    private void readFresh(List<Double> reads, boolean readFirst) {
        try (HandleScope scope = program.heap().scope()) {
            long[] read = newLists(scope, IN_A_ROW, items);
            long[] passed = newLists(scope, IN_A_ROW, items);
            for (int i = 0; i < FRESH; i++) {
                program.nothing(floats(1));
                program.firstItem(floats(1));
            }
            program.session().capi().drain();
            List<Double> readings = readFirst ? readEach(scope, read) : List.of();
            double passing = Spread.of(passEach(scope, passed)).median();
            if (!readFirst) readings = readEach(scope, read);
            for (double reading : readings) reads.add(reading - passing);
        }
        collect();
    }

    private List<Double> readEach(HandleScope scope, @Slot long[] lists) {
        List<Double> nanos = new ArrayList<>();
        for (long hList : lists) {
            long start = System.nanoTime();
            program.firstItem(scope.get(hList));
            nanos.add((double) (System.nanoTime() - start));
        }
        return nanos;
    }

    /** On the wall, since reading the processor's clock takes as long as a call may. */
    private List<Double> passEach(HandleScope scope, @Slot long[] sequences) {
        List<Double> nanos = new ArrayList<>();
        for (long hSequence : sequences) {
            long start = System.nanoTime();
            program.nothing(scope.get(hSequence));
            nanos.add((double) (System.nanoTime() - start));
        }
        return nanos;
    }

    private @Slot long[] newLists(HandleScope scope, int count, int length) {
        return LongStream.range(0, count).map(_ -> scope.root(floats(length))).toArray();
    }

    /** Java loops over a list, passes it to C, which reads it, and loops again. */
    private void readList(List<Double> passes, List<Double> loops) {
        try (HandleScope scope = program.heap().scope()) {
            long hList = scope.root(floats(items));
            long before = shortestLoop(hList, scope);
            long start = ProcessorTime.nanos();
            program.firstItem(scope.get(hList));
            passes.add((ProcessorTime.nanos() - start) / NANOS_PER_MILLI);
            loops.add(shortestLoop(hList, scope) / (double) before);
        }
        collect();
    }

    private @Ref long floats(int length) {
        try (HandleScope scope = program.heap().scope()) {
            long hList = scope.root(space.newList());
            for (int i = 0; i < length; i++) {
                long w_item = space.newFloat(i);
                space.lists.append(scope.get(hList), w_item);
            }
            return scope.get(hList);
        }
    }

    /** The shortest of a few loops: what disturbs one can only make it longer. */
    private long shortestLoop(@Slot long hList, HandleScope scope) {
        return LongStream.range(0, LOOPS).map(_ -> loop(hList, scope)).min().orElseThrow();
    }

    /** Nanoseconds to add up the items, one by one. */
    private long loop(@Slot long hList, HandleScope scope) {
        long start = ProcessorTime.nanos();
        double sum = 0;
        long count = space.len(scope.get(hList));
        for (long i = 0; i < count; i++) sum += space.asDouble(space.getitemAt(scope.get(hList), i));
        long nanos = ProcessorTime.nanos() - start;
        double expected = count * (count - 1) / 2.0;
        if (sum != expected) throw new IllegalStateException("the floats from 0 to " + (count - 1) + " add up to " + sum + ", expected " + expected);
        return nanos;
    }

    // ---- tuples -------------------------------------------------------------------------------------------------------------------------

    /** Processor nanoseconds to pass a fresh tuple of ints to C, where a module has CPython's macros: it crosses with all its items, of which none is read. */
    private double fillTuple(int length) {
        try (HandleScope scope = program.heap().scope()) {
            long hTuple = scope.root(ints(length));
            program.session().capi().drain();
            long start = ProcessorTime.nanos();
            program.nothing(scope.get(hTuple));
            return ProcessorTime.nanos() - start;
        }
    }

    /** Processor nanoseconds to pass a fresh tuple of ints to C, which reads all its items. */
    private double readTuple(int length) {
        try (HandleScope scope = program.heap().scope()) {
            long hTuple = scope.root(ints(length));
            program.session().capi().drain();
            long start = ProcessorTime.nanos();
            long touched = program.touchAll(scope.get(hTuple));
            long nanos = ProcessorTime.nanos() - start;
            if (touched != length) throw new IllegalStateException("C found " + touched + " items in a tuple of " + length);
            return nanos;
        }
    }

    /** Nanoseconds to pass fresh ones to C, which reads no item. */
    private void passTuplesLazily(List<Double> lazy) {
        try (HandleScope scope = program.heap().scope()) {
            long[] tuples = newTuples(scope, IN_A_ROW, items);
            for (int i = 0; i < FRESH; i++) program.nothing(ints(SHORT));
            program.session().capi().drain();
            lazy.addAll(passEach(scope, tuples));
        }
    }

    private @Slot long[] newTuples(HandleScope scope, int count, int length) {
        return LongStream.range(0, count).map(_ -> scope.root(ints(length))).toArray();
    }

    private @Ref long ints(int length) {
        long w_tuple = space.tuples.allocate(length);
        for (int i = 0; i < length; i++) space.tuples.set(w_tuple, i, Immediate.of(FIRST + i));
        return w_tuple;
    }
}
