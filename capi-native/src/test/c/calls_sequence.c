/* calls_sequence.c: sequences, lists and tuples through the C API.
 *
 * See calls_object.c for how the rows of the border tests use such a module. A function that changes its argument
 * answers the argument, so that a row shows the change.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
changed(PyObject *o, int failed)
{
    if (failed < 0) {
        return NULL;
    }
    Py_INCREF(o);
    return o;
}

static PyObject *
number(Py_ssize_t value)
{
    return value < 0 ? NULL : PyLong_FromSsize_t(value);
}

/* (sequence, mapping, iterator) */
static PyObject *
checks(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("(iii)", PySequence_Check(o), PyMapping_Check(o), PyIter_Check(o));
}

static PyObject *
size(PyObject *module, PyObject *o)
{
    (void)module;
    return number(PySequence_Size(o));
}

static PyObject *
concat(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    return PyArg_ParseTuple(args, "OO", &a, &b) ? PySequence_Concat(a, b) : NULL;
}

static PyObject *
concat_in_place(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    return PyArg_ParseTuple(args, "OO", &a, &b) ? PySequence_InPlaceConcat(a, b) : NULL;
}

static PyObject *
repeat(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    Py_ssize_t count;
    return PyArg_ParseTuple(args, "On", &o, &count) ? PySequence_Repeat(o, count) : NULL;
}

static PyObject *
repeat_in_place(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    Py_ssize_t count;
    return PyArg_ParseTuple(args, "On", &o, &count) ? PySequence_InPlaceRepeat(o, count) : NULL;
}

static PyObject *
get_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    Py_ssize_t i;
    return PyArg_ParseTuple(args, "On", &o, &i) ? PySequence_GetItem(o, i) : NULL;
}

static PyObject *
set_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *value;
    Py_ssize_t i;
    return PyArg_ParseTuple(args, "OnO", &o, &i, &value) ? changed(o, PySequence_SetItem(o, i, value)) : NULL;
}

static PyObject *
del_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    Py_ssize_t i;
    return PyArg_ParseTuple(args, "On", &o, &i) ? changed(o, PySequence_DelItem(o, i)) : NULL;
}

static PyObject *
get_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    Py_ssize_t low, high;
    return PyArg_ParseTuple(args, "Onn", &o, &low, &high) ? PySequence_GetSlice(o, low, high) : NULL;
}

static PyObject *
set_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *value;
    Py_ssize_t low, high;
    if (!PyArg_ParseTuple(args, "OnnO", &o, &low, &high, &value)) {
        return NULL;
    }
    return changed(o, PySequence_SetSlice(o, low, high, value));
}

static PyObject *
del_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    Py_ssize_t low, high;
    return PyArg_ParseTuple(args, "Onn", &o, &low, &high) ? changed(o, PySequence_DelSlice(o, low, high)) : NULL;
}

static PyObject *
as_list(PyObject *module, PyObject *o)
{
    (void)module;
    return PySequence_List(o);
}

static PyObject *
as_tuple(PyObject *module, PyObject *o)
{
    (void)module;
    return PySequence_Tuple(o);
}

static PyObject *
count(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *value;
    return PyArg_ParseTuple(args, "OO", &o, &value) ? number(PySequence_Count(o, value)) : NULL;
}

static PyObject *
index_of(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *value;
    return PyArg_ParseTuple(args, "OO", &o, &value) ? number(PySequence_Index(o, value)) : NULL;
}

/* The sum of the ints of a sequence, by PySequence_Fast and its macros. */
static PyObject *
fast_sum(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *fast = PySequence_Fast(o, "a sequence is wanted");
    if (fast == NULL) {
        return NULL;
    }
    long sum = 0;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
        sum += PyLong_AsLong(PySequence_Fast_GET_ITEM(fast, i));
    }
    Py_DECREF(fast);
    return PyErr_Occurred() ? NULL : PyLong_FromLong(sum);
}

/* A list made by PyList_New and PyList_SetItem from the items of a tuple. */
static PyObject *
list_of(PyObject *module, PyObject *items)
{
    (void)module;
    Py_ssize_t n = PyTuple_Size(items);
    PyObject *list = n < 0 ? NULL : PyList_New(n);
    for (Py_ssize_t i = 0; list != NULL && i < n; i++) {
        PyObject *item = PyTuple_GetItem(items, i);
        Py_INCREF(item);
        if (PyList_SetItem(list, i, item) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

/* The same with the macro, which assumes a fresh list. */
static PyObject *
list_of_fast(PyObject *module, PyObject *items)
{
    (void)module;
    Py_ssize_t n = PyTuple_Size(items);
    PyObject *list = n < 0 ? NULL : PyList_New(n);
    for (Py_ssize_t i = 0; list != NULL && i < n; i++) {
        PyObject *item = PyTuple_GetItem(items, i);
        Py_INCREF(item);
        PyList_SET_ITEM(list, i, item);
    }
    return list;
}

static PyObject *
list_size(PyObject *module, PyObject *o)
{
    (void)module;
    return number(PyList_Size(o));
}

static PyObject *
list_get_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "On", &list, &i)) {
        return NULL;
    }
    PyObject *item = PyList_GetItem(list, i);
    Py_XINCREF(item);
    return item;
}

