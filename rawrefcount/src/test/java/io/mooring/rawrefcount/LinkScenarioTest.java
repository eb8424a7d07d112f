package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Immediate;
import io.mooring.rawrefcount.LinkFixture.Age;
import io.mooring.rawrefcount.LinkFixture.Pair;
import io.mooring.rawrefcount.LinkFixture.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What links promise, scenario by scenario. The numbers count what PyPy tests: 1 to 12 in its collector's {@code test_rawrefcount.py}, 13 to
 * 25 in that of its emulation, 26 and 27 in the variant for the Boehm collector. Where we mean to differ, the comment says so.
 */
class LinkScenarioTest extends LinkTestBase {

    // 1
    @ParameterizedTest
    @EnumSource
    void aLinkedPairIsFoundFromBothEndsAndAnUnlinkedOneFromNeither(Age age) {
        for (Type type : Type.values()) {
            Pair unlinked = f.unlinked(type, age, f.arena.allocate(1));
            Pair linked = f.pair(type, age);
            linked.assertLinked(0);
            unlinked.assertDetached(1);
            assertThat(f.links.toPyObject(unlinked.ref())).isZero();
        }
        f.major();
    }

    @Nested
    class OfALightLink {
        // 2
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void whatCHoldsSurvivesUntilCLetsGo(Age age) {
            Pair pair = f.pair(Type.LIGHT_P, age, 1);
            pair.drop();
            f.minor();
            pair.assertLinked(1);
            f.major();
            pair.assertLinked(1);
            pair.decrease();
            f.minor();
            if (f.isGenerational()) pair.assertLinked(0);
            f.major();
            pair.assertFreed();
            assertNobodyWasQueued();
        }

        // 3
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void whatNobodyHoldsIsFreedByTheFirstCollectionOfItsAge(Age age) {
            Pair pair = f.pair(Type.LIGHT_P, age);
            boolean diesInMinor = pair.diesInNextMinor();
            pair.drop();
            f.minor();
            if (!diesInMinor) {
                pair.assertLinked(0);
                f.major();
            }
            pair.assertFreed();
            assertNobodyWasQueued();
        }

        // 4
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void whatTheProgramHoldsSurvivesUntilItLetsGo(Age age) {
            Pair pair = f.pair(Type.LIGHT_P, age);
            f.minor();
            pair.assertLinked(0);
            f.major();
            pair.assertLinked(0);
            pair.drop();
            f.minor();
            if (f.isGenerational()) pair.assertLinked(0);
            f.major();
            pair.assertFreed();
            assertNobodyWasQueued();
        }

        private void assertNobodyWasQueued() {
            f.assertNoSignal();
            assertThat(f.links.nextDead()).isZero();
            f.assertNoLinks();
            assertThat(f.arena.used()).isZero();
        }
    }

    @Nested
    class OfALinkThatIsNotLight {
        // 5
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void whatCHoldsSurvivesAndIsQueuedOnceCLetGo(Age age) {
            Pair pair = f.pair(Type.P, age, 1);
            pair.drop();
            f.minor();
            pair.assertLinked(1);
            f.major();
            pair.assertLinked(1);
            pair.decrease();
            f.minor();
            if (f.isGenerational()) {
                pair.assertLinked(0);
                f.assertNoSignal();
                f.major();
            }
            assertQueued(pair);
        }

        // 6
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void whatTheProgramHoldsSurvivesAndIsQueuedOnceItLetGo(Age age) {
            Pair pair = f.pair(Type.P, age);
            f.minor();
            pair.assertLinked(0);
            f.major();
            pair.assertLinked(0);
            pair.drop();
            f.minor();
            if (f.isGenerational()) {
                pair.assertLinked(0);
                f.assertNoSignal();
                f.major();
            }
            assertQueued(pair);
        }

        // 7
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void whatNobodyHoldsIsQueuedByTheFirstCollectionOfItsAge(Age age) {
            Pair pair = f.pair(Type.P, age);
            boolean diesInMinor = pair.diesInNextMinor();
            pair.drop();
            f.minor();
            if (!diesInMinor) {
                pair.assertLinked(0);
                f.assertNoSignal();
                f.major();
            }
            assertQueued(pair);
        }
    }

    @Nested
    class OfAnOLink {
        // 8
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void theStandInThatNobodyNeedsDiesAndThePyObjectGoesOnAsCs(Age age) {
            Pair pair = f.pair(Type.O, age, 1);
            boolean diesInMinor = pair.diesInNextMinor();
            pair.drop();
            f.minor();
            if (!diesInMinor) {
                pair.assertLinked(1);
                f.major();
            }
            pair.assertDetached(1);
            f.assertNoSignal();
            assertThat(f.links.nextDead()).isZero();
            f.assertNoLinks();
        }

        // 9
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void whatNobodyHoldsIsQueuedByTheFirstCollectionOfItsAge(Age age) {
            Pair pair = f.pair(Type.O, age);
            boolean diesInMinor = pair.diesInNextMinor();
            pair.drop();
            f.minor();
            if (!diesInMinor) {
                pair.assertLinked(0);
                f.major();
            }
            assertQueued(pair);
        }

        // 10
        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
        void theStandInThatTheProgramHoldsKeepsThePyObject(Age age) {
            Pair pair = f.pair(Type.O, age);
            f.minor();
            pair.assertLinked(0);
            f.major();
            pair.assertLinked(0);
            pair.drop();
            f.minor();
            if (f.isGenerational()) {
                pair.assertLinked(0);
                f.assertNoSignal();
                f.major();
            }
            assertQueued(pair);
        }
    }

