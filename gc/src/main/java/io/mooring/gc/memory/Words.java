package io.mooring.gc.memory;

import net.openhft.chronicle.bytes.BytesStore;

/** A fixed run of zeroed native words outside the heap, owned by whoever closes it. */
public final class Words implements AutoCloseable {
    private final BytesStore<?, Void> store;
    private final long start;
    private final long end;

    public Words(long count) {
        store = BytesStore.nativeStoreWithFixedCapacity(count * Long.BYTES);
        start = store.addressForRead(0);
        end = start + count * Long.BYTES;
        Memory.fill(start, count * Long.BYTES, (byte) 0);
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
