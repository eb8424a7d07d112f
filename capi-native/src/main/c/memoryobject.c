/* memoryobject.c: memoryviews, whose data is in C.
 *
 *     memoryview --> managed buffer --> exporter
 *     memoryview --/
 *
 * The managed buffer opened the exporter's memory once and closes it when the last view has let go. Each view has
 * shape, strides and suboffsets of its own behind its structure, so slicing copies no bytes. Both are tracked: an exporter
 * may hold a view of itself.
 */
#include "builtin.h"
#include "memoryview.h"
#include "objects.h"

#include <string.h>

static _PyManagedBufferObject *new_managed_buffer(void)
{
    _PyManagedBufferObject *managed = PyObject_New(_PyManagedBufferObject, &_PyManagedBuffer_Type);
    if (managed != NULL) {
        managed->flags = 0;
        managed->exports = 0;
        memset(&managed->master, 0, sizeof managed->master);
        PyObject_GC_Track(managed);
    }
    return managed;
}

void mooring_managed_buffer_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    PyBuffer_Release(&((_PyManagedBufferObject *)o)->master);
    Py_TYPE(o)->tp_free(o);
}

int mooring_managed_buffer_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((_PyManagedBufferObject *)o)->master.obj);
    return 0;
}

PyMemoryViewObject *mooring_memoryview_new(_PyManagedBufferObject *managed, const Py_buffer *source)
{
    Py_ssize_t ndim = source->ndim;
    if (ndim > PyBUF_MAX_NDIM) {
        PyErr_Format(PyExc_ValueError, "memoryview: number of dimensions must not exceed %d", PyBUF_MAX_NDIM);
        return NULL;
    }
    PyMemoryViewObject *m = PyObject_NewVar(PyMemoryViewObject, &PyMemoryView_Type, 3 * ndim);
    if (m == NULL) {
        return NULL;
    }
    m->mbuf = (_PyManagedBufferObject *)Py_NewRef(managed);
    managed->exports++;
    m->hash = -1;
    m->flags = 0;
    m->exports = 0;
    m->weakreflist = NULL;
    m->view = *source;
    m->view.obj = managed->master.obj;  /* borrowed: the managed buffer holds it */
    m->view.shape = m->ob_array;
    m->view.strides = m->ob_array + ndim;
    m->view.suboffsets = source->suboffsets != NULL ? m->ob_array + 2 * ndim : NULL;
    m->view.format = source->format != NULL ? source->format : "B";
    for (Py_ssize_t i = 0; i < ndim; i++) {
        m->view.shape[i] = source->shape != NULL ? source->shape[i] : source->len / source->itemsize;
        if (source->suboffsets != NULL) {
            m->view.suboffsets[i] = source->suboffsets[i];
        }
    }
    if (source->strides != NULL) {
        memcpy(m->view.strides, source->strides, (size_t)ndim * sizeof(Py_ssize_t));
    } else {
        PyBuffer_FillContiguousStrides((int)ndim, m->view.shape, m->view.strides, (int)source->itemsize, 'C');
    }
    PyObject_GC_Track(m);
    return m;
}

/* memoryview(object) */
PyObject *mooring_memoryview_make(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"object", NULL};
    PyObject *object;
    (void)type;
    return PyArg_ParseTupleAndKeywords(args, kwargs, "O:memoryview", names, &object) ? PyMemoryView_FromObject(object) : NULL;
}

int mooring_memoryview_check(PyMemoryViewObject *m)
{
    if (m->mbuf == NULL) {
        PyErr_SetString(PyExc_ValueError, "operation forbidden on released memoryview object");
        return -1;
    }
    return 0;
}

/* Lets go of the managed buffer; later uses of the view raise ValueError. */
static void let_go(PyMemoryViewObject *m)
{
    if (m->mbuf != NULL) {
        m->mbuf->exports--;
        m->view.obj = NULL;
        Py_CLEAR(m->mbuf);
    }
}

int mooring_memoryview_release(PyMemoryViewObject *m)
{
    if (m->exports > 0) {
        PyErr_Format(PyExc_BufferError, "memoryview has %zd exported buffer%s", m->exports, m->exports == 1 ? "" : "s");
        return -1;
    }
    let_go(m);
    return 0;
}

void mooring_memoryview_dealloc(PyObject *o)
{
    PyMemoryViewObject *m = (PyMemoryViewObject *)o;
    PyObject_GC_UnTrack(o);
    if (m->weakreflist != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    let_go(m);
    Py_TYPE(o)->tp_free(o);
}

int mooring_memoryview_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((PyMemoryViewObject *)o)->mbuf);
    return 0;
}

