/* cycles.c: a type whose instances can close cycles, in C alone and through managed objects.
 *
 * Foo has one reference, ref, which its tp_traverse tells of and its tp_clear drops. Counted is as Foo, but is finalized
 * (PEP 442) and counts how often; Legacy has a tp_del; Liar tells of its reference twice. Each module function counts
 * instances, so that a test sees what is left.
 */
#include <Python.h>
#include <structmember.h>

#include <time.h>

typedef struct {
    PyObject_HEAD
    PyObject *ref;
    PyObject *weak;
} FooObject;

static Py_ssize_t live;
static Py_ssize_t finalized;
static Py_ssize_t cleared;
static PyObject *saved;                         /* what a finalizer brought back to life */
static int resurrects;
static long pause_nanos;                        /* how long a clear and a deallocation take at least */

static void take_time(void)
{
    if (pause_nanos == 0) {
        return;
    }
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while ((now.tv_sec - start.tv_sec) * 1000000000L + now.tv_nsec - start.tv_nsec < pause_nanos);
}

static PyObject *foo_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    (void)args;
    (void)keywords;
    FooObject *foo = (FooObject *)type->tp_alloc(type, 0);
    if (foo != NULL) {
        live++;
    }
    return (PyObject *)foo;
}

static int foo_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((FooObject *)self)->ref);
    return 0;
}

static int liar_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((FooObject *)self)->ref);
    Py_VISIT(((FooObject *)self)->ref);
    return 0;
}

static int foo_clear(PyObject *self)
{
    cleared++;
    take_time();
    Py_CLEAR(((FooObject *)self)->ref);
    return 0;
}

static void foo_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (Py_TYPE(self)->tp_finalize != NULL && PyObject_CallFinalizerFromDealloc(self) < 0) {
        return;
    }
    if (((FooObject *)self)->weak != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    Py_CLEAR(((FooObject *)self)->ref);
    live--;
    take_time();
    Py_TYPE(self)->tp_free(self);
}

static void foo_finalize(PyObject *self)
{
    finalized++;
    if (resurrects && saved == NULL) {
        saved = Py_NewRef(self);
    }
}

static void foo_del(PyObject *self)
{
    (void)self;
}

static PyMemberDef foo_members[] = {
    {"ref", T_OBJECT, offsetof(FooObject, ref), 0, "any object, or None"},
    {NULL, 0, 0, 0, NULL},
};

#define FOO_TYPE(symbol, name, traverse, ...)                                                                          \
    static PyTypeObject symbol = {                                                                                     \
        PyVarObject_HEAD_INIT(NULL, 0)                                                                                 \
        .tp_name = "cycles." name,                                                                                     \
        .tp_basicsize = sizeof(FooObject),                                                                             \
        .tp_dealloc = foo_dealloc,                                                                                     \
        .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,                                     \
        .tp_traverse = traverse,                                                                                       \
        .tp_clear = foo_clear,                                                                                         \
        .tp_weaklistoffset = offsetof(FooObject, weak),                                                                \
        .tp_members = foo_members,                                                                                     \
        .tp_new = foo_new,                                                                                             \
        .tp_free = PyObject_GC_Del,                                                                                    \
        __VA_ARGS__                                                                                                    \
    }

FOO_TYPE(Foo_Type, "Foo", foo_traverse, );
FOO_TYPE(Counted_Type, "Counted", foo_traverse, .tp_finalize = foo_finalize);
FOO_TYPE(Legacy_Type, "Legacy", foo_traverse, .tp_del = foo_del);
FOO_TYPE(Liar_Type, "Liar", liar_traverse, );

static PyObject *live_count(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(live);
}

static PyObject *finalized_count(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(finalized);
}

static PyObject *cleared_count(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(cleared);
}

/* Foos in a ring of n, made and dropped in C without any managed object. */
static PyObject *drop_ring(PyObject *module, PyObject *count)
{
    (void)module;
    Py_ssize_t n = PyLong_AsSsize_t(count);
    if (n <= 0) {
        return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
    }
    PyObject *first = foo_new(&Foo_Type, NULL, NULL);
    PyObject *last = first;
    for (Py_ssize_t i = 1; first != NULL && i < n; i++) {
        PyObject *next = foo_new(&Foo_Type, NULL, NULL);
        if (next == NULL) {
            Py_DECREF(first);
            return NULL;
        }
        ((FooObject *)last)->ref = next;
        last = next;
    }
    ((FooObject *)last)->ref = first;
    Py_RETURN_NONE;
}

/* So many rings of five, in one call. */
static PyObject *drop_rings(PyObject *module, PyObject *count)
{
    Py_ssize_t n = PyLong_AsSsize_t(count);
    PyObject *five = PyLong_FromLong(5);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *none = drop_ring(module, five);
        if (none == NULL) {
            break;
        }
        Py_DECREF(none);
    }
    Py_DECREF(five);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *collect(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(PyGC_Collect());
}

