package io.mooring.capi;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.verify.Occasion;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A combination of collector and links that every border test must pass on.
 *
 * @param plan   name of the plan
 * @param aging  minor collections before promotion
 * @param links  table or dictionary
 * @param stress collect, and move everything, at every Nth allocation; 0 = only when needed
 */
record BorderSetting(String plan, int aging, LinkKind links, int stress) {
    private static final long MIB = 1L << 20;
    /** Room for the builtin types and a test; small, so that collections happen without stress too. */
    private static final long HEAP_BYTES = 64 * MIB;
    /** Small enough that a table of rows collects several times without stress. */
    private static final long NURSERY_BYTES = 256L << 10;
    private static final long ARENA_BYTES = 256 * MIB;

    /** All combinations without stress. */
    static Stream<BorderSetting> calm() {
        return with(0);
    }

    /** All combinations, collecting at every allocation. */
    static Stream<BorderSetting> stressed() {
        return with(1);
    }

    static Stream<BorderSetting> all() {
        return Stream.concat(calm(), stressed());
    }

    /** The default collector with the table, without stress: for tests in which the collector plays no part. */
    static BorderSetting usual() {
        return new BorderSetting("GenCopy", 0, LinkKind.TABLE, 0);
    }

    private static Stream<BorderSetting> with(int stress) {
        return Stream.of(LinkKind.values()).flatMap(links -> Stream.of(
                new BorderSetting("SemiSpace", 0, links, stress),
                new BorderSetting("GenCopy", 0, links, stress),
                new BorderSetting("GenCopy", 2, links, stress)));
    }

    HeapOptions heapOptions() {
        // at every allocation once is enough: what is right after a collection is right before the next
        Set<Occasion> always = stress == 0 ? EnumSet.allOf(Occasion.class) : EnumSet.of(Occasion.AFTER_COLLECTION);
        HeapOptions options = HeapOptions.defaults().withMaxHeap(HEAP_BYTES).withNursery(NURSERY_BYTES).withPlan(plan).withAging(aging);
        return options.withVerify(always).withStress(stress == 0 ? Stress.NONE : Stress.every(stress));
    }

    /** Options with output thrown away. */
    CApiOptions capiOptions() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return CApiOptions.defaults().withArena(ARENA_BYTES).withLinks(links).withStreams(new Streams(nowhere, nowhere));
    }

    @Override
    public String toString() {
        return plan + " aging " + aging + ", " + links.name().toLowerCase(java.util.Locale.ROOT) + (stress == 0 ? "" : ", stress " + stress);
    }
}
