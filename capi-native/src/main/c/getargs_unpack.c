/* getargs_unpack.c: arguments without conversion, and checks of their number and kind. */
#include "builtin.h"

#undef _PyArg_CheckPositional
#undef _PyArg_NoKeywords
#undef _PyArg_NoKwnames
#undef _PyArg_NoPositional

int _PyArg_CheckPositional(const char *name, Py_ssize_t nargs, Py_ssize_t least, Py_ssize_t most)
{
    if (nargs >= least && nargs <= most) {
        return 1;
    }
    Py_ssize_t bound = nargs < least ? least : most;
    const char *how = least == most ? "" : nargs < least ? "at least " : "at most ";
    if (name != NULL) {
        PyErr_Format(PyExc_TypeError, "%.200s expected %s%zd argument%s, got %zd", name, how, bound, bound == 1 ? "" : "s",
                     nargs);
    } else {
        PyErr_Format(PyExc_TypeError, "unpacked tuple should have %s%zd element%s, but has %zd", how, bound,
                     bound == 1 ? "" : "s", nargs);
    }
    return 0;
}

static int unpack(PyObject *const *args, Py_ssize_t nargs, const char *name, Py_ssize_t least, Py_ssize_t most,
                  va_list *targets)
{
    if (!_PyArg_CheckPositional(name, nargs, least, most)) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < nargs; i++) {
        *va_arg(*targets, PyObject **) = args[i];
    }
    return 1;
}

int PyArg_UnpackTuple(PyObject *args, const char *name, Py_ssize_t least, Py_ssize_t most, ...)
{
    if (!PyTuple_Check(args)) {
        PyErr_SetString(PyExc_SystemError, "PyArg_UnpackTuple() argument list is not a tuple");
        return 0;
    }
    PyObject *const *items = mooring_tuple_items(args);
    if (items == NULL) {
        return 0;
    }
    va_list targets;
    va_start(targets, most);
    int ok = unpack(items, PyTuple_GET_SIZE(args), name, least, most, &targets);
    va_end(targets);
    return ok;
}

int _PyArg_UnpackStack(PyObject *const *args, Py_ssize_t nargs, const char *name, Py_ssize_t least, Py_ssize_t most, ...)
{
    va_list targets;
    va_start(targets, most);
    int ok = unpack(args, nargs, name, least, most, &targets);
    va_end(targets);
    return ok;
}

int _PyArg_NoKeywords(const char *name, PyObject *kwargs)
{
    if (kwargs == NULL) {
        return 1;
    }
    if (!PyDict_CheckExact(kwargs)) {
        PyErr_BadInternalCall();
        return 0;
    }
    if (PyDict_Size(kwargs) == 0) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "%.200s() takes no keyword arguments", name);
    return 0;
}

int _PyArg_NoKwnames(const char *name, PyObject *kwnames)
{
    if (kwnames == NULL || PyTuple_GET_SIZE(kwnames) == 0) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "%s() takes no keyword arguments", name);
    return 0;
}

int _PyArg_NoPositional(const char *name, PyObject *args)
{
    if (args == NULL) {
        return 1;
    }
    if (!PyTuple_CheckExact(args)) {
        PyErr_BadInternalCall();
        return 0;
    }
    if (PyTuple_GET_SIZE(args) == 0) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "%.200s() takes no positional arguments", name);
    return 0;
}

void _PyArg_BadArgument(const char *name, const char *which, const char *expected, PyObject *found)
{
    PyErr_Format(PyExc_TypeError, "%.200s() %.200s must be %.50s, not %.50s", name, which, expected,
                 found == Py_None ? "None" : Py_TYPE(found)->tp_name);
}
