package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.rawrefcount.LinkFixture.Age;
import io.mooring.rawrefcount.LinkFixture.Pair;
import io.mooring.rawrefcount.LinkFixture.Type;
import org.junit.jupiter.api.Test;

/** Each damage to the links is found and named with its tag. Every test repairs what it broke, so that the heap closes in peace. */
class LinkVerifierTest extends LinkTestBase {

    /** The word at {@code address} is {@code damage} for a moment: the verifier says so. */
    private void assertFound(long address, long damage, String tag, String... said) {
        long whole = Memory.readLong(address);
        f.heap.verify();
        Memory.writeLong(address, damage);
        assertThatThrownBy(f.heap::verify).hasMessageContaining(tag).hasMessageContainingAll(said);
        Memory.writeLong(address, whole);
        f.heap.verify();
    }

    private static String hex(long word) {
        return "0x" + Long.toHexString(word);
    }

    private static long linkAddress(Pair pair) {
        return pair.pyobj + PyObjectLayout.LINK_OFFSET;
    }

    private static long countAddress(Pair pair) {
        return pair.pyobj + PyObjectLayout.COUNT_OFFSET;
    }

    private boolean isTable() {
        return setting.kind() != LinkSetting.Kind.DICTIONARY;
    }

    @Test
    void inv10_aLinkWordThatNamesAnotherObject() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        Pair other = f.pair(Type.P, Age.YOUNG);
        assertFound(linkAddress(pair), other.ref(), "INV-10", hex(pair.pyobj), hex(other.ref()));
    }

    @Test
    void inv10_anObjectThatFindsAnotherPyObject() {
        if (!isTable()) return; // only the table has indices
        Pair pair = f.pair(Type.P, Age.YOUNG);
        Pair other = f.pair(Type.P, Age.YOUNG);
        long header = Memory.readLong(pair.ref());
        assertFound(pair.ref(), ObjectHeader.withLinkIndex(header, f.heap.linkIndex(other.ref())), "INV-10", hex(pair.pyobj), "whose index 2");
        assertFound(pair.ref(), ObjectHeader.withLinkIndex(header, 0), "INV-10", hex(pair.pyobj), "whose index 0");
        assertFound(pair.ref(), ObjectHeader.withLinkIndex(header, -1), "INV-10", hex(pair.pyobj), "whose index 4294967295");
    }

    @Test
    void inv11_aLinkWordThatNamesNoObject() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        assertFound(linkAddress(pair), Immediate.NULL, "INV-11", hex(pair.pyobj), "0x0");
        assertFound(linkAddress(pair), Links.DEALLOCATING, "INV-11", hex(pair.pyobj), hex(Links.DEALLOCATING));
        assertFound(linkAddress(pair), pair.pyobj, "INV-11", hex(pair.pyobj));
    }

    @Test
    void inv12_aCountBelowTheBias() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        assertFound(countAddress(pair), RefCountBias.FROM_MANAGED - 1, "INV-12", hex(pair.pyobj), "bias - 1");
        assertFound(countAddress(pair), RefCountBias.LIGHT - 2, "INV-12", hex(pair.pyobj), "light bias - 2");
        assertFound(countAddress(pair), 5, "INV-12", hex(pair.pyobj), "count 5");
        assertFound(countAddress(pair), -1, "INV-12", hex(pair.pyobj), "count -1");
    }

    @Test
    void inv12_aForeignPyObjectThatIsLight() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.foreignPyObject(0));
        f.link(pair);
        assertFound(countAddress(pair), RefCountBias.LIGHT, "INV-12", hex(pair.pyobj), "light bias + 0");
    }

    @Test
    void inv13_anOldLinkToAYoungObject() {
        if (!f.isGenerational()) return; // nothing is young
        Pair old = f.pair(Type.P, Age.OLD);
        f.minor();
        Pair young = f.pair(Type.P, Age.YOUNG);
        assertFound(linkAddress(old), young.ref(), "INV-13", hex(old.pyobj), hex(young.ref()));
    }

    @Test
    void inv14_aWaitingPyObjectWithoutACount() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        pair.drop();
        f.major();
        assertFound(countAddress(pair), 0, "INV-14", hex(pair.pyobj), "count 0");
        assertFound(linkAddress(pair), Links.DEALLOCATING, "INV-14", hex(pair.pyobj), "while it is being deallocated");
    }

    @Test
    void inv14_aPyObjectThatWaitsTwice() {
        long pyobj = f.arena.allocate(1);
        f.links.deallocQueue().add(pyobj);
        f.heap.verify();
        f.links.deallocQueue().add(pyobj);
        assertThatThrownBy(f.heap::verify).hasMessageContaining("INV-14").hasMessageContaining(hex(pyobj) + " waits twice");
        f.links.nextDead();
    }

    @Test
    void inv15_theEntriesOfTheTable() {
        if (!isTable()) return; // only the table has entries in order
        long base = ((LinkTable) f.links).base();
        Pair pair = f.pair(Type.P, Age.YOUNG);
        f.pair(Type.P, Age.YOUNG);
        assertFound(base, pair.pyobj, "INV-15", "entry 0 is " + hex(pair.pyobj));
        assertFound(base + LinkEntry.BYTES, LinkEntry.NONE, "INV-15", "entry 1 of 1..2 is empty");
    }

    @Test
    void inv16_aLinkWithoutAKey() {
        if (isTable()) return; // only the dictionary has keys
        Pair pair = f.pair(Type.P, Age.YOUNG);
        LinkDictionary dictionary = (LinkDictionary) f.links;
        assertThat(dictionary.pyObjects(f.heap.isYoung(pair.ref())).remove(pair.ref())).isTrue();
        assertThatThrownBy(f.heap::verify).hasMessageContaining("INV-16").hasMessageContaining("but 0 keys");
        f.majorUnverified(); // fills the hash tables anew
        pair.assertLinked(0);
    }

    @Test
    void inv17_aSideTableThatDoesNotMatch() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.foreignPyObject(0));
        f.link(pair);
        f.heap.verify();
        long stray = f.foreignPyObject(0);
        f.links.foreign.setLink(stray, pair.ref());
        assertThatThrownBy(f.heap::verify).hasMessageContaining("INV-17").hasMessageContaining("2 link words, but 1");
        f.links.foreign.setLink(stray, Immediate.NULL);
        long inArena = f.arena.allocate(0);
        f.links.foreign.setLink(inArena, Links.DEALLOCATING);
        assertThatThrownBy(f.heap::verify).hasMessageContaining("INV-17").hasMessageContaining(hex(inArena) + " has a prefix and stands in the side table");
        f.links.foreign.setLink(inArena, Immediate.NULL);
    }

    @Test
    void inv17_anEntryThatSaysForeignOfABlockInTheArena() {
        if (!isTable()) return; // the entries of the dictionary are out of reach
        Pair pair = f.pair(Type.P, Age.YOUNG);
        long entry = ((LinkTable) f.links).base() + LinkEntry.BYTES;
        assertFound(entry, LinkEntry.of(pair.pyobj, LinkEntry.FOREIGN), "INV-17", hex(pair.pyobj), "has a prefix, but its entry says that it has none");
    }

    @Test
    void inv18_aCollectionThatDoesNotSweep() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        f.links.traceYoung(object -> object);
        assertThatThrownBy(f.heap::verify).hasMessageContaining("INV-18");
        assertThatThrownBy(() -> f.links.linkManaged(pair.ref(), pair.pyobj, false)).isInstanceOf(AssertionError.class).hasMessageContaining("INV-18");
        f.majorUnverified();
        pair.assertLinked(0);
    }
}
