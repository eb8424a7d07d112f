/* builtin_types.c: the static types of the builtins, one row each.
 *
 * A row gives CPython 3.11's name, sizes and flags, the C functions that the data in C demands, and the special methods
 * that the managed implementation has. mooring_builtin_types_open turns the latter into slots (slots.c); what a row
 * leaves empty is inherited as for any other type.
 */
#include "objects.h"
#include "slots.h"
#include "structmember.h"

#define GC Py_TPFLAGS_HAVE_GC
#define BASE Py_TPFLAGS_BASETYPE
#define MATCH _Py_TPFLAGS_MATCH_SELF
#define SEQ Py_TPFLAGS_SEQUENCE
#define MAP Py_TPFLAGS_MAPPING
#define METHOD Py_TPFLAGS_METHOD_DESCRIPTOR
#define NO_NEW Py_TPFLAGS_DISALLOW_INSTANTIATION
#define NESTED MOORING_TPFLAGS_NESTED
#define ALWAYS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | MOORING_TPFLAGS_MANAGED)

#define ORDER "__lt__ "
#define OBJECT "__repr__ "
#define ITERATOR "__iter__ __next__ "
#define ARITHMETIC                                                                                                 \
    "__add__ __sub__ __mul__ __mod__ __divmod__ __pow__ __neg__ __pos__ __abs__ __bool__ __floordiv__ __truediv__ "
#define BITS "__lshift__ __rshift__ __and__ __xor__ __or__ __invert__ "
#define SEQUENCE "__iter__ sq_length sq_item sq_concat sq_repeat mp_length mp_subscript __contains__ "
#define MUTABLE "__setitem__ sq_inplace_concat sq_inplace_repeat "
#define SET_OPERATORS "__sub__ __and__ __xor__ __or__ "

#define MIRROR mooring_mirror_dealloc, mooring_mirror_traverse, mooring_mirror_clear
#define IMMORTAL mooring_immortal_dealloc, NULL, NULL

