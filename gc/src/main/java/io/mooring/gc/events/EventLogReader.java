package io.mooring.gc.events;

import static io.mooring.gc.events.EventLogFormat.CAPACITY;
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
import static io.mooring.gc.events.EventLogFormat.PROMOTED_BYTES;
import static io.mooring.gc.events.EventLogFormat.RECORD_BYTES;
import static io.mooring.gc.events.EventLogFormat.REMEMBERED;
import static io.mooring.gc.events.EventLogFormat.STATE;
import static io.mooring.gc.events.EventLogFormat.TIME;
import static io.mooring.gc.events.EventLogFormat.USED_AFTER;
import static io.mooring.gc.events.EventLogFormat.USED_BEFORE;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.CollectionReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import net.openhft.chronicle.bytes.MappedBytesStore;

/**
 * Reads an event log from its first record on, while another process may still be writing it. {@link #poll} gives the next record if
 * there is one already; {@link #isWritten} tells whether to expect more.
 */
public final class EventLogReader implements AutoCloseable {
    private final Path path;
    private final EventLogHeader opened;
    private final EventLogChunks chunks;
    private final MappedBytesStore header;
    private long at = HEADER_BYTES;
    private long committed = HEADER_BYTES;

    private EventLogReader(Path path, EventLogHeader opened) throws IOException {
        this.path = path;
        this.opened = opened;
        chunks = new EventLogChunks(path, opened.chunkBytes(), true);
        header = chunks.header();
    }

    /**
     * Opens a log.
     *
     * @throws EventLogFailed when the file is missing, no event log, or one of another version: one line with what was found and expected
     */
    public static EventLogReader open(Path path) throws EventLogFailed {
        try {
            return new EventLogReader(path, EventLogHeader.read(path));
        } catch (EventLogFailed refused) {
            throw refused;
        } catch (IOException refused) {
            throw new EventLogFailed(path, "cannot be mapped (" + refused.getMessage() + ")", "a readable file", refused);
        }
    }

    /** When the log began. */
    public Instant begin() {
        return Instant.ofEpochMilli(opened.begin());
    }

    /** The process that writes, or wrote, the log. */
    public long process() {
        return opened.process();
    }

    /** Whether the log may still grow: it is not closed, and its process is alive. When this is false, a last {@link #poll} may find more. */
    public boolean isWritten() {
        return !isClosed() && ProcessHandle.of(opened.process()).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Whether its writer closed the log. One that is neither closed nor written was cut off by the end of its process. */
    public boolean isClosed() {
        return header.readVolatileLong(STATE) != OPEN;
    }

    /**
     * The next event, if its record is there.
     *
     * @throws EventLogFailed when the record makes no sense, or the file is shorter than what was committed
     */
    public Optional<LoggedEvent> poll() throws EventLogFailed {
        if (at == committed && !seesMore()) return Optional.empty();
        LoggedEvent event = read();
        at += RECORD_BYTES;
        return Optional.of(event);
    }

    /** Looks how far the writer is: what lies below the committed position was written before it. [INV-29] */
    private boolean seesMore() throws EventLogFailed {
        long now = header.readVolatileLong(COMMITTED);
        if (now == committed) return false;
        long size = chunks.fileBytes();
        if (now < committed || now % RECORD_BYTES != 0 || now > size) {
            throw new EventLogFailed(path, now + " bytes are committed in a file of " + size, "a multiple of " + RECORD_BYTES + " from " + committed + " to " + size);
        }
        committed = now;
        return true;
    }

    private LoggedEvent read() throws EventLogFailed {
        MappedBytesStore store;
        try {
            store = chunks.at(at);
        } catch (IOException failure) {
            throw new EventLogFailed(path, "cannot be mapped at byte " + at + " (" + failure.getMessage() + ")", "a readable file", failure);
        }
        long time = store.readLong(at + TIME);
        byte event = store.readByte(at + EVENT);
        return switch (event) {
            case COLLECTION_STARTS -> new LoggedEvent.CollectionStarts(time, kind(store), name(store));
            case PHASE_OVER -> new LoggedEvent.PhaseOver(time, name(store), store.readLong(at + NANOS));
            case COLLECTION_OVER -> new LoggedEvent.CollectionOver(time, report(store));
            default -> throw new EventLogFailed(path, "event " + event + " at byte " + at, COLLECTION_STARTS + ".." + COLLECTION_OVER);
        };
    }

    private CollectionKind kind(MappedBytesStore store) throws EventLogFailed {
        byte kind = store.readByte(at + KIND);
        return switch (kind) {
            case MINOR -> CollectionKind.MINOR;
            case MAJOR -> CollectionKind.MAJOR;
            default -> throw new EventLogFailed(path, "kind " + kind + " at byte " + (at + KIND), MINOR + " or " + MAJOR);
        };
    }

    private String name(MappedBytesStore store) {
        byte[] letters = new byte[NAME_BYTES];
        int count = 0;
        while (count < NAME_BYTES && (letters[count] = store.readByte(at + NAME + count)) != 0) count++;
        return new String(letters, 0, count, StandardCharsets.US_ASCII);
    }

    private CollectionReport report(MappedBytesStore store) throws EventLogFailed {
        return new CollectionReport(
                store.readLong(at + NUMBER), kind(store), name(store), store.readLong(at + USED_BEFORE), store.readLong(at + USED_AFTER), store.readLong(at + CAPACITY),
                store.readLong(at + COPIED_BYTES), store.readLong(at + COPIED_OBJECTS), store.readLong(at + PROMOTED_BYTES), store.readLong(at + MARKED_BYTES),
                store.readLong(at + REMEMBERED), store.readLong(at + LINKS_SWEPT), store.readLong(at + NATIVE_BYTES), store.readLong(at + NANOS), store.readLong(at + CPU_NANOS));
    }

    @Override
    public void close() {
        chunks.close();
    }
}
