package io.mooring.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.trigger.Fixed;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.trigger.Cycle;
import io.mooring.gc.trigger.MultipleOfLive;
import io.mooring.gc.trigger.Trigger;
import io.mooring.gc.trigger.Triggers;
import java.util.Collections;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Impossible options are refused in one sentence that names the option, the value and what is allowed. */
class HeapOptionsTest {
    private static final HeapOptions DEFAULTS = HeapOptions.defaults();

    private static Arguments refused(String sentence, Supplier<?> options) {
        return Arguments.of(sentence, options);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                refused("option max-heap is 1000; it must be at least 262144 bytes", () -> DEFAULTS.withMaxHeap(1000)),
                refused("option nursery is 100; it must be between 16384 bytes and a quarter of the heap, 268435456 bytes", () -> DEFAULTS.withNursery(100)),
                refused("option nursery is 268435457; it must be between 16384 bytes and a quarter of the heap, 268435456 bytes", () -> DEFAULTS.withNursery((256L << 20) + 1)),
                refused("option max-heap is 9223372036854775807; it must be at most 17592186044416 bytes", () -> DEFAULTS.withMaxHeap(Long.MAX_VALUE)),
                refused("option trigger is null; it must be a trigger, see io.mooring.gc.trigger", () -> DEFAULTS.withTrigger(null)),
                refused("option stress is null; it must be a Stress, which may be NONE", () -> DEFAULTS.withStress(null)),
                refused("option verify is null; it must be a set of occasions, which may be empty", () -> DEFAULTS.withVerify(null)),
                refused("option verify is [null]; it must be a set of occasions, which may be empty", () -> DEFAULTS.withVerify(Collections.singleton(null))),
                refused("option recording is null; it must be a file, or empty", () -> DEFAULTS.withRecording(null)),
                refused("option recording is a?b; it must be a file, or empty", () -> DEFAULTS.withRecording("a\0b")),
                refused("option plan is null; it must be the name of a plan, see io.mooring.gc.plan.Plans", () -> DEFAULTS.withPlan(null)),
                refused("option aging is -1; it must be between 0 and 3", () -> DEFAULTS.withAging(-1)),
                refused("option aging is 4; it must be between 0 and 3", () -> DEFAULTS.withAging(4)),
                refused("option large is 1; it must be between 1024 bytes and half the nursery, 2097152 bytes", () -> DEFAULTS.withLarge(1)),
                refused("option large is 2097153; it must be between 1024 bytes and half the nursery, 2097152 bytes", () -> DEFAULTS.withLarge((2L << 20) + 1)),
                refused("option stress is -1; it must be 0 (off) or a number of allocations", () -> DEFAULTS.withStress(Stress.every(-1))),
                refused("option trigger multiple is 0.5; it must be between 1 and 100", () -> new MultipleOfLive(0.5)),
                refused("option trigger multiple is NaN; it must be between 1 and 100", () -> new MultipleOfLive(Double.NaN)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void anImpossibleOptionIsRefusedByName(String sentence, Supplier<?> options) {
        assertThatThrownBy(options::get).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }

    @Test
    void anUnknownPlanIsRefusedWithTheNamesOfThoseThereAre() {
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("Gen\nCopy"))).as("in one line").hasMessageStartingWith("option plan is Gen?Copy; it must be one of ");
        assertThatThrownBy(() -> Triggers.named("wish\nful")).hasMessageStartingWith("option trigger is wish?ful; it must be ");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("Wishful")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option plan is Wishful; it must be one of ").hasMessageContaining("SemiSpace").hasMessageContaining("GenCopy");
    }

    @Test
    void aPlanIsFoundInAnyCaseOfLetters() {
        try (Heap heap = Heap.open(HeapOptions.small(1L << 20).withPlan("semispace"))) {
            assertThat(heap.plan().traits().generational()).isFalse();
        }
    }

