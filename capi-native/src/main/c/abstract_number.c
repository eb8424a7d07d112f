/* abstract_number.c: arithmetic with any objects.
 *
 * A binary operator asks both operands' types, each through its slot: the left one first, unless the right one's type
 * is a subclass of the left one's. A slot that does not know the other operand answers NotImplemented. When both
 * operands are managed, the object space does the same dispatch by itself, in one upcall.
 */
#include "objects.h"
#include "operands.h"

static inline int both_managed(PyObject *a, PyObject *b)
{
    return mooring_is_managed(Py_TYPE(a)) && mooring_is_managed(Py_TYPE(b));
}

/* Where a slot stands in PyNumberMethods, and how error messages write the operator. */
struct binary_operator {
    size_t slot;
    size_t inplace_slot;        /* 0: there is none */
    enum mooring_number_op op;
    const char *sign;
    const char *inplace_sign;
};

#define SLOT(name) offsetof(PyNumberMethods, name)
#define BOTH(name) SLOT(nb_##name), SLOT(nb_inplace_##name)

static const struct binary_operator
    ADD = {BOTH(add), NUMBER_ADD, "+", "+="},
    SUBTRACT = {BOTH(subtract), NUMBER_SUB, "-", "-="},
    MULTIPLY = {BOTH(multiply), NUMBER_MUL, "*", "*="},
    MATRIX_MULTIPLY = {BOTH(matrix_multiply), NUMBER_MATMUL, "@", "@="},
    FLOOR_DIVIDE = {BOTH(floor_divide), NUMBER_FLOORDIV, "//", "//="},
    TRUE_DIVIDE = {BOTH(true_divide), NUMBER_TRUEDIV, "/", "/="},
    REMAINDER = {BOTH(remainder), NUMBER_MOD, "%", "%="},
    DIVMOD = {SLOT(nb_divmod), 0, NUMBER_DIVMOD, "divmod()", NULL},
    LSHIFT = {BOTH(lshift), NUMBER_LSHIFT, "<<", "<<="},
    RSHIFT = {BOTH(rshift), NUMBER_RSHIFT, ">>", ">>="},
    AND = {BOTH(and), NUMBER_AND, "&", "&="},
    XOR = {BOTH(xor), NUMBER_XOR, "^", "^="},
    OR = {BOTH(or), NUMBER_OR, "|", "|="};

static binaryfunc slot_at(PyObject *o, size_t offset)
{
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    return methods != NULL ? *(binaryfunc *)((char *)methods + offset) : NULL;
}

/* Whether a slot's result is an answer; a NotImplemented is dropped. */
static inline int is_answer(PyObject *result)
{
    if (result != Py_NotImplemented) {
        return 1;
    }
    Py_DECREF(result);
    return 0;
}

/* The operands' slots in order. 1 with *result (NULL: an error was raised), 0 when neither knows the other. */
static int ask_slots(PyObject *a, PyObject *b, size_t offset, PyObject **result)
{
    binaryfunc left = slot_at(a, offset);
    binaryfunc right = Py_IS_TYPE(b, Py_TYPE(a)) ? NULL : slot_at(b, offset);
    if (right == left) {
        right = NULL;
    }
    if (left != NULL && right != NULL && PyType_IsSubtype(Py_TYPE(b), Py_TYPE(a))) {
        *result = right(a, b);
        if (is_answer(*result)) {
            return 1;
        }
        right = NULL;
    }
    if (left != NULL) {
        *result = left(a, b);
        if (is_answer(*result)) {
            return 1;
        }
    }
    if (right != NULL) {
        *result = right(a, b);
        return is_answer(*result);
    }
    return 0;
}

static PyObject *unsupported(PyObject *a, PyObject *b, const char *sign)
{
    PyErr_Format(PyExc_TypeError, "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'", sign,
                 Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name);
    return NULL;
}

static PyObject *binary(PyObject *a, PyObject *b, const struct binary_operator *operator)
{
    PyObject *result;
    if (a == NULL || b == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b)) {
        return mooring_upcalls.number_binary(operator->op, a, b);
    }
    return ask_slots(a, b, operator->slot, &result) ? result : unsupported(a, b, operator->sign);
}

/* a's slot for the assigning form: 1 with *result, 0 when it has none or does not know b. */
static int ask_inplace(PyObject *a, PyObject *b, const struct binary_operator *operator, PyObject **result)
{
    binaryfunc slot = slot_at(a, operator->inplace_slot);
    if (slot == NULL) {
        return 0;
    }
    *result = slot(a, b);
    return is_answer(*result);
}

