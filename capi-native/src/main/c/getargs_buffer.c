/* getargs_buffer.c: the units of an argument format that take text and memory.
 *
 *     s z     a C string; z takes None too (NULL)      s# z# y#   bytes and their length
 *     y       the bytes of a bytes-like object         s* z* y*   an open Py_buffer, which the caller releases
 *     w*      the same, to write into
 *     es et   an encoded copy in memory of its own     es# et#    the same, into memory that may be given
 *     u Z     a str's wide characters; Z takes None    u# Z#      the same and their number
 */
#include "getargs.h"

#include <string.h>

static const char *const ERROR_SET = "(error)";

static void undo_buffer(void *view, int (*unused)(PyObject *, void *))
{
    (void)unused;
    PyBuffer_Release(view);
}

static void undo_memory(void *target, int (*unused)(PyObject *, void *))
{
    (void)unused;
    PyMem_Free(*(char **)target);
    *(char **)target = NULL;
}

static const char *embedded_null(const char *what)
{
    PyErr_Format(PyExc_ValueError, "embedded null %s", what);
    return ERROR_SET;
}

/* Opens arg's memory for reading. NULL, or what was expected (an error may be set that says it already). */
static const char *open_buffer(PyObject *arg, Py_buffer *view)
{
    if (PyObject_GetBuffer(arg, view, PyBUF_SIMPLE) < 0) {
        return "bytes-like object";
    }
    if (!PyBuffer_IsContiguous(view, 'C')) {
        PyBuffer_Release(view);
        return "contiguous buffer";
    }
    return NULL;
}

/* The bytes of an object that keeps them where they are as long as it lives. NULL, or what was expected. */
static const char *borrow_bytes(PyObject *arg, const char **bytes, Py_ssize_t *size)
{
    PyBufferProcs *procs = Py_TYPE(arg)->tp_as_buffer;
    if (procs != NULL && procs->bf_releasebuffer != NULL) {
        return "read-only bytes-like object";
    }
    Py_buffer view;
    const char *expected = open_buffer(arg, &view);
    if (expected == NULL) {
        *bytes = view.buf;
        *size = view.len;
        PyBuffer_Release(&view);
    }
    return expected;
}

/* The UTF-8 of a str, or NULL with an error; "(unicode conversion error)" is said then. */
static const char *UNENCODABLE = "(unicode conversion error)";

static const char *to_view(struct parse *p, PyObject *arg, char letter, Py_buffer *view)
{
    if (letter == 'z' && arg == Py_None) {
        PyBuffer_FillInfo(view, NULL, NULL, 0, 1, 0);
    } else if (letter != 'y' && PyUnicode_Check(arg)) {
        Py_ssize_t size;
        const char *utf8 = PyUnicode_AsUTF8AndSize(arg, &size);
        if (utf8 == NULL) {
            return parse_mismatch(p, UNENCODABLE, arg);
        }
        PyBuffer_FillInfo(view, arg, (void *)utf8, size, 1, 0);
    } else {
        const char *expected = open_buffer(arg, view);
        if (expected != NULL) {
            return parse_mismatch(p, expected, arg);
        }
    }
    return parse_on_failure(p, (struct parse_undo){undo_buffer, view, NULL}) < 0 ? ERROR_SET : NULL;
}

/* With a length: any bytes. */
static const char *to_sized(struct parse *p, PyObject *arg, char letter, const char **bytes, Py_ssize_t *size)
{
    if (letter == 'z' && arg == Py_None) {
        *bytes = NULL;
        *size = 0;
        return NULL;
    }
    if (letter != 'y' && PyUnicode_Check(arg)) {
        *bytes = PyUnicode_AsUTF8AndSize(arg, size);
        return *bytes != NULL ? NULL : parse_mismatch(p, UNENCODABLE, arg);
    }
    const char *expected = borrow_bytes(arg, bytes, size);
    return expected != NULL ? parse_mismatch(p, expected, arg) : NULL;
}

/* Without a length: no NUL inside. */
static const char *to_string(struct parse *p, PyObject *arg, char letter, const char **bytes)
{
    Py_ssize_t size;
    if (letter == 'y') {
        const char *expected = borrow_bytes(arg, bytes, &size);
        if (expected != NULL) {
            return parse_mismatch(p, expected, arg);
        }
        return strlen(*bytes) != (size_t)size ? embedded_null("byte") : NULL;
    }
    if (letter == 'z' && arg == Py_None) {
        *bytes = NULL;
        return NULL;
    }
    if (!PyUnicode_Check(arg)) {
        return parse_mismatch(p, letter == 'z' ? "str or None" : "str", arg);
    }
    *bytes = PyUnicode_AsUTF8AndSize(arg, &size);
    if (*bytes == NULL) {
        return parse_mismatch(p, UNENCODABLE, arg);
    }
    return strlen(*bytes) != (size_t)size ? embedded_null("character") : NULL;
}

static const char *to_writable(struct parse *p, PyObject *arg, Py_buffer *view)
{
    if (PyObject_GetBuffer(arg, view, PyBUF_WRITABLE) < 0) {
        PyErr_Clear();
        return parse_mismatch(p, "read-write bytes-like object", arg);
    }
    if (!PyBuffer_IsContiguous(view, 'C')) {
        PyBuffer_Release(view);
        return parse_mismatch(p, "contiguous buffer", arg);
    }
    return parse_on_failure(p, (struct parse_undo){undo_buffer, view, NULL}) < 0 ? ERROR_SET : NULL;
}

