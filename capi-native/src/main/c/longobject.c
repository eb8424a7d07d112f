/* longobject.c: ints made in C, and taken apart there.
 *
 * A small int (-5 to 256) is one of a table of immortal statics, so no reference to it ever matters. Any other int is
 * a block from the free lists that the holder of its last reference gives back.
 */
#include "boxes.h"
#include "builtin.h"
#include "digits.h"

#include <limits.h>

#define SMALL_INT_MIN MOORING_SMALL_INT_MIN
#define SMALL_INT_COUNT (MOORING_SMALL_INT_MAX - MOORING_SMALL_INT_MIN + 1)

#define SMALL(v) {{{_Py_IMMORTAL_REFCNT, &PyLong_Type}, ((v) > 0) - ((v) < 0)}, {(v) < 0 ? -(v) : (v)}}
#define SMALL_4(v) SMALL(v), SMALL((v) + 1), SMALL((v) + 2), SMALL((v) + 3)
#define SMALL_16(v) SMALL_4(v), SMALL_4((v) + 4), SMALL_4((v) + 8), SMALL_4((v) + 12)
#define SMALL_64(v) SMALL_16(v), SMALL_16((v) + 16), SMALL_16((v) + 32), SMALL_16((v) + 48)

/* Compiled modules of the standard library find some of them here. */
_PyRuntimeState _PyRuntime = {
    .small_ints = {SMALL(-5), SMALL_4(-4), SMALL_64(0), SMALL_64(64), SMALL_64(128), SMALL_64(192), SMALL(256)},
};
_Static_assert(Py_ARRAY_LENGTH(_PyRuntime.small_ints) == SMALL_INT_COUNT, "one ready-made int for each from SMALL_INT_MIN on");

PyLongObject *mooring_long_new(Py_ssize_t count)
{
    if ((size_t)count > (PY_SSIZE_T_MAX - offsetof(PyLongObject, ob_digit)) / sizeof(digit)) {
        PyErr_SetString(PyExc_OverflowError, "too many digits in integer");
        return NULL;
    }
    PyLongObject *v = (PyLongObject *)mooring_fresh(&PyLong_Type, mooring_long_size(count ? count : 1));
    if (v != NULL) {
        v->ob_base.ob_size = count;
    }
    return v;
}

/* For modules that fill in the digits themselves. */
PyLongObject *_PyLong_New(Py_ssize_t count)
{
    return mooring_long_new(count);
}

PyObject *_PyLong_Copy(PyLongObject *v)
{
    Py_ssize_t count = mooring_long_digit_count(v);
    PyLongObject *copy = mooring_long_new(count);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy->ob_digit, v->ob_digit, (size_t)count * sizeof(digit));
    return mooring_long_finish(copy, v->ob_base.ob_size < 0);
}

PyObject *mooring_long_finish(PyLongObject *v, int negative)
{
    Py_ssize_t count = mooring_long_digit_count(v);
    while (count > 0 && v->ob_digit[count - 1] == 0) {
        count--;
    }
    v->ob_base.ob_size = negative ? -count : count;
    if (count <= 1) {
        long value = count ? (long)v->ob_digit[0] : 0;
        if (mooring_is_small_int(negative ? -value : value)) {
            Py_DECREF(v);
            return mooring_small_int(negative ? -value : value);
        }
    }
    return (PyObject *)v;
}

void mooring_long_dealloc(PyObject *o)
{
    if (o >= (PyObject *)_PyRuntime.small_ints && o < (PyObject *)(_PyRuntime.small_ints + SMALL_INT_COUNT)) {
        o->ob_refcnt = _Py_IMMORTAL_REFCNT;
        return;
    }
    mooring_fresh_free(o, &PyLong_Type);
}

PyObject *mooring_long_from_magnitude(uint64_t magnitude, int negative)
{
    Py_ssize_t count = magnitude >> PyLong_SHIFT == 0 ? 1 : magnitude >> 2 * PyLong_SHIFT == 0 ? 2 : 3;
    PyLongObject *v = (PyLongObject *)mooring_fresh(&PyLong_Type, mooring_long_size(count));
    if (v == NULL) {
        return NULL;
    }
    v->ob_base.ob_size = negative ? -count : count;
    for (Py_ssize_t i = 0; i < count; i++) {
        v->ob_digit[i] = (digit)(magnitude & PyLong_MASK);
        magnitude >>= PyLong_SHIFT;
    }
    return (PyObject *)v;
}

PyObject *PyLong_FromLong(long value)
{
    return mooring_int_box(value);
}

PyObject *PyLong_FromUnsignedLong(unsigned long value)
{
    return value <= LONG_MAX ? PyLong_FromLong((long)value) : mooring_long_from_magnitude(value, 0);
}

PyObject *PyLong_FromLongLong(long long value)
{
    return PyLong_FromLong((long)value);
}

PyObject *PyLong_FromUnsignedLongLong(unsigned long long value)
{
    return PyLong_FromUnsignedLong((unsigned long)value);
}

PyObject *PyLong_FromSsize_t(Py_ssize_t value)
{
    return PyLong_FromLong((long)value);
}

PyObject *PyLong_FromSize_t(size_t value)
{
    return PyLong_FromUnsignedLong((unsigned long)value);
}

