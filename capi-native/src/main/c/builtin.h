/* builtin.h: what the static builtin types take from the files that implement their data: deallocators, traversals,
 * buffers, and the slots of the types that live in C alone (slice, memoryview).
 *
 * A deallocator releases what the block refers to and returns the block; it is right for the exact type, where it goes
 * straight to the free list, and for subclasses, where it ends in their tp_free.
 */
#ifndef MOORING_BUILTIN_H
#define MOORING_BUILTIN_H

#include "Python.h"

/* longobject.c (int, also for bool), floatobject.c, complexobject.c: no references inside. */
void mooring_long_dealloc(PyObject *o);
void mooring_float_dealloc(PyObject *o);
void mooring_complex_dealloc(PyObject *o);

/* unicodeobject.c: frees the utf8 and wstr caches too. bytesobject.c. */
void mooring_unicode_dealloc(PyObject *o);
void mooring_bytes_dealloc(PyObject *o);
extern PyBufferProcs mooring_bytes_as_buffer;

/* tupleobject.c: drops the items. */
void mooring_tuple_dealloc(PyObject *o);
int mooring_tuple_traverse(PyObject *o, visitproc visit, void *arg);

/* object.c: mirrors without items of their own: list, dict, set, bytearray and every other managed object. */
void mooring_mirror_dealloc(PyObject *o);
extern PyBufferProcs mooring_bytearray_as_buffer;

/* sliceobject.c: three owned references. */
void mooring_slice_dealloc(PyObject *o);
int mooring_slice_traverse(PyObject *o, visitproc visit, void *arg);

/* memoryobject.c: two types whose data is in C. */
void mooring_managed_buffer_dealloc(PyObject *o);
int mooring_managed_buffer_traverse(PyObject *o, visitproc visit, void *arg);
void mooring_memoryview_dealloc(PyObject *o);
int mooring_memoryview_traverse(PyObject *o, visitproc visit, void *arg);
int mooring_memoryview_clear(PyObject *o);
PyObject *mooring_memoryview_make(PyTypeObject *type, PyObject *args, PyObject *kwargs);
PyObject *mooring_memoryview_repr(PyObject *o);
PyObject *mooring_memoryview_richcompare(PyObject *a, PyObject *b, int op);
Py_hash_t mooring_memoryview_hash(PyObject *o);
extern PyBufferProcs mooring_memoryview_as_buffer;
extern PySequenceMethods mooring_memoryview_as_sequence;
extern PyMappingMethods mooring_memoryview_as_mapping;
extern PyMethodDef mooring_memoryview_methods[];
extern PyGetSetDef mooring_memoryview_getset[];

#endif
