/* undefined_symbol.c: an extension that needs a function which nobody has. It links, because shared libraries may leave
 * symbols open; whoever loads it must say which one is missing. */
#include <Python.h>

extern PyObject *PyMooring_NobodyHasThisFunction(PyObject *o);

static PyObject *
call_it(PyObject *module, PyObject *o)
{
    (void)module;
    return PyMooring_NobodyHasThisFunction(o);
}

static PyMethodDef functions[] = {
    {"call_it", call_it, METH_O, "calls the function that nobody has"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "undefined_symbol",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_undefined_symbol(void)
{
    return PyModule_Create(&definition);
}
