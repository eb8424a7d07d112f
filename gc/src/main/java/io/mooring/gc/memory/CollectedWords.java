package io.mooring.gc.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A fixed run of zeroed native words outside the heap that the Java collector frees when nobody holds this object any more: for what is asked even when a heap is closed.
 * Pages cost no memory until they are touched.
 */
public final class CollectedWords {
    /** Its scope frees the words; they are never asked for through it. */
    private final MemorySegment segment;

    public CollectedWords(long count) {
        long bytes = count * Long.BYTES;
        long start = Memory.allocate(bytes);
        segment = MemorySegment.ofAddress(start).reinterpret(bytes, Arena.ofAuto(), words -> Memory.free(words.address(), words.byteSize()));
        Words.zero(start, start + bytes);
    }

    /** Address of the first word; good for as long as this object is held. */
    public long start() {
        return segment.address();
    }
}
