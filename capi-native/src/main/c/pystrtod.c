/* pystrtod.c: text to double and back.
 *
 * The C library does the arithmetic, in the "C" locale whatever the process has chosen; the syntax is Python's: no
 * blanks, no hexadecimal, infinities and NaNs by their usual names.
 */
#include "Python.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static locale_t c_locale(void)
{
    static locale_t cached;
    if (cached == (locale_t)0) {
        cached = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    }
    return cached;
}

/* Whether p begins with the word, in any case. */
static int begins_with(const char *p, const char *word)
{
    return PyOS_mystrnicmp(p, word, (Py_ssize_t)strlen(word)) == 0;
}

double _Py_parse_inf_or_nan(const char *text, char **end)
{
    const char *p = text;
    int negative = *p == '-';
    p += *p == '-' || *p == '+';
    double value = -1.0;
    if (begins_with(p, "inf")) {
        p += begins_with(p, "infinity") ? 8 : 3;
        value = negative ? -Py_HUGE_VAL : Py_HUGE_VAL;
    } else if (begins_with(p, "nan")) {
        p += 3;
        value = negative ? -Py_NAN : Py_NAN;
    } else {
        p = text;
    }
    *end = (char *)p;
    return value;
}

/* The end of a decimal number at p, or p itself. */
static const char *scan_decimal(const char *text)
{
    const char *p = text + (*text == '-' || *text == '+');
    int digits = 0;
    for (; Py_ISDIGIT(*p); p++) {
        digits++;
    }
    if (*p == '.') {
        for (p++; Py_ISDIGIT(*p); p++) {
            digits++;
        }
    }
    if (digits == 0) {
        return text;
    }
    if (*p == 'e' || *p == 'E') {
        const char *exponent = p + 1 + (p[1] == '-' || p[1] == '+');
        if (Py_ISDIGIT(*exponent)) {
            for (p = exponent; Py_ISDIGIT(*p); p++) {
            }
        }
    }
    return p;
}

/* The value of the decimal number at text. The C library would read more where "0x" begins: that is a zero here. */
static double decimal_value(const char *text)
{
    const char *p = text + (*text == '-' || *text == '+');
    if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) {
        return *text == '-' ? -0.0 : 0.0;
    }
    return strtod_l(text, NULL, c_locale());
}

double PyOS_string_to_double(const char *text, char **end, PyObject *overflow_exception)
{
    char *stop;
    double value = _Py_parse_inf_or_nan(text, &stop);
    if (stop == text) {
        stop = (char *)scan_decimal(text);
        errno = 0;
        value = stop != text ? decimal_value(text) : -1.0;
    }
    if (stop == text || (end == NULL && *stop)) {
        PyErr_Format(PyExc_ValueError, "could not convert string to float: '%.200s'", text);
        value = -1.0;
    } else if (errno == ERANGE && fabs(value) >= 1.0 && overflow_exception != NULL) {
        PyErr_Format(overflow_exception, "value too large to convert to float: '%.200s'", text);
        value = -1.0;
    }
    if (end != NULL) {
        *end = stop;
    }
    return value;
}

/* Back. ------------------------------------------------------------------------------------------------------------- */

/* printf in the "C" locale, into memory of its own; NULL with MemoryError. */
static char *print_double(const char *format, int precision, double value)
{
    locale_t before = uselocale(c_locale());
    int length = snprintf(NULL, 0, format, precision, value);
    char *text = PyMem_Malloc((size_t)length + 8);  /* room for a sign and ".0" */
    if (text != NULL) {
        snprintf(text, (size_t)length + 1, format, precision, value);
    }
    uselocale(before);
    if (text == NULL) {
        PyErr_NoMemory();
    }
    return text;
}

/* The fewest digits that read back as the same value: one before the point, precision after it. */
static int shortest_precision(double value)
{
    char text[40];
    locale_t before = uselocale(c_locale());
    int precision = 0;
    for (; precision < 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    uselocale(before);
    return precision;
}

/* repr: the shortest digits, without an exponent from 1e-4 up to 1e16. */
static char *print_repr(double value)
{
    int precision = shortest_precision(value);
    char *text = print_double("%.*e", precision, value);
    if (text == NULL) {
        return NULL;
    }
    int exponent = atoi(strchr(text, 'e') + 1);
    if (exponent < -4 || exponent >= 16) {
        return text;
    }
    PyMem_Free(text);
    return print_double("%.*f", precision > exponent ? precision - exponent : 0, value);
}

static char *print_finite(double value, char code, int precision, int flags)
{
    static const char letters[] = "eEfFgG";
    static const char *const plain[] = {"%.*e", "%.*E", "%.*f", "%.*F", "%.*g", "%.*G"};
    static const char *const alternate[] = {"%#.*e", "%#.*E", "%#.*f", "%#.*F", "%#.*g", "%#.*G"};
    if (code == 'r') {
        return print_repr(value);
    }
    const char *letter = code ? strchr(letters, code) : NULL;
    if (letter == NULL) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return print_double((flags & Py_DTSF_ALT ? alternate : plain)[letter - letters], precision, value);
}

/* Whether text is a zero, however written. */
static int is_zero_text(const char *text)
{
    return strpbrk(text, "123456789") == NULL;
}

char *PyOS_double_to_string(double value, char code, int precision, int flags, int *type)
{
    int kind = isnan(value) ? Py_DTST_NAN : isinf(value) ? Py_DTST_INFINITE : Py_DTST_FINITE;
    if (type != NULL) {
        *type = kind;
    }
    if (code == 'r' && precision != 0) {
        PyErr_BadInternalCall();
        return NULL;
    }
    char *text;
    if (kind == Py_DTST_FINITE) {
        text = print_finite(value, code, precision, flags);
        if (text == NULL) {
            return NULL;
        }
        if ((flags & Py_DTSF_ADD_DOT_0) && strpbrk(text, ".eE") == NULL) {
            strcat(text, ".0");
        }
        if ((flags & Py_DTSF_NO_NEG_0) && text[0] == '-' && is_zero_text(text)) {
            memmove(text, text + 1, strlen(text));
        }
    } else {
        text = PyMem_Malloc(8);
        if (text == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        int upper = Py_ISUPPER(code) != 0;
        strcpy(text, kind == Py_DTST_NAN ? (upper ? "NAN" : "nan")
                     : value < 0         ? (upper ? "-INF" : "-inf")
                                         : (upper ? "INF" : "inf"));
    }
    if ((flags & Py_DTSF_SIGN) && text[0] != '-') {
        memmove(text + 1, text, strlen(text) + 1);
        text[0] = '+';
    }
    return text;
}
