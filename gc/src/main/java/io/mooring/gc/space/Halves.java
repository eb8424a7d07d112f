package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Range;

/** Two copy spaces that take turns: one holds objects, the other is the reserve that the next collection copies them to. */
public final class Halves {
    private CopySpace current;
    private CopySpace reserve;
    private long flips;

    public Halves(String name, Range first, Range second) {
        current = new CopySpace(name + "-0", first);
        reserve = new CopySpace(name + "-1", second);
    }

    /** A collection begins: what was current becomes the reserve, whose objects leave, and copies go to the other half. */
    public void flip() {
        CopySpace full = current;
        current = reserve;
        reserve = full;
        current.open();
        current.startScan();
        flips++;
    }

    public CopySpace current() {
        return current;
    }

    public CopySpace reserve() {
        return reserve;
    }

    /** Counts the times that the objects have moved. */
    public long flips() {
        return flips;
    }

    /** Whether the object is in the half that is being emptied. */
    public boolean isLeaving(@Ref long object) {
        return reserve.contains(object);
    }
}
