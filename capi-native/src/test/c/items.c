/* items.c: looks at items by function and by our header's macros. */
#include "items_functions.h"

#include <structseq.h>

static PyStructSequence_Field fields[] = {{"x", "first"}, {"y", "second"}, {NULL, NULL}};
static PyStructSequence_Desc pair = {"items.Pair", "two fields", fields, 2};

static PyMethodDef functions[] = {ITEMS_FUNCTIONS, {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "items", .m_size = -1, .m_methods = functions};

PyMODINIT_FUNC PyInit_items(void)
{
    PyObject *module = PyModule_Create(&definition);
    PyObject *type = module != NULL ? (PyObject *)PyStructSequence_NewType(&pair) : NULL;
    if (type == NULL || PyModule_AddObjectRef(module, "Pair", type) < 0) {
        Py_CLEAR(module);
    }
    Py_XDECREF(type);
    return module;
}
