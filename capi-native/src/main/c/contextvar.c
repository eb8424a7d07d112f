/* contextvar.c: context variables and the tokens that undo their changes (PEP 567), and the module that has both and contexts. */
#include "contexts.h"
#include "structmember.h"

struct _pycontextvarobject {
    PyObject_HEAD
    PyObject *name;             /* str */
    PyObject *default_value;    /* or NULL */
};

struct _pycontexttokenobject {
    PyObject_HEAD
    PyContext *context;         /* in which the variable was set */
    PyContextVar *variable;
    PyObject *old_value;        /* or NULL: it had none */
    int is_used;
};

/* Token.MISSING, the old value of a variable that had none: one object, which the type's dict keeps. */
static PyObject *missing;

static PyContextVar *new_variable(PyObject *name, PyObject *default_value)
{
    if (!PyUnicode_Check(name)) {
        PyErr_SetString(PyExc_TypeError, "context variable name must be a str");
        return NULL;
    }
    PyContextVar *variable = PyObject_GC_New(PyContextVar, &PyContextVar_Type);
    if (variable == NULL) {
        return NULL;
    }
    variable->name = Py_NewRef(name);
    variable->default_value = Py_XNewRef(default_value);
    PyObject_GC_Track(variable);
    return variable;
}

static PyObject *new_token(PyContext *context, PyContextVar *variable, PyObject *old_value)
{
    PyContextToken *token = PyObject_GC_New(PyContextToken, &PyContextToken_Type);
    if (token == NULL) {
        return NULL;
    }
    token->context = (PyContext *)Py_NewRef(context);
    token->variable = (PyContextVar *)Py_NewRef(variable);
    token->old_value = Py_XNewRef(old_value);
    token->is_used = 0;
    PyObject_GC_Track(token);
    return (PyObject *)token;
}

static int check_variable(PyObject *o)
{
    if (PyContextVar_CheckExact(o)) {
        return 0;
    }
    PyErr_SetString(PyExc_TypeError, "an instance of ContextVar was expected");
    return -1;
}

/* the C API */

PyObject *PyContextVar_New(const char *name, PyObject *default_value)
{
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return NULL;
    }
    PyContextVar *variable = new_variable(text, default_value);
    Py_DECREF(text);
    return (PyObject *)variable;
}

int PyContextVar_Get(PyObject *o, PyObject *default_value, PyObject **value)
{
    *value = NULL;
    if (check_variable(o) < 0) {
        return -1;
    }
    PyContext *context = (PyContext *)PyThreadState_Get()->context; /* none is made for a question */
    PyObject *found = context == NULL ? NULL : mooring_context_value(context, o);
    if (found == NULL && context != NULL && PyErr_Occurred()) {
        return -1;
    }
    if (found == NULL) {
        found = default_value != NULL ? default_value : ((PyContextVar *)o)->default_value;
    }
    *value = Py_XNewRef(found);
    return 0;
}

PyObject *PyContextVar_Set(PyObject *o, PyObject *value)
{
    if (check_variable(o) < 0) {
        return NULL;
    }
    PyContext *context = mooring_context_current();
    if (context == NULL) {
        return NULL;
    }
    PyObject *old = mooring_context_value(context, o);
    if (old == NULL && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *token = new_token(context, (PyContextVar *)o, old);
    if (token != NULL && mooring_context_set(context, o, value) < 0) {
        Py_CLEAR(token);
    }
    return token;
}

int PyContextVar_Reset(PyObject *o, PyObject *token)
{
    if (check_variable(o) < 0) {
        return -1;
    }
    if (!PyContextToken_CheckExact(token)) {
        PyErr_SetString(PyExc_TypeError, "an instance of Token was expected");
        return -1;
    }
    PyContextToken *undone = (PyContextToken *)token;
    PyContext *context = mooring_context_current();
    if (context == NULL) {
        return -1;
    }
    if (undone->is_used) {
        PyErr_Format(PyExc_RuntimeError, "%R has already been used once", token);
        return -1;
    }
    if ((PyObject *)undone->variable != o) {
        PyErr_Format(PyExc_ValueError, "%R was created by a different ContextVar", token);
        return -1;
    }
    if (undone->context != context) {
        PyErr_Format(PyExc_ValueError, "%R was created in a different Context", token);
        return -1;
    }
    undone->is_used = 1;
    return mooring_context_set(context, o, undone->old_value);
}

/* ContextVar */

static PyObject *variable_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    static char *keywords[] = {"", "default", NULL};
    PyObject *name, *default_value = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|$O:ContextVar", keywords, &name, &default_value)) {
        return NULL;
    }
    return (PyObject *)new_variable(name, default_value);
}

static int variable_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((PyContextVar *)o)->name);
    Py_VISIT(((PyContextVar *)o)->default_value);
    return 0;
}

static int variable_clear(PyObject *o)
{
    Py_CLEAR(((PyContextVar *)o)->name);
    Py_CLEAR(((PyContextVar *)o)->default_value);
    return 0;
}

static void variable_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    variable_clear(o);
    Py_TYPE(o)->tp_free(o);
}

static PyObject *variable_repr(PyObject *o)
{
    PyContextVar *variable = (PyContextVar *)o;
    if (variable->default_value == NULL) {
        return PyUnicode_FromFormat("<ContextVar name=%R at %p>", variable->name, o);
    }
    return PyUnicode_FromFormat("<ContextVar name=%R default=%R at %p>", variable->name, variable->default_value, o);
}

