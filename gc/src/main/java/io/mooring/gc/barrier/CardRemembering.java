package io.mooring.gc.barrier;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.TypeTable;
import java.util.function.LongPredicate;

/**
 * Remembers small objects as a whole, and of arrays of references the cards that are stored into. [INV-03]
 *
 * <pre>
 *   heap        |  objects   | an array of references ...                  |      cards of 512 bytes, counted from the heap's start
 *   card table  | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 1 | 1 | 0 | ...                    a byte each, not 0: dirty
 *   header      DIRTY_CARDS: the array stands in the list of those with dirty cards
 * </pre>
 *
 * An array keeps {@code NOTIFY}: each store into it marks a card, which is one byte. The minor collection looks at the dirty cards of
 * the arrays in the list. Two objects may share a card at their ends, so cards are cleaned after all of them have been looked at.
 */
public final class CardRemembering extends PartRemembering {
    /**
     * Binary logarithm of the bytes of a card: 64 slots are looked at in the time of two or three cache misses, which each dirty card
     * costs anyway, and the table takes no more than 1/512 of the heap.
     */
    private static final int CARD_SHIFT = 9;
    private static final long CARD_BYTES = 1L << CARD_SHIFT;
    /** Arrays of fewer elements are scanned whole: that is two cards, as much as one store at an awkward place would dirty. */
    private static final long FEWEST_ELEMENTS = 2 * CARD_BYTES / Long.BYTES;
    private static final byte DIRTY = 1;

    private final Range heap;
    private final Words table;
    private final AddressStack carded = new AddressStack();
    private final AddressStack stillDirty = new AddressStack();

    CardRemembering(ObjectModel model, Range heap, LongPredicate isYoung) {
        super(model, isYoung);
        this.heap = heap;
        this.table = Words.zeroes((heap.bytes() >>> CARD_SHIFT) / Long.BYTES + 1);
    }

    /** Where the byte of the card of an address stands. */
    private long card(long address) {
        return table.start() + ((address - heap.start()) >>> CARD_SHIFT);
    }

    @Override
    protected boolean hasParts(@Ref long object) {
        return isStrong(object) && elements(object) >= FEWEST_ELEMENTS;
    }

    /** Elements of an array of references; 0 for any other object. */
    private long elements(@Ref long object) {
        boolean isArray = (types.shape(type(object)) & TypeTable.REFERENCE_ARRAY) != 0;
        return isArray ? Memory.readLong(elementsStart(object) - Long.BYTES) : 0;
    }

    private @Slot long elementsStart(@Ref long object) {
        return object + types.fixedBytes(type(object));
    }

    @Override
    protected void rememberPart(@Ref long object, @Slot long slot, long count) {
        long header = Memory.readLong(object);
        if (!ObjectHeader.has(header, ObjectHeader.DIRTY_CARDS)) {
            Memory.writeLong(object, header | ObjectHeader.DIRTY_CARDS);
            carded.push(object);
        }
        long first = card(slot);
        Memory.writeByte(first, DIRTY);
        if (count > 1) Memory.fill(first, card(slot + (count - 1) * Long.BYTES) + 1 - first, DIRTY);
    }

    @Override
    public long size() {
        return wholes.size() + carded.size();
    }

    @Override
    public void trace(YoungFinder finder) {
        wholes.trace(finder);
        for (long i = 0; i < carded.size(); i++) traceCards(carded.get(i), finder);
        cleanAll();
        while (!stillDirty.isEmpty()) {
            long slot = stillDirty.pop();
            rememberPart(stillDirty.pop(), slot, 1);
        }
    }

    private void traceCards(@Ref long object, YoungFinder finder) {
        long end = object + model.bytes(object);
        for (long from = object; from < end; ) {
            long to = Math.min(end, (from & -CARD_BYTES) + CARD_BYTES);
            if (Memory.readByte(card(from)) == DIRTY && traceCard(object, from, to, finder)) {
                stillDirty.push(object);
                stillDirty.push(from);
            }
            from = to;
        }
    }

    /** Traces the slots of an array from {@code from} to {@code to}; whether one of them holds a young reference afterwards. */
    private boolean traceCard(@Ref long object, long from, long to, YoungFinder finder) {
        boolean young = false;
        for (long map = types.referenceMap(type(object)); map != 0; map &= map - 1) {
            long slot = object + (long) Long.numberOfTrailingZeros(map) * Long.BYTES;
            if (slot >= from && slot < to) young |= finder.traceRemembered(slot);
        }
        long start = elementsStart(object);
        long end = Math.min(to, start + elements(object) * Long.BYTES);
        for (long slot = Math.max(from, start); slot < end; slot += Long.BYTES) young |= finder.traceRemembered(slot);
        return young;
    }

    /** Cleans the cards of all arrays in the list, and empties it. */
    private void cleanAll() {
        while (!carded.isEmpty()) {
            long object = carded.pop();
            long first = card(object);
            Memory.fill(first, card(object + model.bytes(object) - 1) + 1 - first, (byte) 0);
            Memory.writeLong(object, Memory.readLong(object) & ~ObjectHeader.DIRTY_CARDS);
        }
    }

    @Override
    public void forget() {
        wholes.forget();
        cleanAll();
    }

    @Override
    public boolean remembers(@Ref long object, @Slot long slot) {
        return isWhole(object) || ObjectHeader.has(Memory.readLong(object), ObjectHeader.DIRTY_CARDS) && Memory.readByte(card(slot)) == DIRTY;
    }

    @Override
    public void close() {
        super.close();
        table.close();
        carded.close();
        stillDirty.close();
    }
}
