package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** First in, first out, however it grows and wraps, and whoever is held back. */
class DeallocQueueTest {

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
