/* calls_type.c: types, descriptors, modules, capsules and weak references through the C API.
 *
 * Point is a heap type with members, getsets, methods of every calling convention, comparison, arithmetic, items, a
 * dict and weak references; Sub inherits from it. See calls_object.c for how the rows of the border tests use such a
 * module.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

typedef struct {
    PyObject_HEAD
    int x;
    double y;
    PyObject *label;
    char fixed[8];
} Point;

static PyTypeObject *point_type;
static Py_ssize_t live_points;

static int
point_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"x", "y", "label", NULL};
    Point *point = (Point *)self;
    PyObject *label = Py_None;
    point->x = 0;
    point->y = 0.0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|idO:Point", names, &point->x, &point->y, &label)) {
        return -1;
    }
    Py_INCREF(label);
    Py_XSETREF(point->label, label);
    strcpy(point->fixed, "fixed");
    return 0;
}

static PyObject *
point_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    PyObject *self = alloc(type, 0);
    live_points += self != NULL;
    return self;
}

static void
point_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    live_points--;
    Py_CLEAR(((Point *)self)->label);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static int
point_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Point *)self)->label);
    return 0;
}

static int
point_clear(PyObject *self)
{
    Py_CLEAR(((Point *)self)->label);
    return 0;
}

static PyObject *
point_repr(PyObject *self)
{
    Point *point = (Point *)self;
    PyObject *y = PyFloat_FromDouble(point->y);
    PyObject *text = y == NULL ? NULL : PyUnicode_FromFormat("Point(%d, %R, %R)", point->x, y, point->label);
    Py_XDECREF(y);
    return text;
}

static PyObject *
point_compare(PyObject *a, PyObject *b, int op)
{
    if (!PyObject_TypeCheck(a, point_type) || !PyObject_TypeCheck(b, point_type)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    Py_RETURN_RICHCOMPARE(((Point *)a)->x, ((Point *)b)->x, op);
}

static Py_hash_t
point_hash(PyObject *self)
{
    return 1000 + ((Point *)self)->x;
}

static PyObject *
point_at(PyTypeObject *type, int x)
{
    PyObject *result = point_new(type, NULL, NULL);
    if (result != NULL) {
        ((Point *)result)->x = x;
        Py_INCREF(Py_None);
        ((Point *)result)->label = Py_None;
    }
    return result;
}

/* Point + Point, Point + int, int + Point */
static PyObject *
point_add(PyObject *a, PyObject *b)
{
    int sum = 0;
    PyObject *operands[] = {a, b};
    for (int i = 0; i < 2; i++) {
        if (PyObject_TypeCheck(operands[i], point_type)) {
            sum += ((Point *)operands[i])->x;
        } else if (PyLong_Check(operands[i])) {
            sum += (int)PyLong_AsLong(operands[i]);
        } else {
            Py_RETURN_NOTIMPLEMENTED;
        }
    }
    return PyErr_Occurred() ? NULL : point_at(point_type, sum);
}

static PyObject *
point_negative(PyObject *self)
{
    return point_at(point_type, -((Point *)self)->x);
}

static int
point_bool(PyObject *self)
{
    return ((Point *)self)->x != 0;
}

static PyObject *
point_index(PyObject *self)
{
    return PyLong_FromLong(((Point *)self)->x);
}

static Py_ssize_t
point_length(PyObject *self)
{
    (void)self;
    return 2;
}

static PyObject *
point_item(PyObject *self, Py_ssize_t i)
{
    if (i < 0 || i > 1) {
        PyErr_SetString(PyExc_IndexError, "a point has two coordinates");
        return NULL;
    }
    return i == 0 ? PyLong_FromLong(((Point *)self)->x) : PyFloat_FromDouble(((Point *)self)->y);
}

static int
point_store(PyObject *self, Py_ssize_t i, PyObject *value)
{
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "a point keeps its coordinates");
        return -1;
    }
    if (i != 0) {
        PyErr_SetString(PyExc_IndexError, "only x can be stored");
        return -1;
    }
    long x = PyLong_AsLong(value);
    if (x == -1 && PyErr_Occurred()) {
        return -1;
    }
    ((Point *)self)->x = (int)x;
    return 0;
}

static PyObject *
point_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return Py_BuildValue("(iOO)", ((Point *)self)->x, args, kwargs == NULL ? Py_None : kwargs);
}

static PyObject *
noargs(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PyLong_FromLong(((Point *)self)->x);
}

static PyObject *
onearg(PyObject *self, PyObject *arg)
{
    return Py_BuildValue("(iO)", ((Point *)self)->x, arg);
}

