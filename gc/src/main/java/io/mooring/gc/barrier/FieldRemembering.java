package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Range;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.space.WordBitmap;
import java.util.function.LongPredicate;

/**
 * Remembers the slot that a reference is stored into (a field log, after Blackburn and Hosking 2004), once between two collections: a
 * bit beside the heap tells whether it was logged. The minor collection looks at these slots alone, but each store into an old object
 * takes the slow path, as its {@code NOTIFY} bit stays. [INV-03]
 */
public final class FieldRemembering extends PartRemembering {
    private final AddressStack slots = new AddressStack();
    /** One bit a word: 1/64 of the address space of the heap, of which only the pages of old objects under stores are touched. */
    private final WordBitmap logged;

    FieldRemembering(ObjectModel model, Range heap, LongPredicate isYoung) {
        super(model, isYoung);
        logged = new WordBitmap(heap);
    }

    @Override
    protected boolean hasParts(@Ref long object) {
        return isStrong(object);
    }

    @Override
    protected void rememberPart(@Ref long object, @Slot long slot, long count) {
        for (long at = slot, end = slot + count * Long.BYTES; at < end; at += Long.BYTES) {
            if (logged.get(at)) continue;
            logged.set(at);
            slots.push(at);
        }
    }

    @Override
    public long size() {
        return wholes.size() + slots.size();
    }

    @Override
    public void trace(YoungFinder finder) {
        wholes.trace(finder);
        long count = slots.size();
        long kept = 0;
        for (long i = 0; i < count; i++) {
            long slot = slots.get(i);
            if (finder.traceRemembered(slot)) slots.set(kept++, slot);
            else logged.unset(slot);
        }
        slots.truncate(kept);
    }

    @Override
    public void forget() {
        wholes.forget();
        while (!slots.isEmpty()) logged.unset(slots.pop());
    }

    @Override
    public boolean remembers(@Ref long object, @Slot long slot) {
        return isWhole(object) || logged.get(slot);
    }

    @Override
    public void close() {
        super.close();
        slots.close();
        logged.close();
    }
}
