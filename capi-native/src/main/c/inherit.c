/* inherit.c: what a type takes over from its bases when it is made ready.
 *
 * A slot that the type leaves NULL is copied from its base, which has been filled in the same way; further bases of a
 * multiple inheritance fill what is still empty. Slots that belong together (comparison and hash, traverse and clear
 * with the GC flag) are taken over together or not at all.
 */
#include "objects.h"
#include "slots.h"

#define TAKE(slot)                                                                                                 \
    do {                                                                                                           \
        if (type->slot == 0) {                                                                                     \
            type->slot = base->slot;                                                                               \
        }                                                                                                          \
    } while (0)

/* A suite is an array of words, of which the empty ones are filled. */
static void take_suite(void *suite, const void *base_suite, size_t size)
{
    if (suite == base_suite) {
        return;
    }
    void **words = suite;
    void *const *base_words = base_suite;
    for (size_t i = 0; i < size / sizeof(void *); i++) {
        if (words[i] == NULL) {
            words[i] = base_words[i];
        }
    }
}

#define TAKE_SUITE(member, structure)                                                                              \
    do {                                                                                                           \
        if (type->member == NULL) {                                                                                \
            type->member = base->member;                                                                           \
        } else if (base->member != NULL) {                                                                         \
            take_suite(type->member, base->member, sizeof(structure));                                             \
        }                                                                                                          \
    } while (0)

static void take_gc(PyTypeObject *type, PyTypeObject *base)
{
    if (!(type->tp_flags & Py_TPFLAGS_HAVE_GC) && (base->tp_flags & Py_TPFLAGS_HAVE_GC) && type->tp_traverse == NULL &&
        type->tp_clear == NULL) {
        type->tp_flags |= Py_TPFLAGS_HAVE_GC;
        type->tp_traverse = base->tp_traverse;
        type->tp_clear = base->tp_clear;
    }
}

/* How instances are made and freed: by the base that gives the layout alone. */
static void take_layout(PyTypeObject *type, PyTypeObject *base)
{
    take_gc(type, base);
    TAKE(tp_basicsize);
    TAKE(tp_itemsize);
    TAKE(tp_weaklistoffset);
    TAKE(tp_dictoffset);
    TAKE(tp_dealloc);
    TAKE(tp_alloc);
    if (type->tp_free == NULL) {
        int collected = (type->tp_flags & Py_TPFLAGS_HAVE_GC) != 0;
        type->tp_free = collected && base->tp_free == PyObject_Free ? PyObject_GC_Del : base->tp_free;
    }
    const unsigned long kinds = Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS |
                                Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_DICT_SUBCLASS |
                                Py_TPFLAGS_BASE_EXC_SUBCLASS | Py_TPFLAGS_TYPE_SUBCLASS | _Py_TPFLAGS_MATCH_SELF;
    type->tp_flags |= base->tp_flags & kinds;
}

static void take_methods(PyTypeObject *type, PyTypeObject *base)
{
    TAKE_SUITE(tp_as_async, PyAsyncMethods);
    TAKE_SUITE(tp_as_number, PyNumberMethods);
    TAKE_SUITE(tp_as_sequence, PySequenceMethods);
    TAKE_SUITE(tp_as_mapping, PyMappingMethods);
    TAKE_SUITE(tp_as_buffer, PyBufferProcs);
    if (type->tp_getattr == NULL && type->tp_getattro == NULL) {
        type->tp_getattr = base->tp_getattr;
        type->tp_getattro = base->tp_getattro;
    }
    if (type->tp_setattr == NULL && type->tp_setattro == NULL) {
        type->tp_setattr = base->tp_setattr;
        type->tp_setattro = base->tp_setattro;
    }
    if (type->tp_richcompare == NULL && type->tp_hash == NULL) {
        type->tp_richcompare = base->tp_richcompare;
        type->tp_hash = base->tp_hash;
    }
    if (type->tp_call == NULL && (base->tp_flags & Py_TPFLAGS_HAVE_VECTORCALL) &&
        (type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE)) {
        type->tp_flags |= Py_TPFLAGS_HAVE_VECTORCALL;
    }
    if (type->tp_descr_get == NULL && base->tp_descr_get != NULL && (type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE)) {
        type->tp_flags |= base->tp_flags & Py_TPFLAGS_METHOD_DESCRIPTOR;
    }
    TAKE(tp_vectorcall_offset);
    TAKE(tp_call);
    TAKE(tp_repr);
    TAKE(tp_str);
    TAKE(tp_iter);
    TAKE(tp_iternext);
    TAKE(tp_descr_get);
    TAKE(tp_descr_set);
    TAKE(tp_init);
    TAKE(tp_finalize);
    TAKE(tp_del);
    TAKE(tp_is_gc);
    type->tp_flags |= base->tp_flags & (Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING);
}

/* A static type directly below object that says nothing about tp_new cannot be called. */
static void take_new(PyTypeObject *type, PyTypeObject *base)
{
    if (type->tp_new == NULL && base == &PyBaseObject_Type &&
        !(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) {
        type->tp_flags |= Py_TPFLAGS_DISALLOW_INSTANTIATION;
    }
    if (type->tp_flags & Py_TPFLAGS_DISALLOW_INSTANTIATION) {
        type->tp_new = NULL;
    } else {
        TAKE(tp_new);
    }
}

/* A type that compares but does not hash is unhashable. Where both are managed, Java decides. */
static void settle_hash(PyTypeObject *type)
{
    if (type->tp_hash == NULL) {
        type->tp_hash = type->tp_richcompare == NULL ? mooring_slot_hash : PyObject_HashNotImplemented;
    }
}

int mooring_type_inherit(PyTypeObject *type)
{
    PyTypeObject *base = type->tp_base;
    if (base != NULL) {
        take_layout(type, base);
        take_new(type, base);
    }
    if (type->tp_mro == NULL) {
        type->tp_mro = mooring_type_mro(type);
        if (type->tp_mro == NULL) {
            return -1;
        }
    }
    for (Py_ssize_t i = 1; i < PyTuple_GET_SIZE(type->tp_mro); i++) {
        PyTypeObject *next = (PyTypeObject *)PyTuple_GET_ITEM(type->tp_mro, i);
        take_methods(type, next);
    }
    settle_hash(type);
    return 0;
}
