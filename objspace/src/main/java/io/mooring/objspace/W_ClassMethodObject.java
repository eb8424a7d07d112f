package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * classmethod: found in a class, it binds the function inside to the class.
 *
 * <pre>
 *   +8   function
 * </pre>
 */
public final class W_ClassMethodObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int FUNCTION;

    static {
        TypeLayout.Builder builder = TypeLayout.named("classmethod");
        FUNCTION = builder.reference("function");
        LAYOUT = builder.build();
    }

    W_ClassMethodObject(ObjSpace space) {
        super(space, TypeIds.CLASS_METHOD, LAYOUT, "classmethod");
    }

    public @Ref long make(@Ref long w_function) {
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long w = heap.allocate(TypeIds.CLASS_METHOD);
            heap.initRef(w, FUNCTION, scope.get(hFunction));
            return w;
        }
    }

    public @Ref long function(@Ref long w) {
        return heap.readRef(w, FUNCTION);
    }

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        long w_function = function(w_self);
        // Anything but a plain function decides itself what binding to the class means (Python 3.9 to 3.12).
        return switch (space.kind(w_function)) {
            case TypeIds.PROPERTY, TypeIds.INSTANCE,
                    TypeIds.FOREIGN -> space.behaviour(w_function).bind(w_function, w_owner, space.type(w_owner));
            default -> space.methods.make(w_function, w_owner);
        };
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr("<classmethod(" + space.reprText(function(w_self)) + ")>");
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .special("__repr__", "__get__")
                .constructor("classmethod(cls, function, /)", (s, h, n, k) -> make(s.arg(h, 1)))
                .getter("__func__", (s, h, n, k) -> function(s.self(h)))
                .getter("__wrapped__", (s, h, n, k) -> function(s.self(h)));
    }
}
