package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.inspect.HeapVisitor;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Cycle;
import io.mooring.gc.trigger.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the embedder's callbacks may do wrong in a collection: throw, or use the heap. */
class FailingCallbacksTest {
    private static final String HEAPS = "io.mooring.gc.HeapKind#all";
    private static final String COLLECTING_HEAPS = "io.mooring.gc.HeapKind#collecting";

    /** Throws wherever it is called. */
    private static final class Thrower implements HeapListener {
        private int calls;

        private RuntimeException failure() {
            return new IllegalStateException("call " + ++calls);
        }

        @Override
        public void collectionStarts(CollectionKind kind, String reason) {
            throw failure();
        }

        @Override
        public void phaseStarts(Phase phase) {
            throw failure();
        }

        @Override
        public void phaseEnds(Phase phase) {
            throw failure();
        }

        @Override
        public void collectionEnds(CollectionReport report) {
            throw failure();
        }
    }

    /** Tries everything that a listener must not do. */
    private static final class Meddler implements HeapListener {
        private final List<String> refusals = new ArrayList<>();
        private List<ThrowingCallable> misuses = List.of();

        private void meddle() {
            for (ThrowingCallable misuse : misuses) {
                try {
                    misuse.call();
                    refusals.add("nothing");
                } catch (Throwable refused) {
                    refusals.add(refused.getMessage());
                }
            }
        }

        @Override
        public void collectionStarts(CollectionKind kind, String reason) {
            meddle();
        }

        @Override
        public void phaseEnds(Phase phase) {
            meddle();
        }

        @Override
        public void collectionEnds(CollectionReport report) {
            meddle();
        }
    }

    private static long list(Heap heap, TestTypes types, HandleScope scope, int length) {
        long hList = scope.root(Immediate.NULL);
        for (int i = 0; i < length; i++) {
            long pair = heap.allocate(types.pair);
            heap.initRef(pair, FIRST, scope.get(hList));
            heap.writeWord(pair, PAYLOAD, i);
            scope.set(hList, pair);
        }
        return hList;
    }

