/* pystrcmp.c: comparison of C strings without regard to case, and bounded printing into a C array. */
#include "Python.h"

int PyOS_mystrnicmp(const char *a, const char *b, Py_ssize_t limit)
{
    for (; limit > 0; limit--, a++, b++) {
        int difference = Py_TOLOWER(*a) - Py_TOLOWER(*b);
        if (difference != 0 || *a == '\0') {
            return difference;
        }
    }
    return 0;
}

int PyOS_mystricmp(const char *a, const char *b)
{
    return PyOS_mystrnicmp(a, b, PY_SSIZE_T_MAX);
}

/* Always ends the text with a NUL; the result is the length that the whole text would have, or negative. */
int PyOS_vsnprintf(char *text, size_t size, const char *format, va_list values)
{
    if (size > INT_MAX - 512) {
        text[size - 1] = '\0';
        return -666;
    }
    int length = vsnprintf(text, size, format, values);
    if (size > 0) {
        text[size - 1] = '\0';
    }
    return length;
}

int PyOS_snprintf(char *text, size_t size, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length = PyOS_vsnprintf(text, size, format, values);
    va_end(values);
    return length;
}
