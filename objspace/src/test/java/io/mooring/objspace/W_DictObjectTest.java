package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** dict: order, lookup of all sorts of keys, deletion and growth, views, messages. */
class W_DictObjectTest extends SpaceTest {
    private static Value numbered(int count) {
        Value dict = dict();
        for (int i = 0; i < count; i++) put(dict, text("k" + i), number(i));
        return dict;
    }

    @Test
    void keepsTheOrderOfInsertion() {
        Value dict = dict(text("b"), number(1), text("a"), number(2), number(3), text("c"));
        put(dict, text("b"), number(9));
        assertThat(dict.repr()).isEqualTo("{'b': 9, 'a': 2, 3: 'c'}");
    }

    @Test
    void findsEveryKeyWhileGrowingPastItsIndex() {
        Value dict = numbered(100);
        for (int i = 0; i < 100; i++) assertThat(dict.item(text("k" + i)).repr()).isEqualTo(Integer.toString(i));
        assertThat(space.len(dict.w())).isEqualTo(100);
        assertThat(space.dicts.get(dict.w(), "k100")).isZero();
    }

    @Test
    void findsIntsFloatsAndTuplesByEqualityNotIdentity() {
        Value dict = dict(number(1), text("one"), tuple(number(1), text("x")), text("pair"), decimal(2.5), text("float"));
        assertThat(dict.item(decimal(1.0)).repr()).isEqualTo("'one'");
        assertThat(dict.item(value(space.w_True)).repr()).isEqualTo("'one'");
        assertThat(dict.item(tuple(number(1), text("x"))).repr()).isEqualTo("'pair'");
        assertThat(dict.item(decimal(2.5)).repr()).isEqualTo("'float'");
    }

    @Test
    void forgetsWhatWasDeletedAndFindsTheRest() {
        Value dict = numbered(40);
        for (int i = 0; i < 40; i += 2) delete(dict, text("k" + i));
        assertThat(space.len(dict.w())).isEqualTo(20);
        for (int i = 0; i < 40; i++) assertThat(contains(dict, text("k" + i))).isEqualTo(i % 2 == 1);
        for (int i = 40; i < 60; i++) put(dict, text("k" + i), number(i));
        assertThat(dict.call("popitem").repr()).isEqualTo("('k59', 59)");
        assertThat(dict.item(text("k1")).repr()).isEqualTo("1");
    }

    @Test
    void canBeFilledAndEmptiedAgainAndAgain() {
        Value dict = dict();
        for (int round = 0; round < 30; round++) {
            put(dict, number(round), number(round));
            delete(dict, number(round));
        }
        assertThat(dict.repr()).isEqualTo("{}");
        put(dict, number(7), number(8));
        assertThat(dict.repr()).isEqualTo("{7: 8}");
    }

    @Test
    void asksTheKeysOwnEquality() {
        Value keyClass = newClass("Key", tuple(), "__hash__", (BuiltinCode) (s, h, n, k) -> s.newInt(5), "__eq__",
                (BuiltinCode) (s, h, n, k) -> s.w_True);
        Value dict = dict(number(1), text("x"));
        Value first = keyClass.apply();
        put(dict, first, text("first"));
        put(dict, keyClass.apply(), text("second"));
        assertThat(space.len(dict.w())).isEqualTo(2);
        assertThat(dict.item(first).repr()).isEqualTo("'second'");
        assertThat(dict.item(number(5)).repr()).isEqualTo("'second'");
    }

    @Test
    void survivesAnEqualityThatChangesTheDict() {
        Value dict = dict();
        int[] calls = new int[1];
        Value keyClass = newClass("Key", tuple(), "__hash__", (BuiltinCode) (s, h, n, k) -> s.newInt(5), "__eq__",
                (BuiltinCode) (s, h, n, k) -> {
            if (calls[0]++ == 0) dict.call("clear");
            return s.w_False;
        });
        put(dict, keyClass.apply(), text("a"));
        put(dict, keyClass.apply(), text("b"));
        assertThat(dict.call("values").repr()).isEqualTo("dict_values(['b'])");
    }

    @Test
    void comparesByContents() {
        assertThat(equal(dict(number(1), number(2), number(3), number(4)), dict(number(3), number(4), number(1), number(2)))).isTrue();
        assertThat(equal(dict(number(1), number(2)), dict(number(1), number(3)))).isFalse();
        assertThat(equal(dict(number(1), number(2)), dict())).isFalse();
        assertThat(error(() -> compare(dict(), dict(), CompareOp.LT)))
                .isEqualTo("TypeError: '<' not supported between instances of 'dict' and 'dict'");
    }