    private static void checkList(Heap heap, long list, int length) {
        int left = length;
        for (long pair = list; pair != Immediate.NULL; pair = heap.readRef(pair, FIRST)) assertThat(heap.readWord(pair, PAYLOAD)).isEqualTo(--left);
        assertThat(left).isZero();
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aListenerThatThrowsHearsTheWholeCollectionAndItsCauserOfTheFirstFailure(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = list(heap, types, scope, 50);
            for (CollectionKind collection : CollectionKind.values()) {
                Thrower thrower = new Thrower();
                heap.listen(thrower);
                long before = heap.collections();
                assertThatThrownBy(() -> heap.collect(collection)).isInstanceOf(IllegalStateException.class).hasMessage("call 1")
                        .satisfies(first -> assertThat(List.of(first.getSuppressed())).hasSize(thrower.calls - 1).last().extracting(Throwable::getMessage).isEqualTo("call " + thrower.calls));
                assertThat(heap.collections()).isEqualTo(before + 1);
                heap.listen(HeapListener.NONE);
                heap.verify();
                heap.collect(collection);
                checkList(heap, scope.get(hList), 50);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void aTriggerThatThrowsLeavesTheLimitAndIsHeardWhenTheCollectionIsOver(HeapKind kind) {
        boolean[] fails = {false};
        Trigger trigger = maxBytes -> new Trigger.Sizer() {
            @Override
            public long firstLimit() {
                return maxBytes / 2;
            }

            @Override
            public long limitAfter(Cycle cycle) {
                if (fails[0]) throw new UnsupportedOperationException("no limit");
                return maxBytes / 2;
            }
        };
        try (Heap heap = Heap.open(kind.options().withTrigger(trigger)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = list(heap, types, scope, 50);
            List<Long> heard = new ArrayList<>();
            heap.listen(new HeapListener() {
                @Override
                public void collectionEnds(CollectionReport report) {
                    heard.add(report.limit());
                }
            });
            fails[0] = true;
            assertThatThrownBy(() -> heap.collect(CollectionKind.MAJOR)).isInstanceOf(UnsupportedOperationException.class).hasMessage("no limit");
            fails[0] = false;
            assertThat(heard).containsExactly(HeapKind.MAX_HEAP / 2);
            heap.verify();
            for (int i = 0; i < 100; i++) heap.allocate(types.bytes, 1000);
            heap.collect(CollectionKind.MAJOR);
            checkList(heap, scope.get(hList), 50);
        }
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.PinningTest#pinning")
    void aPinThatMadeTheListenerThrowLeavesNothingPinned(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options().withPinning(true)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long handle = scope.root(heap.allocate(types.pair));
            heap.listen(new Thrower());
            boolean pinned = pins(heap, handle);
            heap.listen(HeapListener.NONE);
            heap.verify();
            assertThat(ObjectHeader.has(Memory.readLong(scope.get(handle)), ObjectHeader.PINNED)).isEqualTo(pinned);
            heap.unpin(pinned ? scope.get(handle) : heap.pin(handle));
            heap.verify();
        }
    }

    /** Whether no collection was needed. */
    private static boolean pins(Heap heap, long handle) {
        try {
            heap.pin(handle);
            return true;
        } catch (IllegalStateException told) {
            assertThat(told).hasMessage("call 1");
            return false;
        }
    }

    @Test
    void ofTwoListenersTheSecondHearsEverythingAlthoughTheFirstThrows() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            Thrower first = new Thrower();
            Thrower second = new Thrower();
            heap.listen(HeapListener.both(first, second));
            assertThatThrownBy(() -> heap.collect(CollectionKind.MAJOR)).hasMessage("call 1");
            assertThat(second.calls).isPositive().isEqualTo(first.calls);
        }
    }

    @Test
    void aFailureThatWasToldOnceIsNotToldAgain() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            heap.listen(new Thrower());
            assertThatThrownBy(() -> heap.collect(CollectionKind.MAJOR)).hasMessage("call 1");
            heap.listen(HeapListener.NONE);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.collections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aListenerCanNeitherAllocateNorCollectNorCloseTheHeap(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = list(heap, types, scope, 50);
            Meddler meddler = new Meddler();
            meddler.misuses = List.of(() -> heap.allocate(types.bytes, 100_000), () -> heap.allocatePinned(types.pair), () -> heap.collect(CollectionKind.MINOR), heap::close);
            heap.listen(meddler);
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(meddler.refusals).isNotEmpty().allSatisfy(refusal -> assertThat(refusal).endsWith("during a collection"));
            heap.listen(HeapListener.NONE);
            heap.verify();
            checkList(heap, scope.get(hList), 50);
        }
    }

    @Test
    void whereACollectionStartsAndEndsAListenerMayLookAtTheObjectsAndInBetweenItMayNot() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); HandleScope scope = heap.scope()) {
            list(heap, new TestTypes(heap), scope, 50);
            List<String> seen = new ArrayList<>();
            heap.listen(new HeapListener() {
                @Override
                public void collectionStarts(CollectionKind kind, String reason) {
                    seen.add("starts with " + heap.histogram().objects());
                }

                @Override
                public void rootsTraced() {
                    heap.histogram();
                }

                @Override
                public void collectionEnds(CollectionReport report) {
                    seen.add("ends with " + heap.histogram().objects());
                }
            });
            assertThatThrownBy(() -> heap.collect(CollectionKind.MAJOR)).isInstanceOf(IllegalStateException.class);
            assertThat(seen).containsExactly("starts with 50", "ends with 50");
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void inTheMiddleOfACollectionNothingIsReadRegisteredOrRooted(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = list(heap, types, scope, 50);
            Global global = heap.global(scope.get(hList));
            List<String> refusals = new ArrayList<>();
            heap.listen(new HeapListener() {
                @Override
                public void phaseEnds(Phase phase) {
                    for (ThrowingCallable misuse : List.<ThrowingCallable>of(
                            () -> heap.readRef(scope.get(hList), FIRST), () -> scope.root(scope.get(hList)), () -> heap.global(Immediate.NULL), global::get, () -> heap.finalizers().register(scope.get(hList)),
                            () -> heap.finalizers().poll(), () -> heap.pin(hList), () -> heap.unpin(scope.get(hList)))) {
                        assertThatThrownBy(misuse).hasMessageMatching("(reference 0x[0-9a-f]+ used by a callback in the middle of a collection|finalizers, globals and pins do not change during a collection)");
                        refusals.add(phase.name());
                    }
                }
            });
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(refusals).isNotEmpty();
            heap.listen(HeapListener.NONE);
            heap.verify();
            checkList(heap, global.get(), 50);
            global.close();
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aRootSourceCanNeitherCollectNorCloseTheHeapThatIsVerified(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = list(heap, types, scope, 50);
            List<ThrowingCallable> misuses = new ArrayList<>();
            heap.addRoots(visitor -> {
                for (ThrowingCallable misuse : misuses) {
                    assertThatThrownBy(misuse).isInstanceOf(IllegalStateException.class).hasMessageEndingWith("during a verification");
                }
            });
            misuses.addAll(List.of(() -> heap.collect(CollectionKind.MINOR), () -> heap.allocatePinned(types.pair), heap::close));
            heap.verify();
            misuses.clear();
            checkList(heap, scope.get(hList), 50);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void aVisitorThatClosesTheHeapIsNamedAndShownNothingMore(HeapKind kind) {
        Heap heap = Heap.open(kind.options());
        HandleScope scope = heap.scope();
        list(heap, new TestTypes(heap), scope, 50);
        assertThatThrownBy(() -> heap.walk(new HeapVisitor() {
            @Override
            public void visitObject(long object, int type, long bytes) {
                heap.close();
            }
        })).isInstanceOf(IllegalStateException.class).hasMessageContaining("made the heap unusable while object 0x");
    }

    @ParameterizedTest
    @MethodSource(COLLECTING_HEAPS)
    void whereARootSourceThrowsTheHeapCanOnlyBeClosed(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options())) {
            TestTypes types = new TestTypes(heap);
            Global global = heap.global(Immediate.NULL);
            try (HandleScope scope = heap.scope()) {
                long hList = list(heap, types, scope, 50);
                long list = scope.get(hList);
                boolean[] fails = {false};
                heap.addRoots(visitor -> {
                    if (fails[0]) throw new UnsupportedOperationException("boom\nand more");
                });
                heap.listen(new HeapListener() {
                    @Override
                    public void phaseStarts(Phase phase) {
                        fails[0] = true; // and not while the heap is verified before
                    }
                });
                assertThatThrownBy(() -> heap.collect(CollectionKind.MAJOR)).isInstanceOf(UnsupportedOperationException.class).hasMessageStartingWith("boom"); // and would do so again: nobody asks the source once more, not even to close the heap
                checkRefusals(List.of(
                        () -> heap.allocate(types.pair), () -> heap.allocate(types.array, 1), () -> heap.allocate(types.array, 10_000), () -> heap.allocateImmortal(types.pair), () -> heap.allocatePinned(types.pair),
                        () -> heap.collect(CollectionKind.MINOR), heap::safepoint, heap::verify, heap::newScopes, () -> heap.pin(hList), () -> heap.finalizers().poll(),
                        () -> heap.global(Immediate.NULL), global::get, () -> heap.addRoots(visitor -> {}), () -> heap.reportNative(1), heap::inlining));
                assertThat(heap.allocateIfRoom(types.pair)).isEqualTo(Immediate.NULL);
                assertThatThrownBy(() -> heap.readRef(list, FIRST)).isInstanceOf(AssertionError.class).hasMessageContaining("used although the heap is unusable");
                assertThatThrownBy(heap::scope).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("the heap is unusable");
                assertThatThrownBy(heap::histogram).isInstanceOf(IllegalStateException.class);
            }
            global.close();
        }
    }

    private static void checkRefusals(List<ThrowingCallable> uses) {
        for (ThrowingCallable use : uses) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessage("the heap is unusable: a major collection failed by java.lang.UnsupportedOperationException: boom")
                    .hasCauseInstanceOf(UnsupportedOperationException.class);
        }
    }
}
