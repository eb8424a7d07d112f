package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.text.StringLiteral;

/**
 * Python's bytes.
 *
 * <pre>
 *   +0       header
 *   +HASH    0 until it is computed
 *   +LENGTH  number of bytes
 *   +DATA    the bytes, then zeros up to a multiple of 8
 * </pre>
 */
public final class W_BytesObject extends BytesKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("bytes");
    public static final int HASH = FIELDS.word("hash");
    static final TypeLayout LAYOUT = FIELDS.buildWith(TypeLayout.Elements.BYTES);
    public static final int LENGTH = LAYOUT.lengthOffset();
    public static final int DATA = LAYOUT.fixedBytes();

    private @Ref long w_empty;

    W_BytesObject(ObjSpace space) {
        super(space, TypeIds.BYTES, LAYOUT, "bytes");
    }

    @Override
    public @Ref long make(byte[] data) {
        long w = allocate(data.length);
        heap.writeBytes(data, 0, w, DATA, data.length);
        return w;
    }

    /** A bytes object of {@code count} zeros, to be filled before Python sees it. */
    public @Ref long allocate(long count) {
        if (count > 0) return heap.allocate(TypeIds.BYTES, count);
        if (w_empty == 0) w_empty = heap.allocateImmortal(TypeIds.BYTES, 0);
        return w_empty;
    }

    @Override
    @Ref
    long zeros(long count) {
        return allocate(count);
    }

    /** Number of bytes. Does not collect. */
    public long count(@Ref long w) {
        return heap.readWord(w, LENGTH);
    }

    @Override
    Units units(@Ref long w) {
        return new Units(heap, w, DATA, 0, count(w));
    }

    @Override
    public long length(@Ref long w_self) {
        return count(w_self);
    }

    @Override
    public long hash(@Ref long w_self) {
        long hash = heap.readWord(w_self, HASH);
        if (hash != 0) return hash;
        hash = Hashes.ofRaw(heap, w_self, DATA, count(w_self));
        heap.writeWord(w_self, HASH, hash);
        return hash;
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return space.sequenceIterators.over(TypeIds.BYTES_ITERATOR, w_self);
    }

    @Override
    public @Ref long repeat(@Ref long w_self, long times) {
        return times == 1 ? w_self : super.repeat(w_self, times);
    }

    @Override
    public @Ref long concat(@Ref long w_self, @Ref long w_other) {
        if (isBytes(w_other)) {
            if (anyUnits(w_other).count() == 0) return w_self;
            if (count(w_self) == 0 && space.kind(w_other) == TypeIds.BYTES) return w_other;
        }
        return super.concat(w_self, w_other);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return space.newStr(StringLiteral.repr(toJava(w_self), false));
    }

    @Override
    public void define(TypeBuilder type) {
        type.subclassable().doc("bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes");
        type.special("__repr__", "__hash__", "__len__", "__getitem__", "__contains__", "__iter__", "__add__", "__mul__", "__rmul__",
                "__mod__", "__rmod__").comparisons();
        type.constructor("bytes(cls, source=, encoding=, errors=)", (s, h, n, k) -> construct(s.argHandle(h, 1)));
        type.method("__bytes__", 0, (s, h, n, k) -> s.self(h));
        type.method("__getnewargs__", 0, (s, h, n, k) -> s.newTuple(s.self(h)));
        new BytesMethods(space, this).define(type);
        new BytesCase(space, this).define(type);
    }

    private @Ref long construct(@Slot long hSource) {
        long zeros = zerosAsked(hSource);
        if (zeros >= 0) return zeros(zeros);
        long w_source = space.arg(hSource, 0);
        if (w_source == 0 || space.arg(hSource, 1) != 0 || space.arg(hSource, 2) != 0) return make(from(hSource));
        if (space.kind(w_source) == TypeIds.BYTES) return w_source;
        long w_method = space.lookup(space.type(w_source), space.names.w_bytes);
        if (w_method == 0 || space.isStr(w_source)) return make(from(hSource));
        try (HandleScope scope = heap.scope()) {
            long hMade = scope.root(space.call1(w_method, w_source));
            if (space.kind(space.payload(scope.get(hMade))) != TypeIds.BYTES) {
                throw space.error(space.w_TypeError, "__bytes__ returned non-bytes (type %s)", space.typeName(scope.get(hMade)));
            }
            return space.payload(scope.get(hMade));
        }
    }
}
