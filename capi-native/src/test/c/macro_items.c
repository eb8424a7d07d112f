/* macro_items.c: the module that stands for those compiled with CPython's headers: it reads items without asking. */
#define MOORING_MACRO_READER 1
#include "items_functions.h"

static PyMethodDef functions[] = {ITEMS_FUNCTIONS, {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "macro_items", .m_size = -1, .m_methods = functions};

PyMODINIT_FUNC PyInit_macro_items(void)
{
    return PyModule_Create(&definition);
}
