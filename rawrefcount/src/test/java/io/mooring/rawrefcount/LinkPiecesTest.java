package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionReport;
import io.mooring.gc.HeapListener;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Stress;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.verify.Occasion;
import io.mooring.rawrefcount.LinkFixture.Age;
import io.mooring.rawrefcount.LinkFixture.Pair;
import io.mooring.rawrefcount.LinkFixture.Type;
import io.mooring.rawrefcount.LinkSetting.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Links whose objects a collection in one piece found dead, and that it left to be ended outside it. What it copied from, or freed, is poisoned. [INV-48] */
@ParameterizedClass(name = "{0}")
@MethodSource("io.mooring.rawrefcount.LinkPiecesTest#settings")
class LinkPiecesTest {
    private static final int MANY = 600;

    static Stream<LinkSetting> settings() {
        return Stream.of("SemiSpace", "GenCopy", "GenMS", "MarkCompact", "Immix", "StickyImmix", "Incremental").map(plan -> new LinkSetting(Kind.TABLE_IN_PIECES, plan, 0, Remembering.OBJECTS, false));
    }

    @Parameter
    LinkSetting setting;

    private LinkFixture f;

    @BeforeEach
    void open() {
        HeapOptions options = setting.options(LinkFixture.HEAP_BYTES).withStress(new Stress(1 << 30, false, true, false)).withVerify(EnumSet.allOf(Occasion.class));
        f = new LinkFixture(setting, options);
    }

    @AfterEach
    void close() {
        f.close();
    }

    /** Visits one link. True when no collection's links are left to be ended. */
    private boolean visitOne() {
        return f.links.sweepSome(1, System.nanoTime());
    }

    /** Whether the plan leaves small objects behind where they can be told from others; else their link words say that they are dead. */
    private boolean leavesBehind() {
        return setting.plan().equals("SemiSpace") || setting.plan().equals("GenCopy");
    }

    private Pair old(Type type, long references) {
        Pair pair = f.pair(type, Age.YOUNG, references);
        f.growOld();
        return pair;
    }

    @ParameterizedTest
    @EnumSource(names = {"P", "LIGHT_P", "O", "LIGHT_O"})
    void theDeadEndOneByOneAndTheLivingStand(Type type) {
        Pair[] dead = new Pair[5];
        Pair[] living = new Pair[5];
        for (int i = 0; i < dead.length; i++) {
            dead[i] = old(type, 0);
            living[i] = old(type, 0);
        }
        for (Pair pair : dead) pair.drop();
        f.major();
        long visits = 0;
        for (boolean done = false; !done; visits++) {
            assertThat(f.links.statistics().standing()).isEqualTo(living.length + dead.length - Math.min(dead.length, (visits + 1) / 2));
            for (Pair pair : living) pair.assertLinked(0);
            f.heap.verify();
            done = visitOne();
        }
        assertThat(visits).isEqualTo(living.length + dead.length);
        assertThat(f.links.statistics().standing()).isEqualTo(living.length);
        for (Pair pair : living) pair.assertLinked(0);
    }

    @Test
    void nobodyIsDeallocatedBeforeAllHaveEndedThatDiedInTheSameCollection() {
        Pair first = old(Type.P, 0);
        Pair living = old(Type.P, 0);
        Pair large = f.pair(Type.P, Age.OLD_LARGE, 0);
        Pair last = old(Type.O, 0);
        Pair young = f.pair(Type.P, Age.YOUNG, 0);
        for (Pair pair : List.of(first, large, last, young)) pair.drop();
        f.major();
        while (!visitOne()) assertThat(f.links.deallocQueue().isEmpty()).isTrue();
        List<Long> drained = f.drain();
        if (setting.plan().equals("GenCopy")) assertThat(drained).containsExactly(young.pyobj, large.pyobj, first.pyobj, last.pyobj);
        else assertThat(drained).containsExactlyInAnyOrder(young.pyobj, large.pyobj, first.pyobj, last.pyobj);
        living.assertLinked(0);
    }