    @Test
    void hasTheMethodsOfDict() {
        Value dict = dict(text("a"), number(1));
        assertThat(dict.call("get", text("a")).repr()).isEqualTo("1");
        assertThat(dict.call("get", text("z")).repr()).isEqualTo("None");
        assertThat(dict.call("get", text("z"), number(5)).repr()).isEqualTo("5");
        assertThat(dict.call("setdefault", text("b"), number(2)).repr()).isEqualTo("2");
        assertThat(dict.call("setdefault", text("a"), number(9)).repr()).isEqualTo("1");
        assertThat(dict.call("pop", text("a")).repr()).isEqualTo("1");
        assertThat(dict.call("pop", text("a"), text("gone")).repr()).isEqualTo("'gone'");
        dict.call("update", list(tuple(text("c"), number(3)), tuple(text("d"), number(4))));
        assertThat(dict.call("copy").repr()).isEqualTo("{'b': 2, 'c': 3, 'd': 4}");
        assertThat(dict.call("items").repr()).isEqualTo("dict_items([('b', 2), ('c', 3), ('d', 4)])");
        assertThat(dict.call("__reversed__").call("__next__").repr()).isEqualTo("'d'");
        assertThat(builtin("dict").call("fromkeys", list(number(1), number(2))).repr()).isEqualTo("{1: None, 2: None}");
        dict.call("clear");
        assertThat(dict.repr()).isEqualTo("{}");
    }

    @Test
    void isMadeFromMappingsPairsAndKeywords() {
        assertThat(builtin("dict").apply(list(tuple(number(1), number(2)), list(number(3), number(4)))).repr()).isEqualTo("{1: 2, 3: 4}");
        Value kwargs = dict(text("x"), number(1), text("y"), number(2));
        Value made = builtin("dict").applyWith(kwargs, dict(number(0), number(0)));
        assertThat(made.repr()).isEqualTo("{0: 0, 'x': 1, 'y': 2}");
        assertThat(error(() -> builtin("dict").apply(number(5)))).isEqualTo("TypeError: 'int' object is not iterable");
        assertThat(error(() -> builtin("dict").apply(list(number(5)))))
                .isEqualTo("TypeError: cannot convert dictionary update sequence element #0 to a sequence");
        assertThat(error(() -> builtin("dict").apply(list(text("abc")))))
                .isEqualTo("ValueError: dictionary update sequence element #0 has length 3; 2 is required");
        assertThat(error(() -> builtin("dict").apply(none(), none()))).isEqualTo("TypeError: dict expected at most 1 argument, got 2");
    }

    @Test
    void mergesWithTheOrOperator() {
        Value left = dict(number(1), text("a"), number(2), text("b"));
        assertThat(binary(BinaryOp.OR, left, dict(number(2), text("c"))).repr()).isEqualTo("{1: 'a', 2: 'c'}");
        assertThat(error(() -> binary(BinaryOp.OR, left, list())))
                .isEqualTo("TypeError: unsupported operand type(s) for |: 'dict' and 'list'");
        Value same = inplace(BinaryOp.OR, left, list(tuple(number(5), number(6))));
        assertThat(same.is(left)).isTrue();
        assertThat(left.repr()).isEqualTo("{1: 'a', 2: 'b', 5: 6}");
    }

    @Test
    void viewsAreSetsAndFollowTheDict() {
        Value dict = dict(number(1), text("a"), number(2), text("b"));
        Value keys = dict.call("keys");
        put(dict, number(3), text("c"));
        assertThat(keys.repr()).isEqualTo("dict_keys([1, 2, 3])");
        assertThat(binary(BinaryOp.AND, keys, set(number(2), number(3), number(9))).repr()).isEqualTo("{2, 3}");
        assertThat(equal(keys, set(number(1), number(2), number(3)))).isTrue();
        assertThat(contains(dict.call("items"), tuple(number(1), text("a")))).isTrue();
        assertThat(contains(dict.call("values"), text("b"))).isTrue();
        assertThat(space.len(keys.w())).isEqualTo(3);
    }

    @Test
    void noticesAChangeDuringIteration() {
        Value dict = numbered(3);
        Value iterator = value(space.iter(dict.w()));
        space.next(iterator.w());
        put(dict, text("new"), none());
        assertThat(error(() -> space.next(iterator.w()))).isEqualTo("RuntimeError: dictionary changed size during iteration");
    }

    @Test
    void showsItselfInsideItself() {
        Value dict = dict();
        put(dict, text("me"), dict);
        assertThat(dict.repr()).isEqualTo("{'me': {...}}");
    }

    @Test
    void namesTheKeyThatIsMissing() {
        assertThat(error(() -> dict().item(text("a")))).isEqualTo("KeyError: 'a'");
        assertThat(error(() -> delete(dict(), number(5)))).isEqualTo("KeyError: 5");
        assertThat(error(() -> dict().call("popitem"))).isEqualTo("KeyError: 'popitem(): dictionary is empty'");
        assertThat(error(() -> dict().item(list()))).isEqualTo("TypeError: unhashable type: 'list'");
        assertThat(error(() -> put(dict(), dict(), none()))).isEqualTo("TypeError: unhashable type: 'dict'");
        assertThat(error(() -> dict().hash())).isEqualTo("TypeError: unhashable type: 'dict'");
    }

    @Test
    void aSubclassMayMakeUpMissingItems() {
        Value subclass = newClass("D", tuple(builtin("dict")), "__missing__",
                (BuiltinCode) (s, h, n, k) -> s.newStr("made " + s.string(s.arg(h, 1))));
        Value dict = subclass.apply();
        assertThat(dict.item(text("x")).repr()).isEqualTo("'made x'");
        assertThat(dict.call("get", text("x")).repr()).isEqualTo("None");
        assertThat(dict.repr()).isEqualTo("{}");
    }
}
