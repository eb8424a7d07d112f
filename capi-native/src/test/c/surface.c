/* surface.c: the surface of the C API, a function for each kind of value and operation.
 *
 * Most functions take objects apart into C values and make objects of these again, so that a test is a row: function,
 * arguments, expected result. They are grouped by file: numbers and text here, containers in surface_containers.h, the
 * protocols of any object in surface_protocols.h.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Numbers. ------------------------------------------------------------------------------------------------------------ */

/* name(o): through a C type and back. error is what the function that reads o returns when it fails. */
#define ROUND_TRIP(name, ctype, read, make, error) \
    static PyObject *name(PyObject *module, PyObject *o) \
    { \
        (void)module; \
        ctype value = read(o); \
        if (value == (ctype)(error) && PyErr_Occurred()) { \
            return NULL; \
        } \
        return make(value); \
    }

ROUND_TRIP(as_long, long, PyLong_AsLong, PyLong_FromLong, -1)
ROUND_TRIP(as_long_long, long long, PyLong_AsLongLong, PyLong_FromLongLong, -1)
ROUND_TRIP(as_ssize, Py_ssize_t, PyLong_AsSsize_t, PyLong_FromSsize_t, -1)
ROUND_TRIP(as_size, size_t, PyLong_AsSize_t, PyLong_FromSize_t, -1)
ROUND_TRIP(as_unsigned_long, unsigned long, PyLong_AsUnsignedLong, PyLong_FromUnsignedLong, -1)
ROUND_TRIP(as_unsigned_long_long, unsigned long long, PyLong_AsUnsignedLongLong, PyLong_FromUnsignedLongLong, -1)
ROUND_TRIP(as_unsigned_mask, unsigned long, PyLong_AsUnsignedLongMask, PyLong_FromUnsignedLong, -1)
ROUND_TRIP(int_as_double, double, PyLong_AsDouble, PyFloat_FromDouble, -1.0)
ROUND_TRIP(double_as_int, double, PyFloat_AsDouble, PyLong_FromDouble, -1.0)
ROUND_TRIP(as_double, double, PyFloat_AsDouble, PyFloat_FromDouble, -1.0)

static PyObject *
as_long_and_overflow(PyObject *module, PyObject *o)
{
    int overflow;
    (void)module;
    long value = PyLong_AsLongAndOverflow(o, &overflow);
    if (value == -1 && !overflow && PyErr_Occurred()) {
        return NULL;
    }
    return Py_BuildValue("li", value, overflow);
}

static PyObject *
int_from_text(PyObject *module, PyObject *args)
{
    const char *text;
    int base;
    (void)module;
    if (!PyArg_ParseTuple(args, "si:int_from_text", &text, &base)) {
        return NULL;
    }
    return PyLong_FromString(text, NULL, base);
}

static PyObject *
int_from_bytes(PyObject *module, PyObject *args)
{
    const char *bytes;
    Py_ssize_t size;
    int is_signed;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#p:int_from_bytes", &bytes, &size, &is_signed)) {
        return NULL;
    }
    return _PyLong_FromByteArray((const unsigned char *)bytes, (size_t)size, 1, is_signed);
}

static PyObject *
complex_parts(PyObject *module, PyObject *o)
{
    (void)module;
    Py_complex value = PyComplex_AsCComplex(o);
    if (PyErr_Occurred()) {
        return NULL;
    }
    return Py_BuildValue("ddN", value.real, value.imag, PyComplex_FromDoubles(value.imag, value.real));
}

static PyObject *
truth(PyObject *module, PyObject *o)
{
    (void)module;
    int result = PyObject_IsTrue(o);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

/* Text. --------------------------------------------------------------------------------------------------------------- */

static PyObject *
str_as_utf8(PyObject *module, PyObject *o)
{
    Py_ssize_t size;
    (void)module;
    const char *utf8 = PyUnicode_AsUTF8AndSize(o, &size);
    return utf8 != NULL ? PyBytes_FromStringAndSize(utf8, size) : NULL;
}

static PyObject *
str_copy(PyObject *module, PyObject *o)
{
    (void)module;
    if (!PyUnicode_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "a str is needed");
        return NULL;
    }
    return PyUnicode_FromKindAndData(PyUnicode_KIND(o), PyUnicode_DATA(o), PyUnicode_GET_LENGTH(o));
}

static PyObject *
str_kind(PyObject *module, PyObject *o)
{
    (void)module;
    if (!PyUnicode_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "a str is needed");
        return NULL;
    }
    return Py_BuildValue("iin", (int)PyUnicode_KIND(o), (int)PyUnicode_IS_ASCII(o), PyUnicode_GetLength(o));
}

static PyObject *
str_reversed(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t length = PyUnicode_GetLength(o);
    PyObject *result = length < 0 ? NULL : PyUnicode_New(length, PyUnicode_MAX_CHAR_VALUE(o));
    for (Py_ssize_t i = 0; result != NULL && i < length; i++) {
        PyUnicode_WRITE(PyUnicode_KIND(result), PyUnicode_DATA(result), length - 1 - i, PyUnicode_READ_CHAR(o, i));
    }
    return result;
}

static PyObject *
str_wide(PyObject *module, PyObject *o)
{
    Py_ssize_t length;
    (void)module;
    wchar_t *wide = PyUnicode_AsWideCharString(o, &length);
    if (wide == NULL) {
        return NULL;
    }
    PyObject *result = PyUnicode_FromWideChar(wide, length);
    PyMem_Free(wide);
    return result;
}

