package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectModel;
import java.util.function.LongPredicate;

/**
 * A barrier that writes down where objects outside the young generation may have got young references, until a minor collection has
 * looked there. [INV-03]
 */
public sealed interface RememberingBarrier extends Barrier, AutoCloseable permits ObjectRemembering, PartRemembering, SnapshotBarrier {
    /**
     * The barrier that an option asks for.
     *
     * @param heap    where the objects are
     * @param isYoung whether a minor collection may move an object
     */
    static RememberingBarrier of(Remembering what, ObjectModel model, Range heap, LongPredicate isYoung) {
        return switch (what) {
            case OBJECTS -> new ObjectRemembering(new RememberedSet());
            case FIELDS -> new FieldRemembering(model, heap, isYoung);
            case CARDS -> new CardRemembering(model, heap, isYoung);
        };
    }

    /** Number of entries: of objects, of slots, of objects with dirty cards. */
    long size();

    /** The running collection found that an old object, with {@code NOTIFY} set, holds young references. */
    void remember(@Ref long object);

    /** Shows a minor collection all that is remembered; what still holds young references afterwards stays. */
    void trace(YoungFinder finder);

    /** Forgets everything before an object moves or dies: nothing will be young any more. */
    void forget();

    /** Whether {@link #trace} would look at a slot of an old object. */
    boolean remembers(@Ref long object, @Slot long slot);

    @Override
    void close();
}
