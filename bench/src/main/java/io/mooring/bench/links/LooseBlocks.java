package io.mooring.bench.links;

import io.mooring.rawrefcount.BlockArena;

/**
 * PyObjects that no link ties to their objects, but that live as long: what a program without links costs is measured with them.
 *
 * <p>Nobody writes down which blocks are taken. The arena hands them out side by side, so that those to be given back are found by walking
 * over their addresses: downwards, so that the walk begins with those taken last, which are in the cache, and the next to be taken are those
 * given back last. No order is kinder to the cache, so that nothing but links is blamed on links.
 */
public final class LooseBlocks {
    private final BlockArena arena;
    private final long first;
    private long touched;

    /** {@code arena} must be fresh, and used by nobody else. */
    public LooseBlocks(BlockArena arena) {
        this.arena = arena;
        first = arena.allocate(0);
        arena.free(first);
    }

    /** Takes a block, to be given back with all others. */
    public void take() {
        arena.allocate(0);
    }

    /** Gives back all that were taken. */
    public void giveBack() {
        touched = Math.max(touched, arena.used());
        for (long block = first + (touched - 1) * BlockArena.BLOCK_BYTES; block >= first; block -= BlockArena.BLOCK_BYTES) {
            if (!arena.isFree(block)) arena.free(block);
        }
    }
}
