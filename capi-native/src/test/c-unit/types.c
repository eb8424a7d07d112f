/* types.c: static and heap types get their slots, flags, sizes and order of bases as CPython 3.11 gives them. */
#include "unit.h"
#include "slots.h"
#include "structmember.h"

static int ready_calls;

static int count_ready(PyTypeObject *type)
{
    CHECK(type->tp_flags & Py_TPFLAGS_READY);
    CHECK(type->tp_mro != NULL);
    ready_calls++;
    return 0;
}

typedef struct {
    PyObject_HEAD
    PyObject *dict;
    int number;
} Point;

static Py_ssize_t point_length(PyObject *o)
{
    return ((Point *)o)->number;
}

static PyObject *point_repr(PyObject *o)
{
    return PyLong_FromLong(((Point *)o)->number);
}

static PyObject *point_compare(PyObject *a, PyObject *b, int op)
{
    (void)a;
    (void)b;
    (void)op;
    Py_RETURN_NOTIMPLEMENTED;
}

static PySequenceMethods point_sequence = {.sq_length = point_length};
static PyTypeObject Point_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "unit.Point",
    .tp_basicsize = sizeof(Point),
    .tp_repr = point_repr,
    .tp_as_sequence = &point_sequence,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = PyType_GenericNew,
};
static PyTypeObject Derived_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "unit.Derived",
    .tp_base = &Point_Type,
    .tp_richcompare = point_compare,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static void a_static_type_is_completed(void)
{
    ready_calls = 0;
    CHECK_EQUAL(PyType_Ready(&Derived_Type), 0);
    CHECK_EQUAL(ready_calls, 2); /* its base, too */
    CHECK(Py_TYPE(&Derived_Type) == &PyType_Type);
    CHECK_EQUAL(Derived_Type.tp_basicsize, sizeof(Point));
    CHECK(Derived_Type.tp_repr == point_repr);
    CHECK(Derived_Type.tp_as_sequence == &point_sequence);
    CHECK(Derived_Type.tp_new == PyType_GenericNew);
    CHECK(Derived_Type.tp_alloc == PyType_GenericAlloc);
    CHECK(Derived_Type.tp_free == PyObject_Free);
    CHECK(Derived_Type.tp_dealloc == PyBaseObject_Type.tp_dealloc);
    CHECK(Derived_Type.tp_getattro == PyObject_GenericGetAttr);
    CHECK(Derived_Type.tp_str == PyBaseObject_Type.tp_str);
    CHECK(Derived_Type.tp_hash == PyObject_HashNotImplemented);
    CHECK(Point_Type.tp_hash == PyBaseObject_Type.tp_hash);
    CHECK(Derived_Type.tp_flags & Py_TPFLAGS_IMMUTABLETYPE);
    CHECK_EQUAL(PyTuple_GET_SIZE(Derived_Type.tp_mro), 3);
    CHECK(PyTuple_GET_ITEM(Derived_Type.tp_mro, 1) == (PyObject *)&Point_Type);
    CHECK(PyType_IsSubtype(&Derived_Type, &Point_Type));
    CHECK(PyType_IsSubtype(&Derived_Type, &PyBaseObject_Type));
    CHECK(!PyType_IsSubtype(&Point_Type, &Derived_Type));
    CHECK_EQUAL(PyType_Ready(&Derived_Type), 0);
    CHECK_EQUAL(ready_calls, 2);
}

static void instances_are_made_and_freed(void)
{
    Py_ssize_t before = blocks_in_use();
    PyObject *o = PyType_GenericNew(&Derived_Type, NULL, NULL);
    CHECK_EQUAL(o->ob_refcnt, 1);
    CHECK_EQUAL(PyObject_IsTrue(o), 0);
    ((Point *)o)->number = 3;
    CHECK_EQUAL(PyObject_IsTrue(o), 1);
    CHECK_EQUAL(PyObject_Hash(o), -1);
    CHECK(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    Py_DECREF(o);
    CHECK_EQUAL(blocks_in_use(), before);
}

static int deallocated;

static void spec_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    deallocated++;
    PyObject_GC_Del(o);
    Py_DECREF(type);
}

static int spec_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    return 0;
}

