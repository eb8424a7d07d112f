package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;

/** staticmethod: found in a class, it is the function inside, whatever it was asked from. */
public final class W_StaticMethodObject extends MethodWrapper {
    W_StaticMethodObject(ObjSpace space) {
        super(space, TypeIds.STATIC_METHOD, "staticmethod");
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
    public void define(TypeBuilder type) {
        super.define(type);
        type.rawMethod("__call__", Calls::callSelf);
    }
}
