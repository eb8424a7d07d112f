/* errors.h: checks of the error that a call has set, for the tests of C-only parts. */
#ifndef MOORING_UNIT_ERRORS_H
#define MOORING_UNIT_ERRORS_H

#include "unit.h"

#include <string.h>

/* Fails the test unless an error of that type is set, whose message begins with text (NULL: any); clears it. */
static inline void check_error(const char *file, int line, PyObject *type, const char *text)
{
    PyObject *found_type, *found_value, *traceback;
    PyErr_Fetch(&found_type, &found_value, &traceback);
    const char *expected = text != NULL ? text : "";
    if (found_type == NULL) {
        fprintf(stderr, "%s:%d: no error is set, expected %s: %s\n", file, line, ((PyTypeObject *)type)->tp_name, expected);
        exit(1);
    }
    const char *found = found_value != NULL && PyUnicode_Check(found_value) ? PyUnicode_AsUTF8(found_value) : "";
    if (found_type != type || strncmp(found, expected, strlen(expected)) != 0) {
        fprintf(stderr, "%s:%d: found     %s: %s\n%s:%d: expected  %s: %s\n", file, line,
                ((PyTypeObject *)found_type)->tp_name, found, file, line, ((PyTypeObject *)type)->tp_name,
                expected);
        exit(1);
    }
    Py_XDECREF(found_type);
    Py_XDECREF(found_value);
    Py_XDECREF(traceback);
}
#define CHECK_ERROR(type, text) check_error(__FILE__, __LINE__, (type), (text))

static inline void check_text(const char *file, int line, PyObject *str, const char *expected)
{
    const char *found = str != NULL && PyUnicode_Check(str) ? PyUnicode_AsUTF8(str) : NULL;
    if (found == NULL || strcmp(found, expected) != 0) {
        fprintf(stderr, "%s:%d: found     %s\n%s:%d: expected  %s\n", file, line, found != NULL ? found : "(no str)", file,
                line, expected);
        exit(1);
    }
    Py_DECREF(str);
}
/* A new reference to a str with that UTF-8; drops it. */
#define CHECK_TEXT(str, expected) check_text(__FILE__, __LINE__, (str), (expected))

#endif
