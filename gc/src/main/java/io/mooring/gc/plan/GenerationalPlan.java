package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.barrier.RememberingBarrier;
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
public abstract class GenerationalPlan extends Plan {
    /** A nursery below this share of the configured one is not worth a minor collection: run a major one (Appel 1989). */
    private static final long USEFUL_NURSERY_SHARE = 8;

    protected final HeapOptions options;
    protected final YoungGeneration young;
    protected final RememberingBarrier remembered;
    private CollectionKind running = CollectionKind.MINOR;
    private long oldBefore;
    private long promotedBytes;
    private long rememberedBefore;

    protected GenerationalPlan(PlanContext context) {
        super(context);
        options = context.options();
        young = new YoungGeneration(context.reservation(), options);
        remembered = newBarrier();
    }

    /** The barrier of this plan; called by the constructor of this class, when the shared spaces and {@link #young} are there. */
    protected RememberingBarrier newBarrier() {
        return RememberingBarrier.of(options.remembering(), model, context.reservation().range(), young::contains);
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

    /** Frees what is dead in the old generation. */
    protected abstract void releaseOld();

    /** Whether {@code object} has not been reached by the running major collection; it is neither young nor large. */
    protected abstract @Ref long survivorOfOld(@Ref long object);

    /** Bytes of the objects of the old generation that are not large. */
    protected abstract long oldUsedBytes();

    /** Bytes that the nursery may have, so that whatever survives in it fits into the old generation under the limit. */
    protected abstract long nurseryBudget();

    @Override
    public CollectionKind collect(CollectionKind kind) {
        running = kind;
        switch (kind) {
            case MINOR -> collectMinor();
            case MAJOR -> collectMajor();
        }
        return kind;
    }

    private void collectMinor() {
        begin(Phase.PREPARE);
        prepareMinor();
        begin(Phase.ROOTS);
        context.roots().visitRoots(minor());
        begin(Phase.REMEMBERED);
        minor().traceRemembered();
        traceLinks(minor(), CollectionKind.MINOR);
        begin(Phase.CLOSURE);
        minor().close();
        settle(minor(), CollectionKind.MINOR);
        sweepLinks(CollectionKind.MINOR);
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
        begin(Phase.CLOSURE);
        major().close();
        traceLinks(major(), CollectionKind.MAJOR);
        begin(Phase.CLOSURE);
        major().close();
        settle(major(), CollectionKind.MAJOR);
        sweepLinks(CollectionKind.MAJOR);
        begin(Phase.RELEASE);
        releaseMajor();
        end(Phase.RELEASE);
    }

    private void prepareMinor() {
        allocator.retire();
        young.flip();
        prepareOldForMinor();
        minor().start();
        oldBefore = oldUsedBytes();
        promotedBytes = 0;
        rememberedBefore = remembered.size();
    }

    private void prepareMajor() {
        allocator.retire();
        tellLinks(major());
        young.flip();
        prepareOldForMajor();
        remembered.forget();
        major().start();
    }

    private void releaseMinor() {
        young.abandon(options.stress());
        releaseYoungLarge();
        promotedBytes = oldUsedBytes() - oldBefore;
        young.open(nurseryBudget());
    }

    /** A minor collection ends: frees the young large objects that it has not reached; the others are old. */
    protected void releaseYoungLarge() {
        large.sweepYoung(0);
    }

    private void releaseMajor() {
        young.abandon(options.stress());
        large.sweepAll(oldBits());
        releaseOld();
        promotedBytes = 0;
        rememberedBefore = 0;
        young.open(nurseryBudget());
    }

    @Override
    protected void resized() {
        young.open(nurseryBudget());
    }

    @Override
    public @Ref long survivor(@Ref long object) {
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
    public final boolean isInNursery(@Ref long object) {
        return young.contains(object);
    }

    @Override
    public final long hashSeed(@Ref long object) {
        return young.contains(object) ? young.releases() : 0;
    }

    @Override
    protected final void weakHolderKeepsYoung(@Ref long holder) {
        if (ObjectHeader.notifiesAt(holder)) remembered.remember(holder);
    }

    @Override
    public final boolean refill(long bytes) {
        return young.refill(allocator, bytes);
    }

    @Override
    public CollectionKind nextKind() {
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
    public final long promotedBytes() {
        return promotedBytes;
    }

    @Override
    public final long remembered() {
        return rememberedBefore;
    }

    @Override
    public final Barrier barrier() {
        return remembered;
    }

    @Override
    public final boolean remembers(@Ref long object, @Slot long slot) {
        return remembered.remembers(object, slot);
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
