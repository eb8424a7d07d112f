/* floatobject.h: Python's float as C sees it: a header and a C double. */
#ifndef Py_FLOATOBJECT_H
#define Py_FLOATOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    PyObject_HEAD
    double ob_fval;
} PyFloatObject;

PyAPI_DATA(PyTypeObject) PyFloat_Type;

#define PyFloat_Check(op) PyObject_TypeCheck(op, &PyFloat_Type)
#define PyFloat_CheckExact(op) Py_IS_TYPE(op, &PyFloat_Type)
#define PyFloat_AS_DOUBLE(op) (((PyFloatObject *)(op))->ob_fval)

#define Py_RETURN_NAN return PyFloat_FromDouble(Py_NAN)
#define Py_RETURN_INF(sign) return PyFloat_FromDouble(copysign(Py_HUGE_VAL, (sign)))

PyAPI_FUNC(PyObject *) PyFloat_FromDouble(double value);
PyAPI_FUNC(PyObject *) PyFloat_FromString(PyObject *text);
/* Takes a float, what has __float__, or what has __index__; -1.0 with an error otherwise. */
PyAPI_FUNC(double) PyFloat_AsDouble(PyObject *o);
PyAPI_FUNC(double) PyFloat_GetMax(void);
PyAPI_FUNC(double) PyFloat_GetMin(void);
PyAPI_FUNC(PyObject *) PyFloat_GetInfo(void);

/* IEEE 754 formats of 2, 4 and 8 bytes; le chooses little-endian. 0, or -1 with OverflowError. */
PyAPI_FUNC(int) PyFloat_Pack2(double value, char *bytes, int le);
PyAPI_FUNC(int) PyFloat_Pack4(double value, char *bytes, int le);
PyAPI_FUNC(int) PyFloat_Pack8(double value, char *bytes, int le);
PyAPI_FUNC(double) PyFloat_Unpack2(const char *bytes, int le);
PyAPI_FUNC(double) PyFloat_Unpack4(const char *bytes, int le);
PyAPI_FUNC(double) PyFloat_Unpack8(const char *bytes, int le);

#ifdef __cplusplus
}
#endif
#endif
