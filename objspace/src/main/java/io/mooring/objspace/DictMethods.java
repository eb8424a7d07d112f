package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** The methods of dict that Python sees. */
final class DictMethods {
    private DictMethods() {}

    static void define(TypeBuilder type) {
        type.subclassable()
                .doc("dict() -> new empty dictionary\n"
                        + "dict(mapping) -> new dictionary initialized from a mapping object's (key, value) pairs")
                .special("__repr__", "__len__", "__contains__", "__iter__", "__setitem__", "__delitem__", "__or__", "__ror__", "__ior__")
                .comparisons()
                .constant("__hash__", type.none())
                .emptyConstructor((s, h, n, k) -> s.newDict())
                .rawMethod("__init__", (s, h, n, k) -> init(s, h, n, k, "dict"))
                .rawMethod("update", (s, h, n, k) -> init(s, h, n, k, "update"))
                .method("__getitem__", 1, DictMethods::getItem)
                .method("get", 1, 2, DictMethods::get)
                .method("setdefault", 1, 2, DictMethods::setDefault)
                .method("pop", 1, 2, DictMethods::pop)
                .method("popitem", 0, (s, h, n, k) -> popItem(s, s.self(h)))
                .method("copy", 0, (s, h, n, k) -> s.dicts.copy(s.self(h)))
                .method("clear", 0, (s, h, n, k) -> {
                    s.dicts.clear(s.self(h));
                    return s.w_None;
                })
                .method("keys", 0, (s, h, n, k) -> W_DictViewObject.view(s, TypeIds.DICT_KEYS, s.self(h)))
                .method("values", 0, (s, h, n, k) -> W_DictViewObject.view(s, TypeIds.DICT_VALUES, s.self(h)))
                .method("items", 0, (s, h, n, k) -> W_DictViewObject.view(s, TypeIds.DICT_ITEMS, s.self(h)))
                .method("__reversed__", 0, (s, h, n, k) -> W_DictViewObject.reverseIterator(s, TypeIds.DICT_KEY_ITERATOR, s.self(h)))
                .classMethod("fromkeys(cls, iterable, value=, /)", (s, h, n, k) -> fromKeys(s, h));
    }

    private static @Ref long init(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames, String name) {
        if (nargs > 2) throw space.error(space.w_TypeError, "%s expected at most 1 argument, got %d", name, nargs - 1);
        try (HandleScope scope = space.heap.scope()) {
            long hNames = scope.root(w_kwnames);
            long hSelf = scope.root(space.self(hArgs));
            if (nargs == 2) update(space, hSelf, space.argHandle(hArgs, 1));
            long keywords = w_kwnames == 0 ? 0 : space.tuples.count(scope.get(hNames));
            for (int i = 0; i < keywords; i++) {
                space.dicts.set(scope.get(hSelf), space.tuples.get(scope.get(hNames), i), space.arg(hArgs, nargs + i));
            }
            return space.w_None;
        }
    }

    /** {@code dict.update(other)}: from a dict, from anything with keys(), or from an iterable of pairs. */
    static void update(ObjSpace space, @Slot long hSelf, @Slot long hOther) {
        long w_plain = space.payload(space.arg(hOther, 0));
        if (space.kind(w_plain) == TypeIds.DICT) {
            space.dicts.merge(space.arg(hSelf, 0), w_plain, true);
            return;
        }
        try (HandleScope scope = space.heap.scope()) {
            long w_keys = space.findattr(space.arg(hOther, 0), space.names.w_keys);
            if (w_keys == 0) {
                updateFromPairs(space, hSelf, hOther);
                return;
            }
            long hIterator = scope.root(space.iter(space.call0(w_keys)));
            long hKey = scope.root(0);
            while (true) {
                long w_key = space.next(scope.get(hIterator));
                if (w_key == 0) return;
                scope.set(hKey, w_key);
                long w_value = space.getitem(space.arg(hOther, 0), w_key);
                space.dicts.set(space.arg(hSelf, 0), scope.get(hKey), w_value);
            }
        }
    }

