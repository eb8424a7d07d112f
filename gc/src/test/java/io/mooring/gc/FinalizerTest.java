package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.KEY;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.SECOND;
import static io.mooring.gc.TestTypes.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.mortality.Finalizers;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who hears of a death, once, and in which order. [INV-42] */
class FinalizerTest {
    private static final String HEAPS = "io.mooring.gc.HeapKind#collecting";

    private interface Body {
        void run(Heap heap, TestTypes types, HandleScope scope, Finalizers finalizers);
    }

    private static void on(HeapKind kind, Body body) {
        try (Heap heap = Heap.open(kind.options())) {
            TestTypes types = new TestTypes(heap);
            try (HandleScope scope = heap.scope()) {
                body.run(heap, types, scope, heap.finalizers());
                heap.verify();
            }
        }
    }

    private static long pair(Heap heap, TestTypes types, HandleScope scope, long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return scope.root(pair);
    }

    private static long[] registered(Heap heap, TestTypes types, HandleScope scope, int count) {
        long[] handles = new long[count];
        for (int i = 0; i < count; i++) {
            handles[i] = pair(heap, types, scope, i);
            heap.finalizers().register(scope.get(handles[i]));
        }
        return handles;
    }

    private static void link(Heap heap, HandleScope scope, long hFrom, int field, long hTo) {
        heap.writeRef(scope.get(hFrom), field, scope.get(hTo));
    }

    private static void drop(HandleScope scope, long... handles) {
        for (long handle : handles) scope.set(handle, Immediate.NULL);
    }

