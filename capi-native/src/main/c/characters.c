/* characters.c: growing rows of characters and bytes. */
#include "characters.h"

#include <string.h>

/* A block that holds at least length + more items, the old ones in it; NULL when there is no memory. */
static void *grown(void *data, int on_stack, Py_ssize_t length, Py_ssize_t more, size_t item, Py_ssize_t *capacity)
{
    if (more > PY_SSIZE_T_MAX / (Py_ssize_t)item / 2 - length) {
        return NULL;
    }
    Py_ssize_t wanted = (length + more) * 3 / 2 + 16;
    void *larger = PyMem_RawRealloc(on_stack ? NULL : data, (size_t)wanted * item);
    if (larger == NULL) {
        return NULL;
    }
    if (on_stack) {
        memcpy(larger, data, (size_t)length * item);
    }
    *capacity = wanted;
    return larger;
}

void characters_init(struct characters *row)
{
    row->data = row->first;
    row->length = 0;
    row->capacity = Py_ARRAY_LENGTH(row->first);
    row->failed = 0;
}

void characters_grow_slow(struct characters *row, Py_ssize_t more)
{
    if (row->failed) {
        return;
    }
    void *larger = grown(row->data, row->data == row->first, row->length, more, sizeof(Py_UCS4), &row->capacity);
    if (larger == NULL) {
        row->failed = 1;
    } else {
        row->data = larger;
    }
}

void characters_add_ascii(struct characters *row, const char *text, Py_ssize_t length)
{
    characters_reserve(row, length);
    for (Py_ssize_t i = 0; i < length && !row->failed; i++) {
        row->data[row->length++] = (unsigned char)text[i];
    }
}

void characters_add_str(struct characters *row, PyObject *str, Py_ssize_t start, Py_ssize_t end)
{
    int kind = PyUnicode_KIND(str);
    const void *data = PyUnicode_DATA(str);
    characters_reserve(row, end - start);
    for (Py_ssize_t i = start; i < end && !row->failed; i++) {
        row->data[row->length++] = PyUnicode_READ(kind, data, i);
    }
}

void characters_add_fill(struct characters *row, Py_UCS4 character, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        characters_add(row, character);
    }
}

PyObject *characters_finish(struct characters *row)
{
    PyObject *str = row->failed ? PyErr_NoMemory()
                                : PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, row->data, row->length);
    characters_drop(row);
    return str;
}

void characters_drop(struct characters *row)
{
    if (row->data != row->first) {
        PyMem_RawFree(row->data);
        row->data = row->first;
    }
}

void byte_row_init(struct byte_row *row)
{
    row->data = row->first;
    row->length = 0;
    row->capacity = sizeof row->first;
    row->failed = 0;
}

void byte_row_grow_slow(struct byte_row *row, Py_ssize_t more)
{
    if (row->failed) {
        return;
    }
    void *larger = grown(row->data, row->data == row->first, row->length, more, 1, &row->capacity);
    if (larger == NULL) {
        row->failed = 1;
    } else {
        row->data = larger;
    }
}

void byte_row_add(struct byte_row *row, const char *bytes, Py_ssize_t count)
{
    if (count > row->capacity - row->length) {
        byte_row_grow_slow(row, count);
    }
    if (!row->failed) {
        memcpy(row->data + row->length, bytes, (size_t)count);
        row->length += count;
    }
}

PyObject *byte_row_finish(struct byte_row *row)
{
    PyObject *bytes = row->failed ? PyErr_NoMemory() : PyBytes_FromStringAndSize(row->data, row->length);
    byte_row_drop(row);
    return bytes;
}

void byte_row_drop(struct byte_row *row)
{
    if (row->data != row->first) {
        PyMem_RawFree(row->data);
        row->data = row->first;
    }
}
