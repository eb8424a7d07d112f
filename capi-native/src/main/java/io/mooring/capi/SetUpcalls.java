package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;

/** Sets and frozensets for C: {@code setobject.c}. */
final class SetUpcalls extends UpcallGroup {
    SetUpcalls(CApi capi) {
        super(capi);
    }

    /** {@code set(iterable)} or {@code frozenset(iterable)}; NULL makes an empty one. */
    public long setNew(long iterable, int frozen) {
        long w_type = frozen != 0 ? space.w_frozenset : space.w_set;
        return give(iterable == 0 ? space.call0(w_type) : space.call1(w_type, managed(iterable)));
    }

    /** Adds, to a frozenset too: C may fill one that nobody else has seen. */
    public int setAdd(long set, long item) {
        try (HandleScope scope = heap.scope()) {
            long hSet = handle(scope, set);
            long w_item = managed(item);
            space.sets.add(space.payload(scope.get(hSet)), w_item);
            return 0;
        }
    }

    /** 1 if the item was there. */
    public int setDiscard(long set, long item) {
        try (HandleScope scope = heap.scope()) {
            long hSet = handle(scope, set);
            long w_item = managed(item);
            return space.sets.discard(space.payload(scope.get(hSet)), w_item) ? 1 : 0;
        }
    }

    public int setContains(long set, long item) {
        try (HandleScope scope = heap.scope()) {
            long hSet = handle(scope, set);
            long w_item = managed(item);
            return space.contains(space.payload(scope.get(hSet)), w_item) ? 1 : 0;
        }
    }

    public long setPop(long set) {
        return give(callMethod(managed(set), "pop"));
    }

    public int setClear(long set) {
        callMethod(managed(set), "clear");
        return 0;
    }

    /** Borrowed; 0 at the end. The position counts entries, gaps included. */
    public int setNext(long set, long position, long item, long hash) {
        try (HandleScope scope = heap.scope()) {
            long hSet = scope.root(space.payload(managed(set)));
            long entry = space.sets.nextEntry(scope.get(hSet), Memory.readLong(position));
            if (entry < 0) return 0;
            Memory.writeLong(hash, space.hash(space.sets.itemAt(scope.get(hSet), entry)));
            Memory.writeLong(item, capi.borrowedItems.borrow(set, space.sets.itemAt(scope.get(hSet), entry)));
            Memory.writeLong(position, entry + 1);
            return 1;
        }
    }

    @ErrorResult(-1)
    public long setSize(long set) {
        return space.len(space.payload(managed(set)));
    }
}
