package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.rawrefcount.LinkFixture.Age;
import io.mooring.rawrefcount.LinkFixture.Pair;
import io.mooring.rawrefcount.LinkFixture.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What PyPy's tests leave open: links and the rest of the heap (moves, ages, graphs, weak references, hashes), and many links at once. */
class LinkLifeTest extends LinkTestBase {

    @Test
    void aLinkFollowsItsObjectWhereverItMoves() {
        long before = f.root(f.heap.allocate(f.pairType));
        Pair pair = f.pair(Type.P, Age.YOUNG);
        f.set(before, Immediate.NULL); // so that the pair moves also where objects only slide together
        Set<Long> places = new HashSet<>(Set.of(pair.ref()));
        for (int i = 0; i < 5; i++) {
            f.minor();
            pair.assertLinked(0);
            places.add(pair.ref());
            f.major();
            pair.assertLinked(0);
            places.add(pair.ref());
        }
        if (f.heap.plan().traits().moves()) assertThat(places).hasSizeGreaterThan(1);
        else assertThat(places).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3})
    void aNewBlockIsLinkedWithTheReferencesThatCIsGiven(long references) {
        Pair pair = f.unlinked(Type.LIGHT_P, Age.YOUNG, f.arena.allocate(-1)); // nobody reads the count
        f.links.linkNew(pair.ref(), pair.pyobj, references);
        f.minor();
        pair.assertLinked(references);
        for (long left = references; left > 0; left--) pair.decrease();
        pair.drop();
        f.major();
        pair.assertFreed();
        f.assertNoLinks();
    }

    @Test
    void aBlockThatIsLinkedAlreadyIsNotNewAndAnObjectIsLinkedOnce() {
        Pair pair = f.pair(Type.LIGHT_P, Age.YOUNG);
        Pair other = f.unlinked(Type.LIGHT_P, Age.YOUNG, f.arena.allocate(1));
        assertThatThrownBy(() -> f.links.linkNew(other.ref(), pair.pyobj, 1)).isInstanceOf(AssertionError.class).hasMessageContaining("is not new");
        assertThatThrownBy(() -> f.links.linkNew(pair.ref(), other.pyobj, 1)).isInstanceOf(LinkRefused.class);
        assertThatThrownBy(() -> f.links.linkNew(Immediate.of(1), other.pyobj, 1)).isInstanceOf(LinkRefused.class);
        pair.assertLinked(0);
        other.assertDetached(1);
    }

    @Test
    void whatCHoldsKeepsAllThatItReaches() {
        Pair parent = f.pair(Type.P, Age.YOUNG, 1);
        Pair child = f.pair(Type.P, Age.YOUNG);
        f.heap.writeRef(parent.ref(), LinkFixture.NEXT, child.ref());
        parent.drop();
        child.drop();
        f.minor();
        f.major();
        parent.assertLinked(1);
        child.assertLinked(0);
        assertThat(f.heap.readRef(f.links.toObj(parent.pyobj), LinkFixture.NEXT)).isEqualTo(f.links.toObj(child.pyobj));
        parent.decrease();
        f.major();
        assertThat(f.drain()).containsExactlyInAnyOrder(parent.pyobj, child.pyobj);
    }

    @Test
    void theVerifierWalksFromWhatOnlyCHolds() {
        Pair parent = f.pair(Type.P, Age.YOUNG, 1);
        parent.drop();
        Memory.writeLong(f.links.toObj(parent.pyobj) + LinkFixture.NEXT, 0x10);
        assertThatThrownBy(f.heap::verify).hasMessageContaining("INV-02").hasMessageContaining("0x10");
        Memory.writeLong(f.links.toObj(parent.pyobj) + LinkFixture.NEXT, Immediate.NULL);
    }

    @ParameterizedTest
    @EnumSource(names = {"OLD", "OLD_LARGE", "IMMORTAL"})
    void aLinkMadeOnAnObjectThatIsNotYoungStandsThroughMinors(Age age) {
        Pair pair = f.pair(Type.P, age);
        f.minor();
        pair.assertLinked(0);
        assertThat(f.links.youngLinks()).isZero();
        assertThat(f.links.oldLinks()).isEqualTo(1);
        pair.drop();
        f.minor();
        if (f.isGenerational() || age == Age.IMMORTAL) pair.assertLinked(0);
        f.major();
        if (age == Age.IMMORTAL) pair.assertLinked(0);
        else pair.assertDetached(RefCountBias.QUEUED);
    }

    @ParameterizedTest
    @EnumSource(names = {"YOUNG", "YOUNG_LARGE"})
    void aLinkGrowsOldWithItsObject(Age age) {
        Pair pair = f.pair(Type.P, age);
        int collections = f.isGenerational() && age == Age.YOUNG ? f.setting.aging() + 1 : 1;
        for (int i = 1; i <= collections; i++) {
            f.minor();
            pair.assertLinked(0);
            assertThat(f.links.oldLinks()).as("old links after %d collections", i).isEqualTo(i == collections ? 1 : 0);
        }
        assertThat(f.links.youngLinks()).isZero();
    }

    @Test
    void youngAndOldLinksThatSurviveTogetherKeepTheirAges() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pairs.add(f.pair(Type.P, i % 4 == 0 ? Age.YOUNG_LARGE : Age.YOUNG));
            if (i % 10 == 9) f.minor();
            if (i % 3 == 0) pairs.removeFirst().drop();
        }
        f.minor();
        f.heap.verify();
        for (Pair pair : pairs) pair.assertLinked(0);
        f.major();
        for (Pair pair : pairs) pair.assertLinked(0);
        assertThat(f.statistics().standing()).isEqualTo(pairs.size());
    }

    /** How the managed end of an old link fares in the next major collection, and when that is known. */
    private enum Fate {
        /** The program reaches it. */
        REACHED,
        /** C holds its PyObject. */
        HELD,
        /** An object that C holds leads to it. */
        BEHIND_HELD,
        DEAD
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20, 100})
    void oldLinksOfAllFatesStandMixed(int longestRun) {
        Random random = new Random(longestRun);
        Map<Pair, Fate> fates = new LinkedHashMap<>();
        while (fates.size() < 400) {
            Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
            Type type = fate == Fate.HELD ? Type.P : Type.values()[random.nextInt(Type.values().length)];
            for (int left = 1 + random.nextInt(longestRun); left > 0; left--) fates.put(f.pair(type, Age.YOUNG, fate == Fate.HELD ? 1 : 0), fate);
        }
        f.growOld();
        List<Pair> held = fates.keySet().stream().filter(pair -> fates.get(pair) == Fate.HELD).toList();
        for (Pair pair : fates.keySet()) {
            if (fates.get(pair) == Fate.BEHIND_HELD) leadTo(pair, held.get(random.nextInt(held.size())));
        }
        for (Pair pair : fates.keySet()) {
            if (fates.get(pair) != Fate.REACHED) pair.drop();
        }
        f.major();
        f.heap.verify();
        fates.forEach(this::assertFate);
        f.major();
        fates.forEach(this::assertFate);
        assertThat(f.links.oldLinks()).isEqualTo(fates.values().stream().filter(fate -> fate != Fate.DEAD).count());
    }

    /** The pair is found from another, before whatever that one led to. */
    private void leadTo(Pair pair, Pair from) {
        f.heap.writeRef(pair.ref(), LinkFixture.NEXT, f.heap.readRef(from.ref(), LinkFixture.NEXT));
        f.heap.writeRef(from.ref(), LinkFixture.NEXT, pair.ref());
    }

    private void assertFate(Pair pair, Fate fate) {
        switch (fate) {
            case REACHED, BEHIND_HELD -> pair.assertLinked(0);
            case HELD -> pair.assertLinked(1);
            case DEAD -> {
                if (pair.type.isLight) pair.assertFreed();
                else pair.assertDetached(RefCountBias.QUEUED);
            }
        }
    }

    @Test
    void aLinkKeepsNoObjectAliveByItself() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        long weak = f.root(f.heap.allocate(f.weakType));
        f.heap.writeRef(f.get(weak), LinkFixture.REFERENT, pair.ref());
        pair.drop();
        f.major();
        assertThat(f.heap.readRef(f.get(weak), LinkFixture.REFERENT)).isEqualTo(Immediate.NULL);
        pair.assertDetached(RefCountBias.QUEUED);
    }

    @Test
    void aWeakReferenceToWhatCHoldsFollowsItAndIsClearedWithIt() {
        Pair pair = f.pair(Type.P, Age.YOUNG, 1);
        long weak = f.root(f.heap.allocate(f.weakType));
        f.heap.writeRef(f.get(weak), LinkFixture.REFERENT, pair.ref());
        pair.drop();
        f.minor();
        f.major();
        assertThat(f.heap.readRef(f.get(weak), LinkFixture.REFERENT)).isEqualTo(f.links.toObj(pair.pyobj)).isNotZero();
        pair.decrease();
        f.major();
        assertThat(f.heap.readRef(f.get(weak), LinkFixture.REFERENT)).isEqualTo(Immediate.NULL);
    }

    @Test
    void aWeakReferenceToAStandInIsClearedAlthoughCHoldsThePyObject() {
        Pair pair = f.pair(Type.O, Age.YOUNG, 1);
        long weak = f.root(f.heap.allocate(f.weakType));
        f.heap.writeRef(f.get(weak), LinkFixture.REFERENT, pair.ref());
        pair.drop();
        f.major();
        assertThat(f.heap.readRef(f.get(weak), LinkFixture.REFERENT)).isEqualTo(Immediate.NULL);
        pair.assertDetached(1);
    }

    @Test
    void hashAndLinkOfAMovedObjectBothStay() {
        Pair hashedFirst = f.unlinked(Type.P, Age.YOUNG, f.arena.allocate(0));
        long hash = f.heap.identityHash(hashedFirst.ref());
        f.link(hashedFirst);
        Pair linkedFirst = f.pair(Type.P, Age.YOUNG);
        long otherHash = f.heap.identityHash(linkedFirst.ref());
        for (int i = 0; i < 3; i++) {
            f.minor();
            f.major();
            hashedFirst.assertLinked(0);
            linkedFirst.assertLinked(0);
            assertThat(f.heap.identityHash(hashedFirst.ref())).isEqualTo(hash);
            assertThat(f.heap.identityHash(linkedFirst.ref())).isEqualTo(otherHash);
        }
    }

    @Test
    void anObjectAtTheAddressOfADeadLinkedOneHasNoLink() {
        for (int round = 0; round < 20; round++) {
            Pair pair = f.pair(Type.LIGHT_P, Age.YOUNG);
            pair.drop();
            f.major();
            pair.assertFreed();
            Pair fresh = f.unlinked(Type.P, Age.YOUNG, 0);
            assertThat(f.links.toPyObject(fresh.ref())).isZero();
            fresh.drop();
        }
        f.assertNoLinks();
    }

    @Test
    void aPyObjectAtTheAddressOfAFreedOneHasNoLink() {
        Pair pair = f.pair(Type.LIGHT_P, Age.YOUNG);
        pair.drop();
        f.major();
        long reused = f.arena.allocate(1);
        assertThat(reused).isEqualTo(pair.pyobj);
        assertThat(f.links.toObj(reused)).isEqualTo(Immediate.NULL);
    }

    @Test
    void aLightOLinkThatCHoldsGoesOnAsCsAndIsNotFreed() {
        Pair pair = f.pair(Type.LIGHT_O, Age.YOUNG, 2);
        pair.drop();
        f.major();
        pair.assertDetached(2);
        assertThat(f.statistics().detached()).isEqualTo(1);
        assertThat(f.statistics().freedLight()).isZero();
    }

    @Test
    void cMayTakeTheLightnessOfALinkAway() {
        Pair pair = f.pair(Type.LIGHT_P, Age.YOUNG);
        f.arena.setCount(pair.pyobj, f.arena.count(pair.pyobj) - RefCountBias.LIGHT + RefCountBias.FROM_MANAGED);
        f.minor();
        f.heap.verify();
        pair.drop();
        f.major();
        pair.assertDetached(RefCountBias.QUEUED);
        assertThat(f.drain()).containsExactly(pair.pyobj);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IMMORTAL")
    void aPyObjectThatOutlivedItsObjectCanBeLinkedToAnother(Age age) {
        Pair first = f.pair(Type.O, age, 1);
        first.drop();
        f.major();
        first.assertDetached(1);
        Pair second = f.unlinked(Type.O, age, first.pyobj);
        f.link(second);
        second.assertLinked(1);
        f.major();
        second.assertLinked(1);
    }

    @Test
    void moreLinksThanAnyFirstCapacityStandAndFall() {
        int count = f.setting.stressed() ? 300 : 9_000;
        List<Pair> kept = new ArrayList<>();
        long light = 0;
        long queued = 0;
        for (int i = 0; i < count; i++) {
            Type type = i % 2 == 0 ? Type.P : Type.LIGHT_P;
            Pair pair = f.pair(type, Age.YOUNG);
            if (i % 3 == 0) {
                kept.add(pair);
                continue;
            }
            pair.drop();
            if (type.isLight) light++;
            else queued++;
        }
        f.minor();
        f.major();
        for (Pair pair : kept) pair.assertLinked(0);
        LinkStatistics statistics = f.statistics();
        assertThat(statistics.made()).isEqualTo(count);
        assertThat(statistics.standing()).isEqualTo(kept.size());
        assertThat(statistics.freedLight()).isEqualTo(light);
        assertThat(statistics.queued()).isEqualTo(queued);
        assertThat(f.drain()).hasSize((int) queued);
        for (Pair pair : kept) pair.drop();
        f.major();
        f.drain();
        assertThat(f.arena.used()).isZero();
        f.assertNoLinks();
    }

    @Test
    void theStatisticsTellWhatBecameOfEveryLink() {
        Pair stands = f.pair(Type.P, Age.IMMORTAL);
        Pair detached = f.pair(Type.O, Age.YOUNG, 1);
        Pair queued = f.pair(Type.P, Age.YOUNG);
        Pair freed = f.pair(Type.LIGHT_P, Age.YOUNG);
        detached.drop();
        queued.drop();
        freed.drop();
        f.major();
        stands.assertLinked(0);
        LinkStatistics statistics = f.statistics();
        assertThat(statistics.made()).isEqualTo(4);
        assertThat(statistics.standing()).isEqualTo(1);
        assertThat(statistics.diedYoung() + statistics.diedOld()).isEqualTo(3);
        assertThat(statistics.detached()).isEqualTo(1);
        assertThat(statistics.queued()).isEqualTo(1);
        assertThat(statistics.pending()).isEqualTo(1);
        assertThat(statistics.freedLight()).isEqualTo(1);
        assertThat(statistics.underflows()).isZero();
        f.drain();
        assertThat(f.statistics().pending()).isZero();
    }
}
