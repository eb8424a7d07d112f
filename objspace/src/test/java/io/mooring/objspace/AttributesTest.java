package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Attribute lookup: who wins, the hooks, the descriptors, the messages. */
class AttributesTest extends SpaceTest {
    private static BuiltinCode answering(String text) {
        return (s, h, n, k) -> s.newStr(text);
    }

    private static final BuiltinCode NOTHING = (s, h, n, k) -> s.w_None;

    @Test
    void anInstanceKeepsItsOwnAttributes() {
        Value instance = newClass("A", tuple(), "x", number(1)).apply();
        assertThat(instance.attr("x").repr()).isEqualTo("1");
        instance.setAttr("x", number(2));
        assertThat(instance.attr("x").repr()).isEqualTo("2");
        assertThat(instance.attr("__dict__").repr()).isEqualTo("{'x': 2}");
        instance.delAttr("x");
        assertThat(instance.attr("x").repr()).isEqualTo("1");
        instance.setAttr("__dict__", dict(text("y"), number(3)));
        assertThat(instance.attr("y").repr()).isEqualTo("3");
    }

    @Test
    void aMissingAttributeIsNamed() {
        Value instance = newClass("A", tuple()).apply();
        assertThat(error(() -> instance.attr("x"))).isEqualTo("AttributeError: 'A' object has no attribute 'x'");
        assertThat(error(() -> instance.delAttr("x"))).isEqualTo("AttributeError: 'A' object has no attribute 'x'");
        assertThat(error(() -> number(5).setAttr("x", none()))).isEqualTo("AttributeError: 'int' object has no attribute 'x'");
        assertThat(error(() -> number(5).setAttr("real", none())))
                .isEqualTo("AttributeError: attribute 'real' of 'int' objects is not writable");
        assertThat(error(() -> list().setAttr("append", none())))
                .isEqualTo("AttributeError: 'list' object attribute 'append' is read-only");
        assertThat(error(() -> builtin("object").apply().setAttr("x", none())))
                .isEqualTo("AttributeError: 'object' object has no attribute 'x'");
        assertThat(error(() -> space.getattr(space.w_None, space.newInt(1))))
                .isEqualTo("TypeError: attribute name must be string, not 'int'");
    }

    @Test
    void theErrorKnowsNameAndObject() {
        Value instance = newClass("A", tuple()).apply();
        try {
            instance.attr("x");
        } catch (OperationError error) {
            Value raised = value(error.w_value());
            assertThat(raised.attr("name").repr()).isEqualTo("'x'");
            assertThat(raised.attr("obj").is(instance)).isTrue();
            return;
        }
        throw new AssertionError("no exception");
    }

    @Test
    void aDataDescriptorBeatsTheInstanceAndAnotherDoesNot() {
        Value data = newClass("Data", tuple(), "__get__", answering("data"), "__set__", NOTHING).apply();
        Value other = newClass("Other", tuple(), "__get__", answering("other")).apply();
        Value instance = newClass("A", tuple(), "d", data, "o", other).apply();
        instance.attr("__dict__").call("update", dict(text("d"), number(1), text("o"), number(2)));
        assertThat(instance.attr("d").repr()).isEqualTo("'data'");
        assertThat(instance.attr("o").repr()).isEqualTo("2");
    }

    @Test
    void aPropertyComputesSetsAndDeletes() {
        Value getter = function("get", 1, (s, h, n, k) -> s.getattr(s.arg(h, 0), s.intern("hidden")));
        Value setter = function("set", 2, (s, h, n, k) -> {
            s.setattr(s.arg(h, 0), s.intern("hidden"), s.arg(h, 1));
            return s.w_None;
        });
        Value readOnly = builtin("property").apply(getter);
        Value both = readOnly.call("setter", setter);
        Value instance = newClass("A", tuple(), "p", both, "r", readOnly).apply();
        instance.setAttr("p", number(5));
        assertThat(instance.attr("p").repr()).isEqualTo("5");
        assertThat(instance.attr("r").repr()).isEqualTo("5");
        assertThat(error(() -> instance.setAttr("r", number(1)))).isEqualTo("AttributeError: property 'r' of 'A' object has no setter");
        assertThat(error(() -> instance.delAttr("p"))).isEqualTo("AttributeError: property 'p' of 'A' object has no deleter");
        assertThat(error(() -> newClass("B", tuple(), "q", builtin("property").apply()).apply().attr("q")))
                .isEqualTo("AttributeError: property 'q' of 'B' object has no getter");
    }

