/* keeper_types.h: the part of keeper.c with its two types, whose instances hold an object each.
 *
 *   Holder       a static type      } the same behaviour, told to the interpreter in the two ways there are
 *   HeapHolder   a heap type        }
 *
 * Both tell the collector what they hold (tp_traverse) and let go of it when the collector asks (tp_clear): so a holder
 * that holds itself, or a list that holds the holder, can be freed. Opaque holds an object without telling.
 */

typedef struct {
    PyObject_HEAD
    PyObject *item;             /* owned, or NULL */
    PyObject *weakrefs;
    long number;                /* an attribute that is a C variable */
} HolderObject;

static Py_ssize_t alive;
static Py_ssize_t cleared;

static PyObject *
holder_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    HolderObject *self = (HolderObject *)type->tp_alloc(type, 0);
    if (self != NULL) {
        alive++;
    }
    return (PyObject *)self;
}

static int
holder_init(PyObject *o, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"item", "number", NULL};
    HolderObject *self = (HolderObject *)o;
    PyObject *item = NULL;
    long number = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|Ol:Holder", names, &item, &number)) {
        return -1;
    }
    PyObject *before = self->item;
    Py_XINCREF(item);
    self->item = item;
    self->number = number;
    Py_XDECREF(before);
    return 0;
}

static int
holder_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((HolderObject *)o)->item);
#if PY_VERSION_HEX >= 0x03090000
    /* An instance of a heap type holds its type. */
    if (PyType_HasFeature(Py_TYPE(o), Py_TPFLAGS_HEAPTYPE)) {
        Py_VISIT(Py_TYPE(o));
    }
#endif
    return 0;
}

static int
holder_clear(PyObject *o)
{
    HolderObject *self = (HolderObject *)o;
    if (self->item != NULL) {
        cleared++;
    }
    Py_CLEAR(self->item);
    return 0;
}

static void
holder_dealloc(PyObject *o)
{
    HolderObject *self = (HolderObject *)o;
    PyObject_GC_UnTrack(o);
    if (self->weakrefs != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    Py_CLEAR(self->item);
    alive--;
    Py_TYPE(o)->tp_free(o);
}

/* An instance of a heap type, or of a type that inherits from one, counts its type. */
static void
heap_holder_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    holder_dealloc(o);
    Py_DECREF(type);
}

static PyObject *
holder_repr(PyObject *o)
{
    HolderObject *self = (HolderObject *)o;
    if (self->item == NULL) {
        return PyUnicode_FromFormat("<%s of nothing>", Py_TYPE(o)->tp_name);
    }
    return PyUnicode_FromFormat("<%s of %R>", Py_TYPE(o)->tp_name, self->item);
}

static Py_ssize_t
holder_length(PyObject *o)
{
    return ((HolderObject *)o)->item != NULL;
}

static PyObject *
holder_item(PyObject *o, Py_ssize_t i)
{
    HolderObject *self = (HolderObject *)o;
    if (i != 0 || self->item == NULL) {
        PyErr_SetString(PyExc_IndexError, "holder index out of range");
        return NULL;
    }
    Py_INCREF(self->item);
    return self->item;
}

