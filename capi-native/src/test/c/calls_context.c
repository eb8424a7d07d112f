/* calls_context.c: contexts and context variables through the C API.
 *
 * See calls_object.c for how the rows of the border tests use such a module.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <pthread.h>

/* Appends what a variable is worth: its value, or '-'. */
static int
note(PyObject *list, PyObject *variable, PyObject *default_value)
{
    PyObject *value;
    if (PyContextVar_Get(variable, default_value, &value) < 0) {
        return -1;
    }
    if (value == NULL) {
        value = PyUnicode_FromString("-");
    }
    int status = value == NULL ? -1 : PyList_Append(list, value);
    Py_XDECREF(value);
    return status;
}

/* values(default, first, second): of a new variable, after each of: made, set, set again, undone, undone. */
static PyObject *
values(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *default_value, *first, *second;
    if (!PyArg_ParseTuple(args, "OOO", &default_value, &first, &second)) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    PyObject *variable = PyContextVar_New("v", default_value == Py_None ? NULL : default_value);
    PyObject *one = NULL, *two = NULL;
    int done = list != NULL && variable != NULL && note(list, variable, NULL) == 0 && note(list, variable, Py_Ellipsis) == 0 &&
               (one = PyContextVar_Set(variable, first)) != NULL && note(list, variable, Py_Ellipsis) == 0 &&
               (two = PyContextVar_Set(variable, second)) != NULL && note(list, variable, NULL) == 0 &&
               PyContextVar_Reset(variable, two) == 0 && note(list, variable, NULL) == 0 &&
               PyContextVar_Reset(variable, one) == 0 && note(list, variable, NULL) == 0;
    Py_XDECREF(variable);
    Py_XDECREF(one);
    Py_XDECREF(two);
    if (!done) {
        Py_CLEAR(list);
    }
    return list;
}

/* inside(value): a variable set to 'outside', then in a copy of the context, set there to value, outside again, and in a new context; the size of that, and whether the
 * copy has any. */
static PyObject *
inside(PyObject *module, PyObject *value)
{
    (void)module;
    PyObject *list = PyList_New(0);
    PyObject *variable = PyContextVar_New("v", NULL);
    PyObject *outside = PyUnicode_FromString("outside");
    PyObject *token = list == NULL || variable == NULL || outside == NULL ? NULL : PyContextVar_Set(variable, outside);
    PyObject *copy = token == NULL ? NULL : PyContext_CopyCurrent();
    PyObject *empty = copy == NULL ? NULL : PyContext_New();
    int done = empty != NULL && PyContext_Enter(copy) == 0 && note(list, variable, NULL) == 0;
    if (done) {
        PyObject *changed = PyContextVar_Set(variable, value);
        done = changed != NULL && note(list, variable, NULL) == 0;
        Py_XDECREF(changed);
        done = PyContext_Exit(copy) == 0 && done && note(list, variable, NULL) == 0 && PyContext_Enter(empty) == 0;
        done = done && note(list, variable, NULL) == 0 && PyContext_Exit(empty) == 0;
    }
    if (token != NULL && PyContextVar_Reset(variable, token) < 0) {
        done = 0;
    }
    PyObject *result = !done ? NULL : Py_BuildValue("(Onn)", list, PyObject_Size(empty), (Py_ssize_t)(PyObject_Size(copy) > 0));
    Py_XDECREF(list);
    Py_XDECREF(variable);
    Py_XDECREF(outside);
    Py_XDECREF(token);
    Py_XDECREF(copy);
    Py_XDECREF(empty);
    return result;
}

struct elsewhere {
    PyObject *variable;
    PyObject *value;        /* what the other thread finds; NULL: an error was cleared there */
};

static void *
look(void *arg)
{
    struct elsewhere *elsewhere = arg;
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *number = PyLong_FromLong(7);
    PyObject *token = number == NULL || PyContextVar_Get(elsewhere->variable, NULL, &elsewhere->value) < 0 ? NULL : PyContextVar_Set(elsewhere->variable, number);
    if (token == NULL) {
        PyErr_Clear();
    }
    Py_XDECREF(token);
    Py_XDECREF(number);
    PyGILState_Release(state);
    return NULL;
}

/* elsewhere(default, value): what another thread finds in a variable that is set here, and what is found here after the other thread has set it. */
static PyObject *
elsewhere(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *default_value, *value;
    if (!PyArg_ParseTuple(args, "OO", &default_value, &value)) {
        return NULL;
    }
    struct elsewhere found = {PyContextVar_New("v", default_value), NULL};
    PyObject *token = found.variable == NULL ? NULL : PyContextVar_Set(found.variable, value);
    if (token == NULL) {
        Py_XDECREF(found.variable);
        return NULL;
    }
    pthread_t thread;
    int started;
    Py_BEGIN_ALLOW_THREADS
    started = pthread_create(&thread, NULL, look, &found) == 0;
    if (started) {
        pthread_join(thread, NULL);
    }
    Py_END_ALLOW_THREADS
    PyObject *here = NULL;
    if (!started) {
        PyErr_SetString(PyExc_RuntimeError, "no thread");
    } else if (PyContextVar_Get(found.variable, NULL, &here) < 0) {
        here = NULL;
    }
    int undone = PyContextVar_Reset(found.variable, token) == 0;
    PyObject *result = here == NULL || !undone ? NULL : Py_BuildValue("(OO)", found.value == NULL ? Py_None : found.value, here);
    Py_XDECREF(here);
    Py_XDECREF(found.value);
    Py_XDECREF(found.variable);
    Py_XDECREF(token);
    return result;
}

