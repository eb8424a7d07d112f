/* cpython/object.h: the structure of a type as CPython 3.11 lays it out (408 bytes), and what only unlimited code uses. */
#ifndef Py_CPYTHON_OBJECT_H
#define Py_CPYTHON_OBJECT_H

typedef struct {
    binaryfunc nb_add;
    binaryfunc nb_subtract;
    binaryfunc nb_multiply;
    binaryfunc nb_remainder;
    binaryfunc nb_divmod;
    ternaryfunc nb_power;
    unaryfunc nb_negative;
    unaryfunc nb_positive;
    unaryfunc nb_absolute;
    inquiry nb_bool;
    unaryfunc nb_invert;
    binaryfunc nb_lshift;
    binaryfunc nb_rshift;
    binaryfunc nb_and;
    binaryfunc nb_xor;
    binaryfunc nb_or;
    unaryfunc nb_int;
    void *nb_reserved;
    unaryfunc nb_float;
    binaryfunc nb_inplace_add;
    binaryfunc nb_inplace_subtract;
    binaryfunc nb_inplace_multiply;
    binaryfunc nb_inplace_remainder;
    ternaryfunc nb_inplace_power;
    binaryfunc nb_inplace_lshift;
    binaryfunc nb_inplace_rshift;
    binaryfunc nb_inplace_and;
    binaryfunc nb_inplace_xor;
    binaryfunc nb_inplace_or;
    binaryfunc nb_floor_divide;
    binaryfunc nb_true_divide;
    binaryfunc nb_inplace_floor_divide;
    binaryfunc nb_inplace_true_divide;
    unaryfunc nb_index;
    binaryfunc nb_matrix_multiply;
    binaryfunc nb_inplace_matrix_multiply;
} PyNumberMethods;

typedef struct {
    lenfunc sq_length;
    binaryfunc sq_concat;
    ssizeargfunc sq_repeat;
    ssizeargfunc sq_item;
    void *was_sq_slice;
    ssizeobjargproc sq_ass_item;
    void *was_sq_ass_slice;
    objobjproc sq_contains;
    binaryfunc sq_inplace_concat;
    ssizeargfunc sq_inplace_repeat;
} PySequenceMethods;

typedef struct {
    lenfunc mp_length;
    binaryfunc mp_subscript;
    objobjargproc mp_ass_subscript;
} PyMappingMethods;

typedef PySendResult (*sendfunc)(PyObject *iter, PyObject *value, PyObject **result);

typedef struct {
    unaryfunc am_await;
    unaryfunc am_aiter;
    unaryfunc am_anext;
    sendfunc am_send;
} PyAsyncMethods;

typedef struct {
    getbufferproc bf_getbuffer;
    releasebufferproc bf_releasebuffer;
} PyBufferProcs;

typedef Py_ssize_t printfunc;

struct _typeobject {
    PyObject_VAR_HEAD
    const char *tp_name;
    Py_ssize_t tp_basicsize;
    Py_ssize_t tp_itemsize;
    destructor tp_dealloc;
    Py_ssize_t tp_vectorcall_offset;
    getattrfunc tp_getattr;
    setattrfunc tp_setattr;
    PyAsyncMethods *tp_as_async;
    reprfunc tp_repr;
    PyNumberMethods *tp_as_number;
    PySequenceMethods *tp_as_sequence;
    PyMappingMethods *tp_as_mapping;
    hashfunc tp_hash;
    ternaryfunc tp_call;
    reprfunc tp_str;
    getattrofunc tp_getattro;
    setattrofunc tp_setattro;
    PyBufferProcs *tp_as_buffer;
    unsigned long tp_flags;
    const char *tp_doc;
    traverseproc tp_traverse;
    inquiry tp_clear;
    richcmpfunc tp_richcompare;
    Py_ssize_t tp_weaklistoffset;
    getiterfunc tp_iter;
    iternextfunc tp_iternext;
    PyMethodDef *tp_methods;
    PyMemberDef *tp_members;
    PyGetSetDef *tp_getset;
    PyTypeObject *tp_base; /* owned by a heap type */
    PyObject *tp_dict;
    descrgetfunc tp_descr_get;
    descrsetfunc tp_descr_set;
    Py_ssize_t tp_dictoffset;
    initproc tp_init;
    allocfunc tp_alloc;
    newfunc tp_new;
    freefunc tp_free;
    inquiry tp_is_gc;
    PyObject *tp_bases;
    PyObject *tp_mro;
    PyObject *tp_cache;
    PyObject *tp_subclasses;
    PyObject *tp_weaklist;
    destructor tp_del;
    unsigned int tp_version_tag;
    destructor tp_finalize;
    vectorcallfunc tp_vectorcall;
};

struct _specialization_cache {
    PyObject *getitem;
};

/* A type in allocated memory: the method suites stand in it, and its names are objects. */
typedef struct _heaptypeobject {
    PyTypeObject ht_type;
    PyAsyncMethods as_async;
    PyNumberMethods as_number;
    PyMappingMethods as_mapping;
    PySequenceMethods as_sequence;
    PyBufferProcs as_buffer;
    PyObject *ht_name;
    PyObject *ht_slots;
    PyObject *ht_qualname;
    struct _dictkeysobject *ht_cached_keys;
    PyObject *ht_module;
    char *_ht_tpname;
    struct _specialization_cache _spec_cache;
} PyHeapTypeObject;

