/* calls_object.c: the generic object protocol, one function of the C API behind each function of the module.
 *
 * A row of a border test names the function, its arguments as Python literals and the repr or the error that must come
 * out. The file compiles unchanged against CPython's headers, so the same rows can be tried there. Where a row needs
 * something that no literal writes (a type, a function), it gives its name in builtins.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
builtin(const char *name)
{
    PyObject *found = PyDict_GetItemString(PyEval_GetBuiltins(), name);
    if (found == NULL) {
        PyErr_Format(PyExc_NameError, "no builtin named %s", name);
        return NULL;
    }
    Py_INCREF(found);
    return found;
}

/* A type's name, or a tuple of names, as isinstance wants it. */
static PyObject *
classes(PyObject *names)
{
    if (PyUnicode_Check(names)) {
        return builtin(PyUnicode_AsUTF8(names));
    }
    if (!PyTuple_Check(names)) {
        Py_INCREF(names);
        return names;
    }
    PyObject *result = PyTuple_New(PyTuple_Size(names));
    for (Py_ssize_t i = 0; result != NULL && i < PyTuple_Size(names); i++) {
        PyObject *one = classes(PyTuple_GetItem(names, i));
        if (one == NULL) {
            Py_DECREF(result);
            return NULL;
        }
        PyTuple_SetItem(result, i, one);
    }
    return result;
}

static PyObject *
truth(int answer)
{
    return answer < 0 ? NULL : PyBool_FromLong(answer);
}

static PyObject *
repr(PyObject *module, PyObject *o)
{
    (void)module;
    return PyObject_Repr(o);
}

static PyObject *
str(PyObject *module, PyObject *o)
{
    (void)module;
    return PyObject_Str(o);
}

static PyObject *
ascii(PyObject *module, PyObject *o)
{
    (void)module;
    return PyObject_ASCII(o);
}

static PyObject *
bytes(PyObject *module, PyObject *o)
{
    (void)module;
    return PyObject_Bytes(o);
}

static PyObject *
type(PyObject *module, PyObject *o)
{
    (void)module;
    return PyObject_Type(o);
}

static PyObject *
format(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *spec;
    return PyArg_ParseTuple(args, "OO", &o, &spec) ? PyObject_Format(o, spec) : NULL;
}

/* Whether dir(o) has the name. */
static PyObject *
dir_has(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *name;
    if (!PyArg_ParseTuple(args, "OO", &o, &name)) {
        return NULL;
    }
    PyObject *names = PyObject_Dir(o);
    if (names == NULL) {
        return NULL;
    }
    int found = PySequence_Contains(names, name);
    Py_DECREF(names);
    return truth(found);
}

/* Whether two objects have the same hash. */
static PyObject *
same_hash(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    if (!PyArg_ParseTuple(args, "OO", &a, &b)) {
        return NULL;
    }
    Py_hash_t x = PyObject_Hash(a);
    if (x == -1) {
        return NULL;
    }
    Py_hash_t y = PyObject_Hash(b);
    return y == -1 ? NULL : PyBool_FromLong(x == y);
}

static PyObject *
hash(PyObject *module, PyObject *o)
{
    (void)module;
    Py_hash_t value = PyObject_Hash(o);
    return value == -1 ? NULL : PyLong_FromSsize_t(value);
}

static PyObject *
is_true(PyObject *module, PyObject *o)
{
    (void)module;
    return truth(PyObject_IsTrue(o));
}

static PyObject *
is_not(PyObject *module, PyObject *o)
{
    (void)module;
    return truth(PyObject_Not(o));
}

static PyObject *
size(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t length = PyObject_Size(o);
    return length < 0 ? NULL : PyLong_FromSsize_t(length);
}

static PyObject *
length_hint(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    Py_ssize_t fallback;
    if (!PyArg_ParseTuple(args, "On", &o, &fallback)) {
        return NULL;
    }
    Py_ssize_t hint = PyObject_LengthHint(o, fallback);
    return hint < 0 ? NULL : PyLong_FromSsize_t(hint);
}

