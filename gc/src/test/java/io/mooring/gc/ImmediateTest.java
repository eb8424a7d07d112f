package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.roots.HandleScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small integers that live in the slot. */
class ImmediateTest {
    private static final long MAX = (1L << 62) - 1;
    private static final long MIN = -(1L << 62);
    /** In a slot, as an immediate; in an object that is referred to, as its payload. */
    private static final long NUMBER = 77;

    /** What stands in a slot. */
    private enum Neighbour {
        NULL,
        IMMEDIATE,
        OBJECT
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 255, -256, Integer.MAX_VALUE, Integer.MIN_VALUE, MAX, MIN})
    void anImmediateGivesItsValueBackAndIsNeitherNullNorAnObject(long value) {
        long immediate = Immediate.of(value);
        assertThat(Immediate.value(immediate)).isEqualTo(value);
        assertThat(Immediate.is(immediate)).isTrue();
        assertThat(Immediate.isObject(immediate)).isFalse();
        assertThat(immediate).isNotEqualTo(Immediate.NULL);
    }

    @Test
    void sixtyThreeBitsFitAndOneMoreDoesNot() {
        assertThat(Immediate.MAX_VALUE).isEqualTo(MAX);
        assertThat(Immediate.MIN_VALUE).isEqualTo(MIN);
        assertThat(Immediate.fits(MAX)).isTrue();
        assertThat(Immediate.fits(MIN)).isTrue();
        assertThat(Immediate.fits(MAX + 1)).isFalse();
        assertThat(Immediate.fits(MIN - 1)).isFalse();
        assertThatThrownBy(() -> Immediate.of(MAX + 1)).isInstanceOf(AssertionError.class).hasMessageContaining(String.valueOf(MAX + 1));
    }

    @Test
    void nullAndAddressesAreNoImmediates() {
        assertThat(Immediate.is(Immediate.NULL)).isFalse();
        assertThat(Immediate.isObject(Immediate.NULL)).isFalse();
        assertThat(Immediate.is(0x7f00_0000_1000L)).isFalse();
        assertThat(Immediate.isObject(0x7f00_0000_1000L)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#all")
    void aCollectionLeavesImmediatesInSlotsAlone(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); var scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hPair = scope.root(heap.allocate(types.pair));
            long hNumber = scope.root(Immediate.of(MIN));
            heap.writeRef(scope.get(hPair), TestTypes.FIRST, Immediate.of(-5));
            heap.writeRef(scope.get(hPair), TestTypes.SECOND, Immediate.of(MAX));
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readRef(scope.get(hPair), TestTypes.FIRST)).isEqualTo(Immediate.of(-5));
            assertThat(heap.readRef(scope.get(hPair), TestTypes.SECOND)).isEqualTo(Immediate.of(MAX));
            assertThat(scope.get(hNumber)).isEqualTo(Immediate.of(MIN));
        }
    }

    /** Stores into a slot of the pair under a handle; an object is new. */
    private static void put(Heap heap, HandleScope scope, TestTypes types, long hPair, int slot, Neighbour what) {
        long value = switch (what) {
            case NULL -> Immediate.NULL;
            case IMMEDIATE -> Immediate.of(NUMBER);
            case OBJECT -> heap.allocate(types.pair);
        };
        if (what == Neighbour.OBJECT) heap.writeWord(value, TestTypes.PAYLOAD, NUMBER);
        heap.writeRef(scope.get(hPair), slot, value);
    }

    private static void assertHolds(Heap heap, long pair, int slot, Neighbour what) {
        long value = heap.readRef(pair, slot);
        switch (what) {
            case NULL -> assertThat(value).isEqualTo(Immediate.NULL);
            case IMMEDIATE -> assertThat(value).isEqualTo(Immediate.of(NUMBER));
            case OBJECT -> assertThat(heap.readWord(value, TestTypes.PAYLOAD)).isEqualTo(NUMBER);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#all")
    void anObjectLivesWhateverStandsInTheSlotBesideIt(HeapKind kind) {
        for (Neighbour first : Neighbour.values()) for (Neighbour second : Neighbour.values()) {
            try (Heap heap = Heap.open(kind.options()); var scope = heap.scope()) {
                TestTypes types = new TestTypes(heap);
                long hHolder = scope.root(heap.allocate(types.pair));
                long hPair = scope.root(heap.allocate(types.pair));
                put(heap, scope, types, hPair, TestTypes.FIRST, first);
                put(heap, scope, types, hPair, TestTypes.SECOND, second);
                heap.writeRef(scope.get(hHolder), TestTypes.FIRST, scope.get(hPair));
                scope.set(hPair, Immediate.NULL); // reached through its holder only
                for (CollectionKind collection : List.of(CollectionKind.MINOR, CollectionKind.MAJOR, CollectionKind.MAJOR)) {
                    heap.collect(collection);
                    long pair = heap.readRef(scope.get(hHolder), TestTypes.FIRST);
                    assertHolds(heap, pair, TestTypes.FIRST, first);
                    assertHolds(heap, pair, TestTypes.SECOND, second);
                }
                heap.verify();
            }
        }
    }
}
