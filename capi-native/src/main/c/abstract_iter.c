/* abstract_iter.c: iteration, and what is made by it: tuples, lists, counts and searches. */
#include "objects.h"
#include "operands.h"

int PyIter_Check(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    return type->tp_iternext != NULL && type->tp_iternext != _PyObject_NextNotImplemented;
}

PyObject *PyObject_GetIter(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    if (mooring_is_managed(type)) {
        return mooring_upcalls.object_get_iter(o);
    }
    if (type->tp_iter == NULL) {
        if (PySequence_Check(o)) {
            return PySeqIter_New(o);
        }
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not iterable", type->tp_name);
        return NULL;
    }
    PyObject *iterator = type->tp_iter(o);
    if (iterator != NULL && !PyIter_Check(iterator)) {
        PyErr_Format(PyExc_TypeError, "iter() returned non-iterator of type '%.100s'", Py_TYPE(iterator)->tp_name);
        Py_CLEAR(iterator);
    }
    return iterator;
}

PyObject *PyIter_Next(PyObject *iterator)
{
    PyTypeObject *type = Py_TYPE(iterator);
    if (mooring_is_managed(type)) {
        return mooring_upcalls.object_iter_next(iterator);
    }
    if (type->tp_iternext == NULL) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not an iterator", type->tp_name);
        return NULL;
    }
    PyObject *item = type->tp_iternext(iterator);
    if (item == NULL && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_StopIteration)) {
        PyErr_Clear();
    }
    return item;
}

int PyAIter_Check(PyObject *o)
{
    PyAsyncMethods *methods = Py_TYPE(o)->tp_as_async;
    return methods != NULL && methods->am_anext != NULL && methods->am_anext != _PyObject_NextNotImplemented;
}

PyObject *PyObject_GetAIter(PyObject *o)
{
    PyAsyncMethods *methods = Py_TYPE(o)->tp_as_async;
    if (methods == NULL || methods->am_aiter == NULL) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not an async iterable", Py_TYPE(o)->tp_name);
        return NULL;
    }
    PyObject *iterator = methods->am_aiter(o);
    if (iterator != NULL && !PyAIter_Check(iterator)) {
        PyErr_Format(PyExc_TypeError, "aiter() returned not an async iterator of type '%.100s'",
                     Py_TYPE(iterator)->tp_name);
        Py_CLEAR(iterator);
    }
    return iterator;
}

/* The value that a StopIteration at the end of a generator carries; None where it carries none. */
static PyObject *stop_value(void)
{
    if (!PyErr_Occurred()) {
        return Py_NewRef(Py_None);
    }
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) {
        return NULL;
    }
    PyObject *type, *exception, *traceback;
    PyErr_Fetch(&type, &exception, &traceback);
    PyErr_NormalizeException(&type, &exception, &traceback);
    PyObject *value = exception != NULL ? PyObject_GetAttrString(exception, "value") : Py_NewRef(Py_None);
    Py_XDECREF(type);
    Py_XDECREF(exception);
    Py_XDECREF(traceback);
    return value;
}

PySendResult PyIter_Send(PyObject *iterator, PyObject *value, PyObject **result)
{
    PyAsyncMethods *methods = Py_TYPE(iterator)->tp_as_async;
    if (methods != NULL && methods->am_send != NULL) {
        return methods->am_send(iterator, value, result);
    }
    if (value == Py_None && PyIter_Check(iterator) && !mooring_is_managed(Py_TYPE(iterator))) {
        *result = Py_TYPE(iterator)->tp_iternext(iterator);
    } else {
        *result = PyObject_CallMethod(iterator, "send", "O", value);
    }
    if (*result != NULL) {
        return PYGEN_NEXT;
    }
    *result = stop_value();
    return *result != NULL ? PYGEN_RETURN : PYGEN_ERROR;
}

/* Tuples and lists. ------------------------------------------------------------------------------------------------- */

/* All items of a C type's iterable, in a tuple that grows by half. */
static PyObject *collect(PyObject *o)
{
    PyObject *iterator = PyObject_GetIter(o);
    if (iterator == NULL) {
        return NULL;
    }
    Py_ssize_t expected = PyObject_LengthHint(o, 10);
    PyObject *tuple = expected < 0 ? NULL : PyTuple_New(expected);
    Py_ssize_t count = 0;
    PyObject *item;
    while (tuple != NULL && (item = PyIter_Next(iterator)) != NULL) {
        if (count == PyTuple_GET_SIZE(tuple) && _PyTuple_Resize(&tuple, count + count / 2 + 10) < 0) {
            Py_DECREF(item);
            break;
        }
        PyTuple_SET_ITEM(tuple, count++, item);
    }
    Py_DECREF(iterator);
    if (tuple != NULL && PyErr_Occurred()) {
        Py_CLEAR(tuple);
    }
    if (tuple != NULL) {
        _PyTuple_Resize(&tuple, count);
    }
    return tuple;
}

