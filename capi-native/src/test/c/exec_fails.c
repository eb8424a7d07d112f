/* exec_fails.c: a module initialised in phases, the second of which raises. The first has already put things into the
 * module, which must be let go of again: the module's m_free is called, and a later import tries anew. */
#include <Python.h>

struct state {
    PyObject *kept;             /* owned */
};

static int
first_phase(PyObject *module)
{
    struct state *state = (struct state *)PyModule_GetState(module);
    state->kept = PyList_New(0);
    if (state->kept == NULL) {
        return -1;
    }
    return PyModule_AddIntConstant(module, "FIRST_PHASE_DONE", 1);
}

static int
second_phase(PyObject *module)
{
    PyErr_Format(PyExc_ImportError, "the second phase of %s failed", PyModule_GetName(module));
    return -1;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, first_phase},
    {Py_mod_exec, second_phase},
    {0, NULL},
};

static void
release(void *module)
{
    struct state *state = (struct state *)PyModule_GetState((PyObject *)module);
    if (state != NULL) {
        Py_CLEAR(state->kept);
    }
}

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "exec_fails",
    .m_size = sizeof(struct state),
    .m_slots = slots,
    .m_free = release,
};

PyMODINIT_FUNC
PyInit_exec_fails(void)
{
    return PyModuleDef_Init(&definition);
}
