/* context.c: contexts (PEP 567), of which each thread is in one: what its context variables are worth. */
#include "contexts.h"

static PyContext *new_context(PyObject *values)
{
    if (values == NULL) {
        return NULL;
    }
    PyContext *context = PyObject_GC_New(PyContext, &PyContext_Type);
    if (context == NULL) {
        Py_DECREF(values);
        return NULL;
    }
    context->values = values;
    context->previous = NULL;
    context->weakreflist = NULL;
    context->is_shared = 0;
    context->is_entered = 0;
    PyObject_GC_Track(context);
    return context;
}

static int check_context(PyObject *o)
{
    if (PyContext_CheckExact(o)) {
        return 0;
    }
    PyErr_SetString(PyExc_TypeError, "an instance of Context was expected");
    return -1;
}

static int check_variable(PyObject *o)
{
    if (PyContextVar_CheckExact(o)) {
        return 0;
    }
    PyErr_Format(PyExc_TypeError, "a ContextVar key was expected, got %R", o);
    return -1;
}

PyContext *mooring_context_current(void)
{
    PyThreadState *thread = PyThreadState_Get();
    if (thread->context == NULL) {
        thread->context = PyContext_New();
    }
    return (PyContext *)thread->context;
}

PyObject *mooring_context_value(PyContext *context, PyObject *variable)
{
    return PyDict_GetItemWithError(context->values, variable);
}

static int make_own(PyContext *context)
{
    if (!context->is_shared) {
        return 0;
    }
    PyObject *values = PyDict_Copy(context->values);
    if (values == NULL) {
        return -1;
    }
    Py_SETREF(context->values, values);
    context->is_shared = 0;
    return 0;
}

int mooring_context_set(PyContext *context, PyObject *variable, PyObject *value)
{
    if (make_own(context) < 0) {
        return -1;
    }
    return value != NULL ? PyDict_SetItem(context->values, variable, value) : PyDict_DelItem(context->values, variable);
}

/* the C API */

PyObject *PyContext_New(void)
{
    return (PyObject *)new_context(PyDict_New());
}

PyObject *PyContext_Copy(PyObject *o)
{
    if (check_context(o) < 0) {
        return NULL;
    }
    PyContext *original = (PyContext *)o;
    PyContext *copy = new_context(Py_NewRef(original->values));
    if (copy != NULL) {
        copy->is_shared = original->is_shared = 1;
    }
    return (PyObject *)copy;
}

PyObject *PyContext_CopyCurrent(void)
{
    PyContext *current = mooring_context_current();
    return current == NULL ? NULL : PyContext_Copy((PyObject *)current);
}

int PyContext_Enter(PyObject *o)
{
    if (check_context(o) < 0) {
        return -1;
    }
    PyContext *context = (PyContext *)o;
    if (context->is_entered) {
        PyErr_Format(PyExc_RuntimeError, "cannot enter context: %R is already entered", o);
        return -1;
    }
    PyThreadState *thread = PyThreadState_Get();
    context->previous = thread->context;
    context->is_entered = 1;
    thread->context = Py_NewRef(o);
    return 0;
}

int PyContext_Exit(PyObject *o)
{
    if (check_context(o) < 0) {
        return -1;
    }
    PyContext *context = (PyContext *)o;
    if (!context->is_entered) {
        PyErr_Format(PyExc_RuntimeError, "cannot exit context: %R has not been entered", o);
        return -1;
    }
    PyThreadState *thread = PyThreadState_Get();
    if (thread->context != o) {
        PyErr_SetString(PyExc_RuntimeError, "cannot exit context: thread state references a different context object");
        return -1;
    }
    thread->context = context->previous;
    context->previous = NULL;
    context->is_entered = 0;
    Py_DECREF(o);
    return 0;
}

/* the type */

static PyObject *context_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    if (PyTuple_GET_SIZE(args) != 0 || (kwargs != NULL && PyDict_GET_SIZE(kwargs) != 0)) {
        return PyErr_Format(PyExc_TypeError, "Context() does not accept any arguments");
    }
    return PyContext_New();
}

static int context_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((PyContext *)o)->values);
    Py_VISIT(((PyContext *)o)->previous);
    return 0;
}

static int context_clear(PyObject *o)
{
    Py_CLEAR(((PyContext *)o)->values);
    Py_CLEAR(((PyContext *)o)->previous);
    return 0;
}

static void context_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    if (((PyContext *)o)->weakreflist != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    context_clear(o);
    Py_TYPE(o)->tp_free(o);
}

