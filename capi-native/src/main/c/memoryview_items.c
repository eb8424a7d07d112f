/* memoryview_items.c: what Python code sees of a memoryview: its items, slices, methods and attributes. */
#include "builtin.h"
#include "memoryview.h"

#include <string.h>

static PyMemoryViewObject *view_of(PyObject *o)
{
    return (PyMemoryViewObject *)o;
}

/* The one letter of a native format, or 0 with NotImplementedError. */
static char format_letter(const Py_buffer *view)
{
    const char *format = view->format[0] == '@' ? view->format + 1 : view->format;
    if (format[0] == '\0' || format[1] != '\0') {
        PyErr_Format(PyExc_NotImplementedError, "memoryview: unsupported format %s", view->format);
        return 0;
    }
    return format[0];
}

#define READ(ctype) ({ ctype value_; memcpy(&value_, item, sizeof value_); value_; })

static PyObject *read_item(const char *item, const Py_buffer *view)
{
    switch (format_letter(view)) {
    case 'B': return PyLong_FromLong(READ(unsigned char));
    case 'b': return PyLong_FromLong(READ(signed char));
    case 'c': return PyBytes_FromStringAndSize(item, 1);
    case '?': return PyBool_FromLong(READ(unsigned char) != 0);
    case 'h': return PyLong_FromLong(READ(short));
    case 'H': return PyLong_FromLong(READ(unsigned short));
    case 'i': return PyLong_FromLong(READ(int));
    case 'I': return PyLong_FromUnsignedLong(READ(unsigned int));
    case 'l': case 'q': case 'n': return PyLong_FromLong(READ(long));
    case 'L': case 'Q': case 'N': return PyLong_FromUnsignedLong(READ(unsigned long));
    case 'f': return PyFloat_FromDouble((double)READ(float));
    case 'd': return PyFloat_FromDouble(READ(double));
    case 'P': return PyLong_FromVoidPtr(READ(void *));
    case 0: return NULL;
    default:
        PyErr_Format(PyExc_NotImplementedError, "memoryview: format %s not supported", view->format);
        return NULL;
    }
}

static int bad_value(const Py_buffer *view)
{
    PyErr_Format(PyExc_ValueError, "memoryview: invalid value for format '%s'", view->format);
    return -1;
}

/* An integer item of the view's size, signed or not. */
static int write_integer(char *item, const Py_buffer *view, PyObject *value, int is_signed)
{
    PyObject *index = PyNumber_Index(value);
    if (index == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Format(PyExc_TypeError, "memoryview: invalid type for format '%s'", view->format);
        }
        return -1;
    }
    int result = _PyLong_AsByteArray((PyLongObject *)index, (unsigned char *)item, (size_t)view->itemsize, 1, is_signed);
    Py_DECREF(index);
    if (result < 0 && PyErr_ExceptionMatches(PyExc_OverflowError)) {
        return bad_value(view);
    }
    return result;
}

static int write_item(char *item, const Py_buffer *view, PyObject *value)
{
    char letter = format_letter(view);
    if (strchr("bhilqn", letter) != NULL && letter) {
        return write_integer(item, view, value, 1);
    }
    if (strchr("BHILQNP", letter) != NULL && letter) {
        return write_integer(item, view, value, 0);
    }
    switch (letter) {
    case 'f':
    case 'd': {
        double number = PyFloat_AsDouble(value);
        if (number == -1.0 && PyErr_Occurred()) {
            return -1;
        }
        return letter == 'd' ? PyFloat_Pack8(number, item, 1) : PyFloat_Pack4(number, item, 1);
    }
    case '?': {
        int truth = PyObject_IsTrue(value);
        *item = (char)truth;
        return truth < 0 ? -1 : 0;
    }
    case 'c':
        if (!PyBytes_Check(value) || PyBytes_GET_SIZE(value) != 1) {
            PyErr_Format(PyExc_TypeError, "memoryview: invalid type for format '%s'", view->format);
            return -1;
        }
        *item = PyBytes_AS_STRING(value)[0];
        return 0;
    case 0:
        return -1;
    default:
        PyErr_Format(PyExc_NotImplementedError, "memoryview: format %s not supported", view->format);
        return -1;
    }
}

/* The address of item i, or NULL with an error. */
static char *item_at(PyMemoryViewObject *m, Py_ssize_t i)
{
    if (mooring_memoryview_check(m) < 0) {
        return NULL;
    }
    if (m->view.ndim != 1) {
        PyErr_SetString(PyExc_NotImplementedError, "multi-dimensional sub-views are not implemented");
        return NULL;
    }
    i += i < 0 ? m->view.shape[0] : 0;
    if (i < 0 || i >= m->view.shape[0]) {
        PyErr_SetString(PyExc_IndexError, "index out of bounds on dimension 1");
        return NULL;
    }
    return PyBuffer_GetPointer(&m->view, &i);
}

