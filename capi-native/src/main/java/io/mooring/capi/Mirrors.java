package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.W_TypeObject;
import io.mooring.rawrefcount.Links;

/**
 * Makes the PyObjects of managed objects that own their data: P links.
 *
 * <p>A mirror is born with one reference for the receiver and the bias of its link. It is light, and dies without a deallocator, unless it holds references of its
 * own (slice, and tuples: {@link ItemMirrors}) or its type is one that counts its instances.
 */
final class Mirrors {
    /** The word {@link W_TypeObject#FOREIGN_INSTANCES}: the bytes of a mirror above its size class. */
    private static final long CLASS_MASK = 0xFF;
    private static final int SIZE_SHIFT = 8;

    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;
    private final Links links;
    private final CTypes ctypes;
    private final ToNative toNative;
    private final TextMirrors texts;
    private final long managedMethod;
    private final long managedMethodDescriptor;
    private final long managedSlot;
    private final ItemMirrors items;

    Mirrors(CApi capi, ToNative toNative, ItemMirrors items) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
        this.links = capi.links;
        this.ctypes = capi.ctypes;
        this.toNative = toNative;
        this.texts = capi.texts;
        this.managedMethod = capi.library.symbol("mooring_managed_method");
        this.managedMethodDescriptor = capi.library.symbol("mooring_managed_method_descriptor");
        this.managedSlot = capi.library.symbol("mooring_managed_slot");
        this.items = items;
    }

    // ---- objects of which C sees nothing but the header ---------------------------------------------------------------------------

    /** A bare mirror, or that of an instance of a Python subclass of int, str, ..., which has the value's data in it. */
    long object(@Ref long w) {
        long p = objectIfReady(w);
        if (p != 0) return p;
        return space.payload(w) != w ? subclassInstance(w) : objectSlow(w);
    }

    /** As {@link #object} where that takes no collection: an instance of the class has crossed before, and a block of its size is free; else 0. */
    long objectIfReady(@Ref long w) {
        if (space.payload(w) != w) return 0;
        long w_type = space.type(w);
        long block = heap.readWord(w_type, W_TypeObject.FOREIGN_INSTANCES);
        int sizeClass = (int) (block & CLASS_MASK);
        if (block == 0 || !memory.isReady(sizeClass)) return 0;
        long p = memory.allocate(sizeClass);
        clear(p, block >>> SIZE_SHIFT);
        CMemory.setType(p, heap.readWord(w_type, W_TypeObject.NATIVE));
        links.linkNew(w, p, 1);
        return p;
    }

    /** A bare mirror, light and with nothing of its own, is made so from now on: size class and bytes of its block are kept in the managed class. */
    private void foresee(@Ref long w_type, long type, long size) {
        int sizeClass = CMemory.sizeClass(size);
        boolean simple = sizeClass != 0 && isLight(type) && !hasDefinition(type) && space.types.nativeWord(w_type) == type;
        if (simple) heap.writeWord(w_type, W_TypeObject.FOREIGN_INSTANCES, size << SIZE_SHIFT | sizeClass);
    }

    /** Types whose objects lead to a definition of C's. */
    private boolean hasDefinition(long type) {
        return type == ctypes.cfunction || type == ctypes.methodDescriptor || type == ctypes.slotWrapper;
    }

    private void define(long p, long type, @Slot long hSelf, HandleScope scope) {
        if (type == ctypes.cfunction) asFunction(p, scope.get(hSelf));
        else if (type == ctypes.methodDescriptor) Memory.writeLong(p + CLayout.PyMethodDescrObject.d_method, managedMethodDescriptor);
        else Memory.writeLong(p + CLayout.PyWrapperDescrObject.d_base, managedSlot);
    }

    /** A function that Java implements looks to C like one of C: with a definition, and the self it is bound to, which it keeps. */
    private void asFunction(long p, @Ref long w) {
        Memory.writeLong(p + CLayout.PyCFunctionObject.m_ml, managedMethod);
        if (space.kind(w) != TypeIds.METHOD || toNative.isValue(space.methods.boundTo(w))) return;
        Memory.writeLong(p + CLayout.PyCFunctionObject.m_self, toNative.borrowed(space.methods.boundTo(w)));
    }

    private long objectSlow(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long type = capi.types.pyType(space.type(w));
            long size = Memory.readLong(type + CLayout.PyTypeObject.tp_basicsize);
            long p = allocate(type, size);
            boolean light = isLight(type);
            if (!light) memory.increment(type);
            links.linkManaged(scope.get(hSelf), p, light);
            foresee(space.type(scope.get(hSelf)), type, size);
            if (hasDefinition(type)) define(p, type, hSelf, scope);
            return p;
        }
    }

    /** Whether mirrors of instances need no deallocator: the type is a builtin one or the mirror of a Python class, so that nothing of C's hangs on them. */
    private static boolean isLight(long type) {
        return TypeFlags.has(type, TypeFlags.MANAGED);
    }

    private long allocate(long type, long size) {
        long p = memory.allocateBytes(size);
        if (p == 0) throw space.error(space.w_MemoryError, "no room for more PyObjects");
        clear(p, size);
        CMemory.setHeader(p, 1, type);
        return p;
    }

    private static void clear(long p, long size) {
        for (long at = CLayout.PyObject.SIZE; at < size; at += Long.BYTES) Memory.writeLong(p + at, 0);
    }

    // ---- objects with data ----------------------------------------------------------------------------------------------------------

    long str(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long p = texts.newStr(scope, hSelf, ctypes.unicode, 0);
            links.linkManaged(scope.get(hSelf), p, true);
            return p;
        }
    }

    long bytes(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long p = texts.newBytes(scope, hSelf, ctypes.bytes, 0);
            links.linkManaged(scope.get(hSelf), p, true);
            return p;
        }
    }

    long slice(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long p = allocate(ctypes.slice, CLayout.PySliceObject.SIZE);
            links.linkManaged(scope.get(hSelf), p, false);
            Memory.writeLong(p + CLayout.PySliceObject.start, toNative.newReference(space.slices.start(scope.get(hSelf))));
            Memory.writeLong(p + CLayout.PySliceObject.stop, toNative.newReference(space.slices.stop(scope.get(hSelf))));
            Memory.writeLong(p + CLayout.PySliceObject.step, toNative.newReference(space.slices.step(scope.get(hSelf))));
            return p;
        }
    }

    /** The mirror of an instance whose class inherits from a builtin type with data: the data in place, the class as its type, which counts it. */
    private long subclassInstance(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long type = capi.types.pyType(space.type(w));
            long least = Memory.readLong(type + CLayout.PyTypeObject.tp_basicsize);
            long hValue = scope.root(space.payload(scope.get(hSelf)));
            long p = withData(scope, hValue, type, least);
            memory.increment(type);
            links.linkManaged(scope.get(hSelf), p, false);
            return switch (space.kind(space.payload(scope.get(hSelf)))) {
                case TypeIds.TUPLE -> items.tupleSubclass(p);
                case TypeIds.LIST -> items.list(p);
                case TypeIds.DICT -> items.dict(p);
                default -> p;
            };
        }
    }

    private long withData(HandleScope scope, @Slot long hValue, long type, long least) {
        long w_value = scope.get(hValue);
        return switch (space.kind(w_value)) {
            case TypeIds.SMALL_INT, TypeIds.LONG, TypeIds.BOOL -> capi.boxes.newInt(space.asBigInteger(w_value), type, least);
            case TypeIds.FLOAT -> floating(space.floats.value(w_value), type, least);
            case TypeIds.UNICODE -> texts.newStr(scope, hValue, type, least);
            case TypeIds.BYTES -> texts.newBytes(scope, hValue, type, least);
            case TypeIds.TUPLE -> items.newTuple(space.tuples.count(w_value), type, least);
            default -> allocate(type, least);
        };
    }

    private long floating(double value, long type, long least) {
        long p = allocate(type, Math.max(least, CLayout.PyFloatObject.SIZE));
        Memory.writeDouble(p + CLayout.PyFloatObject.ob_fval, value);
        return p;
    }
}
