/* typespec.c: heap types, made from a specification (PEP 384) or as the mirror of a managed class, and PyType_GetSlot. */
#include "objects.h"
#include "slots.h"
#include "structmember.h"

#define IN_TYPE(member) {(short)offsetof(PyHeapTypeObject, ht_type.member), -1}
#define IN_SUITE(suite, structure, member)                                                                         \
    {(short)(offsetof(PyHeapTypeObject, suite) + offsetof(structure, member)), (short)offsetof(structure, member)}
#define ASYNC(member) IN_SUITE(as_async, PyAsyncMethods, member)
#define NUMBER(member) IN_SUITE(as_number, PyNumberMethods, member)
#define SEQUENCE(member) IN_SUITE(as_sequence, PySequenceMethods, member)
#define MAPPING(member) IN_SUITE(as_mapping, PyMappingMethods, member)
#define BUFFER(member) IN_SUITE(as_buffer, PyBufferProcs, member)

/* Where the slot stands in a heap type; and, for a slot of a method suite, where in the suite (-1: in the type). */
struct slot_place {
    short in_heap_type;
    short in_suite;
};

static const struct slot_place places[] = {
    [Py_bf_getbuffer] = BUFFER(bf_getbuffer),
    [Py_bf_releasebuffer] = BUFFER(bf_releasebuffer),
    [Py_mp_ass_subscript] = MAPPING(mp_ass_subscript),
    [Py_mp_length] = MAPPING(mp_length),
    [Py_mp_subscript] = MAPPING(mp_subscript),
    [Py_nb_absolute] = NUMBER(nb_absolute),
    [Py_nb_add] = NUMBER(nb_add),
    [Py_nb_and] = NUMBER(nb_and),
    [Py_nb_bool] = NUMBER(nb_bool),
    [Py_nb_divmod] = NUMBER(nb_divmod),
    [Py_nb_float] = NUMBER(nb_float),
    [Py_nb_floor_divide] = NUMBER(nb_floor_divide),
    [Py_nb_index] = NUMBER(nb_index),
    [Py_nb_inplace_add] = NUMBER(nb_inplace_add),
    [Py_nb_inplace_and] = NUMBER(nb_inplace_and),
    [Py_nb_inplace_floor_divide] = NUMBER(nb_inplace_floor_divide),
    [Py_nb_inplace_lshift] = NUMBER(nb_inplace_lshift),
    [Py_nb_inplace_multiply] = NUMBER(nb_inplace_multiply),
    [Py_nb_inplace_or] = NUMBER(nb_inplace_or),
    [Py_nb_inplace_power] = NUMBER(nb_inplace_power),
    [Py_nb_inplace_remainder] = NUMBER(nb_inplace_remainder),
    [Py_nb_inplace_rshift] = NUMBER(nb_inplace_rshift),
    [Py_nb_inplace_subtract] = NUMBER(nb_inplace_subtract),
    [Py_nb_inplace_true_divide] = NUMBER(nb_inplace_true_divide),
    [Py_nb_inplace_xor] = NUMBER(nb_inplace_xor),
    [Py_nb_int] = NUMBER(nb_int),
    [Py_nb_invert] = NUMBER(nb_invert),
    [Py_nb_lshift] = NUMBER(nb_lshift),
    [Py_nb_multiply] = NUMBER(nb_multiply),
    [Py_nb_negative] = NUMBER(nb_negative),
    [Py_nb_or] = NUMBER(nb_or),
    [Py_nb_positive] = NUMBER(nb_positive),
    [Py_nb_power] = NUMBER(nb_power),
    [Py_nb_remainder] = NUMBER(nb_remainder),
    [Py_nb_rshift] = NUMBER(nb_rshift),
    [Py_nb_subtract] = NUMBER(nb_subtract),
    [Py_nb_true_divide] = NUMBER(nb_true_divide),
    [Py_nb_xor] = NUMBER(nb_xor),
    [Py_nb_matrix_multiply] = NUMBER(nb_matrix_multiply),
    [Py_nb_inplace_matrix_multiply] = NUMBER(nb_inplace_matrix_multiply),
    [Py_sq_ass_item] = SEQUENCE(sq_ass_item),
    [Py_sq_concat] = SEQUENCE(sq_concat),
    [Py_sq_contains] = SEQUENCE(sq_contains),
    [Py_sq_inplace_concat] = SEQUENCE(sq_inplace_concat),
    [Py_sq_inplace_repeat] = SEQUENCE(sq_inplace_repeat),
    [Py_sq_item] = SEQUENCE(sq_item),
    [Py_sq_length] = SEQUENCE(sq_length),
    [Py_sq_repeat] = SEQUENCE(sq_repeat),
    [Py_am_await] = ASYNC(am_await),
    [Py_am_aiter] = ASYNC(am_aiter),
    [Py_am_anext] = ASYNC(am_anext),
    [Py_am_send] = ASYNC(am_send),
    [Py_tp_alloc] = IN_TYPE(tp_alloc),
    [Py_tp_base] = IN_TYPE(tp_base),
    [Py_tp_bases] = IN_TYPE(tp_bases),
    [Py_tp_call] = IN_TYPE(tp_call),
    [Py_tp_clear] = IN_TYPE(tp_clear),
    [Py_tp_dealloc] = IN_TYPE(tp_dealloc),
    [Py_tp_del] = IN_TYPE(tp_del),
    [Py_tp_descr_get] = IN_TYPE(tp_descr_get),
    [Py_tp_descr_set] = IN_TYPE(tp_descr_set),
    [Py_tp_doc] = IN_TYPE(tp_doc),
    [Py_tp_getattr] = IN_TYPE(tp_getattr),
    [Py_tp_getattro] = IN_TYPE(tp_getattro),
    [Py_tp_hash] = IN_TYPE(tp_hash),
    [Py_tp_init] = IN_TYPE(tp_init),
    [Py_tp_is_gc] = IN_TYPE(tp_is_gc),
    [Py_tp_iter] = IN_TYPE(tp_iter),
    [Py_tp_iternext] = IN_TYPE(tp_iternext),
    [Py_tp_methods] = IN_TYPE(tp_methods),
    [Py_tp_new] = IN_TYPE(tp_new),
    [Py_tp_repr] = IN_TYPE(tp_repr),
    [Py_tp_richcompare] = IN_TYPE(tp_richcompare),
    [Py_tp_setattr] = IN_TYPE(tp_setattr),
    [Py_tp_setattro] = IN_TYPE(tp_setattro),
    [Py_tp_str] = IN_TYPE(tp_str),
    [Py_tp_traverse] = IN_TYPE(tp_traverse),
    [Py_tp_members] = IN_TYPE(tp_members),
    [Py_tp_getset] = IN_TYPE(tp_getset),
    [Py_tp_free] = IN_TYPE(tp_free),
    [Py_tp_finalize] = IN_TYPE(tp_finalize),
};

