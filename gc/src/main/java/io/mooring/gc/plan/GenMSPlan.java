package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.MarkSweepSpace;
import io.mooring.gc.space.SizeClasses;
import io.mooring.gc.space.Space;
import io.mooring.gc.space.YoungGeneration;
import io.mooring.gc.trace.CopyTracer;
import io.mooring.gc.trace.MinorTracer;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A nursery that empties itself into a mark-sweep space: what PyPy has. Old objects do not move and need no reserve; a major collection
 * marks them, promotes what is still young, and sweeps.
 */
public final class GenMSPlan extends GenerationalPlan {
    private static final Traits TRAITS = new Traits(true, true, true, true, 1.0);
    /** Share of the free cells that promotion is trusted to find use for; the rest counts as fragmentation. */
    private static final double USABLE_FREE_CELLS = 0.75;

    private final MarkSweepSpace old;
    private final Promotion minor;
    private final Marking major;
    private final LongConsumer scanImmortal;

    private GenMSPlan(PlanContext context) {
        super(context);
        old = new MarkSweepSpace(context.reservation().carve(oldBytes(options)));
        minor = new Promotion();
        major = new Marking();
        scanImmortal = major::scan;
        young.open(nurseryBudget());
    }

    /** Bytes of address space: all of the heap, half as much again for stored hashes, and a nursery to promote. */
    private static long oldBytes(HeapOptions options) {
        return MarkSweepSpace.reservedBytes(options.maxHeapBytes() / 2 * 3 + options.nurseryBytes());
    }

    /** Copies what it reaches of the young generation to the survivors and to cells of the old space. */
    private final class Promotion extends MinorTracer {
        Promotion() {
            super(GenMSPlan.this.model, context.grey(), weakHolders, large, young, remembered, options.aging());
        }

        @Override
        protected @Ref long promote(@Ref long object, long header) {
            long copy = copy(object, header, old, ObjectHeader.promoted(header));
            grey.push(copy);
            return copy;
        }

        @Override
        protected boolean scanPromoted() {
            return false;
        }
    }

    /** Marks what it reaches of the old space, and promotes, marked, what it reaches of the young generation. */
    private final class Marking extends CopyTracer {
        Marking() {
            super(GenMSPlan.this.model, context.grey(), weakHolders, large);
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (old.contains(object)) {
                if (old.mark(object)) grey.push(object);
            } else if (young.contains(object)) {
                long header = Memory.readLong(object);
                return ObjectHeader.isForwarded(header) ? header : promote(object, header);
            } else if (isLarge(object)) {
                markLarge(object);
            }
            return object;
        }

        private @Ref long promote(@Ref long object, long header) {
            long copy = copy(object, header, old, ObjectHeader.promoted(header) | ObjectHeader.MARK);
            grey.push(copy);
            return copy;
        }

        @Override
        protected long hashSeed(@Ref long object) {
            return GenMSPlan.this.hashSeed(object);
        }
    }

    @Override
    protected MinorTracer minor() {
        return minor;
    }

    @Override
    protected CopyTracer major() {
        return major;
    }

    @Override
    protected LongConsumer scanImmortal() {
        return scanImmortal;
    }

    @Override
    protected void prepareOldForMinor() {}

    @Override
    protected void prepareOldForMajor() {}

    @Override
    protected void closeMajor() {
        major.drainGrey();
    }

    @Override
    protected void releaseOld() {
        old.sweep(options.stress());
        resize();
    }

    @Override
    protected @Ref long survivorOfOld(@Ref long object) {
        return ObjectHeader.has(Memory.readLong(object), ObjectHeader.MARK) ? object : Immediate.NULL;
    }

    /** Heap bytes that the old space takes, of which no more than a part of its free cells can be used again. */
    private long oldFootprint() {
        return old.committedBytes() - (long) ((old.committedBytes() - old.usedBytes()) * USABLE_FREE_CELLS);
    }

    @Override
    protected long nurseryBudget() {
        return limit() - oldFootprint() - young.survivors().usedBytes() - large.usedBytes() - immortal.usedBytes();
    }

    @Override
    public long footprint() {
        return oldFootprint() + young.survivors().usedBytes() + young.nurseryBytes() + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long footprintWith(long bytes) {
        return oldFootprint() + young.usedBytes(allocator) + bytes + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long usedBytes() {
        return old.usedBytes() + young.usedBytes(allocator) + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<Space> spaces() {
        List<Space> spaces = young.spaces();
        spaces.addAll(List.of(old, large, immortal));
        return spaces;
    }

    @Override
    public void close() {
        super.close();
        old.close();
    }

    /** Builds GenMS plans. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "GenMS";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public long largestMovable() {
            return SizeClasses.LARGEST_BYTES - Long.BYTES;
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return YoungGeneration.reservedBytes(options) + oldBytes(options);
        }

        @Override
        public Plan create(PlanContext context) {
            return new GenMSPlan(context);
        }
    }
}
