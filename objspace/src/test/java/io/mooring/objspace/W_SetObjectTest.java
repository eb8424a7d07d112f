package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** set and frozenset. */
class W_SetObjectTest extends SpaceTest {
    private static Value frozen(Value... items) {
        return builtin("frozenset").apply(list(items));
    }

    private static Value range(int from, int to) {
        Value[] items = new Value[to - from];
        for (int i = 0; i < items.length; i++) items[i] = number(from + i);
        return set(items);
    }

    @Test
    void showItsItems() {
        assertThat(set().repr()).isEqualTo("set()");
        assertThat(set(number(1), number(2), number(1)).repr()).isEqualTo("{1, 2}");
        assertThat(frozen().repr()).isEqualTo("frozenset()");
        assertThat(frozen(number(1)).repr()).isEqualTo("frozenset({1})");
        assertThat(newClass("S", tuple(builtin("set"))).apply(list(number(1))).repr()).isEqualTo("S({1})");
    }

    @Test
    void knowWhatTheyContain() {
        Value big = range(0, 100);
        for (int i = 0; i < 100; i++) assertThat(contains(big, number(i))).isTrue();
        assertThat(contains(big, number(100))).isFalse();
        assertThat(contains(big, decimal(5.0))).isTrue();
        assertThat(contains(set(frozen(number(1))), set(number(1)))).isTrue();
        assertThat(error(() -> contains(big, list()))).isEqualTo("TypeError: unhashable type: 'list'");
    }

    @Test
    void haveTheOperators() {
        Value a = range(0, 4);
        Value b = range(2, 6);
        assertThat(binary(BinaryOp.AND, a, b).repr()).isEqualTo("{2, 3}");
        assertThat(binary(BinaryOp.OR, a, b).repr()).isEqualTo("{0, 1, 2, 3, 4, 5}");
        assertThat(binary(BinaryOp.SUB, a, b).repr()).isEqualTo("{0, 1}");
        assertThat(binary(BinaryOp.XOR, a, b).repr()).isEqualTo("{0, 1, 4, 5}");
        assertThat(binary(BinaryOp.OR, frozen(number(1)), set(number(2))).repr()).isEqualTo("frozenset({1, 2})");
        assertThat(binary(BinaryOp.OR, set(number(1)), frozen(number(2))).repr()).isEqualTo("{1, 2}");
        assertThat(error(() -> binary(BinaryOp.OR, a, list()))).isEqualTo("TypeError: unsupported operand type(s) for |: 'set' and 'list'");
        Value same = inplace(BinaryOp.AND, a, b);
        assertThat(same.is(a)).isTrue();
        assertThat(a.repr()).isEqualTo("{2, 3}");
    }

    @Test
    void compareAsSubsets() {
        assertThat(compare(range(0, 2), range(0, 3), CompareOp.LT).isTrue()).isTrue();
        assertThat(compare(range(0, 3), range(0, 3), CompareOp.LT).isTrue()).isFalse();
        assertThat(compare(range(0, 3), range(0, 3), CompareOp.LE).isTrue()).isTrue();
        assertThat(compare(range(0, 3), range(1, 3), CompareOp.GT).isTrue()).isTrue();
        assertThat(equal(range(0, 3), frozen(number(2), number(1), number(0)))).isTrue();
        assertThat(equal(range(0, 3), list(number(0)))).isFalse();
        assertThat(error(() -> compare(set(), list(), CompareOp.LT)))
                .isEqualTo("TypeError: '<' not supported between instances of 'set' and 'list'");
    }

    @Test
    void haveTheMethods() {
        Value set = set(number(1), number(2));
        set.call("add", number(3));
        set.call("discard", number(9));
        set.call("remove", number(1));
        assertThat(set.repr()).isEqualTo("{2, 3}");
        assertThat(error(() -> set.call("remove", number(1)))).isEqualTo("KeyError: 1");
        set.call("update", list(number(5)), tuple(number(6)));
        assertThat(set.call("union", list(number(7)), text("x")).repr()).isEqualTo("{2, 3, 5, 6, 7, 'x'}");
        assertThat(set.call("intersection", list(number(5), number(2)), list(number(2))).repr()).isEqualTo("{2}");
        assertThat(set.call("difference", list(number(5))).repr()).isEqualTo("{2, 3, 6}");
        assertThat(set.call("symmetric_difference", list(number(5), number(8))).repr()).isEqualTo("{2, 3, 6, 8}");
        assertThat(set.call("issubset", builtin("range").apply(number(10))).repr()).isEqualTo("True");
        assertThat(set.call("issuperset", list(number(2))).repr()).isEqualTo("True");
        assertThat(set.call("isdisjoint", list(number(2))).repr()).isEqualTo("False");
        set.call("intersection_update", list(number(2), number(3)));
        assertThat(set.repr()).isEqualTo("{2, 3}");
        assertThat(set.call("copy").repr()).isEqualTo("{2, 3}");
        assertThat(set.call("pop").repr()).isEqualTo("2");
        set.call("clear");
        assertThat(error(() -> set.call("pop"))).isEqualTo("KeyError: 'pop from an empty set'");
        assertThat(frozen().hasAttr("add")).isFalse();
    }

    @Test
    void onlyTheFrozenOneHasAHashAndItIgnoresOrder() {
        assertThat(frozen(number(1), number(2), text("x")).hash()).isEqualTo(frozen(text("x"), number(2), number(1)).hash());
        assertThat(frozen(number(1)).hash()).isNotEqualTo(frozen(number(2)).hash());
        assertThat(error(() -> set().hash())).isEqualTo("TypeError: unhashable type: 'set'");
        assertThat(error(() -> set(set()))).isEqualTo("TypeError: unhashable type: 'set'");
    }

    @Test
    void areMadeFromIterables() {
        assertThat(builtin("set").apply(text("aba")).repr()).isEqualTo("{'a', 'b'}");
        assertThat(error(() -> builtin("set").apply(number(1), number(2)))).isEqualTo("TypeError: set expected at most 1 argument, got 2");
        assertThat(error(() -> builtin("set").apply(number(1)))).isEqualTo("TypeError: 'int' object is not iterable");
        Value frozen = frozen(number(1));
        assertThat(builtin("frozenset").apply(frozen).is(frozen)).isTrue();
        Value iterator = value(space.iter(frozen.w()));
        assertThat(iterator.call("__length_hint__").repr()).isEqualTo("1");
        assertThat(value(space.toList(iterator.w())).repr()).isEqualTo("[1]");
    }
}
