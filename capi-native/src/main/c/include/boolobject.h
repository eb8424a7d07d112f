/* boolobject.h: True and False, two immortal statics with the layout of an int. */
#ifndef Py_BOOLOBJECT_H
#define Py_BOOLOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) PyBool_Type;
PyAPI_DATA(struct _longobject) _Py_FalseStruct;
PyAPI_DATA(struct _longobject) _Py_TrueStruct;

#define PyBool_Check(op) Py_IS_TYPE(op, &PyBool_Type)

#define Py_False ((PyObject *)&_Py_FalseStruct)
#define Py_True ((PyObject *)&_Py_TrueStruct)

PyAPI_FUNC(int) Py_IsTrue(PyObject *o);
PyAPI_FUNC(int) Py_IsFalse(PyObject *o);
#define Py_IsTrue(o) Py_Is((o), Py_True)
#define Py_IsFalse(o) Py_Is((o), Py_False)

#define Py_RETURN_TRUE return Py_NewRef(Py_True)
#define Py_RETURN_FALSE return Py_NewRef(Py_False)

PyAPI_FUNC(PyObject *) PyBool_FromLong(long truth);

#ifdef __cplusplus
}
#endif
#endif
