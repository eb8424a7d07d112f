package io.mooring.properties;

import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.verify.Occasion;
import io.mooring.rawrefcount.LinkDictionary;
import io.mooring.rawrefcount.LinkTable;
import io.mooring.rawrefcount.Links;
import io.mooring.rawrefcount.PyObjectMemory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** One way to build a heap with links: every script runs on all of them. */
record HeapConfiguration(String name, HeapOptions options, BiFunction<PyObjectMemory, Heap, Links> links) {
    private static final long MAX_HEAP = 1 << 20;
    private static final long NURSERY = 16 << 10;
    /** Objects of more bytes than this do not move: low, so that scripts make large ones often. */
    private static final long LARGE = 1 << 10;

    private enum StressKind {
        CALM,
        EVERY_ALLOCATION,
        EVERY_THIRD_MINOR
    }

    static List<HeapConfiguration> all() {
        List<HeapConfiguration> all = new ArrayList<>();
        for (PlanFactory plan : Plans.all()) {
            for (int aging : plan.traits().ages() ? new int[] {0, 2} : new int[] {0}) {
                boolean alwaysStressed = plan.refine(HeapOptions.defaults()).stress().countsAllocations();
                for (StressKind stress : stressesOf(plan, alwaysStressed)) {
                    all.add(configuration(plan.name(), aging, Remembering.OBJECTS, stress, "table", (memory, heap) -> new LinkTable(memory)));
                    all.add(configuration(plan.name(), aging, Remembering.OBJECTS, stress, "dictionary", LinkDictionary::new));
                }
                if (aging == 0 && !alwaysStressed) {
                    all.add(configuration(plan.name(), aging, Remembering.OBJECTS, StressKind.CALM, "table in pieces", (memory, heap) -> new LinkTable(memory, 0)));
                    if (plan.traits().collects()) all.add(configuration(plan.name(), aging, Remembering.OBJECTS, StressKind.EVERY_THIRD_MINOR, "table in pieces", (memory, heap) -> new LinkTable(memory, 0)));
                }
                for (Remembering remembering : plan.traits().remembering()) {
                    if (remembering == Remembering.OBJECTS) continue;
                    all.add(configuration(plan.name(), aging, remembering, StressKind.CALM, "table", (memory, heap) -> new LinkTable(memory)));
                    all.add(configuration(plan.name(), aging, remembering, StressKind.EVERY_THIRD_MINOR, "table", (memory, heap) -> new LinkTable(memory)));
                }
            }
        }
        return all;
    }

    /** A plan that never collects refuses stress, and one that always collects is never calm. */
    private static Set<StressKind> stressesOf(PlanFactory plan, boolean alwaysStressed) {
        if (!plan.traits().collects()) return EnumSet.of(StressKind.CALM);
        return alwaysStressed ? EnumSet.of(StressKind.EVERY_ALLOCATION) : EnumSet.allOf(StressKind.class);
    }

    private static HeapConfiguration configuration(
            String plan, int aging, Remembering remembering, StressKind stress, String links, BiFunction<PyObjectMemory, Heap, Links> make) {
        HeapOptions options = HeapOptions.small(MAX_HEAP).withPlan(plan).withNursery(NURSERY).withLarge(LARGE).withAging(aging).withRemembering(remembering)
                .withPinning(Plans.named(plan).traits().pins())
                .withStress(switch (stress) {
                    case CALM -> Stress.NONE;
                    case EVERY_ALLOCATION -> Stress.every(1);
                    case EVERY_THIRD_MINOR -> new Stress(3, false, true, false);
                })
                .withVerify(stress == StressKind.CALM ? Set.of() : EnumSet.of(Occasion.BEFORE_COLLECTION, Occasion.AFTER_COLLECTION));
        return new HeapConfiguration(plan + " aging " + aging + ", " + remembering + ", " + links + ", " + stress, options, make);
    }

    Heap open() {
        return Heap.open(options);
    }

    @Override
    public String toString() {
        return name;
    }
}
