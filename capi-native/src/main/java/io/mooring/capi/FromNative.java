package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.W_TupleObject;
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
        if (CMemory.type(pyObject) == tupleType && realizer.isOnlyOwned(pyObject)) return settleTuple(pyObject);
        long w = settleIfSimple(pyObject);
        return w != 0 ? w : settleSlow(pyObject);
    }

    /** An int of more than two digits needs an allocation: 0. */
    private @Ref long settleInt(long pyObject) {
        long size = CMemory.size(pyObject);
        if (size != 1 && Math.abs(size) > DIGIT_LIMIT) return 0;
        long w = size == 1 ? Immediate.of(Boxes.digit(pyObject, 0)) : boxes.intValue(pyObject);
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

    /** A tuple that nobody else has: its items move into a managed one, and the block goes back. */
    private @Ref long settleTuple(long tuple) {
        long count = CMemory.size(tuple);
        if (count == 0) return settleSlow(tuple);
        long w_tuple = space.tuples.allocate(count);
        if (count > W_TupleObject.MOST_SMALL) return settleItemsSlow(tuple, w_tuple, 0);
        for (int i = 0; i < (int) count; i++) {
            long w_item = settleIfSimple(Memory.readLong(itemAt(tuple, i)));
            if (w_item == 0) return settleItemsSlow(tuple, w_tuple, i);
            space.tuples.init(w_tuple, i, w_item);
        }
        memory.freeBytes(tuple, CLayout.PyTupleObject.ob_item + count * Long.BYTES);
        return w_tuple;
    }

    private static long itemAt(long tuple, long index) {
        return tuple + CLayout.PyTupleObject.ob_item + index * Long.BYTES;
    }

    /** As {@link #settle}, if that takes no allocation and no deallocator; otherwise 0, and nothing has happened. */
    private @Ref long settleIfSimple(long pyObject) {
        if (pyObject == 0) return 0;
        if (CMemory.type(pyObject) == longType) return settleInt(pyObject);
        if (pyObject == none) {
            memory.steady(none);
            return w_None;
        }
        long w = memory.hasPrefix(pyObject) ? links.toObj(pyObject) : Immediate.NULL;
        if (!Immediate.isObject(w)) return 0;
        memory.setCount(pyObject, memory.count(pyObject) - 1); // the bias keeps it from zero
        return w;
    }

    /** Settles the items from {@code first} on, each of which may run any code; then nothing is left of the tuple but its block. The items before are not its own any more. */
    private @Ref long settleItemsSlow(long tuple, @Ref long w_tuple, long first) {
        long count = CMemory.size(tuple);
        Memory.fillWords(itemAt(tuple, 0), first * Long.BYTES, 0);
        try (HandleScope scope = heap.scope()) {
            long hTuple = scope.root(w_tuple);
            for (long i = first; i < count; i++) {
                long item = Memory.readLong(itemAt(tuple, i));
                Memory.writeLong(itemAt(tuple, i), 0);
                long w_simple = settleIfSimple(item);
                long w_item = item == 0 ? w_None : w_simple != 0 ? w_simple : settleSlow(item);
                space.tuples.set(scope.get(hTuple), i, w_item);
            }
            return scope.get(hTuple);
        } finally {
            boxes.drop(tuple);
        }
    }

    @Override
    public void close() {
        realizer.close();
    }
}
