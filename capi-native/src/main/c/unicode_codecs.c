/* unicode_codecs.c: codecs by name. The common ones are in C; any other is the managed side's. */
#include "runtime.h"

#include <string.h>

enum known_codec { CODEC_OTHER, CODEC_UTF8, CODEC_LATIN1, CODEC_ASCII, CODEC_UTF16, CODEC_UTF32 };

/* The codec of that name: case does not matter, and '_', '-' and ' ' are the same. */
static enum known_codec codec_named(const char *name, int *byteorder)
{
    static const struct {
        const char *name;
        enum known_codec codec;
        int byteorder;
    } table[] = {
        {"utf-8", CODEC_UTF8, 0},         {"utf8", CODEC_UTF8, 0},          {"cp65001", CODEC_UTF8, 0},
        {"latin-1", CODEC_LATIN1, 0},     {"latin1", CODEC_LATIN1, 0},      {"iso-8859-1", CODEC_LATIN1, 0},
        {"iso8859-1", CODEC_LATIN1, 0},   {"ascii", CODEC_ASCII, 0},        {"us-ascii", CODEC_ASCII, 0},
        {"utf-16", CODEC_UTF16, 0},       {"utf16", CODEC_UTF16, 0},        {"utf-16-le", CODEC_UTF16, -1},
        {"utf-16-be", CODEC_UTF16, 1},    {"utf-32", CODEC_UTF32, 0},       {"utf32", CODEC_UTF32, 0},
        {"utf-32-le", CODEC_UTF32, -1},   {"utf-32-be", CODEC_UTF32, 1},
    };
    char plain[16];
    size_t length = strlen(name);
    if (length >= sizeof plain) {
        return CODEC_OTHER;
    }
    for (size_t i = 0; i <= length; i++) {
        plain[i] = name[i] == '_' || name[i] == ' ' ? '-' : (char)Py_TOLOWER(name[i]);
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(table); i++) {
        if (strcmp(plain, table[i].name) == 0) {
            *byteorder = table[i].byteorder;
            return table[i].codec;
        }
    }
    return CODEC_OTHER;
}

const char *PyUnicode_GetDefaultEncoding(void)
{
    return "utf-8";
}

PyObject *PyUnicode_Decode(const char *bytes, Py_ssize_t size, const char *encoding, const char *errors)
{
    int byteorder = 0;
    switch (encoding != NULL ? codec_named(encoding, &byteorder) : CODEC_UTF8) {
    case CODEC_UTF8:
        return PyUnicode_DecodeUTF8(bytes, size, errors);
    case CODEC_LATIN1:
        return PyUnicode_DecodeLatin1(bytes, size, errors);
    case CODEC_ASCII:
        return PyUnicode_DecodeASCII(bytes, size, errors);
    case CODEC_UTF16:
        return PyUnicode_DecodeUTF16(bytes, size, errors, &byteorder);
    case CODEC_UTF32:
        return PyUnicode_DecodeUTF32(bytes, size, errors, &byteorder);
    default:
        return mooring_upcalls.unicode_decode(bytes, size, encoding, errors);
    }
}

PyObject *PyUnicode_AsEncodedString(PyObject *str, const char *encoding, const char *errors)
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return NULL;
    }
    int byteorder = 0;
    switch (encoding != NULL ? codec_named(encoding, &byteorder) : CODEC_UTF8) {
    case CODEC_UTF8:
        return _PyUnicode_AsUTF8String(str, errors);
    case CODEC_LATIN1:
        return _PyUnicode_AsLatin1String(str, errors);
    case CODEC_ASCII:
        return _PyUnicode_AsASCIIString(str, errors);
    case CODEC_UTF16:
        return _PyUnicode_EncodeUTF16(str, errors, byteorder);
    case CODEC_UTF32:
        return _PyUnicode_EncodeUTF32(str, errors, byteorder);
    default:
        return mooring_upcalls.unicode_encode(str, encoding, errors);
    }
}

PyObject *PyUnicode_FromEncodedObject(PyObject *o, const char *encoding, const char *errors)
{
    if (o == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    if (PyBytes_Check(o)) {
        return PyUnicode_Decode(PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o), encoding, errors);
    }
    if (PyUnicode_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "decoding str is not supported");
        return NULL;
    }
    Py_buffer view;
    if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) {
        PyErr_Format(PyExc_TypeError, "decoding to str: need a bytes-like object, %.80s found", Py_TYPE(o)->tp_name);
        return NULL;
    }
    PyObject *str = PyUnicode_Decode(view.buf, view.len, encoding, errors);
    PyBuffer_Release(&view);
    return str;
}

PyObject *PyUnicode_DecodeUTF7Stateful(const char *bytes, Py_ssize_t size, const char *errors, Py_ssize_t *consumed)
{
    if (consumed != NULL) {
        *consumed = size;
    }
    return mooring_upcalls.unicode_decode(bytes, size, "utf-7", errors);
}

