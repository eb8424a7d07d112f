package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.space.LargeObjectSpace;
import io.mooring.gc.space.Space;
import io.mooring.gc.verify.HeapDamaged;
import io.mooring.gc.verify.Occasion;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each damage is found and named with its tag, the holder, the slot and what was found. Every test repairs what it broke. */
class HeapVerifierTest {
    private final Heap heap = Heap.open(HeapOptions.small(1L << 20));
    private final TestTypes types = new TestTypes(heap);
    private final HandleScope scope = heap.scope();
    private final long hPair = scope.root(heap.allocate(types.pair));

    @AfterEach
    void close() {
        heap.verify();
        scope.close();
        heap.close();
    }

    private static String hex(long word) {
        return "0x" + Long.toHexString(word);
    }

    /** The word at {@code address} is {@code damage} for a moment: the verifier says so. */
    private void assertFound(long address, long damage, String... said) {
        long whole = Memory.readLong(address);
        heap.verify();
        Memory.writeLong(address, damage);
        assertThatThrownBy(heap::verify).isInstanceOf(HeapDamaged.class).hasMessageContainingAll(said);
        Memory.writeLong(address, whole);
    }

    private void assertSlotFound(long damage, String... said) {
        long pair = scope.get(hPair);
        List<String> all = new ArrayList<>(List.of(said));
        all.add("slot " + hex(pair + FIRST) + " of pair " + hex(pair));
        assertFound(pair + FIRST, damage, all.toArray(String[]::new));
    }

    @Test
    void inv01_aReferenceThatIsNotAligned() {
        assertSlotFound(scope.get(hPair) + 4, "INV-01", "not aligned");
    }

    @Test
    void inv01_anObjectOfATypeThatNobodyDefined() {
        long other = scope.root(heap.allocate(types.pair));
        heap.writeRef(scope.get(hPair), FIRST, scope.get(other));
        assertFound(scope.get(other), ObjectHeader.fresh(4711), "INV-01", hex(scope.get(other)), "undefined type 4711");
    }

    @Test
    void inv02_aReferenceOutOfTheHeap() {
        assertSlotFound(0x1000, "INV-02", "0x1000", "where no space has an object");
    }

    @Test
    void inv02_aReferenceIntoTheUnusedPartOfASpace() {
        Space nursery = heap.plan().spaces().getFirst();
        assertSlotFound(nursery.range().end() - 64, "INV-02", "where no space has an object");
    }

    @Test
    void inv02_aRootThatWasNotRedirected() {
        long before = scope.get(hPair);
        heap.collect(CollectionKind.MINOR);
        long after = scope.get(hPair);
        assertThat(after).isNotEqualTo(before);
        heap.shadowStack().set(hPair, before);
        assertThatThrownBy(heap::verify).isInstanceOf(HeapDamaged.class).hasMessageContaining("INV-02").hasMessageContaining("of the roots").hasMessageContaining(hex(before));
        scope.set(hPair, after);
    }

    @Test
    void inv02_anObjectWhoseHeaderIsAForwardingAddress() {
        long other = scope.root(heap.allocate(types.pair));
        heap.writeRef(scope.get(hPair), FIRST, scope.get(other));
        assertFound(scope.get(other), scope.get(hPair), "INV-02", hex(scope.get(other)), "whose header is " + hex(scope.get(hPair)));
    }

    @Test
    void inv03_aYoungObjectInAnOldOneThatIsNotRemembered() {
        heap.collect(CollectionKind.MINOR);
        long young = scope.root(heap.allocate(types.pair));
        long pair = scope.get(hPair);
        assertFound(pair + FIRST, scope.get(young), "INV-03", "slot " + hex(pair + FIRST) + " of old pair " + hex(pair), "holds young pair " + hex(scope.get(young)), "not remembered");
    }

    @Test
    void inv03_aStoreThatWentPastTheBarrierIsAlsoFoundInAWeakSlot() {
        long hWeak = scope.root(heap.allocate(types.weak));
        heap.collect(CollectionKind.MINOR);
        long young = scope.root(heap.allocate(types.pair));
        assertFound(scope.get(hWeak) + TestTypes.REFERENT, scope.get(young), "INV-03", "of old weak " + hex(scope.get(hWeak)));
    }

    @Test
    void inv04_anObjectThatIsMarkedOutsideACollection() {
        long pair = scope.get(hPair);
        assertFound(pair, Memory.readLong(pair) | ObjectHeader.MARK, "INV-04", hex(pair), "marked outside a collection");
    }

    @Test
    void inv41_anObjectThatAnEphemeronWaitsForOutsideACollection() {
        long pair = scope.get(hPair);
        assertFound(pair, Memory.readLong(pair) | ObjectHeader.WATCHED, "INV-41", hex(pair), "watched outside a collection");
    }

    @Test
    void inv06_aRunTableThatDoesNotTileItsSpace() throws ReflectiveOperationException {
        LargeObjectSpace large = (LargeObjectSpace) heap.plan().spaces().stream().filter(LargeObjectSpace.class::isInstance).findFirst().orElseThrow();
        scope.root(heap.allocate(types.array, 3000));
        Field field = LargeObjectSpace.class.getDeclaredField("runs");
        field.setAccessible(true);
        long firstTag = ((Words) field.get(large)).start();
        long pages = Memory.readLong(firstTag);
        assertFound(firstTag, pages - 1, "INV-06", "run at page 0");
        assertFound(firstTag, 0, "INV-06", "run at page 0 has length 0");
        assertFound(firstTag + (pages - 1) * Long.BYTES, 1, "INV-06", "begins with tag " + pages + " and ends with 1");
    }

    @Test
    void aHeapWithSeveralDamagesNamesThemAllButStopsSomewhere() {
        try (HandleScope damaged = heap.scope()) {
            for (int i = 0; i < 50; i++) heap.shadowStack().set(damaged.root(Immediate.NULL), 0x1000);
            assertThatThrownBy(heap::verify).isInstanceOfSatisfying(HeapDamaged.class, thrown -> {
                assertThat(thrown.damages()).hasSizeBetween(2, 60).allMatch(damage -> damage.startsWith("INV-02: "));
                assertThat(thrown).hasMessageStartingWith(thrown.damages().size() + " damages: ");
            });
        }
    }

    @Test
    void theVerifierRunsOnTheOccasionsThatTheOptionsName() {
        for (Occasion occasion : Occasion.values()) {
            try (Heap checked = Heap.open(HeapOptions.small(1L << 20).withVerify(EnumSet.of(occasion))); HandleScope roots = checked.scope()) {
                int pair = new TestTypes(checked).pair;
                checked.allocate(pair);
                long handle = roots.root(Immediate.NULL);
                checked.shadowStack().set(handle, 0x1000);
                assertThatThrownBy(() -> {
                    if (occasion == Occasion.BETWEEN_COLLECTIONS) checked.safepoint();
                    else checked.collect(CollectionKind.MINOR);
                }).as(occasion.name()).isInstanceOf(HeapDamaged.class);
                roots.set(handle, Immediate.NULL);
            }
        }
    }
}