static Py_ssize_t length(PyObject *o)
{
    PyMemoryViewObject *m = view_of(o);
    if (mooring_memoryview_check(m) < 0) {
        return -1;
    }
    return m->view.ndim == 0 ? 1 : m->view.shape[0];
}

static PyObject *item(PyObject *o, Py_ssize_t i)
{
    char *place = item_at(view_of(o), i);
    return place != NULL ? read_item(place, &view_of(o)->view) : NULL;
}

/* The same memory, from start to stop along the first dimension. */
static PyMemoryViewObject *slice_of(PyMemoryViewObject *m, PyObject *slice)
{
    Py_ssize_t start, stop, step;
    if (mooring_memoryview_check(m) < 0 || PySlice_Unpack(slice, &start, &stop, &step) < 0) {
        return NULL;
    }
    if (m->view.ndim == 0) {
        PyErr_SetString(PyExc_TypeError, "invalid indexing of 0-dim memory");
        return NULL;
    }
    Py_ssize_t count = PySlice_AdjustIndices(m->view.shape[0], &start, &stop, step);
    PyMemoryViewObject *part = mooring_memoryview_new(m->mbuf, &m->view);
    if (part != NULL) {
        Py_buffer *view = &part->view;
        view->buf = (char *)view->buf + view->strides[0] * start;
        view->len = view->shape[0] ? view->len / view->shape[0] * count : 0;
        view->shape[0] = count;
        view->strides[0] *= step;
    }
    return part;
}

static PyObject *subscript(PyObject *o, PyObject *key)
{
    if (PySlice_Check(key)) {
        return (PyObject *)slice_of(view_of(o), key);
    }
    if (!PyIndex_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "memoryview: invalid slice key");
        return NULL;
    }
    Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
    return i == -1 && PyErr_Occurred() ? NULL : item(o, i);
}

static int assign_slice(PyMemoryViewObject *m, PyObject *slice, PyObject *value)
{
    PyMemoryViewObject *part = slice_of(m, slice);
    PyMemoryViewObject *source = part != NULL ? view_of(PyMemoryView_FromObject(value)) : NULL;
    int result = -1;
    if (source != NULL) {
        if (source->view.ndim != part->view.ndim || source->view.shape[0] != part->view.shape[0] ||
            source->view.itemsize != part->view.itemsize || strcmp(source->view.format, part->view.format) != 0) {
            PyErr_SetString(PyExc_ValueError,
                            "memoryview assignment: lvalue and rvalue have different structures");
        } else {
            result = PyObject_CopyData((PyObject *)part, (PyObject *)source);
        }
    }
    Py_XDECREF((PyObject *)part);
    Py_XDECREF((PyObject *)source);
    return result;
}

static int assign(PyObject *o, PyObject *key, PyObject *value)
{
    PyMemoryViewObject *m = view_of(o);
    if (mooring_memoryview_check(m) < 0) {
        return -1;
    }
    if (m->view.readonly) {
        PyErr_SetString(PyExc_TypeError, "cannot modify read-only memory");
        return -1;
    }
    if (value == NULL) {
        PyErr_SetString(PyExc_TypeError, "cannot delete memory");
        return -1;
    }
    if (PySlice_Check(key)) {
        return assign_slice(m, key, value);
    }
    if (!PyIndex_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "memoryview: invalid slice key");
        return -1;
    }
    Py_ssize_t i = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (i == -1 && PyErr_Occurred()) {
        return -1;
    }
    char *place = item_at(m, i);
    return place != NULL ? write_item(place, &m->view, value) : -1;
}

PySequenceMethods mooring_memoryview_as_sequence = {.sq_length = length, .sq_item = item};
PyMappingMethods mooring_memoryview_as_mapping = {
    .mp_length = length,
    .mp_subscript = subscript,
    .mp_ass_subscript = assign,
};

/* As an exporter itself. -------------------------------------------------------------------------------------------- */

