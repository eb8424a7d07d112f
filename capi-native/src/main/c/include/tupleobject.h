/* tupleobject.h: Python's tuple as C sees it: a var-object header and the items, each an owned reference. */
#ifndef Py_TUPLEOBJECT_H
#define Py_TUPLEOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    PyObject_VAR_HEAD
    PyObject *ob_item[1];
} PyTupleObject;

PyAPI_DATA(PyTypeObject) PyTuple_Type;
PyAPI_DATA(PyTypeObject) PyTupleIter_Type;

#define PyTuple_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS)
#define PyTuple_CheckExact(op) Py_IS_TYPE(op, &PyTuple_Type)
#define PyTuple_GET_SIZE(op) (((PyVarObject *)(op))->ob_size)
#define PyTuple_GET_ITEM(op, i) (((PyTupleObject *)(op))->ob_item[i])
/* Steals value; only for a tuple that nobody else has seen. */
#define PyTuple_SET_ITEM(op, i, value) ((void)(((PyTupleObject *)(op))->ob_item[i] = (PyObject *)(value)))

PyAPI_FUNC(PyObject *) PyTuple_New(Py_ssize_t size);
PyAPI_FUNC(Py_ssize_t) PyTuple_Size(PyObject *tuple);
PyAPI_FUNC(PyObject *) PyTuple_GetItem(PyObject *tuple, Py_ssize_t i);                   /* borrowed */
PyAPI_FUNC(int) PyTuple_SetItem(PyObject *tuple, Py_ssize_t i, PyObject *value);         /* steals value, always */
PyAPI_FUNC(PyObject *) PyTuple_GetSlice(PyObject *tuple, Py_ssize_t low, Py_ssize_t high);
PyAPI_FUNC(PyObject *) PyTuple_Pack(Py_ssize_t size, ...);
/* On failure *tuple is NULL and the old object is released. The tuple must have no other owner. */
PyAPI_FUNC(int) _PyTuple_Resize(PyObject **tuple, Py_ssize_t size);
PyAPI_FUNC(void) _PyTuple_MaybeUntrack(PyObject *tuple);
PyAPI_FUNC(PyObject *) _PyTuple_FromArray(PyObject *const *items, Py_ssize_t size);

#ifdef __cplusplus
}
#endif
#endif
