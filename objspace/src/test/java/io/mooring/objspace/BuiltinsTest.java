package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Heap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The functions of the module builtins, sys, and modules. */
class BuiltinsTest extends SpaceTest {
    private static String call(String function, Value... args) {
        return builtin(function).apply(args).repr();
    }

    @Test
    void anObjectSpaceStartsUnderTheStressOfItsSetting() {
        try (Heap other = Heap.open(setting.options())) {
            ObjSpace started = new ObjSpace(other);
            if (setting.stressed) assertThat(other.collections()).as("collections during the start").isGreaterThan(100);
            other.verify();
            assertThat(started.strText(started.builtins.module())).isEqualTo("<module 'builtins' (built-in)>");
        }
    }

    @Test
    void objectsAreDescribed() {
        assertThat(call("repr", text("a'b"))).isEqualTo("'\"a\\'b\"'");
        assertThat(call("ascii", text("é€\uD83D\uDE00"))).isEqualTo("\"'\\\\xe9\\\\u20ac\\\\U0001f600'\"");
        assertThat(call("len", list(number(1)))).isEqualTo("1");
        assertThat(call("hash", number(-1))).isEqualTo("-2");
        assertThat(call("callable", builtin("len"))).isEqualTo("True");
        assertThat(call("format", number(255), text("x"))).isEqualTo("'ff'");
        assertThat(call("isinstance", number(1), builtin("int"))).isEqualTo("True");
        assertThat(error(() -> call("len", number(1)))).isEqualTo("TypeError: object of type 'int' has no len()");
        assertThat(error(() -> call("format", builtin("object").apply(), text("x"))))
                .isEqualTo("TypeError: unsupported format string passed to object.__format__");
    }

    @Test
    void theIdentityOfAnObjectStays() {
        Value object = newClass("A", tuple()).apply();
        Value id = builtin("id").apply(object);
        for (int i = 0; i < 20; i++) list(number(i));
        assertThat(equal(builtin("id").apply(object), id)).isTrue();
        assertThat(equal(builtin("id").apply(newClass("B", tuple()).apply()), id)).isFalse();
    }

    @Test
    void attributesAreReachedByName() {
        Value object = newClass("A", tuple(), "x", number(1)).apply();
        assertThat(call("getattr", object, text("x"))).isEqualTo("1");
        assertThat(call("getattr", object, text("y"), number(2))).isEqualTo("2");
        assertThat(call("hasattr", object, text("y"))).isEqualTo("False");
        call("setattr", object, text("y"), number(3));
        assertThat(call("vars", object)).isEqualTo("{'y': 3}");
        call("delattr", object, text("y"));
        assertThat(error(() -> call("getattr", object, text("y")))).isEqualTo("AttributeError: 'A' object has no attribute 'y'");
        assertThat(error(() -> call("vars", number(5)))).isEqualTo("TypeError: vars() argument must have __dict__ attribute");
    }

    @Test
    void numbersAreConverted() {
        assertThat(call("abs", number(-3))).isEqualTo("3");
        assertThat(call("divmod", number(7), number(-2))).isEqualTo("(-4, -1)");
        assertThat(call("pow", number(2), number(10), number(1000))).isEqualTo("24");
        assertThat(call("bin", number(-5))).isEqualTo("'-0b101'");
        assertThat(call("oct", number(8))).isEqualTo("'0o10'");
        assertThat(call("hex", number(255))).isEqualTo("'0xff'");
        assertThat(call("chr", number(0x20ac))).isEqualTo("'€'");
        assertThat(call("ord", text("€"))).isEqualTo("8364");
        assertThat(call("round", decimal(2.675), number(2))).isEqualTo("2.67");
        assertThat(call("round", decimal(2.5))).isEqualTo("2");
        assertThat(error(() -> call("abs", text("x")))).isEqualTo("TypeError: bad operand type for abs(): 'str'");
        assertThat(error(() -> call("chr", number(-1)))).isEqualTo("ValueError: chr() arg not in range(0x110000)");
        assertThat(error(() -> call("ord", text("ab")))).isEqualTo("TypeError: ord() expected a character, but string of length 2 found");
        assertThat(error(() -> call("ord", number(5)))).isEqualTo("TypeError: ord() expected string of length 1, but int found");
        assertThat(error(() -> call("round", text("x")))).isEqualTo("TypeError: type str doesn't define __round__ method");
        assertThat(error(() -> call("hex", decimal(1)))).isEqualTo("TypeError: 'float' object cannot be interpreted as an integer");
    }

