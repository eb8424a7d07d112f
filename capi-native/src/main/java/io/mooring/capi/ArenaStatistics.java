package io.mooring.capi;

import io.mooring.gc.memory.Memory;

/**
 * What the arena of PyObjects holds at one moment.
 *
 * @param blocks     blocks handed out and not returned
 * @param bytes      bytes in them, hidden prefixes included
 * @param pagesUsed  pages of 64 KiB that hold blocks
 * @param pagesTotal pages that the arena's address range has
 */
public record ArenaStatistics(long blocks, long bytes, long pagesUsed, long pagesTotal) {
    static ArenaStatistics read(NativeLibrary library) {
        long words = CStrings.malloc(CLayout.mooring_arena_statistics.SIZE);
        try {
            NativeLinker.call(library.symbol("mooring_arena_statistics"), words);
            return new ArenaStatistics(
                    Memory.readLong(words + CLayout.mooring_arena_statistics.blocks),
                    Memory.readLong(words + CLayout.mooring_arena_statistics.bytes),
                    Memory.readLong(words + CLayout.mooring_arena_statistics.pages_used),
                    Memory.readLong(words + CLayout.mooring_arena_statistics.pages_total));
        } finally {
            CStrings.free(words);
        }
    }
}
