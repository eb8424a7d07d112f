/* memoryview.h: what the two files about memoryviews share. */
#ifndef MOORING_MEMORYVIEW_H
#define MOORING_MEMORYVIEW_H

#include "Python.h"

/* A view on the managed buffer with the shape and strides of source, which may be another view's. */
PyMemoryViewObject *mooring_memoryview_new(_PyManagedBufferObject *managed, const Py_buffer *source);
/* 0, or -1 with ValueError when the view was released. */
int mooring_memoryview_check(PyMemoryViewObject *m);
/* 0, or -1 with BufferError when somebody still uses the view's memory. */
int mooring_memoryview_release(PyMemoryViewObject *m);

/* memoryview_cast.c: the methods that make other views, and hex. */
PyObject *mooring_memoryview_cast(PyObject *o, PyObject *args, PyObject *kwargs);
PyObject *mooring_memoryview_toreadonly(PyObject *o, PyObject *unused);
PyObject *mooring_memoryview_hex(PyObject *o, PyObject *args, PyObject *kwargs);

#endif
