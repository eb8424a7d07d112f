/* fileobject.h: files as Python objects, and the encoding of file names (UTF-8 with surrogateescape, always). */
#ifndef Py_FILEOBJECT_H
#define Py_FILEOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

#define PY_STDIOTEXTMODE "b"

PyAPI_DATA(const char *) Py_FileSystemDefaultEncoding;
PyAPI_DATA(const char *) Py_FileSystemDefaultEncodeErrors;
PyAPI_DATA(int) Py_HasFileSystemDefaultEncoding;
PyAPI_DATA(int) Py_UTF8Mode;

PyAPI_FUNC(PyObject *) PyFile_FromFd(int fd, const char *name, const char *mode, int buffering, const char *encoding,
                                     const char *errors, const char *newline, int closefd);
PyAPI_FUNC(PyObject *) PyFile_GetLine(PyObject *file, int limit);
PyAPI_FUNC(int) PyFile_WriteObject(PyObject *o, PyObject *file, int flags);
PyAPI_FUNC(int) PyFile_WriteString(const char *text, PyObject *file);
/* An int, or what has fileno(); -1 with an error otherwise. */
PyAPI_FUNC(int) PyObject_AsFileDescriptor(PyObject *o);
PyAPI_FUNC(int) _PyLong_FileDescriptor_Converter(PyObject *o, void *target);
PyAPI_FUNC(PyObject *) PyOS_FSPath(PyObject *path);

/* File names without objects, so without the GIL: UTF-8 and wide characters. Free the results with PyMem_RawFree and
 * PyMem_Free. NULL on failure; *size is then -1 (no memory) or -2 (a character that does not decode), and *error_position
 * -1 or where the character that does not encode stands. */
PyAPI_FUNC(wchar_t *) Py_DecodeLocale(const char *text, size_t *size);
PyAPI_FUNC(char *) Py_EncodeLocale(const wchar_t *text, size_t *error_position);

#ifdef __cplusplus
}
#endif
#endif
