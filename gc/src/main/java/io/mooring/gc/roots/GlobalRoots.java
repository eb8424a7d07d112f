package io.mooring.gc.roots;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.SlotVisitor;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * The slots of all {@link Global} roots of a heap: a dense run of words and a free list threaded through the unused ones
 * (an unused slot holds an immediate, the index of the next unused one).
 */
public final class GlobalRoots implements AutoCloseable {
    /** A slot given to a Global; found in the queue when the Global died unclosed. */
    static final class Lease extends PhantomReference<Global> {
        private final @Slot long slot;

        Lease(Global global, @Slot long slot, ReferenceQueue<Global> dropped) {
            super(global, dropped);
            this.slot = slot;
        }
    }

    private static final long END_OF_FREE_LIST = -1;

    private final Range range;
    private final Runnable requireUsable;
    private final LongPredicate value;
    private final ReferenceQueue<Global> dropped = new ReferenceQueue<>();
    private final Set<Lease> leases = new HashSet<>();
    private long top;
    private long firstFree = END_OF_FREE_LIST;
    private boolean closed;

    /**
     * @param requireUsable throws an exception that says why, when the heap cannot be used
     * @param value         true of what a root may hold, or it throws an error that says why not; asked where assertions are on
     */
    public GlobalRoots(Range range, Runnable requireUsable, LongPredicate value) {
        this.range = range;
        this.requireUsable = requireUsable;
        this.value = value;
        this.top = range.start();
    }

    public Global root(@Ref long ref) {
        requireUsable();
        assert accepts(ref);
        takeBackDropped();
        long slot = takeSlot();
        Memory.writeLong(slot, ref);
        Global global = new Global(this, slot);
        Lease lease = new Lease(global, slot, dropped);
        leases.add(lease);
        global.lease(lease);
        return global;
    }

    private @Slot long takeSlot() {
        if (firstFree != END_OF_FREE_LIST) {
            long slot = range.start() + firstFree * Long.BYTES;
            firstFree = Immediate.value(Memory.readLong(slot));
            return slot;
        }
        if (top == range.end()) throw new HeapExhausted("global roots are full", Long.BYTES, range.bytes(), range.bytes());
        long slot = top;
        top += Long.BYTES;
        return slot;
    }

    /** The heap closes: its slots are no memory any more. */
    @Override
    public void close() {
        closed = true;
    }

    boolean accepts(@Ref long ref) {
        return value.test(ref);
    }

    void requireUsable() {
        requireUsable.run();
    }

    void end(Lease lease) {
        if (closed || !leases.remove(lease)) return;
        lease.clear();
        Memory.writeLong(lease.slot, Immediate.of(firstFree));
        firstFree = (lease.slot - range.start()) / Long.BYTES;
    }

    private void takeBackDropped() {
        for (Object gone = dropped.poll(); gone != null; gone = dropped.poll()) end((Lease) gone);
    }

    /** Number of roots in use. */
    public int size() {
        return leases.size();
    }

    public void visitRoots(SlotVisitor visitor) {
        takeBackDropped(); // what nobody in Java can reach any more keeps nothing alive
        for (long slot = range.start(); slot < top; slot += Long.BYTES) visitor.visitSlot(slot);
    }
}