static int get_buffer(PyObject *o, Py_buffer *view, int flags)
{
    PyMemoryViewObject *m = view_of(o);
    if (mooring_memoryview_check(m) < 0) {
        return -1;
    }
    const char *refusal = NULL;
    if ((flags & PyBUF_WRITABLE) && m->view.readonly) {
        refusal = "memoryview: underlying buffer is not writable";
    } else if ((flags & PyBUF_C_CONTIGUOUS) == PyBUF_C_CONTIGUOUS && !PyBuffer_IsContiguous(&m->view, 'C')) {
        refusal = "memoryview: underlying buffer is not C-contiguous";
    } else if ((flags & PyBUF_F_CONTIGUOUS) == PyBUF_F_CONTIGUOUS && !PyBuffer_IsContiguous(&m->view, 'F')) {
        refusal = "memoryview: underlying buffer is not Fortran contiguous";
    } else if ((flags & PyBUF_ANY_CONTIGUOUS) == PyBUF_ANY_CONTIGUOUS && !PyBuffer_IsContiguous(&m->view, 'A')) {
        refusal = "memoryview: underlying buffer is not contiguous";
    } else if ((flags & PyBUF_STRIDES) != PyBUF_STRIDES && !PyBuffer_IsContiguous(&m->view, 'C')) {
        refusal = "memoryview: underlying buffer is not C-contiguous";
    }
    if (refusal != NULL) {
        PyErr_SetString(PyExc_BufferError, refusal);
        return -1;
    }
    *view = m->view;
    view->obj = Py_NewRef(o);
    if (!(flags & PyBUF_FORMAT)) {
        view->format = NULL;
    }
    if ((flags & PyBUF_STRIDES) != PyBUF_STRIDES) {
        view->strides = NULL;
    }
    if ((flags & PyBUF_ND) != PyBUF_ND) {
        view->ndim = 1;
        view->shape = NULL;
    }
    m->exports++;
    return 0;
}

static void release_buffer(PyObject *o, Py_buffer *view)
{
    (void)view;
    view_of(o)->exports--;
}

PyBufferProcs mooring_memoryview_as_buffer = {.bf_getbuffer = get_buffer, .bf_releasebuffer = release_buffer};

/* Methods and attributes. ------------------------------------------------------------------------------------------- */

static PyObject *tobytes(PyObject *o, PyObject *unused)
{
    PyMemoryViewObject *m = view_of(o);
    (void)unused;
    if (mooring_memoryview_check(m) < 0) {
        return NULL;
    }
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, m->view.len);
    if (bytes != NULL) {
        PyBuffer_ToContiguous(PyBytes_AS_STRING(bytes), &m->view, m->view.len, 'C');
    }
    return bytes;
}

/* The part of a view that starts at an address, from a dimension on: a list, or an item behind the last dimension. */
static PyObject *part_to_list(const Py_buffer *view, const char *at, int dimension)
{
    if (dimension == view->ndim) {
        return read_item(at, view);
    }
    PyObject *list = PyList_New(view->shape[dimension]);
    for (Py_ssize_t i = 0; i < view->shape[dimension] && list != NULL; i++) {
        const char *part = at + i * view->strides[dimension];
        if (view->suboffsets != NULL && view->suboffsets[dimension] >= 0) {
            part = *(const char *const *)part + view->suboffsets[dimension];
        }
        PyObject *value = part_to_list(view, part, dimension + 1);
        if (value == NULL || PyList_SetItem(list, i, value) < 0) {
            Py_CLEAR(list);
        }
    }
    return list;
}

static PyObject *tolist(PyObject *o, PyObject *unused)
{
    const PyMemoryViewObject *m = view_of(o);
    (void)unused;
    return mooring_memoryview_check(view_of(o)) < 0 ? NULL : part_to_list(&m->view, m->view.buf, 0);
}

