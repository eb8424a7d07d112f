package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.SlotVisitor;
import java.util.function.LongPredicate;

/**
 * Which cards of large objects were stored into: one byte for each run of 64 slots, and a list of the objects that have any.
 *
 * <pre>
 *   large object space  | an array of references ...                    | another ...      each begins at a page, hence at a card
 *   card table          | 0 | 0 | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 |                  a byte each; 1: dirty
 *   header              DIRTY_CARDS: the object stands in the list
 * </pre>
 */
final class LargeCards implements AutoCloseable {
    /** Binary logarithm of the bytes of a card: as many slots as a small object may have. */
    private static final int CARD_SHIFT = 9;
    static final long CARD_BYTES = 1L << CARD_SHIFT;
    private static final byte CLEAN = 0;
    private static final byte DIRTY = 1;

    private final ObjectModel model;
    private final Range range;
    private final Words table;
    private final AddressStack holders = new AddressStack();
    private final CardSlots cardSlots = new CardSlots();

    /** @param range the large object space */
    LargeCards(ObjectModel model, Range range) {
        this.model = model;
        this.range = range;
        this.table = Words.zeroes((range.bytes() >>> CARD_SHIFT) / Long.BYTES + 1);
    }

    private long card(long address) {
        return table.start() + ((address - range.start()) >>> CARD_SHIFT);
    }

    /** Where the card of a slot begins. */
    static @Slot long start(@Slot long slot) {
        return slot & -CARD_BYTES;
    }

    /** Dirties the card of a slot of {@code object}; false when it was dirty before. */
    boolean dirty(@Ref long object, @Slot long slot) {
        long card = card(slot);
        if (Memory.readByte(card) == DIRTY) return false;
        Memory.writeByte(card, DIRTY);
        long header = Memory.readLong(object);
        if (ObjectHeader.has(header, ObjectHeader.DIRTY_CARDS)) return true;
        Memory.writeLong(object, header | ObjectHeader.DIRTY_CARDS);
        holders.push(object);
        return true;
    }

    boolean isDirty(@Slot long slot) {
        return Memory.readByte(card(slot)) == DIRTY;
    }

    /** Number of objects with dirty cards. */
    long size() {
        return holders.size();
    }

    @Ref
    long holder(long index) {
        return holders.get(index);
    }

    /** Shows the slots in the dirty cards of one object; a card without any young reference afterwards is clean. */
    void trace(@Ref long object, YoungFinder finder) {
        long end = object + model.bytes(object);
        for (long at = nextDirty(object, end); at < end; at = nextDirty(at + CARD_BYTES, end)) {
            if (!holdsYoung(object, at, Math.min(end, at + CARD_BYTES), finder)) Memory.writeByte(card(at), CLEAN);
        }
    }

    /** Shows the slots in the dirty cards of one object. */
    void visitSlots(@Ref long object, SlotVisitor visitor) {
        long end = object + model.bytes(object);
        for (long at = nextDirty(object, end); at < end; at = nextDirty(at + CARD_BYTES, end)) model.visitSlots(object, at, at + CARD_BYTES, visitor);
    }

    private boolean holdsYoung(@Ref long object, @Slot long from, @Slot long to, YoungFinder finder) {
        cardSlots.finder = finder;
        cardSlots.holdYoung = false;
        model.visitSlots(object, from, to, cardSlots);
        return cardSlots.holdYoung;
    }

    /** The slots of one card. */
    private static final class CardSlots implements SlotVisitor {
        private YoungFinder finder;
        private boolean holdYoung;

        @Override
        public void visitSlot(@Slot long slot) {
            holdYoung |= finder.traceRemembered(slot);
        }
    }

    /** The start of the first dirty card from {@code from} on, or an address from {@code end} on. Eight clean cards are passed in one look. */
    private long nextDirty(long from, long end) {
        for (long at = from; at < end; at += CARD_BYTES) {
            while ((card(at) & (Long.BYTES - 1)) == 0 && at < end && Memory.readLong(card(at)) == 0) at += CARD_BYTES * Long.BYTES;
            if (at < end && isDirty(at)) return at;
        }
        return end;
    }

    /** Forgets the objects for which {@code lives} is false, before their memory is freed, and those without a dirty card. */
    void keepOnly(LongPredicate lives) {
        long kept = 0;
        for (long i = 0; i < holders.size(); i++) {
            long object = holders.get(i);
            long end = object + model.bytes(object);
            if (lives.test(object) && nextDirty(object, end) < end) holders.set(kept++, object);
            else clean(object, end);
        }
        holders.truncate(kept);
    }

    /** Cleans all cards of an object that leaves the list. */
    private void clean(@Ref long object, long end) {
        Memory.fill(card(object), card(end - 1) + 1 - card(object), CLEAN);
        Memory.writeLong(object, Memory.readLong(object) & ~ObjectHeader.DIRTY_CARDS);
    }

    @Override
    public void close() {
        table.close();
        holders.close();
    }
}
