package io.mooring.gc.space;

import io.mooring.gc.Stress;
import io.mooring.gc.memory.AddressStack;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;

/**
 * The blocks of a space and their lines, whatever lies in them: takes free blocks, hands lines out, sweeps, and gives memory back.
 *
 * <pre>
 *   start                                        frontier         end
 *   | taken | taken, with holes | free | taken | | never taken    |
 * </pre>
 */
final class BlockStore implements AutoCloseable {
    static final long BLOCK_BYTES = BlockTable.BLOCK_BYTES;
    static final long LINE_BYTES = LineTable.LINE_BYTES;
    private static final int LINES = (int) (BLOCK_BYTES / LINE_BYTES);

    final LineTable lines;
    final BlockTable blocks;
    private final Range range;
    private final Stress stress;
    /** Blocks of which lines were handed out since the last collection. */
    private final AddressStack listed = new AddressStack();
    private long frontier;
    private long nextFree;
    private long takenBlocks;
    private long holeBytes;

    BlockStore(Range range, Stress stress) {
        this.range = range;
        this.stress = stress;
        lines = new LineTable(range);
        blocks = new BlockTable(range);
        frontier = range.start();
        nextFree = range.start();
    }

    // ---- handing out ------------------------------------------------------------------------------------------------------------

    /** Takes the first free block, unless {@code room} is less than a block; 0 when there is none. */
    long takeFreeBlock(long room) {
        if (room < BLOCK_BYTES) return 0;
        long block = blocks.next(nextFree, range.end(), BlockTable.TAKEN, 0);
        if (block >= range.end()) return 0;
        nextFree = block + BLOCK_BYTES;
        frontier = Math.max(frontier, nextFree);
        if (stress.protect()) Pages.allow(block, nextFree);
        blocks.set(block, BlockTable.TAKEN | BlockTable.RESIDENT);
        takenBlocks++;
        holeBytes += BLOCK_BYTES;
        return block;
    }

    /** The free lines from {@code from} to {@code to}, of one block, are about to receive objects. */
    void handOut(long from, long to) {
        if (!blocks.is(from, BlockTable.LISTED)) {
            blocks.set(from, BlockTable.LISTED);
            listed.push(blocks.block(from));
        }
        lines.handOut(from, to);
        holeBytes -= to - from;
    }

    /** Frees the whole lines behind {@code cursor} of a chunk that ends with {@code chunkEnd}; returns where they begin. */
    long takeBack(long cursor, long chunkEnd) {
        long firstUnused = LineTable.roundUp(cursor);
        lines.takeBack(firstUnused, chunkEnd);
        holeBytes += chunkEnd - firstUnused;
        return firstUnused;
    }

    /** Where the hole ends that begins at {@code hole}. */
    long endOfHole(long hole) {
        return lines.nextUsed(hole, blocks.block(hole) + BLOCK_BYTES);
    }

    /** The first block from {@code from} on with holes that nobody uses yet; {@link #frontier} when there is none. */
    long nextHoled(long from) {
        return blocks.next(from, frontier, BlockTable.HOLED | BlockTable.LEAVING, BlockTable.HOLED);
    }

    /** The first block from {@code from} on that is not free; {@link #frontier} when there is none. */
    long nextTaken(long from) {
        return blocks.next(from, frontier, BlockTable.TAKEN, BlockTable.TAKEN);
    }

    /** Behind the last block that was ever taken. */
    long frontier() {
        return frontier;
    }

    // ---- collecting -------------------------------------------------------------------------------------------------------------

    /** Forgets what is live; what is marked from now on is. */
    void forgetLive() {
        for (long block = nextTaken(range.start()); block < frontier; block = nextTaken(block + BLOCK_BYTES)) blocks.forgetLive(block);
        lines.flip();
    }

    /** Frees the lines without live objects in the blocks of which lines were handed out since the last collection. */
    void sweepListed() {
        for (long i = 0; i < listed.size(); i++) sweep(listed.get(i));
        startOver();
    }

    /** Frees the lines without live objects in all blocks. */
    void sweepAll() {
        for (long block = nextTaken(range.start()); block < frontier; block = nextTaken(block + BLOCK_BYTES)) sweep(block);
        startOver();
    }

    private void startOver() {
        listed.clear();
        nextFree = range.start();
    }

    private void sweep(long block) {
        long end = block + BLOCK_BYTES;
        holeBytes += lines.sweep(block, end) * LINE_BYTES;
        int free = lines.countFree(block, end);
        blocks.clear(block, BlockTable.HOLED | BlockTable.LEAVING | BlockTable.LISTED);
        if (free == 0) return;
        if (stress.poison()) poison(block, end);
        if (free == LINES) free(block);
        else blocks.set(block, BlockTable.HOLED);
    }

    private void free(long block) {
        blocks.clear(block, BlockTable.TAKEN);
        blocks.forgetLive(block);
        takenBlocks--;
        holeBytes -= BLOCK_BYTES;
        if (stress.protect()) Pages.forbid(block, block + BLOCK_BYTES);
    }

    private void poison(long block, long end) {
        for (long hole = lines.nextFree(block, end); hole < end; ) {
            long holeEnd = lines.nextUsed(hole, end);
            Memory.fillWords(hole, holeEnd - hole, Stress.POISON);
            hole = lines.nextFree(holeEnd, end);
        }
    }

    /** Gives the memory of free blocks back to the system, but for the first {@code keepBytes} bytes of them. */
    void releaseFree(long keepBytes) {
        long kept = 0;
        long from = 0;
        for (long block = range.start(); block < frontier; block += BLOCK_BYTES) {
            boolean isResident = !blocks.is(block, BlockTable.TAKEN) && blocks.is(block, BlockTable.RESIDENT);
            if (isResident) kept += BLOCK_BYTES;
            if (isResident && kept > keepBytes) {
                blocks.clear(block, BlockTable.RESIDENT);
                if (from == 0) from = block;
            } else if (from != 0) {
                Pages.release(from, block);
                from = 0;
            }
        }
        if (from != 0) Pages.release(from, frontier);
    }

    // ---- figures and checks -----------------------------------------------------------------------------------------------------

    /** Bytes of all blocks that are not free. */
    long committedBytes() {
        return takenBlocks * BLOCK_BYTES;
    }

    /** Bytes of the free lines of these blocks. */
    long holeBytes() {
        return holeBytes;
    }

    /** Checks that free blocks have free lines only, and the counts. Returns what is wrong, or null. [INV-19] */
    String check() {
        long taken = 0;
        long free = 0;
        for (long block = range.start(); block < frontier; block += BLOCK_BYTES) {
            int freeLines = lines.countFree(block, block + BLOCK_BYTES);
            if (blocks.is(block, BlockTable.TAKEN)) {
                taken++;
                free += freeLines * LINE_BYTES;
            } else if (freeLines < LINES) {
                return "free block 0x" + Long.toHexString(block) + " has " + freeLines + " free lines of " + LINES;
            }
        }
        if (taken != takenBlocks) return taken + " blocks are taken, " + takenBlocks + " are counted";
        return free == holeBytes ? null : free + " bytes are free in blocks in use, " + holeBytes + " are counted";
    }

    @Override
    public void close() {
        lines.close();
        blocks.close();
        listed.close();
    }
}
