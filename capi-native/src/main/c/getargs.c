/* getargs.c: PyArg_ParseTuple and kin.
 *
 * Most calls have a plain format and arguments of exactly the wanted types. For them parse_plain walks over format and
 * arguments once, without preparations. It converts nothing that could run Python code and reports nothing: when
 * anything is unusual it gives up, and parse_fully starts anew.
 */
#include "builtin.h"
#include "digits.h"
#include "getargs.h"
#include "runtime.h"

#include <string.h>

/* The value of an int of at most two digits; anything else is unusual. */
static inline int small_value(PyObject *o, long *value)
{
    if (!PyLong_CheckExact(o)) {
        return 0;
    }
    const PyLongObject *v = (PyLongObject *)o;
    switch (v->ob_base.ob_size) {
    case 0: *value = 0; return 1;
    case 1: *value = (long)v->ob_digit[0]; return 1;
    case -1: *value = -(long)v->ob_digit[0]; return 1;
    case 2: *value = (long)v->ob_digit[1] << PyLong_SHIFT | (long)v->ob_digit[0]; return 1;
    case -2: *value = -((long)v->ob_digit[1] << PyLong_SHIFT | (long)v->ob_digit[0]); return 1;
    default: return 0;
    }
}

/* s and z with a str of ASCII: format stands behind the letter. 0 when unusual. */
static inline const char *plain_text(PyObject *o, const char *format, int flags, va_list *targets)
{
    if (!PyUnicode_Check(o) || !PyUnicode_IS_COMPACT_ASCII(o) || *format == '*') {
        return NULL;
    }
    const char *text = (const char *)((PyASCIIObject *)o + 1);
    if (*format == '#') {
        if (!(flags & PARSE_SIZE_T)) {
            return NULL;
        }
        *va_arg(*targets, const char **) = text;
        *va_arg(*targets, Py_ssize_t *) = PyUnicode_GET_LENGTH(o);
        return format + 1;
    }
    if (memchr(text, 0, (size_t)PyUnicode_GET_LENGTH(o)) != NULL) {
        return NULL;
    }
    *va_arg(*targets, const char **) = text;
    return format;
}

/* 1 when all arguments were converted, 0 when something is unusual. */
static int parse_plain(PyObject *const *args, Py_ssize_t nargs, const char *format, int flags, va_list *targets)
{
    Py_ssize_t i = 0;
    int optional = 0;
    for (;;) {
        char unit = *format++;
        if (unit == '|') {
            optional = 1;
            continue;
        }
        if (unit == '\0' || unit == ':' || unit == ';') {
            return i == nargs;
        }
        if (i == nargs) {
            return optional;
        }
        PyObject *arg = args[i++];
        long value;
        switch (unit) {
        case 'O':
            if (*format == '!') {
                PyTypeObject *type = va_arg(*targets, PyTypeObject *);
                if (!PyObject_TypeCheck(arg, type)) {
                    return 0;
                }
                format++;
            } else if (*format == '&') {
                return 0;
            }
            *va_arg(*targets, PyObject **) = arg;
            break;
        case 'i':
            if (!small_value(arg, &value) || value != (int)value) {
                return 0;
            }
            *va_arg(*targets, int *) = (int)value;
            break;
        case 'l':
        case 'n':
        case 'L':
            if (!small_value(arg, &value)) {
                return 0;
            }
            *va_arg(*targets, long *) = value;
            break;
        case 'd':
            if (!PyFloat_CheckExact(arg)) {
                return 0;
            }
            *va_arg(*targets, double *) = PyFloat_AS_DOUBLE(arg);
            break;
        case 's':
        case 'z':
            format = plain_text(arg, format, flags, targets);
            if (format == NULL) {
                return 0;
            }
            break;
        case 'U':
            if (!PyUnicode_Check(arg)) {
                return 0;
            }
            *va_arg(*targets, PyObject **) = arg;
            break;
        case 'p':
            if (arg != Py_True && arg != Py_False && arg != Py_None) {
                return 0;
            }
            *va_arg(*targets, int *) = arg == Py_True;
            break;
        default:
            return 0;
        }
    }
}

/* The full way. ----------------------------------------------------------------------------------------------------- */

/* What a format asks for, read before anything is converted. */
struct demand {
    int least;
    int most;
};

static struct demand read_format(struct parse *p, const char *format)
{
    struct demand demand = {-1, 0};
    int level = 0;
    for (; *format && !(level == 0 && (*format == ':' || *format == ';')); format++) {
        if (*format == '(') {
            demand.most += level == 0;
            if (++level >= PARSE_LEVELS - 2) {
                Py_FatalError("too many tuple nesting levels in argument format string");
            }
        } else if (*format == ')') {
            if (level-- == 0) {
                Py_FatalError("excess ')' in getargs format");
            }
        } else if (*format == '|' && level == 0) {
            demand.least = demand.most;
        } else if (level == 0 && Py_ISALPHA(*format)) {
            /* the second letter of "es" and "et" is no unit of its own */
            format += *format == 'e' && (format[1] == 's' || format[1] == 't');
            demand.most++;
        }
    }
    if (level != 0) {
        Py_FatalError("missing ')' in getargs format");
    }
    if (*format == ':') {
        p->function = format + 1;
    } else if (*format == ';') {
        p->message = format + 1;
    }
    if (demand.least < 0) {
        demand.least = demand.most;
    }
    return demand;
}