int mooring_memoryview_clear(PyObject *o)
{
    PyMemoryViewObject *m = (PyMemoryViewObject *)o;
    if (m->exports == 0) {
        let_go(m);
    }
    return 0;
}

/* Making. ----------------------------------------------------------------------------------------------------------- */

PyObject *PyMemoryView_FromMemory(char *memory, Py_ssize_t size, int flags)
{
    Py_buffer view;
    int readonly = flags != PyBUF_WRITE;
    if (PyBuffer_FillInfo(&view, NULL, memory, size, readonly, PyBUF_FULL_RO) < 0) {
        return NULL;
    }
    return PyMemoryView_FromBuffer(&view);
}

PyObject *PyMemoryView_FromBuffer(const Py_buffer *buffer)
{
    if (buffer->buf == NULL) {
        PyErr_SetString(PyExc_ValueError, "PyMemoryView_FromBuffer(): info->buf must not be NULL");
        return NULL;
    }
    _PyManagedBufferObject *managed = new_managed_buffer();
    if (managed == NULL) {
        return NULL;
    }
    managed->master = *buffer;
    managed->master.obj = NULL;  /* whoever filled the buffer keeps the memory alive */
    PyMemoryViewObject *m = mooring_memoryview_new(managed, buffer);
    Py_DECREF(managed);
    return (PyObject *)m;
}

PyObject *PyMemoryView_FromObject(PyObject *exporter)
{
    if (PyMemoryView_Check(exporter)) {
        PyMemoryViewObject *m = (PyMemoryViewObject *)exporter;
        return mooring_memoryview_check(m) < 0 ? NULL : (PyObject *)mooring_memoryview_new(m->mbuf, &m->view);
    }
    if (!PyObject_CheckBuffer(exporter)) {
        PyErr_Format(PyExc_TypeError, "memoryview: a bytes-like object is required, not '%.200s'",
                     Py_TYPE(exporter)->tp_name);
        return NULL;
    }
    _PyManagedBufferObject *managed = new_managed_buffer();
    if (managed == NULL) {
        return NULL;
    }
    PyMemoryViewObject *m = NULL;
    if (PyObject_GetBuffer(exporter, &managed->master, PyBUF_FULL_RO) == 0) {
        m = mooring_memoryview_new(managed, &managed->master);
    } else {
        managed->master.obj = NULL;
    }
    Py_DECREF(managed);
    return (PyObject *)m;
}

/* A view on a bytes object that holds a contiguous copy of what m shows. */
static PyObject *contiguous_copy(PyMemoryViewObject *m, char order)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, m->view.len);
    if (bytes == NULL) {
        return NULL;
    }
    PyBuffer_ToContiguous(PyBytes_AS_STRING(bytes), &m->view, m->view.len, order);
    PyMemoryViewObject *copy = (PyMemoryViewObject *)PyMemoryView_FromObject(bytes);
    PyObject *result = NULL;
    if (copy != NULL) {
        Py_buffer shaped = m->view;
        shaped.buf = copy->view.buf;
        shaped.suboffsets = NULL;
        shaped.readonly = 1;
        result = (PyObject *)mooring_memoryview_new(copy->mbuf, &shaped);
        if (result != NULL) {
            Py_buffer *view = &((PyMemoryViewObject *)result)->view;
            PyBuffer_FillContiguousStrides(view->ndim, view->shape, view->strides, (int)view->itemsize, order);
        }
    }
    Py_XDECREF((PyObject *)copy);
    Py_DECREF(bytes);
    return result;
}

PyObject *PyMemoryView_GetContiguous(PyObject *exporter, int buffertype, char order)
{
    PyMemoryViewObject *m = (PyMemoryViewObject *)PyMemoryView_FromObject(exporter);
    if (m == NULL) {
        return NULL;
    }
    PyObject *result = NULL;
    if (buffertype == PyBUF_WRITE && m->view.readonly) {
        PyErr_SetString(PyExc_BufferError, "underlying buffer is not writable");
    } else if (PyBuffer_IsContiguous(&m->view, order)) {
        return (PyObject *)m;
    } else if (buffertype == PyBUF_WRITE) {
        PyErr_SetString(PyExc_BufferError, "writable contiguous buffer requested for a non-contiguous object.");
    } else {
        result = contiguous_copy(m, order);
    }
    Py_DECREF(m);
    return result;
}