    @Test
    void staticAndClassMethodsBindAsTheyShould() {
        Value klass = newClass("A", tuple(), "s", builtin("staticmethod").apply(function("s", 1, (s, h, n, k) -> s.arg(h, 0))),
                "c", builtin("classmethod").apply(function("c", 1, (s, h, n, k) -> s.arg(h, 0))));
        assertThat(klass.apply().call("s", number(3)).repr()).isEqualTo("3");
        assertThat(klass.apply().call("c").is(klass)).isTrue();
        assertThat(klass.call("c").is(klass)).isTrue();
        Value sub = newClass("B", tuple(klass));
        assertThat(sub.call("c").is(sub)).isTrue();
    }

    @Test
    void getattrIsAskedLastAndItsErrorIsKept() {
        Value instance = newClass("A", tuple(), "x", number(1), "__getattr__", (BuiltinCode) (s, h, n, k) -> {
            if (s.string(s.arg(h, 1)).equals("bad")) throw s.error(s.w_AttributeError, "I refuse");
            return s.arg(h, 1);
        }).apply();
        assertThat(instance.attr("x").repr()).isEqualTo("1");
        assertThat(instance.attr("y").repr()).isEqualTo("'y'");
        assertThat(error(() -> instance.attr("bad"))).isEqualTo("AttributeError: I refuse");
        assertThat(instance.hasAttr("bad")).isFalse();
    }

    @Test
    void getattributeReplacesTheLookup() {
        Value instance = newClass("A", tuple(), "x", number(1), "__getattribute__", (BuiltinCode) (s, h, n, k) -> s.newStr("all")).apply();
        assertThat(instance.attr("x").repr()).isEqualTo("'all'");
        assertThat(builtin("object").attr("__getattribute__").apply(instance, text("x")).repr()).isEqualTo("1");
    }

    @Test
    void setattrAndDelattrCanBeReplaced() {
        Value log = list();
        Value instance = newClass("A", tuple(), "__setattr__", (BuiltinCode) (s, h, n, k) -> {
            s.lists.append(log.w(), s.arg(h, 1));
            return s.w_None;
        }, "__delattr__", (BuiltinCode) (s, h, n, k) -> {
            s.lists.append(log.w(), s.arg(h, 1));
            return s.w_None;
        }).apply();
        instance.setAttr("a", number(1));
        instance.delAttr("b");
        assertThat(log.repr()).isEqualTo("['a', 'b']");
        builtin("object").attr("__setattr__").apply(instance, text("real"), number(2));
        assertThat(instance.attr("real").repr()).isEqualTo("2");
    }

    @Test
    void superFollowsTheOrderOfTheObjectsClass() {
        Value a = newClass("A", tuple(), "f", answering("A"));
        Value b = newClass("B", tuple(a), "f", answering("B"));
        Value c = newClass("C", tuple(a), "f", answering("C"));
        Value d = newClass("D", tuple(b, c));
        assertThat(builtin("super").apply(b, d.apply()).call("f").repr()).isEqualTo("'C'");
        assertThat(builtin("super").apply(a, d.apply()).hasAttr("f")).isFalse();
        assertThat(error(() -> builtin("super").apply(a, number(1))))
                .isEqualTo("TypeError: super(type, obj): obj must be an instance or subtype of type");
    }

    @Test
    void dirNamesEverything() {
        Value instance = newClass("A", tuple(), "method", NOTHING).apply();
        instance.setAttr("own", number(1));
        Value names = builtin("dir").apply(instance);
        assertThat(names.repr()).contains("'method'", "'own'", "'__class__'").startsWith("['__class__'");
    }

    @Test
    void methodsAreObjects() {
        Value append = list(number(1)).attr("append");
        assertThat(append.repr()).startsWith("<built-in method append of list object at 0x");
        append.apply(number(2));
        assertThat(append.attr("__self__").repr()).isEqualTo("[1, 2]");
        assertThat(append.attr("__name__").repr()).isEqualTo("'append'");
        assertThat(append.attr("__qualname__").repr()).isEqualTo("'list.append'");
        assertThat(builtin("list").attr("append").repr()).isEqualTo("<method 'append' of 'list' objects>");
        assertThat(builtin("list").attr("__len__").repr()).isEqualTo("<slot wrapper '__len__' of 'list' objects>");
        assertThat(builtin("list").attr("append").attr("__objclass__").repr()).isEqualTo("<class 'list'>");
        assertThat(builtin("len").repr()).isEqualTo("<built-in function len>");
        assertThat(builtin("len").attr("__module__").repr()).isEqualTo("'builtins'");
        assertThat(builtin("type").apply(builtin("len")).repr()).isEqualTo("<class 'builtin_function_or_method'>");
        assertThat(builtin("type").apply(builtin("list").attr("append")).repr()).isEqualTo("<class 'method_descriptor'>");
        assertThat(builtin("type").apply(append).repr()).isEqualTo("<class 'builtin_function_or_method'>");
        assertThat(equal(list(number(1)).attr("append"), list(number(1)).attr("append"))).isFalse();
    }
}
