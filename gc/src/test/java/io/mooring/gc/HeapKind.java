package io.mooring.gc;

import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.stream.Stream;

/** The heaps on which every contract runs: each plan, each age of promotion, with and without stress. */
record HeapKind(String name, HeapOptions options) {
    /** Bytes of the heaps: small, so that collections come often, and large objects begin at one KiB. */
    static final long MAX_HEAP = 4 << 20;

    /** All of them. */
    static Stream<HeapKind> all() {
        return Stream.concat(collecting(), Stream.of(calm("NoGC 0")));
    }

    /** Those whose plans free what is dead. */
    static Stream<HeapKind> collecting() {
        return Stream.of("SemiSpace 0", "MarkCompact 0", "GenCopy 0", "GenCopy 1", "GenCopy 3", "GenMS 0", "GenMS 2").flatMap(plan -> Stream.of(calm(plan), stressed(plan, 1, true), stressed(plan, 2, false)));
    }

    private static HeapOptions base(String plan) {
        String[] words = plan.split(" ");
        return HeapOptions.small(MAX_HEAP).withPlan(words[0]).withAging(Integer.parseInt(words[1])).withNursery(64 << 10).withLarge(2 << 10);
    }

    private static HeapKind calm(String plan) {
        return new HeapKind(plan, base(plan));
    }

    private static HeapKind stressed(String plan, int everyNth, boolean moveEverything) {
        HeapOptions options = base(plan).withStress(new Stress(everyNth, moveEverything, true, false)).withVerify(EnumSet.allOf(Occasion.class));
        return new HeapKind(plan + ", stress " + everyNth + (moveEverything ? " moving everything" : ""), options);
    }

    @Override
    public String toString() {
        return name;
    }
}
