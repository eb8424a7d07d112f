package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.space.ImmixSpace;

/**
 * Objects are marked where they are, lines without any are used again, and blocks that are nearly empty are evacuated into the holes of
 * others (Blackburn and McKinley 2008): close to the footprint of compaction, in one pass.
 */
public final class ImmixPlan extends MarkRegionPlan {
    private static final Traits TRAITS = Traits.fullHeap(true, true, 1.0);

    private ImmixPlan(PlanContext context) {
        super(context);
    }

    @Override
    public CollectionKind collect(CollectionKind kind) {
        collectMajor();
        return CollectionKind.MAJOR;
    }

    @Override
    public boolean refill(long bytes) {
        return refill(bytes, ImmixSpace.BLOCK_BYTES);
    }

    @Override
    public long markedBytes() {
        return space.liveBytes() - copiedBytes();
    }

    @Override
    public boolean isYoung(@Ref long object) {
        return false;
    }

    @Override
    public CollectionKind nextKind() {
        return CollectionKind.MAJOR;
    }

    @Override
    public Barrier barrier() {
        return Barrier.NONE;
    }

    @Override
    public long oldBits() {
        return 0;
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    /** Builds Immix plans. */
    public static final class Factory implements MarkRegionFactory {
        @Override
        public String name() {
            return "Immix";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public Plan create(PlanContext context) {
            return new ImmixPlan(context);
        }
    }
}