/* A context that is entered is entered again. */
static PyObject *
twice(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *context = PyContext_New();
    if (context == NULL || PyContext_Enter(context) < 0) {
        Py_XDECREF(context);
        return NULL;
    }
    int second = PyContext_Enter(context);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    int left = PyContext_Exit(context);
    Py_DECREF(context);
    PyErr_Restore(type, value, traceback);
    return second < 0 && left == 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *
leave(PyObject *module, PyObject *context)
{
    (void)module;
    return PyContext_Exit(context) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *
leave_new(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *context = PyContext_New();
    int status = context == NULL ? -1 : PyContext_Exit(context);
    Py_XDECREF(context);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* leave_outer(): two contexts are entered, the outer one is left first. */
static PyObject *
leave_outer(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *outer = PyContext_New();
    PyObject *inner = PyContext_New();
    if (outer == NULL || inner == NULL || PyContext_Enter(outer) < 0 || PyContext_Enter(inner) < 0) {
        return NULL;
    }
    int status = PyContext_Exit(outer);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    int left = PyContext_Exit(inner) == 0 && PyContext_Exit(outer) == 0;
    Py_DECREF(outer);
    Py_DECREF(inner);
    PyErr_Restore(type, value, traceback);
    return status < 0 && left ? NULL : Py_NewRef(Py_None);
}

static PyObject *
copy_of(PyObject *module, PyObject *context)
{
    (void)module;
    return PyContext_Copy(context);
}

static PyObject *
get(PyObject *module, PyObject *variable)
{
    (void)module;
    PyObject *value;
    return PyContextVar_Get(variable, NULL, &value) < 0 ? NULL : value;
}

static PyObject *
set(PyObject *module, PyObject *variable)
{
    (void)module;
    return PyContextVar_Set(variable, Py_None);
}

/* reset(token, other): of a new variable that has just been set, by an object or by the token of another variable. */
static PyObject *
reset(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *token, *other;
    if (!PyArg_ParseTuple(args, "OO", &token, &other)) {
        return NULL;
    }
    PyObject *variable = PyContextVar_New("v", NULL);
    PyObject *another = PyContextVar_New("w", NULL);
    PyObject *foreign = another == NULL ? NULL : PyContextVar_Set(another, Py_None);
    int status = variable == NULL || foreign == NULL ? -1 : PyContextVar_Reset(variable, other == Py_True ? foreign : token);
    Py_XDECREF(variable);
    Py_XDECREF(another);
    Py_XDECREF(foreign);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* cycle(count): contexts, variables and tokens that keep each other, and nobody else. */
static PyObject *
cycle(PyObject *module, PyObject *count)
{
    (void)module;
    for (long i = PyLong_AsLong(count); i > 0; i--) {
        PyObject *variable = PyContextVar_New("v", NULL);
        PyObject *context = PyContext_New();
        if (variable == NULL || context == NULL || PyContext_Enter(context) < 0) {
            return NULL;
        }
        PyObject *token = PyContextVar_Set(variable, context);
        PyObject *again = token == NULL ? NULL : PyContextVar_Set(variable, token);
        PyContext_Exit(context);
        Py_DECREF(variable);
        Py_DECREF(context);
        Py_XDECREF(token);
        Py_XDECREF(again);
        if (again == NULL) {
            return NULL;
        }
    }
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *
checks(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("(iii)", PyContext_CheckExact(o), PyContextVar_CheckExact(o), PyContextToken_CheckExact(o));
}

static PyMethodDef functions[] = {
    {"values", values, METH_VARARGS, NULL},
    {"inside", inside, METH_O, NULL},
    {"elsewhere", elsewhere, METH_VARARGS, NULL},
    {"twice", twice, METH_NOARGS, NULL},
    {"leave", leave, METH_O, NULL},
    {"leave_new", leave_new, METH_NOARGS, NULL},
    {"leave_outer", leave_outer, METH_NOARGS, NULL},
    {"copy_of", copy_of, METH_O, NULL},
    {"get", get, METH_O, NULL},
    {"set", set, METH_O, NULL},
    {"reset", reset, METH_VARARGS, NULL},
    {"cycle", cycle, METH_O, NULL},
    {"checks", checks, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_context",
    .m_doc = "Contexts and context variables through the C API.",
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_calls_context(void)
{
    return PyModuleDef_Init(&definition);
}