static PyObject *
str_encode(PyObject *module, PyObject *args)
{
    PyObject *str;
    const char *encoding;
    const char *errors = NULL;
    (void)module;
    if (!PyArg_ParseTuple(args, "Us|z:str_encode", &str, &encoding, &errors)) {
        return NULL;
    }
    return PyUnicode_AsEncodedString(str, encoding, errors);
}

static PyObject *
str_decode(PyObject *module, PyObject *args)
{
    const char *bytes, *encoding;
    const char *errors = NULL;
    Py_ssize_t size;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#s|z:str_decode", &bytes, &size, &encoding, &errors)) {
        return NULL;
    }
    return PyUnicode_Decode(bytes, size, encoding, errors);
}

static PyObject *
str_substring(PyObject *module, PyObject *args)
{
    PyObject *str;
    Py_ssize_t start, end;
    (void)module;
    if (!PyArg_ParseTuple(args, "Unn:str_substring", &str, &start, &end)) {
        return NULL;
    }
    return PyUnicode_Substring(str, start, end);
}

static PyObject *
str_compare(PyObject *module, PyObject *args)
{
    PyObject *a, *b;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO:str_compare", &a, &b)) {
        return NULL;
    }
    int order = PyUnicode_Compare(a, b);
    return order == -1 && PyErr_Occurred() ? NULL : PyLong_FromLong(order);
}

static PyObject *
str_find_char(PyObject *module, PyObject *args)
{
    PyObject *str;
    int character;
    (void)module;
    if (!PyArg_ParseTuple(args, "UC:str_find_char", &str, &character)) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyUnicode_FindChar(str, (Py_UCS4)character, 0, PyUnicode_GET_LENGTH(str), 1));
}

static PyObject *
str_join(PyObject *module, PyObject *args)
{
    PyObject *separator, *items;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO:str_join", &separator, &items)) {
        return NULL;
    }
    return PyUnicode_Join(separator, items);
}

static PyObject *
str_split(PyObject *module, PyObject *args)
{
    PyObject *str, *separator;
    (void)module;
    if (!PyArg_ParseTuple(args, "UU:str_split", &str, &separator)) {
        return NULL;
    }
    return PyUnicode_Split(str, separator, -1);
}

static PyObject *
str_replace(PyObject *module, PyObject *args)
{
    PyObject *str, *from, *to;
    (void)module;
    if (!PyArg_ParseTuple(args, "UUU:str_replace", &str, &from, &to)) {
        return NULL;
    }
    return PyUnicode_Replace(str, from, to, -1);
}

static PyObject *
str_interned(PyObject *module, PyObject *o)
{
    (void)module;
    Py_INCREF(o);
    PyUnicode_InternInPlace(&o);
    PyObject *again = PyUnicode_InternFromString(PyUnicode_AsUTF8(o));
    PyObject *result = again != NULL ? PyBool_FromLong(again == o) : NULL;
    Py_XDECREF(again);
    Py_DECREF(o);
    return result;
}

static PyObject *
format_all(PyObject *module, PyObject *o)
{
    (void)module;
    return PyUnicode_FromFormat("%s|%5d|%03i|%x|%c|%zd|%lu|%%|%U|%S|%R|%A|%.3s", "text", 42, 7, 255, 0x20AC, (Py_ssize_t)-1,
                                5UL, o, o, o, o, "abcdef");
}

static PyObject *
bytes_copy(PyObject *module, PyObject *o)
{
    char *bytes;
    Py_ssize_t size;
    (void)module;
    if (PyBytes_AsStringAndSize(o, &bytes, &size) < 0) {
        return NULL;
    }
    return PyBytes_FromStringAndSize(bytes, size);
}

static PyObject *
bytes_grown(PyObject *module, PyObject *args)
{
    PyObject *head, *tail;
    (void)module;
    if (!PyArg_ParseTuple(args, "SO:bytes_grown", &head, &tail)) {
        return NULL;
    }
    Py_INCREF(head);
    PyBytes_Concat(&head, tail);
    return head;
}

static PyObject *
bytes_shrunk(PyObject *module, PyObject *arg)
{
    (void)module;
    Py_ssize_t size = PyLong_AsSsize_t(arg);
    PyObject *bytes = PyBytes_FromStringAndSize("0123456789", 10);
    if (bytes == NULL || (size == -1 && PyErr_Occurred())) {
        Py_XDECREF(bytes);
        return NULL;
    }
    _PyBytes_Resize(&bytes, size);
    return bytes;
}

static PyObject *
bytearray_upper(PyObject *module, PyObject *o)
{
    (void)module;
    if (!PyByteArray_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "a bytearray is needed");
        return NULL;
    }
    char *bytes = PyByteArray_AsString(o);
    for (Py_ssize_t i = 0; i < PyByteArray_Size(o); i++) {
        bytes[i] = (char)Py_TOUPPER(bytes[i]);
    }
    Py_RETURN_NONE;
}

static PyObject *
buffer_sum(PyObject *module, PyObject *args)
{
    Py_buffer view;
    long sum = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "y*:buffer_sum", &view)) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < view.len; i++) {
        sum += ((unsigned char *)view.buf)[i];
    }
    PyBuffer_Release(&view);
    return PyLong_FromLong(sum);
}

static PyObject *
memory_view(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *view = PyMemoryView_FromObject(o);
    if (view == NULL) {
        return NULL;
    }
    PyObject *bytes = PyBytes_FromObject(view);
    PyObject *result = bytes != NULL ? Py_BuildValue("nN", PyObject_Size(view), bytes) : NULL;
    Py_DECREF(view);
    return result;
}

/* The rest of the module, and its table. */
#include "surface_containers.h"
#include "surface_protocols.h"
#include "surface_table.h"
