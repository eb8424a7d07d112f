package io.mooring.gc.plan;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.ForeignLinks;
import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.HeapListener;
import io.mooring.gc.Immediate;
import io.mooring.gc.Phase;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.barrier.Barrier;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.space.BumpAllocator;
import io.mooring.gc.space.ImmortalSpace;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import java.util.List;

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
    protected final AddressStack weakHolders;
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
        this.weakHolders = context.weakHolders();
        this.limit = context.options().trigger().firstLimit(context.options().maxHeapBytes());
    }

    public abstract Traits traits();

    /** The spaces of the plan, the shared ones included. */
    public abstract List<Space> spaces();

    public abstract Barrier barrier();

    /** Header bits of objects outside the young generation: {@code NOTIFY} if the plan has a barrier, else 0. */
    public abstract long oldBits();

    /** Runs the phases of a collection. */
    public abstract void collect(CollectionKind kind);

    /** Hands the allocator a chunk with room for {@code bytes}, without collecting; false when the limit forbids it. */
    public abstract boolean refill(long bytes);

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

    /** A number that is the same for as long as the object stays where it is, and another one for the next object to stand there. */
    public abstract long hashSeed(@Ref long object);

    public abstract long copiedBytes();

    public abstract long copiedObjects();

    /** Releases what the plan holds beside the reservation. */
    public void close() {}

    public final void connect(ForeignLinks connected) {
        links = connected;
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

    /** Asks the trigger for the limit after a major collection. */
    protected final void resize() {
        long max = context.options().maxHeapBytes();
        limit = Math.min(max, Math.max(footprintWith(context.options().nurseryBytes()), context.options().trigger().limitAfter(usedBytes(), max)));
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

    /** Clears the weak slots found by the closure whose referents died, and redirects the others. */
    protected final void processWeakSlots() {
        while (!weakHolders.isEmpty()) {
            long holder = weakHolders.pop();
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
            long referent = Memory.readLong(slot);
            if (!Immediate.isObject(referent)) return;
            long survivor = survivor(referent);
            Memory.writeLong(slot, survivor);
            if (survivor != Immediate.NULL && isYoung(survivor)) keptYoung = true;
        }
    }
}
