package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.roots.HandleScope;
import org.junit.jupiter.api.Test;

/** Calling: arguments, keywords, their messages, nesting, and a heap that is full. */
class CallsTest extends SpaceTest {
    private static Value function(String signature, BuiltinCode code) {
        return value(space.functions.make(signature, code));
    }

    private static final BuiltinCode TUPLE = (s, h, n, k) -> {
        Value list = list();
        for (int i = 0; i < n; i++) s.lists.append(list.w(), s.argOrNone(h, i, n));
        return s.toTuple(list.w());
    };

    @Test
    void argumentsArriveInOrder() {
        Value f = function("f(a, b, c=)", TUPLE);
        assertThat(f.apply(number(1), number(2)).repr()).isEqualTo("(1, 2, None)");
        assertThat(f.apply(number(1), number(2), number(3)).repr()).isEqualTo("(1, 2, 3)");
        assertThat(f.applyWith(dict(text("c"), number(3), text("b"), number(2)), number(1)).repr()).isEqualTo("(1, 2, 3)");
        assertThat(f.applyWith(dict(text("c"), number(3), text("b"), number(2), text("a"), number(1))).repr()).isEqualTo("(1, 2, 3)");
        assertThat(value(space.call2(f.w(), space.newInt(4), space.newInt(5))).repr()).isEqualTo("(4, 5, None)");
        assertThat(value(space.call3(f.w(), space.newInt(4), space.newInt(5), space.newInt(6))).repr()).isEqualTo("(4, 5, 6)");
    }

    @Test
    void wrongArgumentsAreNamed() {
        Value f = function("f(a, b, c=)", TUPLE);
        assertThat(error(() -> f.apply())).isEqualTo("TypeError: f() missing required argument 'a' (pos 1)");
        assertThat(error(() -> f.apply(none(), none(), none(), none()))).isEqualTo("TypeError: f() takes at most 3 arguments (4 given)");
        assertThat(error(() -> f.applyWith(dict(text("z"), none()), none(), none())))
                .isEqualTo("TypeError: 'z' is an invalid keyword argument for f()");
        assertThat(error(() -> f.applyWith(dict(text("a"), none()), none(), none())))
                .isEqualTo("TypeError: argument for f() given by name ('a') and position (1)");
        assertThat(error(() -> f.applyWith(dict(number(1), none())))).isEqualTo("TypeError: keywords must be strings");
        Value keywordOnly = function("g(*, key=)", TUPLE);
        assertThat(error(() -> keywordOnly.apply(none()))).isEqualTo("TypeError: g() takes no positional arguments");
        Value positionalOnly = function("h(a, b=, /)", TUPLE);
        assertThat(error(() -> positionalOnly.applyWith(dict(text("a"), none())))).isEqualTo("TypeError: h() takes no keyword arguments");
        assertThat(error(() -> positionalOnly.apply())).isEqualTo("TypeError: h expected at least 1 argument, got 0");
    }

    @Test
    void methodsCheckCountAndSelf() {
        Value list = builtin("list");
        assertThat(error(() -> list().call("append"))).isEqualTo("TypeError: list.append() takes exactly one argument (0 given)");
        assertThat(error(() -> list().call("append", none(), none())))
                .isEqualTo("TypeError: list.append() takes exactly one argument (2 given)");
        assertThat(error(() -> dict().call("clear", none()))).isEqualTo("TypeError: dict.clear() takes no arguments (1 given)");
        assertThat(error(() -> dict().call("get"))).isEqualTo("TypeError: get expected at least 1 argument, got 0");
        assertThat(error(() -> dict().call("get", none(), none(), none()))).isEqualTo("TypeError: get expected at most 2 arguments, got 3");
        assertThat(error(() -> list.attr("append").apply(number(1))))
                .isEqualTo("TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object");
        assertThat(error(() -> list.attr("append").apply())).isEqualTo("TypeError: unbound method list.append() needs an argument");
        assertThat(error(() -> builtin("int").attr("__add__").apply()))
                .isEqualTo("TypeError: descriptor '__add__' of 'int' object needs an argument");
        assertThat(error(() -> builtin("int").attr("__add__").apply(text("a"), none())))
                .isEqualTo("TypeError: descriptor '__add__' requires a 'int' object but received a 'str'");
        assertThat(error(() -> list().attr("append").applyWith(dict(text("x"), none()))))
                .isEqualTo("TypeError: list.append() takes no keyword arguments");
        assertThat(error(() -> builtin("len").apply())).isEqualTo("TypeError: len() takes exactly one argument (0 given)");
        assertThat(error(() -> builtin("isinstance").apply(none()))).isEqualTo("TypeError: isinstance expected 2 arguments, got 1");
        assertThat(error(() -> list().call("__len__", none()))).isEqualTo("TypeError: expected 0 arguments, got 1");
        assertThat(error(() -> list().call("__add__"))).isEqualTo("TypeError: expected 1 argument, got 0");
    }

    @Test
    void notEverythingCanBeCalled() {
        assertThat(error(() -> number(5).apply())).isEqualTo("TypeError: 'int' object is not callable");
        assertThat(error(() -> newClass("A", tuple()).apply().apply())).isEqualTo("TypeError: 'A' object is not callable");
        Value callable = newClass("B", tuple(), "__call__", (BuiltinCode) (s, h, n, k) -> s.arg(h, 1)).apply();
        assertThat(callable.apply(number(3)).repr()).isEqualTo("3");
        assertThat(space.callable(callable.w())).isTrue();
        assertThat(space.callable(space.newInt(1))).isFalse();
    }

