package io.mooring.gc;

import static io.mooring.gc.TestTypes.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.plan.Traits;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.trigger.MultipleOfLive;
import io.mooring.gc.trigger.SquareRoot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the traits of a plan say, compared with what a heap of that plan does. */
class TraitsTest {
    private static final HeapOptions OPTIONS = HeapOptions.small(HeapKind.MAX_HEAP);

    static Stream<String> plans() {
        return Plans.all().stream().map(PlanFactory::name);
    }

    private interface Body {
        void run(Heap heap, Traits traits, TestTypes types, HandleScope scope);
    }

    private static void on(HeapOptions options, Body body) {
        try (Heap heap = Heap.open(options); HandleScope scope = heap.scope()) {
            body.run(heap, heap.plan().traits(), new TestTypes(heap), scope);
        }
    }

    private static void on(String plan, Body body) {
        on(OPTIONS.withPlan(plan), body);
    }

    /** Under stress, where there is anything to stress. */
    private static HeapOptions stressed(String plan, Stress stress) {
        HeapOptions calm = OPTIONS.withPlan(plan);
        return Plans.named(plan).traits().collects() ? calm.withStress(stress) : calm;
    }

    /** Pairs by handle, with as many dead ones between them. */
    private static List<Long> survivors(Heap heap, TestTypes types, HandleScope scope, int count) {
        List<Long> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            handles.add(scope.root(heap.allocate(types.pair)));
            for (int dead = 0; dead < 20; dead++) heap.allocate(types.pair);
        }
        return handles;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanAndItsFactorySayTheSame(String plan) {
        on(plan, (heap, traits, types, scope) -> assertThat(traits).isEqualTo(Plans.named(plan).traits()));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanThatCollectsFreesWhatIsDead(String plan) {
        on(plan, (heap, traits, types, scope) -> {
            survivors(heap, types, scope, 10);
            long before = heap.usedBytes();
            heap.collect(CollectionKind.MAJOR);
            if (HeapKind.isCalm(Plans.named(plan))) assertThat(heap.usedBytes() < before).isEqualTo(traits.collects());
            assertThat(heap.histogram().objects()).isEqualTo(10);
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanThatNeverCollectsRefusesStressAndTriggersAndAnotherAcceptsThem(String plan) {
        Stream.of(Stress.every(1), new Stress(0, true, false, false), new Stress(0, false, true, false), new Stress(0, false, false, true)).forEach(stress ->
                acceptedIfItCollects(plan, OPTIONS.withPlan(plan).withStress(stress), "option stress is " + stress, "left alone, at " + Stress.NONE));
        Stream.of(new Fixed(), new MultipleOfLive(2), new SquareRoot(8)).forEach(trigger ->
                acceptedIfItCollects(plan, OPTIONS.withPlan(plan).withTrigger(trigger), "option trigger is " + trigger, "left alone, at " + HeapOptions.DEFAULT_TRIGGER));
        Heap.open(OPTIONS.withPlan(plan).withStress(Stress.NONE).withTrigger(new MultipleOfLive(4))).close();
    }

    private static void acceptedIfItCollects(String plan, HeapOptions options, String... said) {
        if (Plans.named(plan).traits().collects()) Heap.open(options).close();
        else assertThatThrownBy(() -> Heap.open(options)).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(said).hasMessageContaining("under plan " + plan).hasMessageEndingWith("as nothing is ever collected");
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanThatMovesObjectsDoesAndAnotherDoesNot(String plan) {
        on(stressed(plan, new Stress(0, true, false, false)), (heap, traits, types, scope) -> {
            List<Long> handles = survivors(heap, types, scope, 1000);
            List<Long> before = handles.stream().map(scope::get).toList();
            heap.collect(CollectionKind.MAJOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(!handles.stream().map(scope::get).toList().equals(before)).isEqualTo(traits.moves());
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanWithGenerationsHasMinorCollections(String plan) {
        on(plan, (heap, traits, types, scope) -> {
            List<CollectionKind> kinds = new ArrayList<>();
            heap.listen(new HeapListener() {
                @Override
                public void collectionEnds(CollectionReport report) {
                    kinds.add(report.kind());
                }
            });
            scope.root(heap.allocate(types.pair));
            heap.collect(CollectionKind.MINOR);
            if (traits.collects()) assertThat(kinds.getLast()).isEqualTo(traits.generational() ? CollectionKind.MINOR : CollectionKind.MAJOR);
            assertThat(heap.minorCollections() > 0).isEqualTo(kinds.contains(CollectionKind.MINOR));
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void whereThereAreAgesASurvivorOfItsFirstCollectionMayBeYoung(String plan) {
        HeapOptions aging = OPTIONS.withPlan(plan).withAging(1);
        if (!Plans.named(plan).traits().ages()) {
            assertThatThrownBy(() -> Heap.open(aging)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("option aging is 1; under plan " + plan + " it must be 0");
            return;
        }
        on(aging, (heap, traits, types, scope) -> {
            long handle = scope.root(heap.allocate(types.pair));
            heap.collect(CollectionKind.MINOR);
            assertThat(heap.isYoung(scope.get(handle))).isTrue();
            heap.collect(CollectionKind.MINOR);
            assertThat(heap.isYoung(scope.get(handle))).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanIsIncrementalIfAMarkingEverStandsBetweenCollections(String plan) {
        on(stressed(plan, new Stress(1, false, false, false)), (heap, traits, types, scope) -> { // under which steps are small
            long hList = scope.root(Immediate.NULL);
            boolean marked = false;
            for (int i = 0; i < 2000; i++) {
                long pair = heap.allocate(types.pair);
                if (i % 2 == 0) {
                    heap.initRef(pair, FIRST, scope.get(hList));
                    scope.set(hList, pair);
                }
                marked |= heap.plan().isMarking();
            }
            assertThat(marked).isEqualTo(traits.incremental());
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanWithABarrierAsksToBeNotifiedAndAnotherMarksNoObjectForThat(String plan) {
        on(plan, (heap, traits, types, scope) -> {
            assertThat(heap.inlining().notifyMask() != 0).isEqualTo(traits.barrier());
            List<Long> handles = survivors(heap, types, scope, 10);
            handles.add(scope.root(heap.allocateImmortal(types.pair)));
            handles.add(scope.root(heap.allocatePinned(types.pair)));
            heap.collect(CollectionKind.MAJOR);
            heap.collect(CollectionKind.MAJOR);
            for (long handle : handles) assertThat((header(heap, scope.get(handle)) & ObjectHeader.NOTIFY) != 0).isEqualTo(traits.barrier());
        });
    }

    private static long header(Heap heap, long object) {
        return heap.isObject(object) ? Memory.readLong(object) : 0;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanThatPinsKeepsAnObjectInPlaceAndAnotherRefusesTheOption(String plan) {
        HeapOptions pinning = OPTIONS.withPlan(plan).withPinning(true);
        if (!Plans.named(plan).traits().pins()) {
            assertThatThrownBy(() -> Heap.open(pinning)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("option pinning is true; plan " + plan + " cannot");
            return;
        }
        on(pinning, (heap, traits, types, scope) -> {
            long handle = survivors(heap, types, scope, 10).get(5);
            long address = heap.pin(handle);
            heap.collect(CollectionKind.MAJOR);
            heap.collect(CollectionKind.MAJOR);
            assertThat(scope.get(handle)).isEqualTo(address);
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void whatABarrierCanRememberIsAcceptedAndTheRestRefused(String plan) {
        Set<Remembering> able = EnumSet.of(Remembering.OBJECTS);
        able.addAll(Plans.named(plan).traits().remembering());
        for (Remembering what : Remembering.values()) {
            HeapOptions options = OPTIONS.withPlan(plan).withRemembering(what);
            if (able.contains(what)) Heap.open(options).close();
            else assertThatThrownBy(() -> Heap.open(options)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("option remembering is " + what + "; under plan " + plan);
        }
    }
}
