/* getargs_parser.c: the helpers of CPython's generated argument code, around struct _PyArg_Parser.
 *
 * Such code keeps a static parser for each function. At its first use the names become a tuple of interned strs.
 */
#include "getargs.h"

#include <string.h>

#undef _PyArg_UnpackKeywords

static void read_bounds(_PyArg_Parser *parser, int count)
{
    parser->min = INT_MAX;
    parser->max = INT_MAX;
    int units = 0;
    for (const char *f = parser->format; f != NULL && *f && *f != ':' && *f != ';'; f++) {
        if (*f == '|') {
            parser->min = units;
        } else if (*f == '$') {
            parser->max = units;
        } else if (Py_ISALPHA(*f)) {
            units++;
        }
    }
    parser->min = parser->min < count ? parser->min : count;
    parser->max = parser->max < count ? parser->max : count;
}

/* Fills in what the static initializer left open. 0, or -1 with an error. */
static int prepare(_PyArg_Parser *parser)
{
    if (parser->kwtuple != NULL) {
        return 0;
    }
    int count = 0;
    int unnamed = 0;
    for (; parser->keywords[count] != NULL; count++) {
        unnamed += !*parser->keywords[count];
    }
    if (parser->format != NULL) {
        const char *name = strchr(parser->format, ':');
        const char *message = strchr(parser->format, ';');
        parser->fname = name != NULL ? name + 1 : NULL;
        parser->custom_msg = name == NULL && message != NULL ? message + 1 : NULL;
        read_bounds(parser, count);
    }
    parser->pos = unnamed;
    PyObject *names = PyTuple_New(count - unnamed);
    for (int i = unnamed; i < count && names != NULL; i++) {
        PyObject *name = PyUnicode_InternFromString(parser->keywords[i]);
        if (name == NULL) {
            Py_CLEAR(names);
        } else {
            PyTuple_SET_ITEM(names, i - unnamed, name);
        }
    }
    parser->kwtuple = names;
    return names != NULL ? 0 : -1;
}

/* Keyword arguments, in either of the two forms in which calls carry them. */
struct keywords {
    PyObject *dict;             /* or NULL */
    PyObject *names;            /* a tuple, or NULL */
    PyObject *const *values;    /* as many as names */
    Py_ssize_t count;
};

static struct keywords keywords_of(PyObject *kwargs, PyObject *kwnames, PyObject *const *values)
{
    struct keywords k = {kwargs, kwnames, values, 0};
    k.count = kwargs != NULL ? PyDict_Size(kwargs) : kwnames != NULL ? PyTuple_GET_SIZE(kwnames) : 0;
    return k;
}

/* The value of that name, borrowed; NULL when absent, or with an error. */
static PyObject *keyword_value(const struct keywords *k, PyObject *name)
{
    if (k->dict != NULL) {
        return PyDict_GetItemWithError(k->dict, name);
    }
    for (Py_ssize_t i = 0; i < k->count; i++) {
        if (PyTuple_GET_ITEM(k->names, i) == name) {
            return k->values[i];
        }
    }
    for (Py_ssize_t i = 0; i < k->count; i++) {
        if (_PyUnicode_EQ(PyTuple_GET_ITEM(k->names, i), name)) {
            return k->values[i];
        }
    }
    return NULL;
}

/* A keyword argument that no parameter took: its message. */
static int explain_leftover(const struct keywords *k, Py_ssize_t nargs, _PyArg_Parser *parser)
{
    for (Py_ssize_t i = parser->pos; i < nargs; i++) {
        PyObject *name = PyTuple_GET_ITEM(parser->kwtuple, i - parser->pos);
        if (keyword_value(k, name) != NULL) {
            PyErr_Format(PyExc_TypeError, "argument for %.200s%s given by name ('%U') and position (%zd)",
                         parse_name(parser->fname), parse_parens(parser->fname), name, i + 1);
            return -1;
        }
    }
    Py_ssize_t position = 0;
    PyObject *key;
    for (Py_ssize_t i = 0; i < k->count; i++) {
        if (k->dict != NULL) {
            if (!PyDict_Next(k->dict, &position, &key, NULL)) {
                break;
            }
        } else {
            key = PyTuple_GET_ITEM(k->names, i);
        }
        if (!PyUnicode_Check(key)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            return -1;
        }
        int known = PySequence_Contains(parser->kwtuple, key);
        if (known <= 0) {
            if (known == 0) {
                PyErr_Format(PyExc_TypeError, "'%S' is an invalid keyword argument for %.200s%s", key,
                             parser->fname != NULL ? parser->fname : "this function", parse_parens(parser->fname));
            }
            return -1;
        }
    }
    return 0;
}

static PyObject *const *wrong_count(_PyArg_Parser *parser, const char *bound, Py_ssize_t number, const char *kind,
                                    Py_ssize_t given)
{
    PyErr_Format(PyExc_TypeError, "%.200s%s takes %s %zd %sargument%s (%zd given)", parse_name(parser->fname),
                 parse_parens(parser->fname), bound, number, kind, number == 1 ? "" : "s", given);
    return NULL;
}

