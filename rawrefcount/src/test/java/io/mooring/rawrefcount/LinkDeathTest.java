package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Words;
import io.mooring.rawrefcount.LinkFixture.Age;
import io.mooring.rawrefcount.LinkFixture.Pair;
import io.mooring.rawrefcount.LinkFixture.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen to a dead PyObject between the collection that found it and its deallocator, and in the deallocator. */
class LinkDeathTest extends LinkTestBase {

    /** A PyObject that waits at count 1. */
    private Pair queuedPair() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        pair.drop();
        f.major();
        pair.assertDetached(RefCountBias.QUEUED);
        return pair;
    }

    @Test
    void theEmbedderIsToldOnlyIfSomebodyWaits() {
        f.minor();
        f.major();
        Pair light = f.pair(Type.LIGHT_P, Age.YOUNG);
        light.drop();
        f.major();
        f.assertNoSignal();
    }

    @Test
    void theEmbedderIsToldAgainByEachCollectionUntilItDrains() {
        queuedPair();
        assertThat(f.deathSignals()).isEqualTo(1);
        f.minor();
        f.major();
        assertThat(f.deathSignals()).isEqualTo(3);
        f.drain();
        f.major();
        assertThat(f.deathSignals()).isEqualTo(3);
    }

    @Test
    void whoWaitsMayBeIncreasedAndDecreasedAndStillDiesOnce() {
        Pair pair = queuedPair();
        pair.increase();
        f.major();
        pair.decrease();
        f.major();
        assertThat(f.drain()).containsExactly(pair.pyobj);
        pair.assertFreed();
    }

    @Test
    void whoWasIncreasedWhileItWaitedLivesOnAsCs() {
        Pair pair = queuedPair();
        pair.increase();
        assertThat(f.drain()).containsExactly(pair.pyobj);
        pair.assertDetached(1);
        f.major();
        pair.assertDetached(1);
    }

    @Test
    void whoIsLinkedAgainWhileItWaitsIsResurrected() {
        Pair dead = queuedPair();
        Pair again = f.unlinked(Type.P, Age.YOUNG, dead.pyobj);
        f.link(again);
        again.assertLinked(RefCountBias.QUEUED);
        assertThat(f.drain()).containsExactly(dead.pyobj);
        again.assertLinked(0);
        f.major();
        again.assertLinked(0);
        again.drop();
        f.major();
        assertThat(f.drain()).containsExactly(dead.pyobj);
        again.assertFreed();
    }

    @Test
    void theCountOfTheQueueKeepsTheNewObjectOfAResurrectedOne() {
        Pair dead = queuedPair();
        Pair again = f.unlinked(Type.P, Age.YOUNG, dead.pyobj);
        f.link(again);
        again.drop();
        f.major();
        again.assertLinked(RefCountBias.QUEUED);
        f.drain();
        f.major();
        assertThat(f.drain()).containsExactly(dead.pyobj);
        again.assertFreed();
    }

    @Test
    void whoIsLinkedAgainAsAStandInWaitsOnWhenThatDies() {
        Pair dead = queuedPair();
        Pair again = f.unlinked(Type.O, Age.YOUNG, dead.pyobj);
        f.link(again);
        again.drop();
        f.major();
        again.assertDetached(RefCountBias.QUEUED);
        assertThat(f.drain()).containsExactly(dead.pyobj);
        again.assertFreed();
    }

    @Test
    void theDeadLeaveTheQueueInTheOrderInWhichTheyCame() {
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        for (int i = 0; i < 5; i++) first.add(queuedPair().pyobj);
        for (int i = 0; i < 5; i++) second.add(queuedPair().pyobj);
        List<Long> drained = f.drain();
        assertThat(drained.subList(0, 5)).isEqualTo(first);
        assertThat(drained.subList(5, 10)).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theDeadOfOneAgeLeaveInTheOrderOfTheirLinks(boolean old) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 10; i++) pairs.add(f.pair(Type.P, Age.YOUNG));
        if (old || f.setting.stressed()) f.growOld(); // under stress all but the last are old already
        pairs.forEach(Pair::drop);
        f.major();
        assertThat(f.drain()).containsExactlyElementsOf(pairs.stream().map(pair -> pair.pyobj).toList());
    }

    @Test
    void theDeadCanBeTakenInBatches() {
        for (int i = 0; i < 7; i++) queuedPair();
        DeallocQueue queue = f.links.deallocQueue();
        try (Words batch = new Words(4)) {
            assertThat(queue.take(batch.start(), 4)).isEqualTo(4);
            for (int i = 0; i < 4; i++) assertThat(f.arena.count(Memory.readLong(batch.start() + i * Long.BYTES))).isEqualTo(RefCountBias.QUEUED);
            assertThat(queue.size()).isEqualTo(3);
            assertThat(queue.take(batch.start(), 4)).isEqualTo(3);
            assertThat(queue.take(batch.start(), 4)).isZero();
        }
    }

    @Test
    void aDeallocatorMayAllocateCollectLinkAndKillOthers() {
        Pair held = f.pair(Type.P, Age.YOUNG, 1);
        held.drop();
        queuedPair();
        assertThat(f.dropCount(f.links.nextDead())).isTrue();
        Pair made = f.pair(Type.P, Age.YOUNG);
        made.drop();
        held.decrease();
        f.minor();
        f.major();
        made.assertDetached(RefCountBias.QUEUED);
        held.assertDetached(RefCountBias.QUEUED);
        assertThat(f.drain()).containsExactlyInAnyOrder(made.pyobj, held.pyobj);
        assertThat(f.arena.used()).isZero();
    }

    @Test
    void aDyingPyObjectThatResurrectsItselfCanBeLinkedAgain() {
        Pair pair = queuedPair();
        long pyobj = f.links.nextDead();
        f.arena.setCount(pyobj, 0);
        f.links.markDeallocating(pyobj);
        Pair again = f.unlinked(Type.P, Age.YOUNG, pyobj);
        assertThatThrownBy(() -> f.link(again)).isInstanceOf(LinkRefused.class).hasMessageContaining("is being deallocated");
        f.links.clearDeallocating(pyobj);
        f.arena.setCount(pyobj, 1);
        f.link(again);
        again.assertLinked(1);
        assertThat(pair.pyobj).isEqualTo(pyobj);
    }

    @Test
    void aLinkedPyObjectCannotBeDeallocated() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        assertThatThrownBy(() -> f.links.markDeallocating(pair.pyobj))
                .isInstanceOf(LinkRefused.class).hasMessageContaining("it cannot be deallocated");
        pair.assertLinked(0);
    }

    @Test
    void aForeignPyObjectIsLinkedThroughTheSideTable() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.foreignPyObject(1));
        f.link(pair);
        pair.drop();
        f.minor();
        f.major();
        assertThat(f.heap.readWord(f.links.toObj(pair.pyobj), LinkFixture.VALUE)).isEqualTo(pair.value);
        assertThat(f.links.toPyObject(f.links.toObj(pair.pyobj))).isEqualTo(pair.pyobj);
        pair.decrease();
        f.major();
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(Immediate.NULL);
        assertThat(f.links.nextDead()).isEqualTo(pair.pyobj);
        assertThat(f.arena.count(pair.pyobj)).isEqualTo(RefCountBias.QUEUED);
    }

    @Test
    void anImmortalPyObjectKeepsItsCountAndItsManagedObject() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.foreignPyObject(RefCountBias.IMMORTAL));
        f.link(pair);
        pair.drop();
        pair.increase();
        f.major();
        assertThat(f.arena.count(pair.pyobj)).isEqualTo(RefCountBias.IMMORTAL + 1);
        assertThat(f.heap.readWord(f.links.toObj(pair.pyobj), LinkFixture.VALUE)).isEqualTo(pair.value);
    }

    @Test
    void anImmortalPyObjectOutlivesItsStandInUntouched() {
        Pair pair = f.unlinked(Type.O, Age.YOUNG, f.foreignPyObject(RefCountBias.IMMORTAL));
        f.link(pair);
        pair.drop();
        f.major();
        assertThat(f.arena.count(pair.pyobj)).isEqualTo(RefCountBias.IMMORTAL);
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(Immediate.NULL);
        assertThat(f.links.nextDead()).isZero();
    }

    @Test
    void aPyObjectThatCGaveBackTooOftenIsNeverFreed() {
        Pair pair = f.pair(Type.O, Age.YOUNG);
        pair.decrease();
        pair.drop();
        assertThatThrownBy(f.heap::verify).hasMessageContaining("INV-12").hasMessageContaining("bias - 1");
        f.majorUnverified();
        assertThat(f.statistics().underflows()).isEqualTo(1);
        assertThat(f.links.nextDead()).isZero();
        pair.assertDetached(RefCountBias.IMMORTAL);
    }
}
