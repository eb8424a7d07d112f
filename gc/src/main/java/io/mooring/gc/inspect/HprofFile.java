package io.mooring.gc.inspect;

import static io.mooring.gc.inspect.HprofFormat.HEAP_DUMP_SEGMENT;
import static io.mooring.gc.inspect.HprofFormat.RECORD_HEADER_BYTES;
import static io.mooring.gc.inspect.HprofFormat.RECORD_LENGTH_OFFSET;
import static io.mooring.gc.inspect.HprofFormat.U4_BYTES;

import io.mooring.gc.memory.Memory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of HPROF records under construction: values go through one buffer of fixed size, parts are gathered into segments.
 *
 * <p>How long a segment becomes is known when it ends; its length is then written to the place that its header kept free. Values are
 * buffered, so an {@link IOException} may come later than the value that it concerns.
 */
final class HprofFile implements AutoCloseable {
    /** Bytes gathered before they are written: enough that a call of the system costs little beside the copying. */
    private static final int BUFFER_BYTES = 1 << 16;
    /** A segment ends when the next part would make it longer than this; readers that map segments one by one stay small. */
    private static final long SEGMENT_BYTES = 1L << 28;

    private final FileChannel channel;
    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer buffer = arena.allocate(BUFFER_BYTES).asByteBuffer();
    private final long segmentBytes;
    private long written;
    private long segmentStart = -1;

    HprofFile(Path path) throws IOException {
        this(path, SEGMENT_BYTES);
    }

    /** @param segmentBytes as {@link #SEGMENT_BYTES}, for tests */
    HprofFile(Path path, long segmentBytes) throws IOException {
        this.segmentBytes = segmentBytes;
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Begins a record whose body has {@code bytes} bytes; the caller puts them. Ends the segment before it. */
    void record(int tag, long bytes) throws IOException {
        endSegment();
        putByte(tag);
        putInt(0);
        putInt((int) bytes);
    }

    /** Begins a part of a heap dump of {@code bytes} bytes, tag included; the caller puts the rest. */
    void part(int tag, long bytes) throws IOException {
        if (segmentStart >= 0 && position() - segmentStart - RECORD_HEADER_BYTES + bytes > segmentBytes) endSegment();
        if (segmentStart < 0) {
            long start = position();
            record(HEAP_DUMP_SEGMENT, 0);
            segmentStart = start;
        }
        putByte(tag);
    }

    private void endSegment() throws IOException {
        if (segmentStart < 0) return;
        long bytes = position() - segmentStart - RECORD_HEADER_BYTES;
        flush();
        buffer.putInt((int) bytes).flip();
        long at = segmentStart + RECORD_LENGTH_OFFSET;
        while (buffer.hasRemaining()) at += channel.write(buffer, at);
        buffer.clear();
        segmentStart = -1;
    }

    /** Bytes of the file so far. */
    long position() {
        return written + buffer.position();
    }

    void putByte(int value) throws IOException {
        room(1);
        buffer.put((byte) value);
    }

    void putShort(int value) throws IOException {
        room(Short.BYTES);
        buffer.putShort((short) value);
    }

    void putInt(int value) throws IOException {
        room(U4_BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) throws IOException {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    void putBytes(byte[] bytes) throws IOException {
        for (byte value : bytes) putByte(value);
    }

    /** Puts {@code count} elements of {@code 1 << shift} bytes each, which stand in memory at {@code from} in the machine's order. */
    void putElements(long from, long count, int shift) throws IOException {
        for (long i = 0; i < count; i++) {
            long at = from + (i << shift);
            switch (1 << shift) {
                case Byte.BYTES -> putByte(Memory.readByte(at));
                case Short.BYTES -> putShort(Memory.readShort(at));
                case Integer.BYTES -> putInt(Memory.readInt(at));
                default -> putLong(Memory.readLong(at));
            }
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) flush();
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) written += channel.write(buffer);
        buffer.clear();
    }

    /** Writes what is still in the buffer; the file is complete. */
    void finish() throws IOException {
        endSegment();
        flush();
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }
}
