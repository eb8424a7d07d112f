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
 * A nursery that empties itself into a mark-sweep space, and a major collection in one piece, which marks the old objects, promotes what
 * is still young, and sweeps. Old objects do not move and need no reserve.
 */
public abstract class GenerationalMarkSweepPlan extends GenerationalPlan {
    /** Share of the free cells that promotion is trusted to find use for; the rest counts as fragmentation. */
    private static final double USABLE_FREE_CELLS = 0.75;

    protected final MarkSweepSpace old;
    private final Marking major;
    private final LongConsumer scanImmortal;
    private long markedBytes;

    protected GenerationalMarkSweepPlan(PlanContext context) {
        super(context);
        old = new MarkSweepSpace(context.reservation().carve(oldBytes(options)));
        major = new Marking();
        scanImmortal = major::scanImmortal;
    }

    /** Bytes of address space: all of the heap, half as much again for stored hashes, and a nursery to promote. */
    private static long oldBytes(HeapOptions options) {
        return MarkSweepSpace.reservedBytes(options.maxHeapBytes() / 2 * 3 + options.nurseryBytes());
    }

    /** Copies what it reaches of the young generation to the survivors and to cells of the old space. */
    protected class Promotion extends MinorTracer {
        protected Promotion() {
            super(GenerationalMarkSweepPlan.this.model, context.grey(), context.notes(), large, young, remembered, options.aging());
        }

        @Override
        protected final @Ref long promote(@Ref long object, long header) {
            long copy = copy(object, header, old, ObjectHeader.promoted(header) | promotedBits());
            grey.push(copy);
            return copy;
        }

        @Override
        protected final boolean scanPromoted() {
            return false;
        }
    }

    /** Marks what it reaches of the old space, and promotes, marked, what it reaches of the young generation. */
    private final class Marking extends CopyTracer {
        Marking() {
            super(GenerationalMarkSweepPlan.this.model, context.grey(), context.notes(), large);
        }

        @Override
        public void close() {
            drainGrey();
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (old.contains(object)) {
                if (old.mark(object)) {
                    announce(object, Memory.readLong(object), object);
                    grey.push(object);
                }
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
            return GenerationalMarkSweepPlan.this.hashSeed(object);
        }
    }

    /** Header bits that a minor collection gives to what it promotes, beside {@code NOTIFY}. */
    protected long promotedBits() {
        return 0;
    }

    @Override
    protected final CopyTracer major() {
        return major;
    }

    @Override
    protected final LongConsumer scanImmortal() {
        return scanImmortal;
    }

    @Override
    protected void prepareOldForMinor() {
        markedBytes = 0;
    }

    @Override
    protected final void prepareOldForMajor() {}

    @Override
    protected void releaseOld() {
        old.sweep(options.stress());
        markedBytes = old.usedBytes() - major.copiedBytes();
    }

    /** A collection that is under way has marked {@code bytes} bytes more. */
    protected final void countMarked(long bytes) {
        markedBytes += bytes;
    }

    @Override
    public final long markedBytes() {
        return markedBytes;
    }

    /** Cells that a sweep freed count on, as one may run in the middle of a minor collection, which promotes the difference. */
    @Override
    protected final long oldUsedBytes() {
        return old.usedBytes() + old.freedBytes();
    }

    @Override
    protected final @Ref long survivorOfOld(@Ref long object) {
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
    public final long footprint() {
        return oldFootprint() + young.survivors().usedBytes() + young.nurseryBytes() + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public final long footprintWith(long bytes) {
        return oldFootprint() + young.usedBytes(allocator) + bytes + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public final long usedBytes() {
        return old.usedBytes() + young.usedBytes(allocator) + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public final List<Space> spaces() {
        List<Space> spaces = young.spaces();
        spaces.addAll(List.of(old, large, immortal));
        return spaces;
    }

    @Override
    public void close() {
        super.close();
        old.close();
    }

    /** What the factories of these plans have in common. */
    protected abstract static class Factory implements PlanFactory {
        @Override
        public final long largestMovable() {
            return SizeClasses.LARGEST_BYTES - Long.BYTES;
        }

        @Override
        public final long reservedBytes(HeapOptions options) {
            return YoungGeneration.reservedBytes(options) + oldBytes(options);
        }
    }
}
