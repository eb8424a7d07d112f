/* errors.c: the error indicator of the running thread, which mooring_runtime leads to, and where Java reads it too.
 *
 * The value may still be a mere argument of the exception type: it becomes an instance only when somebody looks
 * (PyErr_NormalizeException), so raising costs nothing that is not needed.
 */
#include "objects.h"

#undef PyErr_BadInternalCall
#undef Py_FatalError

PyObject *PyErr_Occurred(void)
{
    return mooring_runtime.error->type;
}

void PyErr_Restore(PyObject *type, PyObject *value, PyObject *traceback)
{
    PyObject *old_type = mooring_runtime.error->type;
    PyObject *old_value = mooring_runtime.error->value;
    PyObject *old_traceback = mooring_runtime.error->traceback;
    mooring_runtime.error->type = type;
    mooring_runtime.error->value = value;
    mooring_runtime.error->traceback = traceback == Py_None ? NULL : traceback;
    Py_XDECREF(old_type);
    Py_XDECREF(old_value);
    Py_XDECREF(old_traceback);
}

void PyErr_Fetch(PyObject **type, PyObject **value, PyObject **traceback)
{
    *type = mooring_runtime.error->type;
    *value = mooring_runtime.error->value;
    *traceback = mooring_runtime.error->traceback;
    mooring_runtime.error->type = NULL;
    mooring_runtime.error->value = NULL;
    mooring_runtime.error->traceback = NULL;
}

void PyErr_Clear(void)
{
    if (mooring_runtime.error->type != NULL) {
        PyErr_Restore(NULL, NULL, NULL);
    }
}

static struct mooring_handled *innermost(const PyThreadState *thread)
{
    struct mooring_handled *handled = thread->handled;
    while ((handled->exception == NULL || handled->exception == Py_None) && handled->previous != NULL) {
        handled = handled->previous;
    }
    return handled;
}

/* The exception being handled becomes the context of the new one, as after `except: raise other`. */
static void chain_context(PyObject *type, PyObject *value)
{
    PyObject *handled = mooring_runtime.thread == NULL ? NULL : innermost(mooring_runtime.thread)->exception;
    if (handled == NULL || handled == Py_None || value == handled) {
        return;
    }
    PyObject *instance = value != NULL && PyExceptionInstance_Check(value)
                             ? Py_NewRef(value)
                             : mooring_upcalls.error_instance(type, value, NULL);
    if (instance == NULL) {
        return;
    }
    PyException_SetContext(instance, Py_NewRef(handled));
    Py_INCREF(Py_TYPE(instance));
    PyErr_Restore((PyObject *)Py_TYPE(instance), instance, NULL);
}

void PyErr_SetObject(PyObject *type, PyObject *value)
{
    if (type != NULL && !PyExceptionClass_Check(type)) {
        PyErr_Format(PyExc_SystemError, "_PyErr_SetObject: exception %R is not a BaseException subclass", type);
        return;
    }
    PyErr_Restore(Py_XNewRef(type), Py_XNewRef(value), NULL);
    if (type != NULL) {
        chain_context(type, value);
    }
}

void PyErr_SetNone(PyObject *type)
{
    PyErr_SetObject(type, NULL);
}

void PyErr_SetString(PyObject *type, const char *message)
{
    PyObject *text = PyUnicode_FromString(message);
    if (text != NULL) {
        PyErr_SetObject(type, text);
        Py_DECREF(text);
    }
}

/* A key that is a tuple must not be taken for a list of arguments. */
void _PyErr_SetKeyError(PyObject *key)
{
    PyObject *args = PyTuple_Pack(1, key);
    if (args != NULL) {
        PyErr_SetObject(PyExc_KeyError, args);
        Py_DECREF(args);
    }
}

PyObject *PyErr_FormatV(PyObject *type, const char *format, va_list values)
{
    PyErr_Clear(); /* the formatting may call back, and an error that is set would confuse it */
    PyObject *text = PyUnicode_FromFormatV(format, values);
    if (text != NULL) {
        PyErr_SetObject(type, text);
        Py_DECREF(text);
    }
    return NULL;
}

PyObject *PyErr_Format(PyObject *type, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    PyErr_FormatV(type, format, values);
    va_end(values);
    return NULL;
}

