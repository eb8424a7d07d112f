/* buffer.c: the buffer protocol: asking an object for its memory, and walking over memory with strides. */
#include "Python.h"
#include "operands.h"

#include <string.h>

int PyObject_CheckBuffer(PyObject *o)
{
    PyBufferProcs *procs = Py_TYPE(o)->tp_as_buffer;
    return procs != NULL && procs->bf_getbuffer != NULL;
}

int PyObject_GetBuffer(PyObject *o, Py_buffer *view, int flags)
{
    if (!PyObject_CheckBuffer(o)) {
        PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'", Py_TYPE(o)->tp_name);
        return -1;
    }
    return Py_TYPE(o)->tp_as_buffer->bf_getbuffer(o, view, flags);
}

void PyBuffer_Release(Py_buffer *view)
{
    PyObject *o = view->obj;
    if (o == NULL) {
        return;
    }
    PyBufferProcs *procs = Py_TYPE(o)->tp_as_buffer;
    if (procs != NULL && procs->bf_releasebuffer != NULL) {
        procs->bf_releasebuffer(o, view);
    }
    view->obj = NULL;
    Py_DECREF(o);
}

int PyBuffer_FillInfo(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t length, int readonly, int flags)
{
    if (view == NULL) {
        PyErr_SetString(PyExc_BufferError, "PyBuffer_FillInfo: view==NULL argument is obsolete");
        return -1;
    }
    if ((flags & PyBUF_WRITABLE) == PyBUF_WRITABLE && readonly) {
        PyErr_SetString(PyExc_BufferError, "Object is not writable.");
        return -1;
    }
    view->obj = Py_XNewRef(exporter);
    view->buf = buf;
    view->len = length;
    view->readonly = readonly;
    view->itemsize = 1;
    view->format = (flags & PyBUF_FORMAT) == PyBUF_FORMAT ? "B" : NULL;
    view->ndim = 1;
    view->shape = (flags & PyBUF_ND) == PyBUF_ND ? &view->len : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &view->itemsize : NULL;
    view->suboffsets = NULL;
    view->internal = NULL;
    return 0;
}

/* The bytes of one item of a struct format. The struct module knows all formats; the one-letter ones are known here. */
Py_ssize_t PyBuffer_SizeFromFormat(const char *format)
{
    static const struct {
        char letter;
        char size;
    } sizes[] = {
        {'x', 1}, {'c', 1}, {'b', 1}, {'B', 1}, {'?', 1}, {'h', 2}, {'H', 2}, {'e', 2}, {'i', 4}, {'I', 4},
        {'f', 4}, {'l', 8}, {'L', 8}, {'q', 8}, {'Q', 8}, {'n', 8}, {'N', 8}, {'d', 8}, {'P', 8}, {'s', 1},
    };
    if (format == NULL) {
        return 1;
    }
    const char *letter = format[0] == '@' ? format + 1 : format;
    for (size_t i = 0; i < Py_ARRAY_LENGTH(sizes) && letter[0] && !letter[1]; i++) {
        if (letter[0] == sizes[i].letter) {
            return sizes[i].size;
        }
    }
    PyObject *module = PyImport_ImportModule("struct");
    PyObject *size = module != NULL ? PyObject_CallMethod(module, "calcsize", "s", format) : NULL;
    Py_XDECREF(module);
    if (size == NULL) {
        return -1;
    }
    Py_ssize_t result = PyLong_AsSsize_t(size);
    Py_DECREF(size);
    return result;
}

/* Contiguity. ------------------------------------------------------------------------------------------------------- */

/* Whether the items stand side by side, the last index (fortran: the first) running fastest. */
static int is_contiguous(const Py_buffer *view, int fortran)
{
    if (view->len == 0 || view->ndim == 0) {
        return 1;
    }
    if (view->strides == NULL) {
        if (!fortran || view->ndim <= 1) {
            return 1;
        }
        int wide = 0;
        for (int i = 0; i < view->ndim && view->shape != NULL; i++) {
            wide += view->shape[i] > 1;
        }
        return wide <= 1;
    }
    Py_ssize_t expected = view->itemsize;
    for (int k = 0; k < view->ndim; k++) {
        int i = fortran ? k : view->ndim - 1 - k;
        if (view->shape[i] > 1 && view->strides[i] != expected) {
            return 0;
        }
        expected *= view->shape[i];
    }
    return 1;
}

int PyBuffer_IsContiguous(const Py_buffer *view, char order)
{
    if (view->suboffsets != NULL) {
        return 0;
    }
    switch (order) {
    case 'C':
        return is_contiguous(view, 0);
    case 'F':
        return is_contiguous(view, 1);
    case 'A':
        return is_contiguous(view, 0) || is_contiguous(view, 1);
    default:
        return 0;
    }
}

void PyBuffer_FillContiguousStrides(int ndim, Py_ssize_t *shape, Py_ssize_t *strides, int itemsize, char order)
{
    Py_ssize_t stride = itemsize;
    for (int k = 0; k < ndim; k++) {
        int i = order == 'F' ? k : ndim - 1 - k;
        strides[i] = stride;
        stride *= shape[i];
    }
}

void *PyBuffer_GetPointer(const Py_buffer *view, const Py_ssize_t *indices)
{
    char *p = view->buf;
    for (int i = 0; i < view->ndim; i++) {
        p += view->strides[i] * indices[i];
        if (view->suboffsets != NULL && view->suboffsets[i] >= 0) {
            p = *(char **)p + view->suboffsets[i];
        }
    }
    return p;
}

