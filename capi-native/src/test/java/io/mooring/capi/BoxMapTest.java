package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link BoxMap} against a java.util.HashMap. */
class BoxMapTest {
    private record Place(long container, long key) {}

    @Test
    void itAnswersWhatWasPutInWhateverTheContainersAndKeys() {
        BoxMap map = new BoxMap();
        Map<Place, Long> model = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long container = 16L * random.nextInt(50);
            long key = switch (random.nextInt(3)) {
                case 0 -> random.nextInt(500);
                case 1 -> random.nextLong();
                default -> (long) random.nextInt(500) << 48;
            };
            long box = 1 + random.nextInt(1000);
            map.put(container, key, box);
            model.put(new Place(container, key), box);
        }
        assertThat(map.size()).isEqualTo(model.size());
        model.forEach((place, box) -> assertThat(map.get(place.container(), place.key())).isEqualTo(box));
        assertThat(map.get(16, -77)).isZero();
        Map<Long, Integer> seen = new HashMap<>();
        map.forEachContainer(container -> seen.merge(container, 1, Integer::sum));
        Map<Long, Integer> expected = new HashMap<>();
        model.keySet().forEach(place -> expected.merge(place.container(), 1, Integer::sum));
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void keyAndContainerZeroAreLikeAnyOther() {
        BoxMap map = new BoxMap();
        assertThat(map.get(0, 0)).isZero();
        map.put(0, 0, 5);
        assertThat(map.get(0, 0)).isEqualTo(5);
        assertThat(map.get(0, 1)).isZero();
        assertThat(map.get(1, 0)).isZero();
    }

    @Test
    void aBoxOfZeroIsRefused() {
        assertThatThrownBy(() -> new BoxMap().put(16, 3, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("key 3");
    }

    @Test
    void whatIsNotRetainedIsHandedOverAndForgotten() {
        BoxMap map = new BoxMap();
        for (long key = 0; key < 1000; key++) map.put(key % 2, key, key + 1);
        List<Long> dropped = new ArrayList<>();
        map.retain((container, key) -> container == 0 && key % 10 == 0, box -> {
            assertThat(map.size()).as("size when a box is handed over").isEqualTo(100);
            dropped.add(box);
        });
        assertThat(dropped).hasSize(900).contains(2L, 1000L).doesNotContain(1L, 11L);
        assertThat(map.get(0, 10)).isEqualTo(11);
        assertThat(map.get(1, 11)).isZero();
    }
}
