/* conventions.c: one function for every way in which C functions can be called.
 *
 * Every function answers with what it was given, as a tuple: (self, positional arguments, keyword arguments). The module
 * is initialised in phases and keeps its state not in static variables but in the module object.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

struct state {
    PyObject *caller_type;      /* owned: the type Caller */
    long calls;                 /* how often echo() was called */
};

static struct state *
state_of(PyObject *module)
{
    return (struct state *)PyModule_GetState(module);
}

/* A tuple of n arguments and a dict of the keyword arguments behind them, whose names are in kwnames. */
static PyObject *
describe(PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
    PyObject *positional = PyTuple_New(n);
    PyObject *keywords = PyDict_New();
    if (positional == NULL || keywords == NULL) {
        goto failed;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_INCREF(args[i]);
        PyTuple_SET_ITEM(positional, i, args[i]);
    }
    for (Py_ssize_t i = 0; kwnames != NULL && i < PyTuple_GET_SIZE(kwnames); i++) {
        if (PyDict_SetItem(keywords, PyTuple_GET_ITEM(kwnames, i), args[n + i]) < 0) {
            goto failed;
        }
    }
    return Py_BuildValue("(ONN)", self != NULL ? self : Py_None, positional, keywords);
failed:
    Py_XDECREF(positional);
    Py_XDECREF(keywords);
    return NULL;
}

static PyObject *
noargs(PyObject *self, PyObject *unused)
{
    if (unused != NULL) {
        PyErr_SetString(PyExc_AssertionError, "a METH_NOARGS function was given an argument");
        return NULL;
    }
    return describe(self, NULL, 0, NULL);
}

static PyObject *
onearg(PyObject *self, PyObject *arg)
{
    return describe(self, &arg, 1, NULL);
}

static PyObject *
varargs(PyObject *self, PyObject *args)
{
    return Py_BuildValue("(OO{})", self, args);
}

static PyObject *
keywords(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (kwargs == NULL) {
        return varargs(self, args);
    }
    return Py_BuildValue("(OOO)", self, args, kwargs);
}

static PyObject *
fastcall(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    return describe(self, args, nargs, NULL);
}

static PyObject *
fastcall_keywords(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    return describe(self, args, nargs, kwnames);
}

static PyObject *
echo(PyObject *module, PyObject *arg)
{
    state_of(module)->calls++;
    Py_INCREF(arg);
    return arg;
}

static PyObject *
calls(PyObject *module, PyObject *unused)
{
    (void)unused;
    return PyLong_FromLong(state_of(module)->calls);
}

static PyObject *
parse_two(PyObject *module, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"first", "second", NULL};
    PyObject *first;
    int second = 7;
    (void)module;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|i:parse_two", names, &first, &second)) {
        return NULL;
    }
    return Py_BuildValue("(Oi)", first, second);
}

static PyObject *
parse_three(PyObject *module, PyObject *args)
{
    int number;
    PyObject *second, *third;
    (void)module;
    if (!PyArg_ParseTuple(args, "iOO:parse_three", &number, &second, &third)) {
        return NULL;
    }
    return Py_BuildValue("(iOO)", number, second, third);
}

/* Every pointer goes through void (*)(void), or compilers warn that its type is not PyCFunction. */
#define FUNCTION(name) ((PyCFunction)(void (*)(void))(name))

static PyMethodDef bound_functions[] = {
    {"bound_noargs", noargs, METH_NOARGS, NULL},
    {"bound_onearg", onearg, METH_O, NULL},
    {"bound_varargs", varargs, METH_VARARGS, NULL},
    {"bound_fastcall", FUNCTION(fastcall), METH_FASTCALL, NULL},
};

/* Functions whose self is any object, a number too, as C makes them for callbacks. */
static PyObject *
bind(PyObject *module, PyObject *self)
{
    (void)module;
    PyObject *bound = PyTuple_New(4);
    for (Py_ssize_t i = 0; bound != NULL && i < 4; i++) {
        PyObject *function = PyCFunction_New(&bound_functions[i], self);
        if (function == NULL) {
            Py_CLEAR(bound);
        } else {
            PyTuple_SET_ITEM(bound, i, function);
        }
    }
    return bound;
}