/* arg as bytes of that encoding, a new reference; et takes bytes and bytearrays as they are. NULL with *text. */
static PyObject *encoded(struct parse *p, PyObject *arg, const char *encoding, int recode, const char **text)
{
    PyObject *bytes = NULL;
    if (!recode && (PyBytes_Check(arg) || PyByteArray_Check(arg))) {
        bytes = PyBytes_FromObject(arg);
        *text = ERROR_SET;
    } else if (PyUnicode_Check(arg)) {
        bytes = PyUnicode_AsEncodedString(arg, encoding != NULL ? encoding : "utf-8", NULL);
        *text = parse_mismatch(p, "(encoding failed)", arg);
    } else {
        *text = parse_mismatch(p, recode ? "str" : "str, bytes or bytearray", arg);
    }
    return bytes;
}

/* Passes a '#' over and reads where the size goes. NULL: *target is that, or NULL if there is no '#'; else ERROR_SET. */
static const char *size_target(struct parse *p, const char **format, Py_ssize_t **target)
{
    *target = NULL;
    if (**format != '#') {
        return NULL;
    }
    ++*format;
    if (!(p->flags & PARSE_SIZE_T)) {
        PyErr_SetString(PyExc_SystemError, "PY_SSIZE_T_CLEAN macro must be defined for '#' formats");
        return ERROR_SET;
    }
    *target = va_arg(p->targets, Py_ssize_t *);
    return NULL;
}

/* Memory of its own for size bytes and a NUL. NULL, or ERROR_SET. */
static const char *allocate_copy(struct parse *p, char **target, Py_ssize_t size)
{
    *target = PyMem_New(char, size + 1);
    if (*target == NULL) {
        PyErr_NoMemory();
        return ERROR_SET;
    }
    return parse_on_failure(p, (struct parse_undo){undo_memory, target, NULL}) < 0 ? ERROR_SET : NULL;
}

/* es et es# et#: format stands behind the e. */
static const char *to_encoded(struct parse *p, PyObject *arg, const char **format)
{
    const char *encoding = va_arg(p->targets, const char *);
    char letter = *(*format)++;
    if (letter != 's' && letter != 't') {
        return "(unknown parser marker combination)";
    }
    char **target = va_arg(p->targets, char **);
    int has_size = **format == '#';
    Py_ssize_t *size_at;
    if (size_target(p, format, &size_at) != NULL) {
        return ERROR_SET;
    }
    if (has_size && size_at == NULL) {
        return parse_mismatch(p, "(buffer_len is NULL)", arg);
    }
    if (target == NULL) {
        return parse_mismatch(p, "(buffer is NULL)", arg);
    }
    const char *text;
    PyObject *bytes = encoded(p, arg, encoding, letter == 's', &text);
    if (bytes == NULL) {
        return text;
    }
    Py_ssize_t size = PyBytes_GET_SIZE(bytes);
    text = NULL;
    if (size_at == NULL && strlen(PyBytes_AS_STRING(bytes)) != (size_t)size) {
        text = embedded_null("byte");
    } else if (size_at == NULL || *target == NULL) {
        text = allocate_copy(p, target, size);
    } else if (size + 1 > *size_at) {
        PyErr_Format(PyExc_ValueError, "encoded string too long (%zd, maximum length %zd)", size, *size_at - 1);
        text = ERROR_SET;
    }
    if (text == NULL) {
        memcpy(*target, PyBytes_AS_STRING(bytes), (size_t)size + 1);
        if (size_at != NULL) {
            *size_at = size;
        }
    }
    Py_DECREF(bytes);
    return text;
}

/* u u# Z Z#: the str's own wide characters, from before PEP 393. format stands behind the letter. */
static const char *to_wide(struct parse *p, PyObject *arg, const char **format, char letter)
{
    const wchar_t **target = va_arg(p->targets, const wchar_t **);
    Py_ssize_t *size_at;
    if (size_target(p, format, &size_at) != NULL) {
        return ERROR_SET;
    }
    *target = NULL;
    Py_ssize_t size = 0;
    if (PyUnicode_Check(arg)) {
        *target = PyUnicode_AsUnicodeAndSize(arg, &size);
        if (*target == NULL) {
            return ERROR_SET;
        }
        if (size_at == NULL && wcslen(*target) != (size_t)size) {
            return embedded_null("character");
        }
    } else if (letter != 'Z' || arg != Py_None) {
        return parse_mismatch(p, letter == 'Z' ? "str or None" : "str", arg);
    }
    if (size_at != NULL) {
        *size_at = size;
    }
    return NULL;
}

const char *parse_buffer_unit(struct parse *p, PyObject *arg, const char **format, char letter)
{
    if (letter == 'u' || letter == 'Z') {
        return to_wide(p, arg, format, letter);
    }
    if (letter == 'e') {
        return to_encoded(p, arg, format);
    }
    if (letter == 'w') {
        if (*(*format)++ != '*') {
            return "(invalid use of 'w' format character)";
        }
        return to_writable(p, arg, va_arg(p->targets, Py_buffer *));
    }
    if (**format == '*') {
        ++*format;
        return to_view(p, arg, letter, va_arg(p->targets, Py_buffer *));
    }
    const char **bytes = va_arg(p->targets, const char **);
    int has_size = **format == '#';
    Py_ssize_t *size_at;
    if (size_target(p, format, &size_at) != NULL) {
        return ERROR_SET;
    }
    return has_size ? to_sized(p, arg, letter, bytes, size_at) : to_string(p, arg, letter, bytes);
}
