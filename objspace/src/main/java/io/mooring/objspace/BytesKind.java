package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.CodePoints;
import java.util.Arrays;

/** What bytes and bytearray have in common: items, comparison, concatenation, and through {@link BytesMethods} most of their methods. */
abstract class BytesKind extends ObjectKind {
    BytesKind(ObjSpace space, int id, TypeLayout layout, String typeName) {
        super(space, id, layout, typeName);
    }

    /** The bytes of an object of this kind, where they lie. Does not collect. */
    abstract Units units(@Ref long w);

    /** An object of this kind with a copy of the data. */
    public abstract @Ref long make(byte[] data);

    /** Whether an object is bytes, bytearray, or an instance of a subclass. Does not collect. */
    final boolean isBytes(@Ref long w) {
        int kind = space.kind(space.payload(w));
        return kind == TypeIds.BYTES || kind == TypeIds.BYTEARRAY;
    }

    /** The bytes of any object that {@link #isBytes}, where they lie. Does not collect. */
    final Units anyUnits(@Ref long w) {
        long w_plain = space.payload(w);
        return space.kind(w_plain) == TypeIds.BYTES ? space.bytes.units(w_plain) : space.bytearrays.units(w_plain);
    }

    /** Bytes {@code from} up to {@code to} of a view, copied. Does not collect. */
    static byte[] copy(Units data, long from, long to) {
        byte[] copy = new byte[Math.toIntExact(Math.max(0, to - from))];
        data.heap().readBytes(data.w(), data.base() + from, copy, 0, copy.length);
        return copy;
    }

    /** A copy of the data. Does not collect. */
    public byte[] toJava(@Ref long w) {
        Units data = units(w);
        return copy(data, 0, data.count());
    }

    // ---- what the space asks ------------------------------------------------------------------------------------------------------------

