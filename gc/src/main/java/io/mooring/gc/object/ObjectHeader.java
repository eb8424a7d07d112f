package io.mooring.gc.object;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;

/**
 * The one header word of an object: what it is, what the collector knows about it, and its link.
 *
 * <pre>
 *   63                            32 31            16 15 11 10 9 8 7 6 5 4 3 2 1 0
 *   |         link index            |    type id     | --   |C|W|Y|P|S|H|M|age|N|1|   an object
 *   |         address of the copy, 8-byte aligned                             |0 0 0|   forwarded
 *
 *   bit             set by                        cleared by                    means
 *   1  HEADER       allocation                    forwarding (word replaced)    the word is a header, not a forwarding address
 *   N  NOTIFY       promotion, immortal alloc.    barrier, when it remembers    tell the barrier before the next store here
 *   age             copy within the young gen.    promotion                     collections survived while young, 0..3
 *   M  MARK         tracing a non-moving space    sweep of that space           reached in the running collection
 *   H  HASHED       first identityHash            never                         the hash is derived from the address of the first ask
 *   S  HASH_STORED  first move after HASHED       never                         the hash stands in the word behind the object
 *   P  PINNED       pin                           unpin                         must not move (plans that support it)
 *   Y  LARGE_YOUNG  allocation of a large object  the first collection          a large object that no collection has seen yet
 *   W  WATCHED      ephemeron with a white key    the closure, on reaching it   an ephemeron of the running collection waits for it
 *   C  DIRTY_CARDS  store into an old array       the next collection           cards of the array were marked by the barrier
 * </pre>
 *
 * The link index belongs to rawrefcount: 0 = no link. It travels with the copy because the whole word does.
 * A word of zero is neither: reading it through a stale reference is an error that the verifier and the assertions name.
 */
public final class ObjectHeader {
    public static final long HEADER = 1L;
    public static final long NOTIFY = 1L << 1;
    /** Which byte of the header that bit is in, the lowest being 0. */
    private static final int NOTIFY_BYTE = Long.numberOfTrailingZeros(NOTIFY) / Byte.SIZE;
    private static final int AGE_SHIFT = 2;
    private static final long AGE_ONE = 1L << AGE_SHIFT;
    private static final long AGE_MASK = 3L << AGE_SHIFT;
    public static final long MARK = 1L << 4;
    public static final long HASHED = 1L << 5;
    public static final long HASH_STORED = 1L << 6;
    public static final long PINNED = 1L << 7;
    public static final long LARGE_YOUNG = 1L << 8;
    public static final long WATCHED = 1L << 9;
    public static final long DIRTY_CARDS = 1L << 10;
    public static final int TYPE_SHIFT = 16;
    private static final int TYPE_MASK = 0xFFFF;
    private static final int LINK_SHIFT = 32;
    /** The bits of the link index: none of them is set in the header of an object without a link. */
    public static final long LINK_MASK = -1L << LINK_SHIFT;

    /** Bytes of the header; the first field of an object stands here. */
    public static final int BYTES = Long.BYTES;
    /** Type ids are 1..MAX_TYPE; 0 names no type. */
    public static final int MAX_TYPE = TYPE_MASK;
    /** The greatest age an object can have while young. */
    public static final int MAX_AGE = (int) (AGE_MASK >> AGE_SHIFT);

    private ObjectHeader() {}

    /** The header of a new object of a type. */
    public static long fresh(int type) {
        return ((long) type << TYPE_SHIFT) | HEADER;
    }

    public static boolean isForwarded(long word) {
        return (word & HEADER) == 0;
    }

    public static int type(long header) {
        return (int) (header >>> TYPE_SHIFT) & TYPE_MASK;
    }

    /** Where the entry of the type stands in a table whose entries have 2 to the power of {@code shift} bytes: {@link #type} times that, in two operations. */
    static long typeOffset(long header, int shift) {
        return header >>> TYPE_SHIFT - shift & (long) TYPE_MASK << shift;
    }

    /** As {@link #type(long)}, of the header at an address: the half word that holds it is read alone, which takes no shift and no mask. */
    public static int typeAt(@Ref long object) {
        return Short.toUnsignedInt(Memory.readShort(object + TYPE_SHIFT / Byte.SIZE));
    }

    /** Whether the header at an address has {@link #NOTIFY}: the byte that holds it is tested where it stands, in one instruction. */
    public static boolean notifiesAt(@Ref long object) {
        return (Memory.readByte(object + NOTIFY_BYTE) & NOTIFY >>> NOTIFY_BYTE * Byte.SIZE) != 0;
    }

    /** As {@link #linkIndex(long)}, of the header at an address. */
    public static int linkIndexAt(@Ref long object) {
        return Memory.readInt(object + LINK_SHIFT / Byte.SIZE);
    }

    public static int linkIndex(long header) {
        return (int) (header >>> LINK_SHIFT);
    }

    public static long withLinkIndex(long header, int index) {
        return (header & ~LINK_MASK) | ((long) index << LINK_SHIFT);
    }

    public static int age(long header) {
        return (int) ((header & AGE_MASK) >> AGE_SHIFT);
    }

    /** One collection older, still young. */
    public static long older(long header) {
        assert age(header) < MAX_AGE : "age " + age(header) + " cannot grow";
        return header + AGE_ONE;
    }

    /** The header of a copy in a space whose stores the barrier wants to see. */
    public static long promoted(long header) {
        return (header & ~AGE_MASK) | NOTIFY;
    }

    public static boolean has(long header, long bit) {
        return (header & bit) != 0;
    }
}
