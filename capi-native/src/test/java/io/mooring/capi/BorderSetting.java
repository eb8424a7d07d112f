package io.mooring.capi;

import io.mooring.capi.CApiOptions.LinkKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.verify.Occasion;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** Collecting at every allocation, at every fifth where that would take too long on all plans, or only when needed. */
    private static final int STRESSED = 1;
    private static final int STRESSED_AT_TIMES = 5;
    private static final int CALM = 0;

    /** Set where a run of everything would take too long, as under AddressSanitizer: of all combinations, only {@link #FEW}. */
    static final String FEW_PROPERTY = "mooring.border.few";

    /** Both kinds of links, calm and under stress, copying and in steps. */
    private static final Set<BorderSetting> FEW = Set.of(
            new BorderSetting("GenCopy", 0, LinkKind.DICTIONARY, CALM),
            new BorderSetting("GenCopy", 2, LinkKind.TABLE, STRESSED_AT_TIMES),
            new BorderSetting("Incremental", 0, LinkKind.TABLE, STRESSED_AT_TIMES));

    /** All combinations without stress, on every plan. */
    static Stream<BorderSetting> calm() {
        return all().filter(setting -> setting.stress == CALM);
    }

    /** What every scenario must pass on. */
    static Stream<BorderSetting> all() {
        return Stream.concat(thorough(), brief());
    }

    private static boolean isWanted(BorderSetting setting) {
        return !areFew() || FEW.contains(setting);
    }

    /** Whether a run of everything would take too long here. */
    static boolean areFew() {
        return Boolean.getBoolean(FEW_PROPERTY);
    }

    /** The two plans on which everything runs: each kind of links with and without stress, though not on every age of promotion. */
    static Stream<BorderSetting> thorough() {
        return allThorough().filter(BorderSetting::isWanted);
    }

    private static Stream<BorderSetting> allThorough() {
        Stream<BorderSetting> calm = Stream.of(LinkKind.values()).flatMap(links -> Stream.of(
                new BorderSetting("SemiSpace", 0, links, CALM),
                new BorderSetting("GenCopy", 0, links, CALM),
                new BorderSetting("GenCopy", 2, links, CALM)));
        return Stream.concat(calm, Stream.of(
                new BorderSetting("SemiSpace", 0, LinkKind.TABLE, STRESSED),
                new BorderSetting("GenCopy", 0, LinkKind.DICTIONARY, STRESSED),
                new BorderSetting("GenCopy", 2, LinkKind.TABLE, STRESSED_AT_TIMES)));
    }

    /**
     * Every other plan that collects when it must, those of other jars included: calm with one kind of links, under some stress with the other. Those that
     * collect at every allocation anyway are left out: SemiSpace under stress does the same.
     */
    static Stream<BorderSetting> brief() {
        Set<String> known = allThorough().map(BorderSetting::plan).collect(Collectors.toSet());
        return Plans.all().stream()
                .filter(factory -> factory.traits().collects() && !known.contains(factory.name()) && !insistsOnStress(factory))
                .flatMap(factory -> Stream.of(
                        new BorderSetting(factory.name(), 0, LinkKind.DICTIONARY, CALM),
                        new BorderSetting(factory.name(), 0, LinkKind.TABLE, STRESSED_AT_TIMES)))
                .filter(BorderSetting::isWanted);
    }

    /** Whether the plan collects at every allocation, whatever it is asked for. */
    private static boolean insistsOnStress(PlanFactory factory) {
        return factory.refine(HeapOptions.defaults()).stress().countsAllocations();
    }

    /** The default collector with the table, without stress: for tests in which the collector plays no part. */
    static BorderSetting usual() {
        return new BorderSetting("GenCopy", 0, LinkKind.TABLE, CALM);
    }

    HeapOptions heapOptions() {
        // at every allocation once is enough: what is right after a collection is right before the next
        Set<Occasion> always = stress == CALM ? EnumSet.allOf(Occasion.class) : EnumSet.of(Occasion.AFTER_COLLECTION);
        HeapOptions options = HeapOptions.defaults().withMaxHeap(HEAP_BYTES).withNursery(NURSERY_BYTES).withPlan(plan).withAging(aging);
        return options.withVerify(always).withStress(stress == CALM ? Stress.NONE : stresses());
    }

    /** A plan that collects in steps is to take them, one object at a time; a whole collection would leave none. */
    private Stress stresses() {
        return Plans.named(plan).traits().incremental() ? new Stress(stress, false, true, false) : Stress.every(stress);
    }

    /** Options with output thrown away. */
    CApiOptions capiOptions() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return CApiOptions.defaults().withArena(ARENA_BYTES).withLinks(links).withStreams(new Streams(nowhere, nowhere));
    }

    @Override
    public String toString() {
        return plan + " aging " + aging + ", " + links.name().toLowerCase(java.util.Locale.ROOT) + (stress == CALM ? "" : ", stress " + stress);
    }
}
