/* misbehaver.c: an extension that does what extensions must not do.
 *
 * The first half breaks rules that an interpreter can notice: it must answer with an exception that says so, and the
 * next call must work. The second half breaks rules that nobody can notice while they are broken (a count too low, a
 * reference used after it was given back): only debug mode promises to report those.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>

/* Results and errors that do not go together. -------------------------------------------------------------------------- */

PyDoc_STRVAR(null_without_error_doc, "null_without_error(): fails without saying why");
static PyObject *
null_without_error(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return NULL;
}

PyDoc_STRVAR(value_with_error_doc, "value_with_error(): succeeds and leaves an error set");
static PyObject *
value_with_error(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyErr_SetString(PyExc_ValueError, "set, and then not reported");
    Py_RETURN_NONE;
}

/* The exceptions that raise_by_name() knows. */
static PyObject **const exception_places[] = {
    &PyExc_BaseException,     &PyExc_Exception,         &PyExc_ArithmeticError,     &PyExc_AssertionError,
    &PyExc_AttributeError,    &PyExc_BufferError,       &PyExc_EOFError,            &PyExc_FileNotFoundError,
    &PyExc_FloatingPointError, &PyExc_GeneratorExit,    &PyExc_ImportError,         &PyExc_IndexError,
    &PyExc_KeyboardInterrupt, &PyExc_KeyError,          &PyExc_LookupError,         &PyExc_MemoryError,
    &PyExc_ModuleNotFoundError, &PyExc_NameError,       &PyExc_NotImplementedError, &PyExc_OSError,
    &PyExc_OverflowError,     &PyExc_PermissionError,   &PyExc_RecursionError,      &PyExc_ReferenceError,
    &PyExc_RuntimeError,      &PyExc_StopIteration,     &PyExc_SyntaxError,         &PyExc_SystemError,
    &PyExc_SystemExit,        &PyExc_TypeError,         &PyExc_UnboundLocalError,   &PyExc_UnicodeError,
    &PyExc_ValueError,        &PyExc_ZeroDivisionError, &PyExc_DeprecationWarning,  &PyExc_UserWarning,
};

PyDoc_STRVAR(raise_by_name_doc, "raise_by_name(name, message): raises the builtin exception of that name");
static PyObject *
raise_by_name(PyObject *module, PyObject *args)
{
    const char *name, *message;
    (void)module;
    if (!PyArg_ParseTuple(args, "ss:raise_by_name", &name, &message)) {
        return NULL;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(exception_places); i++) {
        PyObject *type = *exception_places[i];
        if (strcmp(((PyTypeObject *)type)->tp_name, name) == 0) {
            PyErr_SetString(type, message);
            return NULL;
        }
    }
    return PyErr_Format(PyExc_LookupError, "no exception is called %s", name);
}

PyDoc_STRVAR(raise_object_doc, "raise_object(type, value): PyErr_SetObject, whatever the two are");
static PyObject *
raise_object(PyObject *module, PyObject *args)
{
    PyObject *type, *value;
    (void)module;
    if (PyArg_UnpackTuple(args, "raise_object", 2, 2, &type, &value)) {
        PyErr_SetObject(type, value);
    }
    return NULL;
}

PyDoc_STRVAR(raise_own_doc, "raise_own(): raises an exception class made here, misbehaver.Mischief");
static PyObject *mischief;
static PyObject *
raise_own(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyErr_Format(mischief, "%d pranks", 3);
    return NULL;
}

PyDoc_STRVAR(swallow_doc, "swallow(callable) -> whether callable() failed; its error is dropped");
static PyObject *
swallow(PyObject *module, PyObject *callable)
{
    (void)module;
    PyObject *result = PyObject_CallObject(callable, NULL);
    int failed = result == NULL;
    PyErr_Clear();
    Py_XDECREF(result);
    return PyBool_FromLong(failed);
}

PyDoc_STRVAR(replace_error_doc, "replace_error(callable): calls it, and raises RuntimeError from its error");
static PyObject *
replace_error(PyObject *module, PyObject *callable)
{
    PyObject *type, *value, *traceback, *new_type, *new_value, *new_traceback;
    (void)module;
    PyObject *result = PyObject_CallObject(callable, NULL);
    if (result != NULL) {
        return result;
    }
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyErr_SetString(PyExc_RuntimeError, "replaced");
    PyErr_Fetch(&new_type, &new_value, &new_traceback);
    PyErr_NormalizeException(&new_type, &new_value, &new_traceback);
    PyException_SetCause(new_value, value);  /* steals value */
    PyErr_Restore(new_type, new_value, new_traceback);
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return NULL;
}

PyDoc_STRVAR(call_with_error_set_doc, "call_with_error_set(callable): calls it although an error is set");
static PyObject *
call_with_error_set(PyObject *module, PyObject *callable)
{
    (void)module;
    PyErr_SetString(PyExc_ValueError, "set before the call");
    PyObject *result = PyObject_CallObject(callable, NULL);
    Py_XDECREF(result);
    return NULL;
}

/* Wrong arguments to the API. ------------------------------------------------------------------------------------------ */

