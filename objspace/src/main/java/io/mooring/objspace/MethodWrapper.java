package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * What classmethod and staticmethod have in common: an object around a function, which says what the function is bound to when a class finds it.
 *
 * <pre>
 *   +8   function
 * </pre>
 */
abstract sealed class MethodWrapper extends ObjectKind permits W_ClassMethodObject, W_StaticMethodObject {
    private static final TypeLayout LAYOUT;
    private static final int FUNCTION;

    static {
        TypeLayout.Builder builder = TypeLayout.named("method wrapper");
        FUNCTION = builder.reference("function");
        LAYOUT = builder.build();
    }

    MethodWrapper(ObjSpace space, int id, String name) {
        super(space, id, LAYOUT.withName(name), name);
    }

    public final @Ref long make(@Ref long w_function) {
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long w = heap.allocate(id());
            heap.initRef(w, FUNCTION, scope.get(hFunction));
            return w;
        }
    }

    public final @Ref long function(@Ref long w) {
        return heap.readRef(w, FUNCTION);
    }

    @Override
    public final @Ref long repr(@Ref long w_self) {
        return space.newStr("<" + typeName() + "(" + space.reprText(function(w_self)) + ")>");
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .special("__repr__", "__get__")
                .constructor(typeName() + "(cls, function, /)", (s, h, n, k) -> make(s.arg(h, 1)))
                .getter("__func__", (s, h, n, k) -> function(s.self(h)))
                .getter("__wrapped__", (s, h, n, k) -> function(s.self(h)));
    }
}
