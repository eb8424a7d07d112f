/* calls_text.c: str, bytes and bytearray through the C API.
 *
 * See calls_object.c for how the rows of the border tests use such a module.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
decode(PyObject *module, PyObject *args)
{
    (void)module;
    const char *bytes, *encoding, *errors;
    Py_ssize_t size;
    return PyArg_ParseTuple(args, "y#zz", &bytes, &size, &encoding, &errors)
               ? PyUnicode_Decode(bytes, size, encoding, errors)
               : NULL;
}

static PyObject *
encode(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str;
    const char *encoding, *errors;
    return PyArg_ParseTuple(args, "Ozz", &str, &encoding, &errors) ? PyUnicode_AsEncodedString(str, encoding, errors)
                                                                    : NULL;
}

/* The UTF-8 of a str by way of its cache, as bytes. */
static PyObject *
as_utf8(PyObject *module, PyObject *str)
{
    (void)module;
    Py_ssize_t size;
    const char *utf8 = PyUnicode_AsUTF8AndSize(str, &size);
    return utf8 == NULL ? NULL : PyBytes_FromStringAndSize(utf8, size);
}

static PyObject *
from_utf8(PyObject *module, PyObject *args)
{
    (void)module;
    const char *utf8;
    Py_ssize_t size;
    return PyArg_ParseTuple(args, "y#", &utf8, &size) ? PyUnicode_FromStringAndSize(utf8, size) : NULL;
}

/* (length, code point at the index) */
static PyObject *
read_char(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "On", &str, &i)) {
        return NULL;
    }
    Py_UCS4 character = PyUnicode_ReadChar(str, i);
    if (character == (Py_UCS4)-1) {
        return NULL;
    }
    return Py_BuildValue("(nk)", PyUnicode_GetLength(str), (unsigned long)character);
}

static PyObject *
substring(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str;
    Py_ssize_t start, end;
    return PyArg_ParseTuple(args, "Onn", &str, &start, &end) ? PyUnicode_Substring(str, start, end) : NULL;
}

static PyObject *
concat(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    return PyArg_ParseTuple(args, "OO", &a, &b) ? PyUnicode_Concat(a, b) : NULL;
}

/* A str grown by PyUnicode_Append, piece by piece. */
static PyObject *
append_all(PyObject *module, PyObject *pieces)
{
    (void)module;
    PyObject *text = PyUnicode_FromString("");
    for (Py_ssize_t i = 0; text != NULL && i < PyTuple_Size(pieces); i++) {
        PyUnicode_Append(&text, PyTuple_GetItem(pieces, i));
    }
    return text;
}

static PyObject *
join(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *separator, *items;
    return PyArg_ParseTuple(args, "OO", &separator, &items) ? PyUnicode_Join(separator, items) : NULL;
}

static PyObject *
split(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *separator;
    Py_ssize_t most;
    return PyArg_ParseTuple(args, "OOn", &str, &separator, &most)
               ? PyUnicode_Split(str, separator == Py_None ? NULL : separator, most)
               : NULL;
}

static PyObject *
rsplit(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *separator;
    Py_ssize_t most;
    return PyArg_ParseTuple(args, "OOn", &str, &separator, &most)
               ? PyUnicode_RSplit(str, separator == Py_None ? NULL : separator, most)
               : NULL;
}

static PyObject *
splitlines(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str;
    int keep_ends;
    return PyArg_ParseTuple(args, "Oi", &str, &keep_ends) ? PyUnicode_Splitlines(str, keep_ends) : NULL;
}

static PyObject *
partition(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *separator;
    return PyArg_ParseTuple(args, "OO", &str, &separator) ? PyUnicode_Partition(str, separator) : NULL;
}

static PyObject *
rpartition(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *separator;
    return PyArg_ParseTuple(args, "OO", &str, &separator) ? PyUnicode_RPartition(str, separator) : NULL;
}

static PyObject *
replace(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *from, *to;
    Py_ssize_t most;
    return PyArg_ParseTuple(args, "OOOn", &str, &from, &to, &most) ? PyUnicode_Replace(str, from, to, most) : NULL;
}

static PyObject *
find(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *what;
    Py_ssize_t start, end;
    int direction;
    if (!PyArg_ParseTuple(args, "OOnni", &str, &what, &start, &end, &direction)) {
        return NULL;
    }
    Py_ssize_t place = PyUnicode_Find(str, what, start, end, direction);
    return place == -2 ? NULL : PyLong_FromSsize_t(place);
}

