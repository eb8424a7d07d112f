/* call.c: calling any object from C.
 *
 * A callable with a vectorcall function or a tp_call written in C is called without leaving C. For a managed callable
 * the call goes up as a vector of arguments, from which Java makes what it needs; no tuple is built for it.
 */
#include "objects.h"

#undef PyObject_CallFunction
#undef PyObject_CallMethod

/* Arguments that fit here are gathered on the stack. */
#define FEW 8

PyObject *mooring_check_result(PyObject *callable, PyObject *result, const char *where)
{
    PyObject *error = mooring_runtime.error->type;
    if (MOORING_LIKELY((result != NULL) == (error == NULL))) {
        return result;
    }
    const char *fault = result == NULL ? "returned NULL without setting an exception" : "returned a result with an exception set";
    if (result == NULL) {
        if (callable != NULL) {
            PyErr_Format(PyExc_SystemError, "%R %s", callable, fault);
        } else {
            PyErr_Format(PyExc_SystemError, "%s %s", where, fault);
        }
        return NULL;
    }
    Py_DECREF(result);
    if (callable != NULL) {
        _PyErr_FormatFromCause(PyExc_SystemError, "%R %s", callable, fault);
    } else {
        _PyErr_FormatFromCause(PyExc_SystemError, "%s %s", where, fault);
    }
    return NULL;
}

PyAPI_FUNC(PyObject *) _Py_CheckFunctionResult(PyThreadState *thread, PyObject *callable, PyObject *result,
                                               const char *where);
PyObject *_Py_CheckFunctionResult(PyThreadState *thread, PyObject *callable, PyObject *result, const char *where)
{
    (void)thread;
    return mooring_check_result(callable, result, where);
}

PyAPI_FUNC(PyObject *) _PyObject_FastCall(PyObject *callable, PyObject *const *args, Py_ssize_t nargs);
PyObject *_PyObject_FastCall(PyObject *callable, PyObject *const *args, Py_ssize_t nargs)
{
    return PyObject_Vectorcall(callable, args, (size_t)nargs, NULL);
}

/* The keywords are a dict, a tuple of names whose values follow the arguments, or NULL. */
PyAPI_FUNC(PyObject *) _PyObject_MakeTpCall(PyThreadState *thread, PyObject *callable, PyObject *const *args, Py_ssize_t nargs, PyObject *keywords);
PyObject *_PyObject_MakeTpCall(PyThreadState *thread, PyObject *callable, PyObject *const *args, Py_ssize_t nargs, PyObject *keywords)
{
    (void)thread;
    if (keywords != NULL && PyDict_Check(keywords)) {
        return PyObject_VectorcallDict(callable, args, (size_t)nargs, keywords);
    }
    return PyObject_Vectorcall(callable, args, (size_t)nargs, keywords);
}

static PyObject *raise_not_callable(PyObject *callable)
{
    return PyErr_Format(PyExc_TypeError, "'%.200s' object is not callable", Py_TYPE(callable)->tp_name);
}

static inline vectorcallfunc vectorcall_of(PyObject *callable)
{
    PyTypeObject *type = Py_TYPE(callable);
    if (!(type->tp_flags & Py_TPFLAGS_HAVE_VECTORCALL)) {
        return NULL;
    }
    return *(vectorcallfunc *)((char *)callable + type->tp_vectorcall_offset);
}

vectorcallfunc PyVectorcall_Function(PyObject *callable)
{
    return vectorcall_of(callable);
}

/* from a vector to a tuple and a dict */