    @Test
    void iterablesAreConsumed() {
        Value numbers = list(number(3), number(1), number(2));
        assertThat(call("sum", numbers)).isEqualTo("6");
        assertThat(call("sum", numbers, number(10))).isEqualTo("16");
        assertThat(call("min", numbers)).isEqualTo("1");
        assertThat(call("max", number(3), number(9), number(4))).isEqualTo("9");
        assertThat(builtin("max").applyWith(dict(text("key"), builtin("len")), text("a"), text("ccc"), text("bb")).repr())
                .isEqualTo("'ccc'");
        assertThat(builtin("min").applyWith(dict(text("default"), number(0)), list()).repr()).isEqualTo("0");
        assertThat(call("sorted", numbers)).isEqualTo("[1, 2, 3]");
        assertThat(builtin("sorted").applyWith(dict(text("reverse"), value(space.w_True)), numbers).repr()).isEqualTo("[3, 2, 1]");
        assertThat(call("any", list(number(0), number(1)))).isEqualTo("True");
        assertThat(call("all", list(number(0), number(1)))).isEqualTo("False");
        assertThat(error(() -> call("min", list()))).isEqualTo("ValueError: min() arg is an empty sequence");
        assertThat(error(() -> call("sum", list(text("a")), text(""))))
                .isEqualTo("TypeError: sum() can't sum strings [use ''.join(seq) instead]");
        assertThat(error(() -> call("sorted"))).isEqualTo("TypeError: sorted expected 1 argument, got 0");
    }

    @Test
    void iteratorsAreMadeAndAsked() {
        Value iterator = builtin("iter").apply(list(number(1)));
        assertThat(call("next", iterator)).isEqualTo("1");
        assertThat(call("next", iterator, text("end"))).isEqualTo("'end'");
        assertThat(error(() -> call("next", iterator))).isEqualTo("StopIteration");
        assertThat(error(() -> call("next", number(5)))).isEqualTo("TypeError: 'int' object is not an iterator");
        assertThat(error(() -> call("iter", number(5)))).isEqualTo("TypeError: 'int' object is not iterable");
        int[] count = new int[1];
        Value counter = value(space.functions.make("counter", 0, 0, (s, h, n, k) -> s.newInt(++count[0])));
        assertThat(call("list", builtin("iter").apply(counter, number(4)))).isEqualTo("[1, 2, 3]");
    }

    @Test
    void anythingWithGetitemCanBeIterated() {
        Value sequence = newClass("Squares", tuple(), "__getitem__", (BuiltinCode) (s, h, n, k) -> {
            long index = s.asLong(s.arg(h, 1));
            if (index > 3) throw s.error(s.w_IndexError, "enough");
            return s.newInt(index * index);
        }).apply();
        assertThat(call("list", sequence)).isEqualTo("[0, 1, 4, 9]");
        assertThat(contains(sequence, number(9))).isTrue();
        assertThat(contains(sequence, number(5))).isFalse();
        Value iterable = newClass("Bad", tuple(), "__iter__", (BuiltinCode) (s, h, n, k) -> s.newInt(1)).apply();
        assertThat(error(() -> space.iter(iterable.w()))).isEqualTo("TypeError: iter() returned non-iterator of type 'int'");
        assertThat(error(() -> contains(number(1), number(1)))).isEqualTo("TypeError: argument of type 'int' is not iterable");
    }

