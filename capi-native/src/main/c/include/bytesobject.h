/* bytesobject.h: Python's bytes as C sees it: header, cached hash (-1 = not computed), the bytes and a NUL. */
#ifndef Py_BYTESOBJECT_H
#define Py_BYTESOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    PyObject_VAR_HEAD
    Py_hash_t ob_shash;
    char ob_sval[1];
} PyBytesObject;

PyAPI_DATA(PyTypeObject) PyBytes_Type;
PyAPI_DATA(PyTypeObject) PyBytesIter_Type;

#define PyBytes_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_BYTES_SUBCLASS)
#define PyBytes_CheckExact(op) Py_IS_TYPE(op, &PyBytes_Type)
#define PyBytes_AS_STRING(op) (((PyBytesObject *)(op))->ob_sval)
#define PyBytes_GET_SIZE(op) (((PyVarObject *)(op))->ob_size)

PyAPI_FUNC(PyObject *) PyBytes_FromStringAndSize(const char *bytes, Py_ssize_t size);
PyAPI_FUNC(PyObject *) PyBytes_FromString(const char *text);
PyAPI_FUNC(PyObject *) PyBytes_FromObject(PyObject *o);
PyAPI_FUNC(PyObject *) PyBytes_FromFormatV(const char *format, va_list arguments);
PyAPI_FUNC(PyObject *) PyBytes_FromFormat(const char *format, ...);
PyAPI_FUNC(Py_ssize_t) PyBytes_Size(PyObject *o);
PyAPI_FUNC(char *) PyBytes_AsString(PyObject *o);
/* size may be NULL: then bytes with a NUL inside are refused with ValueError. */
PyAPI_FUNC(int) PyBytes_AsStringAndSize(PyObject *o, char **bytes, Py_ssize_t *size);
PyAPI_FUNC(PyObject *) PyBytes_Repr(PyObject *o, int smartquotes);
PyAPI_FUNC(void) PyBytes_Concat(PyObject **bytes, PyObject *tail);
PyAPI_FUNC(void) PyBytes_ConcatAndDel(PyObject **bytes, PyObject *tail);
PyAPI_FUNC(PyObject *) PyBytes_DecodeEscape(const char *text, Py_ssize_t length, const char *errors,
                                            Py_ssize_t unused_unicode, const char *unused_recode);
/* On failure *bytes is NULL and the old object is released. The object must have no other owner. */
PyAPI_FUNC(int) _PyBytes_Resize(PyObject **bytes, Py_ssize_t size);
PyAPI_FUNC(PyObject *) _PyBytes_Join(PyObject *separator, PyObject *iterable);

#ifdef __cplusplus
}
#endif
#endif
