/* unicodeobject.c: strs made in C, and their characters.
 *
 * A str made here stays in C until it crosses; then the managed object copies the characters, which never change again.
 * The two caches of a str, utf8 and wstr, are blocks of their own that die with it.
 */
#include "builtin.h"
#include "fresh.h"

#include <string.h>

static inline PyASCIIObject *ascii_part(PyObject *str)
{
    return (PyASCIIObject *)str;
}

static inline PyCompactUnicodeObject *compact_part(PyObject *str)
{
    return (PyCompactUnicodeObject *)str;
}

static PyObject *new_str(Py_ssize_t length, int kind, int ascii)
{
    size_t header = ascii ? sizeof(PyASCIIObject) : sizeof(PyCompactUnicodeObject);
    if (length < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyUnicode_New");
        return NULL;
    }
    if ((size_t)length > (PY_SSIZE_T_MAX - header) / (size_t)kind - 1) {
        return PyErr_NoMemory();
    }
    PyObject *str = mooring_fresh(&PyUnicode_Type, header + ((size_t)length + 1) * (size_t)kind);
    if (str == NULL) {
        return NULL;
    }
    PyASCIIObject *head = ascii_part(str);
    head->length = length;
    head->hash = -1;
    memset(&head->state, 0, sizeof head->state);
    head->state.kind = (unsigned)kind & 7;
    head->state.compact = 1;
    head->state.ascii = ascii & 1;
    head->state.ready = 1;
    head->wstr = NULL;
    if (!ascii) {
        compact_part(str)->utf8 = NULL;
        compact_part(str)->utf8_length = 0;
        compact_part(str)->wstr_length = 0;
        if (kind == 4) {
            head->wstr = (wchar_t *)PyUnicode_DATA(str);
            compact_part(str)->wstr_length = length;
        }
    }
    PyUnicode_WRITE(kind, PyUnicode_DATA(str), length, 0);
    return str;
}

PyObject *PyUnicode_New(Py_ssize_t length, Py_UCS4 maxchar)
{
    if (maxchar > 0x10FFFF) {
        PyErr_SetString(PyExc_SystemError, "invalid maximum character passed to PyUnicode_New");
        return NULL;
    }
    return new_str(length, maxchar < 0x100 ? 1 : maxchar < 0x10000 ? 2 : 4, maxchar < 0x80);
}

/* The caches, where they are blocks of their own. */
static void free_caches(PyObject *str)
{
    PyASCIIObject *head = ascii_part(str);
    void *data = PyUnicode_DATA(str);
    if (head->wstr != NULL && (void *)head->wstr != data) {
        PyObject_Free(head->wstr);
    }
    head->wstr = NULL;
    if (!(head->state.ascii && head->state.compact)) {
        PyCompactUnicodeObject *compact = compact_part(str);
        if (compact->utf8 != NULL && (void *)compact->utf8 != data) {
            PyObject_Free(compact->utf8);
        }
        compact->utf8 = NULL;
        compact->utf8_length = 0;
        compact->wstr_length = 0;
    }
}

void mooring_unicode_dealloc(PyObject *str)
{
    free_caches(str);
    if (!PyUnicode_IS_COMPACT(str)) {
        PyObject_Free(((PyUnicodeObject *)str)->data.any);
    }
    mooring_fresh_free(str, &PyUnicode_Type);
}

int _PyUnicode_Ready(PyObject *str)
{
    (void)str;
    PyErr_SetString(PyExc_SystemError, "a str made without its characters cannot be completed");
    return -1;
}

/* Making. ----------------------------------------------------------------------------------------------------------- */

PyObject *_PyUnicode_FromASCII(const char *text, Py_ssize_t length)
{
    PyObject *str = new_str(length, 1, 1);
    if (str != NULL) {
        memcpy(PyUnicode_DATA(str), text, (size_t)length);
    }
    return str;
}

