/* calls_number.c: numbers through the C API: the number protocol, int, float, complex, bool.
 *
 * See calls_object.c for how the rows of the border tests use such a module.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef PyObject *(*binary_operation)(PyObject *, PyObject *);
typedef PyObject *(*unary_operation)(PyObject *);

static const struct {
    const char *name;
    binary_operation operation;
} binary_operations[] = {
    {"+", PyNumber_Add}, {"-", PyNumber_Subtract}, {"*", PyNumber_Multiply}, {"@", PyNumber_MatrixMultiply},
    {"//", PyNumber_FloorDivide}, {"/", PyNumber_TrueDivide}, {"%", PyNumber_Remainder}, {"divmod", PyNumber_Divmod},
    {"<<", PyNumber_Lshift}, {">>", PyNumber_Rshift}, {"&", PyNumber_And}, {"^", PyNumber_Xor}, {"|", PyNumber_Or},
    {"+=", PyNumber_InPlaceAdd}, {"-=", PyNumber_InPlaceSubtract}, {"*=", PyNumber_InPlaceMultiply},
    {"@=", PyNumber_InPlaceMatrixMultiply}, {"//=", PyNumber_InPlaceFloorDivide}, {"/=", PyNumber_InPlaceTrueDivide},
    {"%=", PyNumber_InPlaceRemainder}, {"<<=", PyNumber_InPlaceLshift}, {">>=", PyNumber_InPlaceRshift},
    {"&=", PyNumber_InPlaceAnd}, {"^=", PyNumber_InPlaceXor}, {"|=", PyNumber_InPlaceOr},
};

static const struct {
    const char *name;
    unary_operation operation;
} unary_operations[] = {
    {"-", PyNumber_Negative}, {"+", PyNumber_Positive}, {"abs", PyNumber_Absolute}, {"~", PyNumber_Invert},
    {"int", PyNumber_Long}, {"float", PyNumber_Float}, {"index", PyNumber_Index},
};

/* binary(a, operator, b) */
static PyObject *
binary(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    const char *name;
    if (!PyArg_ParseTuple(args, "OsO", &a, &name, &b)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof(binary_operations) / sizeof(binary_operations[0]); i++) {
        if (strcmp(binary_operations[i].name, name) == 0) {
            return binary_operations[i].operation(a, b);
        }
    }
    PyErr_Format(PyExc_ValueError, "no operator %s", name);
    return NULL;
}

/* unary(operator, o) */
static PyObject *
unary(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    const char *name;
    if (!PyArg_ParseTuple(args, "sO", &name, &o)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof(unary_operations) / sizeof(unary_operations[0]); i++) {
        if (strcmp(unary_operations[i].name, name) == 0) {
            return unary_operations[i].operation(o);
        }
    }
    PyErr_Format(PyExc_ValueError, "no operator %s", name);
    return NULL;
}

static PyObject *
power(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b, *modulus;
    return PyArg_ParseTuple(args, "OOO", &a, &b, &modulus) ? PyNumber_Power(a, b, modulus) : NULL;
}

static PyObject *
power_in_place(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *a, *b;
    return PyArg_ParseTuple(args, "OO", &a, &b) ? PyNumber_InPlacePower(a, b, Py_None) : NULL;
}

static PyObject *
to_base(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *o;
    int base;
    return PyArg_ParseTuple(args, "Oi", &o, &base) ? PyNumber_ToBase(o, base) : NULL;
}

/* (number, index) */
static PyObject *
checks(PyObject *module, PyObject *o)
{
    (void)module;
    return Py_BuildValue("(ii)", PyNumber_Check(o), PyIndex_Check(o));
}

static PyObject *
as_ssize(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t value = PyNumber_AsSsize_t(o, PyExc_IndexError);
    return value == -1 && PyErr_Occurred() ? NULL : PyLong_FromSsize_t(value);
}

static PyObject *
as_ssize_clipped(PyObject *module, PyObject *o)
{
    (void)module;
    Py_ssize_t value = PyNumber_AsSsize_t(o, NULL);
    return value == -1 && PyErr_Occurred() ? NULL : PyLong_FromSsize_t(value);
}

static PyObject *
as_long(PyObject *module, PyObject *o)
{
    (void)module;
    long value = PyLong_AsLong(o);
    return value == -1 && PyErr_Occurred() ? NULL : PyLong_FromLong(value);
}

static PyObject *
as_long_long(PyObject *module, PyObject *o)
{
    (void)module;
    long long value = PyLong_AsLongLong(o);
    return value == -1 && PyErr_Occurred() ? NULL : PyLong_FromLongLong(value);
}

