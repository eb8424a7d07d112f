package io.mooring.rawrefcount;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;

/**
 * PyObjects without C: an arena of blocks of one size with a free list. What the tests of links and their benchmarks run on.
 *
 * <pre>
 *   block    | link | gc | count | type | two words |      48 bytes; the PyObject's address is that of its count
 *   free     | next | FREED                         |
 * </pre>
 */
public final class BlockArena extends PyObjectMemory implements AutoCloseable {
    /** Bytes of a block: the prefix, a PyObject's header and two words, as for a small int. */
    public static final int BLOCK_BYTES = PyObjectLayout.PREFIX_BYTES + 4 * Long.BYTES;
    /** The gc word of a block that is free: no flags that the C side uses, and recognisable. */
    private static final long FREED = 0xF4EE_DF4E_EDF4_EED0L;

    private final Words words;
    private final Range range;
    private long firstFree;
    private long untouched;
    private long used;

    /** @param blocks the most PyObjects that exist at a time; untouched ones cost nothing */
    public BlockArena(long blocks) {
        this(Words.untouched((blocks * BLOCK_BYTES + Pages.PAGE) / Long.BYTES), blocks);
    }

    private BlockArena(Words words, long blocks) {
        long start = (words.start() + PyObjectLayout.ALIGNMENT - 1) & -PyObjectLayout.ALIGNMENT;
        Range range = new Range(start, start + blocks * BLOCK_BYTES);
        super(range);
        this.words = words;
        this.range = range;
        this.untouched = start;
    }

    /** A PyObject of which {@code count} references are held, without a link; its type is null. */
    public long allocate(long count) {
        long pyobj = firstFree;
        if (pyobj != 0) firstFree = link(pyobj);
        else pyobj = takeUntouched();
        setLink(pyobj, 0);
        Memory.writeLong(pyobj + PyObjectLayout.GC_OFFSET, 0);
        setCount(pyobj, count);
        used++;
        return pyobj;
    }

    private long takeUntouched() {
        if (untouched == range.end()) throw new HeapExhausted("the arena of PyObjects is full", BLOCK_BYTES, range.bytes(), range.bytes());
        long pyobj = untouched - PyObjectLayout.LINK_OFFSET;
        untouched += BLOCK_BYTES;
        Memory.writeLong(pyobj + PyObjectLayout.TYPE_OFFSET, 0);
        return pyobj;
    }

    @Override
    public void free(long pyobj) {
        if (isFree(pyobj)) throw new IllegalStateException(describe(pyobj) + " is freed twice");
        setLink(pyobj, firstFree);
        Memory.writeLong(pyobj + PyObjectLayout.GC_OFFSET, FREED);
        firstFree = pyobj;
        used--;
    }

    /** Whether a block that was once allocated is free now. */
    public boolean isFree(long pyobj) {
        return Memory.readLong(pyobj + PyObjectLayout.GC_OFFSET) == FREED;
    }

    /** PyObjects that exist. */
    public long used() {
        return used;
    }

    @Override
    public void close() {
        words.close();
    }
}