static int wrong_count(struct parse *p, struct demand demand, Py_ssize_t nargs)
{
    if (p->message != NULL) {
        PyErr_SetString(PyExc_TypeError, p->message);
        return 0;
    }
    int bound = nargs < demand.least ? demand.least : demand.most;
    PyErr_Format(PyExc_TypeError, "%.150s%s takes %s %d argument%s (%zd given)", parse_name(p->function),
                 parse_parens(p->function),
                 demand.least == demand.most ? "exactly" : nargs < demand.least ? "at least" : "at most", bound,
                 bound == 1 ? "" : "s", nargs);
    return 0;
}

static int parse_fully(PyObject *const *args, Py_ssize_t nargs, const char *format, int flags, va_list targets)
{
    struct parse p;
    parse_init(&p, flags, targets);
    struct demand demand = read_format(&p, format);
    if (nargs < demand.least || nargs > demand.most) {
        return parse_end(&p, wrong_count(&p, demand, nargs));
    }
    const char *place = format;
    for (Py_ssize_t i = 0; i < nargs; i++) {
        place += *place == '|';
        const char *text = parse_item(&p, args[i], &place, p.levels);
        if (text != NULL) {
            parse_raise(&p, i + 1, text, p.levels);
            return parse_end(&p, 0);
        }
    }
    if (*place && !Py_ISALPHA(*place) && !strchr("(|:;", *place)) {
        PyErr_Format(PyExc_SystemError, "bad format string: %.200s", format);
        return parse_end(&p, 0);
    }
    return parse_end(&p, 1);
}

static int not_a_tuple(void)
{
    PyErr_SetString(PyExc_SystemError, "new style getargs format but argument is not a tuple");
    return 0;
}

/* One object and one unit, for PyArg_Parse. */
static int parse_single(PyObject *arg, const char *format, int flags, va_list targets)
{
    struct parse p;
    parse_init(&p, flags, targets);
    struct demand demand = read_format(&p, format);
    if (demand.most == 0) {
        if (arg != NULL) {
            PyErr_Format(PyExc_TypeError, "%.200s%s takes no arguments", parse_name(p.function), parse_parens(p.function));
        }
        return parse_end(&p, arg == NULL);
    }
    if (demand.least != 1 || demand.most != 1) {
        PyErr_SetString(PyExc_SystemError, "old style getargs format uses new features");
        return parse_end(&p, 0);
    }
    if (arg == NULL) {
        PyErr_Format(PyExc_TypeError, "%.200s%s takes at least one argument", parse_name(p.function),
                     parse_parens(p.function));
        return parse_end(&p, 0);
    }
    const char *place = format;
    const char *text = parse_item(&p, arg, &place, p.levels);
    if (text != NULL) {
        parse_raise(&p, p.levels[0], text, p.levels[0] ? p.levels + 1 : p.levels);
    }
    return parse_end(&p, text == NULL);
}

/* The doors, each once for code with PY_SSIZE_T_CLEAN and once for code without. -------------------------------------- */

/* Both ways read the targets from their beginning, so each has a va_start of its own: copying a va_list that was just
 * written costs more than the rest of a plain parse. */
#define PARSE_ARRAY(args, nargs, format, flags) \
    va_list targets; \
    va_start(targets, format); \
    int ok = parse_plain((args), (nargs), (format), (flags), &targets); \
    va_end(targets); \
    if (MOORING_UNLIKELY(!ok)) { \
        va_start(targets, format); \
        ok = parse_fully((args), (nargs), (format), (flags), targets); \
        va_end(targets); \
    } \
    return ok

int PyArg_ParseTuple(PyObject *args, const char *format, ...)
{
    if (MOORING_UNLIKELY(!PyTuple_Check(args))) {
        return not_a_tuple();
    }
    PyObject *const *items = mooring_tuple_items(args);
    if (MOORING_UNLIKELY(items == NULL)) {
        return 0;
    }
    PARSE_ARRAY(items, PyTuple_GET_SIZE(args), format, 0);
}

int _PyArg_ParseTuple_SizeT(PyObject *args, const char *format, ...)
{
    if (MOORING_UNLIKELY(!PyTuple_Check(args))) {
        return not_a_tuple();
    }
    PyObject *const *items = mooring_tuple_items(args);
    if (MOORING_UNLIKELY(items == NULL)) {
        return 0;
    }
    PARSE_ARRAY(items, PyTuple_GET_SIZE(args), format, PARSE_SIZE_T);
}

int _PyArg_ParseStack(PyObject *const *args, Py_ssize_t nargs, const char *format, ...)
{
    PARSE_ARRAY(args, nargs, format, 0);
}

int _PyArg_ParseStack_SizeT(PyObject *const *args, Py_ssize_t nargs, const char *format, ...)
{
    PARSE_ARRAY(args, nargs, format, PARSE_SIZE_T);
}

static int parse_tuple_fully(PyObject *args, const char *format, int flags, va_list targets)
{
    if (!PyTuple_Check(args)) {
        return not_a_tuple();
    }
    PyObject *const *items = mooring_tuple_items(args);
    return items == NULL ? 0 : parse_fully(items, PyTuple_GET_SIZE(args), format, flags, targets);
}

int PyArg_VaParse(PyObject *args, const char *format, va_list targets)
{
    return parse_tuple_fully(args, format, 0, targets);
}

int _PyArg_VaParse_SizeT(PyObject *args, const char *format, va_list targets)
{
    return parse_tuple_fully(args, format, PARSE_SIZE_T, targets);
}

int PyArg_Parse(PyObject *o, const char *format, ...)
{
    va_list targets;
    va_start(targets, format);
    int ok = parse_single(o, format, 0, targets);
    va_end(targets);
    return ok;
}

int _PyArg_Parse_SizeT(PyObject *o, const char *format, ...)
{
    va_list targets;
    va_start(targets, format);
    int ok = parse_single(o, format, PARSE_SIZE_T, targets);
    va_end(targets);
    return ok;
}
