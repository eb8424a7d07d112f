package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.Barrier;

/** A plan without generations: nothing is young, every collection looks at everything, and stores need not be announced. */
public abstract class FullHeapPlan extends Plan {
    protected FullHeapPlan(PlanContext context) {
        super(context);
    }

    @Override
    public final boolean isYoung(@Ref long object) {
        return false;
    }

    @Override
    public final CollectionKind nextKind() {
        return CollectionKind.MAJOR;
    }

    @Override
    public final long footprint() {
        return footprintWith(0);
    }

    @Override
    public final Barrier barrier() {
        return Barrier.NONE;
    }

    @Override
    public final long oldBits() {
        return 0;
    }
}
