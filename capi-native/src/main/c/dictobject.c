/* dictobject.c: dicts. Keys and values are the managed dict's. */
#include "managed.h"

static int require_dict(PyObject *dict)
{
    if (dict == NULL || !PyDict_Check(dict)) {
        PyErr_BadInternalCall();
        return -1;
    }
    return 0;
}

PyObject *PyDict_New(void)
{
    return mooring_upcalls.dict_new();
}

PyObject *_PyDict_NewPresized(Py_ssize_t expected)
{
    (void)expected;
    return mooring_upcalls.dict_new();
}

/* Reading. ---------------------------------------------------------------------------------------------------------- */

PyObject *PyDict_GetItemWithError(PyObject *dict, PyObject *key)
{
    return require_dict(dict) < 0 ? NULL : mooring_upcalls.dict_get_item(dict, key);
}

/* Keeps an error that was set before, and drops one of its own. */
PyObject *PyDict_GetItem(PyObject *dict, PyObject *key)
{
    if (!PyDict_Check(dict)) {
        return NULL;
    }
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *found = mooring_upcalls.dict_get_item(dict, key);
    PyErr_Restore(type, value, traceback);
    return found;
}

PyObject *PyDict_GetItemString(PyObject *dict, const char *key)
{
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) {
        PyErr_Clear();
        return NULL;
    }
    PyObject *found = PyDict_GetItem(dict, name);
    Py_DECREF(name);
    return found;
}

PyObject *_PyDict_GetItemStringWithError(PyObject *dict, const char *key)
{
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) {
        return NULL;
    }
    PyObject *found = PyDict_GetItemWithError(dict, name);
    Py_DECREF(name);
    return found;
}

PyObject *_PyDict_GetItemWithError(PyObject *dict, PyObject *key)
{
    return PyDict_GetItemWithError(dict, key);
}

PyObject *_PyDict_GetItem_KnownHash(PyObject *dict, PyObject *key, Py_hash_t hash)
{
    (void)hash;
    return PyDict_GetItemWithError(dict, key);
}

int PyDict_GetItemRef(PyObject *dict, PyObject *key, PyObject **value)
{
    *value = Py_XNewRef(PyDict_GetItemWithError(dict, key));
    return *value != NULL ? 1 : PyErr_Occurred() ? -1 : 0;
}

int PyDict_Contains(PyObject *dict, PyObject *key)
{
    return require_dict(dict) < 0 ? -1 : mooring_upcalls.dict_contains(dict, key);
}

int _PyDict_Contains_KnownHash(PyObject *dict, PyObject *key, Py_hash_t hash)
{
    (void)hash;
    return PyDict_Contains(dict, key);
}

Py_ssize_t PyDict_Size(PyObject *dict)
{
    if (require_dict(dict) < 0) {
        return -1;
    }
    Py_ssize_t length = managed_length(dict);
    return MOORING_LIKELY(length >= 0) ? length : mooring_upcalls.dict_size(dict);
}

int _PyDict_Next(PyObject *dict, Py_ssize_t *position, PyObject **key, PyObject **value, Py_hash_t *hash)
{
    PyObject *unused;
    Py_hash_t unused_hash;
    if (!PyDict_Check(dict)) {
        return 0;
    }
    return mooring_upcalls.dict_next(dict, position, key != NULL ? key : &unused, value != NULL ? value : &unused,
                                     hash != NULL ? hash : &unused_hash);
}

int PyDict_Next(PyObject *dict, Py_ssize_t *position, PyObject **key, PyObject **value)
{
    return _PyDict_Next(dict, position, key, value, NULL);
}

static PyObject *view(PyObject *dict, int what)
{
    return require_dict(dict) < 0 ? NULL : mooring_upcalls.dict_view(dict, what);
}

PyObject *PyDict_Keys(PyObject *dict)
{
    return view(dict, 0);
}

PyObject *PyDict_Values(PyObject *dict)
{
    return view(dict, 1);
}

PyObject *PyDict_Items(PyObject *dict)
{
    return view(dict, 2);
}

