/* calls_mapping.c: dicts, sets and mappings through the C API.
 *
 * See calls_object.c for how the rows of the border tests use such a module. A function that changes its argument
 * answers the argument, so that a row shows the change.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
changed(PyObject *o, int failed)
{
    if (failed < 0) {
        return NULL;
    }
    Py_INCREF(o);
    return o;
}

static PyObject *
truth(int answer)
{
    return answer < 0 ? NULL : PyBool_FromLong(answer);
}

/* A borrowed result, or None where there is none and no error. */
static PyObject *
borrowed(PyObject *o)
{
    if (o == NULL) {
        if (PyErr_Occurred()) {
            return NULL;
        }
        o = Py_None;
    }
    Py_INCREF(o);
    return o;
}

static PyObject *
dict_of(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict = PyDict_New();
    for (Py_ssize_t i = 0; dict != NULL && i + 1 < PyTuple_Size(args); i += 2) {
        if (PyDict_SetItem(dict, PyTuple_GetItem(args, i), PyTuple_GetItem(args, i + 1)) < 0) {
            Py_CLEAR(dict);
        }
    }
    return dict;
}

static PyObject *
dict_get(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key;
    return PyArg_ParseTuple(args, "OO", &dict, &key) ? borrowed(PyDict_GetItemWithError(dict, key)) : NULL;
}

/* PyDict_GetItem hides every error. */
static PyObject *
dict_get_quietly(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key;
    return PyArg_ParseTuple(args, "OO", &dict, &key) ? borrowed(PyDict_GetItem(dict, key)) : NULL;
}

static PyObject *
dict_get_string(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict;
    const char *key;
    return PyArg_ParseTuple(args, "Os", &dict, &key) ? borrowed(PyDict_GetItemString(dict, key)) : NULL;
}

/* Whether two borrowings of the same value give the same object. */
static PyObject *
dict_borrowed_twice(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key;
    if (!PyArg_ParseTuple(args, "OO", &dict, &key)) {
        return NULL;
    }
    return PyBool_FromLong(PyDict_GetItemWithError(dict, key) == PyDict_GetItemWithError(dict, key));
}

static PyObject *
dict_set(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key, *value;
    return PyArg_ParseTuple(args, "OOO", &dict, &key, &value) ? changed(dict, PyDict_SetItem(dict, key, value)) : NULL;
}

static PyObject *
dict_set_string(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *value;
    const char *key;
    if (!PyArg_ParseTuple(args, "OsO", &dict, &key, &value)) {
        return NULL;
    }
    return changed(dict, PyDict_SetItemString(dict, key, value));
}

static PyObject *
dict_del(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key;
    return PyArg_ParseTuple(args, "OO", &dict, &key) ? changed(dict, PyDict_DelItem(dict, key)) : NULL;
}

static PyObject *
dict_contains(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key;
    return PyArg_ParseTuple(args, "OO", &dict, &key) ? truth(PyDict_Contains(dict, key)) : NULL;
}

