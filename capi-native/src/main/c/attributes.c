/* attributes.c: getting, setting and deleting attributes of any object. */
#include "objects.h"

PyObject *PyObject_GetAttr(PyObject *o, PyObject *name)
{
    PyTypeObject *type = Py_TYPE(o);
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", Py_TYPE(name)->tp_name);
        return NULL;
    }
    if (type->tp_getattro != NULL) {
        return type->tp_getattro(o, name);
    }
    if (type->tp_getattr != NULL) {
        const char *text = PyUnicode_AsUTF8(name);
        return text == NULL ? NULL : type->tp_getattr(o, (char *)text);
    }
    PyErr_Format(PyExc_AttributeError, "'%.50s' object has no attribute '%U'", type->tp_name, name);
    return NULL;
}

int PyObject_SetAttr(PyObject *o, PyObject *name, PyObject *value)
{
    PyTypeObject *type = Py_TYPE(o);
    if (!PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError, "attribute name must be string, not '%.200s'", Py_TYPE(name)->tp_name);
        return -1;
    }
    if (type->tp_setattro != NULL) {
        return type->tp_setattro(o, name, value);
    }
    if (type->tp_setattr != NULL) {
        const char *text = PyUnicode_AsUTF8(name);
        return text == NULL ? -1 : type->tp_setattr(o, (char *)text, value);
    }
    int readable = type->tp_getattr != NULL || type->tp_getattro != NULL;
    PyErr_Format(PyExc_TypeError, "'%.100s' object has %s attributes (%s .%U)", type->tp_name,
                 readable ? "only read-only" : "no", value == NULL ? "del" : "assign to", name);
    return -1;
}

PyObject *PyObject_GetAttrString(PyObject *o, const char *name)
{
    if (Py_TYPE(o)->tp_getattro == NULL && Py_TYPE(o)->tp_getattr != NULL) {
        return Py_TYPE(o)->tp_getattr(o, (char *)name);
    }
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return NULL;
    }
    PyObject *value = PyObject_GetAttr(o, text);
    Py_DECREF(text);
    return value;
}

int PyObject_SetAttrString(PyObject *o, const char *name, PyObject *value)
{
    if (Py_TYPE(o)->tp_setattro == NULL && Py_TYPE(o)->tp_setattr != NULL) {
        return Py_TYPE(o)->tp_setattr(o, (char *)name, value);
    }
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return -1;
    }
    int status = PyObject_SetAttr(o, text, value);
    Py_DECREF(text);
    return status;
}

/* Both swallow every error, as CPython's do. */

int PyObject_HasAttr(PyObject *o, PyObject *name)
{
    PyObject *value = PyObject_GetAttr(o, name);
    if (value == NULL) {
        PyErr_Clear();
        return 0;
    }
    Py_DECREF(value);
    return 1;
}

int PyObject_HasAttrString(PyObject *o, const char *name)
{
    PyObject *value = PyObject_GetAttrString(o, name);
    if (value == NULL) {
        PyErr_Clear();
        return 0;
    }
    Py_DECREF(value);
    return 1;
}

int _PyObject_LookupAttr(PyObject *o, PyObject *name, PyObject **result)
{
    *result = PyObject_GetAttr(o, name);
    if (*result != NULL) {
        return 1;
    }
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return -1;
    }
    PyErr_Clear();
    return 0;
}

PyObject *_PyObject_GetAttrId(PyObject *o, _Py_Identifier *name)
{
    return PyObject_GetAttrString(o, name->string);
}

int _PyObject_SetAttrId(PyObject *o, _Py_Identifier *name, PyObject *value)
{
    return PyObject_SetAttrString(o, name->string, value);
}

int _PyObject_LookupAttrId(PyObject *o, _Py_Identifier *name, PyObject **result)
{
    PyObject *text = PyUnicode_FromString(name->string);
    if (text == NULL) {
        *result = NULL;
        return -1;
    }
    int found = _PyObject_LookupAttr(o, text, result);
    Py_DECREF(text);
    return found;
}

/* A method of the type's, bound; NULL without an error if there is none. */
PyAPI_FUNC(PyObject *) _PyObject_LookupSpecialId(PyObject *o, _Py_Identifier *name);
PyObject *_PyObject_LookupSpecialId(PyObject *o, _Py_Identifier *name)
{
    PyObject *text = PyUnicode_FromString(name->string);
    PyObject *found = text == NULL ? NULL : Py_XNewRef(_PyType_Lookup(Py_TYPE(o), text));
    Py_XDECREF(text);
    descrgetfunc get = found != NULL ? Py_TYPE(found)->tp_descr_get : NULL;
    if (get == NULL) {
        return found;
    }
    PyObject *bound = get(found, o, (PyObject *)Py_TYPE(o));
    Py_DECREF(found);
    return bound;
}

