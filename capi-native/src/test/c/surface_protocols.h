/* surface_protocols.h: the part of surface.c about what can be done with any object. */

static PyObject *
number_ops(PyObject *module, PyObject *args)
{
    PyObject *a, *b;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO:number_ops", &a, &b)) {
        return NULL;
    }
    return Py_BuildValue("NNNNNN", PyNumber_Add(a, b), PyNumber_Subtract(a, b), PyNumber_Multiply(a, b),
                         PyNumber_FloorDivide(a, b), PyNumber_TrueDivide(a, b), PyNumber_Remainder(a, b));
}

static PyObject *
number_bits(PyObject *module, PyObject *args)
{
    PyObject *a, *b;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO:number_bits", &a, &b)) {
        return NULL;
    }
    return Py_BuildValue("NNNNNN", PyNumber_And(a, b), PyNumber_Or(a, b), PyNumber_Xor(a, b), PyNumber_Lshift(a, b),
                         PyNumber_Rshift(a, b), PyNumber_Invert(a));
}

static PyObject *
number_unary(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("NNNNN", PyNumber_Negative(o), PyNumber_Positive(o), PyNumber_Absolute(o), PyNumber_Long(o),
                         PyNumber_Float(o));
}

static PyObject *
add(PyObject *module, PyObject *args)
{
    PyObject *a, *b;
    (void)module;
    return PyArg_UnpackTuple(args, "add", 2, 2, &a, &b) ? PyNumber_Add(a, b) : NULL;
}

static PyObject *
add_in_place(PyObject *module, PyObject *args)
{
    PyObject *a, *b;
    (void)module;
    return PyArg_UnpackTuple(args, "add_in_place", 2, 2, &a, &b) ? PyNumber_InPlaceAdd(a, b) : NULL;
}

static PyObject *
power(PyObject *module, PyObject *args)
{
    PyObject *a, *b;
    PyObject *modulus = Py_None;
    (void)module;
    return PyArg_UnpackTuple(args, "power", 2, 3, &a, &b, &modulus) ? PyNumber_Power(a, b, modulus) : NULL;
}

static PyObject *
index_of(PyObject *module, PyObject *o)
{
    (void)module;
    return PyNumber_Index(o);
}

static PyObject *
get_item(PyObject *module, PyObject *args)
{
    PyObject *o, *key;
    (void)module;
    return PyArg_UnpackTuple(args, "get_item", 2, 2, &o, &key) ? PyObject_GetItem(o, key) : NULL;
}

