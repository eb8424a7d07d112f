package io.mooring.gc;

import static io.mooring.gc.TestTypes.ARRAY;
import static io.mooring.gc.TestTypes.BYTES;
import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.roots.HandleScopes;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each misuse is an error that names the object and what was asked of it, wherever checks are on. */
@ParameterizedClass
@MethodSource("plans")
class MisuseTest {
    private final HeapOptions options;
    private final Heap heap;
    private final TestTypes types;
    private final HandleScope scope;

    MisuseTest(String plan) {
        options = HeapOptions.small(1L << 20).withPlan(plan);
        heap = Heap.open(Plans.named(plan).traits().collects() ? options.withStress(new Stress(0, true, true, false)) : options);
        types = new TestTypes(heap);
        scope = heap.scope();
    }

    /** All but those under which touching what an object left crashes the process. */
    static Stream<String> plans() {
        return Plans.all().stream().filter(plan -> !plan.refine(HeapOptions.defaults()).stress().protect()).map(PlanFactory::name);
    }

    @AfterEach
    void close() {
        scope.close();
        heap.close();
    }

    private static String hex(long word) {
        return "0x" + Long.toHexString(word);
    }

    private static void assertRefused(ThrowingCallable misuse, String... said) {
        assertThatThrownBy(misuse).isInstanceOf(AssertionError.class).hasMessageContainingAll(said);
    }

    private List<ThrowingCallable> usesOf(long object) {
        return usesOf(heap, object);
    }

    /** Every access to an object. */
    static List<ThrowingCallable> usesOf(Heap heap, long object) {
        return List.of(
                () -> heap.readRef(object, FIRST), () -> heap.writeRef(object, FIRST, Immediate.NULL), () -> heap.initRef(object, FIRST, Immediate.NULL), () -> heap.readElement(object, 16, 0), () -> heap.writeElement(object, 16, 0, Immediate.NULL),
                () -> heap.copyRefs(object, FIRST, object, FIRST, 1), () -> heap.readWord(object, PAYLOAD), () -> heap.writeWord(object, PAYLOAD, 1), () -> heap.readDouble(object, PAYLOAD),
                () -> heap.writeDouble(object, PAYLOAD, 1), () -> heap.readInt(object, PAYLOAD), () -> heap.writeInt(object, PAYLOAD, 1), () -> heap.readShort(object, PAYLOAD),
                () -> heap.writeShort(object, PAYLOAD, (short) 1), () -> heap.readByte(object, PAYLOAD), () -> heap.writeByte(object, PAYLOAD, (byte) 1),
                () -> heap.readBytes(object, PAYLOAD, new byte[1], 0, 1), () -> heap.writeBytes(new byte[1], 0, object, PAYLOAD, 1), () -> heap.copyRaw(object, PAYLOAD, object, PAYLOAD, 8),
                () -> heap.equalRaw(object, PAYLOAD, object, PAYLOAD, 8), () -> heap.type(object), () -> heap.isYoung(object), () -> heap.length(object), () -> heap.linkIndex(object), () -> heap.identityHash(object));
    }

    @Test
    void whatIsNoHandleIsNotPinnedAndAPlanThatPinsNothingRefusesTheOption() {
        if (!heap.plan().traits().pins()) {
            assertThatThrownBy(() -> Heap.open(options.withPinning(true))).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("option pinning is true", options.plan());
            return;
        }
        try (Heap pinning = Heap.open(options.withPinning(true))) {
            long object = pinning.allocateImmortal(new TestTypes(pinning).pair);
            assertRefused(() -> pinning.pin(0), "0x0 is no address, not a handle that holds one");
            assertRefused(() -> pinning.pin(object), hex(object) + " is an object, not a handle that holds one");
            pinning.verify();
        }
    }

    @Test
    void lengthsAndReferencesAreNotOverwrittenAsRawBytes() {
        long hPair = scope.root(heap.allocate(types.pair));
        long hArray = scope.root(heap.allocate(types.array, 3));
        long pair = scope.get(hPair);
        long array = scope.get(hArray);
        assertRefused(() -> heap.writeByte(pair, FIRST + 1, (byte) 1), "pair " + hex(pair), "has a reference at offset " + FIRST);
        assertRefused(() -> heap.writeInt(pair, FIRST, 1), "pair " + hex(pair), "has a reference at offset " + FIRST);
        assertRefused(() -> heap.writeBytes(new byte[8], 0, pair, FIRST, 8), "pair " + hex(pair), "has a reference at offset " + FIRST);
        assertRefused(() -> heap.writeByte(array, ARRAY.fixedBytes(), (byte) 1), "array " + hex(array), "has references as elements");
        assertRefused(() -> heap.writeWord(array, ARRAY.lengthOffset(), 1000), "array " + hex(array), "has its length at offset " + ARRAY.lengthOffset());
        assertThat(heap.length(array)).isEqualTo(3);
        heap.verify();
    }

