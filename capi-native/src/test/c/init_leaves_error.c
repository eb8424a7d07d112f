/* init_leaves_error.c: a module whose initialisation succeeds and leaves an error set. Importing it must raise SystemError. */
#include <Python.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "init_leaves_error",
    .m_size = -1,
};

PyMODINIT_FUNC
PyInit_init_leaves_error(void)
{
    PyObject *module = PyModule_Create(&definition);
    PyErr_SetString(PyExc_ValueError, "set, and then not reported");
    return module;
}
