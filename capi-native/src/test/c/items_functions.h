/* items_functions.h: functions that look at the items of tuples and lists, for a module that asks (items.c) and for one
 * that reads them as CPython's macros do (macro_items.c). */
#ifndef ITEMS_FUNCTIONS_H
#define ITEMS_FUNCTIONS_H

#include <Python.h>

/* How many items of a tuple are there; makes none. */
static PyObject *tuple_slots(PyObject *module, PyObject *tuple)
{
    (void)module;
    PyObject *const *items = (PyObject *const *)((PyVarObject *)tuple + 1);
    Py_ssize_t present = 0;
    for (Py_ssize_t i = 0; i < Py_SIZE(tuple); i++) {
        present += items[i] != NULL;
    }
    return PyLong_FromSsize_t(present);
}

static PyObject *tuple_get(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tuple;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "On", &tuple, &i)) {
        return NULL;
    }
    PyObject *item = PyTuple_GetItem(tuple, i);
    if (item != NULL && item != PyTuple_GetItem(tuple, i)) {
        PyErr_SetString(PyExc_AssertionError, "an item is another object the second time");
        return NULL;
    }
    return Py_XNewRef(item);
}

/* The item through the address of the first one. */
static PyObject *tuple_macro(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tuple;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "On", &tuple, &i)) {
        return NULL;
    }
    PyObject **items = &PyTuple_GET_ITEM(tuple, 0);
    return items[i] != NULL ? Py_NewRef(items[i]) : PyErr_Occurred() ? NULL : Py_NewRef(Py_NotImplemented);
}

static PyObject *tuple_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tuple;
    Py_ssize_t low, high;
    return PyArg_ParseTuple(args, "Onn", &tuple, &low, &high) ? PyTuple_GetSlice(tuple, low, high) : NULL;
}

/* callable(*tuple), and what PyArg_ParseTuple makes of the tuple as arguments. */
static PyObject *tuple_call(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *callable, *tuple;
    return PyArg_ParseTuple(args, "OO", &callable, &tuple) ? PyObject_Call(callable, tuple, NULL) : NULL;
}

static PyObject *tuple_parse(PyObject *module, PyObject *tuple)
{
    (void)module;
    PyObject *first, *second;
    return PyArg_ParseTuple(tuple, "OO", &first, &second) ? PyTuple_Pack(2, second, first) : NULL;
}

static PyObject *sequence_fast(PyObject *module, PyObject *sequence)
{
    (void)module;
    PyObject *fast = PySequence_Fast(sequence, "no sequence");
    if (fast == NULL) {
        return NULL;
    }
    PyObject *result = PyTuple_New(PySequence_Fast_GET_SIZE(fast));
    for (Py_ssize_t i = 0; result != NULL && i < PySequence_Fast_GET_SIZE(fast); i++) {
        PyTuple_SET_ITEM(result, i, Py_XNewRef(PySequence_Fast_ITEMS(fast)[i]));
    }
    Py_DECREF(fast);
    return result;
}

/* A chain of n tuples, each the only item of the next. */
static PyObject *chain(PyObject *module, PyObject *count)
{
    (void)module;
    Py_ssize_t n = PyLong_AsSsize_t(count);
    PyObject *inner = PyTuple_New(0);
    for (Py_ssize_t i = 0; inner != NULL && i < n; i++) {
        PyObject *outer = PyTuple_New(1);
        if (outer == NULL) {
            Py_CLEAR(inner);
            break;
        }
        PyTuple_SET_ITEM(outer, 0, inner);
        inner = outer;
    }
    return inner;
}

/* How deep the chain is, walked with PyTuple_GetItem (0) or with the macro (1). */
static PyObject *chain_depth(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tuple;
    int by_macro;
    if (!PyArg_ParseTuple(args, "Op", &tuple, &by_macro)) {
        return NULL;
    }
    Py_ssize_t depth = 0;
    while (tuple != NULL && PyTuple_GET_SIZE(tuple) > 0) {
        tuple = by_macro ? PyTuple_GET_ITEM(tuple, 0) : PyTuple_GetItem(tuple, 0);
        depth++;
    }
    return tuple == NULL ? NULL : PyLong_FromSsize_t(depth);
}

/* The items of a list as the macros find them; NotImplemented for what is not set. */
static PyObject *list_items(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *result = PyTuple_New(PyList_GET_SIZE(list));
    for (Py_ssize_t i = 0; result != NULL && i < PyTuple_GET_SIZE(result); i++) {
        PyObject *item = PyList_GET_ITEM(list, i);
        PyTuple_SET_ITEM(result, i, Py_NewRef(item != NULL ? item : Py_NotImplemented));
    }
    return result;
}

