/* surface_containers.h: the part of surface.c about tuples, lists, dicts, sets and slices. */

static PyObject *
tuple_reversed(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t size = PyTuple_Size(o);
    PyObject *result = size < 0 ? NULL : PyTuple_New(size);
    for (Py_ssize_t i = 0; result != NULL && i < size; i++) {
        PyObject *item = PyTuple_GET_ITEM(o, size - 1 - i);
        Py_INCREF(item);
        PyTuple_SET_ITEM(result, i, item);
    }
    return result;
}

static PyObject *
tuple_slice(PyObject *module, PyObject *args)
{
    PyObject *tuple;
    Py_ssize_t low, high;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!nn:tuple_slice", &PyTuple_Type, &tuple, &low, &high)) {
        return NULL;
    }
    return PyTuple_GetSlice(tuple, low, high);
}

/* Shows a tuple before it is complete, as a debugger would. */
static PyObject *
tuple_filled_late(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *tuple = PyTuple_New(3);
    if (tuple == NULL || PyTuple_SetItem(tuple, 0, Py_NewRef(o)) < 0) {
        Py_XDECREF(tuple);
        return NULL;
    }
    PyObject *repr = PyObject_Repr(tuple);
    Py_XDECREF(repr);
    if (repr == NULL || PyTuple_SetItem(tuple, 1, Py_NewRef(o)) < 0 || PyTuple_SetItem(tuple, 2, PyLong_FromLong(3)) < 0) {
        Py_DECREF(tuple);
        return NULL;
    }
    return Py_BuildValue("(NN)", PyObject_Str(tuple), tuple);
}

static PyObject *
tuple_resized(PyObject *module, PyObject *arg)
{
    (void)module;
    Py_ssize_t size = PyLong_AsSsize_t(arg);
    PyObject *tuple = size < 0 ? NULL : Py_BuildValue("(iii)", 1, 2, 3);
    if (tuple == NULL || _PyTuple_Resize(&tuple, size) < 0) {
        return NULL;
    }
    for (Py_ssize_t i = 3; i < size; i++) {
        Py_INCREF(Py_None);
        PyTuple_SET_ITEM(tuple, i, Py_None);
    }
    return tuple;
}

