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
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.YoungGeneration;
import io.mooring.gc.trace.CopyTracer;
import io.mooring.gc.trace.MinorTracer;
import java.util.function.LongConsumer;

/**
 * A young generation in front of some old one (Lieberman and Hewitt 1983, Ungar 1984): the two lists of phases. What the old generation
 * is, and how a major collection treats it, is the subclass's.
 */
abstract class GenerationalPlan extends Plan {
    /** A nursery below this share of the configured one is not worth a minor collection: run a major one (Appel 1989). */
    private static final long USEFUL_NURSERY_SHARE = 8;

    protected final HeapOptions options;
    protected final YoungGeneration young;
    protected final RememberedSet remembered = new RememberedSet();
    private final Barrier barrier = new ObjectRemembering(remembered);
    private CollectionKind running = CollectionKind.MINOR;

    protected GenerationalPlan(PlanContext context) {
        super(context);
        options = context.options();
        young = new YoungGeneration(context.reservation(), options);
    }

    /** The closure of minor collections. */
    protected abstract MinorTracer minor();

    /** The closure of major collections; all that it reaches is old afterwards. */
    protected abstract CopyTracer major();

    /** Scans an immortal object with {@link #major}. */
    protected abstract LongConsumer scanImmortal();

    /** The old generation is about to receive promoted objects. */
    protected abstract void prepareOldForMinor();

    /** The old generation is about to be collected. */
    protected abstract void prepareOldForMajor();

    /** Scans with {@link #major} until nothing is grey. */
    protected abstract void closeMajor();

    /** Frees what is dead in the old generation. */
    protected abstract void releaseOld();

    /** Whether {@code object} has not been reached by the running major collection; it is neither young nor large. */
    protected abstract @Ref long survivorOfOld(@Ref long object);

    /** Bytes that the nursery may have, so that whatever survives in it fits into the old generation under the limit. */
    protected abstract long nurseryBudget();

    @Override
    public final void collect(CollectionKind kind) {
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
        context.roots().visitRoots(minor());
        begin(Phase.REMEMBERED);
        minor().traceRemembered();
        begin(Phase.TRACE_LINKS);
        links.traceYoung(minor());
        begin(Phase.CLOSURE);
        minor().closure();
        begin(Phase.WEAK);
        processWeakSlots();
        begin(Phase.SWEEP_LINKS);
        links.sweepYoung(this);
        begin(Phase.RELEASE);
        releaseMinor();
        end(Phase.RELEASE);
    }

    private void collectMajor() {
        begin(Phase.PREPARE);
        prepareMajor();
        begin(Phase.ROOTS);
        context.roots().visitRoots(major());
        immortal.forEachObject(scanImmortal());
        begin(Phase.TRACE_LINKS);
        links.traceYoung(major());
        links.traceOld(major());
        begin(Phase.CLOSURE);
        closeMajor();
        begin(Phase.WEAK);
        processWeakSlots();
        begin(Phase.SWEEP_LINKS);
        links.sweepYoung(this);
        links.sweepOld(this);
        begin(Phase.RELEASE);
        releaseMajor();
        end(Phase.RELEASE);
    }

    private void prepareMinor() {
        allocator.retire();
        young.flip();
        prepareOldForMinor();
        minor().startCounting();
    }

    private void prepareMajor() {
        allocator.retire();
        young.flip();
        prepareOldForMajor();
        for (long i = 0; i < remembered.size(); i++) RememberedSet.notifyAgain(remembered.get(i));
        remembered.forgetFirst(remembered.size());
        major().startCounting();
    }

    private void releaseMinor() {
        young.abandon(options.stress());
        large.sweepYoung(0);
        young.open(nurseryBudget());
    }

    private void releaseMajor() {
        young.abandon(options.stress());
        large.sweepAll(oldBits());
        releaseOld();
        young.open(nurseryBudget());
    }

    @Override
    public final @Ref long survivor(@Ref long object) {
        if (young.contains(object)) {
            long header = Memory.readLong(object);
            return ObjectHeader.isForwarded(header) ? header : Immediate.NULL;
        }
        boolean isLarge = large.contains(object);
        if (running == CollectionKind.MINOR) {
            boolean dead = isLarge && LargeObjectSpace.isYoung(object) && !LargeObjectSpace.isMarked(object);
            return dead ? Immediate.NULL : object;
        }
        if (isLarge) return LargeObjectSpace.isMarked(object) ? object : Immediate.NULL;
        return immortal.contains(object) ? object : survivorOfOld(object);
    }

    @Override
    public final boolean isYoung(@Ref long object) {
        if (young.contains(object)) return true;
        return large.contains(object) && LargeObjectSpace.isYoung(object) && !LargeObjectSpace.isMarked(object);
    }

    @Override
    public final long hashSeed(@Ref long object) {
        return young.contains(object) ? young.releases() : 0;
    }

    @Override
    protected final void weakHolderKeepsYoung(@Ref long holder) {
        if (ObjectHeader.has(Memory.readLong(holder), ObjectHeader.NOTIFY)) remembered.add(holder);
    }

    @Override
    public final boolean refill(long bytes) {
        return young.refill(allocator, bytes);
    }

    @Override
    public final CollectionKind nextKind() {
        return young.nurseryBytes() < options.nurseryBytes() / USEFUL_NURSERY_SHARE ? CollectionKind.MAJOR : CollectionKind.MINOR;
    }

    @Override
    public final long copiedBytes() {
        return running == CollectionKind.MAJOR ? major().copiedBytes() : minor().copiedBytes();
    }

    @Override
    public final long copiedObjects() {
        return running == CollectionKind.MAJOR ? major().copiedObjects() : minor().copiedObjects();
    }

    @Override
    public final Barrier barrier() {
        return barrier;
    }

    @Override
    public final long oldBits() {
        return ObjectHeader.NOTIFY;
    }

    @Override
    public void close() {
        remembered.close();
    }
}