    @Test
    void eachWithChangesOneThingOnly() {
        assertThat(DEFAULTS.withAging(2).withAging(0)).isEqualTo(DEFAULTS);
        assertThat(DEFAULTS.withPlan("SemiSpace").withPlan("GenCopy")).isEqualTo(DEFAULTS);
        assertThat(DEFAULTS.withTrigger(new Fixed()).withTrigger(DEFAULTS.trigger())).isEqualTo(DEFAULTS);
        assertThat(DEFAULTS.withStress(Stress.every(3)).withStress(Stress.NONE)).isEqualTo(DEFAULTS);
    }

    @Test
    void aSmallerHeapShrinksTheNurseryAndTheLargeThresholdWithIt() {
        HeapOptions small = DEFAULTS.withMaxHeap(1L << 20);
        assertThat(small.nurseryBytes()).isEqualTo(256 << 10);
        assertThat(small.largeBytes()).isLessThanOrEqualTo(small.nurseryBytes() / 2);
    }

    @Test
    void triggersNeverAllowMoreThanTheMaximum() {
        assertThat(new Fixed().sizer(1000).limitAfter(cycleThatLeft(5))).isEqualTo(1000);
        long max = 1L << 30;
        Trigger.Sizer four = new MultipleOfLive(4).sizer(max);
        assertThat(four.limitAfter(cycleThatLeft(100L << 20))).isEqualTo(400L << 20);
        assertThat(four.limitAfter(cycleThatLeft(400L << 20))).isEqualTo(max);
        assertThat(four.limitAfter(cycleThatLeft(0))).as("a heap with nothing in it is still given room").isPositive();
        Trigger.Sizer small = new MultipleOfLive(4).sizer(1000);
        assertThat(small.limitAfter(cycleThatLeft(0))).isEqualTo(1000);
        assertThat(small.firstLimit()).isEqualTo(1000);
    }

    private static Cycle cycleThatLeft(long liveBytes) {
        Cycle cycle = new Cycle(1);
        cycle.setBytes(liveBytes, 0, 0);
        return cycle;
    }

    @Test
    void whatAPlanCannotDoIsRefusedWhenTheHeapIsBuilt() {
        Trigger wishful = new Trigger() {
            @Override
            public Sizer sizer(long maxBytes) {
                return null;
            }

            @Override
            public String toString() {
                return "wishful";
            }
        };
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("SemiSpace").withRemembering(Remembering.CARDS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option remembering is CARDS; under plan SemiSpace it must be left alone, as there is no remembered set");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("SemiSpace").withPinning(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option pinning is true; plan SemiSpace cannot keep single objects in place, it must be one of ");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("StickyImmix").withAging(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option aging is 1; under plan StickyImmix it must be 0, as every survivor is old");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("Immix").withAging(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option aging is 3; under plan Immix it must be 0, as there are no generations");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPauseGoal(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option pause-goal is 2.0; under plan GenCopy it must be left alone, at 10.0, as a major collection is done in one piece");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withMaxHeap(HeapOptions.MAX_HEAP_BYTES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("option max-heap is 17592186044416; it must be less, as that takes [0-9]+ bytes of address space in all, which the system does not give");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withTrigger(wishful)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option trigger is wishful; it must be one that has a sizer for a heap of 1073741824 bytes");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("NoGC").withStress(Stress.every(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option stress is every 2, move everything, poison; under plan NoGC it must be left alone, at none, as nothing is ever collected");
        assertThatThrownBy(() -> Heap.open(DEFAULTS.withPlan("NoGC").withTrigger(new Fixed())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option trigger is Fixed[]; under plan NoGC it must be left alone, at MultipleOfLive[factor=4.0], as nothing is ever collected");
        assertThatThrownBy(() -> DEFAULTS.withPauseGoal(0)).hasMessage("option pause-goal is 0.0; it must be between 0.5 and 1000 milliseconds");
    }
}
