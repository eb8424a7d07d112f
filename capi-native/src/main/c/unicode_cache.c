/* unicode_cache.c: the two caches of a str, its UTF-8 and its wide characters.
 *
 * Each is a block of its own that is made at the first request, lives as long as the str and dies in its deallocator.
 */
#include "runtime.h"

#include <string.h>

/* A str with a cache must not be freed without its deallocator any more: its link, if light, becomes a plain one. */
static void note_cache(PyObject *str)
{
    if (str->ob_refcnt >= MOORING_REFCNT_LIGHT) {
        str->ob_refcnt -= MOORING_REFCNT_LIGHT - MOORING_REFCNT_BIAS;
    }
}

const char *PyUnicode_AsUTF8AndSize(PyObject *str, Py_ssize_t *size)
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return NULL;
    }
    if (PyUnicode_IS_COMPACT_ASCII(str)) {
        if (size != NULL) {
            *size = PyUnicode_GET_LENGTH(str);
        }
        return PyUnicode_DATA(str);
    }
    PyCompactUnicodeObject *compact = ((PyCompactUnicodeObject *)str);
    if (compact->utf8 == NULL) {
        PyObject *bytes = _PyUnicode_AsUTF8String(str, NULL);
        if (bytes == NULL) {
            return NULL;
        }
        Py_ssize_t length = PyBytes_GET_SIZE(bytes);
        char *cache = PyObject_Malloc((size_t)length + 1);
        if (cache == NULL) {
            Py_DECREF(bytes);
            PyErr_NoMemory();
            return NULL;
        }
        memcpy(cache, PyBytes_AS_STRING(bytes), (size_t)length + 1);
        Py_DECREF(bytes);
        compact->utf8 = cache;
        compact->utf8_length = length;
        note_cache(str);
    }
    if (size != NULL) {
        *size = compact->utf8_length;
    }
    return compact->utf8;
}

const char *PyUnicode_AsUTF8(PyObject *str)
{
    return PyUnicode_AsUTF8AndSize(str, NULL);
}

Py_UNICODE *PyUnicode_AsUnicodeAndSize(PyObject *str, Py_ssize_t *length)
{
    if (!PyUnicode_Check(str)) {
        PyErr_BadArgument();
        return NULL;
    }
    PyASCIIObject *head = (PyASCIIObject *)str;
    if (head->wstr == NULL) {
        wchar_t *cache = PyObject_Malloc(((size_t)head->length + 1) * sizeof(wchar_t));
        if (cache == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        PyUnicode_AsUCS4(str, (Py_UCS4 *)cache, head->length + 1, 1);
        head->wstr = cache;
        if (!PyUnicode_IS_COMPACT_ASCII(str)) {
            ((PyCompactUnicodeObject *)str)->wstr_length = head->length;
        }
        note_cache(str);
    }
    if (length != NULL) {
        *length = head->length;
    }
    return head->wstr;
}

Py_UNICODE *PyUnicode_AsUnicode(PyObject *str)
{
    return PyUnicode_AsUnicodeAndSize(str, NULL);
}
