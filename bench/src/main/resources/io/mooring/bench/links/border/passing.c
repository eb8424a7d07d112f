/* passing.c: what objects are passed to while the cost of passing them is measured.
 *
 * nothing    looks at nothing
 * first_item reads one item of a list, by function
 * touch_all  reads all items of a tuple, by macro, and the type of each
 * Buoy       a type with a deallocator of its own
 */
#include <Python.h>

static PyObject *
nothing(PyObject *self, PyObject *arg)
{
    (void)self;
    (void)arg;
    Py_RETURN_NONE;
}

static PyObject *
first_item(PyObject *self, PyObject *list)
{
    (void)self;
    return PyList_GetItem(list, 0) == NULL ? NULL : Py_NewRef(Py_None);
}

/* The number of items that are there and have a type: all of them. */
static PyObject *
touch_all(PyObject *self, PyObject *tuple)
{
    Py_ssize_t count = PyTuple_GET_SIZE(tuple);
    Py_ssize_t touched = 0;
    (void)self;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PyTuple_GET_ITEM(tuple, i);
        if (item == NULL) {
            return NULL;
        }
        touched += Py_TYPE(item) != NULL;
    }
    return PyLong_FromSsize_t(touched);
}

static PyMethodDef passing_functions[] = {
    {"nothing", nothing, METH_O, "nothing(x) -> None"},
    {"first_item", first_item, METH_O, "first_item(list) -> None"},
    {"touch_all", touch_all, METH_O, "touch_all(tuple) -> how many items it has"},
    {NULL, NULL, 0, NULL},
};

typedef struct {
    PyObject_HEAD
    long tonnes;
} BuoyObject;

static void
buoy_dealloc(PyObject *self)
{
    ((BuoyObject *)self)->tonnes = 0;
    Py_TYPE(self)->tp_free(self);
}

static PyTypeObject Buoy_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "passing.Buoy",
    .tp_basicsize = sizeof(BuoyObject),
    .tp_dealloc = buoy_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "An object of C's, with a deallocator.",
};

static struct PyModuleDef passing_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "passing",
    .m_doc = "Functions that objects are passed to, and a type with a deallocator.",
    .m_size = -1,
    .m_methods = passing_functions,
};

PyMODINIT_FUNC
PyInit_passing(void)
{
    Buoy_Type.tp_new = PyType_GenericNew;
    if (PyType_Ready(&Buoy_Type) < 0) {
        return NULL;
    }
    PyObject *module = PyModule_Create(&passing_module);
    if (module == NULL) {
        return NULL;
    }
    Py_INCREF(&Buoy_Type);
    if (PyModule_AddObject(module, "Buoy", (PyObject *)&Buoy_Type) < 0) {
        Py_DECREF(&Buoy_Type);
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
