/* tupleobject.c: tuples made in C.
 *
 * A tuple that stays in C never meets Java: its block comes from the free lists, its items are C's references.
 * The mirror of a managed tuple has the same layout, filled by Java; it owns its items in the same way.
 */
#include "builtin.h"
#include "fresh.h"

static inline size_t tuple_size(Py_ssize_t count)
{
    return offsetof(PyTupleObject, ob_item) + (size_t)count * sizeof(PyObject *);
}

/* A tuple whose items are not set yet. */
static inline PyTupleObject *tuple_alloc(Py_ssize_t count)
{
    PyTupleObject *tuple = (PyTupleObject *)mooring_fresh(&PyTuple_Type, tuple_size(count));
    if (tuple != NULL) {
        tuple->ob_base.ob_size = count;
    }
    return tuple;
}

static int check_size(Py_ssize_t size)
{
    if (size < 0) {
        PyErr_BadInternalCall();
        return -1;
    }
    if ((size_t)size > (PY_SSIZE_T_MAX - sizeof(PyTupleObject)) / sizeof(PyObject *)) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

PyObject *PyTuple_New(Py_ssize_t size)
{
    if (MOORING_UNLIKELY((size_t)size > (1 << 16)) && check_size(size) < 0) {
        return NULL;
    }
    PyTupleObject *tuple = tuple_alloc(size);
    if (MOORING_LIKELY(tuple != NULL)) {
        for (Py_ssize_t i = 0; i < size; i++) {
            tuple->ob_item[i] = NULL;
        }
    }
    return (PyObject *)tuple;
}

void mooring_tuple_dealloc(PyObject *o)
{
    PyTupleObject *tuple = (PyTupleObject *)o;
    if (MOORING_UNLIKELY(mooring_in_arena(o) && (mooring_prefix_of(o)->gc & MOORING_GC_TRACKED))) {
        PyObject_GC_UnTrack(o); /* a mirror */
    }
    for (Py_ssize_t i = tuple->ob_base.ob_size; i-- > 0;) {
        Py_XDECREF(tuple->ob_item[i]);
    }
    mooring_fresh_free(o, &PyTuple_Type);
}

int mooring_tuple_traverse(PyObject *o, visitproc visit, void *arg)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(o); i++) {
        Py_VISIT(PyTuple_GET_ITEM(o, i));
    }
    return 0;
}

Py_ssize_t PyTuple_Size(PyObject *tuple)
{
    if (!PyTuple_Check(tuple)) {
        PyErr_BadInternalCall();
        return -1;
    }
    return PyTuple_GET_SIZE(tuple);
}

PyObject *PyTuple_GetItem(PyObject *tuple, Py_ssize_t i)
{
    if (!PyTuple_Check(tuple)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if ((size_t)i >= (size_t)PyTuple_GET_SIZE(tuple)) {
        PyErr_SetString(PyExc_IndexError, "tuple index out of range");
        return NULL;
    }
    return PyTuple_GET_ITEM(tuple, i);
}

int PyTuple_SetItem(PyObject *tuple, Py_ssize_t i, PyObject *value)
{
    if (!PyTuple_Check(tuple) || Py_REFCNT(tuple) != 1) {
        Py_XDECREF(value);
        PyErr_BadInternalCall();
        return -1;
    }
    if ((size_t)i >= (size_t)PyTuple_GET_SIZE(tuple)) {
        Py_XDECREF(value);
        PyErr_SetString(PyExc_IndexError, "tuple assignment index out of range");
        return -1;
    }
    Py_XSETREF(((PyTupleObject *)tuple)->ob_item[i], value);
    return 0;
}

PyObject *_PyTuple_FromArray(PyObject *const *items, Py_ssize_t size)
{
    if (check_size(size) < 0) {
        return NULL;
    }
    PyTupleObject *tuple = tuple_alloc(size);
    if (tuple != NULL) {
        for (Py_ssize_t i = 0; i < size; i++) {
            tuple->ob_item[i] = Py_NewRef(items[i]);
        }
    }
    return (PyObject *)tuple;
}

PyObject *PyTuple_GetSlice(PyObject *tuple, Py_ssize_t low, Py_ssize_t high)
{
    if (tuple == NULL || !PyTuple_Check(tuple)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    Py_ssize_t size = PyTuple_GET_SIZE(tuple);
    low = low < 0 ? 0 : low;
    high = high > size ? size : high;
    if (low == 0 && high == size && PyTuple_CheckExact(tuple)) {
        return Py_NewRef(tuple);
    }
    return _PyTuple_FromArray(((PyTupleObject *)tuple)->ob_item + low, high > low ? high - low : 0);
}

PyObject *PyTuple_Pack(Py_ssize_t size, ...)
{
    if (check_size(size) < 0) {
        return NULL;
    }
    PyTupleObject *tuple = tuple_alloc(size);
    if (tuple == NULL) {
        return NULL;
    }
    va_list items;
    va_start(items, size);
    for (Py_ssize_t i = 0; i < size; i++) {
        tuple->ob_item[i] = Py_NewRef(va_arg(items, PyObject *));
    }
    va_end(items);
    return (PyObject *)tuple;
}

int _PyTuple_Resize(PyObject **place, Py_ssize_t size)
{
    PyObject *old = *place;
    if (old == NULL || !PyTuple_CheckExact(old) || size < 0 || (Py_SIZE(old) != 0 && Py_REFCNT(old) != 1)) {
        *place = NULL;
        Py_XDECREF(old);
        PyErr_BadInternalCall();
        return -1;
    }
    if (Py_SIZE(old) == size) {
        return 0;
    }
    PyObject *fresh = PyTuple_New(size);
    if (fresh != NULL) {
        Py_ssize_t kept = Py_SIZE(old) < size ? Py_SIZE(old) : size;
        for (Py_ssize_t i = 0; i < kept; i++) {
            PyTuple_SET_ITEM(fresh, i, PyTuple_GET_ITEM(old, i));
            PyTuple_SET_ITEM(old, i, NULL);
        }
    }
    *place = fresh;
    Py_DECREF(old);
    return fresh != NULL ? 0 : -1;
}

/* Mooring keeps no list of tracked tuples, so there is nothing to leave. */
void _PyTuple_MaybeUntrack(PyObject *tuple)
{
    (void)tuple;
}
