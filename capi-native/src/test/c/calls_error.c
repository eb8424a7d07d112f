/* calls_error.c: exceptions through the C API: set, fetched, restored, matched, chained, made.
 *
 * See calls_object.c for how the rows of the border tests use such a module.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* An exception type of builtins by its name. */
static PyObject *
exception_type(const char *name)
{
    PyObject *type = PyDict_GetItemString(PyEval_GetBuiltins(), name);
    if (type == NULL) {
        PyErr_Format(PyExc_NameError, "no builtin named %s", name);
    }
    return type;
}

/* raise_string(type, text) */
static PyObject *
raise_string(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name, *text;
    if (!PyArg_ParseTuple(args, "ss", &name, &text)) {
        return NULL;
    }
    PyObject *type = exception_type(name);
    if (type != NULL) {
        PyErr_SetString(type, text);
    }
    return NULL;
}

/* raise_object(type, value) */
static PyObject *
raise_object(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *value;
    if (!PyArg_ParseTuple(args, "sO", &name, &value)) {
        return NULL;
    }
    PyObject *type = exception_type(name);
    if (type != NULL) {
        PyErr_SetObject(type, value);
    }
    return NULL;
}

static PyObject *
raise_none(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *type = PyArg_ParseTuple(args, "s", &name) ? exception_type(name) : NULL;
    if (type != NULL) {
        PyErr_SetNone(type);
    }
    return NULL;
}

static PyObject *
raise_format(PyObject *module, PyObject *o)
{
    (void)module;
    return PyErr_Format(PyExc_ValueError, "%s is no %R but a %.3s", "this", o, Py_TYPE(o)->tp_name);
}

static PyObject *
raise_memory(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyErr_NoMemory();
}

static PyObject *
raise_errno(PyObject *module, PyObject *args)
{
    (void)module;
    int number;
    const char *filename;
    if (!PyArg_ParseTuple(args, "iz", &number, &filename)) {
        return NULL;
    }
    errno = number;
    return filename == NULL ? PyErr_SetFromErrno(PyExc_OSError) : PyErr_SetFromErrnoWithFilename(PyExc_OSError, filename);
}

static PyObject *
raise_bad_call(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyErr_BadInternalCall();
    return NULL;
}

static PyObject *
raise_bad_argument(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyErr_BadArgument();
    return NULL;
}

/* Fetches, normalizes and takes apart: (type's name, str of the value, args). */
static PyObject *
fetched(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *argument;
    if (!PyArg_ParseTuple(args, "sO", &name, &argument)) {
        return NULL;
    }
    PyObject *wanted = exception_type(name);
    if (wanted == NULL) {
        return NULL;
    }
    PyErr_SetObject(wanted, argument);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (PyErr_Occurred()) {
        return NULL;
    }
    PyObject *type_name = PyObject_GetAttrString(type, "__name__");
    PyObject *text = PyObject_Str(value);
    PyObject *arguments = PyObject_GetAttrString(value, "args");
    PyObject *result = NULL;
    if (type_name != NULL && text != NULL && arguments != NULL) {
        result = PyTuple_Pack(3, type_name, text, arguments);
    }
    Py_XDECREF(type_name);
    Py_XDECREF(text);
    Py_XDECREF(arguments);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return result;
}

/* Fetches an error, does work that raises and clears others, restores the first. */
static PyObject *
restored(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *type, *value, *traceback;
    if (raise_object(module, args) == NULL) {
        PyErr_Fetch(&type, &value, &traceback);
        PyErr_SetString(PyExc_KeyError, "in between");
        PyErr_Clear();
        PyErr_Restore(type, value, traceback);
    }
    return NULL;
}

/* Raises one error, answers whether it matches another type; the first is gone. */
static PyObject *
matches(PyObject *module, PyObject *args)
{
    (void)module;
    const char *raised, *caught;
    if (!PyArg_ParseTuple(args, "ss", &raised, &caught)) {
        return NULL;
    }
    PyObject *type = exception_type(raised);
    PyObject *handler = type == NULL ? NULL : exception_type(caught);
    if (handler == NULL) {
        return NULL;
    }
    PyErr_SetString(type, "to be caught");
    int found = PyErr_ExceptionMatches(handler);
    PyErr_Clear();
    return PyBool_FromLong(found);
}

static PyObject *
given_matches(PyObject *module, PyObject *args)
{
    (void)module;
    const char *raised;
    PyObject *names;
    if (!PyArg_ParseTuple(args, "sO!", &raised, &PyTuple_Type, &names)) {
        return NULL;
    }
    PyObject *types = PyTuple_New(PyTuple_Size(names));
    for (Py_ssize_t i = 0; types != NULL && i < PyTuple_Size(names); i++) {
        PyObject *type = exception_type(PyUnicode_AsUTF8(PyTuple_GetItem(names, i)));
        if (type == NULL) {
            Py_DECREF(types);
            return NULL;
        }
        Py_INCREF(type);
        PyTuple_SetItem(types, i, type);
    }
    if (types == NULL) {
        return NULL;
    }
    PyObject *type = exception_type(raised);
    int found = type != NULL && PyErr_GivenExceptionMatches(type, types);
    Py_DECREF(types);
    return PyErr_Occurred() ? NULL : PyBool_FromLong(found);
}

