package io.mooring.capi;

import io.mooring.gc.Heap;
import io.mooring.gc.Ref;
import io.mooring.gc.Slot;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.W_BytesObject;
import io.mooring.objspace.W_UnicodeObject;

/**
 * The characters of str and the data of bytes, copied between managed objects and CPython's structures.
 *
 * <pre>
 *   str in C     PyASCIIObject or PyCompactUnicodeObject | characters of 1, 2 or 4 bytes | one zero character
 *   state word   bits 0-1 interned, 2-4 bytes of a character, 5 compact, 6 ASCII, 7 ready
 *   bytes in C   PyBytesObject                           | data | NUL
 * </pre>
 */
final class TextMirrors {
    private static final int KIND_SHIFT = 2;
    private static final int KIND_MASK = 7;
    private static final int COMPACT = 1 << 5;
    private static final int ASCII = 1 << 6;
    private static final int READY = 1 << 7;
    /** The hash that is not computed yet. */
    private static final long NO_HASH = -1;
    private static final int ASCII_LIMIT = 0x80;
    private static final int LATIN_LIMIT = 0x100;
    private static final int WIDE_LIMIT = 0x10000;
    /** Binary logarithm of the bytes of a wchar_t, whose strs are their own wide characters. */
    private static final int WCHAR_SHIFT = 2;

    private final ObjSpace space;
    private final Heap heap;
    private final CMemory memory;

    TextMirrors(CApi capi) {
        this.space = capi.space;
        this.heap = capi.heap;
        this.memory = capi.memory;
    }

    // ---- to C -----------------------------------------------------------------------------------------------------------------------

    /** A fresh PyObject of type {@code type} (str or a subtype) and at least {@code least} bytes with a str's characters; count 1, not linked. */
    long newStr(HandleScope scope, @Slot long hStr, long type, long least) {
        int shift = space.unicodes.shift(scope.get(hStr));
        boolean ascii = space.unicodes.isAscii(scope.get(hStr));
        long count = space.unicodes.count(scope.get(hStr));
        long header = ascii ? CLayout.PyASCIIObject.SIZE : CLayout.PyCompactUnicodeObject.SIZE;
        long p = take(Math.max(least, header + ((count + 1) << shift)));
        CMemory.setHeader(p, 1, type);
        long hash = heap.readWord(scope.get(hStr), W_UnicodeObject.HASH);
        Memory.writeLong(p + CLayout.PyASCIIObject.length, count);
        Memory.writeLong(p + CLayout.PyASCIIObject.hash, hash == 0 ? NO_HASH : hash);
        Memory.writeLong(p + CLayout.PyASCIIObject.state, (1L << shift << KIND_SHIFT) | COMPACT | (ascii ? ASCII : 0) | READY);
        Memory.writeLong(p + CLayout.PyASCIIObject.wstr, 0);
        if (!ascii) {
            Memory.writeLong(p + CLayout.PyCompactUnicodeObject.utf8, 0);
            Memory.writeLong(p + CLayout.PyCompactUnicodeObject.utf8_length, 0);
            Memory.writeLong(p + CLayout.PyCompactUnicodeObject.wstr_length, shift == WCHAR_SHIFT ? count : 0);
            if (shift == WCHAR_SHIFT) Memory.writeLong(p + CLayout.PyASCIIObject.wstr, p + header);
        }
        Memory.copy(scope.get(hStr) + W_UnicodeObject.TEXT, p + header, count << shift);
        write(p + header, shift, count, 0);
        return p;
    }

    private static void write(long characters, int shift, long index, int point) {
        switch (shift) {
            case 0 -> Memory.writeByte(characters + index, (byte) point);
            case 1 -> Memory.writeShort(characters + (index << 1), (short) point);
            default -> Memory.writeInt(characters + (index << 2), point);
        }
    }

    private long take(long bytes) {
        long p = memory.allocateBytes(bytes);
        if (p == 0) throw space.error(space.w_MemoryError, "no room for more PyObjects");
        return p;
    }

    /** As {@link #newStr} for bytes. */
    long newBytes(HandleScope scope, @Slot long hBytes, long type, long least) {
        long count = space.bytes.count(scope.get(hBytes));
        long p = take(Math.max(least, CLayout.PyBytesObject.ob_sval + count + 1));
        CMemory.setHeader(p, 1, type);
        Memory.writeLong(p + CLayout.PyVarObject.ob_size, count);
        Memory.writeLong(p + CLayout.PyBytesObject.ob_shash, NO_HASH);
        Memory.copy(scope.get(hBytes) + W_BytesObject.DATA, p + CLayout.PyBytesObject.ob_sval, count);
        Memory.writeByte(p + CLayout.PyBytesObject.ob_sval + count, (byte) 0);
        return p;
    }

    // ---- from C ---------------------------------------------------------------------------------------------------------------------

    /** A managed copy of a str, in the narrowest width that its characters allow; C's may be wider. */
    @Ref
    long readStr(long p) {
        long state = Memory.readLong(p + CLayout.PyASCIIObject.state);
        long count = Memory.readLong(p + CLayout.PyASCIIObject.length);
        if (count == 0) return space.unicodes.empty();
        int shift = Integer.numberOfTrailingZeros((int) (state >> KIND_SHIFT) & KIND_MASK);
        long characters = characters(p, state);
        if (count == 1) return space.unicodes.character(read(characters, shift, 0));
        int union = (state & ASCII) != 0 ? 0 : union(characters, shift, count);
        int narrow = union < LATIN_LIMIT ? 0 : union < WIDE_LIMIT ? 1 : 2;
        long w = space.unicodes.allocate(narrow, union < ASCII_LIMIT, count);
        long text = w + W_UnicodeObject.TEXT;
        if (narrow == shift) {
            Memory.copy(characters, text, count << shift);
        } else {
            for (long i = 0; i < count; i++) write(text, narrow, i, read(characters, shift, i));
        }
        return w;
    }

    private static long characters(long p, long state) {
        if ((state & COMPACT) == 0) return Memory.readLong(p + CLayout.PyUnicodeObject.data);
        return p + ((state & ASCII) != 0 ? CLayout.PyASCIIObject.SIZE : CLayout.PyCompactUnicodeObject.SIZE);
    }

    private static int read(long characters, int shift, long index) {
        return switch (shift) {
            case 0 -> Memory.readByte(characters + index) & 0xFF;
            case 1 -> Memory.readShort(characters + (index << 1)) & 0xFFFF;
            default -> Memory.readInt(characters + (index << 2));
        };
    }

    private static int union(long characters, int shift, long count) {
        int union = 0;
        for (long i = 0; i < count; i++) union |= read(characters, shift, i);
        return union;
    }

    /** Whether a str that C made may be freed without its deallocator: it is a block of ours and has no caches in blocks of their own. */
    boolean isLight(long p) {
        if (!memory.hasPrefix(p)) return false;
        long state = Memory.readLong(p + CLayout.PyASCIIObject.state);
        if ((state & COMPACT) == 0) return false;
        long wide = Memory.readLong(p + CLayout.PyASCIIObject.wstr);
        if (wide != 0 && wide != characters(p, state)) return false;
        return (state & ASCII) != 0 || Memory.readLong(p + CLayout.PyCompactUnicodeObject.utf8) == 0;
    }

    /** A managed copy of a bytes object. */
    @Ref
    long readBytes(long p) {
        long count = CMemory.size(p);
        long w = space.bytes.allocate(count);
        Memory.copy(p + CLayout.PyBytesObject.ob_sval, w + W_BytesObject.DATA, count);
        return w;
    }
}
