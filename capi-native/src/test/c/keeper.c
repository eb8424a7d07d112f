/* keeper.c: an extension that keeps what it is given.
 *
 * A garbage collector that moves objects has its hardest time with C code that holds on to them. This module does so
 * in every way there is: in static variables, in arrays, in containers, in instances of a static type and of a heap
 * type, across calls, across released locks and on other threads. A test calls a row of these functions with
 * collections in between and looks whether what comes out is what went in.
 *
 * Its sisters are conventions.c (every way to be called) and surface.c (every kind of value).
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <pthread.h>
#include <structmember.h>

/* One object, kept in a static variable. ------------------------------------------------------------------------------ */

static PyObject *kept;

PyDoc_STRVAR(keep_doc, "keep(o): holds o until drop() or the next keep()");
static PyObject *
keep(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *before = kept;
    Py_INCREF(o);
    kept = o;
    Py_XDECREF(before);  /* only now: its destructor may call keep() again */
    Py_RETURN_NONE;
}

PyDoc_STRVAR(get_doc, "get() -> what is kept; LookupError when nothing is");
static PyObject *
get(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    if (kept == NULL) {
        PyErr_SetString(PyExc_LookupError, "nothing is kept");
        return NULL;
    }
    Py_INCREF(kept);
    return kept;
}

PyDoc_STRVAR(drop_doc, "drop() -> whether anything was kept");
static PyObject *
drop(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    int was_kept = kept != NULL;
    Py_CLEAR(kept);
    return PyBool_FromLong(was_kept);
}

PyDoc_STRVAR(take_doc, "take() -> what is kept, giving up the module's own reference to it");
static PyObject *
take(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *o = kept;
    kept = NULL;
    if (o == NULL) {
        PyErr_SetString(PyExc_LookupError, "nothing is kept");
    }
    return o;
}

PyDoc_STRVAR(is_kept_doc, "is_kept(o) -> whether o is the very object that is kept");
static PyObject *
is_kept(PyObject *module, PyObject *o)
{
    (void)module;
    return PyBool_FromLong(o == kept);
}

PyDoc_STRVAR(counts_doc, "counts(o) -> the reference count that C sees, the bias of a link taken off");
static PyObject *
counts(PyObject *module, PyObject *o)
{
    (void)module;
    /* A linked object's count is larger by a power of two that no honest program reaches. */
    return PyLong_FromSsize_t(Py_REFCNT(o) & (((Py_ssize_t)1 << 60) - 1));
}

PyDoc_STRVAR(address_doc, "address(o) -> where C sees o; it never changes while C holds o");
static PyObject *
address(PyObject *module, PyObject *o)
{
    (void)module;
    return PyLong_FromVoidPtr(o);
}

PyDoc_STRVAR(increment_doc, "increment(o, n): takes n references more");
static PyObject *
increment(PyObject *module, PyObject *args)
{
    PyObject *o;
    Py_ssize_t n;
    (void)module;
    if (!PyArg_ParseTuple(args, "On:increment", &o, &n)) {
        return NULL;
    }
    while (n-- > 0) {
        Py_INCREF(o);
    }
    Py_RETURN_NONE;
}

PyDoc_STRVAR(decrement_doc, "decrement(o, n): gives n references back that increment() took");
static PyObject *
decrement(PyObject *module, PyObject *args)
{
    PyObject *o;
    Py_ssize_t n;
    (void)module;
    if (!PyArg_ParseTuple(args, "On:decrement", &o, &n)) {
        return NULL;
    }
    while (n-- > 0) {
        Py_DECREF(o);
    }
    Py_RETURN_NONE;
}

/* Many objects, kept in a C array. ------------------------------------------------------------------------------------ */

static PyObject **many;
static Py_ssize_t many_count;

static void
forget_many(void)
{
    PyObject **items = many;
    Py_ssize_t count = many_count;
    many = NULL;
    many_count = 0;
    while (count > 0) {
        Py_DECREF(items[--count]);
    }
    PyMem_Free(items);
}

PyDoc_STRVAR(keep_many_doc, "keep_many(list) -> how many items of it are now held, one by one");
static PyObject *
keep_many(PyObject *module, PyObject *list)
{
    (void)module;
    if (!PyList_Check(list)) {
        PyErr_Format(PyExc_TypeError, "a list is needed, not %.100s", Py_TYPE(list)->tp_name);
        return NULL;
    }
    forget_many();
    Py_ssize_t count = PyList_Size(list);
    many = PyMem_New(PyObject *, count ? count : 1);
    if (many == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyList_GetItem(list, i);  /* borrowed from the list */
        if (item == NULL) {
            forget_many();
            return NULL;
        }
        Py_INCREF(item);
        many[many_count++] = item;
    }
    return PyLong_FromSsize_t(many_count);
}

