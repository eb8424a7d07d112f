/* slots.c: the generic slots of types, sequences and mappings (see slots.h), and the way from a method to its slot. */
#include "slot_rows.h"

#include "objects.h"

/* The nearest type whose implementation is managed: the type itself, or a base of a C type. */
static PyTypeObject *managed_type(PyTypeObject *type)
{
    while (!mooring_is_managed(type)) {
        type = type->tp_base;
    }
    return type;
}

static int is_managed(PyObject *o)
{
    return mooring_is_managed(Py_TYPE(o));
}

PyObject *mooring_call_method(PyObject *self, const char *method, PyObject *const *args, Py_ssize_t nargs)
{
    return mooring_upcalls.type_call_method(managed_type(Py_TYPE(self)), method, self, args, nargs);
}

static int call_for_status(PyObject *self, const char *method, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *result = mooring_call_method(self, method, args, nargs);
    if (result == NULL) {
        return -1;
    }
    Py_DECREF(result);
    return 0;
}

static Py_ssize_t call_for_number(PyObject *self, const char *method)
{
    PyObject *result = mooring_call_method(self, method, NULL, 0);
    if (result == NULL) {
        return -1;
    }
    Py_ssize_t number = PyNumber_AsSsize_t(result, PyExc_OverflowError);
    Py_DECREF(result);
    return number;
}

int mooring_call_for_truth(PyObject *self, const char *method, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *result = mooring_call_method(self, method, args, nargs);
    if (result == NULL) {
        return -1;
    }
    int truth = PyObject_IsTrue(result);
    Py_DECREF(result);
    return truth;
}

/* type slots */

PyObject *mooring_slot_repr(PyObject *self)
{
    return is_managed(self) ? mooring_upcalls.object_repr(self) : mooring_call_method(self, "__repr__", NULL, 0);
}

PyObject *mooring_slot_str(PyObject *self)
{
    return is_managed(self) ? mooring_upcalls.object_str(self) : mooring_call_method(self, "__str__", NULL, 0);
}

Py_hash_t mooring_slot_hash(PyObject *self)
{
    return is_managed(self) ? mooring_upcalls.object_hash(self) : call_for_number(self, "__hash__");
}

PyObject *mooring_slot_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return mooring_upcalls.object_call(self, args, kwargs);
}

PyObject *mooring_slot_getattro(PyObject *self, PyObject *name)
{
    return is_managed(self) ? mooring_upcalls.object_get_attr(self, name)
                            : mooring_call_method(self, "__getattribute__", &name, 1);
}

int mooring_slot_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    if (is_managed(self)) {
        return mooring_upcalls.object_set_attr(self, name, value);
    }
    PyObject *args[] = {name, value};
    return value != NULL ? call_for_status(self, "__setattr__", args, 2) : call_for_status(self, "__delattr__", args, 1);
}

PyObject *mooring_slot_richcompare(PyObject *self, PyObject *other, int op)
{
    static const char *const methods[] = {"__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"};
    return mooring_call_method(self, methods[op], &other, 1);
}

static PyObject *slot_iter(PyObject *self)
{
    return is_managed(self) ? mooring_upcalls.object_get_iter(self) : mooring_call_method(self, "__iter__", NULL, 0);
}

static PyObject *slot_iternext(PyObject *self)
{
    if (is_managed(self)) {
        return mooring_upcalls.object_iter_next(self);
    }
    PyObject *item = mooring_call_method(self, "__next__", NULL, 0);
    if (item == NULL && PyErr_ExceptionMatches(PyExc_StopIteration)) {
        PyErr_Clear();
    }
    return item;
}

static PyObject *slot_descr_get(PyObject *self, PyObject *o, PyObject *type)
{
    PyObject *args[] = {o != NULL ? o : Py_None, type != NULL ? type : Py_None};
    return mooring_call_method(self, "__get__", args, 2);
}

static int slot_descr_set(PyObject *self, PyObject *o, PyObject *value)
{
    PyObject *args[] = {o, value};
    return value != NULL ? call_for_status(self, "__set__", args, 2) : call_for_status(self, "__delete__", args, 1);
}

PyObject *mooring_slot_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return mooring_upcalls.type_new_instance(type, args, kwargs);
}

int mooring_slot_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return mooring_upcalls.type_init_instance(self, args, kwargs);
}

