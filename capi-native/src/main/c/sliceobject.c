/* sliceobject.c: slices, whose data is in C, and the arithmetic of slice indices. */
#include "builtin.h"
#include "fresh.h"

PyObject *PySlice_New(PyObject *start, PyObject *stop, PyObject *step)
{
    PySliceObject *slice = (PySliceObject *)mooring_fresh(&PySlice_Type, sizeof(PySliceObject));
    if (slice != NULL) {
        slice->start = Py_NewRef(start != NULL ? start : Py_None);
        slice->stop = Py_NewRef(stop != NULL ? stop : Py_None);
        slice->step = Py_NewRef(step != NULL ? step : Py_None);
        PyObject_GC_Track(slice);
    }
    return (PyObject *)slice;
}

PyObject *_PySlice_FromIndices(Py_ssize_t start, Py_ssize_t stop)
{
    PyObject *first = PyLong_FromSsize_t(start);
    PyObject *last = PyLong_FromSsize_t(stop);
    PyObject *slice = first != NULL && last != NULL ? PySlice_New(first, last, NULL) : NULL;
    Py_XDECREF(first);
    Py_XDECREF(last);
    return slice;
}

void mooring_slice_dealloc(PyObject *o)
{
    PySliceObject *slice = (PySliceObject *)o;
    PyObject_GC_UnTrack(o);
    Py_XDECREF(slice->start);
    Py_XDECREF(slice->stop);
    Py_XDECREF(slice->step);
    mooring_fresh_free(o, &PySlice_Type);
}

int mooring_slice_traverse(PyObject *o, visitproc visit, void *arg)
{
    PySliceObject *slice = (PySliceObject *)o;
    Py_VISIT(slice->start);
    Py_VISIT(slice->stop);
    Py_VISIT(slice->step);
    return 0;
}

/* An index, clipped to Py_ssize_t. None leaves *index as it is. 0, or -1 with an error. */
static int read_index(PyObject *o, Py_ssize_t *index)
{
    if (o == Py_None) {
        return 0;
    }
    if (!PyIndex_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "slice indices must be integers or None or have an __index__ method");
        return -1;
    }
    Py_ssize_t value = PyNumber_AsSsize_t(o, NULL);
    if (value == -1 && PyErr_Occurred()) {
        return -1;
    }
    *index = value;
    return 0;
}

int PySlice_Unpack(PyObject *o, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step)
{
    PySliceObject *slice = (PySliceObject *)o;
    *step = 1;
    if (read_index(slice->step, step) < 0) {
        return -1;
    }
    if (*step == 0) {
        PyErr_SetString(PyExc_ValueError, "slice step cannot be zero");
        return -1;
    }
    if (*step < -PY_SSIZE_T_MAX) {
        *step = -PY_SSIZE_T_MAX;  /* so that -step is a number too */
    }
    *start = *step < 0 ? PY_SSIZE_T_MAX : 0;
    *stop = *step < 0 ? PY_SSIZE_T_MIN : PY_SSIZE_T_MAX;
    return read_index(slice->start, start) < 0 || read_index(slice->stop, stop) < 0 ? -1 : 0;
}

/* Negative indices count from the end; then both are clipped to where a walk of that direction may begin or end. */
static Py_ssize_t clip_index(Py_ssize_t index, Py_ssize_t length, Py_ssize_t step)
{
    Py_ssize_t least = step < 0 ? -1 : 0;
    Py_ssize_t most = step < 0 ? length - 1 : length;
    if (index < 0) {
        index += length;
        return index < 0 ? least : index;
    }
    return index >= length ? most : index;
}

Py_ssize_t PySlice_AdjustIndices(Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t step)
{
    *start = clip_index(*start, length, step);
    *stop = clip_index(*stop, length, step);
    if (step < 0) {
        return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    }
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

int PySlice_GetIndicesEx(PyObject *slice, Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step,
                         Py_ssize_t *slicelength)
{
    if (PySlice_Unpack(slice, start, stop, step) < 0) {
        return -1;
    }
    *slicelength = PySlice_AdjustIndices(length, start, stop, *step);
    return 0;
}

/* The oldest of these functions: only ints and None, and out of range is a failure without an error. */
int PySlice_GetIndices(PyObject *o, Py_ssize_t length, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step)
{
    PySliceObject *slice = (PySliceObject *)o;
    PyObject *parts[3] = {slice->step, slice->start, slice->stop};
    Py_ssize_t *places[3] = {step, start, stop};
    *step = 1;
    for (int i = 0; i < 3; i++) {
        if (i == 1) {
            *start = *step < 0 ? length - 1 : 0;
            *stop = *step < 0 ? -1 : length;
        }
        if (parts[i] == Py_None) {
            continue;
        }
        if (!PyLong_Check(parts[i])) {
            return -1;
        }
        *places[i] = PyLong_AsSsize_t(parts[i]);
        if (i > 0 && *places[i] < 0) {
            *places[i] += length;
        }
    }
    return *stop > length || *start >= length || *step == 0 ? -1 : 0;
}