/* TYPE(symbol, name, basicsize, itemsize, base, flags, dealloc, traverse, clear, special methods and slots) */
#define BUILTIN_TYPES(TYPE)                                                                                        \
    TYPE(PyBaseObject_Type, "object", sizeof(PyObject), 0, NULL, BASE, mooring_object_dealloc, NULL, NULL,         \
         OBJECT ORDER "__hash__ __str__")                                                                          \
    TYPE(PyType_Type, "type", sizeof(PyHeapTypeObject), sizeof(PyMemberDef), &PyBaseObject_Type,                   \
         GC | BASE | NESTED | Py_TPFLAGS_TYPE_SUBCLASS, mooring_type_dealloc, mooring_type_traverse, NULL,         \
         OBJECT "__getattribute__ __setattr__ __init__ __or__")                                                    \
    TYPE(PySuper_Type, "super", 40, 0, &PyBaseObject_Type, GC | BASE, MIRROR,                                      \
         OBJECT "__getattribute__ __get__ __new__ __init__")                                                       \
    TYPE(_PyNone_Type, "NoneType", sizeof(PyObject), 0, &PyBaseObject_Type, 0, IMMORTAL,                           \
         OBJECT "__bool__ __new__")                                                                                \
    TYPE(_PyNotImplemented_Type, "NotImplementedType", sizeof(PyObject), 0, &PyBaseObject_Type, 0, IMMORTAL,       \
         OBJECT "__bool__ __new__")                                                                                \
    TYPE(PyEllipsis_Type, "ellipsis", sizeof(PyObject), 0, &PyBaseObject_Type, 0, IMMORTAL, OBJECT "__new__")      \
    TYPE(PyLong_Type, "int", offsetof(PyLongObject, ob_digit), sizeof(digit), &PyBaseObject_Type,                  \
         BASE | MATCH | Py_TPFLAGS_LONG_SUBCLASS, mooring_long_dealloc, NULL, NULL,                                \
         OBJECT ORDER ARITHMETIC BITS "__hash__ __int__ __float__ __index__ __new__")                              \
    TYPE(PyBool_Type, "bool", sizeof(PyLongObject), 0, &PyLong_Type, MATCH | Py_TPFLAGS_LONG_SUBCLASS, IMMORTAL,   \
         OBJECT "__and__ __xor__ __or__ __new__")                                                                  \
    TYPE(PyFloat_Type, "float", sizeof(PyFloatObject), 0, &PyBaseObject_Type, BASE | MATCH, mooring_float_dealloc, \
         NULL, NULL, OBJECT ORDER ARITHMETIC "__hash__ __int__ __float__ __new__")                                 \
    TYPE(PyComplex_Type, "complex", sizeof(PyComplexObject), 0, &PyBaseObject_Type, BASE, mooring_complex_dealloc, \
         NULL, NULL,                                                                                               \
         OBJECT ORDER                                                                                              \
         "__add__ __sub__ __mul__ __pow__ __neg__ __pos__ __abs__ __bool__ __truediv__ __hash__ __new__")          \
    TYPE(PyUnicode_Type, "str", sizeof(PyUnicodeObject), 0, &PyBaseObject_Type,                                    \
         BASE | MATCH | Py_TPFLAGS_UNICODE_SUBCLASS, mooring_unicode_dealloc, NULL, NULL,                          \
         OBJECT ORDER SEQUENCE "__hash__ __str__ __mod__ __new__")                                                 \
    TYPE(PyBytes_Type, "bytes", offsetof(PyBytesObject, ob_sval) + 1, 1, &PyBaseObject_Type,                       \
         BASE | MATCH | Py_TPFLAGS_BYTES_SUBCLASS, mooring_bytes_dealloc, NULL, NULL,                              \
         OBJECT ORDER SEQUENCE "__hash__ __str__ __mod__ __new__")                                                 \
    TYPE(PyByteArray_Type, "bytearray", sizeof(PyByteArrayObject), 0, &PyBaseObject_Type, BASE | MATCH, MIRROR,    \
         OBJECT ORDER SEQUENCE MUTABLE "__str__ __mod__ __new__ __init__")                                         \
    TYPE(PyTuple_Type, "tuple", offsetof(PyTupleObject, ob_item), sizeof(PyObject *), &PyBaseObject_Type,          \
         GC | BASE | MATCH | SEQ | NESTED | Py_TPFLAGS_TUPLE_SUBCLASS, mooring_tuple_dealloc,                      \
         mooring_tuple_traverse, NULL, OBJECT ORDER SEQUENCE "__hash__ __new__")                                   \
    TYPE(PyList_Type, "list", sizeof(PyListObject), 0, &PyBaseObject_Type,                                         \
         GC | BASE | MATCH | SEQ | NESTED | Py_TPFLAGS_LIST_SUBCLASS, mooring_list_dealloc, mooring_list_traverse, \
         mooring_list_clear,                                                                                       \
         OBJECT ORDER SEQUENCE MUTABLE "__new__ __init__")                                                         \
    TYPE(PyDict_Type, "dict", sizeof(PyDictObject), 0, &PyBaseObject_Type,                                         \
         GC | BASE | MATCH | MAP | Py_TPFLAGS_DICT_SUBCLASS, MIRROR,                                               \
         OBJECT ORDER "__iter__ mp_length mp_subscript mp_ass_subscript __contains__ __or__ __ior__ __new__ __init__") \
    TYPE(PySet_Type, "set", sizeof(PySetObject), 0, &PyBaseObject_Type, GC | BASE | MATCH, MIRROR,                 \
         OBJECT ORDER SET_OPERATORS                                                                                \
         "__iter__ sq_length __contains__ __isub__ __iand__ __ixor__ __ior__ __new__ __init__")                    \
    TYPE(PyFrozenSet_Type, "frozenset", sizeof(PySetObject), 0, &PyBaseObject_Type, GC | BASE | MATCH, MIRROR,     \
         OBJECT ORDER SET_OPERATORS "__hash__ __iter__ sq_length __contains__ __new__")                            \
    TYPE(PySlice_Type, "slice", sizeof(PySliceObject), 0, &PyBaseObject_Type, GC | NESTED, mooring_slice_dealloc,  \
         mooring_slice_traverse, NULL, OBJECT ORDER "__new__")                                                     \
    TYPE(PyRange_Type, "range", 48, 0, &PyBaseObject_Type, SEQ, MIRROR,                                            \
         OBJECT ORDER "__hash__ __iter__ __bool__ sq_length sq_item mp_length mp_subscript __contains__ __new__")  \
    TYPE(PyModule_Type, "module", 56, 0, &PyBaseObject_Type, GC | BASE | NESTED, mooring_module_dealloc,           \
         mooring_module_traverse, mooring_module_clear, OBJECT "__getattribute__ __new__ __init__")                \
    TYPE(PyModuleDef_Type, "moduledef", sizeof(PyModuleDef), 0, &PyBaseObject_Type, 0, IMMORTAL, "")               \
    TYPE(PyCFunction_Type, "builtin_function_or_method", sizeof(PyCFunctionObject), 0, &PyBaseObject_Type,         \
         GC | NO_NEW | NESTED | Py_TPFLAGS_HAVE_VECTORCALL, mooring_cfunction_dealloc, mooring_cfunction_traverse, \
         mooring_cfunction_clear, OBJECT ORDER "__hash__")                                                         \
    TYPE(PyCMethod_Type, "builtin_method", sizeof(PyCMethodObject), 0, &PyCFunction_Type,                          \
         GC | NO_NEW | NESTED | Py_TPFLAGS_HAVE_VECTORCALL, mooring_cfunction_dealloc, mooring_cfunction_traverse, \
         mooring_cfunction_clear, "")                                                                              \
    TYPE(PyFunction_Type, "function", 136, 0, &PyBaseObject_Type, GC | METHOD, MIRROR,                             \
         OBJECT "__call__ __get__ __new__")                                                                        \
    TYPE(PyMethod_Type, "method", 48, 0, &PyBaseObject_Type, GC, MIRROR,                                           \
         OBJECT ORDER "__hash__ __call__ __get__ __getattribute__ __new__")                                        \
    TYPE(PyInstanceMethod_Type, "instancemethod", 24, 0, &PyBaseObject_Type, GC, MIRROR,                           \
         OBJECT ORDER "__call__ __get__ __getattribute__ __new__")                                                 \
    TYPE(PyClassMethod_Type, "classmethod", 32, 0, &PyBaseObject_Type, GC | BASE, MIRROR,                          \
         OBJECT "__get__ __new__ __init__")                                                                        \
    TYPE(PyStaticMethod_Type, "staticmethod", 32, 0, &PyBaseObject_Type, GC | BASE, MIRROR,                        \
         OBJECT "__call__ __get__ __new__ __init__")                                                               \
    TYPE(PyProperty_Type, "property", 64, 0, &PyBaseObject_Type, GC | BASE, MIRROR,                                \
         "__get__ __set__ __new__ __init__")                                                                       \
    TYPE(PyMethodDescr_Type, "method_descriptor", sizeof(PyMethodDescrObject), 0, &PyBaseObject_Type,              \
         GC | NO_NEW | METHOD, MIRROR, OBJECT "__call__ __get__")                                                  \
    TYPE(PyClassMethodDescr_Type, "classmethod_descriptor", sizeof(PyMethodDescrObject), 0, &PyBaseObject_Type,    \
         GC | NO_NEW, MIRROR, OBJECT "__call__ __get__")                                                           \
    TYPE(PyMemberDescr_Type, "member_descriptor", sizeof(PyMemberDescrObject), 0, &PyBaseObject_Type, GC | NO_NEW, \
         MIRROR, OBJECT "__get__ __set__")                                                                         \
    TYPE(PyGetSetDescr_Type, "getset_descriptor", sizeof(PyGetSetDescrObject), 0, &PyBaseObject_Type, GC | NO_NEW, \
         MIRROR, OBJECT "__get__ __set__")                                                                         \
    TYPE(PyWrapperDescr_Type, "wrapper_descriptor", 56, 0, &PyBaseObject_Type, GC | NO_NEW | METHOD, MIRROR,       \
         OBJECT "__call__ __get__")                                                                                \
    TYPE(_PyMethodWrapper_Type, "method-wrapper", 32, 0, &PyBaseObject_Type, GC | NO_NEW, MIRROR,                  \
         OBJECT ORDER "__hash__ __call__")                                                                         \
    TYPE(PyDictProxy_Type, "mappingproxy", 24, 0, &PyBaseObject_Type, GC | MAP, MIRROR,                            \
         OBJECT ORDER "__str__ __iter__ mp_length mp_subscript __contains__ __or__ __new__")                       \
    TYPE(PyCapsule_Type, "PyCapsule", 48, 0, &PyBaseObject_Type, NESTED, mooring_capsule_dealloc, NULL, NULL, OBJECT) \
    TYPE(PyTraceBack_Type, "traceback", 40, 0, &PyBaseObject_Type, GC, MIRROR, "__new__")                          \
    TYPE(PyGen_Type, "generator", 152, 8, &PyBaseObject_Type, GC | NO_NEW, MIRROR, OBJECT ITERATOR)                \
    TYPE(PyCoro_Type, "coroutine", 152, 8, &PyBaseObject_Type, GC | NO_NEW, MIRROR, OBJECT "__await__")            \
    TYPE(PyAsyncGen_Type, "async_generator", 144, 8, &PyBaseObject_Type, GC | NO_NEW, MIRROR, OBJECT "__aiter__ __anext__") \
    TYPE(Py_GenericAliasType, "types.GenericAlias", 64, 0, &PyBaseObject_Type, GC | BASE, MIRROR,                  \
         OBJECT ORDER "__hash__ __call__ __getattribute__ __iter__ mp_subscript __or__ __new__")                   \
    TYPE(_PyUnion_Type, "types.UnionType", 48, 0, &PyBaseObject_Type, GC | NO_NEW, MIRROR,                         \
         OBJECT ORDER "__hash__ __getattribute__ mp_subscript __or__")                                            \
    TYPE(PyEnum_Type, "enumerate", 56, 0, &PyBaseObject_Type, GC | BASE, MIRROR, ITERATOR "__new__")               \
    TYPE(PyReversed_Type, "reversed", 32, 0, &PyBaseObject_Type, GC | BASE, MIRROR, ITERATOR "__new__")            \
    TYPE(PyFilter_Type, "filter", 32, 0, &PyBaseObject_Type, GC | BASE, MIRROR, ITERATOR "__new__")                \
    TYPE(PyMap_Type, "map", 32, 0, &PyBaseObject_Type, GC | BASE, MIRROR, ITERATOR "__new__")                      \
    TYPE(PyZip_Type, "zip", 48, 0, &PyBaseObject_Type, GC | BASE, MIRROR, ITERATOR "__new__")                      \
    TYPE(PySeqIter_Type, "iterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                              \
    TYPE(PyCallIter_Type, "callable_iterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                    \
    TYPE(PyListIter_Type, "list_iterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                        \
    TYPE(PyListRevIter_Type, "list_reverseiterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)              \
    TYPE(PyTupleIter_Type, "tuple_iterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                      \
    TYPE(PyUnicodeIter_Type, "str_iterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                      \
    TYPE(PyBytesIter_Type, "bytes_iterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                      \
    TYPE(PyByteArrayIter_Type, "bytearray_iterator", 32, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)              \
    TYPE(PyRangeIter_Type, "range_iterator", 48, 0, &PyBaseObject_Type, 0, MIRROR, ITERATOR)                       \
    TYPE(PyLongRangeIter_Type, "longrange_iterator", 40, 0, &PyBaseObject_Type, 0, MIRROR, ITERATOR)               \
    TYPE(PySetIter_Type, "set_iterator", 48, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                          \
    TYPE(PyDictKeys_Type, "dict_keys", 24, 0, &PyBaseObject_Type, GC, MIRROR,                                      \
         OBJECT ORDER SET_OPERATORS "__iter__ sq_length __contains__")                                             \
    TYPE(PyDictItems_Type, "dict_items", 24, 0, &PyBaseObject_Type, GC, MIRROR,                                    \
         OBJECT ORDER SET_OPERATORS "__iter__ sq_length __contains__")                                             \
    TYPE(PyDictValues_Type, "dict_values", 24, 0, &PyBaseObject_Type, GC, MIRROR, OBJECT "__iter__ sq_length")     \
    TYPE(PyDictIterKey_Type, "dict_keyiterator", 56, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                  \
    TYPE(PyDictIterValue_Type, "dict_valueiterator", 56, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)              \
    TYPE(PyDictIterItem_Type, "dict_itemiterator", 56, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)                \
    TYPE(PyDictRevIterKey_Type, "dict_reversekeyiterator", 56, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)        \
    TYPE(PyDictRevIterValue_Type, "dict_reversevalueiterator", 56, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)    \
    TYPE(PyDictRevIterItem_Type, "dict_reverseitemiterator", 56, 0, &PyBaseObject_Type, GC, MIRROR, ITERATOR)      \
    TYPE(_PyWeakref_RefType, "weakref.ReferenceType", 72, 0, &PyBaseObject_Type, GC | BASE, MIRROR,                \
         OBJECT ORDER "__hash__ __call__ __new__ __init__")                                                        \
    TYPE(_PyWeakref_ProxyType, "weakref.ProxyType", 72, 0, &PyBaseObject_Type, GC, MIRROR,                         \
         OBJECT ORDER ARITHMETIC "__str__ __getattribute__ __setattr__ __iter__ __next__ __len__ __getitem__ "     \
         "__setitem__ __contains__")                                                                               \
    TYPE(_PyWeakref_CallableProxyType, "weakref.CallableProxyType", 72, 0, &PyBaseObject_Type, GC, MIRROR,         \
         OBJECT ORDER ARITHMETIC "__str__ __call__ __getattribute__ __setattr__ __iter__ __next__ __len__ "        \
         "__getitem__ __setitem__ __contains__")

/* those that no header of ours declares: they are exported all the same */
PyAPI_DATA(PyTypeObject) _PyUnion_Type;
PyAPI_DATA(PyTypeObject) PyEnum_Type;
PyAPI_DATA(PyTypeObject) PyReversed_Type;
PyAPI_DATA(PyTypeObject) PyFilter_Type;
PyAPI_DATA(PyTypeObject) PyMap_Type;
PyAPI_DATA(PyTypeObject) PyZip_Type;

/* The indirection lets MIRROR and IMMORTAL fall apart into three arguments. */
#define DEFINE(...) DEFINE_ROW(__VA_ARGS__)
#define DEFINE_ROW(symbol, name, basicsize, itemsize, base, flags, dealloc, traverse, clear, methods)                  \
    PyTypeObject symbol = {                                                                                        \
        .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},                                                       \
        .tp_name = name,                                                                                           \
        .tp_basicsize = (basicsize),                                                                               \
        .tp_itemsize = (itemsize),                                                                                 \
        .tp_dealloc = dealloc,                                                                                     \
        .tp_flags = ALWAYS | (flags),                                                                              \
        .tp_traverse = (traverseproc)traverse,                                                                     \
        .tp_clear = (inquiry)clear,                                                                                \
        .tp_base = base,                                                                                           \
        .tp_alloc = PyType_GenericAlloc,                                                                           \
        .tp_free = (flags) & GC ? PyObject_GC_Del : PyObject_Free,                                                 \
    };
#define PICK(...) PICK_ROW(__VA_ARGS__)
#define PICK_ROW(symbol, name, basicsize, itemsize, base, flags, dealloc, traverse, clear, methods) {&symbol, methods},

BUILTIN_TYPES(DEFINE)

static const struct builtin_row {
    PyTypeObject *type;
    const char *methods; /* separated by blanks */
} rows[] = {BUILTIN_TYPES(PICK)};

static struct mooring_suites suites[Py_ARRAY_LENGTH(rows)];

/* Two types of buffers are written in C as any extension's type is, as code, frames and contexts are (codeobject.c, frameobject.c, context.c, contextvar.c); Java learns of them through
 * PyType_Ready. */

PyTypeObject _PyManagedBuffer_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "managedbuffer",
    .tp_basicsize = sizeof(_PyManagedBufferObject),
    .tp_dealloc = mooring_managed_buffer_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | GC | NESTED,
    .tp_traverse = mooring_managed_buffer_traverse,
};

PyTypeObject PyMemoryView_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "memoryview",
    .tp_basicsize = offsetof(PyMemoryViewObject, ob_array),
    .tp_itemsize = sizeof(Py_ssize_t),
    .tp_dealloc = mooring_memoryview_dealloc,
    .tp_repr = mooring_memoryview_repr,
    .tp_as_sequence = &mooring_memoryview_as_sequence,
    .tp_as_mapping = &mooring_memoryview_as_mapping,
    .tp_hash = mooring_memoryview_hash,
    .tp_as_buffer = &mooring_memoryview_as_buffer,
    .tp_flags = Py_TPFLAGS_DEFAULT | GC | SEQ | NESTED,
    .tp_traverse = mooring_memoryview_traverse,
    .tp_clear = mooring_memoryview_clear,
    .tp_richcompare = mooring_memoryview_richcompare,
    .tp_weaklistoffset = offsetof(PyMemoryViewObject, weakreflist),
    .tp_methods = mooring_memoryview_methods,
    .tp_getset = mooring_memoryview_getset,
    .tp_new = mooring_memoryview_make,
};