/* Stores an item as the macros do, which leave the former one to the caller. */
static PyObject *list_put(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "OnO", &list, &i, &value)) {
        return NULL;
    }
#ifdef MOORING_MACRO_READER
    PyObject *former = PyList_GET_ITEM(list, i);
    PyList_SET_ITEM(list, i, Py_NewRef(value));
    Py_XDECREF(former);
#else
    PyList_SET_ITEM(list, i, Py_NewRef(value));
#endif
    Py_RETURN_NONE;
}

static PyObject *list_new(PyObject *module, PyObject *count)
{
    (void)module;
    return PyList_New(PyLong_AsSsize_t(count));
}

/* [0, 1, ..., count - 1] times 1000, by the macro. */
static PyObject *list_thousands(PyObject *module, PyObject *count)
{
    (void)module;
    PyObject *list = PyList_New(PyLong_AsSsize_t(count));
    for (Py_ssize_t i = 0; list != NULL && i < PyList_GET_SIZE(list); i++) {
        PyList_SET_ITEM(list, i, PyLong_FromSsize_t(1000 * i));
    }
    return list;
}

static PyObject *list_append(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    return PyArg_ParseTuple(args, "OO", &list, &value) && PyList_Append(list, value) == 0 ? Py_NewRef(Py_None) : NULL;
}

static PyObject *list_insert(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    Py_ssize_t i;
    return PyArg_ParseTuple(args, "OnO", &list, &i, &value) && PyList_Insert(list, i, value) == 0 ? Py_NewRef(Py_None) : NULL;
}

/* list[low:high] = value, or del list[low:high] for None. */
static PyObject *list_set_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    Py_ssize_t low, high;
    if (!PyArg_ParseTuple(args, "OnnO", &list, &low, &high, &value)) {
        return NULL;
    }
    return PyList_SetSlice(list, low, high, value == Py_None ? NULL : value) == 0 ? Py_NewRef(Py_None) : NULL;
}

static PyObject *list_get_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list;
    Py_ssize_t low, high;
    return PyArg_ParseTuple(args, "Onn", &list, &low, &high) ? PyList_GetSlice(list, low, high) : NULL;
}

static PyObject *list_get(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list;
    Py_ssize_t i;
    return PyArg_ParseTuple(args, "On", &list, &i) ? Py_XNewRef(PyList_GetItem(list, i)) : NULL;
}

static PyObject *list_size(PyObject *module, PyObject *list)
{
    (void)module;
    return Py_BuildValue("nnn", PyList_Size(list), PyObject_Size(list), PySequence_Size(list));
}

/* Whether the items are in C. */
static PyObject *list_has_items(PyObject *module, PyObject *list)
{
    (void)module;
    return PyBool_FromLong(((PyListObject *)list)->ob_item != NULL);
}

/* What is kept across calls. */
static PyObject *kept;

static PyObject *keep(PyObject *module, PyObject *o)
{
    (void)module;
    Py_XSETREF(kept, Py_NewRef(o));
    Py_RETURN_NONE;
}

static PyObject *get_kept(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return Py_NewRef(kept != NULL ? kept : Py_None);
}

static PyObject *drop_kept(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_CLEAR(kept);
    Py_RETURN_NONE;
}

#define ITEMS_FUNCTIONS                                                                                                \
    {"tuple_slots", tuple_slots, METH_O, NULL}, {"tuple_get", tuple_get, METH_VARARGS, NULL},                          \
    {"tuple_macro", tuple_macro, METH_VARARGS, NULL}, {"tuple_slice", tuple_slice, METH_VARARGS, NULL},                \
    {"tuple_call", tuple_call, METH_VARARGS, NULL}, {"tuple_parse", tuple_parse, METH_O, NULL},                        \
    {"list_items", list_items, METH_O, NULL}, {"list_put", list_put, METH_VARARGS, NULL},                              \
    {"list_new", list_new, METH_O, NULL}, {"list_thousands", list_thousands, METH_O, NULL},                            \
    {"list_append", list_append, METH_VARARGS, NULL}, {"list_insert", list_insert, METH_VARARGS, NULL},                \
    {"list_set_slice", list_set_slice, METH_VARARGS, NULL}, {"list_get_slice", list_get_slice, METH_VARARGS, NULL},    \
    {"list_get", list_get, METH_VARARGS, NULL}, {"list_size", list_size, METH_O, NULL},                                \
    {"list_has_items", list_has_items, METH_O, NULL}, {"sequence_fast", sequence_fast, METH_O, NULL}, {"chain", chain, METH_O, NULL},                                    \
    {"chain_depth", chain_depth, METH_VARARGS, NULL}, {"keep", keep, METH_O, NULL},                                    \
    {"get_kept", get_kept, METH_NOARGS, NULL}, {"drop_kept", drop_kept, METH_NOARGS, NULL}

#endif