static PyObject *
set_item(PyObject *module, PyObject *args)
{
    PyObject *o, *key, *value;
    (void)module;
    if (!PyArg_UnpackTuple(args, "set_item", 3, 3, &o, &key, &value) || PyObject_SetItem(o, key, value) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
del_item(PyObject *module, PyObject *args)
{
    PyObject *o, *key;
    (void)module;
    if (!PyArg_UnpackTuple(args, "del_item", 2, 2, &o, &key) || PyObject_DelItem(o, key) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
size_of(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t size = PyObject_Size(o);
    return size < 0 ? NULL : PyLong_FromSsize_t(size);
}

static PyObject *
get_attr(PyObject *module, PyObject *args)
{
    PyObject *o, *name;
    (void)module;
    return PyArg_ParseTuple(args, "OU:get_attr", &o, &name) ? PyObject_GetAttr(o, name) : NULL;
}

static PyObject *
set_attr(PyObject *module, PyObject *args)
{
    PyObject *o, *value;
    const char *name;
    (void)module;
    if (!PyArg_ParseTuple(args, "OsO:set_attr", &o, &name, &value) || PyObject_SetAttrString(o, name, value) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
has_attr(PyObject *module, PyObject *args)
{
    PyObject *o;
    const char *name;
    (void)module;
    return PyArg_ParseTuple(args, "Os:has_attr", &o, &name) ? PyBool_FromLong(PyObject_HasAttrString(o, name)) : NULL;
}

static PyObject *
texts(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("NNN", PyObject_Repr(o), PyObject_Str(o), PyObject_ASCII(o));
}

static PyObject *
hash_of(PyObject *module, PyObject *o)
{
    (void)module;
    Py_hash_t hash = PyObject_Hash(o);
    return hash == -1 ? NULL : PyLong_FromSsize_t(hash);
}

static PyObject *
compare(PyObject *module, PyObject *args)
{
    PyObject *a, *b;
    int op;
    (void)module;
    return PyArg_ParseTuple(args, "OOi:compare", &a, &b, &op) ? PyObject_RichCompare(a, b, op) : NULL;
}

static PyObject *
is_instance(PyObject *module, PyObject *args)
{
    PyObject *o, *cls;
    (void)module;
    if (!PyArg_UnpackTuple(args, "is_instance", 2, 2, &o, &cls)) {
        return NULL;
    }
    int result = PyObject_IsInstance(o, cls);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

static PyObject *
is_subclass(PyObject *module, PyObject *args)
{
    PyObject *derived, *cls;
    (void)module;
    if (!PyArg_UnpackTuple(args, "is_subclass", 2, 2, &derived, &cls)) {
        return NULL;
    }
    int result = PyObject_IsSubclass(derived, cls);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

static PyObject *
type_of(PyObject *module, PyObject *o)
{
    (void)module;
    return PyObject_Type(o);
}

static PyObject *
iterated(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *iterator = PyObject_GetIter(o);
    PyObject *list = iterator != NULL ? PyList_New(0) : NULL;
    PyObject *item;
    while (list != NULL && (item = PyIter_Next(iterator)) != NULL) {
        if (PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_DECREF(item);
    }
    Py_XDECREF(iterator);
    if (PyErr_Occurred()) {
        Py_CLEAR(list);
    }
    return list;
}

static PyObject *
sequence_ops(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("nNNNN", PySequence_Size(o), PySequence_GetItem(o, -1), PySequence_GetSlice(o, 0, 2),
                         PySequence_Concat(o, o), PySequence_Repeat(o, 2));
}

static PyObject *
sequence_search(PyObject *module, PyObject *args)
{
    PyObject *o, *value;
    (void)module;
    if (!PyArg_UnpackTuple(args, "sequence_search", 2, 2, &o, &value)) {
        return NULL;
    }
    int contains = PySequence_Contains(o, value);
    Py_ssize_t count = contains < 0 ? -1 : PySequence_Count(o, value);
    Py_ssize_t index = count < 0 ? -1 : PySequence_Index(o, value);
    return index < 0 ? NULL : Py_BuildValue("inn", contains, count, index);
}

static PyObject *
sequence_fast_sum(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *fast = PySequence_Fast(o, "a sequence is needed");
    if (fast == NULL) {
        return NULL;
    }
    long sum = 0;
    PyObject **items = PySequence_Fast_ITEMS(fast);
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(fast); i++) {
        sum += PyLong_AsLong(items[i]);
    }
    Py_DECREF(fast);
    return PyErr_Occurred() ? NULL : PyLong_FromLong(sum);
}

static PyObject *
as_tuple_and_list(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *tuple = PySequence_Tuple(o);
    return tuple != NULL ? Py_BuildValue("NN", tuple, PySequence_List(tuple)) : NULL;
}

static PyObject *
mapping_parts(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("nNNN", PyMapping_Size(o), PyMapping_Keys(o), PyMapping_Values(o), PyMapping_Items(o));
}

static PyObject *
call_method(PyObject *module, PyObject *args)
{
    PyObject *o, *arg;
    const char *name;
    (void)module;
    return PyArg_ParseTuple(args, "OsO:call_method", &o, &name, &arg) ? PyObject_CallMethod(o, name, "(O)", arg) : NULL;
}

static PyObject *
call_with_keywords(PyObject *module, PyObject *args)
{
    PyObject *callable, *positional, *keywords;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO!O!:call_with_keywords", &callable, &PyTuple_Type, &positional, &PyDict_Type, &keywords)) {
        return NULL;
    }
    return PyObject_Call(callable, positional, keywords);
}

static PyObject *
call_vector(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    if (nargs < 1) {
        PyErr_SetString(PyExc_TypeError, "call_vector() needs a callable");
        return NULL;
    }
    return PyObject_Vectorcall(args[0], args + 1, (size_t)(nargs - 1), NULL);
}

static PyObject *
import_attribute(PyObject *module, PyObject *args)
{
    const char *name, *attribute;
    (void)module;
    if (!PyArg_ParseTuple(args, "ss:import_attribute", &name, &attribute)) {
        return NULL;
    }
    PyObject *imported = PyImport_ImportModule(name);
    PyObject *result = imported != NULL ? PyObject_GetAttrString(imported, attribute) : NULL;
    Py_XDECREF(imported);
    return result;
}

static PyObject *
capsule_round_trip(PyObject *module, PyObject *unused)
{
    static int value = 1234;
    (void)module;
    (void)unused;
    PyObject *capsule = PyCapsule_New(&value, "surface.value", NULL);
    int *found = capsule != NULL ? PyCapsule_GetPointer(capsule, "surface.value") : NULL;
    PyObject *result = found != NULL ? PyLong_FromLong(*found) : NULL;
    Py_XDECREF(capsule);
    return result;
}
