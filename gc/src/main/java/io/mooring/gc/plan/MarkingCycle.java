package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.SnapshotBarrier;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.plan.IncrementalPlan.State;
import io.mooring.gc.space.LargeObjectSweep;
import io.mooring.gc.space.MarkSweepSpace;
import io.mooring.gc.trace.Notes;
import io.mooring.gc.trace.SnapshotTracer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * The major collection of an incremental plan, from snapshot to snapshot: what each step does of it.
 *
 * <pre>
 *   IDLE  --takeSnapshot-->  MARKING  --nothing grey: finish-->  UNLINKING  --links swept-->  SWEEPING  --all swept-->  IDLE
 * </pre>
 */
final class MarkingCycle implements LinkSurvivors, AutoCloseable {
    private final IncrementalPlan plan;
    private final PlanContext context;
    private final MarkSweepSpace old;
    private final SnapshotBarrier snapshot;
    private final Pace pace;
    private final AddressStack grey = new AddressStack();
    private final Notes notes = new Notes();
    private final SnapshotTracer marker;
    private final SnapshotTracer finisher;
    private final LargeObjectSweep largeSweep;
    private final LongPredicate lives;
    private final LongConsumer shadeSlots;
    private State state = State.IDLE;
    private boolean finishing;
    private long workAtSnapshot;
    private long remarkNanos;
    /** Time that links have left in this step. */
    private long linkNanos;
    private boolean postponed;
    private long forced;

    MarkingCycle(IncrementalPlan plan, SnapshotBarrier snapshot, Pace pace) {
        this.plan = plan;
        this.context = plan.context;
        this.old = plan.old;
        this.snapshot = snapshot;
        this.pace = pace;
        ObjectModel model = context.model();
        marker = new SnapshotTracer(model, grey, notes, old, context.large());
        finisher = new SnapshotTracer(model, grey, context.notes(), old, context.large());
        largeSweep = new LargeObjectSweep(context.large());
        lives = object -> survivor(object) != Immediate.NULL;
        shadeSlots = object -> model.visitSlots(object, marker.weakly());
    }

    State state() {
        return state;
    }

    /** Whether the marking is being brought to its end, and objects are asked whether they survive it. */
    boolean isFinishing() {
        return finishing;
    }

    /** Whether what survives the cycle has marks that nothing has taken away yet: what becomes old meanwhile must have them too. */
    boolean marksStand() {
        return switch (state) {
            case MARKING, UNLINKING -> true;
            case IDLE, SWEEPING -> false;
        };
    }

    /** What the marks say, as long as they stand. All that is young is alive: it is newer than the snapshot. */
    @Override
    public @Ref long survivor(@Ref long object) {
        if (!old.contains(object) && !context.large().contains(object)) return object;
        return ObjectHeader.has(Memory.readLong(object), ObjectHeader.MARK | ObjectHeader.LARGE_YOUNG) ? object : Immediate.NULL;
    }

    @Override
    public boolean isYoung(@Ref long survivor) {
        return plan.isYoung(survivor);
    }

    /** Cycles that were finished in one pause, because there was no room left or a whole collection was asked for. */
    long forced() {
        return forced;
    }

    /** A large object has grown old. */
    void addLarge(@Ref long object) {
        largeSweep.add(object);
    }

    /** Everything is old, and nothing is marked: another has collected it. */
    void collected() {
        largeSweep.addAll();
    }

    /**
     * The nursery is empty: what is reachable now is what the cycle will keep. Objects that are young nevertheless, and move, count as
     * roots with all that they refer to, be it weakly. [INV-22]
     */
    void takeSnapshot() {
        plan.begin(Phase.PREPARE);
        state = State.MARKING;
        postponed = false;
        workAtSnapshot = old.usedBytes() + context.large().usedBytes();
        pace.cycleStarts(plan.room());
        snapshot.startMarking(marker);
        long immortal = context.immortal().range().start();
        marker.start(immortal, immortal + context.immortal().usedBytes());
        plan.begin(Phase.ROOTS);
        context.roots().visitRoots(marker);
        plan.young.survivors().forEachObject(context.model(), shadeSlots);
        plan.begin(Phase.TRACE_LINKS);
        plan.links.markingStarts(marker, this);
        plan.end(Phase.TRACE_LINKS);
    }

    /** Carries the cycle on until the work or the time of this pause, which began at {@code start}, is used up, or to its end; whether it has ended. */
    boolean step(long start, boolean toItsEnd) {
        if (toItsEnd) forced++;
        long deadline = toItsEnd ? System.nanoTime() + Long.MAX_VALUE / 2 : pace.deadline(start);
        linkNanos = toItsEnd ? Long.MAX_VALUE / 4 : pace.linkNanos(plan.room());
        plan.begin(Phase.PREPARE);
        if (state == State.MARKING) mark(start, deadline, toItsEnd);
        if (state == State.UNLINKING) unlink(deadline, toItsEnd);
        plan.begin(Phase.RELEASE);
        boolean ended = state == State.SWEEPING && sweep(deadline, pace.isOneByOne() && !toItsEnd);
        plan.end(Phase.RELEASE);
        if (ended) {
            state = State.IDLE;
            pace.cycleEnds(plan.room());
        } else if (state != State.MARKING) {
            pace.sweepGoesOn(plan.room());
        }
        return ended;
    }

