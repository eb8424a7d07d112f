package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** The builtin functions min and max. */
final class Extremes {
    private Extremes() {}

    /** {@code op} is what makes an item better than the best so far. */
    static @Ref long find(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames, String name, int op) {
        if (nargs == 0) throw space.error(space.w_TypeError, "%s expected at least 1 argument, got 0", name);
        try (HandleScope scope = space.heap.scope()) {
            long hKey = scope.root(0);
            long hDefault = scope.root(0);
            int keywords = w_kwnames == 0 ? 0 : (int) space.tuples.count(w_kwnames);
            for (int i = 0; i < keywords; i++) {
                String keyword = space.string(space.tuples.get(w_kwnames, i));
                long w_value = space.arg(hArgs, nargs + i);
                if (keyword.equals("key")) scope.set(hKey, w_value == space.w_None ? 0 : w_value);
                else if (keyword.equals("default")) scope.set(hDefault, w_value);
                else throw space.error(space.w_TypeError, "'%s' is an invalid keyword argument for %s()", keyword, name);
            }
            if (nargs > 1 && scope.get(hDefault) != 0) {
                throw space.error(space.w_TypeError, "Cannot specify a default for %s() with multiple positional arguments", name);
            }
            long hItems = scope.root(nargs > 1 ? space.newTuple(hArgs, nargs) : space.arg(hArgs, 0));
            long w_best = best(space, scope, hItems, hKey, op);
            if (w_best != 0) return w_best;
            if (scope.get(hDefault) == 0) throw space.error(space.w_ValueError, "%s() arg is an empty sequence", name);
            return scope.get(hDefault);
        }
    }

    private static @Ref long best(ObjSpace space, HandleScope scope, @Slot long hItems, @Slot long hKey, int op) {
        long hIterator = scope.root(space.iter(scope.get(hItems)));
        long hBest = scope.root(0);
        long hBestKey = scope.root(0);
        long hItem = scope.root(0);
        long hItemKey = scope.root(0);
        while (true) {
            long w_item = space.next(scope.get(hIterator));
            if (w_item == 0) return scope.get(hBest);
            scope.set(hItem, w_item);
            scope.set(hItemKey, scope.get(hKey) == 0 ? w_item : space.call1(scope.get(hKey), w_item));
            boolean better = scope.get(hBest) == 0 || space.isTrue(space.richcompare(scope.get(hItemKey), scope.get(hBestKey), op));
            if (!better) continue;
            scope.set(hBest, scope.get(hItem));
            scope.set(hBestKey, scope.get(hItemKey));
        }
    }
}
