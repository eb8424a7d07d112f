/* modsupport.c: putting things into a module. */
#include "Python.h"

#include <string.h>

int PyModule_AddObjectRef(PyObject *module, const char *name, PyObject *value)
{
    if (!PyModule_Check(module)) {
        PyErr_SetString(PyExc_TypeError, "PyModule_AddObjectRef() first argument must be a module");
        return -1;
    }
    if (value == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_SystemError,
                            "PyModule_AddObjectRef() must be called with an exception raised if value is NULL");
        }
        return -1;
    }
    PyObject *dict = PyModule_GetDict(module);
    if (dict == NULL) {
        PyErr_Format(PyExc_SystemError, "module '%s' has no __dict__", PyModule_GetName(module));
        return -1;
    }
    return PyDict_SetItemString(dict, name, value);
}

int PyModule_AddObject(PyObject *module, const char *name, PyObject *value)
{
    int result = PyModule_AddObjectRef(module, name, value);
    if (result == 0) {
        Py_DECREF(value);
    }
    return result;
}

/* Adds a value that was just made and drops it. */
static int add_fresh(PyObject *module, const char *name, PyObject *value)
{
    int result = value != NULL ? PyModule_AddObjectRef(module, name, value) : -1;
    Py_XDECREF(value);
    return result;
}

int PyModule_AddIntConstant(PyObject *module, const char *name, long value)
{
    return add_fresh(module, name, PyLong_FromLong(value));
}

int PyModule_AddStringConstant(PyObject *module, const char *name, const char *value)
{
    return add_fresh(module, name, PyUnicode_FromString(value));
}

int PyModule_AddType(PyObject *module, PyTypeObject *type)
{
    if (PyType_Ready(type) < 0) {
        return -1;
    }
    const char *dot = strrchr(type->tp_name, '.');
    return PyModule_AddObjectRef(module, dot != NULL ? dot + 1 : type->tp_name, (PyObject *)type);
}