static PyObject *
list_of_squares(PyObject *module, PyObject *arg)
{
    (void)module;
    long count = PyLong_AsLong(arg);
    PyObject *list = count < 0 ? NULL : PyList_New(count);
    for (long i = 0; list != NULL && i < count; i++) {
        PyObject *square = PyLong_FromLong(i * i);
        if (square == NULL || PyList_SetItem(list, i, square) < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

static PyObject *
list_set(PyObject *module, PyObject *args)
{
    PyObject *list, *value;
    Py_ssize_t i;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!nO:list_set", &PyList_Type, &list, &i, &value)) {
        return NULL;
    }
    Py_INCREF(value);  /* PyList_SetItem steals a reference, on failure too */
    if (PyList_SetItem(list, i, value) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
list_edit(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *zero = PyLong_FromLong(0);
    if (zero == NULL) {
        return NULL;
    }
    int failed = PyList_Insert(list, 0, zero) < 0 || PyList_Append(list, zero) < 0 || PyList_Sort(list) < 0 ||
                 PyList_Reverse(list) < 0;
    Py_DECREF(zero);
    return failed ? NULL : PyList_AsTuple(list);
}

static PyObject *
list_slices(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *middle = PyList_GetSlice(list, 1, PyList_Size(list) - 1);
    if (middle == NULL || PyList_SetSlice(list, 0, 1, middle) < 0) {
        Py_XDECREF(middle);
        return NULL;
    }
    return middle;
}

static PyObject *
dict_inverted(PyObject *module, PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t position = 0;
    (void)module;
    PyObject *result = PyDict_New();
    while (result != NULL && PyDict_Next(dict, &position, &key, &value)) {
        if (PyDict_SetItem(result, value, key) < 0) {
            Py_CLEAR(result);
        }
    }
    return result;
}

static PyObject *
dict_parts(PyObject *module, PyObject *dict)
{
    (void)module;
    return Py_BuildValue("nNNN", PyDict_Size(dict), PyDict_Keys(dict), PyDict_Values(dict), PyDict_Items(dict));
}

static PyObject *
dict_edit(PyObject *module, PyObject *dict)
{
    (void)module;
    PyObject *copy = PyDict_Copy(dict);
    if (copy == NULL) {
        return NULL;
    }
    int failed = PyDict_SetItemString(copy, "added", Py_True) < 0 || PyDict_Update(copy, dict) < 0 ||
                 (PyDict_GetItemString(copy, "gone") != NULL && PyDict_DelItemString(copy, "gone") < 0);
    if (failed) {
        Py_CLEAR(copy);
    }
    return copy;
}

static PyObject *
dict_set_default(PyObject *module, PyObject *args)
{
    PyObject *dict, *key, *value;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!OO:dict_set_default", &PyDict_Type, &dict, &key, &value)) {
        return NULL;
    }
    PyObject *result = PyDict_SetDefault(dict, key, value);
    Py_XINCREF(result);
    return result;
}

static PyObject *
set_edit(PyObject *module, PyObject *args)
{
    PyObject *iterable, *item;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO:set_edit", &iterable, &item)) {
        return NULL;
    }
    PyObject *set = PySet_New(iterable);
    if (set == NULL) {
        return NULL;
    }
    int had = PySet_Contains(set, item);
    int failed = had < 0 || (had ? PySet_Discard(set, item) : PySet_Add(set, item)) < 0;
    if (failed) {
        Py_DECREF(set);
        return NULL;
    }
    return Py_BuildValue("inN", had, PySet_Size(set), set);
}

static PyObject *
set_drained(PyObject *module, PyObject *set)
{
    (void)module;
    long sum = 0;
    while (PySet_Size(set) > 0) {
        PyObject *item = PySet_Pop(set);
        if (item == NULL) {
            return NULL;
        }
        sum += PyLong_AsLong(item);
        Py_DECREF(item);
    }
    return PyErr_Occurred() ? NULL : PyLong_FromLong(sum);
}

static PyObject *
frozen(PyObject *module, PyObject *iterable)
{
    (void)module;
    return PyFrozenSet_New(iterable);
}

static PyObject *
slice_indices(PyObject *module, PyObject *args)
{
    PyObject *slice;
    Py_ssize_t length, start, stop, step;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!n:slice_indices", &PySlice_Type, &slice, &length)) {
        return NULL;
    }
    if (PySlice_Unpack(slice, &start, &stop, &step) < 0) {
        return NULL;
    }
    Py_ssize_t count = PySlice_AdjustIndices(length, &start, &stop, step);
    return Py_BuildValue("nnnn", start, stop, step, count);
}

static PyObject *
slice_new(PyObject *module, PyObject *args)
{
    PyObject *start, *stop, *step;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOO:slice_new", &start, &stop, &step)) {
        return NULL;
    }
    return PySlice_New(start, stop, step);
}

static PyObject *
build_everything(PyObject *module, PyObject *o)
{
    Py_complex imaginary = {0.0, 1.0};
    (void)module;
    return Py_BuildValue("(ilkLKnIbhHdfDcCszyUs#y#OSN[ii]{sisi}()(i))", 1, 2L, 3UL, 4LL, 5ULL, (Py_ssize_t)6, 7U, 8, 9, 10,
                         1.5, 2.5, &imaginary, 'c', 0x20AC, "s", NULL, "y", "U", "s#more", (Py_ssize_t)2, "y#more",
                         (Py_ssize_t)2, o, o, PyLong_FromLong(11), 12, 13, "k", 14, "l", 15, 16);
}

static PyObject *
build_shapes(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return Py_BuildValue("NNNN", Py_BuildValue(""), Py_BuildValue("i", 1), Py_BuildValue("(i)", 1), Py_BuildValue("ii", 1, 2));
}

static PyObject *
parse_everything(PyObject *module, PyObject *args)
{
    unsigned char b, B;
    short h;
    unsigned short H;
    int i, c, p;
    unsigned int I;
    long l;
    unsigned long k;
    Py_ssize_t n, size;
    float f;
    double d;
    Py_complex D;
    char byte;
    const char *s, *z, *y;
    PyObject *o, *u;
    (void)module;
    if (!PyArg_ParseTuple(args, "bBhHiIlknfdDcCpszy#OU:parse_everything", &b, &B, &h, &H, &i, &I, &l, &k, &n, &f, &d, &D,
                          &byte, &c, &p, &s, &z, &y, &size, &o, &u)) {
        return NULL;
    }
    return Py_BuildValue("(iiiiiIlkndddDcCiszy#OO)", b, B, h, H, i, I, l, k, n, (double)f, d, D.real, &D, byte, c, p, s, z, y,
                         size, o, u);
}

static PyObject *
parse_nested(PyObject *module, PyObject *args)
{
    int a, b, c;
    (void)module;
    if (!PyArg_ParseTuple(args, "i(ii):parse_nested", &a, &b, &c)) {
        return NULL;
    }
    return Py_BuildValue("iii", a, b, c);
}