static PyObject *
list_set_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "OnO", &list, &i, &value)) {
        return NULL;
    }
    Py_INCREF(value);
    return changed(list, PyList_SetItem(list, i, value));
}

static PyObject *
list_insert(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    Py_ssize_t i;
    return PyArg_ParseTuple(args, "OnO", &list, &i, &value) ? changed(list, PyList_Insert(list, i, value)) : NULL;
}

static PyObject *
list_append(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    return PyArg_ParseTuple(args, "OO", &list, &value) ? changed(list, PyList_Append(list, value)) : NULL;
}

static PyObject *
list_sort(PyObject *module, PyObject *list)
{
    (void)module;
    return changed(list, PyList_Sort(list));
}

static PyObject *
list_reverse(PyObject *module, PyObject *list)
{
    (void)module;
    return changed(list, PyList_Reverse(list));
}

static PyObject *
list_get_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list;
    Py_ssize_t low, high;
    return PyArg_ParseTuple(args, "Onn", &list, &low, &high) ? PyList_GetSlice(list, low, high) : NULL;
}

static PyObject *
list_set_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    Py_ssize_t low, high;
    if (!PyArg_ParseTuple(args, "OnnO", &list, &low, &high, &value)) {
        return NULL;
    }
    return changed(list, PyList_SetSlice(list, low, high, value));
}

static PyObject *
list_as_tuple(PyObject *module, PyObject *list)
{
    (void)module;
    return PyList_AsTuple(list);
}

/* Borrowed items stay good while others are borrowed and made: the sum of an int list, every item read three times. */
static PyObject *
list_borrowed_sum(PyObject *module, PyObject *list)
{
    (void)module;
    long sum = 0;
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        PyObject *first = PyList_GetItem(list, 0);
        PyObject *item = PyList_GetItem(list, i);
        PyObject *last = PyList_GetItem(list, -1 + PyList_Size(list));
        PyObject *garbage = PyList_New(8);
        if (first == NULL || item == NULL || last == NULL || garbage == NULL) {
            Py_XDECREF(garbage);
            return NULL;
        }
        Py_DECREF(garbage);
        sum += PyLong_AsLong(item) + 0 * PyLong_AsLong(first) + 0 * PyLong_AsLong(last);
    }
    return PyErr_Occurred() ? NULL : PyLong_FromLong(sum);
}

/* An item borrowed before the list grew at its front is still the item: (borrowed, now at 0, now at 1). */
static PyObject *
list_borrow_then_insert(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list, *value;
    if (!PyArg_ParseTuple(args, "OO", &list, &value)) {
        return NULL;
    }
    PyObject *borrowed = PyList_GetItem(list, 0);
    if (borrowed == NULL || PyList_Insert(list, 0, value) < 0) {
        return NULL;
    }
    return Py_BuildValue("(OOO)", borrowed, PyList_GetItem(list, 0), PyList_GetItem(list, 1));
}

/* Whether two borrowings of the same item give the same object. */
static PyObject *
list_borrowed_twice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "On", &list, &i)) {
        return NULL;
    }
    return PyBool_FromLong(PyList_GetItem(list, i) == PyList_GetItem(list, i));
}

static PyObject *
tuple_get_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tuple;
    Py_ssize_t i;
    if (!PyArg_ParseTuple(args, "On", &tuple, &i)) {
        return NULL;
    }
    PyObject *item = PyTuple_GetItem(tuple, i);
    Py_XINCREF(item);
    return item;
}

static PyObject *
tuple_get_slice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *tuple;
    Py_ssize_t low, high;
    return PyArg_ParseTuple(args, "Onn", &tuple, &low, &high) ? PyTuple_GetSlice(tuple, low, high) : NULL;
}

static PyObject *
tuple_pack(PyObject *module, PyObject *o)
{
    (void)module;
    return PyTuple_Pack(3, o, Py_None, o);
}