static PyMethodDef functions[] = {
    {"bind", bind, METH_O, "bind(self) -> the same functions, bound to self"},
    {"noargs", noargs, METH_NOARGS, "noargs()"},
    {"onearg", onearg, METH_O, "onearg(x)"},
    {"varargs", varargs, METH_VARARGS, "varargs(*args)"},
    {"keywords", FUNCTION(keywords), METH_VARARGS | METH_KEYWORDS, "keywords(*args, **kwargs)"},
    {"fastcall", FUNCTION(fastcall), METH_FASTCALL, "fastcall(*args)"},
    {"fastcall_keywords", FUNCTION(fastcall_keywords), METH_FASTCALL | METH_KEYWORDS, "fastcall_keywords(*args, **kwargs)"},
    {"echo", echo, METH_O, "echo(x) -> x"},
    {"calls", calls, METH_NOARGS, "calls()\n--\n\nHow often echo() was called."},
    {"parse_two", FUNCTION(parse_two), METH_VARARGS | METH_KEYWORDS, "parse_two(first, second=7) -> (first, second)"},
    {"parse_three", parse_three, METH_VARARGS, "parse_three(int, a, b) -> (int, a, b)"},
    {NULL, NULL, 0, NULL},
};

/* Caller: the same as methods, with what only methods have. ------------------------------------------------------------ */

typedef struct {
    PyObject_HEAD
} CallerObject;

static PyObject *
of_class(PyObject *type, PyObject *args)
{
    return Py_BuildValue("(OO{})", type, args);
}

static PyObject *
of_nobody(PyObject *null, PyObject *args)
{
    if (null != NULL) {
        PyErr_SetString(PyExc_AssertionError, "a static method was given a self");
        return NULL;
    }
    return Py_BuildValue("(OO{})", Py_None, args);
}

/* A METH_METHOD function is told the class that defines it, and through it finds its module. */
static PyObject *
defining_class(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    struct state *state = (struct state *)PyType_GetModuleState(cls);
    if (state == NULL) {
        return NULL;
    }
    PyObject *description = describe(self, args, nargs, kwnames);
    if (description == NULL) {
        return NULL;
    }
    return Py_BuildValue("(NNl)", description, PyBool_FromLong((PyObject *)cls == state->caller_type), state->calls);
}

static PyMethodDef caller_methods[] = {
    {"noargs", noargs, METH_NOARGS, NULL},
    {"onearg", onearg, METH_O, NULL},
    {"varargs", varargs, METH_VARARGS, NULL},
    {"keywords", FUNCTION(keywords), METH_VARARGS | METH_KEYWORDS, NULL},
    {"fastcall", FUNCTION(fastcall), METH_FASTCALL, NULL},
    {"fastcall_keywords", FUNCTION(fastcall_keywords), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"of_class", of_class, METH_VARARGS | METH_CLASS, "a class method"},
    {"of_nobody", of_nobody, METH_VARARGS | METH_STATIC, "a static method"},
    {"defining_class", FUNCTION(defining_class), METH_METHOD | METH_FASTCALL | METH_KEYWORDS,
     "-> (description, whether the class is Caller, calls of echo)"},
    {NULL, NULL, 0, NULL},
};

static PyObject *
caller_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return keywords(self, args, kwargs);
}

static void
caller_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static PyType_Slot caller_slots[] = {
    {Py_tp_doc, "Every calling convention as a method; instances can be called too."},
    {Py_tp_methods, caller_methods},
    {Py_tp_call, caller_call},
    {Py_tp_dealloc, caller_dealloc},
    {0, NULL},
};

static PyType_Spec caller_spec = {
    .name = "conventions.Caller",
    .basicsize = sizeof(CallerObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = caller_slots,
};

/* Initialisation in phases: the interpreter makes the module, then runs these. ------------------------------------------ */

static int
add_type(PyObject *module)
{
    struct state *state = state_of(module);
    state->caller_type = PyType_FromModuleAndSpec(module, &caller_spec, NULL);
    if (state->caller_type == NULL) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "Caller", state->caller_type);
}

static int
add_constants(PyObject *module)
{
    if (PyModule_AddIntConstant(module, "ANSWER", 42) < 0) {
        return -1;
    }
    return PyModule_AddStringConstant(module, "GREETING", "gr\xc3\xbc\xc3\x9f dich");
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, add_type},
    {Py_mod_exec, add_constants},
    {0, NULL},
};

static int
module_traverse(PyObject *module, visitproc visit, void *arg)
{
    Py_VISIT(state_of(module)->caller_type);
    return 0;
}

static int
module_clear(PyObject *module)
{
    Py_CLEAR(state_of(module)->caller_type);
    return 0;
}

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "conventions",
    .m_doc = "Functions that answer with what they were given.",
    .m_size = sizeof(struct state),
    .m_methods = functions,
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
};

PyMODINIT_FUNC
PyInit_conventions(void)
{
    return PyModuleDef_Init(&definition);
}
