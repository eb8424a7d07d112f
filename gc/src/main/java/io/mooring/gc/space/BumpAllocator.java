package io.mooring.gc.space;

import io.mooring.gc.memory.CollectedWords;
import io.mooring.gc.memory.Memory;

/**
 * Where the program's next object goes: a chunk of zeroed memory of some space, used up front to back.
 *
 * <pre>
 *   chunk taken from the space
 *   |  objects   | zeroed, free            |
 *                ^ cursor                  ^ chunkEnd (= limit, or limit = 0 while every allocation is to be counted)
 * </pre>
 *
 * Chunks are zeroed when they are taken, small enough that the zeroes are still in the level-1 cache when the objects are written.
 * The cursor and the limit are words outside the Java heap, so that generated code and C can allocate by the same three instructions.
 */
public final class BumpAllocator {
    /** Bytes of a chunk: half of a 48 KiB level-1 data cache, and a bit. */
    public static final long CHUNK_BYTES = 32L << 10;

    /** Who lent the chunk, and gets the rest back. */
    public interface Lender {
        /** No object lies in the chunk from {@code cursor} on. */
        void takeBack(long cursor, long chunkEnd);
    }

    private static final Lender NOBODY = (cursor, chunkEnd) -> {};

    /** Freed with the allocator, so that an allocation in a closed heap finds limit 0 and is refused. */
    private final CollectedWords words = new CollectedWords(2);
    private final long cursorAddress = words.start();
    private final boolean countsAllocations;
    private long chunkEnd;
    private Lender lender = NOBODY;

    /** @param countsAllocations send every allocation down the slow path, where it is counted */
    public BumpAllocator(boolean countsAllocations) {
        this.countsAllocations = countsAllocations;
    }

    /** The address of {@code bytes} zeroed bytes, or 0 when the slow path must decide. */
    public long bump(long bytes) {
        long start = Memory.readLong(cursorAddress);
        long end = start + bytes;
        if (end > Memory.readLong(limitAddress())) return 0;
        Memory.writeLong(cursorAddress, end);
        return start;
    }

    /** As {@link #bump}, without regard to counting: 0 only when the chunk is used up. */
    public long take(long bytes) {
        long start = Memory.readLong(cursorAddress);
        if (start + bytes > chunkEnd) return 0;
        Memory.writeLong(cursorAddress, start + bytes);
        return start;
    }

    /** Takes a new chunk of {@code from}, with room for at least {@code bytes}; false when less than that is left below {@code end}. */
    public boolean refill(CopySpace from, long bytes, long end) {
        retire();
        long start = from.top();
        if (start + bytes > end) return false;
        long to = Math.min(end, start + Math.max(bytes, CHUNK_BYTES));
        from.advance(to);
        use(from, start, to);
        return true;
    }

    /** Zeroes the chunk from {@code start} to {@code end} and uses it from now on; the last one goes back to its lender. */
    public void use(Lender from, long start, long end) {
        retire();
        Memory.fill(start, end - start, (byte) 0);
        lender = from;
        chunkEnd = end;
        Memory.writeLong(cursorAddress, start);
        Memory.writeLong(limitAddress(), countsAllocations ? 0 : end);
    }

    /** Gives the unused rest of the chunk back. */
    public void retire() {
        lender.takeBack(Memory.readLong(cursorAddress), chunkEnd);
        lender = NOBODY;
        chunkEnd = 0;
        Memory.writeLong(cursorAddress, 0);
        Memory.writeLong(limitAddress(), 0);
    }

    /** Bytes of the chunk that hold no object. */
    public long unusedBytes() {
        return chunkEnd - Memory.readLong(cursorAddress);
    }

    /** Where the address of the next object stands. */
    public long cursorAddress() {
        return cursorAddress;
    }

    /** Where the address stands that an object must not end behind. */
    public long limitAddress() {
        return cursorAddress + Long.BYTES;
    }
}
