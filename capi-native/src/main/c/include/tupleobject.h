/* tupleobject.h: Python's tuple as C sees it: a var-object header and the items, each an owned reference.
 *
 * A tuple made in Java has no items here until somebody asks: PyTuple_GetItem makes the one it answers, the macros make
 * all at their first use. Code that reads ob_item itself gets a warning; it must be compiled with -DMOORING_MACRO_READER,
 * and then has the tuples, and the lists, of CPython: filled before they cross.
 */
#ifndef Py_TUPLEOBJECT_H
#define Py_TUPLEOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

#if defined(MOORING_BUILD) || defined(MOORING_MACRO_READER)
#define _PyTuple_ITEMS_MAY_BE_ABSENT
#else
#define _PyTuple_ITEMS_MAY_BE_ABSENT                                                                                   \
    __attribute__((deprecated("items may be absent: use PyTuple_GET_ITEM, or define MOORING_MACRO_READER")))
/* The loader looks for this name: a module that has it asks by function or by the macros below. */
__attribute__((weak, used, visibility("default"))) char mooring_asks_for_items = 1;
#endif

typedef struct {
    PyObject_VAR_HEAD
    PyObject *ob_item[1] _PyTuple_ITEMS_MAY_BE_ABSENT;
} PyTupleObject;

PyAPI_DATA(PyTypeObject) PyTuple_Type;
PyAPI_DATA(PyTypeObject) PyTupleIter_Type;

#define PyTuple_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_TUPLE_SUBCLASS)
#define PyTuple_CheckExact(op) Py_IS_TYPE(op, &PyTuple_Type)
#define PyTuple_GET_SIZE(op) (((PyVarObject *)(op))->ob_size)
/* A bit of the word before a tuple: not all of its items are there. */
#define _PyTuple_LAZY ((uintptr_t)0x100)
/* Makes the items that are not there yet; where they begin. What could not be made is NULL, with MemoryError set. */
PyAPI_FUNC(PyObject **) _PyTuple_Fill(PyObject *tuple);

static inline PyObject **_PyTuple_Items(PyObject *tuple)
{
#ifndef MOORING_MACRO_READER
    if (__builtin_expect((((const uintptr_t *)tuple)[-1] & _PyTuple_LAZY) != 0, 0)) {
        return _PyTuple_Fill(tuple);
    }
#endif
    return (PyObject **)((PyVarObject *)tuple + 1);
}

/* May be assigned to, and its address is that of the item in an array of all. */
#define PyTuple_GET_ITEM(op, i) (_PyTuple_Items((PyObject *)(op))[i])
/* Steals value; only for a tuple that nobody else has seen. */
#define PyTuple_SET_ITEM(op, i, value) ((void)(PyTuple_GET_ITEM((op), (i)) = (PyObject *)(value)))

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