/* An upper bound of the characters that is exact in which width they need: their bits or'ed together. */
static Py_UCS4 all_bits(int kind, const void *data, Py_ssize_t length)
{
    Py_UCS4 bits = 0;
    if (kind == 1) {
        for (Py_ssize_t i = 0; i < length; i++) {
            bits |= ((const Py_UCS1 *)data)[i];
        }
    } else if (kind == 2) {
        for (Py_ssize_t i = 0; i < length; i++) {
            bits |= ((const Py_UCS2 *)data)[i];
        }
    } else {
        for (Py_ssize_t i = 0; i < length; i++) {
            bits |= ((const Py_UCS4 *)data)[i];
        }
    }
    return bits;
}

/* Copies count characters between any two widths; those of to are wide enough. */
static void copy_characters(int to_kind, void *to, Py_ssize_t to_start, int from_kind, const void *from,
                            Py_ssize_t from_start, Py_ssize_t count)
{
    if (to_kind == from_kind) {
        memmove((char *)to + to_start * to_kind, (const char *)from + from_start * from_kind, (size_t)(count * to_kind));
        return;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyUnicode_WRITE(to_kind, to, to_start + i, PyUnicode_READ(from_kind, from, from_start + i));
    }
}

PyObject *PyUnicode_FromKindAndData(int kind, const void *characters, Py_ssize_t length)
{
    if (length < 0) {
        PyErr_SetString(PyExc_ValueError, "size must be positive");
        return NULL;
    }
    if (kind != 1 && kind != 2 && kind != 4) {
        PyErr_SetString(PyExc_SystemError, "invalid kind");
        return NULL;
    }
    Py_UCS4 bits = all_bits(kind, characters, length);
    if (bits > 0x10FFFF) {
        /* The bits of two characters can add up to more than the largest one. */
        for (Py_ssize_t i = 0; i < length; i++) {
            if (PyUnicode_READ(kind, characters, i) > 0x10FFFF) {
                PyErr_Format(PyExc_ValueError, "character U+%x is not in range [U+0000; U+10ffff]",
                             (unsigned)PyUnicode_READ(kind, characters, i));
                return NULL;
            }
        }
        bits = 0x10FFFF;
    }
    PyObject *str = PyUnicode_New(length, bits);
    if (str != NULL) {
        copy_characters(PyUnicode_KIND(str), PyUnicode_DATA(str), 0, kind, characters, 0, length);
    }
    return str;
}

PyObject *PyUnicode_FromStringAndSize(const char *utf8, Py_ssize_t size)
{
    if (size < 0) {
        PyErr_SetString(PyExc_SystemError, "Negative size passed to PyUnicode_FromStringAndSize");
        return NULL;
    }
    if (utf8 == NULL && size > 0) {
        PyErr_SetString(PyExc_SystemError, "NULL string with positive size with NULL passed to PyUnicode_FromStringAndSize");
        return NULL;
    }
    return PyUnicode_DecodeUTF8(utf8, size, NULL);
}

PyObject *PyUnicode_FromString(const char *utf8)
{
    return PyUnicode_DecodeUTF8(utf8, (Py_ssize_t)strlen(utf8), NULL);
}

PyObject *PyUnicode_FromOrdinal(int ordinal)
{
    if (ordinal < 0 || ordinal > 0x10FFFF) {
        PyErr_SetString(PyExc_ValueError, "chr() arg not in range(0x110000)");
        return NULL;
    }
    Py_UCS4 character = (Py_UCS4)ordinal;
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, &character, 1);
}

PyObject *_PyUnicode_Copy(PyObject *str)
{
    return PyUnicode_FromKindAndData(PyUnicode_KIND(str), PyUnicode_DATA(str), PyUnicode_GET_LENGTH(str));
}

PyObject *PyUnicode_FromObject(PyObject *o)
{
    if (PyUnicode_CheckExact(o)) {
        return Py_NewRef(o);
    }
    if (PyUnicode_Check(o)) {
        return _PyUnicode_Copy(o);
    }
    PyErr_Format(PyExc_TypeError, "Can't convert '%.100s' object to str implicitly", Py_TYPE(o)->tp_name);
    return NULL;
}

