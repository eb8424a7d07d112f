/* weakrefobject.c: weak references are managed; C objects say when they die.
 *
 * A C type whose instances may be referenced weakly reserves a word (tp_weaklistoffset). Java writes something other
 * than zero there when it makes the first reference, so an object that nobody references dies without an upcall.
 */
#include "objects.h"

PyObject *PyWeakref_NewRef(PyObject *o, PyObject *callback)
{
    return mooring_upcalls.weakref_new(o, callback == Py_None ? NULL : callback, 0);
}

PyObject *PyWeakref_NewProxy(PyObject *o, PyObject *callback)
{
    return mooring_upcalls.weakref_new(o, callback == Py_None ? NULL : callback, 1);
}

PyObject *PyWeakref_GetObject(PyObject *reference)
{
    if (reference == NULL || !PyWeakref_Check(reference)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    PyObject *o = mooring_upcalls.weakref_get(reference);
    Py_XDECREF(o); /* borrowed: whoever keeps the referent alive keeps it */
    return o;
}

void PyObject_ClearWeakRefs(PyObject *o)
{
    Py_ssize_t offset = Py_TYPE(o)->tp_weaklistoffset;
    if (offset <= 0) {
        return;
    }
    PyObject **list = (PyObject **)((char *)o + offset);
    if (*list != NULL) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        mooring_upcalls.weakref_clear(o);
        *list = NULL;
        PyErr_Restore(type, value, traceback);
    }
}
