package io.mooring.objspace;

/** The border that is not there: every request names what was asked for. */
final class NoForeignObjects implements ForeignObjects {
    private static IllegalStateException refused(String what) {
        return new IllegalStateException(what + " was asked for, but no C side is connected to this object space");
    }

    @Override
    public long call(ObjSpace space, long w_function, long hArgs, int nargs, long w_kwnames) {
        throw refused("a call of a C function");
    }

    @Override
    public long call0(ObjSpace space, long w_function) {
        throw refused("a call of a C function");
    }

    @Override
    public long call1(ObjSpace space, long w_function, long w_arg) {
        throw refused("a call of a C function");
    }

    @Override
    public long call2(ObjSpace space, long w_function, long w_first, long w_second) {
        throw refused("a call of a C function");
    }

    @Override
    public long length(ObjSpace space, long w) {
        throw refused("the length of an instance of a C type");
    }

    @Override
    public long getItemAt(ObjSpace space, long w, long index) {
        throw refused("an item of an instance of a C type");
    }

    @Override
    public long getItem(ObjSpace space, long w, long w_key) {
        throw refused("an item of an instance of a C type");
    }

    @Override
    public long callObject(ObjSpace space, long w, long hArgs, int nargs, long w_kwnames) {
        throw refused("a call of an instance of a C type");
    }

    @Override
    public long dictionary(ObjSpace space, long w, boolean create) {
        throw refused("the dict of an instance of a C type");
    }

    @Override
    public void referWeakly(ObjSpace space, long w) {
        throw refused("a weak reference to an instance of a C type");
    }

    @Override
    public void tableChanged(ObjSpace space, long w) {}

    @Override
    public long construct(ObjSpace space, long w_type, long hArgs, int nargs, long w_kwnames) {
        throw refused("an instance of a C type");
    }

    @Override
    public long constructPlain(ObjSpace space, long w_type) {
        return 0;
    }

    @Override
    public void renamed(ObjSpace space, long w_type) {}

    @Override
    public long documentation(ObjSpace space, long w, boolean signature) {
        return 0;
    }

    @Override
    public void subclassed(ObjSpace space, long w_type) {
        throw refused("a subclass of a C type");
    }

    @Override
    public long descriptorGet(ObjSpace space, long w_descriptor, long w_instance, long w_owner) {
        throw refused("an attribute defined in C");
    }

    @Override
    public void descriptorSet(ObjSpace space, long w_descriptor, long w_instance, long w_value) {
        throw refused("an attribute defined in C");
    }

    @Override
    public boolean isDataDescriptor(ObjSpace space, long w_descriptor) {
        throw refused("an attribute defined in C");
    }

    @Override
    public long descriptorCall(ObjSpace space, long w_descriptor, long hArgs, int nargs, long w_kwnames) {
        throw refused("a method defined in C");
    }

    @Override
    public boolean isCallable(ObjSpace space, long w_type) {
        throw refused("a C type");
    }

    @Override
    public long typeFact(ObjSpace space, long w_type, TypeFact fact) {
        throw space.error(space.w_AttributeError, "type object '%s' has no attribute '%s'", space.types.name(w_type), fact.attribute());
    }
}
