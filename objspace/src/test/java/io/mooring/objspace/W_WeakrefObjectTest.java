package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.roots.HandleScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weak references, their callbacks, proxies; and capsules. */
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
        space.weakrefs.callbacks.run();
        space.weakrefs.callbacks.run();
        assertThat(space.len(calls.w())).isEqualTo(1);
        assertThat(value(space.getitemAt(calls.w(), 0)).is(dead)).isTrue();
        assertThat(alive.apply().is(instance)).isTrue();
    }

    @Test
    void theCallbacksOfAnObjectRunLastMadeFirst() {
        Value calls = list();
        Value klass = newClass("A", tuple());
        Value kept = list();
        heap.collect(CollectionKind.MAJOR);
        Value instance = klass.apply();
        for (int i = 0; i < 3; i++) {
            int number = i;
            Value callback = value(space.functions.make("callback", 1, 1, (s, h, n, k) -> {
                s.lists.append(calls.w(), s.newInt(number));
                return s.w_None;
            }));
            kept.call("append", value(space.weakrefs.ref(instance.w(), callback.w())));
        }
        instance.drop();
        heap.collect(CollectionKind.MAJOR);
        space.weakrefs.callbacks.run();
        assertThat(calls.repr()).isEqualTo("[2, 1, 0]");
    }

    @Test
    void aWeakrefThatDiedBeforeItsObjectCallsNothing() {
        Value calls = list();
        Value callback = value(space.functions.make("callback", 1, 1, (s, h, n, k) -> {
            s.lists.append(calls.w(), s.w_None);
            return s.w_None;
        }));
        Value instance = newClass("A", tuple()).apply();
        space.weakrefs.ref(instance.w(), callback.w());
        heap.collect(CollectionKind.MAJOR);
        space.weakrefs.callbacks.run();
        instance.drop();
        heap.collect(CollectionKind.MAJOR);
        space.weakrefs.callbacks.run();
        assertThat(calls.repr()).isEqualTo("[]");
    }

    @Test
    void anErrorInACallbackIsReportedAndTheNextRuns() {
        List<String> reports = new ArrayList<>();
        space.unraisable.sink = reports::add;
        Value calls = list();
        Value klass = newClass("A", tuple());
        Value good = value(space.functions.make("good", 1, 1, (s, h, n, k) -> {
            s.lists.append(calls.w(), s.w_None);
            return s.w_None;
        }));
        Value bad = value(space.functions.make("bad", 1, 1, (s, h, n, k) -> {
            throw s.error(s.w_ValueError, "too late");
        }));
        Value first = refToGarbage(klass, good);
        Value second = refToGarbage(klass, bad);
        Value third = refToGarbage(klass, good);
        heap.collect(CollectionKind.MAJOR);
        space.weakrefs.callbacks.run();
        assertThat(calls.repr()).isEqualTo("[None, None]");
        assertThat(reports).containsExactly("Exception ignored in: <built-in function bad>\nValueError: too late\n");
        assertThat(List.of(first, second, third)).allSatisfy(ref -> assertThat(ref.repr()).endsWith("; dead>"));
    }

    @Test
    void aProxyDoesWhatItsObjectDoes() {
        Value set = value(space.call0(space.w_set));
        set.call("add", number(3));
        Value proxy = value(space.weakrefs.proxy(set.w(), 0));
        assertThat(space.len(proxy.w())).isEqualTo(1);
        assertThat(proxy.str()).isEqualTo("{3}");
        assertThat(proxy.call("pop").repr()).isEqualTo("3");
        assertThat(space.isTrue(proxy.w())).isFalse();
        assertThat(value(space.binary(BinaryOp.OR, proxy.w(), set.w())).repr()).isEqualTo("set()");
        assertThat(equal(proxy, set)).isTrue();
        assertThat(error(proxy::hash)).isEqualTo("TypeError: unhashable type: 'weakref.ProxyType'");
        assertThat(error(() -> proxy.apply())).isEqualTo("TypeError: 'ProxyType' object is not callable");
    }

    @Test
    void theProxyOfADeadObjectRaises() {
        Value set = value(space.call0(space.w_set));
        Value proxy = value(space.weakrefs.proxy(set.w(), 0));
        set.drop();
        heap.collect(CollectionKind.MAJOR);
        assertThat(error(() -> proxy.attr("pop"))).isEqualTo("ReferenceError: weakly-referenced object no longer exists");
        assertThat(error(() -> space.len(proxy.w()))).isEqualTo("ReferenceError: weakly-referenced object no longer exists");
        assertThat(proxy.repr()).contains("to NoneType at ");
    }

    @Test
    void theProxyOfSomethingCallableCanBeCalled() {
        Value klass = newClass("A", tuple());
        Value proxy = value(space.weakrefs.proxy(klass.w(), 0));
        assertThat(proxy.apply().repr()).startsWith("<A object at");
        assertThat(space.callable(proxy.w())).isTrue();
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
