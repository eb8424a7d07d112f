package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.BYTES;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.roots.ShadowStack;
import io.mooring.gc.space.LargeObjectSpace;
import java.util.List;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every heap promises, whatever its plan: this suite reads as the heap's specification. */
class HeapContractTest {
    private static final String HEAPS = "io.mooring.gc.HeapKind#all";
    private static final String COLLECTING_HEAPS = "io.mooring.gc.HeapKind#collecting";

    /** Elements of an array that is large in the heaps of these tests. */
    private static final int LARGE = 1000;
    /** References beyond the 512 words of a new stack. */
    private static final int WIDE = 600;
    /** Bytes of a heap that is full after some 500 allocations: where each of them collects all that is there, time grows with the square. */
    private static final long FULL_SOON = 1 << 20;

    private interface Body {
        void run(Heap heap, TestTypes types, HandleScope scope);
    }

    private static void on(HeapKind kind, Body body) {
        on(kind.options(), body);
    }

    private static void on(HeapOptions options, Body body) {
        try (Heap heap = Heap.open(options)) {
            TestTypes types = new TestTypes(heap);
            try (HandleScope scope = heap.scope()) {
                body.run(heap, types, scope);
            }
        }
    }

    private static long pair(Heap heap, TestTypes types, long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return pair;
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aNewObjectIsZeroEverywhereAlthoughItsMemoryWasUsedBefore(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            for (int i = 0; i < 5000; i++) {
                long pair = heap.allocate(types.pair);
                assertThat(heap.readWord(pair, FIRST) | heap.readWord(pair, SECOND) | heap.readWord(pair, PAYLOAD)).isZero();
                heap.writeWord(pair, PAYLOAD, -1);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void whereThereIsRoomAnObjectIsMadeWithoutACollectionAndElseNone(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hList = scope.root(Immediate.NULL);
            int refused = 0;
            for (int i = 0; i < 5000; i++) {
                long collections = heap.collections();
                long pair = heap.allocateIfRoom(types.pair);
                assertThat(heap.collections()).isEqualTo(collections);
                if (pair == Immediate.NULL) {
                    refused++;
                    pair = heap.allocate(types.pair);
                }
                assertThat(heap.readWord(pair, FIRST) | heap.readWord(pair, SECOND) | heap.readWord(pair, PAYLOAD)).isZero();
                heap.initRef(pair, FIRST, i % 50 == 0 ? Immediate.NULL : scope.get(hList));
                heap.writeWord(pair, PAYLOAD, i);
                scope.set(hList, pair);
            }
            assertThat(refused).isPositive().isLessThanOrEqualTo(5000);
            long left = 50;
            for (long pair = scope.get(hList); pair != Immediate.NULL; pair = heap.readRef(pair, FIRST)) assertThat(heap.readWord(pair, PAYLOAD)).isEqualTo(4950 + --left);
            assertThat(left).isZero();
        });
    }

    /** The left one of two objects waits in a slot that no frame has pushed. */
    @ParameterizedTest
    @MethodSource(HEAPS)
    void aRuntimeMayKeepTheTopOfTheShadowStackItself(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            ShadowStack stack = heap.shadowStack();
            for (int i = 0; i < 500; i++) {
                long top = stack.reserve(1);
                stack.set(top, pair(heap, types, i));
                stack.extend(top + Long.BYTES);
                long right = pair(heap, types, -i);
                heap.writeRef(right, FIRST, stack.get(top));
                stack.release(top);
                assertThat(heap.readWord(right, PAYLOAD)).isEqualTo(-i);
                assertThat(heap.readWord(heap.readRef(right, FIRST), PAYLOAD)).isEqualTo(i);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aGraphKeepsItsShapeAndPayloadWhileItMoves(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            int depth = 6;
            long hRoot = scope.root(tree(heap, types, depth, 1));
            for (int round = 0; round < 4; round++) {
                tree(heap, types, depth, 1);
                heap.collect(round % 2 == 0 ? CollectionKind.MINOR : CollectionKind.MAJOR);
                checkTree(heap, scope.get(hRoot), depth, 1);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void theSizesOfHeapNurseryAndLargeObjectsNeedBeMultiplesOfNothing(HeapKind kind) {
        on(kind.options().withMaxHeap(HeapKind.MAX_HEAP - 3).withNursery((64 << 10) + 1).withLarge((2 << 10) - 1), (heap, types, scope) -> {
            long hList = scope.root(Immediate.NULL);
            for (int i = 0; i < 1000; i++) {
                long pair = heap.allocate(types.pair);
                heap.initRef(pair, FIRST, scope.get(hList));
                scope.set(hList, pair);
                heap.allocate(types.bytes, i);
            }
            heap.collect(CollectionKind.MINOR);
            heap.verify();
            heap.collect(CollectionKind.MAJOR);
            int left = 1000;
            for (long pair = scope.get(hList); pair != Immediate.NULL; pair = heap.readRef(pair, FIRST)) left--;
            assertThat(left).isZero();
        });
    }

    /** An object that refers to more than the grey stack holds at first, so that some of the copies are grey by their place. */
    @ParameterizedTest
    @MethodSource(HEAPS)
    void aGraphKeepsItsShapeAndPayloadHoweverWideItIs(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hWide = scope.root(heap.allocate(types.array, WIDE));
            for (int i = 0; i < WIDE; i++) {
                long first = pair(heap, types, i);
                heap.writeElement(scope.get(hWide), ARRAY.fixedBytes(), i, first);
                long second = pair(heap, types, -i);
                heap.writeRef(heap.readElement(scope.get(hWide), ARRAY.fixedBytes(), i), SECOND, second);
            }
            for (CollectionKind collection : CollectionKind.values()) {
                heap.collect(collection);
                for (int i = 0; i < WIDE; i++) {
                    long first = heap.readElement(scope.get(hWide), ARRAY.fixedBytes(), i);
                    assertThat(heap.readWord(first, PAYLOAD)).isEqualTo(i);
                    assertThat(heap.readWord(heap.readRef(first, SECOND), PAYLOAD)).isEqualTo(-i);
                }
            }
        });
    }

    private static long tree(Heap heap, TestTypes types, int depth, long number) {
        if (depth == 0) return pair(heap, types, number);
        try (HandleScope scope = heap.scope()) {
            long hLeft = scope.root(tree(heap, types, depth - 1, 2 * number));
            long hRight = scope.root(tree(heap, types, depth - 1, 2 * number + 1));
            long node = pair(heap, types, number);
            heap.writeRef(node, FIRST, scope.get(hLeft));
            heap.writeRef(node, SECOND, scope.get(hRight));
            return node;
        }
    }

    private static void checkTree(Heap heap, long node, int depth, long number) {
        assertThat(heap.readWord(node, PAYLOAD)).isEqualTo(number);
        if (depth == 0) {
            assertThat(heap.readRef(node, FIRST)).isEqualTo(Immediate.NULL);
            return;
        }
        checkTree(heap, heap.readRef(node, FIRST), depth - 1, 2 * number);
        checkTree(heap, heap.readRef(node, SECOND), depth - 1, 2 * number + 1);
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void sharingAndCyclesSurviveACollectionAsTheyWere(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hA = scope.root(pair(heap, types, 1));
            long hB = scope.root(pair(heap, types, 2));
            heap.writeRef(scope.get(hA), FIRST, scope.get(hB));
            heap.writeRef(scope.get(hA), SECOND, scope.get(hB));
            heap.writeRef(scope.get(hB), FIRST, scope.get(hA));
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readRef(scope.get(hA), FIRST)).isEqualTo(scope.get(hB)).isEqualTo(heap.readRef(scope.get(hA), SECOND));
            assertThat(heap.readRef(scope.get(hB), FIRST)).isEqualTo(scope.get(hA));
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aNewObjectKeepsOldAndYoungOnesThatItsFirstStoresPutIntoIt(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hOld = scope.root(pair(heap, types, 1));
            heap.collect(CollectionKind.MAJOR);
            long hYoung = scope.root(pair(heap, types, 2));
            long hPair = scope.root(heap.allocate(types.pair));
            heap.initRef(scope.get(hPair), FIRST, scope.get(hOld));
            heap.initRef(scope.get(hPair), SECOND, scope.get(hYoung));
            scope.set(hOld, Immediate.NULL);
            scope.set(hYoung, Immediate.NULL);
            for (CollectionKind collection : List.of(CollectionKind.MINOR, CollectionKind.MINOR, CollectionKind.MAJOR)) {
                heap.collect(collection);
                assertThat(heap.readWord(heap.readRef(scope.get(hPair), FIRST), PAYLOAD)).isEqualTo(1);
                assertThat(heap.readWord(heap.readRef(scope.get(hPair), SECOND), PAYLOAD)).isEqualTo(2);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aNewArrayThatIsLargeOnNoHeapIsFilledByFirstStores(HeapKind kind) {
        long most = (HeapOptions.NEVER_LARGE_BYTES - ARRAY.fixedBytes()) / Long.BYTES;
        on(kind, (heap, types, scope) -> {
            long hOld = scope.root(pair(heap, types, 1));
            heap.collect(CollectionKind.MAJOR);
            long hYoung = scope.root(pair(heap, types, 2));
            long hArray = scope.root(heap.allocate(types.array, most));
            for (long i = 0; i < most; i++) heap.initRef(scope.get(hArray), ARRAY.fixedBytes() + i * Long.BYTES, scope.get(i % 2 == 0 ? hOld : hYoung));
            scope.set(hOld, Immediate.NULL);
            scope.set(hYoung, Immediate.NULL);
            for (CollectionKind collection : List.of(CollectionKind.MINOR, CollectionKind.MINOR, CollectionKind.MAJOR)) {
                heap.collect(collection);
                for (long i = 0; i < most; i++) assertThat(heap.readWord(heap.readElement(scope.get(hArray), ARRAY.fixedBytes(), i), PAYLOAD)).isEqualTo(1 + i % 2);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anOldObjectKeepsAYoungOneThatIsStoredIntoIt(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hOld = scope.root(pair(heap, types, 1));
            for (int i = 0; i < 4; i++) heap.collect(CollectionKind.MINOR);
            for (int round = 0; round < 6; round++) {
                long young = pair(heap, types, 100 + round);
                heap.writeRef(scope.get(hOld), FIRST, young);
                heap.collect(CollectionKind.MINOR);
                assertThat(heap.readWord(heap.readRef(scope.get(hOld), FIRST), PAYLOAD)).isEqualTo(100 + round);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aBulkCopyIntoAnOldArrayKeepsTheYoungElements(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            for (int length : new int[] {8, LARGE}) {
                long hOld = scope.root(heap.allocate(types.array, length));
                for (int i = 0; i < 4; i++) heap.collect(CollectionKind.MINOR);
                long hYoung = scope.root(heap.allocate(types.array, 4));
                for (int i = 0; i < 4; i++) {
                    long element = pair(heap, types, i);
                    heap.writeElement(scope.get(hYoung), ARRAY.fixedBytes(), i, element);
                }
                heap.copyRefs(scope.get(hYoung), ARRAY.fixedBytes(), scope.get(hOld), ARRAY.fixedBytes() + 16, 4);
                scope.set(hYoung, Immediate.NULL);
                heap.collect(CollectionKind.MINOR);
                heap.collect(CollectionKind.MINOR);
                for (int i = 0; i < 4; i++) {
                    assertThat(heap.readWord(heap.readElement(scope.get(hOld), ARRAY.fixedBytes(), i + 2), PAYLOAD)).isEqualTo(i);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anIdentityHashStaysWithItsObjectWhereverItMoves(HeapKind kind) { // INV-05
        on(kind, (heap, types, scope) -> {
            Map<Long, Long> hashes = new HashMap<>();
            for (int i = 0; i < 50; i++) {
                long handle = scope.root(i % 2 == 0 ? pair(heap, types, i) : heap.allocate(types.bytes, i));
                hashes.put(handle, heap.identityHash(scope.get(handle)));
                if (i % 10 == 0) heap.collect(CollectionKind.MINOR);
            }
            for (CollectionKind collection : new CollectionKind[] {CollectionKind.MINOR, CollectionKind.MAJOR, CollectionKind.MAJOR}) {
                heap.collect(collection);
                hashes.forEach((handle, hash) -> assertThat(heap.identityHash(scope.get(handle))).isEqualTo(hash).isNotNegative());
            }
            assertThat(Set.copyOf(hashes.values())).as("different hashes of 50 objects").hasSizeGreaterThan(45);
        });
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void aWeakReferenceFollowsItsReferentAndIsNullOnceThatDied(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hTarget = scope.root(pair(heap, types, 7));
            long hWeak = scope.root(heap.allocate(types.weak));
            heap.writeRef(scope.get(hWeak), REFERENT, scope.get(hTarget));
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(scope.get(hTarget));
            scope.set(hTarget, Immediate.NULL);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(Immediate.NULL);
        });
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void anOldWeakReferenceToAYoungObjectIsClearedByTheMinorCollectionThatFindsItDead(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hWeak = scope.root(heap.allocate(types.weak));
            for (int i = 0; i < 4; i++) heap.collect(CollectionKind.MINOR);
            for (boolean survives : new boolean[] {true, false}) {
                long hTarget = scope.root(pair(heap, types, 3));
                heap.writeRef(scope.get(hWeak), REFERENT, scope.get(hTarget));
                if (!survives) scope.set(hTarget, Immediate.NULL);
                for (int i = 0; i < 3; i++) heap.collect(CollectionKind.MINOR);
                assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(scope.get(hTarget));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aLargeObjectDoesNotMoveAndItsElementsAreKept(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long large = heap.allocate(types.array, LARGE);
            long hLarge = scope.root(large);
            for (int i = 0; i < LARGE; i += 100) {
                long element = pair(heap, types, i);
                heap.writeElement(scope.get(hLarge), ARRAY.fixedBytes(), i, element);
            }
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(scope.get(hLarge)).isEqualTo(large);
            for (int i = 0; i < LARGE; i += 100) {
                assertThat(heap.readWord(heap.readElement(large, ARRAY.fixedBytes(), i), PAYLOAD)).isEqualTo(i);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void largeObjectsThatDieGiveTheirRunsBackAndNewOnesAreZero(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            int count = kind.options().stress().countsAllocations() ? 30 : 400;
            for (int i = 0; i < count; i++) {
                int length = 3000 + 4096 * (i % 7);
                long bytes = heap.allocate(types.bytes, length);
                assertThat(heap.readByte(bytes, BYTES.fixedBytes() + length - 1)).isZero();
                heap.writeByte(bytes, BYTES.fixedBytes() + length - 1, (byte) 1);
                if (i % 5 == 0) scope.root(bytes);
                if (scope.root(Immediate.NULL) == 0) throw new AssertionError();
            }
            heap.verify();
            LargeObjectSpace large = (LargeObjectSpace) heap.plan().spaces().stream().filter(LargeObjectSpace.class::isInstance).findFirst().orElseThrow();
            assertThat(large.check()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anImmortalObjectStaysWhereItIsAndKeepsWhatItRefersTo(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long immortal = heap.allocateImmortal(types.pair);
            for (int round = 0; round < 3; round++) {
                heap.writeRef(immortal, FIRST, pair(heap, types, 40 + round));
                heap.collect(CollectionKind.MINOR);
                heap.collect(CollectionKind.MAJOR);
                assertThat(heap.readWord(heap.readRef(immortal, FIRST), PAYLOAD)).isEqualTo(40 + round);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void aGlobalRootKeepsItsObjectUntilItIsClosed(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            Global global = heap.global(pair(heap, types, 5));
            long hWeak = scope.root(heap.allocate(types.weak));
            heap.writeRef(scope.get(hWeak), REFERENT, global.get());
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readWord(global.get(), PAYLOAD)).isEqualTo(5);
            assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(global.get());
            global.close();
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(Immediate.NULL);
            assertThatThrownBy(global::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aGlobalRootOfAClosedHeapIsRefusedAndCanStillBeClosed(HeapKind kind) {
        Heap heap = Heap.open(kind.options());
        Global global = heap.global(heap.allocate(new TestTypes(heap).pair));
        heap.close();
        assertThatThrownBy(global::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("heap");
        global.close();
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void scopesThatCloseOutOfOrderAreRefused(HeapKind kind) { // INV-07
        on(kind, (heap, types, scope) -> {
            HandleScope outer = heap.scope();
            HandleScope inner = heap.scope();
            assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class).hasMessageContaining("innermost");
            inner.close();
            outer.close();
        });
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void outOfMemoryCanBeCaughtAndTheHeapGoesOnAfterThingsAreDropped(HeapKind kind) {
        HeapOptions options = kind.options().withMaxHeap(kind.isCalm() ? HeapKind.MAX_HEAP : FULL_SOON);
        on(options, (heap, types, scope) -> {
            long hKept = scope.root(tree(heap, types, 4, 1));
            int chunk = 250;
            assertThatThrownBy(() -> {
                try (HandleScope hoard = heap.scope()) {
                    long hList = hoard.root(Immediate.NULL);
                    while (true) {
                        long hArray = hoard.root(heap.allocate(types.array, chunk));
                        heap.writeElement(hoard.get(hArray), ARRAY.fixedBytes(), 0, hoard.get(hList));
                        hoard.set(hList, hoard.get(hArray));
                    }
                }
            }).isInstanceOf(HeapExhausted.class).hasMessageContaining("requested").hasMessageContaining("bytes in use");
            heap.verify();
            checkTree(heap, scope.get(hKept), 4, 1);
            tree(heap, types, 6, 1);
            assertThat(heap.usedBytes()).isLessThan(options.maxHeapBytes());
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anObjectLargerThanTheHeapIsRefusedAndNothingIsLost(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long hKept = scope.root(tree(heap, types, 4, 1));
            for (long length : new long[] {HeapKind.MAX_HEAP / 4, HeapKind.MAX_HEAP, Integer.MAX_VALUE, Long.MAX_VALUE / 16}) {
                assertThatThrownBy(() -> heap.allocate(types.array, length)).isInstanceOf(HeapExhausted.class);
            }
            assertThatThrownBy(() -> heap.allocate(types.array, -1)).isInstanceOf(IllegalArgumentException.class).hasMessage("length of an array is -1; it must not be negative");
            assertThatThrownBy(() -> heap.allocate(types.array, HeapKind.MAX_HEAP / 8)).hasMessageStartingWith("an array of " + HeapKind.MAX_HEAP / 8 + " elements: requested " + (HeapKind.MAX_HEAP + 16) + " bytes, ");
            assertThatThrownBy(() -> heap.allocate(types.array, Long.MAX_VALUE)).hasMessageStartingWith("an array of " + Long.MAX_VALUE + " elements: requested more than a heap can have, ");
            checkTree(heap, scope.get(hKept), 4, 1);
        });
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void collectingWhileNothingLivesLeavesNothing(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            for (int i = 0; i < 1000; i++) heap.allocate(types.array, i % 300);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.usedBytes()).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void copyingWithinOneArrayMayOverlap(HeapKind kind) {
        on(kind, (heap, types, scope) -> {
            long array = heap.allocate(types.array, 10);
            for (int i = 0; i < 10; i++) heap.writeElement(array, ARRAY.fixedBytes(), i, Immediate.of(i));
            heap.copyRefs(array, ARRAY.fixedBytes(), array, ARRAY.fixedBytes() + 8, 9);
            for (int i = 1; i < 10; i++) assertThat(Immediate.value(heap.readElement(array, ARRAY.fixedBytes(), i))).isEqualTo(i - 1);
        });
    }
}
