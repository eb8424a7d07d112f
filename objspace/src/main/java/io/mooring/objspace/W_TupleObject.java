package io.mooring.objspace;

import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * Python's tuple.
 *
 * <pre>
 *   +0       header
 *   +LENGTH  number of items
 *   +ITEMS   references
 * </pre>
 */
public final class W_TupleObject extends ObjectKind {
    static final TypeLayout LAYOUT = TypeLayout.named("tuple").buildWith(TypeLayout.Elements.REFERENCES);
    public static final int LENGTH = LAYOUT.lengthOffset();
    public static final int ITEMS = LAYOUT.fixedBytes();

    /** A tuple of at most so many items is not large, so that {@link #init} can fill it. */
    public static final long MOST_SMALL = (HeapOptions.NEVER_LARGE_BYTES - ITEMS) / Long.BYTES;

    /** The one empty tuple; immortal. 0 until first asked for. */
    private @Ref long w_empty;

    W_TupleObject(ObjSpace space) {
        super(space, TypeIds.TUPLE, LAYOUT, "tuple");
    }

    // ---- making -------------------------------------------------------------------------------------------------------------------------

    /** The empty tuple: one object, immortal. */
    public @Ref long empty() {
        if (w_empty == 0) w_empty = heap.allocateImmortal(TypeIds.TUPLE, 0);
        return w_empty;
    }

    /** A tuple of what {@code n} consecutive slots hold. */
    public @Ref long make(@Slot long hItems, int n) {
        if (n == 0) return empty();
        long w = heap.allocate(TypeIds.TUPLE, n);
        if (n <= MOST_SMALL) {
            for (int i = 0; i < n; i++) init(w, i, space.arg(hItems, i));
        } else {
            for (int i = 0; i < n; i++) set(w, i, space.arg(hItems, i));
        }
        return w;
    }

    /** A tuple all of whose items are 0: the caller fills it before Python sees it. */
    public @Ref long allocate(long n) {
        return n == 0 ? empty() : heap.allocate(TypeIds.TUPLE, n);
    }