/* CPython's buffers of io.BytesIO, which are not objects here. */
PyAPI_DATA(PyTypeObject) _PyBytesIOBuffer_Type;
PyTypeObject _PyBytesIOBuffer_Type = {
    .ob_base = {{_Py_IMMORTAL_REFCNT, &PyType_Type}, 0},
    .tp_name = "_io._BytesIOBuffer",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static int is_empty(const void *suite, size_t size)
{
    for (const char *byte = suite; size-- > 0; byte++) {
        if (*byte) {
            return 0;
        }
    }
    return 1;
}

static void define_methods(PyTypeObject *type, const char *methods, struct mooring_suites *suite)
{
    type->tp_as_async = &suite->as_async;
    type->tp_as_number = &suite->as_number;
    type->tp_as_mapping = &suite->as_mapping;
    type->tp_as_sequence = &suite->as_sequence;
    char name[32];
    for (const char *p = methods; *p;) {
        size_t length = strcspn(p, " ");
        memcpy(name, p, length);
        name[length] = 0;
        mooring_type_define_slot(type, name);
        p += length + strspn(p + length, " ");
    }
    if (is_empty(&suite->as_async, sizeof suite->as_async)) {
        type->tp_as_async = NULL;
    }
    if (is_empty(&suite->as_number, sizeof suite->as_number)) {
        type->tp_as_number = NULL;
    }
    if (is_empty(&suite->as_mapping, sizeof suite->as_mapping)) {
        type->tp_as_mapping = NULL;
    }
    if (is_empty(&suite->as_sequence, sizeof suite->as_sequence)) {
        type->tp_as_sequence = NULL;
    }
}

/* The slots whose function is not a generic one. */
static void define_special_cases(void)
{
    PyBaseObject_Type.tp_getattro = PyObject_GenericGetAttr;
    PyBaseObject_Type.tp_setattro = PyObject_GenericSetAttr;
    PyBaseObject_Type.tp_new = mooring_object_new;
    PyBaseObject_Type.tp_init = mooring_object_init;
    PyType_Type.tp_call = mooring_type_call;
    PyType_Type.tp_new = mooring_type_new;
    PyBytes_Type.tp_as_buffer = &mooring_bytes_as_buffer;
    PyByteArray_Type.tp_as_buffer = &mooring_bytearray_as_buffer;
    PyCapsule_Type.tp_repr = mooring_capsule_repr;
    PyCFunction_Type.tp_call = mooring_cfunction_call;
    PyCFunction_Type.tp_vectorcall_offset = offsetof(PyCFunctionObject, vectorcall);
    PyTypeObject *unhashable[] = {&PyList_Type, &PyDict_Type, &PySet_Type, &PyByteArray_Type, &PySlice_Type};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(unhashable); i++) {
        unhashable[i]->tp_hash = PyObject_HashNotImplemented;
    }
}

static int finish(PyTypeObject *type)
{
    if (mooring_type_inherit(type) < 0) {
        return -1;
    }
    type->tp_flags |= Py_TPFLAGS_READY;
    return 0;
}

int mooring_builtin_types_open(void)
{
    define_special_cases();
    for (size_t i = 0; i < Py_ARRAY_LENGTH(rows); i++) {
        define_methods(rows[i].type, rows[i].methods, &suites[i]);
        if (finish(rows[i].type) < 0) {
            return -1;
        }
    }
    return 0;
}

int mooring_ready_types(void)
{
    PyTypeObject *types[] = {&_PyManagedBuffer_Type, &PyMemoryView_Type, &PyCode_Type, &PyFrame_Type, &PyContext_Type, &PyContextVar_Type,
                             &PyContextToken_Type, &PyODict_Type, &_PyBytesIOBuffer_Type};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
        if (PyType_Ready(types[i]) < 0) {
            return -1;
        }
    }
    return 0;
}