/* A Foo whose reference is a tuple made in C that holds the Foo. */
static PyObject *drop_tuple_cycle(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *foo = foo_new(&Foo_Type, NULL, NULL);
    PyObject *tuple = foo != NULL ? PyTuple_Pack(2, foo, Py_None) : NULL;
    if (tuple == NULL) {
        Py_XDECREF(foo);
        return NULL;
    }
    ((FooObject *)foo)->ref = tuple;
    Py_DECREF(foo);
    Py_RETURN_NONE;
}

/* A Foo that refers, through a list of Java's, to a container of C's that holds the Foo; steals the container. */
static PyObject *drop_listed(PyObject *foo, PyObject *container)
{
    PyObject *list = container != NULL ? PyList_New(0) : NULL;
    int status = list != NULL ? PyList_Append(list, container) : -1;
    Py_XDECREF(container);
    if (status == 0) {
        ((FooObject *)foo)->ref = Py_NewRef(list);
    }
    Py_XDECREF(list);
    Py_DECREF(foo);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *drop_listed_tuple(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *foo = foo_new(&Foo_Type, NULL, NULL);
    return foo == NULL ? NULL : drop_listed(foo, Py_BuildValue("(i(O))", 1, foo));
}

static PyObject *drop_listed_slice(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *foo = foo_new(&Foo_Type, NULL, NULL);
    return foo == NULL ? NULL : drop_listed(foo, PySlice_New(NULL, foo, NULL));
}

static PyObject *drop_slice_cycle(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *foo = foo_new(&Foo_Type, NULL, NULL);
    if (foo == NULL) {
        return NULL;
    }
    ((FooObject *)foo)->ref = PySlice_New(foo, NULL, NULL);
    Py_DECREF(foo);
    Py_RETURN_NONE;
}

/* A chain of n tuples, each the only item of the next, made and dropped in C. */
static PyObject *drop_tuple_chain(PyObject *module, PyObject *count)
{
    (void)module;
    Py_ssize_t n = PyLong_AsSsize_t(count);
    PyObject *inner = PyTuple_New(0);
    for (Py_ssize_t i = 0; inner != NULL && i < n; i++) {
        PyObject *outer = PyTuple_New(1);
        if (outer == NULL) {
            Py_DECREF(inner);
            return NULL;
        }
        PyTuple_SET_ITEM(outer, 0, inner);
        inner = outer;
    }
    Py_XDECREF(inner);
    return inner == NULL ? NULL : Py_NewRef(Py_None);
}

/* What a passing of the list does: one borrowed look at its first item. */
static PyObject *look_at_list(PyObject *module, PyObject *list)
{
    (void)module;
    return PyList_GetItem(list, 0) == NULL ? NULL : Py_NewRef(Py_None);
}

static PyObject *look_at_tuple(PyObject *module, PyObject *tuple)
{
    (void)module;
    return PyTuple_GetItem(tuple, 0) == NULL ? NULL : Py_NewRef(Py_None);
}

static PyObject *set_resurrects(PyObject *module, PyObject *on)
{
    (void)module;
    resurrects = PyObject_IsTrue(on);
    return resurrects < 0 ? NULL : Py_NewRef(Py_None);
}

/* What was resurrected, given away; None if nothing was. */
static PyObject *take_saved(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *taken = saved != NULL ? saved : Py_NewRef(Py_None);
    saved = NULL;
    return taken;
}

static PyObject *set_pause(PyObject *module, PyObject *nanos)
{
    (void)module;
    pause_nanos = PyLong_AsLong(nanos);
    return pause_nanos == -1 && PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef functions[] = {
    {"set_pause", set_pause, METH_O, NULL},
    {"live_count", live_count, METH_NOARGS, NULL},
    {"finalized_count", finalized_count, METH_NOARGS, NULL},
    {"cleared_count", cleared_count, METH_NOARGS, NULL},
    {"collect", collect, METH_NOARGS, NULL},
    {"drop_ring", drop_ring, METH_O, NULL},
    {"drop_rings", drop_rings, METH_O, NULL},
    {"drop_tuple_cycle", drop_tuple_cycle, METH_NOARGS, NULL},
    {"drop_listed_tuple", drop_listed_tuple, METH_NOARGS, NULL},
    {"drop_listed_slice", drop_listed_slice, METH_NOARGS, NULL},
    {"drop_slice_cycle", drop_slice_cycle, METH_NOARGS, NULL},
    {"drop_tuple_chain", drop_tuple_chain, METH_O, NULL},
    {"look_at_list", look_at_list, METH_O, NULL},
    {"look_at_tuple", look_at_tuple, METH_O, NULL},
    {"set_resurrects", set_resurrects, METH_O, NULL},
    {"take_saved", take_saved, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module_definition = {PyModuleDef_HEAD_INIT, .m_name = "cycles", .m_size = -1, .m_methods = functions};

PyMODINIT_FUNC PyInit_cycles(void)
{
    PyTypeObject *types[] = {&Foo_Type, &Counted_Type, &Legacy_Type, &Liar_Type};
    PyObject *module = PyModule_Create(&module_definition);
    for (size_t i = 0; module != NULL && i < Py_ARRAY_LENGTH(types); i++) {
        if (PyModule_AddType(module, types[i]) < 0) {
            Py_CLEAR(module);
        }
    }
    return module;
}
