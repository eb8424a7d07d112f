/* buildvalue.c: Py_BuildValue: C values to objects, by a format.
 *
 *     b B h H i I n l k L K   int            f d     float      D   complex
 *     c                       bytes          C       str        p is no unit here
 *     s z U (#)               str            y (#)   bytes      u (#)   str from wchar_t
 *     O S N                   the object itself; N gives the caller's reference away; O& calls a function
 *     (...) [...] {...}       tuple, list, dict; none, one or several units at the top: None, the value, a tuple
 *
 * When a unit fails, the rest of the format is still walked over, so that the references given by N do not leak.
 */
#include "runtime.h"

#include <string.h>

#define BUILD_SIZE_T 1

struct build {
    const char *place;          /* in the format */
    int flags;
    va_list *values;
};

static PyObject *build_value(struct build *b);

/* How many units stand between place and the closing character end; -1 with SystemError when it never comes. */
static Py_ssize_t count_units(const char *place, char end)
{
    Py_ssize_t count = 0;
    int level = 0;
    for (; level > 0 || *place != end; place++) {
        switch (*place) {
        case '\0':
            PyErr_SetString(PyExc_SystemError, "unmatched paren in format");
            return -1;
        case '(': case '[': case '{':
            count += level++ == 0;
            break;
        case ')': case ']': case '}':
            level--;
            break;
        case '#': case '&': case ',': case ':': case ' ': case '\t':
            break;
        default:
            count += level == 0;
        }
    }
    return count;
}

/* Walks over count units after a failure, releasing what they yield; the error stays. */
static void pass_over(struct build *b, Py_ssize_t count)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    for (; count > 0; count--) {
        Py_XDECREF(build_value(b));
        PyErr_Clear();
    }
    PyErr_Restore(type, value, traceback);
}

/* Takes the closing character. 0, or -1 with SystemError. */
static int close_at(struct build *b, char end)
{
    if (*b->place != end) {
        PyErr_SetString(PyExc_SystemError, "Unmatched paren in format");
        return -1;
    }
    b->place += end != '\0';
    return 0;
}

static PyObject *build_tuple(struct build *b, char end, Py_ssize_t count)
{
    PyObject *tuple = count < 0 ? NULL : PyTuple_New(count);
    if (tuple == NULL) {
        pass_over(b, count);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = build_value(b);
        if (MOORING_UNLIKELY(item == NULL)) {
            pass_over(b, count - i - 1);
            Py_DECREF(tuple);
            return NULL;
        }
        PyTuple_SET_ITEM(tuple, i, item);
    }
    if (MOORING_UNLIKELY(close_at(b, end) < 0)) {
        Py_DECREF(tuple);
        return NULL;
    }
    return tuple;
}

static PyObject *build_list(struct build *b, char end, Py_ssize_t count)
{
    PyObject *list = count < 0 ? NULL : PyList_New(count);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = list != NULL ? build_value(b) : NULL;
        if (item == NULL) {
            pass_over(b, count - i - (list != NULL));
            Py_XDECREF(list);
            return NULL;
        }
        if (PyList_SetItem(list, i, item) < 0) {
            pass_over(b, count - i - 1);
            Py_DECREF(list);
            return NULL;
        }
    }
    if (list != NULL && close_at(b, end) < 0) {
        Py_CLEAR(list);
    }
    return list;
}

static PyObject *build_dict(struct build *b, char end, Py_ssize_t count)
{
    if (count < 0) {
        return NULL;
    }
    if (count % 2 != 0) {
        PyErr_SetString(PyExc_SystemError, "Bad dict format");
        pass_over(b, count);
        return NULL;
    }
    PyObject *dict = PyDict_New();
    if (dict == NULL) {
        pass_over(b, count);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i += 2) {
        PyObject *key = build_value(b);
        PyObject *value = key != NULL ? build_value(b) : NULL;
        int bad = value == NULL || PyDict_SetItem(dict, key, value) < 0;
        if (bad) {
            pass_over(b, count - i - (key != NULL ? 2 : 1));
        }
        Py_XDECREF(key);
        Py_XDECREF(value);
        if (bad) {
            Py_DECREF(dict);
            return NULL;
        }
    }
    if (close_at(b, end) < 0) {
        Py_CLEAR(dict);
    }
    return dict;
}

/* The length after '#', or -1 when there is none, or -2 with SystemError. */
static Py_ssize_t text_length(struct build *b)
{
    if (*b->place != '#') {
        return -1;
    }
    b->place++;
    if (!(b->flags & BUILD_SIZE_T)) {
        (void)va_arg(*b->values, int); /* what follows may have to be passed over */
        PyErr_SetString(PyExc_SystemError, "PY_SSIZE_T_CLEAN macro must be defined for '#' formats");
        return -2;
    }
    return va_arg(*b->values, Py_ssize_t);
}