static PyObject *
as_unsigned_long_long(PyObject *module, PyObject *o)
{
    (void)module;
    unsigned long long value = PyLong_AsUnsignedLongLong(o);
    return value == (unsigned long long)-1 && PyErr_Occurred() ? NULL : PyLong_FromUnsignedLongLong(value);
}

static PyObject *
as_unsigned_mask(PyObject *module, PyObject *o)
{
    (void)module;
    unsigned long long value = PyLong_AsUnsignedLongLongMask(o);
    return value == (unsigned long long)-1 && PyErr_Occurred() ? NULL : PyLong_FromUnsignedLongLong(value);
}

static PyObject *
as_long_overflow(PyObject *module, PyObject *o)
{
    (void)module;
    int overflow;
    long value = PyLong_AsLongAndOverflow(o, &overflow);
    return value == -1 && PyErr_Occurred() ? NULL : Py_BuildValue("(li)", value, overflow);
}

static PyObject *
long_as_double(PyObject *module, PyObject *o)
{
    (void)module;
    double value = PyLong_AsDouble(o);
    return value == -1.0 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(value);
}

static PyObject *
long_from_double(PyObject *module, PyObject *args)
{
    (void)module;
    double value;
    return PyArg_ParseTuple(args, "d", &value) ? PyLong_FromDouble(value) : NULL;
}

static PyObject *
long_from_string(PyObject *module, PyObject *args)
{
    (void)module;
    const char *text;
    int base;
    return PyArg_ParseTuple(args, "si", &text, &base) ? PyLong_FromString(text, NULL, base) : NULL;
}

static PyObject *
float_from_string(PyObject *module, PyObject *o)
{
    (void)module;
    return PyFloat_FromString(o);
}

static PyObject *
float_as_double(PyObject *module, PyObject *o)
{
    (void)module;
    double value = PyFloat_AsDouble(o);
    return value == -1.0 && PyErr_Occurred() ? NULL : PyFloat_FromDouble(value);
}

static PyObject *
complex_parts(PyObject *module, PyObject *o)
{
    (void)module;
    double real = PyComplex_RealAsDouble(o);
    if (real == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    return Py_BuildValue("(dd)", real, PyComplex_ImagAsDouble(o));
}

static PyObject *
complex_new(PyObject *module, PyObject *args)
{
    (void)module;
    double real, imaginary;
    return PyArg_ParseTuple(args, "dd", &real, &imaginary) ? PyComplex_FromDoubles(real, imaginary) : NULL;
}

/* The largest and smallest values of C's types, made in C and returned. */
static PyObject *
limits(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return Py_BuildValue("(lLKnk)", LONG_MIN, LLONG_MAX, ULLONG_MAX, PY_SSIZE_T_MIN, ULONG_MAX);
}

/* The argument itself: it crosses the border in both directions. */
static PyObject *
same(PyObject *module, PyObject *o)
{
    (void)module;
    Py_INCREF(o);
    return o;
}

static PyObject *
bool_from(PyObject *module, PyObject *o)
{
    (void)module;
    long value = PyLong_AsLong(o);
    return value == -1 && PyErr_Occurred() ? NULL : PyBool_FromLong(value);
}

static PyMethodDef functions[] = {
    {"binary", binary, METH_VARARGS, NULL},
    {"unary", unary, METH_VARARGS, NULL},
    {"power", power, METH_VARARGS, NULL},
    {"power_in_place", power_in_place, METH_VARARGS, NULL},
    {"to_base", to_base, METH_VARARGS, NULL},
    {"checks", checks, METH_O, NULL},
    {"as_ssize", as_ssize, METH_O, NULL},
    {"as_ssize_clipped", as_ssize_clipped, METH_O, NULL},
    {"as_long", as_long, METH_O, NULL},
    {"as_long_long", as_long_long, METH_O, NULL},
    {"as_unsigned_long_long", as_unsigned_long_long, METH_O, NULL},
    {"as_unsigned_mask", as_unsigned_mask, METH_O, NULL},
    {"as_long_overflow", as_long_overflow, METH_O, NULL},
    {"long_as_double", long_as_double, METH_O, NULL},
    {"long_from_double", long_from_double, METH_VARARGS, NULL},
    {"long_from_string", long_from_string, METH_VARARGS, NULL},
    {"float_from_string", float_from_string, METH_O, NULL},
    {"float_as_double", float_as_double, METH_O, NULL},
    {"complex_parts", complex_parts, METH_O, NULL},
    {"complex_new", complex_new, METH_VARARGS, NULL},
    {"limits", limits, METH_NOARGS, NULL},
    {"same", same, METH_O, NULL},
    {"bool_from", bool_from, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_number",
    .m_doc = "Numbers through the C API.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit_calls_number(void)
{
    return PyModule_Create(&definition);
}
