/* memoryview_cast.c: views made from views: with other items, another shape, or not to be written to; and their digits. */
#include "builtin.h"
#include "memoryview.h"

/* A letter of struct's native formats, with '@' before it, and the bytes of an item. */
static const struct {
    const char *format;
    Py_ssize_t itemsize;
} formats[] = {
    {"@b", 1}, {"@B", 1}, {"@c", 1}, {"@?", sizeof(_Bool)}, {"@h", sizeof(short)}, {"@H", sizeof(short)}, {"@i", sizeof(int)}, {"@I", sizeof(int)},
    {"@l", sizeof(long)}, {"@L", sizeof(long)}, {"@q", sizeof(long long)}, {"@Q", sizeof(long long)}, {"@n", sizeof(size_t)}, {"@N", sizeof(size_t)},
    {"@e", 2}, {"@f", sizeof(float)}, {"@d", sizeof(double)}, {"@P", sizeof(void *)},
};

/* The row of a format, with '@' or without; -1 if it is none. */
static int find_format(const char *format)
{
    const char *letter = format[0] == '@' ? format + 1 : format;
    for (size_t i = 0; letter[0] != '\0' && letter[1] == '\0' && i < Py_ARRAY_LENGTH(formats); i++) {
        if (formats[i].format[1] == letter[0]) {
            return (int)i;
        }
    }
    return -1;
}

static int is_byte(int format)
{
    return strchr("bBc", formats[format].format[1]) != NULL;
}

static int refuse(PyObject *type, const char *why)
{
    PyErr_Format(type, "memoryview: %s", why);
    return -1;
}

/* Gives view the items of another format, in one dimension. */
static int cast_items(Py_buffer *view, const char *format)
{
    int from = find_format(view->format);
    int to = find_format(format);
    if (to < 0) {
        return refuse(PyExc_ValueError, "destination format must be a native single character format prefixed with an optional '@'");
    }
    if (from < 0) {
        return refuse(PyExc_ValueError, "source format must be a native single character format prefixed with an optional '@'");
    }
    if (!is_byte(from) && !is_byte(to)) {
        return refuse(PyExc_TypeError, "cannot cast between two non-byte formats");
    }
    if (view->len % formats[to].itemsize != 0) {
        return refuse(PyExc_TypeError, "length is not a multiple of itemsize");
    }
    view->format = (char *)formats[to].format + (format[0] != '@');
    view->itemsize = formats[to].itemsize;
    view->ndim = 1;
    view->shape[0] = view->len / view->itemsize;
    return 0;
}

/* Gives view, whose items are settled, the shape that a sequence says. */
static int cast_shape(Py_buffer *view, PyObject *shape)
{
    Py_ssize_t items = 1;
    Py_ssize_t ndim = PySequence_Size(shape);
    if (ndim > PyBUF_MAX_NDIM) {
        PyErr_Format(PyExc_ValueError, "memoryview: number of dimensions must not exceed %d", PyBUF_MAX_NDIM);
        return -1;
    }
    for (Py_ssize_t i = 0; i < ndim; i++) {
        PyObject *size = PySequence_GetItem(shape, i);
        int is_int = size != NULL && PyLong_Check(size);
        view->shape[i] = is_int ? PyLong_AsSsize_t(size) : -1;
        Py_XDECREF(size);
        if (PyErr_Occurred()) {
            return -1;
        }
        if (!is_int || view->shape[i] <= 0) {
            PyErr_SetString(is_int ? PyExc_ValueError : PyExc_TypeError,
                            is_int ? "memoryview.cast(): elements of shape must be integers > 0" : "memoryview.cast(): elements of shape must be integers");
            return -1;
        }
        if (__builtin_mul_overflow(items, view->shape[i], &items)) {
            return refuse(PyExc_ValueError, "product(shape) > SSIZE_MAX");
        }
    }
    if (items != view->len / view->itemsize) {
        return refuse(PyExc_TypeError, "product(shape) * itemsize != buffer size");
    }
    view->ndim = (int)ndim;
    return 0;
}

static int check_castable(PyMemoryViewObject *m, PyObject *shape)
{
    if (!PyBuffer_IsContiguous(&m->view, 'C')) {
        return refuse(PyExc_TypeError, "casts are restricted to C-contiguous views");
    }
    if (shape != NULL && !PyList_Check(shape) && !PyTuple_Check(shape)) {
        PyErr_SetString(PyExc_TypeError, "shape must be a list or a tuple");
        return -1;
    }
    if (m->view.ndim != 1 && shape != NULL && PySequence_Size(shape) != 1) {
        return refuse(PyExc_TypeError, "cast must be 1D -> ND or ND -> 1D");
    }
    if (shape != NULL || m->view.ndim != 1) {
        for (int i = 0; i < m->view.ndim; i++) {
            if (m->view.shape[i] == 0) {
                return refuse(PyExc_TypeError, "cannot cast view with zeros in shape or strides");
            }
        }
    }
    return 0;
}

PyObject *mooring_memoryview_cast(PyObject *o, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"format", "shape", NULL};
    PyMemoryViewObject *m = (PyMemoryViewObject *)o;
    const char *format;
    PyObject *shape = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s|O:cast", names, &format, &shape) || mooring_memoryview_check(m) < 0 ||
        check_castable(m, shape) < 0) {
        return NULL;
    }
    Py_ssize_t sizes[PyBUF_MAX_NDIM];
    Py_buffer view = m->view;
    view.shape = sizes;
    view.strides = NULL;
    view.suboffsets = NULL;
    if (cast_items(&view, format) < 0 || (shape != NULL && cast_shape(&view, shape) < 0)) {
        return NULL;
    }
    return (PyObject *)mooring_memoryview_new(m->mbuf, &view);
}

PyObject *mooring_memoryview_toreadonly(PyObject *o, PyObject *unused)
{
    PyMemoryViewObject *m = (PyMemoryViewObject *)o;
    (void)unused;
    PyMemoryViewObject *view = mooring_memoryview_check(m) < 0 ? NULL : mooring_memoryview_new(m->mbuf, &m->view);
    if (view != NULL) {
        view->view.readonly = 1;
    }
    return (PyObject *)view;
}

/* As bytes.hex. */
PyObject *mooring_memoryview_hex(PyObject *o, PyObject *args, PyObject *kwargs)
{
    PyObject *bytes = PyObject_CallMethod(o, "tobytes", NULL);
    PyObject *hex = bytes == NULL ? NULL : PyObject_GetAttrString(bytes, "hex");
    PyObject *digits = hex == NULL ? NULL : PyObject_Call(hex, args, kwargs);
    Py_XDECREF(hex);
    Py_XDECREF(bytes);
    return digits;
}
