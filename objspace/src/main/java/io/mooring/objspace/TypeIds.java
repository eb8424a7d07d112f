package io.mooring.objspace;

/**
 * The heap type ids of this object space: one per layout, fixed at compile time so that dispatch is a switch over constants.
 *
 * <p>{@link ObjSpace} defines the layouts in exactly this order and asserts that the heap hands out these ids. Id 0 is what
 * {@link ObjSpace#kind} answers for an immediate. A heap serves one object space, and nothing may be defined in it before.
 */
public final class TypeIds {
    /** An immediate: a small int that has no object. */
    public static final int SMALL_INT = 0;

    public static final int NONE = 1;
    public static final int ELLIPSIS = 2;
    public static final int NOT_IMPLEMENTED = 3;
    public static final int BOOL = 4;
    public static final int LONG = 5;
    public static final int FLOAT = 6;
    public static final int COMPLEX = 7;
    public static final int UNICODE = 8;
    public static final int BYTES = 9;
    public static final int BYTEARRAY = 10;
    public static final int TUPLE = 11;
    public static final int LIST = 12;
    public static final int DICT = 13;
    public static final int SET = 14;
    public static final int FROZENSET = 15;
    public static final int SLICE = 16;
    public static final int RANGE = 17;

    // Objects that carry their Python type in their first field (see ObjectKind.OWN_TYPE).
    public static final int TYPE = 18;
    public static final int INSTANCE = 19;
    public static final int FOREIGN = 20;
    public static final int EXCEPTION = 21;
    public static final int MODULE = 22;

    // Callables and descriptors.
    public static final int BUILTIN_FUNCTION = 23;
    public static final int METHOD = 24;
    public static final int C_FUNCTION = 25;
    public static final int C_DESCRIPTOR = 26;
    public static final int PROPERTY = 27;
    public static final int STATIC_METHOD = 28;
    public static final int CLASS_METHOD = 29;
    public static final int GETSET = 30;
    public static final int SUPER = 31;

    public static final int CAPSULE = 32;
    public static final int WEAKREF = 33;
    public static final int MAPPING_PROXY = 34;
    public static final int TRACEBACK = 35;
    public static final int DICT_KEYS = 36;
    public static final int DICT_VALUES = 37;
    public static final int DICT_ITEMS = 38;

    // Iterators of this half: dict, set, and the protocol iterators.
    public static final int DICT_KEY_ITERATOR = 39;
    public static final int DICT_VALUE_ITERATOR = 40;
    public static final int DICT_ITEM_ITERATOR = 41;
    public static final int SET_ITERATOR = 42;
    public static final int SEQUENCE_ITERATOR = 43;
    public static final int CALLABLE_ITERATOR = 44;

    // Iterators over sequences.
    public static final int LIST_ITERATOR = 45;
    public static final int TUPLE_ITERATOR = 46;
    public static final int UNICODE_ITERATOR = 47;
    public static final int BYTES_ITERATOR = 48;
    public static final int BYTEARRAY_ITERATOR = 49;
    public static final int RANGE_ITERATOR = 50;
    public static final int LONG_RANGE_ITERATOR = 51;
    public static final int LIST_REVERSE_ITERATOR = 52;
    public static final int REVERSED = 53;
    public static final int ENUMERATE = 54;
    public static final int ZIP = 55;
    public static final int MAP = 56;
    public static final int FILTER = 57;

    // Storage: parts of other objects, never seen by Python.
    public static final int REFERENCES = 58;
    public static final int WORDS = 59;
    public static final int INTS = 60;
    public static final int SHORTS = 61;
    public static final int RAW_BYTES = 62;

    // What weak references may also look like.
    public static final int WEAK_PROXY = 63;
    public static final int WEAK_CALLABLE_PROXY = 64;

    /** {@code list[int]}. */
    public static final int GENERIC_ALIAS = 65;

    /** A member declared in {@code __slots__}. */
    public static final int MEMBER = 66;

    /** {@code int | str}. */
    public static final int UNION = 67;

    /** One more than the greatest id. */
    public static final int COUNT = 68;

    private TypeIds() {}
}