static PyObject *inplace(PyObject *a, PyObject *b, const struct binary_operator *operator)
{
    PyObject *result;
    if (a == NULL || b == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b)) {
        return mooring_upcalls.number_inplace(operator->op, a, b);
    }
    if (ask_inplace(a, b, operator, &result) || ask_slots(a, b, operator->slot, &result)) {
        return result;
    }
    return unsupported(a, b, operator->inplace_sign);
}

#define OPERATOR(function, constant) \
    PyObject *PyNumber_##function(PyObject *a, PyObject *b) { return binary(a, b, &constant); }
#define OPERATOR_AND_INPLACE(function, constant) \
    OPERATOR(function, constant) \
    PyObject *PyNumber_InPlace##function(PyObject *a, PyObject *b) { return inplace(a, b, &constant); }

OPERATOR_AND_INPLACE(Subtract, SUBTRACT)
OPERATOR_AND_INPLACE(MatrixMultiply, MATRIX_MULTIPLY)
OPERATOR_AND_INPLACE(FloorDivide, FLOOR_DIVIDE)
OPERATOR_AND_INPLACE(TrueDivide, TRUE_DIVIDE)
OPERATOR_AND_INPLACE(Remainder, REMAINDER)
OPERATOR_AND_INPLACE(Lshift, LSHIFT)
OPERATOR_AND_INPLACE(Rshift, RSHIFT)
OPERATOR_AND_INPLACE(And, AND)
OPERATOR_AND_INPLACE(Xor, XOR)
OPERATOR_AND_INPLACE(Or, OR)
OPERATOR(Divmod, DIVMOD)

/* Addition and multiplication, which sequences know too. ------------------------------------------------------------- */

static PySequenceMethods *sequence_methods(PyObject *o)
{
    return Py_TYPE(o)->tp_as_sequence;
}

PyObject *PyNumber_Add(PyObject *a, PyObject *b)
{
    PyObject *result;
    if (a == NULL || b == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b)) {
        return mooring_upcalls.number_binary(NUMBER_ADD, a, b);
    }
    if (ask_slots(a, b, ADD.slot, &result)) {
        return result;
    }
    PySequenceMethods *sequence = sequence_methods(a);
    return sequence != NULL && sequence->sq_concat != NULL ? sequence->sq_concat(a, b) : unsupported(a, b, "+");
}

PyObject *PyNumber_InPlaceAdd(PyObject *a, PyObject *b)
{
    PyObject *result;
    if (a == NULL || b == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b)) {
        return mooring_upcalls.number_inplace(NUMBER_ADD, a, b);
    }
    if (ask_inplace(a, b, &ADD, &result) || ask_slots(a, b, ADD.slot, &result)) {
        return result;
    }
    PySequenceMethods *sequence = sequence_methods(a);
    binaryfunc concat = sequence == NULL ? NULL : sequence->sq_inplace_concat ? sequence->sq_inplace_concat : sequence->sq_concat;
    return concat != NULL ? concat(a, b) : unsupported(a, b, "+=");
}

static PyObject *repeat(ssizeargfunc slot, PyObject *sequence, PyObject *count)
{
    if (!PyIndex_Check(count)) {
        PyErr_Format(PyExc_TypeError, "can't multiply sequence by non-int of type '%.200s'", Py_TYPE(count)->tp_name);
        return NULL;
    }
    Py_ssize_t times = PyNumber_AsSsize_t(count, PyExc_OverflowError);
    return times == -1 && PyErr_Occurred() ? NULL : slot(sequence, times);
}

PyObject *PyNumber_Multiply(PyObject *a, PyObject *b)
{
    PyObject *result;
    if (a == NULL || b == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b)) {
        return mooring_upcalls.number_binary(NUMBER_MUL, a, b);
    }
    if (ask_slots(a, b, MULTIPLY.slot, &result)) {
        return result;
    }
    if (sequence_methods(a) != NULL && sequence_methods(a)->sq_repeat != NULL) {
        return repeat(sequence_methods(a)->sq_repeat, a, b);
    }
    if (sequence_methods(b) != NULL && sequence_methods(b)->sq_repeat != NULL) {
        return repeat(sequence_methods(b)->sq_repeat, b, a);
    }
    return unsupported(a, b, "*");
}

