/* abstract_unary.c: what can be done with one number: its sign, its absolute value, and turning it into int or float. */
#include "objects.h"
#include "operands.h"

static PyObject *unary(PyObject *o, size_t offset, enum mooring_number_op op, const char *what)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.number_unary(op, o);
    }
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    unaryfunc slot = methods != NULL ? *(unaryfunc *)((char *)methods + offset) : NULL;
    if (slot != NULL) {
        return slot(o);
    }
    PyErr_Format(PyExc_TypeError, "bad operand type for %s: '%.200s'", what, Py_TYPE(o)->tp_name);
    return NULL;
}

PyObject *PyNumber_Negative(PyObject *o)
{
    return unary(o, offsetof(PyNumberMethods, nb_negative), NUMBER_NEG, "unary -");
}

PyObject *PyNumber_Positive(PyObject *o)
{
    return unary(o, offsetof(PyNumberMethods, nb_positive), NUMBER_POS, "unary +");
}

PyObject *PyNumber_Invert(PyObject *o)
{
    return unary(o, offsetof(PyNumberMethods, nb_invert), NUMBER_INVERT, "unary ~");
}

PyObject *PyNumber_Absolute(PyObject *o)
{
    return unary(o, offsetof(PyNumberMethods, nb_absolute), NUMBER_ABS, "abs()");
}

/* Checks: a type has a slot exactly when it has the method, whether it is written in C or managed. -------------------- */

int PyIndex_Check(PyObject *o)
{
    if (PyLong_Check(o)) {
        return 1;
    }
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    return methods != NULL && methods->nb_index != NULL;
}

int PyNumber_Check(PyObject *o)
{
    if (o == NULL) {
        return 0;
    }
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    if (PyComplex_Check(o)) {
        return 1;
    }
    return methods != NULL && (methods->nb_index != NULL || methods->nb_int != NULL || methods->nb_float != NULL);
}

/* To int. ----------------------------------------------------------------------------------------------------------- */

/* An int that is no instance of a subclass. Steals o. */
static PyObject *plain_int(PyObject *o)
{
    if (o == NULL || PyLong_CheckExact(o)) {
        return o;
    }
    PyObject *plain = NULL;
    size_t bytes = _PyLong_NumBits(o) / 8 + 1;
    unsigned char *copy = PyMem_Malloc(bytes);
    if (copy == NULL) {
        PyErr_NoMemory();
    } else if (_PyLong_AsByteArray((PyLongObject *)o, copy, bytes, 1, 1) == 0) {
        plain = _PyLong_FromByteArray(copy, bytes, 1, 1);
    }
    PyMem_Free(copy);
    Py_DECREF(o);
    return plain;
}

/* What __int__ or __index__ gave must be an int; of a subclass, with a warning. Steals result. */
static PyObject *check_int(PyObject *result, const char *method)
{
    if (result == NULL || PyLong_CheckExact(result)) {
        return result;
    }
    if (!PyLong_Check(result)) {
        PyErr_Format(PyExc_TypeError, "__%s__ returned non-int (type %.200s)", method, Py_TYPE(result)->tp_name);
        Py_DECREF(result);
        return NULL;
    }
    if (PyErr_WarnFormat(PyExc_DeprecationWarning, 1,
                         "__%s__ returned non-int (type %.200s).  "
                         "The ability to return an instance of a strict subclass of int is deprecated, "
                         "and may not be supported in a future version of Python.",
                         method, Py_TYPE(result)->tp_name) < 0) {
        Py_DECREF(result);
        return NULL;
    }
    return result;
}

PyObject *_PyNumber_Index(PyObject *o)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (PyLong_Check(o)) {
        return Py_NewRef(o);
    }
    if (!PyIndex_Check(o)) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object cannot be interpreted as an integer", Py_TYPE(o)->tp_name);
        return NULL;
    }
    PyObject *result = mooring_is_managed(Py_TYPE(o)) ? mooring_upcalls.number_unary(NUMBER_INDEX, o)
                                                      : Py_TYPE(o)->tp_as_number->nb_index(o);
    return check_int(result, "index");
}

PyObject *PyNumber_Index(PyObject *o)
{
    return plain_int(_PyNumber_Index(o));
}

Py_ssize_t PyNumber_AsSsize_t(PyObject *o, PyObject *exception)
{
    PyObject *index = _PyNumber_Index(o);
    if (index == NULL) {
        return -1;
    }
    int overflow;
    Py_ssize_t value = PyLong_AsLongAndOverflow(index, &overflow);
    Py_DECREF(index);
    if (!overflow) {
        return value;
    }
    if (exception == NULL) {
        return overflow < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX;
    }
    PyErr_Format(exception, "cannot fit '%.200s' into an index-sized integer", Py_TYPE(o)->tp_name);
    return -1;
}

/* A C type's object that holds text in a buffer, as int() takes it. NULL without an error when it has no buffer. */
static PyObject *int_from_buffer(PyObject *o)
{
    if (!PyObject_CheckBuffer(o)) {
        return NULL;
    }
    PyObject *bytes = PyBytes_FromObject(o);
    if (bytes == NULL) {
        return NULL;
    }
    PyObject *result = PyLong_FromString(PyBytes_AS_STRING(bytes), NULL, 10);
    Py_DECREF(bytes);
    return result;
}

PyObject *PyNumber_Long(PyObject *o)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (PyLong_CheckExact(o)) {
        return Py_NewRef(o);
    }
    if (PyFloat_CheckExact(o)) {
        return PyLong_FromDouble(PyFloat_AS_DOUBLE(o));
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.number_unary(NUMBER_INT, o);
    }
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    if (methods != NULL && methods->nb_int != NULL) {
        return plain_int(check_int(methods->nb_int(o), "int"));
    }
    if (methods != NULL && methods->nb_index != NULL) {
        return PyNumber_Index(o);
    }
    PyObject *result = int_from_buffer(o);
    if (result == NULL && !PyErr_Occurred()) {
        PyErr_Format(PyExc_TypeError,
                     "int() argument must be a string, a bytes-like object or a real number, not '%.200s'",
                     Py_TYPE(o)->tp_name);
    }
    return result;
}

PyObject *PyNumber_Float(PyObject *o)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (PyFloat_CheckExact(o)) {
        return Py_NewRef(o);
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.number_unary(NUMBER_FLOAT, o);
    }
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    if (PyFloat_Check(o) || (methods != NULL && (methods->nb_float != NULL || methods->nb_index != NULL))) {
        double value = PyFloat_AsDouble(o);
        return value == -1.0 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(value);
    }
    return PyFloat_FromString(o);
}

PyObject *PyNumber_ToBase(PyObject *o, int base)
{
    if (base != 2 && base != 8 && base != 10 && base != 16) {
        PyErr_SetString(PyExc_SystemError, "PyNumber_ToBase: base must be 2, 8, 10 or 16");
        return NULL;
    }
    PyObject *index = _PyNumber_Index(o);
    if (index == NULL) {
        return NULL;
    }
    PyObject *text = mooring_upcalls.number_to_base(index, base);
    Py_DECREF(index);
    return text;
}
