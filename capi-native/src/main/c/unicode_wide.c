/* unicode_wide.c: UTF-16, UTF-32 and wchar_t. */
#include "codec_errors.h"
#include "runtime.h"

#include <string.h>

static Py_UCS4 read_unit(const char *bytes, int unit, int big)
{
    Py_UCS4 value = 0;
    for (int i = 0; i < unit; i++) {
        value |= (Py_UCS4)(unsigned char)bytes[i] << 8 * (big ? unit - 1 - i : i);
    }
    return value;
}

/* Takes a byte order mark where none was asked for: its length, and the order in *order (-1 little, 1 big, 0 unknown). */
static Py_ssize_t skip_mark(const char *bytes, Py_ssize_t size, int unit, int *order)
{
    if (*order != 0 || size < unit) {
        return 0;
    }
    if (read_unit(bytes, unit, 0) == 0xFEFF) {
        *order = -1;
        return unit;
    }
    if (read_unit(bytes, unit, 1) == 0xFEFF) {
        *order = 1;
        return unit;
    }
    return 0;
}

/* One character of UTF-16 at i. Positive: its length. Negative: the count of wrong bytes and the reason. */
static int read_utf16(const struct decoding *d, Py_ssize_t i, int big, Py_UCS4 *ch, const char **reason, int *unfinished)
{
    Py_ssize_t left = d->size - i;
    *unfinished = left < 2;
    if (left < 2) {
        *reason = "truncated data";
        return -(int)left;
    }
    *ch = read_unit(d->bytes + i, 2, big);
    if (!Py_UNICODE_IS_SURROGATE(*ch)) {
        return 2;
    }
    if (Py_UNICODE_IS_LOW_SURROGATE(*ch)) {
        *reason = "illegal encoding";
        return -2;
    }
    if (left < 4) {
        *unfinished = 1;
        *reason = "unexpected end of data";
        return -(int)left;
    }
    Py_UCS4 low = read_unit(d->bytes + i + 2, 2, big);
    if (!Py_UNICODE_IS_LOW_SURROGATE(low)) {
        *reason = "illegal UTF-16 surrogate";
        return -2;
    }
    *ch = Py_UNICODE_JOIN_SURROGATES(*ch, low);
    return 4;
}

static int read_utf32(const struct decoding *d, Py_ssize_t i, int big, Py_UCS4 *ch, const char **reason, int *unfinished)
{
    Py_ssize_t left = d->size - i;
    *unfinished = left < 4;
    if (left < 4) {
        *reason = "truncated data";
        return -(int)left;
    }
    *ch = read_unit(d->bytes + i, 4, big);
    if (Py_UNICODE_IS_SURROGATE(*ch)) {
        *reason = "code point in surrogate code point range (0xd800-0xdfff)";
        return -4;
    }
    if (*ch > 0x10FFFF) {
        *reason = "code point not in range(0x110000)";
        return -4;
    }
    return 4;
}

static PyObject *decode_units(const char *bytes, Py_ssize_t size, int unit, const char *errors, int *byteorder,
                              Py_ssize_t *consumed)
{
    static const char *const names[2][2] = {{"utf-16-le", "utf-16-be"}, {"utf-32-le", "utf-32-be"}};
    int order = byteorder != NULL ? *byteorder : 0;
    Py_ssize_t i = skip_mark(bytes, size, unit, &order);
    if (byteorder != NULL) {
        *byteorder = order;
    }
    int big = order > 0;
    struct decoding d = {names[unit == 4][big], bytes, size, codec_errors_named(errors)};
    if (d.errors == ERRORS_OTHER && consumed == NULL) {
        return mooring_upcalls.unicode_decode(bytes + i, size - i, d.encoding, errors);
    }
    struct characters row;
    characters_init(&row);
    while (i < size) {
        Py_UCS4 ch = 0;
        const char *reason = "";
        int unfinished;
        int length = (unit == 2 ? read_utf16 : read_utf32)(&d, i, big, &ch, &reason, &unfinished);
        if (length < 0 && d.errors == ERRORS_SURROGATEPASS && Py_UNICODE_IS_SURROGATE(ch)) {
            length = unit;
        }
        if (length > 0) {
            characters_add(&row, ch);
            i += length;
            continue;
        }
        if (unfinished && consumed != NULL) {
            break;
        }
        if (codec_decode_error(&d, i, i - length, reason, &row) < 0) {
            characters_drop(&row);
            return NULL;
        }
        i -= length;
    }
    if (consumed != NULL) {
        *consumed = i;
    }
    return characters_finish(&row);
}

PyObject *PyUnicode_DecodeUTF16Stateful(const char *bytes, Py_ssize_t size, const char *errors, int *byteorder,
                                        Py_ssize_t *consumed)
{
    return decode_units(bytes, size, 2, errors, byteorder, consumed);
}

PyObject *PyUnicode_DecodeUTF16(const char *bytes, Py_ssize_t size, const char *errors, int *byteorder)
{
    return decode_units(bytes, size, 2, errors, byteorder, NULL);
}

