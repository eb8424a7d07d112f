/* objimpl.h: making objects, and telling the collector about them. */
#ifndef Py_OBJIMPL_H
#define Py_OBJIMPL_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_FUNC(PyObject *) PyObject_Init(PyObject *o, PyTypeObject *type);
PyAPI_FUNC(PyVarObject *) PyObject_InitVar(PyVarObject *o, PyTypeObject *type, Py_ssize_t size);
#define PyObject_INIT(o, type) PyObject_Init(_PyObject_CAST(o), (type))
#define PyObject_INIT_VAR(o, type, size) PyObject_InitVar(_PyVarObject_CAST(o), (type), (size))

PyAPI_FUNC(PyObject *) _PyObject_New(PyTypeObject *type);
PyAPI_FUNC(PyVarObject *) _PyObject_NewVar(PyTypeObject *type, Py_ssize_t item_count);
#define PyObject_New(structure, type) ((structure *)_PyObject_New(type))
#define PyObject_NEW(structure, type) PyObject_New(structure, type)
#define PyObject_NewVar(structure, type, count) ((structure *)_PyObject_NewVar((type), (count)))
#define PyObject_NEW_VAR(structure, type, count) PyObject_NewVar(structure, (type), (count))

#define _PyObject_SIZE(type) ((type)->tp_basicsize)
#define _PyObject_VAR_SIZE(type, count)                                                                            \
    _Py_SIZE_ROUND_UP((type)->tp_basicsize + (count) * (type)->tp_itemsize, SIZEOF_VOID_P)

PyAPI_FUNC(Py_ssize_t) PyGC_Collect(void);
PyAPI_FUNC(int) PyGC_Enable(void);
PyAPI_FUNC(int) PyGC_Disable(void);
PyAPI_FUNC(int) PyGC_IsEnabled(void);
PyAPI_FUNC(Py_ssize_t) _PyGC_CollectNoFail(PyThreadState *thread);

#define PyType_IS_GC(type) PyType_HasFeature((type), Py_TPFLAGS_HAVE_GC)
PyAPI_FUNC(int) PyObject_IS_GC(PyObject *o);
PyAPI_FUNC(PyObject *) _PyObject_GC_New(PyTypeObject *type);
PyAPI_FUNC(PyVarObject *) _PyObject_GC_NewVar(PyTypeObject *type, Py_ssize_t item_count);
PyAPI_FUNC(PyVarObject *) _PyObject_GC_Resize(PyVarObject *o, Py_ssize_t item_count);
PyAPI_FUNC(void) PyObject_GC_Track(void *o);
PyAPI_FUNC(void) PyObject_GC_UnTrack(void *o);
PyAPI_FUNC(void) PyObject_GC_Del(void *o);
PyAPI_FUNC(int) PyObject_GC_IsTracked(PyObject *o);
PyAPI_FUNC(int) PyObject_GC_IsFinalized(PyObject *o);
#define PyObject_GC_New(structure, type) ((structure *)_PyObject_GC_New(type))
#define PyObject_GC_NewVar(structure, type, count) ((structure *)_PyObject_GC_NewVar((type), (count)))
#define PyObject_GC_Resize(structure, o, count) ((structure *)_PyObject_GC_Resize(_PyVarObject_CAST(o), (count)))
#define PyObject_GET_WEAKREFS_LISTPTR(o) ((PyObject **)((char *)(o) + Py_TYPE(o)->tp_weaklistoffset))

/* For tp_traverse, whose parameters must be called visit and arg. */
#define Py_VISIT(o)                                                                                                \
    do {                                                                                                           \
        if (o) {                                                                                                   \
            int _py_stop = visit(_PyObject_CAST(o), arg);                                                          \
            if (_py_stop)                                                                                          \
                return _py_stop;                                                                                   \
        }                                                                                                          \
    } while (0)

#ifdef __cplusplus
}
#endif
#endif
