package io.mooring.objspace;

import io.mooring.gc.Ref;

/** The immortal strs of the names that the object space itself looks up. */
public final class Names {
    public final @Ref long w_len;
    public final @Ref long w_getitem;
    public final @Ref long w_setitem;
    public final @Ref long w_delitem;
    public final @Ref long w_contains;
    public final @Ref long w_iter;
    public final @Ref long w_next;
    public final @Ref long w_repr;
    public final @Ref long w_str;
    public final @Ref long w_hash;
    public final @Ref long w_bool;
    public final @Ref long w_format;
    public final @Ref long w_bytes;
    public final @Ref long w_call;
    public final @Ref long w_new;
    public final @Ref long w_init;
    public final @Ref long w_get;
    public final @Ref long w_set;
    public final @Ref long w_delete;
    public final @Ref long w_set_name;
    public final @Ref long w_getattribute;
    public final @Ref long w_getattr;
    public final @Ref long w_setattr;
    public final @Ref long w_delattr;
    public final @Ref long w_index;
    public final @Ref long w_int;
    public final @Ref long w_float;
    public final @Ref long w_trunc;
    public final @Ref long w_dict;
    public final @Ref long w_empty;
    public final @Ref long w_dir;
    public final @Ref long w_class;
    public final @Ref long w_doc;
    public final @Ref long w_module;
    public final @Ref long w_name;
    public final @Ref long w_qualname;
    public final @Ref long w_instancecheck;
    public final @Ref long w_subclasscheck;
    public final @Ref long w_subclasses;
    public final @Ref long w_init_subclass;
    public final @Ref long w_class_getitem;
    public final @Ref long w_missing;
    public final @Ref long w_reversed;
    public final @Ref long w_length_hint;
    public final @Ref long w_pow;
    public final @Ref long w_keys;
    public final @Ref long w_bases;
    public final @Ref long w_builtins;

    private final @Ref long[] binary = new long[BinaryOp.values().length];
    private final @Ref long[] reflected = new long[BinaryOp.values().length];
    private final @Ref long[] inplace = new long[BinaryOp.values().length];
    private final @Ref long[] unary = new long[UnaryOp.values().length];
    private final @Ref long[] compare = new long[CompareOp.COUNT];

    Names(ObjSpace space) {
        w_len = space.intern("__len__");
        w_getitem = space.intern("__getitem__");
        w_setitem = space.intern("__setitem__");
        w_delitem = space.intern("__delitem__");
        w_contains = space.intern("__contains__");
        w_iter = space.intern("__iter__");
        w_next = space.intern("__next__");
        w_repr = space.intern("__repr__");
        w_str = space.intern("__str__");
        w_hash = space.intern("__hash__");
        w_bool = space.intern("__bool__");
        w_format = space.intern("__format__");
        w_bytes = space.intern("__bytes__");
        w_call = space.intern("__call__");
        w_new = space.intern("__new__");
        w_init = space.intern("__init__");
        w_get = space.intern("__get__");
        w_set = space.intern("__set__");
        w_delete = space.intern("__delete__");
        w_set_name = space.intern("__set_name__");
        w_getattribute = space.intern("__getattribute__");
        w_getattr = space.intern("__getattr__");
        w_setattr = space.intern("__setattr__");
        w_delattr = space.intern("__delattr__");
        w_index = space.intern("__index__");
        w_int = space.intern("__int__");
        w_float = space.intern("__float__");
        w_trunc = space.intern("__trunc__");
        w_dict = space.intern("__dict__");
        w_empty = space.intern("");
        w_dir = space.intern("__dir__");
        w_class = space.intern("__class__");
        w_doc = space.intern("__doc__");
        w_module = space.intern("__module__");
        w_name = space.intern("__name__");
        w_qualname = space.intern("__qualname__");
        w_instancecheck = space.intern("__instancecheck__");
        w_subclasscheck = space.intern("__subclasscheck__");
        w_subclasses = space.intern("__subclasses__");
        w_init_subclass = space.intern("__init_subclass__");
        w_class_getitem = space.intern("__class_getitem__");
        w_missing = space.intern("__missing__");
        w_reversed = space.intern("__reversed__");
        w_length_hint = space.intern("__length_hint__");
        w_pow = space.intern("__pow__");
        w_keys = space.intern("keys");
        w_bases = space.intern("__bases__");
        w_builtins = space.intern("builtins");
        for (BinaryOp op : BinaryOp.values()) {
            binary[op.ordinal()] = space.intern(op.method());
            reflected[op.ordinal()] = space.intern(op.reflected());
            inplace[op.ordinal()] = space.intern(op.inplace());
        }
        for (UnaryOp op : UnaryOp.values()) unary[op.ordinal()] = space.intern(op.method());
        for (int op = 0; op < CompareOp.COUNT; op++) compare[op] = space.intern(CompareOp.method(op));
    }

    public @Ref long binary(BinaryOp op) {
        return binary[op.ordinal()];
    }

    public @Ref long reflected(BinaryOp op) {
        return reflected[op.ordinal()];
    }

    public @Ref long inplace(BinaryOp op) {
        return inplace[op.ordinal()];
    }

    public @Ref long unary(UnaryOp op) {
        return unary[op.ordinal()];
    }

    public @Ref long compare(int op) {
        return compare[op];
    }
}
