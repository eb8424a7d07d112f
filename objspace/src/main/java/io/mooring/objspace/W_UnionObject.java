package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * types.UnionType: what {@code int | str} answers (PEP 604).
 *
 * <pre>
 *   +8   args  tuple of two or more classes and aliases, each once; None stands as its type
 * </pre>
 */
final class W_UnionObject extends ObjectKind {
    static final TypeLayout LAYOUT;
    private static final int ARGS;

    static {
        TypeLayout.Builder builder = TypeLayout.named("union");
        ARGS = builder.reference("args");
        LAYOUT = builder.build();
    }

    W_UnionObject(ObjSpace space) {
        super(space, TypeIds.UNION, LAYOUT, "UnionType");
    }

    @Ref
    long args(@Ref long w) {
        return heap.readRef(w, ARGS);
    }

    /** {@code w_left | w_right}; NotImplemented where one of them is no class, alias, union or None. */
    @Ref
    long of(@Ref long w_left, @Ref long w_right) {
        if (!isPart(w_left) || !isPart(w_right)) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hLeft = scope.root(w_left);
            long hRight = scope.root(w_right);
            long hArgs = scope.root(space.newList());
            add(hArgs, hLeft, scope);
            add(hArgs, hRight, scope);
            if (space.len(scope.get(hArgs)) == 1) return space.lists.get(scope.get(hArgs), 0);
            long hTuple = scope.root(space.toTuple(scope.get(hArgs)));
            long w = heap.allocate(TypeIds.UNION);
            heap.initRef(w, ARGS, scope.get(hTuple));
            return w;
        }
    }

    private boolean isPart(@Ref long w) {
        return switch (space.kind(w)) {
            case TypeIds.TYPE, TypeIds.NONE, TypeIds.GENERIC_ALIAS, TypeIds.UNION -> true;
            default -> false;
        };
    }

    /** Appends a part, or those of a union, unless they are there. */
    private void add(@Slot long hArgs, @Slot long hPart, HandleScope scope) {
        if (scope.get(hPart) == space.w_None) scope.set(hPart, space.w_NoneType);
        if (space.kind(scope.get(hPart)) != TypeIds.UNION) {
            if (!space.contains(scope.get(hArgs), scope.get(hPart))) space.lists.append(scope.get(hArgs), scope.get(hPart));
            return;
        }
        long count = space.tuples.count(args(scope.get(hPart)));
        for (long i = 0; i < count; i++) add(hArgs, scope.root(space.tuples.get(args(scope.get(hPart)), i)), scope);
    }

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        return op == BinaryOp.OR ? of(w_left, w_right) : space.w_NotImplemented;
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            StringBuilder text = new StringBuilder();
            long count = space.tuples.count(args(w_self));
            for (long i = 0; i < count; i++) {
                text.append(i == 0 ? "" : " | ").append(space.aliases.shown(space.tuples.get(args(scope.get(hSelf)), i)));
            }
            return space.newStr(text.toString());
        }
    }

    /** That of the parts in any order. */
    @Override
    public long hash(@Ref long w_self) {
        return space.hash(space.frozensets.from(args(w_self)));
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (op != CompareOp.EQ && op != CompareOp.NE || space.kind(w_other) != TypeIds.UNION) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hOther = scope.root(w_other);
            long hMine = scope.root(space.frozensets.from(args(w_self)));
            long w_theirs = space.frozensets.from(args(scope.get(hOther)));
            return space.newBool(space.eq(scope.get(hMine), w_theirs) == (op == CompareOp.EQ));
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__", "__hash__", "__eq__", "__ne__")
                .operators(BinaryOp.OR)
                .method("__instancecheck__", 1, (s, h, n, k) -> s.newBool(s.isinstance(s.arg(h, 1), classes(s.self(h), "isinstance"))))
                .method("__subclasscheck__", 1, (s, h, n, k) -> s.newBool(s.issubclass(s.arg(h, 1), classes(s.self(h), "issubclass"))))
                .getter("__args__", (s, h, n, k) -> args(s.self(h)))
                .getter("__parameters__", (s, h, n, k) -> s.tuples.allocate(0));
    }

    /** The parts, if all are classes. */
    private @Ref long classes(@Ref long w_self, String function) {
        long w_args = args(w_self);
        for (long i = 0; i < space.tuples.count(w_args); i++) {
            if (space.kind(space.tuples.get(w_args, i)) != TypeIds.TYPE) {
                throw space.error(space.w_TypeError, "%s() argument 2 cannot be a parameterized generic", function);
            }
        }
        return w_args;
    }
}
