package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mooring.gc.roots.HandleScope;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Allocation, barrier and collection make no Java object, whatever the JIT has or has not done yet. The least of a few attempts counts:
 * the JVM itself allocates in our thread now and then (a class is initialised, an off-heap stack grows for the last time).
 */
class NoJavaAllocationTest {
    /** Bytes that asking for the number may itself cost. */
    private static final long NOISE_BYTES = 512;

    /** Rounds until the JDK has specialised the method handles of {@code mprotect} and {@code madvise}, which happens at call 127. */
    private static final int WARM_UP_ROUNDS = 400;

    static Stream<HeapKind> calmHeaps() {
        return HeapKind.collecting().filter(kind -> kind.options().verify().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("calmHeaps")
    void thousandsOfAllocationsStoresAndCollectionsMakeNoJavaObject(HeapKind kind) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Heap heap = Heap.open(kind.options())) {
            TestTypes types = new TestTypes(heap);
            work(heap, types, WARM_UP_ROUNDS);
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 3; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                work(heap, types, 1000);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(heap.collections()).isGreaterThan(3000);
            assertThat(least).isLessThan(NOISE_BYTES);
        }
    }

    /** Ephemerons that wait for a key, two registrations, and the polls for those of before. */
    private static void mortals(Heap heap, TestTypes types, HandleScope scope, long hOld) {
        for (int i = 0; i < 3; i++) {
            long ephemeron = heap.allocate(types.ephemeron);
            heap.writeRef(ephemeron, TestTypes.KEY, scope.get(hOld));
            heap.writeRef(ephemeron, TestTypes.VALUE, scope.get(hOld));
            if (i == 0) scope.root(ephemeron);
            long dying = heap.allocate(types.ephemeron);
            heap.writeRef(dying, TestTypes.KEY, dying);
            heap.finalizers().register(dying);
            heap.finalizers().registerLight(dying, i);
        }
        while (heap.finalizers().poll() != Immediate.NULL);
        while (heap.finalizers().waitingLight() > 0) heap.finalizers().pollLight();
    }

    private static void work(Heap heap, TestTypes types, int rounds) {
        for (int round = 0; round < rounds; round++) {
            try (HandleScope scope = heap.scope()) {
                long hOld = scope.root(heap.allocate(types.pair));
                for (int i = 0; i < 20; i++) {
                    long young = heap.allocate(types.pair);
                    heap.writeRef(scope.get(hOld), FIRST, young);
                    heap.identityHash(young);
                    heap.allocate(types.weak);
                }
                mortals(heap, types, scope, hOld);
                heap.allocate(types.bytes, 3000);
                heap.collect(round % 10 == 0 ? CollectionKind.MAJOR : CollectionKind.MINOR);
            }
        }
    }
}
