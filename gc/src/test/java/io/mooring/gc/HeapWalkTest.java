package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.mooring.gc.inspect.HeapHistogram;
import io.mooring.gc.inspect.HeapVisitor;
import io.mooring.gc.inspect.RootKind;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.roots.HandleScopes;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks and histograms: everything reachable, once, in an order that no plan changes. */
class HeapWalkTest {
    static Stream<HeapKind> heaps() {
        return HeapKind.all();
    }

    /** Writes a walk down, objects by their payload. */
    private record Log(Heap heap, TestTypes types, List<String> lines) implements HeapVisitor {
        Log(Heap heap, TestTypes types) {
            this(heap, types, new ArrayList<>());
        }

        private String name(long ref) {
            if (ref == Immediate.NULL) return "null";
            if (Immediate.is(ref)) return "#" + Immediate.value(ref);
            int type = heap.type(ref);
            return heap.types().layout(type).name() + (type == types.pair ? heap.readWord(ref, PAYLOAD) : "");
        }

        @Override
        public void visitRoot(RootKind kind, long slot, long object) {
            lines.add(kind + " " + name(object));
            assertThat(slot != 0).isEqualTo(kind.compareTo(RootKind.LINK) < 0);
            if (slot != 0) assertThat(Memory.readLong(slot)).isEqualTo(object);
        }

        @Override
        public void visitObject(long object, int type, long bytes) {
            assertThat(type).isEqualTo(heap.type(object));
            lines.add(name(object) + " " + bytes);
        }

        @Override
        public void visitSlot(long holder, long slot, long value) {
            lines.add("  +" + (slot - holder) + " " + name(value));
        }

        @Override
        public void visitWeakSlot(long holder, long slot, long value) {
            lines.add("  weak +" + (slot - holder) + " " + name(value));
        }
    }

    private static long pair(Heap heap, TestTypes types, long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return pair;
    }

