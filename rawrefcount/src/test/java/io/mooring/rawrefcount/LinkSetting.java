package io.mooring.rawrefcount;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One way to run every test of this module: which links, which plan, under stress or not. */
record LinkSetting(Kind kind, String plan, int aging, Remembering remembering, boolean stressed) {
    /** Which implementation of {@link Links}. */
    enum Kind {
        TABLE,
        /** The table, with a major collection that leaves all links of the dead to be ended outside it. */
        TABLE_IN_PIECES,
        DICTIONARY;

        /** The plans whose collections in one piece can leave links behind, because they tell whom they reach, and that differ in what is left of the dead. */
        private static final Set<String> TELLING_PLANS = Set.of("SemiSpace", "GenCopy", "GenMS", "MarkCompact", "Immix", "Incremental");

        private boolean isFor(String plan, int aging) {
            return this != TABLE_IN_PIECES || aging == 0 && TELLING_PLANS.contains(plan);
        }
    }

    /** Every plan that frees what is dead; with a young generation, that promotes at once and that waits for two collections, with each kind of remembered set. */
    static Stream<LinkSetting> all() {
        List<LinkSetting> settings = new ArrayList<>();
        for (PlanFactory plan : Plans.all()) {
            if (!plan.traits().collects()) continue;
            for (int aging : plan.traits().ages() ? new int[] {0, 2} : new int[] {0}) {
                for (Kind kind : Kind.values()) {
                    if (!kind.isFor(plan.name(), aging)) continue;
                    boolean alwaysStressed = plan.refine(HeapOptions.defaults()).stress().countsAllocations();
                    if (!alwaysStressed) settings.add(new LinkSetting(kind, plan.name(), aging, Remembering.OBJECTS, false));
                    settings.add(new LinkSetting(kind, plan.name(), aging, Remembering.OBJECTS, true));
                }
                for (Remembering remembering : plan.traits().remembering()) {
                    if (remembering != Remembering.OBJECTS) settings.add(new LinkSetting(Kind.TABLE, plan.name(), aging, remembering, false));
                }
            }
        }
        return settings.stream();
    }

    LinkSetting with(Kind other) {
        return new LinkSetting(other, plan, aging, remembering, stressed);
    }

    /** Under stress each allocation collects and moves everything, what was left is poisoned, and each collection is verified. */
    HeapOptions options(long maxHeapBytes) {
        HeapOptions options = HeapOptions.small(maxHeapBytes).withPlan(plan).withAging(aging).withRemembering(remembering);
        Set<Occasion> verify = stressed ? EnumSet.allOf(Occasion.class) : EnumSet.noneOf(Occasion.class);
        return options.withStress(stressed ? Stress.every(1) : Stress.NONE).withVerify(verify);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase() + ", " + plan + (aging > 0 ? " aging " + aging : "") + (remembering == Remembering.OBJECTS ? "" : " " + remembering) + (stressed ? ", stressed" : "");
    }
}
