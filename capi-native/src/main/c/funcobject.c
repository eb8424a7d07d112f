/* funcobject.c: bound methods and the wrappers staticmethod, classmethod and generic alias, all managed. */
#include "objects.h"

PyObject *PyMethod_New(PyObject *function, PyObject *self)
{
    if (self == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return mooring_upcalls.method_new(function, self);
}

/* The bound method keeps both parts, so the borrowed references live as long as it does. */
static PyObject *borrowed_part(PyObject *method, const char *name)
{
    if (!PyMethod_Check(method)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyObject *part = PyObject_GetAttrString(method, name);
    Py_XDECREF(part);
    return part;
}

PyObject *PyMethod_Function(PyObject *method)
{
    return borrowed_part(method, "__func__");
}

PyObject *PyMethod_Self(PyObject *method)
{
    return borrowed_part(method, "__self__");
}

PyObject *PyStaticMethod_New(PyObject *callable)
{
    return mooring_upcalls.wrapper_new(0, callable);
}

PyObject *PyClassMethod_New(PyObject *callable)
{
    return mooring_upcalls.wrapper_new(1, callable);
}

PyObject *Py_GenericAlias(PyObject *origin, PyObject *args)
{
    return mooring_upcalls.generic_alias(origin, args);
}

/* Functions of this runtime are Java's: they have no code of Python's, no globals, and no module but by name. */

static PyObject *no_python_function(void)
{
    PyErr_BadInternalCall();
    return NULL;
}

PyAPI_FUNC(PyObject *) PyFunction_GetCode(PyObject *function);
PyObject *PyFunction_GetCode(PyObject *function)
{
    (void)function;
    return no_python_function();
}

PyAPI_FUNC(PyObject *) PyFunction_GetGlobals(PyObject *function);
PyObject *PyFunction_GetGlobals(PyObject *function)
{
    (void)function;
    return no_python_function();
}

PyAPI_FUNC(PyObject *) PyFunction_GetModule(PyObject *function);
PyObject *PyFunction_GetModule(PyObject *function)
{
    (void)function;
    return no_python_function();
}