    /** Items {@code from} up to {@code to} of a tuple. */
    public @Ref long slice(@Ref long w, long from, long to) {
        long n = Math.max(0, to - from);
        if (n == 0) return empty();
        if (n == count(w)) return w;
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(w);
            long w_slice = heap.allocate(TypeIds.TUPLE, n);
            heap.copyRefs(scope.get(hSource), itemOffset(from), w_slice, ITEMS, n);
            return w_slice;
        }
    }

    static long itemOffset(long index) {
        return ITEMS + index * Long.BYTES;
    }

    // ---- access -------------------------------------------------------------------------------------------------------------------------

    /** Number of items. Does not collect. */
    public long count(@Ref long w) {
        return heap.readWord(w, LENGTH);
    }

    /** The item at {@code 0 <= index < count}. Does not collect. */
    public @Ref long get(@Ref long w, long index) {
        return heap.readElement(w, ITEMS, index);
    }

    /** Fills an item of a tuple that Python has not seen yet. Does not collect. */
    public void set(@Ref long w, long index, @Ref long w_item) {
        heap.writeElement(w, ITEMS, index, w_item);
    }

    /** As {@link #set}, of a tuple of at most {@link #MOST_SMALL} items that is the object allocated last ({@link io.mooring.gc.Heap#initRef}). */
    public void init(@Ref long w, long index, @Ref long w_item) {
        heap.initRef(w, itemOffset(index), w_item);
    }

    @Override
    public long length(@Ref long w_self) {
        return count(w_self);
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return count(w_self) != 0;
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        if (Immediate.is(w_key)) return getItemAt(w_self, Immediate.value(w_key));
        return getItemSlow(w_self, w_key);
    }

    private @Ref long getItemSlow(@Ref long w_self, @Ref long w_key) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            if (space.kind(w_key) == TypeIds.SLICE) return slice(hSelf, space.slices.bounds(w_key, count(w_self)));
            if (!space.slices.isIndex(w_key)) {
                throw space.error(space.w_TypeError, "tuple indices must be integers or slices, not %s", space.typeName(w_key));
            }
            long index = space.asIndex(w_key);
            return getItemAt(scope.get(hSelf), index);
        }
    }

    private @Ref long slice(@Slot long hSelf, SliceBounds bounds) {
        if (bounds.step() == 1) return slice(space.arg(hSelf, 0), bounds.start(), bounds.stop());
        long w = allocate(bounds.count());
        long w_self = space.arg(hSelf, 0);
        for (long i = 0; i < bounds.count(); i++) set(w, i, get(w_self, bounds.start() + i * bounds.step()));
        return w;
    }

    @Override
    public @Ref long getItemAt(@Ref long w_self, long index) {
        long count = count(w_self);
        long at = index < 0 ? index + count : index;
        if (at < 0 || at >= count) throw space.error(space.w_IndexError, "tuple index out of range");
        return get(w_self, at);
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return space.sequenceIterators.over(TypeIds.TUPLE_ITERATOR, w_self);
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        return indexOf(w_self, w_item, 0, Long.MAX_VALUE) >= 0;
    }

    private long indexOf(@Ref long w_self, @Ref long w_item, long from, long to) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hItem = scope.root(w_item);
            long end = Math.min(to, count(w_self));
            for (long i = from; i < end; i++) if (space.eq(get(scope.get(hSelf), i), scope.get(hItem))) return i;
            return -1;
        }
    }

    // ---- operators ----------------------------------------------------------------------------------------------------------------------

    @Override
    public boolean isSequence() {
        return true;
    }

    @Override
    public @Ref long concat(@Ref long w_self, @Ref long w_other) {
        long w_tail = space.payload(w_other);
        if (space.kind(w_tail) != TypeIds.TUPLE) {
            throw space.error(space.w_TypeError, "can only concatenate tuple (not \"%s\") to tuple", space.typeName(w_other));
        }
        long first = count(w_self);
        long second = count(w_tail);
        if (second == 0) return w_self;
        if (first == 0) return w_tail;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hTail = scope.root(w_tail);
            long w = heap.allocate(TypeIds.TUPLE, first + second);
            heap.copyRefs(scope.get(hSelf), ITEMS, w, ITEMS, first);
            heap.copyRefs(scope.get(hTail), ITEMS, w, itemOffset(first), second);
            return w;
        }
    }

    @Override
    public @Ref long repeat(@Ref long w_self, long times) {
        long count = count(w_self);
        if (count == 0 || times <= 0) return empty();
        if (times == 1) return w_self;
        long total = space.lists.product(count, times);
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long w = heap.allocate(TypeIds.TUPLE, total);
            for (long at = 0; at < total; at += count) heap.copyRefs(scope.get(hSelf), ITEMS, w, itemOffset(at), count);
            return w;
        }
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        long w_b = space.payload(w_other);
        if (space.kind(w_b) != TypeIds.TUPLE) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_self);
            long hB = scope.root(w_b);
            long na = count(w_self);
            long nb = count(w_b);
            for (long i = 0; i < Math.min(na, nb); i++) {
                if (space.eq(get(scope.get(hA), i), get(scope.get(hB), i))) continue;
                if (op == CompareOp.EQ) return space.w_False;
                if (op == CompareOp.NE) return space.w_True;
                return space.richcompare(get(scope.get(hA), i), get(scope.get(hB), i), op);
            }
            return space.newBool(CompareOp.holds(op, Long.compare(na, nb)));
        }
    }

    @Override
    public long hash(@Ref long w_self) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long count = count(w_self);
            long hash = Hashes.tupleStart();
            for (long i = 0; i < count; i++) hash = Hashes.tupleItem(hash, space.hash(get(scope.get(hSelf), i)));
            return Hashes.tupleEnd(hash, count);
        }
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        if (count(w_self) == 0) return space.newStr("()");
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            if (!space.texts.enterRepr(w_self)) return space.newStr("(...)");
            try {
                long count = count(scope.get(hSelf));
                StringBuilder text = new StringBuilder("(");
                for (long i = 0; i < count; i++) {
                    if (i > 0) text.append(", ");
                    text.append(space.reprText(get(scope.get(hSelf), i)));
                }
                return space.newStr(text.append(count == 1 ? ",)" : ")").toString());
            } finally {
                space.texts.leaveRepr();
            }
        }
    }

    // ---- what Python sees ---------------------------------------------------------------------------------------------------------------

    @Override
    public void define(TypeBuilder type) {
        type.subclassable();
        type.doc("Built-in immutable sequence.");
        type.special("__repr__", "__hash__", "__len__", "__getitem__", "__contains__", "__iter__", "__add__", "__mul__",
                "__rmul__").comparisons();
        type.constructor("tuple(cls, iterable=, /)", (s, h, n, k) -> s.arg(h, 1) == 0 ? empty() : s.toTuple(s.arg(h, 1)));
        type.method("count", 1, (s, h, n, k) -> s.newInt(occurrences(h)));
        type.method("index", 1, 3, (s, h, n, k) -> s.newInt(position(h, n)));
        type.method("__getnewargs__", 0, (s, h, n, k) -> s.newTuple(s.self(h)));
    }

    private long occurrences(@Slot long hArgs) {
        long found = 0;
        for (long i = 0; i < count(space.self(hArgs)); i++) if (space.eq(get(space.self(hArgs), i), space.arg(hArgs, 1))) found++;
        return found;
    }

    private long position(@Slot long hArgs, int nargs) {
        long count = count(space.self(hArgs));
        long from = nargs > 2 ? space.asClippedIndex(space.arg(hArgs, 2)) : 0;
        long to = nargs > 3 ? space.asClippedIndex(space.arg(hArgs, 3)) : Long.MAX_VALUE;
        if (from < 0) from = Math.max(0, from + count);
        if (to < 0) to += count;
        long found = indexOf(space.self(hArgs), space.arg(hArgs, 1), from, to);
        if (found < 0) throw space.error(space.w_ValueError, "tuple.index(x): x not in tuple");
        return found;
    }
}
