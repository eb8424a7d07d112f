package io.mooring.gc.space;

/**
 * The holes of a space as one of its two users, the program or the collector's copies, uses them up: in the order of their addresses.
 *
 * <pre>
 *   block in use | used up | hole | live lines | hole |      then the next block with holes, then a free one
 *                          ^ from                     ^ end
 * </pre>
 */
final class Holes {
    private final BlockStore store;
    private final LineTable lines;
    private final long start;
    private long from;
    private long end;
    private long next;
    private long nextMedium;

    Holes(BlockStore store, long start) {
        this.store = store;
        this.lines = store.lines;
        this.start = start;
        restart();
    }

    /** The blocks have been swept: forgets the block in use and begins with the first one. */
    void restart() {
        from = start;
        end = start;
        next = start;
        nextMedium = start;
    }

    /** The next hole, which is used when {@link #take} is called; a new block if there is none; 0 when {@code room} forbids that. */
    long find(long room) {
        while (true) {
            from = lines.nextFree(from, end);
            if (from < end) return from;
            long block = store.nextHoled(next);
            if (block < store.frontier()) {
                next = block + BlockStore.BLOCK_BYTES;
                store.blocks.clear(block, BlockTable.HOLED);
            } else {
                block = store.takeFreeBlock(room);
                if (block == 0) return 0;
            }
            from = block;
            end = block + BlockStore.BLOCK_BYTES;
        }
    }

    /** Uses up to {@code most} bytes of the hole that was found; returns where they end. */
    long take(long most) {
        from = Math.min(lines.nextUsed(from, end), from + LineTable.roundUp(most));
        return from;
    }

    /** The lines from {@code firstUnused} to {@code chunkEnd} are free again: goes on with them if they were the last ones taken. */
    void putBack(long firstUnused, long chunkEnd) {
        if (from == chunkEnd && firstUnused >= end - BlockStore.BLOCK_BYTES) from = firstUnused;
    }

    /** A collection begins: what is left of the block in use may be used by others. */
    void leave() {
        if (lines.nextFree(from, end) < end) store.blocks.set(from, BlockTable.HOLED);
    }

    /** The first hole of at least {@code bytes} bytes in the rest of the block in use, or in one that nobody uses; 0 when there is none. */
    long findMedium(long bytes) {
        long found = findIn(from, end, bytes);
        while (found == 0) {
            nextMedium = store.nextHoled(nextMedium);
            if (nextMedium == store.frontier()) return 0;
            found = findIn(nextMedium, nextMedium + BlockStore.BLOCK_BYTES, bytes);
            if (found == 0) nextMedium += BlockStore.BLOCK_BYTES;
        }
        return found;
    }

    private long findIn(long blockFrom, long blockEnd, long bytes) {
        for (long hole = lines.nextFree(blockFrom, blockEnd); hole < blockEnd; ) {
            long holeEnd = lines.nextUsed(hole, blockEnd);
            if (holeEnd - hole >= bytes) return hole;
            hole = lines.nextFree(holeEnd, blockEnd);
        }
        return 0;
    }
}