PyObject *PyUnicode_DecodeUTF32Stateful(const char *bytes, Py_ssize_t size, const char *errors, int *byteorder,
                                        Py_ssize_t *consumed)
{
    return decode_units(bytes, size, 4, errors, byteorder, consumed);
}

PyObject *PyUnicode_DecodeUTF32(const char *bytes, Py_ssize_t size, const char *errors, int *byteorder)
{
    return decode_units(bytes, size, 4, errors, byteorder, NULL);
}

static void put_unit(struct byte_row *row, Py_UCS4 value, int unit, int big)
{
    for (int i = 0; i < unit; i++) {
        byte_row_put(row, (char)(value >> 8 * (big ? unit - 1 - i : i)));
    }
}

static void put_character(struct byte_row *row, Py_UCS4 ch, int unit, int big)
{
    if (unit == 2 && ch >= 0x10000) {
        put_unit(row, Py_UNICODE_HIGH_SURROGATE(ch), 2, big);
        put_unit(row, Py_UNICODE_LOW_SURROGATE(ch), 2, big);
    } else {
        put_unit(row, ch, unit, big);
    }
}

static PyObject *encode_units(PyObject *str, int unit, const char *errors, int byteorder)
{
    static const char *const names[2][3] = {{"utf-16-le", "utf-16", "utf-16-be"}, {"utf-32-le", "utf-32", "utf-32-be"}};
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return NULL;
    }
    struct encoding e = {names[unit == 4][(byteorder > 0) - (byteorder < 0) + 1], str, codec_errors_named(errors)};
    if (e.errors == ERRORS_OTHER) {
        return mooring_upcalls.unicode_encode(str, e.encoding, errors);
    }
    int big = byteorder > 0;
    struct byte_row row;
    byte_row_init(&row);
    if (byteorder == 0) {
        put_unit(&row, 0xFEFF, unit, 0);
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(str);
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(str, i);
        if (!Py_UNICODE_IS_SURROGATE(ch) || e.errors == ERRORS_SURROGATEPASS) {
            put_character(&row, ch, unit, big);
            continue;
        }
        struct characters instead;
        characters_init(&instead);
        int bad = codec_encode_error(&e, i, i + 1, "surrogates not allowed", &instead);
        for (Py_ssize_t k = 0; k < instead.length && bad == 0; k++) {
            put_unit(&row, instead.data[k], unit, big);
        }
        characters_drop(&instead);
        if (bad < 0) {
            byte_row_drop(&row);
            return NULL;
        }
    }
    return byte_row_finish(&row);
}

PyObject *_PyUnicode_EncodeUTF16(PyObject *str, const char *errors, int byteorder)
{
    return encode_units(str, 2, errors, byteorder);
}

PyObject *PyUnicode_AsUTF16String(PyObject *str)
{
    return encode_units(str, 2, NULL, 0);
}

PyObject *_PyUnicode_EncodeUTF32(PyObject *str, const char *errors, int byteorder)
{
    return encode_units(str, 4, errors, byteorder);
}

PyObject *PyUnicode_AsUTF32String(PyObject *str)
{
    return encode_units(str, 4, NULL, 0);
}

/* wchar_t is UCS-4. ------------------------------------------------------------------------------------------------- */

PyObject *PyUnicode_FromWideChar(const wchar_t *text, Py_ssize_t length)
{
    if (text == NULL && length != 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (length == -1) {
        length = (Py_ssize_t)wcslen(text);
    }
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text, length);
}

PyObject *PyUnicode_FromUnicode(const Py_UNICODE *text, Py_ssize_t length)
{
    if (text == NULL) {
        return PyUnicode_New(length, 0x10FFFF);
    }
    return PyUnicode_FromWideChar(text, length);
}

Py_ssize_t PyUnicode_AsWideChar(PyObject *str, wchar_t *buffer, Py_ssize_t size)
{
    if (str == NULL || !PyUnicode_Check(str)) {
        PyErr_BadInternalCall();
        return -1;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(str);
    if (buffer == NULL) {
        return length + 1;
    }
    Py_ssize_t count = size > length ? length : size;
    for (Py_ssize_t i = 0; i < count; i++) {
        buffer[i] = (wchar_t)PyUnicode_READ_CHAR(str, i);
    }
    if (size > length) {
        buffer[length] = 0;
    }
    return count;
}

wchar_t *PyUnicode_AsWideCharString(PyObject *str, Py_ssize_t *length)
{
    Py_ssize_t size = PyUnicode_AsWideChar(str, NULL, 0);
    if (size < 0) {
        return NULL;
    }
    wchar_t *copy = PyMem_New(wchar_t, size);
    if (copy == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    PyUnicode_AsWideChar(str, copy, size);
    if (length != NULL) {
        *length = size - 1;
    } else if (wcslen(copy) != (size_t)(size - 1)) {
        PyMem_Free(copy);
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        return NULL;
    }
    return copy;
}
