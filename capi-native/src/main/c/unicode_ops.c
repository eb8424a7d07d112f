/* unicode_ops.c: comparing, searching, joining and splitting strs. What C can read by itself it does by itself. */
#include "runtime.h"

#include <string.h>

static int require_str(PyObject *o)
{
    if (!PyUnicode_Check(o)) {
        PyErr_Format(PyExc_TypeError, "must be str, not %.100s", Py_TYPE(o)->tp_name);
        return -1;
    }
    return 0;
}

/* Comparison. ------------------------------------------------------------------------------------------------------- */

static int compare(PyObject *a, PyObject *b)
{
    Py_ssize_t a_length = PyUnicode_GET_LENGTH(a);
    Py_ssize_t b_length = PyUnicode_GET_LENGTH(b);
    Py_ssize_t common = a_length < b_length ? a_length : b_length;
    int a_kind = PyUnicode_KIND(a);
    int b_kind = PyUnicode_KIND(b);
    const void *a_data = PyUnicode_DATA(a);
    const void *b_data = PyUnicode_DATA(b);
    if (a_kind == 1 && b_kind == 1) {
        int order = memcmp(a_data, b_data, (size_t)common);
        return order ? (order > 0) - (order < 0) : (a_length > b_length) - (a_length < b_length);
    }
    for (Py_ssize_t i = 0; i < common; i++) {
        Py_UCS4 x = PyUnicode_READ(a_kind, a_data, i);
        Py_UCS4 y = PyUnicode_READ(b_kind, b_data, i);
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return (a_length > b_length) - (a_length < b_length);
}

static int equal(PyObject *a, PyObject *b)
{
    return a == b || (PyUnicode_GET_LENGTH(a) == PyUnicode_GET_LENGTH(b) && PyUnicode_KIND(a) == PyUnicode_KIND(b) &&
                      memcmp(PyUnicode_DATA(a), PyUnicode_DATA(b),
                             (size_t)(PyUnicode_GET_LENGTH(a) * (Py_ssize_t)PyUnicode_KIND(a))) == 0);
}

int PyUnicode_Compare(PyObject *a, PyObject *b)
{
    if (!PyUnicode_Check(a) || !PyUnicode_Check(b)) {
        PyErr_Format(PyExc_TypeError, "Can't compare %.100s and %.100s", Py_TYPE(a)->tp_name, Py_TYPE(b)->tp_name);
        return -1;
    }
    return a == b ? 0 : compare(a, b);
}

PyObject *PyUnicode_RichCompare(PyObject *a, PyObject *b, int op)
{
    if (!PyUnicode_Check(a) || !PyUnicode_Check(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    if (op == Py_EQ || op == Py_NE) {
        return PyBool_FromLong(equal(a, b) == (op == Py_EQ));
    }
    int order = a == b ? 0 : compare(a, b);
    Py_RETURN_RICHCOMPARE(order, 0, op);
}

int PyUnicode_CompareWithASCIIString(PyObject *str, const char *ascii)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(str);
    int kind = PyUnicode_KIND(str);
    const void *data = PyUnicode_DATA(str);
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 x = PyUnicode_READ(kind, data, i);
        Py_UCS4 y = (unsigned char)ascii[i];
        if (x != y) {
            return x < y ? -1 : 1;
        }
        if (y == 0) {
            return 1;  /* str goes on after a NUL where the C string ends */
        }
    }
    return ascii[length] ? -1 : 0;
}

int _PyUnicode_EqualToASCIIString(PyObject *str, const char *ascii)
{
    size_t length = strlen(ascii);
    return PyUnicode_IS_ASCII(str) && (size_t)PyUnicode_GET_LENGTH(str) == length &&
           memcmp(PyUnicode_DATA(str), ascii, length) == 0;
}

int _PyUnicode_EQ(PyObject *a, PyObject *b)
{
    return equal(a, b);
}

int _PyUnicode_Equal(PyObject *a, PyObject *b)
{
    return equal(a, b);
}

/* Searching. -------------------------------------------------------------------------------------------------------- */

/* Negative indices count from the end; both are clipped to the length. */
static void adjust(Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *end)
{
    if (*end > length) {
        *end = length;
    } else if (*end < 0) {
        *end = *end + length < 0 ? 0 : *end + length;
    }
    if (*start < 0) {
        *start = *start + length < 0 ? 0 : *start + length;
    }
}

Py_ssize_t PyUnicode_FindChar(PyObject *str, Py_UCS4 character, Py_ssize_t start, Py_ssize_t end, int direction)
{
    if (start < 0 || end < 0) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -2;
    }
    int kind = PyUnicode_KIND(str);
    const void *data = PyUnicode_DATA(str);
    end = end > PyUnicode_GET_LENGTH(str) ? PyUnicode_GET_LENGTH(str) : end;
    for (Py_ssize_t i = 0; i < end - start; i++) {
        Py_ssize_t place = direction > 0 ? start + i : end - 1 - i;
        if (PyUnicode_READ(kind, data, place) == character) {
            return place;
        }
    }
    return -1;
}