PyObject *PyUnicode_Substring(PyObject *str, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t length = PyUnicode_GetLength(str);
    if (length < 0) {
        return NULL;
    }
    end = end > length ? length : end;
    if (start == 0 && end == length) {
        return PyUnicode_FromObject(str);
    }
    if (start < 0 || end < 0) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return NULL;
    }
    int kind = PyUnicode_KIND(str);
    start = start > end ? end : start;
    return PyUnicode_FromKindAndData(kind, (char *)PyUnicode_DATA(str) + start * kind, end - start);
}

/* Whether C may still change str: nobody else holds it, and nobody has asked for its hash. */
static int is_modifiable(PyObject *str)
{
    return Py_REFCNT(str) == 1 && PyUnicode_CheckExact(str) && ascii_part(str)->hash == -1 &&
           !PyUnicode_CHECK_INTERNED(str);
}

int PyUnicode_Resize(PyObject **place, Py_ssize_t length)
{
    PyObject *old = place != NULL ? *place : NULL;
    if (old == NULL || !PyUnicode_Check(old) || length < 0) {
        PyErr_BadInternalCall();
        return -1;
    }
    Py_ssize_t old_length = PyUnicode_GET_LENGTH(old);
    if (old_length == length) {
        return 0;
    }
    int kind = PyUnicode_KIND(old);
    PyObject *resized = new_str(length, kind, PyUnicode_IS_ASCII(old));
    if (resized == NULL) {
        return -1;
    }
    Py_ssize_t kept = old_length < length ? old_length : length;
    memcpy(PyUnicode_DATA(resized), PyUnicode_DATA(old), (size_t)(kept * kind));
    memset((char *)PyUnicode_DATA(resized) + kept * kind, 0, (size_t)((length - kept) * kind));
    *place = resized;
    Py_DECREF(old);
    return 0;
}

/* Reading and writing. ---------------------------------------------------------------------------------------------- */

Py_ssize_t PyUnicode_GetLength(PyObject *str)
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return -1;
    }
    return PyUnicode_GET_LENGTH(str);
}

Py_ssize_t PyUnicode_GetSize(PyObject *str)
{
    return PyUnicode_GetLength(str);
}

Py_UCS4 PyUnicode_ReadChar(PyObject *str, Py_ssize_t i)
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return (Py_UCS4)-1;
    }
    if ((size_t)i >= (size_t)PyUnicode_GET_LENGTH(str)) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return (Py_UCS4)-1;
    }
    return PyUnicode_READ_CHAR(str, i);
}

static int check_modifiable(PyObject *str)
{
    if (!is_modifiable(str)) {
        PyErr_SetString(PyExc_SystemError, "Cannot modify a string currently used");
        return -1;
    }
    return 0;
}

int PyUnicode_WriteChar(PyObject *str, Py_ssize_t i, Py_UCS4 character)
{
    if (!PyUnicode_Check(str) || !PyUnicode_IS_COMPACT(str)) {
        PyErr_BadArgument();
        return -1;
    }
    if ((size_t)i >= (size_t)PyUnicode_GET_LENGTH(str)) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -1;
    }
    if (check_modifiable(str) < 0) {
        return -1;
    }
    if (character > PyUnicode_MAX_CHAR_VALUE(str)) {
        PyErr_SetString(PyExc_ValueError, "character out of range");
        return -1;
    }
    PyUnicode_WRITE(PyUnicode_KIND(str), PyUnicode_DATA(str), i, character);
    return 0;
}

