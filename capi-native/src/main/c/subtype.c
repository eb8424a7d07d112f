/* subtype.c: the end of instances of types that leave it to the runtime: object itself, and heap types without a
 * tp_dealloc of their own. */
#include "objects.h"

void mooring_object_dealloc(PyObject *o)
{
    Py_TYPE(o)->tp_free(o);
}

/* The nearest base that deallocates by itself; what lies above it belongs to types that leave it to the runtime. */
static PyTypeObject *dealloc_base(PyTypeObject *type)
{
    PyTypeObject *base = type;
    while (base->tp_dealloc == mooring_subtype_dealloc) {
        base = base->tp_base;
    }
    return base;
}

/* 1 when tp_finalize or tp_del brought the object back to life. */
static int finalize(PyObject *o, PyTypeObject *type)
{
    if (type->tp_finalize != NULL && PyObject_CallFinalizerFromDealloc(o) < 0) {
        return 1;
    }
    if (type->tp_del != NULL) {
        type->tp_del(o);
        return o->ob_refcnt > 0;
    }
    return 0;
}

void mooring_subtype_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyTypeObject *base = dealloc_base(type);
    if (finalize(o, type)) {
        return;
    }
    if (type->tp_flags & Py_TPFLAGS_HAVE_GC) {
        PyObject_GC_UnTrack(o);
    }
    if (type->tp_weaklistoffset > 0 && base->tp_weaklistoffset == 0) {
        PyObject_ClearWeakRefs(o);
    }
    if (type->tp_dictoffset != 0 && base->tp_dictoffset == 0) {
        PyObject **dict = _PyObject_GetDictPtr(o);
        if (dict != NULL) {
            Py_CLEAR(*dict);
        }
    }
    if (base->tp_flags & Py_TPFLAGS_HAVE_GC) {
        PyObject_GC_Track(o); /* the base's deallocator untracks it again */
    }
    int base_drops_type = (base->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0; /* as deallocators of heap types do since 3.8 */
    base->tp_dealloc(o);
    if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) && !base_drops_type) {
        Py_DECREF(type);
    }
}

static PyTypeObject *traverse_base(PyTypeObject *type)
{
    PyTypeObject *base = type;
    while (base != NULL && base->tp_traverse == mooring_subtype_traverse) {
        base = base->tp_base;
    }
    return base;
}

int mooring_subtype_traverse(PyObject *o, visitproc visit, void *arg)
{
    PyTypeObject *type = Py_TYPE(o);
    PyTypeObject *base = traverse_base(type);
    if (type->tp_dictoffset != 0 && (base == NULL || base->tp_dictoffset == 0)) {
        PyObject **dict = _PyObject_GetDictPtr(o);
        if (dict != NULL) {
            Py_VISIT(*dict);
        }
    }
    int base_visits_type = base != NULL && (base->tp_flags & Py_TPFLAGS_HEAPTYPE);
    if ((type->tp_flags & Py_TPFLAGS_HEAPTYPE) && !base_visits_type) {
        Py_VISIT(type);
    }
    return base != NULL && base->tp_traverse != NULL ? base->tp_traverse(o, visit, arg) : 0;
}

int mooring_subtype_clear(PyObject *o)
{
    PyTypeObject *base = Py_TYPE(o);
    while (base != NULL && base->tp_clear == mooring_subtype_clear) {
        base = base->tp_base;
    }
    if (Py_TYPE(o)->tp_dictoffset != 0) {
        PyObject **dict = _PyObject_GetDictPtr(o);
        if (dict != NULL) {
            Py_CLEAR(*dict);
        }
    }
    return base != NULL && base->tp_clear != NULL ? base->tp_clear(o) : 0;
}
