package io.mooring.gc.events;

import static io.mooring.gc.events.EventLogFormat.BEGIN_OFFSET;
import static io.mooring.gc.events.EventLogFormat.CAPACITY;
import static io.mooring.gc.events.EventLogFormat.CHUNK_BYTES;
import static io.mooring.gc.events.EventLogFormat.CHUNK_BYTES_OFFSET;
import static io.mooring.gc.events.EventLogFormat.CLOSED;
import static io.mooring.gc.events.EventLogFormat.COLLECTION_OVER;
import static io.mooring.gc.events.EventLogFormat.COLLECTION_STARTS;
import static io.mooring.gc.events.EventLogFormat.COMMITTED;
import static io.mooring.gc.events.EventLogFormat.COPIED_BYTES;
import static io.mooring.gc.events.EventLogFormat.COPIED_OBJECTS;
import static io.mooring.gc.events.EventLogFormat.CPU_NANOS;
import static io.mooring.gc.events.EventLogFormat.EVENT;
import static io.mooring.gc.events.EventLogFormat.HEADER_BYTES;
import static io.mooring.gc.events.EventLogFormat.KIND;
import static io.mooring.gc.events.EventLogFormat.LINKS_SWEPT;
import static io.mooring.gc.events.EventLogFormat.MAGIC;
import static io.mooring.gc.events.EventLogFormat.MAGIC_OFFSET;
import static io.mooring.gc.events.EventLogFormat.MAJOR;
import static io.mooring.gc.events.EventLogFormat.MARKED_BYTES;
import static io.mooring.gc.events.EventLogFormat.MINOR;
import static io.mooring.gc.events.EventLogFormat.NAME;
import static io.mooring.gc.events.EventLogFormat.NAME_BYTES;
import static io.mooring.gc.events.EventLogFormat.NANOS;
import static io.mooring.gc.events.EventLogFormat.NATIVE_BYTES;
import static io.mooring.gc.events.EventLogFormat.NUMBER;
import static io.mooring.gc.events.EventLogFormat.OPEN;
import static io.mooring.gc.events.EventLogFormat.PHASE_OVER;
import static io.mooring.gc.events.EventLogFormat.PROCESS_OFFSET;
import static io.mooring.gc.events.EventLogFormat.PROMOTED_BYTES;
import static io.mooring.gc.events.EventLogFormat.RECORD_BYTES;
import static io.mooring.gc.events.EventLogFormat.RECORD_BYTES_OFFSET;
import static io.mooring.gc.events.EventLogFormat.REMEMBERED;
import static io.mooring.gc.events.EventLogFormat.STATE;
import static io.mooring.gc.events.EventLogFormat.TIME;
import static io.mooring.gc.events.EventLogFormat.USED_AFTER;
import static io.mooring.gc.events.EventLogFormat.USED_BEFORE;
import static io.mooring.gc.events.EventLogFormat.VERSION;
import static io.mooring.gc.events.EventLogFormat.VERSION_OFFSET;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import io.mooring.gc.HeapListener;
import io.mooring.gc.Phase;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import net.openhft.chronicle.bytes.MappedBytesStore;

/**
 * A listener that writes an event log, laid out as {@link EventLogFormat} says: a record when a collection starts, when a phase is over,
 * and when the collection is. Other processes follow with an {@link EventLogReader}.
 *
 * <p>Writing a record allocates no Java object; a chunk of a megabyte is mapped once in {@value EventLogFormat#CHUNK_BYTES} bytes. When the
 * file cannot grow the log ends, and the program goes on; {@link #failure} tells why. One heap writes to one log.
 */
public final class EventLogWriter implements HeapListener, AutoCloseable {
    private static final char LAST_ASCII = 0x7E;

    private final EventLogChunks chunks;
    private final MappedBytesStore header;
    private final long begin = System.nanoTime();
    private MappedBytesStore store;
    private long at = HEADER_BYTES;
    private long phaseStart;
    private IOException failure;
    private boolean closed;

    private EventLogWriter(EventLogChunks chunks) {
        this.chunks = chunks;
        header = chunks.header();
    }

