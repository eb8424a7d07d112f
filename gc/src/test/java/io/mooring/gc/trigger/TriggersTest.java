package io.mooring.gc.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each trigger promises, on programs that exist only as rates. */
class TriggersTest {
    private static final long MIB = 1L << 20;
    private static final long MAX = 16_384 * MIB;

    /**
     * A program that allocates at a steady rate and always keeps the same amount alive.
     *
     * @param live      bytes that survive each major collection
     * @param outside   bytes of native memory reported
     * @param allocates bytes it allocates in a second
     * @param collects  live bytes that a collection goes through in a second
     * @param reserve   heap bytes per live byte
     */
    private record Program(long live, long outside, double allocates, double collects, double reserve) {
        private static final double NANOS = 1e9;

        Program(double liveMib, double allocatesMib, double collectsMib) {
            this((long) (liveMib * MIB), 0, allocatesMib * MIB, collectsMib * MIB, 1);
        }

        /** The cycle of a program that had {@code limit} bytes of heap. */
        Cycle cycleUnder(long limit) {
            double room = Math.max(limit / reserve - live, MIB);
            Cycle cycle = new Cycle(reserve);
            long major = (long) (live / collects * NANOS);
            cycle.setBytes(live, outside, (long) room);
            cycle.setNanos(major, major, (long) (room / allocates * NANOS));
            return cycle;
        }

        /** The limit after so many cycles. */
        long limitAfter(Trigger.Sizer sizer, int cycles) {
            return limitAfter(sizer, cycles, sizer.firstLimit());
        }

        long limitAfter(Trigger.Sizer sizer, int cycles, long firstLimit) {
            long limit = firstLimit;
            for (int i = 0; i < cycles; i++) limit = sizer.limitAfter(cycleUnder(limit));
            return limit;
        }

        /** Room for allocation under a limit, in bytes. */
        double room(long limit) {
            return limit / reserve - live;
        }

        double collectorShare(long limit) {
            Cycle cycle = cycleUnder(limit);
            return (double) cycle.collectorNanos() / (cycle.collectorNanos() + cycle.programNanos());
        }
    }

    static Stream<Trigger> all() {
        return Stream.of("fixed", "live:4", "sqrt:64", "membalancer:0.05", "cpu:10").map(Triggers::named);
    }

