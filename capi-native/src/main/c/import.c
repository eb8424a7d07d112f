/* import.c: modules by name; finding and loading them is Java's. */
#include "objects.h"

PyObject *PyImport_Import(PyObject *name)
{
    return mooring_upcalls.import_module(name);
}

PyObject *PyImport_ImportModule(const char *name)
{
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return NULL;
    }
    PyObject *module = PyImport_Import(text);
    Py_DECREF(text);
    return module;
}

PyObject *PyImport_ImportModuleNoBlock(const char *name)
{
    return PyImport_ImportModule(name);
}

PyObject *PyImport_ImportModuleLevelObject(PyObject *name, PyObject *globals, PyObject *locals, PyObject *fromlist,
                                           int level)
{
    (void)locals;
    return mooring_upcalls.import_level(name, globals, fromlist, level);
}

PyObject *PyImport_ImportModuleLevel(const char *name, PyObject *globals, PyObject *locals, PyObject *fromlist,
                                     int level)
{
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return NULL;
    }
    PyObject *module = PyImport_ImportModuleLevelObject(text, globals, locals, fromlist, level);
    Py_DECREF(text);
    return module;
}

PyObject *PyImport_AddModuleObject(PyObject *name)
{
    return mooring_upcalls.import_add_module(name);
}

PyObject *PyImport_AddModule(const char *name)
{
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return NULL;
    }
    PyObject *module = PyImport_AddModuleObject(text);
    Py_DECREF(text);
    return module;
}

PyObject *PyImport_GetModuleDict(void)
{
    PyObject *modules = mooring_upcalls.import_get_modules();
    Py_XDECREF(modules); /* sys keeps it */
    return modules;
}

PyObject *PyImport_GetModule(PyObject *name)
{
    PyObject *modules = PyImport_GetModuleDict();
    return modules == NULL ? NULL : Py_XNewRef(PyDict_GetItemWithError(modules, name));
}

/* A module is loaded once; to load it again is to look it up again. */
PyObject *PyImport_ReloadModule(PyObject *module)
{
    PyObject *name = PyModule_GetNameObject(module);
    if (name == NULL) {
        return NULL;
    }
    PyObject *found = PyImport_Import(name);
    Py_DECREF(name);
    return found;
}

long PyImport_GetMagicNumber(void)
{
    return 3495 | '\r' << 16 | '\n' << 24; /* of the bytecode of CPython 3.11 */
}

const char *PyImport_GetMagicTag(void)
{
    return "mooring-311";
}
