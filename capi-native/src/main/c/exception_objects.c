/* exception_objects.c: reading and writing the attributes of exception instances. */
#include "objects.h"

enum { CAUSE, CONTEXT, TRACEBACK };

PyObject *PyException_GetTraceback(PyObject *exception)
{
    return mooring_upcalls.exception_get(exception, TRACEBACK);
}

int PyException_SetTraceback(PyObject *exception, PyObject *traceback)
{
    if (traceback != NULL && traceback != Py_None && !PyTraceBack_Check(traceback)) {
        PyErr_SetString(PyExc_TypeError, "__traceback__ must be a traceback or None");
        return -1;
    }
    return mooring_upcalls.exception_set(exception, TRACEBACK, traceback == Py_None ? NULL : traceback);
}

PyObject *PyException_GetCause(PyObject *exception)
{
    return mooring_upcalls.exception_get(exception, CAUSE);
}

PyObject *PyException_GetContext(PyObject *exception)
{
    return mooring_upcalls.exception_get(exception, CONTEXT);
}

static void set_and_release(PyObject *exception, int what, PyObject *value)
{
    if (mooring_upcalls.exception_set(exception, what, value) < 0) {
        PyErr_Clear(); /* the API has no way to report it */
    }
    Py_XDECREF(value);
}

void PyException_SetCause(PyObject *exception, PyObject *cause)
{
    set_and_release(exception, CAUSE, cause);
}

void PyException_SetContext(PyObject *exception, PyObject *context)
{
    set_and_release(exception, CONTEXT, context);
}

const char *PyExceptionClass_Name(PyObject *cls)
{
    return ((PyTypeObject *)cls)->tp_name;
}

/* UnicodeError: where in which object the coding failed, and why */

PyObject *PyUnicodeDecodeError_Create(const char *encoding, const char *object, Py_ssize_t length, Py_ssize_t start,
                                      Py_ssize_t end, const char *reason)
{
    return PyObject_CallFunction(PyExc_UnicodeDecodeError, "sy#nns", encoding, object, length, start, end, reason);
}

static int get_index(PyObject *exception, const char *name, Py_ssize_t *index)
{
    PyObject *value = PyObject_GetAttrString(exception, name);
    if (value == NULL) {
        return -1;
    }
    *index = PyLong_AsSsize_t(value);
    Py_DECREF(value);
    return *index == -1 && PyErr_Occurred() ? -1 : 0;
}

static Py_ssize_t object_size(PyObject *exception)
{
    PyObject *object = PyObject_GetAttrString(exception, "object");
    if (object == NULL) {
        return -1;
    }
    Py_ssize_t size = PyObject_Size(object);
    Py_DECREF(object);
    return size;
}

/* The indices may have been set to anything: they are brought into the object, as CPython brings them. */

static int get_start(PyObject *exception, Py_ssize_t *start)
{
    Py_ssize_t size = object_size(exception);
    if (size < 0 || get_index(exception, "start", start) < 0) {
        return -1;
    }
    *start = *start < 0 ? 0 : *start >= size ? size - 1 : *start;
    return 0;
}

static int get_end(PyObject *exception, Py_ssize_t *end)
{
    Py_ssize_t size = object_size(exception);
    if (size < 0 || get_index(exception, "end", end) < 0) {
        return -1;
    }
    *end = *end < 1 ? 1 : *end > size ? size : *end;
    return 0;
}

static int set_index(PyObject *exception, const char *name, Py_ssize_t index)
{
    PyObject *value = PyLong_FromSsize_t(index);
    if (value == NULL) {
        return -1;
    }
    int status = PyObject_SetAttrString(exception, name, value);
    Py_DECREF(value);
    return status;
}

static int set_reason(PyObject *exception, const char *reason)
{
    PyObject *value = PyUnicode_FromString(reason);
    if (value == NULL) {
        return -1;
    }
    int status = PyObject_SetAttrString(exception, "reason", value);
    Py_DECREF(value);
    return status;
}

PyObject *PyUnicodeEncodeError_GetEncoding(PyObject *exception)
{
    return PyObject_GetAttrString(exception, "encoding");
}

PyObject *PyUnicodeDecodeError_GetEncoding(PyObject *exception)
{
    return PyObject_GetAttrString(exception, "encoding");
}

#define UNICODE_ERROR(kind)                                                                                        \
    PyObject *PyUnicode##kind##Error_GetObject(PyObject *exception)                                                \
    {                                                                                                              \
        return PyObject_GetAttrString(exception, "object");                                                        \
    }                                                                                                              \
    PyObject *PyUnicode##kind##Error_GetReason(PyObject *exception)                                                \
    {                                                                                                              \
        return PyObject_GetAttrString(exception, "reason");                                                        \
    }                                                                                                              \
    int PyUnicode##kind##Error_SetReason(PyObject *exception, const char *reason)                                  \
    {                                                                                                              \
        return set_reason(exception, reason);                                                                      \
    }                                                                                                              \
    int PyUnicode##kind##Error_GetStart(PyObject *exception, Py_ssize_t *start)                                    \
    {                                                                                                              \
        return get_start(exception, start);                                                                        \
    }                                                                                                              \
    int PyUnicode##kind##Error_SetStart(PyObject *exception, Py_ssize_t start)                                     \
    {                                                                                                              \
        return set_index(exception, "start", start);                                                               \
    }                                                                                                              \
    int PyUnicode##kind##Error_GetEnd(PyObject *exception, Py_ssize_t *end)                                        \
    {                                                                                                              \
        return get_end(exception, end);                                                                            \
    }                                                                                                              \
    int PyUnicode##kind##Error_SetEnd(PyObject *exception, Py_ssize_t end)                                         \
    {                                                                                                              \
        return set_index(exception, "end", end);                                                                   \
    }
UNICODE_ERROR(Encode)
UNICODE_ERROR(Decode)
UNICODE_ERROR(Translate)

/* A tuple or an exception as the value would be taken for the arguments or for the exception itself. */
int _PyGen_SetStopIterationValue(PyObject *value)
{
    if (value == NULL || !(PyTuple_Check(value) || PyExceptionInstance_Check(value))) {
        PyErr_SetObject(PyExc_StopIteration, value);
        return 0;
    }
    PyObject *exception = PyObject_CallOneArg(PyExc_StopIteration, value);
    if (exception == NULL) {
        return -1;
    }
    PyErr_SetObject(PyExc_StopIteration, exception);
    Py_DECREF(exception);
    return 0;
}

/* The value of the StopIteration that is set, which is cleared, or None if no error is set; -1 where another error is set. */
PyAPI_FUNC(int) _PyGen_FetchStopIterationValue(PyObject **value);
int _PyGen_FetchStopIterationValue(PyObject **value)
{
    *value = NULL;
    if (!PyErr_Occurred()) {
        *value = Py_NewRef(Py_None);
        return 0;
    }
    if (!PyErr_ExceptionMatches(PyExc_StopIteration)) {
        return -1;
    }
    PyObject *type, *exception, *traceback;
    PyErr_Fetch(&type, &exception, &traceback);
    PyErr_NormalizeException(&type, &exception, &traceback);
    *value = PyObject_GetAttrString(exception, "value");
    Py_XDECREF(type);
    Py_XDECREF(exception);
    Py_XDECREF(traceback);
    return *value == NULL ? -1 : 0;
}