/* The operator as in the source: "<", "<=", "==", "!=", ">" or ">=". */
static int
operator_of(const char *text)
{
    static const char *const operators[] = {"<", "<=", "==", "!=", ">", ">="};
    for (int i = 0; i < 6; i++) {
        if (strcmp(text, operators[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static PyObject *
rich_compare(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    const char *operator;
    return PyArg_ParseTuple(args, "OsO", &a, &operator, &b) ? PyObject_RichCompare(a, b, operator_of(operator)) : NULL;
}

static PyObject *
rich_compare_bool(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    const char *operator;
    if (!PyArg_ParseTuple(args, "OsO", &a, &operator, &b)) {
        return NULL;
    }
    return truth(PyObject_RichCompareBool(a, b, operator_of(operator)));
}

static PyObject *
is_instance(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *names;
    if (!PyArg_ParseTuple(args, "OO", &o, &names)) {
        return NULL;
    }
    PyObject *cls = classes(names);
    if (cls == NULL) {
        return NULL;
    }
    int answer = PyObject_IsInstance(o, cls);
    Py_DECREF(cls);
    return truth(answer);
}

static PyObject *
is_subclass(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *names, *derived = NULL, *cls = NULL;
    PyObject *result = NULL;
    PyObject *derived_name;
    if (!PyArg_ParseTuple(args, "OO", &derived_name, &names)) {
        return NULL;
    }
    derived = classes(derived_name);
    cls = derived == NULL ? NULL : classes(names);
    if (cls != NULL) {
        result = truth(PyObject_IsSubclass(derived, cls));
    }
    Py_XDECREF(derived);
    Py_XDECREF(cls);
    return result;
}

static PyObject *
get_attr(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *name;
    return PyArg_ParseTuple(args, "OO", &o, &name) ? PyObject_GetAttr(o, name) : NULL;
}

static PyObject *
generic_get_attr(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *name;
    return PyArg_ParseTuple(args, "OO", &o, &name) ? PyObject_GenericGetAttr(o, name) : NULL;
}

static PyObject *
has_attr(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    const char *name;
    return PyArg_ParseTuple(args, "Os", &o, &name) ? PyBool_FromLong(PyObject_HasAttrString(o, name)) : NULL;
}

static PyObject *
set_attr(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *name, *value;
    if (!PyArg_ParseTuple(args, "OOO", &o, &name, &value) || PyObject_SetAttr(o, name, value) < 0) {
        return NULL;
    }
    return PyObject_GetAttr(o, name);
}

/* Sets an attribute of a fresh RuntimeError, reads it back through __dict__, deletes it: (value, dict, gone). */
static PyObject *
attribute_round_trip(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *value;
    if (!PyArg_ParseTuple(args, "sO", &name, &value)) {
        return NULL;
    }
    PyObject *o = PyObject_CallNoArgs(PyExc_RuntimeError);
    if (o == NULL) {
        return NULL;
    }
    PyObject *result = NULL, *read = NULL, *dict = NULL;
    if (PyObject_SetAttrString(o, name, value) < 0 || (read = PyObject_GetAttrString(o, name)) == NULL) {
        goto done;
    }
    PyObject *live = PyObject_GenericGetDict(o, NULL);
    if (live == NULL) {
        goto done;
    }
    dict = PyDict_Copy(live);
    Py_DECREF(live);
    if (dict == NULL || PyObject_SetAttrString(o, name, NULL) < 0) {
        goto done;
    }
    result = Py_BuildValue("(OOi)", read, dict, !PyObject_HasAttrString(o, name));
done:
    Py_XDECREF(read);
    Py_XDECREF(dict);
    Py_DECREF(o);
    return result;
}

static PyObject *
get_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *key;
    return PyArg_ParseTuple(args, "OO", &o, &key) ? PyObject_GetItem(o, key) : NULL;
}

static PyObject *
set_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *key, *value;
    if (!PyArg_ParseTuple(args, "OOO", &o, &key, &value) || PyObject_SetItem(o, key, value) < 0) {
        return NULL;
    }
    Py_INCREF(o);
    return o;
}

static PyObject *
del_item(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *key;
    if (!PyArg_ParseTuple(args, "OO", &o, &key) || PyObject_DelItem(o, key) < 0) {
        return NULL;
    }
    Py_INCREF(o);
    return o;
}

static PyObject *
contains(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *item;
    return PyArg_ParseTuple(args, "OO", &o, &item) ? truth(PySequence_Contains(o, item)) : NULL;
}

/* call(name, args, kwargs): a builtin with a tuple and a dict or None. */
static PyObject *
call(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *positional, *keywords;
    if (!PyArg_ParseTuple(args, "sOO", &name, &positional, &keywords)) {
        return NULL;
    }
    PyObject *callable = builtin(name);
    if (callable == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_Call(callable, positional, keywords == Py_None ? NULL : keywords);
    Py_DECREF(callable);
    return result;
}

static PyObject *
call_object(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *callable, *positional;
    return PyArg_ParseTuple(args, "OO", &callable, &positional) ? PyObject_CallObject(callable, positional) : NULL;
}

/* vectorcall(name, kwnames, *args): as many of the last arguments as kwnames has names are keywords. */
static PyObject *
vectorcall(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    if (nargs < 2) {
        PyErr_SetString(PyExc_TypeError, "vectorcall wants a name and keyword names");
        return NULL;
    }
    PyObject *callable = builtin(PyUnicode_AsUTF8(args[0]));
    if (callable == NULL) {
        return NULL;
    }
    PyObject *names = args[1] == Py_None ? NULL : args[1];
    Py_ssize_t positional = nargs - 2 - (names == NULL ? 0 : PyTuple_Size(names));
    PyObject *result = PyObject_Vectorcall(callable, args + 2, (size_t)positional, names);
    Py_DECREF(callable);
    return result;
}

/* call_method(o, name, args) */
static PyObject *
call_method(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *name, *positional;
    if (!PyArg_ParseTuple(args, "OOO", &o, &name, &positional)) {
        return NULL;
    }
    PyObject *method = PyObject_GetAttr(o, name);
    if (method == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallObject(method, positional);
    Py_DECREF(method);
    return result;
}

static PyObject *
call_method_objargs(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o, *name, *argument;
    if (!PyArg_ParseTuple(args, "OOO", &o, &name, &argument)) {
        return NULL;
    }
    return PyObject_CallMethodObjArgs(o, name, argument, NULL);
}

static PyObject *
call_method_format(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    const char *name;
    int a, b;
    return PyArg_ParseTuple(args, "Osii", &o, &name, &a, &b) ? PyObject_CallMethod(o, name, "ii", a, b) : NULL;
}

static PyObject *
callable(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    if (!PyArg_ParseTuple(args, "s", &name)) {
        return NULL;
    }
    PyObject *o = builtin(name);
    if (o == NULL) {
        return NULL;
    }
    int answer = PyCallable_Check(o);
    Py_DECREF(o);
    return PyBool_FromLong(answer);
}

/* Everything that iterating over the object gives, as a tuple. */
static PyObject *
iterate(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *iterator = PyObject_GetIter(o);
    if (iterator == NULL) {
        return NULL;
    }
    PyObject *items = PyList_New(0);
    PyObject *item;
    while (items != NULL && (item = PyIter_Next(iterator)) != NULL) {
        if (PyList_Append(items, item) < 0) {
            Py_CLEAR(items);
        }
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    if (items == NULL || PyErr_Occurred()) {
        Py_XDECREF(items);
        return NULL;
    }
    PyObject *result = PyList_AsTuple(items);
    Py_DECREF(items);
    return result;
}

/* The items of a callable called until it answers the sentinel. */
static PyObject *
iterate_calls(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *popped_from, *sentinel;
    if (!PyArg_ParseTuple(args, "OO", &popped_from, &sentinel)) {
        return NULL;
    }
    PyObject *pop = PyObject_GetAttrString(popped_from, "pop");
    PyObject *iterator = pop == NULL ? NULL : PyCallIter_New(pop, sentinel);
    PyObject *result = iterator == NULL ? NULL : PySequence_Tuple(iterator);
    Py_XDECREF(iterator);
    Py_XDECREF(pop);
    return result;
}

static PyObject *
iterate_sequence(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *iterator = PySeqIter_New(o);
    PyObject *result = iterator == NULL ? NULL : PySequence_Tuple(iterator);
    Py_XDECREF(iterator);
    return result;
}

static PyObject *
self_iterator(PyObject *module, PyObject *o)
{
    (void)module;
    return PyObject_SelfIter(o);
}

static PyMethodDef functions[] = {
    {"repr", repr, METH_O, NULL},
    {"str", str, METH_O, NULL},
    {"ascii", ascii, METH_O, NULL},
    {"bytes", bytes, METH_O, NULL},
    {"type", type, METH_O, NULL},
    {"format", format, METH_VARARGS, NULL},
    {"dir_has", dir_has, METH_VARARGS, NULL},
    {"same_hash", same_hash, METH_VARARGS, NULL},
    {"hash", hash, METH_O, NULL},
    {"is_true", is_true, METH_O, NULL},
    {"is_not", is_not, METH_O, NULL},
    {"size", size, METH_O, NULL},
    {"length_hint", length_hint, METH_VARARGS, NULL},
    {"rich_compare", rich_compare, METH_VARARGS, NULL},
    {"rich_compare_bool", rich_compare_bool, METH_VARARGS, NULL},
    {"is_instance", is_instance, METH_VARARGS, NULL},
    {"is_subclass", is_subclass, METH_VARARGS, NULL},
    {"get_attr", get_attr, METH_VARARGS, NULL},
    {"generic_get_attr", generic_get_attr, METH_VARARGS, NULL},
    {"has_attr", has_attr, METH_VARARGS, NULL},
    {"set_attr", set_attr, METH_VARARGS, NULL},
    {"attribute_round_trip", attribute_round_trip, METH_VARARGS, NULL},
    {"get_item", get_item, METH_VARARGS, NULL},
    {"set_item", set_item, METH_VARARGS, NULL},
    {"del_item", del_item, METH_VARARGS, NULL},
    {"contains", contains, METH_VARARGS, NULL},
    {"call", call, METH_VARARGS, NULL},
    {"call_object", call_object, METH_VARARGS, NULL},
    {"vectorcall", (PyCFunction)(void (*)(void))vectorcall, METH_FASTCALL, NULL},
    {"call_method", call_method, METH_VARARGS, NULL},
    {"call_method_objargs", call_method_objargs, METH_VARARGS, NULL},
    {"call_method_format", call_method_format, METH_VARARGS, NULL},
    {"callable", callable, METH_VARARGS, NULL},
    {"iterate", iterate, METH_O, NULL},
    {"iterate_calls", iterate_calls, METH_VARARGS, NULL},
    {"iterate_sequence", iterate_sequence, METH_O, NULL},
    {"self_iterator", self_iterator, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_object",
    .m_doc = "The generic object protocol of the C API.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_calls_object(void)
{
    return PyModule_Create(&definition);
}
