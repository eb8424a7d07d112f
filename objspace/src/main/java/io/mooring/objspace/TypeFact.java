package io.mooring.objspace;

/** What Python asks about the layout of a type's instances, which only C knows: {@code type.__basicsize__} and its like. */
public enum TypeFact {
    /** {@code __flags__}: CPython's bits of {@code tp_flags}. */
    FLAGS("__flags__"),
    /** {@code __basicsize__}: bytes of an instance, without items. */
    BASIC_SIZE("__basicsize__"),
    /** {@code __itemsize__}: bytes of an item, 0 for instances of one size. */
    ITEM_SIZE("__itemsize__"),
    /** {@code __dictoffset__}: where the instance's dict stands; 0 = nowhere that C can see. */
    DICT_OFFSET("__dictoffset__"),
    /** {@code __weakrefoffset__}: where the list of weak references stands; 0 = nowhere that C can see. */
    WEAKREF_OFFSET("__weakrefoffset__");

    private final String attribute;

    TypeFact(String attribute) {
        this.attribute = attribute;
    }

    /** The attribute of type that shows it. */
    String attribute() {
        return attribute;
    }
}
