package io.mooring.objspace;

import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.roots.HandleScope;

/** The operations of list beyond items and storage: slices, search, comparison, and the methods that Python sees. */
final class ListMethods {
    private final ObjSpace space;
    private final W_ListObject lists;

    ListMethods(ObjSpace space, W_ListObject lists) {
        this.space = space;
        this.lists = lists;
    }

    void define(TypeBuilder type) {
        type.subclassable().doc("Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.");
        type.special("__repr__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__", "__add__", "__mul__",
                "__rmul__", "__iadd__", "__imul__").comparisons();
        type.constant("__hash__", space.w_None);
        type.emptyConstructor((s, h, n, k) -> lists.make());
        type.method("__init__(self, iterable=, /)", (s, h, n, k) -> init(h));
        type.method("append", 1, (s, h, n, k) -> {
            lists.append(s.self(h), s.arg(h, 1));
            return s.w_None;
        });
        type.method("extend", 1, (s, h, n, k) -> extendSelf(h));
        type.method("insert", 2, (s, h, n, k) -> insert(h));
        type.method("pop", 0, 1, (s, h, n, k) -> pop(h, n));
        type.method("remove", 1, (s, h, n, k) -> remove(h));
        type.method("clear", 0, (s, h, n, k) -> {
            lists.clear(s.self(h));
            return s.w_None;
        });
        type.method("copy", 0, (s, h, n, k) -> copy(s.self(h)));
        type.method("count", 1, (s, h, n, k) -> s.newInt(occurrences(h)));
        type.method("index", 1, 3, (s, h, n, k) -> s.newInt(position(h, n)));
        type.method("reverse", 0, (s, h, n, k) -> reverse(s.self(h)));
        type.method("sort(self, /, *, key=, reverse=)", (s, h, n, k) -> sort(h));
        type.method("__reversed__", 0, (s, h, n, k) -> s.sequenceIterators.reversedList(s.self(h)));
    }

    // ---- slices -------------------------------------------------------------------------------------------------------------------------

