/* longobject_text.c: text to int and back. */
#include "digits.h"
#include "upcalls.h"
#include "runtime.h"

#include <string.h>

/* The value of an ASCII letter or digit as a digit of a number, or 37. */
static int digit_value(unsigned char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'Z') {
        return c - 'A' + 10;
    }
    return 37;
}

static int prefix_base(char letter)
{
    switch (letter) {
    case 'x': case 'X':
        return 16;
    case 'o': case 'O':
        return 8;
    case 'b': case 'B':
        return 2;
    default:
        return 0;
    }
}

/* The run of digits and single underscores at text: its end, or NULL when it is empty or an underscore stands wrongly. */
static const char *scan_digits(const char *text, int base, Py_ssize_t *count)
{
    const char *p = text;
    *count = 0;
    for (;;) {
        if (digit_value((unsigned char)*p) >= base) {
            return NULL;
        }
        while (digit_value((unsigned char)*p) < base) {
            p++;
            ++*count;
        }
        if (*p != '_') {
            return p;
        }
        p++;
    }
}

/* The number that the digits between text and end spell: multiplies and adds, as many digits at a time as fit 30 bits. */
static PyLongObject *read_digits(const char *text, const char *end, Py_ssize_t count, int base)
{
    /* A digit of base b holds at most 6 bits (base 36), so this many 30-bit digits are enough. */
    int bits = 32 - __builtin_clz((unsigned)base - 1);
    PyLongObject *v = mooring_long_new(count / (PyLong_SHIFT / bits) + 2);
    if (v == NULL) {
        return NULL;
    }
    Py_ssize_t filled = 0;
    while (text < end) {
        twodigits factor = 1;
        twodigits addend = 0;
        while (text < end && factor * (twodigits)base < PyLong_BASE) {
            if (*text != '_') {
                factor *= (twodigits)base;
                addend = addend * (twodigits)base + (twodigits)digit_value((unsigned char)*text);
            }
            text++;
        }
        for (Py_ssize_t i = 0; i < filled; i++) {
            addend += (twodigits)v->ob_digit[i] * factor;
            v->ob_digit[i] = (digit)(addend & PyLong_MASK);
            addend >>= PyLong_SHIFT;
        }
        if (addend) {
            v->ob_digit[filled++] = (digit)addend;
        }
    }
    v->ob_base.ob_size = filled;
    return v;
}

static PyObject *invalid_literal(const char *text, int base)
{
    size_t length = strlen(text);
    PyObject *shown = PyUnicode_DecodeUTF8(text, (Py_ssize_t)(length < 200 ? length : 200), "backslashreplace");
    if (shown != NULL) {
        PyErr_Format(PyExc_ValueError, "invalid literal for int() with base %d: %.200R", base, shown);
        Py_DECREF(shown);
    }
    return NULL;
}

PyObject *PyLong_FromString(const char *text, char **end, int base)
{
    if ((base != 0 && base < 2) || base > 36) {
        PyErr_SetString(PyExc_ValueError, "int() arg 2 must be >= 2 and <= 36");
        return NULL;
    }
    const char *p = text;
    int asked_base = base;
    while (*p && Py_ISSPACE(*p)) {
        p++;
    }
    int negative = *p == '-';
    p += *p == '-' || *p == '+';
    int found = *p == '0' ? prefix_base(p[1]) : 0;
    int only_zero = 0;
    if (base == 0) {
        base = found ? found : 10;
        only_zero = !found && *p == '0';  /* "0" and "00" are numbers, "01" is none */
    }
    if (found && found == base) {
        p += 2;
        p += *p == '_';
    }
    Py_ssize_t count;
    const char *last = scan_digits(p, base, &count);
    PyLongObject *v = last != NULL ? read_digits(p, last, count, base) : NULL;
    if (last != NULL && v == NULL) {
        return NULL;
    }
    if (v == NULL || (only_zero && Py_SIZE(v) != 0)) {
        Py_XDECREF((PyObject *)v);
        if (end != NULL) {
            *end = (char *)p;
        }
        return invalid_literal(text, asked_base);
    }
    while (*last && Py_ISSPACE(*last)) {
        last++;
    }
    if (end != NULL) {
        *end = (char *)last;
    }
    if (*last) {
        Py_DECREF((PyObject *)v);
        return invalid_literal(text, asked_base);
    }
    return mooring_long_finish(v, negative);
}

PyObject *PyLong_FromUnicodeObject(PyObject *text, int base)
{
    Py_ssize_t size;
    const char *utf8 = PyUnicode_AsUTF8AndSize(text, &size);
    return utf8 != NULL ? mooring_upcalls.long_from_string(utf8, size, base) : NULL;
}

/* int in the base 2, 8, 10 or 16 as str, prefix included. */
PyObject *_PyLong_Format(PyObject *o, int base)
{
    if (!PyLong_Check(o)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    uint64_t magnitude;
    if (base != 10 || mooring_long_magnitude((PyLongObject *)o, &magnitude) < 0) {
        return PyNumber_ToBase(o, base);
    }
    char text[24];
    int length = PyOS_snprintf(text, sizeof text, "%s%lu", mooring_long_is_negative((PyLongObject *)o) ? "-" : "",
                               (unsigned long)magnitude);
    return _PyUnicode_FromASCII(text, length);
}
