package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * Python's slice.
 *
 * <pre>
 *   +0      header
 *   +START  any object, usually an int or None
 *   +STOP
 *   +STEP
 * </pre>
 */
public final class W_SliceObject extends ObjectKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("slice");
    public static final int START = FIELDS.reference("start");
    public static final int STOP = FIELDS.reference("stop");
    public static final int STEP = FIELDS.reference("step");
    static final TypeLayout LAYOUT = FIELDS.build();

    W_SliceObject(ObjSpace space) {
        super(space, TypeIds.SLICE, LAYOUT, "slice");
    }

    public @Ref long make(@Ref long w_start, @Ref long w_stop, @Ref long w_step) {
        try (HandleScope scope = heap.scope()) {
            long hStart = scope.root(w_start);
            long hStop = scope.root(w_stop);
            long hStep = scope.root(w_step);
            long w = heap.allocate(TypeIds.SLICE);
            heap.initRef(w, START, scope.get(hStart));
            heap.initRef(w, STOP, scope.get(hStop));
            heap.initRef(w, STEP, scope.get(hStep));
            return w;
        }
    }

    public @Ref long start(@Ref long w) {
        return heap.readRef(w, START);
    }

    public @Ref long stop(@Ref long w) {
        return heap.readRef(w, STOP);
    }

    public @Ref long step(@Ref long w) {
        return heap.readRef(w, STEP);
    }

    @Override
    public void define(TypeBuilder type) {
        type.doc("slice(stop)\nslice(start, stop[, step])");
        type.special("__repr__").comparisons();
        type.constant("__hash__", space.w_None);
        type.constructor("slice(cls, start, stop=, step=, /)", (s, h, n, k) -> {
            if (s.arg(h, 2) == 0) return make(s.w_None, s.arg(h, 1), s.w_None);
            return make(s.arg(h, 1), s.arg(h, 2), s.arg(h, 3) == 0 ? s.w_None : s.arg(h, 3));
        });
        type.getter("start", (s, h, n, k) -> start(s.self(h)));
        type.getter("stop", (s, h, n, k) -> stop(s.self(h)));
        type.getter("step", (s, h, n, k) -> step(s.self(h)));
        type.method("indices", 1, (s, h, n, k) -> indices(h));
    }

    // ---- applying -----------------------------------------------------------------------------------------------------------------------

    /**
     * The positions that a slice selects from {@code length} items. Its fields may be objects with {@code __index__}: where such code can
     * change the sequence's length, use {@link #fields} and adjust to the length afterwards.
     */
    public SliceBounds bounds(@Ref long w_slice, long length) {
        long[] fields = fields(w_slice);
        return SliceBounds.adjust(fields[0], fields[1], fields[2], length);
    }

    /** Start, stop and step as numbers, None replaced by what it stands for; step is never 0. May collect. */
    public long[] fields(@Ref long w_slice) {
        try (HandleScope scope = heap.scope()) {
            long hSlice = scope.root(w_slice);
            long w_step = step(w_slice);
            long step = w_step == space.w_None ? 1 : Math.max(number(w_step), -Long.MAX_VALUE);
            if (step == 0) throw space.error(space.w_ValueError, "slice step cannot be zero");
            long w_start = start(scope.get(hSlice));
            long start = w_start == space.w_None ? (step < 0 ? Long.MAX_VALUE : 0) : number(w_start);
            long w_stop = stop(scope.get(hSlice));
            long stop = w_stop == space.w_None ? (step < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : number(w_stop);
            return new long[] {start, stop, step};
        }
    }

    private long number(@Ref long w) {
        if (Immediate.is(w)) return Immediate.value(w);
        if (!isIndex(w)) throw space.error(space.w_TypeError, "slice indices must be integers or None or have an __index__ method");
        return space.asClippedIndex(w);
    }

    /** Whether an object can be an index: an int, or something with {@code __index__}. Does not collect. */
    public boolean isIndex(@Ref long w) {
        return space.ints.integer(w) != 0 || space.lookup(space.type(w), space.names.w_index) != 0;
    }

    private @Ref long indices(long hArgs) {
        if (!isIndex(space.arg(hArgs, 1))) {
            throw space.error(space.w_TypeError, "'%s' object cannot be interpreted as an integer", space.typeName(space.arg(hArgs, 1)));
        }
        long length = space.asIndex(space.arg(hArgs, 1));
        if (length < 0) throw space.error(space.w_ValueError, "length should not be negative");
        SliceBounds bounds = bounds(space.self(hArgs), length);
        try (HandleScope scope = heap.scope()) {
            long hTriple = scope.root(space.newInt(bounds.start()));
            scope.root(space.newInt(bounds.stop()));
            scope.root(space.newInt(bounds.step()));
            return space.newTuple(hTriple, 3);
        }
    }

    // ---- basics -------------------------------------------------------------------------------------------------------------------------

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (space.kind(w_other) != TypeIds.SLICE) return space.w_NotImplemented;
        if (w_self == w_other) return space.newBool(CompareOp.holds(op, 0));
        try (HandleScope scope = heap.scope()) {
            long hOther = scope.root(w_other);
            long hMine = scope.root(triple(w_self));
            long w_theirs = triple(scope.get(hOther));
            return space.richcompare(scope.get(hMine), w_theirs, op);
        }
    }

    private @Ref long triple(@Ref long w_slice) {
        try (HandleScope scope = heap.scope()) {
            long hFields = scope.root(start(w_slice));
            scope.root(stop(w_slice));
            scope.root(step(w_slice));
            return space.newTuple(hFields, 3);
        }
    }

    @Override
    public long hash(@Ref long w_self) {
        throw space.error(space.w_TypeError, "unhashable type: 'slice'");
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            String start = space.reprText(start(w_self));
            String stop = space.reprText(stop(scope.get(hSelf)));
            String step = space.reprText(step(scope.get(hSelf)));
            return space.newStr("slice(" + start + ", " + stop + ", " + step + ")");
        }
    }
}
