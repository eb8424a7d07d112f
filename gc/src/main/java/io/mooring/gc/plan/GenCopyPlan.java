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
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.CopySpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.trace.CopyTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A nursery that empties itself into an old generation of two halves (Lieberman and Hewitt 1983, Ungar 1984, Appel 1989).
 *
 * <pre>
 *   young: | nursery | (second nursery, under stress) | survivors 0 | survivors 1 |      one range, one test
 *   old:   | half 0 | half 1 |
 * </pre>
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
    private final Range young;
    private final CopySpace[] nurseries;
    private int nurseryInUse;
    private long nurseryBytes;
    private long youngReleases;
    private CopySpace survivors;
    private CopySpace survivorReserve;
    private CopySpace old;
    private CopySpace oldReserve;
    private final RememberedSet remembered = new RememberedSet();
    private final Barrier barrier = new ObjectRemembering(remembered);
    private final MinorTracer minor;
    private final MajorTracer major;
    private final LongConsumer scanImmortal;
    private CollectionKind running = CollectionKind.MINOR;

    private GenCopyPlan(PlanContext context) {
        super(context);
        options = context.options();
        young = context.reservation().carve(youngBytes(options));
        nurseries = new CopySpace[nurseryCount(options)];
        for (int i = 0; i < nurseries.length; i++) nurseries[i] = new CopySpace("nursery-" + i, young.slice(i * options.nurseryBytes(), options.nurseryBytes()));
        long survivorStart = nurseries.length * options.nurseryBytes();
        survivors = new CopySpace("survivors-0", young.slice(survivorStart, survivorBytes(options)));
        survivorReserve = new CopySpace("survivors-1", young.slice(survivorStart + survivorBytes(options), survivorBytes(options)));
        old = new CopySpace("old-0", context.reservation().carve(oldBytes(options)));
        oldReserve = new CopySpace("old-1", context.reservation().carve(oldBytes(options)));
        minor = new MinorTracer();
        major = new MajorTracer();
        scanImmortal = major::scan;
        openNursery();
    }

    /** Two nurseries take turns when abandoned memory is to be recognised: the one just left stays untouched for a whole cycle. */
    private static int nurseryCount(HeapOptions options) {
        return options.stress().poison() || options.stress().protect() ? 2 : 1;
    }

    /** Room for everything that can be young at once, {@code aging} nurseries, and half as much again for stored hashes. */
    private static long survivorBytes(HeapOptions options) {
        return options.aging() * options.nurseryBytes() / 2 * 3;
    }

    private static long youngBytes(HeapOptions options) {
        return nurseryCount(options) * options.nurseryBytes() + 2 * survivorBytes(options);
    }

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
        releaseYoung();
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
        major.closure(old);
        begin(Phase.WEAK);
        processWeakSlots();
        begin(Phase.SWEEP_LINKS);
        links.sweepYoung(this);
        links.sweepOld(this);
        begin(Phase.RELEASE);
        releaseYoung();
        oldReserve.abandon(options.stress());
        large.sweepAll(oldBits());
        resize();
        oldReserve.release(limit() / 2);
        openNursery();
        end(Phase.RELEASE);
    }

    private void prepareMinor() {
        allocator.retire();
        flipSurvivors();
        old.startScan();
        minor.startCounting();
    }

    private void prepareMajor() {
        allocator.retire();
        flipSurvivors();
        CopySpace full = old;
        old = oldReserve;
        oldReserve = full;
        old.open();
        old.startScan();
        for (long i = 0; i < remembered.size(); i++) RememberedSet.notifyAgain(remembered.get(i));
        remembered.forgetFirst(remembered.size());
        major.startCounting();
    }

    private void flipSurvivors() {
        CopySpace full = survivors;
        survivors = survivorReserve;
        survivorReserve = full;
        survivors.open();
        survivors.startScan();
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

    private void releaseYoung() {
        nurseries[nurseryInUse].abandon(options.stress());
        survivorReserve.abandon(options.stress());
        nurseryInUse = (nurseryInUse + 1) % nurseries.length;
        youngReleases++;
    }

    /** Opens the nursery with as many bytes as can all be promoted and then all be copied once more under the limit. */
    private void openNursery() {
        nurseries[nurseryInUse].open();
        long half = (limit() - large.usedBytes() - immortal.usedBytes()) / 2;
        nurseryBytes = Math.clamp(half - old.usedBytes() - survivors.usedBytes(), 0, options.nurseryBytes());
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
            if (ObjectHeader.age(header) >= options.aging()) return copy(object, header, old, ObjectHeader.promoted(header));
            return copy(object, header, survivors, ObjectHeader.older(header));
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
            do {
                while (old.hasGrey()) old.blacken(scanOld(old.firstGrey()));
                while (survivors.hasGrey()) survivors.blacken(scan(survivors.firstGrey()));
                while (!grey.isEmpty()) scanOld(grey.pop());
            } while (old.hasGrey() || survivors.hasGrey());
        }
    }

    /** Copies everything it reaches, young and old, to the old half in use. */
    private final class MajorTracer extends CopyTracer {
        MajorTracer() {
            super(GenCopyPlan.this.model, context.grey(), weakHolders, large);
        }

        @Override
        public @Ref long trace(@Ref long object) {
            if (young.contains(object) || oldReserve.contains(object)) {
                long header = Memory.readLong(object);
                return ObjectHeader.isForwarded(header) ? header : copy(object, header, old, ObjectHeader.promoted(header));
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
        boolean left = young.contains(object) || (running == CollectionKind.MAJOR && oldReserve.contains(object));
        if (left) {
            long header = Memory.readLong(object);
            return ObjectHeader.isForwarded(header) ? header : Immediate.NULL;
        }
        if (!large.contains(object) || LargeObjectSpace.isMarked(object)) return object;
        return running == CollectionKind.MAJOR || LargeObjectSpace.isYoung(object) ? Immediate.NULL : object;
    }

    @Override
    public long hashSeed(@Ref long object) {
        return young.contains(object) ? youngReleases : 0;
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
        CopySpace nursery = nurseries[nurseryInUse];
        return allocator.refill(nursery, bytes, nursery.range().start() + nurseryBytes);
    }

    @Override
    public boolean hasRoomForLarge(long bytes) {
        return footprint() + bytes <= limit();
    }

    @Override
    public CollectionKind nextKind() {
        return nurseryBytes < options.nurseryBytes() / USEFUL_NURSERY_SHARE ? CollectionKind.MAJOR : CollectionKind.MINOR;
    }

    private long youngUsedBytes() {
        return nurseries[nurseryInUse].usedBytes() - allocator.unusedBytes() + survivors.usedBytes();
    }

    @Override
    public long footprint() {
        return 2 * (old.usedBytes() + survivors.usedBytes() + nurseryBytes) + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long footprintWith(long bytes) {
        return 2 * (old.usedBytes() + youngUsedBytes() + bytes) + large.usedBytes() + immortal.usedBytes();
    }

    @Override
    public long usedBytes() {
        return old.usedBytes() + youngUsedBytes() + large.usedBytes() + immortal.usedBytes();
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
        List<Space> spaces = new ArrayList<>(List.of(nurseries));
        spaces.addAll(List.of(survivors, survivorReserve, old, oldReserve, large, immortal));
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
            return youngBytes(options) + 2 * oldBytes(options);
        }

        @Override
        public Plan create(PlanContext context) {
            return new GenCopyPlan(context);
        }
    }
}
