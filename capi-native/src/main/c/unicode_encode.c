/* unicode_encode.c: str to bytes: UTF-8, Latin-1, ASCII. */
#include "codec_errors.h"
#include "runtime.h"

static void put_utf8(struct byte_row *row, Py_UCS4 ch)
{
    if (ch < 0x80) {
        byte_row_put(row, (char)ch);
    } else if (ch < 0x800) {
        byte_row_put(row, (char)(0xC0 | ch >> 6));
        byte_row_put(row, (char)(0x80 | (ch & 0x3F)));
    } else if (ch < 0x10000) {
        byte_row_put(row, (char)(0xE0 | ch >> 12));
        byte_row_put(row, (char)(0x80 | (ch >> 6 & 0x3F)));
        byte_row_put(row, (char)(0x80 | (ch & 0x3F)));
    } else {
        byte_row_put(row, (char)(0xF0 | ch >> 18));
        byte_row_put(row, (char)(0x80 | (ch >> 12 & 0x3F)));
        byte_row_put(row, (char)(0x80 | (ch >> 6 & 0x3F)));
        byte_row_put(row, (char)(0x80 | (ch & 0x3F)));
    }
}

/* What can be encoded, and what is said about the rest. */
struct charset {
    const char *name;
    const char *reason;
    Py_UCS4 limit;              /* characters below it are one byte; 0: UTF-8 */
};

static const struct charset UTF8 = {"utf-8", "surrogates not allowed", 0};
static const struct charset LATIN1 = {"latin-1", "ordinal not in range(256)", 0x100};
static const struct charset ASCII = {"ascii", "ordinal not in range(128)", 0x80};

static int encodable(const struct charset *set, Py_UCS4 ch)
{
    return set->limit ? ch < set->limit : !Py_UNICODE_IS_SURROGATE(ch);
}

/* Puts the characters from start to end, which do not encode, in the handler's way. 0, or -1 with an error. */
static int put_unencodable(const struct charset *set, const struct encoding *e, Py_ssize_t start, Py_ssize_t end,
                           struct byte_row *row)
{
    Py_ssize_t i = start;
    for (; i < end; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(e->str, i);
        if (e->errors == ERRORS_SURROGATEESCAPE && ch >= 0xDC80 && ch <= 0xDCFF) {
            byte_row_put(row, (char)(ch - 0xDC00));
        } else if (e->errors == ERRORS_SURROGATEPASS && set->limit == 0) {
            put_utf8(row, ch);
        } else {
            break;
        }
    }
    struct characters instead;
    characters_init(&instead);
    int result = i < end ? codec_encode_error(e, i, end, set->reason, &instead) : 0;
    for (Py_ssize_t k = 0; k < instead.length && result == 0; k++) {
        byte_row_put(row, (char)instead.data[k]);
    }
    characters_drop(&instead);
    return result;
}

static PyObject *encode(const struct charset *set, PyObject *str, const char *errors)
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(str);
    if (PyUnicode_IS_ASCII(str) || (set->limit == 0x100 && PyUnicode_KIND(str) == 1)) {
        return PyBytes_FromStringAndSize(PyUnicode_DATA(str), length);
    }
    struct encoding e = {set->name, str, codec_errors_named(errors)};
    if (e.errors == ERRORS_OTHER) {
        return mooring_upcalls.unicode_encode(str, set->name, errors);
    }
    int kind = PyUnicode_KIND(str);
    const void *data = PyUnicode_DATA(str);
    struct byte_row row;
    byte_row_init(&row);
    for (Py_ssize_t i = 0; i < length;) {
        Py_UCS4 ch = PyUnicode_READ(kind, data, i);
        if (encodable(set, ch)) {
            if (set->limit) {
                byte_row_put(&row, (char)ch);
            } else {
                put_utf8(&row, ch);
            }
            i++;
            continue;
        }
        Py_ssize_t end = i + 1;
        while (end < length && !encodable(set, PyUnicode_READ(kind, data, end))) {
            end++;
        }
        if (put_unencodable(set, &e, i, end, &row) < 0) {
            byte_row_drop(&row);
            return NULL;
        }
        i = end;
    }
    return byte_row_finish(&row);
}

PyObject *_PyUnicode_AsUTF8String(PyObject *str, const char *errors)
{
    return encode(&UTF8, str, errors);
}

PyObject *PyUnicode_AsUTF8String(PyObject *str)
{
    return encode(&UTF8, str, NULL);
}

PyObject *_PyUnicode_AsLatin1String(PyObject *str, const char *errors)
{
    return encode(&LATIN1, str, errors);
}

PyObject *PyUnicode_AsLatin1String(PyObject *str)
{
    return encode(&LATIN1, str, NULL);
}

PyObject *_PyUnicode_AsASCIIString(PyObject *str, const char *errors)
{
    return encode(&ASCII, str, errors);
}

PyObject *PyUnicode_AsASCIIString(PyObject *str)
{
    return encode(&ASCII, str, NULL);
}
