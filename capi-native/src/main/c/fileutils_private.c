/* fileutils_private.c: small private functions about files and byte strings that modules of CPython's standard library call. */
#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

PyAPI_FUNC(int) _Py_dup(int fd);
PyAPI_FUNC(int) _Py_fstat(int fd, struct stat *status);
PyAPI_FUNC(int) _Py_fstat_noraise(int fd, struct stat *status);
PyAPI_FUNC(int) _Py_convert_optional_to_ssize_t(PyObject *o, void *result);
PyAPI_FUNC(Py_ssize_t) _PyBytes_Find(const char *text, Py_ssize_t length, const char *part, Py_ssize_t part_length, Py_ssize_t offset);
PyAPI_FUNC(Py_ssize_t) _PyBytes_ReverseFind(const char *text, Py_ssize_t length, const char *part, Py_ssize_t part_length,
                                            Py_ssize_t offset);

/* A copy of a descriptor that programs run by this process do not inherit, or -1 with OSError. */
int _Py_dup(int fd)
{
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) {
        PyErr_SetFromErrno(PyExc_OSError);
    }
    return copy;
}

int _Py_fstat_noraise(int fd, struct stat *status)
{
    return fstat(fd, status);
}

int _Py_fstat(int fd, struct stat *status)
{
    int result = fstat(fd, status);
    if (result != 0) {
        PyErr_SetFromErrno(PyExc_OSError);
    }
    return result;
}

/* A converter for PyArg_Parse: None leaves *result as it is, an object with __index__ sets it; 1, or 0 with an error. */
int _Py_convert_optional_to_ssize_t(PyObject *o, void *result)
{
    if (o == Py_None) {
        return 1;
    }
    if (!PyIndex_Check(o)) {
        PyErr_Format(PyExc_TypeError, "argument should be integer or None, not '%.200s'", Py_TYPE(o)->tp_name);
        return 0;
    }
    Py_ssize_t value = PyNumber_AsSsize_t(o, PyExc_OverflowError);
    if (value == -1 && PyErr_Occurred()) {
        return 0;
    }
    *(Py_ssize_t *)result = value;
    return 1;
}

/* offset plus the position of the first part in text, or -1. */
Py_ssize_t _PyBytes_Find(const char *text, Py_ssize_t length, const char *part, Py_ssize_t part_length, Py_ssize_t offset)
{
    if (part_length == 0) {
        return offset;
    }
    const char *found = length < part_length ? NULL : memmem(text, (size_t)length, part, (size_t)part_length);
    return found == NULL ? -1 : offset + (found - text);
}

Py_ssize_t _PyBytes_ReverseFind(const char *text, Py_ssize_t length, const char *part, Py_ssize_t part_length, Py_ssize_t offset)
{
    for (Py_ssize_t i = length - part_length; i >= 0; i--) {
        if (memcmp(text + i, part, (size_t)part_length) == 0) {
            return offset + i;
        }
    }
    return -1;
}
