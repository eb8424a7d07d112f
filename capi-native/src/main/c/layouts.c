/* layouts.c: sizes, offsets and constants as this build of the library has them.
 *
 * Java keeps its own copy of those it uses and compares the two when it loads the library, so that the two halves can
 * never be of different builds.
 */
#include "borrowed_items.h"
#include "graph.h"
#include "objects.h"
#include "obmalloc.h"
#include "structmember.h"

struct layout_row {
    const char *name;
    Py_ssize_t value;
};

#define OFFSET(structure, field) {#structure "." #field, offsetof(structure, field)}
#define SIZE(structure) {#structure ".SIZE", sizeof(structure)}
#define SHARED(structure, field) {#structure "." #field, offsetof(struct structure, field)}
#define SHARED_SIZE(structure) {#structure ".SIZE", sizeof(struct structure)}
#define CONSTANT(name) {"mooring." #name, MOORING_##name}

/* Ends with a row whose name is NULL. */
MOORING_EXPORT const struct layout_row mooring_layouts[] = {
    OFFSET(PyObject, ob_refcnt), OFFSET(PyObject, ob_type), SIZE(PyObject), OFFSET(PyVarObject, ob_size),
    SIZE(PyVarObject), OFFSET(PyLongObject, ob_digit), OFFSET(PyFloatObject, ob_fval), SIZE(PyFloatObject),
    OFFSET(PyComplexObject, cval), SIZE(PyComplexObject), OFFSET(PySliceObject, start), OFFSET(PySliceObject, stop),
    OFFSET(PySliceObject, step), SIZE(PySliceObject), OFFSET(PyTupleObject, ob_item),
    OFFSET(PyListObject, ob_item), OFFSET(PyListObject, allocated), SIZE(PyListObject), OFFSET(PyDictObject, ma_used), OFFSET(PyDictObject, ma_version_tag),
    OFFSET(PyBytesObject, ob_shash), OFFSET(PyBytesObject, ob_sval), OFFSET(PyASCIIObject, length),
    OFFSET(PyASCIIObject, hash), OFFSET(PyASCIIObject, state), OFFSET(PyASCIIObject, wstr), SIZE(PyASCIIObject),
    OFFSET(PyCompactUnicodeObject, utf8_length), OFFSET(PyCompactUnicodeObject, utf8),
    OFFSET(PyCompactUnicodeObject, wstr_length), SIZE(PyCompactUnicodeObject), OFFSET(PyUnicodeObject, data),
    SIZE(PyUnicodeObject), OFFSET(PyTypeObject, tp_name), OFFSET(PyTypeObject, tp_basicsize),
    OFFSET(PyTypeObject, tp_itemsize), OFFSET(PyTypeObject, tp_dealloc), OFFSET(PyTypeObject, tp_vectorcall_offset),
    OFFSET(PyTypeObject, tp_getattr), OFFSET(PyTypeObject, tp_setattr), OFFSET(PyTypeObject, tp_as_async),
    OFFSET(PyTypeObject, tp_repr), OFFSET(PyTypeObject, tp_as_number), OFFSET(PyTypeObject, tp_as_sequence),
    OFFSET(PyTypeObject, tp_as_mapping), OFFSET(PyTypeObject, tp_hash), OFFSET(PyTypeObject, tp_call),
    OFFSET(PyTypeObject, tp_str), OFFSET(PyTypeObject, tp_getattro), OFFSET(PyTypeObject, tp_setattro),
    OFFSET(PyTypeObject, tp_as_buffer), OFFSET(PyTypeObject, tp_flags), OFFSET(PyTypeObject, tp_doc),
    OFFSET(PyTypeObject, tp_traverse), OFFSET(PyTypeObject, tp_clear), OFFSET(PyTypeObject, tp_richcompare),
    OFFSET(PyTypeObject, tp_weaklistoffset), OFFSET(PyTypeObject, tp_iter), OFFSET(PyTypeObject, tp_iternext),
    OFFSET(PyTypeObject, tp_methods), OFFSET(PyTypeObject, tp_members), OFFSET(PyTypeObject, tp_getset),
    OFFSET(PyTypeObject, tp_base), OFFSET(PyTypeObject, tp_dict), OFFSET(PyTypeObject, tp_descr_get),
    OFFSET(PyTypeObject, tp_descr_set), OFFSET(PyTypeObject, tp_dictoffset), OFFSET(PyTypeObject, tp_init),
    OFFSET(PyTypeObject, tp_alloc), OFFSET(PyTypeObject, tp_new), OFFSET(PyTypeObject, tp_free),
    OFFSET(PyTypeObject, tp_is_gc), OFFSET(PyTypeObject, tp_bases), OFFSET(PyTypeObject, tp_mro),
    OFFSET(PyTypeObject, tp_cache), OFFSET(PyTypeObject, tp_subclasses), OFFSET(PyTypeObject, tp_weaklist),
    OFFSET(PyTypeObject, tp_del), OFFSET(PyTypeObject, tp_version_tag), OFFSET(PyTypeObject, tp_finalize),
    OFFSET(PyTypeObject, tp_vectorcall), SIZE(PyTypeObject), OFFSET(PyNumberMethods, nb_add),
    OFFSET(PyNumberMethods, nb_subtract), OFFSET(PyNumberMethods, nb_multiply),
    OFFSET(PyNumberMethods, nb_remainder), OFFSET(PyNumberMethods, nb_divmod), OFFSET(PyNumberMethods, nb_power),
    OFFSET(PyNumberMethods, nb_negative), OFFSET(PyNumberMethods, nb_positive),
    OFFSET(PyNumberMethods, nb_absolute), OFFSET(PyNumberMethods, nb_bool), OFFSET(PyNumberMethods, nb_invert),
    OFFSET(PyNumberMethods, nb_lshift), OFFSET(PyNumberMethods, nb_rshift), OFFSET(PyNumberMethods, nb_and),
    OFFSET(PyNumberMethods, nb_xor), OFFSET(PyNumberMethods, nb_or), OFFSET(PyNumberMethods, nb_int),
    OFFSET(PyNumberMethods, nb_float), OFFSET(PyNumberMethods, nb_inplace_add),
    OFFSET(PyNumberMethods, nb_inplace_subtract), OFFSET(PyNumberMethods, nb_inplace_multiply),
    OFFSET(PyNumberMethods, nb_inplace_remainder), OFFSET(PyNumberMethods, nb_inplace_power),
    OFFSET(PyNumberMethods, nb_inplace_lshift), OFFSET(PyNumberMethods, nb_inplace_rshift),
    OFFSET(PyNumberMethods, nb_inplace_and), OFFSET(PyNumberMethods, nb_inplace_xor),
    OFFSET(PyNumberMethods, nb_inplace_or), OFFSET(PyNumberMethods, nb_floor_divide),
    OFFSET(PyNumberMethods, nb_true_divide), OFFSET(PyNumberMethods, nb_inplace_floor_divide),
    OFFSET(PyNumberMethods, nb_inplace_true_divide), OFFSET(PyNumberMethods, nb_index),
    OFFSET(PyNumberMethods, nb_matrix_multiply), OFFSET(PyNumberMethods, nb_inplace_matrix_multiply),
    SIZE(PyNumberMethods), OFFSET(PySequenceMethods, sq_length), OFFSET(PySequenceMethods, sq_concat),
    OFFSET(PySequenceMethods, sq_repeat), OFFSET(PySequenceMethods, sq_item),
    OFFSET(PySequenceMethods, sq_ass_item), OFFSET(PySequenceMethods, sq_contains),
    OFFSET(PySequenceMethods, sq_inplace_concat), OFFSET(PySequenceMethods, sq_inplace_repeat),
    SIZE(PySequenceMethods), OFFSET(PyMappingMethods, mp_length), OFFSET(PyMappingMethods, mp_subscript),
    OFFSET(PyMappingMethods, mp_ass_subscript), SIZE(PyMappingMethods), OFFSET(PyAsyncMethods, am_await),
    OFFSET(PyAsyncMethods, am_aiter), OFFSET(PyAsyncMethods, am_anext), OFFSET(PyAsyncMethods, am_send),
    SIZE(PyAsyncMethods), OFFSET(PyHeapTypeObject, as_async), OFFSET(PyHeapTypeObject, as_number),
    OFFSET(PyHeapTypeObject, as_mapping), OFFSET(PyHeapTypeObject, as_sequence),
    OFFSET(PyHeapTypeObject, as_buffer), OFFSET(PyHeapTypeObject, ht_name), OFFSET(PyHeapTypeObject, ht_slots),
    OFFSET(PyHeapTypeObject, ht_qualname), OFFSET(PyHeapTypeObject, ht_cached_keys),
    OFFSET(PyHeapTypeObject, ht_module), OFFSET(PyCFunctionObject, m_ml), OFFSET(PyCFunctionObject, m_self),
    OFFSET(PyCFunctionObject, m_module), OFFSET(PyCFunctionObject, m_weakreflist),
    OFFSET(PyCFunctionObject, vectorcall), SIZE(PyCFunctionObject), OFFSET(PyCMethodObject, mm_class),
    SIZE(PyCMethodObject), OFFSET(PyMethodDef, ml_name), OFFSET(PyMethodDef, ml_meth),
    OFFSET(PyMethodDef, ml_flags), OFFSET(PyMethodDef, ml_doc), SIZE(PyMethodDef), OFFSET(PyMemberDef, name),
    OFFSET(PyMemberDef, type), OFFSET(PyMemberDef, offset), OFFSET(PyMemberDef, flags), OFFSET(PyMemberDef, doc),
    SIZE(PyMemberDef), OFFSET(PyGetSetDef, name), OFFSET(PyGetSetDef, get), OFFSET(PyGetSetDef, set),
    OFFSET(PyGetSetDef, doc), OFFSET(PyGetSetDef, closure), SIZE(PyGetSetDef), OFFSET(PyDescrObject, d_type),
    OFFSET(PyDescrObject, d_name), OFFSET(PyDescrObject, d_qualname), SIZE(PyDescrObject), OFFSET(PyMethodDescrObject, d_method), OFFSET(PyWrapperDescrObject, d_base),
    OFFSET(PyModuleDef, m_name), OFFSET(PyModuleDef, m_doc), OFFSET(PyModuleDef, m_size),
    OFFSET(PyModuleDef, m_methods), OFFSET(PyModuleDef, m_slots), OFFSET(PyModuleDef, m_traverse),
    OFFSET(PyModuleDef, m_clear), OFFSET(PyModuleDef, m_free), SIZE(PyModuleDef), OFFSET(PyModuleDef_Slot, slot),
    OFFSET(PyModuleDef_Slot, value), SIZE(PyModuleDef_Slot), SHARED(mooring_options, size),
    SHARED(mooring_options, arena_bytes), SHARED(mooring_options, debug), SHARED_SIZE(mooring_options),
    SHARED(mooring_arena_statistics, blocks), SHARED(mooring_arena_statistics, bytes),
    SHARED(mooring_arena_statistics, pages_used), SHARED(mooring_arena_statistics, pages_total),
    SHARED_SIZE(mooring_arena_statistics), SHARED(mooring_runtime, error), SHARED(mooring_error, type),
    SHARED(mooring_error, value), SHARED(mooring_error, traceback),
    SHARED(mooring_runtime, arena_base), SHARED(mooring_runtime, arena_end), SHARED(mooring_runtime, page_class),
    SHARED(mooring_runtime, link_table), SHARED(mooring_runtime, managed_null),
    SHARED(mooring_runtime, managed_none), SHARED(mooring_runtime, thread), SHARED(mooring_runtime, stack_floor),
    SHARED(mooring_runtime, dealloc_depth), SHARED(mooring_runtime, gil_waiters),
    SHARED(mooring_runtime, deaths_pending), SHARED(mooring_runtime, debug),
    SHARED(mooring_runtime, initialized), SHARED(mooring_runtime, misuse_reports),
    SHARED(mooring_runtime, free_lists), SHARED(mooring_runtime, package_context),
    SHARED(mooring_runtime, filled), SHARED(mooring_runtime, last_call), CONSTANT(GC_TRACKED), CONSTANT(GC_LAZY), CONSTANT(GC_CANDIDATE), CONSTANT(PREFIX_SIZE), CONSTANT(BLOCK_UNIT), CONSTANT(SMALL_LIMIT),
    CONSTANT(SMALL_CLASSES), CONSTANT(POWER_CLASSES), CONSTANT(CLASSES), CONSTANT(PAGE_SHIFT),
    CONSTANT(TPFLAGS_NESTED), CONSTANT(TPFLAGS_MANAGED), CONSTANT(PAGE_RUN_HEAD), CONSTANT(FREE_MARK), CONSTANT(LINK_TAG), CONSTANT(DEBUG_BLOCKS), CONSTANT(DEBUG_COUNTS),
    SHARED(mooring_graph_node, object), SHARED(mooring_graph_node, references), SHARED(mooring_graph_node, traits),
    SHARED(mooring_graph_node, edges_end), SHARED_SIZE(mooring_graph_node), SHARED(mooring_graph, nodes),
    SHARED(mooring_graph, edges), SHARED(mooring_graph, node_count), CONSTANT(NODE_FINALIZE), CONSTANT(NODE_CLEAR),
    CONSTANT(NODE_LEGACY), CONSTANT(NODE_SEED), SHARED(mooring_borrowed_item, container), SHARED(mooring_borrowed_item, value),
    SHARED(mooring_borrowed_item, box), SHARED_SIZE(mooring_borrowed_item), SHARED(mooring_borrowed_items, items),
    SHARED(mooring_borrowed_items, capacity), SHARED(mooring_borrowed_items, count), SHARED(mooring_borrowed_items, most),
    CONSTANT(BORROWED_INT), CONSTANT(BORROWED_FLOAT), CONSTANT(BORROWED_KINDS),
    {NULL, 0},
};
