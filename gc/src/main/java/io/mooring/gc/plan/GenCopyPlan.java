package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.barrier.ObjectRemembering;
import io.mooring.gc.barrier.RememberedSet;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.Halves;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.space.YoungGeneration;
import io.mooring.gc.trace.CopyTracer;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A nursery that empties itself into an old generation of two halves (Lieberman and Hewitt 1983, Ungar 1984, Appel 1989).
 *
 * A minor collection copies the live young objects: to the other survivor space until they are {@code aging} collections old, then to
 * the old half in use. A major one copies everything that lives to the other old half. The nursery shrinks before the heap is
 * exceeded, so that both always fit.
 */
public final class GenCopyPlan extends Plan {
    private static final Traits TRAITS = new Traits(true, true, true, 2.0);
    /** A nursery below this share of the configured one is not worth a minor collection: run a major one. */
    private static final long USEFUL_NURSERY_SHARE = 8;

    private final HeapOptions options;
    private final YoungGeneration young;
    private final Halves old;
    private final RememberedSet remembered = new RememberedSet();
    private final Barrier barrier = new ObjectRemembering(remembered);
    private final MinorTracer minor;
    private final MajorTracer major;
    private final LongConsumer scanImmortal;
    private CollectionKind running = CollectionKind.MINOR;

    private GenCopyPlan(PlanContext context) {
        super(context);
        options = context.options();
        young = new YoungGeneration(context.reservation(), options);
        old = new Halves("old", context.reservation().carve(oldBytes(options)), context.reservation().carve(oldBytes(options)));
        minor = new MinorTracer();
        major = new MajorTracer();
        scanImmortal = major::scan;
        openNursery();
    }

    /** Bytes of address space of an old half: half the maximum, half as much again for stored hashes, and a nursery to promote. */
    private static long oldBytes(HeapOptions options) {
        return options.maxHeapBytes() / 4 * 3 + options.nurseryBytes();
    }

    @Override
    public void collect(CollectionKind kind) {
        running = kind;
        switch (kind) {
            case MINOR -> collectMinor();
            case MAJOR -> collectMajor();
        }
    }

    private void collectMinor() {
        begin(Phase.PREPARE);
        prepareMinor();
        begin(Phase.ROOTS);
        context.roots().visitRoots(minor);
        begin(Phase.REMEMBERED);
        traceRemembered();
        begin(Phase.TRACE_LINKS);
        links.traceYoung(minor);
        begin(Phase.CLOSURE);
        minor.closure();
        begin(Phase.WEAK);
        processWeakSlots();
        begin(Phase.SWEEP_LINKS);
        links.sweepYoung(this);
        begin(Phase.RELEASE);
        young.abandon(options.stress());
        large.sweepYoung(0);
        openNursery();
        end(Phase.RELEASE);
    }

    private void collectMajor() {
        begin(Phase.PREPARE);
        prepareMajor();
        begin(Phase.ROOTS);
        context.roots().visitRoots(major);
        immortal.forEachObject(scanImmortal);
        begin(Phase.TRACE_LINKS);
        links.traceYoung(major);
        links.traceOld(major);
        begin(Phase.CLOSURE);
        major.closure(old.current());
        begin(Phase.WEAK);
        processWeakSlots();
        begin(Phase.SWEEP_LINKS);
        links.sweepYoung(this);
        links.sweepOld(this);
        begin(Phase.RELEASE);
        young.abandon(options.stress());
        old.reserve().abandon(options.stress());
        large.sweepAll(oldBits());
        resize();
        old.reserve().release(limit() / 2);
        openNursery();
        end(Phase.RELEASE);
    }

    private void prepareMinor() {
        allocator.retire();
        young.flip();
        old.current().startScan();
        minor.startCounting();
    }

    private void prepareMajor() {
        allocator.retire();
        young.flip();
        old.flip();
        for (long i = 0; i < remembered.size(); i++) RememberedSet.notifyAgain(remembered.get(i));
        remembered.forgetFirst(remembered.size());
        major.startCounting();
    }

    /** Traces the objects that may hold young references; those that still do afterwards stay remembered. [INV-03] */
    private void traceRemembered() {
        long count = remembered.size();
        for (long i = 0; i < count; i++) {
            long object = remembered.get(i);
            RememberedSet.notifyAgain(object);
            minor.scanOld(object);
        }
        remembered.forgetFirst(count);
    }

    /** Opens the nursery with as many bytes as can all be promoted and then all be copied once more under the limit. */
    private void openNursery() {
        long half = (limit() - large.usedBytes() - immortal.usedBytes()) / 2;
        young.open(half - old.current().usedBytes() - young.survivors().usedBytes());
    }

