package io.mooring.objspace;

import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * The views dict_keys, dict_values and dict_items.
 *
 * <pre>
 *   +8   dict
 * </pre>
 */
public final class W_DictViewObject extends ObjectKind {
    private static final TypeLayout LAYOUT;
    private static final int DICT;

    static {
        TypeLayout.Builder builder = TypeLayout.named("dict_view");
        DICT = builder.reference("dict");
        LAYOUT = builder.build();
    }

    private final int iterators;

    private W_DictViewObject(ObjSpace space, int id, String typeName, int iterators) {
        super(space, id, LAYOUT, typeName);
        this.iterators = iterators;
    }

    /** The three views and their three iterators. */
    static ObjectKind[] kinds(ObjSpace space) {
        return new ObjectKind[] {
            new W_DictViewObject(space, TypeIds.DICT_KEYS, "dict_keys", TypeIds.DICT_KEY_ITERATOR),
            new W_DictViewObject(space, TypeIds.DICT_VALUES, "dict_values", TypeIds.DICT_VALUE_ITERATOR),
            new W_DictViewObject(space, TypeIds.DICT_ITEMS, "dict_items", TypeIds.DICT_ITEM_ITERATOR),
            new TableIterator(space, TypeIds.DICT_KEY_ITERATOR, "dict_keyiterator"),
            new TableIterator(space, TypeIds.DICT_VALUE_ITERATOR, "dict_valueiterator"),
            new TableIterator(space, TypeIds.DICT_ITEM_ITERATOR, "dict_itemiterator"),
            new TableIterator(space, TypeIds.SET_ITERATOR, "set_iterator"),
        };
    }

    static @Ref long view(ObjSpace space, int kind, @Ref long w_dict) {
        try (HandleScope scope = space.heap.scope()) {
            long hDict = scope.root(w_dict);
            long w = space.heap.allocate(kind);
            space.heap.writeRef(w, DICT, scope.get(hDict));
            return w;
        }
    }

    /** An iterator of a kind over a dict or set, from the front. */
    static @Ref long iterator(ObjSpace space, int kind, @Ref long w_table) {
        return ((TableIterator) space.kinds[kind]).make(w_table, false);
    }

    /** From the back. */
    static @Ref long reverseIterator(ObjSpace space, int kind, @Ref long w_table) {
        return ((TableIterator) space.kinds[kind]).make(w_table, true);
    }

    private @Ref long dict(@Ref long w) {
        return heap.readRef(w, DICT);
    }

    @Override
    public long length(@Ref long w_self) {
        return space.dicts.count(dict(w_self));
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return length(w_self) != 0;
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return iterator(space, iterators, dict(w_self));
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        if (id() == TypeIds.DICT_KEYS) return space.dicts.get(dict(w_self), w_item) != 0;
        if (id() == TypeIds.DICT_VALUES) return super.contains(w_self, w_item);
        long w_pair = space.payload(w_item);
        if (space.kind(w_pair) != TypeIds.TUPLE || space.tuples.count(w_pair) != 2) return false;
        try (HandleScope scope = heap.scope()) {
            long hPair = scope.root(w_pair);
            long w_value = space.dicts.get(dict(w_self), space.tuples.get(w_pair, 0));
            return w_value != 0 && space.eq(w_value, space.tuples.get(scope.get(hPair), 1));
        }
    }

    @Override
    public long hash(@Ref long w_self) {
        if (id() == TypeIds.DICT_VALUES) return super.hash(w_self);
        throw space.error(space.w_TypeError, "unhashable type: '%s'", typeName());
    }

