package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * A callable bound to its first argument.
 *
 * <pre>
 *   +8   type      builtin_function_or_method where the function is a builtin type's, else method
 *   +16  function  any callable
 *   +24  self
 * </pre>
 */
public final class W_MethodObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    static final int FUNCTION;
    static final int SELF;

    static {
        TypeLayout.Builder builder = TypeLayout.named("method");
        int type = builder.reference("type");
        assert type == OWN_TYPE;
        FUNCTION = builder.reference("function");
        SELF = builder.reference("self");
        LAYOUT = builder.build();
    }

    W_MethodObject(ObjSpace space) {
        super(space, TypeIds.METHOD, LAYOUT, null);
    }

    public @Ref long make(@Ref long w_function, @Ref long w_instance) {
        try (HandleScope scope = heap.scope()) {
            long hFunction = scope.root(w_function);
            long hSelf = scope.root(w_instance);
            long w = heap.allocate(TypeIds.METHOD);
            heap.writeRef(w, OWN_TYPE, space.types.typeOfMethod(scope.get(hFunction)));
            heap.initRef(w, FUNCTION, scope.get(hFunction));
            heap.initRef(w, SELF, scope.get(hSelf));
            return w;
        }
    }

    public @Ref long function(@Ref long w) {
        return heap.readRef(w, FUNCTION);
    }

    public @Ref long boundTo(@Ref long w) {
        return heap.readRef(w, SELF);
    }

    @Override
    public @Ref long call(@Ref long w_self, long hArgs, int nargs, @Ref long w_kwnames) {
        return space.calls.prepended(function(w_self), boundTo(w_self), hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return true;
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (op != CompareOp.EQ && op != CompareOp.NE || space.kind(w_other) != TypeIds.METHOD) return space.w_NotImplemented;
        boolean same = boundTo(w_self) == boundTo(w_other) && space.eq(function(w_self), function(w_other));
        return space.newBool(same == (op == CompareOp.EQ));
    }

    @Override
    public long hash(@Ref long w_self) {
        long hash = space.identityHash(function(w_self)) ^ space.id(boundTo(w_self));
        return hash == -1 ? -2 : hash;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long w_function = function(w_self);
            if (space.kind(w_function) == TypeIds.BUILTIN_FUNCTION
                    && (space.functions.flags(w_function) & BuiltinFunctions.FREE_METHOD) == 0) {
                String name = space.functions.name(w_function);
                boolean special = (space.functions.flags(w_function) & BuiltinFunctions.SPECIAL) != 0;
                long w_bound = boundTo(w_self);
                String where = space.typeName(w_bound) + " object at " + space.texts.address(w_bound);
                return space.newStr((special ? "<method-wrapper '" + name + "' of " : "<built-in method " + name + " of ") + where + ">");
            }
            long w_name = space.findattr(w_function, space.names.w_qualname);
            if (w_name == 0) w_name = space.findattr(function(scope.get(hSelf)), space.names.w_name);
            String name = w_name != 0 && space.isStr(w_name) ? space.string(w_name) : "?";
            return space.newStr("<bound method " + name + " of " + space.reprText(boundTo(scope.get(hSelf))) + ">");
        }
    }

    @Override
    public @Ref long findOwnAttribute(@Ref long w_self, @Ref long w_name) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hName = scope.root(w_name);
            long w = space.attributes.genericFind(w_self, w_name);
            return w != 0 ? w : space.behaviour(function(scope.get(hSelf))).findAttribute(function(scope.get(hSelf)), scope.get(hName));
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__", "__hash__", "__eq__", "__ne__").rawMethod("__call__", Calls::callSelf);
        if (type.name().equals("method")) type.getter("__func__", (s, h, n, k) -> function(s.arg(h, 0)));
        if (type.name().equals("method")) type.getter("__self__", (s, h, n, k) -> boundTo(s.arg(h, 0)));
    }
}
