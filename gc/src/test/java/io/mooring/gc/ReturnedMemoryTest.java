package io.mooring.gc;

import static io.mooring.gc.TestTypes.BYTES;
import static io.mooring.gc.TestTypes.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Pages;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.core.OS;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A heap that shrinks gives memory back to the system, and one that is closed leaves nothing behind: asked of the kernel, not of the heap. */
@Isolated("other tests would change the memory of the process")
class ReturnedMemoryTest {
    private static final long MIB = 1L << 20;
    private static final long MAX_HEAP = 256 * MIB;
    private static final long LIVE = 48 * MIB;
    /** What the JVM itself may take or give back while a test runs. */
    private static final long NOISE = 12 * MIB;
    /** What a heap that is empty may keep: the limit that the trigger never goes below. */
    private static final long FLOOR = 32 * MIB;
    /** Bytes of addresses of the table of a heap's types, of which few pages are ever touched. */
    private static final long TYPE_TABLE = MIB;

    static Stream<String> collectingPlans() {
        return Plans.all().stream().filter(plan -> plan.traits().collects() && HeapKind.isCalm(plan)).map(PlanFactory::name);
    }

    /** Bytes of the process that are in memory. */
    private static long residentBytes() throws IOException {
        return processBytes(1);
    }

    /** Bytes of addresses that the process has mapped, in memory or not. */
    private static long mappedBytes() throws IOException {
        return processBytes(0);
    }

    private static long processBytes(int field) throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[field]) * Pages.PAGE;
    }

    /** Fills the heap with a list of cells, each with an array or bytes of one of all sizes. */
    private static void fill(Heap heap, TestTypes types, HandleScope scope, long hList) {
        for (int i = 0; heap.usedBytes() < LIVE; i++) {
            long part = i % 50 == 0 ? heap.allocate(types.bytes, 200_000) : heap.allocate(types.array, i % 300);
            long hPart = scope.root(part);
            long cell = heap.allocate(types.pair);
            heap.writeRef(cell, FIRST, scope.get(hList));
            heap.writeRef(cell, TestTypes.SECOND, scope.get(hPart));
            scope.set(hList, cell);
            scope.set(hPart, Immediate.NULL);
            if (i % 50 == 0) touch(heap, scope.get(hList));
        }
    }

    private static void touch(Heap heap, long cell) {
        long bytes = heap.readRef(cell, TestTypes.SECOND);
        for (long i = 0; i < 200_000; i += Pages.PAGE) heap.writeByte(bytes, BYTES.fixedBytes() + i, (byte) 1);
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void whatDiedIsGivenBackToTheSystemAndCanBeTakenAgain(String plan) throws IOException {
        try (Heap heap = Heap.open(HeapOptions.small(MAX_HEAP).withPlan(plan)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = scope.root(Immediate.NULL);
            long empty = residentBytes();
            for (int round = 0; round < 2; round++) {
                fill(heap, types, scope, hList);
                long full = residentBytes();
                assertThat(full - empty).as("bytes that a full heap takes").isGreaterThan(LIVE - NOISE);
                scope.set(hList, Immediate.NULL);
                heap.collect(CollectionKind.MAJOR);
                heap.collect(CollectionKind.MAJOR); // a plan that copies gives the half back that it left
                assertThat(residentBytes() - empty).as("bytes that a heap keeps whose objects died").isLessThan(FLOOR + NOISE);
            }
        }
    }

    static Stream<String> allPlans() {
        return Plans.all().stream().map(PlanFactory::name);
    }

    /** Bytes of native memory that Chronicle has given out. */
    private static long nativeBytes() {
        return OS.memory().nativeMemoryUsed();
    }

    /** The same, when nothing of what earlier tests left waits for Java's collector any more. */
    private static long settledNativeBytes() throws InterruptedException {
        long before;
        do {
            before = nativeBytes();
            System.gc();
            Thread.sleep(20);
        } while (nativeBytes() != before);
        return before;
    }

    /** A heap that was used, and closed. */
    private static Heap use(String plan) {
        try (Heap heap = Heap.open(HeapOptions.small(4 * MIB).withPlan(plan)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            for (int i = 0; i < 1000; i++) scope.root(heap.allocate(types.pair));
            heap.collect(CollectionKind.MAJOR);
            heap.verify();
            return heap;
        }
    }

    /** What a closed heap keeps goes with the Java object: its types are asked for messages, and allocating in it is refused. */
    @ParameterizedTest
    @MethodSource("allPlans")
    void aClosedHeapKeepsNothingOutsideOfJavaButItsTypes(String plan) throws InterruptedException {
        use(plan);
        long before = settledNativeBytes();
        List<Heap> closed = new ArrayList<>();
        for (int i = 0; i < 4; i++) closed.add(use(plan));
        assertThat((nativeBytes() - before) / closed.size()).as("bytes that a closed heap keeps").isBetween(1L, TYPE_TABLE + Pages.PAGE);
        assertThat(closed).allMatch(heap -> heap.types().size() > 0);
        closed.clear();
        for (int i = 0; i < 100 && nativeBytes() > before; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(nativeBytes() - before).as("bytes that forgotten heaps keep").isLessThanOrEqualTo(0);
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void aClosedHeapGivesBackItsMemoryAndItsAddresses(String plan) throws IOException {
        long residentBefore = residentBytes();
        long mappedBefore = mappedBytes();
        try (Heap heap = Heap.open(HeapOptions.small(MAX_HEAP).withPlan(plan)); HandleScope scope = heap.scope()) {
            fill(heap, new TestTypes(heap), scope, scope.root(Immediate.NULL));
            assertThat(mappedBytes() - mappedBefore).as("addresses that an open heap takes").isGreaterThan(MAX_HEAP);
        }
        assertThat(residentBytes() - residentBefore).as("memory that a closed heap keeps").isLessThan(NOISE);
        assertThat(mappedBytes() - mappedBefore).as("addresses that a closed heap keeps").isLessThan(MAX_HEAP / 4);
    }
}
