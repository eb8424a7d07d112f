package io.mooring.capi;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ForeignItems;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.Links;

/**
 * The items of a list as code compiled with CPython's headers reads and writes them: an array of references in C's memory, which is the only copy there is.
 *
 * <pre>
 *   managed list, FOREIGN            PyListObject (the place)
 *   SIZE     place ----------------> ob_refcnt, ob_type
 *   STORAGE  owner --- link -------> ob_size      items that count
 *                                    ob_item   -> | PyObject* | PyObject* | NULL: not stored yet | room |
 *                                    allocated    places of the array
 * </pre>
 *
 * The array owns a reference of each item. One that is dropped here and was the last waits with the dead for its deallocator, so that nothing runs in the middle of
 * a list operation.
 */
final class ListItems implements ForeignItems {
    private static final int SIZE = CLayout.PyVarObject.ob_size;
    private static final int ITEMS = CLayout.PyListObject.ob_item;

    private final CApi capi;
    private final ObjSpace space;
    private final CMemory memory;
    private final Links links;
    private final long openGap;
    private final long closeGap;
    private final long detach;
    private final long attach;

    ListItems(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.memory = capi.memory;
        this.links = capi.links;
        openGap = capi.library.symbol("mooring_list_open_gap");
        closeGap = capi.library.symbol("mooring_list_close_gap");
        detach = capi.library.symbol("mooring_list_detach");
        attach = capi.library.symbol("mooring_list_attach");
    }

    private static long address(long place, long index) {
        return Memory.readLong(place + ITEMS) + index * Long.BYTES;
    }

    /** Whether a list's PyObject has an array of items. */
    static boolean areAt(long place) {
        return Memory.readLong(place + ITEMS) != 0;
    }

    @Override
    public long count(long place) {
        return Memory.readLong(place + SIZE);
    }

    @Override
    public @Ref long get(long place, long index) {
        long item = Memory.readLong(address(place, index));
        if (item == 0) throw space.error(space.w_SystemError, "item %d of a list has not been set", index);
        long w = capi.fromNative.linkedOrNull(item);
        return w != 0 ? w : getSlow(item);
    }

    /** Making its managed object may run code that drops the item. */
    private @Ref long getSlow(long item) {
        memory.increment(item);
        try (HandleScope scope = capi.heap.scope()) {
            long h = scope.root(capi.fromNative.borrowed(item));
            drop(item);
            return scope.get(h);
        } catch (Throwable failed) {
            drop(item);
            throw failed;
        }
    }

    @Override
    public void set(long place, long index, @Ref long w_item) {
        long item = capi.toNative.newReference(w_item);
        if (index >= count(place)) {
            drop(item);
            throw space.error(space.w_IndexError, "list assignment index out of range");
        }
        long at = address(place, index);
        long former = Memory.readLong(at);
        Memory.writeLong(at, item);
        drop(former);
    }

    @Override
    public void splice(long place, long index, long removed, long added, Source source) {
        if (added <= 1) {
            exchange(place, index, removed, added == 0 ? 0 : capi.toNative.newReference(source.item(0)), added);
            return;
        }
        long fresh = CStrings.malloc(Math.multiplyExact(added, (long) Long.BYTES));
        long made = 0;
        try {
            for (; made < added; made++) Memory.writeLong(fresh + made * Long.BYTES, capi.toNative.newReference(source.item(made)));
            exchange(place, index, removed, 0, 0);
            open(place, Math.min(index, count(place)), added);
            Memory.copy(fresh, address(place, Math.min(index, count(place))), added * Long.BYTES);
            made = 0;
        } finally {
            for (long i = 0; i < made; i++) drop(Memory.readLong(fresh + i * Long.BYTES));
            CStrings.free(fresh);
        }
    }

    /** Removes items and puts at most one in their place. The list may have become shorter while that one was made. */
    private void exchange(long place, long index, long removed, long item, long added) {
        long from = Math.min(index, count(place));
        long gone = Math.min(removed, count(place) - from);
        if (added == 1) {
            try {
                open(place, from, 1);
            } catch (Throwable failed) {
                drop(item);
                throw failed;
            }
            Memory.writeLong(address(place, from), item);
            from++;
        }
        for (long i = 0; i < gone; i++) drop(Memory.readLong(address(place, from + i)));
        if (gone > 0) NativeLinker.call(closeGap, place, from, gone);
    }

