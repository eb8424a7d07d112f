package io.mooring.gc.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Stress;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.object.ObjectHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sweep of the mark-sweep space, block by block, with allocation between any two blocks. */
class MarkSweepSpaceTest {
    /** One object a block, as each has a size class of its own. */
    private static final int BLOCKS = 8;

    private final Reservation reservation = new Reservation(8 << 20);
    private final MarkSweepSpace space = new MarkSweepSpace(reservation.carve(MarkSweepSpace.reservedBytes(1 << 20)));
    private final long[] objects = new long[BLOCKS];

    MarkSweepSpaceTest() {
        for (int i = 0; i < BLOCKS; i++) objects[i] = object(bytes(i));
    }

    private static long bytes(int block) {
        return 64 + 8L * block;
    }

    private long object(long bytes) {
        long object = space.allocate(bytes);
        Memory.writeLong(object, ObjectHeader.fresh(1));
        return object;
    }

    private void markAllBut(int dead) {
        for (int i = 0; i < BLOCKS; i++) {
            if (i != dead && space.isInUse(objects[i])) space.mark(objects[i]);
        }
    }

    @AfterEach
    void close() {
        space.close();
        reservation.close();
    }

    @Test
    void theSweepDecidesAboutOneBlockAfterTheOther() { // INV-24
        long used = space.usedBytes();
        markAllBut(3);
        space.startSweep(Stress.NONE);
        for (int i = 0; i < BLOCKS; i++) {
            assertThat(space.isUnswept(objects[i])).isTrue();
            assertThat(space.isInUse(objects[i])).isTrue();
            space.sweepNext();
            assertThat(space.isUnswept(objects[i])).isFalse();
            assertThat(space.isInUse(objects[i])).isEqualTo(i != 3);
            if (i != 3) assertThat(Memory.readLong(objects[i])).isEqualTo(ObjectHeader.fresh(1));
        }
        assertThat(space.isSwept()).isTrue();
        assertThat(space.usedBytes()).isEqualTo(used - bytes(3));
        assertThat(space.freedBytes()).isEqualTo(bytes(3));
        assertThat(space.committedBytes()).isEqualTo((BLOCKS - 1) * MarkSweepSpace.BLOCK_BYTES);
    }

    @Test
    void anObjectInAFreeBlockAheadOfTheSweepSurvivesIt() { // INV-24
        markAllBut(6);
        space.sweep(Stress.NONE);
        markAllBut(6);
        space.startSweep(Stress.NONE);
        long fresh = object(1024);
        assertThat(fresh).as("the free block").isEqualTo(objects[6]);
        assertThat(space.isSwept()).isFalse();
        assertThat(space.isUnswept(fresh)).isFalse();
        while (!space.isSwept()) space.sweepNext();
        assertThat(Memory.readLong(fresh)).isEqualTo(ObjectHeader.fresh(1));
        assertThat(object(1024)).as("the next cell").isEqualTo(fresh + 1024);
        for (int i = 0; i < BLOCKS; i++) assertThat(space.isInUse(objects[i])).isTrue();
    }

    @Test
    void anAllocationWhileTheSweepRunsUsesOnlyCellsThatItHasFreed() {
        long second = object(bytes(7));
        long third = object(bytes(7));
        markAllBut(-1);
        space.mark(third);
        space.startSweep(Stress.NONE);
        assertThat(object(bytes(7))).as("a new block: the dead cell is too far ahead").isNotEqualTo(second);
        while (!space.isSwept()) space.sweepNext();
        boolean reused = false;
        for (int i = 0; i < 2000 && !reused; i++) reused = object(bytes(7)) == second;
        assertThat(reused).isTrue();
    }

    @Test
    void freeBlocksKeepTheirMemoryUntilItIsAskedBackAndAreZeroWhenTheyAreTaken() {
        markAllBut(2);
        Memory.writeLong(objects[2] + 3 * bytes(2), 4711);
        space.startSweep(Stress.NONE);
        while (!space.isSwept()) space.sweepNext();
        assertThat(space.releaseFree(MarkSweepSpace.BLOCK_BYTES, 10)).isTrue();
        long taken = object(2048);
        assertThat(taken).isEqualTo(objects[2]);
        for (long at = taken + 8; at < taken + MarkSweepSpace.BLOCK_BYTES; at += 8) assertThat(Memory.readLong(at)).isZero();
        assertThat(space.releaseFree(0, 0)).isTrue();
    }
}
