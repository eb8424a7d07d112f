/* unicode_format.c: str from a printf-like format, whose units also take Python objects.
 *
 *     %[0][width][.precision][l|ll|z]unit
 *
 *     c d i u x p s %     as in C; a C string of %s is UTF-8
 *     U                   str
 *     V                   str or, if that is NULL, a C string
 *     S R A               str(), repr(), ascii() of any object
 *
 * A unit that does not exist puts the rest of the format into the result as it stands.
 */
#include "characters.h"

#include <string.h>

struct unit {
    int zero;                   /* pad with '0' */
    Py_ssize_t width;           /* least characters, or 0 */
    Py_ssize_t precision;       /* most characters of text, least digits of a number; -1: not given */
    char length;                /* 0, 'l', 'L' (ll) or 'z' */
    char kind;
};

/* A run of decimal digits at *p, or -1 with an error when it is too long. */
static Py_ssize_t read_count(const char **p, const char *what)
{
    Py_ssize_t count = 0;
    while (Py_ISDIGIT(**p)) {
        if (count > (PY_SSIZE_T_MAX - 9) / 10) {
            PyErr_Format(PyExc_ValueError, "%s too big", what);
            return -1;
        }
        count = count * 10 + (*(*p)++ - '0');
    }
    return count;
}

/* What follows a '%'. The position after the unit, or NULL with an error. */
static const char *read_unit(const char *p, struct unit *unit)
{
    *unit = (struct unit){.precision = -1};
    unit->zero = *p == '0';
    p += unit->zero;
    unit->width = read_count(&p, "width");
    if (unit->width < 0) {
        return NULL;
    }
    if (*p == '.') {
        p++;
        unit->precision = read_count(&p, "precision");
        if (unit->precision < 0) {
            return NULL;
        }
    }
    if (p[0] == 'l' && p[1] == 'l') {
        unit->length = 'L';
        p += 2;
    } else if (*p == 'l' || *p == 'z') {
        unit->length = *p++;
    }
    unit->kind = *p;
    return *p ? p + 1 : p;
}

static void add_number(struct characters *row, const struct unit *unit, unsigned long long magnitude, int negative)
{
    char digits[32];
    int length = PyOS_snprintf(digits, sizeof digits, unit->kind == 'x' ? "%s%llx" : "%s%llu", negative ? "-" : "", magnitude);
    Py_ssize_t shown = unit->precision > length ? unit->precision : length;
    if (unit->width > shown) {
        characters_add_fill(row, unit->zero ? '0' : ' ', unit->width - shown);
    }
    characters_add_fill(row, '0', shown - length);
    characters_add_ascii(row, digits, length);
}

static void add_signed(struct characters *row, const struct unit *unit, long long value)
{
    add_number(row, unit, value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value, value < 0);
}

/* str, cut to the precision and padded to the width. */
static void add_str(struct characters *row, const struct unit *unit, PyObject *str)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(str);
    if (unit->precision >= 0 && unit->precision < length) {
        length = unit->precision;
    }
    characters_add_fill(row, ' ', unit->width - length);
    characters_add_str(row, str, 0, length);
}

/* A C string; the precision counts its bytes. */
static int add_c_string(struct characters *row, const struct unit *unit, const char *text)
{
    size_t length = unit->precision >= 0 ? strnlen(text, (size_t)unit->precision) : strlen(text);
    PyObject *str = PyUnicode_DecodeUTF8(text, (Py_ssize_t)length, "replace");
    if (str == NULL) {
        return -1;
    }
    struct unit whole = {.width = unit->width, .precision = -1};
    add_str(row, &whole, str);
    Py_DECREF(str);
    return 0;
}

static int add_converted(struct characters *row, const struct unit *unit, PyObject *str)
{
    if (str == NULL) {
        return -1;
    }
    add_str(row, unit, str);
    Py_DECREF(str);
    return 0;
}

static int add_character(struct characters *row, int ordinal)
{
    if (ordinal < 0 || ordinal > 0x10FFFF) {
        PyErr_SetString(PyExc_OverflowError, "character argument not in range(0x110000)");
        return -1;
    }
    characters_add(row, (Py_UCS4)ordinal);
    return 0;
}

