/* bytes_format.c: bytes from a printf-like format, bytes from a literal with escapes, and the literal of given bytes. */
#include "characters.h"

#include <string.h>

/* The unit at p (after the '%') with its value. The position after it, or NULL when there is no such unit. */
static const char *add_unit(struct byte_row *row, const char *p, va_list *values)
{
    while (Py_ISDIGIT(*p)) {
        p++;  /* a width is read and ignored */
    }
    Py_ssize_t precision = -1;
    if (*p == '.') {
        precision = 0;
        for (p++; Py_ISDIGIT(*p); p++) {
            precision = precision < 100000000 ? precision * 10 + (*p - '0') : precision;
        }
    }
    char length = *p == 'l' || *p == 'z' ? *p++ : 0;
    char text[32];
    int count = 0;
    switch (*p) {
    case 'c': {
        char byte = (char)va_arg(*values, int);
        byte_row_add(row, &byte, 1);
        return p + 1;
    }
    case 's': {
        const char *string = va_arg(*values, const char *);
        size_t size = precision >= 0 ? strnlen(string, (size_t)precision) : strlen(string);
        byte_row_add(row, string, (Py_ssize_t)size);
        return p + 1;
    }
    case 'd':
    case 'i':
        count = PyOS_snprintf(text, sizeof text, "%ld", length ? va_arg(*values, long) : (long)va_arg(*values, int));
        break;
    case 'u':
        count = PyOS_snprintf(text, sizeof text, "%lu",
                              length ? va_arg(*values, unsigned long) : (unsigned long)va_arg(*values, unsigned int));
        break;
    case 'x':
        count = PyOS_snprintf(text, sizeof text, "%x", va_arg(*values, unsigned int));
        break;
    case 'p':
        count = PyOS_snprintf(text, sizeof text, "0x%lx", (unsigned long)(uintptr_t)va_arg(*values, void *));
        break;
    case '%':
        text[count++] = '%';
        break;
    default:
        return NULL;
    }
    byte_row_add(row, text, count);
    return p + 1;
}

PyObject *PyBytes_FromFormatV(const char *format, va_list arguments)
{
    struct byte_row row;
    byte_row_init(&row);
    va_list values;
    va_copy(values, arguments);
    for (const char *p = format; *p;) {
        if (*p != '%') {
            byte_row_put(&row, *p++);
            continue;
        }
        const char *after = add_unit(&row, p + 1, &values);
        if (after == NULL) {
            byte_row_add(&row, p, (Py_ssize_t)strlen(p));
            break;
        }
        p = after;
    }
    va_end(values);
    return byte_row_finish(&row);
}

PyObject *PyBytes_FromFormat(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *bytes = PyBytes_FromFormatV(format, arguments);
    va_end(arguments);
    return bytes;
}

PyObject *PyBytes_Repr(PyObject *o, int smartquotes)
{
    const char *bytes = PyBytes_AS_STRING(o);
    Py_ssize_t size = PyBytes_GET_SIZE(o);
    char quote = '\'';
    if (smartquotes && memchr(bytes, '\'', (size_t)size) && !memchr(bytes, '"', (size_t)size)) {
        quote = '"';
    }
    struct characters row;
    characters_init(&row);
    characters_add(&row, 'b');
    characters_add(&row, (Py_UCS4)quote);
    for (Py_ssize_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        char text[8];
        const char *escape = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : NULL;
        if (escape != NULL) {
            characters_add_ascii(&row, escape, 2);
        } else if (c == quote || c == '\\') {
            characters_add(&row, '\\');
            characters_add(&row, c);
        } else if (c < ' ' || c >= 0x7F) {
            characters_add_ascii(&row, text, PyOS_snprintf(text, sizeof text, "\\x%02x", c));
        } else {
            characters_add(&row, c);
        }
    }
    characters_add(&row, (Py_UCS4)quote);
    return characters_finish(&row);
}

