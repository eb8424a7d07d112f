package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The switches that make latent bugs visible. */
class StressTest {
    private static final HeapOptions SMALL = HeapOptions.small(1L << 20);

    @ParameterizedTest
    @CsvSource({"SemiSpace, 1", "SemiSpace, 7", "GenCopy, 1", "GenCopy, 2", "GenCopy, 10", "MarkCompact, 3", "GenMS, 3", "Incremental, 3", "Immix, 3", "StickyImmix, 3"})
    void everyNthAllocationCollects(String plan, int nth) {
        try (Heap heap = Heap.open(SMALL.withPlan(plan).withStress(new Stress(nth, false, false, false)))) {
            TestTypes types = new TestTypes(heap);
            for (int i = 1; i <= 50; i++) {
                if (i % 5 == 0) heap.allocate(types.bytes, 20_000);
                else heap.allocate(types.pair);
                assertThat(heap.collections()).as("collections after %d allocations", i).isEqualTo(i / nth);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "GenCopy", "MarkCompact", "GenMS", "Incremental", "Immix", "StickyImmix", "Zealot"})
    void allocationsAndSafepointsCountOnlyWhileTheyAreToCount(String plan) {
        try (Heap heap = Heap.open(SMALL.withPlan(plan).withStress(new Stress(1, false, false, false)))) {
            TestTypes types = new TestTypes(heap);
            heap.countAllocations(false);
            for (int i = 0; i < 5; i++) heap.allocate(types.pair);
            heap.safepoint();
            assertThat(heap.collections()).as("collections while nothing counts").isZero();
            heap.countAllocations(true);
            for (int i = 0; i < 5; i++) heap.allocate(types.pair);
            heap.safepoint();
            assertThat(heap.collections()).isEqualTo(6);
        }
    }

    @Test
    void aHeapWithoutStressCountsNothingWhateverItIsTold() {
        try (Heap heap = Heap.open(SMALL)) {
            heap.countAllocations(true);
            heap.allocate(new TestTypes(heap).pair);
            assertThat(heap.collections()).isZero();
        }
    }

    @Test
    void stressMovesEverythingOnlyIfItIsAskedTo() {
        for (boolean everything : new boolean[] {false, true}) {
            List<CollectionKind> kinds = new ArrayList<>();
            try (Heap heap = Heap.open(SMALL.withStress(new Stress(1, everything, false, false)))) {
                heap.listen(new HeapListener() {
                    @Override
                    public void collectionStarts(CollectionKind kind, String reason) {
                        kinds.add(kind);
                        assertThat(reason).isEqualTo("stress");
                    }
                });
                TestTypes types = new TestTypes(heap);
                for (int i = 0; i < 5; i++) heap.allocate(types.pair);
            }
            assertThat(kinds).hasSize(5).containsOnly(everything ? CollectionKind.MAJOR : CollectionKind.MINOR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "GenCopy"})
    void memoryThatACollectionLeftIsPoisonedAndAStaleReferenceNamed(String plan) {
        try (Heap heap = Heap.open(SMALL.withPlan(plan).withStress(new Stress(0, false, true, false))); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long stale = heap.allocate(types.pair);
            scope.root(stale);
            heap.collect(CollectionKind.MINOR);
            assertThat(Memory.readLong(stale)).isEqualTo(Stress.POISON);
            heap.allocate(types.pair);
            assertThatThrownBy(() -> heap.readRef(stale, TestTypes.FIRST))
                    .isInstanceOf(AssertionError.class).hasMessageContaining("stale reference 0x" + Long.toHexString(stale));
        }
    }

    @Test
    void thePoisonIsNeitherAHeaderNorAnImmediateNorAnAddress() {
        assertThat(Stress.POISON & Long.BYTES - 1).isZero();
        assertThat(Stress.POISON >>> 48).isNotZero().isNotEqualTo(0xFFFF);
    }

    @Test
    void zealotMovesEverythingAtEveryAllocationAndSafepointAndComesBackLate() {
        try (Heap heap = Heap.open(SMALL.withPlan("Zealot")); HandleScope scope = heap.scope()) {
            int pair = new TestTypes(heap).pair;
            long handle = scope.root(heap.allocate(pair));
            List<Long> places = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                if (places.size() % 2 == 0) heap.safepoint();
                else heap.allocate(pair);
                assertThat(heap.collections()).isEqualTo(2 + i);
                places.add(scope.get(handle));
            }
            assertThat(places).doesNotHaveDuplicates();
            heap.safepoint();
            assertThat(scope.get(handle)).as("the ninth place is the first again").isEqualTo(places.getFirst());
        }
    }
}
