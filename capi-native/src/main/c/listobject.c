/* listobject.c: lists.
 *
 *     ob_item NULL      the items are the managed list's, in whatever form its strategy keeps them; everything is asked of
 *                       Java, or read by managed.c
 *     else              ob_item is the only copy of the items, owned references, of which some may not be set yet. Either C
 *                       made the list while macro readers are loaded, or it crossed then. A managed list that is linked
 *                       keeps its items here too (ListItems).
 *
 * The array is malloc's: making it must not collect, for a collection may run code that changes the list.
 */
#include "builtin.h"
#include "fresh.h"
#include "managed.h"

/* Places of an array that has no items. */
#define FEWEST 4

/* 0, or -1 with SystemError: the caller passed something else for a list. */
static int require_list(PyObject *list)
{
    if (list == NULL || !PyList_Check(list)) {
        PyErr_BadInternalCall();
        return -1;
    }
    return 0;
}

/* items in C */

static inline PyObject **items_of(PyObject *list)
{
    return ((PyListObject *)list)->ob_item;
}

/* Makes the array as long as needed: an eighth longer when it grows, shorter when less than half is used. */
static int resize(PyListObject *list, Py_ssize_t size)
{
    if (list->ob_item != NULL && size <= list->allocated && (size >= (list->allocated >> 1) || list->allocated <= FEWEST)) {
        return 0;
    }
    Py_ssize_t places = size > list->allocated ? size + (size >> 3) + 6 : size;
    places = places < FEWEST ? FEWEST : (places + 3) & ~(Py_ssize_t)3;
    if ((size_t)places > PY_SSIZE_T_MAX / sizeof(PyObject *)) {
        return -1;
    }
    PyObject **moved = PyMem_RawRealloc(list->ob_item, (size_t)places * sizeof *moved);
    if (moved == NULL) {
        return size <= list->allocated && list->ob_item != NULL ? 0 : -1;
    }
    list->ob_item = moved;
    list->allocated = places;
    return 0;
}

int mooring_list_open_gap(PyObject *o, Py_ssize_t i, Py_ssize_t count)
{
    PyListObject *list = (PyListObject *)o;
    const Py_ssize_t size = Py_SIZE(o);
    if (count > PY_SSIZE_T_MAX - 8 - size || resize(list, size + count) < 0) {
        return -1;
    }
    memmove(list->ob_item + i + count, list->ob_item + i, (size_t)(size - i) * sizeof(PyObject *));
    memset(list->ob_item + i, 0, (size_t)count * sizeof(PyObject *));
    Py_SET_SIZE(o, size + count);
    return 0;
}

void mooring_list_close_gap(PyObject *o, Py_ssize_t i, Py_ssize_t count)
{
    PyListObject *list = (PyListObject *)o;
    if (count < 0) {
        PyMem_RawFree(list->ob_item);
        list->ob_item = NULL;
        list->allocated = 0;
        Py_SET_SIZE(o, 0);
        return;
    }
    const Py_ssize_t size = Py_SIZE(o) - count;
    memmove(list->ob_item + i, list->ob_item + i + count, (size_t)(size - i) * sizeof(PyObject *));
    Py_SET_SIZE(o, size);
    (void)resize(list, size);
}

PyObject **mooring_list_detach(PyObject *o)
{
    PyListObject *list = (PyListObject *)o;
    PyObject **empty = PyMem_RawMalloc(FEWEST * sizeof *empty);
    if (empty == NULL) {
        return NULL;
    }
    PyObject **items = list->ob_item;
    list->ob_item = empty;
    list->allocated = FEWEST;
    Py_SET_SIZE(o, 0);
    return items;
}

void mooring_list_attach(PyObject *o, PyObject **items, Py_ssize_t count)
{
    PyListObject *list = (PyListObject *)o;
    PyMem_RawFree(list->ob_item);
    list->ob_item = items;
    list->allocated = count;
    Py_SET_SIZE(o, count);
}

/* A list with its items in C, none of which is set. */
static PyObject *new_with_items(Py_ssize_t size)
{
    PyListObject *list = (PyListObject *)mooring_fresh(&PyList_Type, sizeof(PyListObject));
    if (list == NULL) {
        return NULL;
    }
    list->ob_item = NULL;
    list->allocated = 0;
    Py_SET_SIZE(list, 0);
    if (mooring_list_open_gap((PyObject *)list, 0, size) < 0) {
        Py_DECREF(list);
        return PyErr_NoMemory();
    }
    PyObject_GC_Track(list);
    return (PyObject *)list;
}

static PyObject *copy_items(PyObject *list, Py_ssize_t low, Py_ssize_t high)
{
    PyObject *copy = new_with_items(high - low);
    for (Py_ssize_t i = low; copy != NULL && i < high; i++) {
        items_of(copy)[i - low] = Py_XNewRef(items_of(list)[i]);
    }
    return copy;
}

