package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.ForeignLinks.LinkSurvivors;
import io.mooring.gc.Heap;
import io.mooring.gc.HeapOptions;
import io.mooring.gc.Immediate;
import io.mooring.gc.Stress;
import io.mooring.gc.barrier.Remembering;
import io.mooring.gc.plan.IncrementalPlan;
import io.mooring.gc.plan.IncrementalPlan.State;
import io.mooring.gc.verify.Occasion;
import io.mooring.rawrefcount.LinkFixture.Age;
import io.mooring.rawrefcount.LinkFixture.Pair;
import io.mooring.rawrefcount.LinkFixture.Type;
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

/** Links while a major collection runs in steps of one object each. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.mooring.rawrefcount.LinkMarkingTest#settings")
class LinkMarkingTest {
    /** Objects that the marking meets before it meets those of the test. */
    private static final int BALLAST = 30;

    static Stream<LinkSetting> settings() {
        return Stream.of(LinkSetting.Kind.TABLE, LinkSetting.Kind.DICTIONARY).flatMap(kind -> Stream.of(0, 2).map(aging -> new LinkSetting(kind, "Incremental", aging, Remembering.OBJECTS, false)));
    }

    @Parameter
    LinkSetting setting;

    private LinkFixture f;
    private IncrementalPlan plan;

    @BeforeEach
    void open() {
        HeapOptions options = setting.options(4 << 20).withStress(new Stress(1 << 30, false, true, false)).withVerify(EnumSet.allOf(Occasion.class));
        f = new LinkFixture(setting, options);
        plan = (IncrementalPlan) f.heap.plan();
        Heap heap = f.heap;
        for (int i = 0; i < BALLAST; i++) f.root(heap.allocate(f.pairType));
        f.major();
    }

    @AfterEach
    void close() {
        f.close();
    }

    /** A living link, so that there is a step in which links end. */
    private void reach(State state) {
        if (state == State.UNLINKING) {
            f.pair(Type.P, Age.YOUNG, 1);
            f.pair(Type.P, Age.YOUNG, 1);
            f.major();
        }
        stepTo(state);
    }

    private void stepTo(State state) {
        for (int i = 0; i < 10_000 && plan.state() != state; i++) f.minor();
        assertThat(plan.state()).isEqualTo(state);
    }

    private void runCycle() {
        long cycles = plan.cycles();
        for (int i = 0; i < 10_000 && plan.cycles() == cycles; i++) f.minor();
        assertThat(plan.cycles()).isEqualTo(cycles + 1);
    }

    /** An old pair, made and dropped between two cycles. */
    private Pair old(Type type, long references) {
        Pair pair = f.pair(type, Age.YOUNG, references);
        f.major();
        return pair;
    }

    @ParameterizedTest
    @EnumSource
    void aLinkOfADeadObjectEndsWithTheCycleThatFindsItDead(Type type) {
        Pair pair = old(type, 0);
        pair.drop();
        runCycle();
        if (type.isLight) pair.assertFreed();
        else assertThat(f.drain()).containsExactly(pair.pyobj);
        f.assertNoLinks();
    }

    @ParameterizedTest
    @EnumSource(names = {"P", "LIGHT_P"})
    void whatCLetsGoOfBeforeItsLinkIsLookedAtDiesWithTheCycle(Type type) {
        Pair pair = old(type, 1);
        pair.drop();
        f.minor();
        assertThat(plan.state()).isEqualTo(State.MARKING);
        pair.decrease();
        runCycle();
        f.assertNoLinks();
    }

    /** The link of what is taken out has been looked at before that of the holder, which C has given back by then. */
    @ParameterizedTest
    @EnumSource(names = {"P", "LIGHT_P"})
    void whatCTakesOutOfAnObjectThatOnlyItHoldsLivesAtWhateverStepThatIs(Type type) { // INV-47
        boolean[] seen = new boolean[State.values().length];
        for (int steps = 1; !seen[State.SWEEPING.ordinal()]; steps++) {
            Pair item = f.pair(type, Age.YOUNG, 0);
            Pair holder = f.pair(Type.P, Age.YOUNG, 1);
            f.heap.writeRef(holder.ref(), LinkFixture.NEXT, item.ref());
            f.major();
            item.drop();
            holder.drop();
            for (int i = 0; i < steps; i++) f.minor();
            seen[plan.state().ordinal()] = true;
            item.increase();
            holder.decrease();
            runCycle();
            item.assertLinked(1);
            item.decrease();
            runCycle();
            runCycle();
            f.drain();
            f.assertNoLinks();
        }
        assertThat(seen[State.MARKING.ordinal()]).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"O", "LIGHT_O"})
    void aStandInThatIsFoundDeadIsNotFoundThoughItsLinkHasNotBeenSwept(Type type) { // INV-48
        Pair first = f.pair(Type.P, Age.YOUNG, 1);
        Pair pair = f.pair(type, Age.YOUNG, 1);
        Pair last = f.pair(Type.P, Age.YOUNG, 1);
        f.major();
        pair.drop();
        stepTo(State.UNLINKING);
        assertThat(f.links.isDoomed(f.links.linkWord(pair.pyobj))).isTrue();
        assertThat(f.statistics().standing()).isEqualTo(3);
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(Immediate.NULL);
        assertThat(f.statistics().standing()).isEqualTo(2);
        pair.assertDetached(1);
        f.heap.verify();
        long other = f.heap.allocate(f.pairType);
        f.links.linkNative(other, pair.pyobj);
        assertThat(f.links.toPyObject(other)).isEqualTo(pair.pyobj);
        long hOther = f.root(other);
        runCycle();
        runCycle();
        first.assertLinked(1);
        last.assertLinked(1);
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(f.get(hOther));
        assertThat(f.links.toPyObject(f.get(hOther))).isEqualTo(pair.pyobj);
    }

    @Test
    void whoDiesInStepsIsNotDeallocatedBeforeAllLinksHaveEndedThatEndWithItsOwn() { // INV-48
        Pair first = f.pair(Type.P, Age.YOUNG, 0);
        Pair living = f.pair(Type.P, Age.YOUNG, 0);
        Pair last = f.pair(Type.O, Age.YOUNG, 0);
        f.major();
        first.drop();
        last.drop();
        stepTo(State.UNLINKING);
        int signals = f.deathSignals();
        boolean ended = false;
        while (plan.state() == State.UNLINKING) {
            assertThat(f.drain()).isEmpty();
            assertThat(f.deathSignals()).as("signals").isEqualTo(signals);
            ended |= f.statistics().pending() == 1;
            f.minor();
        }
        assertThat(ended).as("one link had ended before the other").isTrue();
        assertThat(f.deathSignals()).as("signals").isGreaterThan(signals);
        assertThat(f.drain()).containsExactly(first.pyobj, last.pyobj);
        living.assertLinked(0);
    }

    @Test
    void linksThatAreConnectedInTheMiddleOfACycleStandAndEnd() {
        HeapOptions options = setting.options(4 << 20).withStress(new Stress(1 << 30, false, true, false)).withVerify(EnumSet.allOf(Occasion.class));
        for (int steps = 0; ; steps++) {
            try (LinkFixture late = LinkFixture.unconnected(setting, options)) {
                long hOld = late.root(late.heap.allocate(late.pairType));
                late.major();
                for (int i = 0; i < steps; i++) late.minor();
                IncrementalPlan itsPlan = (IncrementalPlan) late.heap.plan();
                if (itsPlan.cycles() > 0) return;
                late.heap.connect(late.links);
                long[] pyobjs = {late.arena.allocate(1), late.arena.allocate(0), late.arena.allocate(1)};
                late.links.linkManaged(late.get(hOld), pyobjs[0], false);
                late.links.linkManaged(late.heap.allocate(late.pairType), pyobjs[1], true);
                late.links.linkManaged(late.heap.allocate(late.pairType), pyobjs[2], false);
                late.set(hOld, Immediate.NULL);
                while (itsPlan.cycles() < 2) late.minor();
                assertThat(late.arena.isFree(pyobjs[1])).isTrue();
                for (int i = 0; i <= 2; i += 2) assertThat(late.links.toPyObject(late.links.toObj(pyobjs[i]))).isEqualTo(pyobjs[i]);
            }
        }
    }

    @Test
    void linksMadeWhileOthersEndAreFoundAndSwept() {
        Pair[] dead = new Pair[20];
        Pair[] living = new Pair[20];
        for (int i = 0; i < dead.length; i++) {
            dead[i] = f.pair(Type.LIGHT_P, Age.YOUNG, 0);
            living[i] = f.pair(Type.values()[i % Type.values().length], Age.YOUNG, 0);
        }
        f.major();
        for (Pair pair : dead) pair.drop();
        stepTo(State.UNLINKING);
        int made = 0;
        while (plan.state() == State.UNLINKING) {
            Pair pair = f.pair(Type.P, Age.YOUNG, made % 2);
            if (made++ % 3 == 0) pair.drop();
            f.minor();
            for (Pair each : living) each.assertLinked(0);
        }
        assertThat(made).isGreaterThan(dead.length);
        assertThat(f.statistics().freedLight()).isEqualTo(dead.length);
        f.heap.verify();
    }

    @Test
    void noMoreLinksDieInACycleThanAreLookedAtInOnePiece() {
        try (LinkMarking marking = new LinkMarking(f.links, f.arena, new CycleCollector(f.links, f.arena, f.links.garbage()), 2)) {
            Pair[] pairs = {f.pair(Type.P, Age.YOUNG, 0), f.pair(Type.P, Age.YOUNG, 0), f.pair(Type.P, Age.YOUNG, 0)};
            f.major();
            List<Long> traced = new ArrayList<>();
            marking.start(object -> {
                traced.add(object);
                return object;
            }, nobodyIsMarked());
            while (!marking.advance(1, Long.MAX_VALUE)) assertThat(traced).hasSizeLessThanOrEqualTo(pairs.length);
            assertThat(traced).containsExactly(pairs[2].ref());
        }
    }

    private static LinkSurvivors nobodyIsMarked() {
        return new LinkSurvivors() {
            @Override
            public long survivor(long object) {
                return Immediate.NULL;
            }

            @Override
            public boolean isYoung(long survivor) {
                return false;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"P", "LIGHT_P"})
    void whatCTookFromTheProgramWhileMarkingLivesOnAfterTheProgramForgotIt(Type type) {
        Pair pair = old(type, 0);
        f.minor();
        pair.increase();
        pair.drop();
        runCycle();
        pair.assertLinked(1);
        runCycle();
        pair.assertLinked(1);
        pair.decrease();
        runCycle();
        f.assertNoLinks();
    }

    @ParameterizedTest
    @EnumSource(names = {"O", "LIGHT_O"})
    void aStandInThatIsFoundThroughItsLinkWhileMarkingIsKeptWithAllItRefersTo(Type type) { // INV-25
        Pair pair = old(type, 1);
        Heap heap = f.heap;
        long value = heap.allocate(f.pairType);
        heap.writeWord(value, LinkFixture.VALUE, 4711);
        heap.writeRef(pair.ref(), LinkFixture.NEXT, value);
        f.major();
        pair.drop();
        f.minor();
        assertThat(plan.state()).isEqualTo(State.MARKING);
        long hStandIn = f.root(f.links.toObj(pair.pyobj));
        heap.verify();
        runCycle();
        pair.assertLinked(1);
        assertThat(heap.readWord(heap.readRef(f.get(hStandIn), LinkFixture.NEXT), LinkFixture.VALUE)).isEqualTo(4711);
        f.set(hStandIn, Immediate.NULL);
        runCycle();
        runCycle();
        pair.assertDetached(1);
    }

    @ParameterizedTest
    @EnumSource
    void aLinkMadeInAnyStateStandsAndEndsWhenItsObjectDies(State state) {
        reach(state);
        Pair young = f.pair(Type.P, Age.YOUNG, 0);
        Pair large = f.pair(Type.P, Age.YOUNG_LARGE, 0);
        Pair held = f.pair(Type.P, Age.YOUNG, 1);
        held.drop();
        for (int cycle = 0; cycle < 2; cycle++) {
            runCycle();
            young.assertLinked(0);
            large.assertLinked(0);
            held.assertLinked(1);
        }
        long others = f.statistics().standing() - 3;
        young.drop();
        large.drop();
        held.decrease();
        runCycle();
        runCycle();
        assertThat(f.drain()).containsExactlyInAnyOrder(young.pyobj, large.pyobj, held.pyobj);
        assertThat(f.statistics().standing()).isEqualTo(others);
    }

    @Test
    void anObjectThatDiesYoungWhileMarkingEndsItsLinkInTheMinorCollection() {
        reach(State.MARKING);
        Pair pair = f.pair(Type.LIGHT_P, Age.YOUNG, 0);
        pair.drop();
        f.minor();
        assertThat(plan.state()).isEqualTo(State.MARKING);
        pair.assertFreed();
    }
}
