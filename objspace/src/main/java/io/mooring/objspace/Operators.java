package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The operators that take two operands, or that check what a special method answered; called through {@link ObjSpace}. */
public final class Operators {
    private final ObjSpace space;
    private final Heap heap;
    /** The objects whose repr is being made, innermost last: identity hashes do not change when they move. */
    private final List<Long> reprInProgress = new ArrayList<>();

    Operators(ObjSpace space) {
        this.space = space;
        this.heap = space.heap;
    }

    // ---- arithmetic ---------------------------------------------------------------------------------------------------------------------------

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
        return kind != TypeIds.INSTANCE && kind != TypeIds.FOREIGN && space.behaviour(w_plain).isSequence() && !(space.behaviour(w_plain) instanceof GenericKind);
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
            if (w_index == 0) throw space.error(space.w_TypeError, "can't multiply sequence by non-int of type '%s'", space.typeName(scope.get(h)));
            return asIndexSlow(w_index);
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
        return space.error(space.w_TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", symbol, space.typeName(w_a), space.typeName(w_b));
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

    // ---- comparison -------------------------------------------------------------------------------------------------------------------------------

    @Ref
    long richcompare(@Ref long w_a, @Ref long w_b, int op) {
        if (Immediate.is(w_a) && Immediate.is(w_b)) return space.newBool(CompareOp.holds(op, Long.compare(Immediate.value(w_a), Immediate.value(w_b))));
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
        if (op == CompareOp.EQ && space.kind(w_a) == TypeIds.UNICODE && space.kind(w_b) == TypeIds.UNICODE) return space.unicodes.equal(w_a, w_b);
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

    // ---- numbers as Java values ---------------------------------------------------------------------------------------------------------------------

    @Ref
    long index(@Ref long w) {
        int kind = space.kind(w);
        if (kind == TypeIds.SMALL_INT || kind == TypeIds.LONG) return w;
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            long w_index = space.behaviour(w).index(w);
            if (w_index == 0) throw space.error(space.w_TypeError, "'%s' object cannot be interpreted as an integer", space.typeName(scope.get(h)));
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
            throw space.error(space.w_TypeError, "float() argument must be a string or a real number, not '%s'", space.typeName(scope.get(h)));
        }
    }

    private boolean isText(@Ref long w) {
        int kind = space.kind(space.payload(w));
        return kind == TypeIds.UNICODE || kind == TypeIds.BYTES || kind == TypeIds.BYTEARRAY;
    }

    // ---- sequences ------------------------------------------------------------------------------------------------------------------------------------

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

    // ---- text -------------------------------------------------------------------------------------------------------------------------------------------

    @Ref
    long repr(@Ref long w) {
        space.enter(" while getting the repr of an object");
        try {
            long w_text = space.behaviour(w).repr(w);
            if (!space.isStr(w_text)) throw space.error(space.w_TypeError, "__repr__ returned non-string (type %s)", space.typeName(w_text));
            return w_text;
        } finally {
            space.leave();
        }
    }

    @Ref
    long str(@Ref long w) {
        if (space.kind(w) == TypeIds.UNICODE) return w;
        space.enter(" while getting the str of an object");
        try {
            long w_text = space.behaviour(w).str(w);
            if (!space.isStr(w_text)) throw space.error(space.w_TypeError, "__str__ returned non-string (type %s)", space.typeName(w_text));
            return w_text;
        } finally {
            space.leave();
        }
    }

    @Ref
    long ascii(@Ref long w) {
        String text = space.reprText(w);
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x80) plain.append((char) c);
            else if (c < 0x100) plain.append(String.format("\\x%02x", c));
            else if (c < 0x10000) plain.append(String.format("\\u%04x", c));
            else plain.append(String.format("\\U%08x", c));
        });
        return space.newStr(plain.toString());
    }

    @Ref
    long format(@Ref long w, @Ref long w_spec) {
        long w_text = space.behaviour(w).format(w, space.payload(w_spec));
        if (!space.isStr(w_text)) throw space.error(space.w_TypeError, "__format__ must return a str, not %s", space.typeName(w_text));
        return w_text;
    }

    @Ref
    long defaultFormat(@Ref long w, @Ref long w_spec) {
        if (space.string(w_spec).isEmpty()) return space.str(w);
        throw space.error(space.w_TypeError, "unsupported format string passed to %s.__format__", space.typeName(w));
    }

    @Ref
    long bytes(@Ref long w) {
        if (space.kind(w) == TypeIds.BYTES) return w;
        return space.call1(space.w_bytes, w);
    }

    /** A number that looks like an address and stays the same wherever the object moves. */
    String address(@Ref long w) {
        return "0x" + Long.toHexString(space.id(w));
    }

    @Ref
    long defaultRepr(@Ref long w) {
        long w_type = space.type(w);
        try (HandleScope scope = heap.scope()) {
            long h = scope.root(w);
            String qualname = space.unicodes.toJava(heap.readRef(w_type, W_TypeObject.QUALNAME));
            long w_module = space.dicts.getStr(space.types.dict(w_type), space.names.w_module);
            String module = w_module == 0 || !space.isStr(w_module) ? "builtins" : space.string(w_module);
            String name = module.equals("builtins") ? qualname : module + "." + qualname;
            return space.newStr("<" + name + " object at " + address(scope.get(h)) + ">");
        }
    }

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

    /** Begins the repr of a container; false if it is being made already (the container is inside itself). Ends with {@link #leaveRepr}. */
    public boolean enterRepr(@Ref long w) {
        Long identity = space.identityHash(w);
        if (reprInProgress.contains(identity)) return false;
        reprInProgress.add(identity);
        return true;
    }

    public void leaveRepr() {
        reprInProgress.removeLast();
    }

    // ---- classes ----------------------------------------------------------------------------------------------------------------------------------------

    boolean isinstance(@Ref long w, @Ref long w_classes) {
        if (space.type(w) == w_classes) return true;
        if (space.kind(w_classes) == TypeIds.TUPLE) return anyOf(w, w_classes, true);
        long w_meta = space.type(w_classes);
        if (w_meta == space.w_type) return isRealInstance(w, w_classes);
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hClass = scope.root(w_classes);
            long w_answer = space.calls.special(w_classes, space.names.w_instancecheck, w);
            return w_answer != 0 ? space.isTrue(w_answer) : isRealInstance(scope.get(hObject), scope.get(hClass));
        }
    }

    private boolean anyOf(@Ref long w, @Ref long w_classes, boolean instance) {
        space.enter(instance ? " in __instancecheck__" : " in __subclasscheck__");
        try (HandleScope scope = heap.scope()) {
            long hObject = scope.root(w);
            long hClasses = scope.root(w_classes);
            long count = space.tuples.count(w_classes);
            for (long i = 0; i < count; i++) {
                long w_class = space.tuples.get(scope.get(hClasses), i);
                if (instance ? isinstance(scope.get(hObject), w_class) : issubclass(scope.get(hObject), w_class)) return true;
            }
            return false;
        } finally {
            space.leave();
        }
    }

    boolean issubclass(@Ref long w_sub, @Ref long w_classes) {
        if (space.kind(w_classes) == TypeIds.TUPLE) return anyOf(w_sub, w_classes, false);
        if (space.type(w_classes) == space.w_type) return isRealSubclass(w_sub, w_classes);
        try (HandleScope scope = heap.scope()) {
            long hSub = scope.root(w_sub);
            long hClass = scope.root(w_classes);
            long w_answer = space.calls.special(w_classes, space.names.w_subclasscheck, w_sub);
            return w_answer != 0 ? space.isTrue(w_answer) : isRealSubclass(scope.get(hSub), scope.get(hClass));
        }
    }

    /** isinstance without asking the metaclass; believes a __class__ attribute, as CPython does. */
    boolean isRealInstance(@Ref long w, @Ref long w_class) {
        if (space.kind(w_class) != TypeIds.TYPE) {
            throw space.error(space.w_TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union");
        }
        if (space.isOfType(w, w_class)) return true;
        try (HandleScope scope = heap.scope()) {
            long hClass = scope.root(w_class);
            long hObject = scope.root(w);
            if (!(space.behaviour(w) instanceof GenericKind)) return false;
            long w_claimed = space.attributes.find(w, space.names.w_class);
            return w_claimed != 0 && w_claimed != space.type(scope.get(hObject)) && space.kind(w_claimed) == TypeIds.TYPE
                    && space.isSubtype(w_claimed, scope.get(hClass));
        }
    }

    boolean isRealSubclass(@Ref long w_sub, @Ref long w_class) {
        if (space.kind(w_sub) != TypeIds.TYPE) throw space.error(space.w_TypeError, "issubclass() arg 1 must be a class");
        if (space.kind(w_class) != TypeIds.TYPE) throw space.error(space.w_TypeError, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
        return space.isSubtype(w_sub, w_class);
    }
}
