/* codec_errors.c: the error handlers of encoders and decoders, and the exceptions of the strict one. */
#include "codec_errors.h"

#include <string.h>

enum codec_errors codec_errors_named(const char *name)
{
    static const char *const names[] = {
        [ERRORS_STRICT] = "strict",
        [ERRORS_IGNORE] = "ignore",
        [ERRORS_REPLACE] = "replace",
        [ERRORS_SURROGATEESCAPE] = "surrogateescape",
        [ERRORS_SURROGATEPASS] = "surrogatepass",
        [ERRORS_BACKSLASHREPLACE] = "backslashreplace",
        [ERRORS_XMLCHARREFREPLACE] = "xmlcharrefreplace",
    };
    if (name == NULL) {
        return ERRORS_STRICT;
    }
    for (int i = 0; i < (int)Py_ARRAY_LENGTH(names); i++) {
        if (strcmp(name, names[i]) == 0) {
            return (enum codec_errors)i;
        }
    }
    return ERRORS_OTHER;
}

static int raise_decode_error(const struct decoding *d, Py_ssize_t start, Py_ssize_t end, const char *reason)
{
    PyObject *exception = PyUnicodeDecodeError_Create(d->encoding, d->bytes, d->size, start, end, reason);
    if (exception != NULL) {
        PyErr_SetObject(PyExc_UnicodeDecodeError, exception);
        Py_DECREF(exception);
    }
    return -1;
}

/* Surrogateescape takes only bytes that are not ASCII. */
static int escapable(const struct decoding *d, Py_ssize_t start, Py_ssize_t end)
{
    for (Py_ssize_t i = start; i < end; i++) {
        if ((unsigned char)d->bytes[i] < 0x80) {
            return 0;
        }
    }
    return 1;
}

int codec_decode_error(const struct decoding *d, Py_ssize_t start, Py_ssize_t end, const char *reason,
                       struct characters *row)
{
    switch (d->errors) {
    case ERRORS_IGNORE:
        return 0;
    case ERRORS_REPLACE:
        characters_add(row, Py_UNICODE_REPLACEMENT_CHARACTER);
        return 0;
    case ERRORS_SURROGATEESCAPE:
        if (!escapable(d, start, end)) {
            return raise_decode_error(d, start, end, reason);
        }
        for (Py_ssize_t i = start; i < end; i++) {
            characters_add(row, 0xDC00 + (unsigned char)d->bytes[i]);
        }
        return 0;
    case ERRORS_BACKSLASHREPLACE:
        for (Py_ssize_t i = start; i < end; i++) {
            char text[8];
            int length = PyOS_snprintf(text, sizeof text, "\\x%02x", (unsigned char)d->bytes[i]);
            characters_add_ascii(row, text, length);
        }
        return 0;
    default:
        return raise_decode_error(d, start, end, reason);
    }
}

static int raise_encode_error(const struct encoding *e, Py_ssize_t start, Py_ssize_t end, const char *reason)
{
    PyObject *exception = PyObject_CallFunction(PyExc_UnicodeEncodeError, "sOnns", e->encoding, e->str, start, end, reason);
    if (exception != NULL) {
        PyErr_SetObject(PyExc_UnicodeEncodeError, exception);
        Py_DECREF(exception);
    }
    return -1;
}

int codec_encode_error(const struct encoding *e, Py_ssize_t start, Py_ssize_t end, const char *reason,
                       struct characters *row)
{
    for (Py_ssize_t i = start; i < end; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(e->str, i);
        char text[16];
        int length = 0;
        switch (e->errors) {
        case ERRORS_IGNORE:
            break;
        case ERRORS_REPLACE:
            text[0] = '?';
            length = 1;
            break;
        case ERRORS_BACKSLASHREPLACE:
            length = PyOS_snprintf(text, sizeof text, ch < 0x100 ? "\\x%02x" : ch < 0x10000 ? "\\u%04x" : "\\U%08x", ch);
            break;
        case ERRORS_XMLCHARREFREPLACE:
            length = PyOS_snprintf(text, sizeof text, "&#%u;", ch);
            break;
        default:
            return raise_encode_error(e, start, end, reason);
        }
        characters_add_ascii(row, text, length);
    }
    return 0;
}
