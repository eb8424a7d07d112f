/* buffers.c: the buffer protocol and memoryviews over C memory. */
#include "errors.h"

static void a_filled_view_has_what_was_asked_for(void)
{
    char memory[4] = "abc";
    Py_buffer view;
    CHECK_EQUAL(PyBuffer_FillInfo(&view, NULL, memory, 4, 0, PyBUF_SIMPLE), 0);
    CHECK(view.shape == NULL && view.strides == NULL && view.format == NULL);
    CHECK_EQUAL(PyBuffer_FillInfo(&view, NULL, memory, 4, 1, PyBUF_FULL_RO), 0);
    CHECK_EQUAL(view.shape[0], 4);
    CHECK_EQUAL(view.strides[0], 1);
    CHECK(strcmp(view.format, "B") == 0);
    PyBuffer_Release(&view);
    CHECK_EQUAL(PyBuffer_FillInfo(&view, NULL, memory, 4, 1, PyBUF_WRITABLE), -1);
    CHECK_ERROR(PyExc_BufferError, "Object is not writable.");
}

static void bytes_lend_their_memory(void)
{
    PyObject *bytes = PyBytes_FromString("hello");
    Py_buffer view;
    CHECK(PyObject_CheckBuffer(bytes));
    CHECK_EQUAL(PyObject_GetBuffer(bytes, &view, PyBUF_FULL_RO), 0);
    CHECK(view.buf == PyBytes_AsString(bytes));
    CHECK_EQUAL(Py_REFCNT(bytes), 2);
    PyBuffer_Release(&view);
    CHECK_EQUAL(Py_REFCNT(bytes), 1);
    CHECK_EQUAL(PyObject_GetBuffer(bytes, &view, PyBUF_WRITABLE), -1);
    CHECK_ERROR(PyExc_BufferError, "Object is not writable.");
    Py_DECREF(bytes);
    PyObject *number = PyLong_FromLong(1000);
    CHECK_EQUAL(PyObject_GetBuffer(number, &view, PyBUF_SIMPLE), -1);
    CHECK_ERROR(PyExc_TypeError, "a bytes-like object is required, not 'int'");
    Py_DECREF(number);
}

/* A matrix of 2 rows and 3 columns of shorts, in C order or (its transpose) in Fortran order. */
static short numbers[6] = {1, 2, 3, 4, 5, 6};
static Py_ssize_t shape[2] = {2, 3};
static Py_ssize_t c_strides[2] = {6, 2};
static Py_ssize_t fortran_strides[2] = {2, 4};

static Py_buffer matrix(Py_ssize_t *strides)
{
    return (Py_buffer){.buf = numbers, .len = 12, .itemsize = 2, .ndim = 2, .format = "h", .shape = shape, .strides = strides};
}

static void contiguity_depends_on_the_order(void)
{
    Py_buffer c = matrix(c_strides);
    Py_buffer fortran = matrix(fortran_strides);
    CHECK(PyBuffer_IsContiguous(&c, 'C') && !PyBuffer_IsContiguous(&c, 'F') && PyBuffer_IsContiguous(&c, 'A'));
    CHECK(!PyBuffer_IsContiguous(&fortran, 'C') && PyBuffer_IsContiguous(&fortran, 'F') && PyBuffer_IsContiguous(&fortran, 'A'));
    Py_ssize_t strides[2];
    PyBuffer_FillContiguousStrides(2, shape, strides, 2, 'F');
    CHECK(strides[0] == 2 && strides[1] == 4);
    PyBuffer_FillContiguousStrides(2, shape, strides, 2, 'C');
    CHECK(strides[0] == 6 && strides[1] == 2);
    Py_ssize_t indices[2] = {1, 2};
    CHECK_EQUAL(*(short *)PyBuffer_GetPointer(&c, indices), 6);
    CHECK_EQUAL(*(short *)PyBuffer_GetPointer(&fortran, indices), 6);
    indices[1] = 0;
    CHECK_EQUAL(*(short *)PyBuffer_GetPointer(&fortran, indices), 2);
}

static void copies_follow_the_order(void)
{
    static const short in_c_order[6] = {1, 3, 5, 2, 4, 6};
    Py_buffer fortran = matrix(fortran_strides);
    short copy[6];
    CHECK_EQUAL(PyBuffer_ToContiguous(copy, &fortran, 12, 'C'), 0);
    CHECK(memcmp(copy, in_c_order, 12) == 0);
    CHECK_EQUAL(PyBuffer_ToContiguous(copy, &fortran, 12, 'F'), 0);
    CHECK(memcmp(copy, numbers, 12) == 0);
    short target[6];
    fortran.buf = target;
    CHECK_EQUAL(PyBuffer_FromContiguous(&fortran, in_c_order, 12, 'C'), 0);
    CHECK(memcmp(target, numbers, 12) == 0);
}

static void sizes_follow_from_formats(void)
{
    CHECK_EQUAL(PyBuffer_SizeFromFormat("B"), 1);
    CHECK_EQUAL(PyBuffer_SizeFromFormat("h"), 2);
    CHECK_EQUAL(PyBuffer_SizeFromFormat("@d"), 8);
    CHECK_EQUAL(PyBuffer_SizeFromFormat("L"), 8);
}

static long item(PyObject *view, Py_ssize_t i)
{
    PyObject *o = PySequence_GetItem(view, i);
    long value = o != NULL ? PyLong_AsLong(o) : -1;
    Py_XDECREF(o);
    return value;
}

