package io.mooring.gc.space;

import io.mooring.gc.Ref;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;

/**
 * What each line of a space is used for, one byte per line, kept outside it; and how often each line was handed out.
 *
 * <pre>
 *   lines    | A   | A B | B   |     |     | C D | D   | ...      LINE_BYTES each; objects may share and straddle them
 *   states   | live| live| live| free| free|first|fresh|
 *   uses     |  3  |  3  |  3  |  2  |  0  |  1  |  1  |
 *
 *   0  FREE    no object; may be handed out
 *   1  FRESH   handed out since the last collection, zeroed or with objects that no collection has seen
 *   2  FIRST   a fresh line with which a chunk begins: an object begins where the line does
 *   3, 4       live: some object that the last major collection, or one since, reached lies here. The two take turns, so that a
 *              major collection tells the lines that it marked from those of the one before.
 * </pre>
 *
 * A line is live exactly if a marked object lies in it or straddles it: lines are marked when the object is scanned and its size is
 * known, so no line has to be spared because the object before it might reach into it. Eight states are looked at together.
 */
final class LineTable implements AutoCloseable {
    /** Binary logarithm of the bytes of a line: two cache lines, four objects of average size. */
    static final int LINE_SHIFT = 7;
    static final long LINE_BYTES = 1L << LINE_SHIFT;

    private static final byte FREE = 0;
    private static final byte FRESH = 1;
    private static final byte FIRST = 2;
    private static final byte LIVE_ODD = 3;
    private static final byte LIVE_EVEN = 4;

    /** The lowest bit of each of eight states. */
    private static final long ONES = 0x0101_0101_0101_0101L;
    /** The highest bit of each of eight states: none of them uses it. */
    private static final long HIGHS = ONES << 7;
    /** All other bits of eight states. */
    private static final long LOWS = ~HIGHS;
    private static final int BYTE_MASK = 0xFF;

    private final long start;
    private final Words states;
    private final Words uses;
    private byte live = LIVE_ODD;

    LineTable(Range range) {
        start = range.start();
        long words = (range.bytes() >>> LINE_SHIFT) / Long.BYTES + 1;
        states = Words.zeroes(words);
        uses = Words.zeroes(words);
    }

    /** The number of bytes rounded up to whole lines. */
    static long roundUp(long bytes) {
        return (bytes + LINE_BYTES - 1) & -LINE_BYTES;
    }

    private long slot(long address) {
        return states.start() + ((address - start) >>> LINE_SHIFT);
    }

    private long useSlot(long address) {
        return uses.start() + ((address - start) >>> LINE_SHIFT);
    }

    /** The address of the line whose state stands at {@code slot}. */
    private long line(long slot) {
        return start + ((slot - states.start()) << LINE_SHIFT);
    }

    // ---- handing out ------------------------------------------------------------------------------------------------------------

    /** The first free line from {@code from} on; {@code end}, where a block ends, when there is none. */
    long nextFree(long from, long end) {
        long at = slot(from);
        long last = slot(end);
        while (at < last && (at & Long.BYTES - 1) != 0 && Memory.readByte(at) != FREE) at++;
        if ((at & Long.BYTES - 1) != 0) return line(at);
        while (at < last && same(Memory.readLong(at), FREE) == 0) at += Long.BYTES;
        while (at < last && Memory.readByte(at) != FREE) at++;
        return line(at);
    }

    /** The first line from {@code from} on that is not free; {@code end} when there is none. */
    long nextUsed(long from, long end) {
        long at = slot(from);
        long last = slot(end);
        while (at < last && (at & Long.BYTES - 1) != 0 && Memory.readByte(at) == FREE) at++;
        if ((at & Long.BYTES - 1) != 0) return line(at);
        while (at < last && Memory.readLong(at) == 0) at += Long.BYTES;
        while (at < last && Memory.readByte(at) == FREE) at++;
        return line(at);
    }

    /** Makes the free lines from {@code from} to {@code to} a chunk, which begins with an object. */
    void handOut(long from, long to) {
        long first = slot(from);
        Memory.fill(first, slot(to) - first, FRESH);
        Memory.writeByte(first, FIRST);
        for (long use = useSlot(from), end = useSlot(to); use < end; use++) Memory.writeByte(use, (byte) (Memory.readByte(use) + 1));
    }

    /** No object lies in these fresh lines: they are free again. */
    void takeBack(long from, long to) {
        if (from < to) Memory.fill(slot(from), slot(to) - slot(from), FREE);
    }

    /** Counts, modulo 256, the times that the line of an address was handed out: the same for as long as an object begins in it. */
    int uses(long address) {
        return Memory.readByte(useSlot(address)) & BYTE_MASK;
    }

    // ---- what no collection has seen ----------------------------------------------------------------------------------------------

    boolean isFresh(long address) {
        byte state = Memory.readByte(slot(address));
        return state == FRESH || state == FIRST;
    }

    /** Where the chunk begins that the fresh line of an address belongs to. */
    long chunk(long address) {
        long at = slot(address);
        while (Memory.readByte(at) != FIRST) at--;
        return line(at);
    }

    // ---- collecting ---------------------------------------------------------------------------------------------------------------

    /** A major collection begins: what was live until now has to be marked again. */
    void flip() {
        live = live == LIVE_ODD ? LIVE_EVEN : LIVE_ODD;
    }

    /** Marks the lines in which an object lies. [INV-19] */
    void mark(@Ref long object, long bytes) {
        long last = slot(object + bytes - Long.BYTES);
        for (long at = slot(object); at <= last; at++) Memory.writeByte(at, live);
    }

    boolean isLive(long address) {
        return Memory.readByte(slot(address)) == live;
    }

    /** Number of free lines of a block. */
    int countFree(long from, long end) {
        return count(from, end, FREE);
    }

    /** Number of fresh lines of a block. */
    int countFresh(long from, long end) {
        return count(from, end, FRESH) + count(from, end, FIRST);
    }

    private int count(long from, long end, byte state) {
        int count = 0;
        for (long at = slot(from), last = slot(end); at < last; at += Long.BYTES) count += Long.bitCount(same(Memory.readLong(at), state));
        return count;
    }

    /** Frees the lines of a block that are not live; returns how many of them were not free before. */
    int sweep(long from, long end) {
        int freed = 0;
        for (long at = slot(from), last = slot(end); at < last; at += Long.BYTES) {
            long before = Memory.readLong(at);
            if (before == 0) continue;
            long kept = same(before, live);
            freed += Long.BYTES - Long.bitCount(kept | same(before, FREE));
            Memory.writeLong(at, before & kept * BYTE_MASK);
        }
        return freed;
    }

    /** The lowest bit of each of eight states that is {@code wanted}, and no other bit. */
    private static long same(long eight, byte wanted) {
        long difference = eight ^ wanted * ONES;
        return ~(difference + LOWS) >>> 7 & ONES;
    }

    @Override
    public void close() {
        states.close();
        uses.close();
    }
}
