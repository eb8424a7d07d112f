/* listobject.c: lists. The items are the managed list's, in whatever form its strategy keeps them. */
#include "managed.h"

/* 0, or -1 with SystemError: the caller passed something else for a list. */
static int require_list(PyObject *list)
{
    if (list == NULL || !PyList_Check(list)) {
        PyErr_BadInternalCall();
        return -1;
    }
    return 0;
}

PyObject *PyList_New(Py_ssize_t size)
{
    if (size < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return mooring_upcalls.list_new(size);
}

Py_ssize_t PyList_Size(PyObject *list)
{
    if (require_list(list) < 0) {
        return -1;
    }
    Py_ssize_t length = managed_length(list);
    return MOORING_LIKELY(length >= 0) ? length : mooring_upcalls.object_size(list);
}

PyObject *PyList_GetItem(PyObject *list, Py_ssize_t i)
{
    if (require_list(list) < 0) {
        return NULL;
    }
    PyObject *item = managed_list_borrow(list, i);
    return MOORING_LIKELY(item != NULL) ? item : mooring_upcalls.list_get_item(list, i);
}

PyObject *PyList_GetItemRef(PyObject *list, Py_ssize_t i)
{
    if (require_list(list) < 0) {
        return NULL;
    }
    PyObject *item;
    return managed_list_item(list, i, &item) ? item : Py_XNewRef(mooring_upcalls.list_get_item(list, i));
}

int PyList_SetItem(PyObject *list, Py_ssize_t i, PyObject *value)
{
    int result = require_list(list) < 0 ? -1 : mooring_upcalls.list_set_item(list, i, value);
    Py_XDECREF(value);
    return result;
}

int PyList_Insert(PyObject *list, Py_ssize_t i, PyObject *value)
{
    if (value == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    return require_list(list) < 0 ? -1 : mooring_upcalls.list_insert(list, i, value);
}

int PyList_Append(PyObject *list, PyObject *value)
{
    if (value == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    return require_list(list) < 0 ? -1 : mooring_upcalls.list_append(list, value);
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
    return require_list(list) < 0 ? NULL : mooring_upcalls.sequence_get_slice(list, low, high);
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