    @Test
    void instancesAreConvertedByTheirSpecialMethods() {
        Value object = newClass("N", tuple(), "__index__", (BuiltinCode) (s, h, n, k) -> s.newInt(7), "__len__",
                (BuiltinCode) (s, h, n, k) -> s.newInt(0),
                "__float__", (BuiltinCode) (s, h, n, k) -> s.newFloat(0.5)).apply();
        assertThat(call("int", object)).isEqualTo("7");
        assertThat(call("float", object)).isEqualTo("0.5");
        assertThat(list(number(0), number(1), number(2), number(3), number(4), number(5), number(6), text("seven")).item(object).repr())
                .isEqualTo("'seven'");
        assertThat(object.isTrue()).isFalse();
        assertThat(space.asDouble(object.w())).isEqualTo(0.5);
        Value odd = newClass("Odd", tuple(), "__index__", (BuiltinCode) (s, h, n, k) -> s.newStr("x"), "__len__",
                (BuiltinCode) (s, h, n, k) -> s.newInt(-1),
                "__bool__", (BuiltinCode) (s, h, n, k) -> s.newInt(1), "__repr__", (BuiltinCode) (s, h, n, k) -> s.newInt(1)).apply();
        assertThat(error(() -> space.index(odd.w()))).isEqualTo("TypeError: __index__ returned non-int (type str)");
        assertThat(error(() -> space.len(odd.w()))).isEqualTo("ValueError: __len__() should return >= 0");
        assertThat(error(() -> space.isTrue(odd.w()))).isEqualTo("TypeError: __bool__ should return bool, returned int");
        assertThat(error(() -> odd.repr())).isEqualTo("TypeError: __repr__ returned non-string (type int)");
    }

    @Test
    void printWritesText() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = space.builtins.out;
        space.builtins.out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try {
            builtin("print").apply(number(1), text("zwei"), none());
            builtin("print").applyWith(dict(text("sep"), text("-"), text("end"), text("!")), number(1), number(2));
            assertThat(error(() -> builtin("print").applyWith(dict(text("foo"), none()))))
                    .isEqualTo("TypeError: 'foo' is an invalid keyword argument for print()");
        } finally {
            space.builtins.out = before;
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("1 zwei None\n1-2!");
    }

    @Test
    void modulesHaveADictAndAreImportedOnce() {
        Value module = value(space.modules.make(space.newStr("m")));
        module.setAttr("x", number(1));
        assertThat(module.repr()).isEqualTo("<module 'm'>");
        assertThat(module.attr("__dict__").call("get", text("x")).repr()).isEqualTo("1");
        assertThat(error(() -> module.attr("y"))).isEqualTo("AttributeError: module 'm' has no attribute 'y'");
        assertThat(builtin("type").apply(module).apply(text("n"), text("doc")).attr("__doc__").repr()).isEqualTo("'doc'");
        module.setAttr("__getattr__", value(space.functions.make("__getattr__", 1, 1, (s, h, n, k) -> s.arg(h, 0))));
        assertThat(module.attr("y").repr()).isEqualTo("'y'");
        Value modules = value(space.builtins.modules());
        put(modules, text("m"), module);
        assertThat(builtin("__import__").apply(text("m")).is(module)).isTrue();
        delete(modules, text("m"));
        assertThat(error(() -> builtin("__import__").apply(text("m")))).isEqualTo("ModuleNotFoundError: No module named 'm'");
        assertThat(value(space.builtins.module()).repr()).isEqualTo("<module 'builtins' (built-in)>");
        assertThat(value(space.builtins.sys()).attr("maxsize").repr()).isEqualTo("9223372036854775807");
        assertThat(error(() -> builtin("type").apply(module).apply()))
                .isEqualTo("TypeError: module() missing required argument 'name' (pos 1)");
    }

    @Test
    void theSingletonsAreThemselves() {
        assertThat(none().repr()).isEqualTo("None");
        assertThat(none().isTrue()).isFalse();
        assertThat(builtin("Ellipsis").repr()).isEqualTo("Ellipsis");
        assertThat(builtin("NotImplemented").repr()).isEqualTo("NotImplemented");
        assertThat(value(space.w_NoneType).apply().is(none())).isTrue();
        assertThat(error(() -> value(space.w_NoneType).apply(number(1)))).isEqualTo("TypeError: NoneType takes no arguments");
        assertThat(equal(none(), none())).isTrue();
        assertThat(equal(none(), number(0))).isFalse();
        assertThat(none().hash()).isEqualTo(none().hash());
    }
}
