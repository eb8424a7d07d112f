package io.mooring.gc.inspect;

import io.mooring.gc.ForeignLinks.LinkChecker;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.space.WordBitmap;

/**
 * One run of a {@link HeapWalk}: what was found, and what is still to be shown.
 *
 * <pre>
 *   found     a bit per word of the heap       set when the first slot that names the object is met
 *   rooted    objects that roots name          in the order of the roots
 *   pending   found, not shown                 the last pushed comes next
 *   waiting   ephemerons, found, not shown     by their keys, none of which was found yet
 * </pre>
 */
final class Traversal implements SlotVisitor, LinkChecker, AutoCloseable {
    /** What is done with the slots of {@link #holder}. */
    private enum Mode {
        /** There is no holder: the slots are roots. */
        ROOTS,
        /** Each slot is shown; what strong ones name is found. */
        SHOW,
        /** An ephemeron waits: what its strong slots name is found, but neither they nor its value are shown. */
        FIND,
        /** An ephemeron whose key is not reachable: as SHOW, but its value is a weak slot. */
        SHOW_DEAD
    }

    private final HeapView heap;
    private final HeapVisitor visitor;
    private final long collections;
    private final WordBitmap found;
    private final AddressStack rooted = new AddressStack();
    private final AddressStack pending = new AddressStack();
    private final WaitingEphemerons waiting = new WaitingEphemerons();
    private Mode mode = Mode.ROOTS;
    private RootKind kind;
    private long holder = Immediate.NULL;
    /** The value slot of {@link #holder} while it is an ephemeron that waits or is dead, else 0. */
    private long weakValue;

    Traversal(HeapView heap, HeapVisitor visitor) {
        this.heap = heap;
        this.visitor = visitor;
        collections = heap.collections().getAsLong();
        found = new WordBitmap(heap.range());
    }

    // ---- roots ------------------------------------------------------------------------------------------------------------------

    void roots() {
        kind = RootKind.SCOPE;
        heap.roots().visitScopes(this);
        kind = RootKind.GLOBAL;
        heap.roots().visitGlobals(this);
        kind = RootKind.SOURCE;
        heap.roots().visitSources(this);
        kind = RootKind.LINK;
        heap.links().get().verify(this);
        kind = RootKind.IMMORTAL;
        heap.immortal().forEachObject(object -> root(Immediate.NULL, object));
    }

    private void root(@Slot long slot, @Ref long object) {
        visitor.visitRoot(kind, slot, object);
        requireNoCollection();
        if (isNew(object)) rooted.push(object);
    }

    @Override
    public boolean isObject(@Ref long object) {
        return Immediate.isObject(object) && heap.range().contains(object);
    }

    @Override
    public boolean isYoung(@Ref long object) {
        return false;
    }

    @Override
    public void root(@Ref long object) {
        root(Immediate.NULL, object);
    }

    /** Damage is reported by {@link io.mooring.gc.Heap#verify}; a walk shows what is there. */
    @Override
    public void damaged(String invariant, String what) {}

    // ---- objects ----------------------------------------------------------------------------------------------------------------

    void objects() {
        for (long i = 0; i < rooted.size(); i++) {
            reach(rooted.get(i));
            while (!pending.isEmpty()) reach(pending.pop());
        }
        waiting.drain(ephemeron -> show(ephemeron, Mode.SHOW_DEAD));
    }

    private void reach(@Ref long object) {
        if (heap.model().isEphemeron(object)) {
            long key = SlotWord.read(heap.model().keySlot(object));
            if (Immediate.isObject(key) && !found.get(key)) {
                waiting.add(object, key);
                visitSlots(object, Mode.FIND);
                return;
            }
        }
        show(object, Mode.SHOW);
    }

    private void show(@Ref long object, Mode how) {
        holder = object;
        visitor.visitObject(object, ObjectHeader.type(Memory.readLong(object)), heap.model().bytes(object));
        requireNoCollection();
        visitSlots(object, how);
    }

    private void visitSlots(@Ref long object, Mode how) {
        holder = object;
        mode = how;
        weakValue = how == Mode.SHOW ? Immediate.NULL : heap.model().valueSlot(object);
        long from = pending.size();
        heap.model().visitSlots(object, this);
        turnAround(from);
    }

    /** What was pushed last is popped first: reverses the words from index {@code from} on, so that the first slot comes first. */
    private void turnAround(long from) {
        for (long low = from, high = pending.size() - 1; low < high; low++, high--) {
            long word = pending.get(low);
            pending.set(low, pending.get(high));
            pending.set(high, word);
        }
    }

    @Override
    public void visitSlot(@Slot long slot) {
        long value = SlotWord.read(slot);
        if (mode == Mode.ROOTS) {
            if (Immediate.isObject(value)) root(slot, value);
            return;
        }
        if (slot == weakValue) {
            visitWeakSlot(slot);
            return;
        }
        if (mode != Mode.FIND) {
            visitor.visitSlot(holder, slot, value);
            requireNoCollection();
        }
        if (Immediate.isObject(value) && isNew(value)) {
            pending.push(value);
            waiting.release(value, pending);
        }
    }

    @Override
    public void visitWeakSlot(@Slot long slot) {
        if (mode == Mode.FIND) return;
        visitor.visitWeakSlot(holder, slot, SlotWord.read(slot));
        requireNoCollection();
    }

    private boolean isNew(@Ref long object) {
        if (found.get(object)) return false;
        found.set(object);
        return true;
    }

    /** Called after each call of the visitor: a reference from before a collection must not be followed, nor one into a closed heap. */
    private void requireNoCollection() {
        boolean isIdle = heap.isIdle().getAsBoolean();
        if (isIdle && heap.collections().getAsLong() == collections) return;
        String where = holder == Immediate.NULL ? "the roots were shown" : "object 0x" + Long.toHexString(holder) + " was shown";
        throw new IllegalStateException("the visitor of a heap walk made the heap " + (isIdle ? "collect" : "unusable") + " while " + where);
    }

    @Override
    public void close() {
        found.close();
        rooted.close();
        pending.close();
        waiting.close();
    }
}
