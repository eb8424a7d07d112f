package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.roots.HandleScope;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The paths that a program takes all the time allocate no Java object, whatever they allocate in the heap. */
class HotPathsTest extends SpaceTest {
    private static final int OPERATIONS = 20_000;
    private static final int STRESSED_OPERATIONS = 100;
    /** Java bytes that may be allocated by the measurement itself, and by code that initialises itself meanwhile. */
    private static final long TOLERATED_BYTES = 4_096;

    private interface Operation {
        void run(HandleScope scope, int round);
    }

    private void allocatesNoJava(Operation operation) {
        if (setting.stressed) {
            // a collection at every allocation is slow, so here it is only checked that nothing breaks
            try (HandleScope scope = heap.scope()) {
                for (int round = 0; round < STRESSED_OPERATIONS; round++) operation.run(scope, round);
            }
            return;
        }
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int attempt = 0; attempt < 2; attempt++) {
            try (HandleScope scope = heap.scope()) {
                long before = thread.getCurrentThreadAllocatedBytes();
                for (int round = 0; round < OPERATIONS; round++) operation.run(scope, round);
                bytes = thread.getCurrentThreadAllocatedBytes() - before;
            }
        }
        assertThat(bytes).as("Java bytes allocated by %d operations", OPERATIONS).isLessThan(TOLERATED_BYTES);
    }

    @Test
    void intArithmeticAndComparison() {
        allocatesNoJava((scope, round) -> {
            long w = space.add(space.newInt(round), space.newInt(7));
            w = space.mul(space.sub(w, space.newInt(3)), space.newInt(5));
            space.richcompare(w, space.newInt(1000), CompareOp.LT);
            space.hash(w);
        });
    }

    @Test
    void floatArithmeticAndComparison() {
        allocatesNoJava((scope, round) -> {
            long w = space.add(space.newFloat(round), space.newInt(7));
            w = space.mul(w, w);
            space.compare(w, w, CompareOp.GE);
        });
    }

    @Test
    void listItems() {
        Value list = list(number(1), number(2), number(3));
        Value words = list(text("a"), text("b"));
        allocatesNoJava((scope, round) -> {
            space.lists.append(list.w(), space.newInt(round));
            space.getitem(list.w(), space.newInt(-1));
            space.setitem(list.w(), space.newInt(0), space.getitemAt(list.w(), 1));
            space.getitemAt(words.w(), 1);
            space.len(words.w());
        });
    }

    @Test
    void tupleItems() {
        Value pair = tuple(number(1), text("b"));
        allocatesNoJava((scope, round) -> {
            long hItems = scope.root(space.getitem(pair.w(), space.newInt(0)));
            scope.root(space.getitemAt(pair.w(), -1));
            if (round % 100 == 0) space.newTuple(hItems, 2);
        });
    }

    @Test
    void strComparisonAndHash() {
        Value a = text("some identifier");
        Value b = text("some identifie" + "s");
        allocatesNoJava((scope, round) -> {
            space.eq(a.w(), b.w());
            space.lt(a.w(), b.w());
            space.hash(a.w());
            space.len(a.w());
            space.getitemAt(a.w(), 3);
        });
    }

    @Test
    void iterationOverAListOfInts() {
        Value list = PythonSnippet.run(space, "list(range(10))");
        allocatesNoJava((scope, round) -> {
            long hIterator = scope.root(space.iter(list.w()));
            for (long w; (w = space.next(scope.get(hIterator))) != 0; ) space.add(w, space.newInt(1));
        });
    }
}