/* Whether what stands at the index start of str; there is room for it. */
static int stands_at(PyObject *str, PyObject *what, Py_ssize_t start)
{
    int kind = PyUnicode_KIND(str);
    const void *data = PyUnicode_DATA(str);
    int what_kind = PyUnicode_KIND(what);
    const void *what_data = PyUnicode_DATA(what);
    Py_ssize_t length = PyUnicode_GET_LENGTH(what);
    if (kind == what_kind) {
        return memcmp((const char *)data + start * kind, what_data, (size_t)(length * kind)) == 0;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        if (PyUnicode_READ(kind, data, start + i) != PyUnicode_READ(what_kind, what_data, i)) {
            return 0;
        }
    }
    return 1;
}

Py_ssize_t PyUnicode_Tailmatch(PyObject *str, PyObject *what, Py_ssize_t start, Py_ssize_t end, int direction)
{
    if (require_str(str) < 0 || require_str(what) < 0) {
        return -1;
    }
    adjust(PyUnicode_GET_LENGTH(str), &start, &end);
    Py_ssize_t length = PyUnicode_GET_LENGTH(what);
    if (end - start < length) {
        return 0;
    }
    return stands_at(str, what, direction > 0 ? end - length : start);
}

Py_ssize_t PyUnicode_Find(PyObject *str, PyObject *what, Py_ssize_t start, Py_ssize_t end, int direction)
{
    if (require_str(str) < 0 || require_str(what) < 0) {
        return -2;
    }
    return mooring_upcalls.unicode_find(str, what, start, end, direction);
}

Py_ssize_t PyUnicode_Count(PyObject *str, PyObject *what, Py_ssize_t start, Py_ssize_t end)
{
    if (require_str(str) < 0 || require_str(what) < 0) {
        return -1;
    }
    return mooring_upcalls.unicode_count(str, what, start, end);
}

int PyUnicode_Contains(PyObject *str, PyObject *what)
{
    if (!PyUnicode_Check(what)) {
        PyErr_Format(PyExc_TypeError, "'in <string>' requires string as left operand, not %.100s", Py_TYPE(what)->tp_name);
        return -1;
    }
    Py_ssize_t place = PyUnicode_Find(str, what, 0, PY_SSIZE_T_MAX, 1);
    return place == -2 ? -1 : place >= 0;
}

/* New strs from old ones. ------------------------------------------------------------------------------------------- */

/* Both parts in one str; their widths are known, so is the result's. */
PyObject *PyUnicode_Concat(PyObject *a, PyObject *b)
{
    if (require_str(a) < 0) {
        return NULL;
    }
    if (!PyUnicode_Check(b)) {
        PyErr_Format(PyExc_TypeError, "can only concatenate str (not \"%.200s\") to str", Py_TYPE(b)->tp_name);
        return NULL;
    }
    Py_ssize_t a_length = PyUnicode_GET_LENGTH(a);
    Py_ssize_t b_length = PyUnicode_GET_LENGTH(b);
    if (a_length > PY_SSIZE_T_MAX - b_length) {
        PyErr_SetString(PyExc_OverflowError, "strings are too large to concat");
        return NULL;
    }
    Py_UCS4 a_most = PyUnicode_MAX_CHAR_VALUE(a);
    Py_UCS4 b_most = PyUnicode_MAX_CHAR_VALUE(b);
    PyObject *str = PyUnicode_New(a_length + b_length, a_most > b_most ? a_most : b_most);
    if (str != NULL) {
        PyUnicode_CopyCharacters(str, 0, a, 0, a_length);
        PyUnicode_CopyCharacters(str, a_length, b, 0, b_length);
    }
    return str;
}

