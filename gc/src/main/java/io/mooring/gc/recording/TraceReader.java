package io.mooring.gc.recording;

import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.openhft.chronicle.bytes.MappedBytes;

/** Reads a lifetime trace and shows it record by record. Damage is a {@link TraceFailed} that says at which byte. */
public final class TraceReader {
    private final Path file;
    private final MappedBytes bytes;
    private final long committed;

    private TraceReader(Path file, MappedBytes bytes) {
        this.file = file;
        this.bytes = bytes;
        this.committed = bytes.readVolatileLong(TraceFormat.COMMITTED_OFFSET);
    }

    /** Shows all records that may be read. */
    public static void read(Path file, TraceVisitor visitor) {
        try {
            if (!Files.isRegularFile(file)) throw new TraceFailed(file, "there is no such file");
            if (Files.size(file) < TraceFormat.HEADER_BYTES) throw new TraceFailed(file, "has " + Files.size(file) + " bytes, fewer than the header of a trace");
            MappedBytes bytes = MappedBytes.readOnly(file.toFile());
            try {
                checkHeader(file, bytes);
                new TraceReader(file, bytes).readAll(visitor);
            } finally {
                bytes.releaseLast();
            }
        } catch (IOException refused) {
            throw new TraceFailed(file, "cannot be read (" + refused + ")", refused);
        }
    }

    private static void checkHeader(Path file, MappedBytes bytes) throws IOException {
        long magic = bytes.readVolatileLong(TraceFormat.MAGIC_OFFSET);
        if (magic != TraceFormat.MAGIC) throw new TraceFailed(file, "begins with 0x" + Long.toHexString(magic) + ", it is no lifetime trace");
        int version = bytes.readInt(TraceFormat.VERSION_OFFSET);
        if (version != TraceFormat.VERSION) throw new TraceFailed(file, "has version " + version + ", this reader knows version " + TraceFormat.VERSION);
        int recordBytes = bytes.readInt(TraceFormat.RECORD_BYTES_OFFSET);
        if (recordBytes != TraceFormat.RECORD_BYTES) throw new TraceFailed(file, "has records of " + recordBytes + " bytes instead of " + TraceFormat.RECORD_BYTES);
        long committed = bytes.readVolatileLong(TraceFormat.COMMITTED_OFFSET);
        if (committed < TraceFormat.HEADER_BYTES || committed > Files.size(file)) throw new TraceFailed(file, "claims " + committed + " bytes and has " + Files.size(file));
    }

    private void readAll(TraceVisitor visitor) {
        bytes.readPositionRemaining(TraceFormat.HEADER_BYTES, committed - TraceFormat.HEADER_BYTES);
        while (bytes.readRemaining() >= TraceFormat.RECORD_BYTES) {
            long head = bytes.readLong();
            long detail = TraceFormat.detail(head);
            long first = bytes.readLong();
            long second = bytes.readLong();
            switch (TraceFormat.kind(head)) {
                case TraceFormat.TYPE -> visitor.type((int) detail, readLayout(first, second));
                case TraceFormat.ALLOCATION -> visitor.allocated(first, (int) detail, second);
                case TraceFormat.IMMORTAL -> visitor.allocatedImmortal(first, (int) detail, second);
                case TraceFormat.STORE -> visitor.stored(first, detail, second);
                case TraceFormat.ROOT -> visitor.rooted(first);
                case TraceFormat.UNROOT -> visitor.unrooted(first);
                case TraceFormat.DEATH -> visitor.died(first);
                case TraceFormat.ROOTS -> visitor.rootsComplete(first, second);
                default -> throw damaged("record of kind " + TraceFormat.kind(head));
            }
        }
    }

    private TraceFailed damaged(String what) {
        return new TraceFailed(file, what + " before byte " + bytes.readPosition());
    }

    private TypeLayout readLayout(long referenceMap, long weakMap) {
        long head = bytes.readLong();
        if (TraceFormat.kind(head) != TraceFormat.SHAPE) throw damaged("a type without its shape");
        long fixedBytes = TraceFormat.detail(head);
        long elements = bytes.readLong();
        long offsets = bytes.readLong();
        boolean possible = fixedBytes >= Long.BYTES && fixedBytes <= (long) TypeLayout.MAX_FIXED_WORDS * Long.BYTES && elements >= 0 && elements < Elements.values().length;
        if (!possible) throw damaged("a type of " + fixedBytes + " bytes with elements " + elements);
        List<String> fields = IntStream.range(1, (int) fixedBytes / Long.BYTES).mapToObj(word -> "word" + word).toList();
        String name = readName();
        try {
            return new TypeLayout(name, (int) fixedBytes, referenceMap, weakMap, (int) offsets, (int) (offsets >>> Integer.SIZE), Elements.values()[(int) elements], fields);
        } catch (IllegalArgumentException impossible) {
            throw damaged("an impossible type (" + impossible.getMessage() + ")");
        }
    }

    private String readName() {
        StringBuilder name = new StringBuilder();
        long count;
        do {
            long head = bytes.readLong();
            count = TraceFormat.detail(head);
            if (TraceFormat.kind(head) != TraceFormat.NAME || count > TraceFormat.NAME_BYTES) throw damaged("a type without its name");
            byte[] part = new byte[TraceFormat.NAME_BYTES];
            bytes.read(part);
            name.append(new String(part, 0, (int) count, StandardCharsets.ISO_8859_1));
        } while (count == TraceFormat.NAME_BYTES);
        return new String(name.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
