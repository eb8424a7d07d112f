/* misuse.c: each function breaks one rule about the memory and the counts of PyObjects.
 *
 * Nothing of this can be noticed in general while it happens. Debug mode reports it; without debug mode what is damaged must
 * stay C's own; and in a build with AddressSanitizer the access itself is caught.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>

typedef struct {
    PyObject_HEAD
    long value;
} VictimObject;

static void
victim_dealloc(PyObject *o)
{
    Py_TYPE(o)->tp_free(o);
}

/* Forgets its object. */
static void
leaver_dealloc(PyObject *o)
{
    (void)o;
}

/* Fails, which a deallocator cannot. */
static void
thrower_dealloc(PyObject *o)
{
    PyErr_SetString(PyExc_RuntimeError, "raised while dying");
    Py_TYPE(o)->tp_free(o);
}

/* Keeps one dead object for the next that is made: CPython's own types do so, and it is allowed. */
static PyObject *spare;

static void
thrifty_dealloc(PyObject *o)
{
    if (spare == NULL) {
        spare = o;
    } else {
        Py_TYPE(o)->tp_free(o);
    }
}

static PyObject *
thrifty_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    (void)args;
    (void)keywords;
    if (spare == NULL) {
        return type->tp_alloc(type, 0);
    }
    PyObject *o = PyObject_Init(spare, type);
    spare = NULL;
    return o;
}

/* Its length costs a reference. */
static Py_ssize_t
clumsy_length(PyObject *o)
{
    Py_DECREF(o);
    return 3;
}

static PySequenceMethods clumsy_sequence = {.sq_length = clumsy_length};

#define VICTIM_TYPE(name, dealloc, new, ...) \
    static PyTypeObject name##_Type = { \
        PyVarObject_HEAD_INIT(NULL, 0) \
        .tp_name = "misuse." #name, \
        .tp_basicsize = sizeof(VictimObject), \
        .tp_flags = Py_TPFLAGS_DEFAULT, \
        .tp_new = new, \
        .tp_dealloc = dealloc, \
        __VA_ARGS__ \
    }

VICTIM_TYPE(Victim, victim_dealloc, PyType_GenericNew, );
VICTIM_TYPE(Leaver, leaver_dealloc, PyType_GenericNew, );
VICTIM_TYPE(Thrower, thrower_dealloc, PyType_GenericNew, );
VICTIM_TYPE(Thrifty, thrifty_dealloc, thrifty_new, );
VICTIM_TYPE(Clumsy, victim_dealloc, PyType_GenericNew, .tp_as_sequence = &clumsy_sequence);

/* A Victim whose memory has been given back. */
static VictimObject *
freed_victim(void)
{
    PyObject *o = PyType_GenericNew(&Victim_Type, NULL, NULL);
    Py_XDECREF(o);
    return (VictimObject *)o;
}

/* counts */

static PyObject *
over_decref(PyObject *module, PyObject *o)
{
    (void)module;
    Py_DECREF(o);
    Py_RETURN_NONE;
}

static PyObject *
over_decref_by_call(PyObject *module, PyObject *o)
{
    (void)module;
    Py_DecRef(o);
    Py_RETURN_NONE;
}

static PyObject *
over_decref_often(PyObject *module, PyObject *o)
{
    (void)module;
    for (int i = 0; i < 5; i++) {
        Py_DecRef(o);
    }
    Py_RETURN_NONE;
}

static PyObject *
count_freed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *o = (PyObject *)freed_victim();
    Py_INCREF(o);
    Py_DECREF(o);
    Py_RETURN_NONE;
}

static PyObject *
count_freed_by_call(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *o = (PyObject *)freed_victim();
    Py_IncRef(o);
    Py_DecRef(o);
    Py_RETURN_NONE;
}

/* freeing */

static PyObject *
free_twice(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject_Free(freed_victim());
    Py_RETURN_NONE;
}

static PyObject *
free_large_twice(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    void *block = PyObject_Malloc(1 << 20);
    PyObject_Free(block);
    PyObject_Free(block);
    Py_RETURN_NONE;
}

static PyObject *
free_argument(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject_Free(o);
    Py_RETURN_NONE;
}

/* use */

static PyObject *
read_freed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    volatile VictimObject *victim = freed_victim();
    return PyBool_FromLong(victim->value == -1);
}

static PyObject *
write_freed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    volatile VictimObject *victim = freed_victim();
    victim->value = 1;
    Py_RETURN_NONE;
}

static PyObject *
read_behind(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    volatile char *block = PyMem_Malloc(480); /* a size that nobody else asks for: what lies behind was never used */
    char behind = block[480];
    PyMem_Free((void *)block);
    return PyBool_FromLong(behind == 77);
}

static PyObject *
return_freed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return (PyObject *)freed_victim();
}

static PyObject *
append_freed(PyObject *module, PyObject *list)
{
    (void)module;
    return PyList_Append(list, (PyObject *)freed_victim()) < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *
repr_freed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyObject_Repr((PyObject *)freed_victim());
}

