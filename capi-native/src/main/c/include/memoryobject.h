/* memoryobject.h: memoryview over a Py_buffer.
 *
 * A memoryview holds one managed buffer, which holds the exporter; several views can share it. All of it is C memory:
 * the exporter's bytes never move while a buffer is open.
 */
#ifndef Py_MEMORYOBJECT_H
#define Py_MEMORYOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    PyObject_HEAD
    int flags;
    Py_ssize_t exports;
    Py_buffer master;
} _PyManagedBufferObject;

typedef struct {
    PyObject_VAR_HEAD
    _PyManagedBufferObject *mbuf;
    Py_hash_t hash;
    int flags;
    Py_ssize_t exports;
    Py_buffer view;
    PyObject *weakreflist;
    Py_ssize_t ob_array[1];  /* shape, strides and suboffsets, ndim of each */
} PyMemoryViewObject;

PyAPI_DATA(PyTypeObject) _PyManagedBuffer_Type;
PyAPI_DATA(PyTypeObject) PyMemoryView_Type;

#define PyMemoryView_Check(op) Py_IS_TYPE(op, &PyMemoryView_Type)
#define PyMemoryView_GET_BUFFER(op) (&((PyMemoryViewObject *)(op))->view)
#define PyMemoryView_GET_BASE(op) (((PyMemoryViewObject *)(op))->view.obj)

PyAPI_FUNC(PyObject *) PyMemoryView_FromObject(PyObject *exporter);
/* flags is PyBUF_READ or PyBUF_WRITE; the caller keeps the memory alive. */
PyAPI_FUNC(PyObject *) PyMemoryView_FromMemory(char *memory, Py_ssize_t size, int flags);
PyAPI_FUNC(PyObject *) PyMemoryView_FromBuffer(const Py_buffer *buffer);
PyAPI_FUNC(PyObject *) PyMemoryView_GetContiguous(PyObject *exporter, int buffertype, char order);

#ifdef __cplusplus
}
#endif
#endif
