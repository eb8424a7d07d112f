/* structmember.c: a field of a C structure read and written as a Python value. */
#include "objects.h"
#include "structmember.h"

static PyObject *get_object(const char *place, const PyMemberDef *member)
{
    PyObject *value = *(PyObject *const *)place;
    if (value == NULL && member->type == T_OBJECT_EX) {
        PyErr_SetString(PyExc_AttributeError, member->name);
        return NULL;
    }
    return Py_NewRef(value != NULL ? value : Py_None);
}

PyObject *PyMember_GetOne(const char *object, PyMemberDef *member)
{
    const char *place = object + member->offset;
    switch (member->type) {
    case T_BOOL: return PyBool_FromLong(*place);
    case T_BYTE: return PyLong_FromLong(*(const signed char *)place);
    case T_UBYTE: return PyLong_FromUnsignedLong(*(const unsigned char *)place);
    case T_SHORT: return PyLong_FromLong(*(const short *)place);
    case T_USHORT: return PyLong_FromUnsignedLong(*(const unsigned short *)place);
    case T_INT: return PyLong_FromLong(*(const int *)place);
    case T_UINT: return PyLong_FromUnsignedLong(*(const unsigned int *)place);
    case T_LONG: return PyLong_FromLong(*(const long *)place);
    case T_ULONG: return PyLong_FromUnsignedLong(*(const unsigned long *)place);
    case T_LONGLONG: return PyLong_FromLongLong(*(const long long *)place);
    case T_ULONGLONG: return PyLong_FromUnsignedLongLong(*(const unsigned long long *)place);
    case T_PYSSIZET: return PyLong_FromSsize_t(*(const Py_ssize_t *)place);
    case T_FLOAT: return PyFloat_FromDouble((double)*(const float *)place);
    case T_DOUBLE: return PyFloat_FromDouble(*(const double *)place);
    case T_STRING: return *(char *const *)place == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(*(char *const *)place);
    case T_STRING_INPLACE: return PyUnicode_FromString(place);
    case T_CHAR: return PyUnicode_FromStringAndSize(place, 1);
    case T_OBJECT:
    case T_OBJECT_EX: return get_object(place, member);
    case T_NONE: Py_RETURN_NONE;
    default:
        return PyErr_Format(PyExc_SystemError, "bad memberdescr type for %s", member->name);
    }
}

/* Integers that do not fit are cut off with a warning, as CPython does. */
static int set_signed(PyObject *value, long least, long most, const char *what, long *number)
{
    *number = PyLong_AsLong(value);
    if (*number == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (*number < least || *number > most) {
        return PyErr_WarnFormat(PyExc_RuntimeWarning, 1, "Truncation of value to %s", what);
    }
    return 0;
}

static int set_unsigned_word(char *place, PyObject *value, int type)
{
    if (type == T_ULONGLONG) {
        unsigned long long number =
            PyLong_Check(value) ? PyLong_AsUnsignedLongLong(value) : (unsigned long long)PyLong_AsLong(value);
        *(unsigned long long *)place = number;
        return number == (unsigned long long)-1 && PyErr_Occurred() ? -1 : 0;
    }
    unsigned long number = PyLong_AsUnsignedLong(value);
    if (number == (unsigned long)-1 && PyErr_Occurred()) {
        PyErr_Clear(); /* a negative number wraps around, with a warning */
        number = (unsigned long)PyLong_AsLong(value);
        if (number == (unsigned long)-1 && PyErr_Occurred()) {
            return -1;
        }
        if (PyErr_WarnEx(PyExc_RuntimeWarning, "Writing negative value into unsigned field", 1) < 0) {
            return -1;
        }
    }
    if (type == T_UINT) {
        *(unsigned int *)place = (unsigned int)number;
    } else {
        *(unsigned long *)place = number;
    }
    return 0;
}

static int set_bool(char *place, PyObject *value)
{
    if (!PyBool_Check(value)) {
        PyErr_SetString(PyExc_TypeError, "attribute value type must be bool");
        return -1;
    }
    *place = value == Py_True;
    return 0;
}

static int set_real(char *place, PyObject *value, int type)
{
    double number = PyFloat_AsDouble(value);
    if (number == -1.0 && PyErr_Occurred()) {
        return -1;
    }
    if (type == T_FLOAT) {
        *(float *)place = (float)number;
    } else {
        *(double *)place = number;
    }
    return 0;
}

static int set_char(char *place, PyObject *value)
{
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(value, &size);
    if (text == NULL || size != 1) {
        PyErr_BadArgument();
        return -1;
    }
    *place = *text;
    return 0;
}

static int set_integer(char *place, PyObject *value, int type)
{
    long number;
    switch (type) {
    case T_BYTE:
        if (set_signed(value, CHAR_MIN, CHAR_MAX, "char", &number) < 0) return -1;
        *place = (char)number;
        return 0;
    case T_UBYTE:
        if (set_signed(value, 0, UCHAR_MAX, "unsigned char", &number) < 0) return -1;
        *(unsigned char *)place = (unsigned char)number;
        return 0;
    case T_SHORT:
        if (set_signed(value, SHRT_MIN, SHRT_MAX, "short", &number) < 0) return -1;
        *(short *)place = (short)number;
        return 0;
    case T_USHORT:
        if (set_signed(value, 0, USHRT_MAX, "unsigned short", &number) < 0) return -1;
        *(unsigned short *)place = (unsigned short)number;
        return 0;
    case T_INT:
        if (set_signed(value, INT_MIN, INT_MAX, "int", &number) < 0) return -1;
        *(int *)place = (int)number;
        return 0;
    default:
        number = type == T_PYSSIZET ? PyLong_AsSsize_t(value) : PyLong_AsLongLong(value);
        *(long *)place = number;
        return number == -1 && PyErr_Occurred() ? -1 : 0;
    }
}

static int delete_member(char *place, const PyMemberDef *member)
{
    if (member->type == T_OBJECT_EX && *(PyObject **)place == NULL) {
        PyErr_SetString(PyExc_AttributeError, member->name);
        return -1;
    }
    if (member->type != T_OBJECT && member->type != T_OBJECT_EX) {
        PyErr_SetString(PyExc_TypeError, "can't delete numeric/char attribute");
        return -1;
    }
    Py_CLEAR(*(PyObject **)place);
    return 0;
}

int PyMember_SetOne(char *object, PyMemberDef *member, PyObject *value)
{
    char *place = object + member->offset;
    if (member->flags & READONLY) {
        PyErr_SetString(PyExc_AttributeError, "readonly attribute");
        return -1;
    }
    if (value == NULL) {
        return delete_member(place, member);
    }
    switch (member->type) {
    case T_BOOL: return set_bool(place, value);
    case T_UINT:
    case T_ULONG:
    case T_ULONGLONG: return set_unsigned_word(place, value, member->type);
    case T_FLOAT:
    case T_DOUBLE: return set_real(place, value, member->type);
    case T_CHAR: return set_char(place, value);
    case T_OBJECT:
    case T_OBJECT_EX:
        Py_INCREF(value);
        Py_XSETREF(*(PyObject **)place, value);
        return 0;
    case T_BYTE:
    case T_UBYTE:
    case T_SHORT:
    case T_USHORT:
    case T_INT:
    case T_LONG:
    case T_LONGLONG:
    case T_PYSSIZET: return set_integer(place, value, member->type);
    case T_STRING:
    case T_STRING_INPLACE: PyErr_SetString(PyExc_TypeError, "readonly attribute"); return -1;
    default: PyErr_Format(PyExc_SystemError, "bad memberdescr type for %s", member->name); return -1;
    }
}
