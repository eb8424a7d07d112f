/* abstract_sequence.c: sequences by index and by slice, and mappings by name. */
#include "managed.h"
#include "objects.h"
#include "operands.h"

static inline PySequenceMethods *methods_of(PyObject *o)
{
    return Py_TYPE(o)->tp_as_sequence;
}

static PyObject *type_error(const char *format, PyObject *o)
{
    PyErr_Format(PyExc_TypeError, format, Py_TYPE(o)->tp_name);
    return NULL;
}

int PySequence_Check(PyObject *o)
{
    if (PyDict_Check(o)) {
        return 0;
    }
    return methods_of(o) != NULL && methods_of(o)->sq_item != NULL;
}

Py_ssize_t PySequence_Size(PyObject *o)
{
    if (o == NULL) {
        mooring_null_operand();
        return -1;
    }
    if (mooring_is_managed(Py_TYPE(o)) && !PyDict_Check(o)) {
        return PyObject_Size(o);
    }
    if (!PyDict_Check(o) && methods_of(o) != NULL && methods_of(o)->sq_length != NULL) {
        return methods_of(o)->sq_length(o);
    }
    int mapping = Py_TYPE(o)->tp_as_mapping != NULL && Py_TYPE(o)->tp_as_mapping->mp_length != NULL;
    type_error(mapping ? "%.200s is not a sequence" : "object of type '%.200s' has no len()", o);
    return -1;
}

/* Concatenation and repetition. ------------------------------------------------------------------------------------- */

static PyObject *concat(PyObject *a, PyObject *b, int inplace)
{
    if (a == NULL || b == NULL) {
        return mooring_null_operand();
    }
    if (mooring_is_managed(Py_TYPE(a))) {
        return mooring_upcalls.sequence_concat(a, b, inplace);
    }
    PySequenceMethods *methods = methods_of(a);
    if (methods != NULL && inplace && methods->sq_inplace_concat != NULL) {
        return methods->sq_inplace_concat(a, b);
    }
    if (methods != NULL && methods->sq_concat != NULL) {
        return methods->sq_concat(a, b);
    }
    if (PySequence_Check(a) && PySequence_Check(b)) {
        return inplace ? PyNumber_InPlaceAdd(a, b) : PyNumber_Add(a, b);
    }
    return type_error("'%.200s' object can't be concatenated", a);
}

PyObject *PySequence_Concat(PyObject *a, PyObject *b)
{
    return concat(a, b, 0);
}

PyObject *PySequence_InPlaceConcat(PyObject *a, PyObject *b)
{
    return concat(a, b, 1);
}

static PyObject *repeat(PyObject *o, Py_ssize_t count, int inplace)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.sequence_repeat(o, count, inplace);
    }
    PySequenceMethods *methods = methods_of(o);
    if (methods != NULL && inplace && methods->sq_inplace_repeat != NULL) {
        return methods->sq_inplace_repeat(o, count);
    }
    if (methods != NULL && methods->sq_repeat != NULL) {
        return methods->sq_repeat(o, count);
    }
    return type_error("'%.200s' object can't be repeated", o);
}

PyObject *PySequence_Repeat(PyObject *o, Py_ssize_t count)
{
    return repeat(o, count, 0);
}

PyObject *PySequence_InPlaceRepeat(PyObject *o, Py_ssize_t count)
{
    return repeat(o, count, 1);
}

/* Items. ------------------------------------------------------------------------------------------------------------ */

/* A negative index counts from the end, if the sequence knows its length. 0, or -1 with an error. */
static int from_end(PyObject *o, Py_ssize_t *i)
{
    if (*i >= 0 || methods_of(o)->sq_length == NULL) {
        return 0;
    }
    Py_ssize_t length = methods_of(o)->sq_length(o);
    *i += length;
    return length < 0 ? -1 : 0;
}

PyObject *PySequence_GetItem(PyObject *o, Py_ssize_t i)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (PyTuple_CheckExact(o) && (size_t)i < (size_t)PyTuple_GET_SIZE(o)) {
        return Py_XNewRef(PyTuple_GetItem(o, i));
    }
    if (PyList_CheckExact(o) && ((PyListObject *)o)->ob_item != NULL && (size_t)i < (size_t)Py_SIZE(o) &&
        ((PyListObject *)o)->ob_item[i] != NULL) {
        return Py_NewRef(((PyListObject *)o)->ob_item[i]);
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        PyObject *item;
        return managed_list_item(o, i, &item) ? item : mooring_upcalls.sequence_get_item(o, i);
    }
    if (methods_of(o) != NULL && methods_of(o)->sq_item != NULL) {
        return from_end(o, &i) < 0 ? NULL : methods_of(o)->sq_item(o, i);
    }
    int mapping = Py_TYPE(o)->tp_as_mapping != NULL && Py_TYPE(o)->tp_as_mapping->mp_subscript != NULL;
    return type_error(mapping ? "%.200s is not a sequence" : "'%.200s' object does not support indexing", o);
}

static int assign_item(PyObject *o, Py_ssize_t i, PyObject *value)
{
    if (o == NULL) {
        mooring_null_operand();
        return -1;
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.sequence_set_item(o, i, value);
    }
    if (methods_of(o) != NULL && methods_of(o)->sq_ass_item != NULL) {
        return from_end(o, &i) < 0 ? -1 : methods_of(o)->sq_ass_item(o, i, value);
    }
    int mapping = Py_TYPE(o)->tp_as_mapping != NULL && Py_TYPE(o)->tp_as_mapping->mp_ass_subscript != NULL;
    type_error(mapping         ? "%.200s is not a sequence"
               : value != NULL ? "'%.200s' object does not support item assignment"
                               : "'%.200s' object doesn't support item deletion",
               o);
    return -1;
}

