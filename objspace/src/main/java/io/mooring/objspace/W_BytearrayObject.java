package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.StringLiteral;
import java.util.Arrays;

/**
 * Python's bytearray.
 *
 * <pre>
 *   +0        header
 *   +SIZE     number of bytes
 *   +STORAGE  raw bytes, at least SIZE of them; 0 while there are none
 * </pre>
 */
public final class W_BytearrayObject extends BytesKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("bytearray");
    public static final int SIZE = FIELDS.word("size");
    public static final int STORAGE = FIELDS.reference("storage");
    static final TypeLayout LAYOUT = FIELDS.build();

    /** A growing bytearray is made an eighth larger than needed, and this much. */
    private static final int GROWTH_SHIFT = 3;
    private static final int GROWTH_EXTRA = 8;

    W_BytearrayObject(ObjSpace space) {
        super(space, TypeIds.BYTEARRAY, LAYOUT, "bytearray");
    }

    @Override
    public @Ref long make(byte[] data) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(heap.allocate(TypeIds.BYTEARRAY));
            resize(hSelf, data.length);
            if (data.length > 0) heap.writeBytes(data, 0, storage(scope.get(hSelf)), StorageKind.BASE, data.length);
            return scope.get(hSelf);
        }
    }

    @Override
    @Ref
    long zeros(long count) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(heap.allocate(TypeIds.BYTEARRAY));
            resize(hSelf, count);
            return scope.get(hSelf);
        }
    }

    /** Makes the contents {@code count} zeros. May collect. */
    private void reset(@Slot long hSelf, long count) {
        long w_storage = count == 0 ? 0 : heap.allocate(TypeIds.RAW_BYTES, count);
        heap.writeRef(space.arg(hSelf, 0), STORAGE, w_storage);
        heap.writeWord(space.arg(hSelf, 0), SIZE, count);
    }

    public @Ref long storage(@Ref long w) {
        return heap.readRef(w, STORAGE);
    }

    /** Number of bytes. Does not collect. */
    public long count(@Ref long w) {
        return heap.readWord(w, SIZE);
    }

    @Override
    Units units(@Ref long w) {
        long w_storage = storage(w);
        return w_storage == 0 ? new Units(heap, w, 0, 0, 0) : new Units(heap, w_storage, StorageKind.BASE, 0, count(w));
    }

    /** Changes the length; new bytes at the end are arbitrary. May collect. */
    public void resize(@Slot long hSelf, long size) {
        long w = space.arg(hSelf, 0);
        long w_old = storage(w);
        long capacity = w_old == 0 ? 0 : heap.readWord(w_old, StorageKind.LENGTH);
        if (size > capacity) {
            long room = w_old == 0 ? size : size + (size >> GROWTH_SHIFT) + GROWTH_EXTRA;
            long w_larger = heap.allocate(TypeIds.RAW_BYTES, room);
            w = space.arg(hSelf, 0);
            if (w_old != 0) heap.copyRaw(storage(w), StorageKind.BASE, w_larger, StorageKind.BASE, count(w));
            heap.writeRef(w, STORAGE, w_larger);
        }
        heap.writeWord(w, SIZE, size);
    }

    /** Address of the bytes, behind which a 0 stands: in memory that does not move, until the bytearray is resized. May collect. */
    public long fixedAddress(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w);
            long count = count(w);
            long w_old = storage(w);
            long large = heap.options().largeBytes() + 1; // large objects do not move
            if (w_old == 0 || heap.readWord(w_old, StorageKind.LENGTH) < Math.max(large, count + 1)) {
                long w_fixed = heap.allocate(TypeIds.RAW_BYTES, Math.max(large, count + 1));
                w_old = storage(scope.get(hSelf));
                if (w_old != 0) heap.copyRaw(w_old, StorageKind.BASE, w_fixed, StorageKind.BASE, count);
                heap.writeRef(scope.get(hSelf), STORAGE, w_fixed);
            }
            heap.writeByte(storage(scope.get(hSelf)), StorageKind.BASE + count, (byte) 0);
            return storage(scope.get(hSelf)) + StorageKind.BASE;
        }
    }

    /** Puts data in the place of {@code count} bytes. May collect. */
    void replace(@Slot long hSelf, long at, long count, byte[] data) {
        long size = count(space.arg(hSelf, 0));
        long tail = size - at - count;
        if (data.length > count) resize(hSelf, size + data.length - count);
        long w_storage = storage(space.arg(hSelf, 0));
        if (w_storage == 0) return;
        heap.copyRaw(w_storage, StorageKind.BASE + at + count, w_storage, StorageKind.BASE + at + data.length, tail);
        heap.writeBytes(data, 0, w_storage, StorageKind.BASE + at, data.length);
        heap.writeWord(space.arg(hSelf, 0), SIZE, at + data.length + tail);
    }

    // ---- what the space asks ------------------------------------------------------------------------------------------------------------

    @Override
    public long length(@Ref long w_self) {
        return count(w_self);
    }

    @Override
    public void setItem(@Ref long w_self, @Ref long w_key, @Ref long w_value) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hValue = scope.root(w_value);
            if (space.kind(w_key) == TypeIds.SLICE) {
                setSlice(hSelf, w_key, hValue);
                return;
            }
            long at = checked(scope.get(hSelf), keyIndex(w_key));
            byte value = byteOf(scope.get(hValue), "byte must be in range(0, 256)");
            at = checked(scope.get(hSelf), at);
            heap.writeByte(storage(scope.get(hSelf)), StorageKind.BASE + at, value);
        }
    }

    private long checked(@Ref long w_self, long index) {
        long count = count(w_self);
        long at = index < 0 ? index + count : index;
        if (at < 0 || at >= count) throw space.error(space.w_IndexError, "bytearray index out of range");
        return at;
    }

    private void setSlice(@Slot long hSelf, @Ref long w_slice, @Slot long hValue) {
        long[] fields = space.slices.fields(w_slice);
        if (space.isInt(space.arg(hValue, 0)) || space.isStr(space.arg(hValue, 0))) {
            throw space.error(space.w_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        }
        byte[] data = dataOf(hValue);
        SliceBounds bounds = SliceBounds.adjust(fields[0], fields[1], fields[2], count(space.arg(hSelf, 0)));
        if (bounds.step() == 1) {
            replace(hSelf, bounds.start(), bounds.count(), data);
            return;
        }
        if (data.length != bounds.count()) {
            throw space.error(space.w_ValueError, "attempt to assign bytes of size %d to extended slice of size %d", data.length,
                    bounds.count());
        }
        long w_storage = storage(space.arg(hSelf, 0));
        for (int i = 0; i < data.length; i++) heap.writeByte(w_storage, StorageKind.BASE + bounds.start() + i * bounds.step(), data[i]);
    }

    /** The bytes of a bytes-like object or of an iterable of ints. */
    private byte[] dataOf(@Slot long hValue) {
        if (!isBytes(space.arg(hValue, 0)) && space.slices.isIndex(space.arg(hValue, 0))) {
            throw space.error(space.w_TypeError, "can't extend bytearray with %s", space.typeName(space.arg(hValue, 0)));
        }
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(space.arg(hValue, 0));
            scope.root(0);
            scope.root(0);
            return from(hSource);
        }
    }

    @Override
    public void delItem(@Ref long w_self, @Ref long w_key) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            if (space.kind(w_key) != TypeIds.SLICE) {
                long at = checked(scope.get(hSelf), keyIndex(w_key));
                replace(hSelf, at, 1, new byte[0]);
                return;
            }
            long[] fields = space.slices.fields(w_key);
            SliceBounds bounds = SliceBounds.adjust(fields[0], fields[1], fields[2], count(scope.get(hSelf))).ascending();
            if (bounds.step() == 1) replace(hSelf, bounds.start(), bounds.count(), new byte[0]);
            else for (long i = bounds.count() - 1; i >= 0; i--) replace(hSelf, bounds.start() + i * bounds.step(), 1, new byte[0]);
        }
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return space.sequenceIterators.over(TypeIds.BYTEARRAY_ITERATOR, w_self);
    }

    @Override
    public @Ref long inplaceConcat(@Ref long w_self, @Ref long w_other) {
        if (!isBytes(w_other)) {
            throw space.error(space.w_TypeError, "can't concat %s to %s", space.typeName(w_other), space.typeName(w_self));
        }
        Units other = anyUnits(w_other);
        byte[] data = copy(other, 0, other.count());
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            replace(hSelf, count(w_self), 0, data);
            return scope.get(hSelf);
        }
    }

    @Override
    public @Ref long inplaceRepeat(@Ref long w_self, long times) {
        long count = count(w_self);
        long total = space.lists.product(count, Math.max(0, times));
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            resize(hSelf, total);
            if (total > 0) {
                long w_storage = storage(scope.get(hSelf));
                for (long at = count; at < total; at += count) heap.copyRaw(w_storage, StorageKind.BASE, w_storage, StorageKind.BASE + at,
                        count);
            }
            return scope.get(hSelf);
        }
    }

    @Override
    public long hash(@Ref long w_self) {
        throw space.error(space.w_TypeError, "unhashable type: '%s'", space.typeName(w_self));
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return repr(w_self, "bytearray");
    }

    private @Ref long repr(@Ref long w_self, String typeName) {
        return space.newStr(typeName + "(" + StringLiteral.repr(toJava(w_self), true) + ")");
    }

    // ---- what Python sees ---------------------------------------------------------------------------------------------------------------

    @Override
    public void define(TypeBuilder type) {
        type.subclassable().doc("bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray");
        type.method("__repr__", 0, (s, h, n, k) -> repr(s.self(h), s.typeName(s.arg(h, 0))));
        type.special("__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__", "__add__", "__mul__", "__rmul__",
                "__iadd__", "__imul__", "__mod__", "__rmod__").comparisons();
        type.constant("__hash__", space.w_None);
        type.emptyConstructor((s, h, n, k) -> make(new byte[0]));
        type.method("__init__(self, source=, encoding=, errors=)", (s, h, n, k) -> {
            long zeros = zerosAsked(s.argHandle(h, 1));
            if (zeros >= 0) return changed(h, hSelf -> reset(hSelf, zeros));
            byte[] data = from(s.argHandle(h, 1));
            return changed(h, hSelf -> replace(hSelf, 0, count(s.arg(hSelf, 0)), data));
        });
        type.method("append", 1, (s, h, n, k) -> {
            byte[] one = {byteOf(s.arg(h, 1), "byte must be in range(0, 256)")};
            return changed(h, hSelf -> replace(hSelf, count(s.arg(hSelf, 0)), 0, one));
        });
        type.method("extend", 1, (s, h, n, k) -> {
            if (s.isStr(s.arg(h, 1))) throw s.error(s.w_TypeError, "'str' object cannot be interpreted as an integer");
            byte[] data = dataOf(s.argHandle(h, 1));
            return changed(h, hSelf -> replace(hSelf, count(s.arg(hSelf, 0)), 0, data));
        });
        type.method("insert", 2, (s, h, n, k) -> insert(h));
        type.method("pop", 0, 1, (s, h, n, k) -> pop(h, n));
        type.method("remove", 1, (s, h, n, k) -> remove(h));
        type.method("clear", 0, (s, h, n, k) -> changed(h, hSelf -> replace(hSelf, 0, count(s.arg(hSelf, 0)), new byte[0])));
        type.method("copy", 0, (s, h, n, k) -> make(toJava(s.self(h))));
        type.method("reverse", 0, (s, h, n, k) -> reverse(h));
        new BytesMethods(space, this).define(type);
        new BytesCase(space, this).define(type);
    }

    private interface Change {
        void apply(@Slot long hSelf);
    }

    private @Ref long changed(@Slot long hArgs, Change change) {
        try (HandleScope scope = heap.scope()) {
            change.apply(scope.root(space.self(hArgs)));
            return space.w_None;
        }
    }

    private @Ref long insert(@Slot long hArgs) {
        long index = space.asIndex(space.arg(hArgs, 1));
        byte[] one = {byteOf(space.arg(hArgs, 2), "byte must be in range(0, 256)")};
        long count = count(space.self(hArgs));
        return changed(hArgs, hSelf -> replace(hSelf, Math.clamp(index < 0 ? index + count : index, 0, count), 0, one));
    }

    private @Ref long pop(@Slot long hArgs, int nargs) {
        long index = nargs > 1 ? space.asIndex(space.arg(hArgs, 1)) : -1;
        long count = count(space.self(hArgs));
        if (count == 0) throw space.error(space.w_IndexError, "pop from empty bytearray");
        long at = index < 0 ? index + count : index;
        if (at < 0 || at >= count) throw space.error(space.w_IndexError, "pop index out of range");
        int value = units(space.self(hArgs)).at(at);
        changed(hArgs, hSelf -> replace(hSelf, at, 1, new byte[0]));
        return Immediate.of(value);
    }

    private @Ref long remove(@Slot long hArgs) {
        int value = byteOf(space.arg(hArgs, 1), "byte must be in range(0, 256)") & 0xFF;
        Units data = units(space.self(hArgs));
        for (long i = 0; i < data.count(); i++) {
            long at = i;
            if (data.at(i) == value) return changed(hArgs, hSelf -> replace(hSelf, at, 1, new byte[0]));
        }
        throw space.error(space.w_ValueError, "value not found in bytearray");
    }

    private @Ref long reverse(@Slot long hArgs) {
        byte[] data = toJava(space.self(hArgs));
        byte[] turned = Arrays.copyOf(data, data.length);
        for (int i = 0; i < data.length; i++) turned[i] = data[data.length - 1 - i];
        return changed(hArgs, hSelf -> replace(hSelf, 0, turned.length, turned));
    }
}
