/* classes.c: types that differ in how their instances are made, and one with special methods that are no slots. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    PyObject_HEAD
    int value;
} Thing;

/* Directly below object and silent about tp_new: nobody can make one. */
static PyTypeObject Abstract_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "classes.Abstract",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

static PyObject *
describe(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PyUnicode_FromFormat("of a %s", Py_TYPE(self)->tp_name);
}

static PyMethodDef plain_methods[] = {
    {"__reduce__", describe, METH_NOARGS, "what it is"},
    {"__enter__", describe, METH_NOARGS, "what it is"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot plain_slots[] = {
    {Py_tp_methods, plain_methods},
    {Py_tp_doc, "Plain(anything)\n--\n\nA type that leaves tp_new to object."},
    {0, NULL},
};

static PyType_Spec plain_spec = {
    .name = "classes.Plain",
    .basicsize = sizeof(Thing),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = plain_slots,
};

static PyType_Slot no_slots[] = {{0, NULL}};

static PyType_Spec forbidden_spec = {
    .name = "classes.Forbidden",
    .basicsize = sizeof(Thing),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = no_slots,
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "classes",
    .m_size = -1,
};

static int
add(PyObject *module, PyType_Spec *spec)
{
    PyObject *type = PyType_FromSpec(spec);
    int result = type == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)type);
    Py_XDECREF(type);
    return result;
}

PyMODINIT_FUNC
PyInit_classes(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL || PyModule_AddType(module, &Abstract_Type) < 0 || add(module, &plain_spec) < 0 || add(module, &forbidden_spec) < 0) {
        Py_XDECREF(module);
        return NULL;
    }
    return module;
}