static PyObject *release(PyObject *o, PyObject *unused)
{
    (void)unused;
    if (mooring_memoryview_release(view_of(o)) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *enter(PyObject *o, PyObject *unused)
{
    (void)unused;
    return mooring_memoryview_check(view_of(o)) < 0 ? NULL : Py_NewRef(o);
}

static PyObject *leave(PyObject *o, PyObject *args)
{
    return release(o, args);
}

PyMethodDef mooring_memoryview_methods[] = {
    {"tobytes", tobytes, METH_NOARGS, "the viewed bytes, copied, in C order"},
    {"tolist", tolist, METH_NOARGS, "the items as a list"},
    {"cast", (PyCFunction)(void (*)(void))mooring_memoryview_cast, METH_VARARGS | METH_KEYWORDS, "the same bytes, seen as other items"},
    {"toreadonly", mooring_memoryview_toreadonly, METH_NOARGS, "a view that cannot be written through"},
    {"hex", (PyCFunction)(void (*)(void))mooring_memoryview_hex, METH_VARARGS | METH_KEYWORDS, "the viewed bytes as hexadecimal digits"},
    {"release", release, METH_NOARGS, "lets go of the viewed object"},
    {"__enter__", enter, METH_NOARGS, NULL},
    {"__exit__", leave, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

enum attribute { OBJ, NBYTES, READONLY, ITEMSIZE, FORMAT, NDIM, SHAPE, STRIDES, SUBOFFSETS, C_CONTIGUOUS, F_CONTIGUOUS, CONTIGUOUS };

static PyObject *tuple_of(const Py_ssize_t *numbers, int count)
{
    PyObject *tuple = PyTuple_New(count);
    for (int i = 0; i < count && tuple != NULL; i++) {
        PyObject *number = PyLong_FromSsize_t(numbers[i]);
        if (number == NULL) {
            Py_CLEAR(tuple);
        } else {
            PyTuple_SET_ITEM(tuple, i, number);
        }
    }
    return tuple;
}

static PyObject *get_attribute(PyObject *o, void *which)
{
    if (mooring_memoryview_check(view_of(o)) < 0) {
        return NULL;
    }
    const Py_buffer *view = &view_of(o)->view;
    switch ((enum attribute)(intptr_t)which) {
    case OBJ: return Py_NewRef(view->obj != NULL ? view->obj : Py_None);
    case NBYTES: return PyLong_FromSsize_t(view->len);
    case READONLY: return PyBool_FromLong(view->readonly);
    case ITEMSIZE: return PyLong_FromSsize_t(view->itemsize);
    case FORMAT: return PyUnicode_FromString(view->format);
    case NDIM: return PyLong_FromLong(view->ndim);
    case SHAPE: return tuple_of(view->shape, view->ndim);
    case STRIDES: return tuple_of(view->strides, view->ndim);
    case SUBOFFSETS: return tuple_of(view->suboffsets, view->suboffsets != NULL ? view->ndim : 0);
    case C_CONTIGUOUS: return PyBool_FromLong(PyBuffer_IsContiguous(view, 'C'));
    case F_CONTIGUOUS: return PyBool_FromLong(PyBuffer_IsContiguous(view, 'F'));
    case CONTIGUOUS: return PyBool_FromLong(PyBuffer_IsContiguous(view, 'A'));
    }
    Py_UNREACHABLE();
}

#define ATTRIBUTE(name, which) {name, get_attribute, NULL, NULL, (void *)(intptr_t)(which)}
PyGetSetDef mooring_memoryview_getset[] = {
    ATTRIBUTE("obj", OBJ),           ATTRIBUTE("nbytes", NBYTES),
    ATTRIBUTE("readonly", READONLY), ATTRIBUTE("itemsize", ITEMSIZE),
    ATTRIBUTE("format", FORMAT),     ATTRIBUTE("ndim", NDIM),
    ATTRIBUTE("shape", SHAPE),       ATTRIBUTE("strides", STRIDES),
    ATTRIBUTE("c_contiguous", C_CONTIGUOUS), ATTRIBUTE("f_contiguous", F_CONTIGUOUS),
    ATTRIBUTE("contiguous", CONTIGUOUS),     ATTRIBUTE("suboffsets", SUBOFFSETS),
    {NULL, NULL, NULL, NULL, NULL},
};

PyObject *mooring_memoryview_repr(PyObject *o)
{
    return PyUnicode_FromFormat(view_of(o)->mbuf != NULL ? "<memory at %p>" : "<released memory at %p>", o);
}

Py_hash_t mooring_memoryview_hash(PyObject *o)
{
    PyMemoryViewObject *m = view_of(o);
    if (m->hash != -1) {
        return m->hash;
    }
    if (mooring_memoryview_check(m) == 0 && !m->view.readonly) {
        PyErr_SetString(PyExc_ValueError, "cannot hash writable memoryview object");
    }
    PyObject *bytes = PyErr_Occurred() ? NULL : tobytes(o, NULL);
    if (bytes == NULL) {
        return -1;
    }
    m->hash = PyObject_Hash(bytes);
    Py_DECREF(bytes);
    return m->hash;
}

/* Whether two views show equal items, each read by its own format. */
static int equal_items(PyMemoryViewObject *a, PyMemoryViewObject *b)
{
    if (a->view.ndim != 1 || b->view.ndim != 1 || a->view.shape[0] != b->view.shape[0]) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < a->view.shape[0]; i++) {
        PyObject *x = item((PyObject *)a, i);
        PyObject *y = x != NULL ? item((PyObject *)b, i) : NULL;
        int equal = y != NULL ? PyObject_RichCompareBool(x, y, Py_EQ) : -1;
        Py_XDECREF(x);
        Py_XDECREF(y);
        if (equal <= 0) {
            return equal;
        }
    }
    return 1;
}

PyObject *mooring_memoryview_richcompare(PyObject *a, PyObject *b, int op)
{
    if (op != Py_EQ && op != Py_NE) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int equal = a == b;
    if (!equal && PyMemoryView_Check(a) && view_of(a)->mbuf != NULL && PyObject_CheckBuffer(b)) {
        PyObject *other = PyMemoryView_FromObject(b);
        if (other == NULL) {
            PyErr_Clear();
            Py_RETURN_NOTIMPLEMENTED;
        }
        equal = equal_items(view_of(a), view_of(other));
        Py_DECREF(other);
        if (equal < 0) {
            return NULL;
        }
    } else if (!equal && !PyObject_CheckBuffer(b)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong(equal == (op == Py_EQ));
}
