/* tupleobject.c: tuples made in C, and mirrors of managed ones.
 *
 * A tuple that stays in C never meets Java: its block comes from the free lists, its items are C's references.
 * The mirror of a managed tuple has the same layout and owns its items in the same way, once it has them:
 *
 *     lazy       gc word has MOORING_GC_LAZY; an item that nobody asked for is NULL. Before the first item the link may be
 *                light and the mirror is not tracked: it refers to nothing.
 *     filled     every item is there, the bit is clear. While a macro reader is loaded every mirror is.
 *     gappy      the bit is clear and an item is NULL: C made the tuple and showed it around before it was complete. Managed code sees None there; C may
 *                still fill the gap, with PyTuple_SetItem.
 */
#include "arena.h"
#include "builtin.h"
#include "fresh.h"
#include "managed.h"

/* A count from here on has the bias of a light link. */
#define LIGHT_BIT (MOORING_REFCNT_LIGHT - MOORING_REFCNT_BIAS)

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

static MOORING_NOINLINE PyObject *new_tuple_slow(Py_ssize_t size)
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

/* Most tuples have two items, or three: those call nothing. */
PyObject *PyTuple_New(Py_ssize_t size)
{
    int few = size == 2 || size == 3;
    PyTupleObject *tuple = few ? (PyTupleObject *)mooring_fresh_ready(&PyTuple_Type, tuple_size(size)) : NULL;
    if (MOORING_UNLIKELY(tuple == NULL)) {
        return mooring_stay(new_tuple_slow(size));
    }
    tuple->ob_base.ob_size = size;
    tuple->ob_item[0] = NULL;
    tuple->ob_item[1] = NULL;
    if (size == 3) {
        tuple->ob_item[2] = NULL;
    }
    return (PyObject *)tuple;
}

/* lazy mirrors */

static inline int is_lazy(const PyObject *o)
{
    return mooring_in_arena(o) && (mooring_prefix_of(o)->gc & MOORING_GC_LAZY);
}

void mooring_own_items(PyObject *o)
{
    if (o->ob_refcnt >= LIGHT_BIT) {
        o->ob_refcnt -= LIGHT_BIT;
    }
    PyObject_GC_Track(o);
}

/* The managed tuple is gone, which only a tp_dealloc can notice: what was not made cannot be made any more. */
static int is_orphan(const PyObject *o)
{
    uintptr_t link = mooring_prefix_of(o)->link;
    return link == mooring_runtime.managed_null || (link & MANAGED_IMMEDIATE);
}

/* Stores an item, unless making it made somebody else do so. */
static PyObject *keep(PyTupleObject *tuple, Py_ssize_t i, PyObject *item)
{
    if (tuple->ob_item[i] != NULL) {
        Py_XDECREF(item);
    } else if (item != NULL) {
        mooring_own_items((PyObject *)tuple);
        tuple->ob_item[i] = item;
    }
    return tuple->ob_item[i];
}

static PyObject *make_item(PyObject *o, Py_ssize_t i)
{
    if (is_orphan(o)) {
        return Py_None;
    }
    PyObject *item;
    if (!managed_tuple_item(o, i, &item)) {
        item = mooring_upcalls.tuple_get_item(o, i);
    }
    return keep((PyTupleObject *)o, i, item);
}

static void fill_orphan(PyTupleObject *tuple)
{
    for (Py_ssize_t i = 0; i < tuple->ob_base.ob_size; i++) {
        if (tuple->ob_item[i] == NULL) {
            tuple->ob_item[i] = Py_NewRef(Py_None);
        }
    }
}

Py_ssize_t mooring_make_items(PyObject *o, int only_numbers)
{
    PyTupleObject *tuple = (PyTupleObject *)o;
    mooring_own_items(o);
    if (is_orphan(o)) {
        fill_orphan(tuple);
        return 1;
    }
    mooring_pages_touch(tuple->ob_item, tuple->ob_item + tuple->ob_base.ob_size);
    return managed_tuple_fill(tuple, only_numbers);
}

