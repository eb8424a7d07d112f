package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * dict: insertion-ordered, compact. The layout is that of {@link HashTable} with values.
 *
 * <p>Lookups of exact strs whose neighbours are exact strs neither allocate nor collect: {@link #getStr}, {@link #findStr}.
 */
public final class W_DictObject extends ObjectKind {
    static final TypeLayout LAYOUT = HashTable.fields("dict").build();
    private static final int STRIDE = 3;

    final HashTable table;

    W_DictObject(ObjSpace space) {
        super(space, TypeIds.DICT, LAYOUT, "dict");
        table = new HashTable(space, STRIDE);
    }

    public @Ref long make() {
        return heap.allocate(TypeIds.DICT);
    }

    @Ref
    long makeImmortal() {
        return heap.allocateImmortal(TypeIds.DICT);
    }

    // ---- the typed API: w is an exact dict ----------------------------------------------------------------------------------------------

    /** Number of entries. Does not collect. */
    public long count(@Ref long w) {
        return table.used(w);
    }

    /** The value of an exact str, or 0. Does not collect, unless a key that is no str has the same hash. */
    public @Ref long getStr(@Ref long w, @Ref long w_key) {
        long at = table.findStr(w, w_key, space.unicodes.hash(w_key));
        return at >= 0 ? table.value(w, at) : at == HashTable.ABSENT ? 0 : get(w, w_key);
    }

    /** As {@link #getStr}, but a key that is no str never matches: never collects. */
    @Ref
    long getStrOnly(@Ref long w, @Ref long w_key, long hash) {
        long at = table.findStr(w, w_key, hash);
        return at >= 0 ? table.value(w, at) : 0;
    }

    /** The value of a key, or 0. TypeError for an unhashable key. */
    public @Ref long get(@Ref long w, @Ref long w_key) {
        if (Immediate.isObject(w_key) && heap.type(w_key) == TypeIds.UNICODE) {
            long at = table.findStr(w, w_key, space.unicodes.hash(w_key));
            if (at != HashTable.ASK_PYTHON) return at < 0 ? 0 : table.value(w, at);
        }
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(w);
            long hKey = scope.root(w_key);
            long hash = space.hash(w_key);
            long at = table.find(hDict, hKey, hash);
            return at < 0 ? 0 : table.value(scope.get(hDict), at);
        }
    }

    public void set(@Ref long w, @Ref long w_key, @Ref long w_value) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(w);
            long hKey = scope.root(w_key);
            long hValue = scope.root(w_value);
            store(hDict, hKey, space.hash(w_key), hValue);
        }
    }

    /** As {@link #set} with a key in Java text; not for hot paths. */
    public void set(@Ref long w, String key, @Ref long w_value) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(w);
            long hValue = scope.root(w_value);
            long hKey = scope.root(space.newStr(key));
            store(hDict, hKey, space.hash(scope.get(hKey)), hValue);
        }
    }

    /** As {@link #get} with a key in Java text; not for hot paths. */
    public @Ref long get(@Ref long w, String key) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(w);
            long w_key = space.newStr(key);
            return get(scope.get(hDict), w_key);
        }
    }

    void store(@Slot long hDict, @Slot long hKey, long hash, @Slot long hValue) {
        long at = table.find(hDict, hKey, hash);
        if (at >= 0) table.setValue(space.arg(hDict, 0), at, space.arg(hValue, 0));
        else table.append(hDict, hKey, hash, hValue);
    }

    /** Deletes a key; false if it was not there. */
    public boolean remove(@Ref long w, @Ref long w_key) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(w);
            long hKey = scope.root(w_key);
            long hash = space.hash(w_key);
            long at = table.find(hDict, hKey, hash);
            if (at < 0) return false;
            table.remove(scope.get(hDict), at);
            return true;
        }
    }

    /** The first entry at or behind a position, or -1: start with 0, go on with the answer plus 1. Does not collect. */
    public long nextEntry(@Ref long w, long position) {
        return table.next(w, position);
    }

    /** Key of an entry that {@link #nextEntry} answered. Does not collect. */
    public @Ref long keyAt(@Ref long w, long entry) {
        return table.key(w, entry);
    }

    public @Ref long valueAt(@Ref long w, long entry) {
        return table.value(w, entry);
    }

    /** Counts the changes of the set of keys. Does not collect. */
    public long version(@Ref long w) {
        return table.version(w);
    }

    public void clear(@Ref long w) {
        table.clear(w);
    }

    public @Ref long copy(@Ref long w) {
        try (HandleScope scope = heap.scope()) {
            long hFrom = scope.root(w);
            long hTo = scope.root(make());
            table.copy(hFrom, hTo);
            return scope.get(hTo);
        }
    }

    /** Takes over all entries of another dict; keys that are there already keep their value unless {@code override}. */
    public void merge(@Ref long w, @Ref long w_from, boolean override) {
        try (HandleScope scope = heap.scope()) {
            long hTo = scope.root(w);
            long hFrom = scope.root(w_from);
            long hKey = scope.root(0);
            long hValue = scope.root(0);
            for (long at = table.next(scope.get(hFrom), 0); at >= 0; at = table.next(scope.get(hFrom), at + 1)) {
                scope.set(hKey, table.key(scope.get(hFrom), at));
                scope.set(hValue, table.value(scope.get(hFrom), at));
                long hash = table.hashAt(scope.get(hFrom), at);
                if (override) store(hTo, hKey, hash, hValue);
                else if (table.find(hTo, hKey, hash) < 0) table.append(hTo, hKey, hash, hValue);
            }
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
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        try (HandleScope scope = heap.scope()) {
            long hKey = scope.root(w_key);
            long w_value = get(w_self, w_key);
            if (w_value == 0) throw space.errorWithArg(space.w_KeyError, scope.get(hKey));
            return w_value;
        }
    }

    @Override
    public void setItem(@Ref long w_self, @Ref long w_key, @Ref long w_value) {
        set(w_self, w_key, w_value);
    }

    @Override
    public void delItem(@Ref long w_self, @Ref long w_key) {
        try (HandleScope scope = heap.scope()) {
            long hKey = scope.root(w_key);
            if (!remove(w_self, w_key)) throw space.errorWithArg(space.w_KeyError, scope.get(hKey));
        }
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        return get(w_self, w_item) != 0;
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return W_DictViewObject.iterator(space, TypeIds.DICT_KEY_ITERATOR, w_self);
    }

    @Override
    public long hash(@Ref long w_self) {
        throw space.error(space.w_TypeError, "unhashable type: 'dict'");
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        w_other = space.payload(w_other);
        if (op != CompareOp.EQ && op != CompareOp.NE || space.kind(w_other) != TypeIds.DICT) return space.w_NotImplemented;
        return space.newBool(equal(w_self, w_other) == (op == CompareOp.EQ));
    }

    private boolean equal(@Ref long w_a, @Ref long w_b) {
        if (count(w_a) != count(w_b)) return false;
        space.enter(" in comparison");
        try (HandleScope scope = heap.scope()) {
            long hA = scope.root(w_a);
            long hB = scope.root(w_b);
            long hKey = scope.root(0);
            for (long at = table.next(scope.get(hA), 0); at >= 0; at = table.next(scope.get(hA), at + 1)) {
                scope.set(hKey, table.key(scope.get(hA), at));
                long found = table.find(hB, hKey, table.hashAt(scope.get(hA), at));
                if (found < 0) return false;
                if (at >= table.filled(scope.get(hA))) return false;
                if (!space.eq(table.value(scope.get(hA), at), table.value(scope.get(hB), found))) return false;
            }
            return true;
        } finally {
            space.leave();
        }
    }

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if (op != BinaryOp.OR) return space.w_NotImplemented;
        w_left = space.payload(w_left);
        w_right = space.payload(w_right);
        if (space.kind(w_left) != TypeIds.DICT || space.kind(w_right) != TypeIds.DICT) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hRight = scope.root(w_right);
            long hResult = scope.root(copy(w_left));
            merge(scope.get(hResult), scope.get(hRight), true);
            return scope.get(hResult);
        }
    }

    @Override
    public @Ref long inplace(BinaryOp op, @Ref long w_self, @Ref long w_other) {
        if (op != BinaryOp.OR) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            DictMethods.update(space, hSelf, scope.root(w_other));
            return scope.get(hSelf);
        }
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        if (count(w_self) == 0) return space.newStr("{}");
        if (!space.texts.enterRepr(w_self)) return space.newStr("{...}");
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            StringBuilder text = new StringBuilder("{");
            for (long at = table.next(w_self, 0); at >= 0; at = table.next(scope.get(hSelf), at + 1)) {
                if (text.length() > 1) text.append(", ");
                text.append(space.reprText(table.key(scope.get(hSelf), at))).append(": ");
                if (at < table.filled(scope.get(hSelf))) text.append(space.reprText(table.value(scope.get(hSelf), at)));
            }
            return space.newStr(text.append('}').toString());
        } finally {
            space.texts.leaveRepr();
        }
    }

    @Override
    public void define(TypeBuilder type) {
        DictMethods.define(type);
    }
}