    @Test
    void theWordOfAStoredHashIsNoPartOfTheObject() {
        long hPair = scope.root(heap.allocate(types.pair));
        long hash = heap.identityHash(scope.get(hPair));
        heap.collect(CollectionKind.MAJOR);
        long pair = scope.get(hPair);
        int behind = heap.types().layout(types.pair).fixedBytes();
        assertRefused(() -> heap.writeWord(pair, behind, 1), "pair " + hex(pair) + " of " + behind + " bytes has no 8 bytes at offset " + behind);
        assertThat(heap.identityHash(pair)).isEqualTo(hash);
    }

    @Test
    void aCopyOfMoreReferencesThanThereAreBytesIsNamed() {
        long array = heap.allocate(types.array, 3);
        assertRefused(() -> heap.copyRefs(array, ARRAY.fixedBytes(), array, ARRAY.fixedBytes(), (1L << 61) + 1), "array " + hex(array), "cannot take " + ((1L << 61) + 1) + " references");
    }

    @Test
    void nothingIsNeitherListenerNorSourceNorLinksAndLeavesTheHeapAsItWas() {
        List<ThrowingCallable> uses = List.of(
                () -> heap.listen(null), () -> heap.connect(null), () -> heap.addRoots(null), () -> heap.collect(null), () -> heap.useScopes(null), () -> heap.walk(null), () -> heap.dump(null),
                () -> heap.types().define(null));
        uses.forEach(use -> assertThatThrownBy(use).isInstanceOf(NullPointerException.class).hasMessageContaining("must not be null"));
        heap.collect(CollectionKind.MAJOR);
        heap.verify();
    }

    @Test
    void theScopesOfAnotherHeapAreNotUsed() {
        try (Heap other = Heap.open(options)) {
            HandleScopes foreign = other.newScopes();
            assertRefused(() -> heap.useScopes(foreign), "scopes of another heap");
            HandleScopes second = heap.newScopes();
            assertThat(heap.useScopes(heap.useScopes(second))).isSameAs(second);
        }
    }

    @Test
    void referencesAreCopiedFromWordToWord() {
        long array = heap.allocate(types.array, 4);
        assertRefused(() -> heap.copyRefs(array, 20, array, 24, 1), "array " + hex(array), "not both multiples of 8");
        assertRefused(() -> heap.copyRefs(array, 24, array, 20, 1), "array " + hex(array), "not both multiples of 8");
    }

    @Test
    void anObjectOfATypeWithoutVariablePartHasNoLengthWhereverItLies() {
        List<ThrowingCallable> uses = List.of(() -> heap.allocateImmortal(types.pair, 5), () -> heap.allocatePinned(types.pair, 5));
        uses.forEach(use -> assertThatThrownBy(use).isInstanceOf(IllegalArgumentException.class).hasMessage("a pair has no length: its type has no variable part"));
        heap.collect(CollectionKind.MAJOR);
    }

    @Test
    void aClosedHeapTakesNothingMore() {
        Heap closed = Heap.open(options);
        closed.close();
        List<ThrowingCallable> uses = List.of(
                () -> closed.reportNative(1), closed::newScopes, () -> closed.addRoots(visitor -> {}), () -> closed.listen(HeapListener.NONE), () -> closed.connect(ForeignLinks.NONE), closed::inlining);
        uses.forEach(use -> assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessage("the heap is closed"));
    }

    @Test
    void aFirstStoreIntoAnObjectThatIsOldIsNamedWhereABarrierMustHearOfIt() {
        long hPair = scope.root(heap.allocate(types.pair));
        heap.initRef(scope.get(hPair), FIRST, Immediate.of(1));
        heap.collect(CollectionKind.MAJOR);
        ThrowingCallable late = () -> heap.initRef(scope.get(hPair), FIRST, Immediate.of(2));
        boolean hears = heap.plan().traits().barrier();
        if (hears) assertRefused(late, "pair " + hex(scope.get(hPair)), "is not new: a store into it needs the barrier");
        else assertThatCode(late).doesNotThrowAnyException();
        assertThat(heap.readRef(scope.get(hPair), FIRST)).isEqualTo(Immediate.of(hears ? 1 : 2));
    }

    @Test
    void nullImmediatesAndAddressesOfNothingAreNamedToo() {
        usesOf(Immediate.NULL).forEach(use -> assertRefused(use, "null used as an object"));
        usesOf(Immediate.of(-3)).forEach(use -> assertRefused(use, "immediate -3 used as an object"));
        usesOf(0x1000).forEach(use -> assertRefused(use, "stale reference 0x1000", "outside the heap"));
        long inside = heap.allocate(types.pair) + 4;
        usesOf(inside).forEach(use -> assertRefused(use, "stale reference " + hex(inside)));
    }