/* Swallows the error of a call: its str, or None when there was none. */
static PyObject *
caught(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    const char *attribute;
    if (!PyArg_ParseTuple(args, "Os", &o, &attribute)) {
        return NULL;
    }
    PyObject *found = PyObject_GetAttrString(o, attribute);
    if (found != NULL) {
        Py_DECREF(found);
        Py_RETURN_NONE;
    }
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = PyObject_Str(value);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return text;
}

/* A new exception type, raised with a message. */
static PyObject *
raise_new(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name, *text;
    if (!PyArg_ParseTuple(args, "ss", &name, &text)) {
        return NULL;
    }
    PyObject *type = PyErr_NewException(name, PyExc_LookupError, NULL);
    if (type != NULL) {
        PyErr_SetString(type, text);
        Py_DECREF(type);
    }
    return NULL;
}

/* (name, module, doc, is a LookupError, is a TypeError) of a new exception type with two bases and a dict. */
static PyObject *
new_with_doc(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name, *doc;
    PyObject *dict;
    if (!PyArg_ParseTuple(args, "szO", &name, &doc, &dict)) {
        return NULL;
    }
    PyObject *bases = PyTuple_Pack(2, PyExc_LookupError, PyExc_TypeError);
    if (bases == NULL) {
        return NULL;
    }
    PyObject *type = PyErr_NewExceptionWithDoc(name, doc, bases, dict == Py_None ? NULL : dict);
    Py_DECREF(bases);
    if (type == NULL) {
        return NULL;
    }
    PyObject *type_name = PyObject_GetAttrString(type, "__name__");
    PyObject *type_module = PyObject_GetAttrString(type, "__module__");
    PyObject *type_doc = PyObject_GetAttrString(type, "__doc__");
    PyObject *result = NULL;
    if (type_name != NULL && type_module != NULL && type_doc != NULL) {
        result = Py_BuildValue("(OOOii)", type_name, type_module, type_doc, PyObject_IsSubclass(type, PyExc_LookupError),
                               PyObject_IsSubclass(type, PyExc_TypeError));
    }
    Py_XDECREF(type_name);
    Py_XDECREF(type_module);
    Py_XDECREF(type_doc);
    Py_DECREF(type);
    return result;
}

/* Chains two exceptions: (cause is the first, context is the first, traceback is absent). */
static PyObject *
chained(PyObject *module, PyObject *args)
{
    (void)module;
    const char *text;
    if (!PyArg_ParseTuple(args, "s", &text)) {
        return NULL;
    }
    PyObject *first = PyObject_CallFunction(PyExc_KeyError, "s", text);
    PyObject *second = first == NULL ? NULL : PyObject_CallFunction(PyExc_ValueError, "s", text);
    if (second == NULL) {
        Py_XDECREF(first);
        return NULL;
    }
    Py_INCREF(first);
    PyException_SetCause(second, first);
    Py_INCREF(first);
    PyException_SetContext(second, first);
    PyObject *cause = PyException_GetCause(second);
    PyObject *context = PyException_GetContext(second);
    PyObject *traceback = PyException_GetTraceback(second);
    PyObject *result = Py_BuildValue("(iii)", cause == first, context == first, traceback == NULL);
    Py_XDECREF(cause);
    Py_XDECREF(context);
    Py_XDECREF(traceback);
    Py_DECREF(first);
    Py_DECREF(second);
    return result;
}

static PyMethodDef functions[] = {
    {"raise_string", raise_string, METH_VARARGS, NULL},
    {"raise_object", raise_object, METH_VARARGS, NULL},
    {"raise_none", raise_none, METH_VARARGS, NULL},
    {"raise_format", raise_format, METH_O, NULL},
    {"raise_memory", raise_memory, METH_NOARGS, NULL},
    {"raise_errno", raise_errno, METH_VARARGS, NULL},
    {"raise_bad_call", raise_bad_call, METH_NOARGS, NULL},
    {"raise_bad_argument", raise_bad_argument, METH_NOARGS, NULL},
    {"fetched", fetched, METH_VARARGS, NULL},
    {"restored", restored, METH_VARARGS, NULL},
    {"matches", matches, METH_VARARGS, NULL},
    {"given_matches", given_matches, METH_VARARGS, NULL},
    {"caught", caught, METH_VARARGS, NULL},
    {"raise_new", raise_new, METH_VARARGS, NULL},
    {"new_with_doc", new_with_doc, METH_VARARGS, NULL},
    {"chained", chained, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_error",
    .m_doc = "Exceptions through the C API.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_calls_error(void)
{
    return PyModule_Create(&definition);
}
