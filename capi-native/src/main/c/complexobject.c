/* complexobject.c: complex numbers made in C, and the arithmetic on bare values. */
#include "builtin.h"
#include "fresh.h"

#include <errno.h>
#include <math.h>

PyObject *PyComplex_FromCComplex(Py_complex value)
{
    PyComplexObject *c = (PyComplexObject *)mooring_fresh(&PyComplex_Type, sizeof(PyComplexObject));
    if (c != NULL) {
        c->cval = value;
    }
    return (PyObject *)c;
}

PyObject *PyComplex_FromDoubles(double real, double imag)
{
    return PyComplex_FromCComplex((Py_complex){real, imag});
}

void mooring_complex_dealloc(PyObject *o)
{
    mooring_fresh_free(o, &PyComplex_Type);
}

/* What __complex__ gives, a new reference; NULL without an error when o's type has no such method. */
static PyObject *call_complex_method(PyObject *o)
{
    if (PyFloat_Check(o) || PyLong_Check(o)) {
        return NULL;
    }
    PyObject *name = PyUnicode_InternFromString("__complex__");
    if (name == NULL) {
        return NULL;
    }
    PyObject *method = _PyType_Lookup(Py_TYPE(o), name);
    Py_DECREF(name);
    if (method == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallMethod(o, "__complex__", NULL);
    if (result != NULL && !PyComplex_Check(result)) {
        PyErr_Format(PyExc_TypeError, "%.200s.__complex__() returned non-complex (type %.200s)", Py_TYPE(o)->tp_name,
                     Py_TYPE(result)->tp_name);
        Py_CLEAR(result);
    }
    return result;
}

Py_complex PyComplex_AsCComplex(PyObject *o)
{
    if (PyComplex_Check(o)) {
        return ((PyComplexObject *)o)->cval;
    }
    PyObject *converted = call_complex_method(o);
    if (converted != NULL) {
        Py_complex value = ((PyComplexObject *)converted)->cval;
        Py_DECREF(converted);
        return value;
    }
    if (PyErr_Occurred()) {
        return (Py_complex){-1.0, 0.0};
    }
    return (Py_complex){PyFloat_AsDouble(o), 0.0};
}

double PyComplex_RealAsDouble(PyObject *o)
{
    return PyComplex_Check(o) ? ((PyComplexObject *)o)->cval.real : PyFloat_AsDouble(o);
}

double PyComplex_ImagAsDouble(PyObject *o)
{
    return PyComplex_Check(o) ? ((PyComplexObject *)o)->cval.imag : 0.0;
}

/* Arithmetic. ------------------------------------------------------------------------------------------------------- */

Py_complex _Py_c_sum(Py_complex a, Py_complex b)
{
    return (Py_complex){a.real + b.real, a.imag + b.imag};
}

Py_complex _Py_c_diff(Py_complex a, Py_complex b)
{
    return (Py_complex){a.real - b.real, a.imag - b.imag};
}

Py_complex _Py_c_neg(Py_complex a)
{
    return (Py_complex){-a.real, -a.imag};
}

Py_complex _Py_c_prod(Py_complex a, Py_complex b)
{
    return (Py_complex){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Divides by the larger part of b first, so that nothing overflows on the way. */
Py_complex _Py_c_quot(Py_complex a, Py_complex b)
{
    if (b.real == 0 && b.imag == 0) {
        errno = EDOM;
        return (Py_complex){0, 0};
    }
    if (fabs(b.real) >= fabs(b.imag)) {
        double ratio = b.imag / b.real;
        double scale = b.real + b.imag * ratio;
        return (Py_complex){(a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale};
    }
    double ratio = b.real / b.imag;
    double scale = b.real * ratio + b.imag;
    return (Py_complex){(a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale};
}

double _Py_c_abs(Py_complex a)
{
    errno = 0;
    double size = hypot(a.real, a.imag);
    if (isinf(size) && isfinite(a.real) && isfinite(a.imag)) {
        errno = ERANGE;
    }
    return size;
}

Py_complex _Py_c_pow(Py_complex a, Py_complex b)
{
    if (b.real == 0 && b.imag == 0) {
        return (Py_complex){1, 0};
    }
    if (a.real == 0 && a.imag == 0) {
        if (b.imag != 0 || b.real < 0) {
            errno = EDOM;
        }
        return (Py_complex){0, 0};
    }
    double size = hypot(a.real, a.imag);
    double length = pow(size, b.real);
    double angle = atan2(a.imag, a.real);
    double phase = angle * b.real;
    if (b.imag != 0) {
        length *= exp(-angle * b.imag);
        phase += b.imag * log(size);
    }
    return (Py_complex){length * cos(phase), length * sin(phase)};
}
