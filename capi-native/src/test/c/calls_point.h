/* calls_point.h: Point, the heap type of calls_type.c.
 *
 * It has members, getsets, methods of every calling convention, comparison, arithmetic, items, a dict and weak
 * references.
 */
#ifndef CALLS_POINT_H
#define CALLS_POINT_H

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

#endif
