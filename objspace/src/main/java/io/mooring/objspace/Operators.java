package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;

/** Arithmetic, comparison, and what iterates over any object; called through {@link ObjSpace}. */
public final class Operators {
    private final ObjSpace space;
    private final Heap heap;

    Operators(ObjSpace space) {
        this.space = space;
        this.heap = space.heap;
    }

    // ---- arithmetic ---------------------------------------------------------------------------------------------------------------------

    @Ref
    long add(@Ref long w_a, @Ref long w_b) {
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            long w = declinable(BinaryOp.ADD, w_a, w_b);
            if (w != space.w_NotImplemented) return w;
            w = space.behaviour(scope.get(hA)).concat(scope.get(hA), scope.get(hB));
            if (w != 0) return w;
            throw unsupported(BinaryOp.ADD.symbol(), scope.get(hA), scope.get(hB));
        }
    }

    @Ref
    long mul(@Ref long w_a, @Ref long w_b) {
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            long w = declinable(BinaryOp.MUL, w_a, w_b);
            if (w != space.w_NotImplemented) return w;
            w = repeated(scope, hA, hB);
            if (w != 0) return w;
            throw unsupported(BinaryOp.MUL.symbol(), scope.get(hA), scope.get(hB));
        }
    }

    private boolean isSequence(@Ref long w) {
        long w_plain = space.payload(w);
        int kind = space.kind(w_plain);
        return kind != TypeIds.INSTANCE && kind != TypeIds.FOREIGN && space.behaviour(w_plain).isSequence()
                && !(space.behaviour(w_plain) instanceof GenericKind);
    }

    private @Ref long repeated(HandleScope scope, long hA, long hB) {
        if (isSequence(scope.get(hA))) {
            long count = repeatCount(scope.get(hB));
            return space.behaviour(scope.get(hA)).repeat(scope.get(hA), count);
        }
        if (!isSequence(scope.get(hB))) return 0;
        long count = repeatCount(scope.get(hA));
        return space.behaviour(scope.get(hB)).repeat(scope.get(hB), count);
    }

    private long repeatCount(@Ref long w) {
        if (Immediate.is(w)) return Immediate.value(w);
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_index = space.behaviour(w).index(w);
            if (w_index == 0) {
                throw space.error(space.w_TypeError, "can't multiply sequence by non-int of type '%s'", space.typeName(scope.get(h)));
            }
            return space.asIndex(w_index);
        }
    }

    @Ref
    long binary(BinaryOp op, @Ref long w_a, @Ref long w_b) {
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            long w = declinable(op, w_a, w_b);
            if (w == space.w_NotImplemented) throw unsupported(op.symbol(), scope.get(hA), scope.get(hB));
            return w;
        }
    }

    /** Both operands' number slots in Python's order: the left one first, unless the right one is a more special type. */
    @Ref
    long declinable(BinaryOp op, @Ref long w_a, @Ref long w_b) {
        ObjectKind left = space.behaviour(w_a);
        ObjectKind right = space.behaviour(w_b);
        if (left == right) return left.binary(op, w_a, w_b);
        boolean rightFirst = right instanceof GenericKind && space.type(w_a) != space.type(w_b) && space.isOfType(w_b, space.type(w_a));
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            long w = (rightFirst ? right : left).binary(op, w_a, w_b);
            if (w != space.w_NotImplemented) return w;
            return (rightFirst ? left : right).binary(op, scope.get(hA), scope.get(hB));
        }
    }

    private OperationError unsupported(String symbol, @Ref long w_a, @Ref long w_b) {
        return space.error(space.w_TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", symbol, space.typeName(w_a),
                space.typeName(w_b));
    }

    @Ref
    long inplace(BinaryOp op, @Ref long w_a, @Ref long w_b) {
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            ObjectKind kind = space.behaviour(w_a);
            long w = kind.inplace(op, w_a, w_b);
            if (w != space.w_NotImplemented) return w;
            w = declinable(op, scope.get(hA), scope.get(hB));
            if (w != space.w_NotImplemented) return w;
            w = 0;
            if (op == BinaryOp.ADD) w = inplaceConcat(scope, kind, hA, hB);
            if (op == BinaryOp.MUL) w = inplaceRepeat(scope, hA, hB);
            if (w != 0) return w;
            throw unsupported(op.inplaceSymbol(), scope.get(hA), scope.get(hB));
        }
    }

    private @Ref long inplaceConcat(HandleScope scope, ObjectKind kind, long hA, long hB) {
        long w = kind.inplaceConcat(scope.get(hA), scope.get(hB));
        return w != 0 ? w : kind.concat(scope.get(hA), scope.get(hB));
    }

    private @Ref long inplaceRepeat(HandleScope scope, long hA, long hB) {
        if (isSequence(scope.get(hA))) {
            long count = repeatCount(scope.get(hB));
            long w = space.behaviour(scope.get(hA)).inplaceRepeat(scope.get(hA), count);
            if (w != 0) return w;
        }
        return repeated(scope, hA, hB);
    }

    @Ref
    long pow(@Ref long w_base, @Ref long w_exponent, @Ref long w_modulus) {
        if (w_modulus == space.w_None) return binary(BinaryOp.POW, w_base, w_exponent);
        try (HandleScope scope = heap.scope()) {
            long hBase = scope.root(w_base);
            long hExponent = scope.root(w_exponent);
            long hModulus = scope.root(w_modulus);
            long w = space.behaviour(w_base).power(w_base, w_exponent, w_modulus);
            if (w != space.w_NotImplemented) return w;
            throw space.error(space.w_TypeError, "unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
                    space.typeName(scope.get(hBase)), space.typeName(scope.get(hExponent)), space.typeName(scope.get(hModulus)));
        }
    }

    @Ref
    long unary(UnaryOp op, @Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_result = space.behaviour(w).unary(op, w);
            if (w_result != space.w_NotImplemented) return w_result;
            String type = space.typeName(scope.get(h));
            if (op == UnaryOp.ABS) throw space.error(space.w_TypeError, "bad operand type for abs(): '%s'", type);
            throw space.error(space.w_TypeError, "bad operand type for unary %s: '%s'", op.symbol(), type);
        }
    }

    // ---- comparison ---------------------------------------------------------------------------------------------------------------------

    @Ref
    long richcompare(@Ref long w_a, @Ref long w_b, int op) {
        if (Immediate.is(w_a) && Immediate.is(w_b)) {
            return space.newBool(CompareOp.holds(op, Long.compare(Immediate.value(w_a), Immediate.value(w_b))));
        }
        space.enter(" in comparison");
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            int swapped = CompareOp.swapped(op);
            ObjectKind left = space.behaviour(w_a);
            ObjectKind right = space.behaviour(w_b);
            boolean rightFirst = right instanceof GenericKind && space.type(w_a) != space.type(w_b) && space.isOfType(w_b, space.type(w_a));
            long w = rightFirst ? right.richCompare(w_b, w_a, swapped) : left.richCompare(w_a, w_b, op);
            if (w != space.w_NotImplemented) return w;
            w = rightFirst ? left.richCompare(scope.get(hA), scope.get(hB), op) : right.richCompare(scope.get(hB), scope.get(hA), swapped);
            if (w != space.w_NotImplemented) return w;
            boolean same = scope.get(hA) == scope.get(hB);
            if (op == CompareOp.EQ) return space.newBool(same);
            if (op == CompareOp.NE) return space.newBool(!same);
            throw space.error(space.w_TypeError, "'%s' not supported between instances of '%s' and '%s'",
                    CompareOp.symbol(op), space.typeName(scope.get(hA)), space.typeName(scope.get(hB)));
        } finally {
            space.leave();
        }
    }

    boolean compare(@Ref long w_a, @Ref long w_b, int op) {
        if (w_a == w_b) {
            if (op == CompareOp.EQ) return true;
            if (op == CompareOp.NE) return false;
        }
        if ((w_a & w_b & Immediate.TAG) != 0) return CompareOp.holds(op, Long.compare(w_a, w_b));
        if (op == CompareOp.EQ && space.kind(w_a) == TypeIds.UNICODE && space.kind(w_b) == TypeIds.UNICODE) {
            return space.unicodes.equal(w_a, w_b);
        }
        return space.isTrue(richcompare(w_a, w_b, op));
    }

    boolean containsByIterating(@Ref long w, @Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hItem = scope.root(w_item);
            long hSelf = scope.root(w);
            long hIterator = scope.root(0);
            try {
                scope.set(hIterator, space.iter(w));
            } catch (OperationError error) {
                if (!error.matches(space.w_TypeError)) throw error;
                throw space.error(space.w_TypeError, "argument of type '%s' is not iterable", space.typeName(scope.get(hSelf)));
            }
            while (true) {
                long w_next = space.next(scope.get(hIterator));
                if (w_next == 0) return false;
                if (space.eq(w_next, scope.get(hItem))) return true;
            }
        }
    }

    // ---- sequences ----------------------------------------------------------------------------------------------------------------------

    @Ref
    long toList(@Ref long w_iterable) {
        try (HandleScope scope = heap.scope()) {
            long hIterator = scope.root(space.iter(w_iterable));
            long hList = scope.root(space.newList());
            while (true) {
                long w_item = space.next(scope.get(hIterator));
                if (w_item == 0) return scope.get(hList);
                space.lists.append(scope.get(hList), w_item);
            }
        }
    }

    @Ref
    long toTuple(@Ref long w_iterable) {
        if (space.kind(w_iterable) == TypeIds.TUPLE) return w_iterable;
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(space.kind(w_iterable) == TypeIds.LIST ? w_iterable : toList(w_iterable));
            long count = space.lists.count(scope.get(hList));
            long hTuple = scope.root(space.tuples.allocate(count));
            for (long i = 0; i < count; i++) {
                long w_item = space.lists.get(scope.get(hList), i);
                space.tuples.set(scope.get(hTuple), i, w_item);
            }
            return scope.get(hTuple);
        }
    }

    // ---- hash ---------------------------------------------------------------------------------------------------------------------------

    /** The hash of an object that hashes its items, which may be of its own kind and so on. */
    long hashOfNested(@Ref long w) {
        space.enter(" while hashing an object");
        try {
            return space.behaviour(w).hash(w);
        } finally {
            space.leave();
        }
    }

    /** object.__hash__; unhashable builtin values have their own. */
    long objectHash(@Ref long w) {
        return Immediate.is(w) ? space.hash(w) : space.identityHash(w);
    }
}