    @Ref
    long getItemSlow(@Ref long w_self, @Ref long w_key) {
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            if (space.kind(w_key) == TypeIds.SLICE) {
                long[] fields = space.slices.fields(w_key);
                long w_list = scope.get(hSelf);
                return lists.slice(w_list, SliceBounds.adjust(fields[0], fields[1], fields[2], lists.count(w_list)));
            }
            long index = index(w_key);
            return lists.getItemAt(scope.get(hSelf), index);
        }
    }

    private long index(@Ref long w_key) {
        if (!space.slices.isIndex(w_key)) {
            throw space.error(space.w_TypeError, "list indices must be integers or slices, not %s", space.typeName(w_key));
        }
        return space.asIndex(w_key);
    }

    void setItemSlow(@Ref long w_self, @Ref long w_key, @Ref long w_value) {
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            long hValue = scope.root(w_value);
            if (space.kind(w_key) != TypeIds.SLICE) {
                long index = index(w_key);
                lists.setItemAt(scope.get(hSelf), index, scope.get(hValue));
                return;
            }
            long[] fields = space.slices.fields(w_key);
            boolean plain = fields[2] == 1;
            String otherwise = plain ? "can only assign an iterable" : "must assign iterable to extended slice";
            scope.set(hValue, listOf(scope.get(hValue), otherwise, scope.get(hSelf)));
            SliceBounds bounds = SliceBounds.adjust(fields[0], fields[1], fields[2], lists.count(scope.get(hSelf)));
            if (plain) lists.replace(hSelf, bounds.start(), Math.max(0, bounds.stop() - bounds.start()), hValue);
            else assign(hSelf, bounds, hValue);
        }
    }

    private void assign(@Slot long hSelf, SliceBounds bounds, @Slot long hValue) {
        long given = lists.count(space.arg(hValue, 0));
        if (given != bounds.count()) {
            throw space.error(space.w_ValueError, "attempt to assign sequence of size %d to extended slice of size %d", given,
                    bounds.count());
        }
        for (long i = 0; i < given; i++) {
            long w_item = lists.get(space.arg(hValue, 0), i);
            lists.set(space.arg(hSelf, 0), bounds.start() + i * bounds.step(), w_item);
        }
    }

    /** A list with the items of an iterable that is not {@code w_not}: the iterable itself if it is another list. */
    private @Ref long listOf(@Ref long w_iterable, String otherwise, @Ref long w_not) {
        long w_plain = space.kind(w_iterable) == TypeIds.LIST ? w_iterable : 0;
        if (w_plain != 0) return w_plain == w_not ? copy(w_plain) : w_plain;
        return space.toList(iterator(w_iterable, otherwise));
    }

    /** The iterator of an object; where there is none, TypeError with a message of the caller's. */
    private @Ref long iterator(@Ref long w_iterable, String otherwise) {
        try {
            return space.iter(w_iterable);
        } catch (OperationError e) {
            throw e.matches(space.w_TypeError) ? space.error(space.w_TypeError, otherwise) : e;
        }
    }

    void delItem(@Ref long w_self, @Ref long w_key) {
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            if (space.kind(w_key) == TypeIds.SLICE) {
                long[] fields = space.slices.fields(w_key);
                long w_list = scope.get(hSelf);
                SliceBounds bounds = SliceBounds.adjust(fields[0], fields[1], fields[2], lists.count(w_list)).ascending();
                if (bounds.step() == 1) lists.remove(w_list, bounds.start(), bounds.count());
                else for (long i = bounds.count() - 1; i >= 0; i--) lists.remove(w_list, bounds.start() + i * bounds.step(), 1);
                return;
            }
            long index = index(w_key);
            long count = lists.count(scope.get(hSelf));
            if (index < 0) index += count;
            if (index < 0 || index >= count) throw space.error(space.w_IndexError, "list assignment index out of range");
            lists.remove(scope.get(hSelf), index, 1);
        }
    }

    @Ref
    long copy(@Ref long w_list) {
        long count = lists.count(w_list);
        return lists.slice(w_list, SliceBounds.adjust(0, count, 1, count));
    }

    // ---- concatenation and repetition ---------------------------------------------------------------------------------------------------

    @Ref
    long concat(@Ref long w_self, @Ref long w_other) {
        long w_tail = space.payload(w_other);
        if (space.kind(w_tail) != TypeIds.LIST) {
            throw space.error(space.w_TypeError, "can only concatenate list (not \"%s\") to list", space.typeName(w_other));
        }
        try (HandleScope scope = space.heap.scope()) {
            long hTail = scope.root(w_tail);
            long hResult = scope.root(copy(w_self));
            lists.extend(hResult, hTail);
            return scope.get(hResult);
        }
    }

    @Ref
    long repeat(@Ref long w_self, long times) {
        try (HandleScope scope = space.heap.scope()) {
            long hResult = scope.root(copy(w_self));
            return inplaceRepeat(scope.get(hResult), times);
        }
    }

    @Ref
    long inplaceRepeat(@Ref long w_self, long times) {
        long count = lists.count(w_self);
        if (times <= 0 || count == 0) {
            lists.clear(w_self);
            return w_self;
        }
        long total = lists.product(count, times);
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            lists.fillUp(hSelf, count, total);
            return scope.get(hSelf);
        }
    }

    /** {@code list.extend(iterable)}. */
    void extend(@Slot long hSelf, @Ref long w_iterable) {
        if (space.kind(w_iterable) == TypeIds.LIST || space.kind(w_iterable) == TypeIds.TUPLE) {
            try (HandleScope scope = space.heap.scope()) {
                long w_list = space.kind(w_iterable) == TypeIds.TUPLE ? lists.fromTuple(w_iterable)
                        : listOf(w_iterable, "", space.arg(hSelf, 0));
                lists.extend(hSelf, scope.root(w_list));
            }
            return;
        }
        try (HandleScope scope = space.heap.scope()) {
            long hIterator = scope.root(space.iter(w_iterable));
            for (long w_item; (w_item = space.next(scope.get(hIterator))) != 0; ) lists.append(space.arg(hSelf, 0), w_item);
        }
    }

    // ---- search and comparison ----------------------------------------------------------------------------------------------------------

    /** The first position of an equal item from {@code from} up to {@code to}, or -1. The list may change meanwhile. */
    long indexOf(@Ref long w_self, @Ref long w_item, long from, long to) {
        if (lists.strategy(w_self) == W_ListObject.INT && Immediate.is(w_item)) return indexOfWord(w_self, w_item, from, to);
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            long hItem = scope.root(w_item);
            for (long i = from; i < Math.min(to, lists.count(scope.get(hSelf))); i++) {
                long w_each = lists.get(scope.get(hSelf), i);
                if (space.eq(w_each, scope.get(hItem))) return i;
            }
            return -1;
        }
    }

    private long indexOfWord(@Ref long w_self, @Ref long w_item, long from, long to) {
        long w_storage = lists.storage(w_self);
        long end = Math.min(to, lists.count(w_self));
        for (long i = from; i < end; i++) if (space.heap.readWord(w_storage, W_ListObject.offset(i)) == w_item) return i;
        return -1;
    }

    @Ref
    long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        long w_b = space.payload(w_other);
        if (space.kind(w_b) != TypeIds.LIST) return space.w_NotImplemented;
        boolean equality = op == CompareOp.EQ || op == CompareOp.NE;
        if (equality && lists.count(w_self) != lists.count(w_b)) return space.newBool(op == CompareOp.NE);
        try (HandleScope scope = space.heap.scope()) {
            long hA = scope.root(w_self);
            long hB = scope.root(w_b);
            long hFirst = scope.root(0);
            for (long i = 0; i < lists.count(scope.get(hA)) && i < lists.count(scope.get(hB)); i++) {
                scope.set(hFirst, lists.get(scope.get(hA), i));
                long w_second = lists.get(scope.get(hB), i);
                if (space.eq(scope.get(hFirst), w_second)) continue;
                if (equality) return space.newBool(op == CompareOp.NE);
                w_second = lists.get(scope.get(hB), i);
                return space.richcompare(scope.get(hFirst), w_second, op);
            }
            return space.newBool(CompareOp.holds(op, Long.compare(lists.count(scope.get(hA)), lists.count(scope.get(hB)))));
        }
    }

    @Ref
    long repr(@Ref long w_self) {
        if (lists.count(w_self) == 0) return space.newStr("[]");
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(w_self);
            if (!space.texts.enterRepr(w_self)) return space.newStr("[...]");
            try {
                StringBuilder text = new StringBuilder("[");
                for (long i = 0; i < lists.count(scope.get(hSelf)); i++) {
                    if (i > 0) text.append(", ");
                    text.append(space.reprText(lists.get(scope.get(hSelf), i)));
                }
                return space.newStr(text.append(']').toString());
            } finally {
                space.texts.leaveRepr();
            }
        }
    }

    // ---- methods ------------------------------------------------------------------------------------------------------------------------

    private @Ref long init(@Slot long hArgs) {
        lists.clear(space.self(hArgs));
        return space.arg(hArgs, 1) == 0 ? space.w_None : extendSelf(hArgs);
    }

    private @Ref long extendSelf(@Slot long hArgs) {
        try (HandleScope scope = space.heap.scope()) {
            extend(scope.root(space.self(hArgs)), space.arg(hArgs, 1));
            return space.w_None;
        }
    }

    private @Ref long insert(@Slot long hArgs) {
        long index = space.asIndex(space.arg(hArgs, 1));
        long count = lists.count(space.self(hArgs));
        long at = Math.clamp(index < 0 ? index + count : index, 0, count);
        lists.insert(space.self(hArgs), at, space.arg(hArgs, 2));
        return space.w_None;
    }

    private @Ref long pop(@Slot long hArgs, int nargs) {
        long index = nargs > 1 ? space.asIndex(space.arg(hArgs, 1)) : -1;
        long count = lists.count(space.self(hArgs));
        if (count == 0) throw space.error(space.w_IndexError, "pop from empty list");
        if (index < 0) index += count;
        if (index < 0 || index >= count) throw space.error(space.w_IndexError, "pop index out of range");
        long w_item = lists.get(space.self(hArgs), index);
        lists.remove(space.self(hArgs), index, 1);
        return w_item;
    }

    private @Ref long remove(@Slot long hArgs) {
        long index = indexOf(space.self(hArgs), space.arg(hArgs, 1), 0, Long.MAX_VALUE);
        if (index < 0) throw space.error(space.w_ValueError, "list.remove(x): x not in list");
        lists.remove(space.self(hArgs), index, 1);
        return space.w_None;
    }

    private long occurrences(@Slot long hArgs) {
        long found = 0;
        long at = -1;
        while ((at = indexOf(space.self(hArgs), space.arg(hArgs, 1), at + 1, Long.MAX_VALUE)) >= 0) found++;
        return found;
    }

    private long position(@Slot long hArgs, int nargs) {
        long from = nargs > 2 ? space.asClippedIndex(space.arg(hArgs, 2)) : 0;
        long to = nargs > 3 ? space.asClippedIndex(space.arg(hArgs, 3)) : Long.MAX_VALUE;
        long count = lists.count(space.self(hArgs));
        if (from < 0) from = Math.max(0, from + count);
        if (to < 0) to += count;
        long found = indexOf(space.self(hArgs), space.arg(hArgs, 1), from, to);
        if (found < 0) throw space.error(space.w_ValueError, "%s is not in list", space.reprText(space.arg(hArgs, 1)));
        return found;
    }

    /** Every strategy keeps one word an item, so words are what is exchanged; references exchange under a barrier. */
    @Ref
    long reverse(@Ref long w_list) {
        if (lists.isForeign(w_list)) {
            lists.foreign().reverse(space.heap.readWord(w_list, W_ListObject.SIZE));
            return space.w_None;
        }
        long w_storage = lists.storage(w_list);
        boolean references = lists.strategy(w_list) == W_ListObject.OBJECT;
        for (long i = 0, j = lists.count(w_list) - 1; i < j; i++, j--) {
            long first = space.heap.readWord(w_storage, W_ListObject.offset(i));
            long second = space.heap.readWord(w_storage, W_ListObject.offset(j));
            if (references) {
                space.heap.writeRef(w_storage, W_ListObject.offset(i), second);
                space.heap.writeRef(w_storage, W_ListObject.offset(j), first);
            } else {
                space.heap.writeWord(w_storage, W_ListObject.offset(i), second);
                space.heap.writeWord(w_storage, W_ListObject.offset(j), first);
            }
        }
        return space.w_None;
    }

    private @Ref long sort(@Slot long hArgs) {
        boolean reversed = space.arg(hArgs, 2) != 0 && space.isTrue(space.arg(hArgs, 2));
        try (HandleScope scope = space.heap.scope()) {
            long hSelf = scope.root(space.self(hArgs));
            long w_key = space.arg(hArgs, 1);
            new ListSort(space, hSelf).sort(w_key == space.w_None ? 0 : w_key, reversed);
            return space.w_None;
        }
    }
}
