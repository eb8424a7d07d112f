package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;
import java.util.Arrays;

/**
 * {@code list.sort}: a stable merge sort that asks only {@code <}.
 *
 * <p>While it runs the list is empty and its storage hangs on a handle, so that comparison code that looks at the list sees it empty and
 * code that changes it is found out. What is sorted is an array of positions; items move once, at the end. Where a comparison raises, the
 * list keeps its former order. Unboxed items are sorted as words.
 */
final class ListSort {
    /** Up to this length lists are sorted by binary insertion, as in CPython: so even what is compared with what is the same. */
    private static final int SMALL_RUN = 63;

    private final ObjSpace space;
    private final W_ListObject lists;
    private final @Slot long hList;
    private @Slot long hKeys;

    ListSort(ObjSpace space, @Slot long hList) {
        this.space = space;
        this.lists = space.lists;
        this.hList = hList;
    }

    /** Sorts by the results of calling {@code w_key}, or by the items themselves if it is 0. */
    void sort(@Ref long w_key, boolean reversed) {
        long w_list = space.arg(hList, 0);
        if (w_key == 0 && sortWords(w_list)) {
            if (reversed) lists.reverse(w_list);
            return;
        }
        if (lists.isForeign(w_list)) {
            sortForeign(w_key, reversed);
            return;
        }
        try (HandleScope scope = space.heap.scope()) {
            long hKey = scope.root(w_key);
            if (lists.strategy(w_list) != W_ListObject.EMPTY) lists.box(hList);
            w_list = space.arg(hList, 0);
            int count = Math.toIntExact(lists.count(w_list));
            long hItems = scope.root(lists.storage(w_list));
            int strategy = lists.strategy(w_list);
            lists.clear(w_list);
            int[] order = null;
            try {
                hKeys = scope.root(scope.get(hItems));
                if (scope.get(hKey) != 0 && count > 0) makeKeys(scope, hItems, hKey, count);
                order = sorted(count, reversed);
            } finally {
                restore(scope, hItems, order, count, strategy);
            }
        }
    }

    /** Sorts items that are kept elsewhere: what is compared is a copy of the references, what moves is what is kept there. */
    private void sortForeign(@Ref long w_key, boolean reversed) {
        ForeignItems foreign = lists.foreign();
        try (HandleScope scope = space.heap.scope()) {
            long hKey = scope.root(w_key);
            int count = Math.toIntExact(lists.count(space.arg(hList, 0)));
            if (count == 0) return;
            long hItems = scope.root(space.heap.allocate(TypeIds.REFERENCES, count));
            for (int i = 0; i < count; i++) {
                long w_item = lists.get(space.arg(hList, 0), i);
                space.heap.writeRef(scope.get(hItems), W_ListObject.offset(i), w_item);
            }
            long place = space.heap.readWord(space.arg(hList, 0), W_ListObject.SIZE);
            long detached = foreign.detach(place);
            int[] order = null;
            boolean modified;
            try {
                hKeys = scope.root(scope.get(hItems));
                if (scope.get(hKey) != 0) makeKeys(scope, hItems, hKey, count);
                order = sorted(count, reversed);
            } finally {
                modified = foreign.count(place) != 0;
                foreign.attach(place, detached, count, order);
            }
            if (modified) throw space.error(space.w_ValueError, "list modified during sort");
        }
    }

    /**
     * Sorts unboxed items; false where that would not be what comparing them does. Equal words are the same item, so stability does not
     * matter.
     */
    private boolean sortWords(@Ref long w_list) {
        int strategy = lists.strategy(w_list);
        if (strategy != W_ListObject.INT && strategy != W_ListObject.FLOAT) return false;
        long w_storage = lists.storage(w_list);
        int count = Math.toIntExact(lists.count(w_list));
        if (strategy == W_ListObject.INT) {
            long[] words = new long[count];
            for (int i = 0; i < count; i++) words[i] = space.heap.readWord(w_storage, W_ListObject.offset(i));
            Arrays.sort(words);
            for (int i = 0; i < count; i++) space.heap.writeWord(w_storage, W_ListObject.offset(i), words[i]);
            return true;
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = space.heap.readDouble(w_storage, W_ListObject.offset(i));
            // 0.0 equals -0.0, but is another word
            if (Double.doubleToRawLongBits(values[i]) == Long.MIN_VALUE) return false;
        }
        Arrays.sort(values);
        for (int i = 0; i < count; i++) space.heap.writeDouble(w_storage, W_ListObject.offset(i), values[i]);
        return true;
    }