static PyObject *
varargs(PyObject *self, PyObject *args)
{
    return Py_BuildValue("(iO)", ((Point *)self)->x, args);
}

static PyObject *
keywords(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return Py_BuildValue("(iOO)", ((Point *)self)->x, args, kwargs == NULL ? Py_None : kwargs);
}

static PyObject *
fastcall(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    PyObject *result = PyList_New(0);
    for (Py_ssize_t i = 0; result != NULL && i < nargs; i++) {
        if (PyList_Append(result, args[i]) < 0) {
            Py_CLEAR(result);
        }
    }
    return result == NULL ? NULL : Py_BuildValue("(iN)", ((Point *)self)->x, result);
}

static PyObject *
fastcall_keywords(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *names)
{
    PyObject *last = nargs + (names == NULL ? 0 : PyTuple_Size(names)) > 0
                         ? args[nargs - 1 + (names == NULL ? 0 : PyTuple_Size(names))]
                         : Py_None;
    return Py_BuildValue("(inOO)", ((Point *)self)->x, nargs, names == NULL ? Py_None : names, last);
}

static PyObject *
defining_class(PyObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t nargs, PyObject *names)
{
    (void)args;
    (void)names;
    return Py_BuildValue("(iin)", ((Point *)self)->x, type == point_type, nargs);
}

static PyObject *
class_method(PyObject *cls, PyObject *arg)
{
    PyObject *name = PyObject_GetAttrString(cls, "__name__");
    return name == NULL ? NULL : Py_BuildValue("(NO)", name, arg);
}

static PyObject *
static_method(PyObject *null, PyObject *arg)
{
    return Py_BuildValue("(iO)", null == NULL, arg);
}

static PyObject *
get_double(PyObject *self, void *closure)
{
    return PyLong_FromLong(((Point *)self)->x * (closure != NULL ? 2 : 1));
}

static int
set_double(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "double cannot be deleted");
        return -1;
    }
    long number = PyLong_AsLong(value);
    if (number == -1 && PyErr_Occurred()) {
        return -1;
    }
    ((Point *)self)->x = (int)(number / 2);
    return 0;
}

static PyMethodDef point_methods[] = {
    {"noargs", noargs, METH_NOARGS, "noargs() -> x"},
    {"onearg", onearg, METH_O, NULL},
    {"varargs", varargs, METH_VARARGS, NULL},
    {"keywords", (PyCFunction)(void (*)(void))keywords, METH_VARARGS | METH_KEYWORDS, NULL},
    {"fastcall", (PyCFunction)(void (*)(void))fastcall, METH_FASTCALL, NULL},
    {"fastcall_keywords", (PyCFunction)(void (*)(void))fastcall_keywords, METH_FASTCALL | METH_KEYWORDS, NULL},
    {"defining_class", (PyCFunction)(void (*)(void))defining_class, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL},
    {"class_method", class_method, METH_O | METH_CLASS, NULL},
    {"static_method", static_method, METH_O | METH_STATIC, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef point_members[] = {
    {"x", T_INT, offsetof(Point, x), 0, "the first coordinate"},
    {"y", T_DOUBLE, offsetof(Point, y), 0, NULL},
    {"label", T_OBJECT_EX, offsetof(Point, label), 0, NULL},
    {"fixed", T_STRING_INPLACE, offsetof(Point, fixed), READONLY, NULL},
    {"constant_x", T_INT, offsetof(Point, x), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef point_getset[] = {
    {"double", get_double, set_double, "twice x", (void *)1},
    {"single", get_double, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot point_slots[] = {
    {Py_tp_doc, "A point on a plane."},
    {Py_tp_new, point_new},
    {Py_tp_init, point_init},
    {Py_tp_dealloc, point_dealloc},
    {Py_tp_traverse, point_traverse},
    {Py_tp_clear, point_clear},
    {Py_tp_repr, point_repr},
    {Py_tp_richcompare, point_compare},
    {Py_tp_hash, point_hash},
    {Py_tp_call, point_call},
    {Py_tp_methods, point_methods},
    {Py_tp_members, point_members},
    {Py_tp_getset, point_getset},
    {Py_nb_add, point_add},
    {Py_nb_negative, point_negative},
    {Py_nb_bool, point_bool},
    {Py_nb_index, point_index},
    {Py_sq_length, point_length},
    {Py_sq_item, point_item},
    {Py_sq_ass_item, point_store},
    {0, NULL},
};

static PyType_Spec point_spec = {
    .name = "calls_type.Point",
    .basicsize = sizeof(Point),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = point_slots,
};

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
