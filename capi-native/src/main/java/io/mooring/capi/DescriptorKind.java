package io.mooring.capi;

/** What a C_DESCRIPTOR describes; the ordinal is its kind word, and the first four are numbered as in upcalls.h. */
enum DescriptorKind {
    METHOD("method_descriptor"),
    CLASS_METHOD("classmethod_descriptor"),
    GETSET("getset_descriptor"),
    MEMBER("member_descriptor"),
    SLOT("wrapper_descriptor"),
    /** {@code __new__}: called with the class first. */
    CONSTRUCTOR("builtin_function_or_method");

    private static final DescriptorKind[] ALL = values();

    private final String typeName;

    DescriptorKind(String typeName) {
        this.typeName = typeName;
    }

    static DescriptorKind numbered(int ordinal) {
        return ALL[ordinal];
    }

    /** Name of the descriptor's own Python type. */
    String typeName() {
        return typeName;
    }

    /** Whether it beats the instance dict. */
    boolean isData() {
        return this == GETSET || this == MEMBER;
    }
}