static PyObject *
dict_size(PyObject *module, PyObject *dict)
{
    (void)module;
    Py_ssize_t size = PyDict_Size(dict);
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

/* The (key, value) pairs that PyDict_Next gives, in its order. */
static PyObject *
dict_walk(PyObject *module, PyObject *dict)
{
    (void)module;
    PyObject *pairs = PyList_New(0);
    PyObject *key, *value;
    Py_ssize_t position = 0;
    while (pairs != NULL && PyDict_Next(dict, &position, &key, &value)) {
        PyObject *pair = PyTuple_Pack(2, key, value);
        if (pair == NULL || PyList_Append(pairs, pair) < 0) {
            Py_CLEAR(pairs);
        }
        Py_XDECREF(pair);
    }
    return pairs;
}

/* Doubles every int value in place during the walk, as the documentation of PyDict_Next allows. */
static PyObject *
dict_double_values(PyObject *module, PyObject *dict)
{
    (void)module;
    PyObject *key, *value;
    Py_ssize_t position = 0;
    while (PyDict_Next(dict, &position, &key, &value)) {
        long number = PyLong_AsLong(value);
        if (number == -1 && PyErr_Occurred()) {
            return NULL;
        }
        PyObject *twice = PyLong_FromLong(2 * number);
        if (twice == NULL || PyDict_SetItem(dict, key, twice) < 0) {
            Py_XDECREF(twice);
            return NULL;
        }
        Py_DECREF(twice);
    }
    return changed(dict, 0);
}

/* (the value now in the dict, the dict) */
static PyObject *
dict_set_default(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key, *value;
    if (!PyArg_ParseTuple(args, "OOO", &dict, &key, &value)) {
        return NULL;
    }
    PyObject *now = PyDict_SetDefault(dict, key, value);
    return now == NULL ? NULL : Py_BuildValue("(OO)", now, dict);
}

/* (copy, the original after the copy was changed) */
static PyObject *
dict_copy(PyObject *module, PyObject *dict)
{
    (void)module;
    PyObject *copy = PyDict_Copy(dict);
    if (copy == NULL || PyDict_SetItemString(copy, "copied", Py_True) < 0) {
        Py_XDECREF(copy);
        return NULL;
    }
    return Py_BuildValue("(NO)", copy, dict);
}

static PyObject *
dict_keys(PyObject *module, PyObject *dict)
{
    (void)module;
    return PyDict_Keys(dict);
}

static PyObject *
dict_values(PyObject *module, PyObject *dict)
{
    (void)module;
    return PyDict_Values(dict);
}

static PyObject *
dict_items(PyObject *module, PyObject *dict)
{
    (void)module;
    return PyDict_Items(dict);
}

static PyObject *
dict_merge(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *other;
    int override;
    return PyArg_ParseTuple(args, "OOi", &dict, &other, &override) ? changed(dict, PyDict_Merge(dict, other, override))
                                                                    : NULL;
}

/* Merges what is no dict itself: a read-only view of one. */
static PyObject *
dict_merge_proxy(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *other;
    int override;
    if (!PyArg_ParseTuple(args, "OOi", &dict, &other, &override)) {
        return NULL;
    }
    PyObject *proxy = PyDictProxy_New(other);
    int failed = proxy == NULL ? -1 : PyDict_Merge(dict, proxy, override);
    Py_XDECREF(proxy);
    return changed(dict, failed);
}

static PyObject *
dict_merge_pairs(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *pairs;
    int override;
    if (!PyArg_ParseTuple(args, "OOi", &dict, &pairs, &override)) {
        return NULL;
    }
    return changed(dict, PyDict_MergeFromSeq2(dict, pairs, override));
}

static PyObject *
dict_clear(PyObject *module, PyObject *dict)
{
    (void)module;
    PyDict_Clear(dict);
    return changed(dict, 0);
}

static PyObject *
dict_proxy(PyObject *module, PyObject *dict)
{
    (void)module;
    return PyDictProxy_New(dict);
}

/* A proxy is readable and not writable: (item, the error of a store). */
static PyObject *
dict_proxy_store(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *dict, *key;
    if (!PyArg_ParseTuple(args, "OO", &dict, &key)) {
        return NULL;
    }
    PyObject *proxy = PyDictProxy_New(dict);
    if (proxy == NULL) {
        return NULL;
    }
    int failed = PyObject_SetItem(proxy, key, Py_None);
    Py_DECREF(proxy);
    return failed < 0 ? NULL : PyBool_FromLong(1);
}

static PyObject *
set_of(PyObject *module, PyObject *iterable)
{
    (void)module;
    return PySet_New(iterable);
}

static PyObject *
set_empty(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PySet_New(NULL);
}

static PyObject *
frozen_set_of(PyObject *module, PyObject *iterable)
{
    (void)module;
    return PyFrozenSet_New(iterable);
}

static PyObject *
set_add(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *set, *item;
    return PyArg_ParseTuple(args, "OO", &set, &item) ? changed(set, PySet_Add(set, item)) : NULL;
}

static PyObject *
set_discard(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *set, *item;
    if (!PyArg_ParseTuple(args, "OO", &set, &item)) {
        return NULL;
    }
    int found = PySet_Discard(set, item);
    return found < 0 ? NULL : Py_BuildValue("(iO)", found, set);
}

static PyObject *
set_contains(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *set, *item;
    return PyArg_ParseTuple(args, "OO", &set, &item) ? truth(PySet_Contains(set, item)) : NULL;
}

/* (popped, the set after it) */
static PyObject *
set_pop(PyObject *module, PyObject *set)
{
    (void)module;
    PyObject *item = PySet_Pop(set);
    return item == NULL ? NULL : Py_BuildValue("(NO)", item, set);
}

static PyObject *
set_clear(PyObject *module, PyObject *set)
{
    (void)module;
    return changed(set, PySet_Clear(set));
}

static PyObject *
set_size(PyObject *module, PyObject *set)
{
    (void)module;
    Py_ssize_t size = PySet_Size(set);
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

static PyObject *
mapping_keys(PyObject *module, PyObject *o)
{
    (void)module;
    return PyMapping_Keys(o);
}

static PyObject *
mapping_values(PyObject *module, PyObject *o)
{
    (void)module;
    return PyMapping_Values(o);
}

static PyObject *
mapping_items(PyObject *module, PyObject *o)
{
    (void)module;
    return PyMapping_Items(o);
}

static PyObject *
mapping_get(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    const char *key;
    return PyArg_ParseTuple(args, "Os", &o, &key) ? PyMapping_GetItemString(o, key) : NULL;
}

static PyObject *
mapping_set(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *value;
    const char *key;
    return PyArg_ParseTuple(args, "OsO", &o, &key, &value) ? changed(o, PyMapping_SetItemString(o, key, value)) : NULL;
}

static PyObject *
mapping_has(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    const char *key;
    return PyArg_ParseTuple(args, "Os", &o, &key) ? truth(PyMapping_HasKeyString(o, key)) : NULL;
}

/* ordered(keys, method, arguments): an OrderedDict of the keys with their positions, on which a method is called: (answer, the dict, whether it equals an
 * OrderedDict made from the keys, whether it equals a dict made from them). */
static PyObject *
ordered(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *keys, *arguments;
    const char *name;
    if (!PyArg_ParseTuple(args, "OsO!", &keys, &name, &PyTuple_Type, &arguments)) {
        return NULL;
    }
    PyObject *dict = PyODict_New(), *same = PyODict_New(), *plain = PyDict_New();
    int status = dict != NULL && same != NULL && plain != NULL ? 0 : -1;
    for (Py_ssize_t i = 0; status == 0 && i < PyObject_Size(keys); i++) {
        PyObject *key = PySequence_GetItem(keys, i), *position = PyLong_FromSsize_t(i);
        status = key == NULL || position == NULL || PyODict_SetItem(dict, key, position) < 0 || PyODict_SetItem(same, key, position) < 0 ||
                 PyDict_SetItem(plain, key, position) < 0 ? -1 : 0;
        Py_XDECREF(key);
        Py_XDECREF(position);
    }
    PyObject *method = status < 0 ? NULL : PyObject_GetAttrString(dict, name);
    PyObject *answer = method == NULL ? NULL : PyObject_CallObject(method, arguments);
    PyObject *equal = answer == NULL ? NULL : PyObject_RichCompare(dict, same, Py_EQ);
    PyObject *alike = equal == NULL ? NULL : PyObject_RichCompare(dict, plain, Py_EQ);
    PyObject *result = alike == NULL ? NULL : Py_BuildValue("(OOOO)", answer, dict, equal, alike);
    Py_XDECREF(dict);
    Py_XDECREF(same);
    Py_XDECREF(plain);
    Py_XDECREF(method);
    Py_XDECREF(answer);
    Py_XDECREF(equal);
    Py_XDECREF(alike);
    return result;
}

static PyMethodDef functions[] = {
    {"ordered", ordered, METH_VARARGS, NULL},
    {"dict_of", dict_of, METH_VARARGS, NULL},
    {"dict_get", dict_get, METH_VARARGS, NULL},
    {"dict_get_quietly", dict_get_quietly, METH_VARARGS, NULL},
    {"dict_get_string", dict_get_string, METH_VARARGS, NULL},
    {"dict_borrowed_twice", dict_borrowed_twice, METH_VARARGS, NULL},
    {"dict_set", dict_set, METH_VARARGS, NULL},
    {"dict_set_string", dict_set_string, METH_VARARGS, NULL},
    {"dict_del", dict_del, METH_VARARGS, NULL},
    {"dict_contains", dict_contains, METH_VARARGS, NULL},
    {"dict_size", dict_size, METH_O, NULL},
    {"dict_walk", dict_walk, METH_O, NULL},
    {"dict_double_values", dict_double_values, METH_O, NULL},
    {"dict_set_default", dict_set_default, METH_VARARGS, NULL},
    {"dict_copy", dict_copy, METH_O, NULL},
    {"dict_keys", dict_keys, METH_O, NULL},
    {"dict_values", dict_values, METH_O, NULL},
    {"dict_items", dict_items, METH_O, NULL},
    {"dict_merge", dict_merge, METH_VARARGS, NULL},
    {"dict_merge_proxy", dict_merge_proxy, METH_VARARGS, NULL},
    {"dict_merge_pairs", dict_merge_pairs, METH_VARARGS, NULL},
    {"dict_clear", dict_clear, METH_O, NULL},
    {"dict_proxy", dict_proxy, METH_O, NULL},
    {"dict_proxy_store", dict_proxy_store, METH_VARARGS, NULL},
    {"set_of", set_of, METH_O, NULL},
    {"set_empty", set_empty, METH_NOARGS, NULL},
    {"frozen_set_of", frozen_set_of, METH_O, NULL},
    {"set_add", set_add, METH_VARARGS, NULL},
    {"set_discard", set_discard, METH_VARARGS, NULL},
    {"set_contains", set_contains, METH_VARARGS, NULL},
    {"set_pop", set_pop, METH_O, NULL},
    {"set_clear", set_clear, METH_O, NULL},
    {"set_size", set_size, METH_O, NULL},
    {"mapping_keys", mapping_keys, METH_O, NULL},
    {"mapping_values", mapping_values, METH_O, NULL},
    {"mapping_items", mapping_items, METH_O, NULL},
    {"mapping_get", mapping_get, METH_VARARGS, NULL},
    {"mapping_set", mapping_set, METH_VARARGS, NULL},
    {"mapping_has", mapping_has, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_mapping",
    .m_doc = "Dicts, sets and mappings through the C API.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_calls_mapping(void)
{
    return PyModule_Create(&definition);
}
