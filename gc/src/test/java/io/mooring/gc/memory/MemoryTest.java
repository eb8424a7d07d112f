package io.mooring.gc.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words, ranges, reservations, pages and off-heap stacks. */
class MemoryTest {

    @Test
    void whatWasWrittenIsReadInEverySize() {
        try (Words words = new Words(4)) {
            long at = words.start();
            Memory.writeLong(at, 0x1122_3344_5566_7788L);
            assertThat(Memory.readLong(at)).isEqualTo(0x1122_3344_5566_7788L);
            assertThat(Memory.readInt(at)).isEqualTo(0x5566_7788);
            assertThat(Memory.readShort(at)).isEqualTo((short) 0x7788);
            assertThat(Memory.readByte(at + 7)).isEqualTo((byte) 0x11);
            Memory.writeByte(at, (byte) -1);
            Memory.writeShort(at + 2, (short) -2);
            Memory.writeInt(at + 4, -3);
            assertThat(Memory.readLong(at)).isEqualTo(0xFFFF_FFFD_FFFE_77FFL);
            Memory.writeDouble(at + 8, -0.5);
            assertThat(Memory.readDouble(at + 8)).isEqualTo(-0.5);
        }
    }

    @Test
    void copiesAndFillsReachExactlyAsFarAsTheyShould() {
        for (int bytes = 0; bytes <= 160; bytes += 8) {
            try (Words from = new Words(32); Words to = new Words(32)) {
                for (int i = 0; i < 32; i++) Memory.writeLong(from.start() + 8 * i, i + 1);
                Memory.copyWords(from.start(), to.start(), bytes);
                for (int i = 0; i < 32; i++) assertThat(Memory.readLong(to.start() + 8 * i)).isEqualTo(8 * i < bytes ? i + 1 : 0);
                Memory.fillWords(to.start(), bytes, 77);
                for (int i = 0; i < 32; i++) assertThat(Memory.readLong(to.start() + 8 * i)).isEqualTo(8 * i < bytes ? 77 : 0);
            }
        }
    }

    @Test
    void copiesOfOverlappingAreasAreAsIfThroughABuffer() {
        try (Words words = new Words(8)) {
            for (int i = 0; i < 8; i++) Memory.writeLong(words.start() + 8 * i, i);
            Memory.copy(words.start(), words.start() + 16, 40);
            assertThat(Memory.readLong(words.start() + 48)).isEqualTo(4);
            Memory.copy(words.start() + 16, words.start(), 40);
            for (int i = 0; i < 5; i++) assertThat(Memory.readLong(words.start() + 8 * i)).isEqualTo(i);
        }
    }

    @Test
    void bytesGoToJavaArraysAndBackAndAreCompared() {
        try (Words a = new Words(2); Words b = new Words(2)) {
            byte[] bytes = {9, 1, 2, 3, 9};
            Memory.copyFrom(bytes, 1, a.start(), 3);
            Memory.copyFrom(bytes, 1, b.start() + 1, 3);
            byte[] back = new byte[4];
            Memory.copyTo(a.start(), back, 1, 3);
            assertThat(back).containsExactly(0, 1, 2, 3);
            assertThat(Memory.equal(a.start(), b.start() + 1, 3)).isTrue();
            assertThat(Memory.equal(a.start(), b.start(), 3)).isFalse();
        }
    }

    @Test
    void aRangeContainsItsStartAndNotItsEnd() {
        Range range = new Range(0x1000, 0x2000);
        assertThat(range.contains(0x1000)).isTrue();
        assertThat(range.contains(0x1FFF)).isTrue();
        assertThat(range.contains(0x2000)).isFalse();
        assertThat(range.contains(0xFFF)).isFalse();
        assertThat(range.contains(0)).isFalse();
        assertThat(range.contains(-1)).isFalse();
        assertThat(range.slice(0x100, 0x20)).isEqualTo(new Range(0x1100, 0x1120));
        assertThatThrownBy(() -> new Range(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReservationIsCarvedInWholePagesUntilItIsUsedUp() {
        try (Reservation reservation = new Reservation(3 * Pages.PAGE)) {
            Range first = reservation.carve(1);
            Range second = reservation.carve(Pages.PAGE + 1);
            assertThat(first.bytes()).isEqualTo(Pages.PAGE);
            assertThat(second).isEqualTo(new Range(first.end(), first.end() + 2 * Pages.PAGE));
            assertThat(first.start() % Pages.PAGE).isZero();
            assertThat(reservation.range()).isEqualTo(new Range(first.start(), second.end()));
            assertThatThrownBy(() -> reservation.carve(1)).isInstanceOf(IllegalStateException.class).hasMessageContaining("0 are left");
        }
    }

    @Test
    void releasedPagesReadAsZero() {
        try (Reservation reservation = new Reservation(4 * Pages.PAGE)) {
            Range range = reservation.carve(4 * Pages.PAGE);
            Memory.fillWords(range.start(), range.bytes(), -1);
            Pages.release(range.start() + 8, range.end() - Pages.PAGE);
            assertThat(Memory.readLong(range.start())).as("page that is not wholly in the range").isEqualTo(-1);
            assertThat(Memory.readLong(range.start() + Pages.PAGE)).isZero();
            assertThat(Memory.readLong(range.end() - Pages.PAGE - 8)).isZero();
            assertThat(Memory.readLong(range.end() - Pages.PAGE)).isEqualTo(-1);
        }
    }

    @Test
    void anAddressStackDoesWhatArrayDequeDoes() {
        Random random = new Random(3);
        ArrayDeque<Long> expected = new ArrayDeque<>();
        try (AddressStack stack = new AddressStack()) {
            for (int i = 0; i < 20_000; i++) {
                if (expected.isEmpty() || random.nextInt(10) < 6) {
                    stack.push(i);
                    expected.push((long) i);
                } else {
                    assertThat(stack.pop()).isEqualTo(expected.pop());
                }
                assertThat(stack.size()).isEqualTo(expected.size());
                assertThat(stack.isEmpty()).isEqualTo(expected.isEmpty());
            }
            assertThat(stack.capacityBytes()).isGreaterThanOrEqualTo(stack.size() * Long.BYTES);
            assertThat(stack.get(stack.size() - 1)).isEqualTo(expected.peek());
            stack.set(0, -9);
            stack.truncate(1);
            assertThat(stack.pop()).isEqualTo(-9);
            assertThatThrownBy(stack::pop).isInstanceOf(AssertionError.class);
            stack.push(1);
            stack.clear();
            assertThat(stack.isEmpty()).isTrue();
        }
    }
}
