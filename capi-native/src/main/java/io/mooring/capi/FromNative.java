package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.Links;

/**
 * From {@code PyObject*} to managed object: the link if there is one, else a value, or an object made and linked now ({@link Realizer}).
 *
 * <p>Every method may allocate and collect.
 */
final class FromNative implements AutoCloseable {
    private static final long DIGIT_LIMIT = 2;

    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Links links;
    private final Boxes boxes;
    private final Realizer realizer;
    private final long none;
    private final @Ref long w_None;
    private final long longType;
    private final long tupleType;

    FromNative(CApi capi) {
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.links = capi.links;
        this.boxes = capi.boxes;
        this.realizer = new Realizer(capi, this);
        this.none = capi.ctypes.none;
        this.w_None = space.w_None;
        this.longType = capi.ctypes.longType;
        this.tupleType = capi.ctypes.tuple;
    }

    /** The managed object of a PyObject that somebody else owns. NULL is a mistake of the caller's. */
    @Ref
    long borrowed(long pyObject) {
        assert pyObject != 0 : "NULL where a PyObject is expected";
        if (CMemory.type(pyObject) == longType) return boxes.intValue(pyObject);
        long w = links.toObj(pyObject);
        return Immediate.isObject(w) ? w : realizer.realize(pyObject);
    }

    /** The managed object of a PyObject if it has one, or is a small int; otherwise 0. Does not collect. */
    @Ref
    long linkedOrNull(long pyObject) {
        if (CMemory.type(pyObject) == longType) return Math.abs(CMemory.size(pyObject)) > DIGIT_LIMIT ? 0 : boxes.intValue(pyObject);
        long w = links.toObj(pyObject);
        return Immediate.isObject(w) ? w : 0;
    }

    /** As {@link #borrowed}; 0 for NULL. */
    @Ref
    long borrowedOrNull(long pyObject) {
        return pyObject == 0 ? 0 : borrowed(pyObject);
    }

    /** As {@link #borrowedOrNull}, rooted at once. */
    @Slot
    long handle(HandleScope scope, long pyObject) {
        return scope.root(borrowedOrNull(pyObject));
    }

    // ---- what a call returned -----------------------------------------------------------------------------------------------------

    /** The managed object of an owned reference, which is dropped. */
    @Ref
    long settle(long pyObject) {
        if (pyObject == none) {
            memory.resetImmortal(pyObject);
            return w_None;
        }
        long type = CMemory.type(pyObject);
        if (type == longType) return settleInt(pyObject);
        if (type == tupleType && realizer.isOnlyOwned(pyObject)) return settleTuple(pyObject);
        if (memory.hasPrefix(pyObject)) {
            long w = links.toObj(pyObject);
            if (Immediate.isObject(w)) {
                memory.setCount(pyObject, memory.count(pyObject) - 1); // the bias keeps it from zero
                return w;
            }
        }
        return settleSlow(pyObject);
    }

    private @Ref long settleInt(long pyObject) {
        if (Math.abs(CMemory.size(pyObject)) > DIGIT_LIMIT) return settleSlow(pyObject);
        long w = boxes.intValue(pyObject);
        boxes.dropInt(pyObject);
        return w;
    }

    /** Anything else: converts, then drops, which may run a deallocator. */
    private @Ref long settleSlow(long pyObject) {
        try (HandleScope scope = heap.scope()) {
            long hResult = scope.root(realizer.isOnlyOwned(pyObject) ? realizer.copyOrRealize(pyObject) : borrowed(pyObject));
            boxes.drop(pyObject);
            return scope.get(hResult);
        } catch (Throwable failed) {
            if (!memory.isFreed(pyObject)) boxes.drop(pyObject);
            throw failed;
        }
    }

    /** A tuple that nobody else has: its items move into a managed one, and the block goes back. No object is linked. */
    private @Ref long settleTuple(long pyObject) {
        long count = CMemory.size(pyObject);
        if (count == 0) return settleSlow(pyObject);
        long w_tuple = space.tuples.allocate(count);
        for (long i = 0; i < count; i++) {
            if (!copyItem(w_tuple, i, item(pyObject, i))) return settleSlow(pyObject);
        }
        for (long i = 0; i < count; i++) dropItem(item(pyObject, i));
        memory.freeBytes(pyObject, CLayout.PyTupleObject.ob_item + count * Long.BYTES);
        return w_tuple;
    }

    private static long item(long tuple, long index) {
        return Memory.readLong(tuple + CLayout.PyTupleObject.ob_item + index * Long.BYTES);
    }

    /** Stores the managed object of an item, if that takes no allocation and dropping the item will need no deallocator. */
    private boolean copyItem(@Ref long w_tuple, long index, long item) {
        if (item == 0) return false;
        if (CMemory.type(item) == longType) {
            if (Math.abs(CMemory.size(item)) > DIGIT_LIMIT) return false;
            space.tuples.set(w_tuple, index, boxes.intValue(item));
            return true;
        }
        if (item == none) {
            space.tuples.set(w_tuple, index, w_None);
            return true;
        }
        long w_item = memory.hasPrefix(item) ? links.toObj(item) : Immediate.NULL;
        if (!Immediate.isObject(w_item)) return false;
        space.tuples.set(w_tuple, index, w_item);
        return true;
    }

    private void dropItem(long item) {
        if (CMemory.type(item) == longType) boxes.dropInt(item);
        else memory.setCount(item, memory.count(item) - 1);
    }

    @Override
    public void close() {
        realizer.close();
    }
}
