/* bytearrayobject.h: Python's bytearray. Its bytes belong to the managed object and are reached by function calls;
 * a pointer from PyByteArray_AsString is good until the bytearray is resized. */
#ifndef Py_BYTEARRAYOBJECT_H
#define Py_BYTEARRAYOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

/* The layout of CPython 3.11, so that sizeof agrees; only ob_exports, the count of open buffers, is kept. */
typedef struct {
    PyObject_VAR_HEAD
    Py_ssize_t ob_alloc;
    char *ob_bytes;
    char *ob_start;
    Py_ssize_t ob_exports;
} PyByteArrayObject;

PyAPI_DATA(PyTypeObject) PyByteArray_Type;
PyAPI_DATA(PyTypeObject) PyByteArrayIter_Type;

#define PyByteArray_Check(op) PyObject_TypeCheck(op, &PyByteArray_Type)
#define PyByteArray_CheckExact(op) Py_IS_TYPE(op, &PyByteArray_Type)
PyAPI_DATA(char) _PyByteArray_empty_string[];
#define PyByteArray_AS_STRING(op) PyByteArray_AsString((PyObject *)(op))
#define PyByteArray_GET_SIZE(op) PyByteArray_Size((PyObject *)(op))

PyAPI_FUNC(PyObject *) PyByteArray_FromObject(PyObject *o);
PyAPI_FUNC(PyObject *) PyByteArray_FromStringAndSize(const char *bytes, Py_ssize_t size);
PyAPI_FUNC(PyObject *) PyByteArray_Concat(PyObject *a, PyObject *b);
PyAPI_FUNC(Py_ssize_t) PyByteArray_Size(PyObject *o);
PyAPI_FUNC(char *) PyByteArray_AsString(PyObject *o);
PyAPI_FUNC(int) PyByteArray_Resize(PyObject *o, Py_ssize_t size);

#ifdef __cplusplus
}
#endif
#endif