PyDoc_STRVAR(get_many_doc, "get_many() -> a list of what keep_many() holds");
static PyObject *
get_many(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(many_count);
    for (Py_ssize_t i = 0; list != NULL && i < many_count; i++) {
        Py_INCREF(many[i]);
        PyList_SET_ITEM(list, i, many[i]);
    }
    return list;
}

PyDoc_STRVAR(drop_many_doc, "drop_many() -> how many references were given back");
static PyObject *
drop_many(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_ssize_t count = many_count;
    forget_many();
    return PyLong_FromSsize_t(count);
}

/* Borrowed references: nobody counts them; the container's hold must be enough. ---------------------------------------- */

PyDoc_STRVAR(sum_list_doc, "sum_list(list) -> the sum of its ints, read through borrowed references");
static PyObject *
sum_list(PyObject *module, PyObject *list)
{
    long sum = 0;
    (void)module;
    Py_ssize_t count = PyList_Size(list);
    if (count < 0) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyList_GetItem(list, i);
        if (item == NULL) {
            return NULL;
        }
        long value = PyLong_AsLong(item);
        if (value == -1 && PyErr_Occurred()) {
            return NULL;
        }
        sum += value;
    }
    return PyLong_FromLong(sum);
}

PyDoc_STRVAR(borrow_twice_doc, "borrow_twice(list, i) -> whether two borrowed references to the same item are the same");
static PyObject *
borrow_twice(PyObject *module, PyObject *args)
{
    PyObject *list;
    Py_ssize_t i;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!n:borrow_twice", &PyList_Type, &list, &i)) {
        return NULL;
    }
    PyObject *first = PyList_GetItem(list, i);
    PyObject *second = first != NULL ? PyList_GetItem(list, i) : NULL;
    if (second == NULL) {
        return NULL;
    }
    return PyBool_FromLong(PyObject_RichCompareBool(first, second, Py_EQ));
}

PyDoc_STRVAR(borrow_over_call_doc, "borrow_over_call(list, i, callable) -> list[i], borrowed before callable() was called");
static PyObject *
borrow_over_call(PyObject *module, PyObject *args)
{
    PyObject *list, *callable;
    Py_ssize_t i;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!nO:borrow_over_call", &PyList_Type, &list, &i, &callable)) {
        return NULL;
    }
    PyObject *item = PyList_GetItem(list, i);
    if (item == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallObject(callable, NULL);
    if (result == NULL) {
        return NULL;
    }
    Py_DECREF(result);
    Py_INCREF(item);  /* the list still holds it */
    return item;
}

PyDoc_STRVAR(dict_total_doc, "dict_total(dict) -> (number of pairs, sum of the int values), by PyDict_Next");
static PyObject *
dict_total(PyObject *module, PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t position = 0;
    Py_ssize_t pairs = 0;
    long sum = 0;
    (void)module;
    while (PyDict_Next(dict, &position, &key, &value)) {
        pairs++;
        sum += PyLong_AsLong(value);
        if (PyErr_Occurred()) {
            return NULL;
        }
    }
    return Py_BuildValue("nl", pairs, sum);
}

PyDoc_STRVAR(dict_borrow_doc, "dict_borrow(dict, key) -> the value, or None when absent, by a borrowed reference");
static PyObject *
dict_borrow(PyObject *module, PyObject *args)
{
    PyObject *dict, *key;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O:dict_borrow", &PyDict_Type, &dict, &key)) {
        return NULL;
    }
    PyObject *value = PyDict_GetItemWithError(dict, key);
    if (value == NULL) {
        if (PyErr_Occurred()) {
            return NULL;
        }
        value = Py_None;
    }
    Py_INCREF(value);
    return value;
}

PyDoc_STRVAR(tuple_borrow_doc, "tuple_borrow(tuple, i) -> the item, by a borrowed reference");
static PyObject *
tuple_borrow(PyObject *module, PyObject *args)
{
    PyObject *tuple;
    Py_ssize_t i;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!n:tuple_borrow", &PyTuple_Type, &tuple, &i)) {
        return NULL;
    }
    PyObject *item = PyTuple_GetItem(tuple, i);
    Py_XINCREF(item);
    return item;
}

/* Structures made in C. ----------------------------------------------------------------------------------------------- */

