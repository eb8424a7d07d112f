package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.ForeignLinks;
import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.ForeignLinks.LinkTracer;
import io.mooring.gc.HeapListener;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.mortality.Ephemerons;
import io.mooring.gc.mortality.Finalizers;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.ImmortalSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.trace.Notes;
import io.mooring.gc.trace.Tracer;
import io.mooring.gc.trigger.Cycle;
import io.mooring.gc.trigger.Trigger;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * A composition of spaces and phases: how a heap is collected. Subclasses state their spaces, their tracers and the list of phases;
 * what all plans share stands here.
 */
public abstract class Plan implements LinkSurvivors {
    protected final PlanContext context;
    protected final ObjectModel model;
    protected final BumpAllocator allocator;
    protected final ImmortalSpace immortal;
    protected final LargeObjectSpace large;
    private final Notes notes;
    private final Ephemerons ephemerons;
    private final Finalizers finalizers;
    private final Trigger.Sizer sizer;
    protected ForeignLinks links = ForeignLinks.NONE;
    private HeapListener listener = HeapListener.NONE;
    private long limit;
    private Phase running = Phase.PREPARE;
    private final WeakSlots weakSlots = new WeakSlots();

    protected Plan(PlanContext context) {
        this.context = context;
        this.model = context.model();
        this.allocator = context.allocator();
        this.immortal = context.immortal();
        this.large = context.large();
        this.notes = context.notes();
        this.ephemerons = context.ephemerons();
        this.finalizers = context.finalizers();
        ephemerons.tellWhoKeepsYoung(this::weakHolderKeepsYoung);
        this.sizer = context.options().trigger().sizer(context.options().maxHeapBytes());
        if (sizer == null) throw new IllegalArgumentException("option trigger is " + context.options().trigger() + "; it must be one that has a sizer for a heap of " + context.options().maxHeapBytes() + " bytes");
        this.limit = Math.min(sizer.firstLimit(), context.options().maxHeapBytes());
    }

    public abstract Traits traits();

    /** The spaces of the plan, the shared ones included. */
    public abstract List<Space> spaces();

    public abstract Barrier barrier();

    /** Whether a minor collection would look at a slot of an object that is not young, because the barrier or a collection wrote it down. */
    public boolean remembers(@Ref long object, @Slot long slot) {
        return !ObjectHeader.notifiesAt(object);
    }

    /** Header bits of objects outside the young generation: {@code NOTIFY} if the plan has a barrier, else 0. */
    public abstract long oldBits();

    /** Header bits of a new large object. */
    public long largeBits() {
        return ObjectHeader.LARGE_YOUNG;
    }

    /** Whether marks stand between collections because one is under way in steps: new white objects must not be forgotten. */
    public boolean isMarking() {
        return false;
    }

    /** Shows every object whose slots a marking under way has still to trace. */
    public void forEachGrey(LongConsumer visitor) {}

    /** What is wrong with the mark of a reachable object between collections, or with its absence, beginning with a tag; null when nothing is. [INV-04] */
    public String wrongMark(@Ref long object) {
        return ObjectHeader.has(Memory.readLong(object), ObjectHeader.MARK) ? "INV-04 0x" + Long.toHexString(object) + ", marked outside a collection" : null;
    }

    /** Runs the phases of a collection. Returns what it turned out to be: a plan may do more than it was asked for. */
    public abstract CollectionKind collect(CollectionKind kind);

    /** Hands the allocator a chunk with room for {@code bytes}, without collecting; false when the limit forbids it. */
    public abstract boolean refill(long bytes);

    /**
     * An allocation that took the slow path has got its memory; the heap writes the header next. A plan that hands out single objects hears
     * of all of them.
     */
    public void allocated(@Ref long object, long bytes) {}

    /** Whether {@code bytes} bytes of large object fit under the limit. */
    public final boolean hasRoomForLarge(long bytes) {
        return footprint() + bytes <= limit;
    }

    /** What the next collection should be when the allocator is empty. */
    public abstract CollectionKind nextKind();

    /** Bytes in use, the reserve that the next collection needs included: what the limit and the maximum bound. */
    public abstract long footprint();

    /** Bytes of objects, without any reserve. */
    public abstract long usedBytes();

    /** Heap bytes needed so that {@code bytes} more of small objects fit. */
    public abstract long footprintWith(long bytes);

    /** Where an object that was just allocated counts as: whether a minor collection may move or free it. */
    @Override
    public abstract boolean isYoung(@Ref long object);

    /** Whether the object lies where every collection moves it away from, pinned or not; pinned objects move away at once, and for the last time. */
    public boolean isInNursery(@Ref long object) {
        return false;
    }

    /** A number that is the same for as long as the object stays where it is, and another one for the next object to stand there. */
    public abstract long hashSeed(@Ref long object);

    /** Bytes of objects that the last collection moved. */
    public long copiedBytes() {
        return 0;
    }

    /** Objects that the last collection moved. */
    public long copiedObjects() {
        return 0;
    }