    @ParameterizedTest
    @MethodSource("all")
    void noLimitIsAboveTheMaximumNorBelowWhatASmallHeapNeeds(Trigger trigger) {
        for (long max : new long[] {MIB, 100 * MIB, MAX}) {
            for (double live : new double[] {0, 0.5, 10, 90, 1000, 1e6}) {
                for (double rate : new double[] {0, 1, 1e5}) {
                    Trigger.Sizer sizer = trigger.sizer(max);
                    assertThat(sizer.firstLimit()).isBetween(Math.min(max, Room.FLOOR_BYTES), max);
                    for (int cycles = 1; cycles < 5; cycles++) {
                        assertThat(new Program(live, rate, 1000).limitAfter(sizer, cycles)).isBetween(Math.min(max, Room.FLOOR_BYTES), max);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void moreLiveBytesNeverMeanASmallerHeap(Trigger trigger) {
        long last = 0;
        for (double live = 8; live <= 4096; live *= 2) {
            long limit = new Program(live, 500, 1000).limitAfter(trigger.sizer(MAX), 30);
            assertThat(limit).isGreaterThanOrEqualTo(last);
            last = limit;
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void nativeBytesNeverMakeTheHeapSmaller(Trigger trigger) {
        Program without = new Program(100 * MIB, 0, 500 * MIB, 1000 * MIB, 1);
        Program with = new Program(100 * MIB, 300 * MIB, 500 * MIB, 1000 * MIB, 1);
        assertThat(with.limitAfter(trigger.sizer(MAX), 20)).isGreaterThanOrEqualTo(without.limitAfter(trigger.sizer(MAX), 20));
    }

    @Test
    void nativeBytesCountAsLiveOnesForTheRulesThatGoByLiveBytes() {
        Program program = new Program(100 * MIB, 300 * MIB, 500 * MIB, 1000 * MIB, 1);
        assertThat(program.limitAfter(new MultipleOfLive(3).sizer(MAX), 1)).as("three times 400 MiB, of which 300 lie outside").isEqualTo(900 * MIB);
        assertThat(program.room(program.limitAfter(new SquareRoot(64).sizer(MAX), 1))).isCloseTo(Math.sqrt(400.0 * MIB * 64 * MIB), within(8.0));
        double worth = 0.05 / 100 / MIB;
        assertThat(program.room(program.limitAfter(new MemBalancer(0.05).sizer(MAX), 1))).isCloseTo(Math.sqrt(400.0 * MIB * 0.5 / worth), within(1000.0));
    }

    @ParameterizedTest
    @CsvSource({"4, 16", "64, 64", "256, 128", "1024, 256"})
    void theSquareRootRuleGivesASmallHeapMuchRoomAndALargeOneLittle(long live, long room) {
        Program program = new Program(live, 500, 1000);
        long limit = program.limitAfter(new SquareRoot(64).sizer(MAX), 1);
        assertThat(limit).isEqualTo(Math.max(Room.FLOOR_BYTES, (live + room) * MIB));
    }

    @Test
    void aCopyingPlanGetsItsReserveOnTopOfTheRoom() {
        for (Trigger trigger : new Trigger[] {new SquareRoot(64), new MemBalancer(0.05), new ShareOfProcessor(10)}) {
            Program marking = new Program(200 * MIB, 0, 500 * MIB, 1000 * MIB, 1);
            Program copying = new Program(200 * MIB, 0, 500 * MIB, 1000 * MIB, 2);
            long expected = 2 * marking.limitAfter(trigger.sizer(MAX), 40);
            assertThat(copying.limitAfter(trigger.sizer(MAX), 40)).as(trigger.toString()).isCloseTo(expected, within(expected / 100));
        }
    }

    @Test
    void memBalancerGivesTheRoomAtWhichAnotherMebibyteSavesWhatItIsWorth() {
        Program program = new Program(100, 100, 1000);
        MemBalancer trigger = new MemBalancer(0.05);
        long limit = program.limitAfter(trigger.sizer(MAX), 5);
        double before = program.collectorShare(limit) / (1 - program.collectorShare(limit));
        double after = program.collectorShare(limit + MIB) / (1 - program.collectorShare(limit + MIB));
        assertThat(100 * (before - after)).as("per cent that one MiB more saves").isCloseTo(0.05, within(0.001));
    }

    @Test
    void memBalancerFollowsAProgramThatAllocatesFourTimesAsFastWithTwiceTheRoom() {
        Trigger.Sizer sizer = new MemBalancer(0.05).sizer(MAX);
        Program slow = new Program(100, 100, 1000);
        Program fast = new Program(100, 400, 1000);
        long steady = slow.limitAfter(sizer, 10);
        double before = slow.room(steady);
        double soon = fast.room(fast.limitAfter(sizer, 1, steady));
        double after = fast.room(fast.limitAfter(sizer, 10, steady));
        assertThat(soon).as("after one cycle").isBetween(before * 1.05, after);
        assertThat(after / before).isCloseTo(2, within(0.02));
    }

    @Test
    void memBalancerGivesLessWhereMemoryIsWorthMore() {
        Program program = new Program(100, 100, 1000);
        double last = Double.MAX_VALUE;
        for (double percent : new double[] {0.01, 0.04, 0.16}) {
            double room = program.room(program.limitAfter(new MemBalancer(percent).sizer(MAX), 5));
            assertThat(room).isLessThan(last);
            if (last < Double.MAX_VALUE) assertThat(last / room).as("room for a quarter of the worth").isCloseTo(2, within(0.02));
            last = room;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 5, 10, 25, 50})
    void theShareOfTheProcessorIsReachedWithinAFewCycles(double percent) {
        for (double allocates : new double[] {300, 1000, 3000}) {
            Program program = new Program(100, allocates, 1000);
            long limit = program.limitAfter(new ShareOfProcessor(percent).sizer(1L << 50), 12);
            if (limit == Room.FLOOR_BYTES) assertThat(program.collectorShare(limit)).isLessThan(percent / 100);
            else assertThat(100 * program.collectorShare(limit)).isCloseTo(percent, within(percent / 20));
        }
    }

    @Test
    void oneOddCycleChangesTheRoomByTheRootOfWhatItMeasured() {
        Trigger.Sizer sizer = new ShareOfProcessor(10).sizer(MAX);
        Program program = new Program(100, 1000, 1000);
        long steady = program.limitAfter(sizer, 30);
        Cycle odd = program.cycleUnder(steady);
        odd.setNanos(odd.majorNanos(), 9 * odd.collectorNanos(), odd.programNanos());
        assertThat(program.room(sizer.limitAfter(odd)) / program.room(steady)).isCloseTo(3, within(0.05));
    }

    @Test
    void anIdleProgramEndsUpWithASmallHeapAndABusyOneGetsItsRoomBack() {
        Trigger.Sizer sizer = new ShareOfProcessor(10).sizer(MAX);
        Program busy = new Program(100, 1000, 1000);
        Program idle = new Program(100, 1, 1000);
        long before = busy.limitAfter(sizer, 20);
        assertThat(idle.limitAfter(sizer, 20)).isLessThan(105 * MIB);
        assertThat(busy.limitAfter(sizer, 20)).isCloseTo(before, within(before / 50));
    }

    @Test
    void aTriggerIsFoundByItsNameInAnyCaseOfLetters() {
        assertThat(Triggers.named("fixed")).isEqualTo(new Fixed());
        assertThat(Triggers.named("LIVE:2.5")).isEqualTo(new MultipleOfLive(2.5));
        assertThat(Triggers.named("sqrt:64")).isEqualTo(new SquareRoot(64));
        assertThat(Triggers.named("MemBalancer:0.05")).isEqualTo(new MemBalancer(0.05));
        assertThat(Triggers.named("cpu:10")).isEqualTo(new ShareOfProcessor(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "live", "live:", "live:four", "often", "often:4", "fixed:1", ":4"})
    void anotherNameIsRefusedWithThoseThereAre(String text) {
        assertThatThrownBy(() -> Triggers.named(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option trigger is " + text + "; it must be fixed, live:MULTIPLE, sqrt:MEBIBYTES, membalancer:PERCENT or cpu:PERCENT, for example live:4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "live:0.9 | option trigger multiple is 0.9; it must be between 1 and 100",
        "sqrt:0 | option trigger sqrt is 0.0; it must be between 1 and 1048576 MiB",
        "sqrt:NaN | option trigger sqrt is NaN; it must be between 1 and 1048576 MiB",
        "membalancer:0 | option trigger membalancer is 0.0; it must be between 0.0001 and 100 per cent per MiB",
        "membalancer:101 | option trigger membalancer is 101.0; it must be between 0.0001 and 100 per cent per MiB",
        "cpu:0 | option trigger cpu is 0.0; it must be between 0.1 and 90 per cent",
        "cpu:91 | option trigger cpu is 91.0; it must be between 0.1 and 90 per cent"})
    void aNumberOutOfRangeIsRefusedWithTheRange(String text, String sentence) {
        assertThatThrownBy(() -> Triggers.named(text)).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }
}
