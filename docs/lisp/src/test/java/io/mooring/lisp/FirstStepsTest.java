package io.mooring.lisp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Stress;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.roots.Global;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first half of the tutorial: a heap, a layout, objects, roots, stores. Each step runs under every plan. */
class FirstStepsTest {
    // tutorial: layout
    private static final TypeLayout.Builder POINT_FIELDS = TypeLayout.named("point");
    private static final int X = POINT_FIELDS.word("x");
    private static final int Y = POINT_FIELDS.word("y");
    private static final int NEIGHBOUR = POINT_FIELDS.reference("neighbour");
    private static final TypeLayout POINT = POINT_FIELDS.build();
    // end

    // tutorial: array-layout
    private static final TypeLayout PATH = TypeLayout.named("path").buildWith(Elements.REFERENCES);
    private static final int STEPS = PATH.fixedBytes();
    // end

    // tutorial: ephemeron-layout
    private static final TypeLayout.Builder NOTE_FIELDS = TypeLayout.named("note");
    private static final int ABOUT = NOTE_FIELDS.ephemeronKey("about");
    private static final int TEXT = NOTE_FIELDS.ephemeronValue("text");
    private static final TypeLayout NOTE = NOTE_FIELDS.build();
    // end

    static Stream<String> plans() {
        return Plans.all().stream().map(PlanFactory::name);
    }

    static Stream<String> collectingPlans() {
        return Plans.all().stream().filter(plan -> plan.traits().collects()).map(PlanFactory::name);
    }

    private static Heap open(String plan) {
        return Heap.open(HeapOptions.small(1 << 20).withPlan(plan));
    }

    @Test
    void aHeapIsOpenedAndClosed() {
        // tutorial: open-a-heap
        HeapOptions options = HeapOptions.defaults().withMaxHeap(64 << 20);
        try (Heap heap = Heap.open(options)) {
            assertThat(heap.usedBytes()).isZero();
        }
        // end
    }

    @ParameterizedTest
    @MethodSource("plans")
    void anObjectIsAllocatedZeroAndItsFieldsAreReadAndWritten(String plan) {
        try (Heap heap = open(plan)) {
            // tutorial: allocate
            int pointType = heap.types().define(POINT);

            long point = heap.allocate(pointType);
            assertThat(heap.readWord(point, X)).isZero();
            heap.writeWord(point, X, 3);
            assertThat(heap.readWord(point, X)).isEqualTo(3);
            assertThat(heap.readRef(point, NEIGHBOUR)).isEqualTo(Immediate.NULL);
            // end
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aHandleFindsItsObjectAfterTheNextAllocation(String plan) {
        try (Heap heap = open(plan)) {
            int pointType = heap.types().define(POINT);
            // tutorial: root
            try (HandleScope scope = heap.scope()) {
                long hFirst = scope.root(heap.allocate(pointType));
                heap.writeWord(scope.get(hFirst), X, 1);

                long second = heap.allocate(pointType); // may move the first point: read it through its handle
                heap.writeWord(second, X, 2);
                heap.writeRef(second, NEIGHBOUR, scope.get(hFirst));

                assertThat(heap.readWord(heap.readRef(second, NEIGHBOUR), X)).isEqualTo(1);
            }
            // end
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aGlobalKeepsAnObjectBeyondEveryScope(String plan) {
        try (Heap heap = open(plan)) {
            int pointType = heap.types().define(POINT);
            // tutorial: global
            Global origin = heap.global(heap.allocate(pointType));
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readWord(origin.get(), Y)).isZero();
            origin.close();
            // end
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void anArrayHasALengthAndElements(String plan) {
        try (Heap heap = open(plan); HandleScope scope = heap.scope()) {
            int pointType = heap.types().define(POINT);
            // tutorial: array
            int pathType = heap.types().define(PATH);

            long hPath = scope.root(heap.allocate(pathType, 10));
            for (int i = 0; i < 10; i++) {
                long point = heap.allocate(pointType);
                heap.writeElement(scope.get(hPath), STEPS, i, point);
            }
            heap.writeElement(scope.get(hPath), STEPS, 9, Immediate.of(42)); // an integer needs no object
            assertThat(heap.length(scope.get(hPath))).isEqualTo(10);
            assertThat(Immediate.value(heap.readElement(scope.get(hPath), STEPS, 9))).isEqualTo(42);
            // end
        }
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void theValueOfAnEphemeronLivesByItsKey(String plan) {
        try (Heap heap = open(plan); HandleScope scope = heap.scope()) {
            int pointType = heap.types().define(POINT);
            int noteType = heap.types().define(NOTE);
            // tutorial: ephemeron
            long hKey = scope.root(heap.allocate(pointType));
            long hNote = scope.root(heap.allocate(noteType));
            heap.writeRef(scope.get(hNote), ABOUT, scope.get(hKey));
            long value = heap.allocate(pointType);
            heap.writeRef(scope.get(hNote), TEXT, value);

            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readWeak(scope.get(hNote), TEXT)).isNotEqualTo(Immediate.NULL);
            scope.set(hKey, Immediate.NULL);
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.readWeak(scope.get(hNote), TEXT)).isEqualTo(Immediate.NULL);
            // end
        }
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void aRegisteredObjectIsQueuedInsteadOfDying(String plan) {
        try (Heap heap = open(plan)) {
            int pointType = heap.types().define(POINT);
            // tutorial: finalizer
            long file = heap.allocate(pointType);
            heap.writeWord(file, X, 7); // a file descriptor, say
            heap.finalizers().register(file);

            heap.collect(CollectionKind.MAJOR);
            long dead = heap.finalizers().poll();
            assertThat(heap.readWord(dead, X)).isEqualTo(7);
            assertThat(heap.finalizers().poll()).isEqualTo(Immediate.NULL);
            // end
        }
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void aFullHeapSaysSoAndGoesOn(String plan) {
        try (Heap heap = open(plan)) {
            int pathType = heap.types().define(PATH);
            // tutorial: exhausted
            assertThatThrownBy(() -> heap.allocate(pathType, 1 << 20)).isInstanceOf(HeapExhausted.class);
            heap.allocate(pathType, 10);
            // end
        }
    }

    @ParameterizedTest
    @MethodSource("collectingPlans")
    void stressAndVerificationWatchEveryAllocation(String plan) {
        // tutorial: stress
        HeapOptions hard = HeapOptions.small(1 << 20).withPlan(plan)
                .withStress(Stress.every(1)) // collect at every allocation, move everything, overwrite what is left behind
                .withVerify(EnumSet.allOf(Occasion.class)); // and check the whole heap before and after
        // end
        try (Heap heap = Heap.open(hard)) {
            int pointType = heap.types().define(POINT);
            for (int i = 0; i < 10; i++) heap.allocate(pointType);
            assertThat(heap.collections()).isGreaterThanOrEqualTo(9);
        }
    }

    @Test
    void aReferenceThatWasNotRootedIsNamedAsStale() {
        try (Heap heap = Heap.open(HeapOptions.small(1 << 20).withPlan("SemiSpace").withStress(Stress.every(1)))) {
            int pointType = heap.types().define(POINT);
            // tutorial: stale
            long first = heap.allocate(pointType);
            heap.allocate(pointType); // a collection: nothing keeps the first point
            assertThatThrownBy(() -> heap.readWord(first, X)).isInstanceOf(AssertionError.class).hasMessageContaining("stale reference");
            // end
        }
    }
}