    private void makeKeys(HandleScope scope, @Slot long hItems, @Slot long hKey, int count) {
        scope.set(hKeys, space.heap.allocate(TypeIds.REFERENCES, count));
        for (int i = 0; i < count; i++) {
            long w_made = space.call1(scope.get(hKey), space.heap.readRef(scope.get(hItems), (int) W_ListObject.offset(i)));
            space.heap.writeRef(scope.get(hKeys), W_ListObject.offset(i), w_made);
        }
    }

    /** Gives the list its items back, in the new order or, where sorting failed ({@code order} null), the old one. */
    private void restore(HandleScope scope, @Slot long hItems, int[] order, int count, int strategy) {
        boolean modified = lists.count(space.arg(hList, 0)) != 0;
        if (order != null && count > 0) {
            long[] words = new long[count];
            long w_items = scope.get(hItems);
            for (int i = 0; i < count; i++) words[i] = space.heap.readWord(w_items, W_ListObject.offset(order[i]));
            for (int i = 0; i < count; i++) space.heap.writeRef(w_items, W_ListObject.offset(i), words[i]);
        }
        lists.install(space.arg(hList, 0), strategy, count, scope.get(hItems));
        if (modified && order != null) throw space.error(space.w_ValueError, "list modified during sort");
    }

    // ---- merge sort over positions ------------------------------------------------------------------------------------------------------

    private int[] sorted(int count, boolean reversed) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) order[i] = reversed ? count - 1 - i : i;
        mergeSort(order, order.clone(), 0, count);
        if (reversed) reverse(order, 0, count);
        return order;
    }

    private void mergeSort(int[] order, int[] spare, int from, int to) {
        if (to - from <= SMALL_RUN) {
            insertionSort(order, from, to);
            return;
        }
        int middle = from + to >>> 1;
        mergeSort(order, spare, from, middle);
        mergeSort(order, spare, middle, to);
        if (!less(order[middle], order[middle - 1])) return;
        System.arraycopy(order, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle && right < to) order[at++] = less(order[right], spare[left]) ? order[right++] : spare[left++];
        System.arraycopy(spare, left, order, at, middle - left);
    }

    /** Binary insertion behind the run that stands at the beginning already. */
    private void insertionSort(int[] order, int from, int to) {
        for (int i = runEnd(order, from, to); i < to; i++) {
            int moving = order[i];
            int low = from;
            int high = i;
            while (low < high) {
                int middle = low + high >>> 1;
                if (less(moving, order[middle])) high = middle;
                else low = middle + 1;
            }
            System.arraycopy(order, low, order, low + 1, i - low);
            order[low] = moving;
        }
    }

    /** The end of the run that begins at {@code from}: ascending, or strictly descending and then turned round. */
    private int runEnd(int[] order, int from, int to) {
        if (to - from < 2) return to;
        boolean descending = less(order[from + 1], order[from]);
        int end = from + 2;
        while (end < to && less(order[end], order[end - 1]) == descending) end++;
        if (descending) reverse(order, from, end);
        return end;
    }

    private static void reverse(int[] order, int from, int to) {
        for (int i = from, j = to - 1; i < j; i++, j--) {
            int first = order[i];
            order[i] = order[j];
            order[j] = first;
        }
    }

    private boolean less(int a, int b) {
        long w_keys = space.arg(hKeys, 0);
        long w_a = space.heap.readWord(w_keys, W_ListObject.offset(a));
        long w_b = space.heap.readWord(w_keys, W_ListObject.offset(b));
        if ((w_a & w_b & Immediate.TAG) != 0) return w_a < w_b;
        return space.lt(w_a, w_b);
    }
}
