/* longobject.h: Python's int as C sees it.
 *
 * A PyLongObject has the layout of CPython 3.11: a var-object header whose ob_size carries the sign of the number
 * and the count of its digits, then that many digits of 30 bits each, least significant first; zero has no digits.
 *
 *     ob_size = -2     -(d[0] + d[1] * 2^30)
 *     ob_size =  0     0
 *     ob_size =  1     d[0]
 *
 * An int that crosses into C is always fresh and belongs to the call; it is never linked to a managed object.
 */
#ifndef Py_LONGOBJECT_H
#define Py_LONGOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

#define PyLong_SHIFT 30
#define PyLong_BASE ((digit)1 << PyLong_SHIFT)
#define PyLong_MASK ((digit)(PyLong_BASE - 1))

typedef uint32_t digit;
typedef int32_t sdigit;
typedef uint64_t twodigits;
typedef int64_t stwodigits;

struct _longobject {
    PyVarObject ob_base;
    digit ob_digit[1];
};

PyAPI_DATA(PyTypeObject) PyLong_Type;

#define PyLong_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LONG_SUBCLASS)
#define PyLong_CheckExact(op) Py_IS_TYPE(op, &PyLong_Type)

/* From C values: a new reference, or NULL with MemoryError (and with OverflowError or ValueError from a double
 * that is infinite or not a number). */
PyAPI_FUNC(PyObject *) PyLong_FromLong(long value);
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLong(unsigned long value);
PyAPI_FUNC(PyObject *) PyLong_FromLongLong(long long value);
PyAPI_FUNC(PyObject *) PyLong_FromUnsignedLongLong(unsigned long long value);
PyAPI_FUNC(PyObject *) PyLong_FromSsize_t(Py_ssize_t value);
PyAPI_FUNC(PyObject *) PyLong_FromSize_t(size_t value);
PyAPI_FUNC(PyObject *) PyLong_FromDouble(double value);
PyAPI_FUNC(PyObject *) PyLong_FromVoidPtr(void *pointer);
PyAPI_FUNC(PyObject *) PyLong_FromString(const char *text, char **end, int base);
PyAPI_FUNC(PyObject *) PyLong_FromUnicodeObject(PyObject *text, int base);

/* To C values: -1 (as the result type has it) together with an error when the number does not fit or o is no integer.
 * What is no int but has __index__ is converted first. The masks wrap around and never overflow. */
PyAPI_FUNC(long) PyLong_AsLong(PyObject *o);
PyAPI_FUNC(long) PyLong_AsLongAndOverflow(PyObject *o, int *overflow);
PyAPI_FUNC(long long) PyLong_AsLongLong(PyObject *o);
PyAPI_FUNC(long long) PyLong_AsLongLongAndOverflow(PyObject *o, int *overflow);
PyAPI_FUNC(Py_ssize_t) PyLong_AsSsize_t(PyObject *o);
PyAPI_FUNC(size_t) PyLong_AsSize_t(PyObject *o);
PyAPI_FUNC(unsigned long) PyLong_AsUnsignedLong(PyObject *o);
PyAPI_FUNC(unsigned long) PyLong_AsUnsignedLongMask(PyObject *o);
PyAPI_FUNC(unsigned long long) PyLong_AsUnsignedLongLong(PyObject *o);
PyAPI_FUNC(unsigned long long) PyLong_AsUnsignedLongLongMask(PyObject *o);
PyAPI_FUNC(double) PyLong_AsDouble(PyObject *o);
PyAPI_FUNC(void *) PyLong_AsVoidPtr(PyObject *o);
PyAPI_FUNC(PyObject *) PyLong_GetInfo(void);
#define PyLong_AS_LONG(op) PyLong_AsLong(op)

#define _Py_PARSE_PID "i"
#define PyLong_FromPid PyLong_FromLong
#define PyLong_AsPid PyLong_AsLong
#define _Py_PARSE_INTPTR "l"
#define _Py_PARSE_UINTPTR "k"

/* C's strtol and strtoul with Python's prefixes (0x 0o 0b) when base is 0. */
PyAPI_FUNC(unsigned long) PyOS_strtoul(const char *text, char **end, int base);
PyAPI_FUNC(long) PyOS_strtol(const char *text, char **end, int base);

/* Names that CPython calls private and that extensions use all the same. */
PyAPI_FUNC(int) _PyLong_AsInt(PyObject *o);
PyAPI_FUNC(int) _PyLong_Sign(PyObject *o);
PyAPI_FUNC(size_t) _PyLong_NumBits(PyObject *o);
PyAPI_FUNC(double) _PyLong_Frexp(PyLongObject *o, Py_ssize_t *exponent);
PyAPI_FUNC(PyLongObject *) _PyLong_New(Py_ssize_t count); /* the digits are the caller's to set */
PyAPI_FUNC(PyObject *) _PyLong_Copy(PyLongObject *v);
PyAPI_FUNC(PyObject *) _PyLong_Format(PyObject *o, int base);
PyAPI_FUNC(PyObject *) _PyLong_FromByteArray(const unsigned char *bytes, size_t count, int little_endian, int is_signed);
PyAPI_FUNC(int) _PyLong_AsByteArray(PyLongObject *o, unsigned char *bytes, size_t count, int little_endian, int is_signed);
PyAPI_FUNC(int) _PyLong_UnsignedShort_Converter(PyObject *o, void *target);
PyAPI_FUNC(int) _PyLong_UnsignedInt_Converter(PyObject *o, void *target);
PyAPI_FUNC(int) _PyLong_UnsignedLong_Converter(PyObject *o, void *target);
PyAPI_FUNC(int) _PyLong_UnsignedLongLong_Converter(PyObject *o, void *target);
PyAPI_FUNC(int) _PyLong_Size_t_Converter(PyObject *o, void *target);

#ifdef __cplusplus
}
#endif
#endif