/* Copying. ---------------------------------------------------------------------------------------------------------- */

/* The next index in the given order. 0 when all have been visited. */
static int advance(const Py_buffer *view, Py_ssize_t *indices, int fortran)
{
    for (int k = 0; k < view->ndim; k++) {
        int i = fortran ? k : view->ndim - 1 - k;
        if (++indices[i] < view->shape[i]) {
            return 1;
        }
        indices[i] = 0;
    }
    return 0;
}

/* Between the view and a contiguous row of its items; length is the room in bytes. */
static void copy_items(const Py_buffer *view, char *row, Py_ssize_t length, int fortran, int to_row)
{
    Py_ssize_t strides[PyBUF_MAX_NDIM];
    Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
    Py_buffer walked = *view;
    if (walked.strides == NULL && walked.shape != NULL) {
        PyBuffer_FillContiguousStrides(walked.ndim, walked.shape, strides, (int)walked.itemsize, 'C');
        walked.strides = strides;
    }
    for (Py_ssize_t done = 0; done + walked.itemsize <= length; done += walked.itemsize) {
        char *item = PyBuffer_GetPointer(&walked, indices);
        memcpy(to_row ? row + done : item, to_row ? item : row + done, (size_t)walked.itemsize);
        if (!advance(&walked, indices, fortran)) {
            break;
        }
    }
}

/* 'A' takes the order that the view has anyway. */
static int wants_fortran(const Py_buffer *view, char order)
{
    return order == 'F' || (order == 'A' && !PyBuffer_IsContiguous(view, 'C') && PyBuffer_IsContiguous(view, 'F'));
}

int PyBuffer_ToContiguous(void *to, const Py_buffer *view, Py_ssize_t length, char order)
{
    if (length != view->len) {
        PyErr_SetString(PyExc_ValueError, "PyBuffer_ToContiguous: len != view->len");
        return -1;
    }
    if (PyBuffer_IsContiguous(view, order) || view->shape == NULL) {
        memcpy(to, view->buf, (size_t)length);
    } else {
        copy_items(view, to, length, wants_fortran(view, order), 1);
    }
    return 0;
}

int PyBuffer_FromContiguous(const Py_buffer *view, const void *from, Py_ssize_t length, char order)
{
    length = length > view->len ? view->len : length;
    if (PyBuffer_IsContiguous(view, order) || view->shape == NULL) {
        memcpy(view->buf, from, (size_t)length);
    } else {
        copy_items(view, (char *)from, length, wants_fortran(view, order), 0);
    }
    return 0;
}

int PyObject_CopyData(PyObject *destination, PyObject *source)
{
    Py_buffer to, from;
    if (!PyObject_CheckBuffer(destination) || !PyObject_CheckBuffer(source)) {
        PyErr_SetString(PyExc_TypeError, "both destination and source must be bytes-like objects");
        return -1;
    }
    if (PyObject_GetBuffer(destination, &to, PyBUF_FULL) < 0) {
        return -1;
    }
    if (PyObject_GetBuffer(source, &from, PyBUF_FULL_RO) < 0) {
        PyBuffer_Release(&to);
        return -1;
    }
    int result = -1;
    char *row = to.len >= from.len ? PyMem_Malloc((size_t)from.len) : NULL;
    if (to.len < from.len) {
        PyErr_SetString(PyExc_BufferError, "destination is too small to receive data from source");
    } else if (row == NULL) {
        PyErr_NoMemory();
    } else {
        PyBuffer_ToContiguous(row, &from, from.len, 'C');
        result = PyBuffer_FromContiguous(&to, row, from.len, 'C');
    }
    PyMem_Free(row);
    PyBuffer_Release(&to);
    PyBuffer_Release(&from);
    return result;
}

/* The interface before Python 3: an address without a promise that it stays good. ------------------------------------- */

static int old_buffer(PyObject *o, const void **address, Py_ssize_t *length, int flags)
{
    Py_buffer view;
    if (o == NULL || address == NULL || length == NULL) {
        mooring_null_operand();
        return -1;
    }
    if (PyObject_GetBuffer(o, &view, flags) < 0) {
        return -1;
    }
    *address = view.buf;
    *length = view.len;
    PyBuffer_Release(&view);
    return 0;
}

PyAPI_FUNC(int) PyObject_AsReadBuffer(PyObject *o, const void **address, Py_ssize_t *length);
PyAPI_FUNC(int) PyObject_AsCharBuffer(PyObject *o, const char **address, Py_ssize_t *length);
PyAPI_FUNC(int) PyObject_AsWriteBuffer(PyObject *o, void **address, Py_ssize_t *length);
PyAPI_FUNC(int) PyObject_CheckReadBuffer(PyObject *o);

int PyObject_AsReadBuffer(PyObject *o, const void **address, Py_ssize_t *length)
{
    return old_buffer(o, address, length, PyBUF_SIMPLE);
}

int PyObject_AsCharBuffer(PyObject *o, const char **address, Py_ssize_t *length)
{
    return old_buffer(o, (const void **)address, length, PyBUF_SIMPLE);
}

int PyObject_AsWriteBuffer(PyObject *o, void **address, Py_ssize_t *length)
{
    return old_buffer(o, (const void **)address, length, PyBUF_WRITABLE);
}

int PyObject_CheckReadBuffer(PyObject *o)
{
    Py_buffer view;
    if (!PyObject_CheckBuffer(o)) {
        return 0;
    }
    if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
        PyErr_Clear();
        return 0;
    }
    PyBuffer_Release(&view);
    return 1;
}
