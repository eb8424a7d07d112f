package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.SlotWord;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.HeapDamaged;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the three kinds of remembered set write down, and what they do not. */
class RememberingTest {
    /** Elements of an array with several cards; it is large in these heaps, or not. */
    private static final int ELEMENTS = 400;
    private static final long CARD_BYTES = 512;

    private record Setting(String plan, Remembering remembering, int aging, long largeBytes) {
        HeapOptions options() {
            return HeapOptions.small(HeapKind.MAX_HEAP).withPlan(plan).withRemembering(remembering).withAging(aging).withNursery(64 << 10).withLarge(largeBytes);
        }
    }

    static Stream<Setting> settings() {
        return Stream.of("GenCopy", "GenMS").flatMap(plan -> Stream.of(Remembering.values())
                .flatMap(what -> Stream.of(0, 1, 3).flatMap(aging -> Stream.of(new Setting(plan, what, aging, 2 << 10), new Setting(plan, what, aging, 8 << 10)))));
    }

    private static void growOld(Heap heap) {
        for (int i = 0; i <= ObjectHeader.MAX_AGE; i++) heap.collect(CollectionKind.MINOR);
    }

    private static long slot(long array, int index) {
        return array + ARRAY.fixedBytes() + (long) index * Long.BYTES;
    }

    private static long remembered(Heap heap) {
        List<CollectionReport> reports = new ArrayList<>();
        heap.listen(new HeapListener() {
            @Override
            public void collectionEnds(CollectionReport report) {
                reports.add(report);
            }
        });
        heap.collect(CollectionKind.MINOR);
        heap.listen(HeapListener.NONE);
        return reports.getFirst().remembered();
    }

