package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@link Stress#protect}, a stale reference crashes at the access; each crash happens in a JVM of its own. */
class ProtectedMemoryTest {
    /** What the child does: reads an object through the reference it had before a collection, or through the handle. */
    static final class Child {
        public static void main(String[] arguments) {
            HeapOptions options = HeapOptions.small(HeapKind.MAX_HEAP).withPlan(arguments[0]).withStress(new Stress(0, false, false, true));
            try (Heap heap = Heap.open(options); HandleScope scope = heap.scope()) {
                TestTypes types = new TestTypes(heap);
                long pair = heap.allocate(types.pair);
                long handle = scope.root(pair);
                heap.collect(CollectionKind.MAJOR);
                for (int i = 0; i < Integer.parseInt(arguments[2]); i++) heap.safepoint();
                System.out.println("collected");
                long object = arguments[1].equals("stale") ? pair : scope.get(handle);
                System.out.println("read " + Memory.readLong(object + TestTypes.PAYLOAD));
            }
        }
    }

    private static ChildJvm run(String plan, String what, int safepoints) throws IOException, InterruptedException {
        return ChildJvm.run(Child.class, List.of(), plan, what, Integer.toString(safepoints));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "GenCopy", "Zealot"})
    void aStaleReferenceCrashesTheProcessAtTheAccess(String plan) throws IOException, InterruptedException {
        ChildJvm outcome = run(plan, "stale", 0);
        assertThat(outcome.output()).contains("collected").doesNotContain("read");
        assertThat(outcome.exitCode()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SemiSpace", "GenCopy", "Zealot"})
    void aHandleReadsOnAfterTheCollection(String plan) throws IOException, InterruptedException {
        ChildJvm outcome = run(plan, "handle", 0);
        assertThat(outcome.output()).contains("collected").contains("read 0");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void underZealotAReferenceCrashesManyCollectionsAfterItWentStale() throws IOException, InterruptedException {
        ChildJvm stale = run("Zealot", "stale", 5);
        assertThat(stale.output()).contains("collected").doesNotContain("read");
        assertThat(stale.exitCode()).isNotZero();
        assertThat(run("Zealot", "handle", 5).output()).contains("read 0");
    }

    /** What the child does: lets an old object die that lies behind others or by itself, and reads it, or fills the memory anew. */
    static final class LeftMemory {
        private static final int NEIGHBOURS = 1000;
        private static final int TURNS = 20_000;

        public static void main(String[] arguments) {
            HeapOptions options = HeapOptions.small(HeapKind.MAX_HEAP).withPlan(arguments[0]).withStress(new Stress(0, false, false, true));
            int bytes = Integer.parseInt(arguments[2]);
            try (Heap heap = Heap.open(options)) {
                TestTypes types = new TestTypes(heap);
                long old = oldAndDead(heap, types, bytes);
                System.out.println("collected");
                if (arguments[1].equals("dead")) System.out.println("read " + Memory.readLong(old));
                fill(heap, types, bytes);
                System.out.println("went on");
            }
        }

        private static long oldAndDead(Heap heap, TestTypes types, int bytes) {
            long old;
            try (HandleScope scope = heap.scope()) {
                for (int i = 0; i < NEIGHBOURS; i++) scope.root(heap.allocate(types.pair));
                long handle = scope.root(heap.allocate(types.bytes, bytes));
                heap.collect(CollectionKind.MAJOR);
                old = scope.get(handle);
            }
            heap.collect(CollectionKind.MAJOR);
            heap.collect(CollectionKind.MAJOR);
            return old;
        }

        /** Keeps every tenth of many, the hashes of which make objects grow as they move. */
        private static void fill(Heap heap, TestTypes types, int bytes) {
            try (HandleScope scope = heap.scope()) {
                long handle = scope.root(Immediate.NULL);
                for (int i = 0; i < TURNS; i++) {
                    scope.set(handle, heap.allocate(types.bytes, i % bytes));
                    if (i % 10 == 0 && i < NEIGHBOURS) heap.identityHash(scope.get(scope.root(heap.allocate(types.pair))));
                }
                heap.collect(CollectionKind.MAJOR);
                heap.verify();
            }
        }
    }

    @ParameterizedTest(name = "{0}, an object of {1} bytes")
    @CsvSource({
        "GenMS, 200", "Incremental, 200", "Recorder, 200", "MarkCompact, 200", "Immix, 200", "StickyImmix, 200",
        "SemiSpace, 100000", "GenCopy, 100000", "GenMS, 100000", "Incremental, 100000", "Recorder, 100000", "MarkCompact, 100000", "Immix, 100000", "StickyImmix, 100000"
    })
    void memoryWithoutObjectsCrashesWhoeverReadsItAndTakesObjectsAgain(String plan, String bytes) throws IOException, InterruptedException {
        ChildJvm dead = ChildJvm.run(LeftMemory.class, List.of(), plan, "dead", bytes);
        assertThat(dead.output()).contains("collected").doesNotContain("read");
        assertThat(dead.exitCode()).isNotZero();
        ChildJvm anew = ChildJvm.run(LeftMemory.class, List.of(), plan, "anew", bytes);
        assertThat(anew.output()).contains("collected", "went on");
        assertThat(anew.exitCode()).isZero();
    }
}
