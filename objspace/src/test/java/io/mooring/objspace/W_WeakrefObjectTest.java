package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.roots.HandleScope;
import org.junit.jupiter.api.Test;

/** Weak references, and capsules. */
class W_WeakrefObjectTest extends SpaceTest {
    /** A weakref to an instance that nothing else holds. */
    private static Value refToGarbage(Value klass, Value callback) {
        try (HandleScope scope = heap.scope()) {
            long hInstance = scope.root(space.call0(klass.w()));
            return value(space.weakrefs.ref(scope.get(hInstance), callback == null ? 0 : callback.w()));
        }
    }

    @Test
    void theReferentIsFoundWhileItLivesAndNotAfterwards() {
        Value klass = newClass("A", tuple());
        Value instance = klass.apply();
        Value ref = value(space.w_weakref).apply(instance);
        heap.collect(CollectionKind.MAJOR);
        assertThat(ref.apply().is(instance)).isTrue();
        assertThat(ref.repr()).contains("; to 'A' at 0x");
        Value dead = refToGarbage(klass, null);
        heap.collect(CollectionKind.MAJOR);
        assertThat(dead.apply().repr()).isEqualTo("None");
        assertThat(dead.repr()).endsWith("; dead>");
    }

    @Test
    void oneWithoutCallbackIsShared() {
        Value instance = newClass("A", tuple()).apply();
        Value ref = value(space.weakrefs.ref(instance.w(), 0));
        assertThat(value(space.weakrefs.ref(instance.w(), 0)).is(ref)).isTrue();
        Value callback = builtin("len");
        assertThat(value(space.weakrefs.ref(instance.w(), callback.w())).is(ref)).isFalse();
    }

    @Test
    void callbacksRunAfterTheDeath() {
        Value calls = list();
        Value callback = value(space.functions.make("callback", 1, 1, (s, h, n, k) -> {
            s.lists.append(calls.w(), s.arg(h, 0));
            return s.w_None;
        }));
        Value klass = newClass("A", tuple());
        Value instance = klass.apply();
        Value alive = value(space.weakrefs.ref(instance.w(), callback.w()));
        Value dead = refToGarbage(klass, callback);
        heap.collect(CollectionKind.MAJOR);
        assertThat(space.weakrefs.hasCallbacks()).isTrue();
        space.weakrefs.runCallbacks();
        space.weakrefs.runCallbacks();
        assertThat(space.len(calls.w())).isEqualTo(1);
        assertThat(value(space.getitemAt(calls.w(), 0)).is(dead)).isTrue();
        assertThat(alive.apply().is(instance)).isTrue();
    }

    @Test
    void equalityAndHashAreThoseOfTheReferent() {
        Value klass = newClass("A", tuple(), "__eq__", (BuiltinCode) (s, h, n, k) -> s.w_True, "__hash__",
                (BuiltinCode) (s, h, n, k) -> s.newInt(77));
        Value instance = klass.apply();
        Value other = klass.apply();
        Value first = value(space.weakrefs.ref(instance.w(), 0));
        assertThat(first.hash()).isEqualTo(77);
        assertThat(equal(first, value(space.weakrefs.ref(other.w(), 0)))).isTrue();
        Value dead = refToGarbage(klass, null);
        heap.collect(CollectionKind.MAJOR);
        assertThat(error(() -> dead.hash())).isEqualTo("TypeError: weak object has gone away");
    }

    @Test
    void valuesCannotBeReferredToWeakly() {
        assertThat(error(() -> value(space.w_weakref).apply(number(1))))
                .isEqualTo("TypeError: cannot create weak reference to 'int' object");
        assertThat(error(() -> value(space.w_weakref).apply(list()))).isEqualTo("TypeError: cannot create weak reference to 'list' object");
        assertThat(error(() -> value(space.w_weakref).apply(builtin("object").apply())))
                .isEqualTo("TypeError: cannot create weak reference to 'object' object");
    }

    @Test
    void aCapsuleKeepsItsWords() {
        Value capsule = value(space.capsules.make(0x1234, 0, 0x99));
        space.capsules.setContext(capsule.w(), 5);
        assertThat(space.capsules.pointer(capsule.w())).isEqualTo(0x1234);
        assertThat(space.capsules.destructor(capsule.w())).isEqualTo(0x99);
        assertThat(space.capsules.context(capsule.w())).isEqualTo(5);
        assertThat(capsule.repr()).startsWith("<capsule object NULL at 0x");
        assertThat(error(() -> space.capsules.make(0, 0, 0))).isEqualTo("ValueError: PyCapsule_New called with null pointer");
    }
}