/* The suite of the type in which the slot stands; a static type may have none. */
static const void *suite_of(PyTypeObject *type, short in_heap_type)
{
    size_t place = (size_t)in_heap_type;
    if (place >= offsetof(PyHeapTypeObject, as_buffer)) {
        return type->tp_as_buffer;
    }
    if (place >= offsetof(PyHeapTypeObject, as_sequence)) {
        return type->tp_as_sequence;
    }
    if (place >= offsetof(PyHeapTypeObject, as_mapping)) {
        return type->tp_as_mapping;
    }
    return place >= offsetof(PyHeapTypeObject, as_number) ? (void *)type->tp_as_number : (void *)type->tp_as_async;
}

void *PyType_GetSlot(PyTypeObject *type, int slot)
{
    if (slot <= 0 || slot >= (int)Py_ARRAY_LENGTH(places)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    const struct slot_place *place = &places[slot];
    if (place->in_suite < 0) {
        return *(void **)((char *)type + place->in_heap_type);
    }
    const char *suite = suite_of(type, place->in_heap_type);
    return suite == NULL ? NULL : *(void *const *)(suite + place->in_suite);
}

/* making */

static void point_to_suites(PyHeapTypeObject *heap_type)
{
    heap_type->ht_type.tp_as_async = &heap_type->as_async;
    heap_type->ht_type.tp_as_number = &heap_type->as_number;
    heap_type->ht_type.tp_as_sequence = &heap_type->as_sequence;
    heap_type->ht_type.tp_as_mapping = &heap_type->as_mapping;
    heap_type->ht_type.tp_as_buffer = &heap_type->as_buffer;
}

/* "package.module.Name" is kept as tp_name; the attribute __name__ is the last part. */
static int set_names(PyHeapTypeObject *heap_type, const char *name)
{
    heap_type->_ht_tpname = _PyMem_Strdup(name);
    if (heap_type->_ht_tpname == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    heap_type->ht_type.tp_name = heap_type->_ht_tpname;
    heap_type->ht_name = PyUnicode_FromString(_PyType_Name(&heap_type->ht_type));
    heap_type->ht_qualname = Py_XNewRef(heap_type->ht_name);
    return heap_type->ht_name == NULL ? -1 : 0;
}

/* What the members of special names say is where the instances keep it. */
static void read_special_members(PyTypeObject *type, const PyMemberDef *members)
{
    for (const PyMemberDef *member = members; member != NULL && member->name != NULL; member++) {
        if (strcmp(member->name, "__weaklistoffset__") == 0) {
            type->tp_weaklistoffset = member->offset;
        } else if (strcmp(member->name, "__dictoffset__") == 0) {
            type->tp_dictoffset = member->offset;
        } else if (strcmp(member->name, "__vectorcalloffset__") == 0) {
            type->tp_vectorcall_offset = member->offset;
        }
    }
}

static Py_ssize_t count_members(const PyMemberDef *members)
{
    Py_ssize_t count = 0;
    while (members != NULL && members[count].name != NULL) {
        count++;
    }
    return count;
}

static const void *find_slot(const PyType_Spec *spec, int slot)
{
    for (const PyType_Slot *s = spec->slots; s->slot != 0; s++) {
        if (s->slot == slot) {
            return s->pfunc;
        }
    }
    return NULL;
}

/* A new tuple of bases: the argument, which may be a single type, or the slots Py_tp_bases or Py_tp_base, or object. */
static PyObject *choose_bases(const PyType_Spec *spec, PyObject *bases)
{
    if (bases == NULL) {
        bases = (PyObject *)find_slot(spec, Py_tp_bases);
    }
    if (bases == NULL) {
        bases = (PyObject *)find_slot(spec, Py_tp_base);
    }
    if (bases == NULL) {
        bases = (PyObject *)&PyBaseObject_Type;
    }
    return PyTuple_Check(bases) ? Py_NewRef(bases) : PyTuple_Pack(1, bases);
}

static PyTypeObject *choose_base(PyObject *bases)
{
    PyTypeObject *best = NULL;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(bases, i);
        if (!PyType_Check(base)) {
            PyErr_SetString(PyExc_TypeError, "bases must be types");
            return NULL;
        }
        if (PyType_Ready(base) < 0) {
            return NULL;
        }
        if (!(base->tp_flags & Py_TPFLAGS_BASETYPE)) {
            PyErr_Format(PyExc_TypeError, "type '%.100s' is not an acceptable base type", base->tp_name);
            return NULL;
        }
        if (best == NULL || base->tp_basicsize > best->tp_basicsize) {
            best = base;
        }
    }
    return best;
}

static int fill_slots(PyHeapTypeObject *heap_type, const PyType_Spec *spec, Py_ssize_t member_count)
{
    PyTypeObject *type = &heap_type->ht_type;
    for (const PyType_Slot *s = spec->slots; s->slot != 0; s++) {
        if (s->slot < 0 || s->slot >= (int)Py_ARRAY_LENGTH(places)) {
            PyErr_SetString(PyExc_RuntimeError, "invalid slot offset");
            return -1;
        }
        if (s->slot == Py_tp_base || s->slot == Py_tp_bases) {
            continue;
        }
        if (s->slot == Py_tp_doc) {
            if (s->pfunc != NULL && (type->tp_doc = _PyMem_Strdup(s->pfunc)) == NULL) {
                PyErr_NoMemory();
                return -1;
            }
        } else if (s->slot == Py_tp_members) {
            PyMemberDef *members = PyHeapType_GET_MEMBERS(heap_type);
            memcpy(members, s->pfunc, (size_t)member_count * sizeof(PyMemberDef));
            type->tp_members = members;
            read_special_members(type, members);
        } else {
            *(void **)((char *)heap_type + places[s->slot].in_heap_type) = s->pfunc;
        }
    }
    return 0;
}

/* A heap type whose structure is empty but for names, bases and the pointers to its suites. */
static PyHeapTypeObject *new_heap_type(PyTypeObject *metatype, const char *name, PyObject *bases, PyTypeObject *base,
                                       Py_ssize_t member_count)
{
    PyHeapTypeObject *heap_type = (PyHeapTypeObject *)PyType_GenericAlloc(metatype, member_count);
    if (heap_type == NULL) {
        return NULL;
    }
    PyTypeObject *type = &heap_type->ht_type;
    type->tp_flags = Py_TPFLAGS_HEAPTYPE;
    type->tp_base = (PyTypeObject *)Py_NewRef(base);
    type->tp_bases = Py_NewRef(bases);
    point_to_suites(heap_type);
    if (set_names(heap_type, name) < 0) {
        Py_DECREF(heap_type);
        return NULL;
    }
    return heap_type;
}

static PyObject *from_spec(PyTypeObject *metatype, PyObject *module, PyType_Spec *spec, PyObject *bases)
{
    PyTypeObject *base = choose_base(bases);
    if (base == NULL) {
        return NULL;
    }
    if (metatype == NULL) {
        metatype = Py_TYPE(base);
    }
    Py_ssize_t member_count = count_members(find_slot(spec, Py_tp_members));
    PyHeapTypeObject *heap_type = new_heap_type(metatype, spec->name, bases, base, member_count);
    if (heap_type == NULL) {
        return NULL;
    }
    PyTypeObject *type = &heap_type->ht_type;
    type->tp_flags = spec->flags | Py_TPFLAGS_HEAPTYPE;
    type->tp_basicsize = spec->basicsize;
    type->tp_itemsize = spec->itemsize;
    heap_type->ht_module = Py_XNewRef(module);
    if (fill_slots(heap_type, spec, member_count) < 0) {
        Py_DECREF(heap_type);
        return NULL;
    }
    if (type->tp_dealloc == NULL) {
        type->tp_dealloc = mooring_subtype_dealloc;
    }
    if (PyType_Ready(type) < 0) {
        Py_DECREF(heap_type);
        return NULL;
    }
    return (PyObject *)heap_type;
}

PyObject *PyType_FromModuleAndSpec(PyObject *module, PyType_Spec *spec, PyObject *bases)
{
    PyObject *chosen = choose_bases(spec, bases);
    if (chosen == NULL) {
        return NULL;
    }
    PyObject *type = from_spec(NULL, module, spec, chosen);
    Py_DECREF(chosen);
    return type;
}

PyObject *PyType_FromSpecWithBases(PyType_Spec *spec, PyObject *bases)
{
    return PyType_FromModuleAndSpec(NULL, spec, bases);
}

PyObject *PyType_FromSpec(PyType_Spec *spec)
{
    return PyType_FromModuleAndSpec(NULL, spec, NULL);
}

/* mirrors of managed classes */

PyTypeObject *mooring_type_mirror(PyTypeObject *metatype, const char *name, PyObject *bases, unsigned long flags,
                                  Py_ssize_t basicsize, const char *methods)
{
    PyTypeObject *base = choose_base(bases);
    PyHeapTypeObject *heap_type = base == NULL ? NULL : new_heap_type(metatype, name, bases, base, 0);
    if (heap_type == NULL) {
        return NULL;
    }
    PyTypeObject *type = &heap_type->ht_type;
    type->tp_basicsize = basicsize;
    type->tp_dealloc = mooring_subtype_dealloc;
    type->tp_flags = flags | Py_TPFLAGS_HEAPTYPE | MOORING_TPFLAGS_MANAGED | MOORING_TPFLAGS_NESTED;
    if (base->tp_flags & Py_TPFLAGS_HAVE_GC) {
        type->tp_flags |= Py_TPFLAGS_HAVE_GC;
        type->tp_traverse = mooring_subtype_traverse;
        type->tp_clear = mooring_subtype_clear;
    }
    char method[48];
    for (const char *p = methods; *p;) {
        size_t length = strcspn(p, " ");
        if (length < sizeof method) {
            memcpy(method, p, length);
            method[length] = 0;
            mooring_type_define(type, method);
        }
        p += length + strspn(p + length, " ");
    }
    if (mooring_type_inherit(type) < 0) {
        Py_DECREF(heap_type);
        return NULL;
    }
    type->tp_flags |= Py_TPFLAGS_READY;
    return type;
}
