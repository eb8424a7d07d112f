package io.mooring.objspace;

import io.mooring.gc.Ref;

/** classmethod: found in a class, it binds the function inside to the class. */
public final class W_ClassMethodObject extends MethodWrapper {
    W_ClassMethodObject(ObjSpace space) {
        super(space, TypeIds.CLASS_METHOD, "classmethod");
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
}
