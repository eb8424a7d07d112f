package io.mooring.gc;

import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.roots.HandleScopes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that take turns with a heap: each has handle scopes of its own, and all of them are roots. */
class TurnsTest {
    private static long pair(Heap heap, TestTypes types, long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return pair;
    }

    @ParameterizedTest
    @MethodSource("io.mooring.gc.HeapKind#all")
    void whatAThreadRootedSurvivesTheTurnsOfOthersThoughScopesInterleave(HeapKind kind) {
        try (Heap heap = Heap.open(kind.options())) {
            TestTypes types = new TestTypes(heap);
            HandleScopes second = heap.newScopes();
            HandleScope mine = heap.scope();
            long hMine = mine.root(pair(heap, types, 1));
            HandleScopes first = heap.useScopes(second);
            HandleScope theirs = heap.scope();
            long hTheirs = theirs.root(pair(heap, types, 2));
            heap.collect(CollectionKind.MAJOR);
            heap.useScopes(first);
            assertThat(heap.readWord(mine.get(hMine), PAYLOAD)).isEqualTo(1);
            mine.close(); // while the other thread's scope, opened later, is still open
            pair(heap, types, 3);
            heap.collect(CollectionKind.MAJOR);
            heap.useScopes(second);
            assertThat(heap.readWord(theirs.get(hTheirs), PAYLOAD)).isEqualTo(2);
            theirs.close();
            assertThat(second.depth()).isZero();
            heap.verify();
        }
    }
}