/* matching */

int PyErr_GivenExceptionMatches(PyObject *error, PyObject *exception)
{
    if (error == NULL || exception == NULL) {
        return 0;
    }
    if (PyTuple_Check(exception)) {
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(exception); i++) {
            if (PyErr_GivenExceptionMatches(error, PyTuple_GET_ITEM(exception, i))) {
                return 1;
            }
        }
        return 0;
    }
    if (PyExceptionInstance_Check(error)) {
        error = (PyObject *)Py_TYPE(error);
    }
    if (PyExceptionClass_Check(error) && PyExceptionClass_Check(exception)) {
        return PyType_IsSubtype((PyTypeObject *)error, (PyTypeObject *)exception);
    }
    return error == exception;
}

int PyErr_ExceptionMatches(PyObject *exception)
{
    return PyErr_GivenExceptionMatches(PyErr_Occurred(), exception);
}

void PyErr_NormalizeException(PyObject **type, PyObject **value, PyObject **traceback)
{
    if (*type == NULL || (*value != NULL && PyExceptionInstance_Check(*value) && PyExceptionClass_Check(*type) &&
                          PyType_IsSubtype(Py_TYPE(*value), (PyTypeObject *)*type))) {
        if (*type != NULL && *type != (PyObject *)Py_TYPE(*value)) {
            Py_INCREF(Py_TYPE(*value));
            Py_SETREF(*type, (PyObject *)Py_TYPE(*value));
        }
        return;
    }
    PyObject *instance = mooring_upcalls.error_instance(*type, *value, traceback != NULL ? *traceback : NULL);
    if (instance == NULL) {
        /* making the exception failed: what went wrong there takes its place */
        Py_CLEAR(*type);
        Py_CLEAR(*value);
        PyObject *ignored = NULL;
        PyErr_Fetch(type, value, traceback != NULL ? traceback : &ignored);
        Py_XDECREF(ignored);
        if (*value == NULL || !PyExceptionInstance_Check(*value)) {
            PyObject *retried = *type == NULL ? NULL : mooring_upcalls.error_instance(*type, *value, NULL);
            Py_XDECREF(*value);
            *value = retried;
        }
        return;
    }
    Py_XSETREF(*value, instance);
    if (!PyExceptionClass_Check(*type)) {
        Py_INCREF(Py_TYPE(instance));
        Py_SETREF(*type, (PyObject *)Py_TYPE(instance));
    }
}

/* the exception being handled */

PyObject *PyErr_GetHandledException(void)
{
    PyObject *handled = innermost(PyThreadState_Get())->exception;
    return handled == NULL || handled == Py_None ? NULL : Py_NewRef(handled);
}

void PyErr_SetHandledException(PyObject *exception)
{
    PyThreadState *thread = PyThreadState_Get();
    PyObject *value = exception == Py_None ? NULL : Py_XNewRef(exception);
    Py_XSETREF(thread->handled->exception, value);
}

void PyErr_GetExcInfo(PyObject **type, PyObject **value, PyObject **traceback)
{
    PyObject *handled = PyErr_GetHandledException();
    *value = handled != NULL ? handled : Py_NewRef(Py_None);
    *type = handled != NULL ? Py_NewRef(Py_TYPE(handled)) : Py_NewRef(Py_None);
    *traceback = handled != NULL ? PyException_GetTraceback(handled) : NULL;
    if (*traceback == NULL) {
        *traceback = Py_NewRef(Py_None);
    }
}

