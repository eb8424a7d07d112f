package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.ObjectHeader;

/**
 * Remembers the whole object at its first store since the last collection, whatever is stored (an object log). The object's
 * {@code NOTIFY} bit goes, so that its next stores cost the inline test only. [INV-03]
 */
public final class ObjectRemembering implements RememberingBarrier {
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

    @Override
    public long size() {
        return remembered.size();
    }

    @Override
    public void remember(@Ref long object) {
        remembered.add(object);
    }

    @Override
    public void trace(YoungFinder finder) {
        remembered.trace(finder);
    }

    @Override
    public void forget() {
        remembered.forget();
    }

    @Override
    public boolean remembers(@Ref long object, @Slot long slot) {
        return !ObjectHeader.notifiesAt(object);
    }

    @Override
    public void close() {
        remembered.close();
    }
}