    /**
     * Begins a log. An event log that stands there already is replaced, unless a living process writes it; any other file is left alone.
     *
     * @throws EventLogFailed in one line with the file, what is wrong, and what was expected
     */
    public static EventLogWriter create(Path path) throws EventLogFailed {
        try {
            if (Files.exists(path) && Files.size(path) > 0 | Files.isDirectory(path)) {
                EventLogHeader header = EventLogHeader.read(path);
                if (header.isWritten()) throw new EventLogFailed(path, "process " + header.process() + " writes this log", "a file that nobody writes");
            }
            Files.deleteIfExists(path);
            Files.createFile(path);
            EventLogWriter writer = new EventLogWriter(new EventLogChunks(path, CHUNK_BYTES, false));
            writer.writeHeader();
            return writer;
        } catch (EventLogFailed refused) {
            throw refused;
        } catch (NoSuchFileException refused) {
            throw unwritable(path, "there is no directory " + path.toAbsolutePath().getParent(), refused);
        } catch (AccessDeniedException refused) {
            throw unwritable(path, "writing there is not permitted", refused);
        } catch (IOException refused) {
            throw unwritable(path, refused.getMessage(), refused);
        }
    }

    private static EventLogFailed unwritable(Path path, String why, IOException cause) {
        return new EventLogFailed(path, "cannot be written (" + why + ")", "a file in a directory that can be written", cause);
    }

    private void writeHeader() {
        header.writeInt(VERSION_OFFSET, VERSION);
        header.writeInt(RECORD_BYTES_OFFSET, RECORD_BYTES);
        header.writeLong(BEGIN_OFFSET, System.currentTimeMillis());
        header.writeLong(PROCESS_OFFSET, ProcessHandle.current().pid());
        header.writeLong(CHUNK_BYTES_OFFSET, CHUNK_BYTES);
        header.writeLong(STATE, OPEN);
        header.writeOrderedLong(COMMITTED, HEADER_BYTES);
        header.writeOrderedLong(MAGIC_OFFSET, MAGIC);
    }

    // ---- records ----------------------------------------------------------------------------------------------------------------

    @Override
    public void collectionStarts(CollectionKind kind, String reason) {
        if (!beginRecord(COLLECTION_STARTS, reason, System.nanoTime(), 0)) return;
        store.writeByte(at + KIND, code(kind));
        commit();
    }

    @Override
    public void phaseStarts(Phase phase) {
        phaseStart = System.nanoTime();
    }

    @Override
    public void phaseEnds(Phase phase) {
        long now = System.nanoTime();
        if (beginRecord(PHASE_OVER, phase.name(), now, now - phaseStart)) commit();
    }

    @Override
    public void collectionEnds(CollectionReport report) {
        if (!beginRecord(COLLECTION_OVER, report.reason(), System.nanoTime(), report.nanos())) return;
        store.writeByte(at + KIND, code(report.kind()));
        store.writeLong(at + CPU_NANOS, report.cpuNanos());
        store.writeLong(at + NUMBER, report.number());
        store.writeLong(at + USED_BEFORE, report.usedBefore());
        store.writeLong(at + USED_AFTER, report.usedAfter());
        store.writeLong(at + CAPACITY, report.limit());
        store.writeLong(at + COPIED_BYTES, report.copiedBytes());
        store.writeLong(at + COPIED_OBJECTS, report.copiedObjects());
        store.writeLong(at + PROMOTED_BYTES, report.promotedBytes());
        store.writeLong(at + MARKED_BYTES, report.markedBytes());
        store.writeLong(at + REMEMBERED, report.remembered());
        store.writeLong(at + LINKS_SWEPT, report.linksEnded());
        store.writeLong(at + NATIVE_BYTES, report.nativeBytes());
        commit();
    }

    private static byte code(CollectionKind kind) {
        return kind == CollectionKind.MINOR ? MINOR : MAJOR;
    }

    /** Begins the record at {@link #at}, whose bytes are zero; false when the log has ended. */
    private boolean beginRecord(byte event, String name, long now, long nanos) {
        if (closed || failure != null) return false;
        try {
            store = chunks.at(at);
        } catch (IOException stopped) {
            failure = stopped;
            return false;
        }
        store.writeByte(at + EVENT, event);
        for (int i = 0; i < NAME_BYTES && i < name.length(); i++) {
            char letter = name.charAt(i);
            store.writeByte(at + NAME + i, (byte) (letter <= LAST_ASCII ? letter : '?'));
        }
        store.writeLong(at + TIME, now - begin);
        store.writeLong(at + NANOS, nanos);
        return true;
    }

    /** Shows the record to readers: what was written to it becomes visible no later than this store. [INV-29] */
    private void commit() {
        at += RECORD_BYTES;
        header.writeOrderedLong(COMMITTED, at);
    }

    /** Why the log ended early. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends the log: readers that follow it stop behind its last record. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        header.writeOrderedLong(STATE, CLOSED);
        chunks.close();
    }
}
