/* calls_type.c: types, descriptors, modules, capsules and weak references through the C API.
 *
 * Point (calls_point.h) is a heap type with everything that a type can have; Sub inherits from it. See calls_object.c
 * for how the rows of the border tests use such a module.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "calls_point.h"

/* Functions of the module. */

static PyObject *
live(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(live_points);
}

static PyObject *
collected(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyGC_Collect();
    return PyLong_FromSsize_t(live_points);
}

/* point(x, attribute): an attribute of a fresh Point(x). */
static PyObject *
attribute(PyObject *module, PyObject *args)
{
    (void)module;
    int x;
    const char *name;
    if (!PyArg_ParseTuple(args, "is", &x, &name)) {
        return NULL;
    }
    PyObject *point = PyObject_CallFunction((PyObject *)point_type, "i", x);
    PyObject *result = point == NULL ? NULL : PyObject_GetAttrString(point, name);
    Py_XDECREF(point);
    return result;
}

/* Stores an attribute of a fresh Point(1), or deletes it; answers the repr. */
static PyObject *
store(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *value = NULL;
    if (!PyArg_ParseTuple(args, "s|O", &name, &value)) {
        return NULL;
    }
    PyObject *point = PyObject_CallFunction((PyObject *)point_type, "i", 1);
    PyObject *result = NULL;
    if (point != NULL && PyObject_SetAttrString(point, name, value) == 0) {
        result = PyObject_Repr(point);
    }
    Py_XDECREF(point);
    return result;
}

/* method(x, name, args, kwargs): calls a method of Point(x). */
static PyObject *
method(PyObject *module, PyObject *args)
{
    (void)module;
    int x;
    const char *name;
    PyObject *positional, *named;
    if (!PyArg_ParseTuple(args, "isOO", &x, &name, &positional, &named)) {
        return NULL;
    }
    PyObject *point = PyObject_CallFunction((PyObject *)point_type, "i", x);
    PyObject *bound = point == NULL ? NULL : PyObject_GetAttrString(point, name);
    PyObject *result = bound == NULL ? NULL : PyObject_Call(bound, positional, named == Py_None ? NULL : named);
    Py_XDECREF(bound);
    Py_XDECREF(point);
    return result;
}

/* A class made from C: type(name, (base,), dict); answers (name, mro as text). */
static PyObject *
subclass(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *name, *dict;
    if (!PyArg_ParseTuple(args, "OO", &name, &dict)) {
        return NULL;
    }
    PyObject *cls = PyObject_CallFunction((PyObject *)&PyType_Type, "O(O)O", name, point_type, dict);
    if (cls == NULL) {
        return NULL;
    }
    PyObject *mro = PyObject_GetAttrString(cls, "__mro__");
    PyObject *text = mro == NULL ? NULL : PyObject_Repr(mro);
    PyObject *result = text == NULL ? NULL : Py_BuildValue("(Ni)", text, PyType_IsSubtype((PyTypeObject *)cls, point_type));
    Py_XDECREF(mro);
    Py_DECREF(cls);
    return result;
}

/* (flags say heap type, base type, GC; tp_name of the builtin by name) */
static PyObject *
flags(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    if (!PyArg_ParseTuple(args, "s", &name)) {
        return NULL;
    }
    PyObject *type = PyDict_GetItemString(PyEval_GetBuiltins(), name);
    if (type == NULL || !PyType_Check(type)) {
        PyErr_Format(PyExc_TypeError, "%s is no type", name);
        return NULL;
    }
    unsigned long bits = PyType_GetFlags((PyTypeObject *)type);
    return Py_BuildValue("(iiii)", (bits & Py_TPFLAGS_HEAPTYPE) != 0, (bits & Py_TPFLAGS_BASETYPE) != 0,
                         (bits & Py_TPFLAGS_LONG_SUBCLASS) != 0, (bits & Py_TPFLAGS_BASE_EXC_SUBCLASS) != 0);
}

static PyObject *
type_names(PyObject *module, PyObject *o)
{
    (void)module;
    PyObject *name = PyType_GetName(Py_TYPE(o));
    PyObject *qualname = name == NULL ? NULL : PyType_GetQualName(Py_TYPE(o));
    if (qualname == NULL) {
        Py_XDECREF(name);
        return NULL;
    }
    return Py_BuildValue("(NNs)", name, qualname, Py_TYPE(o)->tp_name);
}

/* Capsules. */
static int destroyed;
static int answer = 42;

static void
destroy(PyObject *capsule)
{
    (void)capsule;
    destroyed++;
}

/* A capsule with a name, out and in again: (value behind the pointer, the name is right, another name is refused). */
static PyObject *
capsule_round_trip(PyObject *module, PyObject *args)
{
    const char *name;
    if (!PyArg_ParseTuple(args, "s", &name)) {
        return NULL;
    }
    PyObject *capsule = PyCapsule_New(&answer, "calls_type.answer", destroy);
    if (capsule == NULL || PyObject_SetAttrString(module, "answer", capsule) < 0) {
        Py_XDECREF(capsule);
        return NULL;
    }
    Py_DECREF(capsule);
    PyObject *found = PyObject_GetAttrString(module, "answer");
    if (found == NULL) {
        return NULL;
    }
    int *value = PyCapsule_GetPointer(found, name);
    PyObject *result = value == NULL ? NULL : PyLong_FromLong(*value);
    Py_DECREF(found);
    return result;
}