static PyObject *
holder_richcompare(PyObject *a, PyObject *b, int op)
{
    if (Py_TYPE(a) != Py_TYPE(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    PyObject *x = ((HolderObject *)a)->item;
    PyObject *y = ((HolderObject *)b)->item;
    return PyObject_RichCompare(x != NULL ? x : Py_None, y != NULL ? y : Py_None, op);
}

static Py_hash_t
holder_hash(PyObject *o)
{
    PyObject *item = ((HolderObject *)o)->item;
    return item != NULL ? PyObject_Hash(item) : 17;
}

static PyObject *
holder_call(PyObject *o, PyObject *args, PyObject *kwargs)
{
    HolderObject *self = (HolderObject *)o;
    if (self->item == NULL) {
        PyErr_SetString(PyExc_TypeError, "an empty holder cannot be called");
        return NULL;
    }
    return PyObject_Call(self->item, args, kwargs);
}

/* holder + other: a tuple of what both hold; other may be anything, on either side. */
static PyObject *
holder_add(PyObject *a, PyObject *b)
{
    PyObject *parts[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        destructor dealloc = Py_TYPE(parts[i])->tp_dealloc;
        int is_holder = dealloc == holder_dealloc || dealloc == heap_holder_dealloc;
        if (is_holder && ((HolderObject *)parts[i])->item != NULL) {
            parts[i] = ((HolderObject *)parts[i])->item;
        }
    }
    return PyTuple_Pack(2, parts[0], parts[1]);
}

static int
holder_bool(PyObject *o)
{
    return ((HolderObject *)o)->item != NULL;
}

static PyObject *
holder_swap(PyObject *o, PyObject *item)
{
    HolderObject *self = (HolderObject *)o;
    PyObject *before = self->item;
    Py_INCREF(item);
    self->item = item;
    if (before == NULL) {
        Py_RETURN_NONE;
    }
    return before;
}

static PyObject *
holder_get_kind(PyObject *o, void *unused)
{
    (void)unused;
    return PyUnicode_FromString(PyType_HasFeature(Py_TYPE(o), Py_TPFLAGS_HEAPTYPE) ? "heap" : "static");
}

static PyMethodDef holder_methods[] = {
    {"swap", holder_swap, METH_O, "swap(item) -> what was held before, or None"},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef holder_members[] = {
    {"item", T_OBJECT_EX, offsetof(HolderObject, item), 0, "what is held; deletable"},
    {"number", T_LONG, offsetof(HolderObject, number), 0, "a C long"},
    {"__weaklistoffset__", T_PYSSIZET, offsetof(HolderObject, weakrefs), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef holder_getset[] = {
    {"kind", holder_get_kind, NULL, "\"static\" or \"heap\"", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* The static type: one structure with everything in it. */

static PySequenceMethods holder_sequence = {.sq_length = holder_length, .sq_item = holder_item};
static PyNumberMethods holder_number = {.nb_add = holder_add, .nb_bool = holder_bool};

static PyTypeObject Holder_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "keeper.Holder",
    .tp_basicsize = sizeof(HolderObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .tp_doc = "Holder(item=None, number=0)",
    .tp_new = holder_new,
    .tp_init = holder_init,
    .tp_dealloc = holder_dealloc,
    .tp_traverse = holder_traverse,
    .tp_clear = holder_clear,
    .tp_repr = holder_repr,
    .tp_hash = holder_hash,
    .tp_call = holder_call,
    .tp_richcompare = holder_richcompare,
    .tp_as_sequence = &holder_sequence,
    .tp_as_number = &holder_number,
    .tp_methods = holder_methods,
    .tp_members = holder_members,
    .tp_getset = holder_getset,
    .tp_weaklistoffset = offsetof(HolderObject, weakrefs),
};

/* The heap type: the same as a list of slots. */

static PyType_Slot heap_holder_slots[] = {
    {Py_tp_doc, "HeapHolder(item=None, number=0)"},
    {Py_tp_new, holder_new},
    {Py_tp_init, holder_init},
    {Py_tp_dealloc, heap_holder_dealloc},
    {Py_tp_traverse, holder_traverse},
    {Py_tp_clear, holder_clear},
    {Py_tp_repr, holder_repr},
    {Py_tp_hash, holder_hash},
    {Py_tp_call, holder_call},
    {Py_tp_richcompare, holder_richcompare},
    {Py_sq_length, holder_length},
    {Py_sq_item, holder_item},
    {Py_nb_add, holder_add},
    {Py_nb_bool, holder_bool},
    {Py_tp_methods, holder_methods},
    {Py_tp_members, holder_members},
    {Py_tp_getset, holder_getset},
    {0, NULL},
};

static PyType_Spec heap_holder_spec = {
    .name = "keeper.HeapHolder",
    .basicsize = sizeof(HolderObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
    .slots = heap_holder_slots,
};

/* Opaque: no tp_traverse, so what it holds is a root for as long as it lives. */

static PyObject *
opaque_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *item;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O:Opaque", &item)) {
        return NULL;
    }
    HolderObject *self = (HolderObject *)type->tp_alloc(type, 0);
    if (self != NULL) {
        Py_INCREF(item);
        self->item = item;
        alive++;
    }
    return (PyObject *)self;
}

static void
opaque_dealloc(PyObject *o)
{
    Py_CLEAR(((HolderObject *)o)->item);
    alive--;
    Py_TYPE(o)->tp_free(o);
}

static PyTypeObject Opaque_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "keeper.Opaque",
    .tp_basicsize = sizeof(HolderObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Opaque(item): holds item and tells nobody",
    .tp_new = opaque_new,
    .tp_dealloc = opaque_dealloc,
    .tp_members = holder_members,
};

PyDoc_STRVAR(holders_alive_doc, "holders_alive() -> how many instances of the three types exist");
static PyObject *
holders_alive(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(alive);
}

PyDoc_STRVAR(cleared_by_collector_doc, "cleared_by_collector() -> how many items tp_clear has dropped so far");
static PyObject *
cleared_by_collector(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(cleared);
}

PyDoc_STRVAR(new_holder_doc, "new_holder(item) -> Holder(item), made in C by calling the type");
static PyObject *
new_holder(PyObject *module, PyObject *item)
{
    (void)module;
    return PyObject_CallFunctionObjArgs((PyObject *)&Holder_Type, item, NULL);
}

/* Adds the three types to the module: 0, or -1 with an error. */
static int
add_holder_types(PyObject *module)
{
    if (PyModule_AddType(module, &Holder_Type) < 0 || PyModule_AddType(module, &Opaque_Type) < 0) {
        return -1;
    }
    PyObject *heap_holder = PyType_FromSpec(&heap_holder_spec);
    if (heap_holder == NULL) {
        return -1;
    }
    int result = PyModule_AddType(module, (PyTypeObject *)heap_holder);
    Py_DECREF(heap_holder);
    return result;
}
