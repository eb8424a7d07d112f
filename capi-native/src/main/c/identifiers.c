/* identifiers.c: names that are C statics (_Py_IDENTIFIER), interned when they are first used. */
#include "runtime.h"

/* Borrowed: interned strs live as long as the runtime. The index, -1 at first, becomes the address of the str; the module with
 * the static is unloaded with the runtime. */
PyObject *_PyUnicode_FromId(_Py_Identifier *id)
{
    if (id->index == -1) {
        PyObject *name = PyUnicode_InternFromString(id->string);
        if (name == NULL) {
            return NULL;
        }
        Py_DECREF(name);
        id->index = (Py_ssize_t)name;
    }
    return (PyObject *)id->index;
}

PyObject *_PyDict_GetItemIdWithError(PyObject *dict, _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? NULL : PyDict_GetItemWithError(dict, name);
}

int _PyDict_SetItemId(PyObject *dict, _Py_Identifier *id, PyObject *value)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? -1 : PyDict_SetItem(dict, name, value);
}

int _PyDict_ContainsId(PyObject *dict, _Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? -1 : PyDict_Contains(dict, name);
}

PyObject *_PyImport_GetModuleId(_Py_Identifier *id)
{
    PyObject *name = _PyUnicode_FromId(id);
    return name == NULL ? NULL : PyImport_GetModule(name);
}

/* The arguments end with NULL. */
PyObject *_PyObject_CallMethodIdObjArgs(PyObject *o, _Py_Identifier *id, ...)
{
    PyObject *name = _PyUnicode_FromId(id);
    PyObject *method = name == NULL ? NULL : PyObject_GetAttr(o, name);
    PyObject *args = method == NULL ? NULL : PyList_New(0);
    va_list list;
    va_start(list, id);
    for (PyObject *arg; args != NULL && (arg = va_arg(list, PyObject *)) != NULL;) {
        if (PyList_Append(args, arg) < 0) {
            Py_CLEAR(args);
        }
    }
    va_end(list);
    PyObject *tuple = args == NULL ? NULL : PyList_AsTuple(args);
    PyObject *result = tuple == NULL ? NULL : PyObject_CallObject(method, tuple);
    Py_XDECREF(tuple);
    Py_XDECREF(args);
    Py_XDECREF(method);
    return result;
}

static PyObject *call_method(PyObject *o, _Py_Identifier *id, const char *format, va_list values)
{
    PyObject *method = PyObject_GetAttrString(o, id->string);
    if (method == NULL) {
        return NULL;
    }
    PyObject *args = format == NULL || *format == 0 ? PyTuple_New(0) : _Py_VaBuildValue_SizeT(format, values);
    if (args != NULL && !PyTuple_Check(args)) {
        PyObject *one = PyTuple_Pack(1, args);
        Py_SETREF(args, one);
    }
    PyObject *result = args == NULL ? NULL : PyObject_CallObject(method, args);
    Py_XDECREF(args);
    Py_DECREF(method);
    return result;
}

#define CALL_METHOD(function)                                                                                          \
    PyObject *function(PyObject *o, _Py_Identifier *id, const char *format, ...)                                       \
    {                                                                                                                  \
        va_list values;                                                                                                \
        va_start(values, format);                                                                                      \
        PyObject *result = call_method(o, id, format, values);                                                         \
        va_end(values);                                                                                                \
        return result;                                                                                                 \
    }

/* Of the same meaning: lengths are Py_ssize_t since CPython 3.10. */
CALL_METHOD(_PyObject_CallMethodId)
CALL_METHOD(_PyObject_CallMethodId_SizeT)