    /** Payloads of the objects that are polled after a major collection, until none is left. */
    private static List<Long> pollAfterMajor(Heap heap) {
        heap.collect(CollectionKind.MAJOR);
        List<Long> payloads = new ArrayList<>();
        for (long object = heap.finalizers().poll(); object != Immediate.NULL; object = heap.finalizers().poll()) payloads.add(heap.readWord(object, PAYLOAD));
        return payloads;
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anObjectIsQueuedWhenItWouldDieAndLivesWithAllItReachesUntilItWasPolled(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long hObject = pair(heap, types, scope, 1);
            long hPart = pair(heap, types, scope, 2);
            link(heap, scope, hObject, FIRST, hPart);
            finalizers.register(scope.get(hObject));
            heap.collect(CollectionKind.MAJOR);
            assertThat(finalizers.waiting()).isZero();
            drop(scope, hObject, hPart);
            for (int i = 0; i < 3; i++) heap.collect(CollectionKind.MAJOR);
            assertThat(finalizers.waiting()).isOne();
            assertThat(finalizers.registrations()).isZero();
            long object = finalizers.poll();
            assertThat(heap.readWord(object, PAYLOAD)).isEqualTo(1);
            assertThat(heap.readWord(heap.readRef(object, FIRST), PAYLOAD)).isEqualTo(2);
            assertThat(finalizers.poll()).isEqualTo(Immediate.NULL);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.usedBytes()).isZero();
            assertThat(finalizers.waiting()).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aYoungObjectIsQueuedByTheMinorCollectionThatFindsItDeadAnOldOneIsNot(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long[] old = registered(heap, types, scope, 1);
            for (int i = 0; i < 4; i++) heap.collect(CollectionKind.MINOR);
            drop(scope, old);
            long[] young = registered(heap, types, scope, 2);
            drop(scope, young[1]);
            heap.collect(CollectionKind.MINOR);
            boolean generational = heap.plan().traits().generational() && !kind.options().stress().moveEverything();
            boolean bySteps = heap.plan().traits().incremental() && kind.options().stress().countsAllocations(); // one may end the cycle that finds the old object dead
            assertThat(finalizers.waiting()).isBetween(generational ? 1L : 2L, generational && !bySteps ? 1L : 2L);
            assertThat(heap.readWord(scope.get(young[0]), PAYLOAD)).isZero();
            assertThat(pollAfterMajor(heap)).containsExactlyInAnyOrder(0L, 1L);
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aChainDiesLinkByLinkOneCollectionEach(HeapKind kind) {
        for (boolean backward : new boolean[] {false, true}) {
            on(kind, (heap, types, scope, finalizers) -> {
                int length = 5;
                long[] chain = new long[length];
                for (int i = 0; i < length; i++) chain[i] = pair(heap, types, scope, i);
                for (int i = 0; i + 1 < length; i++) link(heap, scope, chain[i], i % 2 == 0 ? FIRST : SECOND, chain[i + 1]);
                for (int i = 0; i < length; i++) finalizers.register(scope.get(chain[backward ? length - 1 - i : i]));
                heap.collect(CollectionKind.MINOR);
                drop(scope, chain);
                for (long i = 0; i < length; i++) assertThat(pollAfterMajor(heap)).containsExactly(i);
                assertThat(pollAfterMajor(heap)).isEmpty();
            });
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aCycleIsBrokenWhereItWasRegisteredFirstAndWhatItHangsFromComesBefore(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long[] h = registered(heap, types, scope, 4); // 3 -> (1 -> 2 -> 1) -> 0
            link(heap, scope, h[1], FIRST, h[2]);
            link(heap, scope, h[2], FIRST, h[1]);
            link(heap, scope, h[3], FIRST, h[2]);
            link(heap, scope, h[2], SECOND, h[0]);
            drop(scope, h);
            assertThat(pollAfterMajor(heap)).containsExactly(3L);
            assertThat(pollAfterMajor(heap)).containsExactly(1L);
            assertThat(pollAfterMajor(heap)).containsExactly(2L);
            assertThat(pollAfterMajor(heap)).containsExactly(0L);
            assertThat(heap.finalizers().registrations()).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void independentObjectsAndOneThatReachesItselfComeInTheOrderOfRegistration(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long[] h = registered(heap, types, scope, 3);
            link(heap, scope, h[1], FIRST, h[1]);
            drop(scope, h);
            assertThat(pollAfterMajor(heap)).containsExactly(0L, 1L, 2L);
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void eachRegistrationIsServedOnceAlsoForAnObjectThatWasResurrected(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long hObject = pair(heap, types, scope, 7);
            finalizers.register(scope.get(hObject));
            finalizers.register(scope.get(hObject));
            drop(scope, hObject);
            heap.collect(CollectionKind.MAJOR);
            assertThat(finalizers.waiting()).isOne();
            assertThat(finalizers.registrations()).isOne();
            scope.set(hObject, finalizers.poll());
            assertThat(pollAfterMajor(heap)).isEmpty();
            finalizers.register(scope.get(hObject));
            drop(scope, hObject);
            assertThat(pollAfterMajor(heap)).containsExactly(7L);
            assertThat(pollAfterMajor(heap)).containsExactly(7L);
            assertThat(pollAfterMajor(heap)).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aWeakReferenceIsClearedBeforeItsReferentIsQueued(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long hObject = pair(heap, types, scope, 1);
            long hPart = pair(heap, types, scope, 2);
            link(heap, scope, hObject, FIRST, hPart);
            long[] weak = new long[2];
            for (int i = 0; i < 2; i++) {
                weak[i] = scope.root(heap.allocate(types.weak));
                heap.writeRef(scope.get(weak[i]), REFERENT, scope.get(i == 0 ? hObject : hPart));
            }
            finalizers.register(scope.get(hObject));
            drop(scope, hObject, hPart);
            heap.collect(CollectionKind.MAJOR);
            for (long handle : weak) assertThat(heap.readRef(scope.get(handle), REFERENT)).isEqualTo(Immediate.NULL);
            assertThat(heap.readWord(heap.readRef(finalizers.poll(), FIRST), PAYLOAD)).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void anEphemeronStaysForTheFinalizerOfItsKeyAndItsValueWaitsForThat(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long hValue = pair(heap, types, scope, 2);
            finalizers.register(scope.get(hValue)); // before the key: only the ephemeron says that the key comes first
            long hKey = pair(heap, types, scope, 1);
            finalizers.register(scope.get(hKey));
            long hEphemeron = scope.root(heap.allocate(types.ephemeron));
            link(heap, scope, hEphemeron, KEY, hKey);
            link(heap, scope, hEphemeron, VALUE, hValue);
            drop(scope, hKey, hValue);
            heap.collect(CollectionKind.MAJOR);
            assertThat(finalizers.waiting()).isOne();
            long key = finalizers.poll();
            assertThat(heap.readWord(key, PAYLOAD)).isEqualTo(1);
            assertThat(heap.readRef(scope.get(hEphemeron), KEY)).isEqualTo(key);
            assertThat(heap.readWord(heap.readRef(scope.get(hEphemeron), VALUE), PAYLOAD)).isEqualTo(2);
            assertThat(pollAfterMajor(heap)).containsExactly(2L);
            assertThat(heap.readRef(scope.get(hEphemeron), KEY) | heap.readRef(scope.get(hEphemeron), VALUE)).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void whatOnlyADeadEphemeronLedToIsQueuedInTheSameCollection(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long hKey = pair(heap, types, scope, 9);
            long hValue = pair(heap, types, scope, 2);
            long hObject = pair(heap, types, scope, 1);
            finalizers.register(scope.get(hObject));
            finalizers.register(scope.get(hValue));
            long hEphemeron = scope.root(heap.allocate(types.ephemeron));
            link(heap, scope, hEphemeron, KEY, hKey); // the key is not registered: it dies, and the ephemeron leads nowhere
            link(heap, scope, hEphemeron, VALUE, hValue);
            link(heap, scope, hObject, FIRST, hEphemeron);
            drop(scope, hKey, hValue, hObject, hEphemeron);
            assertThat(pollAfterMajor(heap)).containsExactly(1L, 2L);
        });
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aLightRegistrationKeepsNothingAliveAndSaysItsWordOnceTheObjectIsDead(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            long hKept = pair(heap, types, scope, 1);
            long hDropped = pair(heap, types, scope, 2);
            long hResurrected = pair(heap, types, scope, 3);
            long hLarge = scope.root(heap.allocate(types.bytes, 5000));
            finalizers.registerLight(scope.get(hKept), 100);
            finalizers.registerLight(scope.get(hDropped), 200);
            finalizers.registerLight(scope.get(hDropped), -1);
            finalizers.registerLight(scope.get(hResurrected), 300);
            finalizers.register(scope.get(hResurrected));
            finalizers.registerLight(scope.get(hLarge), 400);
            heap.collect(CollectionKind.MINOR);
            drop(scope, hDropped, hResurrected, hLarge);
            heap.collect(CollectionKind.MAJOR);
            assertThat(payloads(finalizers)).containsExactlyInAnyOrder(200L, -1L, 400L);
            assertThat(heap.readWord(finalizers.poll(), PAYLOAD)).isEqualTo(3);
            heap.collect(CollectionKind.MAJOR);
            assertThat(payloads(finalizers)).containsExactly(300L);
            drop(scope, hKept);
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(payloads(finalizers)).containsExactly(100L);
            assertThatThrownBy(finalizers::pollLight).isInstanceOf(IllegalStateException.class).hasMessageContaining("no light registration");
        });
    }

    private static List<Long> payloads(Finalizers finalizers) {
        List<Long> payloads = new ArrayList<>();
        while (finalizers.waitingLight() > 0) payloads.add(finalizers.pollLight());
        return payloads;
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void manyRegistrationsOfAllAgesAreEachServedOnce(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            int count = kind.options().stress().countsAllocations() ? 60 : 3000;
            List<Long> served = new ArrayList<>();
            long hKept = scope.root(Immediate.NULL);
            for (int i = 0; i < count; i++) {
                registerOne(heap, types, scope, hKept, i);
                if (i % 100 == 50) heap.collect(CollectionKind.MINOR);
                if (i % 700 == 0) for (long object = finalizers.poll(); object != Immediate.NULL; object = finalizers.poll()) served.add(heap.readWord(object, PAYLOAD));
            }
            served.addAll(pollAfterMajor(heap));
            served.addAll(payloads(finalizers));
            assertThat(served).doesNotHaveDuplicates().hasSize(count - (count + 4) / 5).noneMatch(number -> number % 5 == 0);
            assertThat(finalizers.registrations()).isEqualTo((count + 4) / 5);
        });
    }

    /** Makes and registers an object, lightly if its number is odd; every fifth is kept in a list. */
    private static void registerOne(Heap heap, TestTypes types, HandleScope scope, long hKept, int number) {
        try (HandleScope inner = heap.scope()) {
            long hObject = pair(heap, types, inner, number);
            if (number % 2 == 0) heap.finalizers().register(inner.get(hObject));
            else heap.finalizers().registerLight(inner.get(hObject), number);
            if (number % 5 > 0) return;
            heap.writeRef(inner.get(hObject), SECOND, scope.get(hKept));
            scope.set(hKept, inner.get(hObject));
        }
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#all")
    void whatNeverDiesCannotBeRegistered(HeapKind kind) {
        on(kind, (heap, types, scope, finalizers) -> {
            assertThatThrownBy(() -> finalizers.register(Immediate.NULL)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("null");
            assertThatThrownBy(() -> finalizers.registerLight(Immediate.of(7), 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("immediate 7");
            finalizers.register(heap.allocateImmortal(types.pair));
            heap.collect(CollectionKind.MAJOR);
            assertThat(finalizers.waiting()).isZero();
        });
    }
}
