package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.BYTES;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is pinned stays where it is and alive, as long as it is pinned. [INV-43] */
class PinningTest {
    private interface Body {
        void run(Heap heap, TestTypes types, HandleScope scope);
    }

    static Stream<HeapKind> pinning() {
        return HeapKind.all().filter(kind -> Plans.named(kind.options().plan()).traits().pins());
    }

    private static void on(HeapKind kind, boolean pinning, Body body) {
        try (Heap heap = Heap.open(kind.options().withPinning(pinning))) {
            TestTypes types = new TestTypes(heap);
            try (HandleScope scope = heap.scope()) {
                body.run(heap, types, scope);
                heap.verify();
            }
        }
    }

    private static long pair(Heap heap, TestTypes types, HandleScope scope, long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return scope.root(pair);
    }

    private static void churn(Heap heap, TestTypes types) {
        for (int i = 0; i < 50; i++) heap.allocate(types.pair);
        heap.collect(CollectionKind.MINOR);
        for (int i = 0; i < 50; i++) heap.allocate(types.array, 20);
        heap.collect(CollectionKind.MAJOR);
    }

    @ParameterizedTest
    @MethodSource("pinning")
    void aPinnedObjectStaysWhereItIsAndEverythingElseGoesOn(HeapKind kind) {
        on(kind, true, (heap, types, scope) -> {
            List<Long> handles = new ArrayList<>();
            List<Long> addresses = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                handles.add(pair(heap, types, scope, i));
                long hPart = pair(heap, types, scope, 100 + i);
                heap.writeRef(scope.get(handles.get(i)), FIRST, scope.get(hPart));
                if (i % 3 == 0) heap.identityHash(scope.get(handles.get(i)));
                addresses.add(heap.pin(handles.get(i)));
            }
            for (int round = 0; round < 3; round++) {
                churn(heap, types);
                for (int i = 0; i < handles.size(); i++) {
                    long object = addresses.get(i);
                    assertThat(scope.get(handles.get(i))).isEqualTo(object);
                    assertThat(heap.readWord(object, PAYLOAD)).isEqualTo(i);
                    assertThat(heap.readWord(heap.readRef(object, FIRST), PAYLOAD)).isEqualTo(100 + i);
                    heap.writeRef(object, FIRST, scope.get(pair(heap, types, scope, 100 + i)));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pinning")
    void aPinKeepsItsObjectAliveUntilTheLastOneIsTakenBack(HeapKind kind) {
        on(kind, true, (heap, types, scope) -> {
            long handle = pair(heap, types, scope, 5);
            long weak = scope.root(heap.allocate(types.weak));
            heap.writeRef(scope.get(weak), REFERENT, scope.get(handle));
            long object = heap.pin(handle);
            assertThat(heap.pin(handle)).isEqualTo(object);
            scope.set(handle, Immediate.NULL);
            churn(heap, types);
            assertThat(heap.readWord(object, PAYLOAD)).isEqualTo(5);
            heap.unpin(object);
            churn(heap, types);
            assertThat(heap.readRef(scope.get(weak), REFERENT)).isEqualTo(object);
            heap.unpin(object);
            assertThatThrownBy(() -> heap.unpin(object)).isInstanceOf(IllegalStateException.class).hasMessageContaining(Long.toHexString(object)).hasMessageContaining("not pinned");
            churn(heap, types);
            if (heap.plan().traits().collects()) assertThat(heap.readRef(scope.get(weak), REFERENT)).isEqualTo(Immediate.NULL);
        });
    }

    @ParameterizedTest
    @MethodSource("pinning")
    void aWholeScopeIsPinnedWithOneCollectionAtMostUntilItCloses(HeapKind kind) {
        on(kind, true, (heap, types, scope) -> {
            long[] kept = new long[20];
            for (int i = 0; i < kept.length; i++) kept[i] = pair(heap, types, scope, i);
            long[] addresses = new long[kept.length];
            try (HandleScope inner = heap.scope()) {
                for (long handle : kept) inner.root(scope.get(handle));
                inner.root(Immediate.NULL);
                inner.root(Immediate.of(3));
                inner.root(heap.allocate(types.array, 1000));
                long collections = heap.collections();
                inner.pin();
                assertThat(heap.collections() - collections).isLessThanOrEqualTo(1);
                for (int i = 0; i < kept.length; i++) addresses[i] = scope.get(kept[i]);
                churn(heap, types);
                for (int i = 0; i < kept.length; i++) assertThat(scope.get(kept[i])).isEqualTo(addresses[i]);
            }
            for (long address : addresses) assertThatThrownBy(() -> heap.unpin(address)).isInstanceOf(IllegalStateException.class);
            churn(heap, types);
            for (int i = 0; i < kept.length; i++) assertThat(heap.readWord(scope.get(kept[i]), PAYLOAD)).isEqualTo(i);
        });
    }

    @ParameterizedTest
    @MethodSource("pinning")
    void aScopeWhoseObjectWasUnpinnedTooOftenNamesItAndEndsWithAllItsHandlesAndPins(HeapKind kind) {
        on(kind, true, (heap, types, scope) -> {
            long handles = heap.shadowStack().size();
            HandleScope inner = heap.scope();
            long hFirst = pair(heap, types, inner, 1);
            long hSecond = pair(heap, types, inner, 2);
            inner.pin();
            long first = inner.get(hFirst);
            long second = inner.get(hSecond);
            heap.unpin(second);
            assertThatThrownBy(inner::close).isInstanceOf(IllegalStateException.class).hasMessage("object 0x" + Long.toHexString(second) + " is not pinned");
            assertThat(heap.shadowStack().size()).isEqualTo(handles);
            assertThatThrownBy(() -> heap.unpin(first)).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("is not pinned");
            churn(heap, types);
        });
    }

    @ParameterizedTest
    @MethodSource("pinning")
    void largeAndImmortalObjectsCanBePinnedAsWell(HeapKind kind) {
        on(kind, true, (heap, types, scope) -> {
            long large = heap.allocate(types.bytes, 9000);
            long hLarge = scope.root(large);
            long hImmortal = scope.root(heap.allocateImmortal(types.pair));
            assertThat(heap.pin(hLarge)).isEqualTo(large);
            assertThat(heap.pin(hImmortal)).isEqualTo(scope.get(hImmortal));
            churn(heap, types);
            heap.unpin(large);
            heap.unpin(scope.get(hImmortal));
        });
    }

    @ParameterizedTest
    @MethodSource("pinning")
    void manyPinsInAnyOrderAreCountedEach(HeapKind kind) {
        on(kind, true, (heap, types, scope) -> {
            int count = kind.options().stress().countsAllocations() ? 10 : 200;
            long[] addresses = new long[count];
            for (int i = 0; i < count; i++) {
                long handle = pair(heap, types, scope, i);
                for (int pins = 0; pins <= i % 3; pins++) addresses[i] = heap.pin(handle);
            }
            for (int i = 0; i < count; i += 2) for (int pins = 0; pins <= i % 3; pins++) heap.unpin(addresses[i]);
            churn(heap, types);
            for (int i = 1; i < count; i += 2) {
                assertThat(heap.readWord(addresses[i], PAYLOAD)).isEqualTo(i);
                for (int pins = 0; pins <= i % 3; pins++) heap.unpin(addresses[i]);
                long address = addresses[i];
                assertThatThrownBy(() -> heap.unpin(address)).isInstanceOf(IllegalStateException.class);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pinning")
    void whatIsNotAskedForWhenTheHeapIsBuiltIsRefusedAndSoIsWhatIsNoObject(HeapKind kind) {
        on(kind, false, (heap, types, scope) -> {
            long handle = pair(heap, types, scope, 1);
            assertThatThrownBy(() -> heap.pin(handle)).isInstanceOf(IllegalStateException.class).hasMessageContaining("option pinning is false");
            assertThatThrownBy(scope::pin).isInstanceOf(IllegalStateException.class).hasMessageContaining("option pinning is false");
        });
        on(kind, true, (heap, types, scope) -> {
            assertThatThrownBy(() -> heap.pin(scope.root(Immediate.NULL))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("null");
            assertThatThrownBy(() -> heap.pin(scope.root(Immediate.of(4)))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("immediate 4");
        });
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#all")
    void anObjectAllocatedPinnedNeverMovesUnderAnyPlanAndDiesAsOthersDo(HeapKind kind) {
        on(kind, false, (heap, types, scope) -> {
            long pair = heap.allocatePinned(types.pair);
            long hPair = scope.root(pair);
            long array = heap.allocatePinned(types.array, 3);
            long hArray = scope.root(array);
            long bytes = heap.allocatePinned(types.bytes, 5000);
            scope.root(bytes);
            heap.writeWord(pair, PAYLOAD, 5);
            for (int round = 0; round < 3; round++) {
                heap.writeRef(pair, FIRST, scope.get(pair(heap, types, scope, round)));
                long element = heap.allocate(types.pair);
                heap.writeElement(array, ARRAY.fixedBytes(), 2, element);
                heap.writeByte(bytes, BYTES.fixedBytes() + 4999L, (byte) round);
                churn(heap, types);
                assertThat(scope.get(hPair)).isEqualTo(pair);
                assertThat(scope.get(hArray)).isEqualTo(array);
                assertThat(heap.readWord(pair, PAYLOAD)).isEqualTo(5);
                assertThat(heap.readWord(heap.readRef(pair, FIRST), PAYLOAD)).isEqualTo(round);
                assertThat(heap.type(heap.readElement(array, ARRAY.fixedBytes(), 2))).isEqualTo(types.pair);
                assertThat(heap.readByte(bytes, BYTES.fixedBytes() + 4999L)).isEqualTo((byte) round);
            }
            assertThatThrownBy(() -> heap.allocatePinned(types.bytes, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> heap.allocatePinned(types.bytes, HeapKind.MAX_HEAP)).isInstanceOf(HeapExhausted.class);
        });
        if (!Plans.named(kind.options().plan()).traits().collects()) return;
        on(kind, false, (heap, types, scope) -> {
            for (int i = 0; i < 2000; i++) heap.allocatePinned(types.pair); // twice the pages of the heap
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.usedBytes()).isZero();
        });
    }
}
