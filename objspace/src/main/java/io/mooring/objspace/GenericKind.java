package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import java.math.BigInteger;

/**
 * The behaviour of objects whose Python type says what they do: each operation looks its special method up in the type and its bases.
 *
 * <p>The kinds whose objects carry their own type extend it: instances, C instances, types, modules, exceptions.
 */
abstract class GenericKind extends ObjectKind {
    GenericKind(ObjSpace space, int id, TypeLayout layout) {
        super(space, id, layout, null);
    }

    private boolean has(@Ref long w_self, @Ref long w_name) {
        return found(w_self, w_name) != 0;
    }

    /** The special method, unbound, or 0. */
    private @Ref long found(@Ref long w_self, @Ref long w_name) {
        return space.types.lookup(space.type(w_self), w_name);
    }

    /** As {@link #has}, where None says that there is none although a base has one: __hash__, __iter__. */
    private boolean hasNotNone(@Ref long w_self, @Ref long w_name) {
        long w_found = found(w_self, w_name);
        return w_found != 0 && w_found != space.w_None;
    }

    // ---- containers ---------------------------------------------------------------------------------------------------------------------

    @Override
    public long length(@Ref long w_self) {
        if (!has(w_self, space.names.w_len)) return super.length(w_self);
        return space.conversions.checkedLength(space.calls.special(w_self, space.names.w_len));
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        if (!has(w_self, space.names.w_getitem)) return super.getItem(w_self, w_key);
        return space.calls.special(w_self, space.names.w_getitem, w_key);
    }

    @Override
    public void setItem(@Ref long w_self, @Ref long w_key, @Ref long w_value) {
        if (!has(w_self, space.names.w_setitem)) super.setItem(w_self, w_key, w_value);
        space.calls.special(w_self, space.names.w_setitem, w_key, w_value);
    }

    @Override
    public void delItem(@Ref long w_self, @Ref long w_key) {
        if (!has(w_self, space.names.w_delitem)) super.delItem(w_self, w_key);
        space.calls.special(w_self, space.names.w_delitem, w_key);
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        long w_found = space.types.lookup(space.type(w_self), space.names.w_contains);
        if (w_found == 0) return super.contains(w_self, w_item);
        if (w_found == space.w_None) throw space.error(space.w_TypeError, "'%s' object is not a container", space.typeName(w_self));
        return space.isTrue(space.calls.special(w_self, space.names.w_contains, w_item));
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        if (!hasNotNone(w_self, space.names.w_iter)) {
            if (has(w_self, space.names.w_iter) || !has(w_self, space.names.w_getitem)) return super.iter(w_self);
            return ProtocolIterators.overSequence(space, w_self);
        }
        long w_iterator = space.calls.special(w_self, space.names.w_iter);
        if (!space.behaviour(w_iterator).isIterator(w_iterator)) {
            throw space.error(space.w_TypeError, "iter() returned non-iterator of type '%s'", space.typeName(w_iterator));
        }
        return w_iterator;
    }

    @Override
    public @Ref long next(@Ref long w_self) {
        if (!has(w_self, space.names.w_next)) return super.next(w_self);
        try {
            return space.calls.special(w_self, space.names.w_next);
        } catch (OperationError end) {
            if (!end.matches(space.w_StopIteration)) throw end;
            return 0;
        }
    }

    @Override
    public boolean isIterator(@Ref long w_self) {
        return has(w_self, space.names.w_next);
    }