PyObject *const *_PyArg_UnpackKeywords(PyObject *const *args, Py_ssize_t nargs, PyObject *kwargs, PyObject *kwnames,
                                       struct _PyArg_Parser *parser, int minpos, int maxpos, int minkw,
                                       PyObject **buffer)
{
    if (args == NULL && nargs == 0) {
        args = buffer;
    }
    if (parser == NULL || (kwargs != NULL && !PyDict_Check(kwargs))) {
        PyErr_BadInternalCall();
        return NULL;
    }
    struct keywords k = keywords_of(kwargs, kwnames, args + nargs);
    if (k.count == 0 && minkw == 0 && minpos <= nargs && nargs <= maxpos) {
        return args;
    }
    if (prepare(parser) < 0) {
        return NULL;
    }
    int unnamed = parser->pos;
    Py_ssize_t count = unnamed + PyTuple_GET_SIZE(parser->kwtuple);
    Py_ssize_t needed = minkw ? maxpos + minkw : minpos;
    if (nargs + k.count > count) {
        return wrong_count(parser, "at most", count, nargs == 0 ? "keyword " : "", nargs + k.count);
    }
    if (nargs > maxpos) {
        if (maxpos == 0) {
            PyErr_Format(PyExc_TypeError, "%.200s%s takes no positional arguments", parse_name(parser->fname),
                         parse_parens(parser->fname));
            return NULL;
        }
        return wrong_count(parser, minpos < maxpos ? "at most" : "exactly", maxpos, "positional ", nargs);
    }
    int least_unnamed = unnamed < minpos ? unnamed : minpos;
    if (nargs < least_unnamed) {
        return wrong_count(parser, minpos < maxpos ? "at least" : "exactly", least_unnamed, "positional ", nargs);
    }
    /* args may be the buffer itself, its front already in place */
    memmove(buffer, args, (size_t)nargs * sizeof *buffer);
    Py_ssize_t left = k.count;
    for (Py_ssize_t i = nargs; i < count; i++) {
        PyObject *value = NULL;
        if (left > 0 && i >= unnamed) {
            value = keyword_value(&k, PyTuple_GET_ITEM(parser->kwtuple, i - unnamed));
            if (value == NULL && PyErr_Occurred()) {
                return NULL;
            }
        }
        buffer[i] = value;
        left -= value != NULL;
        int required = i < minpos || (i >= maxpos && i < needed);
        if (value == NULL && required) {
            PyErr_Format(PyExc_TypeError, "%.200s%s missing required argument '%U' (pos %zd)", parse_name(parser->fname),
                         parse_parens(parser->fname), PyTuple_GET_ITEM(parser->kwtuple, i - unnamed), i + 1);
            return NULL;
        }
    }
    if (left > 0 && explain_leftover(&k, nargs, parser) < 0) {
        return NULL;
    }
    return buffer;
}

/* The parser's format, with arguments in any form, by way of the general function. ------------------------------------ */

static int parse_with(PyObject *args, PyObject *kwargs, _PyArg_Parser *parser, int flags, va_list targets)
{
    return (flags & PARSE_SIZE_T ? _PyArg_VaParseTupleAndKeywords_SizeT : PyArg_VaParseTupleAndKeywords)(
        args, kwargs, parser->format, (char **)parser->keywords, targets);
}

static int parse_stack(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames, _PyArg_Parser *parser, int flags,
                       va_list targets)
{
    PyObject *tuple = _PyTuple_FromArray(args, nargs);
    PyObject *dict = NULL;
    int ok = tuple != NULL;
    if (ok && kwnames != NULL && PyTuple_GET_SIZE(kwnames) > 0) {
        dict = PyDict_New();
        ok = dict != NULL;
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(kwnames) && ok; i++) {
            ok = PyDict_SetItem(dict, PyTuple_GET_ITEM(kwnames, i), args[nargs + i]) == 0;
        }
    }
    ok = ok && parse_with(tuple, dict, parser, flags, targets);
    /* The caller of the C function holds the arguments, so borrowed results outlive tuple and dict. */
    Py_XDECREF(tuple);
    Py_XDECREF(dict);
    return ok;
}

#define WITH_TARGETS(call) \
    va_list targets; \
    va_start(targets, parser); \
    int ok = call; \
    va_end(targets); \
    return ok

int _PyArg_ParseTupleAndKeywordsFast(PyObject *args, PyObject *kwargs, struct _PyArg_Parser *parser, ...)
{
    WITH_TARGETS(parse_with(args, kwargs, parser, 0, targets));
}

int _PyArg_ParseTupleAndKeywordsFast_SizeT(PyObject *args, PyObject *kwargs, struct _PyArg_Parser *parser, ...)
{
    WITH_TARGETS(parse_with(args, kwargs, parser, PARSE_SIZE_T, targets));
}

int _PyArg_ParseStackAndKeywords(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                                 struct _PyArg_Parser *parser, ...)
{
    WITH_TARGETS(parse_stack(args, nargs, kwnames, parser, 0, targets));
}

int _PyArg_ParseStackAndKeywords_SizeT(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                                       struct _PyArg_Parser *parser, ...)
{
    WITH_TARGETS(parse_stack(args, nargs, kwnames, parser, PARSE_SIZE_T, targets));
}
