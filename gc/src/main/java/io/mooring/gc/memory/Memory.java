package io.mooring.gc.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * The only class that dereferences native memory: aligned words at absolute addresses, unchecked.
 *
 * <p>Two back ends, chosen once at start by the system property {@code mooring.memory}: {@code unsafe} (default; chronicle-core's
 * {@link UnsafeMemory}) and {@code segment} (one {@link MemorySegment} over all of memory), for a JDK that forbids Unsafe. The
 * choice is a constant to the JIT. In branchy code the segment costs up to twice as much, hence the default.
 */
public final class Memory {
    private static final boolean SEGMENT = "segment".equals(System.getProperty("mooring.memory"));
    private static final UnsafeMemory UNSAFE = SEGMENT ? null : UnsafeMemory.INSTANCE;
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Binary logarithm of the bytes of a word. */
    private static final int WORD_SHIFT = 3;
    /** Copies of at most this many bytes go word by word: below it the call of a bulk copy costs more than the words. */
    private static final int WORD_COPY_LIMIT = 64;

    private Memory() {}

    public static long readLong(long address) {
        return SEGMENT ? ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address) : UNSAFE.readLong(address);
    }

    public static void writeLong(long address, long value) {
        if (SEGMENT) ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
        else UNSAFE.writeLong(address, value);
    }

    public static int readInt(long address) {
        return SEGMENT ? ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address) : UNSAFE.readInt(address);
    }

    public static void writeInt(long address, int value) {
        if (SEGMENT) ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
        else UNSAFE.writeInt(address, value);
    }

    public static short readShort(long address) {
        return SEGMENT ? ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address) : UNSAFE.readShort(address);
    }

    public static void writeShort(long address, short value) {
        if (SEGMENT) ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
        else UNSAFE.writeShort(address, value);
    }

    public static byte readByte(long address) {
        return SEGMENT ? ALL.get(ValueLayout.JAVA_BYTE, address) : UNSAFE.readByte(address);
    }

    public static void writeByte(long address, byte value) {
        if (SEGMENT) ALL.set(ValueLayout.JAVA_BYTE, address, value);
        else UNSAFE.writeByte(address, value);
    }

    public static double readDouble(long address) {
        return Double.longBitsToDouble(readLong(address));
    }

    public static void writeDouble(long address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }

    /** Native memory of {@code bytes} bytes with undefined contents, of chronicle-core's, to be given back by {@link #free}. An OutOfMemoryError when there is none. */
    static long allocate(long bytes) {
        return OS.memory().allocate(bytes);
    }

    /** Gives back the {@code bytes} bytes that {@link #allocate} gave; once. */
    static void free(long address, long bytes) {
        OS.memory().freeMemory(address, bytes);
    }

    /** Sets {@code bytes} bytes to {@code value}. */
    public static void fill(long address, long bytes, byte value) {
        if (bytes == 0) return;
        if (SEGMENT) ALL.asSlice(address, bytes).fill(value);
        else UNSAFE.setMemory(address, bytes, value);
    }

    /** Fills whole words with a pattern; {@code bytes} is a multiple of 8. */
    public static void fillWords(long address, long bytes, long pattern) {
        for (long p = address, end = address + bytes; p < end; p += Long.BYTES) writeLong(p, pattern);
    }

    /** Copies {@code bytes} (a multiple of 8) between areas that do not overlap. Falls through: the JIT's frame around a loop of so few rounds costs more than they do. */
    @SuppressWarnings("fallthrough")
    public static void copyWords(long from, long to, long bytes) {
        if (bytes > WORD_COPY_LIMIT) {
            copy(from, to, bytes);
            return;
        }
        switch ((int) (bytes >>> WORD_SHIFT)) {
            case 8: copyWord(from, to, 7);
            case 7: copyWord(from, to, 6);
            case 6: copyWord(from, to, 5);
            case 5: copyWord(from, to, 4);
            case 4: copyWord(from, to, 3);
            case 3: copyWord(from, to, 2);
            case 2: copyWord(from, to, 1);
            case 1: copyWord(from, to, 0);
            default:
        }
    }

    private static void copyWord(long from, long to, int word) {
        writeLong(to + word * Long.BYTES, readLong(from + word * Long.BYTES));
    }

    /** Copies bytes; the areas may overlap. */
    public static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    public static void copyFrom(byte[] source, int offset, long to, int length) {
        MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, to, length);
    }

    public static void copyTo(long from, byte[] target, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, target, offset, length);
    }

    /** Whether two areas hold the same bytes. */
    public static boolean equal(long a, long b, long bytes) {
        return MemorySegment.mismatch(ALL, a, a + bytes, ALL, b, b + bytes) < 0;
    }
}
