package com.example.marksweep;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.Stress;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.plan.FullHeapPlan;
import io.mooring.gc.plan.Plan;
import io.mooring.gc.plan.PlanContext;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Traits;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.trace.Tracer;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Marks what lives, and allocates in the gaps between: a plan from outside, in which nothing ever moves (McCarthy 1960; gaps in the
 * order of their addresses, and bump allocation within one).
 *
 * <pre>
 *   space      | A | gap         | B | C | gap | D |          free
 *   gap        | its size in bytes | anything ... |           the low bit of a size is 0, that of a header 1
 *   gaps       addresses of the gaps of 64 bytes or more; those before {@code nextGap} are used up
 * </pre>
 */
public final class MarkSweepPlan extends FullHeapPlan {
    private static final Traits TRAITS = Traits.fullHeap(false, true, 1.0);
    /** Bytes of the smallest gap that is used; two small objects. Smaller ones wait until a neighbour dies. */
    private static final long SMALLEST_GAP = 64;
    /** Gaps that are looked at before the space is extended instead. */
    private static final long GAPS_TO_TRY = 64;
    /** Bytes of a gap whose pages are given back to the system. */
    private static final long RELEASED_GAP = 64L << 10;

    private final CopySpace space;
    private final AddressStack gaps = new AddressStack();
    private final BumpAllocator.Lender gapLender = this::takeBack;
    private final Marker marker = new Marker();
    private final LongConsumer scanImmortal = marker::scan;
    private long nextGap;
    private long gapBytes;
    private long markedBytes;

    private MarkSweepPlan(PlanContext context) {
        super(context);
        space = new CopySpace("mark-sweep gaps", context.reservation().carve(context.options().maxHeapBytes()));
    }

    @Override
    public CollectionKind collect(CollectionKind kind) {
        begin(Phase.PREPARE);
        allocator.retire();
        begin(Phase.ROOTS);
        context.roots().visitRoots(marker);
        immortal.forEachObject(scanImmortal);
        traceLinks(marker, CollectionKind.MAJOR);
        begin(Phase.CLOSURE);
        marker.close();
        settle(marker, CollectionKind.MAJOR);
        sweepLinks(CollectionKind.MAJOR);
        begin(Phase.RELEASE);
        sweep();
        large.sweepAll(oldBits());
        end(Phase.RELEASE);
        return CollectionKind.MAJOR;
    }

    /** Sets a bit in the header of what it reaches. */
    private final class Marker extends Tracer {
        Marker() {
            super(MarkSweepPlan.this.model, context.grey(), context.notes());
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (!immortal.contains(object) && large.mark(object)) grey.push(object); // small objects have the same mark in their headers
            return object;
        }

        @Override
        public void close() {
            drainGrey();
        }
    }

    /** Walks objects and gaps: what is not marked becomes part of a gap. The space ends with its last live object. [INV-04] */
    private void sweep() {
        gaps.clear();
        nextGap = 0;
        gapBytes = 0;
        markedBytes = 0;
        long liveEnd = space.range().start();
        for (long at = liveEnd, bytes; at < space.top(); at += bytes) {
            long word = Memory.readLong(at);
            boolean isGap = ObjectHeader.isForwarded(word); // no header
            bytes = isGap ? word : model.bytes(at, word);
            if (isGap || !ObjectHeader.has(word, ObjectHeader.MARK)) continue;
            Memory.writeLong(at, word & ~ObjectHeader.MARK);
            markedBytes += bytes;
            if (liveEnd < at) free(liveEnd, at);
            liveEnd = at + bytes;
        }
        if (context.options().stress().poison()) Memory.fillWords(liveEnd, space.top() - liveEnd, Stress.POISON);
        space.advance(liveEnd);
    }

    private void free(long start, long end) {
        if (context.options().stress().poison()) Memory.fillWords(start, end - start, Stress.POISON);
        else if (end - start >= RELEASED_GAP) Pages.release(Pages.roundUp(start), Pages.roundDown(end));
        addGap(start, end);
        if (end - start >= SMALLEST_GAP) gaps.push(start);
    }

    private void addGap(long start, long end) {
        Memory.writeLong(start, end - start);
        gapBytes += end - start;
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        return immortal.contains(object) || LargeObjectSpace.isMarked(object) ? object : Immediate.NULL;
    }

    /** One of the next gaps, or a chunk behind the last object, or any gap at all. */
    @Override
    public boolean refill(long bytes) {
        allocator.retire();
        return refillFromGap(bytes, GAPS_TO_TRY) || allocator.refill(space, bytes, end()) || refillFromGap(bytes, gaps.size());
    }

    /** Where the space must end, so that everything stays below the limit. */
    private long end() {
        long room = limit() - large.usedBytes() - immortal.usedBytes();
        return space.range().start() + Math.clamp(room, 0, space.range().bytes());
    }

    private boolean refillFromGap(long bytes, long tries) {
        for (long i = nextGap, last = Math.min(gaps.size(), nextGap + tries); i < last; i++) {
            long start = gaps.get(i);
            long end = start + Memory.readLong(start);
            if (end - start < bytes) continue;
            gaps.set(i, gaps.get(nextGap));
            nextGap++;
            long chunkEnd = Math.min(end, start + Math.max(bytes, BumpAllocator.CHUNK_BYTES));
            gapBytes -= end - start;
            if (chunkEnd < end) takeBack(chunkEnd, end);
            allocator.use(gapLender, start, chunkEnd);
            return true;
        }
        return false;
    }

    /** What is left of a gap is a gap, and the next to be used. */
    private void takeBack(long start, long end) {
        if (start == end) return;
        addGap(start, end);
        if (end - start < SMALLEST_GAP) return;
        if (nextGap > 0) gaps.set(--nextGap, start);
        else gaps.push(start);
    }

    /** What lies between objects counts as in use: it cannot be given to large objects. */
    @Override
    public long footprintWith(long bytes) {
        return space.usedBytes() + large.usedBytes() + immortal.usedBytes() + bytes;
    }

    @Override
    public long usedBytes() {
        return footprintWith(-gapBytes - allocator.unusedBytes());
    }

    @Override
    protected void resized() {
        space.releaseAbove();
    }

    @Override
    public long hashSeed(@Ref long object) {
        return 0;
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
        gaps.close();
    }

    /** Builds MarkSweep plans; named in {@code META-INF/services}. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "MarkSweep";
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
            return new MarkSweepPlan(context);
        }
    }
}
