package io.mooring.gc.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Stress;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.object.ObjectHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of pages: found, marked, swept, joined. [INV-06] */
class LargeObjectSpaceTest {
    private static final int PAGES = 64;
    private static final long HEADER = ObjectHeader.fresh(1) | ObjectHeader.LARGE_YOUNG;

    private final Reservation reservation = new Reservation(PAGES * Pages.PAGE);
    private final LargeObjectSpace space = new LargeObjectSpace(reservation.carve(PAGES * Pages.PAGE), Stress.NONE);

    @AfterEach
    void close() {
        assertThat(space.check()).isNull();
        space.close();
        reservation.close();
    }

    private long allocate(long pages) {
        long object = space.allocate(pages * Pages.PAGE - 100);
        if (object != 0) Memory.writeLong(object, HEADER);
        return object;
    }

    @Test
    void aNewObjectBeginsAPageAndTakesWholePages() {
        long first = allocate(3);
        long second = allocate(1);
        assertThat(first).isEqualTo(space.range().start());
        assertThat(second).isEqualTo(first + 3 * Pages.PAGE);
        assertThat(space.usedBytes()).isEqualTo(4 * Pages.PAGE);
        assertThat(space.isInUse(first)).isTrue();
        assertThat(space.isInUse(first + Pages.PAGE)).isFalse();
        assertThat(space.isInUse(first + 8)).isFalse();
        assertThat(space.isInUse(second + Pages.PAGE)).isFalse();
    }

    @Test
    void aFullSpaceSaysSoWithZero() {
        assertThat(allocate(PAGES)).isNotZero();
        assertThat(allocate(1)).isZero();
        space.sweepAll(0);
        assertThat(allocate(PAGES + 1)).isZero();
        assertThat(allocate(PAGES)).isNotZero();
    }

    @Test
    void markingTellsTheFirstTimeFromTheOthers() {
        long object = allocate(1);
        assertThat(LargeObjectSpace.isMarked(object)).isFalse();
        assertThat(space.mark(object)).isTrue();
        assertThat(space.mark(object)).isFalse();
        assertThat(LargeObjectSpace.isMarked(object)).isTrue();
    }

    @Test
    void aSweepOfTheYoungFreesThoseThatAreNotMarkedAndMakesTheOthersOld() {
        long old = allocate(1);
        space.mark(old);
        space.sweepYoung(ObjectHeader.NOTIFY);
        assertThat(Memory.readLong(old)).isEqualTo(ObjectHeader.fresh(1) | ObjectHeader.NOTIFY);
        assertThat(LargeObjectSpace.isYoung(old)).isFalse();
        long dead = allocate(2);
        long young = allocate(1);
        space.mark(young);
        space.sweepYoung(0);
        assertThat(space.isInUse(old)).as("an old object is not looked at").isTrue();
        assertThat(space.isInUse(dead)).isFalse();
        assertThat(space.isInUse(young)).isTrue();
        space.sweepAll(0);
        assertThat(space.usedBytes()).isZero();
    }

    @Test
    void freedNeighboursBecomeOneRun() {
        List<Long> objects = new ArrayList<>();
        for (int i = 0; i < 4; i++) objects.add(allocate(PAGES / 4));
        for (int kept : new int[] {0, 3}) space.mark(objects.get(kept));
        space.sweepAll(0);
        assertThat(allocate(PAGES / 2)).isEqualTo(objects.get(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void itAgreesWithAMapOfRuns(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, Long> expected = new TreeMap<>();
        for (int round = 0; round < 300; round++) {
            for (int i = random.nextInt(6); i > 0; i--) {
                long pages = 1 + random.nextInt(9);
                long object = allocate(pages);
                if (object == 0) {
                    assertThat(longestFreeRun(expected)).as("longest free run").isLessThan(pages);
                    continue;
                }
                assertThat(Memory.readLong(object + pages * Pages.PAGE - 8)).as("last word of a new object").isZero();
                Memory.writeLong(object + pages * Pages.PAGE - 8, -1);
                assertThat(expected.put(object, pages)).isNull();
            }
            expected.keySet().removeIf(object -> {
                boolean dies = random.nextInt(4) == 0;
                if (!dies) space.mark(object);
                return dies;
            });
            space.sweepAll(0);
            List<Long> seen = new ArrayList<>();
            space.forEachObject(seen::add);
            assertThat(seen).containsExactlyElementsOf(expected.keySet());
            assertThat(space.usedBytes()).isEqualTo(Pages.PAGE * expected.values().stream().mapToLong(Long::longValue).sum());
            assertThat(space.check()).isNull();
        }
    }

    private long longestFreeRun(TreeMap<Long, Long> runs) {
        long longest = 0;
        long free = space.range().start();
        for (Map.Entry<Long, Long> run : runs.entrySet()) {
            longest = Math.max(longest, (run.getKey() - free) / Pages.PAGE);
            free = run.getKey() + run.getValue() * Pages.PAGE;
        }
        return Math.max(longest, (space.range().end() - free) / Pages.PAGE);
    }
}
