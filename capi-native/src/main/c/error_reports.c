/* error_reports.c: errors that leave the program's flow: new exception types, unraisable errors, warnings, printing,
 * the end of the process. */
#include "objects.h"

#undef Py_FatalError

PyObject *PyErr_NewExceptionWithDoc(const char *name, const char *doc, PyObject *base, PyObject *dict)
{
    if (strchr(name, '.') == NULL) {
        PyErr_SetString(PyExc_SystemError, "PyErr_NewException: name must be module.class");
        return NULL;
    }
    if (base == NULL) {
        base = PyExc_Exception;
    }
    PyObject *bases = PyTuple_Check(base) ? Py_NewRef(base) : PyTuple_Pack(1, base);
    if (bases == NULL) {
        return NULL;
    }
    PyObject *type = mooring_upcalls.error_new_type(name, doc, bases, dict);
    Py_DECREF(bases);
    return type;
}

PyObject *PyErr_NewException(const char *name, PyObject *base, PyObject *dict)
{
    return PyErr_NewExceptionWithDoc(name, NULL, base, dict);
}

void PyErr_WriteUnraisable(PyObject *where)
{
    if (PyErr_Occurred()) {
        mooring_upcalls.error_write_unraisable(where);
        PyErr_Clear();
    }
}

void _PyErr_WriteUnraisableMsg(const char *message, PyObject *where)
{
    (void)message;
    PyErr_WriteUnraisable(where);
}

void PyErr_PrintEx(int set_sys_last_vars)
{
    (void)set_sys_last_vars;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (type == NULL) {
        return;
    }
    PyErr_NormalizeException(&type, &value, &traceback);
    PyErr_Display(type, value, traceback);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

void PyErr_Print(void)
{
    PyErr_PrintEx(1);
}

void PyErr_Display(PyObject *type, PyObject *value, PyObject *traceback)
{
    mooring_upcalls.error_print(type, value, traceback);
    PyErr_Clear();
}

/* warnings */

int PyErr_WarnEx(PyObject *category, const char *message, Py_ssize_t stack_level)
{
    return mooring_upcalls.error_warn(category != NULL ? category : PyExc_RuntimeWarning, message, stack_level);
}

static int warn_format(PyObject *category, Py_ssize_t stack_level, const char *format, va_list values)
{
    PyObject *text = PyUnicode_FromFormatV(format, values);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    int status = message == NULL ? -1 : PyErr_WarnEx(category, message, stack_level);
    Py_XDECREF(text);
    return status;
}

int PyErr_WarnFormat(PyObject *category, Py_ssize_t stack_level, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int status = warn_format(category, stack_level, format, values);
    va_end(values);
    return status;
}

int PyErr_ResourceWarning(PyObject *source, Py_ssize_t stack_level, const char *format, ...)
{
    (void)source;
    va_list values;
    va_start(values, format);
    int status = warn_format(PyExc_ResourceWarning, stack_level, format, values);
    va_end(values);
    return status;
}

int PyErr_WarnExplicit(PyObject *category, const char *message, const char *file, int line, const char *module,
                       PyObject *registry)
{
    (void)module;
    (void)registry;
    return PyErr_WarnFormat(category, 1, "%s:%d: %s", file, line, message);
}

/* the end */

void _Py_FatalErrorFunc(const char *function, const char *message)
{
    if (mooring_upcalls.fatal_error != NULL) {
        mooring_upcalls.fatal_error(function, message);
    }
    fprintf(stderr, "Fatal Python error: %s: %s\n", function != NULL ? function : "unknown", message);
    abort();
}

void Py_FatalError(const char *message)
{
    _Py_FatalErrorFunc(NULL, message);
}

/* Signals belong to the JVM: none is ever pending here but the one that C itself sets. */
static int interrupt_set;

int PyErr_CheckSignals(void)
{
    if (interrupt_set) {
        interrupt_set = 0;
        PyErr_SetNone(PyExc_KeyboardInterrupt);
        return -1;
    }
    return 0;
}

void PyErr_SetInterrupt(void)
{
    interrupt_set = 1;
}

int PyErr_SetInterruptEx(int signal)
{
    if (signal < 1 || signal > 64) {
        return -1;
    }
    if (signal == 2) {
        interrupt_set = 1;
    }
    return 0;
}

int PyOS_InterruptOccurred(void)
{
    int occurred = interrupt_set;
    interrupt_set = 0;
    return occurred;
}
