package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static io.mooring.gc.TestTypes.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.plan.IncrementalPlan.State;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.verify.HeapDamaged;
import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A major collection in steps: what each step leaves to the program, and what the program may do between any two. */
class IncrementalTest {
    /** Steps of one object each, and none but those that the test asks for. */
    private static final Stress ONE_BY_ONE = new Stress(1 << 30, false, true, false);
    /** Elements of an array of many cards and several slices. */
    private static final int LONG = 600;
    private static final int BASE = ARRAY.fixedBytes();

    private final Heap heap = Heap.open(HeapOptions.small(8 << 20).withPlan("Incremental").withNursery(64 << 10).withLarge(2 << 10).withStress(ONE_BY_ONE)
            .withVerify(EnumSet.allOf(Occasion.class)));
    private final IncrementalPlan plan = (IncrementalPlan) heap.plan();
    private final TestTypes types = new TestTypes(heap);
    private final HandleScope scope = heap.scope();

    @AfterEach
    void close() {
        heap.verify();
        heap.close();
    }

    private void step() {
        heap.collect(CollectionKind.MINOR);
    }

    /** Steps until the cycle, of which one begins if none is under way, is in the state. */
    private void reach(State state) {
        for (int i = 0; i < 10_000 && (plan.state() != state); i++) step();
        assertThat(plan.state()).isEqualTo(state);
    }

    private void runCycle() {
        long cycles = plan.cycles();
        for (int i = 0; i < 10_000 && plan.cycles() == cycles; i++) step();
        assertThat(plan.cycles()).isEqualTo(cycles + 1);
    }

    private long pair(long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return pair;
    }

    /** A handle of an old object, of a chain of {@code length} pairs linked by their first slots, with payloads that count up. */
    private long oldChain(int length) {
        long hChain = scope.root(Immediate.NULL);
        for (int i = length - 1; i >= 0; i--) {
            long pair = pair(i);
            heap.writeRef(pair, FIRST, scope.get(hChain));
            scope.set(hChain, pair);
        }
        heap.collect(CollectionKind.MAJOR);
        return hChain;
    }

    private long oldArray(int length) {
        long hArray = scope.root(heap.allocate(types.array, length));
        for (int i = 0; i < length; i++) {
            long pair = pair(i);
            heap.writeElement(scope.get(hArray), BASE, i, pair);
        }
        heap.collect(CollectionKind.MAJOR);
        return hArray;
    }

    private long weakTo(long target) {
        long hTarget = scope.root(target);
        long hWeak = scope.root(heap.allocate(types.weak));
        heap.writeRef(scope.get(hWeak), REFERENT, scope.get(hTarget));
        scope.set(hTarget, Immediate.NULL);
        return hWeak;
    }

    private long referent(long hWeak) {
        return heap.readRef(scope.get(hWeak), REFERENT);
    }

    // ---- the cycle ----------------------------------------------------------------------------------------------------------------

    @Test
    void aCycleGoesThroughItsStatesOneObjectAndOneBlockAtATime() {
        oldChain(50);
        assertThat(plan.state()).isEqualTo(State.IDLE);
        int marking = 0;
        for (step(); plan.state() == State.MARKING; step()) marking++;
        assertThat(marking).isBetween(49, 60);
        reach(State.IDLE);
        assertThat(plan.cycles()).isEqualTo(1);
        assertThat(plan.cyclesForced()).isZero();
    }

