/* fresh.h: blocks for the objects that C makes itself.
 *
 * Where the size is known at compile time everything here folds to a pop or a push of one free list.
 */
#ifndef MOORING_FRESH_H
#define MOORING_FRESH_H

#include "obmalloc.h"

/* The same as mooring_fresh, if the free list has a block; NULL without an error if it has none, or if size is that of a run. */
static inline PyObject *mooring_fresh_ready(PyTypeObject *type, size_t size)
{
    PyObject *o = (PyObject *)mooring_take_class(mooring_block_class(size));
    if (MOORING_LIKELY(o != NULL)) {
        o->ob_refcnt = 1;
        o->ob_type = type;
    }
    return o;
}

/* A block of size bytes with its header set, count 1; NULL with MemoryError. */
static inline PyObject *mooring_fresh(PyTypeObject *type, size_t size)
{
    int size_class = mooring_block_class(size);
    PyObject *o = (PyObject *)(MOORING_LIKELY(size_class) ? mooring_allocate_class(size_class)
                                                          : mooring_allocate_run(size));
    if (MOORING_UNLIKELY(o == NULL)) {
        return (PyObject *)mooring_no_memory();
    }
    o->ob_refcnt = 1;
    o->ob_type = type;
    return o;
}

/* Returns the block of an object whose type is exactly type; an instance of a subclass goes to its tp_free. */
static inline void mooring_fresh_free(PyObject *o, PyTypeObject *type)
{
    if (MOORING_LIKELY(o->ob_type == type && mooring_in_arena(o))) {
        int size_class = mooring_page_class_of(o);
        if (MOORING_LIKELY(size_class != MOORING_PAGE_RUN_HEAD)) {
            mooring_free_class(size_class, o);
            return;
        }
    }
    o->ob_type->tp_free(o);
}

#endif
