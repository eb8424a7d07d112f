package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/**
 * weakref.ProxyType and weakref.CallableProxyType: a weak reference that behaves as its object does.
 *
 * <p>The layout is that of {@link W_WeakrefObject}, which makes it and runs its callback. Every operation goes to the object; ReferenceError when it has died.
 */
public final class W_WeakProxyObject extends ObjectKind {
    private final boolean callable;

    W_WeakProxyObject(ObjSpace space, int id, String typeName) {
        super(space, id, W_WeakrefObject.LAYOUT.withName(typeName), typeName);
        this.callable = id == TypeIds.WEAK_CALLABLE_PROXY;
    }

    private static boolean isProxy(int kind) {
        return kind == TypeIds.WEAK_PROXY || kind == TypeIds.WEAK_CALLABLE_PROXY;
    }

    /** The object. ReferenceError if it died. Does not collect. */
    private @Ref long object(@Ref long w_self) {
        long w = space.weakrefs.referent(w_self);
        if (w == 0) throw space.error(space.w_ReferenceError, "weakly-referenced object no longer exists");
        return w;
    }

    /** The object behind a proxy; anything else itself. Does not collect. */
    private @Ref long plain(@Ref long w) {
        return isProxy(space.kind(w)) ? object(w) : w;
    }

    // ---- containers ---------------------------------------------------------------------------------------------------------------------

    @Override
    public long length(@Ref long w_self) {
        return space.len(object(w_self));
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        return space.getitem(object(w_self), w_key);
    }

    @Override
    public void setItem(@Ref long w_self, @Ref long w_key, @Ref long w_value) {
        space.setitem(object(w_self), w_key, w_value);
    }

    @Override
    public void delItem(@Ref long w_self, @Ref long w_key) {
        space.delitem(object(w_self), w_key);
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        return space.contains(object(w_self), w_item);
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return space.iter(object(w_self));
    }

    @Override
    public @Ref long next(@Ref long w_self) {
        long w = object(w_self);
        if (space.behaviour(w).isIterator(w)) return space.next(w);
        throw space.error(space.w_TypeError, "Weakref proxy referenced a non-iterator '%s' object", space.typeName(w));
    }

    @Override
    public boolean isIterator(@Ref long w_self) {
        return true;
    }

    // ---- basics -------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long repr(@Ref long w_self) {
        long w = space.weakrefs.referent(w_self);
        String referent = w == 0 ? "NoneType at 0x0" : space.typeName(w) + " at " + space.texts.address(w);
        return space.newStr("<weakproxy at " + space.texts.address(w_self) + " to " + referent + ">");
    }

    @Override
    public @Ref long str(@Ref long w_self) {
        return space.str(object(w_self));
    }

    @Override
    public long hash(@Ref long w_self) {
        throw space.error(space.w_TypeError, "unhashable type: 'weakref.%s'", space.typeName(w_self));
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return space.isTrue(object(w_self));
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        return space.richcompare(object(w_self), plain(w_other), op);
    }

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        return callable ? space.call(object(w_self), hArgs, nargs, w_kwnames) : super.call(w_self, hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return callable;
    }

    @Override
    public @Ref long findAttribute(@Ref long w_self, @Ref long w_name) {
        long w = object(w_self);
        return space.behaviour(w).findAttribute(w, w_name);
    }

    @Override
    public @Ref long findOwnAttribute(@Ref long w_self, @Ref long w_name) {
        return findAttribute(w_self, w_name);
    }

    @Override
    public void setAttribute(@Ref long w_self, @Ref long w_name, @Ref long w_value) {
        long w = object(w_self);
        space.behaviour(w).setAttribute(w, w_name, w_value);
    }

    @Override
    public void setOwnAttribute(@Ref long w_self, @Ref long w_name, @Ref long w_value) {
        setAttribute(w_self, w_name, w_value);
    }

    // ---- numbers ------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        return space.binary(op, plain(w_left), plain(w_right));
    }

    @Override
    public @Ref long inplace(BinaryOp op, @Ref long w_self, @Ref long w_other) {
        return space.inplace(op, plain(w_self), plain(w_other));
    }

    @Override
    public @Ref long power(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        return space.pow(plain(w_base), plain(w_exponent), plain(w_modulus));
    }

    @Override
    public @Ref long unary(UnaryOp op, @Ref long w_self) {
        return space.unary(op, object(w_self));
    }

    @Override
    public @Ref long index(@Ref long w_self) {
        long w = object(w_self);
        return space.behaviour(w).index(w);
    }

    @Override
    public @Ref long toInt(@Ref long w_self) {
        long w = object(w_self);
        return space.behaviour(w).toInt(w);
    }

    @Override
    public @Ref long toFloat(@Ref long w_self) {
        long w = object(w_self);
        return space.behaviour(w).toFloat(w);
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__", "__str__", "__bool__", "__hash__", "__getattribute__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__",
                "__iter__", "__next__", "__index__", "__int__", "__float__").comparisons().operators(BinaryOp.values());
        for (UnaryOp op : UnaryOp.values()) type.special(op.method());
        for (BinaryOp op : BinaryOp.values()) if (op.inplace() != null) type.special(op.inplace());
        if (callable) type.rawMethod("__call__", Calls::callSelf);
    }
}