PyObject *PyUnicode_DecodeUTF7(const char *bytes, Py_ssize_t size, const char *errors)
{
    return mooring_upcalls.unicode_decode(bytes, size, "utf-7", errors);
}

PyObject *PyUnicode_DecodeUnicodeEscape(const char *bytes, Py_ssize_t size, const char *errors)
{
    return mooring_upcalls.unicode_decode(bytes, size, "unicode_escape", errors);
}

PyObject *PyUnicode_DecodeRawUnicodeEscape(const char *bytes, Py_ssize_t size, const char *errors)
{
    return mooring_upcalls.unicode_decode(bytes, size, "raw_unicode_escape", errors);
}

PyObject *PyUnicode_AsUnicodeEscapeString(PyObject *str)
{
    return PyUnicode_AsEncodedString(str, "unicode_escape", NULL);
}

PyObject *PyUnicode_AsRawUnicodeEscapeString(PyObject *str)
{
    return PyUnicode_AsEncodedString(str, "raw_unicode_escape", NULL);
}

/* File names and the locale: UTF-8, with surrogateescape for what is none. ------------------------------------------- */

PyObject *PyUnicode_DecodeFSDefaultAndSize(const char *path, Py_ssize_t size)
{
    return PyUnicode_DecodeUTF8(path, size, "surrogateescape");
}

PyObject *PyUnicode_DecodeFSDefault(const char *path)
{
    return PyUnicode_DecodeFSDefaultAndSize(path, (Py_ssize_t)strlen(path));
}

PyObject *PyUnicode_EncodeFSDefault(PyObject *str)
{
    return _PyUnicode_AsUTF8String(str, "surrogateescape");
}

/* The locale's codec knows two handlers; 0, or -1 with ValueError. */
static int check_locale_errors(const char *errors)
{
    if (errors == NULL || strcmp(errors, "strict") == 0 || strcmp(errors, "surrogateescape") == 0) {
        return 0;
    }
    PyErr_SetString(PyExc_ValueError, "unsupported error handler");
    return -1;
}

PyObject *PyUnicode_DecodeLocaleAndSize(const char *text, Py_ssize_t size, const char *errors)
{
    if (check_locale_errors(errors) < 0) {
        return NULL;
    }
    if (text[size] != '\0' || (size_t)size != strlen(text)) {
        PyErr_SetString(PyExc_ValueError, "embedded null byte");
        return NULL;
    }
    return PyUnicode_DecodeUTF8(text, size, errors);
}

PyObject *PyUnicode_DecodeLocale(const char *text, const char *errors)
{
    return PyUnicode_DecodeLocaleAndSize(text, (Py_ssize_t)strlen(text), errors);
}

PyObject *PyUnicode_EncodeLocale(PyObject *str, const char *errors)
{
    if (check_locale_errors(errors) < 0) {
        return NULL;
    }
    PyObject *bytes = _PyUnicode_AsUTF8String(str, errors);
    if (bytes != NULL && strlen(PyBytes_AS_STRING(bytes)) != (size_t)PyBytes_GET_SIZE(bytes)) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        Py_CLEAR(bytes);
    }
    return bytes;
}

int PyUnicode_FSConverter(PyObject *path, void *target)
{
    if (path == NULL) {
        Py_CLEAR(*(PyObject **)target);
        return 1;
    }
    PyObject *plain = PyOS_FSPath(path);
    if (plain == NULL) {
        return 0;
    }
    PyObject *bytes = plain;
    if (!PyBytes_Check(plain)) {
        bytes = PyUnicode_EncodeFSDefault(plain);
        Py_DECREF(plain);
        if (bytes == NULL) {
            return 0;
        }
    }
    if (strlen(PyBytes_AS_STRING(bytes)) != (size_t)PyBytes_GET_SIZE(bytes)) {
        PyErr_SetString(PyExc_ValueError, "embedded null byte");
        Py_DECREF(bytes);
        return 0;
    }
    *(PyObject **)target = bytes;
    return Py_CLEANUP_SUPPORTED;
}

int PyUnicode_FSDecoder(PyObject *path, void *target)
{
    if (path == NULL) {
        Py_CLEAR(*(PyObject **)target);
        return 1;
    }
    PyObject *plain = PyOS_FSPath(path);
    if (plain == NULL) {
        return 0;
    }
    PyObject *str = plain;
    if (PyBytes_Check(plain)) {
        str = PyUnicode_DecodeFSDefaultAndSize(PyBytes_AS_STRING(plain), PyBytes_GET_SIZE(plain));
        Py_DECREF(plain);
        if (str == NULL) {
            return 0;
        }
    }
    if (PyUnicode_FindChar(str, 0, 0, PyUnicode_GET_LENGTH(str), 1) >= 0) {
        PyErr_SetString(PyExc_ValueError, "embedded null character");
        Py_DECREF(str);
        return 0;
    }
    *(PyObject **)target = str;
    return Py_CLEANUP_SUPPORTED;
}
