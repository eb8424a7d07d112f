package io.mooring.gc.events;

import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ReferenceOwner;

/**
 * The mapped chunks of an event log: the first, where the header is, and the one that is written or read at the moment. A chunk is
 * mapped when a position in it is asked for; until the next one is needed nothing is allocated.
 */
final class EventLogChunks implements AutoCloseable {
    private final ReferenceOwner owner = ReferenceOwner.temporary("event log");
    private final MappedFile file;
    private final long chunkBytes;
    private final MappedBytesStore header;
    private MappedBytesStore current;
    private long end;

    EventLogChunks(Path path, long chunkBytes, boolean readOnly) throws IOException {
        this.chunkBytes = chunkBytes;
        file = MappedFile.of(path.toFile(), chunkBytes, 0, readOnly);
        file.singleThreadedCheckDisabled(true);
        header = acquire(0);
        current = header;
        end = chunkBytes;
    }

    private MappedBytesStore acquire(long position) throws IOException {
        MappedBytesStore store = file.acquireByteStore(owner, position);
        store.singleThreadedCheckDisabled(true);
        return store;
    }

    /** The chunk of the header. */
    MappedBytesStore header() {
        return header;
    }

    /** The chunk of a position that is not before the last one asked for; offsets in it count from the start of the file. */
    MappedBytesStore at(long position) throws IOException {
        if (position >= end) advanceSlow(position);
        return current;
    }

    private void advanceSlow(long position) throws IOException {
        MappedBytesStore next = acquire(position);
        releaseCurrent();
        current = next;
        // A mapped store's own capacity counts from the start of the file, not of the chunk.
        end = (position / chunkBytes + 1) * chunkBytes;
    }

    /** Bytes of the file at the moment. */
    long fileBytes() {
        return file.actualSize();
    }

    private void releaseCurrent() {
        if (current != header) current.release(owner);
    }

    @Override
    public void close() {
        releaseCurrent();
        header.release(owner);
        file.releaseLast();
    }
}