static void slot_finalize(PyObject *self)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (call_for_status(self, "__del__", NULL, 0) < 0) {
        PyErr_WriteUnraisable(self);
    }
    PyErr_Restore(type, value, traceback);
}

/* sequence and mapping slots */

static Py_ssize_t slot_length(PyObject *self)
{
    return is_managed(self) ? mooring_upcalls.object_size(self) : call_for_number(self, "__len__");
}

static PyObject *slot_sq_item(PyObject *self, Py_ssize_t i)
{
    if (is_managed(self)) {
        return mooring_upcalls.sequence_get_item(self, i);
    }
    PyObject *index = PyLong_FromSsize_t(i);
    if (index == NULL) {
        return NULL;
    }
    PyObject *item = mooring_call_method(self, "__getitem__", &index, 1);
    Py_DECREF(index);
    return item;
}

static int slot_sq_ass_item(PyObject *self, Py_ssize_t i, PyObject *value)
{
    if (is_managed(self)) {
        return mooring_upcalls.sequence_set_item(self, i, value);
    }
    PyObject *args[] = {PyLong_FromSsize_t(i), value};
    if (args[0] == NULL) {
        return -1;
    }
    int status = value != NULL ? call_for_status(self, "__setitem__", args, 2)
                               : call_for_status(self, "__delitem__", args, 1);
    Py_DECREF(args[0]);
    return status;
}

static int slot_sq_contains(PyObject *self, PyObject *item)
{
    return is_managed(self) ? mooring_upcalls.object_contains(self, item)
                            : mooring_call_for_truth(self, "__contains__", &item, 1);
}

static PyObject *slot_sq_concat(PyObject *self, PyObject *other)
{
    return is_managed(self) ? mooring_upcalls.sequence_concat(self, other, 0) : mooring_call_method(self, "__add__", &other, 1);
}

static PyObject *slot_sq_inplace_concat(PyObject *self, PyObject *other)
{
    return is_managed(self) ? mooring_upcalls.sequence_concat(self, other, 1)
                            : mooring_call_method(self, "__iadd__", &other, 1);
}

static PyObject *repeat(PyObject *self, Py_ssize_t count, int inplace)
{
    if (is_managed(self)) {
        return mooring_upcalls.sequence_repeat(self, count, inplace);
    }
    PyObject *number = PyLong_FromSsize_t(count);
    if (number == NULL) {
        return NULL;
    }
    PyObject *result = mooring_call_method(self, inplace ? "__imul__" : "__mul__", &number, 1);
    Py_DECREF(number);
    return result;
}

static PyObject *slot_sq_repeat(PyObject *self, Py_ssize_t count)
{
    return repeat(self, count, 0);
}

static PyObject *slot_sq_inplace_repeat(PyObject *self, Py_ssize_t count)
{
    return repeat(self, count, 1);
}

static PyObject *slot_mp_subscript(PyObject *self, PyObject *key)
{
    return is_managed(self) ? mooring_upcalls.object_get_item(self, key) : mooring_call_method(self, "__getitem__", &key, 1);
}

static int slot_mp_ass_subscript(PyObject *self, PyObject *key, PyObject *value)
{
    if (is_managed(self)) {
        return mooring_upcalls.object_set_item(self, key, value);
    }
    PyObject *args[] = {key, value};
    return value != NULL ? call_for_status(self, "__setitem__", args, 2)
                         : call_for_status(self, "__delitem__", args, 1);
}

static PyObject *slot_am_await(PyObject *self)
{
    return mooring_call_method(self, "__await__", NULL, 0);
}

static PyObject *slot_am_aiter(PyObject *self)
{
    return mooring_call_method(self, "__aiter__", NULL, 0);
}

static PyObject *slot_am_anext(PyObject *self)
{
    return mooring_call_method(self, "__anext__", NULL, 0);
}

/* which special method fills which slot */

#define TYPE(method, slot, function) {method, IN_TYPE, offsetof(PyTypeObject, slot), (void *)(function)}
#define SEQUENCE(method, slot, function) {method, IN_SEQUENCE, offsetof(PySequenceMethods, slot), (void *)(function)}
#define MAPPING(method, slot, function) {method, IN_MAPPING, offsetof(PyMappingMethods, slot), (void *)(function)}
#define ASYNC(method, slot) {method, IN_ASYNC, offsetof(PyAsyncMethods, slot), (void *)slot_##slot}

