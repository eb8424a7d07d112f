package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** First in, first out, however it grows and wraps, and whoever is held back. */
class DeallocQueueTest {
    private static final long BATCH = 300;

    @Test
    void itAgreesWithArrayDeque() {
        Random random = new Random(7);
        ArrayDeque<Long> expected = new ArrayDeque<>();
        try (DeallocQueue queue = new DeallocQueue()) {
            long added = 0;
            for (int i = 0; i < 100_000; i++) {
                boolean filling = i / 10_000 % 2 == 0;
                if (random.nextInt(10) < (filling ? 7 : 3)) {
                    added++;
                    queue.add(16 * added);
                    expected.add(16 * added);
                } else {
                    Long taken = expected.poll();
                    assertThat(queue.take()).isEqualTo(taken == null ? 0 : taken);
                }
                assertThat(queue.size()).isEqualTo(expected.size());
                assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
            }
            assertThat(queue.added()).isEqualTo(added);
            for (long ahead = 0; ahead < queue.size(); ahead++) assertThat(queue.peek(ahead)).isEqualTo(expected.poll());
        }
    }

    @Test
    void aLongQueueGrowsInTheMiddleOfItsRingAndKeepsItsOrder() {
        try (DeallocQueue queue = new DeallocQueue(); Words batch = new Words(BATCH)) {
            long added = 0;
            long taken = 0;
            for (long length : new long[] {100_000, 40_000, 300_000, 5, 0, 1_000_000, 0, 20_000}) { // more and fewer than a new ring has places
                while (added - taken < length) queue.add(16 * ++added);
                while (added - taken > length) {
                    long count = queue.take(batch.start(), Math.min(BATCH, added - taken - length));
                    for (long i = 0; i < count; i++) assertThat(Memory.readLong(batch.start() + i * Long.BYTES)).isEqualTo(16 * ++taken);
                }
                assertThat(queue.size()).isEqualTo(length);
                if (length > 0) assertThat(queue.peek(length - 1)).isEqualTo(16 * added);
            }
        }
    }

    @Test
    void whoIsHeldBackIsTakenAfterTheReleaseAndBehindThoseWhoWaited() {
        try (DeallocQueue queue = new DeallocQueue()) {
            queue.add(16);
            queue.hold();
            queue.add(32);
            queue.add(48);
            assertThat(queue.size()).isEqualTo(1);
            assertThat(queue.pending()).isEqualTo(3);
            assertThat(queue.take()).isEqualTo(16);
            assertThat(queue.isEmpty()).isTrue();
            assertThat(queue.take()).isZero();
            queue.release();
            assertThat(queue.size()).isEqualTo(2);
            assertThat(queue.take()).isEqualTo(32);
            assertThat(queue.take()).isEqualTo(48);
            assertThat(queue.isEmpty()).isTrue();
        }
    }
}
