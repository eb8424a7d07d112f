/* quarantine.c: see quarantine.h. */
#include "quarantine.h"
#include "obmalloc.h"
#include "sanitizer.h"

#include <stdlib.h>

#define QUARANTINE_BLOCKS 1024                  /* freed blocks per class that are kept before one is used again */
#define POISON 0xDD

/* Freed blocks of a class, oldest first, in a ring. */
struct ring {
    struct mooring_freed *places;
    Py_ssize_t capacity;                        /* a power of two */
    Py_ssize_t first;
    Py_ssize_t count;
};

static struct ring rings[MOORING_CLASSES];

static PyObject *freed_repr(PyObject *o)
{
    mooring_report_misuse("the object was freed before", o, "tp_repr");
    return PyUnicode_FromFormat("<freed object at %p>", (void *)o);
}

/* The type of the dead. */
static PyTypeObject freed_type = {
    PyVarObject_HEAD_INIT(&PyType_Type, 0)
    .tp_name = "freed object",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_repr = freed_repr,
};

static struct mooring_freed *place(const struct ring *r, Py_ssize_t i)
{
    return &r->places[(r->first + i) & (r->capacity - 1)];
}

static int grow(struct ring *r)
{
    Py_ssize_t larger = r->capacity == 0 ? 2 * QUARANTINE_BLOCKS : 2 * r->capacity;
    struct mooring_freed *moved = malloc((size_t)larger * sizeof *moved);
    if (moved == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < r->count; i++) {
        moved[i] = *place(r, i);
    }
    free(r->places);
    r->places = moved;
    r->capacity = larger;
    r->first = 0;
    return 0;
}

static size_t usable_size(int size_class)
{
    return mooring_class_size(size_class) - MOORING_PREFIX_SIZE;
}

static void poison(char *block, size_t size)
{
    memset(block, POISON, size);
    if (size >= sizeof(PyObject)) {
        ((PyObject *)block)->ob_type = &freed_type;
    }
}

static int is_poisoned(const char *block, size_t size)
{
    if (size >= sizeof(PyObject) && ((const PyObject *)block)->ob_type != &freed_type) {
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        int is_type = i >= offsetof(PyObject, ob_type) && i < sizeof(PyObject);
        if (!is_type && (unsigned char)block[i] != POISON) {
            return 0;
        }
    }
    return 1;
}

int mooring_quarantine_add(int size_class, void *block, const char *type)
{
    struct ring *r = &rings[size_class];
    if (r->count == r->capacity && grow(r) < 0) {
        return -1;
    }
    struct mooring_freed *freed = place(r, r->count++);
    const char *call = mooring_runtime.last_call;
    freed->block = block;
    snprintf(freed->type, sizeof freed->type, "%s", type != NULL ? type : "");
    snprintf(freed->call, sizeof freed->call, "%.40s%s", call != NULL ? call : "no call", call != NULL ? "()" : "");
    size_t size = usable_size(size_class);
    poison(block, size);
    HIDE(block, size);
    return 0;
}

static void check(int size_class, char *block, const char *call)
{
    size_t size = usable_size(size_class);
    SHOW(block, size);
    if (!is_poisoned(block, size)) {
        mooring_report_block("written to after it was freed", block, call);
        poison(block, size);
    }
    HIDE(block, size);
}

void *mooring_quarantine_take(int size_class, int must)
{
    struct ring *r = &rings[size_class];
    if (r->count <= (must ? 0 : QUARANTINE_BLOCKS)) {
        return NULL;
    }
    char *block = place(r, 0)->block;
    check(size_class, block, "PyObject_Malloc");
    SHOW(block, usable_size(size_class));
    r->first++;
    r->count--;
    return block;
}

void mooring_quarantine_release(int size_class, int (*leaves)(const char *block, void *context), void *context)
{
    struct ring *r = &rings[size_class];
    Py_ssize_t kept = 0;
    for (Py_ssize_t i = 0; i < r->count; i++) {
        struct mooring_freed freed = *place(r, i);
        if (leaves(freed.block, context)) {
            check(size_class, freed.block, "PyObject_Malloc");
        } else {
            *place(r, kept++) = freed;
        }
    }
    r->count = kept;
}

Py_ssize_t mooring_quarantine_count(int size_class)
{
    return rings[size_class].count;
}

const struct mooring_freed *mooring_quarantine_find(const void *block)
{
    for (int i = 1; i < MOORING_CLASSES; i++) {
        for (Py_ssize_t k = rings[i].count; k-- > 0;) {
            if (place(&rings[i], k)->block == block) {
                return place(&rings[i], k);
            }
        }
    }
    return NULL;
}

void mooring_quarantine_check(void)
{
    for (int i = 1; i < MOORING_CLASSES; i++) {
        for (Py_ssize_t k = 0; k < rings[i].count; k++) {
            check(i, place(&rings[i], k)->block, "a look at what is freed");
        }
    }
}

void mooring_quarantine_close(void)
{
    for (int i = 1; i < MOORING_CLASSES; i++) {
        free(rings[i].places);
        rings[i] = (struct ring){0};
    }
}
