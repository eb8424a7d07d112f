/* characters.h: a growing row of characters, or of bytes, for code that does not know the length of its result yet.
 *
 * Both start in a buffer on the C stack and move to malloc when that is full. A failed growth is remembered and reported
 * once, by the finishing function; so the code in between need not look. Every row is either finished or dropped.
 */
#ifndef MOORING_CHARACTERS_H
#define MOORING_CHARACTERS_H

#include "Python.h"

struct characters {
    Py_UCS4 *data;
    Py_ssize_t length;
    Py_ssize_t capacity;
    int failed;
    Py_UCS4 first[128];
};

void characters_init(struct characters *row);
void characters_grow_slow(struct characters *row, Py_ssize_t more);
void characters_add_ascii(struct characters *row, const char *text, Py_ssize_t length);
/* The characters of str from start to end. */
void characters_add_str(struct characters *row, PyObject *str, Py_ssize_t start, Py_ssize_t end);
void characters_add_fill(struct characters *row, Py_UCS4 character, Py_ssize_t count);
/* A new str, or NULL with MemoryError. The row is gone either way. */
PyObject *characters_finish(struct characters *row);
void characters_drop(struct characters *row);

static inline void characters_reserve(struct characters *row, Py_ssize_t more)
{
    if (more > row->capacity - row->length) {
        characters_grow_slow(row, more);
    }
}

static inline void characters_add(struct characters *row, Py_UCS4 character)
{
    characters_reserve(row, 1);
    if (!row->failed) {
        row->data[row->length++] = character;
    }
}

struct byte_row {
    char *data;
    Py_ssize_t length;
    Py_ssize_t capacity;
    int failed;
    char first[512];
};

void byte_row_init(struct byte_row *row);
void byte_row_grow_slow(struct byte_row *row, Py_ssize_t more);
void byte_row_add(struct byte_row *row, const char *bytes, Py_ssize_t count);
/* A new bytes object, or NULL with MemoryError. The row is gone either way. */
PyObject *byte_row_finish(struct byte_row *row);
void byte_row_drop(struct byte_row *row);

static inline void byte_row_put(struct byte_row *row, char byte)
{
    if (row->length == row->capacity) {
        byte_row_grow_slow(row, 1);
    }
    if (!row->failed) {
        row->data[row->length++] = byte;
    }
}

#endif
