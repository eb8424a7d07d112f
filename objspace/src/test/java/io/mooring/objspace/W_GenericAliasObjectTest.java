package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code list[int]} and its kin; the expectations are what CPython 3.11 answers. */
class W_GenericAliasObjectTest extends SpaceTest {
    private static Value subscripted(String type, Value key) {
        Value found = builtin(type);
        return value(space.getitem(found.w(), key.w()));
    }

    @Test
    void itShowsTheClassAndTheArguments() {
        assertThat(subscripted("list", builtin("int")).repr()).isEqualTo("list[int]");
        assertThat(subscripted("dict", tuple(builtin("str"), builtin("int"))).repr()).isEqualTo("dict[str, int]");
        assertThat(subscripted("tuple", tuple()).repr()).isEqualTo("tuple[()]");
        assertThat(subscripted("tuple", tuple(builtin("int"), value(space.w_Ellipsis))).repr()).isEqualTo("tuple[int, ...]");
        assertThat(subscripted("list", value(space.w_None)).repr()).isEqualTo("list[None]");
        assertThat(subscripted("type", text("A")).repr()).isEqualTo("type['A']");
        assertThat(subscripted("list", subscripted("set", builtin("float"))).repr()).isEqualTo("list[set[float]]");
    }

    @Test
    void itsPartsAreAttributesAndAllOthersAreTheClasss() {
        Value alias = subscripted("list", builtin("int"));
        assertThat(alias.attr("__origin__").repr()).isEqualTo("<class 'list'>");
        assertThat(alias.attr("__args__").repr()).isEqualTo("(<class 'int'>,)");
        assertThat(alias.attr("__parameters__").repr()).isEqualTo("()");
        assertThat(alias.attr("__name__").repr()).isEqualTo("'list'");
        assertThat(alias.attr("append").repr()).isEqualTo("<method 'append' of 'list' objects>");
        assertThat(alias.attr("__class__").repr()).isEqualTo("<class 'types.GenericAlias'>");
        assertThat(error(() -> alias.attr("foo"))).isEqualTo("AttributeError: type object 'list' has no attribute 'foo'");
        assertThat(alias.call("__mro_entries__", tuple()).repr()).isEqualTo("(<class 'list'>,)");
    }

    @Test
    void calledItMakesAnInstanceOfTheClass() {
        assertThat(subscripted("list", builtin("int")).apply(text("ab")).repr()).isEqualTo("['a', 'b']");
        Value klass = newClass("A", tuple(), "__class_getitem__", (BuiltinCode) (s, h, n, k) -> s.aliases.make(s.arg(h, 0), s.arg(h, 1)));
        Value alias = value(space.getitem(klass.w(), number(5).w()));
        assertThat(alias.apply().attr("__orig_class__").is(alias)).isTrue();
    }

    @Test
    void equalAliasesHaveEqualHashes() {
        Value alias = subscripted("list", builtin("int"));
        assertThat(equal(alias, subscripted("list", builtin("int")))).isTrue();
        assertThat(alias.hash()).isEqualTo(subscripted("list", builtin("int")).hash());
        assertThat(equal(alias, subscripted("list", builtin("str")))).isFalse();
        assertThat(equal(alias, subscripted("set", builtin("int")))).isFalse();
    }

    @Test
    void whatAnAliasIsNotIsRefused() {
        Value alias = subscripted("list", builtin("int"));
        assertThat(error(() -> space.getitem(alias.w(), space.w_int))).isEqualTo("TypeError: list[int] is not a generic class");
        assertThat(error(() -> space.isinstance(alias.w(), alias.w()))).isEqualTo("TypeError: isinstance() argument 2 cannot be a parameterized generic");
        assertThat(error(() -> space.issubclass(space.w_list, alias.w()))).isEqualTo("TypeError: issubclass() argument 2 cannot be a parameterized generic");
        assertThat(error(() -> subscripted("int", number(3)))).isEqualTo("TypeError: type 'int' is not subscriptable");
    }
}
