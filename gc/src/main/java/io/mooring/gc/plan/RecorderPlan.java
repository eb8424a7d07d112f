package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.ForeignLinks.LinkTracer;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.recording.Recorder;
import io.mooring.gc.recording.TraceWriter;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.MarkSweepSpace;
import io.mooring.gc.space.SizeClasses;
import io.mooring.gc.space.Space;
import io.mooring.gc.trace.Tracer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A mark-sweep heap, in which nothing moves, that writes a lifetime trace of its program: each allocation and each store as they come,
 * and at each collection the roots and the deaths. Without a file to write it records to a temporary one, which goes with the heap.
 */
public final class RecorderPlan extends Plan {
    private static final Traits TRAITS = Traits.fullHeap(false, true, 1.0).withBarrier();
    /** Bytes allocated between two collections at least: roots and deaths are known to that precision. */
    private static final long PRECISION_BYTES = 256L << 10;
    /** The precision is this share of what lives, when that is more: then marking costs a few times what allocation does. */
    private static final long PRECISION_SHARE = 4;
    /** Address space over maximum: blocks of 64 KiB with a single cell in use each are the worst case. */
    private static final long SPREAD = 4;
    /** A cell is handed out for one object, so there is never a rest. */
    private static final BumpAllocator.Lender NO_REST = (cursor, chunkEnd) -> {};

    private final MarkSweepSpace space;
    private final TraceWriter trace;
    private final Recorder recorder;
    private final Marker marker = new Marker();
    private final LongConsumer scanImmortal = marker::scan;
    private final LongPredicate lives = object -> survivor(object) != Immediate.NULL;
    private final LinkTracer linkRoots = this::rootByLink;
    private long allocatedBytes;
    private long markedBytes;
    /** A collection has begun and not ended. After it threw, this stays: what it left half told is not asked again. */
    private boolean isTelling;

    private RecorderPlan(PlanContext context) {
        super(context);
        space = new MarkSweepSpace(context.reservation().carve(spaceBytes(context.options())));
        String file = context.options().recording();
        trace = file.isEmpty() ? TraceWriter.createTemporary() : TraceWriter.create(Path.of(file));
        recorder = new Recorder(trace, model, context.reservation().range(), immortal);
    }

    private static long spaceBytes(HeapOptions options) {
        return MarkSweepSpace.reservedBytes(SPREAD * options.maxHeapBytes());
    }

    /** Marks what it reaches. What links and finalizers keep counts as rooted. */
    private final class Marker extends Tracer {
        private boolean notesRoots;

        Marker() {
            super(RecorderPlan.this.model, context.grey(), context.notes());
        }

        @Override
        public void close() {
            drainGrey();
        }

        @Override
        public @Ref long trace(@Ref long object) {
            boolean white = space.contains(object) ? space.mark(object) : large.contains(object) && large.mark(object);
            if (white) grey.push(object);
            if (white && notesRoots) recorder.root(object);
            return object;
        }
    }

    @Override
    public CollectionKind collect(CollectionKind kind) {
        isTelling = true;
        begin(Phase.PREPARE);
        allocator.retire();
        recorder.catchUp();
        begin(Phase.ROOTS);
        context.roots().visitRoots(recorder.roots());
        context.roots().visitRoots(marker);
        immortal.forEachObject(scanImmortal);
        traceLinks(linkRoots, CollectionKind.MAJOR);
        begin(Phase.CLOSURE);
        marker.close();
        marker.notesRoots = true;
        settle(marker, CollectionKind.MAJOR);
        marker.notesRoots = false;
        recorder.rootsComplete();
        recorder.deaths(lives);
        sweepLinks(CollectionKind.MAJOR);
        begin(Phase.RELEASE);
        space.sweep(context.options().stress());
        large.sweepAll(oldBits());
        markedBytes = space.usedBytes();
        allocatedBytes = 0;
        end(Phase.RELEASE);
        isTelling = false;
        return CollectionKind.MAJOR;
    }

    private @Ref long rootByLink(@Ref long object) {
        recorder.root(object);
        return marker.trace(object);
    }

    @Override
    public void allocated(@Ref long object, long bytes) {
        recorder.allocated(object);
    }

    /** The number of an object in the trace. */
    public long number(@Ref long object) {
        recorder.catchUp();
        return recorder.number(object);
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        boolean sweeps = space.contains(object) || large.contains(object);
        return sweeps && !ObjectHeader.has(Memory.readLong(object), ObjectHeader.MARK) ? Immediate.NULL : object;
    }

    @Override
    public boolean refill(long bytes) {
        boolean due = allocatedBytes > 0 && allocatedBytes + bytes > Math.max(PRECISION_BYTES, markedBytes / PRECISION_SHARE);
        if (due || footprintWith(bytes) > limit()) return false;
        allocatedBytes += bytes;
        long cell = space.allocate(bytes);
        allocator.use(NO_REST, cell, cell + bytes);
        return true;
    }

    @Override
    public CollectionKind nextKind() {
        return CollectionKind.MAJOR;
    }

    @Override
    public boolean isYoung(@Ref long object) {
        return false;
    }

    @Override
    public Barrier barrier() {
        return recorder;
    }

    @Override
    public long oldBits() {
        return ObjectHeader.NOTIFY;
    }

    @Override
    public long hashSeed(@Ref long object) {
        return 0;
    }

    @Override
    public long footprint() {
        return usedBytes();
    }

    @Override
    public long footprintWith(long bytes) {
        return usedBytes() + bytes;
    }

    @Override
    public long usedBytes() {
        return space.usedBytes() + large.usedBytes() + immortal.usedBytes();
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

    /** Tells the roots that are left, and ends the trace; that of a heap that broke ends before the collection that failed, or within it. */
    @Override
    public void close() {
        try (space; trace; recorder) {
            if (!isTelling) tellLastRoots();
        }
    }

    private void tellLastRoots() {
        recorder.catchUp();
        context.roots().visitRoots(recorder.roots());
        recorder.rootsComplete();
    }

    /** Builds Recorder plans. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "Recorder";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public boolean findsBugs() {
            return true;
        }

        @Override
        public boolean records() {
            return true;
        }

        @Override
        public long largestMovable() {
            return SizeClasses.LARGEST_BYTES;
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return spaceBytes(options);
        }

        @Override
        public Plan create(PlanContext context) {
            return new RecorderPlan(context);
        }
    }
}