static int insert(PyObject *list, Py_ssize_t i, PyObject *value)
{
    if (mooring_list_open_gap(list, i, 1) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    items_of(list)[i] = Py_NewRef(value);
    return 0;
}

static int set_item(PyObject *list, Py_ssize_t i, PyObject *value)
{
    if ((size_t)i >= (size_t)Py_SIZE(list)) {
        PyErr_SetString(PyExc_IndexError, "list assignment index out of range");
        Py_XDECREF(value);
        return -1;
    }
    PyObject *former = items_of(list)[i];
    items_of(list)[i] = value;
    Py_XDECREF(former);
    return 0;
}

int mooring_list_clear(PyObject *o)
{
    if (items_of(o) != NULL) {
        const Py_ssize_t count = Py_SIZE(o);
        PyObject **items = mooring_list_detach(o);
        if (items == NULL) {
            return 0;                           /* no room for an empty array: it stays as it is */
        }
        for (Py_ssize_t i = count; i-- > 0;) {
            Py_XDECREF(items[i]);
        }
        PyMem_RawFree(items);
    }
    return 0;
}

void mooring_list_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    PyObject **items = items_of(o);
    if (items != NULL) {
        Py_ssize_t count = Py_SIZE(o);
        ((PyListObject *)o)->ob_item = NULL;
        Py_SET_SIZE(o, 0);
        while (count-- > 0) {
            Py_XDECREF(items[count]);
        }
        PyMem_RawFree(items);
    }
    mooring_fresh_free(o, &PyList_Type);
}

int mooring_list_traverse(PyObject *o, visitproc visit, void *arg)
{
    for (Py_ssize_t i = 0; items_of(o) != NULL && i < Py_SIZE(o); i++) {
        Py_VISIT(items_of(o)[i]);
    }
    return 0;
}

/* the API */

PyObject *PyList_New(Py_ssize_t size)
{
    if (size < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return mooring_runtime.filled ? new_with_items(size) : mooring_upcalls.list_new(size);
}

Py_ssize_t PyList_Size(PyObject *list)
{
    if (require_list(list) < 0) {
        return -1;
    }
    Py_ssize_t length = managed_length(list);
    return MOORING_LIKELY(length >= 0) ? length : mooring_upcalls.object_size(list);
}

/* Borrowed. NULL without error is an item that has not been set. */
static PyObject *item_at(PyObject *list, Py_ssize_t i)
{
    if ((size_t)i >= (size_t)Py_SIZE(list)) {
        PyErr_SetString(PyExc_IndexError, "list index out of range");
        return NULL;
    }
    return items_of(list)[i];
}

PyObject *PyList_GetItem(PyObject *list, Py_ssize_t i)
{
    if (require_list(list) < 0) {
        return NULL;
    }
    if (items_of(list) != NULL) {
        return item_at(list, i);
    }
    PyObject *item = managed_list_borrow(list, i);
    return MOORING_LIKELY(item != NULL) ? item : mooring_upcalls.list_get_item(list, i);
}

PyObject *PyList_GetItemRef(PyObject *list, Py_ssize_t i)
{
    if (require_list(list) < 0) {
        return NULL;
    }
    if (items_of(list) != NULL) {
        return Py_XNewRef(item_at(list, i));
    }
    PyObject *item;
    return managed_list_item(list, i, &item) ? item : Py_XNewRef(mooring_upcalls.list_get_item(list, i));
}

int PyList_SetItem(PyObject *list, Py_ssize_t i, PyObject *value)
{
    int is_list = require_list(list) == 0;
    if (is_list && items_of(list) != NULL) {
        return set_item(list, i, value);
    }
    int result = is_list ? mooring_upcalls.list_set_item(list, i, value) : -1;
    Py_XDECREF(value);
    return result;
}

/* Where o.insert(i, ...) inserts. */
static Py_ssize_t clip_index(Py_ssize_t i, Py_ssize_t size)
{
    i += i < 0 ? size : 0;
    return i < 0 ? 0 : i > size ? size : i;
}

int PyList_Insert(PyObject *list, Py_ssize_t i, PyObject *value)
{
    if (value == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (require_list(list) < 0) {
        return -1;
    }
    return items_of(list) != NULL ? insert(list, clip_index(i, Py_SIZE(list)), value) : mooring_upcalls.list_insert(list, i, value);
}

int PyList_Append(PyObject *list, PyObject *value)
{
    if (value == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (require_list(list) < 0) {
        return -1;
    }
    return items_of(list) != NULL ? insert(list, Py_SIZE(list), value) : mooring_upcalls.list_append(list, value);
}

/* Unlike o[low:high], negative indices mean the beginning here. */
static void clip(Py_ssize_t *low, Py_ssize_t *high)
{
    *low = *low < 0 ? 0 : *low;
    *high = *high < *low ? *low : *high;
}

PyObject *PyList_GetSlice(PyObject *list, Py_ssize_t low, Py_ssize_t high)
{
    clip(&low, &high);
    if (require_list(list) < 0) {
        return NULL;
    }
    if (items_of(list) != NULL) {
        const Py_ssize_t size = Py_SIZE(list);
        return copy_items(list, low > size ? size : low, high > size ? size : high);
    }
    return mooring_upcalls.sequence_get_slice(list, low, high);
}

int PyList_SetSlice(PyObject *list, Py_ssize_t low, Py_ssize_t high, PyObject *value)
{
    clip(&low, &high);
    return require_list(list) < 0 ? -1 : mooring_upcalls.sequence_set_slice(list, low, high, value);
}

int PyList_Sort(PyObject *list)
{
    return require_list(list) < 0 ? -1 : mooring_upcalls.list_sort(list);
}

int PyList_Reverse(PyObject *list)
{
    return require_list(list) < 0 ? -1 : mooring_upcalls.list_reverse(list);
}

PyObject *PyList_AsTuple(PyObject *list)
{
    return require_list(list) < 0 ? NULL : mooring_upcalls.sequence_tuple(list);
}

PyObject *_PyList_Extend(PyListObject *list, PyObject *iterable)
{
    return PyObject_CallMethod((PyObject *)list, "extend", "O", iterable);
}
