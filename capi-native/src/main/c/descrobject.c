/* descrobject.c: descriptors are managed objects that know a C definition. */
#include "objects.h"

enum { METHOD, CLASS_METHOD, COMPUTED, MEMBER };

PyObject *PyDescr_NewMethod(PyTypeObject *type, PyMethodDef *definition)
{
    return mooring_upcalls.descr_new(METHOD, type, definition);
}

PyObject *PyDescr_NewClassMethod(PyTypeObject *type, PyMethodDef *definition)
{
    return mooring_upcalls.descr_new(CLASS_METHOD, type, definition);
}

PyObject *PyDescr_NewGetSet(PyTypeObject *type, PyGetSetDef *definition)
{
    return mooring_upcalls.descr_new(COMPUTED, type, definition);
}

PyObject *PyDescr_NewMember(PyTypeObject *type, PyMemberDef *definition)
{
    return mooring_upcalls.descr_new(MEMBER, type, definition);
}

int PyDescr_IsData(PyObject *descriptor)
{
    return Py_TYPE(descriptor)->tp_descr_set != NULL;
}

PyObject *PyDictProxy_New(PyObject *mapping)
{
    if (!PyMapping_Check(mapping) || PyList_Check(mapping) || PyTuple_Check(mapping)) {
        return PyErr_Format(PyExc_TypeError, "mappingproxy() argument must be a mapping, not %s",
                            Py_TYPE(mapping)->tp_name);
    }
    return mooring_upcalls.dict_proxy_new(mapping);
}

PyObject *PyWrapper_New(PyObject *descriptor, PyObject *self)
{
    descrgetfunc get = Py_TYPE(descriptor)->tp_descr_get;
    if (get == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return get(descriptor, self, (PyObject *)Py_TYPE(self));
}
