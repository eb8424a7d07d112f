package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.TypeIds;
import io.mooring.objspace.W_CDescriptorObject;
import io.mooring.objspace.W_CFunctionObject;

/** How messages about arguments name a C function: {@code simple.onearg()}, {@code Foo.onearg()} (CPython's {@code _PyObject_FunctionStr}). */
final class FunctionNames {
    private FunctionNames() {}

    /** The name of a C_FUNCTION. Does not collect. */
    static String of(ObjSpace space, @Ref long w_function) {
        String name = space.cfunctions.name(w_function);
        long w_self = space.cfunctions.self(w_function);
        if (w_self != 0 && space.kind(w_self) != TypeIds.MODULE) {
            long w_type = space.kind(w_self) == TypeIds.TYPE ? w_self : space.type(w_self);
            return space.types.qualname(w_type) + "." + name + "()";
        }
        long w_module = space.heap.readRef(w_function, W_CFunctionObject.MODULE);
        boolean named = w_module != 0 && space.isStr(w_module) && !space.string(w_module).equals("builtins");
        return (named ? space.string(w_module) + "." : "") + name + "()";
    }

    /** The name of a C_DESCRIPTOR that is a method. Does not collect. */
    static String ofMethod(ObjSpace space, @Ref long w_descriptor) {
        return space.types.qualname(space.heap.readRef(w_descriptor, W_CDescriptorObject.OWNER)) + "." + space.cdescriptors.name(w_descriptor) + "()";
    }
}