    private boolean isSetLike(@Ref long w) {
        int kind = space.kind(space.payload(w));
        return kind == TypeIds.DICT_KEYS || kind == TypeIds.DICT_ITEMS || kind == TypeIds.SET || kind == TypeIds.FROZENSET;
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        if (id() == TypeIds.DICT_VALUES || !isSetLike(w_other)) return super.richCompare(w_self, w_other, op);
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            long hOther = scope.root(w_other);
            scope.set(hSelf, space.sets.from(w_self));
            scope.set(hOther, space.sets.from(scope.get(hOther)));
            return space.sets.richCompare(scope.get(hSelf), scope.get(hOther), op);
        }
    }

    @Override
    public @Ref long binary(BinaryOp op, @Ref long w_left, @Ref long w_right) {
        if (id() == TypeIds.DICT_VALUES) return space.w_NotImplemented;
        if (op != BinaryOp.AND && op != BinaryOp.OR && op != BinaryOp.XOR && op != BinaryOp.SUB) return space.w_NotImplemented;
        try (HandleScope scope = heap.scope()) {
            long hRight = scope.root(w_right);
            long hLeft = scope.root(space.sets.from(w_left));
            scope.set(hRight, space.sets.from(scope.get(hRight)));
            return space.sets.binary(op, scope.get(hLeft), scope.get(hRight));
        }
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        if (!space.texts.enterRepr(w_self)) return space.newStr("...");
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(space.toList(w_self));
            return space.newStr(typeName() + "(" + space.reprText(scope.get(hList)) + ")");
        } finally {
            space.texts.leaveRepr();
        }
    }

    @Override
    public void define(TypeBuilder type) {
        type.special("__repr__", "__len__", "__iter__")
                .method("__reversed__", 0, (s, h, n, k) -> reverseIterator(s, iterators, dict(s.self(h))))
                .getter("mapping", (s, h, n, k) -> s.mappingProxies.make(dict(s.self(h))));
        if (id() == TypeIds.DICT_VALUES) return;
        type.special("__contains__").comparisons().operators(BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR, BinaryOp.SUB).constant("__hash__",
                type.none())
                .method("isdisjoint", 1, (s, h, n, k) -> {
                    long w_set = s.sets.from(s.self(h));
                    return s.newBool(s.sets.isDisjoint(w_set, s.arg(h, 1)));
                });
    }

    /**
     * An iterator over the entries of a {@link HashTable}.
     *
     * <pre>
     *   +8   table    the dict or set; 0 = exhausted
     *   +16  position raw: where to look next
     *   +24  used     raw: live entries at the start; a different number now is an error
     *   +32  step     raw: +1 or -1
     * </pre>
     */
    private static final class TableIterator extends ObjectKind {
        private static final TypeLayout LAYOUT;
        private static final int TABLE;
        private static final int POSITION;
        private static final int USED;
        private static final int STEP;

        static {
            TypeLayout.Builder builder = TypeLayout.named("table_iterator");
            TABLE = builder.reference("table");
            POSITION = builder.word("position");
            USED = builder.word("used");
            STEP = builder.word("step");
            LAYOUT = builder.build();
        }

        TableIterator(ObjSpace space, int id, String typeName) {
            super(space, id, LAYOUT, typeName);
        }

        private HashTable table() {
            return id() == TypeIds.SET_ITERATOR ? space.sets.table : space.dicts.table;
        }

        @Ref
        long make(@Ref long w_table, boolean reverse) {
            try (HandleScope scope = heap.scope()) {
                long hTable = scope.root(w_table);
                long w = heap.allocate(id());
                w_table = scope.get(hTable);
                heap.writeRef(w, TABLE, w_table);
                heap.writeWord(w, USED, table().used(w_table));
                heap.writeWord(w, POSITION, reverse ? table().filled(w_table) - 1 : 0);
                heap.writeWord(w, STEP, reverse ? -1 : 1);
                return w;
            }
        }

        @Override
        public @Ref long iter(@Ref long w_self) {
            return w_self;
        }

        @Override
        public boolean isIterator(@Ref long w_self) {
            return true;
        }

        @Override
        public @Ref long next(@Ref long w_self) {
            long w_table = heap.readRef(w_self, TABLE);
            if (w_table == 0) return 0;
            HashTable table = table();
            long used = heap.readWord(w_self, USED);
            if (used != table.used(w_table)) {
                heap.writeWord(w_self, USED, -1); // sticky, as in CPython
                String what = id() == TypeIds.SET_ITERATOR ? "Set" : "dictionary";
                throw space.error(space.w_RuntimeError, "%s changed size during iteration", what);
            }
            long position = heap.readWord(w_self, POSITION);
            long step = heap.readWord(w_self, STEP);
            long at = step > 0 ? table.next(w_table, position) : table.previous(w_table, position);
            if (at < 0) {
                heap.writeRef(w_self, TABLE, 0);
                return 0;
            }
            heap.writeWord(w_self, POSITION, at + step);
            return switch (id()) {
                case TypeIds.DICT_VALUE_ITERATOR -> table.value(w_table, at);
                case TypeIds.DICT_ITEM_ITERATOR -> space.newTuple(table.key(w_table, at), table.value(w_table, at));
                default -> table.key(w_table, at);
            };
        }

        private long remaining(@Ref long w_self) {
            long w_table = heap.readRef(w_self, TABLE);
            if (w_table == 0 || heap.readWord(w_self, USED) != table().used(w_table)) return 0;
            long count = 0;
            long at = heap.readWord(w_self, POSITION);
            if (heap.readWord(w_self, STEP) < 0) {
                for (at = table().previous(w_table, at); at >= 0; at = table().previous(w_table, at - 1)) count++;
            } else {
                for (at = table().next(w_table, at); at >= 0; at = table().next(w_table, at + 1)) count++;
            }
            return count;
        }

        @Override
        public void define(TypeBuilder type) {
            type.special("__iter__", "__next__").method("__length_hint__", 0, (s, h, n, k) -> s.newInt(remaining(s.self(h))));
        }
    }
}
