package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link LongMap} against a java.util.HashMap. */
class LongMapTest {
    @Test
    void itAnswersWhatWasPutInWhateverTheKeys() {
        LongMap map = new LongMap();
        Map<Long, Long> model = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long key = switch (random.nextInt(3)) {
                case 0 -> random.nextInt(500);
                case 1 -> random.nextLong();
                default -> (long) random.nextInt(500) << 48;
            };
            long value = 1 + random.nextInt(1000);
            map.put(key, value);
            model.put(key, value);
        }
        assertThat(map.size()).isEqualTo(model.size());
        model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        assertThat(map.get(-77)).isZero();
    }

    @Test
    void keyZeroIsAKeyLikeAnyOther() {
        LongMap map = new LongMap();
        assertThat(map.get(0)).isZero();
        map.put(0, 5);
        assertThat(map.get(0)).isEqualTo(5);
    }

    @Test
    void aValueOfZeroIsRefused() {
        assertThatThrownBy(() -> new LongMap().put(3, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("key 3");
    }

    @Test
    void whatIsNotRetainedIsHandedOverAndForgotten() {
        LongMap map = new LongMap();
        for (long key = 0; key < 1000; key++) map.put(key, key + 1);
        List<Long> dropped = new ArrayList<>();
        map.retain(key -> key % 10 == 0, dropped::add);
        assertThat(map.size()).isEqualTo(100);
        assertThat(dropped).hasSize(900).contains(2L, 1000L).doesNotContain(1L, 11L);
        assertThat(map.get(10)).isEqualTo(11);
        assertThat(map.get(11)).isZero();
    }
}
