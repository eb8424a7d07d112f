/* gcmodule.c: objects that take part in the collection of cycles, and the collector as C may call it.
 *
 * Whether an object is tracked is a bit of its gc word; there is no list of the tracked. Objects outside the arena have
 * no gc word and are never tracked.
 */
#include "objects.h"
#include "obmalloc.h"

static int gc_enabled = 1;

int PyObject_IS_GC(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    return (type->tp_flags & Py_TPFLAGS_HAVE_GC) && (type->tp_is_gc == NULL || type->tp_is_gc(o));
}

void PyObject_GC_Track(void *o)
{
    if (mooring_in_arena(o)) {
        mooring_prefix_of(o)->gc |= MOORING_GC_TRACKED;
    }
}

void PyObject_GC_UnTrack(void *o)
{
    if (mooring_in_arena(o)) {
        mooring_prefix_of(o)->gc &= ~MOORING_GC_TRACKED;
    }
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
