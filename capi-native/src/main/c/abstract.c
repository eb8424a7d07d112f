/* abstract.c: length, items, class and text of any object. */
#include "managed.h"
#include "objects.h"
#include "operands.h"

PyObject *mooring_null_operand(void)
{
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_SystemError, "null argument to internal routine");
    }
    return NULL;
}

PyObject *PyObject_Type(PyObject *o)
{
    return o != NULL ? Py_NewRef(Py_TYPE(o)) : mooring_null_operand();
}

Py_ssize_t PyObject_Size(PyObject *o)
{
    if (o == NULL) {
        mooring_null_operand();
        return -1;
    }
    PyTypeObject *type = Py_TYPE(o);
    if (type == &PyTuple_Type || type == &PyBytes_Type) {
        return Py_SIZE(o);
    }
    if (type == &PyUnicode_Type) {
        return PyUnicode_GET_LENGTH(o);
    }
    if (mooring_is_managed(type)) {
        Py_ssize_t length = managed_length(o);
        return length >= 0 ? length : mooring_upcalls.object_size(o);
    }
    if (type->tp_as_sequence != NULL && type->tp_as_sequence->sq_length != NULL) {
        return type->tp_as_sequence->sq_length(o);
    }
    if (type->tp_as_mapping != NULL && type->tp_as_mapping->mp_length != NULL) {
        return type->tp_as_mapping->mp_length(o);
    }
    PyErr_Format(PyExc_TypeError, "object of type '%.200s' has no len()", type->tp_name);
    return -1;
}

/* cls[key] of a class whose metaclass has no items: __class_getitem__. */
static PyObject *class_get_item(PyObject *cls, PyObject *key)
{
    PyObject *method = PyObject_GetAttrString(cls, "__class_getitem__");
    if (method == NULL) {
        if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_Format(PyExc_TypeError, "type '%.200s' is not subscriptable", ((PyTypeObject *)cls)->tp_name);
        }
        return NULL;
    }
    PyObject *result = PyObject_CallOneArg(method, key);
    Py_DECREF(method);
    return result;
}

/* The index that key is, for a sequence that takes only such. -1 with an error when it is none. */
static Py_ssize_t sequence_index(PyObject *key)
{
    if (!PyIndex_Check(key)) {
        PyErr_Format(PyExc_TypeError, "sequence index must be integer, not '%.200s'", Py_TYPE(key)->tp_name);
        return -1;
    }
    return PyNumber_AsSsize_t(key, PyExc_IndexError);
}

PyObject *PyObject_GetItem(PyObject *o, PyObject *key)
{
    if (o == NULL || key == NULL) {
        return mooring_null_operand();
    }
    PyTypeObject *type = Py_TYPE(o);
    if (mooring_is_managed(type)) {
        return mooring_upcalls.object_get_item(o, key);
    }
    if (type->tp_as_mapping != NULL && type->tp_as_mapping->mp_subscript != NULL) {
        return type->tp_as_mapping->mp_subscript(o, key);
    }
    if (type->tp_as_sequence != NULL && type->tp_as_sequence->sq_item != NULL) {
        Py_ssize_t i = sequence_index(key);
        return i == -1 && PyErr_Occurred() ? NULL : PySequence_GetItem(o, i);
    }
    if (PyType_Check(o)) {
        return class_get_item(o, key);
    }
    PyErr_Format(PyExc_TypeError, "'%.200s' object is not subscriptable", type->tp_name);
    return NULL;
}

/* value NULL deletes. */
static int assign_item(PyObject *o, PyObject *key, PyObject *value, const char *message)
{
    PyTypeObject *type = Py_TYPE(o);
    if (mooring_is_managed(type)) {
        return mooring_upcalls.object_set_item(o, key, value);
    }
    if (type->tp_as_mapping != NULL && type->tp_as_mapping->mp_ass_subscript != NULL) {
        return type->tp_as_mapping->mp_ass_subscript(o, key, value);
    }
    if (type->tp_as_sequence != NULL && type->tp_as_sequence->sq_ass_item != NULL) {
        Py_ssize_t i = sequence_index(key);
        if (i == -1 && PyErr_Occurred()) {
            return -1;
        }
        return value != NULL ? PySequence_SetItem(o, i, value) : PySequence_DelItem(o, i);
    }
    PyErr_Format(PyExc_TypeError, message, type->tp_name);
    return -1;
}

