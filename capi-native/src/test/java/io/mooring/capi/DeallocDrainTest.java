package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of what a collection leaves to be done is done at one safepoint: what there is time for, and a little in any case. */
class DeallocDrainTest {
    /** A safepoint hands so many dead to C between two looks at the clock. */
    private static final int BATCH = 256;
    /** A safepoint clears so many between two looks at the clock. */
    private static final int FEW = 16;
    /** So long a queue that safepoints would take two batches each, if there were time. */
    private static final int DEAD = 130 * BATCH;

    /** All are alive until the last is made, and die together. */
    private static void make(Border border, int count, boolean inCycles) {
        try (HandleScope scope = border.heap.scope()) {
            long hList = scope.root(border.literal("[]"));
            for (int i = 0; i < count; i++) {
                try (HandleScope inner = border.heap.scope()) {
                    long w_name = border.space.intern("Foo");
                    long hFoo = inner.root(border.space.call0(border.space.getattr(border.module("cycles"), w_name)));
                    if (inCycles) border.space.setattr(inner.get(hFoo), border.space.intern("ref"), inner.get(hFoo));
                    border.space.lists.append(scope.get(hList), inner.get(hFoo));
                }
            }
        }
        border.heap.collect(CollectionKind.MINOR);
        border.heap.collect(CollectionKind.MAJOR);
    }

    /** What a counter of the module loses or gains by each call, until it has the value; the call itself says what was so before it. */
    private static List<Integer> differences(Border border, String counter, int end) {
        List<Integer> differences = new ArrayList<>();
        int before = Integer.parseInt(border.result("cycles", counter, "()"));
        while (before != end) {
            int now = Integer.parseInt(border.result("cycles", counter, "()"));
            differences.add(Math.abs(now - before));
            before = now;
        }
        return differences;
    }

    @Test
    void aSafepointStopsDeallocatingWhenItsTimeIsOver() {
        try (Border border = Border.open(BorderSetting.usual())) {
            make(border, DEAD, false);
            border.result("cycles", "set_pause", "(5000,)"); // a batch takes longer than a millisecond
            List<Integer> differences = differences(border, "live_count", 0);
            while (differences.getFirst() == 0) differences.removeFirst(); // so many links end in pieces too, before anybody is deallocated
            assertThat(differences).allMatch(difference -> difference <= BATCH).startsWith(BATCH, BATCH);
        }
    }

    @Test
    void aSafepointStopsClearingWhenItsTimeIsOver() {
        try (Border border = Border.open(BorderSetting.usual())) {
            make(border, 6 * FEW, true);
            border.result("cycles", "set_pause", "(100000,)");
            List<Integer> differences = differences(border, "cleared_count", 6 * FEW);
            assertThat(differences).startsWith(FEW).allMatch(difference -> difference <= FEW).hasSizeGreaterThanOrEqualTo(4);
        }
    }
}
