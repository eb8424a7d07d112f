package io.mooring.objspace;

import io.mooring.gc.Heap;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;

/**
 * The insertion-ordered hash table inside a dict or a set: a dense array of entries and, beyond a few of them, an index into it.
 *
 * <pre>
 *   the object (dict, set)         entries: references, {@code stride} words an entry     index: ints, a power of two of them
 *   +8   entries ----------------> | hash | key | value |  hash | key | value | ...       0 = free, n = entry n-1
 *   +16  index   (0 = none yet)      hash: an immediate, 63 bits of the hash;
 *   +24  used    live entries              key 0 = deleted
 *   +32  filled  entries in use, deleted ones included; the next one goes here
 *   +40  version counts the changes of keys
 * </pre>
 *
 * Up to {@link #UNINDEXED} entries are searched front to back by their hashes: no index to keep. A deleted entry stays until the table is
 * rebuilt, so positions (of iterators) stay valid; the index keeps pointing at it so that probing goes on.
 */
final class HashTable {
    /** Entries searched without an index: 8 hash words of a dict are 3 cache lines, about the cost of two dependent misses. */
    static final int UNINDEXED = 8;
    /** Entries of the first storage. */
    private static final int FIRST_CAPACITY = 4;
    /** 2^64 divided by the golden ratio; the product's middle bits are well mixed. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final int HALF = Integer.SIZE;
    private static final int HASH = 0;
    private static final int KEY = Long.BYTES;
    private static final int VALUE = 2 * Long.BYTES;

    /** What {@link #findStr} answers when it met a key that only Python code can compare. */
    static final long ASK_PYTHON = -2;
    static final long ABSENT = -1;

    static final int ENTRIES;
    static final int INDEX;
    static final int USED;
    static final int FILLED;
    static final int VERSION;

    static {
        TypeLayout.Builder builder = TypeLayout.named("hash table");
        ENTRIES = builder.reference("entries");
        INDEX = builder.reference("index");
        USED = builder.word("used");
        FILLED = builder.word("filled");
        VERSION = builder.word("version");
    }

    private final ObjSpace space;
    private final Heap heap;
    private final int stride;
    private final int entryBytes;

    /** @param stride words of an entry: 2 without values, 3 with */
    HashTable(ObjSpace space, int stride) {
        this.space = space;
        this.heap = space.heap;
        this.stride = stride;
        this.entryBytes = stride * Long.BYTES;
    }

    /** The fields of a table, first in the layout of its object. */
    static TypeLayout.Builder fields(String name) {
        TypeLayout.Builder builder = TypeLayout.named(name);
        builder.reference("entries");
        builder.reference("index");
        builder.word("used");
        builder.word("filled");
        builder.word("version");
        return builder;
    }

    // ---- reading; none of these collects ------------------------------------------------------------------------------------------------

    long used(@Ref long w) {
        return heap.readWord(w, USED);
    }

    long filled(@Ref long w) {
        return heap.readWord(w, FILLED);
    }

    long version(@Ref long w) {
        return heap.readWord(w, VERSION);
    }

    private long offset(long entry) {
        return StorageKind.BASE + entry * entryBytes;
    }

    @Ref
    long key(@Ref long w, long entry) {
        return heap.readWord(heap.readRef(w, ENTRIES), offset(entry) + KEY);
    }

    @Ref
    long value(@Ref long w, long entry) {
        return heap.readWord(heap.readRef(w, ENTRIES), offset(entry) + VALUE);
    }

    /** The word that stands for the hash of an entry's key, see {@link #hashWord}. */
    private long hashWordAt(@Ref long w, long entry) {
        return heap.readWord(heap.readRef(w, ENTRIES), offset(entry) + HASH);
    }

    /** The hash of an entry's key, good for another table, though its upper bit is lost. */
    long hashAt(@Ref long w, long entry) {
        return Immediate.value(hashWordAt(w, entry));
    }