static PyObject *
count(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *what;
    Py_ssize_t start, end;
    if (!PyArg_ParseTuple(args, "OOnn", &str, &what, &start, &end)) {
        return NULL;
    }
    Py_ssize_t times = PyUnicode_Count(str, what, start, end);
    return times < 0 ? NULL : PyLong_FromSsize_t(times);
}

static PyObject *
tailmatch(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *what;
    Py_ssize_t start, end;
    int direction;
    if (!PyArg_ParseTuple(args, "OOnni", &str, &what, &start, &end, &direction)) {
        return NULL;
    }
    Py_ssize_t matches = PyUnicode_Tailmatch(str, what, start, end, direction);
    return matches < 0 ? NULL : PyBool_FromLong((long)matches);
}

static PyObject *
percent(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *format, *values;
    return PyArg_ParseTuple(args, "OO", &format, &values) ? PyUnicode_Format(format, values) : NULL;
}

/* Whether two equal strings become one object by interning, and stay equal. */
static PyObject *
intern(PyObject *module, PyObject *args)
{
    (void)module;
    const char *text;
    if (!PyArg_ParseTuple(args, "s", &text)) {
        return NULL;
    }
    PyObject *a = PyUnicode_InternFromString(text);
    PyObject *b = PyUnicode_FromString(text);
    if (a == NULL || b == NULL) {
        Py_XDECREF(a);
        Py_XDECREF(b);
        return NULL;
    }
    PyUnicode_InternInPlace(&b);
    PyObject *result = Py_BuildValue("(OO)", a == b ? Py_True : Py_False, b);
    Py_DECREF(a);
    Py_DECREF(b);
    return result;
}

static PyObject *
compare(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    if (!PyArg_ParseTuple(args, "OO", &a, &b)) {
        return NULL;
    }
    int order = PyUnicode_Compare(a, b);
    return order == -1 && PyErr_Occurred() ? NULL : PyLong_FromLong(order);
}

static PyObject *
equals_ascii(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str;
    const char *ascii;
    if (!PyArg_ParseTuple(args, "Os", &str, &ascii)) {
        return NULL;
    }
    return PyBool_FromLong(PyUnicode_CompareWithASCIIString(str, ascii) == 0);
}

static PyObject *
contains(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *str, *what;
    if (!PyArg_ParseTuple(args, "OO", &str, &what)) {
        return NULL;
    }
    int found = PyUnicode_Contains(str, what);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

static PyObject *
from_format(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    int number;
    return PyArg_ParseTuple(args, "Oi", &o, &number)
               ? PyUnicode_FromFormat("%R is %S, %d, %05d, %x, %c, %s, %%", o, o, number, number, number, 'q', "text")
               : NULL;
}

static PyObject *
from_ordinal(PyObject *module, PyObject *args)
{
    (void)module;
    int ordinal;
    return PyArg_ParseTuple(args, "i", &ordinal) ? PyUnicode_FromOrdinal(ordinal) : NULL;
}

/* (kind, maximum character) of the str that came across. */
static PyObject *
storage(PyObject *module, PyObject *str)
{
    (void)module;
    if (!PyUnicode_Check(str)) {
        PyErr_SetString(PyExc_TypeError, "storage of a str");
        return NULL;
    }
    return Py_BuildValue("(ik)", (int)PyUnicode_KIND(str), (unsigned long)PyUnicode_MAX_CHAR_VALUE(str));
}

/* bytes */

static PyObject *
bytes_from_object(PyObject *module, PyObject *o)
{
    (void)module;
    return PyBytes_FromObject(o);
}

static PyObject *
bytes_concat(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    if (!PyArg_ParseTuple(args, "OO", &a, &b)) {
        return NULL;
    }
    Py_INCREF(a);
    PyBytes_Concat(&a, b);
    return a;
}

static PyObject *
bytes_reversed(PyObject *module, PyObject *args)
{
    (void)module;
    const char *bytes;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y#", &bytes, &size)) {
        return NULL;
    }
    PyObject *result = PyBytes_FromStringAndSize(NULL, size);
    for (Py_ssize_t i = 0; result != NULL && i < size; i++) {
        PyBytes_AS_STRING(result)[i] = bytes[size - 1 - i];
    }
    return result;
}

