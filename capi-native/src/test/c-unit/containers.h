/* containers.h: small dicts and lists in place of the managed ones, for tests that run without Java.
 *
 * What a fake holds is released by release_containers(), not when the fake dies.
 */
#ifndef MOORING_UNIT_CONTAINERS_H
#define MOORING_UNIT_CONTAINERS_H

#include "errors.h"

#define FAKE_CAPACITY 16

struct fake_dict {
    PyObject_HEAD
    Py_ssize_t count;
    PyObject *keys[FAKE_CAPACITY];
    PyObject *values[FAKE_CAPACITY];
};

struct fake_list {
    PyObject_HEAD
    Py_ssize_t count;
    PyObject **items_in_c;      /* NULL, as in the mirror of a managed list */
    Py_ssize_t allocated;
    PyObject *items[FAKE_CAPACITY];
};

static PyObject *held[4096];
static int held_count;

static PyObject *hold(PyObject *o)
{
    held[held_count++] = Py_NewRef(o);
    return o;
}

static inline void release_containers(void)
{
    while (held_count > 0) {
        Py_DECREF(held[--held_count]);
    }
}

static PyObject *fake_dict_new(void)
{
    PyObject *o = PyObject_Init(PyObject_Malloc(sizeof(struct fake_dict)), &PyDict_Type);
    ((struct fake_dict *)o)->count = 0;
    return o;
}

static Py_ssize_t fake_dict_size(PyObject *o)
{
    return ((struct fake_dict *)o)->count;
}

static PyObject *fake_dict_get(PyObject *o, PyObject *key)
{
    struct fake_dict *dict = (struct fake_dict *)o;
    for (Py_ssize_t i = 0; i < dict->count; i++) {
        if (dict->keys[i] == key ||
            (PyUnicode_Check(key) && PyUnicode_Check(dict->keys[i]) && PyUnicode_Compare(key, dict->keys[i]) == 0)) {
            return dict->values[i];
        }
    }
    return NULL;
}

static int fake_dict_set(PyObject *o, PyObject *key, PyObject *value)
{
    struct fake_dict *dict = (struct fake_dict *)o;
    CHECK(dict->count < FAKE_CAPACITY);
    dict->keys[dict->count] = hold(key);
    dict->values[dict->count++] = hold(value);
    return 0;
}

static int fake_dict_next(PyObject *o, Py_ssize_t *position, PyObject **key, PyObject **value, Py_hash_t *hash)
{
    struct fake_dict *dict = (struct fake_dict *)o;
    if (*position >= dict->count) {
        return 0;
    }
    *key = dict->keys[*position];
    *value = dict->values[(*position)++];
    *hash = -1;
    return 1;
}

static PyObject *fake_list_new(Py_ssize_t length)
{
    CHECK(length <= FAKE_CAPACITY);
    PyObject *o = PyObject_Init(PyObject_Malloc(sizeof(struct fake_list)), &PyList_Type);
    struct fake_list *list = (struct fake_list *)o;
    list->count = length;
    list->items_in_c = NULL;
    for (Py_ssize_t i = 0; i < length; i++) {
        list->items[i] = Py_None;
    }
    return o;
}

static int fake_list_set(PyObject *o, Py_ssize_t i, PyObject *value)
{
    ((struct fake_list *)o)->items[i] = hold(value);
    return 0;
}

static PyObject *fake_list_get(PyObject *o, Py_ssize_t i)
{
    return ((struct fake_list *)o)->items[i];
}

static PyObject *fake_intern(PyObject *o)
{
    return Py_NewRef(o);
}

static int fake_contains(PyObject *o, PyObject *item)
{
    for (Py_ssize_t i = 0; i < PyTuple_Size(o); i++) {
        if (PyUnicode_Compare(PyTuple_GetItem(o, i), item) == 0) {
            return 1;
        }
    }
    return 0;
}

static PyObject *fake_str(PyObject *o)
{
    return Py_NewRef(o);
}

static inline void use_containers(void)
{
    mooring_upcalls.dict_new = fake_dict_new;
    mooring_upcalls.dict_size = fake_dict_size;
    mooring_upcalls.dict_get_item = fake_dict_get;
    mooring_upcalls.dict_set_item = fake_dict_set;
    mooring_upcalls.dict_next = fake_dict_next;
    mooring_upcalls.list_new = fake_list_new;
    mooring_upcalls.list_set_item = fake_list_set;
    mooring_upcalls.list_get_item = fake_list_get;
    mooring_upcalls.unicode_intern = fake_intern;
    mooring_upcalls.object_contains = fake_contains;
    mooring_upcalls.object_str = fake_str;
}

#endif
