package io.mooring.capi;

import io.mooring.gc.Ref;
import io.mooring.gc.roots.HandleScope;

/** Lists for C: {@code listobject.c}. The strategy of the list stays what it is, whatever C reads. */
final class ListUpcalls extends UpcallGroup {
    ListUpcalls(CApi capi) {
        super(capi);
    }

    private @Ref long list(long o) {
        return space.payload(managed(o));
    }

    /** A list of Nones, which C replaces one by one. */
    public long listNew(long length) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(space.newList());
            if (length == 0) return give(scope.get(hList));
            space.lists.append(scope.get(hList), space.w_None);
            return give(length == 1 ? scope.get(hList) : space.lists.repeat(scope.get(hList), length));
        }
    }

    /** Borrowed. A negative index is out of range here. */
    public long listGetItem(long list, long i) {
        long w_list = list(list);
        if (i < 0 || i >= space.lists.count(w_list)) throw space.error(space.w_IndexError, "list index out of range");
        return capi.borrowedItems.borrow(list, space.lists.get(w_list, i));
    }

    public int listSetItem(long list, long i, long value) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(list(list));
            if (i < 0 || i >= space.lists.count(scope.get(hList))) {
                throw space.error(space.w_IndexError, "list assignment index out of range");
            }
            long w_value = value == 0 ? space.w_None : managed(value);
            space.lists.set(scope.get(hList), i, w_value);
            return 0;
        }
    }

    public int listInsert(long list, long i, long value) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(list(list));
            long hIndex = scope.root(space.newInt(i));
            long w_value = managed(value);
            callMethod(scope.get(hList), "insert", scope.get(hIndex), w_value);
            return 0;
        }
    }

    public int listAppend(long list, long value) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(list(list));
            long w_value = managed(value);
            space.lists.append(scope.get(hList), w_value);
            return 0;
        }
    }

    public int listSort(long list) {
        space.lists.sort(list(list));
        return 0;
    }

    public int listReverse(long list) {
        callMethod(list(list), "reverse");
        return 0;
    }
}
