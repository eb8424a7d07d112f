/* mystrtoul.c: C integers from text with Python's prefixes. */
#include "Python.h"

static int letter_value(char c)
{
    if (Py_ISDIGIT(c)) {
        return c - '0';
    }
    return Py_ISALPHA(c) ? Py_TOLOWER(c) - 'a' + 10 : 36;
}

/* The base that a prefix at p stands for, if digits of it follow; 0 otherwise. */
static int prefix_base(const char *p)
{
    if (p[0] != '0') {
        return 0;
    }
    int base = p[1] == 'x' || p[1] == 'X' ? 16 : p[1] == 'o' || p[1] == 'O' ? 8 : p[1] == 'b' || p[1] == 'B' ? 2 : 0;
    return base && letter_value(p[2]) < base ? base : 0;
}

/* On overflow the result is ULONG_MAX with errno ERANGE, and *end stands behind all digits. */
unsigned long PyOS_strtoul(const char *text, char **end, int base)
{
    const char *p = text;
    while (*p && Py_ISSPACE(*p)) {
        p++;
    }
    int prefix = prefix_base(p);
    if (base == 0) {
        base = prefix ? prefix : 10;
    }
    if (prefix == base) {
        p += 2;
    }
    unsigned long value = 0;
    int overflow = 0;
    const char *digits = p;
    while (letter_value(*p) < base) {
        overflow |= __builtin_umull_overflow(value, (unsigned long)base, &value);
        overflow |= __builtin_uaddl_overflow(value, (unsigned long)letter_value(*p++), &value);
    }
    if (end != NULL) {
        *end = (char *)(p == digits ? text : p);
    }
    if (overflow) {
        errno = ERANGE;
        return ULONG_MAX;
    }
    return value;
}

long PyOS_strtol(const char *text, char **end, int base)
{
    const char *p = text;
    while (*p && Py_ISSPACE(*p)) {
        p++;
    }
    int negative = *p == '-';
    p += *p == '-' || *p == '+';
    unsigned long magnitude = PyOS_strtoul(p, end, base);
    unsigned long most = (unsigned long)LONG_MAX + (negative ? 1 : 0);
    if (magnitude > most) {
        errno = ERANGE;
        return negative ? LONG_MIN : LONG_MAX;
    }
    return (long)(negative ? 0 - magnitude : magnitude);
}
