package io.mooring.gc.barrier;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.object.TypeTable;
import java.util.function.LongPredicate;

/**
 * What the barriers share that remember parts of objects. Such an object keeps its {@code NOTIFY} bit; one that is remembered as a
 * whole loses it, as with {@link ObjectRemembering}. Objects with weak slots and ephemerons are always remembered as a whole: their
 * slots are not simply traced. [INV-03]
 */
abstract sealed class PartRemembering implements RememberingBarrier permits FieldRemembering, CardRemembering {
    private static final int STRONG_ONLY = TypeTable.REFERENCE_ARRAY | TypeTable.RAW_ARRAY;

    protected final ObjectModel model;
    protected final TypeTable types;
    protected final RememberedSet wholes = new RememberedSet();
    private final LongPredicate isYoung;
    private final YoungSlots youngSlots = new YoungSlots();

    protected PartRemembering(ObjectModel model, LongPredicate isYoung) {
        this.model = model;
        this.types = model.types();
        this.isYoung = isYoung;
    }

    /** Whether parts of the object can be remembered. */
    protected abstract boolean hasParts(@Ref long object);

    /** Remembers the part with {@code count} slots of an object from {@code slot} on. */
    protected abstract void rememberPart(@Ref long object, @Slot long slot, long count);

    protected static int type(@Ref long object) {
        return ObjectHeader.type(Memory.readLong(object));
    }

    /** Whether every slot of the object is a strong one. */
    protected final boolean isStrong(@Ref long object) {
        return (types.shape(type(object)) & ~STRONG_ONLY) == 0;
    }

    @Override
    public final void beforeStoreSlow(@Ref long object, @Slot long slot, @Ref long value) {
        if (Immediate.isObject(value)) rememberSlow(object, slot, 1);
    }

    @Override
    public final void beforeCopySlow(@Ref long object, @Slot long slot, long count) {
        rememberSlow(object, slot, count);
    }

    private void rememberSlow(@Ref long object, @Slot long slot, long count) {
        if (hasParts(object)) rememberPart(object, slot, count);
        else wholes.add(object);
    }

    /** Remembers the slots that hold young references, or the object. */
    @Override
    public final void remember(@Ref long object) {
        if (!hasParts(object)) {
            wholes.add(object);
            return;
        }
        youngSlots.holder = object;
        model.visitSlots(object, youngSlots);
    }

    private final class YoungSlots implements SlotVisitor {
        private @Ref long holder;

        @Override
        public void visitSlot(@Slot long slot) {
            long ref = SlotWord.read(slot);
            if (Immediate.isObject(ref) && isYoung.test(ref)) rememberPart(holder, slot, 1);
        }
    }

    protected static boolean isWhole(@Ref long object) {
        return !ObjectHeader.notifiesAt(object);
    }

    @Override
    public void close() {
        wholes.close();
    }
}
