/* slots_number.c: the generic number slots (see slots.h). The same function is asked on behalf of either operand. */
#include "slot_rows.h"

#include "objects.h"

static int is_managed(PyObject *o)
{
    return mooring_is_managed(Py_TYPE(o));
}

static void *number_slot(PyObject *o, size_t offset)
{
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    return methods == NULL ? NULL : *(void **)((char *)methods + offset);
}

/* a OP b where at least one is an instance of a C type that inherited the slot: NotImplemented is an answer. */
static PyObject *binary_mixed(PyObject *a, PyObject *b, size_t offset, void *slot, const char *method,
                              const char *reflected)
{
    if (number_slot(a, offset) == slot) {
        PyObject *result = mooring_call_method(a, method, &b, 1);
        if (result != Py_NotImplemented) {
            return result;
        }
        Py_DECREF(result);
    }
    if (number_slot(b, offset) == slot) {
        return mooring_call_method(b, reflected, &a, 1);
    }
    Py_RETURN_NOTIMPLEMENTED;
}

#define BINARY(slot, number, name)                                                                                 \
    static PyObject *slot_##slot(PyObject *a, PyObject *b)                                                         \
    {                                                                                                              \
        if (is_managed(a) && is_managed(b)) {                                                                      \
            return mooring_upcalls.number_binary(number, a, b);                                                    \
        }                                                                                                          \
        return binary_mixed(a, b, offsetof(PyNumberMethods, slot), (void *)slot_##slot, "__" name "__",            \
                            "__r" name "__");                                                                      \
    }
BINARY(nb_add, NUMBER_ADD, "add")
BINARY(nb_subtract, NUMBER_SUB, "sub")
BINARY(nb_multiply, NUMBER_MUL, "mul")
BINARY(nb_matrix_multiply, NUMBER_MATMUL, "matmul")
BINARY(nb_remainder, NUMBER_MOD, "mod")
BINARY(nb_divmod, NUMBER_DIVMOD, "divmod")
BINARY(nb_lshift, NUMBER_LSHIFT, "lshift")
BINARY(nb_rshift, NUMBER_RSHIFT, "rshift")
BINARY(nb_and, NUMBER_AND, "and")
BINARY(nb_xor, NUMBER_XOR, "xor")
BINARY(nb_or, NUMBER_OR, "or")
BINARY(nb_floor_divide, NUMBER_FLOORDIV, "floordiv")
BINARY(nb_true_divide, NUMBER_TRUEDIV, "truediv")

#define INPLACE(slot, number, name)                                                                                \
    static PyObject *slot_##slot(PyObject *self, PyObject *other)                                                  \
    {                                                                                                              \
        return is_managed(self) ? mooring_upcalls.number_inplace(number, self, other)                              \
                                : mooring_call_method(self, "__i" name "__", &other, 1);                                   \
    }
INPLACE(nb_inplace_add, NUMBER_ADD, "add")
INPLACE(nb_inplace_subtract, NUMBER_SUB, "sub")
INPLACE(nb_inplace_multiply, NUMBER_MUL, "mul")
INPLACE(nb_inplace_matrix_multiply, NUMBER_MATMUL, "matmul")
INPLACE(nb_inplace_remainder, NUMBER_MOD, "mod")
INPLACE(nb_inplace_lshift, NUMBER_LSHIFT, "lshift")
INPLACE(nb_inplace_rshift, NUMBER_RSHIFT, "rshift")
INPLACE(nb_inplace_and, NUMBER_AND, "and")
INPLACE(nb_inplace_xor, NUMBER_XOR, "xor")
INPLACE(nb_inplace_or, NUMBER_OR, "or")
INPLACE(nb_inplace_floor_divide, NUMBER_FLOORDIV, "floordiv")
INPLACE(nb_inplace_true_divide, NUMBER_TRUEDIV, "truediv")

#define UNARY(slot, number, name)                                                                                  \
    static PyObject *slot_##slot(PyObject *self)                                                                   \
    {                                                                                                              \
        return is_managed(self) ? mooring_upcalls.number_unary(number, self)                                       \
                                : mooring_call_method(self, "__" name "__", NULL, 0);                                      \
    }
