/* boolobject.c: truth as an object. */
#include "Python.h"

#undef Py_IsTrue
#undef Py_IsFalse

PyObject *PyBool_FromLong(long truth)
{
    return Py_NewRef(truth ? Py_True : Py_False);
}

int Py_IsTrue(PyObject *o)
{
    return o == Py_True;
}

int Py_IsFalse(PyObject *o)
{
    return o == Py_False;
}
