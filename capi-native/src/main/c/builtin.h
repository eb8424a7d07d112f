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

/* tupleobject.c: drops the items. Neither makes any. */
void mooring_tuple_dealloc(PyObject *o);
int mooring_tuple_traverse(PyObject *o, visitproc visit, void *arg);
/* Before a mirror gets its first item: from now on it has to be deallocated, and may close a
 * cycle. [INV-49] */
Py_EXPORTED_SYMBOL void mooring_own_items(PyObject *tuple);
/* Makes items of a lazy mirror as managed_tuple_fill does, with the same result. */
Py_EXPORTED_SYMBOL Py_ssize_t mooring_make_items(PyObject *tuple, int only_numbers);
/* All items of a tuple, made if need be; NULL with MemoryError when that is not possible. */
PyObject *const *mooring_tuple_items(PyObject *tuple);

/* listobject.c: drops the items of a list that has them in C. */
void mooring_list_dealloc(PyObject *o);
int mooring_list_traverse(PyObject *o, visitproc visit, void *arg);
int mooring_list_clear(PyObject *o);
/* Its array of items, for Java. Makes room for count items before item i, each NULL: 0, or -1 without an error set. */
Py_EXPORTED_SYMBOL int mooring_list_open_gap(PyObject *list, Py_ssize_t i, Py_ssize_t count);
/* Takes count items out, which the caller has dropped; below 0 the array with all of them. */
Py_EXPORTED_SYMBOL void mooring_list_close_gap(PyObject *list, Py_ssize_t i, Py_ssize_t count);
/* Empties the list and answers its array, which is given back with attach; NULL without an error when memory is short. */
Py_EXPORTED_SYMBOL PyObject **mooring_list_detach(PyObject *list);
/* What the list has then has been dropped. */
Py_EXPORTED_SYMBOL void mooring_list_attach(PyObject *list, PyObject **items, Py_ssize_t count);

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
