package io.mooring.rawrefcount;

/**
 * Where the words of a PyObject stand, counted from the address that C knows.
 *
 * <pre>
 *   -16  link word   address of the managed object; 0: no link; an immediate: tp_dealloc is running
 *   - 8  gc word     flags of the C side
 *   + 0  ob_refcnt   the count, with the bias of a link (see RefCountBias)
 *   + 8  ob_type
 * </pre>
 *
 * The two words before the address exist only for blocks of our own allocator; the address tells (see {@link PyObjectMemory#hasPrefix}).
 */
public final class PyObjectLayout {
    /** Bytes of the hidden prefix. */
    public static final int PREFIX_BYTES = 2 * Long.BYTES;
    public static final int LINK_OFFSET = -PREFIX_BYTES;
    public static final int GC_OFFSET = LINK_OFFSET + Long.BYTES;
    public static final int COUNT_OFFSET = 0;
    public static final int TYPE_OFFSET = COUNT_OFFSET + Long.BYTES;
    /** Blocks of our own allocator begin at multiples of this. */
    public static final int ALIGNMENT = 16;

    private PyObjectLayout() {}
}
