package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;

/**
 * Remembers the whole object at its first store since the last collection, whatever is stored (an object log). The object's
 * {@code NOTIFY} bit goes, so that its next stores cost the inline test only. [INV-03]
 */
public final class ObjectRemembering implements Barrier {
    private final RememberedSet remembered;

    public ObjectRemembering(RememberedSet remembered) {
        this.remembered = remembered;
    }

    @Override
    public void beforeStoreSlow(@Ref long object, @Slot long slot, @Ref long value) {
        remembered.add(object);
    }

    @Override
    public void beforeCopySlow(@Ref long object, @Slot long slot, long count) {
        remembered.add(object);
    }
}
