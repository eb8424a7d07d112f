package io.mooring.gc.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hash table does what {@link HashMap} does. */
class AddressMapTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void itAgreesWithHashMapThroughPutsRemovesAndRestarts(long seed) {
        Random random = new Random(seed);
        Map<Long, Long> expected = new HashMap<>();
        try (AddressMap map = new AddressMap()) {
            for (int i = 0; i < 50_000; i++) {
                long key = 8L * (1 + random.nextInt(seed % 2 == 0 ? 100 : 3000));
                int draw = random.nextInt(1000);
                if (draw < 550) {
                    map.put(key, i + 1);
                    expected.put(key, i + 1L);
                } else if (draw < 999) {
                    assertThat(map.remove(key)).isEqualTo(expected.remove(key) != null);
                } else if (random.nextInt(4) == 0) {
                    map.restart(random.nextInt(5000));
                    expected.clear();
                }
                assertThat(map.get(key)).isEqualTo(expected.getOrDefault(key, 0L));
                assertThat(map.size()).isEqualTo(expected.size());
            }
            Map<Long, Long> all = new HashMap<>();
            map.forEach(all::put);
            assertThat(all).isEqualTo(expected);
            for (long key = 8; key <= 8 * 3001; key += 8) assertThat(map.get(key)).isEqualTo(expected.getOrDefault(key, 0L));
        }
    }

    @Test
    void denseRangesFarApartDoNotPileUp() {
        try (AddressMap map = new AddressMap()) {
            for (long range = 1; range <= 64; range++) {
                for (long i = 0; i < 4000; i++) map.put((range << 36) + 8 * i, range * 10_000 + i);
            }
            assertThat(map.size()).isEqualTo(64 * 4000);
            for (long range = 1; range <= 64; range++) {
                for (long i = 0; i < 4000; i++) assertThat(map.get((range << 36) + 8 * i)).isEqualTo(range * 10_000 + i);
                assertThat(map.get((range << 36) + 8 * 4000)).isZero();
            }
        }
    }

    @Test
    void keysThatComeAndGoDoNotFillTheTable() {
        try (AddressMap map = new AddressMap()) {
            long capacity = map.capacityBytes();
            for (long key = 8; key <= 8 * 100_000; key += 8) {
                map.put(key, 1);
                assertThat(map.remove(key)).isTrue();
            }
            assertThat(map.size()).isZero();
            assertThat(map.capacityBytes()).isEqualTo(capacity);
        }
    }

    @Test
    void aMapThatWasOnceLargeShrinksWhenItIsRestartedForFew() {
        try (AddressMap map = new AddressMap()) {
            for (long key = 8; key <= 8 * 100_000; key += 8) map.put(key, key);
            long large = map.capacityBytes();
            map.restart(10);
            assertThat(map.capacityBytes()).isLessThan(large / 100);
            assertThat(map.size()).isZero();
            assertThat(map.get(8)).isZero();
        }
    }
}