/* An attribute name that is interned at its first use. */
typedef struct _Py_Identifier {
    const char *string;
    Py_ssize_t index;
} _Py_Identifier;
#define _Py_static_string_init(value) {value, -1}
#define _Py_static_string(variable, value) static _Py_Identifier variable = _Py_static_string_init(value)
#define _Py_IDENTIFIER(name) _Py_static_string(PyId_##name, #name)

PyAPI_FUNC(PyObject *) _PyUnicode_FromId(_Py_Identifier *name); /* borrowed */
PyAPI_FUNC(PyObject *) _PyDict_GetItemIdWithError(PyObject *dict, _Py_Identifier *name); /* borrowed */
PyAPI_FUNC(int) _PyDict_SetItemId(PyObject *dict, _Py_Identifier *name, PyObject *value);
PyAPI_FUNC(int) _PyDict_ContainsId(PyObject *dict, _Py_Identifier *name);
PyAPI_FUNC(PyObject *) _PyImport_GetModuleId(_Py_Identifier *name);
PyAPI_FUNC(PyObject *) _PyObject_CallMethodIdObjArgs(PyObject *o, _Py_Identifier *name, ...);
PyAPI_FUNC(PyObject *) _PyObject_CallMethodId(PyObject *o, _Py_Identifier *name, const char *format, ...);
PyAPI_FUNC(PyObject *) _PyObject_CallMethodId_SizeT(PyObject *o, _Py_Identifier *name, const char *format, ...);
PyAPI_FUNC(PyObject *) _PyObject_GetAttrId(PyObject *o, _Py_Identifier *name);
PyAPI_FUNC(int) _PyObject_SetAttrId(PyObject *o, _Py_Identifier *name, PyObject *value);
PyAPI_FUNC(PyObject *) _PyType_Lookup(PyTypeObject *type, PyObject *name); /* borrowed; no error when absent */
PyAPI_FUNC(const char *) _PyType_Name(PyTypeObject *type);
PyAPI_FUNC(PyObject **) _PyObject_GetDictPtr(PyObject *o);
/* 1 and *result when found, 0 and NULL when absent (no error set), -1 on any other error. */
PyAPI_FUNC(int) _PyObject_LookupAttr(PyObject *o, PyObject *name, PyObject **result);
PyAPI_FUNC(int) _PyObject_LookupAttrId(PyObject *o, _Py_Identifier *name, PyObject **result);
PyAPI_FUNC(PyObject *) _PyObject_NextNotImplemented(PyObject *o);
PyAPI_FUNC(PyObject *) _PyObject_GenericGetAttrWithDict(PyObject *o, PyObject *name, PyObject *dict, int suppress);
PyAPI_FUNC(int) _PyObject_GenericSetAttrWithDict(PyObject *o, PyObject *name, PyObject *value, PyObject *dict);
PyAPI_FUNC(void) PyObject_CallFinalizer(PyObject *o);
PyAPI_FUNC(int) PyObject_CallFinalizerFromDealloc(PyObject *o);
PyAPI_FUNC(int) PyObject_Print(PyObject *o, FILE *file, int flags);
PyAPI_FUNC(int) _PyObject_IsFreed(PyObject *o);
PyAPI_FUNC(void) _PyObject_Dump(PyObject *o);

#define PyType_SUPPORTS_WEAKREFS(type) ((type)->tp_weaklistoffset > 0)
#define PyHeapType_GET_MEMBERS(type) ((PyMemberDef *)((char *)(type) + Py_TYPE(type)->tp_basicsize))

#define Py_SETREF(place, value)                                                                                    \
    do {                                                                                                           \
        PyObject *_py_old = _PyObject_CAST(place);                                                                 \
        (place) = (value);                                                                                         \
        Py_DECREF(_py_old);                                                                                        \
    } while (0)
#define Py_XSETREF(place, value)                                                                                   \
    do {                                                                                                           \
        PyObject *_py_old = _PyObject_CAST(place);                                                                 \
        (place) = (value);                                                                                         \
        Py_XDECREF(_py_old);                                                                                       \
    } while (0)

/* The trashcan. _Py_Dealloc itself bounds the depth of nested deallocations (object.c), so the macros only have to
 * compile and to keep their shape: a deallocator that uses them is entered at most a few dozen levels deep. */
PyAPI_FUNC(int) _PyTrash_begin(PyThreadState *thread, PyObject *o);
PyAPI_FUNC(void) _PyTrash_end(PyThreadState *thread);
PyAPI_FUNC(int) _PyTrash_cond(PyObject *o, destructor dealloc);
#define Py_TRASHCAN_BEGIN_CONDITION(o, condition)                                                                  \
    do {                                                                                                           \
        (void)(condition);
#define Py_TRASHCAN_BEGIN(o, dealloc) Py_TRASHCAN_BEGIN_CONDITION(o, 1)
#define Py_TRASHCAN_END                                                                                            \
    }                                                                                                              \
    while (0)                                                                                                      \
        ;
#define Py_TRASHCAN_SAFE_BEGIN(o) Py_TRASHCAN_BEGIN_CONDITION(o, 1)
#define Py_TRASHCAN_SAFE_END(o) Py_TRASHCAN_END

#endif