    @Override
    public long length(@Ref long w_self) {
        return units(w_self).count();
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return length(w_self) != 0;
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        if (Immediate.is(w_key)) return getItemAt(w_self, Immediate.value(w_key));
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            if (space.kind(w_key) == TypeIds.SLICE) {
                long[] fields = space.slices.fields(w_key);
                return make(selected(scope.get(hSelf), fields));
            }
            long index = keyIndex(w_key);
            return getItemAt(scope.get(hSelf), index);
        }
    }

    private byte[] selected(@Ref long w_self, long[] fields) {
        Units data = units(w_self);
        SliceBounds bounds = SliceBounds.adjust(fields[0], fields[1], fields[2], data.count());
        if (bounds.step() == 1) return copy(data, bounds.start(), bounds.start() + bounds.count());
        byte[] out = new byte[Math.toIntExact(bounds.count())];
        for (int i = 0; i < out.length; i++) out[i] = (byte) data.at(bounds.start() + i * bounds.step());
        return out;
    }

    final long keyIndex(@Ref long w_key) {
        if (!space.slices.isIndex(w_key)) {
            String what = id() == TypeIds.BYTES ? "byte" : "bytearray";
            throw space.error(space.w_TypeError, "%s indices must be integers or slices, not %s", what, space.typeName(w_key));
        }
        return space.asIndex(w_key);
    }

    @Override
    public @Ref long getItemAt(@Ref long w_self, long index) {
        Units data = units(w_self);
        long at = index < 0 ? index + data.count() : index;
        if (at < 0 || at >= data.count()) {
            throw space.error(space.w_IndexError, id() == TypeIds.BYTES ? "index out of range" : "bytearray index out of range");
        }
        return Immediate.of(data.at(at));
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        if (isBytes(w_item)) {
            Units data = units(w_self);
            return data.find(anyUnits(w_item), 0, data.count()) >= 0;
        }
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            if (!space.slices.isIndex(w_item)) {
                throw space.error(space.w_TypeError, "a bytes-like object is required, not '%s'", space.typeName(w_item));
            }
            long value = space.asClippedIndex(w_item);
            if (value < 0 || value > 0xFF) throw space.error(space.w_ValueError, "byte must be in range(0, 256)");
            Units data = units(scope.get(hSelf));
            for (long i = 0; i < data.count(); i++) if (data.at(i) == value) return true;
            return false;
        }
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (!isBytes(w_other)) return space.w_NotImplemented;
        Units a = units(w_self);
        Units b = anyUnits(w_other);
        if (op == CompareOp.EQ || op == CompareOp.NE) {
            return space.newBool((a.count() == b.count() && a.matches(0, b)) == (op == CompareOp.EQ));
        }
        return space.newBool(CompareOp.holds(op, a.compareTo(b)));
    }

    @Override
    public boolean isSequence() {
        return true;
    }

    @Override
    public @Ref long concat(@Ref long w_self, @Ref long w_other) {
        if (!isBytes(w_other)) {
            throw space.error(space.w_TypeError, "can't concat %s to %s", space.typeName(w_other), space.typeName(w_self));
        }
        long first = length(w_self);
        long second = anyUnits(w_other).count();
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hOther = scope.root(w_other);
            long w = zeros(first + second);
            write(w, 0, units(scope.get(hSelf)));
            write(w, first, anyUnits(scope.get(hOther)));
            return w;
        }
    }

    /** Copies bytes into an object of this kind that is long enough. Does not collect. */
    final void write(@Ref long w_target, long at, Units data) {
        Units target = units(w_target);
        heap.copyRaw(data.w(), data.base(), target.w(), target.base() + at, data.count());
    }

    /** An object of this kind of {@code count} zeros, not shared if there are any. */
    abstract @Ref long zeros(long count);

    @Override
    public @Ref long repeat(@Ref long w_self, long times) {
        long count = length(w_self);
        long total = space.lists.product(count, Math.max(0, times));
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long w = zeros(total);
            for (long at = 0; at < total; at += count) write(w, at, units(scope.get(hSelf)));
            return w;
        }
    }

    /** {@code format % arguments}. */
    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if (op != BinaryOp.MOD || space.kind(space.payload(w_left)) != id()) return space.w_NotImplemented;
        byte[] data = toJava(space.payload(w_left));
        CodePoints format = new CodePoints(data.length);
        for (byte b : data) format.append(b & 0xFF);
        try (HandleScope scope = heap.scope()) {
            CodePoints out = new PercentFormat(space, format, scope.root(w_right), true).run();
            byte[] result = new byte[out.count()];
            for (int i = 0; i < result.length; i++) result[i] = (byte) out.at(i);
            return make(result);
        }
    }

    // ---- from other objects -------------------------------------------------------------------------------------------------------------

    /**
     * The data that {@code bytes(source, encoding, errors)} has unless source is a number; all three in consecutive slots, 0 where absent.
     */
    final byte[] from(@Slot long hSource) {
        long w_source = space.arg(hSource, 0);
        boolean encoded = space.arg(hSource, 1) != 0 || space.arg(hSource, 2) != 0;
        if (w_source != 0 && space.isStr(w_source)) {
            if (space.arg(hSource, 1) == 0) throw space.error(space.w_TypeError, "string argument without an encoding");
            String errors = space.arg(hSource, 2) == 0 ? "strict" : space.string(space.arg(hSource, 2));
            String encoding = space.string(space.arg(hSource, 1));
            return space.bytes.toJava(space.unicodes.encode(space.payload(w_source), encoding, errors));
        }
        if (encoded) {
            throw space.error(space.w_TypeError, (space.arg(hSource, 1) != 0 ? "encoding" : "errors") + " without a string argument");
        }
        if (w_source == 0) return new byte[0];
        if (isBytes(w_source)) return copy(anyUnits(w_source), 0, anyUnits(w_source).count());
        return fromIterable(hSource);
    }

    /** The number of zeros that {@code bytes(source)} asks for, or -1 if the source is no number. */
    final long zerosAsked(@Slot long hSource) {
        long w_source = space.arg(hSource, 0);
        if (w_source == 0 || space.arg(hSource, 1) != 0 || space.arg(hSource, 2) != 0 || !space.slices.isIndex(w_source)) return -1;
        long count = space.asIndex(w_source);
        if (count < 0) throw space.error(space.w_ValueError, "negative count");
        return count;
    }

    private byte[] fromIterable(@Slot long hSource) {
        long w_type = space.type(space.arg(hSource, 0));
        if (space.lookup(w_type, space.names.w_iter) == 0 && space.lookup(w_type, space.names.w_getitem) == 0) {
            throw space.error(space.w_TypeError, "cannot convert '%s' object to %s", space.typeName(space.arg(hSource, 0)), typeName());
        }
        byte[] out = new byte[16];
        int count = 0;
        try (HandleScope scope = heap.scope()) {
            long hIterator = scope.root(space.iter(space.arg(hSource, 0)));
            for (long w_item; (w_item = space.next(scope.get(hIterator))) != 0; ) {
                if (count == out.length) out = Arrays.copyOf(out, 2 * count);
                out[count++] = byteOf(w_item, id() == TypeIds.BYTES ? "bytes must be in range(0, 256)" : "byte must be in range(0, 256)");
            }
        }
        return Arrays.copyOf(out, count);
    }

    final byte byteOf(@Ref long w_item, String otherwise) {
        if (!space.slices.isIndex(w_item)) {
            throw space.error(space.w_TypeError, "'%s' object cannot be interpreted as an integer", space.typeName(w_item));
        }
        long value = space.asClippedIndex(w_item);
        if (value < 0 || value > 0xFF) throw space.error(space.w_ValueError, otherwise);
        return (byte) value;
    }
}
