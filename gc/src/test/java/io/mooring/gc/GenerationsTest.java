package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static io.mooring.gc.TestTypes.REFERENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.roots.HandleScope;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What plans with a young generation promise beside the contract: ages, the remembered set, and what a minor collection leaves alone. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.mooring.gc.GenerationsTest#generational")
class GenerationsTest {
    private static final int LARGE_ELEMENTS = 1000;

    static Stream<HeapKind> generational() {
        return HeapKind.collecting().filter(kind -> {
            try (Heap heap = Heap.open(kind.options())) {
                return heap.plan().traits().generational() && !kind.options().stress().countsAllocations();
            }
        });
    }

    @Parameter
    HeapKind kind;

    private Heap heap;
    private TestTypes types;
    private HandleScope scope;

    @BeforeEach
    void open() {
        heap = Heap.open(kind.options());
        types = new TestTypes(heap);
        scope = heap.scope();
    }

    @AfterEach
    void close() {
        heap.verify();
        scope.close();
        heap.close();
    }

    private int aging() {
        return kind.options().aging();
    }

    private void growOld() {
        for (int i = 0; i <= aging(); i++) heap.collect(CollectionKind.MINOR);
    }

    private boolean notifies(long object) {
        return ObjectHeader.has(Memory.readLong(object), ObjectHeader.NOTIFY);
    }

    /** Whether the next minor collection looks at a slot. */
    private boolean isRemembered(long object, long offset) {
        return heap.plan().remembers(object, object + offset);
    }

    @Test
    void anObjectIsYoungForAsManyMinorCollectionsAsTheAgingSays() {
        long handle = scope.root(heap.allocate(types.pair));
        for (int collection = 0; collection <= aging(); collection++) {
            assertThat(heap.isYoung(scope.get(handle))).as("young after %d collections", collection).isTrue();
            heap.collect(CollectionKind.MINOR);
        }
        assertThat(heap.isYoung(scope.get(handle))).isFalse();
    }

    @Test
    void afterAMajorCollectionNothingIsYoung() {
        long small = scope.root(heap.allocate(types.pair));
        long large = scope.root(heap.allocate(types.array, LARGE_ELEMENTS));
        assertThat(heap.isYoung(scope.get(large))).isTrue();
        heap.collect(CollectionKind.MAJOR);
        assertThat(heap.isYoung(scope.get(small))).isFalse();
        assertThat(heap.isYoung(scope.get(large))).isFalse();
    }

    @Test
    void aLargeObjectIsOldAfterItsFirstCollection() {
        long handle = scope.root(heap.allocate(types.array, LARGE_ELEMENTS));
        heap.collect(CollectionKind.MINOR);
        assertThat(heap.isYoung(scope.get(handle))).isFalse();
    }

    @Test
    void aMinorCollectionLeavesOldObjectsWhereTheyAreAndAliveThoughNobodyNeedsThem() {
        long hOld = scope.root(heap.allocate(types.pair));
        long hWeak = scope.root(heap.allocate(types.weak));
        growOld();
        long place = scope.get(hOld);
        heap.writeRef(scope.get(hWeak), REFERENT, place);
        scope.set(hOld, Immediate.NULL);
        for (int i = 0; i < 3; i++) heap.collect(CollectionKind.MINOR);
        assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(place);
        heap.collect(CollectionKind.MAJOR);
        assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(Immediate.NULL);
    }

    @Test
    void aReferenceStoredIntoAnOldObjectIsRememberedUntilTheNextCollection() { // INV-03
        long hOld = scope.root(heap.allocate(types.pair));
        assertThat(notifies(scope.get(hOld))).as("a young object needs no barrier").isFalse();
        growOld();
        assertThat(notifies(scope.get(hOld))).isTrue();
        assertThat(isRemembered(scope.get(hOld), FIRST)).isFalse();
        heap.writeRef(scope.get(hOld), FIRST, scope.get(hOld));
        assertThat(isRemembered(scope.get(hOld), FIRST)).isTrue();
        heap.collect(CollectionKind.MINOR);
        assertThat(isRemembered(scope.get(hOld), FIRST)).as("nothing young in it: forgotten").isFalse();
        assertThat(notifies(scope.get(hOld))).isTrue();
    }

