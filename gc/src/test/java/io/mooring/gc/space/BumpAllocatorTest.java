package io.mooring.gc.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Reservation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks of a space, handed out word by word. */
class BumpAllocatorTest {
    private static final long CHUNKS = 4;

    private final Reservation reservation = new Reservation(CHUNKS * BumpAllocator.CHUNK_BYTES);
    private final Range range = reservation.carve(CHUNKS * BumpAllocator.CHUNK_BYTES);
    private final CopySpace space = new CopySpace("nursery", range);
    private final BumpAllocator allocator = new BumpAllocator(false);

    @AfterEach
    void close() {
        reservation.close();
    }

    @Test
    void anAllocatorWithoutAChunkHasNothing() {
        assertThat(allocator.bump(8)).isZero();
        assertThat(allocator.take(8)).isZero();
        assertThat(allocator.unusedBytes()).isZero();
    }

    @Test
    void objectsFollowEachOtherUntilTheChunkIsUsedUp() {
        assertThat(allocator.refill(space, 24, range.end())).isTrue();
        long used = 0;
        while (used + 24 <= BumpAllocator.CHUNK_BYTES) {
            assertThat(allocator.bump(24)).isEqualTo(range.start() + used);
            used += 24;
        }
        assertThat(allocator.bump(24)).isZero();
        assertThat(allocator.unusedBytes()).isEqualTo(BumpAllocator.CHUNK_BYTES - used);
        assertThat(allocator.bump(8)).isEqualTo(range.start() + used);
    }

    @Test
    void aChunkIsZeroWhateverItsMemoryHeldBefore() {
        Memory.fillWords(range.start(), range.bytes(), -1);
        allocator.refill(space, 8, range.end());
        for (long at = range.start(); at < range.start() + BumpAllocator.CHUNK_BYTES; at += 8) assertThat(Memory.readLong(at)).isZero();
        assertThat(Memory.readLong(range.start() + BumpAllocator.CHUNK_BYTES)).isEqualTo(-1);
    }

    @Test
    void anObjectLargerThanAChunkGetsAChunkOfItsOwnSize() {
        long bytes = BumpAllocator.CHUNK_BYTES + 64;
        assertThat(allocator.refill(space, bytes, range.end())).isTrue();
        assertThat(allocator.bump(bytes)).isEqualTo(range.start());
        assertThat(allocator.unusedBytes()).isZero();
    }

    @Test
    void theRestOfAChunkIsGivenBackSoThatTheSpaceEndsWithItsLastObject() {
        allocator.refill(space, 8, range.end());
        allocator.bump(40);
        assertThat(space.usedBytes()).isEqualTo(BumpAllocator.CHUNK_BYTES);
        allocator.retire();
        assertThat(space.usedBytes()).isEqualTo(40);
        assertThat(allocator.bump(8)).isZero();
        allocator.refill(space, 8, range.end());
        assertThat(allocator.bump(8)).isEqualTo(range.start() + 40);
    }

    @Test
    void noChunkReachesBeyondTheEndThatThePlanSets() {
        long end = range.start() + 100 * 8;
        assertThat(allocator.refill(space, 8, end)).isTrue();
        assertThat(allocator.unusedBytes()).isEqualTo(100 * 8);
        for (int i = 0; i < 100; i++) assertThat(allocator.bump(8)).isNotZero();
        assertThat(allocator.bump(8)).isZero();
        assertThat(allocator.refill(space, 8, end)).isFalse();
    }

    @Test
    void whenAllocationsAreCountedOnlyTheSlowPathGetsMemory() {
        BumpAllocator counting = new BumpAllocator(true);
        counting.refill(space, 8, range.end());
        assertThat(counting.bump(8)).isZero();
        assertThat(counting.take(8)).isEqualTo(range.start());
        assertThat(counting.bump(8)).isZero();
        assertThat(counting.take(8)).isEqualTo(range.start() + 8);
    }
}
