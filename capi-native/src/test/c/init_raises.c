/* init_raises.c: a module whose initialisation raises an exception. Importing it must raise that exception. */
#include <Python.h>

PyMODINIT_FUNC
PyInit_init_raises(void)
{
    PyErr_SetString(PyExc_RuntimeError, "this module does not want to be imported");
    return NULL;
}