/* A tuple of n nested tuples. */
static PyObject *
tuple_nest(PyObject *module, PyObject *args)
{
    (void)module;
    Py_ssize_t n;
    if (!PyArg_ParseTuple(args, "n", &n)) {
        return NULL;
    }
    PyObject *tuple = PyTuple_New(0);
    for (Py_ssize_t i = 0; tuple != NULL && i < n; i++) {
        PyObject *outer = PyTuple_New(1);
        if (outer == NULL) {
            Py_DECREF(tuple);
            return NULL;
        }
        PyTuple_SetItem(outer, 0, tuple);
        tuple = outer;
    }
    return tuple;
}

static PyObject *
slice_new(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *start, *stop, *step;
    return PyArg_ParseTuple(args, "OOO", &start, &stop, &step) ? PySlice_New(start, stop, step) : NULL;
}

/* o[slice(start, stop, step)] with a slice made in C */
static PyObject *
slice_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *start, *stop, *step;
    if (!PyArg_ParseTuple(args, "OOOO", &o, &start, &stop, &step)) {
        return NULL;
    }
    PyObject *slice = PySlice_New(start, stop, step);
    PyObject *result = slice == NULL ? NULL : PyObject_GetItem(o, slice);
    Py_XDECREF(slice);
    return result;
}

static PyObject *
slice_adjusted(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *start, *stop, *step;
    Py_ssize_t length, from, to, by;
    if (!PyArg_ParseTuple(args, "OOOn", &start, &stop, &step, &length)) {
        return NULL;
    }
    PyObject *slice = PySlice_New(start, stop, step);
    if (slice == NULL || PySlice_Unpack(slice, &from, &to, &by) < 0) {
        Py_XDECREF(slice);
        return NULL;
    }
    Py_DECREF(slice);
    Py_ssize_t items = PySlice_AdjustIndices(length, &from, &to, by);
    return Py_BuildValue("(nnnn)", from, to, by, items);
}

static PyMethodDef functions[] = {
    {"checks", checks, METH_O, NULL},
    {"size", size, METH_O, NULL},
    {"concat", concat, METH_VARARGS, NULL},
    {"concat_in_place", concat_in_place, METH_VARARGS, NULL},
    {"repeat", repeat, METH_VARARGS, NULL},
    {"repeat_in_place", repeat_in_place, METH_VARARGS, NULL},
    {"get_item", get_item, METH_VARARGS, NULL},
    {"set_item", set_item, METH_VARARGS, NULL},
    {"del_item", del_item, METH_VARARGS, NULL},
    {"get_slice", get_slice, METH_VARARGS, NULL},
    {"set_slice", set_slice, METH_VARARGS, NULL},
    {"del_slice", del_slice, METH_VARARGS, NULL},
    {"as_list", as_list, METH_O, NULL},
    {"as_tuple", as_tuple, METH_O, NULL},
    {"count", count, METH_VARARGS, NULL},
    {"index_of", index_of, METH_VARARGS, NULL},
    {"fast_sum", fast_sum, METH_O, NULL},
    {"list_of", list_of, METH_O, NULL},
    {"list_of_fast", list_of_fast, METH_O, NULL},
    {"list_size", list_size, METH_O, NULL},
    {"list_get_item", list_get_item, METH_VARARGS, NULL},
    {"list_set_item", list_set_item, METH_VARARGS, NULL},
    {"list_insert", list_insert, METH_VARARGS, NULL},
    {"list_append", list_append, METH_VARARGS, NULL},
    {"list_sort", list_sort, METH_O, NULL},
    {"list_reverse", list_reverse, METH_O, NULL},
    {"list_get_slice", list_get_slice, METH_VARARGS, NULL},
    {"list_set_slice", list_set_slice, METH_VARARGS, NULL},
    {"list_as_tuple", list_as_tuple, METH_O, NULL},
    {"list_borrowed_sum", list_borrowed_sum, METH_O, NULL},
    {"list_borrow_then_insert", list_borrow_then_insert, METH_VARARGS, NULL},
    {"list_borrowed_twice", list_borrowed_twice, METH_VARARGS, NULL},
    {"tuple_get_item", tuple_get_item, METH_VARARGS, NULL},
    {"tuple_get_slice", tuple_get_slice, METH_VARARGS, NULL},
    {"tuple_pack", tuple_pack, METH_O, NULL},
    {"tuple_nest", tuple_nest, METH_VARARGS, NULL},
    {"slice_new", slice_new, METH_VARARGS, NULL},
    {"slice_item", slice_item, METH_VARARGS, NULL},
    {"slice_adjusted", slice_adjusted, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_sequence",
    .m_doc = "Sequences, lists and tuples through the C API.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_calls_sequence(void)
{
    return PyModule_Create(&definition);
}
