package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.objspace.ObjSpace;
import io.mooring.objspace.W_ListObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A library that reads managed objects otherwise than Java lays them out is refused, and what differs is named. */
class ManagedLayoutsTest {
    @Test
    void theNumbersAreThoseOfTheDescriptors() {
        try (Heap heap = Heap.open(HeapOptions.small(16 << 20))) {
            new ObjSpace(heap);
            assertThat(ManagedLayouts.ofJava(heap))
                    .containsEntry("list.size", (long) W_ListObject.SIZE)
                    .containsEntry("list.storage", (long) W_ListObject.STORAGE)
                    .containsEntry("header.LINK_SHIFT", 32L)
                    .containsEntry("immediate.SHIFT", 1L);
        }
    }

    @Test
    void aDifferenceIsNamedWithBothValues() {
        Map<String, Long> java = Map.of("list.size", 16L, "dict.used", 24L);
        assertThat(ManagedLayouts.differences(Map.of("list.size", 16L), java)).isEmpty();
        assertThat(ManagedLayouts.differences(Map.of("list.size", 24L), java)).containsExactly("list.size: 16 in Java, 24 in C");
        assertThat(ManagedLayouts.differences(Map.of("list.length", 8L), java)).containsExactly("list.length: 8 in C, absent in Java");
    }
}
