package io.mooring.gc.space;

import io.mooring.gc.memory.Memory;

/**
 * Where the program's next object goes: a chunk of zeroed memory of some copy space, used up front to back.
 *
 * <pre>
 *   chunk taken from the space
 *   |  objects   | zeroed, free            |
 *                ^ cursor                  ^ chunkEnd (= limit, or limit = 0 while every allocation is to be counted)
 * </pre>
 *
 * Chunks are zeroed when they are taken, small enough that the zeroes are still in the level-1 cache when the objects are written.
 */
public final class BumpAllocator {
    /** Bytes of a chunk: half of a 48 KiB level-1 data cache, and a bit. */
    public static final long CHUNK_BYTES = 32L << 10;

    private long cursor;
    private long limit;
    private long chunkEnd;
    private CopySpace space;
    private final boolean countsAllocations;

    /** @param countsAllocations send every allocation down the slow path, where it is counted */
    public BumpAllocator(boolean countsAllocations) {
        this.countsAllocations = countsAllocations;
    }

    /** The address of {@code bytes} zeroed bytes, or 0 when the slow path must decide. */
    public long bump(long bytes) {
        long start = cursor;
        long end = start + bytes;
        if (end > limit) return 0;
        cursor = end;
        return start;
    }

    /** As {@link #bump}, without regard to counting: 0 only when the chunk is used up. */
    public long take(long bytes) {
        long start = cursor;
        if (start + bytes > chunkEnd) return 0;
        cursor = start + bytes;
        return start;
    }

    /** Takes a new chunk of {@code from}, with room for at least {@code bytes}; false when less than that is left below {@code end}. */
    public boolean refill(CopySpace from, long bytes, long end) {
        retire();
        long start = from.top();
        if (start + bytes > end) return false;
        chunkEnd = Math.min(end, start + Math.max(bytes, CHUNK_BYTES));
        Memory.fill(start, chunkEnd - start, (byte) 0);
        from.advance(chunkEnd);
        space = from;
        cursor = start;
        limit = countsAllocations ? 0 : chunkEnd;
        return true;
    }

    /** Gives the unused rest of the chunk back, so that the space ends with its last object. */
    public void retire() {
        if (space != null) space.advance(cursor);
        space = null;
        cursor = 0;
        limit = 0;
        chunkEnd = 0;
    }

    /** Bytes of the chunk that hold no object. */
    public long unusedBytes() {
        return chunkEnd - cursor;
    }
}
