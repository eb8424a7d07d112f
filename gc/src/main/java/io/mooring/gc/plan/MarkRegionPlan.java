package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.ImmixSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.trace.CopyTracer;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One space of blocks of lines, in which most objects stay where they are and some are copied: what Immix and its generational variant
 * have in common, above all the major collection.
 */
abstract class MarkRegionPlan extends Plan {
    /** Share of the limit that the program leaves alone, so that there are free blocks to evacuate others into. */
    private static final long RESERVE_SHARE = 32;
    /** With fewer free blocks than three little can be evacuated: copies of small and of larger objects begin a block each. */
    private static final long LEAST_RESERVE_BYTES = 3 * ImmixSpace.BLOCK_BYTES;
    /** But in a heap of a few blocks no more than this share. */
    private static final long LARGEST_RESERVE_SHARE = 8;
    /** What the program gets of what is free, at least: enough to get on, and little enough for the reserve to grow. */
    private static final long LEAST_PROGRAM_SHARE = 8;
    /** What is lost counts as far as it exceeds this share of what is free: with enough room for the program, there is no hurry to win it back. */
    private static final long FREE_SHARE = 2;

    protected final ImmixSpace space;
    protected final HeapOptions options;
    private final Marking major;
    private final LongConsumer scanImmortal;
    private long copiedBytes;
    private long copiedObjects;
    private long reserve;

    protected MarkRegionPlan(PlanContext context) {
        super(context);
        options = context.options();
        space = new ImmixSpace(context.reservation().carve(ImmixSpace.reservedBytes(options.maxHeapBytes())), model, options.stress());
        major = new Evacuation();
        scanImmortal = major::scanImmortal;
        adjustReserve();
    }

    /** Marks what it reaches, where it is or where it copies it to; its subclasses say what is copied. */
    protected abstract class Marking extends CopyTracer {
        protected Marking() {
            super(MarkRegionPlan.this.model, context.grey(), context.notes(), large);
        }

        /** Whether the object should be copied, if it is not pinned and there is room. */
        protected abstract boolean leaves(@Ref long object);

        /** Turns a white object of the space grey; returns where it is from now on. */
        protected final @Ref long reach(@Ref long object) {
            long header = Memory.readLong(object);
            if (ObjectHeader.isForwarded(header)) return header;
            long keptHeader = header | oldBits();
            long kept = object;
            if (leaves(object) && !ObjectHeader.has(header, ObjectHeader.PINNED) && space.hasRoom(copyBytes(object, header))) {
                kept = copy(object, header, space, keptHeader);
            } else {
                if (keptHeader != header) Memory.writeLong(object, keptHeader);
                announce(object, header, object);
            }
            space.mark(kept);
            grey.push(kept);
            return kept;
        }

        private long copyBytes(@Ref long object, long header) {
            long bytes = model.bytes(object, header);
            return (header & (ObjectHeader.HASHED | ObjectHeader.HASH_STORED)) == ObjectHeader.HASHED ? bytes + Long.BYTES : bytes;
        }

        @Override
        public final void close() {
            while (!grey.isEmpty()) {
                long object = grey.pop();
                long bytes = scan(object);
                if (space.contains(object)) space.blacken(object, bytes);
            }
        }

        @Override
        protected final long hashSeed(@Ref long object) {
            return space.hashSeed(object);
        }
    }

    /** Marks everything it reaches, and copies it if its block is being evacuated. */
    private final class Evacuation extends Marking {
        @Override
        public @Ref long trace(@Ref long object) {
            if (space.contains(object)) return space.isMarked(object) ? object : reach(object);
            if (isLarge(object)) markLarge(object);
            return object;
        }

        @Override
        protected boolean leaves(@Ref long object) {
            return space.isLeaving(object);
        }
    }

    protected final void collectMajor() {
        begin(Phase.PREPARE);
        allocator.retire();
        tellLinks(major);
        major.start();
        space.prepareMajor(roomForCopies(), options.stress().moveEverything());
        begin(Phase.ROOTS);
        context.roots().visitRoots(major);
        immortal.forEachObject(scanImmortal);
        begin(Phase.CLOSURE);
        major.close();
        traceLinks(major, CollectionKind.MAJOR);
        begin(Phase.CLOSURE);
        major.close();
        settle(major, CollectionKind.MAJOR);
        sweepLinks(CollectionKind.MAJOR);
        begin(Phase.RELEASE);
        space.sweepAll();
        large.sweepAll(oldBits());
        count(major);
        end(Phase.RELEASE);
    }

