package io.mooring.gc.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue does what {@link ArrayDeque} does, and does not grow while it is emptied as fast as it is filled. */
class AddressQueueTest {
    @ParameterizedTest
    @ValueSource(ints = {45, 50, 55})
    void itAgreesWithArrayDequeWhetherItGrowsOrShrinks(int percentAdded) {
        Random random = new Random(percentAdded);
        ArrayDeque<Long> expected = new ArrayDeque<>();
        try (AddressQueue queue = new AddressQueue()) {
            for (long i = 0; i < 20_000; i++) {
                if (random.nextInt(100) < percentAdded) {
                    queue.add(i);
                    expected.add(i);
                } else if (!expected.isEmpty()) {
                    assertThat(queue.take()).isEqualTo(expected.remove());
                }
                assertThat(queue.size()).isEqualTo(expected.size());
                assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
                if (!expected.isEmpty()) assertThat(Memory.readLong(queue.address(0))).isEqualTo(expected.peek());
            }
        }
    }

    @Test
    void aQueueThatIsNeverEmptyForgetsWhatWasTaken() {
        try (AddressQueue queue = new AddressQueue()) {
            queue.add(0);
            long first = 0;
            for (long i = 1; i < 100_000; i++) {
                queue.add(i);
                assertThat(queue.take()).isEqualTo(i - 1);
                if (i == 5_000) first = queue.address(0); // it has grown to its size by now
            }
            assertThat(Math.abs(queue.address(0) - first)).as("bytes that the queue has wandered").isLessThan(4 * Pages.PAGE);
        }
    }
}
