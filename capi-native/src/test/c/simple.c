/* simple.c: the smallest extension worth measuring.
 *
 * Each function does next to nothing, so what a caller measures is the crossing itself: into C with no argument, with
 * one, with a tuple of them; out of C with a fresh int and a fresh tuple. Foo offers the same functions as methods of
 * a static type, with a length and an item of its own.
 *
 * The shape (names, calling conventions, values) is the one of the cpyext-benchmarks project, so that rows compare.
 * The file compiles unchanged against the headers of CPython, PyPy and Mooring.
 */
#include <Python.h>

/* Whatever comes in, None goes out. These three serve both the module, where self is the module, and Foo. */

static PyObject *
noargs(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    Py_RETURN_NONE;
}

static PyObject *
onearg(PyObject *self, PyObject *arg)
{
    (void)self;
    (void)arg;
    Py_RETURN_NONE;
}

static PyObject *
varargs(PyObject *self, PyObject *args)
{
    (void)self;
    (void)args;
    Py_RETURN_NONE;
}

/* Fresh objects; the numbers lie above the small ints that an interpreter may keep ready-made. */

static PyObject *
allocate_int(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    return PyLong_FromLong(2048);
}

static PyObject *
allocate_tuple(PyObject *self, PyObject *unused)
{
    (void)self;
    (void)unused;
    return Py_BuildValue("ii", 2048, 2049);
}

static PyMethodDef simple_functions[] = {
    {"noargs", noargs, METH_NOARGS, "noargs() -> None"},
    {"onearg", onearg, METH_O, "onearg(x) -> None"},
    {"varargs", varargs, METH_VARARGS, "varargs(*args) -> None"},
    {"allocate_int", allocate_int, METH_NOARGS, "allocate_int() -> 2048, a fresh int"},
    {"allocate_tuple", allocate_tuple, METH_NOARGS, "allocate_tuple() -> (2048, 2049), a fresh tuple"},
    {NULL, NULL, 0, NULL},
};

/* Foo: an instance is a bare header. */

typedef struct {
    PyObject_HEAD
} FooObject;

static Py_ssize_t
foo_length(PyObject *self)
{
    (void)self;
    return 42;
}

static PyObject *
foo_item(PyObject *self, PyObject *key)
{
    (void)self;
    (void)key;
    Py_RETURN_NONE;
}

static PyMappingMethods foo_mapping = {
    .mp_length = foo_length,
    .mp_subscript = foo_item,
};

static PyTypeObject Foo_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "simple.Foo",
    .tp_basicsize = sizeof(FooObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "An object with the module's functions as methods, length 42, and None at every key.",
    .tp_as_mapping = &foo_mapping,
    .tp_methods = simple_functions,
};

static struct PyModuleDef simple_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "simple",
    .m_doc = "Functions and a type that do next to nothing.",
    .m_size = -1,
    .m_methods = simple_functions,
};

PyMODINIT_FUNC
PyInit_simple(void)
{
    Foo_Type.tp_new = PyType_GenericNew;
    if (PyType_Ready(&Foo_Type) < 0) {
        return NULL;
    }
    PyObject *module = PyModule_Create(&simple_module);
    if (module == NULL) {
        return NULL;
    }
    Py_INCREF(&Foo_Type);
    if (PyModule_AddObject(module, "Foo", (PyObject *)&Foo_Type) < 0) {
        Py_DECREF(&Foo_Type);
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
