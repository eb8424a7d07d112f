package io.mooring.gc;

import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.stream.Stream;

/** The heaps on which every contract runs: each plan, each age of promotion, each kind of remembered set, with and without stress. */
record HeapKind(String name, HeapOptions options) {
    /** Bytes of the heaps: small, so that collections come often, and large objects begin at one KiB. */
    static final long MAX_HEAP = 4 << 20;

    /** Names a plan of another jar, which is then the only one: so that jar runs these contracts on its own plan. */
    private static final String FOREIGN_PLAN = System.getProperty("mooring.foreign.plan");

    /** All of them. */
    static Stream<HeapKind> all() {
        return FOREIGN_PLAN == null ? Stream.concat(collecting(), Stream.of(calm("NoGC 0"))) : collecting();
    }

    /** Those whose plans free what is dead. */
    static Stream<HeapKind> collecting() {
        return plans().flatMap(HeapKind::allStresses);
    }

    /** Where every collection is a major one, it does not matter what is remembered. */
    private static Stream<HeapKind> allStresses(String plan) {
        HeapKind calm = calm(plan);
        Stream<HeapKind> minor = Stream.of(calm, stressed(plan, 2, false));
        return calm.options.remembering() == Remembering.OBJECTS ? Stream.concat(minor, Stream.of(stressed(plan, 1, true), protecting(plan))) : minor;
    }

    private static Stream<String> plans() {
        if (FOREIGN_PLAN != null) return Stream.of(FOREIGN_PLAN + " 0");
        if (SlotWord.TAGGED) return Stream.of("Poisoned 0", "Poisoned 1", "Poisoned 1 FIELDS", "Poisoned 1 CARDS", "SemiSpace 0", "MarkCompact 0", "GenMS 2", "Incremental 0", "Immix 0", "StickyImmix 0", "Recorder 0");
        return Stream.of("SemiSpace 0", "MarkCompact 0", "GenCopy 0", "GenCopy 1", "GenCopy 3", "GenCopy 0 FIELDS", "GenCopy 1 FIELDS", "GenCopy 3 FIELDS", "GenCopy 0 CARDS", "GenCopy 1 CARDS",
                "GenCopy 3 CARDS", "GenMS 0", "GenMS 2", "GenMS 0 FIELDS", "GenMS 2 FIELDS", "GenMS 0 CARDS", "GenMS 2 CARDS", "Incremental 0", "Incremental 2", "Immix 0", "StickyImmix 0", "Zealot 0", "Recorder 0");
    }

    /** Whether collections come when they are needed only. */
    boolean isCalm() {
        return !options.stress().countsAllocations() && isCalm(Plans.named(options.plan()));
    }

    /** Whether the plan collects when that is needed only. */
    static boolean isCalm(PlanFactory plan) {
        return !plan.refine(HeapOptions.defaults()).stress().countsAllocations();
    }

    private static HeapOptions base(String plan) {
        String[] words = plan.split(" ");
        Remembering remembering = words.length == 2 ? Remembering.OBJECTS : Remembering.valueOf(words[2]);
        return HeapOptions.small(MAX_HEAP).withPlan(words[0]).withAging(Integer.parseInt(words[1])).withRemembering(remembering).withNursery(64 << 10).withLarge(2 << 10);
    }

    private static HeapKind calm(String plan) {
        return new HeapKind(plan, base(plan));
    }

    private static HeapKind stressed(String plan, int everyNth, boolean moveEverything) {
        HeapOptions options = base(plan).withStress(new Stress(everyNth, moveEverything, true, false)).withVerify(EnumSet.allOf(Occasion.class));
        return new HeapKind(plan + ", stress " + everyNth + (moveEverything ? " moving everything" : ""), options);
    }

    /** What is left is forbidden instead of poisoned. */
    private static HeapKind protecting(String plan) {
        return new HeapKind(plan + ", stress 2 protecting", base(plan).withStress(new Stress(2, false, false, true)).withVerify(EnumSet.allOf(Occasion.class)));
    }

    @Override
    public String toString() {
        return name;
    }
}