    /** The first live entry at or behind a position, or -1. */
    long next(@Ref long w, long position) {
        long filled = filled(w);
        if (position >= filled) return ABSENT;
        long entries = heap.readRef(w, ENTRIES);
        for (long at = position; at < filled; at++) {
            if (heap.readWord(entries, offset(at) + KEY) != 0) return at;
        }
        return ABSENT;
    }

    /** The last live entry at or before a position, or -1. */
    long previous(@Ref long w, long position) {
        for (long at = position; at >= 0; at--) {
            if (key(w, at) != 0) return at;
        }
        return ABSENT;
    }

    /** The word that stands for a hash in an entry: an immediate; the upper bit of the hash is lost. */
    private static long hashWord(long hash) {
        return (hash << 1) | Immediate.TAG;
    }

    /** The entry of an exact str, {@link #ABSENT}, or {@link #ASK_PYTHON} if a key with the same hash is no exact str. */
    long findStr(@Ref long w, @Ref long w_key, long hash) {
        long index = heap.readRef(w, INDEX);
        if (index != 0) return findStrIndexed(w, index, w_key, hash);
        long filled = filled(w);
        if (filled == 0) return ABSENT;
        long word = hashWord(hash);
        long entries = heap.readRef(w, ENTRIES);
        long offset = StorageKind.BASE;
        for (long at = 0; at < filled; at++, offset += entryBytes) {
            if (heap.readWord(entries, offset) != word) continue;
            long w_there = heap.readWord(entries, offset + KEY);
            if (w_there == w_key) return at;
            if (w_there == 0) continue;
            if (space.kind(w_there) != TypeIds.UNICODE) return ASK_PYTHON;
            if (space.unicodes.equal(w_there, w_key)) return at;
        }
        return ABSENT;
    }

    private long findStrIndexed(@Ref long w, long index, @Ref long w_key, long hash) {
        long entries = heap.readRef(w, ENTRIES);
        long word = hashWord(hash);
        long mask = heap.readWord(index, StorageKind.LENGTH) - 1;
        for (long i = home(hash, mask); ; i = (i + 1) & mask) {
            int at = heap.readInt(index, StorageKind.BASE + (i << 2)) - 1;
            if (at < 0) return ABSENT;
            long offset = offset(at);
            if (heap.readWord(entries, offset) != word) continue;
            long w_there = heap.readWord(entries, offset + KEY);
            if (w_there == w_key) return at;
            if (w_there == 0) continue;
            if (space.kind(w_there) != TypeIds.UNICODE) return ASK_PYTHON;
            if (space.unicodes.equal(w_there, w_key)) return at;
        }
    }

    /** The entry of an immediate, {@link #ABSENT}, or {@link #ASK_PYTHON} if a key with the same hash is none. */
    private long findImmediate(@Ref long w, @Ref long w_key, long hash) {
        long word = hashWord(hash);
        for (long cursor = start(w, hash), at = entryAt(w, cursor); at >= 0; cursor = advance(w, cursor), at = entryAt(w, cursor)) {
            long w_there = key(w, at);
            if (w_there == w_key) return at;
            if (w_there != 0 && hashWordAt(w, at) == word && !Immediate.is(w_there)) return ASK_PYTHON;
        }
        return ABSENT;
    }

    /** Where probing for a hash begins; Fibonacci hashing, since the hashes of ints are the ints. */
    private static long home(long hash, long mask) {
        return (hashWord(hash) * GOLDEN >>> HALF) & mask;
    }

    // A cursor over the places where a hash may be: a place in the index, or without one simply an entry.

    private long start(@Ref long w, long hash) {
        long index = heap.readRef(w, INDEX);
        return index == 0 ? 0 : home(hash, heap.readWord(index, StorageKind.LENGTH) - 1);
    }

    private long entryAt(@Ref long w, long cursor) {
        long index = heap.readRef(w, INDEX);
        if (index == 0) return cursor < filled(w) ? cursor : ABSENT;
        return heap.readInt(index, StorageKind.BASE + (cursor << 2)) - 1;
    }