    private void open(long place, long index, long count) {
        if (NativeLinker.callInt(openGap, place, index, count) < 0) throw space.error(space.w_MemoryError, "no room for the items of a list");
    }

    @Override
    public void reverse(long place) {
        for (long low = address(place, 0), high = address(place, count(place) - 1); low < high; low += Long.BYTES, high -= Long.BYTES) {
            long item = Memory.readLong(low);
            Memory.writeLong(low, Memory.readLong(high));
            Memory.writeLong(high, item);
        }
    }

    @Override
    public long detach(long place) {
        long items = NativeLinker.call(detach, place);
        if (items == 0) throw space.error(space.w_MemoryError, "no room for the items of a list");
        return items;
    }

    @Override
    public void attach(long place, long detached, long count, int[] order) {
        if (order != null) {
            long[] former = new long[order.length];
            for (int i = 0; i < order.length; i++) former[i] = Memory.readLong(detached + (long) order[i] * Long.BYTES);
            for (int i = 0; i < order.length; i++) Memory.writeLong(detached + (long) i * Long.BYTES, former[i]);
        }
        for (long i = 0; i < count(place); i++) drop(Memory.readLong(address(place, i)));
        NativeLinker.call(attach, place, detached, count);
    }

    /** Gives a reference away without running code. */
    private void drop(long item) {
        if (item == 0) return;
        if (memory.count(item) != 1) memory.setCount(item, memory.count(item) - 1);
        else if (!capi.boxes.dropLastBox(item)) links.dropLater(item);
    }

    // ---- moving out and home ----------------------------------------------------------------------------------------------------

    /**
     * Copies the items of a managed list to its PyObject, or that of the instance whose payload it is, and makes it a FOREIGN one. Values that C borrowed from it
     * stay the PyObjects that C has. [INV-50]
     */
    void moveOut(long place) {
        try (HandleScope scope = capi.heap.scope()) {
            long hOwner = scope.root(links.toObj(place));
            open(place, 0, space.lists.count(space.payload(scope.get(hOwner))));
            try {
                copyOut(place, scope, hOwner);
            } catch (Throwable failed) {
                exchange(place, 0, count(place), 0, 0);
                NativeLinker.call(closeGap, place, 0, -1);
                throw failed;
            }
            space.lists.moveOut(space.payload(scope.get(hOwner)), place, scope.get(hOwner));
        }
    }

    /** The list may become longer or shorter while items cross: where memory is short that collects. */
    private void copyOut(long place, HandleScope scope, @Slot long hOwner) {
        long i = 0;
        for (; i < space.lists.count(space.payload(scope.get(hOwner))); i++) {
            long item = reference(place, space.lists.get(space.payload(scope.get(hOwner)), i));
            if (i == count(place)) exchange(place, i, 0, item, 1);
            else Memory.writeLong(address(place, i), item);
        }
        exchange(place, i, count(place) - i, 0, 0);
    }

    private long reference(long place, @Ref long w_item) {
        long known = capi.toNative.isValue(w_item) ? capi.borrowedItems.known(place, w_item) : 0;
        if (known == 0) return capi.toNative.newReference(w_item);
        memory.increment(known);
        return known;
    }

    /** Makes a managed list of the items again, what was never stored becoming None, and gives the array up. */
    void bringHome(long place) {
        for (long i = 0; i < count(place); i++) {
            if (Memory.readLong(address(place, i)) == 0) set(place, i, space.w_None);
        }
        space.lists.bringHome(space.payload(links.toObj(place)));
        exchange(place, 0, count(place), 0, 0);
        NativeLinker.call(closeGap, place, 0, -1);
    }

    /** The managed list of one that C made and that has no managed object yet. */
    @Ref
    long realize(long place) {
        long w_list = space.lists.make();
        links.linkManaged(w_list, place, false);
        space.lists.moveOut(w_list, place, w_list);
        return w_list;
    }

    /** Whether all items of a list that C made are there. */
    boolean isComplete(long place) {
        for (long i = 0; i < count(place); i++) {
            if (Memory.readLong(address(place, i)) == 0) return false;
        }
        return true;
    }

    /** Item of a list that C made. */
    static long item(long place, long index) {
        return Memory.readLong(address(place, index));
    }
}
