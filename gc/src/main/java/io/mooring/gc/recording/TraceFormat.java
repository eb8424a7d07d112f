package io.mooring.gc.recording;

/**
 * The layout of a lifetime trace: a header and records of three words, in the byte order of x86-64 (little-endian).
 *
 * <pre>
 *   header                                       record
 *   +0    magic "MOORTRAC"                       +0   kind (bits 0..7) and detail (bits 8..63)
 *   +8    version             (4 bytes)          +8   first word
 *   +12   bytes of a record   (4 bytes)          +16  second word
 *   +16   committed: bytes of the file that
 *         may be read, header included
 *   +24   state: 0 being written, 1 complete
 *   +64   first record
 *
 *   kind            detail                     first word            second word
 *   1 TYPE          type id                    map of references     map of weak references          \  a type, before
 *   2 SHAPE         bytes of the fixed part    elements (ordinal)    key and value offset (32, 32)    > its first object;
 *   3 NAME          bytes of the name in here  8 bytes of the name   8 more                          /  NAMEs until one is not full
 *   4 ALLOCATION    type id                    object                length
 *   5 IMMORTAL      type id                    object                length
 *   6 STORE         offset of the slot         object                value
 *   7 ROOT          0                          object                0
 *   8 UNROOT        0                          object                0
 *   9 DEATH         0                          object                0
 *   10 ROOTS        0                          number of the record  number of objects that are rooted now
 * </pre>
 *
 * Objects are numbered from 1 in the order of their allocation, and no number is used twice. A value is 0 for null, an immediate as it
 * stands in the slot (low bit 1), or the number of an object times two. What a slot holds before its first STORE is null. ROOT and UNROOT
 * records are the difference to the last ROOTS record, and DEATH records follow it: these objects were found dead then.
 */
final class TraceFormat {
    /** "MOORTRAC", its first letter in the lowest byte. */
    static final long MAGIC = 0x4341_5254_524F_4F4DL;
    /** Grows with every change of this drawing; a reader reads one version. */
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int RECORD_BYTES_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int COMMITTED_OFFSET = RECORD_BYTES_OFFSET + Integer.BYTES;
    static final int STATE_OFFSET = COMMITTED_OFFSET + Long.BYTES;
    static final int HEADER_BYTES = 64;
    static final int RECORD_BYTES = 3 * Long.BYTES;

    static final long WRITING = 0;
    static final long COMPLETE = 1;

    static final int TYPE = 1;
    static final int SHAPE = 2;
    static final int NAME = 3;
    static final int ALLOCATION = 4;
    static final int IMMORTAL = 5;
    static final int STORE = 6;
    static final int ROOT = 7;
    static final int UNROOT = 8;
    static final int DEATH = 9;
    static final int ROOTS = 10;

    private static final int DETAIL_SHIFT = 8;
    private static final int KIND_MASK = (1 << DETAIL_SHIFT) - 1;
    /** Bytes of a name in one NAME record: both of its words. */
    static final int NAME_BYTES = 2 * Long.BYTES;

    private TraceFormat() {}

    static long head(int kind, long detail) {
        return detail << DETAIL_SHIFT | kind;
    }

    static int kind(long head) {
        return (int) head & KIND_MASK;
    }

    static long detail(long head) {
        return head >>> DETAIL_SHIFT;
    }
}