static PyObject *build_text(struct build *b, char unit)
{
    const char *text = va_arg(*b->values, const char *);
    Py_ssize_t length = text_length(b);
    if (length == -2) {
        return NULL;
    }
    if (text == NULL) {
        Py_RETURN_NONE;
    }
    if (unit == 'u') {
        return PyUnicode_FromWideChar((const wchar_t *)text, length);
    }
    if (length < 0) {
        length = (Py_ssize_t)strlen(text);
    }
    return unit == 'y' ? PyBytes_FromStringAndSize(text, length) : PyUnicode_FromStringAndSize(text, length);
}

/* O S N, and O& where a function stands before the value. */
static PyObject *build_object(struct build *b, char unit)
{
    if (*b->place == '&') {
        typedef PyObject *(*converter)(void *);
        converter convert = va_arg(*b->values, converter);
        void *value = va_arg(*b->values, void *);
        b->place++;
        return convert(value);
    }
    PyObject *o = va_arg(*b->values, PyObject *);
    if (o == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_SystemError, "NULL object passed to Py_BuildValue");
        }
        return NULL;
    }
    return unit == 'N' ? o : Py_NewRef(o);
}

/* Any unit. It saves registers for all kinds of them, which would be half the work for an int: see build_value. */
static MOORING_NOINLINE PyObject *build_any(struct build *b)
{
    for (;;) {
        char unit = *b->place++;
        switch (unit) {
        case 'b': case 'B': case 'h': case 'i':
            return PyLong_FromLong(va_arg(*b->values, int));
        case 'H': case 'I':
            return PyLong_FromUnsignedLong(va_arg(*b->values, unsigned int));
        case 'l': case 'n': case 'L':
            return PyLong_FromLong(va_arg(*b->values, long));
        case 'k': case 'K':
            return PyLong_FromUnsignedLong(va_arg(*b->values, unsigned long));
        case 'O': case 'S': case 'N':
            return build_object(b, unit);
        case 's': case 'z': case 'U': case 'y': case 'u':
            return build_text(b, unit);
        case 'f': case 'd':
            return PyFloat_FromDouble(va_arg(*b->values, double));
        case 'D':
            return PyComplex_FromCComplex(*va_arg(*b->values, Py_complex *));
        case 'c': {
            char byte = (char)va_arg(*b->values, int);
            return PyBytes_FromStringAndSize(&byte, 1);
        }
        case 'C':
            return PyUnicode_FromOrdinal(va_arg(*b->values, int));
        case '(':
            return build_tuple(b, ')', count_units(b->place, ')'));
        case '[':
            return build_list(b, ']', count_units(b->place, ']'));
        case '{':
            return build_dict(b, '}', count_units(b->place, '}'));
        case ',': case ':': case ' ': case '\t':
            break;
        default:
            b->place--;
            PyErr_SetString(PyExc_SystemError, "bad format char passed to Py_BuildValue");
            return NULL;
        }
    }
}

/* The next unit as an object, a new reference; NULL with an error. */
static PyObject *build_value(struct build *b)
{
    switch (*b->place) {
    case 'i':
        b->place++;
        return PyLong_FromLong(va_arg(*b->values, int));
    case 'l': case 'n':
        b->place++;
        return PyLong_FromLong(va_arg(*b->values, long));
    default:
        return build_any(b);
    }
}

static inline PyObject *build(const char *format, int flags, va_list *values)
{
    Py_ssize_t count = count_units(format, '\0');
    if (count < 0) {
        return NULL;
    }
    if (count == 0) {
        Py_RETURN_NONE;
    }
    struct build b = {.place = format, .flags = flags, .values = values};
    return count == 1 ? build_value(&b) : build_tuple(&b, '\0', count);
}

static PyObject *build_copied(const char *format, int flags, va_list values)
{
    va_list copy;
    va_copy(copy, values);
    PyObject *result = build(format, flags, &copy);
    va_end(copy);
    return result;
}

PyObject *Py_BuildValue(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    PyObject *result = build(format, 0, &values);
    va_end(values);
    return result;
}

PyObject *_Py_BuildValue_SizeT(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    PyObject *result = build(format, BUILD_SIZE_T, &values);
    va_end(values);
    return result;
}

PyObject *Py_VaBuildValue(const char *format, va_list values)
{
    return build_copied(format, 0, values);
}

PyObject *_Py_VaBuildValue_SizeT(const char *format, va_list values)
{
    return build_copied(format, BUILD_SIZE_T, values);
}
