package io.mooring.rawrefcount;

/**
 * One link as one word: the address of the PyObject, with the kind of the link in the bits that alignment leaves free.
 *
 * <pre>
 *   63                                                   3   2   1   0
 *   |  PyObject*, 8-byte aligned                         | 0 | F | O |
 *
 *   O  NATIVE    the PyObject owns the data (O link); clear: the managed object does (P link)
 *   F  FOREIGN   the PyObject has no prefix: its link word is in the ForeignTable
 * </pre>
 *
 * The word 0 is no link. Bit 2 is free for the collector of cycles.
 */
public final class LinkEntry {
    /** Bytes of an entry. */
    public static final int BYTES = Long.BYTES;
    public static final long NATIVE = 1L;
    public static final long FOREIGN = 1L << 1;
    /** What to clear to get the PyObject. */
    public static final long KIND_MASK = Long.BYTES - 1;
    /** The word that is no link. */
    public static final long NONE = 0L;

    private LinkEntry() {}

    static long of(long pyobj, long kind) {
        assert (pyobj & KIND_MASK) == 0 && pyobj != NONE : "PyObject 0x" + Long.toHexString(pyobj);
        return pyobj | kind;
    }

    public static long pyObject(long entry) {
        return entry & ~KIND_MASK;
    }

    public static boolean isNative(long entry) {
        return (entry & NATIVE) != 0;
    }

    public static boolean isForeign(long entry) {
        return (entry & FOREIGN) != 0;
    }
}