    @Test
    void aCycleFreesWhatWasDeadWhenItBeganAndTheNextOneWhatDiedMeanwhile() {
        long hChain = oldChain(20);
        long hFirst = weakTo(heap.readRef(scope.get(hChain), FIRST));
        long hSecond = weakTo(heap.readRef(heap.readRef(scope.get(hChain), FIRST), FIRST));
        heap.collect(CollectionKind.MAJOR);
        long used = heap.usedBytes();
        heap.writeRef(heap.readRef(scope.get(hChain), FIRST), FIRST, Immediate.NULL); // all from the second on
        step();
        heap.writeRef(scope.get(hChain), FIRST, Immediate.NULL); // the first
        runCycle();
        assertThat(referent(hSecond)).isEqualTo(Immediate.NULL);
        assertThat(referent(hFirst)).as("floats").isNotEqualTo(Immediate.NULL);
        assertThat(heap.usedBytes()).isEqualTo(used - 18 * 32);
        runCycle();
        assertThat(referent(hFirst)).isEqualTo(Immediate.NULL);
        assertThat(heap.usedBytes()).isEqualTo(used - 19 * 32);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNLINKING")
    void aMajorCollectionFreesWhatIsDeadWhateverTheCycleWasDoing(State state) {
        long hChain = oldChain(60);
        oldArray(LONG);
        long hWeak = weakTo(heap.readRef(scope.get(hChain), FIRST));
        reach(state);
        heap.writeRef(scope.get(hChain), FIRST, Immediate.NULL);
        heap.collect(CollectionKind.MAJOR);
        assertThat(plan.state()).isEqualTo(State.IDLE);
        assertThat(referent(hWeak)).isEqualTo(Immediate.NULL);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNLINKING")
    void whatIsAllocatedInAnyStateLivesOn(State state) {
        oldChain(30);
        reach(state);
        long hSmall = scope.root(pair(1));
        long hLarge = scope.root(heap.allocate(types.array, LONG));
        long pair = pair(2);
        heap.writeElement(scope.get(hLarge), BASE, LONG - 1, pair);
        long immortal = heap.allocateImmortal(types.pair);
        long young = pair(3);
        heap.writeRef(immortal, SECOND, young);
        for (int cycle = 0; cycle < 3; cycle++) {
            runCycle();
            assertThat(heap.readWord(scope.get(hSmall), PAYLOAD)).isEqualTo(1);
            assertThat(heap.readWord(heap.readElement(scope.get(hLarge), BASE, LONG - 1), PAYLOAD)).isEqualTo(2);
            assertThat(heap.readWord(heap.readRef(immortal, SECOND), PAYLOAD)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNLINKING")
    void aHeapMayBeFullAndBeClosedInAnyState(State state) {
        long hChain = oldChain(100);
        reach(state);
        assertThatThrownBy(() -> {
            try (HandleScope hoard = heap.scope()) {
                while (true) hoard.root(heap.allocate(types.bytes, 100_000));
            }
        }).isInstanceOf(HeapExhausted.class);
        assertThat(heap.readWord(heap.readRef(scope.get(hChain), FIRST), PAYLOAD)).isEqualTo(1);
        reach(state);
    }

    // ---- the barrier --------------------------------------------------------------------------------------------------------------

    @Test
    void theOnlyPathMovedFromAWhiteObjectToABlackOneIsNotLost() { // INV-22
        long hChain = oldChain(40);
        long hHolder = scope.root(pair(1000));
        heap.collect(CollectionKind.MAJOR);
        for (int at = 2; at < 40; at++) {
            step();
            long cut = scope.get(hChain);
            for (int i = 1; i < at; i++) cut = heap.readRef(cut, FIRST);
            heap.writeRef(scope.get(hHolder), SECOND, heap.readRef(cut, FIRST));
            heap.writeRef(cut, FIRST, Immediate.NULL);
            runCycle();
            long tail = heap.readRef(scope.get(hHolder), SECOND);
            int length = 0;
            for (; tail != Immediate.NULL; tail = heap.readRef(tail, FIRST)) length++;
            assertThat(length).isEqualTo(40 - at);
            heap.writeRef(cut(hChain, at), FIRST, heap.readRef(scope.get(hHolder), SECOND));
        }
    }

    private long cut(long hChain, int at) {
        long cut = scope.get(hChain);
        for (int i = 1; i < at; i++) cut = heap.readRef(cut, FIRST);
        return cut;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 100, LONG})
    void elementsThatSwapTheirPlacesWhileTheirArrayIsScannedAreAllKept(int length) { // INV-22
        long hArray = oldArray(length);
        long hElement = scope.root(Immediate.NULL);
        for (int round = 0; round < 3; round++) {
            step();
            long cycles = plan.cycles();
            for (int i = 0; plan.cycles() == cycles; i++) {
                int a = i * 7 % length;
                int b = length - 1 - i * 11 % length;
                scope.set(hElement, heap.readElement(scope.get(hArray), BASE, a));
                heap.writeElement(scope.get(hArray), BASE, a, heap.readElement(scope.get(hArray), BASE, b));
                heap.writeElement(scope.get(hArray), BASE, b, scope.get(hElement));
                scope.set(hElement, Immediate.NULL);
                if (length < LONG || i % 40 == 0) step();
            }
        }
        boolean[] seen = new boolean[length];
        for (int i = 0; i < length; i++) seen[(int) heap.readWord(heap.readElement(scope.get(hArray), BASE, i), PAYLOAD)] = true;
        assertThat(seen).doesNotContain(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 200})
    void aBulkCopyKeepsWhatItOverwritesAndWhatItMoves(int distance) { // INV-22
        long hArray = oldArray(LONG);
        for (int start = 0; start < 6; start++) {
            for (int i = 0; i < start; i++) step();
            long array = scope.get(hArray);
            long hSaved = scope.root(heap.readElement(array, BASE, LONG - 1));
            heap.copyRefs(array, BASE, array, BASE + (long) distance * Long.BYTES, LONG - distance);
            heap.copyRefs(array, BASE + (long) distance * Long.BYTES, array, BASE, LONG - distance);
            for (int i = 0; i < 3; i++) step();
            assertThat(heap.readWord(scope.get(hSaved), PAYLOAD)).isEqualTo(LONG - 1);
            heap.writeElement(scope.get(hArray), BASE, LONG - 1, scope.get(hSaved));
            runCycle();
        }
        for (int i = 0; i < LONG - distance; i++) assertThat(heap.readWord(heap.readElement(scope.get(hArray), BASE, i), PAYLOAD)).isEqualTo(i);
    }

    @Test
    void aStoreIntoALargeArrayIsRememberedByItsCardAndEveryStoreIsSeen() { // INV-03
        long hArray = oldArray(LONG);
        long array = scope.get(hArray);
        heap.writeElement(array, BASE, 300, heap.allocate(types.pair));
        assertThat(ObjectHeader.has(Memory.readLong(array), ObjectHeader.NOTIFY)).isTrue();
        for (int i = 0; i < LONG; i++) {
            assertThat(plan.remembers(array, array + BASE + i * 8L)).isEqualTo((BASE + i * 8L) / 512 == (BASE + 300 * 8L) / 512);
        }
        step();
        assertThat(plan.remembers(array, array + BASE + 300 * 8L)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 60, 61, 63})
    void aBulkCopyDirtiesEveryCardThatItTouches(int from) { // INV-03
        long hArray = oldArray(LONG);
        long hSource = scope.root(heap.allocate(types.array, LONG));
        for (int count : new int[] {1, 4, 64, 65, 200}) {
            long array = scope.get(hArray);
            heap.copyRefs(scope.get(hSource), BASE, array, BASE + from * 8L, count);
            for (int i = from; i < from + count; i++) assertThat(plan.remembers(array, array + BASE + i * 8L)).as("slot %d of %d from %d on", i, count, from).isTrue();
            assertThat(plan.remembers(array, array + BASE + (from + count + 64) * 8L)).isFalse();
            step();
        }
    }

    @Test
    void youngLargeArraysThatOnlyReferToEachOtherDieInAMinorCollection() {
        long used = heap.usedBytes();
        for (int i = 0; i < 20; i++) {
            long hA = scope.root(heap.allocate(types.array, LONG));
            long b = heap.allocate(types.array, LONG);
            heap.writeElement(scope.get(hA), BASE, 5, b);
            heap.writeElement(b, BASE, LONG - 1, scope.get(hA));
            scope.set(hA, Immediate.NULL);
            step();
        }
        assertThat(heap.usedBytes()).isEqualTo(used);
    }

    @Test
    void theVerifierNamesAPathThatWasCutBehindTheBarriersBack() { // INV-22
        long hChain = oldChain(30);
        step();
        long holder = heap.allocateImmortal(types.pair);
        long third = cut(hChain, 3);
        long lost = heap.readRef(third, FIRST);
        heap.writeRef(holder, FIRST, lost);
        Memory.writeLong(third + FIRST, Immediate.NULL);
        assertThatThrownBy(heap::verify).isInstanceOf(HeapDamaged.class).hasMessageContaining("INV-22").hasMessageContaining("pair 0x" + Long.toHexString(lost));
        Memory.writeLong(third + FIRST, lost);
        heap.verify();
    }

    @Test
    void theVerifierNamesAReachableObjectThatTheSweepWouldFree() { // INV-24
        long hChain = oldChain(30);
        reach(State.SWEEPING);
        long object = scope.get(hChain);
        long header = Memory.readLong(object);
        if (!ObjectHeader.has(header, ObjectHeader.MARK)) return; // its block was swept in the step that ended the marking
        Memory.writeLong(object, header & ~ObjectHeader.MARK);
        assertThatThrownBy(heap::verify).isInstanceOf(HeapDamaged.class).hasMessageContaining("INV-24");
        Memory.writeLong(object, header);
    }

    // ---- what lives by other rules --------------------------------------------------------------------------------------------------

    @Test
    void anObjectLoadedFromAWeakSlotWhileMarkingIsKeptAndSoIsWhatItRefersTo() { // INV-25
        long hChain = oldChain(20);
        long hWeak = weakTo(heap.readRef(scope.get(hChain), FIRST));
        heap.writeRef(scope.get(hChain), FIRST, Immediate.NULL);
        step();
        assertThat(plan.state()).isEqualTo(State.MARKING);
        long hLoaded = scope.root(heap.readWeak(scope.get(hWeak), REFERENT));
        heap.verify();
        runCycle();
        runCycle();
        long loaded = scope.get(hLoaded);
        for (int i = 1; i < 20; i++) {
            assertThat(heap.readWord(loaded, PAYLOAD)).isEqualTo(i);
            loaded = heap.readRef(loaded, FIRST);
        }
        assertThat(referent(hWeak)).isEqualTo(scope.get(hLoaded));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNLINKING")
    void aWeakReferenceMadeInAnyStateIsClearedOnceItsReferentIsDead(State state) {
        long hChain = oldChain(40);
        reach(state);
        long hWeak = weakTo(heap.readRef(scope.get(hChain), FIRST));
        step();
        assertThat(referent(hWeak)).isEqualTo(heap.readRef(scope.get(hChain), FIRST));
        heap.writeRef(scope.get(hChain), FIRST, Immediate.NULL);
        runCycle();
        runCycle();
        assertThat(referent(hWeak)).isEqualTo(Immediate.NULL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aYoungWeakReferenceDoesNotOutliveItsOldReferent(int aging) {
        HeapOptions options = heap.options().withAging(aging);
        try (Heap other = Heap.open(options); HandleScope roots = other.scope()) {
            TestTypes its = new TestTypes(other);
            long hTarget = roots.root(other.allocate(its.pair));
            other.collect(CollectionKind.MAJOR);
            long hWeak = roots.root(other.allocate(its.weak));
            other.writeRef(roots.get(hWeak), REFERENT, roots.get(hTarget));
            roots.set(hTarget, Immediate.NULL);
            for (int i = 0; i < 60; i++) other.collect(CollectionKind.MINOR);
            assertThat(other.readRef(roots.get(hWeak), REFERENT)).isEqualTo(Immediate.NULL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, LONG})
    void whatAnObjectRememberedSinceBeforeTheSnapshotReferredToIsKept(int length) { // INV-22
        try (Heap other = Heap.open(heap.options().withAging(2)); HandleScope roots = other.scope()) {
            TestTypes its = new TestTypes(other);
            long hChain = roots.root(other.allocate(its.array, length));
            long hLost = roots.root(other.allocate(its.pair));
            other.writeWord(roots.get(hLost), PAYLOAD, 99);
            other.writeElement(roots.get(hChain), BASE, 1, roots.get(hLost));
            roots.set(hLost, Immediate.NULL);
            for (int i = 0; i < 30; i++) {
                long pair = other.allocate(its.pair);
                other.writeRef(pair, FIRST, roots.get(hChain));
                roots.set(hChain, pair);
            }
            other.collect(CollectionKind.MAJOR);
            long holder = roots.get(hChain);
            while (other.type(holder) == its.pair) holder = other.readRef(holder, FIRST);
            other.writeElement(holder, BASE, 0, other.allocate(its.pair)); // young for two collections, so that the array stays remembered
            other.collect(CollectionKind.MINOR);
            assertThat(other.plan().remembers(holder, holder + BASE)).isTrue();
            roots.set(hLost, other.readElement(holder, BASE, 1));
            other.writeElement(holder, BASE, 1, Immediate.NULL);
            other.verify();
            for (int i = 0; i < 60; i++) other.collect(CollectionKind.MINOR);
            assertThat(other.readWord(roots.get(hLost), PAYLOAD)).isEqualTo(99);
        }
    }

    // ---- pace ---------------------------------------------------------------------------------------------------------------------

    @Test
    void cyclesBeginByThemselvesAndEndBeforeTheHeapIsFull() {
        HeapOptions options = HeapOptions.small(32 << 20).withPlan("Incremental").withTrigger(new Fixed());
        try (Heap calm = Heap.open(options); HandleScope roots = calm.scope()) {
            TestTypes its = new TestTypes(calm);
            int kept = 60_000;
            long hTable = roots.root(calm.allocate(its.array, kept));
            for (int i = 0; i < 3_000_000; i++) calm.writeElement(roots.get(hTable), BASE, i * 17L % kept, calm.allocate(its.pair));
            IncrementalPlan calmPlan = (IncrementalPlan) calm.plan();
            assertThat(calmPlan.cycles()).isGreaterThan(2);
            assertThat(calmPlan.cyclesForced()).isZero();
            calm.verify();
        }
    }
}
