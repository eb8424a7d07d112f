package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import io.mooring.rawrefcount.Links;

/**
 * From managed object to {@code PyObject*}. Every result names its ownership in the method's name.
 *
 * <pre>
 *   int, float, complex      a fresh box, never linked (Boxes)
 *   anything linked          its PyObject
 *   str, bytes, slice, ...   a mirror with the data in CPython's layout, linked (Mirrors)
 *   tuple                    the same, its items made when C asks or when it crosses (ItemMirrors)
 *   list, dict, instance     a bare mirror: a header and a link
 *   type                     the C static, or a mirror type (TypeBridge)
 * </pre>
 *
 * Every method may collect (a full arena collects to make room); the address it answers never moves.
 */
final class ToNative implements AutoCloseable {
    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Links links;
    private final Boxes boxes;
    private final ItemMirrors items;
    private final Mirrors mirrors;

    ToNative(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.links = capi.links;
        this.boxes = capi.boxes;
        this.items = new ItemMirrors(capi, this);
        this.mirrors = new Mirrors(capi, this, items);
    }

    /** A reference that the receiver owns and must drop. For 0, NULL. */
    long newReference(@Ref long w) {
        if (Immediate.is(w)) return boxes.newInt(Immediate.value(w));
        if (w == Immediate.NULL) return 0;
        long p = links.toPyObject(w);
        if (p == 0) return makeSlow(w);
        if (items.areFilled()) return filledSlow(w);
        memory.increment(p);
        return p;
    }

    /** As {@link #newReference}, for the first crossing of an object of which C sees a header only, where that takes no collection; else 0. */
    long newReferenceIfReady(@Ref long w) {
        return switch (heap.type(w)) {
            case TypeIds.INSTANCE -> mirrors.objectIfReady(w);
            case TypeIds.LIST, TypeIds.DICT -> items.areFilled() ? 0 : mirrors.objectIfReady(w);
            default -> 0;
        };
    }

    /**
     * The PyObject of an object with identity, made and linked if need be; valid as long as the managed object lives. Refuses values without
     * identity (int, float): their box needs an owner.
     */
    long borrowed(@Ref long w) {
        if (isValue(w)) throw new IllegalStateException("a " + space.typeName(w) + " has no PyObject that could be borrowed");
        long p = links.toPyObject(w);
        if (p != 0 && !items.areFilled()) return p;
        p = p == 0 ? makeSlow(w) : filledSlow(w);
        memory.setCount(p, memory.count(p) - 1); // the bias of the link is left
        return p;
    }

    /** A macro reader must not meet a mirror that could not be filled when memory was short, nor the size that a dict had before. */
    private long filledSlow(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            items.finishStuck();
            long p = links.toPyObject(scope.get(hObject));
            items.refresh(scope.get(hObject), p);
            memory.increment(p);
            return p;
        }
    }

    /** Makes sure that the items of a tuple mirror are there, even while another one is being filled. */
    void complete(long tuple) {
        items.fill(tuple);
    }

    /** The mirrors that have items. */
    ItemMirrors items() {
        return items;
    }

    /** The PyObject of an object that crossed before, with all that C reads of it up to date; otherwise 0. Does not collect. */
    long current(@Ref long w) {
        return Immediate.isObject(w) && !items.areFilled() ? links.toPyObject(w) : 0;
    }

    /** Whether {@link #borrowed} refuses: a fresh box is made each time the object crosses. Does not collect. */
    boolean isValue(@Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.SMALL_INT, TypeIds.LONG, TypeIds.FLOAT, TypeIds.COMPLEX -> true;
            default -> false;
        };
    }

    /** The PyObject of an object if it has one already, else 0. Does not collect. */
    long existing(@Ref long w) {
        return Immediate.isObject(w) ? links.toPyObject(w) : 0;
    }

    /** The first crossing of an object, or a value: makes the PyObject, with one reference for the receiver. */
    private long makeSlow(@Ref long w) {
        return switch (heap.type(w)) {
            case TypeIds.LONG -> boxes.newInt(space.asBigInteger(w), capi.ctypes.longType, 0);
            case TypeIds.FLOAT -> boxes.newFloat(space.floats.value(w));
            case TypeIds.COMPLEX -> boxes.newComplex(space.complexes.real(w), space.complexes.imaginary(w));
            case TypeIds.UNICODE -> mirrors.str(w);
            case TypeIds.BYTES -> mirrors.bytes(w);
            case TypeIds.TUPLE -> items.tuple(w);
            case TypeIds.LIST -> items.list(mirrors.object(w));
            case TypeIds.SLICE -> mirrors.slice(w);
            case TypeIds.TYPE -> capi.types.newReference(w);
            case TypeIds.C_FUNCTION -> capi.functionObjects.newPyObject(w);
            case TypeIds.FOREIGN -> throw space.error(space.w_SystemError, "the '%s' object has been deallocated", space.typeName(w));
            case TypeIds.DICT -> items.dict(mirrors.object(w));
            default -> mirrors.object(w);
        };
    }

    @Override
    public void close() {
        items.close();
    }
}
