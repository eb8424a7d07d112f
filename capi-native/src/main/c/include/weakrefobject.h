/* weakrefobject.h: weak references, which are managed objects. */
#ifndef Py_WEAKREFOBJECT_H
#define Py_WEAKREFOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) _PyWeakref_RefType;
PyAPI_DATA(PyTypeObject) _PyWeakref_ProxyType;
PyAPI_DATA(PyTypeObject) _PyWeakref_CallableProxyType;
#define PyWeakref_CheckRef(o) PyObject_TypeCheck((o), &_PyWeakref_RefType)
#define PyWeakref_CheckRefExact(o) Py_IS_TYPE((o), &_PyWeakref_RefType)
#define PyWeakref_CheckProxy(o)                                                                                    \
    (Py_IS_TYPE((o), &_PyWeakref_ProxyType) || Py_IS_TYPE((o), &_PyWeakref_CallableProxyType))
#define PyWeakref_Check(o) (PyWeakref_CheckRef(o) || PyWeakref_CheckProxy(o))

PyAPI_FUNC(PyObject *) PyWeakref_NewRef(PyObject *o, PyObject *callback);
PyAPI_FUNC(PyObject *) PyWeakref_NewProxy(PyObject *o, PyObject *callback);
PyAPI_FUNC(PyObject *) PyWeakref_GetObject(PyObject *reference); /* borrowed; None when dead */
#define PyWeakref_GET_OBJECT(reference) PyWeakref_GetObject((PyObject *)(reference))

#ifdef __cplusplus
}
#endif
#endif
