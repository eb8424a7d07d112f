package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import java.util.SplittableRandom;

/**
 * A map of bounded size that forgets what was not used for longest: a hash table with chains, its entries in a list by age. Updates give
 * old entries young values, and whatever is evicted has lived long: nothing here keeps to the rule that most objects die young.
 *
 * <pre>
 *   map    | header | table | newest | oldest |
 *   entry  | header | key | value | next in chain | newer | older |      48 bytes
 *   value    a box
 * </pre>
 */
final class LruMap extends HeapProgram {
    private static final TypeLayout.Builder MAP_FIELDS = TypeLayout.named("map");
    private static final int TABLE = MAP_FIELDS.reference("table");
    private static final int NEWEST = MAP_FIELDS.reference("newest");
    private static final int OLDEST = MAP_FIELDS.reference("oldest");
    private static final TypeLayout MAP = MAP_FIELDS.build();

    private static final TypeLayout.Builder ENTRY_FIELDS = TypeLayout.named("entry");
    private static final int KEY = ENTRY_FIELDS.word("key");
    private static final int VALUE = ENTRY_FIELDS.reference("value");
    private static final int CHAIN = ENTRY_FIELDS.reference("next in chain");
    private static final int NEWER = ENTRY_FIELDS.reference("newer");
    private static final int OLDER = ENTRY_FIELDS.reference("older");
    private static final TypeLayout ENTRY = ENTRY_FIELDS.build();

    private static final int UPDATES_PER_STEP = 64;
    private static final int UPDATES_PER_ENTRY = 16;
    private static final long SEED = 20_260_805;

    private final int capacity;
    private final int mapType;
    private final int entryType;
    private final int boxType;
    private final int tableType;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private long sum;
    private long count;

    LruMap(Heap heap, int capacity) {
        super(heap);
        this.capacity = capacity;
        mapType = heap.types().define(MAP);
        entryType = heap.types().define(ENTRY);
        boxType = heap.types().define(Layouts.BOX);
        tableType = heap.types().define(Layouts.TABLE);
    }

    @Override
    public void build() {
        drop();
        sum = 0;
        count = 0;
        setRoot(heap.allocate(mapType));
        long table = heap.allocate(tableType, capacity);
        Store.reference(heap, root(), TABLE, table);
        for (int key = 0; key < capacity; key++) put(key, key);
    }

    @Override
    public int steps() {
        return Math.max(1, capacity / UPDATES_PER_STEP * UPDATES_PER_ENTRY);
    }

    /** Keys come from a range one and a half times the size of the map: one in three is new to it and evicts another. */
    @Override
    public void step() {
        for (int i = 0; i < UPDATES_PER_STEP; i++) put(random.nextLong(capacity + capacity / 2), random.nextInt());
    }

    private void put(long key, int value) {
        long box = heap.allocate(boxType);
        heap.writeWord(box, Layouts.BOX_VALUE, value);
        sum += value;
        long entry = find(key);
        if (entry == 0) {
            insert(key, box);
            return;
        }
        sum -= heap.readWord(heap.readRef(entry, VALUE), Layouts.BOX_VALUE);
        Store.reference(heap, entry, VALUE, box);
        unlink(entry);
        linkNewest(entry);
    }

    private void insert(long key, @Ref long box) {
        try (HandleScope scope = heap.scope()) {
            long hBox = scope.root(box);
            if (count == capacity) evict();
            long entry = heap.allocate(entryType);
            heap.writeWord(entry, KEY, key);
            Store.first(heap, entry, VALUE, scope.get(hBox));
            long table = heap.readRef(root(), TABLE);
            Store.first(heap, entry, CHAIN, heap.readElement(table, Layouts.TABLE_FIRST, bucket(key)));
            Store.element(heap, table, Layouts.TABLE_FIRST, bucket(key), entry);
            linkNewest(entry);
            count++;
        }
    }

    private void evict() {
        long oldest = heap.readRef(root(), OLDEST);
        sum -= heap.readWord(heap.readRef(oldest, VALUE), Layouts.BOX_VALUE);
        unlink(oldest);
        long table = heap.readRef(root(), TABLE);
        long bucket = bucket(heap.readWord(oldest, KEY));
        long next = heap.readRef(oldest, CHAIN);
        long before = heap.readElement(table, Layouts.TABLE_FIRST, bucket);
        if (before == oldest) {
            Store.element(heap, table, Layouts.TABLE_FIRST, bucket, next);
        } else {
            while (heap.readRef(before, CHAIN) != oldest) before = heap.readRef(before, CHAIN);
            Store.reference(heap, before, CHAIN, next);
        }
        count--;
    }

    private @Ref long find(long key) {
        long entry = heap.readElement(heap.readRef(root(), TABLE), Layouts.TABLE_FIRST, bucket(key));
        while (entry != 0 && heap.readWord(entry, KEY) != key) entry = heap.readRef(entry, CHAIN);
        return entry;
    }

    private long bucket(long key) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L; // 2^64 over the golden ratio: neighbours in keys become strangers
        return Math.floorMod(mixed >>> Integer.SIZE, capacity);
    }

    private void linkNewest(@Ref long entry) {
        long map = root();
        long newest = heap.readRef(map, NEWEST);
        Store.reference(heap, entry, OLDER, newest);
        Store.reference(heap, entry, NEWER, 0);
        if (newest == 0) {
            Store.reference(heap, map, OLDEST, entry);
        } else {
            Store.reference(heap, newest, NEWER, entry);
        }
        Store.reference(heap, map, NEWEST, entry);
    }

    private void unlink(@Ref long entry) {
        long map = root();
        long newer = heap.readRef(entry, NEWER);
        long older = heap.readRef(entry, OLDER);
        if (newer == 0) {
            Store.reference(heap, map, NEWEST, older);
        } else {
            Store.reference(heap, newer, OLDER, older);
        }
        if (older == 0) {
            Store.reference(heap, map, OLDEST, newer);
        } else {
            Store.reference(heap, older, NEWER, newer);
        }
    }

    @Override
    public void check() {
        long found = 0;
        long entries = 0;
        for (long entry = heap.readRef(root(), NEWEST); entry != 0; entry = heap.readRef(entry, OLDER)) {
            WrongResult.unless("LRU map: where its table finds an entry", find(heap.readWord(entry, KEY)), entry);
            found += heap.readWord(heap.readRef(entry, VALUE), Layouts.BOX_VALUE);
            entries++;
        }
        WrongResult.unless("LRU map: entries", entries, capacity);
        WrongResult.unless("LRU map: sum of values", found, sum);
    }
}
