package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.Halves;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.trace.CopyTracer;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Two halves and a flip: objects are allocated in one half until it is full, then the live ones are copied to the other
 * (Fenichel and Yochelson 1969, Cheney 1970). Large objects are marked where they are. Read this plan first.
 */
public final class SemiSpacePlan extends FullHeapPlan {
    static final Traits TRAITS = Traits.fullHeap(true, false, 2.0);

    private final Halves halves;
    private final Copier tracer;
    private final LongConsumer scanImmortal;
    private final LongPredicate left;

    /** @param spaces how many take turns: 2, or more for {@link ZealotPlan} */
    SemiSpacePlan(PlanContext context, int spaces) {
        super(context);
        halves = new Halves("half", Stream.generate(() -> context.reservation().carve(halfBytes(context.options()))).limit(spaces).toArray(Range[]::new));
        tracer = new Copier();
        scanImmortal = tracer::scanImmortal;
        left = halves::isLeaving;
    }

    /** Bytes of address space of a half: half the maximum, and half as much again for the hashes that copies may gain. */
    static long halfBytes(HeapOptions options) {
        return options.maxHeapBytes() / 4 * 3 + BumpAllocator.CHUNK_BYTES;
    }

    @Override
    public CollectionKind collect(CollectionKind kind) {
        begin(Phase.PREPARE);
        prepare();
        begin(Phase.ROOTS);
        traceRoots();
        begin(Phase.CLOSURE);
        tracer.close();
        traceLinks(tracer, CollectionKind.MAJOR);
        begin(Phase.CLOSURE);
        tracer.close();
        settle(tracer, CollectionKind.MAJOR);
        sweepLinks(CollectionKind.MAJOR);
        begin(Phase.RELEASE);
        release();
        end(Phase.RELEASE);
        return CollectionKind.MAJOR;
    }

    private void prepare() {
        allocator.retire();
        tellLinks(tracer);
        halves.flip();
        tracer.empty(halves.reserve().range());
        tracer.start();
    }

    @Override
    protected LongPredicate left() {
        return left;
    }

    private void traceRoots() {
        context.roots().visitRoots(tracer);
        immortal.forEachObject(scanImmortal);
    }

    private void release() {
        halves.reserve().abandon(context.options().stress());
        large.sweepAll(oldBits());
    }

    @Override
    protected void resized() {
        halves.reserve().release(context.options().stress().protect() ? 0 : limit() / 2);
    }

    /** Copies what it reaches out of the half that was current until the flip. */
    private final class Copier extends CopyTracer {
        /** The half that is being emptied; here because every slot asks. */
        private long leavingStart;
        private long leavingBytes;

        Copier() {
            super(SemiSpacePlan.this.model, context.grey(), context.notes(), large);
        }

        @Override
        public void close() {
            closure(halves.current());
        }

        void empty(Range leaving) {
            leavingStart = leaving.start();
            leavingBytes = leaving.bytes();
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (Long.compareUnsigned(object - leavingStart, leavingBytes) < 0) {
                long header = Memory.readLong(object);
                return ObjectHeader.isForwarded(header) ? header : copyGrey(object, header, halves.current(), header);
            }
            if (isLarge(object)) markLarge(object);
            return object;
        }

        @Override
        protected long hashSeed(@Ref long object) {
            return halves.flips() - 1;
        }
    }

    @Override
    public long hashSeed(@Ref long object) {
        return halves.current().contains(object) ? halves.flips() : 0;
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        if (halves.isLeaving(object)) {
            long header = Memory.readLong(object);
            return ObjectHeader.isForwarded(header) ? header : Immediate.NULL;
        }
        boolean dead = large.contains(object) && !LargeObjectSpace.isMarked(object);
        return dead ? Immediate.NULL : object;
    }

    @Override
    public boolean refill(long bytes) {
        long half = (limit() - large.usedBytes() - immortal.usedBytes()) / 2;
        CopySpace current = halves.current();
        return allocator.refill(current, bytes, Math.min(current.range().start() + Math.max(half, 0), current.range().end()));
    }

    private long smallBytes() {
        return halves.current().usedBytes() - allocator.unusedBytes();
    }

    @Override
    public long footprintWith(long bytes) {
        return 2 * (smallBytes() + bytes) + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long usedBytes() {
        return smallBytes() + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long copiedBytes() {
        return tracer.copiedBytes();
    }

    @Override
    public long copiedObjects() {
        return tracer.copiedObjects();
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<Space> spaces() {
        return List.of(halves.current(), halves.reserve(), large, immortal);
    }

    /** Builds SemiSpace plans. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "SemiSpace";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return 2 * halfBytes(options);
        }

        @Override
        public Plan create(PlanContext context) {
            return new SemiSpacePlan(context, 2);
        }
    }
}