/* When either is no str, *place becomes NULL; the error of whatever gave NULL stays. */
void PyUnicode_Append(PyObject **place, PyObject *tail)
{
    PyObject *old = place != NULL ? *place : NULL;
    PyObject *both = NULL;
    if (old != NULL && tail != NULL && PyUnicode_Check(old) && PyUnicode_Check(tail)) {
        both = PyUnicode_Concat(old, tail);
    } else if (!PyErr_Occurred()) {
        PyErr_BadInternalCall();
    }
    if (place != NULL) {
        *place = both;
    }
    Py_XDECREF(old);
}

void PyUnicode_AppendAndDel(PyObject **place, PyObject *tail)
{
    PyUnicode_Append(place, tail);
    Py_XDECREF(tail);
}

PyObject *PyUnicode_Split(PyObject *str, PyObject *separator, Py_ssize_t maxsplit)
{
    return require_str(str) < 0 ? NULL : mooring_upcalls.unicode_split(str, separator, maxsplit, 0);
}

PyObject *PyUnicode_RSplit(PyObject *str, PyObject *separator, Py_ssize_t maxsplit)
{
    return require_str(str) < 0 ? NULL : mooring_upcalls.unicode_split(str, separator, maxsplit, 1);
}

PyObject *PyUnicode_Splitlines(PyObject *str, int keepends)
{
    return require_str(str) < 0 ? NULL : mooring_upcalls.unicode_splitlines(str, keepends);
}

PyObject *PyUnicode_Partition(PyObject *str, PyObject *separator)
{
    return require_str(str) < 0 || require_str(separator) < 0 ? NULL : mooring_upcalls.unicode_partition(str, separator, 0);
}

PyObject *PyUnicode_RPartition(PyObject *str, PyObject *separator)
{
    return require_str(str) < 0 || require_str(separator) < 0 ? NULL : mooring_upcalls.unicode_partition(str, separator, 1);
}

PyObject *PyUnicode_Join(PyObject *separator, PyObject *iterable)
{
    if (separator != NULL) {
        return mooring_upcalls.unicode_join(separator, iterable);
    }
    PyObject *blank = PyUnicode_FromString(" ");
    if (blank == NULL) {
        return NULL;
    }
    PyObject *str = mooring_upcalls.unicode_join(blank, iterable);
    Py_DECREF(blank);
    return str;
}

PyObject *PyUnicode_Replace(PyObject *str, PyObject *from, PyObject *to, Py_ssize_t maxcount)
{
    if (require_str(str) < 0 || require_str(from) < 0 || require_str(to) < 0) {
        return NULL;
    }
    return mooring_upcalls.unicode_replace(str, from, to, maxcount);
}

PyObject *PyUnicode_Translate(PyObject *str, PyObject *table, const char *errors)
{
    (void)errors;
    return require_str(str) < 0 ? NULL : PyObject_CallMethod(str, "translate", "O", table);
}

PyObject *PyUnicode_Format(PyObject *format, PyObject *args)
{
    if (format == NULL || args == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return require_str(format) < 0 ? NULL : mooring_upcalls.unicode_format(format, args);
}

/* Interning. -------------------------------------------------------------------------------------------------------- */

void PyUnicode_InternInPlace(PyObject **place)
{
    PyObject *str = *place;
    if (str == NULL || !PyUnicode_CheckExact(str) || PyUnicode_CHECK_INTERNED(str)) {
        return;
    }
    PyObject *interned = mooring_upcalls.unicode_intern(str);
    if (interned == NULL) {
        PyErr_Clear();  /* a str that cannot be interned is left as it is */
        return;
    }
    *place = interned;
    Py_DECREF(str);
}

void PyUnicode_InternImmortal(PyObject **place)
{
    PyUnicode_InternInPlace(place);
}

PyObject *PyUnicode_InternFromString(const char *utf8)
{
    PyObject *str = PyUnicode_FromString(utf8);
    if (str != NULL) {
        PyUnicode_InternInPlace(&str);
    }
    return str;
}
