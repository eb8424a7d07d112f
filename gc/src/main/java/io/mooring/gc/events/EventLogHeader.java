package io.mooring.gc.events;

import static io.mooring.gc.events.EventLogFormat.BEGIN_OFFSET;
import static io.mooring.gc.events.EventLogFormat.CHUNK_BYTES_OFFSET;
import static io.mooring.gc.events.EventLogFormat.HEADER_BYTES;
import static io.mooring.gc.events.EventLogFormat.MAGIC;
import static io.mooring.gc.events.EventLogFormat.MAGIC_OFFSET;
import static io.mooring.gc.events.EventLogFormat.OPEN;
import static io.mooring.gc.events.EventLogFormat.PROCESS_OFFSET;
import static io.mooring.gc.events.EventLogFormat.RECORD_BYTES;
import static io.mooring.gc.events.EventLogFormat.RECORD_BYTES_OFFSET;
import static io.mooring.gc.events.EventLogFormat.STATE;
import static io.mooring.gc.events.EventLogFormat.VERSION;
import static io.mooring.gc.events.EventLogFormat.VERSION_OFFSET;

import io.mooring.gc.memory.Pages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The header of an event log as a file shows it before it is mapped: what has passed here can be mapped and read.
 *
 * @param begin      milliseconds since 1970
 * @param process    who writes
 * @param chunkBytes bytes mapped at a time
 * @param isOpen     whether the writer has not closed it
 */
record EventLogHeader(long begin, long process, long chunkBytes, boolean isOpen) {
    private static final String EXPECTED = "an event log of version " + VERSION;

    /** Reads the header of a file, or says in one line why it is no event log of our version. */
    static EventLogHeader read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (Files.isDirectory(path)) throw new EventLogFailed(path, "a directory", EXPECTED);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) continue;
        } catch (NoSuchFileException failure) {
            throw new EventLogFailed(path, "no such file", EXPECTED, failure);
        } catch (IOException failure) {
            throw new EventLogFailed(path, "cannot be read (" + failure.getMessage() + ")", EXPECTED, failure);
        }
        if (bytes.hasRemaining()) throw new EventLogFailed(path, "a file of " + bytes.position() + " bytes", EXPECTED + ", which has " + HEADER_BYTES + " at least");
        return of(path, bytes);
    }

    private static EventLogHeader of(Path path, ByteBuffer bytes) throws EventLogFailed {
        long magic = bytes.getLong(MAGIC_OFFSET);
        if (magic != MAGIC) throw new EventLogFailed(path, "no event log, it begins with 0x%016x".formatted(magic), "the word 0x%016x".formatted(MAGIC));
        int version = bytes.getInt(VERSION_OFFSET);
        if (version != VERSION) throw new EventLogFailed(path, "an event log of version " + version, "version " + VERSION);
        int recordBytes = bytes.getInt(RECORD_BYTES_OFFSET);
        if (recordBytes != RECORD_BYTES) throw new EventLogFailed(path, "records of " + recordBytes + " bytes", RECORD_BYTES + " bytes");
        long chunkBytes = bytes.getLong(CHUNK_BYTES_OFFSET);
        if (chunkBytes <= 0 || chunkBytes % Pages.PAGE != 0 || chunkBytes % RECORD_BYTES != 0) {
            throw new EventLogFailed(path, "chunks of " + chunkBytes + " bytes", "a multiple of " + Pages.PAGE);
        }
        return new EventLogHeader(bytes.getLong(BEGIN_OFFSET), bytes.getLong(PROCESS_OFFSET), chunkBytes, bytes.getLong(STATE) == OPEN);
    }

    /** Whether the process that writes is alive; false also when it closed the log. */
    boolean isWritten() {
        return isOpen && ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }
}
