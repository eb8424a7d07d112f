/* listobject.h: Python's list. The items live in the managed list, boxed or not; C reaches them by function calls,
 * and the macros of CPython that index ob_item are such calls here. Where a module is loaded that was compiled with
 * CPython's headers, or with -DMOORING_MACRO_READER, the items are in C instead, and its macros index them. */
#ifndef Py_LISTOBJECT_H
#define Py_LISTOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

/* The layout of CPython 3.11. ob_item is NULL where the items are in the managed list. */
typedef struct {
    PyObject_VAR_HEAD
    PyObject **ob_item;
    Py_ssize_t allocated;
} PyListObject;

PyAPI_DATA(PyTypeObject) PyList_Type;
PyAPI_DATA(PyTypeObject) PyListIter_Type;
PyAPI_DATA(PyTypeObject) PyListRevIter_Type;

#define PyList_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_LIST_SUBCLASS)
#define PyList_CheckExact(op) Py_IS_TYPE(op, &PyList_Type)
#ifdef MOORING_MACRO_READER
#define PyList_GET_SIZE(op) (((PyVarObject *)(op))->ob_size)
#define PyList_GET_ITEM(op, i) (((PyListObject *)(op))->ob_item[i])
#define PyList_SET_ITEM(op, i, value) ((void)(PyList_GET_ITEM((op), (i)) = (PyObject *)(value)))
#else
#define PyList_GET_SIZE(op) PyList_Size((PyObject *)(op))
#define PyList_GET_ITEM(op, i) PyList_GetItem((PyObject *)(op), (i))
#define PyList_SET_ITEM(op, i, value) ((void)PyList_SetItem((PyObject *)(op), (i), (PyObject *)(value)))
#endif

PyAPI_FUNC(PyObject *) PyList_New(Py_ssize_t size);
PyAPI_FUNC(Py_ssize_t) PyList_Size(PyObject *list);
PyAPI_FUNC(PyObject *) PyList_GetItem(PyObject *list, Py_ssize_t i);                     /* borrowed from the list */
PyAPI_FUNC(PyObject *) PyList_GetItemRef(PyObject *list, Py_ssize_t i);                  /* a new reference */
PyAPI_FUNC(int) PyList_SetItem(PyObject *list, Py_ssize_t i, PyObject *value);           /* steals value, always */
PyAPI_FUNC(int) PyList_Insert(PyObject *list, Py_ssize_t i, PyObject *value);
PyAPI_FUNC(int) PyList_Append(PyObject *list, PyObject *value);
PyAPI_FUNC(PyObject *) PyList_GetSlice(PyObject *list, Py_ssize_t low, Py_ssize_t high);
PyAPI_FUNC(int) PyList_SetSlice(PyObject *list, Py_ssize_t low, Py_ssize_t high, PyObject *value);
PyAPI_FUNC(int) PyList_Sort(PyObject *list);
PyAPI_FUNC(int) PyList_Reverse(PyObject *list);
PyAPI_FUNC(PyObject *) PyList_AsTuple(PyObject *list);
PyAPI_FUNC(PyObject *) _PyList_Extend(PyListObject *list, PyObject *iterable);

#ifdef __cplusplus
}
#endif
#endif
