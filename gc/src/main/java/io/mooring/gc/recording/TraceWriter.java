package io.mooring.gc.recording;

import io.mooring.gc.memory.Pages;
import io.mooring.gc.object.TypeLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.MappedBytes;

/**
 * Writes a lifetime trace to a file, laid out as {@link TraceFormat} says. What was written up to the last ROOTS record can be read while
 * the program runs, and after it crashed.
 */
public final class TraceWriter implements TraceVisitor, AutoCloseable {
    /** Bytes mapped at a time: some 170 000 records. */
    private static final long CHUNK_BYTES = 4L << 20;

    private final MappedBytes bytes;
    /** The first page of the file, mapped once more: the other mapping moves on. */
    private final MappedBytes header;

    private TraceWriter(MappedBytes bytes, MappedBytes header) {
        this.bytes = bytes;
        this.header = header;
        bytes.singleThreadedCheckDisabled(true);
        header.singleThreadedCheckDisabled(true);
    }

    /** Begins a trace; an older trace in the file is lost. Throws {@link TraceFailed} when the file cannot be written, or is something else. */
    public static TraceWriter create(Path file) {
        try {
            requireTrace(file);
            Files.deleteIfExists(file);
            TraceWriter writer = new TraceWriter(MappedBytes.mappedBytes(file.toFile(), CHUNK_BYTES), MappedBytes.mappedBytes(file.toFile(), Pages.PAGE));
            writer.writeHeader();
            return writer;
        } catch (IOException refused) {
            throw new TraceFailed(file, "cannot be written (" + refused + ")", refused);
        }
    }

    /** Nothing but a trace, or an empty file, is replaced. */
    private static void requireTrace(Path file) throws IOException {
        if (!Files.exists(file)) return;
        if (!Files.isRegularFile(file)) throw new TraceFailed(file, "is no file and is not replaced");
        if (Files.size(file) == 0) return;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(Long.BYTES);
            boolean isTrace = first.length == Long.BYTES && ByteBuffer.wrap(first).order(ByteOrder.nativeOrder()).getLong() == TraceFormat.MAGIC;
            if (!isTrace) throw new TraceFailed(file, "is no trace and is not replaced");
        }
    }

    /** Begins a trace in a temporary file that has no name any more: it lasts as long as it is written, or the process. */
    public static TraceWriter createTemporary() {
        try {
            Path file = Files.createTempFile("mooring-", ".trace");
            TraceWriter writer = create(file);
            Files.delete(file);
            return writer;
        } catch (IOException refused) {
            throw new TraceFailed(Path.of(System.getProperty("java.io.tmpdir")), "no temporary file can be written there (" + refused + ")", refused);
        }
    }

    private void writeHeader() {
        header.writeInt(TraceFormat.VERSION_OFFSET, TraceFormat.VERSION);
        header.writeInt(TraceFormat.RECORD_BYTES_OFFSET, TraceFormat.RECORD_BYTES);
        header.writeLong(TraceFormat.STATE_OFFSET, TraceFormat.WRITING);
        header.writeOrderedLong(TraceFormat.COMMITTED_OFFSET, TraceFormat.HEADER_BYTES);
        header.writeOrderedLong(TraceFormat.MAGIC_OFFSET, TraceFormat.MAGIC);
        bytes.writePosition(TraceFormat.HEADER_BYTES);
    }

    private void write(int kind, long detail, long first, long second) {
        bytes.writeLong(TraceFormat.head(kind, detail));
        bytes.writeLong(first);
        bytes.writeLong(second);
    }

    @Override
    public void type(int id, TypeLayout layout) {
        write(TraceFormat.TYPE, id, layout.referenceMap(), layout.weakMap());
        write(TraceFormat.SHAPE, layout.fixedBytes(), layout.elements().ordinal(), (long) layout.valueOffset() << Integer.SIZE | layout.keyOffset());
        byte[] name = layout.name().getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from <= name.length; from += TraceFormat.NAME_BYTES) {
            int count = Math.min(TraceFormat.NAME_BYTES, name.length - from);
            write(TraceFormat.NAME, count, packed(name, from, count), packed(name, from + Long.BYTES, count - Long.BYTES));
        }
    }

    /** Up to eight bytes of a name in a word, the first one lowest. */
    private static long packed(byte[] name, int from, int count) {
        long word = 0;
        for (int i = Math.min(count, Long.BYTES) - 1; i >= 0; i--) word = word << Byte.SIZE | Byte.toUnsignedLong(name[from + i]);
        return word;
    }

    @Override
    public void allocated(long object, int type, long length) {
        write(TraceFormat.ALLOCATION, type, object, length);
    }

    @Override
    public void allocatedImmortal(long object, int type, long length) {
        write(TraceFormat.IMMORTAL, type, object, length);
    }

    @Override
    public void stored(long object, long offset, long value) {
        write(TraceFormat.STORE, offset, object, value);
    }

    @Override
    public void rooted(long object) {
        write(TraceFormat.ROOT, 0, object, 0);
    }

    @Override
    public void unrooted(long object) {
        write(TraceFormat.UNROOT, 0, object, 0);
    }

    @Override
    public void rootsComplete(long record, long count) {
        write(TraceFormat.ROOTS, 0, record, count);
        commit();
    }

    @Override
    public void died(long object) {
        write(TraceFormat.DEATH, 0, object, 0);
    }

    private void commit() {
        header.writeOrderedLong(TraceFormat.COMMITTED_OFFSET, bytes.writePosition());
    }

    /** The trace is complete. */
    @Override
    public void close() {
        commit();
        header.writeOrderedLong(TraceFormat.STATE_OFFSET, TraceFormat.COMPLETE);
        header.releaseLast();
        bytes.releaseLast();
    }
}
