package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.BYTES;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.verify.Occasion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Immix and StickyImmix promise beside the contract: what stays, what moves, and in how little memory they make do. */
class ImmixTest {
    private static final long MIB = 1L << 20;
    private static final int PAIR_BYTES = TestTypes.PAIR.fixedBytes();
    /** Arrays of this many elements are of a size that moves. */
    private static final int TABLE = 500;

    private static HeapOptions options(String plan, long maxHeap) {
        return HeapOptions.small(maxHeap).withPlan(plan).withTrigger(new Fixed()).withLarge(8 << 10);
    }

    private static long pair(Heap heap, TestTypes types, long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return pair;
    }

    // ---- what moves -------------------------------------------------------------------------------------------------------------

    @Test
    void withoutFragmentationNothingMoves() {
        try (Heap heap = Heap.open(options("Immix", 8 * MIB)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            List<Long> handles = new ArrayList<>();
            List<Long> places = new ArrayList<>();
            for (int i = 0; i < 40_000; i++) {
                long pair = pair(heap, types, i);
                handles.add(scope.root(pair));
                places.add(pair);
            }
            heap.collect(CollectionKind.MAJOR);
            assertThat(handles.stream().map(scope::get)).isEqualTo(places);
            assertThat(heap.plan().copiedObjects()).isZero();
            assertThat(heap.plan().markedBytes()).isEqualTo(40_000L * PAIR_BYTES).isEqualTo(heap.usedBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Immix", "StickyImmix"})
    void whatIsPinnedStaysWhileEverythingAroundItMoves(String plan) {
        HeapOptions options = options(plan, 4 * MIB).withPinning(true).withStress(new Stress(0, true, true, false)).withVerify(EnumSet.allOf(Occasion.class));
        try (Heap heap = Heap.open(options); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            List<Long> handles = new ArrayList<>();
            for (int i = 0; i < 300; i++) handles.add(scope.root(pair(heap, types, i)));
            for (int i = 0; i < 300; i += 10) heap.pin(handles.get(i));
            for (CollectionKind kind : new CollectionKind[] {CollectionKind.MINOR, CollectionKind.MAJOR, CollectionKind.MAJOR}) {
                List<Long> before = handles.stream().map(scope::get).toList();
                heap.collect(kind);
                for (int i = 0; i < 300; i++) {
                    long pair = scope.get(handles.get(i));
                    assertThat(heap.readWord(pair, PAYLOAD)).isEqualTo(i);
                    assertThat(pair == before.get(i)).as("pair %d stays in a %s collection", i, kind).isEqualTo(i % 10 == 0);
                }
            }
            for (int i = 0; i < 300; i += 10) heap.unpin(scope.get(handles.get(i)));
            long place = scope.get(handles.getFirst());
            heap.collect(CollectionKind.MAJOR);
            assertThat(scope.get(handles.getFirst())).isNotEqualTo(place);
        }
    }

    @Test
    void aMinorCollectionLeavesOldObjectsBetweenYoungOnesWhereTheyAre() {
        try (Heap heap = Heap.open(options("StickyImmix", 4 * MIB)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            List<Long> handles = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                long pair = pair(heap, types, i);
                if (i % 8 == 0) handles.add(scope.root(pair));
            }
            heap.collect(CollectionKind.MAJOR);
            List<Long> places = handles.stream().map(scope::get).toList();
            long used = heap.usedBytes();
            while (heap.minorCollections() < 10) pair(heap, types, -1);
            heap.collect(CollectionKind.MINOR);
            assertThat(handles.stream().map(scope::get)).isEqualTo(places);
            assertThat(heap.usedBytes()).as("nothing young survived").isEqualTo(used);
            for (int i = 0; i < places.size(); i++) assertThat(heap.readWord(places.get(i), PAYLOAD)).isEqualTo(8 * i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Immix", "StickyImmix"})
    void aHashStaysWithAnObjectThatStaysAndTheNextObjectInAFreedPlaceHasAnother(String plan) { // INV-05
        try (Heap heap = Heap.open(options(plan, 4 * MIB)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hStaying = scope.root(pair(heap, types, 1));
            for (int i = 0; i < 20_000; i++) pair(heap, types, 2);
            long dying = pair(heap, types, 3);
            long dead = heap.identityHash(dying);
            long hash = heap.identityHash(scope.get(hStaying));
            for (int i = 0; i < 5; i++) {
                heap.collect(i % 2 == 0 ? CollectionKind.MAJOR : CollectionKind.MINOR);
                assertThat(heap.identityHash(scope.get(hStaying))).isEqualTo(hash);
            }
            long next = 0;
            for (int i = 0; i < 100_000 && next != dying; i++) next = pair(heap, types, 4);
            assertThat(next).isEqualTo(dying);
            assertThat(heap.identityHash(next)).isNotEqualTo(dead);
        }
    }

    // ---- how little memory does ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"Immix, 0", "Immix, 20", "StickyImmix, 0", "StickyImmix, 20"})
    void objectsReplacedAtRandomNeedNoMoreThanTwoFifthsBeyondWhatLives(String plan, int variedPercent) {
        long live = replaceAtRandom(plan, 64 * MIB, variedPercent);
        replaceAtRandom(plan, live / 5 * 7, variedPercent);
    }

    /** Fills tables and replaces their elements in random order, which kills one object in each line before any line is free. Returns the live bytes. */
    private static long replaceAtRandom(String plan, long maxHeap, int variedPercent) {
        try (Heap heap = Heap.open(options(plan, maxHeap).withNursery(128 << 10)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            Random random = new Random(7);
            long[] tables = new long[80];
            for (int i = 0; i < tables.length; i++) tables[i] = scope.root(heap.allocate(types.array, TABLE));
            long[] bytes = new long[tables.length * TABLE];
            long live = tables.length * ARRAY.bytes(TABLE);
            for (int i = 0; i < 6 * bytes.length; i++) {
                int at = i < bytes.length ? i : random.nextInt(bytes.length);
                boolean isVaried = random.nextInt(100) < variedPercent;
                int length = random.nextInt(600);
                long object = isVaried ? heap.allocate(types.bytes, length) : pair(heap, types, at);
                heap.writeElement(scope.get(tables[at / TABLE]), ARRAY.fixedBytes(), at % TABLE, object);
                live -= bytes[at];
                bytes[at] = isVaried ? TypeLayout.align(BYTES.bytes(length)) : PAIR_BYTES;
                live += bytes[at];
            }
            heap.collect(CollectionKind.MAJOR);
            heap.verify();
            assertThat(heap.usedBytes()).isEqualTo(live);
            return live;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Immix", "StickyImmix"})
    void objectsLeaveBlocksThatAreNearlyEmptyAndTheBlocksAreGivenUp(String plan) {
        try (Heap heap = Heap.open(options(plan, 32 * MIB)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            List<Long> kept = new ArrayList<>();
            try (HandleScope all = heap.scope()) {
                List<Long> handles = new ArrayList<>();
                for (int i = 0; i < 400_000; i++) handles.add(all.root(pair(heap, types, i)));
                heap.collect(CollectionKind.MAJOR);
                for (int i = 0; i < handles.size(); i += 100) kept.add(all.get(handles.get(i)));
            }
            List<Long> hKept = kept.stream().map(scope::root).toList();
            assertThat(heap.plan().footprint()).isGreaterThan(12 * MIB);
            for (int i = 0; i < 3; i++) heap.collect(CollectionKind.MAJOR);
            assertThat(heap.plan().footprint()).as("bytes for %d", heap.usedBytes()).isLessThan(2 * MIB);
            for (int i = 0; i < hKept.size(); i++) assertThat(heap.readWord(scope.get(hKept.get(i)), PAYLOAD)).isEqualTo(100L * i);
            heap.verify();
        }
    }

    @ParameterizedTest
    @CsvSource({"Immix, 125", "StickyImmix, 125", "StickyImmix, 120"})
    void theProgramDoesNotEatUpTheReserveForCopiesWhereLittleIsFree(String plan, int percentOfLive) {
        int pairs = 60_000;
        long maxHeap = (long) pairs * (PAIR_BYTES + Long.BYTES) / 100 * percentOfLive;
        try (Heap heap = Heap.open(options(plan, maxHeap)); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            Random random = new Random(7);
            long[] tables = new long[pairs / TABLE];
            for (int i = 0; i < tables.length; i++) tables[i] = scope.root(heap.allocate(types.array, TABLE));
            for (int i = 0; i < pairs; i++) replace(heap, types, scope, tables, i, random);
            long before = majorCollections(heap);
            for (int i = 0; i < 6 * pairs; i++) {
                replace(heap, types, scope, tables, random.nextInt(pairs), random);
                assertThat(majorCollections(heap) - before).as("major collections until pair %d was replaced", i).isLessThan(600);
            }
            heap.verify();
        }
    }

    /** Puts a new pair behind a dead object that is mostly small, and sometimes not. */
    private static void replace(Heap heap, TestTypes types, HandleScope scope, long[] tables, int at, Random random) {
        heap.allocate(types.bytes, (int) Math.min(2048, 8 / (1 - random.nextDouble())));
        long pair = pair(heap, types, at);
        heap.writeElement(scope.get(tables[at / TABLE]), ARRAY.fixedBytes(), at % TABLE, pair);
    }

    private static long majorCollections(Heap heap) {
        return heap.collections() - heap.minorCollections();
    }
}
