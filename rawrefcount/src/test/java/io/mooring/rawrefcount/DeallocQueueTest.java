package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** First in, first out, however it grows and wraps. */
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
}
