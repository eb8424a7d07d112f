package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Classes with {@code __slots__}: their instances have these attributes and no others, unless a dict is among them. */
class SlotsTest extends SpaceTest {
    private static Value slotted(String name, Value bases, Value slots) {
        return newClass(name, bases, "__slots__", slots);
    }

    @Test
    void instancesHaveTheirMembersAndNothingElse() {
        Value type = slotted("Z", tuple(), tuple(text("a"), text("b")));
        Value instance = type.apply();
        assertThat(error(() -> instance.attr("a"))).isEqualTo("AttributeError: 'Z' object has no attribute 'a'");
        instance.setAttr("a", number(1));
        assertThat(instance.attr("a").repr()).isEqualTo("1");
        assertThat(error(() -> instance.setAttr("c", number(1)))).isEqualTo("AttributeError: 'Z' object has no attribute 'c'");
        assertThat(error(() -> instance.attr("__dict__"))).isEqualTo("AttributeError: 'Z' object has no attribute '__dict__'");
        instance.delAttr("a");
        assertThat(error(() -> instance.delAttr("a"))).isEqualTo("AttributeError: a");
        assertThat(type.apply().hasAttr("a")).isFalse();
    }

    @Test
    void aMemberIsADescriptorOfItsClass() {
        Value type = slotted("Z", tuple(), text("a"));
        Value member = type.attr("a");
        assertThat(member.repr()).isEqualTo("<member 'a' of 'Z' objects>");
        assertThat(member.attr("__class__").repr()).isEqualTo("<class 'member_descriptor'>");
        assertThat(member.attr("__name__").repr()).isEqualTo("'a'");
        assertThat(member.attr("__qualname__").repr()).isEqualTo("'Z.a'");
        assertThat(member.attr("__objclass__").repr()).isEqualTo("<class 'Z'>");
        Value instance = type.apply();
        member.call("__set__", instance, number(3));
        assertThat(member.call("__get__", instance).repr()).isEqualTo("3");
        assertThat(error(() -> member.call("__get__", number(3)))).isEqualTo("TypeError: descriptor 'a' for 'Z' objects doesn't apply to a 'int' object");
        member.call("__delete__", instance);
        assertThat(instance.hasAttr("a")).isFalse();
    }

    @Test
    void aMemberDoesNotShowInTheDictBesideIt() {
        Value[] instances = {slotted("Z", tuple(), tuple(text("a"), text("__dict__"))).apply(), newClass("Open", tuple(slotted("Base", tuple(), text("a")))).apply()};
        for (Value instance : instances) {
            instance.setAttr("a", number(1));
            assertThat(instance.attr("__dict__").repr()).isEqualTo("{}");
            instance.setAttr("b", number(2));
            assertThat(instance.attr("__dict__").repr()).isEqualTo("{'b': 2}");
            instance.attr("__dict__").call("__setitem__", text("a"), number(3));
            assertThat(instance.attr("a").repr()).as("the member goes before the dict").isEqualTo("1");
            instance.delAttr("a");
            assertThat(error(() -> instance.attr("a"))).endsWith("object has no attribute 'a'");
            instance.setAttr("__dict__", dict(text("c"), number(4)));
            instance.setAttr("a", number(5));
            assertThat(instance.attr("c").repr() + instance.attr("a").repr()).isEqualTo("45");
            assertThat(instance.hasAttr("b")).isFalse();
            assertThat(instance.attr("__dict__").repr()).isEqualTo("{'c': 4}");
            instance.delAttr("c");
            assertThat(instance.attr("__dict__").repr()).isEqualTo("{}");
        }
    }

    @Test
    void anEmptyNameIsNoMember() {
        Value instance = slotted("Z", tuple(), tuple(text("a"), text("__dict__"))).apply();
        instance.setAttr("b", number(2));
        assertThat(instance.hasAttr("")).isFalse();
        instance.setAttr("", number(1));
        assertThat(instance.attr("__dict__").repr()).isEqualTo("{'b': 2, '': 1}");
    }

