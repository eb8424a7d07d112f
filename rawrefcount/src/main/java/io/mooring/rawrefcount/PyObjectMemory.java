package io.mooring.rawrefcount;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;

/**
 * The two words of a PyObject that links read and write, and the way to free one whose death needs no {@code tp_dealloc}.
 *
 * <p>capi-native's memory is the arena of the C library; {@link BlockArena} is one without C. The arena is one range of addresses that
 * never moves, so that one subtraction and one comparison tell whether a PyObject has the hidden prefix.
 */
public abstract class PyObjectMemory {
    private final long arenaStart;
    private final long arenaBytes;

    /** @param arena the addresses of all PyObjects that have a prefix */
    protected PyObjectMemory(Range arena) {
        arenaStart = arena.start();
        arenaBytes = arena.bytes();
    }

    /** Whether the link word and the gc word stand before the PyObject; false for null. */
    public final boolean hasPrefix(long pyobj) {
        return Long.compareUnsigned(pyobj - arenaStart, arenaBytes) < 0;
    }

    /** The reference count, with the bias of a link. */
    public final long count(long pyobj) {
        return Memory.readLong(pyobj + PyObjectLayout.COUNT_OFFSET);
    }

    public final void setCount(long pyobj, long count) {
        Memory.writeLong(pyobj + PyObjectLayout.COUNT_OFFSET, count);
    }

    /** The link word of a PyObject with a prefix. */
    public final @Ref long link(long pyobj) {
        assert hasPrefix(pyobj) : "PyObject 0x" + Long.toHexString(pyobj) + " has no prefix";
        return Memory.readLong(pyobj + PyObjectLayout.LINK_OFFSET);
    }

    public final void setLink(long pyobj, @Ref long object) {
        assert hasPrefix(pyobj) : "PyObject 0x" + Long.toHexString(pyobj) + " has no prefix";
        Memory.writeLong(pyobj + PyObjectLayout.LINK_OFFSET, object);
    }

    /**
     * Takes back the block of a PyObject that nobody refers to any more and that needs no {@code tp_dealloc}. Called within a collection, once per
     * dead light link; its link word still holds the stale address. Must not touch the heap or the links.
     */
    public abstract void free(long pyobj);

    /**
     * A PyObject that C counts has lost its managed object: its count is C's alone now, without the bias. Called within a collection; must not touch the heap or
     * the links.
     *
     * @param wasLight whether the link that ended was a light one, which lets the PyObject do without what a deallocator would give back
     */
    public void leftToC(long pyobj, boolean wasLight) {}

    /** The sweep that called {@link #free} is over: what was held back to be returned in bulk must be returned now. */
    public void flushFrees() {}

    /** Names a PyObject in messages. */
    public String describe(long pyobj) {
        return "PyObject 0x" + Long.toHexString(pyobj);
    }
}
