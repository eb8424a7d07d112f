package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import java.util.HashMap;
import java.util.Map;

/** Types for C: what {@code typeobject.c} asks about managed types, and the managed part of C's own. */
final class TypeUpcalls extends UpcallGroup {
    /** From the address of a static string in C to the interned name (immortal). */
    private final Map<Long, Long> names = new HashMap<>();

    TypeUpcalls(CApi capi) {
        super(capi);
    }

    /** {@code type.method(self, *args)}, the method looked up along the type's MRO. */
    public long typeCallMethod(long type, long method, long self, long args, long nargs) {
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(capi.types.managedType(type));
            long hSelf = handle(scope, self);
            for (long i = 0; i < nargs; i++) handle(scope, Memory.readLong(args + i * Long.BYTES));
            long w_method = method(scope.get(hType), name(method));
            return give(space.call(w_method, hSelf, 1 + Math.toIntExact(nargs), 0));
        }
    }

    private @Ref long name(long address) {
        Long known = names.get(address);
        if (known != null) return known;
        long w_name = space.intern(CStrings.read(address));
        names.put(address, w_name);
        return w_name;
    }

    private @Ref long method(@Ref long w_type, @Ref long w_name) {
        long w_method = space.lookup(w_type, w_name);
        if (w_method != 0) return w_method;
        throw space.error(space.w_AttributeError, "type object '%s' has no attribute '%s'", space.types.name(w_type), space.string(w_name));
    }

    /** Makes the managed type of a C type whose slots are complete. */
    public int typeReady(long type) {
        capi.types.managedType(type);
        return 0;
    }

    /** Borrowed; NULL without error when neither the type nor a base has the name. */
    public long typeLookup(long type, long name) {
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(capi.types.managedType(type));
            long w_name = managed(name);
            return capi.borrowedItems.borrow(type, space.lookup(scope.get(hType), w_name));
        }
    }

    public long typeGetDict(long type) {
        return give(space.types.dict(capi.types.managedType(type)));
    }

    /** C changed a type's dict: forget what was cached about it. */
    public int typeModified(long type) {
        space.types.modified(capi.types.managedType(type));
        return 0;
    }

    /**
     * {@code __new__(type, *args, **kwargs)} as the nearest managed type implements it: a {@code tp_new} of C's may have called its base's, and must not be called
     * again.
     */
    public long typeNewInstance(long type, long args, long kwargs) {
        try (HandleScope scope = heap.scope()) {
            long hType = scope.root(capi.types.managedType(type));
            long hArgs = handle(scope, args);
            long hKwargs = handle(scope, kwargs);
            long w_all = withFirst(hType, hArgs, scope);
            long hAll = scope.root(w_all);
            long w_new = space.getattr(capi.types.managedType(nearestManaged(type)), space.intern("__new__"));
            return give(space.callTuple(w_new, scope.get(hAll), scope.get(hKwargs)));
        }
    }

    /** {@code type(self).__init__(self, *args, **kwargs)} as the nearest managed type implements it. */
    public int typeInitInstance(long self, long args, long kwargs) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = handle(scope, self);
            long hArgs = handle(scope, args);
            long hKwargs = handle(scope, kwargs);
            long hAll = scope.root(withFirst(hSelf, hArgs, scope));
            long w_base = capi.types.managedType(nearestManaged(CMemory.type(self)));
            space.callTuple(method(w_base, space.intern("__init__")), scope.get(hAll), scope.get(hKwargs));
            return 0;
        }
    }

    private static long nearestManaged(long type) {
        long managed = type;
        while (!TypeFlags.has(managed, TypeFlags.MANAGED)) managed = Memory.readLong(managed + CLayout.PyTypeObject.tp_base);
        return managed;
    }

    private @Ref long withFirst(@Slot long hFirst, @Slot long hTuple, HandleScope scope) {
        int count = scope.get(hTuple) == 0 ? 0 : Math.toIntExact(space.tuples.count(scope.get(hTuple)));
        long hItems = scope.root(scope.get(hFirst));
        for (int i = 0; i < count; i++) scope.root(space.tuples.get(scope.get(hTuple), i));
        return space.newTuple(hItems, count + 1);
    }

    public long typeQualname(long type) {
        return give(space.getattr(capi.types.managedType(type), space.intern("__qualname__")));
    }

}