static void add_pointer(struct characters *row, const struct unit *unit, const void *pointer)
{
    char text[24];
    int length = PyOS_snprintf(text, sizeof text, "0x%lx", (unsigned long)(uintptr_t)pointer);
    if (unit->width > length) {
        characters_add_fill(row, unit->zero ? '0' : ' ', unit->width - length);
    }
    characters_add_ascii(row, text, length);
}

/* A va_list that can be passed on by address. */
struct values {
    va_list list;
};

static void add_integer(struct characters *row, const struct unit *unit, struct values *values)
{
    int is_signed = unit->kind == 'd' || unit->kind == 'i';
    switch (unit->length) {
    case 'l':
    case 'z':
    case 'L':
        /* long, long long and Py_ssize_t are all 64 bits wide */
        if (is_signed) {
            add_signed(row, unit, va_arg(values->list, long long));
        } else {
            add_number(row, unit, va_arg(values->list, unsigned long long), 0);
        }
        break;
    default:
        if (is_signed) {
            add_signed(row, unit, va_arg(values->list, int));
        } else {
            add_number(row, unit, va_arg(values->list, unsigned int), 0);
        }
    }
}

/* One unit with its values: 1, 0 when there is no such unit, -1 with an error. */
static int add_unit(struct characters *row, const struct unit *unit, struct values *values)
{
    PyObject *o;
    const char *text;
    int result = 0;
    switch (unit->kind) {
    case '%':
        characters_add(row, '%');
        break;
    case 'c':
        result = add_character(row, va_arg(values->list, int));
        break;
    case 'd': case 'i': case 'u': case 'x':
        add_integer(row, unit, values);
        break;
    case 'p':
        add_pointer(row, unit, va_arg(values->list, void *));
        break;
    case 's':
        result = add_c_string(row, unit, va_arg(values->list, const char *));
        break;
    case 'U':
        add_str(row, unit, va_arg(values->list, PyObject *));
        break;
    case 'V':
        o = va_arg(values->list, PyObject *);
        text = va_arg(values->list, const char *);
        if (o != NULL) {
            add_str(row, unit, o);
        } else {
            result = add_c_string(row, unit, text);
        }
        break;
    case 'S':
        result = add_converted(row, unit, PyObject_Str(va_arg(values->list, PyObject *)));
        break;
    case 'R':
        result = add_converted(row, unit, PyObject_Repr(va_arg(values->list, PyObject *)));
        break;
    case 'A':
        result = add_converted(row, unit, PyObject_ASCII(va_arg(values->list, PyObject *)));
        break;
    default:
        return 0;
    }
    return result < 0 ? -1 : 1;
}

static int add_formatted(struct characters *row, const char *format, struct values *values)
{
    const char *p = format;
    while (*p) {
        if (*p & 0x80) {
            PyErr_Format(PyExc_ValueError,
                         "PyUnicode_FromFormatV() expects an ASCII-encoded format string, got a non-ASCII byte: 0x%02x",
                         (unsigned char)*p);
            return -1;
        }
        if (*p != '%') {
            characters_add(row, (Py_UCS4)*p++);
            continue;
        }
        struct unit unit;
        const char *after = read_unit(p + 1, &unit);
        if (after == NULL) {
            return -1;
        }
        int known = add_unit(row, &unit, values);
        if (known < 0) {
            return -1;
        }
        if (known == 0) {
            characters_add_ascii(row, p, (Py_ssize_t)strlen(p));
            return 0;
        }
        p = after;
    }
    return 0;
}

PyObject *PyUnicode_FromFormatV(const char *format, va_list arguments)
{
    struct characters row;
    characters_init(&row);
    struct values values;
    va_copy(values.list, arguments);
    int result = add_formatted(&row, format, &values);
    va_end(values.list);
    if (result < 0) {
        characters_drop(&row);
        return NULL;
    }
    return characters_finish(&row);
}

PyObject *PyUnicode_FromFormat(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *str = PyUnicode_FromFormatV(format, arguments);
    va_end(arguments);
    return str;
}
