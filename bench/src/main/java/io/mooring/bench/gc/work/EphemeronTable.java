package io.mooring.bench.gc.work;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * Properties of objects in a table beside them. An entry is an ephemeron: its value, which refers to the key, lives as long as the key
 * does by other ways. Keys come and go; the table takes out what lost its key when it comes across it.
 *
 * <pre>
 *   owner | header | keys | buckets |
 *   key     a box with its number
 *   entry | header | number | key | value | next in bucket |      40 bytes
 *   value | header | number that belongs to the key's | key |
 * </pre>
 */
final class EphemeronTable extends HeapProgram {
    private static final TypeLayout.Builder OWNER_FIELDS = TypeLayout.named("owner");
    private static final int KEYS = OWNER_FIELDS.reference("keys");
    private static final int BUCKETS = OWNER_FIELDS.reference("buckets");
    private static final TypeLayout OWNER = OWNER_FIELDS.build();

    private static final TypeLayout.Builder ENTRY_FIELDS = TypeLayout.named("entry");
    private static final int NUMBER = ENTRY_FIELDS.word("number");
    private static final int KEY = ENTRY_FIELDS.ephemeronKey("key");
    private static final int VALUE = ENTRY_FIELDS.ephemeronValue("value");
    private static final int NEXT = ENTRY_FIELDS.reference("next in bucket");
    private static final TypeLayout ENTRY = ENTRY_FIELDS.build();

    private static final TypeLayout.Builder VALUE_FIELDS = TypeLayout.named("value");
    private static final int VALUE_NUMBER = VALUE_FIELDS.word("number");
    private static final int VALUE_OF = VALUE_FIELDS.reference("of");
    private static final TypeLayout VALUE_LAYOUT = VALUE_FIELDS.build();

    private static final int KEYS_PER_STEP = 32;
    private static final int REPLACEMENTS_PER_RUN = 8;

    private final int count;
    private final int ownerType;
    private final int tableType;
    private final int entryType;
    private final int boxType;
    private final int valueType;
    private long numbers;

    EphemeronTable(Heap heap, int count) {
        super(heap);
        this.count = count;
        ownerType = heap.types().define(OWNER);
        tableType = heap.types().define(Layouts.TABLE);
        entryType = heap.types().define(ENTRY);
        boxType = heap.types().define(Layouts.BOX);
        valueType = heap.types().define(VALUE_LAYOUT);
    }

    @Override
    public void build() {
        drop();
        numbers = 0;
        setRoot(heap.allocate(ownerType));
        long keys = heap.allocate(tableType, count);
        Store.reference(heap, root(), KEYS, keys);
        long buckets = heap.allocate(tableType, count);
        Store.reference(heap, root(), BUCKETS, buckets);
        for (int i = 0; i < count; i++) put();
    }

    @Override
    public int steps() {
        return Math.max(1, count / KEYS_PER_STEP * REPLACEMENTS_PER_RUN);
    }

    @Override
    public void step() {
        for (int i = 0; i < KEYS_PER_STEP; i++) put();
    }

    /** What belongs to a key. */
    private static long valueOf(long number) {
        return 3 * number + 1;
    }

    /** A new key takes the place of the oldest; its entry goes to the bucket in which that key's entry is. */
    private void put() {
        long number = numbers++;
        int place = (int) (number % count);
        try (HandleScope scope = heap.scope()) {
            long hKey = scope.root(box(number));
            long hValue = scope.root(value(number, scope, hKey));
            long entry = heap.allocate(entryType);
            heap.writeWord(entry, NUMBER, number);
            Store.first(heap, entry, KEY, scope.get(hKey));
            Store.first(heap, entry, VALUE, scope.get(hValue));
            Store.element(heap, heap.readRef(root(), KEYS), Layouts.TABLE_FIRST, place, scope.get(hKey));
            long buckets = heap.readRef(root(), BUCKETS);
            Store.first(heap, entry, NEXT, swept(buckets, place));
            Store.element(heap, buckets, Layouts.TABLE_FIRST, place, entry);
        }
    }

    private @Ref long box(long value) {
        long box = heap.allocate(boxType);
        heap.writeWord(box, Layouts.BOX_VALUE, value);
        return box;
    }

    private @Ref long value(long number, HandleScope scope, @Slot long hKey) {
        long value = heap.allocate(valueType);
        heap.writeWord(value, VALUE_NUMBER, valueOf(number));
        Store.first(heap, value, VALUE_OF, scope.get(hKey));
        return value;
    }

    /** The first of a bucket's entries; those that lost their keys are taken out. */
    private @Ref long swept(@Ref long buckets, int place) {
        long first = 0;
        long before = 0;
        for (long entry = heap.readElement(buckets, Layouts.TABLE_FIRST, place); entry != 0; entry = heap.readRef(entry, NEXT)) {
            if (heap.readRef(entry, KEY) == 0) continue;
            if (before == 0) first = entry;
            else if (heap.readRef(before, NEXT) != entry) Store.reference(heap, before, NEXT, entry);
            before = entry;
        }
        if (before != 0 && heap.readRef(before, NEXT) != 0) Store.reference(heap, before, NEXT, 0);
        return first;
    }

    @Override
    public void check() {
        for (int place = 0; place < count; place++) {
            long key = heap.readElement(heap.readRef(root(), KEYS), Layouts.TABLE_FIRST, place);
            long entry = heap.readElement(heap.readRef(root(), BUCKETS), Layouts.TABLE_FIRST, place);
            while (entry != 0 && heap.readRef(entry, KEY) != key) entry = heap.readRef(entry, NEXT);
            if (entry == 0) WrongResult.unless("ephemeron table: entries of the key at place " + place, 0, 1);
            long number = heap.readWord(key, Layouts.BOX_VALUE);
            WrongResult.unless("ephemeron table: number of the entry at place " + place, heap.readWord(entry, NUMBER), number);
            long value = heap.readRef(entry, VALUE);
            WrongResult.unless("ephemeron table: value of the key at place " + place, heap.readWord(value, VALUE_NUMBER), valueOf(number));
            WrongResult.unless("ephemeron table: what the value at place " + place + " refers to", heap.readRef(value, VALUE_OF), key);
        }
    }

    /** Entries whose keys have not died, taken out of the table or not. */
    long entriesWithKeys() {
        long entries = 0;
        for (int place = 0; place < count; place++) {
            long entry = heap.readElement(heap.readRef(root(), BUCKETS), Layouts.TABLE_FIRST, place);
            for (; entry != 0; entry = heap.readRef(entry, NEXT)) if (heap.readRef(entry, KEY) != 0) entries++;
        }
        return entries;
    }
}
