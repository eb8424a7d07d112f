/* boxes.h: the PyObjects of numbers, made inline: for the functions of the API and for loops that make many.
 *
 *     an int from -5 to 256    one of a table of immortal statics, of which no reference ever matters
 *     any other, and a float   a block from the free lists that the holder of its last reference gives back
 */
#ifndef MOORING_BOXES_H
#define MOORING_BOXES_H

#include "fresh.h"

/* The count is stored, not incremented: unbalanced counting of old and new headers never adds up. */
static inline PyObject *mooring_small_int(long value)
{
    PyObject *o = (PyObject *)&_PyRuntime.small_ints[value - MOORING_SMALL_INT_MIN];
    o->ob_refcnt = _Py_IMMORTAL_REFCNT;
    return o;
}

static inline int mooring_is_small_int(long value)
{
    return (unsigned long)value - (unsigned long)MOORING_SMALL_INT_MIN <= MOORING_SMALL_INT_MAX - MOORING_SMALL_INT_MIN;
}

/* Bytes of an int of count digits. */
static inline size_t mooring_long_size(Py_ssize_t count)
{
    return offsetof(PyLongObject, ob_digit) + (size_t)count * sizeof(digit);
}

/* A new int of any 64-bit magnitude: one, two or three digits. NULL with MemoryError. */
PyObject *mooring_long_from_magnitude(uint64_t magnitude, int negative);

/* A new reference to an int; NULL with MemoryError. */
static inline PyObject *mooring_int_box(long value)
{
    if (mooring_is_small_int(value)) {
        return mooring_small_int(value);
    }
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (magnitude >= PyLong_BASE) {
        return mooring_long_from_magnitude(magnitude, value < 0);
    }
    PyLongObject *v = (PyLongObject *)mooring_fresh_ready(&PyLong_Type, mooring_long_size(1));
    if (MOORING_UNLIKELY(v == NULL)) {
        return mooring_stay(mooring_long_from_magnitude(magnitude, value < 0));
    }
    v->ob_base.ob_size = value < 0 ? -1 : 1;
    v->ob_digit[0] = (digit)magnitude;
    return (PyObject *)v;
}

/* A new float; NULL with MemoryError. */
static inline PyObject *mooring_float_box(double value)
{
    PyFloatObject *f = (PyFloatObject *)mooring_fresh(&PyFloat_Type, sizeof(PyFloatObject));
    if (f != NULL) {
        f->ob_fval = value;
    }
    return (PyObject *)f;
}

#endif
