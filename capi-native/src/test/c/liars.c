/* liars.c: types whose tp_traverse breaks its contract, one way each; all have one owned reference, ref.
 *
 *     Silent    tells of nothing                   Wild     tells of the middle of an object too
 *     Fickle    tells of it every second time      Gone     tells of a freed block too
 *     Maker     makes an object of C's             Asker    asks the interpreter for an object
 *     Tracker   tracks an object                   Failing  tells the truth, and answers that a visit failed
 *     Reader    reads what it refers to, and collects
 *
 * Borrower tells of nothing, and owns nothing: it breaks no rule.
 */
#include <Python.h>
#include <structmember.h>

typedef struct {
    PyObject_HEAD
    PyObject *ref;
    int asked;                                  /* how often tp_traverse ran */
} LiarObject;

static Py_ssize_t live;
static PyObject *freed;                         /* the address of a block that was freed */
static PyObject *held[8];                       /* what hold() keeps alive */
static int held_count;

static LiarObject *liar(PyObject *self)
{
    return (LiarObject *)self;
}

static PyObject *liar_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    (void)args;
    (void)keywords;
    PyObject *self = type->tp_alloc(type, 0);
    live += self != NULL;
    return self;
}

static int liar_clear(PyObject *self)
{
    Py_CLEAR(liar(self)->ref);
    return 0;
}

static void liar_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    liar_clear(self);
    live--;
    Py_TYPE(self)->tp_free(self);
}

static void borrower_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    live--;
    Py_TYPE(self)->tp_free(self);
}

static int silent(PyObject *self, visitproc visit, void *arg)
{
    (void)self;
    (void)visit;
    (void)arg;
    return 0;
}

static int fickle(PyObject *self, visitproc visit, void *arg)
{
    if (liar(self)->asked++ % 2 == 0) {
        Py_VISIT(liar(self)->ref);
    }
    return 0;
}

static int maker(PyObject *self, visitproc visit, void *arg)
{
    PyObject *made = PyLong_FromLong(1L << 40);
    Py_XDECREF(made);
    Py_VISIT(liar(self)->ref);
    return 0;
}

static int asker(PyObject *self, visitproc visit, void *arg)
{
    PyObject *made = PyDict_New();
    if (made == NULL) {
        PyErr_Clear();
    }
    Py_XDECREF(made);
    Py_VISIT(liar(self)->ref);
    return 0;
}

static int reader(PyObject *self, visitproc visit, void *arg)
{
    PyObject *ref = liar(self)->ref;
    PyObject *text = ref != NULL ? PyObject_Repr(ref) : NULL;
    PyObject *type_name = PyObject_GetAttrString((PyObject *)Py_TYPE(self), "__name__");
    PyGC_Collect();
    PyErr_Clear();
    Py_XDECREF(type_name);
    Py_XDECREF(text);
    Py_VISIT(ref);
    return 0;
}

static int tracker(PyObject *self, visitproc visit, void *arg)
{
    PyObject_GC_UnTrack(self);
    PyObject_GC_Track(self);
    Py_VISIT(liar(self)->ref);
    return 0;
}

static int wild(PyObject *self, visitproc visit, void *arg)
{
    PyObject *middle = (PyObject *)&liar(self)->ref;
    Py_VISIT(middle);
    Py_VISIT(liar(self)->ref);
    return 0;
}

static int gone(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(freed);
    Py_VISIT(liar(self)->ref);
    return 0;
}

static int failing(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(liar(self)->ref);
    return 1;
}

static PyMemberDef liar_members[] = {
    {"ref", T_OBJECT, offsetof(LiarObject, ref), 0, "any object, or None"},
    {NULL, 0, 0, 0, NULL},
};

#define LIAR_TYPE(symbol, name, traverse)                                                                              \
    static PyTypeObject symbol = {                                                                                     \
        PyVarObject_HEAD_INIT(NULL, 0)                                                                                 \
        .tp_name = "liars." name,                                                                                      \
        .tp_basicsize = sizeof(LiarObject),                                                                            \
        .tp_dealloc = liar_dealloc,                                                                                    \
        .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,                                     \
        .tp_traverse = traverse,                                                                                       \
        .tp_clear = liar_clear,                                                                                        \
        .tp_members = liar_members,                                                                                    \
        .tp_new = liar_new,                                                                                            \
        .tp_free = PyObject_GC_Del,                                                                                    \
    }

LIAR_TYPE(Silent_Type, "Silent", silent);
LIAR_TYPE(Fickle_Type, "Fickle", fickle);
LIAR_TYPE(Maker_Type, "Maker", maker);
LIAR_TYPE(Asker_Type, "Asker", asker);
LIAR_TYPE(Reader_Type, "Reader", reader);
LIAR_TYPE(Tracker_Type, "Tracker", tracker);
LIAR_TYPE(Wild_Type, "Wild", wild);
LIAR_TYPE(Gone_Type, "Gone", gone);
LIAR_TYPE(Failing_Type, "Failing", failing);

static PyTypeObject Borrower_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "liars.Borrower",
    .tp_basicsize = sizeof(LiarObject),
    .tp_dealloc = borrower_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = silent,
    .tp_new = liar_new,
    .tp_free = PyObject_GC_Del,
};

static PyObject *live_count(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(live);
}

/* borrow(borrower, o): the borrower refers to o without owning it. */
static PyObject *borrow(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *borrower, *target;
    if (!PyArg_ParseTuple(args, "O!O", &Borrower_Type, &borrower, &target)) {
        return NULL;
    }
    liar(borrower)->ref = target;
    Py_RETURN_NONE;
}

/* hold(o): C owns a reference of o, and nobody's tp_traverse can tell of it. */
static PyObject *hold(PyObject *module, PyObject *o)
{
    (void)module;
    held[held_count++] = Py_NewRef(o);
    Py_RETURN_NONE;
}

static PyObject *let_go(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    while (held_count > 0) {
        Py_DECREF(held[--held_count]);
    }
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"live_count", live_count, METH_NOARGS, NULL},
    {"borrow", borrow, METH_VARARGS, NULL},
    {"hold", hold, METH_O, NULL},
    {"let_go", let_go, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module_definition = {PyModuleDef_HEAD_INIT, .m_name = "liars", .m_size = -1, .m_methods = functions};

PyMODINIT_FUNC PyInit_liars(void)
{
    PyTypeObject *types[] = {&Silent_Type, &Fickle_Type, &Maker_Type,   &Asker_Type,   &Reader_Type, &Tracker_Type,
                             &Wild_Type,   &Gone_Type,   &Failing_Type, &Borrower_Type};
    freed = PyObject_Malloc(400);               /* a size that nobody else asks for */
    PyObject_Free(freed);
    PyObject *module = PyModule_Create(&module_definition);
    for (size_t i = 0; module != NULL && i < Py_ARRAY_LENGTH(types); i++) {
        if (PyModule_AddType(module, types[i]) < 0) {
            Py_CLEAR(module);
        }
    }
    return module;
}