    @Test
    void methodsAreCalledByNameWithoutBinding() {
        Value list = list(number(3), number(1));
        Value arg = number(7);
        try (HandleScope scope = heap.scope()) {
            space.callMethod(list.w(), space.intern("append"), scope.root(arg.w()), 1, 0);
        }
        assertThat(list.repr()).isEqualTo("[3, 1, 7]");
        Value instance = newClass("A", tuple(), "f", (BuiltinCode) (s, h, n, k) -> s.newInt(1)).apply();
        assertThat(value(space.callMethod(instance.w(), space.intern("f"), 0, 0, 0)).repr()).isEqualTo("1");
        instance.setAttr("f", builtin("dict"));
        assertThat(value(space.callMethod(instance.w(), space.intern("f"), 0, 0, 0)).repr()).isEqualTo("{}");
        assertThat(error(() -> space.callMethod(instance.w(), space.intern("g"), 0, 0, 0)))
                .isEqualTo("AttributeError: 'A' object has no attribute 'g'");
    }

    @Test
    void endlessRecursionIsAnErrorAndTheNextCallWorks() {
        Value klass = newClass("A", tuple(), "f", (BuiltinCode) (s, h, n, k) -> s.call0(s.getattr(s.arg(h, 0), s.intern("f"))),
                "__repr__", (BuiltinCode) (s, h, n, k) -> s.repr(s.arg(h, 0)),
                "__eq__", (BuiltinCode) (s, h, n, k) -> s.richcompare(s.arg(h, 1), s.arg(h, 0), CompareOp.EQ));
        Value a = klass.apply();
        Value b = klass.apply();
        assertThat(error(() -> a.call("f"))).startsWith("RecursionError: maximum recursion depth exceeded");
        assertThat(error(() -> a.repr())).startsWith("RecursionError: maximum recursion depth exceeded");
        assertThat(error(() -> equal(a, b))).startsWith("RecursionError: maximum recursion depth exceeded");
        assertThat(add(number(1), number(2)).repr()).isEqualTo("3");
    }

    @Test
    void deeplyNestedTuplesCannotBeHashed() {
        Value nested = tuple();
        for (int i = 0; i < 2000; i++) nested = tuple(nested);
        Value deepest = nested;
        assertThat(error(() -> deepest.hash())).startsWith("RecursionError: maximum recursion depth exceeded");
        assertThat(tuple(number(1)).hash()).isEqualTo(tuple(number(1)).hash());
    }

    @Test
    void aSmallStackEndsRecursionBeforeTheLimitDoes() throws InterruptedException {
        Value klass = newClass("A", tuple(), "__add__", (BuiltinCode) (s, h, n, k) -> s.add(s.arg(h, 0), s.arg(h, 1)));
        Value a = klass.apply();
        String[] result = new String[1];
        long smallStackBytes = 512 << 10;
        Thread thread = new Thread(null, () -> result[0] = error(() -> add(a, a)), "small stack", smallStackBytes);
        thread.start();
        thread.join();
        assertThat(result[0]).isEqualTo("RecursionError: maximum recursion depth exceeded while calling a Python object");
    }

    @Test
    void deeplyNestedListsCannotBeShownOrCompared() {
        Value a = list();
        Value b = list();
        for (int i = 0; i < 2000; i++) {
            a = list(a);
            b = list(b);
        }
        Value left = a;
        Value right = b;
        assertThat(error(() -> left.repr()))
                .startsWith("RecursionError: maximum recursion depth exceeded while getting the repr of an object");
        assertThat(error(() -> equal(left, right))).startsWith("RecursionError: maximum recursion depth exceeded in comparison");
    }

    @Test
    void anErrorHasAnObjectEvenInAFullHeap() {
        OperationError error = space.error(space.w_ValueError, "no room for this text");
        if (setting.stressed) return; // a collection at every allocation of so many objects takes minutes
        try (HandleScope scope = heap.scope()) {
            long hChain = scope.root(0);
            try {
                while (true) scope.set(hChain, space.newTuple(scope.get(hChain)));
            } catch (HeapExhausted full) {
                assertThat(space.type(error.w_value())).isEqualTo(space.w_MemoryError);
            }
        }
        assertThat(space.error(space.w_ValueError, "room again").w_value()).isNotZero();
    }

    @Test
    void aFullHeapIsAMemoryErrorAndTheHeapIsIntact() {
        Value before = list(number(1), text("kept"));
        Value function = value(space.functions.make("fill", 0, 0, (s, h, n, k) -> {
            try (HandleScope scope = s.heap.scope()) {
                long hAll = scope.root(s.newList());
                while (true) {
                    long w_item = s.heap.allocate(TypeIds.WORDS, 1 << 10);
                    s.lists.append(scope.get(hAll), w_item);
                }
            }
        }));
        if (setting.stressed) return; // a collection at every allocation of so many objects takes minutes
        assertThat(error(() -> function.apply())).startsWith("MemoryError: heap exhausted");
        assertThat(before.repr()).isEqualTo("[1, 'kept']");
        assertThat(list(number(1)).repr()).isEqualTo("[1]");
    }
}
