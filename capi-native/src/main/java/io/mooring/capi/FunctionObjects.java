package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.W_CFunctionObject;
import io.mooring.rawrefcount.Links;

/** C functions as objects: the managed one of a PyCFunctionObject or a PyMethodDef, and the other way round. */
final class FunctionObjects {
    private final CApi capi;
    private final ObjSpace space;
    private final Heap heap;
    private final Links links;
    private final long newMethod;

    FunctionObjects(CApi capi) {
        this.capi = capi;
        this.space = capi.space;
        this.heap = capi.heap;
        this.links = capi.links;
        this.newMethod = capi.library.symbol("PyCMethod_New");
    }

    /**
     * Notes that the self of a function lives until the end, so that calls need not hold it: the module of functions that a single-phase module defines, which the
     * interpreter keeps (PyState_AddModule).
     */
    void selfIsPermanent(@Ref long w_function, long self) {
        heap.writeWord(w_function, W_CFunctionObject.NATIVE, self);
        if (capi.memory.debug()) return;
        heap.writeWord(w_function, W_CFunctionObject.DIRECT, DirectCall.unheld((int) heap.readWord(w_function, W_CFunctionObject.FLAGS)));
    }

    /** A managed function of a name (a str) from a PyMethodDef; self, module (a str) and class may be 0. */
    @Ref
    long make(@Ref long w_name, long definition, @Ref long w_self, @Ref long w_module, @Ref long w_class) {
        int flags = Conventions.flags(definition);
        long direct = direct(flags, w_self);
        long w_function = space.cfunctions.make(w_name, w_self, w_module, w_class, Conventions.entry(definition), flags, definition);
        heap.writeWord(w_function, W_CFunctionObject.DIRECT, direct);
        return w_function;
    }

    private long direct(int flags, @Ref long w_self) {
        if (capi.memory.debug()) return DirectCall.NONE;
        if (w_self == 0) return DirectCall.unheld(flags);
        return capi.toNative.isValue(w_self) ? DirectCall.NONE : DirectCall.held(flags);
    }

    /** A managed function from a PyMethodDef; self, module (a str) and class may be 0. */
    @Ref
    long make(long definition, @Ref long w_self, @Ref long w_module, @Ref long w_class) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hModule = scope.root(w_module);
            long hClass = scope.root(w_class);
            long w_name = space.newStr(CStrings.read(Memory.readLong(definition + CLayout.PyMethodDef.ml_name)));
            return make(w_name, definition, scope.get(hSelf), scope.get(hModule), scope.get(hClass));
        }
    }

    /** The managed function of a PyCFunctionObject that has none. */
    @Ref
    long realize(long p) {
        try (HandleScope scope = heap.scope()) {
            long definition = Memory.readLong(p + CLayout.PyCFunctionObject.m_ml);
            boolean isStatic = (Conventions.flags(definition) & MethodFlags.STATIC) != 0;
            boolean hasClass = (Conventions.flags(definition) & MethodFlags.METHOD) != 0;
            long hSelf = capi.fromNative.handle(scope, isStatic ? 0 : Memory.readLong(p + CLayout.PyCFunctionObject.m_self));
            long hModule = capi.fromNative.handle(scope, Memory.readLong(p + CLayout.PyCFunctionObject.m_module));
            long hClass = capi.fromNative.handle(scope, hasClass ? Memory.readLong(p + CLayout.PyCMethodObject.mm_class) : 0);
            long w = make(definition, scope.get(hSelf), scope.get(hModule), scope.get(hClass));
            links.linkNative(w, p);
            return w;
        }
    }

    /** The PyCFunctionObject of a managed function that has none, with one reference for the receiver. */
    long newPyObject(@Ref long w_function) {
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long self = capi.toNative.newReference(heap.readRef(w_function, W_CFunctionObject.SELF));
            long module = capi.toNative.newReference(heap.readRef(scope.get(hFunction), W_CFunctionObject.MODULE));
            boolean hasClass = (heap.readWord(scope.get(hFunction), W_CFunctionObject.FLAGS) & MethodFlags.METHOD) != 0;
            long type = hasClass ? capi.toNative.newReference(heap.readRef(scope.get(hFunction), W_CFunctionObject.CLASS)) : 0;
            long p = NativeLinker.call(newMethod, heap.readWord(scope.get(hFunction), W_CFunctionObject.DEFINITION), self, module, type);
            capi.memory.decrementOrNull(self);
            capi.memory.decrementOrNull(module);
            capi.memory.decrementOrNull(type);
            if (p == 0) throw capi.errors.fetch();
            links.linkNative(scope.get(hFunction), p);
            return p;
        }
    }
}
