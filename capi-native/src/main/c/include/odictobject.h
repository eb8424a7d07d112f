/* odictobject.h: collections.OrderedDict. */
#ifndef Py_ODICTOBJECT_H
#define Py_ODICTOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) PyODict_Type;
#define PyODict_Check(o) PyObject_TypeCheck((o), &PyODict_Type)
#define PyODict_CheckExact(o) Py_IS_TYPE((o), &PyODict_Type)

PyAPI_FUNC(PyObject *) PyODict_New(void);
PyAPI_FUNC(int) PyODict_SetItem(PyObject *o, PyObject *key, PyObject *value);
PyAPI_FUNC(int) PyODict_DelItem(PyObject *o, PyObject *key);

#ifdef __cplusplus
}
#endif
#endif
