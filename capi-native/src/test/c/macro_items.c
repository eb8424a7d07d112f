/* macro_items.c: the module that stands for those compiled with CPython's headers: it reads items without asking. */
#define MOORING_MACRO_READER 1
#include "items_functions.h"

/* What compiled modules compare before they believe what they found in the dict the last time. */
static PyObject *version_of(PyObject *module, PyObject *dict)
{
    (void)module;
    return PyDict_Check(dict) ? PyLong_FromUnsignedLongLong(((PyDictObject *)dict)->ma_version_tag) : PyErr_Format(PyExc_TypeError, "no dict");
}

static PyObject *used_of(PyObject *module, PyObject *dict)
{
    (void)module;
    return PyDict_Check(dict) ? PyLong_FromSsize_t(((PyDictObject *)dict)->ma_used) : PyErr_Format(PyExc_TypeError, "no dict");
}

static PyMethodDef functions[] = {ITEMS_FUNCTIONS, {"version_of", version_of, METH_O, NULL}, {"used_of", used_of, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "macro_items", .m_size = -1, .m_methods = functions};

PyMODINIT_FUNC PyInit_macro_items(void)
{
    return PyModule_Create(&definition);
}