void PyErr_SetExcInfo(PyObject *type, PyObject *value, PyObject *traceback)
{
    PyErr_SetHandledException(value);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

/* shorthands */

int PyErr_BadArgument(void)
{
    PyErr_SetString(PyExc_TypeError, "bad argument type for built-in operation");
    return 0;
}

PyObject *PyErr_NoMemory(void)
{
    return mooring_no_memory();
}

void _PyErr_BadInternalCall(const char *file, int line)
{
    PyErr_Format(PyExc_SystemError, "%s:%d: bad argument to internal function", file, line);
}

void PyErr_BadInternalCall(void)
{
    PyErr_SetString(PyExc_SystemError, "bad argument to internal function");
}

PyObject *PyErr_SetFromErrnoWithFilenameObjects(PyObject *type, PyObject *file, PyObject *file2)
{
    int number = errno;
    if (number == EINTR && PyErr_CheckSignals()) {
        return NULL;
    }
    const char *message = number == 0 ? "Error" : strerror(number);
    PyObject *args = file == NULL    ? Py_BuildValue("(is)", number, message)
                     : file2 == NULL ? Py_BuildValue("(isO)", number, message, file)
                                     : Py_BuildValue("(isOiO)", number, message, file, 0, file2);
    if (args == NULL) {
        return NULL;
    }
    PyObject *instance = PyObject_Call(type, args, NULL); /* OSError makes an instance of the subclass for the number */
    Py_DECREF(args);
    if (instance != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(instance), instance);
        Py_DECREF(instance);
    }
    return NULL;
}

PyObject *PyErr_SetFromErrno(PyObject *type)
{
    return PyErr_SetFromErrnoWithFilenameObjects(type, NULL, NULL);
}

PyObject *PyErr_SetFromErrnoWithFilenameObject(PyObject *type, PyObject *file)
{
    return PyErr_SetFromErrnoWithFilenameObjects(type, file, NULL);
}

PyObject *PyErr_SetFromErrnoWithFilename(PyObject *type, const char *file)
{
    int number = errno; /* the decoding below may change it */
    PyObject *name = file == NULL ? NULL : PyUnicode_DecodeFSDefault(file);
    if (file != NULL && name == NULL) {
        return NULL;
    }
    errno = number;
    PyErr_SetFromErrnoWithFilenameObjects(type, name, NULL);
    Py_XDECREF(name);
    return NULL;
}

PyObject *PyErr_SetImportErrorSubclass(PyObject *type, PyObject *message, PyObject *name, PyObject *path)
{
    if (message == NULL) {
        PyErr_SetString(PyExc_TypeError, "expected a message argument");
        return NULL;
    }
    PyObject *args = PyTuple_Pack(1, message);
    PyObject *kwargs = PyDict_New();
    PyObject *instance = NULL;
    if (args != NULL && kwargs != NULL && PyDict_SetItemString(kwargs, "name", name != NULL ? name : Py_None) == 0 &&
        PyDict_SetItemString(kwargs, "path", path != NULL ? path : Py_None) == 0) {
        instance = PyObject_Call(type, args, kwargs);
    }
    Py_XDECREF(args);
    Py_XDECREF(kwargs);
    if (instance != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(instance), instance);
        Py_DECREF(instance);
    }
    return NULL;
}

PyObject *PyErr_SetImportError(PyObject *message, PyObject *name, PyObject *path)
{
    return PyErr_SetImportErrorSubclass(PyExc_ImportError, message, name, path);
}

/* The error that is set becomes the context (and for FromCause the cause) of the one given or made. */

void _PyErr_ChainExceptions(PyObject *type, PyObject *value, PyObject *traceback)
{
    if (type == NULL) {
        return;
    }
    if (!PyErr_Occurred()) {
        PyErr_Restore(type, value, traceback);
        return;
    }
    PyObject *new_type, *new_value, *new_traceback;
    PyErr_Fetch(&new_type, &new_value, &new_traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyErr_NormalizeException(&new_type, &new_value, &new_traceback);
    if (value != NULL && new_value != NULL) {
        PyException_SetContext(new_value, Py_NewRef(value));
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    PyErr_Restore(new_type, new_value, new_traceback);
}

PyObject *_PyErr_FormatFromCause(PyObject *exception, const char *format, ...)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    va_list values;
    va_start(values, format);
    PyErr_FormatV(exception, format, values);
    va_end(values);
    PyObject *new_type, *new_value, *new_traceback;
    PyErr_Fetch(&new_type, &new_value, &new_traceback);
    PyErr_NormalizeException(&new_type, &new_value, &new_traceback);
    if (value != NULL && new_value != NULL) {
        PyException_SetCause(new_value, Py_NewRef(value));
        PyException_SetContext(new_value, Py_NewRef(value));
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    PyErr_Restore(new_type, new_value, new_traceback);
    return NULL;
}