    /** Bytes that the last collection, if it was a minor one, added to the old generation. */
    public long promotedBytes() {
        return 0;
    }

    /** Bytes of objects that the last collection found alive and left where they are. */
    public long markedBytes() {
        return 0;
    }

    /** What the last collection, if it was a minor one, found written down by the barrier: objects or slots. */
    public long remembered() {
        return 0;
    }

    /** Releases what the plan holds beside the reservation. */
    public void close() {}

    public final void connect(ForeignLinks connected) {
        links = connected;
        ephemerons.tellWhoIsReached(connected::reached);
    }

    public final void listen(HeapListener to) {
        listener = to;
    }

    /** Bytes the heap may use before the next major collection. */
    public final long limit() {
        return limit;
    }

    /** Lets the heap use {@code bytes} bytes, up to its maximum. */
    public final void growTo(long bytes) {
        limit = Math.max(limit, Math.min(bytes, context.options().maxHeapBytes()));
    }

    /** A major collection ended: asks the trigger for the next limit, which leaves room for a nursery where the maximum allows it. */
    public final void resize(Cycle cycle) {
        long wanted = limit;
        try {
            wanted = sizer.limitAfter(cycle);
        } finally { // a trigger that throws leaves the limit, and a heap that goes on
            limit = Math.min(context.options().maxHeapBytes(), Math.max(footprintWith(context.options().nurseryBytes()), wanted));
            resized();
        }
    }

    /** The limit has changed: gives back memory that the heap may not use any more, and opens the nursery for what it may. */
    protected void resized() {}

    /** Keeps alive what the foreign side of links refers to. */
    protected final void traceLinks(LinkTracer tracer, CollectionKind kind) {
        begin(Phase.TRACE_LINKS);
        links.traceYoung(tracer);
        if (kind == CollectionKind.MINOR) return;
        links.traceOld(tracer);
        links.traceCycles(tracer, this);
    }

    /** What a plan promises of who dies in {@link ForeignLinks#majorBegins}: none of them, if it allocates at once where they were. */
    protected LongPredicate left() {
        return ForeignLinks.NOBODY;
    }

    /** A major collection in one piece begins, before anything moves: its tracer tells the links whom it reaches. */
    protected final void tellLinks(Tracer tracer) {
        links.majorBegins(left());
        tracer.tell(links);
    }

    /** Links and registered objects follow their survivors; those of the dead end. */
    protected final void sweepLinks(CollectionKind kind) {
        begin(Phase.SWEEP_LINKS);
        links.sweepYoung(this);
        if (kind == CollectionKind.MAJOR) links.sweepOld(this);
        finalizers.forward(this, kind);
    }

    /** A phase starts, and the one before it ends. */
    protected final void begin(Phase phase) {
        if (phase != Phase.PREPARE) listener.phaseEnds(running);
        running = phase;
        listener.phaseStarts(phase);
    }

    /** The last phase ends. */
    protected final void end(Phase phase) {
        listener.phaseEnds(phase);
    }

    /**
     * The closure is complete but for what lives by other rules than reachability: ephemerons, weak references, finalizers. What a
     * finalizer keeps may reach more of the other two.
     */
    protected final void settle(Tracer tracer, CollectionKind kind) {
        begin(Phase.EPHEMERONS);
        ephemerons.resolve(tracer, this);
        if (kind == CollectionKind.MAJOR && links.traceUncollectable(tracer)) ephemerons.resolve(tracer, this);
        begin(Phase.WEAK);
        processWeakSlots();
        begin(Phase.FINALIZERS);
        boolean kept = finalizers.resurrect(tracer, this, kind);
        while (kind == CollectionKind.MAJOR && links.traceGarbage(tracer)) {
            ephemerons.resolve(tracer, this);
            kept = true;
        }
        if (kept) {
            ephemerons.resolve(tracer, this);
            processWeakSlots();
        }
        ephemerons.clearDead();
    }

    /** Clears the weak slots found by the closure whose referents died, and redirects the others. */
    private void processWeakSlots() {
        while (!notes.weakHolders().isEmpty()) {
            long holder = notes.weakHolders().pop();
            weakSlots.keptYoung = false;
            model.visitWeakSlots(holder, weakSlots);
            if (weakSlots.keptYoung) weakHolderKeepsYoung(holder);
        }
    }

    /** A weak slot of {@code holder} refers to an object that is still young; generational plans remember the holder. */
    protected void weakHolderKeepsYoung(@Ref long holder) {
        throw new IllegalStateException("a plan without generations has a young object at 0x" + Long.toHexString(holder));
    }

    private final class WeakSlots implements SlotVisitor {
        private boolean keptYoung;

        @Override
        public void visitSlot(@Slot long slot) {}

        @Override
        public void visitWeakSlot(@Slot long slot) {
            long referent = SlotWord.read(slot);
            if (!Immediate.isObject(referent)) return;
            long survivor = survivor(referent);
            SlotWord.rewrite(slot, survivor);
            if (survivor != Immediate.NULL && isYoung(survivor)) keptYoung = true;
        }
    }
}
