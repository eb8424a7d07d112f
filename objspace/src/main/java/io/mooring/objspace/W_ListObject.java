package io.mooring.objspace;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * Python's list, whose items lie unboxed in its storage as long as all of them are small ints, or all of them floats.
 *
 * <pre>
 *   +0         header
 *   +STRATEGY  EMPTY, INT, FLOAT, OBJECT or FOREIGN
 *   +SIZE      number of items;                                                                      FOREIGN: the place of the items
 *   +STORAGE   EMPTY: 0; INT: words, each an immediate; FLOAT: words, each a double; OBJECT: references; FOREIGN: the owner
 * </pre>
 *
 * The items of a FOREIGN list are kept outside the heap ({@link ForeignItems}). They live as long as its owner, which is the list itself, or the instance whose
 * payload it is; so the list refers to the owner. Such a list stays FOREIGN, even when it is cleared, until it is brought home.
 *
 * A NaN is kept as an object. Storage is longer than the list; beyond SIZE it holds zeros. A list leaves a strategy when an item comes
 * that it cannot hold, and returns to EMPTY
 * when it is cleared. The words of INT are what references to small ints look like, so that turning INT into OBJECT is one copy.
 */
public final class W_ListObject extends ObjectKind {
    private static final TypeLayout.Builder FIELDS = TypeLayout.named("list");
    public static final int STRATEGY = FIELDS.word("strategy");
    public static final int SIZE = FIELDS.word("size");
    public static final int STORAGE = FIELDS.reference("storage");
    static final TypeLayout LAYOUT = FIELDS.build();

    public static final int EMPTY = 0;
    public static final int INT = 1;
    public static final int FLOAT = 2;
    public static final int OBJECT = 3;
    public static final int FOREIGN = 4;

    /** Bits by which a growing list is made larger than needed: an eighth, as in CPython, amortises to nine copies an item at most. */
    private static final int GROWTH_SHIFT = 3;
    private static final int GROWTH_EXTRA = 6;
    private static final long GROWTH_MASK = ~3L;

    private final ListMethods methods;
    private ForeignItems foreign = ForeignItems.NONE;

    W_ListObject(ObjSpace space) {
        super(space, TypeIds.LIST, LAYOUT, "list");
        methods = new ListMethods(space, this);
    }

    // ---- items elsewhere ----------------------------------------------------------------------------------------------------------------

    /** Says who keeps the items of FOREIGN lists; {@link ForeignItems#NONE} when all have been brought home. */
    public void keepItems(ForeignItems keeper) {
        foreign = keeper;
    }

    /** Turns a list whose items have all been copied to a place into a FOREIGN one. Does not collect. */
    public void moveOut(@Ref long w_list, long place, @Ref long w_owner) {
        install(w_list, FOREIGN, place, w_owner);
    }

