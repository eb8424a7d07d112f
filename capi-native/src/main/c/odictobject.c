/* odictobject.c: collections.OrderedDict as C sees it. Every dict keeps its order here; this one can change it, and minds it when compared. */
#include "objects.h"

PyObject *PyODict_New(void)
{
    return PyObject_CallNoArgs((PyObject *)&PyODict_Type);
}

int PyODict_SetItem(PyObject *o, PyObject *key, PyObject *value)
{
    return PyDict_SetItem(o, key, value);
}

int PyODict_DelItem(PyObject *o, PyObject *key)
{
    return PyDict_DelItem(o, key);
}

/* The entry goes in anew behind those that are there. */
static int move_to_back(PyObject *o, PyObject *key, PyObject *value)
{
    return PyDict_DelItem(o, key) < 0 || PyDict_SetItem(o, key, value) < 0 ? -1 : 0;
}

/* All others go behind it. */
static int move_to_front(PyObject *o, PyObject *key)
{
    PyObject *others = PyDict_Copy(o);
    int status = others == NULL ? -1 : PyDict_DelItem(others, key);
    PyObject *other, *value;
    Py_ssize_t position = 0;
    while (status == 0 && PyDict_Next(others, &position, &other, &value)) {
        status = move_to_back(o, other, value);
    }
    Py_XDECREF(others);
    return status;
}

static PyObject *move_to_end(PyObject *o, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"key", "last", NULL};
    PyObject *key;
    int last = 1;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|p:move_to_end", keywords, &key, &last)) {
        return NULL;
    }
    PyObject *value = Py_XNewRef(PyDict_GetItemWithError(o, key));
    if (value == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetObject(PyExc_KeyError, key);
        }
        return NULL;
    }
    int status = last ? move_to_back(o, key, value) : move_to_front(o, key);
    Py_DECREF(value);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *popitem(PyObject *o, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"last", NULL};
    int last = 1;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|p:popitem", keywords, &last)) {
        return NULL;
    }
    if (PyDict_GET_SIZE(o) == 0) {
        return PyErr_Format(PyExc_KeyError, "dictionary is empty");
    }
    if (last) {
        return PyObject_CallMethod((PyObject *)&PyDict_Type, "popitem", "O", o);
    }
    PyObject *key, *value;
    Py_ssize_t position = 0;
    PyObject *item = PyDict_Next(o, &position, &key, &value) ? PyTuple_Pack(2, key, value) : NULL;
    if (item != NULL && PyDict_DelItem(o, PyTuple_GetItem(item, 0)) < 0) {
        Py_CLEAR(item);
    }
    return item;
}

static PyObject *copy(PyObject *o, PyObject *unused)
{
    (void)unused;
    PyObject *made = PyObject_CallNoArgs((PyObject *)Py_TYPE(o));
    if (made != NULL && PyDict_Update(made, o) < 0) {
        Py_CLEAR(made);
    }
    return made;
}

static PyObject *repr(PyObject *o)
{
    const char *name = _PyType_Name(Py_TYPE(o));
    if (PyDict_GET_SIZE(o) == 0) {
        return PyUnicode_FromFormat("%s()", name);
    }
    int inside = Py_ReprEnter(o);
    if (inside != 0) {
        return inside > 0 ? PyUnicode_FromString("...") : NULL;
    }
    PyObject *items = PyDict_Items(o);
    PyObject *text = items == NULL ? NULL : PyUnicode_FromFormat("%s(%R)", name, items);
    Py_XDECREF(items);
    Py_ReprLeave(o);
    return text;
}

/* Two that are equal as dicts differ if their keys stand in another order. */
static PyObject *richcompare(PyObject *a, PyObject *b, int op)
{
    PyObject *equal = PyDict_Type.tp_richcompare(a, b, op);
    int both = PyObject_TypeCheck(a, &PyODict_Type) && PyObject_TypeCheck(b, &PyODict_Type);
    if (!both || equal != (op == Py_EQ ? Py_True : Py_False)) {
        return equal;
    }
    Py_DECREF(equal);
    PyObject *keys = PyDict_Keys(a), *others = PyDict_Keys(b);
    PyObject *result = keys == NULL || others == NULL ? NULL : PyObject_RichCompare(keys, others, op);
    Py_XDECREF(keys);
    Py_XDECREF(others);
    return result;
}

static PyMethodDef methods[] = {
    {"move_to_end", (PyCFunction)(void (*)(void))move_to_end, METH_VARARGS | METH_KEYWORDS, "move_to_end(key, last=True)\n\nputs an entry last, or first"},
    {"popitem", (PyCFunction)(void (*)(void))popitem, METH_VARARGS | METH_KEYWORDS, "popitem(last=True)\n\ntakes the last entry out, or the first"},
    {"copy", copy, METH_NOARGS, "another with the same entries"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject PyODict_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "collections.OrderedDict",
    .tp_basicsize = sizeof(PyDictObject),
    .tp_repr = repr,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_richcompare = richcompare,
    .tp_methods = methods,
    .tp_base = &PyDict_Type,
};