    protected final void count(CopyTracer tracer) {
        copiedBytes = tracer.copiedBytes();
        copiedObjects = tracer.copiedObjects();
    }

    /** Bytes of free blocks that a major collection may copy to: the reserve, and what nobody has taken. */
    private long roomForCopies() {
        return limit() - space.committedBytes() - large.usedBytes() - immortal.usedBytes();
    }

    /** Bytes of free blocks that the program may take, and a minor collection may copy to. */
    protected final long room() {
        return roomForCopies() - reserve;
    }

    /** As {@link #room}, with what is free in blocks in use. */
    protected final long roomWithHoles() {
        return room() + space.holeBytes();
    }

    /** Hands the allocator a chunk of {@code most} bytes at most, unless the object is larger. */
    protected final boolean refill(long bytes, long most) {
        long left = Math.min(most, roomWithHoles());
        return bytes <= left && space.refill(allocator, bytes, left, room()) || space.isUntouched() && refillFromReserveSlow(bytes);
    }

    /** A major collection has just made all the room that it could: rather than to give up, the program may have a block of the reserve. */
    private boolean refillFromReserveSlow(long bytes) {
        return space.refill(allocator, bytes, ImmixSpace.BLOCK_BYTES, roomForCopies());
    }

    /**
     * Half of what is free is kept for evacuation, until that is enough; so both the program and the next collection get on. Where much is lost
     * between live objects, the reserve comes first: what a collection gains is what it can copy, and what the program ate up would never come back.
     */
    private void adjustReserve() {
        long free = Math.max(0, roomForCopies()) + space.holeBytes();
        long wanted = Math.min(limit() / LARGEST_RESERVE_SHARE, Math.max(limit() / RESERVE_SHARE, LEAST_RESERVE_BYTES));
        long leastForProgram = Math.max(free / LEAST_PROGRAM_SHARE, Math.min(free / 2, ImmixSpace.BLOCK_BYTES));
        long againstLoss = Math.min(free - leastForProgram, space.lostBytes() - free / FREE_SHARE);
        reserve = Math.max(Math.min(free / 2, wanted), againstLoss);
    }

    @Override
    protected void resized() {
        adjustReserve();
        space.releaseFree(Math.max(0, roomForCopies()));
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        if (space.contains(object)) {
            if (space.isMarked(object)) return object;
            long header = Memory.readLong(object);
            return ObjectHeader.isForwarded(header) ? header : Immediate.NULL;
        }
        boolean dead = large.contains(object) && !LargeObjectSpace.isMarked(object);
        return dead ? Immediate.NULL : object;
    }

    @Override
    public final long footprint() {
        return space.committedBytes() + Math.clamp(roomForCopies(), 0, reserve) + large.usedBytes() + immortal.usedBytes();
    }

    /** Nobody knows which holes the bytes will fit into: they count as if they went into free blocks. */
    @Override
    public final long footprintWith(long bytes) {
        return footprint() + ImmixSpace.reservedBytes(bytes);
    }

    @Override
    public final long usedBytes() {
        return space.usedBytes() - allocator.unusedBytes() + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public final long hashSeed(@Ref long object) {
        return space.contains(object) ? space.hashSeed(object) : 0;
    }

    @Override
    public final long copiedBytes() {
        return copiedBytes;
    }

    @Override
    public final long copiedObjects() {
        return copiedObjects;
    }

    @Override
    public final List<Space> spaces() {
        return List.of(space, large, immortal);
    }

    @Override
    public void close() {
        space.close();
    }

    /** What the factories of both have in common. */
    interface MarkRegionFactory extends PlanFactory {
        @Override
        default long largestMovable() {
            return ImmixSpace.LARGEST_BYTES - Long.BYTES;
        }

        @Override
        default long reservedBytes(HeapOptions options) {
            return ImmixSpace.reservedBytes(options.maxHeapBytes());
        }
    }
}