UNARY(nb_negative, NUMBER_NEG, "neg")
UNARY(nb_positive, NUMBER_POS, "pos")
UNARY(nb_absolute, NUMBER_ABS, "abs")
UNARY(nb_invert, NUMBER_INVERT, "invert")
UNARY(nb_int, NUMBER_INT, "int")
UNARY(nb_float, NUMBER_FLOAT, "float")
UNARY(nb_index, NUMBER_INDEX, "index")

static PyObject *slot_nb_power(PyObject *a, PyObject *b, PyObject *modulus)
{
    if (is_managed(a) && is_managed(b)) {
        return mooring_upcalls.number_power(a, b, modulus, 0);
    }
    if (modulus != Py_None) {
        PyObject *args[] = {b, modulus};
        if (number_slot(a, offsetof(PyNumberMethods, nb_power)) == (void *)slot_nb_power) {
            return mooring_call_method(a, "__pow__", args, 2);
        }
        Py_RETURN_NOTIMPLEMENTED;
    }
    return binary_mixed(a, b, offsetof(PyNumberMethods, nb_power), (void *)slot_nb_power, "__pow__", "__rpow__");
}

static PyObject *slot_nb_inplace_power(PyObject *self, PyObject *other, PyObject *modulus)
{
    return is_managed(self) ? mooring_upcalls.number_power(self, other, modulus, 1)
                            : mooring_call_method(self, "__ipow__", &other, 1);
}

static int slot_nb_bool(PyObject *self)
{
    return is_managed(self) ? mooring_upcalls.object_is_true(self) : mooring_call_for_truth(self, "__bool__", NULL, 0);
}

#define NUMBER(method, slot) {method, IN_NUMBER, offsetof(PyNumberMethods, slot), (void *)slot_##slot}
#define BOTH_WAYS(name, slot) NUMBER("__" name "__", slot), NUMBER("__r" name "__", slot)

const struct slot_row mooring_number_rows[] = {
    BOTH_WAYS("add", nb_add),
    BOTH_WAYS("sub", nb_subtract),
    BOTH_WAYS("mul", nb_multiply),
    BOTH_WAYS("matmul", nb_matrix_multiply),
    BOTH_WAYS("mod", nb_remainder),
    BOTH_WAYS("divmod", nb_divmod),
    BOTH_WAYS("pow", nb_power),
    BOTH_WAYS("lshift", nb_lshift),
    BOTH_WAYS("rshift", nb_rshift),
    BOTH_WAYS("and", nb_and),
    BOTH_WAYS("xor", nb_xor),
    BOTH_WAYS("or", nb_or),
    BOTH_WAYS("floordiv", nb_floor_divide),
    BOTH_WAYS("truediv", nb_true_divide),
    NUMBER("__iadd__", nb_inplace_add),
    NUMBER("__isub__", nb_inplace_subtract),
    NUMBER("__imul__", nb_inplace_multiply),
    NUMBER("__imatmul__", nb_inplace_matrix_multiply),
    NUMBER("__imod__", nb_inplace_remainder),
    NUMBER("__ipow__", nb_inplace_power),
    NUMBER("__ilshift__", nb_inplace_lshift),
    NUMBER("__irshift__", nb_inplace_rshift),
    NUMBER("__iand__", nb_inplace_and),
    NUMBER("__ixor__", nb_inplace_xor),
    NUMBER("__ior__", nb_inplace_or),
    NUMBER("__ifloordiv__", nb_inplace_floor_divide),
    NUMBER("__itruediv__", nb_inplace_true_divide),
    NUMBER("__neg__", nb_negative),
    NUMBER("__pos__", nb_positive),
    NUMBER("__abs__", nb_absolute),
    NUMBER("__bool__", nb_bool),
    NUMBER("__invert__", nb_invert),
    NUMBER("__int__", nb_int),
    NUMBER("__float__", nb_float),
    NUMBER("__index__", nb_index),
};
const size_t mooring_number_row_count = Py_ARRAY_LENGTH(mooring_number_rows);