int PyObject_SetItem(PyObject *o, PyObject *key, PyObject *value)
{
    if (o == NULL || key == NULL || value == NULL) {
        mooring_null_operand();
        return -1;
    }
    return assign_item(o, key, value, "'%.200s' object does not support item assignment");
}

int PyObject_DelItem(PyObject *o, PyObject *key)
{
    if (o == NULL || key == NULL) {
        mooring_null_operand();
        return -1;
    }
    return assign_item(o, key, NULL, "'%.200s' object doesn't support item deletion");
}

int PyObject_DelItemString(PyObject *o, const char *key)
{
    if (o == NULL || key == NULL) {
        mooring_null_operand();
        return -1;
    }
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) {
        return -1;
    }
    int result = PyObject_DelItem(o, name);
    Py_DECREF(name);
    return result;
}

PyObject *PyObject_Format(PyObject *o, PyObject *spec)
{
    if (spec != NULL && !PyUnicode_Check(spec)) {
        PyErr_Format(PyExc_SystemError, "Format specifier must be a string, not %.200s", Py_TYPE(spec)->tp_name);
        return NULL;
    }
    if ((spec == NULL || PyUnicode_GET_LENGTH(spec) == 0) && PyUnicode_CheckExact(o)) {
        return Py_NewRef(o);
    }
    PyObject *empty = spec == NULL ? PyUnicode_New(0, 0) : Py_NewRef(spec);
    if (empty == NULL) {
        return NULL;
    }
    PyObject *text = mooring_upcalls.object_format(o, empty);
    Py_DECREF(empty);
    return text;
}

/* Classes. ---------------------------------------------------------------------------------------------------------- */

/* Whether any class of the tuple fits; a tuple may hold tuples. */
static int any_of(PyObject *o, PyObject *classes, int (*fits)(PyObject *, PyObject *), const char *where)
{
    if (Py_EnterRecursiveCall(where)) {
        return -1;
    }
    int result = 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(classes) && result == 0; i++) {
        result = fits(o, PyTuple_GET_ITEM(classes, i));
    }
    Py_LeaveRecursiveCall();
    return result;
}

int PyObject_IsInstance(PyObject *o, PyObject *cls)
{
    if ((PyObject *)Py_TYPE(o) == cls) {
        return 1;
    }
    if (PyType_CheckExact(cls) && PyType_IsSubtype(Py_TYPE(o), (PyTypeObject *)cls)) {
        return 1;
    }
    if (PyTuple_Check(cls)) {
        return any_of(o, cls, PyObject_IsInstance, " in __instancecheck__");
    }
    return mooring_upcalls.object_is_instance(o, cls);
}

int PyObject_IsSubclass(PyObject *derived, PyObject *cls)
{
    if (derived == cls && PyType_CheckExact(cls)) {
        return 1;
    }
    if (PyType_CheckExact(cls) && PyType_Check(derived)) {
        return PyType_IsSubtype((PyTypeObject *)derived, (PyTypeObject *)cls);
    }
    if (PyTuple_Check(cls)) {
        return any_of(derived, cls, PyObject_IsSubclass, " in __subclasscheck__");
    }
    return mooring_upcalls.object_is_subclass(derived, cls);
}

/* The names that macros of the header stand for, for binaries that call them. ------------------------------------------ */

#undef PyObject_Length
#undef PySequence_Length
#undef PyMapping_Length

Py_ssize_t PyObject_Length(PyObject *o)
{
    return PyObject_Size(o);
}

Py_ssize_t PySequence_Length(PyObject *o)
{
    return PySequence_Size(o);
}

Py_ssize_t PyMapping_Length(PyObject *o)
{
    return PyMapping_Size(o);
}
