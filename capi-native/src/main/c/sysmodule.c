/* sysmodule.c: the sys module and the standard streams, which are Java's. */
#include "objects.h"

/* What PySys_WriteStdout writes at most; the rest is replaced by a note, as the API says. */
#define WRITE_LIMIT 1000

PyObject *PySys_GetObject(const char *name)
{
    return mooring_upcalls.sys_get_object(name);
}

int PySys_SetObject(const char *name, PyObject *value)
{
    return mooring_upcalls.sys_set_object(name, value);
}

static void write_limited(int stream, const char *format, va_list values)
{
    char text[WRITE_LIMIT + 1];
    int length = PyOS_vsnprintf(text, sizeof text, format, values);
    int cut = length < 0 || (size_t)length >= sizeof text;
    mooring_upcalls.write_stream(stream, text, (Py_ssize_t)strlen(text));
    if (cut) {
        static const char note[] = "... truncated";
        mooring_upcalls.write_stream(stream, note, sizeof note - 1);
    }
}

static void write_formatted(int stream, const char *format, va_list values)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *text = PyUnicode_FromFormatV(format, values);
    Py_ssize_t size;
    const char *bytes = text == NULL ? NULL : PyUnicode_AsUTF8AndSize(text, &size);
    if (bytes != NULL) {
        mooring_upcalls.write_stream(stream, bytes, size);
    }
    Py_XDECREF(text);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
}

#define WRITER(name, write, stream)                                                                                \
    void name(const char *format, ...)                                                                             \
    {                                                                                                              \
        va_list values;                                                                                            \
        va_start(values, format);                                                                                  \
        write(stream, format, values);                                                                             \
        va_end(values);                                                                                            \
    }
WRITER(PySys_WriteStdout, write_limited, 1)
WRITER(PySys_WriteStderr, write_limited, 2)
WRITER(PySys_FormatStdout, write_formatted, 1)
WRITER(PySys_FormatStderr, write_formatted, 2)

/* There are no audit hooks, no warning options and no -X options. */

int PySys_Audit(const char *event, const char *format, ...)
{
    (void)event;
    (void)format;
    return 0;
}

void PySys_ResetWarnOptions(void)
{
}

int PySys_HasWarnOptions(void)
{
    return 0;
}

PyObject *PySys_GetXOptions(void)
{
    PyObject *options = PySys_GetObject("_xoptions");
    return options;
}

int PyTraceBack_Print(PyObject *traceback, PyObject *file)
{
    if (traceback == NULL) {
        return 0;
    }
    if (!PyTraceBack_Check(traceback)) {
        PyErr_BadInternalCall();
        return -1;
    }
    PyObject *text = PyObject_Repr(traceback);
    int status = text == NULL ? -1 : PyFile_WriteObject(text, file, Py_PRINT_RAW);
    Py_XDECREF(text);
    return status;
}
