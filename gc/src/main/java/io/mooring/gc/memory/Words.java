package io.mooring.gc.memory;

import net.openhft.chronicle.bytes.BytesStore;

/** A fixed run of native words outside the heap, owned by whoever closes it. */
public final class Words implements AutoCloseable {
    private final BytesStore<?, Void> store;
    private final long start;
    private final long end;

    public Words(long count) {
        this(BytesStore.nativeStoreWithFixedCapacity(count * Long.BYTES), count);
        Memory.fill(start, count * Long.BYTES, (byte) 0);
    }

    private Words(BytesStore<?, Void> store, long count) {
        this.store = store;
        start = store.addressForRead(0);
        end = start + count * Long.BYTES;
    }

    /** Words with undefined contents, whose pages cost no memory until they are touched. */
    public static Words untouched(long count) {
        return new Words(BytesStore.lazyNativeBytesStoreWithFixedCapacity(count * Long.BYTES), count);
    }

    /** Zeroed words, whose pages cost no memory until they are touched. */
    public static Words zeroes(long count) {
        Words words = untouched(count);
        long firstPage = Math.min(Pages.roundUp(words.start), words.end);
        long lastPage = Math.max(Pages.roundDown(words.end), firstPage);
        Memory.fill(words.start, firstPage - words.start, (byte) 0);
        Pages.release(firstPage, lastPage);
        Memory.fill(lastPage, words.end - lastPage, (byte) 0);
        return words;
    }

    /** Address of the first word. */
    public long start() {
        return start;
    }

    /** Address behind the last word. */
    public long end() {
        return end;
    }

    @Override
    public void close() {
        store.releaseLast();
    }
}