static void a_memoryview_shows_the_memory(void)
{
    char memory[] = {10, 20, 30, 40};
    PyObject *view = PyMemoryView_FromMemory(memory, 4, PyBUF_WRITE);
    CHECK_EQUAL(PyObject_Size(view), 4);
    CHECK_EQUAL(item(view, 1), 20);
    CHECK_EQUAL(item(view, -1), 40);
    memory[1] = 21;
    CHECK_EQUAL(item(view, 1), 21);
    PyObject *index = PyLong_FromLong(2);
    PyObject *value = PyLong_FromLong(99);
    CHECK_EQUAL(PyObject_SetItem(view, index, value), 0);
    CHECK_EQUAL(memory[2], 99);
    CHECK_EQUAL(item(view, 4), -1);
    CHECK_ERROR(PyExc_IndexError, "index out of bounds on dimension 1");
    Py_DECREF(value);
    value = PyLong_FromLong(256);
    CHECK_EQUAL(PyObject_SetItem(view, index, value), -1);
    CHECK_ERROR(PyExc_ValueError, "memoryview: invalid value for format 'B'");
    Py_DECREF(value);
    Py_DECREF(index);
    Py_DECREF(view);
}

static void a_slice_shares_the_memory(void)
{
    PyObject *bytes = PyBytes_FromString("0123456789");
    PyObject *view = PyMemoryView_FromObject(bytes);
    PyObject *two = PyLong_FromLong(2);
    PyObject *eight = PyLong_FromLong(8);
    PyObject *slice = PySlice_New(two, eight, two);
    PyObject *part = PyObject_GetItem(view, slice);
    CHECK_EQUAL(PyObject_Size(part), 3);
    CHECK_EQUAL(item(part, 0), '2');
    CHECK_EQUAL(item(part, 2), '6');
    CHECK(!PyBuffer_IsContiguous(PyMemoryView_GET_BUFFER(part), 'C'));
    Py_buffer simple;
    CHECK_EQUAL(PyObject_GetBuffer(part, &simple, PyBUF_SIMPLE), -1);
    CHECK_ERROR(PyExc_BufferError, "memoryview: underlying buffer is not C-contiguous");
    Py_DECREF(view);
    PyObject *copy = PyMemoryView_GetContiguous(part, PyBUF_READ, 'C');
    CHECK_EQUAL(item(copy, 1), '4');
    CHECK_EQUAL(PyObject_GetBuffer(copy, &simple, PyBUF_SIMPLE), 0);
    CHECK(memcmp(simple.buf, "246", 3) == 0);
    PyBuffer_Release(&simple);
    CHECK_EQUAL(PyObject_SetItem(part, two, two), -1);
    CHECK_ERROR(PyExc_TypeError, "cannot modify read-only memory");
    PyObject *equal = PyObject_RichCompare(copy, part, Py_EQ);
    CHECK(equal == Py_True);
    Py_DECREF(equal);
    Py_DECREF(copy);
    Py_DECREF(part);
    Py_DECREF(slice);
    Py_DECREF(eight);
    Py_DECREF(two);
    CHECK_EQUAL(Py_REFCNT(bytes), 1);
    Py_DECREF(bytes);
}

static PyObject *call(PyObject *o, PyMethodDef *methods, const char *name)
{
    while (strcmp(methods->ml_name, name) != 0) {
        methods++;
    }
    return methods->ml_meth(o, NULL);
}

static void a_released_view_shows_nothing(void)
{
    PyObject *bytes = PyBytes_FromString("abc");
    PyObject *view = PyMemoryView_FromObject(bytes);
    PyMethodDef *methods = PyMemoryView_Type.tp_methods;
    PyObject *copy = call(view, methods, "tobytes");
    CHECK(strcmp(PyBytes_AsString(copy), "abc") == 0);
    Py_DECREF(copy);
    Py_buffer open;
    CHECK_EQUAL(PyObject_GetBuffer(view, &open, PyBUF_SIMPLE), 0);
    CHECK(call(view, methods, "release") == NULL);
    CHECK_ERROR(PyExc_BufferError, "memoryview has 1 exported buffer");
    PyBuffer_Release(&open);
    PyObject *none = call(view, methods, "release");
    CHECK(none == Py_None);
    Py_DECREF(none);
    CHECK_EQUAL(Py_REFCNT(bytes), 1);
    CHECK_EQUAL(PyObject_Size(view), -1);
    CHECK_ERROR(PyExc_ValueError, "operation forbidden on released memoryview object");
    Py_DECREF(view);
    Py_DECREF(bytes);
}

int main(void)
{
    open_runtime(1 << 24, 0);
    CHECK(PyType_Ready(&_PyManagedBuffer_Type) == 0 && PyType_Ready(&PyMemoryView_Type) == 0);
    Py_ssize_t before = blocks_in_use();
    RUN(a_filled_view_has_what_was_asked_for);
    RUN(bytes_lend_their_memory);
    RUN(contiguity_depends_on_the_order);
    RUN(copies_follow_the_order);
    RUN(sizes_follow_from_formats);
    RUN(a_memoryview_shows_the_memory);
    RUN(a_slice_shares_the_memory);
    RUN(a_released_view_shows_nothing);
    CHECK_EQUAL(blocks_in_use(), before);
    return 0;
}