    private static void updateFromPairs(ObjSpace space, @Slot long hSelf, @Slot long hOther) {
        try (HandleScope scope = space.heap.scope()) {
            long hIterator = scope.root(space.iter(space.arg(hOther, 0)));
            long hPair = scope.root(0);
            for (int i = 0; ; i++) {
                long w_item = space.next(scope.get(hIterator));
                if (w_item == 0) return;
                scope.set(hPair, pair(space, w_item, i));
                space.dicts.set(space.arg(hSelf, 0), space.tuples.get(scope.get(hPair), 0), space.tuples.get(scope.get(hPair), 1));
            }
        }
    }

    private static @Ref long pair(ObjSpace space, @Ref long w_item, int position) {
        long w_pair;
        try {
            w_pair = space.toTuple(w_item);
        } catch (OperationError notIterable) {
            if (!notIterable.matches(space.w_TypeError)) throw notIterable;
            throw space.error(space.w_TypeError, "cannot convert dictionary update sequence element #%d to a sequence", position);
        }
        long length = space.tuples.count(w_pair);
        if (length != 2) {
            throw space.error(space.w_ValueError, "dictionary update sequence element #%d has length %d; 2 is required", position, length);
        }
        return w_pair;
    }

    /** dict.__getitem__: the one method of dict that looks for a method of the subclass, __missing__. */
    private static @Ref long getItem(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_value = space.dicts.get(space.self(hArgs), space.arg(hArgs, 1));
        if (w_value != 0) return w_value;
        if (space.kind(space.arg(hArgs, 0)) != TypeIds.DICT) {
            long w_made = space.calls.special(space.arg(hArgs, 0), space.names.w_missing, space.arg(hArgs, 1));
            if (w_made != 0) return w_made;
        }
        throw space.errorWithArg(space.w_KeyError, space.arg(hArgs, 1));
    }

    private static @Ref long get(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_value = space.dicts.get(space.self(hArgs), space.arg(hArgs, 1));
        return w_value != 0 ? w_value : space.argOrNone(hArgs, 2, nargs);
    }

    private static @Ref long setDefault(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        long w_value = space.dicts.get(space.self(hArgs), space.arg(hArgs, 1));
        if (w_value != 0) return w_value;
        space.dicts.set(space.self(hArgs), space.arg(hArgs, 1), space.argOrNone(hArgs, 2, nargs));
        return space.argOrNone(hArgs, 2, nargs);
    }

    private static @Ref long pop(ObjSpace space, @Slot long hArgs, int nargs, @Ref long w_kwnames) {
        try (HandleScope scope = space.heap.scope()) {
            long hValue = scope.root(space.dicts.get(space.self(hArgs), space.arg(hArgs, 1)));
            if (scope.get(hValue) == 0) {
                if (nargs > 2) return space.arg(hArgs, 2);
                throw space.errorWithArg(space.w_KeyError, space.arg(hArgs, 1));
            }
            space.dicts.remove(space.self(hArgs), space.arg(hArgs, 1));
            return scope.get(hValue);
        }
    }

    private static @Ref long popItem(ObjSpace space, @Ref long w_self) {
        HashTable table = space.dicts.table;
        if (table.used(w_self) == 0) throw space.errorWithArg(space.w_KeyError, space.newStr("popitem(): dictionary is empty"));
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            long at = table.previous(w_self, table.filled(w_self) - 1);
            long w_pair = space.newTuple(table.key(w_self, at), table.value(w_self, at));
            table.remove(scope.get(hSelf), at);
            return w_pair;
        }
    }

    private static @Ref long fromKeys(ObjSpace space, @Slot long hArgs) {
        try (HandleScope scope = space.heap.scope()) {
            long hResult = scope.root(space.call0(space.arg(hArgs, 0)));
            long hIterator = scope.root(space.iter(space.arg(hArgs, 1)));
            while (true) {
                long w_key = space.next(scope.get(hIterator));
                if (w_key == 0) return scope.get(hResult);
                space.setitem(scope.get(hResult), w_key, space.argOrNone(hArgs, 2, 3));
            }
        }
    }
}
