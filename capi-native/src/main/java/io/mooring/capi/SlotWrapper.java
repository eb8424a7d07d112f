package io.mooring.capi;

import io.mooring.gc.memory.Memory;

/**
 * A special method that a slot of a C type implements: {@code __len__} for {@code mp_length}, {@code __radd__} for {@code nb_add} with the operands exchanged.
 *
 * <p>One row per method, in the order in which CPython lets them claim a name (numbers, mapping, sequence, the type itself): a type with both
 * {@code mp_length} and {@code sq_length} gets the first one's {@code __len__}. The facts are those of CPython's slotdefs (Objects/typeobject.c).
 */
enum SlotWrapper {
    NB_ADD_ADD("__add__", Suite.NUMBER, CLayout.PyNumberMethods.nb_add, Shape.BINARY_LEFT),
    NB_ADD_RADD("__radd__", Suite.NUMBER, CLayout.PyNumberMethods.nb_add, Shape.BINARY_RIGHT),
    NB_SUBTRACT_SUB("__sub__", Suite.NUMBER, CLayout.PyNumberMethods.nb_subtract, Shape.BINARY_LEFT),
    NB_SUBTRACT_RSUB("__rsub__", Suite.NUMBER, CLayout.PyNumberMethods.nb_subtract, Shape.BINARY_RIGHT),
    NB_MULTIPLY_MUL("__mul__", Suite.NUMBER, CLayout.PyNumberMethods.nb_multiply, Shape.BINARY_LEFT),
    NB_MULTIPLY_RMUL("__rmul__", Suite.NUMBER, CLayout.PyNumberMethods.nb_multiply, Shape.BINARY_RIGHT),
    NB_REMAINDER_MOD("__mod__", Suite.NUMBER, CLayout.PyNumberMethods.nb_remainder, Shape.BINARY_LEFT),
    NB_REMAINDER_RMOD("__rmod__", Suite.NUMBER, CLayout.PyNumberMethods.nb_remainder, Shape.BINARY_RIGHT),
    NB_DIVMOD_DIVMOD("__divmod__", Suite.NUMBER, CLayout.PyNumberMethods.nb_divmod, Shape.BINARY_LEFT),
    NB_DIVMOD_RDIVMOD("__rdivmod__", Suite.NUMBER, CLayout.PyNumberMethods.nb_divmod, Shape.BINARY_RIGHT),
    NB_LSHIFT_LSHIFT("__lshift__", Suite.NUMBER, CLayout.PyNumberMethods.nb_lshift, Shape.BINARY_LEFT),
    NB_LSHIFT_RLSHIFT("__rlshift__", Suite.NUMBER, CLayout.PyNumberMethods.nb_lshift, Shape.BINARY_RIGHT),
    NB_RSHIFT_RSHIFT("__rshift__", Suite.NUMBER, CLayout.PyNumberMethods.nb_rshift, Shape.BINARY_LEFT),
    NB_RSHIFT_RRSHIFT("__rrshift__", Suite.NUMBER, CLayout.PyNumberMethods.nb_rshift, Shape.BINARY_RIGHT),
    NB_AND_AND("__and__", Suite.NUMBER, CLayout.PyNumberMethods.nb_and, Shape.BINARY_LEFT),
    NB_AND_RAND("__rand__", Suite.NUMBER, CLayout.PyNumberMethods.nb_and, Shape.BINARY_RIGHT),
    NB_XOR_XOR("__xor__", Suite.NUMBER, CLayout.PyNumberMethods.nb_xor, Shape.BINARY_LEFT),
    NB_XOR_RXOR("__rxor__", Suite.NUMBER, CLayout.PyNumberMethods.nb_xor, Shape.BINARY_RIGHT),
    NB_OR_OR("__or__", Suite.NUMBER, CLayout.PyNumberMethods.nb_or, Shape.BINARY_LEFT),
    NB_OR_ROR("__ror__", Suite.NUMBER, CLayout.PyNumberMethods.nb_or, Shape.BINARY_RIGHT),
    NB_FLOOR_DIVIDE_FLOORDIV("__floordiv__", Suite.NUMBER, CLayout.PyNumberMethods.nb_floor_divide, Shape.BINARY_LEFT),
    NB_FLOOR_DIVIDE_RFLOORDIV("__rfloordiv__", Suite.NUMBER, CLayout.PyNumberMethods.nb_floor_divide, Shape.BINARY_RIGHT),
    NB_TRUE_DIVIDE_TRUEDIV("__truediv__", Suite.NUMBER, CLayout.PyNumberMethods.nb_true_divide, Shape.BINARY_LEFT),
    NB_TRUE_DIVIDE_RTRUEDIV("__rtruediv__", Suite.NUMBER, CLayout.PyNumberMethods.nb_true_divide, Shape.BINARY_RIGHT),
    NB_MATRIX_MULTIPLY_MATMUL("__matmul__", Suite.NUMBER, CLayout.PyNumberMethods.nb_matrix_multiply, Shape.BINARY_LEFT),
    NB_MATRIX_MULTIPLY_RMATMUL("__rmatmul__", Suite.NUMBER, CLayout.PyNumberMethods.nb_matrix_multiply, Shape.BINARY_RIGHT),
    NB_POWER_POW("__pow__", Suite.NUMBER, CLayout.PyNumberMethods.nb_power, Shape.TERNARY_LEFT),
    NB_POWER_RPOW("__rpow__", Suite.NUMBER, CLayout.PyNumberMethods.nb_power, Shape.TERNARY_RIGHT),
    NB_NEGATIVE("__neg__", Suite.NUMBER, CLayout.PyNumberMethods.nb_negative, Shape.UNARY),
    NB_POSITIVE("__pos__", Suite.NUMBER, CLayout.PyNumberMethods.nb_positive, Shape.UNARY),
    NB_ABSOLUTE("__abs__", Suite.NUMBER, CLayout.PyNumberMethods.nb_absolute, Shape.UNARY),
    NB_BOOL("__bool__", Suite.NUMBER, CLayout.PyNumberMethods.nb_bool, Shape.INQUIRY),
    NB_INVERT("__invert__", Suite.NUMBER, CLayout.PyNumberMethods.nb_invert, Shape.UNARY),
    NB_INT("__int__", Suite.NUMBER, CLayout.PyNumberMethods.nb_int, Shape.UNARY),
    NB_FLOAT("__float__", Suite.NUMBER, CLayout.PyNumberMethods.nb_float, Shape.UNARY),
    NB_INDEX("__index__", Suite.NUMBER, CLayout.PyNumberMethods.nb_index, Shape.UNARY),
    NB_INPLACE_ADD("__iadd__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_add, Shape.BINARY),
    NB_INPLACE_SUBTRACT("__isub__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_subtract, Shape.BINARY),
    NB_INPLACE_MULTIPLY("__imul__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_multiply, Shape.BINARY),
    NB_INPLACE_REMAINDER("__imod__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_remainder, Shape.BINARY),
    NB_INPLACE_POWER("__ipow__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_power, Shape.TERNARY_INPLACE),
    NB_INPLACE_LSHIFT("__ilshift__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_lshift, Shape.BINARY),
    NB_INPLACE_RSHIFT("__irshift__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_rshift, Shape.BINARY),
    NB_INPLACE_AND("__iand__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_and, Shape.BINARY),
    NB_INPLACE_XOR("__ixor__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_xor, Shape.BINARY),
    NB_INPLACE_OR("__ior__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_or, Shape.BINARY),
    NB_INPLACE_FLOOR_DIVIDE("__ifloordiv__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_floor_divide, Shape.BINARY),
    NB_INPLACE_TRUE_DIVIDE("__itruediv__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_true_divide, Shape.BINARY),
    NB_INPLACE_MATRIX_MULTIPLY("__imatmul__", Suite.NUMBER, CLayout.PyNumberMethods.nb_inplace_matrix_multiply, Shape.BINARY),
    MP_LENGTH("__len__", Suite.MAPPING, CLayout.PyMappingMethods.mp_length, Shape.LENGTH),
    MP_SUBSCRIPT("__getitem__", Suite.MAPPING, CLayout.PyMappingMethods.mp_subscript, Shape.BINARY),
    MP_ASS_SUBSCRIPT_SETITEM("__setitem__", Suite.MAPPING, CLayout.PyMappingMethods.mp_ass_subscript, Shape.SET_ITEM),
    MP_ASS_SUBSCRIPT_DELITEM("__delitem__", Suite.MAPPING, CLayout.PyMappingMethods.mp_ass_subscript, Shape.DELETE_ITEM),
    SQ_LENGTH("__len__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_length, Shape.LENGTH),
    SQ_CONCAT("__add__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_concat, Shape.BINARY),
    SQ_REPEAT_MUL("__mul__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_repeat, Shape.INDEXED),
    SQ_REPEAT_RMUL("__rmul__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_repeat, Shape.INDEXED),
    SQ_ITEM("__getitem__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_item, Shape.ITEM),
    SQ_ASS_ITEM_SETITEM("__setitem__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_ass_item, Shape.SET_AT),
    SQ_ASS_ITEM_DELITEM("__delitem__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_ass_item, Shape.DELETE_AT),
    SQ_CONTAINS("__contains__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_contains, Shape.CONTAINS),
    SQ_INPLACE_CONCAT("__iadd__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_inplace_concat, Shape.BINARY),
    SQ_INPLACE_REPEAT("__imul__", Suite.SEQUENCE, CLayout.PySequenceMethods.sq_inplace_repeat, Shape.INDEXED),
    AM_AWAIT("__await__", Suite.ASYNC, CLayout.PyAsyncMethods.am_await, Shape.UNARY),
    AM_AITER("__aiter__", Suite.ASYNC, CLayout.PyAsyncMethods.am_aiter, Shape.UNARY),
    AM_ANEXT("__anext__", Suite.ASYNC, CLayout.PyAsyncMethods.am_anext, Shape.UNARY),
    TP_GETATTRO("__getattribute__", Suite.TYPE, CLayout.PyTypeObject.tp_getattro, Shape.BINARY),
    TP_SETATTRO_SETATTR("__setattr__", Suite.TYPE, CLayout.PyTypeObject.tp_setattro, Shape.SET_ATTRIBUTE),
    TP_SETATTRO_DELATTR("__delattr__", Suite.TYPE, CLayout.PyTypeObject.tp_setattro, Shape.DELETE_ATTRIBUTE),
    TP_GETATTR("__getattribute__", Suite.TYPE, CLayout.PyTypeObject.tp_getattr, Shape.GET_NAMED),
    TP_SETATTR_SETATTR("__setattr__", Suite.TYPE, CLayout.PyTypeObject.tp_setattr, Shape.SET_NAMED),
    TP_SETATTR_DELATTR("__delattr__", Suite.TYPE, CLayout.PyTypeObject.tp_setattr, Shape.DELETE_NAMED),
    TP_REPR("__repr__", Suite.TYPE, CLayout.PyTypeObject.tp_repr, Shape.UNARY),
    TP_HASH("__hash__", Suite.TYPE, CLayout.PyTypeObject.tp_hash, Shape.HASH),
    TP_CALL("__call__", Suite.TYPE, CLayout.PyTypeObject.tp_call, Shape.CALL),
    TP_STR("__str__", Suite.TYPE, CLayout.PyTypeObject.tp_str, Shape.UNARY),
    TP_RICHCOMPARE_LT("__lt__", Suite.TYPE, CLayout.PyTypeObject.tp_richcompare, Shape.COMPARE_LT),
    TP_RICHCOMPARE_LE("__le__", Suite.TYPE, CLayout.PyTypeObject.tp_richcompare, Shape.COMPARE_LE),
    TP_RICHCOMPARE_EQ("__eq__", Suite.TYPE, CLayout.PyTypeObject.tp_richcompare, Shape.COMPARE_EQ),
    TP_RICHCOMPARE_NE("__ne__", Suite.TYPE, CLayout.PyTypeObject.tp_richcompare, Shape.COMPARE_NE),
    TP_RICHCOMPARE_GT("__gt__", Suite.TYPE, CLayout.PyTypeObject.tp_richcompare, Shape.COMPARE_GT),
    TP_RICHCOMPARE_GE("__ge__", Suite.TYPE, CLayout.PyTypeObject.tp_richcompare, Shape.COMPARE_GE),
    TP_ITER("__iter__", Suite.TYPE, CLayout.PyTypeObject.tp_iter, Shape.UNARY),
    TP_ITERNEXT("__next__", Suite.TYPE, CLayout.PyTypeObject.tp_iternext, Shape.NEXT),
    TP_DESCR_GET("__get__", Suite.TYPE, CLayout.PyTypeObject.tp_descr_get, Shape.DESCRIPTOR_GET),
    TP_DESCR_SET_SET("__set__", Suite.TYPE, CLayout.PyTypeObject.tp_descr_set, Shape.DESCRIPTOR_SET),
    TP_DESCR_SET_DELETE("__delete__", Suite.TYPE, CLayout.PyTypeObject.tp_descr_set, Shape.DESCRIPTOR_DELETE),
    TP_INIT("__init__", Suite.TYPE, CLayout.PyTypeObject.tp_init, Shape.INIT),
    TP_NEW("__new__", Suite.TYPE, CLayout.PyTypeObject.tp_new, Shape.NEW),
    TP_FINALIZE("__del__", Suite.TYPE, CLayout.PyTypeObject.tp_finalize, Shape.FINALIZE);

    /** The structure in which a slot stands. */
    enum Suite {
        TYPE(-1),
        NUMBER(CLayout.PyTypeObject.tp_as_number),
        SEQUENCE(CLayout.PyTypeObject.tp_as_sequence),
        MAPPING(CLayout.PyTypeObject.tp_as_mapping),
        ASYNC(CLayout.PyTypeObject.tp_as_async);

        private final int pointer;

        Suite(int pointer) {
            this.pointer = pointer;
        }
    }

    /** What the slot's function takes and gives, and what its wrapper makes of that. */
    enum Shape {
        UNARY,
        BINARY,
        BINARY_LEFT,
        BINARY_RIGHT,
        TERNARY_LEFT,
        TERNARY_RIGHT,
        TERNARY_INPLACE,
        INQUIRY,
        LENGTH,
        INDEXED,
        ITEM,
        SET_AT,
        DELETE_AT,
        SET_ITEM,
        DELETE_ITEM,
        CONTAINS,
        /** The attribute's name is a C string. */
        GET_NAMED,
        SET_NAMED,
        DELETE_NAMED,
        SET_ATTRIBUTE,
        DELETE_ATTRIBUTE,
        HASH,
        CALL,
        COMPARE_LT,
        COMPARE_LE,
        COMPARE_EQ,
        COMPARE_NE,
        COMPARE_GT,
        COMPARE_GE,
        NEXT,
        DESCRIPTOR_GET,
        DESCRIPTOR_SET,
        DESCRIPTOR_DELETE,
        INIT,
        NEW,
        FINALIZE
    }

    private static final SlotWrapper[] ALL = values();

    private final String method;
    private final Suite suite;
    private final int offset;
    private final Shape shape;

    SlotWrapper(String method, Suite suite, int offset, Shape shape) {
        this.method = method;
        this.suite = suite;
        this.offset = offset;
        this.shape = shape;
    }

    /** The row with an ordinal number, as a descriptor keeps it. */
    static SlotWrapper numbered(int ordinal) {
        return ALL[ordinal];
    }

    /** The Python name. */
    String method() {
        return method;
    }

    Shape shape() {
        return shape;
    }

    /** The function in the slot of a type; 0 if the type has none. */
    long function(long pyType) {
        if (suite == Suite.TYPE) return Memory.readLong(pyType + offset);
        long table = Memory.readLong(pyType + suite.pointer);
        return table == 0 ? 0 : Memory.readLong(table + offset);
    }
}
