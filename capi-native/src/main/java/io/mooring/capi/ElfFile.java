package io.mooring.capi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The header of an ELF file, looked at before the dynamic loader is: the loader maps what the header promises, and a file that is shorter than that kills
 * the process with a bus error.
 *
 * <pre>
 *   +0   magic      7F 'E' 'L' 'F'
 *   +4   class      2 = 64 bit
 *   +5   encoding   1 = little endian
 *   +16  type       3 = shared object
 *   +18  machine    62 = x86-64
 *   +32  phoff      where the program headers begin
 *   +54  phentsize  bytes of one      +56  phnum  how many
 *
 *   program header:  +0  type, 1 = LOAD    +8  offset    +32  bytes in the file
 * </pre>
 */
final class ElfFile {
    private static final int HEADER_BYTES = 64;
    private static final int MAGIC = 0x464C457F;
    private static final int CLASS = 4;
    private static final int ENCODING = 5;
    private static final int TYPE = 16;
    private static final int MACHINE = 18;
    private static final int PROGRAM_HEADERS = 32;
    private static final int PROGRAM_HEADER_BYTES = 54;
    private static final int PROGRAM_HEADER_COUNT = 56;
    private static final int SEGMENT_HEADER_BYTES = 56;
    private static final int SEGMENT_TYPE = 0;
    private static final int SEGMENT_OFFSET = 8;
    private static final int SEGMENT_BYTES = 32;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int SHARED_OBJECT = 3;
    private static final int X86_64 = 62;
    private static final int LOAD = 1;

    private ElfFile() {}

    /** What keeps the file from being a shared library for this machine, in a few words; null if nothing does. */
    static String flaw(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, HEADER_BYTES);
            if (header.limit() < Integer.BYTES || header.getInt(0) != MAGIC) return "it is not an ELF file";
            if (header.limit() < HEADER_BYTES) return truncated(channel.size(), HEADER_BYTES);
            if (header.get(CLASS) != CLASS_64 || header.get(ENCODING) != LITTLE_ENDIAN || header.getShort(MACHINE) != X86_64) {
                return "it is an ELF file for another machine";
            }
            if (header.getShort(TYPE) != SHARED_OBJECT) return "it is an ELF file, but no shared library";
            return segmentFlaw(channel, header);
        } catch (IOException e) {
            return "it cannot be read (" + e.getMessage() + ")";
        }
    }

    private static String segmentFlaw(FileChannel channel, ByteBuffer header) throws IOException {
        long table = header.getLong(PROGRAM_HEADERS);
        int count = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT));
        if (header.getShort(PROGRAM_HEADER_BYTES) != SEGMENT_HEADER_BYTES || table < 0) return "its program headers are damaged";
        long needed = table + (long) count * SEGMENT_HEADER_BYTES;
        if (needed > channel.size()) return truncated(channel.size(), needed);
        ByteBuffer segments = read(channel, table, count * SEGMENT_HEADER_BYTES);
        for (int at = 0; at < segments.limit(); at += SEGMENT_HEADER_BYTES) {
            if (segments.getInt(at + SEGMENT_TYPE) != LOAD) continue;
            long end = segments.getLong(at + SEGMENT_OFFSET) + segments.getLong(at + SEGMENT_BYTES);
            if (end < 0 || end > channel.size()) return truncated(channel.size(), end);
        }
        return null;
    }

    private static String truncated(long size, long needed) {
        return "it is truncated: it has " + size + " bytes and needs " + needed;
    }

    private static ByteBuffer read(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
        return bytes.flip();
    }
}