/* object.__getattribute__ and __setattr__ */

PyObject *PyObject_GenericGetAttr(PyObject *o, PyObject *name)
{
    return mooring_upcalls.object_generic_get_attr(o, name);
}

int PyObject_GenericSetAttr(PyObject *o, PyObject *name, PyObject *value)
{
    return mooring_upcalls.object_generic_set_attr(o, name, value);
}

/* Where a C structure keeps the instance's __dict__; NULL when it does not. */
PyObject **_PyObject_GetDictPtr(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    Py_ssize_t offset = type->tp_dictoffset;
    if (offset == 0) {
        return NULL;
    }
    if (offset < 0) {
        Py_ssize_t items = Py_SIZE(o) < 0 ? -Py_SIZE(o) : Py_SIZE(o);
        offset += (Py_ssize_t)_PyObject_VAR_SIZE(type, items);
    }
    return (PyObject **)((char *)o + offset);
}

/* Looks in the given dict in place of the instance's own. */
PyObject *_PyObject_GenericGetAttrWithDict(PyObject *o, PyObject *name, PyObject *dict, int suppress)
{
    PyObject *value = NULL;
    PyObject *found = Py_XNewRef(_PyType_Lookup(Py_TYPE(o), name));
    descrgetfunc get = found != NULL ? Py_TYPE(found)->tp_descr_get : NULL;
    if (get != NULL && PyDescr_IsData(found)) {
        value = get(found, o, (PyObject *)Py_TYPE(o));
    } else {
        PyObject **place = dict == NULL ? _PyObject_GetDictPtr(o) : &dict;
        if (place != NULL && *place != NULL) {
            value = Py_XNewRef(PyDict_GetItemWithError(*place, name));
        }
        if (value == NULL && !PyErr_Occurred() && found != NULL) {
            value = get != NULL ? get(found, o, (PyObject *)Py_TYPE(o)) : Py_NewRef(found);
        }
    }
    Py_XDECREF(found);
    if (value == NULL && suppress && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
    } else if (value == NULL && !suppress && !PyErr_Occurred()) {
        PyErr_Format(PyExc_AttributeError, "'%.50s' object has no attribute '%U'", Py_TYPE(o)->tp_name, name);
    }
    return value;
}

int _PyObject_GenericSetAttrWithDict(PyObject *o, PyObject *name, PyObject *value, PyObject *dict)
{
    if (dict == NULL) {
        return PyObject_GenericSetAttr(o, name, value);
    }
    PyObject *found = _PyType_Lookup(Py_TYPE(o), name);
    if (found != NULL && Py_TYPE(found)->tp_descr_set != NULL) {
        return Py_TYPE(found)->tp_descr_set(found, o, value);
    }
    int status = value == NULL ? PyDict_DelItem(dict, name) : PyDict_SetItem(dict, name, value);
    if (status < 0 && PyErr_ExceptionMatches(PyExc_KeyError)) {
        PyErr_SetObject(PyExc_AttributeError, name);
    }
    return status;
}

PyObject *PyObject_GenericGetDict(PyObject *o, void *context)
{
    (void)context;
    PyObject **place = _PyObject_GetDictPtr(o);
    if (place == NULL) {
        if (mooring_is_managed(Py_TYPE(o))) {
            return mooring_upcalls.object_get_dict(o, 1);
        }
        PyErr_SetString(PyExc_AttributeError, "This object has no __dict__");
        return NULL;
    }
    if (*place == NULL) {
        *place = PyDict_New();
    }
    return Py_XNewRef(*place);
}

int PyObject_GenericSetDict(PyObject *o, PyObject *value, void *context)
{
    (void)context;
    PyObject **place = _PyObject_GetDictPtr(o);
    if (place == NULL) {
        PyErr_SetString(PyExc_AttributeError, "This object has no __dict__");
        return -1;
    }
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "cannot delete __dict__");
        return -1;
    }
    if (!PyDict_Check(value)) {
        PyErr_Format(PyExc_TypeError, "__dict__ must be set to a dictionary, not a '%.200s'", Py_TYPE(value)->tp_name);
        return -1;
    }
    Py_INCREF(value);
    Py_XSETREF(*place, value);
    return 0;
}
