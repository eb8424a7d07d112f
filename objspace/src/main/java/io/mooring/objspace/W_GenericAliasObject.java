package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * types.GenericAlias: what {@code list[int]} answers; a class with the arguments that an annotation gave it.
 *
 * <pre>
 *   +8   origin  the class
 *   +16  args    tuple
 * </pre>
 *
 * Called, it calls the class; attributes other than its own are the class's. There are no type variables here, so {@code __parameters__} is always empty and
 * an alias cannot be subscripted again.
 */
public final class W_GenericAliasObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int ORIGIN;
    private static final int ARGS;
    private static final String BUILTINS = "builtins";
    private static final int HASH_OF_MINUS_ONE = -2;

    static {
        TypeLayout.Builder builder = TypeLayout.named("generic alias");
        ORIGIN = builder.reference("origin");
        ARGS = builder.reference("args");
        LAYOUT = builder.build();
    }

    W_GenericAliasObject(ObjSpace space) {
        super(space, TypeIds.GENERIC_ALIAS, LAYOUT, "GenericAlias");
    }

    /** {@code w_origin[w_args]}: a tuple of arguments, or one argument. */
    public @Ref long make(@Ref long w_origin, @Ref long w_args) {
        try (HandleScope scope = heap.scope()) {
            long hOrigin = scope.root(w_origin);
            long hArgs = scope.root(w_args);
            if (space.kind(w_args) != TypeIds.TUPLE) scope.set(hArgs, space.newTuple(w_args));
            long w = heap.allocate(TypeIds.GENERIC_ALIAS);
            heap.initRef(w, ORIGIN, scope.get(hOrigin));
            heap.initRef(w, ARGS, scope.get(hArgs));
            return w;
        }
    }

    public @Ref long origin(@Ref long w) {
        return heap.readRef(w, ORIGIN);
    }

    public @Ref long args(@Ref long w) {
        return heap.readRef(w, ARGS);
    }

    // ---- ObjectKind ---------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hObject = scope.root(space.call(origin(w_self), hArgs, nargs, w_kwnames));
            try {
                space.setattr(scope.get(hObject), space.intern("__orig_class__"), scope.get(hSelf));
            } catch (OperationError hasNoDict) {
                if (!hasNoDict.matches(space.w_AttributeError) && !hasNoDict.matches(space.w_TypeError)) throw hasNoDict;
            }
            return scope.get(hObject);
        }
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return true;
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        throw space.error(space.w_TypeError, "%s is not a generic class", space.reprText(w_self));
    }

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        return op == BinaryOp.OR ? space.unions.of(w_left, w_right) : space.w_NotImplemented;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            StringBuilder text = new StringBuilder(shown(origin(w_self))).append('[');
            long count = space.tuples.count(args(scope.get(hSelf)));
            for (long i = 0; i < count; i++) {
                if (i > 0) text.append(", ");
                text.append(shown(space.tuples.get(args(scope.get(hSelf)), i)));
            }
            return space.newStr(text.append(count == 0 ? "()]" : "]").toString());
        }
    }

    /** A class by its qualified name, with the module unless that is builtins; anything else as its repr. */
    String shown(@Ref long w) {
        if (w == space.w_Ellipsis) return "...";
        if (w == space.w_NoneType || w == space.w_None) return "None";
        if (space.kind(w) != TypeIds.TYPE) return space.reprText(w);
        try (HandleScope scope = heap.scope()) {
            long hClass = scope.root(w);
            String name = space.strText(space.getattr(w, space.names.w_qualname));
            long w_module = space.getattr(scope.get(hClass), space.intern("__module__")); // no str for the class type itself
            String module = space.isStr(w_module) ? space.string(w_module) : BUILTINS;
            return module.equals(BUILTINS) ? name : module + "." + name;
        }
    }

    @Override
    public long hash(@Ref long w_self) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long origin = space.hash(origin(w_self));
            long hash = origin ^ space.hash(args(scope.get(hSelf)));
            return hash == -1 ? HASH_OF_MINUS_ONE : hash;
        }
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (op != CompareOp.EQ && op != CompareOp.NE || space.kind(w_other) != TypeIds.GENERIC_ALIAS) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hOther = scope.root(w_other);
            boolean same = space.eq(origin(w_self), origin(w_other)) && space.eq(args(scope.get(hSelf)), args(scope.get(hOther)));
            return space.newBool(same == (op == CompareOp.EQ));
        }
    }

    /** Its own attributes, the dunder ones of its type, and for all others those of the class. */
    @Override
    public @Ref long findOwnAttribute(@Ref long w_self, @Ref long w_name) {
        String name = space.string(w_name);
        boolean own = space.types.lookup(space.type(w_self), w_name) != 0 && (!name.equals("__doc__") && !name.equals("__module__"));
        if (own) return space.attributes.genericFind(w_self, w_name);
        long w_origin = origin(w_self);
        try (HandleScope scope = heap.scope()) {
            long hOrigin = scope.root(w_origin);
            long hName = scope.root(w_name);
            long w = space.behaviour(w_origin).findAttribute(w_origin, w_name);
            if (w == 0) throw space.attributes.missing(scope.get(hOrigin), scope.get(hName));
            return w;
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable()
                .operators(BinaryOp.OR)
                .special("__repr__", "__hash__", "__eq__", "__ne__", "__getattribute__", "__getitem__")
                .rawMethod("__call__", Calls::callSelf)
                .constructor("GenericAlias(cls, origin, args, /)", (s, h, n, k) -> make(s.arg(h, 1), s.arg(h, 2)))
                .method("__mro_entries__", 1, (s, h, n, k) -> s.newTuple(origin(s.self(h))))
                .method("__instancecheck__", 1, (s, h, n, k) -> refuse("isinstance"))
                .method("__subclasscheck__", 1, (s, h, n, k) -> refuse("issubclass"))
                .getter("__origin__", (s, h, n, k) -> origin(s.self(h)))
                .getter("__args__", (s, h, n, k) -> args(s.self(h)))
                .getter("__parameters__", (s, h, n, k) -> s.tuples.allocate(0))
                .getter("__unpacked__", (s, h, n, k) -> s.w_False);
    }

    private @Ref long refuse(String what) {
        throw space.error(space.w_TypeError, "%s() argument 2 cannot be a parameterized generic", what);
    }

    /** Gives the builtin classes that can be subscripted their {@code __class_getitem__}. */
    void makeSubscriptable(String... names) {
        for (String name : names) {
            TypeBuilder type = new TypeBuilder(space, space.types.builtin(name), name);
            type.classMethod("__class_getitem__(cls, item, /)", (s, h, n, k) -> make(s.arg(h, 0), s.arg(h, 1)));
        }
    }
}
