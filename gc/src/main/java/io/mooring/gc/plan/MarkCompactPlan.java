package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.space.CompactSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.trace.Tracer;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One space whose survivors slide together: the smallest footprint, for two passes over the live objects more. Marks, computes where
 * everything goes, redirects every slot, moves.
 */
public final class MarkCompactPlan extends FullHeapPlan {
    private static final Traits TRAITS = Traits.fullHeap(true, false, 1.0);

    private final CompactSpace space;
    private final Marker marker;
    private final Redirection redirection = new Redirection();
    private final LongConsumer scanImmortal;
    private final LongConsumer redirectObject;
    private final LongConsumer redirectLarge;
    private long markedBytes;
    /** Whether it is computed where objects go: until then, survivors are where they were. */
    private boolean placed;

    private MarkCompactPlan(PlanContext context) {
        super(context);
        space = new CompactSpace("compact", context.reservation().carve(spaceBytes(context.options())), model);
        marker = new Marker();
        scanImmortal = marker::scanImmortal;
        redirectObject = object -> model.visitSlots(object, redirection);
        redirectLarge = object -> {
            if (LargeObjectSpace.isMarked(object)) model.visitSlots(object, redirection);
        };
    }

    /** Bytes of address space: the maximum, and half as much again for stored hashes. */
    private static long spaceBytes(HeapOptions options) {
        return options.maxHeapBytes() / 2 * 3;
    }

    @Override
    public CollectionKind collect(CollectionKind kind) {
        begin(Phase.PREPARE);
        allocator.retire();
        tellLinks(marker);
        space.prepare();
        begin(Phase.ROOTS);
        context.roots().visitRoots(marker);
        immortal.forEachObject(scanImmortal);
        begin(Phase.CLOSURE);
        marker.close();
        traceLinks(marker, CollectionKind.MAJOR);
        begin(Phase.CLOSURE);
        marker.close();
        settle(marker, CollectionKind.MAJOR);
        begin(Phase.FORWARD);
        space.computeOffsets();
        placed = true;
        redirect();
        begin(Phase.COMPACT);
        space.compact(context.options().stress(), links);
        sweepLinks(CollectionKind.MAJOR);
        begin(Phase.RELEASE);
        release();
        end(Phase.RELEASE);
        return CollectionKind.MAJOR;
    }

    /** Shows every slot that refers to an object that moves where that object goes. */
    private void redirect() {
        context.roots().visitRoots(redirection);
        immortal.forEachObject(redirectObject);
        large.forEachObject(redirectLarge);
        space.forEachMarked(redirectObject);
    }

    private void release() {
        markedBytes = space.usedBytes() - space.movedBytes();
        space.forgetMarks();
        large.sweepAll(oldBits());
        placed = false;
    }

    @Override
    protected void resized() {
        space.objects().releaseAbove();
    }

    /** Marks what it reaches. Links hear of it now, and where it goes when it moves. */
    private final class Marker extends Tracer {
        Marker() {
            super(MarkCompactPlan.this.model, context.grey(), context.notes());
        }

        @Override
        public void close() {
            drainGrey();
        }

        @Override
        public @Ref long trace(@Ref long object) {
            boolean white = space.contains(object) ? space.mark(object) : large.contains(object) && large.mark(object);
            if (!white) return object;
            announce(object, Memory.readLong(object), object);
            grey.push(object);
            return object;
        }
    }

    /** Writes into each slot where its object goes; weak slots to the dead have been cleared. */
    private final class Redirection implements SlotVisitor {
        @Override
        public void visitSlot(@Slot long slot) {
            long ref = SlotWord.read(slot);
            if (Immediate.isObject(ref) && space.contains(ref)) SlotWord.rewrite(slot, space.newAddress(ref));
        }

        @Override
        public void visitWeakSlot(@Slot long slot) {
            visitSlot(slot);
        }
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        if (space.contains(object)) return space.isMarked(object) ? placed ? space.newAddress(object) : object : Immediate.NULL;
        boolean dead = large.contains(object) && !LargeObjectSpace.isMarked(object);
        return dead ? Immediate.NULL : object;
    }

    @Override
    public boolean refill(long bytes) {
        long room = limit() - large.usedBytes() - immortal.usedBytes();
        return allocator.refill(space.objects(), bytes, space.range().start() + Math.clamp(room, 0, space.range().bytes()));
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
        return space.contains(object) ? space.compactions() : 0;
    }

    @Override
    public long copiedBytes() {
        return space.movedBytes();
    }

    @Override
    public long copiedObjects() {
        return space.movedObjects();
    }

    @Override
    public long markedBytes() {
        return markedBytes;
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<Space> spaces() {
        return List.of(space, large, immortal);
    }

    @Override
    public void close() {
        space.close();
    }

    /** Builds MarkCompact plans. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "MarkCompact";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return spaceBytes(options);
        }

        @Override
        public Plan create(PlanContext context) {
            return new MarkCompactPlan(context);
        }
    }
}
