package io.mooring.gc.inspect;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;

/**
 * Receives what a {@link HeapWalk} finds: all roots, then object by object, each followed by its slots.
 *
 * <p>References are valid until the walk is over. A visitor reads what it likes, but allocates nothing in the heap and writes nothing to it.
 */
public interface HeapVisitor {
    /**
     * A root that names an object; an object with several roots is shown with each.
     *
     * @param slot where the root stands; 0 for {@link RootKind#LINK} and {@link RootKind#IMMORTAL}, which have no slot
     */
    default void visitRoot(RootKind kind, @Slot long slot, @Ref long object) {}

    /**
     * An object, shown once.
     *
     * @param type  its type id
     * @param bytes what it occupies, a stored hash included; a large object's whole pages are not counted
     */
    void visitObject(@Ref long object, int type, long bytes);

    /** A strong slot of the object that was shown last; {@code value} may be null or an immediate. */
    default void visitSlot(@Ref long holder, @Slot long slot, @Ref long value) {}

    /** A weak slot of the object that was shown last. The walk does not follow it: its object need not be shown at all. */
    default void visitWeakSlot(@Ref long holder, @Slot long slot, @Ref long value) {}
}
