/* getargs_convert.c: one unit of an argument format: one object to one or more C variables. */
#include "getargs.h"

#include <string.h>

void parse_init(struct parse *p, int flags, va_list targets)
{
    va_copy(p->targets, targets);
    p->flags = flags;
    p->function = NULL;
    p->message = NULL;
    p->undos = p->first_undos;
    p->undo_count = 0;
    p->undo_capacity = Py_ARRAY_LENGTH(p->first_undos);
    p->levels[0] = 0;
}

int parse_end(struct parse *p, int ok)
{
    for (Py_ssize_t i = p->undo_count; i-- > 0 && !ok;) {
        p->undos[i].undo(p->undos[i].what, p->undos[i].converter);
    }
    if (p->undos != p->first_undos) {
        PyMem_RawFree(p->undos);
    }
    va_end(p->targets);
    return ok;
}

int parse_on_failure(struct parse *p, struct parse_undo undo)
{
    if (p->undo_count == p->undo_capacity) {
        int on_stack = p->undos == p->first_undos;
        size_t wanted = (size_t)p->undo_capacity * 2;
        struct parse_undo *more = PyMem_RawRealloc(on_stack ? NULL : p->undos, wanted * sizeof *more);
        if (more == NULL) {
            undo.undo(undo.what, undo.converter);
            PyErr_NoMemory();
            return -1;
        }
        if (on_stack) {
            memcpy(more, p->first_undos, sizeof p->first_undos);
        }
        p->undos = more;
        p->undo_capacity = (Py_ssize_t)wanted;
    }
    p->undos[p->undo_count++] = undo;
    return 0;
}

