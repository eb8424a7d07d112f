package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Range;

/** A region of the heap whose objects are all treated the same way. A space knows nothing of plans or of other spaces. */
public interface Space {
    String name();

    /** The addresses that belong to the space, in use or not. */
    Range range();

    default boolean contains(@Ref long object) {
        return range().contains(object);
    }

    /** Bytes of objects, dead ones that no collection has found yet included. */
    long usedBytes();

    /** Whether the address lies where this space has objects at the moment. */
    boolean isInUse(long address);

    /** Whether it is plain without a search that no object is at an address of this space, whatever header an object that was there has left. Between collections only. */
    default boolean isKnownEmpty(long address) {
        return false;
    }
}