static PyObject *context_richcompare(PyObject *a, PyObject *b, int op)
{
    if (!PyContext_CheckExact(b) || (op != Py_EQ && op != Py_NE)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyObject_RichCompare(((PyContext *)a)->values, ((PyContext *)b)->values, op);
}

static Py_ssize_t context_length(PyObject *o)
{
    return PyDict_Size(((PyContext *)o)->values);
}

static PyObject *context_subscript(PyObject *o, PyObject *key)
{
    if (check_variable(key) < 0) {
        return NULL;
    }
    PyObject *value = mooring_context_value((PyContext *)o, key);
    if (value == NULL && !PyErr_Occurred()) {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    return Py_XNewRef(value);
}

static int context_contains(PyObject *o, PyObject *key)
{
    return check_variable(key) < 0 ? -1 : PyDict_Contains(((PyContext *)o)->values, key);
}

/* An iterator over what a list has, which stays as it is whatever becomes of the context. */
static PyObject *iterator_over(PyObject *list)
{
    if (list == NULL) {
        return NULL;
    }
    PyObject *iterator = PyObject_GetIter(list);
    Py_DECREF(list);
    return iterator;
}

static PyObject *context_iter(PyObject *o)
{
    return iterator_over(PyDict_Keys(((PyContext *)o)->values));
}

static PyObject *context_keys(PyObject *o, PyObject *unused)
{
    (void)unused;
    return context_iter(o);
}

static PyObject *context_values(PyObject *o, PyObject *unused)
{
    (void)unused;
    return iterator_over(PyDict_Values(((PyContext *)o)->values));
}

static PyObject *context_items(PyObject *o, PyObject *unused)
{
    (void)unused;
    return iterator_over(PyDict_Items(((PyContext *)o)->values));
}

static PyObject *context_copy(PyObject *o, PyObject *unused)
{
    (void)unused;
    return PyContext_Copy(o);
}

static PyObject *context_get(PyObject *o, PyObject *const *args, Py_ssize_t nargs)
{
    if (!_PyArg_CheckPositional("get", nargs, 1, 2) || check_variable(args[0]) < 0) {
        return NULL;
    }
    PyObject *value = mooring_context_value((PyContext *)o, args[0]);
    if (value == NULL && !PyErr_Occurred()) {
        value = nargs == 2 ? args[1] : Py_None;
    }
    return Py_XNewRef(value);
}

static PyObject *context_run(PyObject *o, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    if (nargs < 1) {
        return PyErr_Format(PyExc_TypeError, "run() missing 1 required positional argument");
    }
    if (PyContext_Enter(o) < 0) {
        return NULL;
    }
    PyObject *result = PyObject_Vectorcall(args[0], args + 1, (size_t)(nargs - 1), kwnames);
    if (PyContext_Exit(o) < 0) {
        Py_CLEAR(result);
    }
    return result;
}

static PyMethodDef methods[] = {
    {"get", (PyCFunction)(void (*)(void))context_get, METH_FASTCALL, "get(variable, default=None)\n\nthe variable's value here, or the default"},
    {"keys", context_keys, METH_NOARGS, "an iterator over the variables that have a value here"},
    {"values", context_values, METH_NOARGS, "an iterator over their values"},
    {"items", context_items, METH_NOARGS, "an iterator over both, as pairs"},
    {"copy", context_copy, METH_NOARGS, "another context with the same values"},
    {"run", (PyCFunction)(void (*)(void))context_run, METH_FASTCALL | METH_KEYWORDS, "run(callable, *args, **kwargs)\n\ncalls the callable in this context"},
    {NULL, NULL, 0, NULL},
};

static PySequenceMethods as_sequence = {.sq_contains = context_contains};
static PyMappingMethods as_mapping = {.mp_length = context_length, .mp_subscript = context_subscript};

PyTypeObject PyContext_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "_contextvars.Context",
    .tp_basicsize = sizeof(PyContext),
    .tp_dealloc = context_dealloc,
    .tp_as_sequence = &as_sequence,
    .tp_as_mapping = &as_mapping,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | MOORING_TPFLAGS_NESTED,
    .tp_traverse = context_traverse,
    .tp_clear = context_clear,
    .tp_richcompare = context_richcompare,
    .tp_weaklistoffset = offsetof(PyContext, weakreflist),
    .tp_iter = context_iter,
    .tp_methods = methods,
    .tp_new = context_new,
};
