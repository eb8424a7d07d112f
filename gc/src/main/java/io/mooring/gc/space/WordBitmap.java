package io.mooring.gc.space;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;

/**
 * One bit for each word of a range, kept outside it: which words are live, which begin an object. A <em>group</em> is the 64 words whose
 * bits share one word of the bitmap.
 */
public final class WordBitmap implements AutoCloseable {
    private static final int WORD_SHIFT = 3;
    /** Binary logarithm of the bytes of a group. */
    static final int GROUP_SHIFT = WORD_SHIFT + 6;

    private final long start;
    private final Words words;

    public WordBitmap(Range range) {
        start = range.start();
        words = Words.zeroes((range.bytes() >>> GROUP_SHIFT) + 1);
    }

    private long groupSlot(long address) {
        return words.start() + ((address - start) >>> GROUP_SHIFT << WORD_SHIFT);
    }

    /** The bit of an address within its group; the shift takes it modulo 64. */
    private long bit(long address) {
        return 1L << ((address - start) >>> WORD_SHIFT);
    }

    public boolean get(long address) {
        return (Memory.readLong(groupSlot(address)) & bit(address)) != 0;
    }

    public void set(long address) {
        long slot = groupSlot(address);
        Memory.writeLong(slot, Memory.readLong(slot) | bit(address));
    }

    public void unset(long address) {
        long slot = groupSlot(address);
        Memory.writeLong(slot, Memory.readLong(slot) & ~bit(address));
    }

    /** Sets the bits of {@code bytes} bytes from {@code address} on, at least one word. */
    void setRange(long address, long bytes) {
        long last = address + bytes - Long.BYTES;
        long slot = groupSlot(address);
        long lastSlot = groupSlot(last);
        long fromFirst = -bit(address);
        long toLast = bit(last) | (bit(last) - 1);
        if (slot == lastSlot) {
            Memory.writeLong(slot, Memory.readLong(slot) | (fromFirst & toLast));
            return;
        }
        Memory.writeLong(slot, Memory.readLong(slot) | fromFirst);
        for (slot += Long.BYTES; slot < lastSlot; slot += Long.BYTES) Memory.writeLong(slot, -1L);
        Memory.writeLong(lastSlot, Memory.readLong(lastSlot) | toLast);
    }

    /** Number of bits set in the group of an address. */
    int countGroup(long address) {
        return Long.bitCount(Memory.readLong(groupSlot(address)));
    }

    /** Number of bits set in the group of an address before the address itself. */
    int countBefore(long address) {
        return Long.bitCount(Memory.readLong(groupSlot(address)) & (bit(address) - 1));
    }

    /** The first address from {@code from} on, below {@code end}, whose bit is set; {@code end} when there is none. */
    long next(long from, long end) {
        if (from >= end) return end;
        long group = from;
        long found = Memory.readLong(groupSlot(from)) & -bit(from);
        while (found == 0) {
            group = start + (((group - start) >>> GROUP_SHIFT) + 1 << GROUP_SHIFT);
            if (group >= end) return end;
            found = Memory.readLong(groupSlot(group));
        }
        long groupStart = start + ((group - start) >>> GROUP_SHIFT << GROUP_SHIFT);
        return Math.min(end, groupStart + ((long) Long.numberOfTrailingZeros(found) << WORD_SHIFT));
    }

    /** The first address from {@code from} on, below {@code end}, whose bit is not set; {@code end} when there is none. */
    public long nextUnset(long from, long end) {
        long at = from;
        while (at < end) {
            long clear = ~Memory.readLong(groupSlot(at)) & -bit(at);
            long groupStart = start + ((at - start) >>> GROUP_SHIFT << GROUP_SHIFT);
            if (clear != 0) return Math.min(end, groupStart + ((long) Long.numberOfTrailingZeros(clear) << WORD_SHIFT));
            at = groupStart + (1L << GROUP_SHIFT);
        }
        return end;
    }

    /** The last address below {@code before} whose bit is set; 0 when there is none. */
    long previous(long before) {
        long at = before - Long.BYTES;
        if (at < start) return 0;
        long found = Memory.readLong(groupSlot(at)) & (bit(at) | (bit(at) - 1));
        long groupStart = start + ((at - start) >>> GROUP_SHIFT << GROUP_SHIFT);
        while (found == 0) {
            groupStart -= 1L << GROUP_SHIFT;
            if (groupStart < start) return 0;
            found = Memory.readLong(groupSlot(groupStart));
        }
        return groupStart + ((long) (Long.SIZE - 1 - Long.numberOfLeadingZeros(found)) << WORD_SHIFT);
    }

    /** Clears the bits of all words below {@code end}. */
    public void clear(long end) {
        Memory.fill(words.start(), groupSlot(end) + Long.BYTES - words.start(), (byte) 0);
    }

    @Override
    public void close() {
        words.close();
    }
}