    private long advance(@Ref long w, long cursor) {
        long index = heap.readRef(w, INDEX);
        return index == 0 ? cursor + 1 : (cursor + 1) & (heap.readWord(index, StorageKind.LENGTH) - 1);
    }

    // ---- the general search: may run Python code ----------------------------------------------------------------------------------------

    /** The entry of any key, or {@link #ABSENT}. May collect; starts over when a comparison changed the table. */
    long find(@Slot long hTable, @Slot long hKey, long hash) {
        long w_table = at(hTable);
        long w_key = at(hKey);
        int kind = space.kind(w_key);
        long found = ASK_PYTHON;
        if (kind == TypeIds.UNICODE) found = findStr(w_table, w_key, hash);
        else if (kind == TypeIds.SMALL_INT) found = findImmediate(w_table, w_key, hash);
        return found != ASK_PYTHON ? found : findSlow(hTable, hKey, hash);
    }

    private long findSlow(@Slot long hTable, @Slot long hKey, long hash) {
        long word = hashWord(hash);
        restart:
        while (true) {
            long version = version(at(hTable));
            long cursor = start(at(hTable), hash);
            for (long at = entryAt(at(hTable), cursor); at >= 0; at = entryAt(at(hTable), cursor)) {
                long w_there = key(at(hTable), at);
                if (w_there != 0 && hashWordAt(at(hTable), at) == word) {
                    if (w_there == at(hKey)) return at;
                    boolean equal = space.eq(w_there, at(hKey));
                    if (version(at(hTable)) != version) continue restart;
                    if (equal) return at;
                }
                cursor = advance(at(hTable), cursor);
            }
            return ABSENT;
        }
    }

    private @Ref long at(@Slot long handle) {
        return space.arg(handle, 0);
    }

    // ---- changing -----------------------------------------------------------------------------------------------------------------------

    /** Replaces the value of an entry. Does not collect. */
    void setValue(@Ref long w, long entry, @Ref long w_value) {
        heap.writeRef(heap.readRef(w, ENTRIES), offset(entry) + VALUE, w_value);
        space.foreign.tableChanged(space, w);
    }

    /** Appends an entry for a key that is not there. May collect (growth). {@code hValue} 0 = a table without values. */
    void append(@Slot long hTable, @Slot long hKey, long hash, @Slot long hValue) {
        ensureRoom(hTable);
        long w = at(hTable);
        long entries = heap.readRef(w, ENTRIES);
        long at = filled(w);
        long offset = offset(at);
        heap.writeRef(entries, offset, hashWord(hash));
        heap.writeRef(entries, offset + KEY, at(hKey));
        if (hValue != 0) heap.writeRef(entries, offset + VALUE, at(hValue));
        heap.writeWord(w, FILLED, at + 1);
        heap.writeWord(w, USED, used(w) + 1);
        changed(w);
        long index = heap.readRef(w, INDEX);
        if (index != 0) enterIntoIndex(index, hash, (int) at);
    }

    private void changed(@Ref long w) {
        heap.writeWord(w, VERSION, version(w) + 1);
        space.foreign.tableChanged(space, w);
    }

    private void enterIntoIndex(@Ref long index, long hash, int entry) {
        long mask = heap.readWord(index, StorageKind.LENGTH) - 1;
        long i = home(hash, mask);
        while (heap.readInt(index, StorageKind.BASE + (i << 2)) != 0) i = (i + 1) & mask;
        heap.writeInt(index, StorageKind.BASE + (i << 2), entry + 1);
    }

    private long capacity(@Ref long w) {
        long entries = heap.readRef(w, ENTRIES);
        return entries == 0 ? 0 : heap.length(entries) / stride;
    }

    private void ensureRoom(@Slot long hTable) {
        long w = at(hTable);
        if (filled(w) < capacity(w)) return;
        rebuildSlow(hTable, 2 * used(w));
    }

