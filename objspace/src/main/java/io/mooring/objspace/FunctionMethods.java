package io.mooring.objspace;

import io.mooring.gc.Ref;

/** What Python sees of functions, whatever they are implemented in: the attributes of the function and descriptor types. */
final class FunctionMethods {
    private FunctionMethods() {}

    static void define(TypeBuilder type) {
        type.special("__repr__", "__hash__", "__eq__", "__ne__")
                .rawMethod("__call__", Calls::callSelf)
                .getter("__name__", (s, h, n, k) -> name(s, s.arg(h, 0)))
                .getter("__qualname__", (s, h, n, k) -> qualname(s, s.arg(h, 0)))
                .getter("__doc__", (s, h, n, k) -> doc(s, s.arg(h, 0)));
        if (!type.name().equals("function")) type.getter("__text_signature__", (s, h, n, k) -> textSignature(s, s.arg(h, 0)));
        switch (type.name()) {
            case "builtin_function_or_method" -> type
                    .getter("__self__", (s, h, n, k) -> orNone(s, boundTo(s, s.arg(h, 0))))
                    .getter("__module__", (s, h, n, k) -> orNone(s, module(s, s.arg(h, 0))));
            case "function" -> type.special("__get__").getter("__module__", (s, h, n, k) -> orNone(s, module(s, s.arg(h, 0))));
            case "member_descriptor" -> type.special("__get__", "__set__", "__delete__").getter("__objclass__", (s, h, n, k) -> orNone(s, owner(s, s.arg(h, 0))));
            default -> type.special("__get__").getter("__objclass__", (s, h, n, k) -> orNone(s, owner(s, s.arg(h, 0))));
        }
    }

    private static @Ref long orNone(ObjSpace space, @Ref long w) {
        return w == 0 ? space.w_None : w;
    }

    /** The function inside a bound method, or the object itself. */
    private static @Ref long unbound(ObjSpace space, @Ref long w) {
        return space.kind(w) == TypeIds.METHOD ? space.methods.function(w) : w;
    }

    private static @Ref long name(ObjSpace space, @Ref long w) {
        long w_function = unbound(space, w);
        return switch (space.kind(w_function)) {
            case TypeIds.BUILTIN_FUNCTION -> space.heap.readRef(w_function, W_BuiltinFunction.NAME);
            case TypeIds.C_FUNCTION -> space.heap.readRef(w_function, W_CFunctionObject.NAME);
            case TypeIds.C_DESCRIPTOR -> space.heap.readRef(w_function, W_CDescriptorObject.NAME);
            case TypeIds.MEMBER -> space.heap.readRef(w_function, W_MemberObject.NAME);
            default -> space.getattr(w_function, space.names.w_name);
        };
    }

    private static @Ref long qualname(ObjSpace space, @Ref long w) {
        long w_function = unbound(space, w);
        long w_owner = space.kind(w_function) == TypeIds.C_FUNCTION ? ownerOfBound(space, w_function) : owner(space, w_function);
        if (w_owner == 0) return name(space, w);
        return space.newStr(space.types.qualname(w_owner) + "." + space.string(name(space, w)));
    }

    private static @Ref long ownerOfBound(ObjSpace space, @Ref long w_function) {
        long w_self = space.cfunctions.self(w_function);
        if (w_self == 0 || space.kind(w_self) == TypeIds.MODULE) return 0;
        return space.kind(w_self) == TypeIds.TYPE ? w_self : space.type(w_self);
    }

    private static @Ref long doc(ObjSpace space, @Ref long w) {
        long w_function = unbound(space, w);
        return switch (space.kind(w_function)) {
            case TypeIds.BUILTIN_FUNCTION -> orNone(space, space.heap.readRef(w_function, W_BuiltinFunction.DOC));
            case TypeIds.C_FUNCTION, TypeIds.C_DESCRIPTOR -> orNone(space, space.foreign.documentation(space, w_function, false));
            default -> space.w_None;
        };
    }

    private static @Ref long textSignature(ObjSpace space, @Ref long w) {
        long w_function = unbound(space, w);
        return switch (space.kind(w_function)) {
            case TypeIds.C_FUNCTION, TypeIds.C_DESCRIPTOR -> orNone(space, space.foreign.documentation(space, w_function, true));
            default -> space.w_None;
        };
    }

    private static @Ref long owner(ObjSpace space, @Ref long w_function) {
        return switch (space.kind(w_function)) {
            case TypeIds.BUILTIN_FUNCTION -> space.functions.owner(w_function);
            case TypeIds.C_DESCRIPTOR -> space.heap.readRef(w_function, W_CDescriptorObject.OWNER);
            case TypeIds.MEMBER -> space.heap.readRef(w_function, W_MemberObject.OWNER);
            default -> 0;
        };
    }

    private static @Ref long boundTo(ObjSpace space, @Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.METHOD -> space.methods.boundTo(w);
            case TypeIds.C_FUNCTION -> space.cfunctions.self(w);
            case TypeIds.BUILTIN_FUNCTION -> space.functions.owner(w);
            case TypeIds.C_DESCRIPTOR -> owner(space, w); // a constructor
            default -> 0;
        };
    }

    private static @Ref long module(ObjSpace space, @Ref long w) {
        long w_function = unbound(space, w);
        return switch (space.kind(w_function)) {
            case TypeIds.BUILTIN_FUNCTION -> space.heap.readRef(w_function, W_BuiltinFunction.MODULE);
            case TypeIds.C_FUNCTION -> space.heap.readRef(w_function, W_CFunctionObject.MODULE);
            default -> 0;
        };
    }
}
