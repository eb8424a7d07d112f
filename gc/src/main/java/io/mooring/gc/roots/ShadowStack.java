package io.mooring.gc.roots;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.SlotVisitor;

/**
 * The off-heap stack of slots through which Java code keeps objects while it allocates. Handle scopes are its frames:
 * a frame is everything pushed since its mark.
 *
 * <p>A runtime may also keep the top in a register of its own, as compiled code does, and pass it from frame to frame:
 *
 * <pre>
 *   top = reserve(most)       once, for as many slots as all frames together will take
 *   set(top, ref)             fills a slot above the mark; the callee is given top + 8
 *   extend(top); ...          before whatever may collect: what has been filled counts; release(mark) behind it
 * </pre>
 *
 * Then no frame waits for what its callees stored.
 */
public final class ShadowStack {
    private Range range;
    private long top;
    private long end;
    /** Why there are no slots any more; empty while there are. */
    private String refusal = "";

    public ShadowStack(Range range) {
        use(range);
    }

    private void use(Range chosen) {
        range = chosen;
        top = chosen.start();
        end = chosen.end();
    }

    /** The current top; pass it to {@link #release} to end the frame that begins here. */
    public long mark() {
        return top;
    }

    /** Pushes a reference and returns the slot that now keeps it. */
    public @Slot long push(@Ref long ref) {
        long slot = top;
        if (slot == end) throw full();
        Memory.writeLong(slot, ref);
        top = slot + Long.BYTES;
        return slot;
    }

    /** The top, above which the caller may fill {@code most} slots; throws {@link HeapExhausted} if there are not as many. */
    public @Slot long reserve(long most) {
        if (most > (end - top) / Long.BYTES) throw full();
        return top;
    }

    /** Fills a slot that was reserved. */
    public void set(@Slot long slot, @Ref long ref) {
        assert slot >= range.start() && slot < end : "0x" + Long.toHexString(slot) + " is no slot of the shadow stack";
        Memory.writeLong(slot, ref);
    }

    /** What a slot holds now. */
    public @Ref long get(@Slot long slot) {
        assert slot >= range.start() && slot < end : "0x" + Long.toHexString(slot) + " is no slot of the shadow stack";
        return Memory.readLong(slot);
    }

    /** Every slot below {@code newTop} holds a reference, and counts from now on; {@link #release} undoes it. */
    public void extend(@Slot long newTop) {
        if (newTop < top || newTop > end) throw new IllegalArgumentException("the shadow stack ends at 0x" + Long.toHexString(top) + "; it can be extended up to 0x" + Long.toHexString(end) + ", not to 0x" + Long.toHexString(newTop));
        top = newTop;
    }

    private RuntimeException full() {
        if (!refusal.isEmpty()) return new IllegalStateException(refusal);
        return new HeapExhausted("shadow stack is full", Long.BYTES, range.bytes(), range.bytes());
    }

    public void release(long mark) {
        assert mark >= range.start() && mark <= top : "mark " + Long.toHexString(mark) + " is not below the top " + Long.toHexString(top);
        top = mark;
    }

    /** Whether a slot is in use. */
    boolean holds(@Slot long slot) {
        return slot >= range.start() && slot < top && (slot & Long.BYTES - 1) == 0;
    }

    /** The heap can be used no more, and says why: its slots are no memory any more. */
    void close(String why) {
        refusal = why;
        use(new Range(end, end));
    }

    /** Number of slots in use. */
    public long size() {
        return (top - range.start()) / Long.BYTES;
    }

    public void visitRoots(SlotVisitor visitor) {
        for (long slot = range.start(); slot < top; slot += Long.BYTES) visitor.visitSlot(slot);
    }
}
