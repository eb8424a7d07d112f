package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import java.math.BigInteger;

/**
 * Python's range: three ints of any size, and how many numbers they make.
 *
 * <pre>
 *   +0       header
 *   +START   int
 *   +STOP    int
 *   +STEP    int, not 0
 *   +COUNT   int
 * </pre>
 */
public final class W_RangeObject extends ObjectKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("range");
    public static final int START = FIELDS.reference("start");
    public static final int STOP = FIELDS.reference("stop");
    public static final int STEP = FIELDS.reference("step");
    public static final int COUNT = FIELDS.reference("count");
    static final TypeLayout LAYOUT = FIELDS.build();

    W_RangeObject(ObjSpace space) {
        super(space, TypeIds.RANGE, LAYOUT, "range");
    }

    public @Ref long make(long start, long stop, long step) {
        return make(BigInteger.valueOf(start), BigInteger.valueOf(stop), BigInteger.valueOf(step));
    }

    @Ref
    long make(BigInteger start, BigInteger stop, BigInteger step) {
        BigInteger span = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
        BigInteger count = span.signum() <= 0 ? BigInteger.ZERO : span.subtract(BigInteger.ONE).divide(step.abs()).add(BigInteger.ONE);
        try (HandleScope scope = heap.scope()) {
            long hStart = scope.root(space.newInt(start));
            long hStop = scope.root(space.newInt(stop));
            long hStep = scope.root(space.newInt(step));
            long hCount = scope.root(space.newInt(count));
            long w = heap.allocate(TypeIds.RANGE);
            heap.initRef(w, START, scope.get(hStart));
            heap.initRef(w, STOP, scope.get(hStop));
            heap.initRef(w, STEP, scope.get(hStep));
            heap.initRef(w, COUNT, scope.get(hCount));
            return w;
        }
    }

    private @Ref long construct(@Slot long hArgs, int nargs) {
        BigInteger first = number(space.arg(hArgs, 1));
        if (nargs < 3) return make(BigInteger.ZERO, first, BigInteger.ONE);
        BigInteger stop = number(space.arg(hArgs, 2));
        BigInteger step = nargs < 4 ? BigInteger.ONE : number(space.arg(hArgs, 3));
        if (step.signum() == 0) throw space.error(space.w_ValueError, "range() arg 3 must not be zero");
        return make(first, stop, step);
    }

    private BigInteger number(@Ref long w) {
        return space.asBigInteger(space.index(w));
    }

    // ---- parts; none of these collects --------------------------------------------------------------------------------------------------

    private BigInteger field(@Ref long w, int offset) {
        return space.ints.big(heap.readRef(w, offset));
    }

    private boolean isSmall(@Ref long w) {
        long allTags = heap.readRef(w, START) & heap.readRef(w, STOP) & heap.readRef(w, STEP) & heap.readRef(w, COUNT);
        return (allTags & Immediate.TAG) != 0;
    }

    @Override
    public long length(@Ref long w_self) {
        long w_count = heap.readRef(w_self, COUNT);
        if (!Immediate.is(w_count)) throw space.error(space.w_OverflowError, "Python int too large to convert to C ssize_t");
        return Immediate.value(w_count);
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return heap.readRef(w_self, COUNT) != Immediate.of(0);
    }

    // ---- items --------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        if (Immediate.is(w_key) && isSmall(w_self)) return getItemAt(w_self, Immediate.value(w_key));
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            if (space.kind(w_key) == TypeIds.SLICE) return slice(hSelf, w_key);
            if (!space.slices.isIndex(w_key)) {
                throw space.error(space.w_TypeError, "range indices must be integers or slices, not %s", space.typeName(w_key));
            }
            return item(hSelf, number(w_key));
        }
    }

    @Override
    public @Ref long getItemAt(@Ref long w_self, long index) {
        if (isSmall(w_self)) {
            long count = Immediate.value(heap.readRef(w_self, COUNT));
            long at = index < 0 ? index + count : index;
            if (at < 0 || at >= count) throw outOfRange();
            return space.newInt(Immediate.value(heap.readRef(w_self, START)) + at * Immediate.value(heap.readRef(w_self, STEP)));
        }
        try (HandleScope scope = heap.scope()) {
            return item(scope.root(w_self), BigInteger.valueOf(index));
        }
    }

    private @Ref long item(@Slot long hSelf, BigInteger index) {
        BigInteger count = field(space.arg(hSelf, 0), COUNT);
        BigInteger at = index.signum() < 0 ? index.add(count) : index;
        if (at.signum() < 0 || at.compareTo(count) >= 0) throw outOfRange();
        return space.newInt(at(space.arg(hSelf, 0), at));
    }

    private BigInteger at(@Ref long w, BigInteger position) {
        return field(w, START).add(position.multiply(field(w, STEP)));
    }

    private OperationError outOfRange() {
        return space.error(space.w_IndexError, "range object index out of range");
    }

    private @Ref long slice(@Slot long hSelf, @Ref long w_slice) {
        long[] fields = space.slices.fields(w_slice);
        long w = space.arg(hSelf, 0);
        BigInteger count = field(w, COUNT);
        if (count.bitLength() >= Long.SIZE) throw space.error(space.w_OverflowError, "Python int too large to convert to C ssize_t");
        SliceBounds bounds = SliceBounds.adjust(fields[0], fields[1], fields[2], count.longValue());
        BigInteger step = field(w, STEP).multiply(BigInteger.valueOf(bounds.step()));
        return make(at(w, BigInteger.valueOf(bounds.start())), at(w, BigInteger.valueOf(bounds.stop())), step);
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        if (isSmall(w_self)) {
            long step = Immediate.value(heap.readRef(w_self, STEP));
            return space.sequenceIterators.ranges().small.make(Immediate.value(heap.readRef(w_self, START)), step, length(w_self));
        }
        return space.sequenceIterators.ranges().large.make(heap.readRef(w_self, START), heap.readRef(w_self, STEP),
                heap.readRef(w_self, COUNT));
    }

    private @Ref long reversed(@Ref long w_self) {
        BigInteger count = field(w_self, COUNT);
        BigInteger step = field(w_self, STEP).negate();
        BigInteger last = at(w_self, count.subtract(BigInteger.ONE));
        try (HandleScope scope = heap.scope()) {
            long hStart = scope.root(space.newInt(last));
            long hStep = scope.root(space.newInt(step));
            long hCount = scope.root(space.newInt(count));
            if ((scope.get(hStart) & scope.get(hStep) & scope.get(hCount) & Immediate.TAG) != 0 && last.add(step).bitLength() < Long.SIZE) {
                return space.sequenceIterators.ranges().small.make(last.longValue(), step.longValue(), count.longValue());
            }
            return space.sequenceIterators.ranges().large.make(scope.get(hStart), scope.get(hStep), scope.get(hCount));
        }
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        int kind = space.kind(w_item);
        if (kind != TypeIds.SMALL_INT && kind != TypeIds.LONG && kind != TypeIds.BOOL) return super.contains(w_self, w_item);
        return position(w_self, space.ints.big(space.ints.integer(w_item))) != null;
    }

    /** The position of a number, or null. */
    private BigInteger position(@Ref long w_self, BigInteger value) {
        BigInteger[] both = value.subtract(field(w_self, START)).divideAndRemainder(field(w_self, STEP));
        boolean inside = both[1].signum() == 0 && both[0].signum() >= 0 && both[0].compareTo(field(w_self, COUNT)) < 0;
        return inside ? both[0] : null;
    }

    // ---- basics -------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (space.kind(w_other) != TypeIds.RANGE || op != CompareOp.EQ && op != CompareOp.NE) return space.w_NotImplemented;
        return space.newBool(isSame(w_self, w_other) == (op == CompareOp.EQ));
    }

    private boolean isSame(@Ref long w_a, @Ref long w_b) {
        BigInteger count = field(w_a, COUNT);
        if (!count.equals(field(w_b, COUNT))) return false;
        if (count.signum() == 0) return true;
        return field(w_a, START).equals(field(w_b, START)) && (count.equals(BigInteger.ONE) || field(w_a, STEP).equals(field(w_b, STEP)));
    }

    @Override
    public long hash(@Ref long w_self) {
        BigInteger count = field(w_self, COUNT);
        long none = space.hash(space.w_None);
        long hash = Hashes.tupleItem(Hashes.tupleStart(), Hashes.of(count));
        hash = Hashes.tupleItem(hash, count.signum() == 0 ? none : Hashes.of(field(w_self, START)));
        hash = Hashes.tupleItem(hash, count.compareTo(BigInteger.ONE) <= 0 ? none : Hashes.of(field(w_self, STEP)));
        return Hashes.tupleEnd(hash, 3);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        BigInteger step = field(w_self, STEP);
        String text = "range(" + field(w_self, START) + ", " + field(w_self, STOP);
        return space.newStr(step.equals(BigInteger.ONE) ? text + ")" : text + ", " + step + ")");
    }

    @Override
    public void define(TypeBuilder type) {
        type.doc("range(stop) -> range object\nrange(start, stop[, step]) -> range object");
        type.special("__repr__", "__hash__", "__bool__", "__len__", "__getitem__", "__contains__", "__iter__").comparisons();
        type.classAwareConstructor(null, (s, h, n, k) -> {
            if (k != 0 && s.tuples.count(k) > 0) throw s.error(s.w_TypeError, "range() takes no keyword arguments");
            if (n < 2) throw s.error(s.w_TypeError, "range expected at least 1 argument, got 0");
            if (n > 4) throw s.error(s.w_TypeError, "range expected at most 3 arguments, got %d", n - 1);
            return construct(h, n);
        });
        type.getter("start", (s, h, n, k) -> heap.readRef(s.self(h), START));
        type.getter("stop", (s, h, n, k) -> heap.readRef(s.self(h), STOP));
        type.getter("step", (s, h, n, k) -> heap.readRef(s.self(h), STEP));
        type.method("__reversed__", 0, (s, h, n, k) -> reversed(s.self(h)));
        type.method("count", 1, (s, h, n, k) -> s.newInt(occurrences(h)));
        type.method("index", 1, (s, h, n, k) -> indexOf(h));
    }

    private long occurrences(@Slot long hArgs) {
        long w_item = space.arg(hArgs, 1);
        if (space.ints.integer(w_item) != 0) return position(space.self(hArgs), space.ints.big(space.ints.integer(w_item))) == null ? 0 : 1;
        long found = 0;
        for (long i = 0; i < length(space.self(hArgs)); i++) {
            long w_each = getItemAt(space.self(hArgs), i);
            if (space.eq(w_each, space.arg(hArgs, 1))) found++;
        }
        return found;
    }

    private @Ref long indexOf(@Slot long hArgs) {
        long w_item = space.arg(hArgs, 1);
        if (space.ints.integer(w_item) != 0) {
            BigInteger position = position(space.self(hArgs), space.ints.big(space.ints.integer(w_item)));
            if (position != null) return space.newInt(position);
        } else {
            for (long i = 0; i < length(space.self(hArgs)); i++) {
                long w_each = getItemAt(space.self(hArgs), i);
                if (space.eq(w_each, space.arg(hArgs, 1))) return space.newInt(i);
            }
        }
        throw space.error(space.w_ValueError, "%s is not in range", space.reprText(space.arg(hArgs, 1)));
    }
}