PyDoc_STRVAR(bad_parse_format_doc, "bad_parse_format(x): parses by a format that does not exist");
static PyObject *
bad_parse_format(PyObject *module, PyObject *args)
{
    int target;
    (void)module;
    return PyArg_ParseTuple(args, "?", &target) ? PyLong_FromLong(target) : NULL;
}

PyDoc_STRVAR(bad_build_format_doc, "bad_build_format(): builds by a format that does not exist");
static PyObject *
bad_build_format(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return Py_BuildValue("(i?)", 1, 2);
}

PyDoc_STRVAR(wrong_type_doc, "wrong_type(o) -> PyTuple_Size, PyList_Size or PyDict_Size of what is none; always fails");
static PyObject *
wrong_type(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t size = PyTuple_Check(o) ? PyList_Size(o) : PyTuple_Size(o);
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

PyDoc_STRVAR(set_shared_tuple_doc, "set_shared_tuple(t): changes a tuple that others hold");
static PyObject *
set_shared_tuple(PyObject *module, PyObject *tuple)
{
    (void)module;
    Py_INCREF(tuple);
    Py_INCREF(Py_None);
    int result = PyTuple_SetItem(tuple, 0, Py_None);
    Py_DECREF(tuple);
    if (result < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyDoc_STRVAR(unimplemented_doc, "unimplemented(): calls a function of the stable ABI that needs a bytecode interpreter");
static PyObject *
unimplemented(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *globals = PyDict_New();
    PyObject *code = Py_CompileString("1 + 1", "<misbehaver>", 258 /* an expression */);
    PyObject *result = code != NULL && globals != NULL ? PyEval_EvalCode(code, globals, globals) : NULL;
    Py_XDECREF(code);
    Py_XDECREF(globals);
    return result;
}

/* Too deep. ------------------------------------------------------------------------------------------------------------ */

PyDoc_STRVAR(recurse_doc, "recurse(): calls itself without end, asking before each call whether it may");
static PyObject *
recurse(PyObject *module, PyObject *unused)
{
    if (Py_EnterRecursiveCall(" in misbehaver.recurse")) {
        return NULL;
    }
    PyObject *result = recurse(module, unused);
    Py_LeaveRecursiveCall();
    return result;
}

PyDoc_STRVAR(recurse_through_doc, "recurse_through(callable): calls callable(callable), which may call this again");
static PyObject *
recurse_through(PyObject *module, PyObject *callable)
{
    (void)module;
    return PyObject_CallFunctionObjArgs(callable, callable, NULL);
}

/* The types with bad deallocators, and what only debug mode finds. */
#include "misbehaver_types.h"

static PyMethodDef misbehaver_functions[] = {
    {"null_without_error", null_without_error, METH_NOARGS, null_without_error_doc},
    {"value_with_error", value_with_error, METH_NOARGS, value_with_error_doc},
    {"raise_by_name", raise_by_name, METH_VARARGS, raise_by_name_doc},
    {"raise_object", raise_object, METH_VARARGS, raise_object_doc},
    {"raise_own", raise_own, METH_NOARGS, raise_own_doc},
    {"swallow", swallow, METH_O, swallow_doc},
    {"replace_error", replace_error, METH_O, replace_error_doc},
    {"call_with_error_set", call_with_error_set, METH_O, call_with_error_set_doc},
    {"bad_parse_format", bad_parse_format, METH_VARARGS, bad_parse_format_doc},
    {"bad_build_format", bad_build_format, METH_NOARGS, bad_build_format_doc},
    {"wrong_type", wrong_type, METH_O, wrong_type_doc},
    {"set_shared_tuple", set_shared_tuple, METH_O, set_shared_tuple_doc},
    {"unimplemented", unimplemented, METH_NOARGS, unimplemented_doc},
    {"recurse", recurse, METH_NOARGS, recurse_doc},
    {"recurse_through", recurse_through, METH_O, recurse_through_doc},
    {"drop_raiser", drop_raiser, METH_NOARGS, drop_raiser_doc},
    {"drop_allocator", drop_allocator, METH_NOARGS, drop_allocator_doc},
    {"drop_collector", drop_collector, METH_NOARGS, drop_collector_doc},
    {"drop_survivor", drop_survivor, METH_NOARGS, drop_survivor_doc},
    {"deallocations", deallocations, METH_NOARGS, deallocations_doc},
    {"over_decref", over_decref, METH_O, over_decref_doc},
    {"borrow_forever", borrow_forever, METH_O, borrow_forever_doc},
    {"use_borrowed", use_borrowed, METH_NOARGS, use_borrowed_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef misbehaver_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "misbehaver",
    .m_doc = "Functions and types that break the rules.",
    .m_size = -1,
    .m_methods = misbehaver_functions,
};

PyMODINIT_FUNC
PyInit_misbehaver(void)
{
    PyObject *module = PyModule_Create(&misbehaver_module);
    if (module == NULL) {
        return NULL;
    }
    mischief = PyErr_NewException("misbehaver.Mischief", PyExc_ValueError, NULL);
    if (mischief == NULL || PyModule_AddObjectRef(module, "Mischief", mischief) < 0 || add_bad_types(module) < 0) {
        Py_CLEAR(mischief);
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
