package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Ref;
import io.mooring.gc.barrier.RememberingBarrier;
import io.mooring.gc.barrier.SnapshotBarrier;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.trace.MinorTracer;
import java.util.function.LongConsumer;

/**
 * A nursery in front of a mark-sweep space whose major collection runs in bounded steps, one after each minor collection: it marks what
 * was reachable when it began (snapshot at the beginning, Yuasa 1990), and sweeps block by block. See {@code docs/incremental.md}.
 */
public final class IncrementalPlan extends GenerationalMarkSweepPlan {
    private static final Traits TRAITS = Traits.incremental(true, 1.0);
    /** Free blocks given back to the system between two looks at the clock: some 50 microseconds. */
    private static final long BLOCKS_PER_LOOK = 8;

    /** Where the cycle stands between two pauses. */
    public enum State {
        IDLE,
        MARKING,
        /** What is white is dead; its links end, and nothing is freed. */
        UNLINKING,
        SWEEPING
    }

    private final SnapshotBarrier snapshot;
    private final Promotion minor;
    private final Pace pace;
    private final MarkingCycle cycle;

    private IncrementalPlan(PlanContext context) {
        super(context);
        snapshot = (SnapshotBarrier) remembered;
        minor = new CardedPromotion();
        pace = new Pace(options, limit());
        cycle = new MarkingCycle(this, snapshot, pace);
        young.open(nurseryBudget());
    }

    @Override
    protected RememberingBarrier newBarrier() {
        return new SnapshotBarrier(model, large);
    }

    /** As every promotion, but looks only at those slots of a large object that were stored into. */
    private final class CardedPromotion extends Promotion {
        @Override
        protected void scanGrey(@Ref long object) {
            if (!isLarge(object)) {
                scanOld(object);
                return;
            }
            cycle.addLarge(object);
            if (!snapshot.hasCards(object)) {
                scanOld(object);
                return;
            }
            noteShape(object);
            snapshot.traceCards(object, this);
        }
    }

    // ---- the phases ---------------------------------------------------------------------------------------------------------------

    @Override
    public CollectionKind collect(CollectionKind kind) {
        if (kind == CollectionKind.MAJOR) {
            if (state() != State.IDLE) cycle.step(System.nanoTime(), true);
            return super.collect(CollectionKind.MAJOR);
        }
        long start = System.nanoTime();
        boolean starts = state() == State.IDLE && pace.starts(room());
        super.collect(CollectionKind.MINOR);
        pace.minorTook(System.nanoTime() - start);
        if (starts) cycle.takeSnapshot();
        boolean ended = state() != State.IDLE && cycle.step(start, super.nextKind() == CollectionKind.MAJOR);
        releaseFree(start);
        return ended ? CollectionKind.MAJOR : CollectionKind.MINOR;
    }

    /** Gives free blocks that the limit does not let the heap use back to the system, as long as there is time. */
    private void releaseFree(long start) {
        long deadline = pace.deadline(start);
        boolean done;
        do done = old.releaseFree(Math.max(0, room()), BLOCKS_PER_LOOK);
        while (!done && System.nanoTime() - deadline < 0);
    }

    // ---- what the shared phases ask -----------------------------------------------------------------------------------------------

    /** What a cycle finds new in the old generation is alive for it. */
    @Override
    protected long promotedBits() {
        return cycle.marksStand() ? ObjectHeader.MARK : 0;
    }

    @Override
    protected void releaseYoungLarge() {
        snapshot.forgetDeadYoung();
        large.sweepYoung(promotedBits());
    }

    @Override
    protected void releaseOld() {
        super.releaseOld();
        cycle.collected();
    }

    @Override
    public @Ref long survivor(@Ref long object) {
        return cycle.isFinishing() ? cycle.survivor(object) : super.survivor(object);
    }

    @Override
    protected MinorTracer minor() {
        return minor;
    }

    /** Bytes below the limit that neither objects nor free cells that cannot be used again take. */
    long room() {
        return limit() - footprintWith(0);
    }

    @Override
    protected long nurseryBudget() {
        return Math.min(super.nurseryBudget(), pace.nurseryBytes());
    }

    @Override
    protected void resized() {
        super.resized();
        pace.resized(room());
    }

    /** A cycle under way is carried on, and to its end where there is no room left, before another one is thought of. */
    @Override
    public CollectionKind nextKind() {
        return state() == State.IDLE ? super.nextKind() : CollectionKind.MINOR;
    }

    @Override
    public long largeBits() {
        return ObjectHeader.LARGE_YOUNG | ObjectHeader.NOTIFY;
    }

    // ---- what checks ask ------------------------------------------------------------------------------------------------------------

    @Override
    public boolean isMarking() {
        return state() == State.MARKING;
    }

    /** Where the cycle stands. */
    public State state() {
        return cycle.state();
    }

    /** Cycles that have ended. */
    public long cycles() {
        return pace.cycles();
    }

    /** Cycles among them that were finished in one pause, because there was no room left or a whole collection was asked for. */
    public long cyclesForced() {
        return cycle.forced();
    }

    @Override
    public void forEachGrey(LongConsumer visitor) {
        cycle.forEachGrey(visitor);
    }

    @Override
    public String wrongMark(@Ref long object) {
        return cycle.wrongMark(object, super.wrongMark(object));
    }

    @Override
    public Traits traits() {
        return TRAITS;
    }

    @Override
    public void close() {
        super.close();
        cycle.close();
    }

    /** Builds Incremental plans. */
    public static final class Factory extends GenerationalMarkSweepPlan.Factory {
        @Override
        public String name() {
            return "Incremental";
        }

        @Override
        public Traits traits() {
            return TRAITS;
        }

        @Override
        public Plan create(PlanContext context) {
            return new IncrementalPlan(context);
        }
    }
}
