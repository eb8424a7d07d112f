/* fileobject.c: files as Python objects: written to and read from through their methods. */
#include "Python.h"

#include <string.h>

const char *Py_FileSystemDefaultEncoding = "utf-8";
const char *Py_FileSystemDefaultEncodeErrors = "surrogateescape";
int Py_HasFileSystemDefaultEncoding = 1;
int Py_UTF8Mode = 0;

PyObject *PyFile_FromFd(int fd, const char *name, const char *mode, int buffering, const char *encoding,
                        const char *errors, const char *newline, int closefd)
{
    (void)name;
    PyObject *io = PyImport_ImportModule("io");
    if (io == NULL) {
        return NULL;
    }
    PyObject *file = PyObject_CallMethod(io, "open", "isisssO", fd, mode, buffering, encoding, errors, newline,
                                         closefd ? Py_True : Py_False);
    Py_DECREF(io);
    return file;
}

/* Without the newline that the line ends with. Steals line. */
static PyObject *strip_newline(PyObject *line)
{
    PyObject *stripped = NULL;
    if (PyBytes_Check(line)) {
        Py_ssize_t size = PyBytes_GET_SIZE(line);
        if (size == 0) {
            PyErr_SetString(PyExc_EOFError, "EOF when reading a line");
        } else if (PyBytes_AS_STRING(line)[size - 1] != '\n') {
            return line;
        } else {
            stripped = PyBytes_FromStringAndSize(PyBytes_AS_STRING(line), size - 1);
        }
    } else {
        Py_ssize_t length = PyUnicode_GET_LENGTH(line);
        if (length == 0) {
            PyErr_SetString(PyExc_EOFError, "EOF when reading a line");
        } else if (PyUnicode_READ_CHAR(line, length - 1) != '\n') {
            return line;
        } else {
            stripped = PyUnicode_Substring(line, 0, length - 1);
        }
    }
    Py_DECREF(line);
    return stripped;
}

PyObject *PyFile_GetLine(PyObject *file, int limit)
{
    if (file == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyObject *line = limit > 0 ? PyObject_CallMethod(file, "readline", "i", limit)
                               : PyObject_CallMethod(file, "readline", NULL);
    if (line == NULL) {
        return NULL;
    }
    if (!PyBytes_Check(line) && !PyUnicode_Check(line)) {
        PyErr_SetString(PyExc_TypeError, "object.readline() returned non-string");
        Py_DECREF(line);
        return NULL;
    }
    return limit < 0 ? strip_newline(line) : line;
}

int PyFile_WriteObject(PyObject *o, PyObject *file, int flags)
{
    if (file == NULL) {
        PyErr_SetString(PyExc_TypeError, "writeobject with NULL file");
        return -1;
    }
    PyObject *text = flags & Py_PRINT_RAW ? PyObject_Str(o) : PyObject_Repr(o);
    PyObject *result = text != NULL ? PyObject_CallMethod(file, "write", "O", text) : NULL;
    Py_XDECREF(text);
    Py_XDECREF(result);
    return result != NULL ? 0 : -1;
}

/* While an error is set nothing is written: the error is what the caller must see. */
int PyFile_WriteString(const char *text, PyObject *file)
{
    if (file == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_SystemError, "null file for PyFile_WriteString");
        }
        return -1;
    }
    if (PyErr_Occurred()) {
        return -1;
    }
    PyObject *str = PyUnicode_FromString(text);
    int result = str != NULL ? PyFile_WriteObject(str, file, Py_PRINT_RAW) : -1;
    Py_XDECREF(str);
    return result;
}

/* What fileno() gives, as an int object; NULL with an error. */
static PyObject *call_fileno(PyObject *o)
{
    PyObject *method = PyObject_GetAttrString(o, "fileno");
    if (method == NULL) {
        if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_SetString(PyExc_TypeError, "argument must be an int, or have a fileno() method.");
        }
        return NULL;
    }
    PyObject *number = PyObject_CallNoArgs(method);
    Py_DECREF(method);
    if (number != NULL && !PyLong_Check(number)) {
        PyErr_SetString(PyExc_TypeError, "fileno() returned a non-integer");
        Py_CLEAR(number);
    }
    return number;
}

int PyObject_AsFileDescriptor(PyObject *o)
{
    PyObject *number = PyLong_Check(o) ? Py_NewRef(o) : call_fileno(o);
    if (number == NULL) {
        return -1;
    }
    int fd = _PyLong_AsInt(number);
    Py_DECREF(number);
    if (fd == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (fd < 0) {
        PyErr_Format(PyExc_ValueError, "file descriptor cannot be a negative integer (%i)", fd);
        return -1;
    }
    return fd;
}

int _PyLong_FileDescriptor_Converter(PyObject *o, void *target)
{
    int fd = PyObject_AsFileDescriptor(o);
    if (fd == -1) {
        return 0;
    }
    *(int *)target = fd;
    return 1;
}

PyObject *PyOS_FSPath(PyObject *path)
{
    if (PyUnicode_Check(path) || PyBytes_Check(path)) {
        return Py_NewRef(path);
    }
    PyObject *name = PyUnicode_InternFromString("__fspath__");
    if (name == NULL) {
        return NULL;
    }
    int known = _PyType_Lookup(Py_TYPE(path), name) != NULL;
    Py_DECREF(name);
    if (!known) {
        PyErr_Format(PyExc_TypeError, "expected str, bytes or os.PathLike object, not %.200s", Py_TYPE(path)->tp_name);
        return NULL;
    }
    PyObject *plain = PyObject_CallMethod(path, "__fspath__", NULL);
    if (plain != NULL && !PyUnicode_Check(plain) && !PyBytes_Check(plain)) {
        PyErr_Format(PyExc_TypeError, "expected %.200s.__fspath__() to return str or bytes, not %.200s",
                     Py_TYPE(path)->tp_name, Py_TYPE(plain)->tp_name);
        Py_CLEAR(plain);
    }
    return plain;
}
