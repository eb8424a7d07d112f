/* managed.h: managed objects as C reads them by itself, where that saves an upcall. C never writes one.
 *
 *   mirror (PyObject)                       managed object, which moves
 *   ob_type, ob_refcnt                      +0  | link index 32 | type id 16 | bits 16 |   header
 *   link word ----------------------------> +8  fields, by heap type
 *
 *   item word of a container:   low bit 1   a small int, the value above it
 *                               else        an object; its header's link index leads to its PyObject through the table
 *
 * The address in a link word is good until the next upcall, allocation included. What stands here is what Java's layouts
 * say; mooring_managed_layouts[] (managed.c) repeats it by name and Java refuses a library that has it otherwise.
 */
#ifndef MOORING_MANAGED_H
#define MOORING_MANAGED_H

#include "runtime.h"

/* heap type ids */
#define MANAGED_FLOAT 6
#define MANAGED_BYTEARRAY 10
#define MANAGED_TUPLE 11
#define MANAGED_LIST 12
#define MANAGED_DICT 13
#define MANAGED_SET 14
#define MANAGED_FROZENSET 15

/* strategies of lists */
#define MANAGED_LIST_EMPTY 0
#define MANAGED_LIST_INT 1
#define MANAGED_LIST_FLOAT 2
#define MANAGED_LIST_OBJECT 3
#define MANAGED_LIST_FOREIGN 4                  /* the items are in the mirror's ob_item */

/* the header, and the entries of the link table */
#define MANAGED_TYPE_SHIFT 16
#define MANAGED_TYPE_MASK 0xFFFF
#define MANAGED_LINK_SHIFT 32
#define MANAGED_LINK_KINDS ((uintptr_t)7)
#define MANAGED_IMMEDIATE ((uintptr_t)1)
#define MANAGED_IMMEDIATE_SHIFT 1

struct managed_list {
    uint64_t header;
    int64_t strategy;
    int64_t size;
    const struct managed_storage *storage;
};

/* What a list keeps its items in: words or references. */
struct managed_storage {
    uint64_t header;
    int64_t length;
    uintptr_t items[];
};

struct managed_tuple {
    uint64_t header;
    int64_t length;
    uintptr_t items[];
};

struct managed_float {
    uint64_t header;
    double value;
};

/* dict, set and frozenset begin alike. */
struct managed_table {
    uint64_t header;
    uintptr_t entries;
    uintptr_t index;
    int64_t used;
};

struct managed_bytearray {
    uint64_t header;
    int64_t size;
    uintptr_t storage;
};

static inline unsigned managed_type(const void *object)
{
    return (unsigned)(*(const uint64_t *)object >> MANAGED_TYPE_SHIFT) & MANAGED_TYPE_MASK;
}

/* The managed object behind a mirror, or NULL: nothing linked, being deallocated, or a static whose link Java keeps. */
static inline const void *managed_of(PyObject *o)
{
    if (MOORING_UNLIKELY(!mooring_in_arena(o))) {
        return NULL;
    }
    uintptr_t link = mooring_prefix_of(o)->link;
    return link & MANAGED_IMMEDIATE ? NULL : (const void *)link;
}

/* As managed_of, NULL also if it is of another heap type: an instance of a subclass keeps its value elsewhere. */
static inline const void *managed_as(PyObject *o, unsigned type)
{
    const void *object = managed_of(o);
    return object != NULL && managed_type(object) == type ? object : NULL;
}

/* The PyObject of a managed object, borrowed, or NULL: it has none yet, or links are kept in a dictionary. */
static inline PyObject *managed_to_pyobject(uintptr_t object)
{
    if (MOORING_UNLIKELY(mooring_runtime.link_table == NULL || object == mooring_runtime.managed_null)) {
        return NULL;
    }
    uint64_t index = *(const uint64_t *)object >> MANAGED_LINK_SHIFT;
    return (PyObject *)(mooring_runtime.link_table[index] & ~MANAGED_LINK_KINDS);
}

/* len() of a managed container whose heap type says it, or -1 (no error set): ask Java. */
Py_ssize_t managed_length(PyObject *o);
/* Item i of a list: borrowed, valid while the list holds it; NULL without error: ask Java, who also raises what there is to raise. */
PyObject *managed_list_borrow(PyObject *list, Py_ssize_t i);
/* Item i of a list as a new reference; a number gets a fresh box. 1 if *item has been set, to NULL with MemoryError if there
 * is no room for the box; 0: ask Java. */
int managed_list_item(PyObject *list, Py_ssize_t i, PyObject **item);
/* As managed_list_item, for item i, which exists, of a tuple's mirror. */
int managed_tuple_item(PyObject *tuple, Py_ssize_t i, PyObject **item);
/* Makes those items of a tuple's mirror that are NULL and need no Java: numbers, and what has a PyObject already unless only numbers
 * are wanted. 1 if all items are there, 0 if Java must make the rest, -1 with MemoryError. */
int managed_tuple_fill(PyTupleObject *tuple, int only_numbers);

#endif
