package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;

/**
 * The stand-in of an object that C owns: an instance of a type defined in C, or of a Python class that inherits from one.
 *
 * <pre>
 *   +8   type
 *   +16  dict      as in {@link W_InstanceObject}, unless the type has FOREIGN_DICT: then the other side keeps it
 *   +24  value     the builtin object inside, where the C type inherits from int, str, …; else 0
 *   +32  weakrefs  as in {@link W_InstanceObject}
 * </pre>
 *
 * Length, items and calls go straight to {@link ForeignObjects}; everything else is found in the dict of the type, where the other side has
 * put descriptors.
 */
public final class W_ForeignObject extends GenericKind {
    static final TypeLayout LAYOUT = W_InstanceObject.LAYOUT.withName("foreign");

    W_ForeignObject(ObjSpace space) {
        super(space, TypeIds.FOREIGN, LAYOUT);
    }

    /** A stand-in that is not linked yet. {@code w_value} as in the drawing, mostly 0. */
    public @Ref long make(@Ref long w_type, @Ref long w_value) {
        return space.instances.make(TypeIds.FOREIGN, w_type, w_value);
    }

    /** Whether the C type's own slots decide, so that Java need not look special methods up. */
    private boolean slotsAreForeign(@Ref long w_self) {
        return space.types.hasFlag(heap.readRef(w_self, OWN_TYPE), W_TypeObject.FOREIGN_SLOTS);
    }

    @Override
    public long length(@Ref long w_self) {
        return slotsAreForeign(w_self) ? space.foreign.length(space, w_self) : super.length(w_self);
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        return slotsAreForeign(w_self) ? space.foreign.getItem(space, w_self, w_key) : super.getItem(w_self, w_key);
    }

    @Override
    public @Ref long getItemAt(@Ref long w_self, long index) {
        return slotsAreForeign(w_self) ? space.foreign.getItemAt(space, w_self, index) : super.getItemAt(w_self, index);
    }

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return slotsAreForeign(w_self)
                ? space.foreign.callObject(space, w_self, hArgs, nargs, w_kwnames)
                : super.call(w_self, hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return slotsAreForeign(w_self) ? space.foreign.isCallable(space, space.type(w_self)) : super.isCallable(w_self);
    }

    @Override
    public @Ref long dictionary(@Ref long w_self, boolean create) {
        if (space.types.hasFlag(space.type(w_self), W_TypeObject.FOREIGN_DICT)) return space.foreign.dictionary(space, w_self, create);
        return space.instances.dictionary(w_self, create);
    }
}
