package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import io.mooring.rawrefcount.LinkEntry;
import io.mooring.rawrefcount.Links;
import io.mooring.rawrefcount.PyObjectLayout;

/**
 * Mirrors that have items of their own: tuples, and lists where there are macro readers.
 *
 * <pre>
 *   lazy     nobody has asked: light link, not tracked, all items NULL          as long as every module asks by function or by our header
 *            one was asked for: ordinary link, tracked, other items NULL
 *   filled   every item is there                                                from the first macro reader on, before it runs
 * </pre>
 *
 * C makes the items of lazy mirrors ({@code tupleobject.c}), with an upcall where an item has no PyObject yet. Filling goes through a list of pending
 * mirrors, so that no depth of nesting exhausts the stack. A mirror that memory was too short for stays lazy and stuck: nothing crosses until it is filled.
 * A list that crosses after the first macro reader moves its items to C ({@link ListItems}); before, its mirror has none.
 */
final class ItemMirrors implements AutoCloseable {
    private static final int GC = PyObjectLayout.GC_OFFSET;
    private static final long LAZY = CLayout.mooring.GC_LAZY;
    private static final int ITEMS = CLayout.PyTupleObject.ob_item;

    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Links links;
    private final CTypes ctypes;
    private final ToNative toNative;
    private final long filledWord;
    private final long ownItems;
    private final long makeItems;
    /** Linked mirrors that wait for their items. */
    private final AddressStack pending = new AddressStack();
    /** Mirrors that could not be filled, each held by one count. */
    private final AddressStack stuck = new AddressStack();
    private boolean filling;
    private boolean filled;
    /** Versions of dicts given out so far. */
    private long dictVersions;

