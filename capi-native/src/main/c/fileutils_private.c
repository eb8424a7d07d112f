/* fileutils_private.c: small private functions about files and byte strings that modules of CPython's standard library call. */
#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

PyAPI_FUNC(int) _Py_dup(int fd);
PyAPI_FUNC(int) _Py_open(const char *path, int flags);
PyAPI_FUNC(Py_ssize_t) _Py_read(int fd, void *buffer, size_t count);
PyAPI_FUNC(Py_ssize_t) _Py_write(int fd, const void *buffer, size_t count);
PyAPI_FUNC(int) _Py_set_inheritable(int fd, int inheritable, int *atomic_flag_works);
PyAPI_FUNC(FILE *) _Py_fopen_obj(PyObject *path, const char *mode);
PyAPI_FUNC(int) _Py_fstat(int fd, struct stat *status);
PyAPI_FUNC(int) _Py_fstat_noraise(int fd, struct stat *status);
PyAPI_FUNC(int) _Py_convert_optional_to_ssize_t(PyObject *o, void *result);
PyAPI_FUNC(Py_ssize_t) _PyBytes_Find(const char *text, Py_ssize_t length, const char *part, Py_ssize_t part_length, Py_ssize_t offset);
PyAPI_FUNC(Py_ssize_t) _PyBytes_ReverseFind(const char *text, Py_ssize_t length, const char *part, Py_ssize_t part_length,
                                            Py_ssize_t offset);

/* What read and write of Linux take at most. */
#define MOST_BYTES ((size_t)0x7ffff000)

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

int _Py_open(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0777);
    if (fd < 0) {
        PyErr_SetFromErrnoWithFilename(PyExc_OSError, path);
    }
    return fd;
}

/* Reading and writing: without the GIL, again when a signal comes between, and at most as many bytes as the system takes at once. */

static int is_interrupted(Py_ssize_t result)
{
    return result < 0 && errno == EINTR;
}

Py_ssize_t _Py_read(int fd, void *buffer, size_t count)
{
    Py_ssize_t result;
    do {
        Py_BEGIN_ALLOW_THREADS
        result = read(fd, buffer, count > MOST_BYTES ? MOST_BYTES : count);
        Py_END_ALLOW_THREADS
    } while (is_interrupted(result) && PyErr_CheckSignals() == 0);
    return result < 0 && !PyErr_Occurred() ? (PyErr_SetFromErrno(PyExc_OSError), -1) : result;
}

Py_ssize_t _Py_write(int fd, const void *buffer, size_t count)
{
    Py_ssize_t result;
    do {
        Py_BEGIN_ALLOW_THREADS
        result = write(fd, buffer, count > MOST_BYTES ? MOST_BYTES : count);
        Py_END_ALLOW_THREADS
    } while (is_interrupted(result) && PyErr_CheckSignals() == 0);
    return result < 0 && !PyErr_Occurred() ? (PyErr_SetFromErrno(PyExc_OSError), -1) : result;
}

/* Whether programs that this process runs inherit the descriptor; 0, or -1 with OSError. The last argument remembers what works elsewhere. */
int _Py_set_inheritable(int fd, int inheritable, int *atomic_flag_works)
{
    (void)atomic_flag_works;
    int flags = fcntl(fd, F_GETFD);
    if (flags < 0 || fcntl(fd, F_SETFD, inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC) < 0) {
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    return 0;
}

FILE *_Py_fopen_obj(PyObject *path, const char *mode)
{
    PyObject *bytes;
    if (!PyUnicode_FSConverter(path, &bytes)) {
        return NULL;
    }
    FILE *file;
    Py_BEGIN_ALLOW_THREADS
    file = fopen(PyBytes_AS_STRING(bytes), mode);
    Py_END_ALLOW_THREADS
    if (file == NULL) {
        PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
    }
    Py_DECREF(bytes);
    return file;
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