/* 0, or -1 with MemoryError. */
static int make_items(PyObject *o)
{
    Py_ssize_t made = mooring_make_items(o, 0);
    if (made <= 0) {
        return made < 0 ? -1 : mooring_upcalls.tuple_fill(o);
    }
    mooring_prefix_of(o)->gc &= ~MOORING_GC_LAZY;
    return 0;
}

PyObject **_PyTuple_Fill(PyObject *o)
{
    if (is_lazy(o)) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        if (make_items(o) == 0) {
            PyErr_Restore(type, value, traceback);
        } else {
            Py_XDECREF(type);
            Py_XDECREF(value);
            Py_XDECREF(traceback);
        }
    }
    return ((PyTupleObject *)o)->ob_item;
}

PyObject *const *mooring_tuple_items(PyObject *o)
{
    return MOORING_UNLIKELY(is_lazy(o)) && make_items(o) < 0 ? NULL : ((PyTupleObject *)o)->ob_item;
}

/* Borrowed; NULL with an error if it cannot be made. */
static inline PyObject *item_at(PyObject *o, Py_ssize_t i)
{
    PyObject *item = ((PyTupleObject *)o)->ob_item[i];
    return MOORING_UNLIKELY(item == NULL) && is_lazy(o) ? make_item(o, i) : item;
}

/* the rest */

void mooring_tuple_dealloc(PyObject *o)
{
    PyTupleObject *tuple = (PyTupleObject *)o;
    if (MOORING_UNLIKELY(mooring_in_arena(o) && (mooring_prefix_of(o)->gc & MOORING_GC_TRACKED))) {
        PyObject_GC_UnTrack(o); /* a mirror */
    }
    for (Py_ssize_t i = tuple->ob_base.ob_size; i-- > 0;) {
        Py_CLEAR(tuple->ob_item[i]); /* the allocator knows that a lazy one is 0 */
    }
    mooring_fresh_free(o, &PyTuple_Type);
}

int mooring_tuple_traverse(PyObject *o, visitproc visit, void *arg)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(o); i++) {
        Py_VISIT(((PyTupleObject *)o)->ob_item[i]);
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
    return item_at(tuple, i);
}

/* Linked, and C has the only reference of its own. */
static int is_shared_with_java_alone(const PyObject *tuple)
{
    return tuple->ob_refcnt == MOORING_REFCNT_BIAS + 1;
}

static int fill_gap(PyTupleObject *tuple, Py_ssize_t i, PyObject *value)
{
    if (value != NULL && mooring_upcalls.tuple_set_item((PyObject *)tuple, i, value) < 0) {
        Py_DECREF(value);
        return -1;
    }
    tuple->ob_item[i] = value;
    return 0;
}

static int is_gap(PyObject *tuple, Py_ssize_t i)
{
    return (size_t)i < (size_t)PyTuple_GET_SIZE(tuple) && ((PyTupleObject *)tuple)->ob_item[i] == NULL && !is_lazy(tuple);
}

int PyTuple_SetItem(PyObject *tuple, Py_ssize_t i, PyObject *value)
{
    if (!PyTuple_Check(tuple) || Py_REFCNT(tuple) != 1) {
        if (PyTuple_Check(tuple) && is_shared_with_java_alone(tuple) && is_gap(tuple, i)) {
            return fill_gap((PyTupleObject *)tuple, i, value);
        }
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

/* Makes only the items that the slice has. */
static PyObject *slice(PyObject *tuple, Py_ssize_t low, Py_ssize_t size)
{
    PyObject *result = PyTuple_New(size);
    for (Py_ssize_t i = 0; result != NULL && i < size; i++) {
        PyObject *item = Py_XNewRef(item_at(tuple, low + i));
        if (item == NULL && PyErr_Occurred()) {
            Py_CLEAR(result);
        } else {
            ((PyTupleObject *)result)->ob_item[i] = item;
        }
    }
    return result;
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
    return slice(tuple, low, high > low ? high - low : 0);
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