    ItemMirrors(CApi capi, ToNative toNative) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.links = capi.links;
        this.ctypes = capi.ctypes;
        this.toNative = toNative;
        this.filledWord = memory.runtime + CLayout.mooring_runtime.filled;
        this.ownItems = capi.library.symbol("mooring_own_items");
        this.makeItems = capi.library.symbol("mooring_make_items");
    }

    // ---- making -----------------------------------------------------------------------------------------------------------------

    /** The mirror of a tuple, with one reference for the receiver. */
    long tuple(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long p = newTuple(space.tuples.count(w), ctypes.tuple, 0);
            links.linkManaged(scope.get(hSelf), p, isLazy(p));
            if (filled) fillSoon(p);
            return p;
        }
    }

    /** An unlinked tuple of a type that has tuple among its bases; at least {@code least} bytes. It is lazy, if it has items. */
    long newTuple(long count, long type, long least) {
        long size = Math.max(ITEMS + count * Long.BYTES, least);
        long p = memory.allocateZeroed(size);
        if (p == 0) throw space.error(space.w_MemoryError, "no room for more PyObjects");
        CMemory.setHeader(p, 1, type);
        Memory.writeLong(p + CLayout.PyVarObject.ob_size, count);
        if (count > 0) Memory.writeLong(p + GC, LAZY);
        return p;
    }

    /** The linked mirror of an instance of a subclass of tuple, made by {@link #newTuple}: filled if C may look at its items by itself. */
    long tupleSubclass(long p) {
        NativeLinker.call(ownItems, p);
        if (filled || !isOfPythonClass(CMemory.type(p))) fillSoon(p);
        return p;
    }

    /** The linked mirror of a list, or of an instance of a subclass: where there are macro readers its items move to C. */
    long list(long p) {
        if (filled) fillSoon(p);
        return p;
    }

    /** The linked mirror of a dict, or of an instance of a subclass. */
    long dict(long p) {
        if (filled) refresh(links.toObj(p), p);
        return p;
    }

    /** What macros read of a dict is how many entries it has. */
    void refresh(@Ref long w, long p) {
        long w_value = space.payload(w);
        if (space.kind(w_value) != TypeIds.DICT) return;
        Memory.writeLong(p + CLayout.PyDictObject.ma_used, space.dicts.count(w_value));
        if (Memory.readLong(p + CLayout.PyDictObject.ma_version_tag) == 0) Memory.writeLong(p + CLayout.PyDictObject.ma_version_tag, ++dictVersions);
    }

    /** A compiled module remembers what it found in a dict, and when: the dict's version. No two are alike, and none is 0. Does not collect. */
    void tableChanged(@Ref long w) {
        if (!filled || space.kind(w) != TypeIds.DICT) return;
        long p = links.toPyObject(w);
        if (p == 0) return;
        Memory.writeLong(p + CLayout.PyDictObject.ma_version_tag, ++dictVersions);
    }

    /** Whether all types up to tuple are Python classes: those of C have members or code that reads the items. */
    private boolean isOfPythonClass(long type) {
        while (type != ctypes.tuple && TypeFlags.has(type, TypeFlags.MANAGED)) type = Memory.readLong(type + CLayout.PyTypeObject.tp_base);
        return type == ctypes.tuple;
    }

    private boolean isLazy(long p) {
        return memory.hasPrefix(p) && (Memory.readLong(p + GC) & LAZY) != 0;
    }

    private static boolean isList(long p) {
        return TypeFlags.has(CMemory.type(p), TypeFlags.LIST_SUBCLASS);
    }

    /** Whether a linked PyObject is a tuple or a list whose items a macro reader would miss. */
    private boolean lacksItems(long p) {
        return isList(p) ? !ListItems.areAt(p) : isLazy(p);
    }

    // ---- filling ----------------------------------------------------------------------------------------------------------------

    private void fillSoon(long p) {
        if (!lacksItems(p)) return;
        pending.push(p);
        if (!filling) fillPending();
    }

    private void fillPending() {
        filling = true;
        try {
            while (!pending.isEmpty()) fillNext(pending.pop());
        } finally {
            filling = false;
            for (; !pending.isEmpty(); stuck.push(pending.pop())) memory.increment(pending.get(pending.size() - 1));
        }
    }

    private void fillNext(long p) {
        try {
            if (isList(p)) moveOut(p);
            else fill(p);
        } catch (Throwable failed) {
            pending.push(p);
            throw failed;
        }
    }

    private void moveOut(long p) {
        if (ListItems.areAt(p)) return;
        NativeLinker.call(ownItems, p);
        capi.listItems.moveOut(p);
    }

    /**
     * Stores the items that are not there yet. What fails leaves the mirror lazy. C begins, with numbers only where there are macro readers: what else crosses has to be
     * looked at. [INV-49]
     */
    void fill(long p) {
        if (!isLazy(p)) return;
        long made = NativeLinker.callWithInt(makeItems, p, filled ? 1 : 0);
        if (made < 0) throw capi.errors.fetch();
        if (made == 0) fillRest(p);
        Memory.writeLong(p + GC, Memory.readLong(p + GC) & ~LAZY);
    }

    private void fillRest(long p) {
        try (HandleScope scope = heap.scope()) {
            long hTuple = scope.root(space.payload(links.toObj(p)));
            long first = p + ITEMS;
            long count = CMemory.size(p);
            for (long i = 0; i < count; i++) {
                long at = first + i * Long.BYTES;
                if (Memory.readLong(at) == 0) Memory.writeLong(at, toNative.newReference(space.tuples.get(scope.get(hTuple), i)));
            }
        }
    }

    /** One item, as a reference that the caller owns. */
    long item(long p, long index) {
        return toNative.newReference(space.tuples.get(space.payload(links.toObj(p)), index));
    }

    // ---- when memory is short ---------------------------------------------------------------------------------------------------

    /** Counts a mirror that was found among the links: its object may be one that a marking under way has not met. */
    private void hold(long p) {
        memory.increment(p);
        links.toObj(p);
    }

    /** Whether there are macro readers. */
    boolean areFilled() {
        return filled;
    }

    /** Tries again what failed before; raises MemoryError if it still does. */
    void finishStuck() {
        while (!filling && !stuck.isEmpty()) {
            long p = stuck.pop();
            pending.push(p);
            try {
                fillPending();
            } finally {
                memory.decrement(p);
            }
        }
    }

    // ---- the first macro reader -------------------------------------------------------------------------------------------------

    /** From now on mirrors cross filled, and those that are lazy are filled now. MemoryError leaves everything lazy. */
    void fillFromNowOn() {
        if (filled) return;
        setFilled(true);
        try (AddressStack lazy = new AddressStack()) {
            links.forEachLink((object, entry, young) -> {
                if (isItemMirror(object) && lacksItems(LinkEntry.pyObject(entry))) lazy.push(LinkEntry.pyObject(entry));
            });
            for (long i = 0; i < lazy.size(); i++) hold(lazy.get(i)); // filling one may collect
            try {
                for (long i = 0; i < lazy.size(); i++) fillSoon(lazy.get(i));
            } catch (Throwable failed) {
                setFilled(false);
                while (!stuck.isEmpty()) memory.decrement(stuck.pop());
                throw failed;
            } finally {
                for (long i = 0; i < lazy.size(); i++) memory.decrement(lazy.get(i));
            }
        }
    }

    private boolean isItemMirror(@Ref long w) {
        int kind = space.kind(space.payload(w));
        return kind == TypeIds.TUPLE || kind == TypeIds.LIST;
    }

    /** C is about to go: lists whose items are there keep them themselves again. */
    void bringListsHome() {
        try (AddressStack places = new AddressStack()) {
            links.forEachLink((object, entry, young) -> {
                long w = space.payload(object);
                if (space.kind(w) == TypeIds.LIST && space.lists.isForeign(w)) places.push(LinkEntry.pyObject(entry));
            });
            for (long i = 0; i < places.size(); i++) hold(places.get(i));
            setFilled(false);
            for (long i = 0; i < places.size(); i++) capi.listItems.bringHome(places.get(i));
            for (long i = 0; i < places.size(); i++) memory.decrement(places.get(i));
        }
    }

    private void setFilled(boolean on) {
        filled = on;
        Memory.writeLong(filledWord, on ? 1 : 0);
    }

    @Override
    public void close() {
        pending.close();
        stuck.close();
    }
}
