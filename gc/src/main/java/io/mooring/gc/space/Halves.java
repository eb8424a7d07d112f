package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Range;

/**
 * Copy spaces that take turns: one holds objects, the one before it is the reserve. There are two of them; a plan that wants what was
 * left to stay recognisable for longer takes more, and each is used again only when all others were.
 */
public final class Halves {
    private final CopySpace[] spaces;
    private CopySpace current;
    private CopySpace reserve;
    private int inUse;
    private long flips;

    /** @param ranges two or more */
    public Halves(String name, Range... ranges) {
        spaces = new CopySpace[ranges.length];
        for (int i = 0; i < ranges.length; i++) spaces[i] = new CopySpace(name + "-" + i, ranges[i]);
        current = spaces[0];
        reserve = spaces[1];
    }

    /** A collection begins: what was current becomes the reserve, whose objects leave, and copies go to the space whose turn it is. */
    public void flip() {
        inUse = (inUse + 1) % spaces.length;
        reserve = current;
        current = spaces[inUse];
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
