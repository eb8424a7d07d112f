package io.mooring.gc.object;

import io.mooring.gc.Slot;

/** Receives the slots of objects or of roots one by one; it may overwrite what a slot holds. */
public interface SlotVisitor {
    /** A word that holds null, an immediate or a strong reference. */
    void visitSlot(@Slot long slot);

    /** A word that holds null or a weak reference. */
    default void visitWeakSlot(@Slot long slot) {}
}