static int hex_value(char c)
{
    return Py_ISDIGIT(c) ? c - '0' : Py_ISXDIGIT(c) ? Py_TOLOWER(c) - 'a' + 10 : -1;
}

static const char *const escape_letters = "\\'\"abfnrtv";
static const char *const escape_bytes = "\\'\"\a\b\f\n\r\t\v";

/* "\x" at start: adds its byte, or does what errors says. Bytes taken after the "\x", or -1 with ValueError. */
static int add_hex(struct byte_row *row, const char *p, const char *end, Py_ssize_t position, const char *errors)
{
    int high = p < end ? hex_value(p[0]) : -1;
    int low = high >= 0 && p + 1 < end ? hex_value(p[1]) : -1;
    if (low >= 0) {
        byte_row_put(row, (char)(high << 4 | low));
        return 2;
    }
    if (errors == NULL || strcmp(errors, "strict") == 0) {
        PyErr_Format(PyExc_ValueError, "invalid \\x escape at position %zd", position);
        return -1;
    }
    if (strcmp(errors, "replace") == 0) {
        byte_row_put(row, '?');
    } else if (strcmp(errors, "ignore") != 0) {
        PyErr_Format(PyExc_ValueError, "decoding error; unknown error handling code: %.400s", errors);
        return -1;
    }
    return high >= 0 ? 1 : 0;
}

/* What stands after a backslash. Bytes taken, or -1 with ValueError. */
static int add_escape(struct byte_row *row, const char *p, const char *text, const char *end, const char *errors)
{
    const char *letter = *p ? strchr(escape_letters, *p) : NULL;
    if (letter != NULL) {
        byte_row_put(row, escape_bytes[letter - escape_letters]);
        return 1;
    }
    if (*p == '\n') {
        return 1;
    }
    if (*p >= '0' && *p <= '7') {
        int value = 0;
        int taken = 0;
        while (taken < 3 && p + taken < end && p[taken] >= '0' && p[taken] <= '7') {
            value = value * 8 + (p[taken++] - '0');
        }
        byte_row_put(row, (char)value);
        return taken;
    }
    if (*p == 'x') {
        int taken = add_hex(row, p + 1, end, p - 1 - text, errors);
        return taken < 0 ? -1 : taken + 1;
    }
    byte_row_put(row, '\\');  /* no escape: the backslash stays, and so does what follows it */
    return 0;
}

PyObject *PyBytes_DecodeEscape(const char *text, Py_ssize_t length, const char *errors, Py_ssize_t unused_unicode,
                               const char *unused_recode)
{
    (void)unused_unicode;
    (void)unused_recode;
    struct byte_row row;
    byte_row_init(&row);
    const char *end = text + length;
    for (const char *p = text; p < end;) {
        if (*p != '\\') {
            byte_row_put(&row, *p++);
            continue;
        }
        if (++p == end) {
            PyErr_SetString(PyExc_ValueError, "Trailing \\ in string");
            byte_row_drop(&row);
            return NULL;
        }
        int taken = add_escape(&row, p, text, end, errors);
        if (taken < 0) {
            byte_row_drop(&row);
            return NULL;
        }
        p += taken;
    }
    return byte_row_finish(&row);
}

/* The bytes as hexadecimal digits, a str. */
PyAPI_FUNC(PyObject *) _Py_strhex(const char *bytes, const Py_ssize_t length);
PyObject *_Py_strhex(const char *bytes, const Py_ssize_t length)
{
    PyObject *text = PyUnicode_New(2 * length, 127);
    if (text == NULL) {
        return NULL;
    }
    char *digits = PyUnicode_DATA(text);
    for (Py_ssize_t i = 0; i < length; i++) {
        *digits++ = Py_hexdigits[(unsigned char)bytes[i] >> 4];
        *digits++ = Py_hexdigits[bytes[i] & 0xF];
    }
    return text;
}
