/* init_returns_null.c: a module whose initialisation fails without saying why. Importing it must raise SystemError. */
#include <Python.h>

PyMODINIT_FUNC
PyInit_init_returns_null(void)
{
    return NULL;
}
