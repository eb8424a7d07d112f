package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.trigger.MultipleOfLive;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heaps as wholes: side by side, growing, full, listened to, closed. */
class HeapsTest {
    private static final long MIB = 1L << 20;

    static Stream<String> plans() {
        return Plans.all().stream().filter(HeapKind::isCalm).map(PlanFactory::name);
    }

    static Stream<String> collectingPlans() {
        return Plans.all().stream().filter(plan -> plan.traits().collects() && HeapKind.isCalm(plan)).map(PlanFactory::name);
    }

    static Stream<HeapKind> calmHeaps() {
        return HeapKind.collecting().filter(HeapKind::isCalm);
    }

    // ---- side by side -----------------------------------------------------------------------------------------------------------

    @Test
    void heapsLiveSideBySideAndKnowNothingOfEachOther() {
        List<Heap> heaps = new ArrayList<>();
        List<Long> handles = new ArrayList<>();
        List<HandleScope> scopes = new ArrayList<>();
        for (String plan : plans().toList()) {
            Heap heap = Heap.open(HeapOptions.small(MIB).withPlan(plan));
            TestTypes types = new TestTypes(heap);
            HandleScope scope = heap.scope();
            long pair = heap.allocate(types.pair);
            heap.writeWord(pair, PAYLOAD, heaps.size());
            handles.add(scope.root(pair));
            scopes.add(scope);
            heaps.add(heap);
        }
        for (int i = 0; i < heaps.size(); i++) {
            heaps.get(i).collect(CollectionKind.MAJOR);
            for (int j = 0; j < heaps.size(); j++) {
                long pair = scopes.get(j).get(handles.get(j));
                assertThat(heaps.get(j).readWord(pair, PAYLOAD)).isEqualTo(j);
                assertThat(heaps.get(i).isObject(pair)).isEqualTo(i == j);
                heaps.get(j).verify();
            }
            assertThat(heaps.stream().mapToLong(Heap::collections).sum()).isEqualTo(i + 1L);
        }
        heaps.forEach(Heap::close);
    }

    // ---- growth and exhaustion --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void aHeapGrowsWithWhatLivesAndNeverBeyondItsMaximum(String plan) {
        long max = 64 * MIB;
        List<Long> limits = new ArrayList<>();
        try (Heap heap = Heap.open(HeapOptions.small(max).withPlan(plan).withTrigger(new MultipleOfLive(3))); HandleScope scope = heap.scope()) {
            heap.listen(new HeapListener() {
                @Override
                public void collectionEnds(CollectionReport report) {
                    limits.add(report.limit());
                    assertThat(heap.plan().footprint()).isLessThanOrEqualTo(max);
                }
            });
            TestTypes types = new TestTypes(heap);
            long firstLimit = heap.plan().limit();
            long hList = scope.root(Immediate.NULL);
            for (int i = 0; i < 14_000; i++) {
                long array = heap.allocate(types.array, 100);
                heap.writeElement(array, ARRAY.fixedBytes(), 0, scope.get(hList));
                scope.set(hList, array);
            }
            heap.collect(CollectionKind.MAJOR);
            heap.verify();
            assertThat(heap.plan().limit()).isGreaterThan(firstLimit);
        }
        assertThat(limits).isNotEmpty().allMatch(limit -> limit <= max);
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void aFixedTriggerGivesTheWholeHeapFromTheStart(String plan) {
        try (Heap heap = Heap.open(HeapOptions.small(64 * MIB).withPlan(plan).withTrigger(new Fixed()))) {
            assertThat(heap.plan().limit()).isEqualTo(64 * MIB);
        }
    }

