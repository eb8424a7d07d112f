package io.mooring.bench.gc.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Stress;
import io.mooring.gc.plan.PlanFactory;
import io.mooring.gc.plan.Plans;
import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.verify.Occasion;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program computes what it must on every plan, and notices when memory is not what it was. */
final class WorkloadTest {
    private static final long HEAP_BYTES = 32L << 20;
    private static final long LIVE_BYTES = 400_000;
    private static final int MOST_STEPS = 400;
    /** Plans that collect at every allocation or write everything down: far too slow for whole programs. */
    private static final Set<String> LOOK_FOR_BUGS = Set.of("Zealot", "Poisoned", "Recorder");

    static Stream<Arguments> programsOnPlans() {
        List<String> plans = Plans.all().stream().filter(plan -> plan.traits().collects()).map(PlanFactory::name).filter(plan -> !LOOK_FOR_BUGS.contains(plan)).toList();
        return Arrays.stream(Workload.values()).flatMap(workload -> plans.stream().map(plan -> arguments(workload, plan)));
    }

    @ParameterizedTest
    @MethodSource("programsOnPlans")
    void aProgramIsRightAfterItsSteps(Workload workload, String plan) {
        run(workload, HeapOptions.small(HEAP_BYTES).withPlan(plan).withTrigger(new Fixed()), workload.sizeFor(LIVE_BYTES), MOST_STEPS);
    }

    @ParameterizedTest
    @MethodSource("programsOnPlans")
    void aProgramIsRightUnderStressAndVerification(Workload workload, String plan) {
        HeapOptions options = HeapOptions.small(HEAP_BYTES).withPlan(plan).withStress(Stress.every(97)).withVerify(EnumSet.of(Occasion.AFTER_COLLECTION));
        run(workload, options, workload.sizeFor(LIVE_BYTES / 40), 20);
    }

    private static void run(Workload workload, HeapOptions options, int size, int mostSteps) {
        try (Heap heap = Heap.open(options);
                Program program = workload.on(heap, size)) {
            for (int round = 0; round < 2; round++) {
                program.build();
                program.check();
                for (int i = 0; i < Math.min(mostSteps, program.steps()); i++) program.step();
                heap.collect(CollectionKind.MAJOR);
                program.check();
            }
            program.drop();
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.usedBytes()).as("what is left when the program lets go").isLessThan(10_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void aProgramKeepsNoStaleReference(Workload workload) {
        HeapOptions options = HeapOptions.small(HEAP_BYTES).withPlan("SemiSpace").withStress(new Stress(3, true, true, true));
        run(workload, options, workload.sizeFor(2000), 5);
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void aProgramThatHasAllocatedNothingIsNotRight(Workload workload) {
        try (Heap heap = Heap.open(HeapOptions.small(HEAP_BYTES));
                Program program = workload.on(heap, 8)) {
            assertThatThrownBy(program::check).isInstanceOfAny(WrongResult.class, AssertionError.class);
        }
    }

    @Test
    void aBranchThatIsLostIsNoticed() {
        try (Heap heap = Heap.open(HeapOptions.small(HEAP_BYTES));
                Quads quads = new Quads(heap, 3)) {
            quads.build();
            quads.setKid(quads.root(), 2, 0);

            assertThatThrownBy(quads::check).isInstanceOf(WrongResult.class).hasMessage("quads: nodes of the live tree: found 64, expected 85");
        }
    }

    @Test
    void anEntryGoesWithItsKeyAlthoughItsValueRefersToTheKey() {
        try (Heap heap = Heap.open(HeapOptions.small(HEAP_BYTES));
                EphemeronTable table = new EphemeronTable(heap, 1000)) {
            table.build();
            for (int i = 0; i < 60; i++) table.step();
            assertThat(table.entriesWithKeys()).isGreaterThan(1000);
            heap.collect(CollectionKind.MAJOR);

            assertThat(table.entriesWithKeys()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUADS", "BINARY_TREES"})
    void theTwinWithJavaObjectsIsRight(Workload workload) {
        try (Program program = workload.inJava(6)) {
            program.build();
            for (int i = 0; i < 100; i++) program.step();
            program.check();
        }
    }

    @Test
    void onlyTwoHaveATwin() {
        assertThatThrownBy(() -> Workload.STRINGS.inJava(1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'strings'");
    }

    @Test
    void aTwinTakesAsManyStepsAsItsProgram() {
        try (Heap heap = Heap.open(HeapOptions.small(HEAP_BYTES))) {
            for (Workload workload : List.of(Workload.QUADS, Workload.BINARY_TREES)) {
                assertThat(workload.inJava(7).steps()).isEqualTo(workload.on(heap, 7).steps());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void theSizeForSomeBytesKeepsAboutSoManyAlive(Workload workload) {
        try (Heap heap = Heap.open(HeapOptions.small(256L << 20).withPlan("SemiSpace"));
                Program program = workload.on(heap, workload.sizeFor(4_000_000))) {
            program.build();
            heap.collect(CollectionKind.MAJOR);
            assertThat(heap.usedBytes()).isBetween(700_000L, 8_000_000L);
        }
    }

    @Test
    void theScheduleOfTreesHasFewerOfTheDeeper() {
        TreeSchedule schedule = new TreeSchedule(8);

        assertThat(schedule.trees()).isEqualTo(256 + 64 + 16);
        long[] depths = IntStream.range(0, schedule.trees() + 1).mapToLong(_ -> schedule.next()).toArray();
        assertThat(depths).startsWith(4, 4).endsWith(8, 8, 4);
        assertThat(Arrays.stream(depths).filter(depth -> depth == 6).count()).isEqualTo(64);
    }
}
