package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.roots.HandleScopes;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A heap is one thread's at a time: whoever comes while another collects, verifies or makes room is refused, and whoever comes after it is not. */
class OneThreadTest {
    private static final String HEAPS = "io.mooring.gc.HeapKind#all";

    private final List<String> refusals = new ArrayList<>();

    /** Runs a piece of program in a thread of its own, to its end; answers what it threw. */
    private static List<Throwable> elsewhere(ThrowingCallable piece) {
        List<Throwable> thrown = new ArrayList<>();
        Thread other = new Thread(() -> {
            try {
                piece.call();
            } catch (Throwable told) {
                thrown.add(told);
            }
        }, "intruder");
        other.start();
        try {
            other.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return thrown;
    }

    private void intrude(List<ThrowingCallable> uses) {
        for (ThrowingCallable use : uses) elsewhere(use).stream().map(Throwable::getMessage).findFirst().ifPresentOrElse(refusals::add, () -> refusals.add("nothing"));
    }

    private static List<ThrowingCallable> uses(Heap heap, TestTypes types, HandleScope scope, long handle) {
        HandleScopes others = heap.newScopes();
        return new ArrayList<>(List.<ThrowingCallable>of(
                () -> heap.allocate(types.pair), () -> heap.allocate(types.array, 3), () -> heap.allocate(types.bytes, 100_000), () -> heap.allocateIfRoom(types.pair), () -> heap.allocatePinned(types.pair),
                () -> heap.collect(CollectionKind.MINOR), heap::verify, heap::scope, () -> scope.root(Immediate.NULL), () -> scope.get(handle), () -> scope.set(handle, Immediate.NULL), scope::close,
                () -> heap.readRef(0, FIRST), () -> heap.allocateImmortal(types.pair), heap::safepoint, () -> heap.reportNative(1), heap::newScopes, () -> heap.useScopes(others), () -> heap.addRoots(visitor -> {}),
                () -> heap.global(Immediate.NULL), () -> heap.finalizers().poll(), () -> heap.listen(HeapListener.NONE), () -> heap.connect(ForeignLinks.NONE), heap::close));
    }

    private void assertAllRefused(String during) {
        String whose = "thread intruder uses the heap during a " + during + " of thread " + Thread.currentThread().getName() + ": one thread at a time uses a heap";
        assertThat(refusals).isNotEmpty().allSatisfy(refusal -> assertThat(refusal).isEqualTo(whose));
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void whoeverComesDuringACollectionIsNamedAndSoIsWhoCollects(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long handle = scope.root(heap.allocate(types.pair));
            List<ThrowingCallable> uses = uses(heap, types, scope, handle);
            heap.listen(new HeapListener() {
                @Override
                public void collectionStarts(CollectionKind asked, String reason) {
                    intrude(uses);
                }

                @Override
                public void rootsTraced() {
                    intrude(uses);
                }

                @Override
                public void collectionEnds(CollectionReport report) {
                    intrude(uses);
                }
            });
            heap.collect(CollectionKind.MINOR);
            heap.collect(CollectionKind.MAJOR);
            heap.listen(HeapListener.NONE);
            assertAllRefused("collection");
            heap.verify();
            assertThat(heap.type(scope.get(handle))).isEqualTo(types.pair);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void whoeverComesDuringAVerificationIsNamedToo(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long handle = scope.root(heap.allocate(types.pair));
            List<ThrowingCallable> uses = new ArrayList<>();
            heap.addRoots(visitor -> intrude(uses));
            uses.addAll(uses(heap, types, scope, handle));
            heap.verify();
            uses.clear();
            assertAllRefused("verification");
        }
    }

    /** Those that collect tell the links that it is over when the allocation is not, which is when the other thread comes. */
    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#collecting")
    void whoeverComesWhileAnAllocationMakesRoomIsNamedToo(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long handle = scope.root(heap.allocate(types.pair));
            List<ThrowingCallable> uses = uses(heap, types, scope, handle);
            heap.connect(new Intruded(uses));
            while (refusals.isEmpty()) heap.allocate(types.bytes, 100);
            refusals.clear();
            while (refusals.isEmpty()) heap.allocate(types.bytes, 100_000);
            uses.clear();
            assertAllRefused("call");
            assertThat(heap.type(scope.get(handle))).isEqualTo(types.pair);
            assertThat(elsewhere(() -> heap.reportNative(1))).isEmpty();
        }
    }

    /** Links of nobody, which let the other thread in when a collection is over. */
    private final class Intruded extends IdleLinks {
        private final List<ThrowingCallable> uses;

        private Intruded(List<ThrowingCallable> uses) {
            this.uses = uses;
        }

        @Override
        public void deathsPending() {
            intrude(uses);
        }
    }

    @ParameterizedTest
    @MethodSource(HEAPS)
    void threadsThatTakeTurnsNeedNotSaySo(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options())) {
            TestTypes types = new TestTypes(heap);
            HandleScope scope = heap.scope();
            long handle = scope.root(Immediate.NULL);
            for (int turn = 0; turn < 20; turn++) {
                int payload = turn;
                ThrowingCallable piece = () -> {
                    long pair = heap.allocate(types.pair);
                    heap.writeWord(pair, PAYLOAD, payload);
                    heap.writeRef(pair, FIRST, scope.get(handle));
                    scope.set(handle, pair);
                    heap.collect(payload % 3 == 0 ? CollectionKind.MAJOR : CollectionKind.MINOR);
                    heap.verify();
                };
                if (turn % 2 == 0) assertThat(elsewhere(piece)).isEmpty();
                else assertThatCode(piece).doesNotThrowAnyException();
            }
            long pair = scope.get(handle);
            for (int left = 19; left >= 0; left--, pair = heap.readRef(pair, FIRST)) assertThat(heap.readWord(pair, PAYLOAD)).isEqualTo(left);
            assertThat(elsewhere(scope::close)).isEmpty();
        }
    }
}
