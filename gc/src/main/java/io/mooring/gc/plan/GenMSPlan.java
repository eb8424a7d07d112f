package io.mooring.gc.plan;

import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.trace.MinorTracer;
import java.util.Set;

/** A nursery in front of a mark-sweep space, each collected in one piece: what PyPy has, but for the steps of its major collection. */
public final class GenMSPlan extends GenerationalMarkSweepPlan {
    private static final Traits TRAITS = Traits.generational(true, Set.of(Remembering.values()), 1.0);

    private final Promotion minor;

    private GenMSPlan(PlanContext context) {
        super(context);
        minor = new Promotion();
        young.open(nurseryBudget());
    }

    @Override
    protected MinorTracer minor() {
        return minor;
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    /** Builds GenMS plans. */
    public static final class Factory extends GenerationalMarkSweepPlan.Factory {
        @Override
        public String name() {
            return "GenMS";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public Plan create(PlanContext context) {
            return new GenMSPlan(context);
        }
    }
}
