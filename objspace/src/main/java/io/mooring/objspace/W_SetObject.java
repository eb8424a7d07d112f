package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * set and frozenset: the layout is that of {@link HashTable} without values, and a cached hash for frozenset.
 *
 * <p>Unlike CPython's, they keep the order of insertion.
 */
public final class W_SetObject extends ObjectKind {
    private static final TypeLayout LAYOUT;
    /** Raw: hash of a frozenset, 0 = not computed. */
    private static final int HASH;
    private static final int STRIDE = 2;
    /** Factors of the hash, any odd 64-bit numbers; it must not depend on the order. */
    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final long COUNT_FACTOR = 0xD1B5_4A32_D192_ED03L;

    static {
        TypeLayout.Builder builder = HashTable.fields("set");
        HASH = builder.word("hash");
        LAYOUT = builder.build();
    }

    final HashTable table;

    W_SetObject(ObjSpace space, int id, String typeName) {
        super(space, id, LAYOUT, typeName);
        table = new HashTable(space, STRIDE);
    }

    public @Ref long make() {
        return heap.allocate(id());
    }

    /** A new one of this kind with the items of an iterable. */
    public @Ref long from(@Ref long w_iterable) {
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(w_iterable);
            long hSet = scope.root(make());
            addAll(hSet, hSource);
            return scope.get(hSet);
        }
    }

    /** Number of items. Does not collect. */
    public long count(@Ref long w) {
        return table.used(w);
    }

    /** Adds an item; false if it was there. */
    public boolean add(@Ref long w, @Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hSet = scope.root(w);
            long hItem = scope.root(w_item);
            return add(hSet, hItem, hashOf(hItem));
        }
    }

    private long hashOf(@Slot long hItem) {
        return space.hash(space.arg(hItem, 0));
    }

    private boolean add(@Slot long hSet, @Slot long hItem, long hash) {
        if (table.find(hSet, hItem, hash) >= 0) return false;
        table.append(hSet, hItem, hash, 0);
        return true;
    }

    /** Removes an item; false if it was not there. A set as item is looked for as a frozenset. */
    public boolean discard(@Ref long w, @Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hSet = scope.root(w);
            long hItem = scope.root(w_item);
            hashable(hItem);
            long at = table.find(hSet, hItem, hashOf(hItem));
            if (at >= 0) table.remove(scope.get(hSet), at);
            return at >= 0;
        }
    }

    private void hashable(@Slot long hItem) {
        if (space.kind(space.payload(space.arg(hItem, 0))) != TypeIds.SET) return;
        try (HandleScope scope = heap.scope()) {
            scope.set(hItem, space.frozensets.from(space.arg(hItem, 0)));
        }
    }

    /** Removes and answers the first item; KeyError if there is none. */
    public @Ref long pop(@Ref long w) {
        long at = table.next(w, 0);
        if (at < 0) throw space.errorWithArg(space.w_KeyError, space.newStr("pop from an empty set"));
        long w_item = table.key(w, at);
        table.remove(w, at);
        return w_item;
    }

    public void clear(@Ref long w) {
        table.clear(w);
    }

    /** The first entry at or behind a position, or -1; see {@link W_DictObject#nextEntry}. Does not collect. */
    public long nextEntry(@Ref long w, long position) {
        return table.next(w, position);
    }

    public @Ref long itemAt(@Ref long w, long entry) {
        return table.key(w, entry);
    }

    /** Adds what another set, a dict or any iterable holds. */
    void addAll(@Slot long hSet, @Slot long hSource) {
        long w_source = space.payload(space.arg(hSource, 0));
        if (isSet(w_source)) {
            addEntries(hSet, w_source);
            return;
        }
        try (HandleScope scope = heap.scope()) {
            long hIterator = scope.root(space.iter(space.arg(hSource, 0)));
            long hItem = scope.root(0);
            while (true) {
                long w_item = space.next(scope.get(hIterator));
                if (w_item == 0) return;
                scope.set(hItem, w_item);
                add(hSet, hItem, hashOf(hItem));
            }
        }
    }

    private void addEntries(@Slot long hSet, @Ref long w_source) {
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(w_source);
            long hItem = scope.root(0);
            for (long at = table.next(w_source, 0); at >= 0; at = table.next(scope.get(hSource), at + 1)) {
                scope.set(hItem, table.key(scope.get(hSource), at));
                add(hSet, hItem, table.hashAt(scope.get(hSource), at));
            }
        }
    }

    /** Whether it is an exact set or frozenset. Does not collect. */
    boolean isSet(@Ref long w) {
        int kind = space.kind(w);
        return kind == TypeIds.SET || kind == TypeIds.FROZENSET;
    }

    @Ref
    long copy(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hFrom = scope.root(w);
            long hTo = scope.root(make());
            table.copy(hFrom, hTo);
            return scope.get(hTo);
        }
    }

    /** A set (kind of this) of those items of {@code hFrom} whose presence in {@code hOther} is {@code wanted}; both are exact sets. */
    @Ref
    long filtered(@Slot long hFrom, @Slot long hOther, boolean wanted) {
        try (HandleScope scope = heap.scope()) {
            long hResult = scope.root(make());
            long hItem = scope.root(0);
            for (long at = table.next(space.arg(hFrom, 0), 0); at >= 0; at = table.next(space.arg(hFrom, 0), at + 1)) {
                scope.set(hItem, table.key(space.arg(hFrom, 0), at));
                long hash = table.hashAt(space.arg(hFrom, 0), at);
                if (table.find(hOther, hItem, hash) >= 0 == wanted) add(hResult, hItem, hash);
            }
            return scope.get(hResult);
        }
    }

    /** Whether every item of {@code w_a} is in {@code w_b}; both exact sets. */
    public boolean isSubset(@Ref long w_a, @Ref long w_b) {
        if (count(w_a) > count(w_b)) return false;
        return countIn(w_a, w_b, true);
    }

    boolean isDisjoint(@Ref long w_a, @Ref long w_iterable) {
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long w_b = space.payload(w_iterable);
            if (!isSet(w_b)) w_b = space.sets.from(w_iterable);
            return countIn(scope.get(hA), w_b, false);
        }
    }

    /** Whether all items of {@code w_a} are, or none is, in {@code w_b}. */
    private boolean countIn(@Ref long w_a, @Ref long w_b, boolean all) {
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            long hItem = scope.root(0);
            for (long at = table.next(w_a, 0); at >= 0; at = table.next(scope.get(hA), at + 1)) {
                scope.set(hItem, table.key(scope.get(hA), at));
                if (table.find(hB, hItem, table.hashAt(scope.get(hA), at)) >= 0 != all) return false;
            }
            return true;
        }
    }

    // ---- ObjectKind ---------------------------------------------------------------------------------------------------------------------

    @Override
    public long length(@Ref long w_self) {
        return table.used(w_self);
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return table.used(w_self) != 0;
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hSet = scope.root(w_self);
            long hItem = scope.root(w_item);
            hashable(hItem);
            return table.find(hSet, hItem, hashOf(hItem)) >= 0;
        }
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return W_DictViewObject.iterator(space, TypeIds.SET_ITERATOR, w_self);
    }

    @Override
    public long hash(@Ref long w_self) {
        if (id() == TypeIds.SET) throw space.error(space.w_TypeError, "unhashable type: 'set'");
        long cached = heap.readWord(w_self, HASH);
        if (cached != 0) return cached;
        long hash = (count(w_self) + 1) * COUNT_FACTOR;
        for (long at = table.next(w_self, 0); at >= 0; at = table.next(w_self, at + 1)) {
            long item = table.hashAt(w_self, at);
            hash ^= (item ^ (item << 16) ^ HASH_FACTOR) * COUNT_FACTOR;
        }
        hash ^= hash >>> 32;
        if (hash == -1 || hash == 0) hash = HASH_FACTOR;
        heap.writeWord(w_self, HASH, hash);
        return hash;
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        w_other = space.payload(w_other);
        if (!isSet(w_other)) return space.w_NotImplemented;
        long mine = count(w_self);
        long theirs = count(w_other);
        return space.newBool(switch (op) {
            case CompareOp.EQ -> mine == theirs && isSubset(w_self, w_other);
            case CompareOp.NE -> !(mine == theirs && isSubset(w_self, w_other));
            case CompareOp.LE -> isSubset(w_self, w_other);
            case CompareOp.LT -> mine < theirs && isSubset(w_self, w_other);
            case CompareOp.GE -> isSubset(w_other, w_self);
            default -> theirs < mine && isSubset(w_other, w_self);
        });
    }

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        w_left = space.payload(w_left);
        w_right = space.payload(w_right);
        if (!isSet(w_left) || !isSet(w_right)) return space.w_NotImplemented;
        W_SetObject result = space.kind(w_left) == TypeIds.SET ? space.sets : space.frozensets;
        try (HandleScope scope = heap.scope()) {
            long hLeft = scope.root(w_left);
            long hRight = scope.root(w_right);
            return switch (op) {
                case AND -> result.filtered(hLeft, hRight, true);
                case SUB -> result.filtered(hLeft, hRight, false);
                case OR -> result.union(hLeft, hRight);
                case XOR -> {
                    long hOnlyLeft = scope.root(result.filtered(hLeft, hRight, false));
                    long hOnlyRight = scope.root(result.filtered(hRight, hLeft, false));
                    addAll(hOnlyLeft, hOnlyRight);
                    yield scope.get(hOnlyLeft);
                }
                default -> space.w_NotImplemented;
            };
        }
    }

    @Ref
    long union(@Slot long hLeft, @Slot long hRight) {
        try (HandleScope scope = heap.scope()) {
            long hResult = scope.root(copy(space.arg(hLeft, 0)));
            addAll(hResult, hRight);
            return scope.get(hResult);
        }
    }

    @Override
    public @Ref long inplace(BinaryOp op, @Ref long w_self, @Ref long w_other) {
        if (id() == TypeIds.FROZENSET || !isSet(space.payload(w_other))) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long w_result = binary(op, w_self, w_other);
            if (w_result != space.w_NotImplemented) take(scope.get(hSelf), w_result);
            return w_result == space.w_NotImplemented ? w_result : scope.get(hSelf);
        }
    }

    /** Makes the contents of a fresh set those of another. Does not collect. */
    void take(@Ref long w_self, @Ref long w_fresh) {
        table.take(w_self, w_fresh);
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return SetMethods.repr(space, w_self, typeName());
    }

    @Override
    public void define(TypeBuilder type) {
        SetMethods.define(type, this);
    }
}
