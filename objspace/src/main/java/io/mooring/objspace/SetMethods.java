package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** The methods of set and frozenset that Python sees. */
final class SetMethods {
    private SetMethods() {}

    static void define(TypeBuilder type, W_SetObject kind) {
        type.subclassable()
                .special("__len__", "__contains__", "__iter__")
                .comparisons()
                .operators(BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR, BinaryOp.SUB)
                .method("__repr__", 0, (s, h, n, k) -> repr(s, s.self(h), s.typeName(s.arg(h, 0))))
                .method("copy", 0, (s, h, n, k) -> kind.copy(s.self(h)))
                .method("union", 0, -1, (s, h, n, k) -> union(s, kind, h, n))
                .method("intersection", 0, -1, (s, h, n, k) -> filter(s, kind, h, n, true))
                .method("difference", 0, -1, (s, h, n, k) -> filter(s, kind, h, n, false))
                .method("symmetric_difference", 1, (s, h, n, k) -> withSet(s, kind, h, BinaryOp.XOR))
                .method("isdisjoint", 1, (s, h, n, k) -> s.newBool(kind.isDisjoint(s.self(h), s.arg(h, 1))))
                .method("issubset", 1, (s, h, n, k) -> s.newBool(compare(s, kind, h, true)))
                .method("issuperset", 1, (s, h, n, k) -> s.newBool(compare(s, kind, h, false)));
        if (kind.id() == TypeIds.FROZENSET) {
            type.special("__hash__").constructor("frozenset(cls, iterable=, /)",
                    (s, h, n, k) -> frozen(s, s.argOrNone(h, 1, n), s.arg(h, 1) == 0));
        } else {
            mutable(type);
        }
    }

    private static @Ref long frozen(ObjSpace space, @Ref long w_iterable, boolean absent) {
        if (absent) return space.frozensets.make();
        return space.kind(w_iterable) == TypeIds.FROZENSET ? w_iterable : space.frozensets.from(w_iterable);
    }

    private static void mutable(TypeBuilder type) {
        type.constant("__hash__", type.none())
                .special("__iand__", "__ior__", "__ixor__", "__isub__")
                .emptyConstructor((s, h, n, k) -> s.sets.make())
                .method("__init__(self, iterable=, /)", (s, h, n, k) -> {
                    s.sets.clear(s.self(h));
                    if (s.arg(h, 1) != 0) addTo(s, h, 1);
                    return s.w_None;
                })
                .method("add", 1, (s, h, n, k) -> {
                    s.sets.add(s.self(h), s.arg(h, 1));
                    return s.w_None;
                })
                .method("discard", 1, (s, h, n, k) -> {
                    s.sets.discard(s.self(h), s.arg(h, 1));
                    return s.w_None;
                })
                .method("remove", 1, (s, h, n, k) -> {
                    if (!s.sets.discard(s.self(h), s.arg(h, 1))) throw s.errorWithArg(s.w_KeyError, s.arg(h, 1));
                    return s.w_None;
                })
                .method("pop", 0, (s, h, n, k) -> s.sets.pop(s.self(h)))
                .method("clear", 0, (s, h, n, k) -> {
                    s.sets.clear(s.self(h));
                    return s.w_None;
                })
                .method("update", 0, -1, (s, h, n, k) -> {
                    for (int i = 1; i < n; i++) addTo(s, h, i);
                    return s.w_None;
                })
                .method("intersection_update", 0, -1, (s, h, n, k) -> replace(s, h, filter(s, s.sets, h, n, true)))
                .method("difference_update", 0, -1, (s, h, n, k) -> replace(s, h, filter(s, s.sets, h, n, false)))
                .method("symmetric_difference_update", 1, (s, h, n, k) -> replace(s, h, withSet(s, s.sets, h, BinaryOp.XOR)));
    }

    private static void addTo(ObjSpace space, @Slot long hArgs, int argument) {
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(space.self(hArgs));
            space.sets.addAll(hSelf, space.argHandle(hArgs, argument));
        }
    }

    private static @Ref long replace(ObjSpace space, @Slot long hArgs, @Ref long w_fresh) {
        space.sets.take(space.self(hArgs), w_fresh);
        return space.w_None;
    }

    /** The argument as an exact set. */
    private static @Ref long asSet(ObjSpace space, @Ref long w_iterable) {
        long w_plain = space.payload(w_iterable);
        return space.sets.isSet(w_plain) ? w_plain : space.sets.from(w_iterable);
    }

    private static @Ref long union(ObjSpace space, W_SetObject kind, @Slot long hArgs, int nargs) {
        try (HandleScope scope = space.heap.scope()) {
            long hResult = scope.root(kind.copy(space.self(hArgs)));
            for (int i = 1; i < nargs; i++) kind.addAll(hResult, space.argHandle(hArgs, i));
            return scope.get(hResult);
        }
    }

    private static @Ref long filter(ObjSpace space, W_SetObject kind, @Slot long hArgs, int nargs, boolean wanted) {
        if (nargs == 1) return kind.copy(space.self(hArgs));
        try (HandleScope scope = space.heap.scope()) {
            long hResult = scope.root(space.self(hArgs));
            long hOther = scope.root(0);
            for (int i = 1; i < nargs; i++) {
                scope.set(hOther, asSet(space, space.arg(hArgs, i)));
                scope.set(hResult, kind.filtered(hResult, hOther, wanted));
            }
            return scope.get(hResult);
        }
    }

    private static @Ref long withSet(ObjSpace space, W_SetObject kind, @Slot long hArgs, BinaryOp op) {
        long w_other = asSet(space, space.arg(hArgs, 1));
        return kind.binary(op, space.self(hArgs), w_other);
    }

    private static boolean compare(ObjSpace space, W_SetObject kind, @Slot long hArgs, boolean subset) {
        long w_other = asSet(space, space.arg(hArgs, 1));
        return subset ? kind.isSubset(space.self(hArgs), w_other) : kind.isSubset(w_other, space.self(hArgs));
    }

    static @Ref long repr(ObjSpace space, @Ref long w_self, String typeName) {
        if (space.sets.count(w_self) == 0) return space.newStr(typeName + "()");
        if (!space.texts.enterRepr(w_self)) return space.newStr(typeName + "(...)");
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            StringBuilder text = new StringBuilder();
            for (long at = space.sets.nextEntry(w_self, 0); at >= 0; at = space.sets.nextEntry(scope.get(hSelf), at + 1)) {
                text.append(text.isEmpty() ? "{" : ", ").append(space.reprText(space.sets.itemAt(scope.get(hSelf), at)));
            }
            text.append('}');
            return space.newStr(typeName.equals("set") ? text.toString() : typeName + "(" + text + ")");
        } finally {
            space.texts.leaveRepr();
        }
    }
}
