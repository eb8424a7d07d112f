/* floatobject.c: floats made in C, and taken apart there; the IEEE 754 formats of 2, 4 and 8 bytes. */
#include "builtin.h"
#include "boxes.h"

#include <float.h>
#include <math.h>

PyObject *PyFloat_FromDouble(double value)
{
    return mooring_float_box(value);
}

void mooring_float_dealloc(PyObject *o)
{
    mooring_fresh_free(o, &PyFloat_Type);
}

PyObject *PyFloat_FromString(PyObject *text)
{
    return mooring_upcalls.float_from_string(text);
}

/* What __float__ gives, which must be a float; o's type has the slot. */
static double from_float_slot(PyObject *o)
{
    PyObject *result = Py_TYPE(o)->tp_as_number->nb_float(o);
    if (result == NULL) {
        return -1.0;
    }
    if (!PyFloat_Check(result)) {
        PyErr_Format(PyExc_TypeError, "%.50s.__float__ returned non-float (type %.50s)", Py_TYPE(o)->tp_name,
                     Py_TYPE(result)->tp_name);
        Py_DECREF(result);
        return -1.0;
    }
    double value = PyFloat_AS_DOUBLE(result);
    Py_DECREF(result);
    return value;
}

double PyFloat_AsDouble(PyObject *o)
{
    if (o == NULL) {
        PyErr_BadArgument();
        return -1.0;
    }
    if (PyFloat_Check(o)) {
        return PyFloat_AS_DOUBLE(o);
    }
    if (PyLong_CheckExact(o) || PyBool_Check(o)) {
        return PyLong_AsDouble(o);
    }
    PyNumberMethods *methods = Py_TYPE(o)->tp_as_number;
    if (methods != NULL && methods->nb_float != NULL) {
        return from_float_slot(o);
    }
    if (methods != NULL && methods->nb_index != NULL) {
        PyObject *index = _PyNumber_Index(o);
        if (index == NULL) {
            return -1.0;
        }
        double value = PyLong_AsDouble(index);
        Py_DECREF(index);
        return value;
    }
    PyErr_Format(PyExc_TypeError, "must be real number, not %.50s", Py_TYPE(o)->tp_name);
    return -1.0;
}

double PyFloat_GetMax(void)
{
    return DBL_MAX;
}

double PyFloat_GetMin(void)
{
    return DBL_MIN;
}

PyObject *PyFloat_GetInfo(void)
{
    PyObject *info = PySys_GetObject("float_info");
    if (info == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "lost sys.float_info");
        return NULL;
    }
    return Py_NewRef(info);
}

/* Formats. ---------------------------------------------------------------------------------------------------------- */

/* The count low bytes of bits, in the order asked for. */
static void put_bytes(uint64_t bits, char *bytes, int count, int le)
{
    for (int i = 0; i < count; i++) {
        bytes[le ? i : count - 1 - i] = (char)(bits >> 8 * i);
    }
}

static uint64_t get_bytes(const char *bytes, int count, int le)
{
    uint64_t bits = 0;
    for (int i = 0; i < count; i++) {
        bits |= (uint64_t)(unsigned char)bytes[le ? i : count - 1 - i] << 8 * i;
    }
    return bits;
}

/* Half precision: sign, 5 bits of exponent with bias 15, 10 bits of fraction; rounds half to even. */
int PyFloat_Pack2(double value, char *bytes, int le)
{
    uint64_t sign = signbit(value) ? 0x8000 : 0;
    double size = fabs(value);
    uint64_t bits;
    if (isnan(value)) {
        bits = 0x7E00;
    } else if (isinf(value)) {
        bits = 0x7C00;
    } else if (size < 0x1p-14) {
        /* Subnormal, in units of 2^-24; what rounds up to 2^10 units is the smallest normal number by itself. */
        bits = (uint64_t)nearbyint(size * 0x1p24);
    } else {
        int exponent;
        double fraction = frexp(size, &exponent);
        uint64_t rounded = (uint64_t)nearbyint(fraction * 0x1p11);
        bits = (uint64_t)(exponent + 13) * 1024 + rounded;
        if (exponent > 16 || bits >= 0x7C00) {
            PyErr_SetString(PyExc_OverflowError, "float too large to pack with e format");
            return -1;
        }
    }
    put_bytes(sign | bits, bytes, 2, le);
    return 0;
}

int PyFloat_Pack4(double value, char *bytes, int le)
{
    float narrow = (float)value;
    if (isinf(narrow) && !isinf(value)) {
        PyErr_SetString(PyExc_OverflowError, "float too large to pack with f format");
        return -1;
    }
    uint32_t bits;
    memcpy(&bits, &narrow, sizeof bits);
    put_bytes(bits, bytes, 4, le);
    return 0;
}

int PyFloat_Pack8(double value, char *bytes, int le)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_bytes(bits, bytes, 8, le);
    return 0;
}

double PyFloat_Unpack2(const char *bytes, int le)
{
    uint64_t bits = get_bytes(bytes, 2, le);
    int exponent = (int)(bits >> 10 & 0x1F);
    double fraction = (double)(bits & 0x3FF);
    double size = exponent == 0x1F ? (fraction != 0 ? Py_NAN : Py_HUGE_VAL)
                  : exponent == 0  ? ldexp(fraction, -24)
                                   : ldexp(fraction + 1024, exponent - 25);
    return bits & 0x8000 ? -size : size;
}

double PyFloat_Unpack4(const char *bytes, int le)
{
    uint32_t bits = (uint32_t)get_bytes(bytes, 4, le);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double PyFloat_Unpack8(const char *bytes, int le)
{
    uint64_t bits = get_bytes(bytes, 8, le);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