    /** Copies what it reaches out of the young generation. */
    private final class MinorTracer extends CopyTracer {
        private boolean sawYoung;

        MinorTracer() {
            super(GenCopyPlan.this.model, context.grey(), weakHolders, large);
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (young.contains(object)) {
                long header = Memory.readLong(object);
                long copy = ObjectHeader.isForwarded(header) ? header : copyYoung(object, header);
                if (young.contains(copy)) sawYoung = true;
                return copy;
            }
            if (isLarge(object) && LargeObjectSpace.isYoung(object)) promoteLarge(object);
            return object;
        }

        private @Ref long copyYoung(@Ref long object, long header) {
            if (ObjectHeader.age(header) >= options.aging()) return copy(object, header, old.current(), ObjectHeader.promoted(header));
            return copy(object, header, young.survivors(), ObjectHeader.older(header));
        }

        private void promoteLarge(@Ref long object) {
            long header = Memory.readLong(object);
            if (ObjectHeader.has(header, ObjectHeader.MARK)) return;
            Memory.writeLong(object, ObjectHeader.promoted(header) | ObjectHeader.MARK);
            grey.push(object);
        }

        @Override
        protected long hashSeed(@Ref long object) {
            return GenCopyPlan.this.hashSeed(object);
        }

        /** Scans an object that is old from now on; remembers it if it refers to an object that is still young. */
        long scanOld(@Ref long object) {
            sawYoung = false;
            long bytes = scan(object);
            if (sawYoung) remembered.add(object);
            return bytes;
        }

        void closure() {
            CopySpace promoted = old.current();
            CopySpace survivors = young.survivors();
            do {
                while (promoted.hasGrey()) promoted.blacken(scanOld(promoted.firstGrey()));
                while (survivors.hasGrey()) survivors.blacken(scan(survivors.firstGrey()));
                while (!grey.isEmpty()) scanOld(grey.pop());
            } while (promoted.hasGrey() || survivors.hasGrey());
        }
    }

    /** Copies everything it reaches, young and old, to the old half in use. */
    private final class MajorTracer extends CopyTracer {
        MajorTracer() {
            super(GenCopyPlan.this.model, context.grey(), weakHolders, large);
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (young.contains(object) || old.isLeaving(object)) {
                long header = Memory.readLong(object);
                return ObjectHeader.isForwarded(header) ? header : copy(object, header, old.current(), ObjectHeader.promoted(header));
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
    public @Ref long survivor(@Ref long object) {
        boolean left = young.contains(object) || (running == CollectionKind.MAJOR && old.isLeaving(object));
        if (left) {
            long header = Memory.readLong(object);
            return ObjectHeader.isForwarded(header) ? header : Immediate.NULL;
        }
        if (!large.contains(object) || LargeObjectSpace.isMarked(object)) return object;
        return running == CollectionKind.MAJOR || LargeObjectSpace.isYoung(object) ? Immediate.NULL : object;
    }

    @Override
    public long hashSeed(@Ref long object) {
        return young.contains(object) ? young.releases() : 0;
    }

    @Override
    protected void weakHolderKeepsYoung(@Ref long holder) {
        if (ObjectHeader.has(Memory.readLong(holder), ObjectHeader.NOTIFY)) remembered.add(holder);
    }

    @Override
    public boolean isYoung(@Ref long object) {
        if (young.contains(object)) return true;
        return large.contains(object) && LargeObjectSpace.isYoung(object) && !LargeObjectSpace.isMarked(object);
    }

    @Override
    public boolean refill(long bytes) {
        return young.refill(allocator, bytes);
    }

    @Override
    public boolean hasRoomForLarge(long bytes) {
        return footprint() + bytes <= limit();
    }

    @Override
    public CollectionKind nextKind() {
        return young.nurseryBytes() < options.nurseryBytes() / USEFUL_NURSERY_SHARE ? CollectionKind.MAJOR : CollectionKind.MINOR;
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
    public long copiedBytes() {
        return running == CollectionKind.MAJOR ? major.copiedBytes() : minor.copiedBytes();
    }

    @Override
    public long copiedObjects() {
        return running == CollectionKind.MAJOR ? major.copiedObjects() : minor.copiedObjects();
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

    @Override
    public Barrier barrier() {
        return barrier;
    }

    @Override
    public long oldBits() {
        return ObjectHeader.NOTIFY;
    }

    @Override
    public void close() {
        remembered.close();
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
