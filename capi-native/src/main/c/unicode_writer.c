/* unicode_writer.c: strs that grow while they are written, and texts collected piece by piece. */
#include "runtime.h"

#include <string.h>

/* A growing buffer is made larger than asked by this fraction, so that many small writes copy little. */
#define OVERALLOCATE_FACTOR 4

void _PyUnicodeWriter_Init(_PyUnicodeWriter *writer)
{
    memset(writer, 0, sizeof *writer);
    writer->min_char = 127;
}

/* Notes where the buffer's characters are. One that is only read keeps kind and size 0, so that the next write copies it. */
static void take_buffer(_PyUnicodeWriter *writer)
{
    writer->maxchar = PyUnicode_MAX_CHAR_VALUE(writer->buffer);
    writer->data = PyUnicode_DATA(writer->buffer);
    writer->kind = writer->readonly ? 0 : PyUnicode_KIND(writer->buffer);
    writer->size = writer->readonly ? 0 : PyUnicode_GET_LENGTH(writer->buffer);
}

static Py_ssize_t generous(const _PyUnicodeWriter *writer, Py_ssize_t length)
{
    if (writer->overallocate && length <= PY_SSIZE_T_MAX - length / OVERALLOCATE_FACTOR) {
        length += length / OVERALLOCATE_FACTOR;
    }
    return length < writer->min_length ? writer->min_length : length;
}

int _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter *writer, Py_ssize_t length, Py_UCS4 maxchar)
{
    if (length > PY_SSIZE_T_MAX - writer->pos) {
        PyErr_NoMemory();
        return -1;
    }
    Py_ssize_t needed = writer->pos + length;
    Py_UCS4 widest = maxchar < writer->min_char ? writer->min_char : maxchar;
    widest = writer->buffer != NULL && widest < writer->maxchar ? writer->maxchar : widest;
    Py_ssize_t size = needed > writer->size ? generous(writer, needed) : writer->size;
    PyObject *larger = PyUnicode_New(size, widest);
    if (larger == NULL) {
        return -1;
    }
    if (writer->buffer != NULL && PyUnicode_CopyCharacters(larger, 0, writer->buffer, 0, writer->pos) < 0) {
        Py_DECREF(larger);
        return -1;
    }
    Py_XSETREF(writer->buffer, larger);
    writer->readonly = 0;
    take_buffer(writer);
    return 0;
}

int _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter *writer, int kind)
{
    Py_UCS4 maxchar = kind == PyUnicode_1BYTE_KIND ? 0xFF : kind == PyUnicode_2BYTE_KIND ? 0xFFFF : 0x10FFFF;
    return _PyUnicodeWriter_PrepareInternal(writer, 0, maxchar);
}

static int prepare(_PyUnicodeWriter *writer, Py_ssize_t length, Py_UCS4 maxchar)
{
    if (length == 0 || (maxchar <= writer->maxchar && length <= writer->size - writer->pos)) {
        return 0;
    }
    return _PyUnicodeWriter_PrepareInternal(writer, length, maxchar);
}

int _PyUnicodeWriter_WriteChar(_PyUnicodeWriter *writer, Py_UCS4 c)
{
    if (prepare(writer, 1, c) < 0) {
        return -1;
    }
    PyUnicode_WRITE(writer->kind, writer->data, writer->pos, c);
    writer->pos++;
    return 0;
}

int _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter *writer, PyObject *str, Py_ssize_t start, Py_ssize_t end)
{
    Py_UCS4 maxchar = 0;
    for (Py_ssize_t i = start; i < end; i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(str, i);
        maxchar = c > maxchar ? c : maxchar;
    }
    if (end <= start) {
        return 0;
    }
    if (prepare(writer, end - start, maxchar) < 0 ||
        PyUnicode_CopyCharacters(writer->buffer, writer->pos, str, start, end - start) < 0) {
        return -1;
    }
    writer->pos += end - start;
    return 0;
}

/* The first str, if nothing more is expected, is kept as it is until something more comes. */
int _PyUnicodeWriter_WriteStr(_PyUnicodeWriter *writer, PyObject *str)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(str);
    if (length == 0) {
        return 0;
    }
    if (writer->buffer == NULL && !writer->overallocate) {
        writer->readonly = 1;
        writer->buffer = Py_NewRef(str);
        take_buffer(writer);
        writer->pos += length;
        return 0;
    }
    return _PyUnicodeWriter_WriteSubstring(writer, str, 0, length);
}

int _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter *writer, const char *latin1, Py_ssize_t length)
{
    Py_UCS4 maxchar = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        maxchar |= (unsigned char)latin1[i];
    }
    if (prepare(writer, length, maxchar < 0x80 ? 0x7F : 0xFF) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        PyUnicode_WRITE(writer->kind, writer->data, writer->pos + i, (unsigned char)latin1[i]);
    }
    writer->pos += length;
    return 0;
}

int _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter *writer, const char *ascii, Py_ssize_t length)
{
    return _PyUnicodeWriter_WriteLatin1String(writer, ascii, length < 0 ? (Py_ssize_t)strlen(ascii) : length);
}

PyObject *_PyUnicodeWriter_Finish(_PyUnicodeWriter *writer)
{
    PyObject *str = writer->buffer;
    writer->buffer = NULL;
    if (writer->pos == 0) {
        Py_XDECREF(str);
        return PyUnicode_New(0, 0);
    }
    if (!writer->readonly && PyUnicode_GET_LENGTH(str) != writer->pos) {
        PyObject *exact = PyUnicode_Substring(str, 0, writer->pos);
        Py_DECREF(str);
        return exact;
    }
    return str;
}

void _PyUnicodeWriter_Dealloc(_PyUnicodeWriter *writer)
{
    Py_CLEAR(writer->buffer);
}

/* accumulators: all pieces in one list */

int _PyAccu_Init(_PyAccu *accu)
{
    accu->large = NULL;
    accu->small = PyList_New(0);
    return accu->small == NULL ? -1 : 0;
}

int _PyAccu_Accumulate(_PyAccu *accu, PyObject *str)
{
    return PyList_Append(accu->small, str);
}

PyObject *_PyAccu_Finish(_PyAccu *accu)
{
    PyObject *list = accu->small;
    accu->small = NULL;
    PyObject *separator = PyUnicode_New(0, 0);
    PyObject *whole = list == NULL || separator == NULL ? NULL : PyUnicode_Join(separator, list);
    Py_XDECREF(separator);
    Py_XDECREF(list);
    return whole;
}

/* CPython joins as it goes, so that few pieces are left: here it is one. */
PyObject *_PyAccu_FinishAsList(_PyAccu *accu)
{
    PyObject *whole = _PyAccu_Finish(accu);
    PyObject *list = whole == NULL ? NULL : PyList_New(0);
    if (list != NULL && PyUnicode_GET_LENGTH(whole) > 0 && PyList_Append(list, whole) < 0) {
        Py_CLEAR(list);
    }
    Py_XDECREF(whole);
    return list;
}

void _PyAccu_Destroy(_PyAccu *accu)
{
    Py_CLEAR(accu->large);
    Py_CLEAR(accu->small);
}
