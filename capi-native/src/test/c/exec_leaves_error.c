/* exec_leaves_error.c: a module initialised in phases, one of which succeeds with an error set, and one of which fails
 * without an error when the module is imported a second time. Both are SystemErrors. */
#include <Python.h>

static int imports;

static int
phase(PyObject *module)
{
    (void)module;
    if (imports++ > 0) {
        return -1;
    }
    PyErr_SetString(PyExc_ValueError, "set, and then not reported");
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, phase},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "exec_leaves_error",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_exec_leaves_error(void)
{
    return PyModuleDef_Init(&definition);
}