int PySequence_SetItem(PyObject *o, Py_ssize_t i, PyObject *value)
{
    return assign_item(o, i, value);
}

int PySequence_DelItem(PyObject *o, Py_ssize_t i)
{
    return assign_item(o, i, NULL);
}

/* Slices. ----------------------------------------------------------------------------------------------------------- */

PyObject *PySequence_GetSlice(PyObject *o, Py_ssize_t low, Py_ssize_t high)
{
    if (o == NULL) {
        return mooring_null_operand();
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.sequence_get_slice(o, low, high);
    }
    PyMappingMethods *mapping = Py_TYPE(o)->tp_as_mapping;
    if (mapping == NULL || mapping->mp_subscript == NULL) {
        return type_error("'%.200s' object is unsliceable", o);
    }
    PyObject *slice = _PySlice_FromIndices(low, high);
    if (slice == NULL) {
        return NULL;
    }
    PyObject *result = mapping->mp_subscript(o, slice);
    Py_DECREF(slice);
    return result;
}

static int assign_slice(PyObject *o, Py_ssize_t low, Py_ssize_t high, PyObject *value)
{
    if (o == NULL) {
        mooring_null_operand();
        return -1;
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return mooring_upcalls.sequence_set_slice(o, low, high, value);
    }
    PyMappingMethods *mapping = Py_TYPE(o)->tp_as_mapping;
    if (mapping == NULL || mapping->mp_ass_subscript == NULL) {
        type_error(value != NULL ? "'%.200s' object doesn't support slice assignment"
                                 : "'%.200s' object doesn't support slice deletion",
                   o);
        return -1;
    }
    PyObject *slice = _PySlice_FromIndices(low, high);
    if (slice == NULL) {
        return -1;
    }
    int result = mapping->mp_ass_subscript(o, slice, value);
    Py_DECREF(slice);
    return result;
}

int PySequence_SetSlice(PyObject *o, Py_ssize_t low, Py_ssize_t high, PyObject *value)
{
    return assign_slice(o, low, high, value);
}

int PySequence_DelSlice(PyObject *o, Py_ssize_t low, Py_ssize_t high)
{
    return assign_slice(o, low, high, NULL);
}

/* Mappings. --------------------------------------------------------------------------------------------------------- */

int PyMapping_Check(PyObject *o)
{
    return o != NULL && Py_TYPE(o)->tp_as_mapping != NULL && Py_TYPE(o)->tp_as_mapping->mp_subscript != NULL;
}

Py_ssize_t PyMapping_Size(PyObject *o)
{
    if (o == NULL) {
        mooring_null_operand();
        return -1;
    }
    if (mooring_is_managed(Py_TYPE(o))) {
        return PyObject_Size(o);
    }
    PyMappingMethods *mapping = Py_TYPE(o)->tp_as_mapping;
    if (mapping != NULL && mapping->mp_length != NULL) {
        return mapping->mp_length(o);
    }
    int sequence = methods_of(o) != NULL && methods_of(o)->sq_length != NULL;
    type_error(sequence ? "%.200s is not a mapping" : "object of type '%.200s' has no len()", o);
    return -1;
}

PyObject *PyMapping_GetItemString(PyObject *o, const char *key)
{
    if (key == NULL) {
        return mooring_null_operand();
    }
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) {
        return NULL;
    }
    PyObject *value = PyObject_GetItem(o, name);
    Py_DECREF(name);
    return value;
}

int PyMapping_SetItemString(PyObject *o, const char *key, PyObject *value)
{
    if (key == NULL) {
        mooring_null_operand();
        return -1;
    }
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) {
        return -1;
    }
    int result = PyObject_SetItem(o, name, value);
    Py_DECREF(name);
    return result;
}

int PyMapping_HasKeyString(PyObject *o, const char *key)
{
    PyObject *value = PyMapping_GetItemString(o, key);
    if (value == NULL) {
        PyErr_Clear();
        return 0;
    }
    Py_DECREF(value);
    return 1;
}

int PyMapping_HasKey(PyObject *o, PyObject *key)
{
    PyObject *value = PyObject_GetItem(o, key);
    if (value == NULL) {
        PyErr_Clear();
        return 0;
    }
    Py_DECREF(value);
    return 1;
}

/* A list of what the method of that name gives. */
static PyObject *list_of(PyObject *o, const char *method)
{
    PyObject *items = PyObject_CallMethod(o, method, NULL);
    if (items == NULL) {
        return NULL;
    }
    PyObject *list = PySequence_List(items);
    if (list == NULL && PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Format(PyExc_TypeError, "%.200s.%s() returned a non-iterable (type %.200s)", Py_TYPE(o)->tp_name, method,
                     Py_TYPE(items)->tp_name);
    }
    Py_DECREF(items);
    return list;
}

static PyObject *mapping_view(PyObject *o, int what)
{
    static const char *const methods[] = {"keys", "values", "items"};
    if (o == NULL) {
        return mooring_null_operand();
    }
    return mooring_is_managed(Py_TYPE(o)) ? mooring_upcalls.mapping_view(o, what) : list_of(o, methods[what]);
}

PyObject *PyMapping_Keys(PyObject *o)
{
    return mapping_view(o, 0);
}

PyObject *PyMapping_Values(PyObject *o)
{
    return mapping_view(o, 1);
}

PyObject *PyMapping_Items(PyObject *o)
{
    return mapping_view(o, 2);
}
