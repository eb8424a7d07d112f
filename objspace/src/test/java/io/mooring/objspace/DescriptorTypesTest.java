package io.mooring.objspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods of builtin types are: slot wrappers where CPython's type has a slot, methods elsewhere, each with its messages; and types that cannot be called. */
class DescriptorTypesTest extends SpaceTest {
    private static Value entry(String type, String name) {
        return builtin(type).attr("__dict__").attr("get").apply(text(name));
    }

    @ParameterizedTest
    @CsvSource({
        "int, __add__, wrapper_descriptor", "int, __format__, method_descriptor", "int, __round__, method_descriptor", "object, __repr__, wrapper_descriptor",
        "object, __dir__, method_descriptor", "list, __len__, wrapper_descriptor", "list, __getitem__, method_descriptor", "tuple, __getitem__, wrapper_descriptor",
        "list, __reversed__, method_descriptor", "dict, __contains__, method_descriptor", "list, __contains__, wrapper_descriptor",
        "str, __getnewargs__, method_descriptor", "list, __class_getitem__, method_descriptor"})
    void aSpecialMethodIsAWrapperWhereThereIsASlot(String type, String name, String kind) {
        String found = entry(type, name).attr("__class__").attr("__name__").repr();
        assertThat(found).isEqualTo(name.equals("__class_getitem__") ? "'classmethod_descriptor'" : "'" + kind + "'");
    }

    @Test
    void methodsAndWrappersComplainInTheirOwnWords() {
        assertThat(error(() -> builtin("int").attr("__format__").apply())).isEqualTo("TypeError: unbound method int.__format__() needs an argument");
        assertThat(error(() -> builtin("int").attr("__add__").apply())).isEqualTo("TypeError: descriptor '__add__' of 'int' object needs an argument");
        assertThat(error(() -> builtin("list").attr("__reversed__").apply(number(1)))).isEqualTo("TypeError: descriptor '__reversed__' for 'list' objects doesn't apply to a 'int' object");
        assertThat(error(() -> builtin("list").attr("__len__").apply(number(1)))).isEqualTo("TypeError: descriptor '__len__' requires a 'list' object but received a 'int'");
        assertThat(error(() -> builtin("int").attr("__trunc__").apply(number(1), number(2)))).isEqualTo("TypeError: int.__trunc__() takes no arguments (1 given)");
        assertThat(error(() -> builtin("list").attr("__class_getitem__").apply())).isEqualTo("TypeError: list.__class_getitem__() takes exactly one argument (0 given)");
        assertThat(builtin("int").attr("__format__").repr()).isEqualTo("<method '__format__' of 'int' objects>");
    }

    @Test
    void instancesShowTheDocumentationOfTheirType() {
        assertThat(number(1).attr("__doc__").repr()).isEqualTo(builtin("int").attr("__doc__").repr()).isNotEqualTo("None");
        assertThat(builtin("ValueError").apply().attr("__doc__").repr()).isEqualTo("None");
        assertThat(newClass("X", tuple(builtin("int"))).apply().attr("__doc__").repr()).isEqualTo("None");
    }

    @ParameterizedTest
    @CsvSource({"list_iterator", "dict_keys", "range_iterator", "builtin_function_or_method", "method_descriptor", "wrapper_descriptor", "getset_descriptor"})
    void aTypeWithoutAConstructorCannotBeCalled(String type) {
        Value found = value(space.types.builtin(type));
        assertThat(error(() -> found.apply())).isEqualTo("TypeError: cannot create '" + type + "' instances");
        assertThat(error(() -> builtin("object").attr("__new__").apply(found)))
                .isEqualTo("TypeError: object.__new__(" + type + ") is not safe, use " + type + ".__new__()");
    }
}
