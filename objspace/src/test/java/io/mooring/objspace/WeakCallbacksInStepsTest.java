package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import org.junit.jupiter.api.Test;

/** Callbacks of weak references under a collection in steps: looking for the dead after each step keeps nobody alive. */
class WeakCallbacksInStepsTest {
    /** As often as the test asks, and never else; each step is the shortest there is. */
    private static final Stress STEP_BY_STEP = new Stress(1 << 30, false, true, false);
    private static final long HEAP_BYTES = 16L << 20;
    /** Steps that two cycles over an object space without a program do not take. */
    private static final int MOST_STEPS = 1_000_000;

    private int calls;

    @Test
    void whoDiesIsFoundInStepsThoughSomebodyAwaitsItsDeath() {
        try (Heap heap = Heap.open(HeapOptions.small(HEAP_BYTES).withPlan("Incremental").withStress(STEP_BY_STEP))) {
            ObjSpace space = new ObjSpace(heap);
            try (HandleScope scope = heap.scope(); Global garbage = heap.global(space.newList())) {
                long hCallback = scope.root(space.functions.make("callback", 1, 1, (s, h, n, k) -> {
                    calls++;
                    return s.w_None;
                }));
                garbage.set(space.call0(space.w_set));
                long hRef = scope.root(space.weakrefs.ref(garbage.get(), scope.get(hCallback)));
                heap.collect(CollectionKind.MAJOR);
                garbage.set(0);
                step(space, (IncrementalPlan) heap.plan());
                assertThat(calls).as("calls of the callback").isEqualTo(1);
                assertThat(space.weakrefs.referent(scope.get(hRef))).as("referent").isZero();
            }
        }
    }

    /** To the end of the second cycle from now: a cycle under way may know the garbage still. */
    private static void step(ObjSpace space, IncrementalPlan plan) {
        long last = plan.cycles() + 2;
        for (int i = 0; plan.cycles() < last; i++) {
            if (i == MOST_STEPS) throw new AssertionError("after " + i + " steps the cycle is still " + plan.state());
            space.heap.collect(CollectionKind.MINOR);
            space.weakrefs.callbacks.run();
        }
    }
}