    // 11
    @ParameterizedTest
    @EnumSource
    void aLinkOfAnImmortalObjectStandsForEver(Type type) {
        Pair pair = f.pair(type, Age.IMMORTAL);
        pair.drop();
        f.minor();
        pair.assertLinked(0);
        f.major();
        f.major();
        pair.assertLinked(0);
    }

    // 12
    @Test
    void nobodyIsDeadBeforeTheFirstLink() {
        assertThat(f.links.nextDead()).isZero();
        f.major();
        assertThat(f.links.nextDead()).isZero();
        f.assertNoSignal();
    }

    // 13: PyPy leaves the count to the caller
    @ParameterizedTest
    @EnumSource
    void linkingAddsTheBiasToWhatCHolds(Type type) {
        Pair pair = f.unlinked(type, Age.YOUNG, f.arena.allocate(3));
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(Immediate.NULL);
        assertThat(f.links.toPyObject(pair.ref())).isZero();
        f.link(pair);
        assertThat(f.arena.count(pair.pyobj)).isEqualTo(type.bias() + 3);
        pair.assertLinked(3);
    }

    // 14: in PyPy the stand-in does not find its PyObject through the links
    @Test
    void anOLinkIsFoundFromBothEnds() {
        Pair pair = f.pair(Type.O, Age.YOUNG, 1);
        assertThat(f.links.toPyObject(pair.ref())).isEqualTo(pair.pyobj);
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(pair.ref());
    }

    // 15 to 23
    @ParameterizedTest(name = "{0} held by {1}: {2}")
    @CsvSource({
        "LIGHT_P, NOBODY,      FREED",
        "LIGHT_P, C,           LINKED",
        "LIGHT_P, THE_PROGRAM, LINKED",
        "P,       NOBODY,      QUEUED",
        "P,       C,           LINKED",
        "P,       THE_PROGRAM, LINKED",
        "O,       NOBODY,      QUEUED",
        "O,       C,           DETACHED",
        "O,       THE_PROGRAM, LINKED",
        "LIGHT_O, NOBODY,      FREED",
        "LIGHT_O, C,           DETACHED",
        "LIGHT_O, THE_PROGRAM, LINKED",
    })
    void whoHoldsAPairDecidesItsFateInAMajorCollection(Type type, Holder holder, Fate fate) {
        long references = holder == Holder.C ? 1 : 0;
        Pair pair = f.pair(type, Age.YOUNG, references);
        if (holder != Holder.THE_PROGRAM) pair.drop();
        f.major();
        switch (fate) {
            case LINKED -> pair.assertLinked(references);
            case DETACHED -> pair.assertDetached(references);
            case FREED -> pair.assertFreed();
            case QUEUED -> assertQueued(pair);
        }
        assertThat(f.statistics().standing()).isEqualTo(fate == Fate.LINKED ? 1 : 0);
        assertThat(f.deathSignals()).isEqualTo(fate == Fate.QUEUED ? 1 : 0);
    }

    private enum Holder {
        NOBODY,
        C,
        THE_PROGRAM
    }

    private enum Fate {
        LINKED,
        DETACHED,
        FREED,
        QUEUED
    }

    // 24
    @Test
    void aPyObjectThatIsBeingDeallocatedHasTheMarkerAndKeepsItThroughACollection() {
        long inArena = f.arena.allocate(0);
        long foreign = f.foreignPyObject(0);
        f.links.markDeallocating(inArena);
        f.links.markDeallocating(foreign);
        f.major();
        assertThat(f.links.toObj(inArena)).isEqualTo(Links.DEALLOCATING);
        assertThat(f.links.toObj(foreign)).isEqualTo(Links.DEALLOCATING);
        f.links.clearDeallocating(inArena);
        f.links.clearDeallocating(foreign);
        assertThat(f.links.toObj(inArena)).isEqualTo(Immediate.NULL);
        assertThat(f.links.toObj(foreign)).isEqualTo(Immediate.NULL);
    }

    // 25
    @Test
    void aPairGoesAllTheWayFromLinkToDeallocation() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        f.major();
        f.assertNoSignal();
        pair.drop();
        f.major();
        assertThat(f.deathSignals()).isEqualTo(1);
        assertThat(f.links.nextDead()).isEqualTo(pair.pyobj);
        assertThat(f.links.nextDead()).isZero();
        pair.assertDetached(1);
        f.links.markDeallocating(pair.pyobj);
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(Links.DEALLOCATING);
        f.arena.free(pair.pyobj);
        assertThat(f.arena.used()).isZero();
    }

    // 26 is LinkDifferentialTest

    // 27
    @Test
    void manyDroppedPairsAllComeOutOfTheQueueAndAnImmortalOneStays() {
        Pair immortal = f.pair(Type.P, Age.IMMORTAL);
        List<Long> dropped = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Pair pair = f.pair(Type.P, Age.YOUNG);
            pair.drop();
            dropped.add(pair.pyobj);
        }
        f.major();
        for (long pyobj : dropped) assertThat(f.arena.count(pyobj)).isEqualTo(RefCountBias.QUEUED);
        assertThat(f.drain()).containsExactlyInAnyOrderElementsOf(dropped);
        immortal.assertLinked(0);
    }

    private void assertQueued(Pair pair) {
        assertThat(f.deathSignals()).as("death signals").isEqualTo(1);
        pair.assertDetached(RefCountBias.QUEUED);
        assertThat(f.links.nextDead()).isEqualTo(pair.pyobj);
        assertThat(f.links.nextDead()).isZero();
        f.assertNoLinks();
    }
}
