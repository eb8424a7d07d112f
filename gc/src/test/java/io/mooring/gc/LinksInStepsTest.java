package io.mooring.gc;

import static io.mooring.gc.TestTypes.PAYLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.memory.Memory;
import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.plan.IncrementalPlan.State;
import io.mooring.gc.roots.HandleScope;
import io.mooring.gc.verify.Occasion;
import java.util.EnumSet;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a major collection in steps asks of links, and when, shown by links that do nothing but write it down. */
class LinksInStepsTest {
    private static final int LOOKS = 3;
    private static final int SWEEPS = 4;

    private final Heap heap = Heap.open(HeapOptions.small(8 << 20).withPlan("Incremental").withStress(new Stress(1 << 30, false, true, false))
            .withVerify(EnumSet.of(Occasion.AFTER_COLLECTION)));
    private final IncrementalPlan plan = (IncrementalPlan) heap.plan();
    private final TestTypes types = new TestTypes(heap);
    private final HandleScope scope = heap.scope();
    private final Recorder links = new Recorder();

    /** Keeps one object alive, at its last look only. */
    private static final class Recorder extends IdleLinks {
        private LinkTracer tracer;
        private LinkSurvivors marks;
        private long kept;
        private boolean keeps = true;
        private int looks;
        private int lastLooks;
        private int sweeps;

        @Override
        public void markingStarts(LinkTracer to, LinkSurvivors marked) {
            tracer = to;
            marks = marked;
            looks = 0;
            lastLooks = 0;
            sweeps = 0;
        }

        @Override
        public boolean markSome(long most, long deadline) {
            return ++looks >= LOOKS;
        }

        @Override
        public boolean markingEnds() {
            assertThat(looks).isGreaterThanOrEqualTo(LOOKS);
            if (lastLooks++ > 0 || !keeps) return true;
            assertThat(marks.survivor(kept)).isEqualTo(Immediate.NULL);
            tracer.trace(kept);
            return false;
        }

        @Override
        public void forEachPending(LongConsumer visitor) {
            if (keeps) visitor.accept(kept);
        }

        @Override
        public void sweepStarts(LinkSurvivors marked) {
            marks = marked;
        }

        @Override
        public boolean sweepSome(long most, long deadline) {
            return ++sweeps >= SWEEPS;
        }
    }

    @AfterEach
    void close() {
        heap.verify();
        heap.close();
    }

    private long hPair(long payload) {
        long pair = heap.allocate(types.pair);
        heap.writeWord(pair, PAYLOAD, payload);
        return scope.root(pair);
    }

    private void stepTo(State state) {
        for (int i = 0; i < 10_000 && plan.state() != state; i++) heap.collect(CollectionKind.MINOR);
        assertThat(plan.state()).isEqualTo(state);
    }

    @Test
    void whatTheLastLookKeepsLivesAndNothingIsFreedBeforeTheLinksAreSwept() {
        heap.connect(links);
        long hKept = hPair(1);
        long hDead = hPair(2);
        heap.collect(CollectionKind.MAJOR);
        links.kept = scope.get(hKept);
        long dead = scope.get(hDead);
        scope.set(hKept, Immediate.NULL);
        scope.set(hDead, Immediate.NULL);

        stepTo(State.UNLINKING);
        assertThat(links.lastLooks).as("last looks").isEqualTo(2);
        assertThat(links.marks.survivor(links.kept)).isEqualTo(links.kept);
        assertThat(links.marks.survivor(dead)).isEqualTo(Immediate.NULL);
        long hYoung = hPair(3);
        for (int sweeps = links.sweeps; sweeps < SWEEPS - 1; sweeps++) {
            assertThat(heap.readWord(dead, PAYLOAD)).as("payload of a dead object whose link may have to be ended").isEqualTo(2);
            heap.collect(CollectionKind.MINOR);
            assertThat(plan.state()).isEqualTo(State.UNLINKING);
            assertThat(links.marks.survivor(scope.get(hYoung))).as("object that grew old meanwhile").isEqualTo(scope.get(hYoung));
        }
        stepTo(State.IDLE);
        assertThat(Memory.readLong(dead + PAYLOAD)).as("word of a freed object").isEqualTo(Stress.POISON);
        assertThat(heap.readWord(links.kept, PAYLOAD)).isEqualTo(1);
        assertThat(heap.readWord(scope.get(hYoung), PAYLOAD)).isEqualTo(3);
        links.keeps = false;
        heap.collect(CollectionKind.MAJOR);
    }

    @Test
    void aWholeCollectionInTheMiddleBringsTheLinksToTheirEndFirst() {
        heap.connect(links);
        long hKept = hPair(1);
        heap.collect(CollectionKind.MAJOR);
        links.kept = scope.get(hKept);
        scope.set(hKept, Immediate.NULL);
        stepTo(State.MARKING);
        heap.collect(CollectionKind.MAJOR);
        assertThat(links.sweeps).isEqualTo(SWEEPS);
        assertThat(plan.state()).isEqualTo(State.IDLE);
    }
}
