package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.OperationError;
import io.mooring.objspace.TypeIds;

/** Dicts for C: {@code dictobject.c}. An instance of a subclass of dict is its dict here, whatever methods the subclass overrides, as in CPython. */
final class DictUpcalls extends UpcallGroup {
    DictUpcalls(CApi capi) {
        super(capi);
    }

    private @Ref long dict(long o) {
        return space.payload(managed(o));
    }

    public long dictNew() {
        return give(space.newDict());
    }

    /** Borrowed; NULL without error when absent. An unhashable key is an error. */
    public long dictGetItem(long dict, long key) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long w_key = managed(key);
            return capi.borrowedItems.borrow(dict, space.dicts.get(scope.get(hDict), w_key));
        }
    }

    public int dictSetItem(long dict, long key, long value) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long hKey = handle(scope, key);
            long w_value = managed(value);
            space.dicts.set(scope.get(hDict), scope.get(hKey), w_value);
            return 0;
        }
    }

    public int dictDelItem(long dict, long key) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long w_key = managed(key);
            space.delitem(scope.get(hDict), w_key);
            return 0;
        }
    }

    public int dictContains(long dict, long key) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long w_key = managed(key);
            return space.dicts.get(scope.get(hDict), w_key) != 0 ? 1 : 0;
        }
    }

    @ErrorResult(-1)
    public long dictSize(long dict) {
        return space.len(dict(dict));
    }

    /** Borrowed, both; 0 at the end. The position counts entries, gaps included, so that values may be replaced during the walk. */
    @ErrorResult(0)
    public int dictNext(long dict, long position, long key, long value, long hash) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long entry = space.dicts.nextEntry(scope.get(hDict), Memory.readLong(position));
            if (entry < 0) return 0;
            Memory.writeLong(hash, space.hash(space.dicts.keyAt(scope.get(hDict), entry)));
            Memory.writeLong(key, capi.borrowedItems.borrow(dict, space.dicts.keyAt(scope.get(hDict), entry)));
            Memory.writeLong(value, capi.borrowedItems.borrow(dict, space.dicts.valueAt(scope.get(hDict), entry)));
            Memory.writeLong(position, entry + 1);
            return 1;
        }
    }

    /** Borrowed. */
    public long dictSetDefault(long dict, long key, long value) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long hKey = handle(scope, key);
            long hValue = handle(scope, value);
            long w_found = space.dicts.get(scope.get(hDict), scope.get(hKey));
            if (w_found != 0) return capi.borrowedItems.borrow(dict, w_found);
            space.dicts.set(scope.get(hDict), scope.get(hKey), scope.get(hValue));
            return capi.borrowedItems.borrow(dict, scope.get(hValue));
        }
    }

    public long dictCopy(long dict) {
        return give(space.dicts.copy(dict(dict)));
    }

    /** A list of the keys (0), values (1) or items (2). */
    public long dictView(long dict, int what) {
        return give(space.toList(callMethod(dict(dict), viewMethod(what))));
    }

    /** The method that answers the view of a mapping, by C's number for it. */
    static String viewMethod(int what) {
        return switch (what) {
            case 0 -> "keys";
            case 1 -> "values";
            case 2 -> "items";
            default -> throw new IllegalArgumentException("a mapping has no view " + what + "; 0 keys, 1 values, 2 items");
        };
    }

    /** Copies the items of a mapping; existing keys keep their value unless {@code override}. */
    public int dictMerge(long dict, long other, int override) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long hOther = handle(scope, other);
            long w_other = space.payload(scope.get(hOther));
            if (space.kind(w_other) == TypeIds.DICT) {
                space.dicts.merge(scope.get(hDict), w_other, override != 0);
                return 0;
            }
            long hKeys = scope.root(space.iter(callMethod(scope.get(hOther), "keys")));
            long hKey = scope.root(0);
            for (long w_key; (w_key = space.next(scope.get(hKeys))) != 0; ) {
                scope.set(hKey, w_key);
                if (override == 0 && space.dicts.get(scope.get(hDict), w_key) != 0) continue;
                long w_value = space.getitem(scope.get(hOther), scope.get(hKey));
                space.dicts.set(scope.get(hDict), scope.get(hKey), w_value);
            }
            return 0;
        }
    }

    /** Adds the pairs of an iterable; existing keys keep their value unless {@code override}. */
    public int dictMergeFromSeq2(long dict, long seq2, int override) {
        try (HandleScope scope = heap.scope()) {
            long hDict = scope.root(dict(dict));
            long hPairs = scope.root(space.iter(managed(seq2)));
            long hPair = scope.root(0);
            int position = 0;
            for (long w_pair; (w_pair = space.next(scope.get(hPairs))) != 0; position++) {
                scope.set(hPair, w_pair);
                mergePair(hDict, hPair, position, override != 0, scope);
            }
            return 0;
        }
    }

    private void mergePair(@Slot long hDict, @Slot long hPair, int position, boolean override, HandleScope scope) {
        try {
            scope.set(hPair, space.toTuple(scope.get(hPair)));
        } catch (OperationError e) {
            if (!e.matches(space.w_TypeError)) throw e;
            throw space.error(space.w_TypeError, "cannot convert dictionary update sequence element #%d to a sequence", position);
        }
        long length = space.tuples.count(scope.get(hPair));
        if (length != 2) {
            throw space.error(space.w_ValueError, "dictionary update sequence element #%d has length %d; 2 is required", position, length);
        }
        if (!override && space.dicts.get(scope.get(hDict), space.tuples.get(scope.get(hPair), 0)) != 0) return;
        space.dicts.set(scope.get(hDict), space.tuples.get(scope.get(hPair), 0), space.tuples.get(scope.get(hPair), 1));
    }

    public int dictClear(long dict) {
        space.dicts.clear(dict(dict));
        return 0;
    }

    /** A read-only view of a mapping. */
    public long dictProxyNew(long mapping) {
        long w = managed(mapping);
        int kind = space.kind(space.payload(w));
        if (kind == TypeIds.LIST || kind == TypeIds.TUPLE || space.lookup(space.type(w), space.intern("__getitem__")) == 0) {
            throw space.error(space.w_TypeError, "mappingproxy() argument must be a mapping, not %s", space.typeName(w));
        }
        return give(space.mappingProxies.make(w));
    }
}
