package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.EnumSet;
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
        return Stream.of(LinkSetting.Kind.values()).flatMap(kind -> Stream.of(0, 2).map(aging -> new LinkSetting(kind, "Incremental", aging, Remembering.OBJECTS, false)));
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

    private void reach(State state) {
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
    void whatCHoldsWhenTheSnapshotIsTakenLivesThroughTheCycleThoughCLetsGo(Type type) {
        Pair pair = old(type, 1);
        pair.drop();
        f.minor();
        assertThat(plan.state()).isEqualTo(State.MARKING);
        pair.decrease();
        runCycle();
        pair.assertLinked(0);
        runCycle();
        f.assertNoLinks();
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
        young.drop();
        large.drop();
        held.decrease();
        runCycle();
        runCycle();
        assertThat(f.drain()).containsExactlyInAnyOrder(young.pyobj, large.pyobj, held.pyobj);
        f.assertNoLinks();
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