    /** Turns a FOREIGN list into one that keeps its items itself. May collect. */
    public void bringHome(@Ref long w_list) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(w_list);
            long w_copy = slice(w_list, SliceBounds.adjust(0, count(w_list), 1, count(w_list)));
            install(scope.get(hList), strategy(w_copy), count(w_copy), storage(w_copy));
        }
    }

    public boolean isForeign(@Ref long w_list) {
        return strategy(w_list) == FOREIGN;
    }

    private long place(@Ref long w_list) {
        return heap.readWord(w_list, SIZE);
    }

    ForeignItems foreign() {
        return foreign;
    }

    private @Ref long sliceForeign(@Ref long w_list, SliceBounds bounds) {
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(w_list);
            long hList = scope.root(make());
            for (long i = 0; i < bounds.count(); i++) {
                long index = bounds.start() + i * bounds.step();
                if (index >= count(scope.get(hSource))) continue;
                long w_item = get(scope.get(hSource), index);
                append(scope.get(hList), w_item);
            }
            return scope.get(hList);
        }
    }

    /** Puts {@code added} items in the place of {@code removed} ones of a FOREIGN list. */
    private void splice(@Ref long w_list, long index, long removed, long added, ForeignItems.Source source) {
        try (HandleScope scope = heap.scope()) {
            scope.root(w_list);
            foreign.splice(place(w_list), index, removed, added, source);
        }
    }

    /** As {@link #replace} where one of the two lists is FOREIGN. */
    private void replaceForeign(@Slot long hList, long index, long count, @Slot long hOther) {
        try (HandleScope scope = heap.scope()) {
            long w_other = space.arg(hOther, 0);
            long added = count(w_other);
            long hSource = scope.root(strategy(w_other) == FOREIGN ? slice(w_other, SliceBounds.adjust(0, added, 1, added)) : w_other);
            if (strategy(space.arg(hList, 0)) != FOREIGN) replace(hList, index, count, hSource);
            else splice(space.arg(hList, 0), index, count, count(scope.get(hSource)), i -> get(scope.get(hSource), i));
        }
    }

    /** Appends the first {@code count} items again and again until there are {@code total}. May collect. */
    void fillUp(@Slot long hList, long count, long total) {
        if (strategy(space.arg(hList, 0)) == FOREIGN) {
            splice(space.arg(hList, 0), count, 0, total - count, i -> get(space.arg(hList, 0), i % count));
            return;
        }
        openGap(hList, count, total - count);
        long w_storage = storage(space.arg(hList, 0));
        int strategy = strategy(space.arg(hList, 0));
        for (long at = count; at < total; at += count) copyItems(strategy, w_storage, 0, w_storage, at, count);
    }

    // ---- making -------------------------------------------------------------------------------------------------------------------------

    /** A new empty list. */
    public @Ref long make() {
        return heap.allocate(TypeIds.LIST);
    }

    /** A list of what {@code n} consecutive slots hold. */
    public @Ref long make(@Slot long hItems, int n) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(make());
            for (int i = 0; i < n; i++) append(scope.get(hList), space.arg(hItems, i));
            return scope.get(hList);
        }
    }

    /** A list of {@code n} items all of which are 0: the caller fills it before Python sees it (PyList_New). */
    public @Ref long allocate(long n) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(make());
            if (n > 0) {
                long w_storage = heap.allocate(TypeIds.REFERENCES, n);
                long w_list = scope.get(hList);
                heap.writeRef(w_list, STORAGE, w_storage);
                heap.writeWord(w_list, STRATEGY, OBJECT);
                heap.writeWord(w_list, SIZE, n);
            }
            return scope.get(hList);
        }
    }

    /** A list with the strategy and items {@code from, from + step, …} of another. */
    public @Ref long slice(@Ref long w_list, SliceBounds bounds) {
        long count = bounds.count();
        int strategy = strategy(w_list);
        if (strategy == FOREIGN) return sliceForeign(w_list, bounds);
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(w_list);
            long hList = scope.root(make());
            if (count == 0) return scope.get(hList);
            long w_target = heap.allocate(storageType(strategy), count);
            long w_storage = storage(scope.get(hSource));
            if (bounds.step() == 1) copyItems(strategy, w_storage, bounds.start(), w_target, 0, count);
            else for (long i = 0; i < count; i++) copyItems(strategy, w_storage, bounds.start() + i * bounds.step(), w_target, i, 1);
            install(scope.get(hList), strategy, count, w_target);
            return scope.get(hList);
        }
    }

    /** A list with the items of a tuple. */
    public @Ref long fromTuple(@Ref long w_tuple) {
        try (HandleScope scope = heap.scope()) {
            long hTuple = scope.root(w_tuple);
            long hList = scope.root(make());
            long count = space.tuples.count(scope.get(hTuple));
            for (long i = 0; i < count; i++) append(scope.get(hList), space.tuples.get(scope.get(hTuple), i));
            return scope.get(hList);
        }
    }

    /** Gives a list its contents. Does not collect. */
    void install(@Ref long w_list, int strategy, long size, @Ref long w_storage) {
        heap.writeWord(w_list, STRATEGY, strategy);
        heap.writeWord(w_list, SIZE, size);
        heap.writeRef(w_list, STORAGE, w_storage);
    }

    // ---- parts; none of these collects --------------------------------------------------------------------------------------------------

    public int strategy(@Ref long w_list) {
        return (int) heap.readWord(w_list, STRATEGY);
    }

    public @Ref long storage(@Ref long w_list) {
        return heap.readRef(w_list, STORAGE);
    }

    /** Number of items. */
    public long count(@Ref long w_list) {
        long size = heap.readWord(w_list, SIZE);
        return strategy(w_list) == FOREIGN ? foreign.count(size) : size;
    }

    private long capacity(@Ref long w_list) {
        long w_storage = storage(w_list);
        return w_storage == 0 ? 0 : heap.readWord(w_storage, StorageKind.LENGTH);
    }

    static int storageType(int strategy) {
        return strategy == OBJECT ? TypeIds.REFERENCES : TypeIds.WORDS;
    }

    static long offset(long index) {
        return StorageKind.BASE + index * Long.BYTES;
    }

    private boolean fits(int strategy, @Ref long w_item) {
        return switch (strategy) {
            case INT -> Immediate.is(w_item);
            case FLOAT -> isUnboxable(w_item);
            case OBJECT -> true;
            default -> false;
        };
    }

    /** A NaN stays an object: lists compare items by identity first, and only by that is a NaN equal to itself. */
    private boolean isUnboxable(@Ref long w_item) {
        return space.kind(w_item) == TypeIds.FLOAT && !Double.isNaN(space.floats.value(w_item));
    }

    private int strategyFor(@Ref long w_item) {
        return switch (space.kind(w_item)) {
            case TypeIds.SMALL_INT -> INT;
            case TypeIds.FLOAT -> isUnboxable(w_item) ? FLOAT : OBJECT;
            default -> OBJECT;
        };
    }

    /** The word that a storage keeps for an item that fits its strategy. */
    private void store(int strategy, @Ref long w_storage, long index, @Ref long w_item) {
        switch (strategy) {
            case INT -> heap.writeWord(w_storage, offset(index), w_item);
            case FLOAT -> heap.writeDouble(w_storage, offset(index), space.floats.value(w_item));
            default -> heap.writeRef(w_storage, offset(index), w_item);
        }
    }

    /** Copies items between storages of one strategy; the areas may overlap. */
    void copyItems(int strategy, @Ref long w_from, long from, @Ref long w_to, long to, long count) {
        if (strategy == OBJECT) heap.copyRefs(w_from, offset(from), w_to, offset(to), count);
        else heap.copyRaw(w_from, offset(from), w_to, offset(to), count * Long.BYTES);
    }

    private void clearItems(int strategy, @Ref long w_storage, long from, long to) {
        for (long i = from; i < to; i++) {
            if (strategy == OBJECT) heap.writeRef(w_storage, offset(i), 0);
            else heap.writeWord(w_storage, offset(i), 0);
        }
    }

    // ---- items --------------------------------------------------------------------------------------------------------------------------

    /** The item at {@code 0 <= index < count}. Allocates where floats are unboxed, or items are kept elsewhere. */
    public @Ref long get(@Ref long w_list, long index) {
        long w_storage = storage(w_list);
        int strategy = strategy(w_list);
        if (strategy == FLOAT) return space.floats.make(heap.readDouble(w_storage, offset(index)));
        return strategy == FOREIGN ? getForeign(w_list, index) : heap.readWord(w_storage, offset(index));
    }

    private @Ref long getForeign(@Ref long w_list, long index) {
        try (HandleScope scope = heap.scope()) {
            scope.root(w_list);
            return foreign.get(place(w_list), index);
        }
    }

    /** Replaces the item at {@code 0 <= index < count}. Roots its arguments itself. */
    public void set(@Ref long w_list, long index, @Ref long w_item) {
        int strategy = strategy(w_list);
        if (fits(strategy, w_item)) store(strategy, storage(w_list), index, w_item);
        else setSlow(w_list, index, w_item);
    }

    private void setSlow(@Ref long w_list, long index, @Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(w_list);
            if (strategy(w_list) == FOREIGN) {
                foreign.set(place(w_list), index, w_item);
                return;
            }
            long hItem = scope.root(w_item);
            box(hList);
            heap.writeRef(storage(scope.get(hList)), offset(index), scope.get(hItem));
        }
    }

    /** Adds an item at the end. Roots its arguments itself. */
    public void append(@Ref long w_list, @Ref long w_item) {
        int strategy = strategy(w_list);
        long size = count(w_list);
        if (strategy != FOREIGN && fits(strategy, w_item) && size < capacity(w_list)) {
            store(strategy, storage(w_list), size, w_item);
            heap.writeWord(w_list, SIZE, size + 1);
        } else {
            insertSlow(w_list, size, w_item);
        }
    }

    /** Inserts before position {@code 0 <= index <= count}. Roots its arguments itself. */
    public void insert(@Ref long w_list, long index, @Ref long w_item) {
        insertSlow(w_list, index, w_item);
    }

    private void insertSlow(@Ref long w_list, long index, @Ref long w_item) {
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(w_list);
            long hItem = scope.root(w_item);
            if (strategy(w_list) == FOREIGN) {
                foreign.splice(place(w_list), index, 0, 1, i -> scope.get(hItem));
                return;
            }
            prepare(hList, strategyFor(w_item));
            openGap(hList, index, 1);
            store(strategy(scope.get(hList)), storage(scope.get(hList)), index, scope.get(hItem));
        }
    }

    /** Makes the strategy able to hold items of another one: itself, or OBJECT. May collect. */
    void prepare(@Slot long hList, int strategy) {
        long w_list = space.arg(hList, 0);
        int mine = strategy(w_list);
        if (mine == strategy || mine == OBJECT || strategy == EMPTY) return;
        if (mine == EMPTY) heap.writeWord(w_list, STRATEGY, strategy);
        else box(hList);
    }

    /** Turns the strategy into OBJECT. May collect. */
    void box(@Slot long hList) {
        long w_list = space.arg(hList, 0);
        int strategy = strategy(w_list);
        if (strategy == OBJECT) return;
        if (strategy == EMPTY) {
            heap.writeWord(w_list, STRATEGY, OBJECT);
            return;
        }
        long size = count(w_list);
        try (HandleScope scope = heap.scope()) {
            long hStorage = scope.root(heap.allocate(TypeIds.REFERENCES, capacity(w_list)));
            for (long i = 0; i < size; i++) {
                long w_item = get(space.arg(hList, 0), i);
                heap.writeRef(scope.get(hStorage), offset(i), w_item);
            }
            install(space.arg(hList, 0), OBJECT, size, scope.get(hStorage));
        }
    }

    /** Makes room for {@code count} items before {@code index}, which hold garbage until they are stored; SIZE counts them. May collect. */
    void openGap(@Slot long hList, long index, long count) {
        long w_list = space.arg(hList, 0);
        long size = count(w_list);
        long needed = size + count;
        int strategy = strategy(w_list);
        if (needed > capacity(w_list)) {
            long capacity = size == 0 ? needed : needed + (needed >> GROWTH_SHIFT) + GROWTH_EXTRA & GROWTH_MASK;
            long w_larger = heap.allocate(storageType(strategy), capacity);
            w_list = space.arg(hList, 0);
            if (size > 0) {
                copyItems(strategy, storage(w_list), 0, w_larger, 0, index);
                copyItems(strategy, storage(w_list), index, w_larger, index + count, size - index);
            }
            heap.writeRef(w_list, STORAGE, w_larger);
        } else {
            copyItems(strategy, storage(w_list), index, storage(w_list), index + count, size - index);
        }
        heap.writeWord(w_list, SIZE, needed);
    }

    /** Removes {@code count} items from {@code index} on. Does not collect. */
    public void remove(@Ref long w_list, long index, long count) {
        if (count == 0) return;
        long size = count(w_list);
        if (strategy(w_list) == FOREIGN) {
            foreign.splice(place(w_list), index, count, 0, null);
            return;
        }
        if (count == size) {
            clear(w_list);
            return;
        }
        long w_storage = storage(w_list);
        copyItems(strategy(w_list), w_storage, index + count, w_storage, index, size - index - count);
        clearItems(strategy(w_list), w_storage, size - count, size);
        heap.writeWord(w_list, SIZE, size - count);
    }

    /** Removes everything. Does not collect. */
    public void clear(@Ref long w_list) {
        if (strategy(w_list) == FOREIGN) foreign.splice(place(w_list), 0, count(w_list), 0, null);
        else install(w_list, EMPTY, 0, 0);
    }

    /** Appends the items of another list, which may be the same one. May collect. */
    public void extend(@Slot long hList, @Slot long hOther) {
        replace(hList, count(space.arg(hList, 0)), 0, hOther);
    }

    /** Puts all items of another list, which is not this one, in the place of {@code count} items. May collect. */
    public void replace(@Slot long hList, long index, long count, @Slot long hOther) {
        if (strategy(space.arg(hList, 0)) == FOREIGN || strategy(space.arg(hOther, 0)) == FOREIGN) {
            replaceForeign(hList, index, count, hOther);
            return;
        }
        long added = count(space.arg(hOther, 0));
        if (added > 0) prepare(hList, strategy(space.arg(hOther, 0)));
        try (HandleScope scope = heap.scope()) {
            long hSource = scope.root(space.arg(hOther, 0));
            int strategy = strategy(space.arg(hList, 0));
            if (strategy == OBJECT && strategy(scope.get(hSource)) == FLOAT) {
                scope.set(hSource, slice(scope.get(hSource), SliceBounds.adjust(0, added, 1, added)));
                box(hSource);
            }
            if (added > count) openGap(hList, index + count, added - count);
            else remove(space.arg(hList, 0), index, count - added);
            // An INT storage reads as references, so one copy serves every pair of strategies that is left.
            if (added > 0) copyItems(strategy, storage(scope.get(hSource)), 0, storage(space.arg(hList, 0)), index, added);
        }
    }

    /** Sorts as {@code list.sort()} does. */
    public void sort(@Ref long w_list) {
        try (HandleScope scope = heap.scope()) {
            new ListSort(space, scope.root(w_list)).sort(0, false);
        }
    }

    /** Reverses in place. Does not collect. */
    public void reverse(@Ref long w_list) {
        methods.reverse(w_list);
    }

    /** The length of a repeated sequence; MemoryError if it cannot exist. */
    long product(long count, long times) {
        if (Math.multiplyHigh(count, times) != 0 || count * times < 0 || count * times > heap.options().maxHeapBytes()) {
            throw new HeapExhausted("a sequence repeated " + times + " times", Long.MAX_VALUE, heap.usedBytes(),
                    heap.options().maxHeapBytes());
        }
        return count * times;
    }

    // ---- what the space asks ------------------------------------------------------------------------------------------------------------

    @Override
    public long length(@Ref long w_self) {
        return count(w_self);
    }

    @Override
    public boolean isTrue(@Ref long w_self) {
        return count(w_self) != 0;
    }

    @Override
    public @Ref long getItem(@Ref long w_self, @Ref long w_key) {
        return Immediate.is(w_key) ? getItemAt(w_self, Immediate.value(w_key)) : methods.getItemSlow(w_self, w_key);
    }

    @Override
    public @Ref long getItemAt(@Ref long w_self, long index) {
        long count = count(w_self);
        long at = index < 0 ? index + count : index;
        if (at < 0 || at >= count) throw space.error(space.w_IndexError, "list index out of range");
        return get(w_self, at);
    }

    @Override
    public void setItem(@Ref long w_self, @Ref long w_key, @Ref long w_value) {
        if (Immediate.is(w_key)) setItemAt(w_self, Immediate.value(w_key), w_value);
        else methods.setItemSlow(w_self, w_key, w_value);
    }

    void setItemAt(@Ref long w_self, long index, @Ref long w_value) {
        long count = count(w_self);
        long at = index < 0 ? index + count : index;
        if (at < 0 || at >= count) throw space.error(space.w_IndexError, "list assignment index out of range");
        set(w_self, at, w_value);
    }

    @Override
    public void delItem(@Ref long w_self, @Ref long w_key) {
        methods.delItem(w_self, w_key);
    }

    @Override
    public @Ref long iter(@Ref long w_self) {
        return space.sequenceIterators.over(TypeIds.LIST_ITERATOR, w_self);
    }

    @Override
    public boolean contains(@Ref long w_self, @Ref long w_item) {
        return methods.indexOf(w_self, w_item, 0, Long.MAX_VALUE) >= 0;
    }

    @Override
    public boolean isSequence() {
        return true;
    }

    @Override
    public @Ref long concat(@Ref long w_self, @Ref long w_other) {
        return methods.concat(w_self, w_other);
    }

    @Override
    public @Ref long repeat(@Ref long w_self, long times) {
        return methods.repeat(w_self, times);
    }

    @Override
    public @Ref long inplaceConcat(@Ref long w_self, @Ref long w_other) {
        try (HandleScope scope = heap.scope()) {
            long hSelf = scope.root(w_self);
            methods.extend(hSelf, w_other);
            return scope.get(hSelf);
        }
    }

    @Override
    public @Ref long inplaceRepeat(@Ref long w_self, long times) {
        return methods.inplaceRepeat(w_self, times);
    }

    @Override
    public @Ref long richCompare(@Ref long w_self, @Ref long w_other, int op) {
        return methods.richCompare(w_self, w_other, op);
    }

    @Override
    public long hash(@Ref long w_self) {
        throw space.error(space.w_TypeError, "unhashable type: '%s'", space.typeName(w_self));
    }

    @Override
    public @Ref long repr(@Ref long w_self) {
        return methods.repr(w_self);
    }

    @Override
    public void define(TypeBuilder type) {
        methods.define(type);
    }
}