    @ParameterizedTest
    @MethodSource("heaps")
    void everyReachableObjectIsShownOnceInTheSameOrderOnEveryPlan(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long h1 = scope.root(pair(heap, types, 1));
            long h2 = scope.root(pair(heap, types, 2));
            long h3 = scope.root(pair(heap, types, 3));
            long hArray = scope.root(heap.allocate(types.array, 3));
            long h4 = scope.root(pair(heap, types, 4));
            heap.writeRef(scope.get(h1), FIRST, scope.get(hArray));
            heap.writeRef(scope.get(h1), SECOND, scope.get(h2));
            heap.writeRef(scope.get(h2), FIRST, scope.get(h1)); // a cycle
            heap.writeRef(scope.get(h2), SECOND, Immediate.of(-7));
            heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), 0, scope.get(h3));
            heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), 2, scope.get(h2));
            heap.writeRef(scope.get(h3), FIRST, scope.get(h4));
            for (long hDropped : new long[] {h2, h3, hArray, h4}) scope.set(hDropped, Immediate.NULL);
            pair(heap, types, 99); // unreachable
            List<String> expected = List.of(
                    "SCOPE pair1",
                    "pair1 32", "  +8 array", "  +16 pair2",
                    "array 40", "  +16 pair3", "  +24 null", "  +32 pair2",
                    "pair3 32", "  +8 pair4", "  +16 null",
                    "pair4 32", "  +8 null", "  +16 null",
                    "pair2 32", "  +8 pair1", "  +16 #-7");
            for (int i = 0; i < 3; i++) {
                Log log = new Log(heap, types);
                heap.walk(log);
                assertThat(log.lines).isEqualTo(expected);
                heap.collect(CollectionKind.MAJOR);
            }
        }
    }

    @Test
    void rootsAreToldApart() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); Words area = new Words(2); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            heap.addRoots(visitor -> {
                visitor.visitSlot(area.start());
                visitor.visitSlot(area.start() + Long.BYTES);
            });
            HandleScopes mine = heap.useScopes(heap.newScopes());
            HandleScope other = heap.scope();
            other.root(pair(heap, types, 2));
            heap.useScopes(mine);
            Memory.writeLong(area.start() + Long.BYTES, pair(heap, types, 4));
            scope.root(pair(heap, types, 1));
            scope.root(Immediate.of(5));
            Global global = heap.global(pair(heap, types, 3));
            heap.writeWord(heap.allocateImmortal(types.pair), PAYLOAD, 6);
            heap.connect(new OneLink(global));
            Log log = new Log(heap, types);
            heap.walk(log);
            assertThat(log.lines.stream().filter(line -> !line.startsWith("  ")))
                    .containsExactly("SCOPE pair1", "SCOPE pair2", "GLOBAL pair3", "SOURCE pair4", "LINK pair3", "IMMORTAL pair6",
                            "pair1 32", "pair2 32", "pair3 32", "pair4 32", "pair6 32");
            other.close();
        }
    }

    /** A foreign side that counts the object of a global root. */
    private static final class OneLink extends IdleLinks {
        private final Global global;

        private OneLink(Global global) {
            this.global = global;
        }

        @Override
        public void verify(LinkChecker checker) {
            if (checker.isObject(global.get())) checker.root(global.get());
        }
    }

    @Test
    void weakSlotsAreShownAndNotFollowed() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hWeak = scope.root(heap.allocate(types.weak));
            heap.writeRef(scope.get(hWeak), REFERENT, pair(heap, types, 8));
            Log log = new Log(heap, types);
            heap.walk(log);
            assertThat(log.lines).containsExactly("SCOPE weak", "weak 16", "  weak +8 pair8");
        }
    }

    /** An ephemeron with one strong field of its own. */
    private static final TypeLayout.Builder EPHEMERON_BUILDER = TypeLayout.named("ephemeron");
    private static final int KEY = EPHEMERON_BUILDER.ephemeronKey("key");
    private static final int VALUE = EPHEMERON_BUILDER.ephemeronValue("value");
    private static final int OTHER = EPHEMERON_BUILDER.reference("other");
    private static final TypeLayout EPHEMERON = EPHEMERON_BUILDER.build();

    private static long ephemeron(Heap heap, int type, HandleScope scope, long hKey, long hValue) {
        long ephemeron = heap.allocate(type);
        heap.writeRef(ephemeron, KEY, scope.get(hKey));
        heap.writeRef(ephemeron, VALUE, scope.get(hValue));
        return ephemeron;
    }

    @Test
    void anEphemeronIsShownWhenItsKeyIsReachedAndItsValueBehindIt() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            TestTypes types = new TestTypes(heap);
            int type = heap.types().define(EPHEMERON);
            Global first = heap.global(Immediate.NULL);
            Global second = heap.global(Immediate.NULL);
            try (HandleScope inner = heap.scope()) {
                long h1 = inner.root(pair(heap, types, 1));
                long h2 = inner.root(pair(heap, types, 2));
                long h3 = inner.root(pair(heap, types, 3));
                long h4 = inner.root(pair(heap, types, 4));
                long hArray = inner.root(heap.allocate(types.array, 3));
                long hChained = inner.root(ephemeron(heap, type, inner, h2, h3)); // its key is the value of the next one
                long hFirst = inner.root(ephemeron(heap, type, inner, h1, h2)); // its key is reached last
                heap.writeRef(inner.get(hFirst), OTHER, inner.get(h4));
                heap.writeElement(inner.get(hArray), ARRAY.fixedBytes(), 0, inner.get(hChained));
                heap.writeElement(inner.get(hArray), ARRAY.fixedBytes(), 1, inner.get(hFirst));
                first.set(inner.get(hArray));
                second.set(inner.get(h1));
            }
            Log log = new Log(heap, types);
            heap.walk(log);
            assertThat(log.lines).containsExactly(
                    "GLOBAL array", "GLOBAL pair1",
                    "array 40", "  +16 ephemeron", "  +24 ephemeron", "  +32 null",
                    "ephemeron 32", "  +24 pair4", "  +16 pair2", "  weak +8 pair1",
                    "pair4 32", "  +8 null", "  +16 null",
                    "pair2 32", "  +8 null", "  +16 null",
                    "ephemeron 32", "  +24 null", "  +16 pair3", "  weak +8 pair2",
                    "pair3 32", "  +8 null", "  +16 null",
                    "pair1 32", "  +8 null", "  +16 null");
        }
    }

    @Test
    void anEphemeronWhoseKeyNothingElseReachesKeepsItsOwnFieldsAndNotItsValue() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            TestTypes types = new TestTypes(heap);
            int type = heap.types().define(EPHEMERON);
            Global root = heap.global(Immediate.NULL);
            try (HandleScope inner = heap.scope()) {
                long hKey = inner.root(pair(heap, types, 1));
                long hOther = inner.root(pair(heap, types, 2));
                long h = inner.root(ephemeron(heap, type, inner, hKey, hKey)); // the value would reach the key: not enough
                heap.writeRef(inner.get(h), OTHER, inner.get(hOther));
                root.set(inner.get(h));
            }
            Log log = new Log(heap, types);
            heap.walk(log);
            assertThat(log.lines).containsExactly(
                    "GLOBAL ephemeron",
                    "pair2 32", "  +8 null", "  +16 null",
                    "ephemeron 32", "  +24 pair2", "  weak +16 pair1", "  weak +8 pair1");
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.histogram().objects()).isEqualTo(2);
        }
    }

    @Test
    void aLongChainOfEphemeronsInTheWorstOrderIsWalkedInTimeProportionalToIt() {
        int length = 50_000;
        try (Heap heap = Heap.open(HeapOptions.small(64 << 20)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            int type = heap.types().define(EPHEMERON);
            long hTable = scope.root(heap.allocate(types.array, length));
            Global last = heap.global(Immediate.NULL);
            try (HandleScope inner = heap.scope()) {
                long hKey = inner.root(pair(heap, types, 0));
                long hValue = inner.root(Immediate.NULL);
                for (int i = 0; i < length; i++) {
                    inner.set(hValue, inner.get(hKey));
                    inner.set(hKey, pair(heap, types, i + 1));
                    long ephemeron = ephemeron(heap, type, inner, hKey, hValue);
                    heap.writeElement(scope.get(hTable), ARRAY.fixedBytes(), i, ephemeron);
                }
                last.set(inner.get(hKey));
            }
            assertThat(heap.histogram().objects()).isEqualTo(2L * length + 2);
            last.set(Immediate.NULL);
            assertThat(heap.histogram().objects()).isEqualTo(length + 1L);
        }
    }

    @Test
    void aStoredHashCountsAmongTheBytes() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20).withPlan("SemiSpace")); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            heap.identityHash(scope.get(scope.root(pair(heap, types, 1))));
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.histogram()).isEqualTo(new HeapHistogram(List.of(new HeapHistogram.Row(types.pair, "pair", 1, 40)), 1, 40));
        }
    }

    @Test
    void aWalkDuringACollectionIsRefused() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20))) {
            TestTypes types = new TestTypes(heap);
            pair(heap, types, 1);
            List<String> refusals = new ArrayList<>();
            heap.listen(new HeapListener() {
                @Override
                public void phaseStarts(Phase phase) {
                    try {
                        heap.walk((object, type, bytes) -> {});
                    } catch (IllegalStateException refused) {
                        refusals.add(refused.getMessage());
                    }
                }
            });
            heap.collect(CollectionKind.MAJOR);
            assertThat(refusals).isNotEmpty().allMatch(message -> message.equals(
                    "a heap walk needs a heap between two collections; this heap is in its collection 1"));
        }
    }

    @Test
    void aClosedHeapIsNotWalked() {
        Heap heap = Heap.open(HeapOptions.small(1 << 20));
        heap.close();
        assertThatThrownBy(heap::histogram).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void aVisitorThatMakesTheHeapCollectIsStopped() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            scope.root(pair(heap, types, 1));
            assertThatThrownBy(() -> heap.walk((object, type, bytes) -> heap.collect(CollectionKind.MINOR)))
                    .isInstanceOf(IllegalStateException.class).hasMessageStartingWith("the visitor of a heap walk made the heap collect while object 0x");
        }
    }

    @ParameterizedTest
    @MethodSource("heaps")
    void aWalkChangesNothingAndItsJavaMemoryDoesNotGrowWithTheHeap(HeapKind kind) {
        if (!kind.options().verify().isEmpty()) return; // the same code, only slower
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Heap heap = Heap.open(kind.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hList = scope.root(Immediate.NULL);
            for (int i = 0; i < 20_000; i++) {
                long pair = pair(heap, types, i);
                heap.writeRef(pair, FIRST, scope.get(hList));
                scope.set(hList, pair);
            }
            heap.histogram();
            long used = heap.usedBytes();
            long collections = heap.collections();
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 3; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                HeapHistogram histogram = heap.histogram();
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                assertThat(histogram.objects()).isEqualTo(20_000);
                assertThat(histogram.bytes()).isEqualTo(20_000 * 32);
            }
            assertThat(heap.usedBytes()).isEqualTo(used);
            assertThat(heap.collections()).isEqualTo(collections);
            assertThat(least).isLessThan(20_000); // less than a byte per object
        }
    }

    @Test
    void aHistogramPrintsTheLargestTypesFirstAndTheSums() {
        try (Heap heap = Heap.open(HeapOptions.small(4 << 20)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            for (int i = 0; i < 1200; i++) scope.root(pair(heap, types, i));
            scope.root(heap.allocate(types.bytes, 100_000));
            scope.root(heap.allocate(types.array, 0));
            assertThat(heap.histogram().toString().lines()).containsExactly(
                    "       objects               bytes  type",
                    "             1             100,016  bytes",
                    "         1,200              38,400  pair",
                    "             1                  16  array",
                    "         1,202             138,432  in all");
        }
    }
}
