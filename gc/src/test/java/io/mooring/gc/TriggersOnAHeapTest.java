package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.trigger.Triggers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggers at work: what a program runs into, and that native memory counts, and counts back. */
class TriggersOnAHeapTest {
    private static final long MIB = 1L << 20;

    private static List<CollectionReport> listen(Heap heap) {
        List<CollectionReport> reports = new ArrayList<>();
        heap.listen(new HeapListener() {
            @Override
            public void collectionEnds(CollectionReport report) {
                reports.add(report);
            }
        });
        return reports;
    }

    private static long majors(List<CollectionReport> reports) {
        return reports.stream().filter(report -> report.kind() == CollectionKind.MAJOR).count();
    }

    /** Keeps a list of {@code live} pairs and allocates {@code garbage} more that die at once. */
    private static void run(Heap heap, int live, int garbage) {
        TestTypes types = new TestTypes(heap);
        try (HandleScope scope = heap.scope()) {
            long hList = scope.root(Immediate.NULL);
            for (int i = 0; i < live; i++) {
                long pair = heap.allocate(types.pair);
                heap.writeRef(pair, FIRST, scope.get(hList));
                scope.set(hList, pair);
            }
            for (int i = 0; i < garbage; i++) heap.allocate(types.pair);
            heap.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"SemiSpace, live:4", "SemiSpace, sqrt:64", "SemiSpace, membalancer:0.05", "SemiSpace, cpu:10", "MarkCompact, sqrt:64", "MarkCompact, cpu:20", "GenCopy, membalancer:1", "GenMS, cpu:5"})
    void aProgramRunsUnderEachTriggerWithinTheMaximum(String plan, String trigger) {
        long max = 128 * MIB;
        try (Heap heap = Heap.open(HeapOptions.small(max).withPlan(plan).withTrigger(Triggers.named(trigger)))) {
            List<CollectionReport> reports = listen(heap);
            run(heap, 200_000, 3_000_000);
            assertThat(reports).isNotEmpty().allSatisfy(report -> assertThat(report.limit()).isBetween(heap.usedBytes() / 2, max));
        }
    }