    @ParameterizedTest
    @MethodSource("calmHeaps")
    void aFullHeapIsIntactAndUsableOnceSomethingIsDropped(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            for (int round = 0; round < 3; round++) {
                long hList = scope.root(Immediate.NULL);
                long[] count = new long[1];
                assertThatThrownBy(() -> {
                    while (true) {
                        long pair = heap.allocate(types.pair);
                        heap.writeRef(pair, FIRST, scope.get(hList));
                        heap.writeWord(pair, PAYLOAD, count[0]++);
                        scope.set(hList, pair);
                    }
                }).isInstanceOf(HeapExhausted.class);
                heap.verify();
                assertThat(count[0] * 32).as("bytes in the full heap").isGreaterThan(HeapKind.MAX_HEAP / 4);
                for (long pair = scope.get(hList); pair != Immediate.NULL; pair = heap.readRef(pair, FIRST)) {
                    assertThat(heap.readWord(pair, PAYLOAD)).isEqualTo(--count[0]);
                }
                assertThat(count[0]).isZero();
                assertThatThrownBy(() -> heap.allocate(types.array, 200_000)).isInstanceOf(HeapExhausted.class);
                scope.set(hList, Immediate.NULL);
                for (int i = 0; i < 1000; i++) heap.allocate(types.pair);
            }
        }
    }

    @Test
    void exhaustionSaysHowMuchWasAskedForAndHowMuchThereIs() {
        try (Heap heap = Heap.open(HeapOptions.small(MIB))) {
            TestTypes types = new TestTypes(heap);
            assertThatThrownBy(() -> heap.allocate(types.array, 120_000)).isInstanceOfSatisfying(HeapExhausted.class, exhausted -> {
                assertThat(exhausted.requestedBytes()).isGreaterThanOrEqualTo(8 * 120_000);
                assertThat(exhausted.maxBytes()).isEqualTo(MIB);
                assertThat(exhausted.usedBytes()).isLessThan(MIB);
                assertThat(exhausted).hasMessageContaining("requested " + exhausted.requestedBytes() + " bytes");
            });
        }
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void aLargeObjectFindsItsPlaceBetweenDeadOnesThatNoCollectionHasSeenYet(String plan) {
        try (Heap heap = Heap.open(HeapOptions.small(MIB).withPlan(plan).withLarge(8 << 10).withTrigger(new Fixed())); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            int fourPages = 4 * 4096 - 64;
            List<Long> handles = new ArrayList<>();
            try (HandleScope pieces = heap.scope()) {
                for (int i = 0; i < 40; i++) handles.add(pieces.root(heap.allocate(types.bytes, fourPages)));
                heap.collect(CollectionKind.MAJOR);
                for (int i = 0; i < 40; i += 2) pieces.set(handles.get(i), Immediate.NULL);
                heap.collect(CollectionKind.MAJOR); // holes of four pages between the others
            }
            // the others are dead as well now, but nobody has looked: eighty of 256 pages in pieces, and the rest in one
            for (int pages = 8; pages <= 64; pages *= 2) scope.root(heap.allocate(types.bytes, pages * 4096 - 64));
            heap.verify();
        }
    }

    @Test
    void immortalSpaceThatIsFullSaysSo() {
        try (Heap heap = Heap.open(HeapOptions.small(MIB))) {
            TestTypes types = new TestTypes(heap);
            assertThatThrownBy(() -> {
                while (true) heap.allocateImmortal(types.bytes, 4000);
            }).isInstanceOf(HeapExhausted.class).hasMessageContaining("immortal space is full");
            heap.allocate(types.pair);
            heap.verify();
        }
    }

    // ---- listening --------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void aListenerHearsEachPhaseStartAndEndInOrder(String plan) {
        List<String> heard = new ArrayList<>();
        List<CollectionReport> reports = new ArrayList<>();
        try (Heap heap = Heap.open(HeapOptions.small(MIB).withPlan(plan)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            scope.root(heap.allocate(types.pair));
            heap.allocate(types.pair);
            heap.listen(new HeapListener() {
                @Override
                public void phaseStarts(Phase phase) {
                    heard.add("+" + phase);
                }

                @Override
                public void phaseEnds(Phase phase) {
                    heard.add("-" + phase);
                }

                @Override
                public void collectionEnds(CollectionReport report) {
                    reports.add(report);
                }
            });
            heap.collect(CollectionKind.MAJOR);
        }
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < heard.size(); i += 2) {
            Phase phase = Phase.valueOf(heard.get(i).substring(1));
            assertThat(heard.get(i)).isEqualTo("+" + phase);
            assertThat(heard.get(i + 1)).isEqualTo("-" + phase);
            phases.add(phase);
        }
        assertThat(phases).contains(Phase.PREPARE, Phase.ROOTS, Phase.TRACE_LINKS, Phase.CLOSURE, Phase.WEAK, Phase.SWEEP_LINKS, Phase.RELEASE);
        phases.remove(Phase.CLOSURE); // one before the links, where they have one, and one behind
        assertThat(phases).doesNotHaveDuplicates();
        assertThat(reports).hasSize(1);
        CollectionReport report = reports.getFirst();
        assertThat(report.number()).isEqualTo(1);
        assertThat(report.kind()).isEqualTo(CollectionKind.MAJOR);
        assertThat(report.reason()).isEqualTo("request");
        assertThat(report.usedAfter()).isEqualTo(32);
        assertThat(report.usedBefore()).isGreaterThanOrEqualTo(64);
        assertThat(report.nanos()).isPositive();
        assertThat(report.toString()).contains("collection 1 major (request)");
    }

    @Test
    void aCompactingCollectionCountsTheObjectsThatSlideAndNotThoseThatStay() {
        List<CollectionReport> reports = new ArrayList<>();
        try (Heap heap = Heap.open(HeapOptions.small(MIB).withPlan("MarkCompact")); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            scope.root(heap.allocate(types.pair));
            heap.allocate(types.pair);
            scope.root(heap.allocate(types.pair));
            heap.listen(new HeapListener() {
                @Override
                public void collectionEnds(CollectionReport report) {
                    reports.add(report);
                }
            });
            heap.collect(CollectionKind.MAJOR);
            heap.collect(CollectionKind.MAJOR);
        }
        long pair = reports.getFirst().usedAfter() / 2;
        assertThat(reports).extracting(CollectionReport::copiedObjects).containsExactly(1L, 0L);
        assertThat(reports).extracting(CollectionReport::copiedBytes).containsExactly(pair, 0L);
        assertThat(reports).extracting(CollectionReport::markedBytes).containsExactly(pair, 2 * pair);
    }

    // ---- misuse -----------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("plans")
    void aClosedHeapRefusesToAllocateAndToCollectAndMayBeClosedAgain(String plan) {
        Heap heap = Heap.open(HeapOptions.small(MIB).withPlan(plan));
        TestTypes types = new TestTypes(heap);
        heap.allocate(types.pair);
        heap.close();
        heap.close();
        assertThatThrownBy(() -> heap.allocate(types.pair)).isInstanceOf(IllegalStateException.class).hasMessage("the heap is closed");
        assertThatThrownBy(() -> heap.allocate(types.array, 10_000)).isInstanceOf(IllegalStateException.class).hasMessage("the heap is closed");
        assertThatThrownBy(() -> heap.collect(CollectionKind.MAJOR)).isInstanceOf(IllegalStateException.class).hasMessage("the heap is closed");
    }

    /** An array of 2 GiB, of which few pages are touched. */
    @Test
    void aReferenceBeyondTwoGibibytesIsReadWhereItWasWritten() {
        long length = 1L << 28;
        long last = ARRAY.fixedBytes() + (length - 1) * Long.BYTES;
        assertThat(last).isGreaterThan(Integer.MAX_VALUE);
        try (Heap heap = Heap.open(HeapOptions.defaults().withPlan("NoGC").withMaxHeap(3L << 30))) {
            TestTypes types = new TestTypes(heap);
            long array = heap.allocate(types.array, length);
            heap.writeRef(array, last, Immediate.of(4711));
            assertThat(heap.readRef(array, last)).isEqualTo(Immediate.of(4711));
            assertThat(heap.readWeak(array, last)).isEqualTo(Immediate.of(4711));
            assertThat(heap.readElement(array, ARRAY.fixedBytes(), length - 1)).isEqualTo(Immediate.of(4711));
        }
    }

    @Test
    void aListenerThatAllocatesOrCollectsIsRefused() {
        try (Heap heap = Heap.open(HeapOptions.small(MIB))) {
            TestTypes types = new TestTypes(heap);
            List<Throwable> thrown = new ArrayList<>();
            heap.listen(new HeapListener() {
                @Override
                public void phaseStarts(Phase phase) {
                    if (phase != Phase.RELEASE) return;
                    for (Runnable misuse : List.<Runnable>of(() -> heap.allocate(types.pair), () -> heap.allocateImmortal(types.pair), () -> heap.collect(CollectionKind.MINOR))) {
                        try {
                            misuse.run();
                        } catch (IllegalStateException refused) {
                            thrown.add(refused);
                        }
                    }
                }
            });
            heap.collect(CollectionKind.MAJOR);
            assertThat(thrown).extracting(Throwable::getMessage).satisfiesExactly(
                    allocation -> assertThat(allocation).contains("during a collection"),
                    immortal -> assertThat(immortal).isEqualTo("allocation of an immortal object during a collection"), collection -> assertThat(collection).contains("during a collection"));
        }
    }

    @Test
    void aHeapIsConnectedToLinksOnce() {
        try (Heap heap = Heap.open(HeapOptions.small(MIB))) {
            ForeignLinks links = new ForeignLinksCounter();
            heap.connect(links);
            assertThatThrownBy(() -> heap.connect(new ForeignLinksCounter())).isInstanceOf(IllegalStateException.class).hasMessageContaining("already");
        }
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void linksAreMetAtTheirPhasePointsInOrder(String plan) {
        try (Heap heap = Heap.open(HeapOptions.small(MIB).withPlan(plan))) {
            ForeignLinksCounter links = new ForeignLinksCounter();
            heap.connect(links);
            new TestTypes(heap);
            heap.collect(CollectionKind.MAJOR);
            assertThat(links.calls).containsExactly("traceYoung", "traceOld", "sweepYoung", "sweepOld", "deathsPending");
            links.calls.clear();
            if (!heap.plan().traits().generational()) return;
            heap.collect(CollectionKind.MINOR);
            assertThat(links.calls).containsExactly("traceYoung", "sweepYoung", "deathsPending");
        }
    }

    /** Links that write down when they are called. */
    private static final class ForeignLinksCounter implements ForeignLinks {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void traceYoung(LinkTracer tracer) {
            calls.add("traceYoung");
        }

        @Override
        public void sweepYoung(LinkSurvivors survivors) {
            calls.add("sweepYoung");
        }

        @Override
        public void traceOld(LinkTracer tracer) {
            calls.add("traceOld");
        }

        @Override
        public void sweepOld(LinkSurvivors survivors) {
            calls.add("sweepOld");
        }

        @Override
        public void deathsPending() {
            calls.add("deathsPending");
        }

        @Override
        public void verify(LinkChecker checker) {
            calls.add("verify");
        }
    }
}