PyObject *PyLong_FromVoidPtr(void *pointer)
{
    return PyLong_FromUnsignedLong((unsigned long)(uintptr_t)pointer);
}

/* To C. ------------------------------------------------------------------------------------------------------------ */

/* o as an int, a new reference, converted by __index__ where it is none. */
static PyLongObject *as_int(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return (PyLongObject *)_PyNumber_Index(o);
}

/* The value of an int; *overflow is -1, 0 or 1, and the result -1 when it is not 0. */
static inline int64_t signed_value(const PyLongObject *v, int *overflow)
{
    uint64_t magnitude;
    int negative = mooring_long_is_negative(v);
    if (mooring_long_magnitude(v, &magnitude) == 0) {
        if (!negative && magnitude <= INT64_MAX) {
            return (int64_t)magnitude;
        }
        if (negative && magnitude <= (uint64_t)INT64_MAX + 1) {
            return (int64_t)(0 - magnitude);
        }
    }
    *overflow = negative ? -1 : 1;
    return -1;
}

long PyLong_AsLongAndOverflow(PyObject *o, int *overflow)
{
    *overflow = 0;
    if (o != NULL && PyLong_Check(o)) {
        return signed_value((PyLongObject *)o, overflow);
    }
    PyLongObject *v = as_int(o);
    if (v == NULL) {
        return -1;
    }
    long value = signed_value(v, overflow);
    Py_DECREF(v);
    return value;
}

long long PyLong_AsLongLongAndOverflow(PyObject *o, int *overflow)
{
    return PyLong_AsLongAndOverflow(o, overflow);
}

static long as_long_or(PyObject *o, const char *message)
{
    int overflow;
    long value = PyLong_AsLongAndOverflow(o, &overflow);
    if (overflow) {
        PyErr_SetString(PyExc_OverflowError, message);
    }
    return value;
}

long PyLong_AsLong(PyObject *o)
{
    if (o != NULL && PyLong_CheckExact(o)) {
        const PyLongObject *v = (PyLongObject *)o;
        switch (v->ob_base.ob_size) {
        case -1:
            return -(long)v->ob_digit[0];
        case 0:
            return 0;
        case 1:
            return (long)v->ob_digit[0];
        }
    }
    return as_long_or(o, "Python int too large to convert to C long");
}

long long PyLong_AsLongLong(PyObject *o)
{
    return as_long_or(o, "int too big to convert");
}

int _PyLong_AsInt(PyObject *o)
{
    int overflow;
    long value = PyLong_AsLongAndOverflow(o, &overflow);
    if (overflow || value < INT_MIN || value > INT_MAX) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C int");
        return -1;
    }
    return (int)value;
}

/* For the conversions that take an int and nothing else: 0, or -1 with an error. */
static int require_int(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (!PyLong_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "an integer is required");
        return -1;
    }
    return 0;
}

Py_ssize_t PyLong_AsSsize_t(PyObject *o)
{
    if (require_int(o) < 0) {
        return -1;
    }
    int overflow = 0;
    int64_t value = signed_value((PyLongObject *)o, &overflow);
    if (overflow) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C ssize_t");
    }
    return value;
}

/* An int as an unsigned C integer, with the two messages that differ from function to function. */
static uint64_t as_unsigned(PyObject *o, const char *negative_message, const char *large_message)
{
    if (require_int(o) < 0) {
        return (uint64_t)-1;
    }
    const PyLongObject *v = (PyLongObject *)o;
    if (mooring_long_is_negative(v)) {
        PyErr_SetString(PyExc_OverflowError, negative_message);
        return (uint64_t)-1;
    }
    uint64_t magnitude;
    if (mooring_long_magnitude(v, &magnitude) < 0) {
        PyErr_SetString(PyExc_OverflowError, large_message);
        return (uint64_t)-1;
    }
    return magnitude;
}

unsigned long PyLong_AsUnsignedLong(PyObject *o)
{
    return as_unsigned(o, "can't convert negative value to unsigned int",
                       "Python int too large to convert to C unsigned long");
}

unsigned long long PyLong_AsUnsignedLongLong(PyObject *o)
{
    return as_unsigned(o, "can't convert negative int to unsigned", "int too big to convert");
}

size_t PyLong_AsSize_t(PyObject *o)
{
    return as_unsigned(o, "can't convert negative value to size_t", "Python int too large to convert to C size_t");
}

unsigned long PyLong_AsUnsignedLongMask(PyObject *o)
{
    PyLongObject *v = as_int(o);
    if (v == NULL) {
        return (unsigned long)-1;
    }
    uint64_t bits = mooring_long_wrapped(v);
    Py_DECREF(v);
    return bits;
}

unsigned long long PyLong_AsUnsignedLongLongMask(PyObject *o)
{
    return PyLong_AsUnsignedLongMask(o);
}

void *PyLong_AsVoidPtr(PyObject *o)
{
    if (require_int(o) < 0) {
        return NULL;
    }
    if (mooring_long_is_negative((PyLongObject *)o)) {
        long value = PyLong_AsLong(o);
        return value == -1 && PyErr_Occurred() ? NULL : (void *)(intptr_t)value;
    }
    unsigned long value = PyLong_AsUnsignedLong(o);
    return value == (unsigned long)-1 && PyErr_Occurred() ? NULL : (void *)(uintptr_t)value;
}
