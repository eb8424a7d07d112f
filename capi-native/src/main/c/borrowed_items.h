/* borrowed_items.h: the boxes that containers own so that C may borrow them (BorrowedItems.java says why).
 *
 *     item      container and kind | value | box          24 bytes each; no box: a free place
 *
 * The kind stands in the low bits of the container's address: an int is its immediate, a float its bits, and the same word may
 * be both. Open addressing, linear probing, at most half full. Items leave in bulk only, when Java has looked who still needs
 * them. One reference of each box is the table's.
 */
#ifndef MOORING_BORROWED_ITEMS_H
#define MOORING_BORROWED_ITEMS_H

#include "runtime.h"

#define MOORING_BORROWED_INT 0
#define MOORING_BORROWED_FLOAT 1
#define MOORING_BORROWED_KINDS 7                /* bits that say the kind: objects are aligned to 8 */

struct mooring_borrowed_item {
    uintptr_t container;
    uintptr_t value;
    PyObject *box;
};

struct mooring_borrowed_items {
    struct mooring_borrowed_item *items;
    Py_ssize_t capacity;                        /* a power of two */
    Py_ssize_t count;
    Py_ssize_t most;                            /* Java's: with so many it wants to look first */
};
extern MOORING_SHARED_DATA struct mooring_borrowed_items mooring_borrowed_items;

/* 0, or -1 when memory is short. */
int mooring_borrowed_open(void);
void mooring_borrowed_close(void);
/* container: with its kind. The box, or NULL. */
MOORING_EXPORT PyObject *mooring_borrowed_get(uintptr_t container, uintptr_t value);
/* Takes over a reference of a new box, and answers the box that the container owns from now on: another one if making this one led to making that. NULL, and
 * the reference is dropped, when memory is short. */
MOORING_EXPORT PyObject *mooring_borrowed_keep(uintptr_t container, uintptr_t value, PyObject *box);
/* Keeps the items whose place in stays holds something but 0, and drops the boxes of the others. 0, or -1 when memory is short: all stay. */
MOORING_EXPORT int mooring_borrowed_retain(const unsigned char *stays);

/* The box of an int or a float in a container that holds it, made if need be; NULL without an error: ask Java. */
PyObject *mooring_borrow_int(PyObject *container, uintptr_t immediate, int64_t value);
PyObject *mooring_borrow_float(PyObject *container, double value);

#endif