    @Test
    void aSubclassAddsADictOrMembersOfItsOwn() {
        Value base = slotted("Base", tuple(), tuple(text("a")));
        Value open = newClass("Open", tuple(base)).apply();
        open.setAttr("a", number(1));
        open.setAttr("more", number(2));
        assertThat(open.attr("more").repr()).isEqualTo("2");
        Value closed = slotted("Closed", tuple(base), tuple(text("c"))).apply();
        closed.setAttr("a", number(1));
        closed.setAttr("c", number(2));
        assertThat(closed.attr("a").repr() + closed.attr("c").repr()).isEqualTo("12");
        assertThat(error(() -> closed.setAttr("d", number(3)))).isEqualTo("AttributeError: 'Closed' object has no attribute 'd'");
        Value other = slotted("Other", tuple(), tuple(text("o")));
        assertThat(error(() -> newClass("Both", tuple(base, other)))).isEqualTo("TypeError: multiple bases have instance lay-out conflict");
        assertThat(newClass("Fine", tuple(base, slotted("Empty", tuple(), tuple()))).repr()).isEqualTo("<class 'Fine'>");
    }

    @Test
    void aDictAndWeakReferencesCanBeAmongTheSlots() {
        Value open = slotted("Open", tuple(), tuple(text("__dict__"))).apply();
        open.setAttr("x", number(1));
        assertThat(open.attr("__dict__").repr()).isEqualTo("{'x': 1}");
        Value closed = slotted("Closed", tuple(), tuple()).apply();
        assertThat(error(() -> value(space.w_weakref).apply(closed))).isEqualTo("TypeError: cannot create weak reference to 'Closed' object");
        Value weak = slotted("Weak", tuple(), text("__weakref__")).apply();
        assertThat(value(space.w_weakref).apply(weak).apply().repr()).isEqualTo(weak.repr());
    }

    @Test
    void anInstanceKeepsToClassesWithTheSameMembers() {
        Value instance = slotted("A", tuple(), text("a")).apply();
        assertThat(error(() -> instance.setAttr("__class__", slotted("B", tuple(), text("b"))))).isEqualTo("TypeError: __class__ assignment: 'B' object layout differs from 'A'");
        assertThat(error(() -> instance.setAttr("__class__", newClass("C", tuple())))).isEqualTo("TypeError: __class__ assignment: 'C' object layout differs from 'A'");
    }

    @Test
    void privateNamesAreMangled() {
        assertThat(slotted("_P", tuple(), text("__own")).attr("_P__own").repr()).isEqualTo("<member '_P__own' of '_P' objects>");
    }

    @Test
    void whatCannotBeASlotIsRefused() {
        assertThat(error(() -> slotted("W", tuple(), tuple(text("1b"))))).isEqualTo("TypeError: __slots__ must be identifiers");
        assertThat(error(() -> slotted("W", tuple(), tuple(number(1))))).isEqualTo("TypeError: __slots__ items must be strings, not 'int'");
        assertThat(error(() -> slotted("W", tuple(), number(1)))).isEqualTo("TypeError: 'int' object is not iterable");
        assertThat(error(() -> newClass("W", tuple(), "__slots__", text("a"), "a", number(1)))).isEqualTo("ValueError: 'a' in __slots__ conflicts with class variable");
        assertThat(error(() -> slotted("W", tuple(builtin("int")), text("a")))).isEqualTo("TypeError: nonempty __slots__ not supported for subtype of 'int'");
        assertThat(error(() -> slotted("W", tuple(), tuple(text("__dict__"), text("__dict__"))))).isEqualTo("TypeError: __dict__ slot disallowed: we already got one");
        assertThat(error(() -> slotted("W", tuple(newClass("X", tuple())), text("__weakref__"))))
                .isEqualTo("TypeError: __weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
    }
}
