package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * super(type, object): looks attributes up behind a class in the order of the object's class.
 *
 * <pre>
 *   +8   class   the search begins behind it
 *   +16  object  what methods are bound to: an instance, or a class; 0 = unbound
 *   +24  start   the class whose mro is searched; 0 = unbound
 * </pre>
 */
public final class W_SuperObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int CLASS;
    private static final int OBJECT;
    private static final int START;

    static {
        TypeLayout.Builder builder = TypeLayout.named("super");
        CLASS = builder.reference("class");
        OBJECT = builder.reference("object");
        START = builder.reference("start");
        LAYOUT = builder.build();
    }

    W_SuperObject(ObjSpace space) {
        super(space, TypeIds.SUPER, LAYOUT, "super");
    }

    /** {@code w_start} is the class of the object, or the object itself where that is a class. */
    public @Ref long make(@Ref long w_class, @Ref long w_object, @Ref long w_start) {
        try (HandleScope scope = heap.scope()) {
            long hClass = scope.root(w_class);
            long hObject = scope.root(w_object);
            long hStart = scope.root(w_start);
            long w = heap.allocate(TypeIds.SUPER);
            heap.initRef(w, CLASS, scope.get(hClass));
            heap.initRef(w, OBJECT, scope.get(hObject));
            heap.initRef(w, START, scope.get(hStart));
            return w;
        }
    }

    private @Ref long construct(@Slot long hArgs) {
        long w_class = space.arg(hArgs, 1);
        if (w_class == 0) throw space.error(space.w_RuntimeError, "super(): no arguments");
        if (space.kind(w_class) != TypeIds.TYPE) {
            throw space.error(space.w_TypeError, "super() argument 1 must be a type, not %s", space.typeName(w_class));
        }
        long w_object = space.argOrNone(hArgs, 2, 3);
        if (w_object == space.w_None) return make(w_class, 0, 0);
        if (space.kind(w_object) == TypeIds.TYPE && space.isSubtype(w_object, w_class)) return make(w_class, w_object, w_object);
        if (!space.isOfType(w_object, w_class)) {
            throw space.error(space.w_TypeError, "super(type, obj): obj must be an instance or subtype of type");
        }
        return make(w_class, w_object, space.type(w_object));
    }

    @Override
    public @Ref long findOwnAttribute(@Ref long w_self, @Ref long w_name) {
        long w_start = heap.readRef(w_self, START);
        if (w_start == 0 || w_name == space.names.w_class) return space.attributes.genericFind(w_self, w_name);
        long w_class = heap.readRef(w_self, CLASS);
        long w_mro = space.types.mro(w_start);
        long hash = space.unicodes.hash(w_name);
        boolean behind = false;
        for (long i = 0; i < space.tuples.count(w_mro); i++) {
            long w_each = space.tuples.get(w_mro, i);
            long w_found = behind ? space.dicts.getStrOnly(space.types.dict(w_each), w_name, hash) : 0;
            if (w_found != 0) {
                long w_object = heap.readRef(w_self, OBJECT);
                return space.behaviour(w_found).bind(w_found, w_object == w_start ? 0 : w_object, w_start);
            }
            behind |= w_each == w_class;
        }
        return space.attributes.genericFind(w_self, w_name);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        String name = space.types.name(heap.readRef(w_self, CLASS));
        long w_start = heap.readRef(w_self, START);
        return space.newStr("<super: <class '" + name + "'>, " + (w_start == 0 ? "NULL" : "<" + space.types.name(w_start) + " object>")
                + ">");
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .special("__repr__", "__getattribute__")
                .constructor("super(cls, type=, object=, /)", (s, h, n, k) -> construct(h))
                .getter("__thisclass__", (s, h, n, k) -> heap.readRef(s.self(h), CLASS))
                .getter("__self__", (s, h, n, k) -> heap.readRef(s.self(h), OBJECT) == 0 ? s.w_None : heap.readRef(s.self(h), OBJECT))
                .getter("__self_class__", (s, h, n, k) -> heap.readRef(s.self(h), START) == 0 ? s.w_None : heap.readRef(s.self(h), START));
    }
}