    @Test
    void aPartThatTheObjectDoesNotHaveIsNamedWithIt() {
        long pair = heap.allocate(types.pair);
        String name = "pair " + hex(pair);
        assertRefused(() -> heap.length(pair), name, "has no length");
        assertRefused(() -> heap.readElement(pair, 16, 0), name, "has no length");
        assertRefused(() -> heap.readRef(pair, PAYLOAD), name, "no reference at offset " + PAYLOAD);
        assertRefused(() -> heap.readRef(pair, 0), name, "no reference at offset 0");
        assertRefused(() -> heap.readRef(pair, -8), name, "no reference at offset -8");
        assertRefused(() -> heap.readRef(pair, FIRST + 1), name, "no reference at offset 9");
        assertRefused(() -> heap.writeRef(pair, 32, Immediate.NULL), name, "no reference at offset 32");
        assertRefused(() -> heap.readWord(pair, 32), name + " of 32 bytes", "no 8 bytes at offset 32");
        assertRefused(() -> heap.writeWord(pair, 0, 1), name, "no 8 bytes at offset 0");
        assertRefused(() -> heap.writeInt(pair, 30, 1), name, "no 4 bytes at offset 30");
        assertRefused(() -> heap.readByte(pair, Long.MAX_VALUE), name, "offset " + Long.MAX_VALUE);
        assertRefused(() -> heap.writeWord(pair, FIRST, pair), name, "reference at offset " + FIRST, "not to be written there as a raw word");
    }

