/* bytesobject.c: bytes made in C. A PyBytesObject holds its bytes itself, in C and as the mirror of a managed one alike. */
#include "builtin.h"
#include "fresh.h"

#include <string.h>

#define BYTES_HEADER offsetof(PyBytesObject, ob_sval)

static PyBytesObject *new_bytes(Py_ssize_t size)
{
    if (size < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyBytes_FromStringAndSize");
        return NULL;
    }
    if ((size_t)size > PY_SSIZE_T_MAX - BYTES_HEADER - 1) {
        PyErr_SetString(PyExc_OverflowError, "byte string is too large");
        return NULL;
    }
    PyBytesObject *bytes = (PyBytesObject *)mooring_fresh(&PyBytes_Type, BYTES_HEADER + (size_t)size + 1);
    if (bytes != NULL) {
        bytes->ob_base.ob_size = size;
        bytes->ob_shash = -1;
        bytes->ob_sval[size] = '\0';
    }
    return bytes;
}

PyObject *PyBytes_FromStringAndSize(const char *source, Py_ssize_t size)
{
    PyBytesObject *bytes = new_bytes(size);
    if (bytes != NULL && source != NULL) {
        memcpy(bytes->ob_sval, source, (size_t)size);
    }
    return (PyObject *)bytes;
}

PyObject *PyBytes_FromString(const char *text)
{
    return PyBytes_FromStringAndSize(text, (Py_ssize_t)strlen(text));
}

void mooring_bytes_dealloc(PyObject *o)
{
    mooring_fresh_free(o, &PyBytes_Type);
}

PyObject *PyBytes_FromObject(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (PyBytes_CheckExact(o)) {
        return Py_NewRef(o);
    }
    return mooring_upcalls.bytes_from_object(o);
}

static int require_bytes(PyObject *o)
{
    if (!PyBytes_Check(o)) {
        PyErr_Format(PyExc_TypeError, "expected bytes, %.200s found", Py_TYPE(o)->tp_name);
        return -1;
    }
    return 0;
}

Py_ssize_t PyBytes_Size(PyObject *o)
{
    return require_bytes(o) < 0 ? -1 : PyBytes_GET_SIZE(o);
}

char *PyBytes_AsString(PyObject *o)
{
    return require_bytes(o) < 0 ? NULL : PyBytes_AS_STRING(o);
}

int PyBytes_AsStringAndSize(PyObject *o, char **bytes, Py_ssize_t *size)
{
    if (bytes == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (require_bytes(o) < 0) {
        return -1;
    }
    *bytes = PyBytes_AS_STRING(o);
    if (size != NULL) {
        *size = PyBytes_GET_SIZE(o);
    } else if (strlen(*bytes) != (size_t)PyBytes_GET_SIZE(o)) {
        PyErr_SetString(PyExc_ValueError, "embedded null byte");
        return -1;
    }
    return 0;
}

int _PyBytes_Resize(PyObject **place, Py_ssize_t size)
{
    PyObject *old = *place;
    if (old == NULL || !PyBytes_Check(old) || size < 0 || (Py_SIZE(old) != size && Py_SIZE(old) != 0 && Py_REFCNT(old) != 1)) {
        *place = NULL;
        Py_XDECREF(old);
        PyErr_BadInternalCall();
        return -1;
    }
    Py_ssize_t old_size = PyBytes_GET_SIZE(old);
    if (size == old_size) {
        return 0;
    }
    if (size < old_size && size >= old_size / 2) {
        /* Shrinking by less than half keeps the block. */
        Py_SET_SIZE(old, size);
        PyBytes_AS_STRING(old)[size] = '\0';
        ((PyBytesObject *)old)->ob_shash = -1;
        return 0;
    }
    PyBytesObject *resized = new_bytes(size);
    if (resized != NULL) {
        memcpy(resized->ob_sval, PyBytes_AS_STRING(old), (size_t)(size < old_size ? size : old_size));
    }
    *place = (PyObject *)resized;
    Py_DECREF(old);
    return resized != NULL ? 0 : -1;
}

void PyBytes_Concat(PyObject **place, PyObject *tail)
{
    PyObject *old = *place;
    if (old == NULL) {
        return;
    }
    if (tail == NULL) {
        *place = NULL;
        Py_DECREF(old);
        return;
    }
    Py_buffer a = {.len = -1};
    Py_buffer b = {.len = -1};
    PyBytesObject *both = NULL;
    if (PyObject_GetBuffer(old, &a, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(tail, &b, PyBUF_SIMPLE) < 0) {
        PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", Py_TYPE(tail)->tp_name, Py_TYPE(old)->tp_name);
    } else if (a.len > PY_SSIZE_T_MAX - b.len) {
        PyErr_NoMemory();
    } else {
        both = new_bytes(a.len + b.len);
    }
    if (both != NULL) {
        memcpy(both->ob_sval, a.buf, (size_t)a.len);
        memcpy(both->ob_sval + a.len, b.buf, (size_t)b.len);
    }
    if (a.len >= 0) {
        PyBuffer_Release(&a);
    }
    if (b.len >= 0) {
        PyBuffer_Release(&b);
    }
    *place = (PyObject *)both;
    Py_DECREF(old);
}

void PyBytes_ConcatAndDel(PyObject **place, PyObject *tail)
{
    PyBytes_Concat(place, tail);
    Py_XDECREF(tail);
}

PyObject *_PyBytes_Join(PyObject *separator, PyObject *iterable)
{
    return PyObject_CallMethod(separator, "join", "O", iterable);
}

static int bytes_get_buffer(PyObject *o, Py_buffer *view, int flags)
{
    return PyBuffer_FillInfo(view, o, PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o), 1, flags);
}

PyBufferProcs mooring_bytes_as_buffer = {.bf_getbuffer = bytes_get_buffer};
