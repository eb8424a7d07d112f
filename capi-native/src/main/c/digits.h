/* digits.h: the digits of an int, for the files that implement it.
 *
 * The count of digits is |ob_size| and the sign is ob_size's; the last digit is never zero.
 */
#ifndef MOORING_DIGITS_H
#define MOORING_DIGITS_H

#include "Python.h"

/* A new int of count digits, sign positive, digits not set. NULL with MemoryError. */
PyLongObject *mooring_long_new(Py_ssize_t count);

/* Drops leading zero digits, applies the sign, and gives a ready small int instead of v where there is one. Steals v. */
PyObject *mooring_long_finish(PyLongObject *v, int negative);

static inline Py_ssize_t mooring_long_digit_count(const PyLongObject *v)
{
    return v->ob_base.ob_size < 0 ? -v->ob_base.ob_size : v->ob_base.ob_size;
}

static inline int mooring_long_is_negative(const PyLongObject *v)
{
    return v->ob_base.ob_size < 0;
}

/* The absolute value of v: 0, or -1 when it needs more than 64 bits. */
static inline int mooring_long_magnitude(const PyLongObject *v, uint64_t *magnitude)
{
    Py_ssize_t count = mooring_long_digit_count(v);
    const digit *d = v->ob_digit;
    switch (count) {
    case 0:
        *magnitude = 0;
        return 0;
    case 1:
        *magnitude = d[0];
        return 0;
    case 2:
        *magnitude = (uint64_t)d[1] << PyLong_SHIFT | d[0];
        return 0;
    case 3:
        if (d[2] >> (64 - 2 * PyLong_SHIFT)) {
            return -1;
        }
        *magnitude = (uint64_t)d[2] << 2 * PyLong_SHIFT | (uint64_t)d[1] << PyLong_SHIFT | d[0];
        return 0;
    default:
        return -1;
    }
}

/* The value of v modulo 2^64. */
static inline uint64_t mooring_long_wrapped(const PyLongObject *v)
{
    uint64_t bits = 0;
    for (Py_ssize_t i = mooring_long_digit_count(v); i-- > 0;) {
        bits = bits << PyLong_SHIFT | v->ob_digit[i];
    }
    return mooring_long_is_negative(v) ? 0 - bits : bits;
}

#endif
