package io.mooring.capi;

import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ProtocolIterators;
import io.mooring.objspace.TypeIds;

/** Descriptors, bound methods, iterators and weak references for C. */
final class FunctionUpcalls extends UpcallGroup {
    FunctionUpcalls(CApi capi) {
        super(capi);
    }

    /** A descriptor of a C type from its definition: a method (0), a class method (1), a getset (2) or a member (3). */
    public long descrNew(int kind, long type, long definition) {
        return give(capi.types.newDescriptor(kind, type, definition));
    }

    /** A bound method. */
    public long methodNew(long function, long self) {
        return apply(function, self, space.methods::make);
    }

    /** A staticmethod (0) or a classmethod (1). */
    public long wrapperNew(int kind, long callable) {
        return give(space.call1(kind == 0 ? space.w_staticmethod : space.w_classmethod, managed(callable)));
    }

    /** Iterates by positions 0, 1, ... until IndexError. */
    public long seqiterNew(long sequence) {
        return give(ProtocolIterators.overSequence(space, managed(sequence)));
    }

    /** Calls until the sentinel comes. */
    public long calliterNew(long callable, long sentinel) {
        return apply(callable, sentinel, (w_callable, w_sentinel) -> ProtocolIterators.overCallable(space, w_callable, w_sentinel));
    }

    /** {@code origin[args]}, as list[int]. */
    public long genericAlias(long origin, long args) {
        return apply(origin, args, space.aliases::make);
    }

    /** {@code weakref.ref(o, callback)}, or {@code weakref.proxy}; a callback of NULL is none. */
    public long weakrefNew(long o, long callback, int proxy) {
        try (HandleScope scope = heap.scope()) {
            long hObject = handle(scope, o);
            long w_callback = managedOrNull(callback);
            if (w_callback == space.w_None) w_callback = 0;
            return give(proxy == 0 ? space.weakrefs.ref(scope.get(hObject), w_callback) : space.weakrefs.proxy(scope.get(hObject), w_callback));
        }
    }

    /** The object, or None when it is dead. */
    public long weakrefGet(long reference) {
        long w = managed(reference);
        if (space.kind(w) != TypeIds.WEAKREF) throw space.error(space.w_SystemError, "bad argument to internal function: '%s' is no weakref", space.typeName(w));
        long w_referent = space.weakrefs.referent(w);
        return give(w_referent == 0 ? space.w_None : w_referent);
    }

    /** A C object is about to be deallocated. Weak references point to its stand-in, which mostly died before; if it did not, they die now. */
    public void weakrefClear(long o) {
        long w_standIn = capi.links.toObj(o);
        if (Immediate.isObject(w_standIn)) space.weakrefs.died(w_standIn);
    }
}
