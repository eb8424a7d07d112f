package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.rawrefcount.LinkRefused;
import io.mooring.rawrefcount.Links;

/**
 * Makes managed objects of PyObjects that have none.
 *
 * <pre>
 *   int, float, complex         the value; no link
 *   str, bytes, tuple, slice    a copy, P link: what C made becomes the mirror of a managed object
 *   list                        a list whose items stay where they are (ListItems)
 *   type                        TypeBridge
 *   C function                  C_FUNCTION, O link
 *   anything else               FOREIGN, a stand-in: O link; P link where the stand-in has state of its own
 * </pre>
 */
final class Realizer implements AutoCloseable {
    /** Tuples nested deeper are linked instead, which needs no recursion. */
    private static final int COPY_DEPTH = 100;

    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Links links;
    private final CTypes ctypes;
    private final Boxes boxes;
    private final TextMirrors texts;
    private final FromNative fromNative;
    private final long track;
    /** C tuples whose managed copies are still empty. */
    private final AddressStack pending = new AddressStack();
    private boolean filling;

    Realizer(CApi capi, FromNative fromNative) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.links = capi.links;
        this.ctypes = capi.ctypes;
        this.boxes = capi.boxes;
        this.texts = capi.texts;
        this.fromNative = fromNative;
        this.track = capi.library.symbol("PyObject_GC_Track");
    }

    /** The managed object of a PyObject that is not linked. What is no PyObject, or none any more, is a SystemError. */
    @Ref
    long realize(long p) {
        if (memory.isFreed(p)) throw refused(p, "the object was freed before");
        if (CMemory.type(p) == 0) throw refused(p, "the object has no type");
        if (!memory.isWhole(p)) throw refused(p, "the object is part of another block");
        try {
            return links.toObj(p) == Links.DEALLOCATING ? standInOfDying(p) : make(p);
        } catch (LinkRefused e) {
            throw refused(p, e.getMessage());
        }
    }

    /** What is not freed keeps the reference that its owner is going to drop: nobody can deallocate it. */
    private RuntimeException refused(long p, String why) {
        memory.report(p, "a PyObject from C", why);
        if (!memory.isFreed(p)) memory.increment(p);
        return space.error(space.w_SystemError, "a PyObject that C uses is none: %s", why);
    }

    private @Ref long make(long p) {
        long type = CMemory.type(p);
        if (type == ctypes.longType) return boxes.intValue(p);
        if (type == ctypes.floatType) return space.newFloat(boxes.floatValue(p));
        if (type == ctypes.complex) return complex(p);
        if (type == ctypes.unicode) return linkedCopy(texts.readStr(p), p, texts.isLight(p));
        if (type == ctypes.bytes) return linkedCopy(texts.readBytes(p), p, memory.hasPrefix(p));
        if (type == ctypes.tuple) return tuple(p);
        if (type == ctypes.slice) return slice(p);
        if (type == ctypes.list) return capi.listItems.realize(p);
        if (TypeFlags.isType(p)) return capi.types.realize(p);
        if (type == ctypes.cfunction || type == ctypes.cmethod) return capi.functionObjects.realize(p);
        return standIn(p);
    }

    /** As {@link #realize} for a PyObject whose only reference is about to be dropped: an immutable one is copied and not linked. */
    @Ref
    long copyOrRealize(long p) {
        return copyOrRealize(p, 0);
    }

    private @Ref long copyOrRealize(long p, int depth) {
        long type = CMemory.type(p);
        if (type == ctypes.unicode) return texts.readStr(p);
        if (type == ctypes.bytes) return texts.readBytes(p);
        if (type == ctypes.list && depth < COPY_DEPTH && capi.listItems.isComplete(p)) return copyList(p, depth);
        return type == ctypes.tuple && depth < COPY_DEPTH ? copyTuple(p, depth) : realize(p);
    }

    /** A list that C made and nobody keeps becomes an ordinary one. */
    private @Ref long copyList(long p, int depth) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(space.lists.make());
            for (long i = 0; i < CMemory.size(p); i++) {
                long item = ListItems.item(p, i);
                long w_item = isOnlyOwned(item) ? copyOrRealize(item, depth + 1) : fromNative.borrowed(item);
                space.lists.append(scope.get(hList), w_item);
            }
            return scope.get(hList);
        }
    }

    /** A tuple that dies with all that only it holds. */
    private @Ref long copyTuple(long p, int depth) {
        long count = CMemory.size(p);
        try (HandleScope scope = heap.scope()) {
            long hTuple = scope.root(space.tuples.allocate(count));
            for (long i = 0; i < count; i++) {
                long item = Memory.readLong(p + CLayout.PyTupleObject.ob_item + i * Long.BYTES);
                long w_item = item == 0 ? space.w_None : isOnlyOwned(item) ? copyOrRealize(item, depth + 1) : fromNative.borrowed(item);
                space.tuples.set(scope.get(hTuple), i, w_item);
            }
            return scope.get(hTuple);
        }
    }

    /** Whether a PyObject has one reference and no link. */
    boolean isOnlyOwned(long p) {
        return memory.count(p) == 1 && memory.hasPrefix(p) && memory.link(p) == Immediate.NULL;
    }

    private @Ref long complex(long p) {
        double real = Memory.readDouble(p + CLayout.PyComplexObject.cval);
        return space.complexes.make(real, Memory.readDouble(p + CLayout.PyComplexObject.cval + Double.BYTES));
    }

    private @Ref long linkedCopy(@Ref long w_copy, long p, boolean light) {
        if (links.toPyObject(w_copy) != 0) return w_copy; // one of the strs that exist once, such as the empty one
        links.linkManaged(w_copy, p, light);
        return w_copy;
    }

    // ---- tuples and slices --------------------------------------------------------------------------------------------------------

    /** Links first and fills afterwards, from a list, so that no depth of nesting exhausts the stack. */
    private @Ref long tuple(long p) {
        long count = CMemory.size(p);
        if (count == 0) return space.newTuple(0L, 0);
        links.linkManaged(space.tuples.allocate(count), p, false);
        NativeLinker.call(track, p); // as part of a cycle across the border; before, the graph finds it from those that hold it
        pending.push(p);
        if (!filling) fillAll(p);
        return links.toObj(p);
    }

    /** The outermost tuple is held by its caller; the inner ones by the tuples that they are items of. */
    private void fillAll(long outermost) {
        try (HandleScope scope = heap.scope()) {
            scope.root(links.toObj(outermost));
            filling = true;
            while (!pending.isEmpty()) fill(pending.pop());
        } finally {
            filling = false;
            while (!pending.isEmpty()) pending.pop();
        }
    }

    private void fill(long p) {
        long count = CMemory.size(p);
        for (long i = 0; i < count; i++) {
            long item = Memory.readLong(p + CLayout.PyTupleObject.ob_item + i * Long.BYTES);
            long w_item = item == 0 ? space.w_None : fromNative.borrowed(item);
            space.tuples.set(links.toObj(p), i, w_item);
        }
    }

    private @Ref long slice(long p) {
        try (HandleScope scope = heap.scope()) {
            long hStart = fromNative.handle(scope, Memory.readLong(p + CLayout.PySliceObject.start));
            long hStop = fromNative.handle(scope, Memory.readLong(p + CLayout.PySliceObject.stop));
            long w_step = fromNative.borrowed(Memory.readLong(p + CLayout.PySliceObject.step));
            long w = space.slices.make(scope.get(hStart), scope.get(hStop), w_step);
            links.linkManaged(w, p, false);
            return w;
        }
    }

    // ---- stand-ins ----------------------------------------------------------------------------------------------------------------

    private @Ref long standIn(long p) {
        try (HandleScope scope = heap.scope()) {
            long type = CMemory.type(p);
            long hType = scope.root(capi.types.managedType(type));
            long hValue = scope.root(inheritedValue(p, type));
            long w = space.foreigners.make(scope.get(hType), scope.get(hValue));
            if (capi.types.hasManagedState(type)) links.linkManaged(w, p, false);
            else links.linkNative(w, p);
            return w;
        }
    }

    /** A C object whose deallocator is running can be looked at, but not kept: its stand-in has no link. */
    private @Ref long standInOfDying(long p) {
        return space.foreigners.make(capi.types.managedType(CMemory.type(p)), 0);
    }

    /** The builtin value inside an instance of a C type that inherits from a builtin type with data in C's memory; 0 = none. */
    private @Ref long inheritedValue(long p, long type) {
        if (TypeFlags.has(type, TypeFlags.LONG_SUBCLASS)) return boxes.intValue(p);
        if (TypeFlags.has(type, TypeFlags.UNICODE_SUBCLASS)) return texts.readStr(p);
        if (TypeFlags.has(type, TypeFlags.BYTES_SUBCLASS)) return texts.readBytes(p);
        if (capi.types.inherits(type, ctypes.floatType)) return space.newFloat(boxes.floatValue(p));
        if (!TypeFlags.has(type, TypeFlags.TUPLE_SUBCLASS)) return 0;
        try (HandleScope scope = heap.scope()) {
            long count = CMemory.size(p);
            long hTuple = scope.root(space.tuples.allocate(count));
            for (long i = 0; i < count; i++) {
                long item = Memory.readLong(p + CLayout.PyTupleObject.ob_item + i * Long.BYTES);
                long w_item = item == 0 ? space.w_None : fromNative.borrowed(item);
                space.tuples.set(scope.get(hTuple), i, w_item);
            }
            return scope.get(hTuple);
        }
    }

    @Override
    public void close() {
        pending.close();
    }
}
