package io.mooring.bench.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.rawrefcount.BlockArena;
import org.junit.jupiter.api.Test;

/** Blocks without links: what is taken is given back, and in order. */
final class LooseBlocksTest {
    @Test
    void allThatWereTakenAreGivenBackEveryTime() {
        try (BlockArena arena = new BlockArena(100)) {
            LooseBlocks blocks = new LooseBlocks(arena);
            for (int taken : new int[] {10, 3, 50, 50, 7}) {
                for (int i = 0; i < taken; i++) blocks.take();
                assertThat(arena.used()).isEqualTo(taken);
                blocks.giveBack();
                assertThat(arena.used()).isZero();
            }
        }
    }

    @Test
    void theFreeListIsInOrder() {
        try (BlockArena arena = new BlockArena(100)) {
            LooseBlocks blocks = new LooseBlocks(arena);
            for (int i = 0; i < 20; i++) blocks.take();
            blocks.giveBack();
            long first = arena.allocate(0);
            long second = arena.allocate(0);
            assertThat(second - first).as("given back downwards, taken upwards").isEqualTo(BlockArena.BLOCK_BYTES);
        }
    }
}
