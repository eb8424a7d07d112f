package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * An instance of a Python class, and of {@code object} itself.
 *
 * <pre>
 *   +8   type
 *   +16  dict      made at the first attribute, 0 before; the values of {@code __slots__} where there are some ({@link W_MemberObject})
 *   +24  value     the builtin object inside an instance of a subclass of int, str, list, …; else 0
 *   +32  weakrefs  the weakref to it that has no callback, shared by all who ask; 0 before
 * </pre>
 *
 * A C instance ({@link W_ForeignObject}) has the same layout.
 */
public final class W_InstanceObject extends GenericKind {
    static final TypeLayout LAYOUT;
    static final int DICT;
    static final int VALUE;
    static final int WEAKREFS;

    static {
        TypeLayout.Builder builder = TypeLayout.named("instance");
        builder.reference("type");
        DICT = builder.reference("dict");
        VALUE = builder.reference("value");
        WEAKREFS = builder.reference("weakrefs");
        LAYOUT = builder.build();
    }

    W_InstanceObject(ObjSpace space) {
        super(space, TypeIds.INSTANCE, LAYOUT);
    }

    /** A new instance of a class, with the builtin value it carries (0 = none). Does not call __init__. */
    public @Ref long make(@Ref long w_class, @Ref long w_value) {
        return make(TypeIds.INSTANCE, w_class, w_value);
    }

    /** A new object of either type that has this layout. */
    @Ref
    long make(int kind, @Ref long w_class, @Ref long w_value) {
        long w = heap.allocateIfRoom(kind);
        return w != 0 ? fill(w, w_class, w_value) : makeSlow(kind, w_class, w_value);
    }

    private @Ref long makeSlow(int kind, @Ref long w_class, @Ref long w_value) {
        try (HandleScope scope = heap.scope()) {
            long hClass = scope.root(w_class);
            long hValue = scope.root(w_value);
            long w = heap.allocate(kind);
            return fill(w, scope.get(hClass), scope.get(hValue));
        }
    }

    private @Ref long fill(@Ref long w_new, @Ref long w_class, @Ref long w_value) {
        heap.initRef(w_new, OWN_TYPE, w_class);
        heap.initRef(w_new, VALUE, w_value);
        return w_new;
    }

    @Override
    public @Ref long dictionary(@Ref long w_self, boolean create) {
        long flags = space.types.flags(space.type(w_self));
        if ((flags & W_TypeObject.KEEPS_MEMBERS) != 0) return (flags & W_TypeObject.HAS_DICT) == 0 ? 0 : space.members.dictBeside(w_self, create);
        long w_dict = heap.readRef(w_self, DICT);
        if (w_dict != 0 || !create || (flags & W_TypeObject.HAS_DICT) == 0) return w_dict;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            w_dict = space.newDict();
            heap.writeRef(scope.get(hSelf), DICT, w_dict);
            return w_dict;
        }
    }

    void setDictionary(@Ref long w_self, @Ref long w_dict) {
        if (space.types.hasFlag(space.type(w_self), W_TypeObject.KEEPS_MEMBERS)) space.members.setDictBeside(w_self, w_dict);
        else heap.writeRef(w_self, DICT, w_dict);
    }

    /** Fills type object. */
    @Override
    public void define(TypeBuilder type) {
        ObjectMethods.define(type);
    }
}
