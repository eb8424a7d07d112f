package io.mooring.rawrefcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.Immediate;
import io.mooring.rawrefcount.LinkFixture.Age;
import io.mooring.rawrefcount.LinkFixture.Pair;
import io.mooring.rawrefcount.LinkFixture.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be linked is refused in one sentence that has the values in it, and nothing changes. */
class LinkRefusalTest extends LinkTestBase {

    private void assertRefused(long ref, long pyobj, String... why) {
        LinkStatistics before = f.statistics();
        assertThatThrownBy(() -> f.links.linkManaged(ref, pyobj, false)).isInstanceOf(LinkRefused.class).hasMessageContainingAll(why);
        assertThatThrownBy(() -> f.links.linkNative(ref, pyobj)).isInstanceOf(LinkRefused.class).hasMessageContainingAll(why);
        assertThat(f.statistics()).isEqualTo(before);
    }

    private static String hex(long word) {
        return "0x" + Long.toHexString(word);
    }

    @Test
    void null_IsNoObject() {
        long pyobj = f.arena.allocate(1);
        assertRefused(Immediate.NULL, pyobj, "null cannot be linked to PyObject " + hex(pyobj));
        assertThat(f.arena.count(pyobj)).isEqualTo(1);
    }

    @Test
    void anImmediateIsNoObject() {
        assertRefused(Immediate.of(-7), f.arena.allocate(1), "immediate -7 cannot be linked");
        assertRefused(Immediate.of(-7), f.foreignPyObject(1), "immediate -7 cannot be linked");
    }

    @Test
    void aNullPyObjectCannotBeLinked() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, 0);
        assertRefused(pair.ref(), 0, hex(pair.ref()), "a null PyObject");
    }

    @Test
    void aForeignPyObjectMustBeAligned() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, 0);
        long pyobj = f.foreignPyObject(1) + 4;
        assertRefused(pair.ref(), pyobj, hex(pyobj), "not aligned to 8");
    }

    @ParameterizedTest
    @EnumSource
    void anObjectHasOneLink(Age age) {
        Pair pair = f.pair(Type.P, age);
        long other = f.arena.allocate(1);
        assertRefused(pair.ref(), other, "object " + hex(pair.ref()) + " is linked to PyObject " + hex(pair.pyobj) + " already", hex(other));
        assertThat(f.arena.count(other)).isEqualTo(1);
        assertThat(f.links.toObj(other)).isEqualTo(Immediate.NULL);
        pair.assertLinked(0);
    }

    @Test
    void aPyObjectHasOneLink() {
        Pair pair = f.pair(Type.P, Age.YOUNG);
        Pair other = f.unlinked(Type.P, Age.YOUNG, pair.pyobj);
        long linked = f.links.toObj(pair.pyobj);
        assertRefused(other.ref(), pair.pyobj, "PyObject " + hex(pair.pyobj) + " is linked to object " + hex(linked) + " already", hex(other.ref()));
        assertThat(f.links.toPyObject(other.ref())).isZero();
        pair.assertLinked(0);
    }

    @Test
    void aForeignPyObjectHasOneLink() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.foreignPyObject(1));
        f.link(pair);
        Pair other = f.unlinked(Type.P, Age.YOUNG, pair.pyobj);
        assertRefused(other.ref(), pair.pyobj, "is linked to object " + hex(f.links.toObj(pair.pyobj)) + " already");
    }

    @Test
    void aPyObjectThatIsBeingDeallocatedCannotBeLinked() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.arena.allocate(0));
        f.links.markDeallocating(pair.pyobj);
        assertRefused(pair.ref(), pair.pyobj, hex(pair.pyobj), "is being deallocated");
        f.links.clearDeallocating(pair.pyobj);
    }

    @Test
    void aCountThatNoPyObjectCanHaveIsRefused() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.arena.allocate(-3));
        assertRefused(pair.ref(), pair.pyobj, "has count -3 and no link", "between 0 and 2147483647");
        f.arena.setCount(pair.pyobj, RefCountBias.FROM_MANAGED + 2);
        assertRefused(pair.ref(), pair.pyobj, "has count bias + 2 and no link");
    }

    @Test
    void aForeignPyObjectCannotBeLight() {
        Pair pair = f.unlinked(Type.LIGHT_P, Age.YOUNG, f.foreignPyObject(1));
        assertThatThrownBy(() -> f.link(pair)).isInstanceOf(LinkRefused.class).hasMessageContaining("nobody could free it without tp_dealloc");
        assertThat(f.links.toObj(pair.pyobj)).isEqualTo(Immediate.NULL);
        assertThat(f.arena.count(pair.pyobj)).isEqualTo(1);
    }

    @Test
    void aRefusedObjectCanBeLinkedAfterwards() {
        Pair pair = f.unlinked(Type.P, Age.YOUNG, f.arena.allocate(-1));
        assertRefused(pair.ref(), pair.pyobj, "has count -1");
        f.arena.setCount(pair.pyobj, 0);
        f.link(pair);
        pair.assertLinked(0);
    }
}
