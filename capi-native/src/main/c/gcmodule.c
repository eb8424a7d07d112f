/* gcmodule.c: objects that take part in the collection of cycles, and the collector as C may call it.
 *
 * The tracked stand in one array (tracked.h). Objects outside the arena have no gc word and are never tracked.
 */
#include "objects.h"
#include "obmalloc.h"
#include "tracked.h"

#include <stdlib.h>

/* Places of a new array: one page. */
#define FEWEST_TRACKED 512

static int gc_enabled = 1;
struct mooring_tracked mooring_tracked;

int PyObject_IS_GC(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    return (type->tp_flags & Py_TPFLAGS_HAVE_GC) && (type->tp_is_gc == NULL || type->tp_is_gc(o));
}

static int grow_tracked(void)
{
    Py_ssize_t larger = mooring_tracked.capacity == 0 ? FEWEST_TRACKED : 2 * mooring_tracked.capacity;
    PyObject **moved = realloc(mooring_tracked.objects, (size_t)larger * sizeof *moved);
    if (moved == NULL) {
        return -1;
    }
    mooring_tracked.objects = moved;
    mooring_tracked.capacity = larger;
    return 0;
}

void PyObject_GC_Track(void *o)
{
    if (!mooring_in_arena(o) || (mooring_prefix_of(o)->gc & MOORING_GC_TRACKED)) {
        return;
    }
    if (MOORING_UNLIKELY(mooring_tracked.count == mooring_tracked.capacity) && grow_tracked() < 0) {
        return; /* untracked it is only missing from the collection of cycles */
    }
    struct mooring_prefix *prefix = mooring_prefix_of(o);
    prefix->gc |= MOORING_GC_TRACKED;
    mooring_set_gc_number(prefix, mooring_tracked.count);
    mooring_tracked.objects[mooring_tracked.count++] = o;
    mooring_tracked.changes++;
}

/* The last one takes the place of the one that leaves. */
static void leave(Py_ssize_t number)
{
    PyObject *last = mooring_tracked.objects[--mooring_tracked.count];
    if (number != mooring_tracked.count) {
        mooring_tracked.objects[number] = last;
        mooring_set_gc_number(mooring_prefix_of(last), number);
    }
    mooring_tracked.changes++;
}

void PyObject_GC_UnTrack(void *o)
{
    if (!mooring_in_arena(o) || !(mooring_prefix_of(o)->gc & MOORING_GC_TRACKED)) {
        return;
    }
    struct mooring_prefix *prefix = mooring_prefix_of(o);
    leave(mooring_gc_number(prefix));
    prefix->gc &= ~MOORING_GC_TRACKED;
    mooring_set_gc_number(prefix, 0);
}

void mooring_tracked_tidy(void)
{
    for (Py_ssize_t i = mooring_tracked.count; i-- > 0;) {
        PyObject *o = mooring_tracked.objects[i];
        struct mooring_prefix *prefix = mooring_prefix_of(o);
        if (!(prefix->gc & MOORING_GC_TRACKED) || mooring_gc_number(prefix) != i) {
            leave(i);                           /* the block was freed and is another object's */
        } else if (o->ob_refcnt <= 0) {
            PyObject_GC_UnTrack(o);             /* it is dying, or its block is free */
        }
    }
}

void mooring_tracked_free(void)
{
    free(mooring_tracked.objects);
    mooring_tracked = (struct mooring_tracked){0};
}

int PyObject_GC_IsTracked(PyObject *o)
{
    return PyObject_IS_GC(o) && mooring_in_arena(o) && (mooring_prefix_of(o)->gc & MOORING_GC_TRACKED);
}

int PyObject_GC_IsFinalized(PyObject *o)
{
    return PyObject_IS_GC(o) && mooring_in_arena(o) && (mooring_prefix_of(o)->gc & MOORING_GC_FINALIZED);
}

PyObject *_PyObject_GC_New(PyTypeObject *type)
{
    return _PyObject_New(type);
}

PyVarObject *_PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t item_count)
{
    if (item_count < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return _PyObject_NewVar(type, item_count);
}

PyVarObject *_PyObject_GC_Resize(PyVarObject *o, Py_ssize_t item_count)
{
    PyVarObject *moved = PyObject_Realloc(o, (size_t)_PyObject_VAR_SIZE(Py_TYPE(o), item_count));
    if (moved == NULL) {
        return (PyVarObject *)PyErr_NoMemory();
    }
    moved->ob_size = item_count;
    return moved;
}

void PyObject_GC_Del(void *o)
{
    PyObject_GC_UnTrack(o);
    PyObject_Free(o);
}

Py_ssize_t PyGC_Collect(void)
{
    return gc_enabled ? mooring_upcalls.gc_collect() : 0;
}

Py_ssize_t _PyGC_CollectNoFail(PyThreadState *thread)
{
    (void)thread;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    Py_ssize_t collected = mooring_upcalls.gc_collect();
    PyErr_Restore(type, value, traceback);
    return collected;
}

/* Each returns what was so before. Collections that memory demands happen all the same: they move, they must. */

int PyGC_Enable(void)
{
    int before = gc_enabled;
    gc_enabled = 1;
    return before;
}

int PyGC_Disable(void)
{
    int before = gc_enabled;
    gc_enabled = 0;
    return before;
}

int PyGC_IsEnabled(void)
{
    return gc_enabled;
}