    @Test
    void anOldObjectStaysRememberedAsLongAsItHoldsAYoungOne() { // INV-03
        long hOld = scope.root(heap.allocate(types.pair));
        growOld();
        heap.writeRef(scope.get(hOld), FIRST, heap.allocate(types.pair));
        for (int collection = 1; collection <= aging() + 1; collection++) {
            heap.collect(CollectionKind.MINOR);
            boolean young = heap.isYoung(heap.readRef(scope.get(hOld), FIRST));
            assertThat(young).isEqualTo(collection <= aging());
            assertThat(isRemembered(scope.get(hOld), FIRST)).isEqualTo(young);
        }
    }

    @Test
    void anObjectPromotedBeforeItsReferentIsRemembered() { // INV-03
        long hHolder = scope.root(heap.allocate(types.pair));
        for (int i = 0; i < aging(); i++) heap.collect(CollectionKind.MINOR);
        long referent = heap.allocate(types.pair);
        heap.writeWord(referent, PAYLOAD, 77);
        heap.writeRef(scope.get(hHolder), FIRST, referent);
        for (int i = 0; i <= aging() + 1; i++) {
            heap.collect(CollectionKind.MINOR);
            heap.verify();
            assertThat(heap.readWord(heap.readRef(scope.get(hHolder), FIRST), PAYLOAD)).isEqualTo(77);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, LARGE_ELEMENTS})
    void aBulkCopyRemembersItsTarget(int length) { // INV-03
        long hTarget = scope.root(heap.allocate(types.array, length));
        growOld();
        long hSource = scope.root(heap.allocate(types.array, 4));
        heap.writeElement(scope.get(hSource), ARRAY.fixedBytes(), 3, heap.allocate(types.pair));
        heap.copyRefs(scope.get(hSource), ARRAY.fixedBytes(), scope.get(hTarget), ARRAY.fixedBytes(), 0);
        long lastSlot = ARRAY.fixedBytes() + 3 * Long.BYTES;
        assertThat(isRemembered(scope.get(hTarget), lastSlot)).as("nothing was copied").isFalse();
        heap.copyRefs(scope.get(hSource), ARRAY.fixedBytes(), scope.get(hTarget), ARRAY.fixedBytes(), 4);
        assertThat(isRemembered(scope.get(hTarget), lastSlot)).isTrue();
        heap.verify();
    }

    @Test
    void anImmortalObjectIsRememberedLikeAnOldOne() { // INV-03
        long immortal = heap.allocateImmortal(types.pair);
        assertThat(isRemembered(immortal, FIRST)).isFalse();
        heap.writeRef(immortal, FIRST, heap.allocate(types.pair));
        assertThat(isRemembered(immortal, FIRST)).isTrue();
        heap.collect(CollectionKind.MAJOR);
        assertThat(isRemembered(immortal, FIRST)).isFalse();
        assertThat(notifies(immortal)).isTrue();
    }

    @Test
    void whatOnlyAnUnreachableOldObjectRefersToLivesUntilThatIsCollected() {
        long hOld = scope.root(heap.allocate(types.pair));
        long hWeak = scope.root(heap.allocate(types.weak));
        growOld();
        long young = heap.allocate(types.pair);
        heap.writeRef(scope.get(hOld), FIRST, young);
        heap.writeRef(scope.get(hWeak), REFERENT, young);
        scope.set(hOld, Immediate.NULL);
        heap.collect(CollectionKind.MINOR);
        assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isNotEqualTo(Immediate.NULL);
        heap.collect(CollectionKind.MAJOR);
        assertThat(heap.readRef(scope.get(hWeak), REFERENT)).isEqualTo(Immediate.NULL);
    }
}
