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
 */
public final class ShadowStack {
    private Range range;
    private long top;
    private long end;

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
        if (slot == end) throw new HeapExhausted("shadow stack is full", Long.BYTES, range.bytes(), range.bytes());
        Memory.writeLong(slot, ref);
        top = slot + Long.BYTES;
        return slot;
    }

    public void release(long mark) {
        assert mark >= range.start() && mark <= top : "mark " + Long.toHexString(mark) + " is not below the top " + Long.toHexString(top);
        top = mark;
    }

    /** Whether a slot is in use. */
    boolean holds(@Slot long slot) {
        return slot >= range.start() && slot < top;
    }

    /** The heap closes: its slots are no memory any more. */
    void close() {
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