static PyObject *
bytes_size(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t size = PyBytes_Size(o);
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

/* bytearray */

static PyObject *
bytearray_of(PyObject *module, PyObject *args)
{
    (void)module;
    const char *bytes;
    Py_ssize_t size;
    return PyArg_ParseTuple(args, "y#", &bytes, &size) ? PyByteArray_FromStringAndSize(bytes, size) : NULL;
}

static PyObject *
bytearray_from(PyObject *module, PyObject *o)
{
    (void)module;
    return PyByteArray_FromObject(o);
}

static PyObject *
bytearray_concat(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    return PyArg_ParseTuple(args, "OO", &a, &b) ? PyByteArray_Concat(a, b) : NULL;
}

/* C writes where the bytes stand; then Python's own method must see it: (the bytearray, its size, its repr from Python). */
static PyObject *
bytearray_written(PyObject *module, PyObject *args)
{
    (void)module;
    const char *bytes;
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y#", &bytes, &size)) {
        return NULL;
    }
    PyObject *array = PyByteArray_FromStringAndSize(bytes, size);
    char *data = array == NULL ? NULL : PyByteArray_AsString(array);
    if (data == NULL) {
        Py_XDECREF(array);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        data[i] = (char)(data[i] + 1);
    }
    PyObject *text = PyObject_Repr(array);
    if (text == NULL) {
        Py_DECREF(array);
        return NULL;
    }
    return Py_BuildValue("(NnN)", array, PyByteArray_Size(array), text);
}

static PyObject *
bytearray_resized(PyObject *module, PyObject *args)
{
    (void)module;
    const char *bytes;
    Py_ssize_t size, wanted;
    if (!PyArg_ParseTuple(args, "y#n", &bytes, &size, &wanted)) {
        return NULL;
    }
    PyObject *array = PyByteArray_FromStringAndSize(bytes, size);
    if (array == NULL || PyByteArray_Resize(array, wanted) < 0) {
        Py_XDECREF(array);
        return NULL;
    }
    if (wanted > size) {
        memset(PyByteArray_AsString(array) + size, '.', (size_t)(wanted - size));
    }
    return array;
}

/* The bytes of any object with a buffer, added up. */
static PyObject *
buffer_sum(PyObject *module, PyObject *o)
{
    (void)module;
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    long sum = 0;
    for (Py_ssize_t i = 0; i < view.len; i++) {
        sum += ((const unsigned char *)view.buf)[i];
    }
    PyBuffer_Release(&view);
    return PyLong_FromLong(sum);
}

static PyMethodDef functions[] = {
    {"decode", decode, METH_VARARGS, NULL},
    {"encode", encode, METH_VARARGS, NULL},
    {"as_utf8", as_utf8, METH_O, NULL},
    {"from_utf8", from_utf8, METH_VARARGS, NULL},
    {"read_char", read_char, METH_VARARGS, NULL},
    {"substring", substring, METH_VARARGS, NULL},
    {"concat", concat, METH_VARARGS, NULL},
    {"append_all", append_all, METH_O, NULL},
    {"join", join, METH_VARARGS, NULL},
    {"split", split, METH_VARARGS, NULL},
    {"rsplit", rsplit, METH_VARARGS, NULL},
    {"splitlines", splitlines, METH_VARARGS, NULL},
    {"partition", partition, METH_VARARGS, NULL},
    {"rpartition", rpartition, METH_VARARGS, NULL},
    {"replace", replace, METH_VARARGS, NULL},
    {"find", find, METH_VARARGS, NULL},
    {"count", count, METH_VARARGS, NULL},
    {"tailmatch", tailmatch, METH_VARARGS, NULL},
    {"percent", percent, METH_VARARGS, NULL},
    {"intern", intern, METH_VARARGS, NULL},
    {"compare", compare, METH_VARARGS, NULL},
    {"equals_ascii", equals_ascii, METH_VARARGS, NULL},
    {"contains", contains, METH_VARARGS, NULL},
    {"from_format", from_format, METH_VARARGS, NULL},
    {"from_ordinal", from_ordinal, METH_VARARGS, NULL},
    {"storage", storage, METH_O, NULL},
    {"bytes_from_object", bytes_from_object, METH_O, NULL},
    {"bytes_concat", bytes_concat, METH_VARARGS, NULL},
    {"bytes_reversed", bytes_reversed, METH_VARARGS, NULL},
    {"bytes_size", bytes_size, METH_O, NULL},
    {"bytearray_of", bytearray_of, METH_VARARGS, NULL},
    {"bytearray_from", bytearray_from, METH_O, NULL},
    {"bytearray_concat", bytearray_concat, METH_VARARGS, NULL},
    {"bytearray_written", bytearray_written, METH_VARARGS, NULL},
    {"bytearray_resized", bytearray_resized, METH_VARARGS, NULL},
    {"buffer_sum", buffer_sum, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_text",
    .m_doc = "str, bytes and bytearray through the C API.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_calls_text(void)
{
    return PyModule_Create(&definition);
}