    @Test
    void theSquareRootRuleCollectsAsOftenAsItsRoomSays() {
        long live = 1_200_000L * TestTypes.PAIR.fixedBytes();
        try (Heap heap = Heap.open(HeapOptions.small(512 * MIB).withPlan("MarkCompact").withTrigger(Triggers.named("sqrt:16")))) {
            List<CollectionReport> reports = listen(heap);
            int garbage = 8_000_000;
            run(heap, 1_200_000, garbage);
            double room = Math.sqrt((double) live * 16 * MIB);
            assertThat((double) reports.size()).isBetween(garbage * 32 / room * 0.9, garbage * 32 / room * 1.1 + 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "MarkCompact", "GenCopy", "GenMS"})
    void nativeMemoryThatIsReportedBringsAMajorCollectionOnceItTakesTheRoomOfTheHeap(String plan) {
        try (Heap heap = Heap.open(HeapOptions.small(256 * MIB).withPlan(plan).withTrigger(new Fixed()))) {
            int pair = new TestTypes(heap).pair;
            List<CollectionReport> reports = listen(heap);
            for (int i = 0; i < 300; i++) {
                heap.reportNative(MIB);
                heap.allocate(pair);
            }
            assertThat(reports).hasSizeBetween(1, 3).allSatisfy(report -> {
                assertThat(report.kind()).isEqualTo(CollectionKind.MAJOR);
                assertThat(report.reason()).isEqualTo("native memory");
                assertThat(report.nativeBytes()).isGreaterThan(100 * MIB);
            });
            assertThat(heap.nativeBytes()).isEqualTo(300 * MIB);
        }
    }

    @Test
    void nativeMemoryThatIsReturnedCountsBack() {
        try (Heap heap = Heap.open(HeapOptions.small(256 * MIB).withPlan("MarkCompact").withTrigger(new Fixed()))) {
            int pair = new TestTypes(heap).pair;
            for (int i = 0; i < 1000; i++) {
                heap.reportNative(100 * MIB);
                heap.allocate(pair);
                heap.reportNative(-100 * MIB);
            }
            assertThat(heap.collections()).isZero();
            assertThat(heap.nativeBytes()).isZero();
        }
    }

    @Test
    void aTriggerThatGoesByLiveBytesLetsTheHeapGrowWithWhatIsReported() {
        try (Heap heap = Heap.open(HeapOptions.small(512 * MIB).withPlan("MarkCompact").withTrigger(Triggers.named("live:3")))) {
            List<CollectionReport> reports = listen(heap);
            heap.collect(CollectionKind.MAJOR);
            heap.reportNative(100 * MIB);
            heap.collect(CollectionKind.MAJOR);
            heap.reportNative(-100 * MIB);
            heap.collect(CollectionKind.MAJOR);
            assertThat(reports).extracting(CollectionReport::limit).containsExactly(32 * MIB, 200 * MIB, 32 * MIB);
        }
    }

    /** A hundred objects live, each with a MiB of native memory that a finalizer returns when it is dead. Triggers that go by time may take all the room that there is. */
    @ParameterizedTest
    @ValueSource(strings = {"live:4", "sqrt:64", "membalancer:0.05", "cpu:10"})
    void nativeMemoryOfTheDeadThatFinalizersReturnCostsNeitherAllTheRoomNorAllTheTime(String trigger) {
        try (Heap heap = Heap.open(HeapOptions.small(2048 * MIB).withPlan("GenMS").withTrigger(Triggers.named(trigger))); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hArray = scope.root(heap.allocate(types.array, 100));
            long most = 0;
            for (int i = 0; i < 10_000; i++) {
                heap.reportNative(MIB);
                long pair = heap.allocate(types.pair);
                heap.writeElement(scope.get(hArray), TestTypes.ARRAY.fixedBytes(), i % 100, pair);
                heap.finalizers().registerLight(pair, i);
                most = Math.max(most, heap.nativeBytes());
                while (heap.finalizers().waitingLight() > 0) {
                    heap.finalizers().pollLight();
                    heap.reportNative(-MIB);
                }
            }
            boolean byTime = trigger.startsWith("cpu") || trigger.startsWith("membalancer");
            assertThat(most).isLessThan(byTime ? 2300 * MIB : 600 * MIB);
            assertThat(heap.collections() - heap.minorCollections()).isBetween(4L, byTime ? 60L : 250L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "MarkCompact", "Immix"})
    void aPlanWithoutANurseryIsNotCollectedForLargeObjectsBeforeItsHeapIsFull(String plan) {
        try (Heap heap = Heap.open(HeapOptions.small(256 * MIB).withPlan(plan).withTrigger(new Fixed()))) {
            int bytes = new TestTypes(heap).bytes;
            for (int i = 0; i < 1000; i++) heap.allocate(bytes, MIB);
            assertThat(heap.collections()).isBetween(1L, 16L);
        }
    }

    @Test
    void nativeMemoryNeverMakesAnAllocationFail() {
        try (Heap heap = Heap.open(HeapOptions.small(16 * MIB))) {
            heap.reportNative(1L << 40);
            run(heap, 10_000, 500_000);
            assertThat(heap.collections()).isPositive();
        }
    }

    @Test
    void moreThanWasReportedIsNotTakenBack() {
        try (Heap heap = Heap.open(HeapOptions.small(16 * MIB))) {
            heap.reportNative(1000);
            assertThatThrownBy(() -> heap.reportNative(-1001)).isInstanceOf(IllegalArgumentException.class).hasMessage("native memory returned: 1001 bytes, but only 1000 were reported");
            assertThat(heap.nativeBytes()).isEqualTo(1000);
        }
    }

    @Test
    void theShareOfTheProcessorIsKeptBelowAnyThatASmallHeapWouldTake() {
        HeapOptions options = HeapOptions.small(512 * MIB).withPlan("MarkCompact");
        long[] majors = new long[2];
        for (int i = 0; i < 2; i++) {
            try (Heap heap = Heap.open(options.withTrigger(Triggers.named(i == 0 ? "cpu:80" : "cpu:1")))) {
                List<CollectionReport> reports = listen(heap);
                run(heap, 400_000, 6_000_000);
                majors[i] = majors(reports);
            }
        }
        assertThat(majors[1]).as("collections for 1 per cent, against those for 80").isLessThan(majors[0]);
    }
}
