package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * staticmethod: found in a class, it is the function inside, whatever it was asked from.
 *
 * <pre>
 *   +8   function
 * </pre>
 */
public final class W_StaticMethodObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int FUNCTION;

    static {
        TypeLayout.Builder builder = TypeLayout.named("staticmethod");
        FUNCTION = builder.reference("function");
        LAYOUT = builder.build();
    }

    W_StaticMethodObject(ObjSpace space) {
        super(space, TypeIds.STATIC_METHOD, LAYOUT, "staticmethod");
    }

    public @Ref long make(@Ref long w_function) {
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long w = heap.allocate(TypeIds.STATIC_METHOD);
            heap.initRef(w, FUNCTION, scope.get(hFunction));
            return w;
        }
    }

    public @Ref long function(@Ref long w) {
        return heap.readRef(w, FUNCTION);
    }

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        return function(w_self);
    }

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return space.call(function(w_self), hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return true;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr("<staticmethod(" + space.reprText(function(w_self)) + ")>");
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .special("__repr__", "__get__")
                .rawMethod("__call__", Calls::callSelf)
                .constructor("staticmethod(cls, function, /)", (s, h, n, k) -> make(s.arg(h, 1)))
                .getter("__func__", (s, h, n, k) -> function(s.self(h)))
                .getter("__wrapped__", (s, h, n, k) -> function(s.self(h)));
    }
}