static PyObject *keywords_dict(PyObject *const *values, PyObject *kwnames)
{
    PyObject *dict = PyDict_New();
    for (Py_ssize_t i = 0; dict != NULL && i < PyTuple_GET_SIZE(kwnames); i++) {
        if (PyDict_SetItem(dict, PyTuple_GET_ITEM(kwnames, i), values[i]) < 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

static PyObject *call_tp_call(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    ternaryfunc call = Py_TYPE(callable)->tp_call;
    if (call == NULL) {
        return raise_not_callable(callable);
    }
    if (mooring_stack_check(" while calling a Python object") < 0) {
        return NULL;
    }
    return mooring_check_result(callable, call(callable, args, kwargs), NULL);
}

/* tp_call is given a tuple and a dict made from the vector. */
static PyObject *call_with_made_tuple(PyObject *callable, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    PyObject *tuple = _PyTuple_FromArray(args, nargs);
    if (tuple == NULL) {
        return NULL;
    }
    PyObject *kwargs = NULL;
    if (kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0) {
        kwargs = keywords_dict(args + nargs, kwnames);
        if (kwargs == NULL) {
            Py_DECREF(tuple);
            return NULL;
        }
    }
    PyObject *result = call_tp_call(callable, tuple, kwargs);
    Py_DECREF(tuple);
    Py_XDECREF(kwargs);
    return result;
}

static int is_called_in_java(PyObject *callable)
{
    PyTypeObject *type = Py_TYPE(callable);
    if (type == &PyType_Type) {
        return mooring_is_managed((PyTypeObject *)callable);
    }
    return mooring_is_managed(type) && type->tp_call != NULL && type != &PyCFunction_Type && type != &PyCMethod_Type;
}

PyObject *PyObject_Vectorcall(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    vectorcallfunc function = vectorcall_of(callable);
    if (function != NULL) {
        return mooring_check_result(callable, function(callable, args, nargsf, kwnames), NULL);
    }
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (is_called_in_java(callable)) {
        if (mooring_stack_check(" while calling a Python object") < 0) {
            return NULL;
        }
        return mooring_upcalls.object_vectorcall(callable, args, nargs, kwnames);
    }
    return call_with_made_tuple(callable, args, nargs, kwnames);
}

/* from a tuple and a dict to a vector */

/* The names and, behind the positional arguments in vector, the values of the dict; a new reference. */
static PyObject *spread_keywords(PyObject *kwargs, PyObject **values, Py_ssize_t count)
{
    PyObject *names = PyTuple_New(count);
    Py_ssize_t position = 0, i = 0;
    PyObject *key, *value;
    while (names != NULL && i < count && PyDict_Next(kwargs, &position, &key, &value)) {
        if (!PyUnicode_Check(key)) {
            Py_DECREF(names);
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            names = NULL;
            break;
        }
        PyTuple_SET_ITEM(names, i, Py_NewRef(key));
        values[i++] = Py_NewRef(value);
    }
    if (names == NULL) {
        while (i-- > 0) {
            Py_DECREF(values[i]);
        }
    }
    return names;
}

static PyObject *vectorcall_dict(vectorcallfunc function, PyObject *callable, PyObject *const *args, Py_ssize_t nargs,
                                 PyObject *kwargs)
{
    Py_ssize_t count = kwargs == NULL ? 0 : PyDict_Size(kwargs);
    if (count <= 0) {
        return count < 0 ? NULL : function(callable, args, (size_t)nargs, NULL);
    }
    PyObject *few[FEW];
    PyObject **vector = nargs + count <= FEW ? few : PyMem_Malloc((size_t)(nargs + count) * sizeof *vector);
    if (vector == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *result = NULL;
    PyObject *names = spread_keywords(kwargs, vector + nargs, count);
    if (names != NULL) {
        memcpy(vector, args, (size_t)nargs * sizeof *vector);
        result = function(callable, vector, (size_t)nargs, names);
        for (Py_ssize_t i = 0; i < count; i++) {
            Py_DECREF(vector[nargs + i]);
        }
        Py_DECREF(names);
    }
    if (vector != few) {
        PyMem_Free(vector);
    }
    return result;
}

PyObject *PyVectorcall_Call(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    vectorcallfunc function = vectorcall_of(callable);
    if (function == NULL) {
        return PyErr_Format(PyExc_TypeError, "'%.200s' object does not support vectorcall", Py_TYPE(callable)->tp_name);
    }
    PyObject *const *items = mooring_tuple_items(args);
    if (items == NULL) {
        return NULL;
    }
    PyObject *result = vectorcall_dict(function, callable, items, PyTuple_GET_SIZE(args), kwargs);
    return mooring_check_result(callable, result, NULL);
}

PyObject *PyObject_VectorcallDict(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwargs)
{
    vectorcallfunc function = vectorcall_of(callable);
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf);
    if (function != NULL) {
        return mooring_check_result(callable, vectorcall_dict(function, callable, args, nargs, kwargs), NULL);
    }
    PyObject *tuple = _PyTuple_FromArray(args, nargs);
    if (tuple == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_Call(callable, tuple, kwargs);
    Py_DECREF(tuple);
    return result;
}

PyObject *PyObject_Call(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    if (vectorcall_of(callable) != NULL) {
        return PyVectorcall_Call(callable, args, kwargs);
    }
    if (is_called_in_java(callable)) {
        if (mooring_stack_check(" while calling a Python object") < 0) {
            return NULL;
        }
        return mooring_upcalls.object_call(callable, args, kwargs);
    }
    return call_tp_call(callable, args, kwargs);
}

PyObject *PyObject_CallObject(PyObject *callable, PyObject *args)
{
    if (args == NULL) {
        return PyObject_CallNoArgs(callable);
    }
    if (!PyTuple_Check(args)) {
        PyErr_SetString(PyExc_TypeError, "argument list must be a tuple");
        return NULL;
    }
    return PyObject_Call(callable, args, NULL);
}

PyObject *PyEval_CallObjectWithKeywords(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    if (kwargs != NULL && !PyDict_Check(kwargs)) {
        PyErr_SetString(PyExc_TypeError, "keyword list must be a dictionary");
        return NULL;
    }
    if (args != NULL && !PyTuple_Check(args)) {
        PyErr_SetString(PyExc_TypeError, "argument list must be a tuple");
        return NULL;
    }
    if (args == NULL) {
        return PyObject_VectorcallDict(callable, NULL, 0, kwargs);
    }
    return PyObject_Call(callable, args, kwargs);
}

PyObject *PyObject_CallNoArgs(PyObject *callable)
{
    PyObject *none[1] = {NULL};
    return PyObject_Vectorcall(callable, none + 1, 0 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

PyObject *PyObject_CallOneArg(PyObject *callable, PyObject *arg)
{
    PyObject *vector[2] = {NULL, arg};
    return PyObject_Vectorcall(callable, vector + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

PyObject *PyObject_VectorcallMethod(PyObject *name, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyObject *method = PyObject_GetAttr(args[0], name);
    if (method == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_Vectorcall(method, args + 1, (size_t)PyVectorcall_NARGS(nargsf) - 1, kwnames);
    Py_DECREF(method);
    return result;
}

/* variadic */

static PyObject *call_arguments(PyObject *callable, va_list arguments)
{
    PyObject *few[FEW + 1];
    va_list counting;
    va_copy(counting, arguments);
    Py_ssize_t count = 0;
    while (va_arg(counting, PyObject *) != NULL) {
        count++;
    }
    va_end(counting);
    PyObject **vector = count <= FEW ? few : PyMem_Malloc((size_t)(count + 1) * sizeof *vector);
    if (vector == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 1; i <= count; i++) {
        vector[i] = va_arg(arguments, PyObject *);
    }
    PyObject *result = PyObject_Vectorcall(callable, vector + 1, (size_t)count | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    if (vector != few) {
        PyMem_Free(vector);
    }
    return result;
}

PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...)
{
    va_list arguments;
    va_start(arguments, callable);
    PyObject *result = call_arguments(callable, arguments);
    va_end(arguments);
    return result;
}

PyObject *PyObject_CallMethodObjArgs(PyObject *o, PyObject *name, ...)
{
    if (o == NULL || name == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyObject *method = PyObject_GetAttr(o, name);
    if (method == NULL) {
        return NULL;
    }
    va_list arguments;
    va_start(arguments, name);
    PyObject *result = call_arguments(method, arguments);
    va_end(arguments);
    Py_DECREF(method);
    return result;
}

/* The format of Py_BuildValue: a tuple is spread out, anything else is the only argument. */
static PyObject *call_formatted(PyObject *callable, const char *format, va_list values)
{
    if (callable == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_BadInternalCall();
        }
        return NULL;
    }
    if (format == NULL || *format == 0) {
        return PyObject_CallNoArgs(callable);
    }
    PyObject *args = _Py_VaBuildValue_SizeT(format, values);
    if (args == NULL) {
        return NULL;
    }
    PyObject *result = PyTuple_Check(args) ? PyObject_Call(callable, args, NULL) : PyObject_CallOneArg(callable, args);
    Py_DECREF(args);
    return result;
}

#define CALL_FUNCTION(name)                                                                                        \
    PyObject *name(PyObject *callable, const char *format, ...)                                                    \
    {                                                                                                              \
        va_list values;                                                                                            \
        va_start(values, format);                                                                                  \
        PyObject *result = call_formatted(callable, format, values);                                               \
        va_end(values);                                                                                            \
        return result;                                                                                             \
    }
CALL_FUNCTION(PyObject_CallFunction)
CALL_FUNCTION(_PyObject_CallFunction_SizeT)
CALL_FUNCTION(PyEval_CallFunction)

#define CALL_METHOD(function)                                                                                      \
    PyObject *function(PyObject *o, const char *name, const char *format, ...)                                     \
    {                                                                                                              \
        if (o == NULL || name == NULL) {                                                                           \
            PyErr_BadInternalCall();                                                                               \
            return NULL;                                                                                           \
        }                                                                                                          \
        PyObject *method = PyObject_GetAttrString(o, name);                                                        \
        if (method == NULL) {                                                                                      \
            return NULL;                                                                                           \
        }                                                                                                          \
        va_list values;                                                                                            \
        va_start(values, format);                                                                                  \
        PyObject *result = call_formatted(method, format, values);                                                 \
        va_end(values);                                                                                            \
        Py_DECREF(method);                                                                                         \
        return result;                                                                                             \
    }
CALL_METHOD(PyObject_CallMethod)
CALL_METHOD(_PyObject_CallMethod_SizeT)
CALL_METHOD(PyEval_CallMethod)