PyObject *PySequence_Tuple(PyObject *o)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (PyTuple_CheckExact(o)) {
        return Py_NewRef(o);
    }
    return mooring_is_managed(Py_TYPE(o)) ? mooring_upcalls.sequence_tuple(o) : collect(o);
}

PyObject *PySequence_List(PyObject *o)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.sequence_list(o);
    }
    PyObject *items = collect(o);
    if (items == NULL) {
        return NULL;
    }
    PyObject *list = mooring_upcalls.sequence_list(items);
    Py_DECREF(items);
    return list;
}

PyObject *PySequence_Fast(PyObject *o, const char *message)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    PyObject *tuple = PySequence_Tuple(o);
    if (tuple == NULL && PyErr_ExceptionMatches(PyExc_TypeError) && !PySequence_Check(o) && Py_TYPE(o)->tp_iter == NULL) {
        PyErr_SetString(PyExc_TypeError, message);
    }
    return tuple;
}

Py_ssize_t PyObject_LengthHint(PyObject *o, Py_ssize_t fallback)
{
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.object_length_hint(o, fallback);
    }
    PySequenceMethods *sequence = Py_TYPE(o)->tp_as_sequence;
    PyMappingMethods *mapping = Py_TYPE(o)->tp_as_mapping;
    if ((sequence != NULL && sequence->sq_length != NULL) || (mapping != NULL && mapping->mp_length != NULL)) {
        Py_ssize_t length = PyObject_Size(o);
        if (length >= 0) {
            return length;
        }
        if (!PyErr_ExceptionMatches(PyExc_TypeError)) {
            return -1;
        }
        PyErr_Clear();
    }
    PyObject *name = PyUnicode_InternFromString("__length_hint__");
    if (name == NULL) {
        return -1;
    }
    int known = _PyType_Lookup(Py_TYPE(o), name) != NULL;
    Py_DECREF(name);
    return known ? mooring_upcalls.object_length_hint(o, fallback) : fallback;
}

/* Searches. --------------------------------------------------------------------------------------------------------- */

enum search { SEARCH_COUNT, SEARCH_INDEX, SEARCH_CONTAINS };

/* Walks over o and compares each item with value. */
static Py_ssize_t search(PyObject *o, PyObject *value, enum search what)
{
    if (o == NULL || value == NULL) {
        mooring_null_operand();
        return -1;
    }
    PyObject *iterator = PyObject_GetIter(o);
    if (iterator == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Format(PyExc_TypeError, "argument of type '%.200s' is not iterable", Py_TYPE(o)->tp_name);
        }
        return -1;
    }
    Py_ssize_t found = 0;
    Py_ssize_t position = 0;
    int equal = 0;
    PyObject *item;
    while ((item = PyIter_Next(iterator)) != NULL) {
        equal = PyObject_RichCompareBool(item, value, Py_EQ);
        Py_DECREF(item);
        if (equal < 0 || (equal && what != SEARCH_COUNT)) {
            break;
        }
        found += equal;
        position++;
    }
    Py_DECREF(iterator);
    if (equal < 0 || PyErr_Occurred()) {
        return -1;
    }
    switch (what) {
    case SEARCH_COUNT:
        return found;
    case SEARCH_CONTAINS:
        return equal;
    default:
        if (!equal) {
            PyErr_SetString(PyExc_ValueError, "sequence.index(x): x not in sequence");
            return -1;
        }
        return position;
    }
}

Py_ssize_t PySequence_Count(PyObject *o, PyObject *value)
{
    return o != NULL && mooring_is_managed(Py_TYPE(o)) ? mooring_upcalls.sequence_count(o, value)
                                                       : search(o, value, SEARCH_COUNT);
}

Py_ssize_t PySequence_Index(PyObject *o, PyObject *value)
{
    return o != NULL && mooring_is_managed(Py_TYPE(o)) ? mooring_upcalls.sequence_index(o, value)
                                                       : search(o, value, SEARCH_INDEX);
}

int PySequence_Contains(PyObject *o, PyObject *value)
{
    if (o != NULL && mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.object_contains(o, value);
    }
    PySequenceMethods *methods = o != NULL ? Py_TYPE(o)->tp_as_sequence : NULL;
    if (methods != NULL && methods->sq_contains != NULL) {
        return methods->sq_contains(o, value);
    }
    return (int)search(o, value, SEARCH_CONTAINS);
}

#undef PySequence_In
int PySequence_In(PyObject *o, PyObject *value)
{
    return PySequence_Contains(o, value);
}