static PyMemberDef spec_members[] = {
    {"__dictoffset__", T_PYSSIZET, offsetof(Point, dict), READONLY, NULL},
    {"number", T_INT, offsetof(Point, number), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};
static PyType_Slot spec_slots[] = {
    {Py_tp_dealloc, (void *)spec_dealloc},     {Py_tp_traverse, (void *)spec_traverse},
    {Py_sq_length, (void *)point_length},      {Py_tp_doc, (void *)"A point."},
    {Py_tp_members, (void *)spec_members},     {0, NULL},
};
static PyType_Spec spec = {"unit.sub.Heap", sizeof(Point), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
                           spec_slots};

static void a_heap_type_lives_with_its_instances(void)
{
    Py_ssize_t before = blocks_in_use();
    PyTypeObject *type = (PyTypeObject *)PyType_FromSpec(&spec);
    CHECK(type != NULL);
    CHECK(strcmp(type->tp_name, "unit.sub.Heap") == 0);
    CHECK(strcmp(type->tp_doc, "A point.") == 0);
    CHECK_EQUAL(type->tp_dictoffset, offsetof(Point, dict));
    CHECK(type->tp_flags & Py_TPFLAGS_HEAPTYPE);
    CHECK(!(type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE));
    CHECK(type->tp_free == PyObject_GC_Del);
    CHECK(PyType_GetSlot(type, Py_sq_length) == (void *)point_length);
    CHECK(PyType_GetSlot(type, Py_tp_dealloc) == (void *)spec_dealloc);
    CHECK(PyType_GetSlot(type, Py_nb_add) == NULL);
    PyObject *o = type->tp_alloc(type, 0);
    CHECK_EQUAL(Py_REFCNT(type), 2);
    CHECK(PyObject_GC_IsTracked(o));
    Py_DECREF(type);
    CHECK_EQUAL(deallocated, 0);
    Py_DECREF(o);
    CHECK_EQUAL(deallocated, 1);
    CHECK_EQUAL(blocks_in_use(), before);
}

static void a_heap_type_without_dealloc_gets_one(void)
{
    Py_ssize_t before = blocks_in_use();
    PyType_Slot slots[] = {{Py_tp_doc, (void *)"plain"}, {0, NULL}};
    PyType_Spec plain = {"unit.Plain", sizeof(Point), 0, Py_TPFLAGS_DEFAULT, slots};
    PyTypeObject *type = (PyTypeObject *)PyType_FromSpec(&plain);
    PyObject *o = type->tp_alloc(type, 0);
    Py_DECREF(o);
    CHECK_EQUAL(Py_REFCNT(type), 1);
    Py_DECREF(type);
    CHECK_EQUAL(blocks_in_use(), before);
}

/* A heap type below a heap type with a deallocator, as a class made in Java below an extension's type. */
static void a_mirror_below_a_heap_type_drops_its_count_once(void)
{
    Py_ssize_t before = blocks_in_use();
    PyTypeObject *base = (PyTypeObject *)PyType_FromSpec(&spec);
    PyObject *bases = PyTuple_Pack(1, base);
    PyTypeObject *type = mooring_type_mirror(&PyType_Type, "Below", bases, Py_TPFLAGS_DEFAULT, base->tp_basicsize, "");
    Py_DECREF(bases);
    PyObject *o = type->tp_alloc(type, 0);
    deallocated = 0;
    Py_DECREF(o);
    CHECK_EQUAL(deallocated, 1);
    CHECK_EQUAL(Py_REFCNT(type), 1);
    Py_DECREF(type);
    CHECK_EQUAL(Py_REFCNT(base), 1);
    Py_DECREF(base);
    CHECK_EQUAL(blocks_in_use(), before);
}

static PyTypeObject *make_type(const char *name, PyObject *bases)
{
    PyType_Slot slots[] = {{0, NULL}};
    PyType_Spec plain = {name, 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
    PyObject *type = PyType_FromSpecWithBases(&plain, bases);
    Py_XDECREF(bases);
    return (PyTypeObject *)type;
}

static void several_bases_are_merged(void)
{
    PyTypeObject *a = make_type("unit.A", NULL);
    PyTypeObject *b = make_type("unit.B", PyTuple_Pack(1, a));
    PyTypeObject *c = make_type("unit.C", PyTuple_Pack(1, a));
    PyTypeObject *d = make_type("unit.D", PyTuple_Pack(2, b, c));
    PyTypeObject *expected[] = {d, b, c, a, &PyBaseObject_Type};
    CHECK_EQUAL(PyTuple_GET_SIZE(d->tp_mro), 5);
    for (int i = 0; i < 5; i++) {
        CHECK(PyTuple_GET_ITEM(d->tp_mro, i) == (PyObject *)expected[i]);
    }
    PyTypeObject *impossible = make_type("unit.E", PyTuple_Pack(2, a, b));
    CHECK(impossible == NULL);
    CHECK(PyErr_ExceptionMatches(PyExc_TypeError));
    PyErr_Clear();
    Py_DECREF(d);
    Py_DECREF(c);
    Py_DECREF(b);
    Py_DECREF(a);
}

static void builtin_types_have_functions_in_their_slots(void)
{
    CHECK(PyType_GetSlot(&PyList_Type, Py_tp_new) != NULL);
    CHECK(PyType_GetSlot(&PyList_Type, Py_tp_dealloc) != NULL);
    CHECK(PyType_GetSlot(&PyList_Type, Py_tp_free) == (void *)PyObject_GC_Del);
    CHECK(PyType_GetSlot(&PyList_Type, Py_sq_item) != NULL);
    CHECK(PyType_GetSlot(&PyList_Type, Py_nb_add) == NULL);
    CHECK(PyType_GetSlot(&PyLong_Type, Py_nb_add) != NULL);
    CHECK(PyType_GetSlot(&PyBool_Type, Py_nb_add) == PyType_GetSlot(&PyLong_Type, Py_nb_add));
    CHECK(PyType_GetSlot(&PyDict_Type, Py_mp_subscript) != NULL);
    CHECK(PyType_GetSlot((PyTypeObject *)PyExc_KeyError, Py_tp_new) != NULL);
    CHECK(PyType_GetSlot(&PyCFunction_Type, Py_tp_new) == NULL);
    CHECK(PyType_IsSubtype((PyTypeObject *)PyExc_FileNotFoundError, (PyTypeObject *)PyExc_OSError));
    CHECK(PyExc_IOError == PyExc_OSError);
    CHECK(PyType_GetFlags(&PyTuple_Type) & Py_TPFLAGS_TUPLE_SUBCLASS);
    CHECK_EQUAL(PyType_Type.tp_basicsize, 904);
    CHECK_EQUAL(PyUnicode_Type.tp_basicsize, 80);
}

static void a_mirror_has_the_slots_of_its_methods(void)
{
    Py_ssize_t before = blocks_in_use();
    PyObject *bases = PyTuple_Pack(1, &PyBaseObject_Type);
    PyTypeObject *type = mooring_type_mirror(&PyType_Type, "Managed", bases, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                                             sizeof(PyObject), "__len__ __call__ __eq__ __nothing__");
    Py_DECREF(bases);
    CHECK(type != NULL);
    CHECK(type->tp_as_sequence->sq_length != NULL);
    CHECK(type->tp_as_mapping->mp_length != NULL);
    CHECK(type->tp_call != NULL);
    CHECK(type->tp_hash == PyObject_HashNotImplemented);
    CHECK(type->tp_repr == PyBaseObject_Type.tp_repr);
    CHECK(type->tp_flags & MOORING_TPFLAGS_MANAGED);
    PyObject *o = PyType_GenericAlloc(type, 0);
    Py_DECREF(o);
    CHECK_EQUAL(Py_REFCNT(type), 1);
    Py_DECREF(type);
    CHECK_EQUAL(blocks_in_use(), before);
}

static void members_are_read_and_written(void)
{
    Point point = {.number = 7};
    PyObject *value = PyMember_GetOne((char *)&point, &spec_members[1]);
    CHECK_EQUAL(PyLong_AsLong(value), 7);
    Py_DECREF(value);
    value = PyLong_FromLong(1234567);
    CHECK_EQUAL(PyMember_SetOne((char *)&point, &spec_members[1], value), 0);
    CHECK_EQUAL(point.number, 1234567);
    Py_DECREF(value);
    CHECK_EQUAL(PyMember_SetOne((char *)&point, &spec_members[0], Py_None), -1);
    CHECK(PyErr_ExceptionMatches(PyExc_AttributeError));
    PyErr_Clear();
}

int main(void)
{
    open_runtime((Py_ssize_t)256 << 20, 0);
    mooring_upcalls.type_ready = count_ready;
    RUN(a_static_type_is_completed);
    RUN(instances_are_made_and_freed);
    RUN(a_heap_type_lives_with_its_instances);
    RUN(a_heap_type_without_dealloc_gets_one);
    RUN(a_mirror_below_a_heap_type_drops_its_count_once);
    RUN(several_bases_are_merged);
    RUN(builtin_types_have_functions_in_their_slots);
    RUN(a_mirror_has_the_slots_of_its_methods);
    RUN(members_are_read_and_written);
    mooring_shutdown();
    return 0;
}
