package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.TypeTable;
import io.mooring.gc.space.LargeObjectSpace;
import java.util.function.LongPredicate;

/**
 * Remembers old objects for minor collections and, while a marking is under way, keeps what they referred to when its snapshot was
 * taken (Yuasa 1990; by objects instead of slots, as Azatchi et al. 2003 do). [INV-03, INV-22]
 *
 * <p>The unit of both is a small object, or a card of a large one: at the first store into it since the last minor collection it is
 * logged, before the store. Logging shades all that the unit refers to and remembers it. A small object loses {@code NOTIFY} by that; a
 * large one keeps it from birth to death, so that each store looks at its card, and a minor collection never looks at more of a large
 * object than was stored into.
 */
public final class SnapshotBarrier implements RememberingBarrier {
    private static final int STRONG_ONLY = TypeTable.REFERENCE_ARRAY | TypeTable.RAW_ARRAY;

    private final ObjectModel model;
    private final LargeObjectSpace large;
    private final RememberedSet wholes = new RememberedSet();
    private final LargeCards cards;
    /** The marking under way; null when there is none. */
    private Shader marking;

    public SnapshotBarrier(ObjectModel model, LargeObjectSpace large) {
        this.model = model;
        this.large = large;
        this.cards = new LargeCards(model, large.range());
    }

    /** A marking takes its snapshot: {@code shader} is shown what logged units refer to now, and from now on what those refer to that are going to be logged. */
    public void startMarking(Shader shader) {
        marking = shader;
        for (long i = 0; i < wholes.size(); i++) model.visitSlots(wholes.get(i), shader);
        for (long i = 0; i < cards.size(); i++) cards.visitSlots(cards.holder(i), shader);
    }

    public void stopMarking() {
        marking = null;
    }

    /** Whether the object is logged by cards: it is large, and all its slots are strong ones. */
    public boolean hasCards(@Ref long object) {
        return large.contains(object) && (model.types().shape(ObjectHeader.type(Memory.readLong(object))) & ~STRONG_ONLY) == 0;
    }

    @Override
    public boolean wantsEveryStore() {
        return true;
    }

    @Override
    public void beforeStoreSlow(@Ref long object, @Slot long slot, @Ref long value) {
        if (hasCards(object)) logCard(object, slot);
        else logWhole(object);
    }

    @Override
    public void beforeCopySlow(@Ref long object, @Slot long slot, long count) {
        if (!hasCards(object)) {
            logWhole(object);
            return;
        }
        long end = slot + count * Long.BYTES;
        for (long at = slot; at < end; at = LargeCards.start(at) + LargeCards.CARD_BYTES) logCard(object, at);
    }

    private void logCard(@Ref long object, @Slot long slot) {
        boolean isFirst = cards.dirty(object, slot);
        if (!isFirst || marking == null) return;
        long start = LargeCards.start(slot);
        model.visitSlots(object, start, start + LargeCards.CARD_BYTES, marking);
    }

    private void logWhole(@Ref long object) {
        long header = Memory.readLong(object);
        if (ObjectHeader.has(header, ObjectHeader.LARGE_YOUNG)) { // the collection that finds it alive scans all of it
            Memory.writeLong(object, header & ~ObjectHeader.NOTIFY);
            return;
        }
        if (marking != null) model.visitSlots(object, marking);
        wholes.add(object);
    }

    @Override
    public void afterWeakLoadSlow(@Ref long object) {
        if (marking != null) marking.shade(object);
    }

    @Override
    public long size() {
        return wholes.size() + cards.size();
    }

    /** What still holds young references was logged since the last collection: it need not be shaded again. */
    @Override
    public void remember(@Ref long object) {
        assert !hasCards(object) : "0x" + Long.toHexString(object) + " is remembered by its cards";
        wholes.add(object);
    }

    @Override
    public void trace(YoungFinder finder) {
        wholes.trace(finder);
        for (long i = 0, count = cards.size(); i < count; i++) {
            long object = cards.holder(i);
            if (!LargeObjectSpace.isYoung(object)) cards.trace(object, finder);
        }
    }

    /** A minor collection found a young large object alive: shows what was stored into it. */
    public void traceCards(@Ref long object, YoungFinder finder) {
        cards.trace(object, finder);
    }

    /** A minor collection ends, and is about to free the young large objects that it has not marked. */
    public void forgetDeadYoung() {
        cards.keepOnly(object -> LargeObjectSpace.isMarked(object) || !LargeObjectSpace.isYoung(object));
    }

    /** Marking ends, and objects for which {@code lives} is false are about to be freed. */
    public void forgetDead(LongPredicate lives) {
        wholes.keepOnly(lives);
        cards.keepOnly(lives);
    }

    @Override
    public void forget() {
        wholes.forget();
        cards.keepOnly(object -> false);
    }

    @Override
    public boolean remembers(@Ref long object, @Slot long slot) {
        return hasCards(object) ? cards.isDirty(slot) : !ObjectHeader.notifiesAt(object);
    }

    @Override
    public void close() {
        wholes.close();
        cards.close();
    }
}