    @Test
    void whoIsLargeIsNotTakenForTheNextWhoIsAllocatedInItsPlace() {
        Pair small = old(Type.P, 0);
        Pair large = f.pair(Type.P, Age.OLD_LARGE, 0);
        f.growOld();
        small.drop();
        large.drop();
        f.major();
        assertThat(f.links.statistics().standing()).as("the large one's link has ended already, if addresses tell").isEqualTo(leavesBehind() ? 1 : 2);
        Pair next = f.pair(Type.P, Age.YOUNG_LARGE, 0);
        f.heap.verify();
        assertThat(f.links.toObj(large.pyobj)).isEqualTo(Immediate.NULL);
        assertThat(f.drain()).containsExactlyInAnyOrder(small.pyobj, large.pyobj);
        next.assertLinked(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"O", "LIGHT_O"})
    void aStandInThatCMayShowAnyMomentIsUnlinkedAtOnce(Type type) {
        Pair dead = old(type, 0);
        Pair held = old(type, 2);
        dead.drop();
        held.drop();
        f.major();
        held.assertDetached(2);
        assertThat(f.links.isDoomed(f.links.linkWord(dead.pyobj))).isTrue();
        long other = f.heap.allocate(f.pairType);
        f.links.linkNative(other, held.pyobj);
        f.heap.verify();
        f.links.endAll();
        assertThat(f.links.toPyObject(other)).isEqualTo(held.pyobj);
    }

    @ParameterizedTest
    @EnumSource(names = {"P", "O"})
    void whomCShowsThoughItHoldsNoReferenceIsFoundDead(Type type) {
        Pair first = old(Type.P, 0);
        Pair dead = old(type, 0);
        Pair last = old(Type.P, 0);
        dead.drop();
        first.drop();
        f.major();
        assertThat(f.links.toObj(dead.pyobj)).isEqualTo(Immediate.NULL);
        assertThat(f.links.statistics().standing()).isEqualTo(2);
        f.heap.verify();
        assertThat(f.drain()).containsExactly(dead.pyobj, first.pyobj);
        last.assertLinked(0);
    }

    @Test
    void linksThatAreMadeAndGrowOldMeanwhileStandAndTheTableMayGrow() {
        Pair[] dead = new Pair[MANY];
        for (int i = 0; i < MANY; i++) dead[i] = f.pair(Type.values()[i % Type.values().length], Age.YOUNG, 0);
        Pair living = f.pair(Type.P, Age.YOUNG, 1);
        f.growOld();
        for (Pair pair : dead) pair.drop();
        f.major();
        Pair[] made = new Pair[2 * MANY];
        for (int i = 0; i < made.length; i++) {
            made[i] = f.pair(Type.values()[i % Type.values().length], Age.YOUNG, i % 2);
            if (i % 100 == 0 && f.isGenerational()) f.minor();
            if (i % 3 == 0) visitOne();
        }
        f.links.endAll();
        f.heap.verify();
        living.assertLinked(1);
        for (int i = 0; i < made.length; i++) made[i].assertLinked(i % 2);
        assertThat(f.links.statistics().standing()).isEqualTo(made.length + 1);
    }

    @Test
    void theNextMajorCollectionEndsWhatTheLastOneLeft() {
        Pair dead = old(Type.LIGHT_P, 0);
        Pair living = old(Type.P, 0);
        dead.drop();
        f.major();
        assertThat(f.arena.isFree(dead.pyobj)).isFalse();
        living.drop();
        f.major();
        assertThat(f.arena.isFree(dead.pyobj)).isTrue();
        assertThat(f.drain()).containsExactly(living.pyobj);
        f.assertNoLinks();
    }

    @Test
    void theReportOfTheNextCollectionCountsThem() {
        List<Long> ended = new ArrayList<>();
        Pair dead = old(Type.P, 0);
        Pair alsoDead = old(Type.LIGHT_P, 0);
        f.heap.listen(new HeapListener() {
            @Override
            public void collectionEnds(CollectionReport report) {
                ended.add(report.linksEnded());
            }
        });
        dead.drop();
        alsoDead.drop();
        f.major();
        visitOne();
        f.major();
        f.major();
        assertThat(ended).containsExactly(0L, 2L, 0L);
    }

    @Test
    void theEmbedderIsToldOfLinksThatAreLeftAndTheQueueEndsThemIfNobodyElseDoes() {
        Pair dead = old(Type.P, 0);
        dead.drop();
        f.major();
        assertThat(f.deathSignals()).isEqualTo(1);
        assertThat(f.links.hasDeaths()).isTrue();
        assertThat(f.links.endSome(System.nanoTime())).isTrue();
        assertThat(f.links.hasDeaths()).isTrue();
        assertThat(f.drain()).containsExactly(dead.pyobj);
        assertThat(f.links.hasDeaths()).isFalse();
    }

    @Test
    void aLinkToAnImmortalObjectStandsThroughAllOfThat() {
        Pair dead = old(Type.P, 0);
        Pair immortal = f.pair(Type.P, Age.IMMORTAL, 0);
        f.growOld();
        dead.drop();
        immortal.drop();
        f.major();
        f.links.endAll();
        immortal.assertLinked(0);
    }
}