    @Test
    void anIndexOutOfRangeIsNamedWithTheArray() {
        long array = heap.allocate(types.array, 3);
        String name = "array " + hex(array);
        for (long index : new long[] {-1, 3, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertRefused(() -> heap.readElement(array, ARRAY.fixedBytes(), index), name + " of 3 elements", "no index " + index);
            assertRefused(() -> heap.writeElement(array, ARRAY.fixedBytes(), index, Immediate.NULL), name + " of 3 elements", "no index " + index);
        }
        assertRefused(() -> heap.readElement(array, 8, 0), name, "from offset 8");
        long bytes = heap.allocate(types.bytes, 10);
        assertRefused(() -> heap.readElement(bytes, BYTES.fixedBytes(), 0), "bytes " + hex(bytes), "no references as elements");
        assertRefused(() -> heap.readByte(bytes, BYTES.fixedBytes() + 16), "bytes " + hex(bytes) + " of 26 bytes", "offset 32");
    }

    @Test
    void thePaddingOfAnArrayIsNoPartOfItButReadsAsZero() {
        long bytes = heap.allocate(types.bytes, 10);
        String name = "bytes " + hex(bytes) + " of 26 bytes";
        heap.writeByte(bytes, 25, (byte) 1);
        assertRefused(() -> heap.writeByte(bytes, 26, (byte) 1), name, "no 1 bytes at offset 26");
        assertRefused(() -> heap.writeWord(bytes, 24, 1), name, "no 8 bytes at offset 24");
        assertThat(heap.readWord(bytes, 24)).as("the padding is zero").isEqualTo(256);
        assertRefused(() -> heap.readBytes(bytes, 16, new byte[16], 0, 16), name, "no 16 bytes at offset 16");
        assertRefused(() -> heap.copyRaw(bytes, 16, bytes, 16, 11), name, "no 11 bytes at offset 16");
    }

    @Test
    void aNumberThatLiesAskewIsNamedWithItsObject() {
        long bytes = heap.allocate(types.bytes, 64);
        String name = "bytes " + hex(bytes);
        List<ThrowingCallable> askew = List.of(
                () -> heap.readWord(bytes, 20), () -> heap.writeWord(bytes, 20, 1), () -> heap.readDouble(bytes, 20), () -> heap.writeDouble(bytes, 20, 1));
        askew.forEach(use -> assertRefused(use, name, "no number of 8 bytes at offset 20, which is no multiple of that"));
        assertRefused(() -> heap.readInt(bytes, 22), name, "no number of 4 bytes at offset 22");
        assertRefused(() -> heap.writeInt(bytes, 22, 1), name, "no number of 4 bytes at offset 22");
        assertRefused(() -> heap.readShort(bytes, 21), name, "no number of 2 bytes at offset 21");
        assertRefused(() -> heap.writeShort(bytes, 21, (short) 1), name, "no number of 2 bytes at offset 21");
        heap.writeInt(bytes, 20, 7);
        assertThat(heap.readInt(bytes, 20)).isEqualTo(7);
    }

    @Test
    void aBulkCopyBeyondAnArrayOrIntoRawBytesIsRefusedAndNothingIsCopied() {
        long array = heap.allocate(types.array, 4);
        long other = heap.allocate(types.array, 4);
        long bytes = heap.allocate(types.bytes, 64);
        for (int i = 0; i < 4; i++) heap.writeElement(array, ARRAY.fixedBytes(), i, array);
        assertRefused(() -> heap.copyRefs(array, ARRAY.fixedBytes(), other, ARRAY.fixedBytes() + 8, 4), "array " + hex(other), "no 32 bytes at offset 24");
        assertRefused(() -> heap.copyRefs(array, ARRAY.fixedBytes() + 8, other, ARRAY.fixedBytes(), 4), "array " + hex(array), "no 32 bytes at offset 24");
        assertRefused(() -> heap.copyRefs(array, ARRAY.fixedBytes(), other, ARRAY.fixedBytes(), -1), "array " + hex(other), "cannot take -1 references");
        assertRefused(() -> heap.copyRefs(array, ARRAY.fixedBytes(), bytes, BYTES.fixedBytes(), 2), "bytes " + hex(bytes), "array " + hex(array), "no 2 references");
        assertThat(heap.readElement(other, ARRAY.fixedBytes(), 0)).isEqualTo(Immediate.NULL);
    }

    @Test
    void aTypeThatDoesNotFitTheAllocationIsNamed() {
        assertRefused(() -> heap.allocate(4711), "type 4711 is not defined", "1..5");
        assertRefused(() -> heap.allocate(types.pair, 3), "a pair has no length");
        assertThatThrownBy(() -> heap.allocateImmortal(4711)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no type has id 4711");
    }

    @Test
    void aHandleOfAClosedScopeAndAScopeThatIsNotTheInnermostAreNamed() {
        HandleScope inner = heap.scope();
        long handle = inner.root(heap.allocate(types.pair));
        assertRefused(() -> scope.root(Immediate.NULL), "scope 0 roots while scope 1 is the innermost");
        assertThatThrownBy(scope::close).isInstanceOf(IllegalStateException.class).hasMessageContaining("scope 0 closes while scope 1");
        inner.close();
        assertRefused(() -> scope.get(handle), hex(handle) + " is no handle", "its scope is closed");
        assertRefused(() -> scope.set(handle, Immediate.NULL), hex(handle) + " is no handle");
        assertThatThrownBy(inner::close).isInstanceOf(IllegalStateException.class).hasMessage("scope 1 is closed already; 1 scopes are open");
        assertRefused(() -> inner.root(Immediate.NULL), "scope 1 roots although it is closed");
        long other = scope.root(Immediate.NULL);
        assertRefused(() -> scope.get(other + 4), hex(other + 4) + " is no handle");
        assertRefused(() -> scope.set(other - 4, Immediate.NULL), hex(other - 4) + " is no handle");
    }

    @Test
    void everyUseOfAClosedHeapIsRefused() {
        Heap closed = Heap.open(options);
        TestTypes itsTypes = new TestTypes(closed);
        HandleScopes second = closed.newScopes();
        HandleScope open = closed.scope();
        long pair = closed.allocate(itsTypes.pair);
        long handle = open.root(pair);
        Global global = closed.global(pair);
        long large = closed.allocatePinned(itsTypes.pair);
        closed.close();
        closed.close();
        List<ThrowingCallable> refusals = List.of(
                () -> closed.allocate(itsTypes.pair), () -> closed.allocate(itsTypes.array, 1), () -> closed.allocate(itsTypes.array, 10_000), () -> closed.allocateImmortal(itsTypes.pair),
                () -> closed.allocatePinned(itsTypes.pair), () -> closed.collect(CollectionKind.MINOR), closed::safepoint, closed::verify, closed::scope, second::open, () -> closed.pin(handle), () -> closed.unpin(pair),
                () -> closed.finalizers().register(pair), () -> closed.finalizers().registerLight(pair, 1), () -> closed.finalizers().poll(), () -> closed.finalizers().pollLight(), () -> closed.global(0), global::get,
                closed::histogram, () -> closed.walk((object, type, bytes) -> {}), () -> closed.dump(Path.of("none.hprof")), () -> closed.shadowStack().push(pair), () -> closed.shadowStack().reserve(1));
        refusals.forEach(use -> assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("the heap is closed"));
        assertRefused(() -> closed.readRef(pair, FIRST), hex(pair), "the heap is closed");
        assertRefused(() -> closed.writeWord(pair, PAYLOAD, 1), hex(pair), "the heap is closed");
        assertRefused(() -> closed.isYoung(large), hex(large), "the heap is closed");
        assertRefused(() -> open.get(handle), hex(handle), "the heap is closed");
        assertThat(closed.isObject(pair)).isFalse();
        open.close();
        global.close();
    }
}
