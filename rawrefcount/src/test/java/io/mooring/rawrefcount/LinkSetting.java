package io.mooring.rawrefcount;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One way to run every test of this module: which links, which plan, under stress or not. */
record LinkSetting(Kind kind, String plan, int aging, boolean stressed) {
    /** Which implementation of {@link Links}. */
    enum Kind {
        TABLE,
        DICTIONARY
    }

    /** Every plan that frees what is dead; with a young generation, that promotes at once and that waits for two collections. */
    static Stream<LinkSetting> all() {
        List<LinkSetting> settings = new ArrayList<>();
        for (PlanFactory plan : Plans.all()) {
            if (!plan.traits().collects()) continue;
            for (int aging : plan.traits().generational() ? new int[] {0, 2} : new int[] {0}) {
                for (Kind kind : Kind.values()) {
                    settings.add(new LinkSetting(kind, plan.name(), aging, false));
                    settings.add(new LinkSetting(kind, plan.name(), aging, true));
                }
            }
        }
        return settings.stream();
    }

    LinkSetting with(Kind other) {
        return new LinkSetting(other, plan, aging, stressed);
    }

    /** Under stress each allocation collects and moves everything, what was left is poisoned, and each collection is verified. */
    HeapOptions options(long maxHeapBytes) {
        HeapOptions options = HeapOptions.small(maxHeapBytes).withPlan(plan).withAging(aging);
        Set<Occasion> verify = stressed ? EnumSet.allOf(Occasion.class) : EnumSet.noneOf(Occasion.class);
        return options.withStress(stressed ? Stress.every(1) : Stress.NONE).withVerify(verify);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase() + ", " + plan + (aging > 0 ? " aging " + aging : "") + (stressed ? ", stressed" : "");
    }
}
