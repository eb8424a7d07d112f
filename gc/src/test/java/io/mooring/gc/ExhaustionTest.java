package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.KEY;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.SECOND;
import static io.mooring.gc.TestTypes.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.roots.HandleScope;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A full heap says so with an error, in the middle of whatever goes on; nothing is half done, and room that is made is room. */
class ExhaustionTest {
    static Stream<HeapKind> calmHeaps() {
        return HeapKind.all().filter(HeapKind::isCalm);
    }

    static Stream<HeapKind> calmCollectingHeaps() {
        return HeapKind.collecting().filter(HeapKind::isCalm);
    }

    /** Appends cells to a list until the heap is full; each cell has its number, and a part with the same number. Returns their count. */
    private static long hoard(Heap heap, TestTypes types, HandleScope scope, long hList, int partLength) {
        for (long number = 0; ; number++) {
            try (HandleScope inner = heap.scope()) {
                long part = heap.allocate(types.array, partLength);
                heap.writeElement(part, ARRAY.fixedBytes(), partLength - 1L, Immediate.of(number));
                long hPart = inner.root(part);
                long cell = heap.allocate(types.pair);
                heap.writeWord(cell, PAYLOAD, number);
                heap.writeRef(cell, FIRST, scope.get(hList));
                heap.writeRef(cell, SECOND, inner.get(hPart));
                scope.set(hList, cell);
            } catch (HeapExhausted full) {
                return number;
            }
        }
    }

    private static void checkHoard(Heap heap, HandleScope scope, long hList, long count, int partLength) {
        long left = count;
        for (long cell = scope.get(hList); cell != Immediate.NULL; cell = heap.readRef(cell, FIRST)) {
            assertThat(heap.readWord(cell, PAYLOAD)).isEqualTo(--left);
            assertThat(heap.readElement(heap.readRef(cell, SECOND), ARRAY.fixedBytes(), partLength - 1L)).isEqualTo(Immediate.of(left));
        }
        assertThat(left).isZero();
    }

    @ParameterizedTest
    @MethodSource("calmHeaps")
    void aHeapThatFillsWhileAListIsBuiltKeepsTheListAndAllocatesAgainOnceItIsDropped(HeapKind kind) {
        for (int partLength : new int[] {1, 40, 700}) {
            try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
                TestTypes types = new TestTypes(heap);
                long hList = scope.root(Immediate.NULL);
                long before = 0;
                for (int round = 0; round < 3; round++) {
                    long count = hoard(heap, types, scope, hList, partLength);
                    heap.verify();
                    checkHoard(heap, scope, hList, count, partLength);
                    assertThatThrownBy(() -> heap.allocate(types.array, HeapKind.MAX_HEAP / 16)).isInstanceOf(HeapExhausted.class);
                    assertThatThrownBy(() -> heap.allocatePinned(types.array, HeapKind.MAX_HEAP / 16)).isInstanceOf(HeapExhausted.class);
                    if (!heap.plan().traits().collects()) return;
                    if (round > 0) assertThat(count).as("cells that fit once more").isBetween(before * 9 / 10, before * 11 / 10);
                    before = count;
                    scope.set(hList, Immediate.NULL);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("calmCollectingHeaps")
    void freeingAPartOfAFullHeapMakesThatMuchRoom(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = scope.root(Immediate.NULL);
            long count = hoard(heap, types, scope, hList, 10);
            long cell = scope.get(hList);
            for (long i = 0; i < count / 2; i++) cell = heap.readRef(cell, FIRST);
            heap.writeRef(cell, FIRST, Immediate.NULL);
            long hSecond = scope.root(Immediate.NULL);
            long second = hoard(heap, types, scope, hSecond, 10);
            assertThat(second).isGreaterThan(count / 3);
            heap.verify();
            checkHoard(heap, scope, hSecond, second, 10);
        }
    }

    @ParameterizedTest
    @MethodSource("calmCollectingHeaps")
    void ephemeronsFinalizersWeakReferencesAndHashesAreIntactInAFullHeap(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hKey = scope.root(heap.allocate(types.pair));
            long hEphemeron = scope.root(heap.allocate(types.ephemeron));
            heap.writeRef(scope.get(hEphemeron), KEY, scope.get(hKey));
            heap.writeRef(scope.get(hEphemeron), VALUE, heap.allocate(types.pair));
            long hFinal = scope.root(heap.allocate(types.pair));
            heap.writeWord(scope.get(hFinal), PAYLOAD, 77);
            heap.finalizers().register(scope.get(hFinal));
            scope.set(hFinal, Immediate.NULL);
            long hash = heap.identityHash(scope.get(hKey));
            long hList = scope.root(Immediate.NULL);
            long count = hoard(heap, types, scope, hList, 3);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readWord(heap.finalizers().poll(), PAYLOAD)).isEqualTo(77);
            assertThat(heap.readRef(scope.get(hEphemeron), KEY)).isEqualTo(scope.get(hKey));
            assertThat(heap.identityHash(scope.get(hKey))).isEqualTo(hash);
            scope.set(hKey, Immediate.NULL);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readRef(scope.get(hEphemeron), VALUE)).isEqualTo(Immediate.NULL);
            checkHoard(heap, scope, hList, count, 3);
            heap.verify();
        }
    }
}