static PyObject *variable_get(PyObject *o, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *value;
    if (!_PyArg_CheckPositional("get", nargs, 0, 1) || PyContextVar_Get(o, nargs == 1 ? args[0] : NULL, &value) < 0) {
        return NULL;
    }
    if (value == NULL) {
        PyErr_SetObject(PyExc_LookupError, o);
    }
    return value;
}

static PyObject *variable_reset(PyObject *o, PyObject *token)
{
    if (!PyContextToken_CheckExact(token)) {
        return PyErr_Format(PyExc_TypeError, "expected an instance of Token, got %R", token);
    }
    return PyContextVar_Reset(o, token) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef variable_methods[] = {
    {"get", (PyCFunction)(void (*)(void))variable_get, METH_FASTCALL, "get([default])\n\nthe value in the thread's context"},
    {"set", PyContextVar_Set, METH_O, "sets the value in the thread's context; the token undoes that"},
    {"reset", variable_reset, METH_O, "sets the value to what it was before the token was made"},
    {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef variable_members[] = {
    {"name", T_OBJECT, offsetof(PyContextVar, name), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

PyTypeObject PyContextVar_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "_contextvars.ContextVar",
    .tp_basicsize = sizeof(PyContextVar),
    .tp_dealloc = variable_dealloc,
    .tp_repr = variable_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | MOORING_TPFLAGS_NESTED,
    .tp_traverse = variable_traverse,
    .tp_clear = variable_clear,
    .tp_methods = variable_methods,
    .tp_members = variable_members,
    .tp_new = variable_new,
};

/* Token */

static PyObject *token_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    (void)args;
    (void)kwargs;
    return PyErr_Format(PyExc_RuntimeError, "Tokens can only be created by ContextVars");
}

static int token_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((PyContextToken *)o)->context);
    Py_VISIT(((PyContextToken *)o)->variable);
    Py_VISIT(((PyContextToken *)o)->old_value);
    return 0;
}

static int token_clear(PyObject *o)
{
    Py_CLEAR(((PyContextToken *)o)->context);
    Py_CLEAR(((PyContextToken *)o)->variable);
    Py_CLEAR(((PyContextToken *)o)->old_value);
    return 0;
}

static void token_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    token_clear(o);
    Py_TYPE(o)->tp_free(o);
}

static PyObject *token_repr(PyObject *o)
{
    PyContextToken *token = (PyContextToken *)o;
    return PyUnicode_FromFormat("<Token%s var=%R at %p>", token->is_used ? " used" : "", token->variable, o);
}

static PyObject *token_variable(PyObject *o, void *unused)
{
    (void)unused;
    return Py_NewRef(((PyContextToken *)o)->variable);
}

static PyObject *token_old_value(PyObject *o, void *unused)
{
    (void)unused;
    PyObject *old = ((PyContextToken *)o)->old_value;
    return Py_NewRef(old != NULL ? old : missing);
}

static PyGetSetDef token_attributes[] = {
    {"var", token_variable, NULL, "the variable that was set", NULL},
    {"old_value", token_old_value, NULL, "its value before, or Token.MISSING", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef token_methods[] = {
    {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, NULL},
    {NULL, NULL, 0, NULL},
};

PyTypeObject PyContextToken_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "_contextvars.Token",
    .tp_basicsize = sizeof(PyContextToken),
    .tp_dealloc = token_dealloc,
    .tp_repr = token_repr,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | MOORING_TPFLAGS_NESTED,
    .tp_traverse = token_traverse,
    .tp_clear = token_clear,
    .tp_methods = token_methods,
    .tp_getset = token_attributes,
    .tp_new = token_new,
};

/* Token.MISSING */

static PyObject *missing_repr(PyObject *o)
{
    (void)o;
    return PyUnicode_FromString("<Token.MISSING>");
}

static PyTypeObject missing_type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "Token.MISSING",
    .tp_basicsize = sizeof(PyObject),
    .tp_repr = missing_repr,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

/* the module */

static PyObject *copy_context(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyContext_CopyCurrent();
}

static PyMethodDef module_functions[] = {
    {"copy_context", copy_context, METH_NOARGS, "a copy of the thread's context"},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "_contextvars", .m_doc = "Context variables (PEP 567).", .m_size = -1, .m_methods = module_functions,
};

static int add_types(PyObject *module)
{
    return PyModule_AddType(module, &PyContext_Type) < 0 || PyModule_AddType(module, &PyContextVar_Type) < 0 ||
           PyModule_AddType(module, &PyContextToken_Type) < 0 ? -1 : 0;
}

static int add_missing(void)
{
    if (PyType_Ready(&missing_type) < 0) {
        return -1;
    }
    missing = PyObject_New(PyObject, &missing_type);
    if (missing == NULL || PyDict_SetItemString(PyContextToken_Type.tp_dict, "MISSING", missing) < 0) {
        return -1;
    }
    PyType_Modified(&PyContextToken_Type);
    return 0;
}

PyObject *mooring_contextvars_module(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module != NULL && (add_types(module) < 0 || add_missing() < 0)) {
        Py_CLEAR(module);
    }
    return module;
}
