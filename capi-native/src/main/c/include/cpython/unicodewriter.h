/* cpython/unicodewriter.h: a str that grows while it is written; private to CPython, and used by modules of its standard library. */
#ifndef Py_CPYTHON_UNICODEWRITER_H
#define Py_CPYTHON_UNICODEWRITER_H
#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    PyObject *buffer;           /* a str of size characters, or NULL; the only reference unless readonly */
    void *data;
    unsigned int kind;          /* 0 until there is a buffer that may be written to */
    Py_UCS4 maxchar;
    Py_ssize_t size;
    Py_ssize_t pos;             /* characters written */
    Py_ssize_t min_length;
    Py_UCS4 min_char;
    unsigned char overallocate;
    unsigned char readonly;
} _PyUnicodeWriter;

PyAPI_FUNC(void) _PyUnicodeWriter_Init(_PyUnicodeWriter *writer);
/* Makes room for length more characters up to maxchar: 0, or -1 with an error. */
PyAPI_FUNC(int) _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter *writer, Py_ssize_t length, Py_UCS4 maxchar);
PyAPI_FUNC(int) _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter *writer, int kind);
PyAPI_FUNC(int) _PyUnicodeWriter_WriteChar(_PyUnicodeWriter *writer, Py_UCS4 c);
PyAPI_FUNC(int) _PyUnicodeWriter_WriteStr(_PyUnicodeWriter *writer, PyObject *str);
PyAPI_FUNC(int) _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter *writer, PyObject *str, Py_ssize_t start, Py_ssize_t end);
/* length -1: up to the NUL. */
PyAPI_FUNC(int) _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter *writer, const char *ascii, Py_ssize_t length);
PyAPI_FUNC(int) _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter *writer, const char *latin1, Py_ssize_t length);
/* The str, exactly as long as what was written; the writer is empty afterwards. */
PyAPI_FUNC(PyObject *) _PyUnicodeWriter_Finish(_PyUnicodeWriter *writer);
PyAPI_FUNC(void) _PyUnicodeWriter_Dealloc(_PyUnicodeWriter *writer);

/* Pieces of text that become one str, or the items of one list. */
typedef struct {
    PyObject *large;
    PyObject *small;
} _PyAccu;

PyAPI_FUNC(int) _PyAccu_Init(_PyAccu *accu);
PyAPI_FUNC(int) _PyAccu_Accumulate(_PyAccu *accu, PyObject *str);
PyAPI_FUNC(PyObject *) _PyAccu_FinishAsList(_PyAccu *accu);
PyAPI_FUNC(PyObject *) _PyAccu_Finish(_PyAccu *accu);
PyAPI_FUNC(void) _PyAccu_Destroy(_PyAccu *accu);

#ifdef __cplusplus
}
#endif
#endif
