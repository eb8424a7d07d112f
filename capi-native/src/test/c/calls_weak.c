/* calls_weak.c: weak references with callbacks, and proxies, through the C API.
 *
 * See calls_object.c for how the rows of the border tests use such a module; WeakCallbacksTest uses it too.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* reference(o, callback): a weak reference; callback None is none. */
static PyObject *
reference(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *callback;
    if (!PyArg_ParseTuple(args, "OO", &o, &callback)) {
        return NULL;
    }
    return PyWeakref_NewRef(o, callback);
}

static PyObject *
proxy(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *callback = NULL;
    if (!PyArg_ParseTuple(args, "O|O", &o, &callback)) {
        return NULL;
    }
    return PyWeakref_NewProxy(o, callback);
}

/* The referent, None when it is dead. */
static PyObject *
get(PyObject *module, PyObject *weak)
{
    (void)module;
    PyObject *o = PyWeakref_GetObject(weak);
    Py_XINCREF(o);
    return o;
}

/* What the C API says about an object: (is a reference, is a proxy, is either). */
static PyObject *
checks(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("(iii)", PyWeakref_CheckRef(o) != 0, PyWeakref_CheckProxy(o) != 0, PyWeakref_Check(o) != 0);
}

/* Collects while an error is set; the error must come out as it went in. */
static PyObject *
collect_with_error(PyObject *module, PyObject *message)
{
    (void)module;
    PyErr_SetObject(PyExc_KeyError, message);
    PyGC_Collect();
    return NULL;
}

static PyObject *
collect(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyGC_Collect();
    Py_RETURN_NONE;
}

/* A callback that raises. */
static PyObject *
refuse(PyObject *module, PyObject *weak)
{
    (void)module;
    (void)weak;
    PyErr_SetString(PyExc_ValueError, "the callback refuses");
    return NULL;
}

/* frozenset_proxy(iterable): through a proxy of a frozenset: (its length, whether 1 is in it, its str). */
static PyObject *
through_proxy(PyObject *module, PyObject *iterable)
{
    (void)module;
    PyObject *set = PyFrozenSet_New(iterable);
    PyObject *weak = set == NULL ? NULL : PyWeakref_NewProxy(set, NULL);
    PyObject *one = PyLong_FromLong(1);
    PyObject *result = NULL;
    if (weak != NULL && one != NULL) {
        PyObject *text = PyObject_Str(weak);
        PyObject *same = PyObject_RichCompare(weak, set, Py_EQ);
        result = Py_BuildValue("(niNN)", PyObject_Size(weak), PySequence_Contains(weak, one), text, same);
    }
    Py_XDECREF(one);
    Py_XDECREF(weak);
    Py_XDECREF(set);
    return result;
}

/* Whether the proxy of a class can be called, and what it answers. */
static PyObject *
call_proxy(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *callable, *argument;
    if (!PyArg_ParseTuple(args, "OO", &callable, &argument)) {
        return NULL;
    }
    PyObject *weak = PyWeakref_NewProxy(callable, NULL);
    if (weak == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallFunctionObjArgs(weak, argument, NULL);
    Py_DECREF(weak);
    return result;
}

static PyMethodDef functions[] = {
    {"reference", reference, METH_VARARGS, NULL},
    {"proxy", proxy, METH_VARARGS, NULL},
    {"get", get, METH_O, NULL},
    {"checks", checks, METH_O, NULL},
    {"collect_with_error", collect_with_error, METH_O, NULL},
    {"collect", collect, METH_NOARGS, NULL},
    {"refuse", refuse, METH_O, NULL},
    {"through_proxy", through_proxy, METH_O, NULL},
    {"call_proxy", call_proxy, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* The type float, of which rows cannot write a literal: something to call through a proxy. */
static int
execute(PyObject *module)
{
    return PyModule_AddObjectRef(module, "number", (PyObject *)&PyFloat_Type);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_weak",
    .m_doc = "Weak references through the C API.",
    .m_methods = functions,
    .m_slots = module_slots,
};

PyMODINIT_FUNC
PyInit_calls_weak(void)
{
    return PyModuleDef_Init(&definition);
}
