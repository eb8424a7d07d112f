/* harbour.c: the extension of `mooring demo`. Objects pay it a visit, or are moored, which means that C keeps a pointer.
 *
 * It is ordinary extension source: it knows that a PyObject* stays where it is while it is counted, and nothing else.
 */
#include <Python.h>

#define BERTHS 100000

static PyObject *berths[BERTHS];
static Py_ssize_t moored;
static Py_ssize_t sunk;

/* Looks at the object and keeps nothing. */
static PyObject *
visit(PyObject *module, PyObject *object)
{
    (void)module;
    (void)object;
    Py_RETURN_NONE;
}

/* Keeps the object and returns the number of its berth. */
static PyObject *
moor(PyObject *module, PyObject *object)
{
    (void)module;
    if (moored == BERTHS) {
        PyErr_Format(PyExc_OverflowError, "all %d berths are taken", BERTHS);
        return NULL;
    }
    Py_INCREF(object);
    berths[moored] = object;
    return PyLong_FromSsize_t(moored++);
}

/* Hands out the object in a berth. */
static PyObject *
berth(PyObject *module, PyObject *number)
{
    (void)module;
    Py_ssize_t i = PyLong_AsSsize_t(number);
    if (i == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (i < 0 || i >= moored) {
        PyErr_Format(PyExc_IndexError, "berth %zd of %zd", i, moored);
        return NULL;
    }
    Py_INCREF(berths[i]);
    return berths[i];
}

/* Forgets everything that is moored and returns how many that were. */
static PyObject *
cast_off(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_ssize_t count = moored;
    while (moored > 0) {
        moored--;
        Py_CLEAR(berths[moored]);
    }
    return PyLong_FromSsize_t(count);
}

/* The address by which C knows an object. */
static PyObject *
address(PyObject *module, PyObject *object)
{
    (void)module;
    return PyLong_FromVoidPtr(object);
}

/* How many buoys were deallocated. */
static PyObject *
count_sunk(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(sunk);
}

static PyMethodDef harbour_functions[] = {
    {"visit", visit, METH_O, "visit(x): looks at x"},
    {"moor", moor, METH_O, "moor(x) -> berth: keeps x"},
    {"berth", berth, METH_O, "berth(i) -> what is moored there"},
    {"cast_off", cast_off, METH_NOARGS, "cast_off() -> how many were moored"},
    {"address", address, METH_O, "address(x) -> the PyObject* of x"},
    {"sunk", count_sunk, METH_NOARGS, "sunk() -> buoys that were deallocated"},
    {NULL, NULL, 0, NULL},
};

/* A Buoy is made by C: its data stands in the PyObject, and its end is noted. */

typedef struct {
    PyObject_HEAD
    long depth;
} BuoyObject;

static void
buoy_dealloc(PyObject *self)
{
    sunk++;
    Py_TYPE(self)->tp_free(self);
}

static PyTypeObject Buoy_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "harbour.Buoy",
    .tp_basicsize = sizeof(BuoyObject),
    .tp_dealloc = buoy_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "An object whose data belongs to C.",
};

static struct PyModuleDef harbour_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "harbour",
    .m_doc = "Keeps objects, or lets them pass.",
    .m_size = -1,
    .m_methods = harbour_functions,
};

PyMODINIT_FUNC
PyInit_harbour(void)
{
    Buoy_Type.tp_new = PyType_GenericNew;
    if (PyType_Ready(&Buoy_Type) < 0) {
        return NULL;
    }
    PyObject *module = PyModule_Create(&harbour_module);
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
