/* borrowed_items.c: see borrowed_items.h. */
#include "borrowed_items.h"
#include "boxes.h"

#include <stdlib.h>

#define FEWEST_PLACES 64
/* 2^64 over the golden ratio, odd: spreads neighbours. */
#define SPREAD UINT64_C(0x9E3779B97F4A7C15)

struct mooring_borrowed_items mooring_borrowed_items;

static uintptr_t mix(uintptr_t container, uintptr_t value)
{
    return ((container * SPREAD >> 32) ^ value ^ value >> 32) * SPREAD >> 32;
}

/* The place of a value of a container, or the free one where it would stand. */
static struct mooring_borrowed_item *place(uintptr_t container, uintptr_t value)
{
    uintptr_t mask = (uintptr_t)mooring_borrowed_items.capacity - 1;
    uintptr_t i = mix(container, value) & mask;
    struct mooring_borrowed_item *item = &mooring_borrowed_items.items[i];
    while (item->box != NULL && (item->container != container || item->value != value)) {
        i = (i + 1) & mask;
        item = &mooring_borrowed_items.items[i];
    }
    return item;
}

static void set(uintptr_t container, uintptr_t value, PyObject *box)
{
    *place(container, value) = (struct mooring_borrowed_item){container, value, box};
    mooring_borrowed_items.count++;
}

/* An empty table; the items of the one before are the caller's. 0, or -1. */
static int renew(Py_ssize_t capacity)
{
    struct mooring_borrowed_item *items = calloc((size_t)capacity, sizeof *items);
    if (items == NULL) {
        return -1;
    }
    mooring_borrowed_items.items = items;
    mooring_borrowed_items.capacity = capacity;
    mooring_borrowed_items.count = 0;
    return 0;
}

static int grow(void)
{
    const struct mooring_borrowed_items before = mooring_borrowed_items;
    if (renew(2 * before.capacity) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < before.capacity; i++) {
        if (before.items[i].box != NULL) {
            set(before.items[i].container, before.items[i].value, before.items[i].box);
        }
    }
    free(before.items);
    return 0;
}

int mooring_borrowed_open(void)
{
    return renew(FEWEST_PLACES);
}

void mooring_borrowed_close(void)
{
    free(mooring_borrowed_items.items);
    mooring_borrowed_items = (struct mooring_borrowed_items){0};
}

PyObject *mooring_borrowed_get(uintptr_t container, uintptr_t value)
{
    return place(container, value)->box;
}

PyObject *mooring_borrowed_keep(uintptr_t container, uintptr_t value, PyObject *box)
{
    PyObject *known = mooring_borrowed_get(container, value);
    int is_full = 2 * (mooring_borrowed_items.count + 1) > mooring_borrowed_items.capacity;
    if (MOORING_UNLIKELY(known != NULL || (is_full && grow() < 0))) {
        Py_DECREF(box);
        return known;
    }
    set(container, value, box);
    return box;
}

int mooring_borrowed_retain(const unsigned char *stays)
{
    const struct mooring_borrowed_items before = mooring_borrowed_items;
    if (renew(before.capacity) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < before.capacity; i++) {
        if (before.items[i].box != NULL && stays[i]) {
            set(before.items[i].container, before.items[i].value, before.items[i].box);
        }
    }
    for (Py_ssize_t i = 0; i < before.capacity; i++) {
        if (before.items[i].box != NULL && !stays[i]) {
            Py_DECREF(before.items[i].box);
        }
    }
    free(before.items);
    return 0;
}

/* A new box, or NULL with MemoryError, becomes the container's. */
static PyObject *keep(uintptr_t container, uintptr_t value, PyObject *box)
{
    if (MOORING_UNLIKELY(box == NULL)) {
        PyErr_Clear(); /* Java will say it again */
        return NULL;
    }
    return mooring_borrowed_keep(container, value, box);
}

static int wants_a_look(void)
{
    return mooring_borrowed_items.count >= mooring_borrowed_items.most;
}

PyObject *mooring_borrow_int(PyObject *container, uintptr_t immediate, int64_t value)
{
    uintptr_t owner = (uintptr_t)container + MOORING_BORROWED_INT;
    PyObject *box = mooring_borrowed_get(owner, immediate);
    return box != NULL || wants_a_look() ? box : keep(owner, immediate, mooring_int_box(value));
}

PyObject *mooring_borrow_float(PyObject *container, double value)
{
    uintptr_t owner = (uintptr_t)container + MOORING_BORROWED_FLOAT;
    uintptr_t bits;
    memcpy(&bits, &value, sizeof bits);
    PyObject *box = mooring_borrowed_get(owner, bits);
    return box != NULL || wants_a_look() ? box : keep(owner, bits, mooring_float_box(value));
}