/* Weak references to a Point: (alive while it lives, dead afterwards). */
static PyObject *
weak_reference(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *set = PyFrozenSet_New(NULL);
    PyObject *reference = set == NULL ? NULL : PyWeakref_NewRef(set, NULL);
    if (reference == NULL) {
        Py_XDECREF(set);
        return NULL;
    }
    int alive = PyWeakref_GetObject(reference) == set;
    Py_DECREF(set);
    PyObject *result = Py_BuildValue("(i)", alive);
    Py_DECREF(reference);
    return result;
}

static PyObject *
weak_to(PyObject *module, PyObject *o)
{
    (void)module;
    return PyWeakref_NewRef(o, NULL);
}

/* The referent, None when it is dead. */
static PyObject *
weak_get(PyObject *module, PyObject *reference)
{
    (void)module;
    PyObject *o = PyWeakref_GetObject(reference);
    Py_XINCREF(o);
    return o;
}

/* Modules. */

static PyObject *
module_facts(PyObject *module, PyObject *unused)
{
    (void)unused;
    PyObject *name = PyModule_GetNameObject(module);
    PyObject *dict = PyModule_GetDict(module);
    if (name == NULL || dict == NULL) {
        Py_XDECREF(name);
        return NULL;
    }
    return Py_BuildValue("(Nii)", name, PyDict_GetItemString(dict, "Point") == (PyObject *)point_type,
                         PyModule_Check(module));
}

static PyObject *
import(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    if (!PyArg_ParseTuple(args, "s", &name)) {
        return NULL;
    }
    PyObject *imported = PyImport_ImportModule(name);
    PyObject *result = imported == NULL ? NULL : PyObject_GetAttrString(imported, "__name__");
    Py_XDECREF(imported);
    return result;
}

/* A module made by name stands in sys.modules and is found again. */
static PyObject *
add_module(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    if (!PyArg_ParseTuple(args, "s", &name)) {
        return NULL;
    }
    PyObject *added = PyImport_AddModule(name);
    if (added == NULL) {
        return NULL;
    }
    PyObject *again = PyImport_ImportModule(name);
    int same = again == added;
    Py_XDECREF(again);
    int listed = PyDict_GetItemString(PyImport_GetModuleDict(), name) == added;
    return PyErr_Occurred() ? NULL : Py_BuildValue("(ii)", same, listed);
}

static PyObject *
sys_objects(PyObject *module, PyObject *args)
{
    (void)module;
    const char *name;
    PyObject *value;
    if (!PyArg_ParseTuple(args, "sO", &name, &value)) {
        return NULL;
    }
    int absent = PySys_GetObject(name) == NULL;
    if (PySys_SetObject(name, value) < 0) {
        return NULL;
    }
    PyObject *found = PySys_GetObject(name);
    PyObject *result = Py_BuildValue("(iO)", absent, found == NULL ? Py_None : found);
    PySys_SetObject(name, NULL);
    return result;
}

static PyMethodDef functions[] = {
    {"live", live, METH_NOARGS, NULL},
    {"collected", collected, METH_NOARGS, NULL},
    {"attribute", attribute, METH_VARARGS, NULL},
    {"store", store, METH_VARARGS, NULL},
    {"method", method, METH_VARARGS, NULL},
    {"subclass", subclass, METH_VARARGS, NULL},
    {"flags", flags, METH_VARARGS, NULL},
    {"type_names", type_names, METH_O, NULL},
    {"capsule_round_trip", capsule_round_trip, METH_VARARGS, NULL},
    {"weak_reference", weak_reference, METH_NOARGS, NULL},
    {"weak_to", weak_to, METH_O, NULL},
    {"weak_get", weak_get, METH_O, NULL},
    {"module_facts", module_facts, METH_NOARGS, NULL},
    {"import_", import, METH_VARARGS, NULL},
    {"add_module", add_module, METH_VARARGS, NULL},
    {"sys_objects", sys_objects, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int
execute(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&point_spec);
    if (type == NULL) {
        return -1;
    }
    point_type = (PyTypeObject *)type;
    PyObject *bases = PyTuple_Pack(1, type);
    static PyType_Slot sub_slots[] = {{0, NULL}};
    static PyType_Spec sub_spec = {
        .name = "calls_type.Sub",
        .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
        .slots = sub_slots,
    };
    PyObject *sub = bases == NULL ? NULL : PyType_FromSpecWithBases(&sub_spec, bases);
    Py_XDECREF(bases);
    if (sub == NULL || PyModule_AddObject(module, "Sub", sub) < 0) {
        Py_XDECREF(sub);
        return -1;
    }
    if (PyModule_AddIntConstant(module, "ANSWER", answer) < 0 || PyModule_AddStringConstant(module, "TEXT", "text") < 0) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "Point", type);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "calls_type",
    .m_doc = "Types, descriptors and modules through the C API.",
    .m_methods = functions,
    .m_slots = module_slots,
};

PyMODINIT_FUNC
PyInit_calls_type(void)
{
    return PyModuleDef_Init(&definition);
}