PyObject *PyNumber_InPlaceMultiply(PyObject *a, PyObject *b)
{
    PyObject *result;
    if (a == NULL || b == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b)) {
        return mooring_upcalls.number_inplace(NUMBER_MUL, a, b);
    }
    if (ask_inplace(a, b, &MULTIPLY, &result) || ask_slots(a, b, MULTIPLY.slot, &result)) {
        return result;
    }
    PySequenceMethods *sequence = sequence_methods(a);
    ssizeargfunc slot = sequence == NULL ? NULL : sequence->sq_inplace_repeat ? sequence->sq_inplace_repeat : sequence->sq_repeat;
    if (slot != NULL) {
        return repeat(slot, a, b);
    }
    sequence = sequence_methods(b);
    return sequence != NULL && sequence->sq_repeat != NULL ? repeat(sequence->sq_repeat, b, a) : unsupported(a, b, "*=");
}

/* Power, whose slot has three operands. ----------------------------------------------------------------------------- */

static ternaryfunc power_slot(PyObject *o)
{
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    return methods != NULL ? methods->nb_power : NULL;
}

/* The slots of base, exponent and modulus in order, each function once. 1 with *result, 0 when none knows the others. */
static int ask_power(PyObject *a, PyObject *b, PyObject *modulus, PyObject **result)
{
    ternaryfunc slots[3] = {power_slot(a), Py_IS_TYPE(b, Py_TYPE(a)) ? NULL : power_slot(b), power_slot(modulus)};
    if (slots[1] == slots[0]) {
        slots[1] = NULL;
    }
    if (slots[2] == slots[0] || slots[2] == slots[1]) {
        slots[2] = NULL;
    }
    if (slots[0] != NULL && slots[1] != NULL && PyType_IsSubtype(Py_TYPE(b), Py_TYPE(a))) {
        ternaryfunc right = slots[1];
        slots[1] = slots[0];
        slots[0] = right;
    }
    for (int i = 0; i < 3; i++) {
        if (slots[i] != NULL) {
            *result = slots[i](a, b, modulus);
            if (is_answer(*result)) {
                return 1;
            }
        }
    }
    return 0;
}

static PyObject *power_unsupported(PyObject *a, PyObject *b, PyObject *modulus, const char *sign)
{
    if (modulus == Py_None) {
        return unsupported(a, b, sign);
    }
    PyErr_Format(PyExc_TypeError, "unsupported operand type(s) for %.100s: '%.100s', '%.100s', '%.100s'", sign,
                 Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name, Py_TYPE(modulus)->tp_name);
    return NULL;
}

PyObject *PyNumber_Power(PyObject *a, PyObject *b, PyObject *modulus)
{
    PyObject *result;
    if (a == NULL || b == NULL || modulus == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b) && mooring_is_managed(Py_TYPE(modulus))) {
        return mooring_upcalls.number_power(a, b, modulus, 0);
    }
    return ask_power(a, b, modulus, &result) ? result : power_unsupported(a, b, modulus, "** or pow()");
}

PyObject *PyNumber_InPlacePower(PyObject *a, PyObject *b, PyObject *modulus)
{
    PyObject *result;
    if (a == NULL || b == NULL || modulus == NULL) {
        return mooring_null_operand();
    }
    if (both_managed(a, b) && mooring_is_managed(Py_TYPE(modulus))) {
        return mooring_upcalls.number_power(a, b, modulus, 1);
    }
    PyNumberMethods *methods = Py_TYPE(a)->tp_as_number;
    if (methods != NULL && methods->nb_inplace_power != NULL) {
        result = methods->nb_inplace_power(a, b, modulus);
        if (is_answer(result)) {
            return result;
        }
    }
    return ask_power(a, b, modulus, &result) ? result : power_unsupported(a, b, modulus, "**=");
}

/* Euclid's; both are ints. */
PyAPI_FUNC(PyObject *) _PyLong_GCD(PyObject *a, PyObject *b);
PyObject *_PyLong_GCD(PyObject *a, PyObject *b)
{
    a = PyNumber_Absolute(a);
    b = a == NULL ? NULL : PyNumber_Absolute(b);
    while (b != NULL && PyObject_IsTrue(b)) {
        PyObject *rest = PyNumber_Remainder(a, b);
        Py_DECREF(a);
        a = b;
        b = rest;
    }
    if (b == NULL) {
        Py_CLEAR(a);
    }
    Py_XDECREF(b);
    return a;
}
