package io.mooring.gc.space;

import java.util.Arrays;

/**
 * The choice of the blocks that a collection evacuates: the sparsest ones, as many as there is room to copy.
 *
 * <pre>
 *   blocks by live bytes  | 512 | 1024 | 1536 | ...                      | 32768 |      a histogram
 *   chosen                | yes | yes  | yes  | no, the room is used up          |
 * </pre>
 *
 * To empty a block costs its live bytes and gives a whole block, so the sparsest come first. The choice is made before the marks of the
 * last collection are forgotten; what was allocated since counts as if all of it lived. The choice need not be exact: what finds no room
 * stays where it is.
 */
final class SparseBlocks {
    /** Binary logarithm of the live bytes that a column of the histogram covers. */
    private static final int COLUMN_SHIFT = 9;
    private static final int COLUMNS = (int) (BlockTable.BLOCK_BYTES >>> COLUMN_SHIFT) + 1;
    /** Blocks with more live bytes than this are not worth the copying: seven eighths. */
    private static final long DENSE_BYTES = BlockTable.BLOCK_BYTES / 8 * 7;
    private static final long EIGHT = 8;
    /** Eighths of a free block that copies are trusted to fill; the rest is lost between them. */
    private static final long BLOCK_EIGHTHS = 7;
    /** As {@link #BLOCK_EIGHTHS}, for holes: copies of more than a line fit into few of them. */
    private static final long HOLE_EIGHTHS = 4;

    private final BlockTable blocks;
    private final LineTable lines;
    private final long[] liveBytes = new long[COLUMNS];
    private final long[] holeBytes = new long[COLUMNS];

    SparseBlocks(BlockTable blocks, LineTable lines) {
        this.blocks = blocks;
        this.lines = lines;
    }

    /**
     * Makes the sparsest of the blocks between two addresses {@code LEAVING}; returns whether there is one.
     *
     * @param room       bytes of free blocks that copies may take beside the holes of the other blocks
     * @param everything dense blocks may leave too
     */
    boolean choose(long from, long end, long room, boolean everything) {
        Arrays.fill(liveBytes, 0);
        Arrays.fill(holeBytes, 0);
        long holes = 0;
        for (long block = next(from, end); block < end; block = next(block + BlockTable.BLOCK_BYTES, end)) {
            long live = expectedBytes(block);
            long free = (long) lines.countFree(block, block + BlockTable.BLOCK_BYTES) << LineTable.LINE_SHIFT;
            int column = (int) (live >>> COLUMN_SHIFT);
            liveBytes[column] += live;
            holeBytes[column] += free;
            holes += free;
        }
        long mostLive = everything ? BlockTable.BLOCK_BYTES + 1 : DENSE_BYTES;
        long wholeBlocks = room & -BlockTable.BLOCK_BYTES;
        long needed = 0;
        for (int column = 0; column < COLUMNS; column++) {
            holes -= holeBytes[column];
            long fits = wholeBlocks / EIGHT * BLOCK_EIGHTHS + holes / EIGHT * HOLE_EIGHTHS - needed;
            if (liveBytes[column] > fits) {
                long bound = (long) column << COLUMN_SHIFT;
                return bound < mostLive ? leave(from, end, bound, fits) : leave(from, end, mostLive, 0);
            }
            needed += liveBytes[column];
        }
        return leave(from, end, mostLive, 0);
    }

    /** All blocks leave that have less than {@code bound} live bytes, and of those with a column more as many as have {@code rest} together. */
    private boolean leave(long from, long end, long bound, long rest) {
        boolean any = false;
        for (long block = next(from, end); block < end; block = next(block + BlockTable.BLOCK_BYTES, end)) {
            long live = expectedBytes(block);
            if (live >= bound) {
                if (live >= bound + (1L << COLUMN_SHIFT) || live > rest) continue;
                rest -= live;
            }
            blocks.set(block, BlockTable.LEAVING);
            any = true;
        }
        return any;
    }

    private long next(long from, long end) {
        return blocks.next(from, end, BlockTable.TAKEN, BlockTable.TAKEN);
    }

    private long expectedBytes(long block) {
        long live = blocks.liveBytes(block);
        if (!blocks.is(block, BlockTable.LISTED)) return live;
        return live + ((long) lines.countFresh(block, block + BlockTable.BLOCK_BYTES) << LineTable.LINE_SHIFT);
    }
}
