/* funcobject.h: bound methods, static and class methods, and Python functions, which are all managed. */
#ifndef Py_FUNCOBJECT_H
#define Py_FUNCOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) PyFunction_Type;
PyAPI_DATA(PyTypeObject) PyMethod_Type;
PyAPI_DATA(PyTypeObject) PyInstanceMethod_Type;
PyAPI_DATA(PyTypeObject) PyClassMethod_Type;
PyAPI_DATA(PyTypeObject) PyStaticMethod_Type;
PyAPI_DATA(PyTypeObject) PyGen_Type;
PyAPI_DATA(PyTypeObject) PyCoro_Type;
PyAPI_DATA(PyTypeObject) PyAsyncGen_Type;
PyAPI_FUNC(int) _PyGen_SetStopIterationValue(PyObject *value);
#define PyFunction_Check(o) Py_IS_TYPE((o), &PyFunction_Type)
#define PyMethod_Check(o) Py_IS_TYPE((o), &PyMethod_Type)
#define PyGen_Check(o) PyObject_TypeCheck((o), &PyGen_Type)
#define PyGen_CheckExact(o) Py_IS_TYPE((o), &PyGen_Type)
#define PyCoro_CheckExact(o) Py_IS_TYPE((o), &PyCoro_Type)

PyAPI_FUNC(PyObject *) PyMethod_New(PyObject *function, PyObject *self);
PyAPI_FUNC(PyObject *) PyMethod_Function(PyObject *method); /* borrowed */
PyAPI_FUNC(PyObject *) PyMethod_Self(PyObject *method);     /* borrowed */
#define PyMethod_GET_FUNCTION(method) PyMethod_Function((PyObject *)(method))
#define PyMethod_GET_SELF(method) PyMethod_Self((PyObject *)(method))
PyAPI_FUNC(PyObject *) PyClassMethod_New(PyObject *callable);
PyAPI_FUNC(PyObject *) PyStaticMethod_New(PyObject *callable);

#ifdef __cplusplus
}
#endif
#endif
