/* misbehaver_types.h: the part of misbehaver.c with objects that die badly.
 *
 * Four types, alike but for what their deallocator does first: Raiser sets an error, Allocator makes objects, Collector
 * runs a collection, Survivor comes back to life once. None of that is forbidden; a deallocator must only not fail.
 */

typedef struct {
    PyObject_HEAD
    PyObject *item;             /* owned, or NULL */
    int lives;                  /* of a Survivor: how often it may still come back */
} DoomedObject;

static Py_ssize_t deallocated;
static PyObject *saved;         /* the Survivor that came back, or NULL */

static PyObject *
doomed_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *item = NULL;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "|O", &item)) {
        return NULL;
    }
    DoomedObject *self = (DoomedObject *)type->tp_alloc(type, 0);
    if (self != NULL) {
        Py_XINCREF(item);
        self->item = item;
        self->lives = 1;
    }
    return (PyObject *)self;
}

static void
doomed_free(PyObject *o)
{
    deallocated++;
    Py_CLEAR(((DoomedObject *)o)->item);
    Py_TYPE(o)->tp_free(o);
}

/* A deallocator may run while an error is on its way to its handler: it keeps that error, and deals with its own. */
static void
raiser_dealloc(PyObject *o)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_SetString(PyExc_RuntimeError, "raised while dying");
    PyErr_WriteUnraisable(NULL);
    PyErr_Restore(type, value, traceback);
    doomed_free(o);
}

static void
allocator_dealloc(PyObject *o)
{
    PyObject *list = PyList_New(0);
    for (long i = 0; list != NULL && i < 1000; i++) {
        PyObject *pair = Py_BuildValue("(ls)", i + 1000, "made by a dying object");
        if (pair == NULL || PyList_Append(list, pair) < 0) {
            PyErr_Clear();
        }
        Py_XDECREF(pair);
    }
    Py_XDECREF(list);
    doomed_free(o);
}

static void
collector_dealloc(PyObject *o)
{
    PyGC_Collect();
    doomed_free(o);
}

/* tp_finalize is where an object may come back: it is still whole. */
static void
survivor_finalize(PyObject *o)
{
    DoomedObject *self = (DoomedObject *)o;
    if (self->lives > 0) {
        self->lives--;
        Py_INCREF(o);
        Py_XSETREF(saved, o);
    }
}

static void
survivor_dealloc(PyObject *o)
{
    if (PyObject_CallFinalizerFromDealloc(o) < 0) {
        return;  /* it lives on */
    }
    doomed_free(o);
}

#define DOOMED_TYPE(name, ...) \
    static PyTypeObject name##_Type = { \
        PyVarObject_HEAD_INIT(NULL, 0) \
        .tp_name = "misbehaver." #name, \
        .tp_basicsize = sizeof(DoomedObject), \
        .tp_flags = Py_TPFLAGS_DEFAULT, \
        .tp_new = doomed_new, \
        __VA_ARGS__ \
    }

DOOMED_TYPE(Raiser, .tp_dealloc = raiser_dealloc);
DOOMED_TYPE(Allocator, .tp_dealloc = allocator_dealloc);
DOOMED_TYPE(Collector, .tp_dealloc = collector_dealloc);
DOOMED_TYPE(Survivor, .tp_dealloc = survivor_dealloc, .tp_finalize = survivor_finalize);

/* Makes an instance in C and drops it at once. */
static PyObject *
make_and_drop(PyTypeObject *type)
{
    PyObject *o = PyObject_CallObject((PyObject *)type, NULL);
    if (o == NULL) {
        return NULL;
    }
    Py_DECREF(o);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(drop_raiser_doc, "drop_raiser(): lets a Raiser die");
static PyObject *
drop_raiser(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return make_and_drop(&Raiser_Type);
}

PyDoc_STRVAR(drop_allocator_doc, "drop_allocator(): lets an Allocator die");
static PyObject *
drop_allocator(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return make_and_drop(&Allocator_Type);
}

PyDoc_STRVAR(drop_collector_doc, "drop_collector(): lets a Collector die");
static PyObject *
drop_collector(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return make_and_drop(&Collector_Type);
}

PyDoc_STRVAR(drop_survivor_doc, "drop_survivor() -> whether a Survivor that was dropped came back; it is dropped for good then");
static PyObject *
drop_survivor(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *result = make_and_drop(&Survivor_Type);
    if (result == NULL) {
        return NULL;
    }
    Py_DECREF(result);
    int came_back = saved != NULL && Py_TYPE(saved) == &Survivor_Type;
    Py_CLEAR(saved);
    return PyBool_FromLong(came_back);
}

PyDoc_STRVAR(deallocations_doc, "deallocations() -> how many instances of the four types have been freed");
static PyObject *
deallocations(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(deallocated);
}

/* What cannot be noticed when it happens. ------------------------------------------------------------------------------- */

PyDoc_STRVAR(over_decref_doc, "over_decref(o): gives a reference back that was never taken");
static PyObject *
over_decref(PyObject *module, PyObject *o)
{
    (void)module;
    Py_DecRef(o);
    Py_RETURN_NONE;
}

static PyObject *borrowed;

PyDoc_STRVAR(borrow_forever_doc, "borrow_forever(o): remembers o without taking a reference");
static PyObject *
borrow_forever(PyObject *module, PyObject *o)
{
    (void)module;
    borrowed = o;
    Py_RETURN_NONE;
}

PyDoc_STRVAR(use_borrowed_doc, "use_borrowed(): takes and gives back a reference to what borrow_forever() remembers");
static PyObject *
use_borrowed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    if (borrowed != NULL) {
        Py_IncRef(borrowed);
        Py_DecRef(borrowed);
    }
    Py_RETURN_NONE;
}

/* Adds the four types to the module: 0, or -1 with an error. */
static int
add_bad_types(PyObject *module)
{
    PyTypeObject *types[] = {&Raiser_Type, &Allocator_Type, &Collector_Type, &Survivor_Type};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
        if (PyModule_AddType(module, types[i]) < 0) {
            return -1;
        }
    }
    return 0;
}