Py_ssize_t PyUnicode_CopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from, Py_ssize_t from_start,
                                    Py_ssize_t count)
{
    if (!PyUnicode_Check(from) || !PyUnicode_Check(to)) {
        PyErr_BadInternalCall();
        return -1;
    }
    Py_ssize_t available = PyUnicode_GET_LENGTH(from) - from_start;
    if (from_start < 0 || to_start < 0 || available < 0 || to_start > PyUnicode_GET_LENGTH(to)) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -1;
    }
    if (count < 0) {
        PyErr_SetString(PyExc_SystemError, "how_many cannot be negative");
        return -1;
    }
    count = count > available ? available : count;
    if (to_start + count > PyUnicode_GET_LENGTH(to)) {
        PyErr_Format(PyExc_SystemError,
                     "Cannot write %zi characters at %zi in a string of %zi characters", count, to_start,
                     PyUnicode_GET_LENGTH(to));
        return -1;
    }
    if (count == 0) {
        return 0;
    }
    if (check_modifiable(to) < 0) {
        return -1;
    }
    int kind = PyUnicode_KIND(from);
    Py_UCS4 most = all_bits(kind, (char *)PyUnicode_DATA(from) + from_start * kind, count);
    if (most > PyUnicode_MAX_CHAR_VALUE(to)) {
        PyErr_Format(PyExc_SystemError, "Cannot copy %s characters into a string of %s characters",
                     PyUnicode_IS_ASCII(from) ? "ascii" : kind == 1 ? "latin1" : kind == 2 ? "UCS2" : "UCS4",
                     PyUnicode_IS_ASCII(to)          ? "ascii"
                     : PyUnicode_KIND(to) == 1 ? "latin1"
                     : PyUnicode_KIND(to) == 2 ? "UCS2"
                                                     : "UCS4");
        return -1;
    }
    copy_characters(PyUnicode_KIND(to), PyUnicode_DATA(to), to_start, kind, PyUnicode_DATA(from), from_start, count);
    return count;
}

/* For callers who know that it fits. */
void _PyUnicode_FastCopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from, Py_ssize_t from_start, Py_ssize_t count)
{
    (void)PyUnicode_CopyCharacters(to, to_start, from, from_start, count);
}

Py_ssize_t PyUnicode_Fill(PyObject *str, Py_ssize_t start, Py_ssize_t length, Py_UCS4 character)
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadInternalCall();
        return -1;
    }
    if (check_modifiable(str) < 0) {
        return -1;
    }
    if (start < 0) {
        PyErr_SetString(PyExc_IndexError, "string index out of range");
        return -1;
    }
    if (character > PyUnicode_MAX_CHAR_VALUE(str)) {
        PyErr_SetString(PyExc_ValueError, "fill character is bigger than the string maximum character");
        return -1;
    }
    Py_ssize_t most = PyUnicode_GET_LENGTH(str) - start;
    length = length > most ? most : length;
    for (Py_ssize_t i = 0; i < length; i++) {
        PyUnicode_WRITE(PyUnicode_KIND(str), PyUnicode_DATA(str), start + i, character);
    }
    return length < 0 ? 0 : length;
}

Py_UCS4 *PyUnicode_AsUCS4(PyObject *str, Py_UCS4 *buffer, Py_ssize_t size, int copy_null)
{
    if (buffer == NULL || size < 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GetLength(str);
    if (length < 0) {
        return NULL;
    }
    if (size < length + (copy_null != 0)) {
        PyErr_SetString(PyExc_SystemError, "string is longer than the buffer");
        if (copy_null && size > 0) {
            buffer[0] = 0;
        }
        return NULL;
    }
    copy_characters(4, buffer, 0, PyUnicode_KIND(str), PyUnicode_DATA(str), 0, length);
    if (copy_null) {
        buffer[length] = 0;
    }
    return buffer;
}

Py_UCS4 *PyUnicode_AsUCS4Copy(PyObject *str)
{
    Py_ssize_t length = PyUnicode_GetLength(str);
    if (length < 0) {
        return NULL;
    }
    Py_UCS4 *copy = PyMem_New(Py_UCS4, length + 1);
    if (copy == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    return PyUnicode_AsUCS4(str, copy, length + 1, 1);
}