static const struct slot_row rows[] = {
    TYPE("__repr__", tp_repr, mooring_slot_repr),
    TYPE("__str__", tp_str, mooring_slot_str),
    TYPE("__hash__", tp_hash, mooring_slot_hash),
    TYPE("__call__", tp_call, mooring_slot_call),
    TYPE("__getattribute__", tp_getattro, mooring_slot_getattro),
    TYPE("__getattr__", tp_getattro, mooring_slot_getattro),
    TYPE("__setattr__", tp_setattro, mooring_slot_setattro),
    TYPE("__delattr__", tp_setattro, mooring_slot_setattro),
    TYPE("__lt__", tp_richcompare, mooring_slot_richcompare),
    TYPE("__le__", tp_richcompare, mooring_slot_richcompare),
    TYPE("__eq__", tp_richcompare, mooring_slot_richcompare),
    TYPE("__ne__", tp_richcompare, mooring_slot_richcompare),
    TYPE("__gt__", tp_richcompare, mooring_slot_richcompare),
    TYPE("__ge__", tp_richcompare, mooring_slot_richcompare),
    TYPE("__iter__", tp_iter, slot_iter),
    TYPE("__next__", tp_iternext, slot_iternext),
    TYPE("__get__", tp_descr_get, slot_descr_get),
    TYPE("__set__", tp_descr_set, slot_descr_set),
    TYPE("__delete__", tp_descr_set, slot_descr_set),
    TYPE("__new__", tp_new, mooring_slot_new),
    TYPE("__init__", tp_init, mooring_slot_init),
    TYPE("__del__", tp_finalize, slot_finalize),
    SEQUENCE("__len__", sq_length, slot_length),
    MAPPING("__len__", mp_length, slot_length),
    SEQUENCE("__getitem__", sq_item, slot_sq_item),
    MAPPING("__getitem__", mp_subscript, slot_mp_subscript),
    SEQUENCE("__setitem__", sq_ass_item, slot_sq_ass_item),
    MAPPING("__setitem__", mp_ass_subscript, slot_mp_ass_subscript),
    SEQUENCE("__delitem__", sq_ass_item, slot_sq_ass_item),
    MAPPING("__delitem__", mp_ass_subscript, slot_mp_ass_subscript),
    SEQUENCE("__contains__", sq_contains, slot_sq_contains),
    ASYNC("__await__", am_await),
    ASYNC("__aiter__", am_aiter),
    ASYNC("__anext__", am_anext),
    /* the builtin sequences fill these in place of number slots; mappings fill only the mapping half of __len__ */
    SEQUENCE("sq_length", sq_length, slot_length),
    SEQUENCE("sq_item", sq_item, slot_sq_item),
    SEQUENCE("sq_concat", sq_concat, slot_sq_concat),
    SEQUENCE("sq_repeat", sq_repeat, slot_sq_repeat),
    SEQUENCE("sq_inplace_concat", sq_inplace_concat, slot_sq_inplace_concat),
    SEQUENCE("sq_inplace_repeat", sq_inplace_repeat, slot_sq_inplace_repeat),
    MAPPING("mp_length", mp_length, slot_length),
    MAPPING("mp_subscript", mp_subscript, slot_mp_subscript),
    MAPPING("mp_ass_subscript", mp_ass_subscript, slot_mp_ass_subscript),
};

static char *suite_of(PyTypeObject *type, enum suite suite)
{
    switch (suite) {
    case IN_NUMBER: return (char *)type->tp_as_number;
    case IN_SEQUENCE: return (char *)type->tp_as_sequence;
    case IN_MAPPING: return (char *)type->tp_as_mapping;
    case IN_ASYNC: return (char *)type->tp_as_async;
    default: return (char *)type;
    }
}

static int fill_from(PyTypeObject *type, const char *name, const struct slot_row *from, size_t count)
{
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(from[i].name, name) == 0) {
            *(void **)(suite_of(type, from[i].suite) + from[i].offset) = from[i].function;
            found = 1;
        }
    }
    return found;
}

static int fill(PyTypeObject *type, const char *name)
{
    return fill_from(type, name, rows, Py_ARRAY_LENGTH(rows)) |
           fill_from(type, name, mooring_number_rows, mooring_number_row_count);
}

int mooring_type_define(PyTypeObject *type, const char *method)
{
    return method[0] == '_' && method[1] == '_' && fill(type, method);
}

int mooring_type_define_slot(PyTypeObject *type, const char *slot)
{
    return fill(type, slot);
}
