package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.Space;
import java.util.List;

/**
 * Allocates until the heap is full and frees nothing: the baseline for what allocation costs, and the whole of what a plan must say
 * when it has nothing to collect. Its collections have one empty phase.
 */
public final class NoGCPlan extends FullHeapPlan {
    private static final Traits TRAITS = Traits.neverCollects();

    private final CopySpace space;

    private NoGCPlan(PlanContext context) {
        super(context);
        space = new CopySpace("all", context.reservation().carve(context.options().maxHeapBytes()));
    }

    @Override
    public CollectionKind collect(CollectionKind kind) {
        begin(Phase.PREPARE);
        end(Phase.PREPARE);
        return kind;
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        return object;
    }

    @Override
    public boolean refill(long bytes) {
        long room = limit() - large.usedBytes() - immortal.usedBytes();
        return allocator.refill(space, bytes, space.range().start() + Math.max(0, Math.min(room, space.range().bytes())));
    }

    @Override
    public long footprintWith(long bytes) {
        return usedBytes() + bytes;
    }

    @Override
    public long usedBytes() {
        return space.usedBytes() - allocator.unusedBytes() + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long hashSeed(@Ref long object) {
        return 0;
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<Space> spaces() {
        return List.of(space, large, immortal);
    }

    /** Builds NoGC plans. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "NoGC";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return options.maxHeapBytes();
        }

        @Override
        public Plan create(PlanContext context) {
            return new NoGCPlan(context);
        }
    }
}