    /** New storage with room for {@code wanted} entries, without the deleted ones, and an index if they are many. */
    private void rebuildSlow(@Slot long hTable, long wanted) {
        long capacity = Math.max(FIRST_CAPACITY, Long.highestOneBit(wanted - 1) << 1);
        try (HandleScope scope = heap.scope()) {
            long hEntries = scope.root(heap.allocate(TypeIds.REFERENCES, capacity * stride));
            long index = capacity > UNINDEXED ? heap.allocate(TypeIds.INTS, 2 * capacity) : 0;
            long entries = scope.get(hEntries);
            long w = at(hTable);
            long live = moveLiveEntries(w, entries);
            if (index != 0) {
                for (long at = 0; at < live; at++) enterIntoIndex(index, Immediate.value(heap.readWord(entries, offset(at))), (int) at);
            }
            heap.writeRef(w, ENTRIES, entries);
            heap.writeRef(w, INDEX, index);
            heap.writeWord(w, FILLED, live);
            changed(w);
        }
    }

    private long moveLiveEntries(@Ref long w, @Ref long target) {
        long live = 0;
        long source = heap.readRef(w, ENTRIES);
        if (source == 0) return 0;
        if (used(w) == filled(w)) {
            live = used(w);
            heap.copyRefs(source, StorageKind.BASE, target, StorageKind.BASE, live * stride);
            return live;
        }
        for (long at = next(w, 0); at >= 0; at = next(w, at + 1)) heap.copyRefs(source, offset(at), target, offset(live++), stride);
        return live;
    }

    /** Makes room for {@code wanted} entries at once. May collect. */
    void reserve(@Slot long hTable, long wanted) {
        if (wanted > capacity(at(hTable))) rebuildSlow(hTable, wanted);
    }

    /** Deletes an entry; its place stays unused until the table is rebuilt. Does not collect. */
    void remove(@Ref long w, long entry) {
        long entries = heap.readRef(w, ENTRIES);
        heap.writeRef(entries, offset(entry) + KEY, 0);
        if (stride > 2) heap.writeRef(entries, offset(entry) + VALUE, 0);
        heap.writeWord(w, USED, used(w) - 1);
        changed(w);
        if (used(w) == 0) empty(w);
        else if (entry == filled(w) - 1 && heap.readRef(w, INDEX) == 0) heap.writeWord(w, FILLED, entry);
    }

    /** Forgets everything. Does not collect. */
    void clear(@Ref long w) {
        empty(w);
        heap.writeWord(w, USED, 0);
        changed(w);
    }

    private void empty(@Ref long w) {
        heap.writeRef(w, ENTRIES, 0);
        heap.writeRef(w, INDEX, 0);
        heap.writeWord(w, FILLED, 0);
    }

    /** Makes the second table, new and empty, a copy of the first. May collect. */
    void copy(@Slot long hFrom, @Slot long hTo) {
        if (used(at(hFrom)) == 0) return;
        rebuildSlow(hTo, used(at(hFrom)));
        long w = at(hTo);
        long live = moveLiveEntries(at(hFrom), heap.readRef(w, ENTRIES));
        heap.writeWord(w, FILLED, live);
        heap.writeWord(w, USED, live);
        long index = heap.readRef(w, INDEX);
        if (index == 0) return;
        for (long at = 0; at < live; at++) enterIntoIndex(index, hashAt(w, at), (int) at);
    }

    /** Makes the contents of {@code w_fresh}, which nobody else holds, those of {@code w}. Does not collect. */
    void take(@Ref long w, @Ref long w_fresh) {
        heap.writeRef(w, ENTRIES, heap.readRef(w_fresh, ENTRIES));
        heap.writeRef(w, INDEX, heap.readRef(w_fresh, INDEX));
        heap.writeWord(w, USED, used(w_fresh));
        heap.writeWord(w, FILLED, filled(w_fresh));
        changed(w);
    }

    /** Approximate bytes, for __sizeof__. */
    long bytes(@Ref long w) {
        return capacity(w) * entryBytes + (heap.readRef(w, INDEX) == 0 ? 0 : heap.length(heap.readRef(w, INDEX)) * Integer.BYTES);
    }
}