PyDoc_STRVAR(build_nested_tuple_doc, "build_nested_tuple(n) -> n tuples of one item in each other, around None");
static PyObject *
build_nested_tuple(PyObject *module, PyObject *arg)
{
    (void)module;
    long depth = PyLong_AsLong(arg);
    if (depth == -1 && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *nest = Py_None;
    Py_INCREF(nest);
    while (depth-- > 0) {
        PyObject *outer = PyTuple_New(1);
        if (outer == NULL) {
            Py_DECREF(nest);
            return NULL;
        }
        PyTuple_SET_ITEM(outer, 0, nest);
        nest = outer;
    }
    return nest;
}

PyDoc_STRVAR(build_and_drop_doc, "build_and_drop(n): makes n nested tuples and lets them die in C");
static PyObject *
build_and_drop(PyObject *module, PyObject *arg)
{
    PyObject *nest = build_nested_tuple(module, arg);
    if (nest == NULL) {
        return NULL;
    }
    Py_DECREF(nest);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(pair_with_self_doc, "pair_with_self(o) -> (o, o)");
static PyObject *
pair_with_self(PyObject *module, PyObject *o)
{
    (void)module;
    return PyTuple_Pack(2, o, o);
}

PyDoc_STRVAR(list_in_itself_doc, "list_in_itself(list): appends list to itself");
static PyObject *
list_in_itself(PyObject *module, PyObject *list)
{
    (void)module;
    if (PyList_Append(list, list) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* The rest of the module is keeper_types.h (Holder) and keeper_threads.h (locks, threads and calls back). */
#include "keeper_types.h"
#include "keeper_threads.h"

static PyMethodDef keeper_functions[] = {
    {"keep", keep, METH_O, keep_doc},
    {"get", get, METH_NOARGS, get_doc},
    {"drop", drop, METH_NOARGS, drop_doc},
    {"take", take, METH_NOARGS, take_doc},
    {"is_kept", is_kept, METH_O, is_kept_doc},
    {"counts", counts, METH_O, counts_doc},
    {"address", address, METH_O, address_doc},
    {"increment", increment, METH_VARARGS, increment_doc},
    {"decrement", decrement, METH_VARARGS, decrement_doc},
    {"keep_many", keep_many, METH_O, keep_many_doc},
    {"get_many", get_many, METH_NOARGS, get_many_doc},
    {"drop_many", drop_many, METH_NOARGS, drop_many_doc},
    {"sum_list", sum_list, METH_O, sum_list_doc},
    {"borrow_twice", borrow_twice, METH_VARARGS, borrow_twice_doc},
    {"borrow_over_call", borrow_over_call, METH_VARARGS, borrow_over_call_doc},
    {"dict_total", dict_total, METH_O, dict_total_doc},
    {"dict_borrow", dict_borrow, METH_VARARGS, dict_borrow_doc},
    {"tuple_borrow", tuple_borrow, METH_VARARGS, tuple_borrow_doc},
    {"build_nested_tuple", build_nested_tuple, METH_O, build_nested_tuple_doc},
    {"build_and_drop", build_and_drop, METH_O, build_and_drop_doc},
    {"pair_with_self", pair_with_self, METH_O, pair_with_self_doc},
    {"list_in_itself", list_in_itself, METH_O, list_in_itself_doc},
    {"holders_alive", holders_alive, METH_NOARGS, holders_alive_doc},
    {"cleared_by_collector", cleared_by_collector, METH_NOARGS, cleared_by_collector_doc},
    {"new_holder", new_holder, METH_O, new_holder_doc},
    {"call_back", call_back, METH_VARARGS, call_back_doc},
    {"call_back_many", call_back_many, METH_VARARGS, call_back_many_doc},
    {"release_gil_and_work", release_gil_and_work, METH_VARARGS, release_gil_and_work_doc},
    {"keep_over_release", keep_over_release, METH_VARARGS, keep_over_release_doc},
    {"call_from_thread", call_from_thread, METH_VARARGS, call_from_thread_doc},
    {"collect", collect, METH_NOARGS, collect_doc},
    {NULL, NULL, 0, NULL},
};

static void
keeper_free(void *module)
{
    (void)module;
    Py_CLEAR(kept);
    forget_many();
}

static struct PyModuleDef keeper_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "keeper",
    .m_doc = "Functions and types that keep what they are given.",
    .m_size = -1,
    .m_methods = keeper_functions,
    .m_free = keeper_free,
};

PyMODINIT_FUNC
PyInit_keeper(void)
{
    PyObject *module = PyModule_Create(&keeper_module);
    if (module == NULL) {
        return NULL;
    }
    if (add_holder_types(module) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