    @ParameterizedTest
    @EnumSource(Remembering.class)
    void anObjectWithTwoFieldsIsRememberedAsAWholeUnlessFieldsAre(Remembering what) {
        try (Heap heap = Heap.open(new Setting("GenCopy", what, 0, 2 << 10).options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hOld = scope.root(heap.allocate(types.pair));
            growOld(heap);
            heap.writeRef(scope.get(hOld), FIRST, heap.allocate(types.pair));
            assertThat(heap.plan().remembers(scope.get(hOld), scope.get(hOld) + FIRST)).isTrue();
            assertThat(heap.plan().remembers(scope.get(hOld), scope.get(hOld) + SECOND)).isEqualTo(what != Remembering.FIELDS);
            for (int i = 0; i < 10; i++) heap.writeRef(scope.get(hOld), FIRST, heap.allocate(types.pair));
            assertThat(remembered(heap)).as("entries after eleven stores into one slot").isEqualTo(1);
            assertThat(remembered(heap)).as("entries once nothing is young").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Remembering.class)
    void storesOfNullAndOfImmediatesAreNotRemembered(Remembering what) {
        try (Heap heap = Heap.open(new Setting("GenCopy", what, 0, 2 << 10).options()); HandleScope scope = heap.scope()) {
            long hOld = scope.root(heap.allocate(new TestTypes(heap).pair));
            growOld(heap);
            heap.writeRef(scope.get(hOld), FIRST, Immediate.of(7));
            heap.writeRef(scope.get(hOld), FIRST, Immediate.of(-7));
            heap.writeRef(scope.get(hOld), SECOND, Immediate.NULL);
            assertThat(remembered(heap)).isZero();
            heap.writeRef(scope.get(hOld), SECOND, scope.get(hOld));
            assertThat(remembered(heap)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Remembering.class)
    void ofAnArrayAllSlotsOrOneCardOrOneSlotIsRemembered(Remembering what) {
        try (Heap heap = Heap.open(new Setting("GenMS", what, 0, 2 << 10).options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hOld = scope.root(heap.allocate(types.array, ELEMENTS));
            growOld(heap);
            long array = scope.get(hOld);
            heap.writeElement(array, ARRAY.fixedBytes(), 200, heap.allocate(types.pair));
            long card = slot(array, 200) / CARD_BYTES;
            for (int i = 0; i < ELEMENTS; i++) {
                boolean expected = switch (what) {
                    case OBJECTS -> true;
                    case FIELDS -> i == 200;
                    case CARDS -> slot(array, i) / CARD_BYTES == card;
                };
                assertThat(heap.plan().remembers(array, slot(array, i))).as("slot %d", i).isEqualTo(expected);
            }
            assertThat(ObjectHeader.has(Memory.readLong(array), ObjectHeader.DIRTY_CARDS)).isEqualTo(what == Remembering.CARDS);
            heap.verify();
            heap.collect(CollectionKind.MINOR);
            assertThat(ObjectHeader.has(Memory.readLong(array), ObjectHeader.DIRTY_CARDS)).isFalse();
            assertThat(heap.plan().remembers(array, slot(array, 200))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Remembering.class, names = {"FIELDS", "CARDS"})
    void aStoreThatWentPastTheBarrierIsFoundBesideARememberedSlot(Remembering what) { // INV-03
        try (Heap heap = Heap.open(new Setting("GenCopy", what, 0, 2 << 10).options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hOld = scope.root(heap.allocate(types.array, ELEMENTS));
            growOld(heap);
            long young = heap.allocate(types.pair);
            heap.writeElement(scope.get(hOld), ARRAY.fixedBytes(), 200, young);
            heap.verify();
            SlotWord.write(slot(scope.get(hOld), 0), young);
            assertThatThrownBy(heap::verify).isInstanceOf(HeapDamaged.class).hasMessageContainingAll("INV-03", Long.toHexString(slot(scope.get(hOld), 0)), "not remembered");
            Memory.writeLong(slot(scope.get(hOld), 0), Immediate.NULL);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSlotStaysRememberedForAsLongAsWhatItHoldsIsYoung(Setting setting) { // INV-03
        try (Heap heap = Heap.open(setting.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hArray = scope.root(heap.allocate(types.array, ELEMENTS));
            long hWeak = scope.root(heap.allocate(types.weak));
            growOld(heap);
            long young = heap.allocate(types.pair);
            heap.writeWord(young, PAYLOAD, 7);
            heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), 300, young);
            heap.writeRef(scope.get(hWeak), REFERENT, young);
            for (int i = 0; i <= setting.aging() + 1; i++) {
                long held = heap.readElement(scope.get(hArray), ARRAY.fixedBytes(), 300);
                assertThat(heap.readWord(held, PAYLOAD)).isEqualTo(7);
                assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(held);
                assertThat(heap.plan().remembers(scope.get(hArray), slot(scope.get(hArray), 300))).isEqualTo(heap.isYoung(held));
                assertThat(heap.plan().remembers(scope.get(hWeak), scope.get(hWeak) + REFERENT)).isEqualTo(heap.isYoung(held));
                heap.verify();
                heap.collect(CollectionKind.MINOR);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anArrayThatIsPromotedBeforeItsElementsIsRememberedWhereTheyAre(Setting setting) { // INV-03
        try (Heap heap = Heap.open(setting.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hArray = scope.root(heap.allocate(types.array, ELEMENTS));
            for (int i = 0; i < setting.aging(); i++) heap.collect(CollectionKind.MINOR);
            long young = heap.allocate(types.pair);
            heap.writeWord(young, PAYLOAD, 7);
            heap.writeElement(scope.get(hArray), ARRAY.fixedBytes(), 130, young);
            for (int i = 0; i <= setting.aging(); i++) {
                heap.collect(CollectionKind.MINOR);
                heap.verify();
                long held = heap.readElement(scope.get(hArray), ARRAY.fixedBytes(), 130);
                assertThat(heap.readWord(held, PAYLOAD)).isEqualTo(7);
                assertThat(heap.plan().remembers(scope.get(hArray), slot(scope.get(hArray), 130))).isEqualTo(heap.isYoung(held));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void neighboursThatShareACardAreBothLookedAt(Setting setting) { // INV-03
        try (Heap heap = Heap.open(setting.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            int length = 200;
            long[] arrays = new long[8];
            for (int i = 0; i < arrays.length; i++) arrays[i] = scope.root(heap.allocate(types.array, length));
            growOld(heap);
            for (int round = 0; round < 3; round++) {
                for (long array : arrays) {
                    for (int index : new int[] {0, length - 1}) {
                        long young = heap.allocate(types.pair);
                        heap.writeWord(young, PAYLOAD, index + round);
                        heap.writeElement(scope.get(array), ARRAY.fixedBytes(), index, young);
                    }
                }
                for (int i = 0; i <= round; i++) {
                    heap.collect(CollectionKind.MINOR);
                    heap.verify();
                }
                for (long array : arrays) {
                    for (int index : new int[] {0, length - 1}) {
                        assertThat(heap.readWord(heap.readElement(scope.get(array), ARRAY.fixedBytes(), index), PAYLOAD)).isEqualTo(index + round);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anArrayWithReferencesBeforeItsElementsKeepsBoth(Setting setting) { // INV-03
        TypeLayout.Builder builder = TypeLayout.named("table");
        int owner = builder.reference("owner");
        int raw = builder.word("raw");
        TypeLayout layout = builder.buildWith(Elements.REFERENCES);
        try (Heap heap = Heap.open(setting.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            long hTable = scope.root(heap.allocate(heap.types().define(layout), ELEMENTS));
            growOld(heap);
            heap.writeWord(scope.get(hTable), raw, 0x1000);
            heap.writeRef(scope.get(hTable), owner, heap.allocate(types.pair));
            heap.writeElement(scope.get(hTable), layout.fixedBytes(), ELEMENTS - 1, heap.allocate(types.pair));
            for (int i = 0; i < 3; i++) {
                heap.collect(CollectionKind.MINOR);
                heap.verify();
                assertThat(heap.type(heap.readRef(scope.get(hTable), owner))).isEqualTo(types.pair);
                assertThat(heap.type(heap.readElement(scope.get(hTable), layout.fixedBytes(), ELEMENTS - 1))).isEqualTo(types.pair);
                assertThat(heap.readWord(scope.get(hTable), raw)).isEqualTo(0x1000);
            }
        }
    }

    /** A model in plain Java beside an array of arrays under random stores and bulk copies: every element is what the model says. */
    @ParameterizedTest
    @MethodSource("settings")
    void randomStoresAndCopiesIntoOldAndYoungArraysLoseNothing(Setting setting) { // INV-03
        Random random = new Random(20260101);
        try (Heap heap = Heap.open(setting.options()); HandleScope scope = heap.scope()) {
            TestTypes types = new TestTypes(heap);
            int count = 6;
            long[] arrays = new long[count];
            long[][] model = new long[count][ELEMENTS];
            for (int i = 0; i < count; i++) arrays[i] = scope.root(heap.allocate(types.array, ELEMENTS));
            for (int step = 1; step <= 3000; step++) {
                int target = random.nextInt(count);
                int index = random.nextInt(ELEMENTS);
                switch (random.nextInt(20)) {
                    case 0 -> heap.collect(random.nextInt(4) == 0 ? CollectionKind.MAJOR : CollectionKind.MINOR);
                    case 1, 2, 3 -> {
                        int source = random.nextInt(count);
                        int length = random.nextInt(Math.min(ELEMENTS - index, 100));
                        int from = random.nextInt(ELEMENTS - length);
                        heap.copyRefs(scope.get(arrays[source]), slot(0, from), scope.get(arrays[target]), slot(0, index), length);
                        System.arraycopy(model[source], from, model[target], index, length);
                    }
                    default -> {
                        long pair = heap.allocate(types.pair);
                        heap.writeWord(pair, PAYLOAD, step);
                        heap.writeElement(scope.get(arrays[target]), ARRAY.fixedBytes(), index, pair);
                        model[target][index] = step;
                    }
                }
                if (step % 500 == 0) heap.verify();
            }
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < ELEMENTS; k++) {
                    long held = heap.readElement(scope.get(arrays[i]), ARRAY.fixedBytes(), k);
                    assertThat(held == Immediate.NULL ? 0 : heap.readWord(held, PAYLOAD)).as("array %d, element %d", i, k).isEqualTo(model[i][k]);
                }
            }
        }
    }
}