/* headers */

static PyObject *
return_part(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    static char *block; /* never freed */
    block = PyMem_Calloc(1, 256);
    PyObject *inner = (PyObject *)(block + 32);
    Py_SET_TYPE(inner, &Victim_Type);
    Py_SET_REFCNT(inner, 1);
    return inner;
}

static PyObject *
return_copy(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *copy = PyMem_Calloc(1, 256);
    memcpy(copy, o, sizeof *o);
    return copy;
}

static PyObject *
return_copy_of_malloc(PyObject *module, PyObject *o)
{
    (void)module;
    static PyObject *copy; /* never freed */
    copy = PyMem_RawCalloc(1, 256);
    memcpy(copy, o, sizeof *o);
    return copy;
}

static PyObject *
return_untyped(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *o = PyMem_Calloc(1, 256);
    Py_SET_REFCNT(o, 1);
    return o;
}

/* what was borrowed for longer than its owner kept it */

static PyObject *borrowed;

static PyObject *
borrow(PyObject *module, PyObject *o)
{
    (void)module;
    borrowed = o;
    Py_RETURN_NONE;
}

static PyObject *
count_borrowed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_IncRef(borrowed);
    Py_DecRef(borrowed);
    Py_RETURN_NONE;
}

static PyObject *
over_decref_borrowed(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_DECREF(borrowed);
    Py_RETURN_NONE;
}

/* deallocators */

static PyObject *
drop_new(PyObject *module, PyObject *type)
{
    (void)module;
    PyObject *o = PyObject_CallNoArgs(type);
    if (o == NULL) {
        return NULL;
    }
    Py_DECREF(o);
    Py_RETURN_NONE;
}

static PyObject *
touch(PyObject *module, PyObject *o)
{
    (void)module;
    (void)o;
    Py_RETURN_NONE;
}

#include "misuse_threads.h"

static PyMethodDef functions[] = {
    {"over_decref", over_decref, METH_O, "gives back a reference that is not its own"},
    {"over_decref_by_call", over_decref_by_call, METH_O, "the same by the function"},
    {"over_decref_often", over_decref_often, METH_O, "gives back five references that are not its own"},
    {"count_freed", count_freed, METH_NOARGS, "counts a freed object up and down"},
    {"count_freed_by_call", count_freed_by_call, METH_NOARGS, "the same by the functions"},
    {"free_twice", free_twice, METH_NOARGS, "frees an object that has died"},
    {"free_large_twice", free_large_twice, METH_NOARGS, "frees a large block twice"},
    {"free_argument", free_argument, METH_O, "frees an object that others use"},
    {"read_freed", read_freed, METH_NOARGS, "reads a freed object"},
    {"write_freed", write_freed, METH_NOARGS, "writes to a freed object"},
    {"read_behind", read_behind, METH_NOARGS, "reads the byte behind a block"},
    {"return_freed", return_freed, METH_NOARGS, "returns a freed object"},
    {"append_freed", append_freed, METH_O, "gives a freed object to the interpreter"},
    {"repr_freed", repr_freed, METH_NOARGS, "asks for the repr of a freed object"},
    {"return_part", return_part, METH_NOARGS, "returns an object that lies within another block"},
    {"return_copy", return_copy, METH_O, "returns a copy of an object's header"},
    {"return_copy_of_malloc", return_copy_of_malloc, METH_O, "the same, in memory of malloc"},
    {"return_untyped", return_untyped, METH_NOARGS, "returns an object without a type"},
    {"borrow", borrow, METH_O, "remembers an object without a reference"},
    {"count_borrowed", count_borrowed, METH_NOARGS, "counts it up and down"},
    {"over_decref_borrowed", over_decref_borrowed, METH_NOARGS, "gives back a reference to it"},
    {"drop_new", drop_new, METH_O, "makes an instance of a type and drops it"},
    {"make_on_thread", make_on_thread, METH_NOARGS, "makes an object on a thread that has not asked for the GIL"},
    {"make_when_released", make_when_released, METH_NOARGS, "makes objects after giving the GIL away"},
    {"count_on_thread", count_on_thread, METH_O, "counts an object on a thread that has not asked for the GIL"},
    {"ask_on_thread", ask_on_thread, METH_O, "asks for a list of what an object holds there"},
    {"touch", touch, METH_O, "does nothing with an object"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "misuse", .m_size = -1, .m_methods = functions};

PyMODINIT_FUNC
PyInit_misuse(void)
{
    PyTypeObject *types[] = {&Victim_Type, &Leaver_Type, &Thrower_Type, &Thrifty_Type, &Clumsy_Type};
    PyObject *module = PyModule_Create(&definition);
    for (size_t i = 0; module != NULL && i < Py_ARRAY_LENGTH(types); i++) {
        if (PyModule_AddType(module, types[i]) < 0) {
            Py_CLEAR(module);
        }
    }
    return module;
}
