/* bytearrayobject.c: bytearray. Its bytes are C memory that the managed object owns; C asks where they are. */
#include "builtin.h"
#include "managed.h"

/* What a macro of CPython's answers for an empty one. */
char _PyByteArray_empty_string[] = "";

PyObject *PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size)
{
    if (size < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyByteArray_FromStringAndSize");
        return NULL;
    }
    return mooring_upcalls.bytearray_new(bytes, size);
}

PyObject *PyByteArray_FromObject(PyObject *o)
{
    return PyObject_CallFunctionObjArgs((PyObject *)&PyByteArray_Type, o, NULL);
}

Py_ssize_t PyByteArray_Size(PyObject *o)
{
    Py_ssize_t length = managed_length(o);
    return MOORING_LIKELY(length >= 0) ? length : mooring_upcalls.bytearray_size(o);
}

char *PyByteArray_AsString(PyObject *o)
{
    return mooring_upcalls.bytearray_as_string(o);
}

int PyByteArray_Resize(PyObject *o, Py_ssize_t size)
{
    if (((PyByteArrayObject *)o)->ob_exports > 0 && size != PyByteArray_Size(o)) {
        PyErr_SetString(PyExc_BufferError, "Existing exports of data: object cannot be re-sized");
        return -1;
    }
    return mooring_upcalls.bytearray_resize(o, size);
}

PyObject *PyByteArray_Concat(PyObject *a, PyObject *b)
{
    Py_buffer first = {.len = -1};
    Py_buffer second = {.len = -1};
    PyObject *both = NULL;
    if (PyObject_GetBuffer(a, &first, PyBUF_SIMPLE) < 0 || PyObject_GetBuffer(b, &second, PyBUF_SIMPLE) < 0) {
        PyErr_Format(PyExc_TypeError, "can't concat %.100s to %.100s", Py_TYPE(b)->tp_name, Py_TYPE(a)->tp_name);
    } else if (first.len > PY_SSIZE_T_MAX - second.len) {
        PyErr_NoMemory();
    } else {
        both = PyByteArray_FromStringAndSize(NULL, first.len + second.len);
    }
    char *target = both != NULL ? PyByteArray_AsString(both) : NULL;
    if (target != NULL) {
        memcpy(target, first.buf, (size_t)first.len);
        memcpy(target + first.len, second.buf, (size_t)second.len);
    }
    if (first.len >= 0) {
        PyBuffer_Release(&first);
    }
    if (second.len >= 0) {
        PyBuffer_Release(&second);
    }
    return both;
}

/* ob_exports of the mirror counts the open buffers: while there are any, nobody may resize the bytearray. */
static int bytearray_get_buffer(PyObject *o, Py_buffer *view, int flags)
{
    char *bytes = PyByteArray_AsString(o);
    if (bytes == NULL || PyBuffer_FillInfo(view, o, bytes, PyByteArray_Size(o), 0, flags) < 0) {
        return -1;
    }
    ((PyByteArrayObject *)o)->ob_exports++;
    return 0;
}

static void bytearray_release_buffer(PyObject *o, Py_buffer *view)
{
    (void)view;
    ((PyByteArrayObject *)o)->ob_exports--;
}

PyBufferProcs mooring_bytearray_as_buffer = {
    .bf_getbuffer = bytearray_get_buffer,
    .bf_releasebuffer = bytearray_release_buffer,
};
