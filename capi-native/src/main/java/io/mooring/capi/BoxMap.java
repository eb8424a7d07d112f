package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import java.util.function.LongConsumer;

/**
 * The boxes that containers own, by container, kind and value: the table of {@code borrowed_items.c}, which finds and makes most of them without Java.
 *
 * <p>Entries leave only in bulk ({@link #retain}).
 */
final class BoxMap {
    /** What a value is: the word of an immediate, or the raw bits of a double, so that the two zeros and every NaN stay apart. */
    enum Kind {
        INT(CLayout.mooring.BORROWED_INT),
        FLOAT(CLayout.mooring.BORROWED_FLOAT);

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }

        private static Kind of(long container) {
            return (container & CLayout.mooring.BORROWED_KINDS) == INT.bits ? INT : FLOAT;
        }
    }

    private final long table;
    private final long get;
    private final long keep;
    private final long retain;

    BoxMap(NativeLibrary library) {
        table = library.symbol("mooring_borrowed_items");
        get = library.symbol("mooring_borrowed_get");
        keep = library.symbol("mooring_borrowed_keep");
        retain = library.symbol("mooring_borrowed_retain");
    }

    /** Says of entries whether they stay. */
    @FunctionalInterface
    interface Entries {
        boolean has(long container, Kind kind, long value);
    }

    int size() {
        return (int) Memory.readLong(table + CLayout.mooring_borrowed_items.count);
    }

    /** With {@code most} entries C adds none by itself. */
    void limit(int most) {
        Memory.writeLong(table + CLayout.mooring_borrowed_items.most, most);
    }

    /** The box, or 0. */
    long get(long container, Kind kind, long value) {
        return NativeLinker.call(get, container + kind.bits, value);
    }

    /** Gives away a reference of a new box. The box that the container has now: another one if it got one meanwhile; 0 = memory was short, and the new one is gone. */
    long keep(long container, Kind kind, long value, long box) {
        return NativeLinker.call(keep, container + kind.bits, value, box);
    }

    private long item(long i) {
        return Memory.readLong(table + CLayout.mooring_borrowed_items.items) + i * CLayout.mooring_borrowed_item.SIZE;
    }

    private long capacity() {
        return Memory.readLong(table + CLayout.mooring_borrowed_items.capacity);
    }

    private static boolean isFree(long item) {
        return Memory.readLong(item + CLayout.mooring_borrowed_item.box) == 0;
    }

    private static long owner(long item) {
        return Memory.readLong(item + CLayout.mooring_borrowed_item.container);
    }

    /** Shows the container of each entry, as often as it has entries. */
    void forEachContainer(LongConsumer visitor) {
        for (long i = 0, capacity = capacity(); i < capacity; i++) {
            if (!isFree(item(i))) visitor.accept(owner(item(i)) & ~CLayout.mooring.BORROWED_KINDS);
        }
    }

    /** Keeps the entries that stay and drops the boxes of the others; all stay if memory is short. {@code staying} makes and drops no boxes. */
    void retain(Entries staying) {
        long capacity = capacity();
        long stays = CStrings.malloc(capacity);
        for (long i = 0; i < capacity; i++) Memory.writeByte(stays + i, (byte) (!isFree(item(i)) && stays(staying, item(i)) ? 1 : 0));
        NativeLinker.call(retain, stays);
        CStrings.free(stays);
    }

    private static boolean stays(Entries staying, long item) {
        long owner = owner(item);
        return staying.has(owner & ~CLayout.mooring.BORROWED_KINDS, Kind.of(owner), Memory.readLong(item + CLayout.mooring_borrowed_item.value));
    }
}
