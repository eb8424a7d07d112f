/* setobject.c: sets and frozensets. The items are the managed set's. */
#include "managed.h"

static int require(PyObject *set, int holds)
{
    if (set == NULL || !holds) {
        PyErr_BadInternalCall();
        return -1;
    }
    return 0;
}

/* A frozenset may be filled by whoever holds the only C reference to it. */
static int is_fresh_frozenset(PyObject *set)
{
    return PyFrozenSet_Check(set) && (Py_REFCNT(set) & (MOORING_REFCNT_BIAS - 1)) == 1;
}

PyObject *PySet_New(PyObject *iterable)
{
    return mooring_upcalls.set_new(iterable, 0);
}

PyObject *PyFrozenSet_New(PyObject *iterable)
{
    return mooring_upcalls.set_new(iterable, 1);
}

int PySet_Add(PyObject *set, PyObject *item)
{
    return require(set, PySet_Check(set) || is_fresh_frozenset(set)) < 0 ? -1 : mooring_upcalls.set_add(set, item);
}

int PySet_Discard(PyObject *set, PyObject *item)
{
    return require(set, PySet_Check(set)) < 0 ? -1 : mooring_upcalls.set_discard(set, item);
}

int PySet_Contains(PyObject *set, PyObject *item)
{
    return require(set, PyAnySet_Check(set)) < 0 ? -1 : mooring_upcalls.set_contains(set, item);
}

PyObject *PySet_Pop(PyObject *set)
{
    return require(set, PySet_Check(set)) < 0 ? NULL : mooring_upcalls.set_pop(set);
}

int PySet_Clear(PyObject *set)
{
    return require(set, PySet_Check(set)) < 0 ? -1 : mooring_upcalls.set_clear(set);
}

Py_ssize_t PySet_Size(PyObject *set)
{
    if (require(set, PyAnySet_Check(set)) < 0) {
        return -1;
    }
    Py_ssize_t length = managed_length(set);
    return MOORING_LIKELY(length >= 0) ? length : mooring_upcalls.set_size(set);
}

/* The next item at or behind a position, borrowed, and its hash; 0 at the end. */
int _PySet_NextEntry(PyObject *set, Py_ssize_t *position, PyObject **item, Py_hash_t *hash)
{
    return require(set, PyAnySet_Check(set)) < 0 ? -1 : mooring_upcalls.set_next(set, position, item, hash);
}

int _PySet_Update(PyObject *set, PyObject *iterable)
{
    if (require(set, PySet_Check(set)) < 0) {
        return -1;
    }
    PyObject *result = PyObject_CallMethod(set, "update", "O", iterable);
    Py_XDECREF(result);
    return result != NULL ? 0 : -1;
}
