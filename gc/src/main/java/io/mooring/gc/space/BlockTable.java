package io.mooring.gc.space;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;

/**
 * What each block of a space is used for, one word per block, kept outside it.
 *
 * <pre>
 *   63      37   36         35       34       33      32    31                  0
 *   |    0    | RESIDENT | LISTED | LEAVING | HOLED | TAKEN |    live bytes      |
 *
 *   TAKEN     objects lie in the block, or chunks of it were handed out; all others are free
 *   HOLED     nobody has taken chunks of it yet since the last collection, and some of its lines are free
 *   LEAVING   the running collection evacuates it
 *   LISTED    lines of it were handed out since the last collection
 *   RESIDENT  its memory was touched and has not been given back to the system
 * </pre>
 */
final class BlockTable implements AutoCloseable {
    /** Binary logarithm of the bytes of a block: eight pages, and what a level-1 cache holds. */
    static final int BLOCK_SHIFT = 15;
    static final long BLOCK_BYTES = 1L << BLOCK_SHIFT;

    static final long TAKEN = 1L << 32;
    static final long HOLED = 1L << 33;
    static final long LEAVING = 1L << 34;
    static final long LISTED = 1L << 35;
    static final long RESIDENT = 1L << 36;
    private static final long LIVE_MASK = TAKEN - 1;

    private final long start;
    private final Words words;

    BlockTable(Range range) {
        start = range.start();
        words = Words.zeroes((range.bytes() >>> BLOCK_SHIFT) + 1);
    }

    private long slot(long address) {
        return words.start() + ((address - start) >>> BLOCK_SHIFT) * Long.BYTES;
    }

    /** Where the block of an address begins. */
    long block(long address) {
        return start + ((address - start) >>> BLOCK_SHIFT << BLOCK_SHIFT);
    }

    boolean is(long address, long flag) {
        return (Memory.readLong(slot(address)) & flag) != 0;
    }

    void set(long address, long flags) {
        Memory.writeLong(slot(address), Memory.readLong(slot(address)) | flags);
    }

    void clear(long address, long flags) {
        Memory.writeLong(slot(address), Memory.readLong(slot(address)) & ~flags);
    }

    /** Bytes of the marked objects that begin in the block. */
    long liveBytes(long address) {
        return Memory.readLong(slot(address)) & LIVE_MASK;
    }

    void addLive(long address, long bytes) {
        Memory.writeLong(slot(address), Memory.readLong(slot(address)) + bytes);
    }

    void forgetLive(long address) {
        clear(address, LIVE_MASK);
    }

    /** The first block from {@code from} on, below {@code end}, whose flags within {@code mask} are {@code wanted}; {@code end} when there is none. */
    long next(long from, long end, long mask, long wanted) {
        long block = from;
        while (block < end && (Memory.readLong(slot(block)) & mask) != wanted) block += BLOCK_BYTES;
        return block;
    }

    @Override
    public void close() {
        words.close();
    }
}