    // ---- basics -------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.calls.special(w_self, space.names.w_repr);
    }

    @Override
    public @Ref long str(@Ref long w_self) {
        return space.calls.special(w_self, space.names.w_str);
    }

    @Override
    public @Ref long format(@Ref long w_self, @Ref long w_spec) {
        return space.calls.special(w_self, space.names.w_format, w_spec);
    }

    @Override
    public long hash(@Ref long w_self) {
        if (!hasNotNone(w_self, space.names.w_hash)) throw space.error(space.w_TypeError, "unhashable type: '%s'", space.typeName(w_self));
        long w_hash = space.calls.special(w_self, space.names.w_hash);
        if (!space.isInt(w_hash)) throw space.error(space.w_TypeError, "__hash__ method should return an integer");
        return hashFrom(space.payload(w_hash));
    }

    /** The hash that an int stands for: itself if it fits, else its own hash. */
    private long hashFrom(@Ref long w_int) {
        if (Immediate.is(w_int)) return Immediate.value(w_int) == -1 ? -2 : Immediate.value(w_int);
        BigInteger value = space.asBigInteger(w_int);
        if (value.bitLength() >= Long.SIZE) return space.hash(w_int);
        return value.longValue() == -1 ? -2 : value.longValue();
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        if (has(w_self, space.names.w_bool)) {
            long w_truth = space.calls.special(w_self, space.names.w_bool);
            if (w_truth == space.w_True || w_truth == space.w_False) return w_truth == space.w_True;
            throw space.error(space.w_TypeError, "__bool__ should return bool, returned %s", space.typeName(w_truth));
        }
        return !has(w_self, space.names.w_len) || length(w_self) != 0;
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        long w_result = space.calls.special(w_self, space.names.compare(op), w_other);
        return w_result == 0 ? space.w_NotImplemented : w_result;
    }

    @Override
    public @Ref long call(@Ref long w_self, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_found = found(w_self, space.names.w_call);
        if (w_found == 0) return super.call(w_self, hArgs, nargs, w_kwnames);
        return space.calls.prependedUnbound(w_found, w_self, hArgs, nargs, w_kwnames);
    }

    @Override
    public boolean isCallable(@Ref long w_self) {
        return has(w_self, space.names.w_call);
    }

    // ---- descriptors --------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long bind(@Ref long w_self, @Ref long w_instance, @Ref long w_owner) {
        if (!has(w_self, space.names.w_get)) return w_self;
        return space.calls.special(w_self, space.names.w_get, w_instance == 0 ? space.w_None : w_instance, w_owner);
    }

    @Override
    public void bindSet(@Ref long w_self, @Ref long w_instance, @Ref long w_value) {
        long w_name = w_value == 0 ? space.names.w_delete : space.names.w_set;
        if (!has(w_self, w_name)) throw space.error(space.w_AttributeError, w_value == 0 ? "__delete__" : "__set__");
        if (w_value == 0) space.calls.special(w_self, w_name, w_instance);
        else space.calls.special(w_self, w_name, w_instance, w_value);
    }

    @Override
    public boolean isDataDescriptor(@Ref long w_self) {
        return has(w_self, space.names.w_set) || has(w_self, space.names.w_delete);
    }

    // ---- numbers ------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        boolean isLeft = space.kind(w_left) == id() && has(w_left, space.names.binary(op))
                && !isSequenceSlot(op, w_left, space.names.binary(op));
        if (!isLeft) return reflected(op, w_left, w_right);
        if (space.kind(w_right) != id() || space.type(w_left) == space.type(w_right)) {
            return orDeclined(space.calls.special(w_left, space.names.binary(op), w_right));
        }
        boolean rightFirst = space.isSubtype(space.type(w_right), space.type(w_left))
                && overrides(w_right, w_left, space.names.reflected(op));
        try (HandleScope scope = heap.scope()) {
            long hLeft = scope.root(w_left);
            long hRight = scope.root(w_right);
            long w_first = rightFirst ? reflected(op, w_left, w_right) : space.calls.special(w_left, space.names.binary(op), w_right);
            if (w_first != space.w_NotImplemented && w_first != 0) return w_first;
            if (!rightFirst) return reflected(op, scope.get(hLeft), scope.get(hRight));
            return orDeclined(space.calls.special(scope.get(hLeft), space.names.binary(op), scope.get(hRight)));
        }
    }

    private boolean overrides(@Ref long w_sub, @Ref long w_super, @Ref long w_name) {
        long w_found = found(w_sub, w_name);
        return w_found != 0 && w_found != found(w_super, w_name);
    }

    private @Ref long reflected(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if (space.kind(w_right) != id() || isSequenceSlot(op, w_right, space.names.reflected(op))) return space.w_NotImplemented;
        return orDeclined(space.calls.special(w_right, space.names.reflected(op), w_left));
    }

    private @Ref long orDeclined(@Ref long w_result) {
        return w_result == 0 ? space.w_NotImplemented : w_result;
    }

    /** Whether the method is the sequence + or * of a builtin type, which comes after every number slot. */
    private boolean isSequenceSlot(BinaryOp op, @Ref long w, @Ref long w_name) {
        if (op != BinaryOp.ADD && op != BinaryOp.MUL) return false;
        long w_found = found(w, w_name);
        if (w_found == 0 || space.kind(w_found) != TypeIds.BUILTIN_FUNCTION) return false;
        long w_payload = space.payload(w);
        return w_payload != w && space.behaviour(w_payload).isSequence();
    }

    @Override
    public @Ref long inplace(BinaryOp op, @Ref long w_self, @Ref long w_other) {
        return orDeclined(space.calls.special(w_self, space.names.inplace(op), w_other));
    }

    @Override
    public @Ref long power(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        if (space.kind(w_base) != id()) return space.w_NotImplemented;
        return orDeclined(space.calls.special(w_base, space.names.w_pow, w_exponent, w_modulus));
    }

    @Override
    public boolean isSequence() {
        return true;
    }

    @Override
    public @Ref long concat(@Ref long w_self, @Ref long w_other) {
        long w_payload = space.payload(w_self);
        return w_payload == w_self ? 0 : space.behaviour(w_payload).concat(w_payload, w_other);
    }

    @Override
    public @Ref long repeat(@Ref long w_self, long count) {
        long w_payload = space.payload(w_self);
        return w_payload == w_self ? 0 : space.behaviour(w_payload).repeat(w_payload, count);
    }

    @Override
    public @Ref long unary(UnaryOp op, @Ref long w_self) {
        return orDeclined(space.calls.special(w_self, space.names.unary(op)));
    }

    @Override
    public @Ref long index(@Ref long w_self) {
        if (!has(w_self, space.names.w_index)) return 0;
        return space.conversions.checkedInt(space.calls.special(w_self, space.names.w_index), "__index__");
    }

    @Override
    public @Ref long toInt(@Ref long w_self) {
        if (has(w_self, space.names.w_int)) return space.conversions.checkedInt(space.calls.special(w_self, space.names.w_int), "__int__");
        long w_index = index(w_self);
        if (w_index != 0 || !has(w_self, space.names.w_trunc)) return w_index;
        return space.conversions.checkedInt(space.calls.special(w_self, space.names.w_trunc), "__trunc__");
    }

    @Override
    public @Ref long toFloat(@Ref long w_self) {
        if (!has(w_self, space.names.w_float)) return 0;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long w_float = space.calls.special(w_self, space.names.w_float);
            if (space.kind(space.payload(w_float)) == TypeIds.FLOAT) return space.payload(w_float);
            throw space.error(space.w_TypeError, "%s.__float__ returned non-float (type %s)", space.typeName(scope.get(hSelf)),
                    space.typeName(w_float));
        }
    }
}
