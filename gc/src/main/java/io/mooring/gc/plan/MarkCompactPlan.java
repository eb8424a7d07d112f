package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.SlotVisitor;
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
    private static final Traits TRAITS = new Traits(true, true, false, false, 1.0);

    private final CompactSpace space;
    private final Marker marker;
    private final Redirection redirection = new Redirection();
    private final LongConsumer scanImmortal;
    private final LongConsumer redirectObject;
    private final LongConsumer redirectLarge;
    private long movedBytes;

    private MarkCompactPlan(PlanContext context) {
        super(context);
        space = new CompactSpace("compact", context.reservation().carve(spaceBytes(context.options())), model);
        marker = new Marker();
        scanImmortal = marker::scan;
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
    public void collect(CollectionKind kind) {
        begin(Phase.PREPARE);
        allocator.retire();
        space.prepare();
        begin(Phase.ROOTS);
        context.roots().visitRoots(marker);
        immortal.forEachObject(scanImmortal);
        begin(Phase.TRACE_LINKS);
        links.traceYoung(marker);
        links.traceOld(marker);
        begin(Phase.CLOSURE);
        marker.drainGrey();
        begin(Phase.WEAK);
        space.computeOffsets();
        processWeakSlots();
        begin(Phase.FORWARD);
        redirect();
        begin(Phase.COMPACT);
        space.compact(context.options().stress());
        begin(Phase.SWEEP_LINKS);
        links.sweepYoung(this);
        links.sweepOld(this);
        begin(Phase.RELEASE);
        release();
        end(Phase.RELEASE);
    }

    /** Shows every slot that refers to an object that moves where that object goes. */
    private void redirect() {
        context.roots().visitRoots(redirection);
        immortal.forEachObject(redirectObject);
        large.forEachObject(redirectLarge);
        space.forEachMarked(redirectObject);
    }

    private void release() {
        movedBytes = space.usedBytes();
        space.forgetMarks();
        large.sweepAll(oldBits());
        resize();
        space.objects().releaseAbove();
    }

    /** Marks what it reaches. */
    private final class Marker extends Tracer {
        Marker() {
            super(MarkCompactPlan.this.model, context.grey(), weakHolders);
        }

        @Override
        public @Ref long trace(@Ref long object) {
            boolean white = space.contains(object) ? space.mark(object) : large.contains(object) && large.mark(object);
            if (white) grey.push(object);
            return object;
        }
    }

    /** Writes into each slot where its object goes; weak slots have been done. */
    private final class Redirection implements SlotVisitor {
        @Override
        public void visitSlot(@Slot long slot) {
            long ref = Memory.readLong(slot);
            if (Immediate.isObject(ref) && space.contains(ref)) Memory.writeLong(slot, space.newAddress(ref));
        }
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        if (space.contains(object)) return space.isMarked(object) ? space.newAddress(object) : Immediate.NULL;
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
        return movedBytes;
    }

    @Override
    public long copiedObjects() {
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
