package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.math.BigInteger;

/** Numbers as Java values, and the checks of what __index__, __int__ and __len__ answer; called through {@link ObjSpace}. */
public final class Conversions {
    private final ObjSpace space;
    private final Heap heap;

    Conversions(ObjSpace space) {
        this.space = space;
        this.heap = space.heap;
    }

    @Ref
    long index(@Ref long w) {
        int kind = space.kind(w);
        if (kind == TypeIds.SMALL_INT || kind == TypeIds.LONG) return w;
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_index = space.behaviour(w).index(w);
            if (w_index == 0) {
                throw space.error(space.w_TypeError, "'%s' object cannot be interpreted as an integer", space.typeName(scope.get(h)));
            }
            return w_index;
        }
    }

    long asLongSlow(@Ref long w) {
        long w_int = index(w);
        if (Immediate.is(w_int)) return Immediate.value(w_int);
        BigInteger value = space.longs.value(w_int);
        if (value.bitLength() >= Long.SIZE) throw space.error(space.w_OverflowError, "Python int too large to convert to C long");
        return value.longValue();
    }

    long asIndexSlow(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_int = index(w);
            if (Immediate.is(w_int)) return Immediate.value(w_int);
            BigInteger value = space.longs.value(w_int);
            if (value.bitLength() < Long.SIZE) return value.longValue();
            throw space.error(space.w_IndexError, "cannot fit '%s' into an index-sized integer", space.typeName(scope.get(h)));
        }
    }

    long asClippedIndexSlow(@Ref long w) {
        long w_int = index(w);
        if (Immediate.is(w_int)) return Immediate.value(w_int);
        BigInteger value = space.longs.value(w_int);
        if (value.bitLength() < Long.SIZE) return value.longValue();
        return value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    BigInteger asBigIntegerSlow(@Ref long w) {
        long w_int = index(w);
        return Immediate.is(w_int) ? BigInteger.valueOf(Immediate.value(w_int)) : space.longs.value(w_int);
    }

    double asDouble(@Ref long w) {
        long w_plain = space.payload(w);
        if (space.kind(w_plain) == TypeIds.FLOAT) return space.floats.value(w_plain);
        if (Immediate.is(w_plain)) return Immediate.value(w_plain);
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_float = space.behaviour(w).toFloat(w);
            if (w_float != 0) return space.floats.value(w_float);
            long w_index = space.behaviour(scope.get(h)).index(scope.get(h));
            if (w_index == 0) throw space.error(space.w_TypeError, "must be real number, not %s", space.typeName(scope.get(h)));
            return space.floats.value(space.behaviour(w_index).toFloat(w_index));
        }
    }

    /** What __index__, __int__ and __trunc__ answered, which must be an int. */
    @Ref
    long checkedInt(@Ref long w_result, String method) {
        int kind = space.kind(w_result);
        if (kind == TypeIds.SMALL_INT || kind == TypeIds.LONG) return w_result;
        if (!space.isInt(w_result)) throw space.error(space.w_TypeError, "%s returned non-int (type %s)", method, space.typeName(w_result));
        long w_plain = space.payload(w_result);
        return space.behaviour(w_plain).index(w_plain);
    }

    /** What __len__ answered. */
    long checkedLength(@Ref long w_length) {
        if (!Immediate.is(w_length)) {
            long length = asIndexSlow(w_length);
            w_length = space.newInt(length);
        }
        long length = Immediate.value(w_length);
        if (length < 0) throw space.error(space.w_ValueError, "__len__() should return >= 0");
        return length;
    }

    @Ref
    long toInt(@Ref long w) {
        if (Immediate.is(w)) return w;
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_int = space.behaviour(w).toInt(w);
            if (w_int != 0) return w_int;
            w_int = space.behaviour(scope.get(h)).index(scope.get(h));
            if (w_int != 0) return w_int;
            if (isText(scope.get(h))) return space.call1(space.w_int, scope.get(h));
            throw space.error(space.w_TypeError, "int() argument must be a string, a bytes-like object or a real number, not '%s'",
                    space.typeName(scope.get(h)));
        }
    }

    @Ref
    long toFloat(@Ref long w) {
        if (space.kind(w) == TypeIds.FLOAT) return w;
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_float = space.behaviour(w).toFloat(w);
            if (w_float != 0) return w_float;
            long w_index = space.behaviour(scope.get(h)).index(scope.get(h));
            if (w_index != 0) return space.behaviour(w_index).toFloat(w_index);
            if (isText(scope.get(h))) return space.call1(space.w_float, scope.get(h));
            throw space.error(space.w_TypeError, "float() argument must be a string or a real number, not '%s'",
                    space.typeName(scope.get(h)));
        }
    }

    private boolean isText(@Ref long w) {
        int kind = space.kind(space.payload(w));
        return kind == TypeIds.UNICODE || kind == TypeIds.BYTES || kind == TypeIds.BYTEARRAY;
    }
}