    private void mark(long start, long deadline, boolean toItsEnd) {
        long before = marker.scannedBytes();
        long work = toItsEnd ? Long.MAX_VALUE / 2 : pace.work(Math.max(0, workAtSnapshot - before), plan.room());
        boolean isClosed = close(before + work, deadline, toItsEnd);
        while (isClosed && (toItsEnd || finishesNow(start)) && !finish()) isClosed = close(before + work, deadline, toItsEnd);
        long done = marker.scannedBytes() - before;
        plan.countMarked(done);
        if (!isClosed && marker.hasGrey() && done < work) pace.fellShort(done, work);
    }

    /** Marks what objects lead to, until {@code stop} bytes are scanned, and what links do, until the deadline; whether the closure is complete. */
    private boolean close(long stop, long deadline, boolean toItsEnd) {
        long most = toItsEnd ? Long.MAX_VALUE : pace.links();
        do {
            plan.begin(Phase.CLOSURE);
            if (!marker.advance(stop - marker.scannedBytes(), deadline)) return false;
            plan.begin(Phase.TRACE_LINKS);
            long start = System.nanoTime();
            boolean isThrough = plan.links.markSome(most, Math.min(deadline, start + linkNanos));
            linkNanos -= System.nanoTime() - start;
            if (isThrough) return true;
        } while (toItsEnd || !pace.isOneByOne() && linkNanos > 0 && System.nanoTime() - deadline < 0);
        return false;
    }

    /** Whether the end of marking, which is done in one piece, fits into this pause; it is put off once, to a pause with a shorter minor collection. */
    private boolean finishesNow(long start) {
        boolean now = postponed || pace.linksFit(linkNanos) && pace.fits(System.nanoTime() - start, remarkNanos);
        postponed = !now;
        return now;
    }

    /** Nothing is grey: what is white is dead but for finalizers. False if a link leads to more that lives. [INV-23] */
    private boolean finish() {
        long start = System.nanoTime();
        plan.begin(Phase.TRACE_LINKS);
        if (!plan.links.markingEnds()) {
            linkNanos -= System.nanoTime() - start;
            return false;
        }
        finishing = true;
        snapshot.stopMarking();
        plan.begin(Phase.CLOSURE);
        finisher.close();
        notes.moveTo(context.notes());
        plan.settle(finisher, CollectionKind.MAJOR);
        context.finalizers().forward(this, CollectionKind.MAJOR);
        snapshot.forgetDead(lives);
        finishing = false;
        plan.links.sweepStarts(this);
        state = State.UNLINKING;
        remarkNanos = System.nanoTime() - start;
        linkNanos -= remarkNanos;
        return true;
    }

    /** Ends the links of what is white, before any of it is freed; then the sweep may begin. */
    private void unlink(long deadline, boolean toItsEnd) {
        plan.begin(Phase.SWEEP_LINKS);
        while (!plan.links.sweepSome(toItsEnd ? Long.MAX_VALUE : pace.links(), Math.min(deadline, System.nanoTime() + linkNanos))) {
            if (!toItsEnd) return;
        }
        old.startSweep(context.options().stress());
        largeSweep.start();
        state = State.SWEEPING;
    }

    /** Frees what is white, one block or large object or as many as there are before {@code deadline}; whether all is swept. */
    private boolean sweep(long deadline, boolean onlyOne) {
        while (!old.isSwept()) {
            old.sweepNext();
            if (onlyOne || System.nanoTime() - deadline >= 0) return false;
        }
        while (!largeSweep.isDone()) {
            largeSweep.sweepNext(plan.oldBits());
            if (onlyOne || System.nanoTime() - deadline >= 0) return false;
        }
        return true;
    }

    /** Ephemerons that were reached count as grey: their values are traced in the end. */
    void forEachGrey(LongConsumer visitor) {
        marker.forEachGrey(visitor);
        for (long i = 0; i < notes.ephemerons().size(); i++) visitor.accept(notes.ephemerons().get(i));
    }

    /** See {@link Plan#wrongMark}; {@code unless} is what it says when no cycle is under way. */
    String wrongMark(@Ref long object, String unless) {
        boolean isMarked = ObjectHeader.has(Memory.readLong(object), ObjectHeader.MARK);
        return switch (state) {
            case IDLE -> unless;
            case MARKING -> isMarked && plan.isYoung(object) ? unless : null;
            case UNLINKING -> {
                if (survivor(object) == Immediate.NULL) yield "INV-24 0x" + Long.toHexString(object) + ", which the cycle has found dead";
                yield isMarked && (old.contains(object) || context.large().contains(object)) ? null : unless;
            }
            case SWEEPING -> {
                boolean isUnswept = old.contains(object) ? old.isUnswept(object) : largeSweep.isUnswept(object);
                if (isUnswept && !isMarked) yield "INV-24 0x" + Long.toHexString(object) + ", which the sweep is about to free";
                yield isUnswept ? null : unless;
            }
        };
    }

    @Override
    public void close() {
        grey.close();
        notes.close();
        largeSweep.close();
    }
}
