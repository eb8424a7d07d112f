package io.mooring.capi;

import io.mooring.gc.memory.Memory;
import java.nio.charset.StandardCharsets;

/** Strings and buffers in C memory: NUL-terminated UTF-8 read and written, malloc and free. */
final class CStrings {
    private static final long MALLOC = NativeLinker.systemFunction("malloc");
    private static final long FREE = NativeLinker.systemFunction("free");

    private CStrings() {}

    /** The text at an address, up to its NUL; damaged UTF-8 reads as U+FFFD. Null for the null pointer. */
    static String read(long address) {
        if (address == 0) return null;
        return read(address, length(address));
    }

    static String read(long address, long bytes) {
        byte[] text = new byte[Math.toIntExact(bytes)];
        Memory.copyTo(address, text, 0, text.length);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Bytes before the NUL. */
    static long length(long address) {
        long end = address;
        while (Memory.readByte(end) != 0) end++;
        return end - address;
    }

    /** A fresh NUL-terminated copy; the caller frees it. */
    static long allocate(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long address = malloc(bytes.length + 1L);
        Memory.copyFrom(bytes, 0, address, bytes.length);
        Memory.writeByte(address + bytes.length, (byte) 0);
        return address;
    }

    /** Memory of C's own allocator, not zeroed; the caller frees it. */
    static long malloc(long bytes) {
        long address = NativeLinker.call(MALLOC, Math.max(bytes, 1));
        if (address == 0) throw new OutOfMemoryError("malloc of " + bytes + " bytes");
        return address;
    }

    static void free(long address) {
        NativeLinker.call(FREE, address);
    }
}