const char *parse_mismatch(struct parse *p, const char *expected, PyObject *arg)
{
    if (expected[0] == '(') {
        PyOS_snprintf(p->text, sizeof p->text, "%.100s", expected);
    } else {
        PyOS_snprintf(p->text, sizeof p->text, "must be %.50s, not %.50s", expected,
                      arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
    }
    return p->text;
}

void parse_raise(struct parse *p, Py_ssize_t number, const char *text, const int *levels)
{
    if (PyErr_Occurred()) {
        return;
    }
    char buffer[512];
    const char *message = p->message;
    if (message == NULL) {
        size_t length = 0;
        buffer[0] = '\0';
        if (p->function != NULL) {
            length += (size_t)PyOS_snprintf(buffer, sizeof buffer, "%.200s() ", p->function);
        }
        if (number != 0) {
            length += (size_t)PyOS_snprintf(buffer + length, sizeof buffer - length, "argument %zd", number);
            for (int i = 0; levels[i] > 0 && i < PARSE_LEVELS && length < 220; i++) {
                length += (size_t)PyOS_snprintf(buffer + length, sizeof buffer - length, ", item %d", levels[i] - 1);
            }
        } else {
            length += (size_t)PyOS_snprintf(buffer + length, sizeof buffer - length, "argument");
        }
        PyOS_snprintf(buffer + length, sizeof buffer - length, " %.256s", text);
        message = buffer;
    }
    PyErr_SetString(text[0] == '(' ? PyExc_SystemError : PyExc_TypeError, message);
}

/* Integers. --------------------------------------------------------------------------------------------------------- */

/* An error is set: what is said besides is not looked at. */
static const char *const ERROR_SET = "(error)";

/* An int between least and most; name is what the error calls it. NULL, or ERROR_SET. */
static const char *bounded(PyObject *arg, long least, long most, const char *name, long *value)
{
    *value = PyLong_AsLong(arg);
    if (*value == -1 && PyErr_Occurred()) {
        return ERROR_SET;
    }
    if (*value < least || *value > most) {
        PyErr_Format(PyExc_OverflowError, "%s is %s", name, *value < least ? "less than minimum" : "greater than maximum");
        return ERROR_SET;
    }
    return NULL;
}

static const char *masked(PyObject *arg, unsigned long *bits)
{
    *bits = PyLong_AsUnsignedLongMask(arg);
    return *bits == (unsigned long)-1 && PyErr_Occurred() ? ERROR_SET : NULL;
}

static const char *parse_integer(struct parse *p, PyObject *arg, char unit)
{
    long value = 0;
    unsigned long bits = 0;
    const char *text = NULL;
    switch (unit) {
    case 'b':
        text = bounded(arg, 0, UCHAR_MAX, "unsigned byte integer", &value);
        *va_arg(p->targets, unsigned char *) = (unsigned char)value;
        break;
    case 'B':
        text = masked(arg, &bits);
        *va_arg(p->targets, unsigned char *) = (unsigned char)bits;
        break;
    case 'h':
        text = bounded(arg, SHRT_MIN, SHRT_MAX, "signed short integer", &value);
        *va_arg(p->targets, short *) = (short)value;
        break;
    case 'H':
        text = masked(arg, &bits);
        *va_arg(p->targets, unsigned short *) = (unsigned short)bits;
        break;
    case 'i':
        text = bounded(arg, INT_MIN, INT_MAX, "signed integer", &value);
        *va_arg(p->targets, int *) = (int)value;
        break;
    case 'I':
        text = masked(arg, &bits);
        *va_arg(p->targets, unsigned int *) = (unsigned int)bits;
        break;
    case 'l':
        value = PyLong_AsLong(arg);
        *va_arg(p->targets, long *) = value;
        break;
    case 'L':
        value = PyLong_AsLongLong(arg);
        *va_arg(p->targets, long long *) = value;
        break;
    case 'n': {
        PyObject *index = _PyNumber_Index(arg);
        value = index != NULL ? PyLong_AsSsize_t(index) : -1;
        Py_XDECREF(index);
        *va_arg(p->targets, Py_ssize_t *) = value;
        break;
    }
    default:  /* k K */
        if (!PyLong_Check(arg)) {
            return parse_mismatch(p, "int", arg);
        }
        text = masked(arg, &bits);
        *va_arg(p->targets, unsigned long *) = bits;
    }
    return text == NULL && value == -1 && PyErr_Occurred() ? ERROR_SET : text;
}

/* Other values. ----------------------------------------------------------------------------------------------------- */

static const char *parse_character(struct parse *p, PyObject *arg, char unit)
{
    if (unit == 'C') {
        if (!PyUnicode_Check(arg) || PyUnicode_GET_LENGTH(arg) != 1) {
            return parse_mismatch(p, "a unicode character", arg);
        }
        *va_arg(p->targets, int *) = (int)PyUnicode_READ_CHAR(arg, 0);
        return NULL;
    }
    char *target = va_arg(p->targets, char *);
    if (PyBytes_Check(arg) && PyBytes_GET_SIZE(arg) == 1) {
        *target = PyBytes_AS_STRING(arg)[0];
    } else if (PyByteArray_Check(arg) && PyByteArray_Size(arg) == 1) {
        *target = PyByteArray_AsString(arg)[0];
    } else {
        return parse_mismatch(p, "a byte string of length 1", arg);
    }
    return NULL;
}

static const char *parse_real(struct parse *p, PyObject *arg, char unit)
{
    if (unit == 'D') {
        *va_arg(p->targets, Py_complex *) = PyComplex_AsCComplex(arg);
        return PyErr_Occurred() ? ERROR_SET : NULL;
    }
    double value = PyFloat_AsDouble(arg);
    if (value == -1.0 && PyErr_Occurred()) {
        return ERROR_SET;
    }
    if (unit == 'f') {
        *va_arg(p->targets, float *) = (float)value;
    } else {
        *va_arg(p->targets, double *) = value;
    }
    return NULL;
}

static void undo_conversion(void *target, int (*converter)(PyObject *, void *))
{
    converter(NULL, target);
}

/* O O! O&: format stands behind the O. */
static const char *parse_object(struct parse *p, PyObject *arg, const char **format)
{
    if (**format == '!') {
        ++*format;
        PyTypeObject *type = va_arg(p->targets, PyTypeObject *);
        PyObject **target = va_arg(p->targets, PyObject **);
        if (!PyType_IsSubtype(Py_TYPE(arg), type)) {
            return parse_mismatch(p, type->tp_name, arg);
        }
        *target = arg;
        return NULL;
    }
    if (**format == '&') {
        ++*format;
        int (*converter)(PyObject *, void *) = va_arg(p->targets, int (*)(PyObject *, void *));
        void *target = va_arg(p->targets, void *);
        int result = converter(arg, target);
        if (result == 0) {
            return parse_mismatch(p, "(unspecified)", arg);
        }
        if (result == Py_CLEANUP_SUPPORTED &&
            parse_on_failure(p, (struct parse_undo){undo_conversion, target, converter}) < 0) {
            return ERROR_SET;
        }
        return NULL;
    }
    *va_arg(p->targets, PyObject **) = arg;
    return NULL;
}

static const char *parse_typed(struct parse *p, PyObject *arg, int fits, const char *expected)
{
    PyObject **target = va_arg(p->targets, PyObject **);
    if (!fits) {
        return parse_mismatch(p, expected, arg);
    }
    *target = arg;
    return NULL;
}

static const char *parse_simple(struct parse *p, PyObject *arg, const char **format)
{
    char unit = *(*format)++;
    switch (unit) {
    case 'b': case 'B': case 'h': case 'H': case 'i': case 'I': case 'l': case 'k': case 'L': case 'K': case 'n':
        return parse_integer(p, arg, unit);
    case 'f': case 'd': case 'D':
        return parse_real(p, arg, unit);
    case 'c': case 'C':
        return parse_character(p, arg, unit);
    case 'p': {
        int truth = PyObject_IsTrue(arg);
        *va_arg(p->targets, int *) = truth;
        return truth < 0 ? ERROR_SET : NULL;
    }
    case 's': case 'z': case 'y': case 'e': case 'w': case 'u': case 'Z':
        return parse_buffer_unit(p, arg, format, unit);
    case 'S':
        return parse_typed(p, arg, PyBytes_Check(arg), "bytes");
    case 'Y':
        return parse_typed(p, arg, PyByteArray_Check(arg), "bytearray");
    case 'U':
        return parse_typed(p, arg, PyUnicode_Check(arg), "str");
    case 'O':
        return parse_object(p, arg, format);
    default:
        return "(impossible<bad format char>)";
    }
}

/* How many units the tuple at format, behind its '(', has. */
static int count_units(const char *format)
{
    int count = 0;
    int level = 0;
    for (; *format && *format != ':' && *format != ';'; format++) {
        if (*format == '(') {
            count += level++ == 0;
        } else if (*format == ')') {
            if (level-- == 0) {
                break;
            }
        } else if (level == 0 && Py_ISALPHA(*format)) {
            format += *format == 'e' && (format[1] == 's' || format[1] == 't');
            count++;
        }
    }
    return count;
}

/* A sequence whose items have units of their own; format stands behind the '('. */
static const char *parse_nested(struct parse *p, PyObject *arg, const char **format, int *levels)
{
    int count = count_units(*format);
    levels[0] = 0;
    if (!PySequence_Check(arg) || PyBytes_Check(arg)) {
        PyOS_snprintf(p->text, sizeof p->text, "must be %d-item sequence, not %.50s", count,
                      arg == Py_None ? "None" : Py_TYPE(arg)->tp_name);
        return p->text;
    }
    Py_ssize_t length = PySequence_Size(arg);
    if (length != count) {
        PyOS_snprintf(p->text, sizeof p->text, "must be sequence of length %d, not %zd", count, length);
        return p->text;
    }
    for (int i = 0; i < count; i++) {
        PyObject *item = PySequence_GetItem(arg, i);
        if (item == NULL) {
            PyErr_Clear();
            levels[0] = i + 1;
            levels[1] = 0;
            return "is not retrievable";
        }
        const char *text = parse_item(p, item, format, levels + 1);
        Py_DECREF(item);  /* the sequence holds it on */
        if (text != NULL) {
            levels[0] = i + 1;
            return text;
        }
    }
    return NULL;
}

const char *parse_item(struct parse *p, PyObject *arg, const char **format, int *levels)
{
    if (**format != '(') {
        const char *text = parse_simple(p, arg, format);
        if (text != NULL) {
            levels[0] = 0;
        }
        return text;
    }
    ++*format;
    const char *text = parse_nested(p, arg, format, levels);
    if (text == NULL) {
        ++*format;
    }
    return text;
}

/* Passing over. ----------------------------------------------------------------------------------------------------- */

static const char *skip_simple(struct parse *p, const char **format)
{
    char unit = *(*format)++;
    if (strchr("bBhHiIlkLKnfdDcCpSYU", unit) && unit) {
        (void)va_arg(p->targets, void *);
        return NULL;
    }
    switch (unit) {
    case 'e':
        (void)va_arg(p->targets, const char *);
        ++*format;  /* s or t */
        /* fallthrough */
    case 's': case 'z': case 'y': case 'w': case 'u': case 'Z':
        (void)va_arg(p->targets, void *);
        if (**format == '#') {
            if (!(p->flags & PARSE_SIZE_T)) {
                PyErr_SetString(PyExc_SystemError, "PY_SSIZE_T_CLEAN macro must be defined for '#' formats");
                return "(error)";
            }
            (void)va_arg(p->targets, Py_ssize_t *);
            ++*format;
        } else if (**format == '*') {
            ++*format;
        }
        return NULL;
    case 'O':
        if (**format == '!' || **format == '&') {
            (void)va_arg(p->targets, void *);
            ++*format;
        }
        (void)va_arg(p->targets, void *);
        return NULL;
    default:
        --*format;
        return "impossible<bad format char>";
    }
}

const char *parse_skip(struct parse *p, const char **format)
{
    if (**format != '(') {
        return skip_simple(p, format);
    }
    ++*format;
    while (**format != ')') {
        const char *text = **format ? parse_skip(p, format) : "Unmatched left paren in format string";
        if (text != NULL) {
            return text;
        }
    }
    ++*format;
    return NULL;
}
