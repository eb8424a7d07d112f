package io.mooring.gc.plan;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.Halves;
import io.mooring.gc.space.Space;
import io.mooring.gc.space.YoungGeneration;
import io.mooring.gc.trace.CopyTracer;
import io.mooring.gc.trace.MinorTracer;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A nursery that empties itself into an old generation of two halves (Appel 1989).
 *
 * <p>A minor collection copies the live young objects: to the other survivor space until they are {@code aging} collections old, then to
 * the old half in use. A major one copies everything that lives to the other old half. The nursery shrinks before the heap is
 * exceeded, so that both always fit.
 */
public final class GenCopyPlan extends GenerationalPlan {
    private static final Traits TRAITS = Traits.generational(false, Set.of(Remembering.values()), 2.0);

    private final Halves old;
    private final Promotion minor;
    private final Evacuation major;
    private final LongConsumer scanImmortal;
    private final LongPredicate left;

    private GenCopyPlan(PlanContext context) {
        super(context);
        old = new Halves("old", context.reservation().carve(oldBytes(options)), context.reservation().carve(oldBytes(options)));
        minor = new Promotion();
        major = new Evacuation();
        scanImmortal = major::scanImmortal;
        left = old::isLeaving;
        young.open(nurseryBudget());
    }

    /** Bytes of address space of an old half: half the maximum, half as much again for stored hashes, and a nursery to promote. */
    private static long oldBytes(HeapOptions options) {
        return options.maxHeapBytes() / 4 * 3 + options.nurseryBytes();
    }

    /** Copies what it reaches of the young generation to the survivors and to the old half in use. */
    private final class Promotion extends MinorTracer {
        Promotion() {
            super(GenCopyPlan.this.model, context.grey(), context.notes(), large, young, remembered, options.aging());
        }

        @Override
        protected @Ref long promote(@Ref long object, long header) {
            return copy(object, header, old.current(), ObjectHeader.promoted(header));
        }

        @Override
        protected boolean scanPromoted() {
            CopySpace promoted = old.current();
            if (!promoted.hasGrey()) return false;
            while (promoted.hasGrey()) promoted.blacken(scanOld(promoted.firstGrey()));
            return true;
        }
    }

    /** Copies everything it reaches, young and old, to the old half in use. */
    private final class Evacuation extends CopyTracer {
        Evacuation() {
            super(GenCopyPlan.this.model, context.grey(), context.notes(), large);
        }

        @Override
        public void close() {
            closure(old.current());
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (young.contains(object) || old.isLeaving(object)) {
                long header = Memory.readLong(object);
                return ObjectHeader.isForwarded(header) ? header : copyGrey(object, header, old.current(), ObjectHeader.promoted(header));
            }
            if (isLarge(object)) markLarge(object);
            return object;
        }

        @Override
        protected long hashSeed(@Ref long object) {
            return GenCopyPlan.this.hashSeed(object);
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

    /** The half that was emptied waits for the next major collection. */
    @Override
    protected LongPredicate left() {
        return left;
    }

    @Override
    protected void prepareOldForMinor() {
        old.current().startScan();
    }

    @Override
    protected void prepareOldForMajor() {
        old.flip();
    }

    @Override
    protected void releaseOld() {
        old.reserve().abandon(options.stress());
    }

    @Override
    protected void resized() {
        super.resized();
        old.reserve().release(limit() / 2);
    }

    @Override
    protected long oldUsedBytes() {
        return old.current().usedBytes();
    }

    @Override
    protected @Ref long survivorOfOld(@Ref long object) {
        if (!old.isLeaving(object)) return object;
        long header = Memory.readLong(object);
        return ObjectHeader.isForwarded(header) ? header : Immediate.NULL;
    }

    /** As many bytes as can all be promoted and then all be copied once more under the limit. */
    @Override
    protected long nurseryBudget() {
        long half = (limit() - large.usedBytes() - immortal.usedBytes()) / 2;
        return half - old.current().usedBytes() - young.survivors().usedBytes();
    }

    @Override
    public long footprint() {
        long small = old.current().usedBytes() + young.survivors().usedBytes() + young.nurseryBytes();
        return 2 * small + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long footprintWith(long bytes) {
        long small = old.current().usedBytes() + young.usedBytes(allocator) + bytes;
        return 2 * small + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long usedBytes() {
        return old.current().usedBytes() + young.usedBytes(allocator) + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public List<Space> spaces() {
        List<Space> spaces = young.spaces();
        spaces.addAll(List.of(old.current(), old.reserve(), large, immortal));
        return spaces;
    }

    /** Builds GenCopy plans. */
    public static final class Factory implements PlanFactory {
        @Override
        public String name() {
            return "GenCopy";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public long reservedBytes(HeapOptions options) {
            return YoungGeneration.reservedBytes(options) + 2 * oldBytes(options);
        }

        @Override
        public Plan create(PlanContext context) {
            return new GenCopyPlan(context);
        }
    }
}
