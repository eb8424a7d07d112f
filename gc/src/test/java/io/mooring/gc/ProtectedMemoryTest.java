package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.roots.HandleScope;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    /** What the child does: lets an old object die that had its block of cells for itself, and reads it, or fills the block anew. */
    static final class LeftBlock {
        private static final int BYTES = 200;

        public static void main(String[] arguments) {
            HeapOptions options = HeapOptions.small(HeapKind.MAX_HEAP).withPlan(arguments[0]).withStress(new Stress(0, false, false, true));
            try (Heap heap = Heap.open(options); HandleScope scope = heap.scope()) {
                TestTypes types = new TestTypes(heap);
                long handle = scope.root(heap.allocate(types.bytes, BYTES));
                heap.collect(CollectionKind.MAJOR);
                long old = scope.get(handle);
                scope.set(handle, Immediate.NULL);
                heap.collect(CollectionKind.MAJOR);
                heap.collect(CollectionKind.MAJOR);
                System.out.println("collected");
                if (arguments[1].equals("dead")) System.out.println("read " + Memory.readLong(old));
                for (int i = 0; i < 100_000; i++) scope.set(handle, heap.allocate(types.bytes, i % BYTES));
                heap.collect(CollectionKind.MAJOR);
                heap.verify();
                System.out.println("went on");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GenMS", "Incremental"})
    void aBlockOfCellsWithoutObjectsCrashesWhoeverReadsItAndTakesObjectsAgain(String plan) throws IOException, InterruptedException {
        ChildJvm dead = ChildJvm.run(LeftBlock.class, List.of(), plan, "dead");
        assertThat(dead.output()).contains("collected").doesNotContain("read");
        assertThat(dead.exitCode()).isNotZero();
        ChildJvm anew = ChildJvm.run(LeftBlock.class, List.of(), plan, "anew");
        assertThat(anew.output()).contains("collected", "went on");
        assertThat(anew.exitCode()).isZero();
    }
}