PyObject *PyDict_Copy(PyObject *dict)
{
    return require_dict(dict) < 0 ? NULL : mooring_upcalls.dict_copy(dict);
}

/* Changing. --------------------------------------------------------------------------------------------------------- */

/* CPython's macro for the size reads ma_used: where there are macro readers it is right when a dict crosses, and here. */
static int changed(PyObject *dict, int result)
{
    if (mooring_runtime.filled) {
        ((PyDictObject *)dict)->ma_used = PyDict_Size(dict);
    }
    return result;
}

int PyDict_SetItem(PyObject *dict, PyObject *key, PyObject *value)
{
    return require_dict(dict) < 0 ? -1 : changed(dict, mooring_upcalls.dict_set_item(dict, key, value));
}

int _PyDict_SetItem_KnownHash(PyObject *dict, PyObject *key, PyObject *value, Py_hash_t hash)
{
    (void)hash;
    return PyDict_SetItem(dict, key, value);
}

int PyDict_SetItemString(PyObject *dict, const char *key, PyObject *value)
{
    PyObject *name = PyUnicode_InternFromString(key);
    if (name == NULL) {
        return -1;
    }
    int result = PyDict_SetItem(dict, name, value);
    Py_DECREF(name);
    return result;
}

int PyDict_DelItem(PyObject *dict, PyObject *key)
{
    return require_dict(dict) < 0 ? -1 : changed(dict, mooring_upcalls.dict_del_item(dict, key));
}

int _PyDict_DelItem_KnownHash(PyObject *dict, PyObject *key, Py_hash_t hash)
{
    (void)hash;
    return PyDict_DelItem(dict, key);
}

int PyDict_DelItemString(PyObject *dict, const char *key)
{
    PyObject *name = PyUnicode_FromString(key);
    if (name == NULL) {
        return -1;
    }
    int result = PyDict_DelItem(dict, name);
    Py_DECREF(name);
    return result;
}

PyObject *PyDict_SetDefault(PyObject *dict, PyObject *key, PyObject *value)
{
    PyObject *found = require_dict(dict) < 0 ? NULL : mooring_upcalls.dict_set_default(dict, key, value);
    if (found != NULL) {
        changed(dict, 0);
    }
    return found;
}

PyObject *_PyDict_Pop(PyObject *dict, PyObject *key, PyObject *fallback)
{
    PyObject *value = Py_XNewRef(PyDict_GetItemWithError(dict, key));
    if (value == NULL) {
        if (fallback != NULL && !PyErr_Occurred()) {
            return Py_NewRef(fallback);
        }
        if (!PyErr_Occurred()) {
            PyErr_SetObject(PyExc_KeyError, key);
        }
        return NULL;
    }
    if (PyDict_DelItem(dict, key) < 0) {
        Py_CLEAR(value);
    }
    return value;
}

void PyDict_Clear(PyObject *dict)
{
    if (PyDict_Check(dict) && changed(dict, mooring_upcalls.dict_clear(dict)) < 0) {
        PyErr_Clear();
    }
}

int PyDict_Merge(PyObject *dict, PyObject *other, int override)
{
    if (other == NULL) {
        PyErr_BadInternalCall();
        return -1;
    }
    return require_dict(dict) < 0 ? -1 : changed(dict, mooring_upcalls.dict_merge(dict, other, override));
}

int PyDict_Update(PyObject *dict, PyObject *other)
{
    return PyDict_Merge(dict, other, 1);
}

int PyDict_MergeFromSeq2(PyObject *dict, PyObject *seq2, int override)
{
    return require_dict(dict) < 0 ? -1 : changed(dict, mooring_upcalls.dict_merge_from_seq2(dict, seq2, override));
}

/* Bytes of a dict of CPython's with as many entries, roughly: what types with a dict of their own add to __sizeof__. */
PyAPI_FUNC(Py_ssize_t) _PyDict_SizeOf(PyDictObject *dict);
Py_ssize_t _PyDict_SizeOf(PyDictObject *dict)
{
    return (Py_ssize_t)sizeof *dict + PyDict_Size((PyObject *)dict) * (Py_ssize_t)(2 * sizeof(PyObject *) + sizeof(Py_hash_t));
}
