package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.roots.RootSource;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the dead left is named wherever it is used, under every plan that has dead objects. */
@ParameterizedClass
@MethodSource("plans")
class StaleReferenceTest {
    private final HeapOptions options;
    private final Heap heap;
    private final TestTypes types;
    private final HandleScope scope;

    StaleReferenceTest(String plan) {
        options = HeapOptions.small(1L << 20).withPlan(plan);
        heap = Heap.open(options.withStress(new Stress(0, true, true, false)));
        types = new TestTypes(heap);
        scope = heap.scope();
    }

    static Stream<String> plans() {
        return MisuseTest.plans().filter(plan -> Plans.named(plan).traits().collects());
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

    @Test
    void aStaleReferenceIsNamedByEveryAccess() {
        long hPair = scope.root(heap.allocate(types.pair));
        for (int i = 0; i < 100; i++) heap.allocate(types.pair); // so that a dead line lies between
        long stale = heap.allocate(types.pair);
        heap.collect(CollectionKind.MAJOR);
        MisuseTest.usesOf(heap, stale).forEach(use -> assertRefused(use, "stale reference " + hex(stale), "header is 0x"));
        long pair = scope.get(hPair);
        assertRefused(() -> heap.writeRef(pair, FIRST, stale), "stale reference " + hex(stale));
        assertThat(heap.readRef(pair, FIRST)).isEqualTo(Immediate.NULL);
    }

    @Test
    void aStaleReferenceToTheDeadIsNamedWithoutPoisonToo() {
        try (Heap unstressed = Heap.open(options); HandleScope roots = unstressed.scope()) {
            int pair = new TestTypes(unstressed).pair;
            long hPair = roots.root(unstressed.allocate(pair));
            long stale = unstressed.allocate(pair);
            unstressed.collect(CollectionKind.MAJOR);
            assertRefused(() -> unstressed.readWord(stale, PAYLOAD), "stale reference " + hex(stale));
            assertRefused(() -> unstressed.writeRef(roots.get(hPair), FIRST, stale), "stale reference " + hex(stale));
        }
    }

    @Test
    void aStaleReferenceIsNamedByEveryRootAndRegistration() {
        long hPair = scope.root(Immediate.NULL);
        long stale = heap.allocate(types.pair);
        heap.collect(CollectionKind.MAJOR);
        Global global = heap.global(Immediate.NULL);
        List<ThrowingCallable> uses = List.of(
                () -> global.set(stale), () -> scope.root(stale), () -> scope.set(hPair, stale), () -> heap.global(stale), () -> heap.finalizers().register(stale), () -> heap.finalizers().registerLight(stale, 1));
        uses.forEach(use -> assertRefused(use, "stale reference " + hex(stale)));
        heap.verify();
    }

    @Test
    void aRootSourceThatShowsNoObjectIsFoundByTheVerifier() {
        long stale = heap.allocate(types.pair);
        heap.collect(CollectionKind.MAJOR);
        HandleScope inner = heap.scope();
        long handle = inner.root(Immediate.NULL);
        heap.shadowStack().set(handle, stale); // which asks nothing
        RootSource source = visitor -> visitor.visitSlot(handle);
        heap.addRoots(source);
        assertThatThrownBy(heap::verify).hasMessageContaining("INV-02").hasMessageContaining(hex(stale));
        inner.set(handle, Immediate.NULL);
        heap.verify();
        inner.close();
    }
}
