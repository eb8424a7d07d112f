/* getargs_keywords.c: arguments by position and by name, for a format and a list of names.
 *
 * Names at the head of the list may be empty: such arguments can only be given by position. In the format, units after
 * '|' are optional, and units after '$' can only be given by name.
 */
#include "getargs.h"

#include <string.h>

/* A parse of named arguments under way. */
struct named_parse {
    struct parse parse;
    PyObject *args;
    PyObject *kwargs;           /* NULL when there are none */
    const char *const *names;
    const char *place;          /* in the format */
    int unnamed;                /* how many names are empty */
    int count;                  /* how many names there are */
    int least;                  /* where '|' stood, INT_MAX before it was met */
    int most;                   /* where '$' stood, INT_MAX before it was met */
    Py_ssize_t by_name_left;    /* keyword arguments not used yet */
    int skipping;               /* a nameless argument is missing; read on, only to say how many there must be */
};

static int at_end(char c)
{
    return c == '\0' || c == ':' || c == ';';
}

static int count_names(struct named_parse *n)
{
    int i = 0;
    while (n->names[i] != NULL && !*n->names[i]) {
        i++;
    }
    n->unnamed = i;
    for (; n->names[i] != NULL; i++) {
        if (!*n->names[i]) {
            PyErr_SetString(PyExc_SystemError, "Empty keyword parameter name");
            return -1;
        }
    }
    n->count = i;
    return 0;
}

static int too_many(struct named_parse *n)
{
    Py_ssize_t nargs = PyTuple_GET_SIZE(n->args);
    const char *function = n->parse.function;
    PyErr_Format(PyExc_TypeError, "%.200s%s takes %s %d %sargument%s (%zd given)", parse_name(function),
                 parse_parens(function), "at most", n->count, nargs == 0 ? "keyword " : "", n->count == 1 ? "" : "s",
                 nargs + n->by_name_left);
    return -1;
}

static int wrong_positional(struct named_parse *n, const char *bound, int number)
{
    const char *function = n->parse.function;
    PyErr_Format(PyExc_TypeError, "%.200s%s takes %s %d positional argument%s (%zd given)", parse_name(function),
                 parse_parens(function), bound, number, number == 1 ? "" : "s", PyTuple_GET_SIZE(n->args));
    return -1;
}

static int system_error(const char *message)
{
    PyErr_SetString(PyExc_SystemError, message);
    return -1;
}

/* '|' and '$' before unit i. 1 when enough is known for the message, 0 to go on, -1 with an error. */
static int read_marks(struct named_parse *n, int i)
{
    if (*n->place == '|') {
        if (n->least != INT_MAX) {
            return system_error("Invalid format string (| specified twice)");
        }
        n->least = i;
        n->place++;
        if (n->most != INT_MAX) {
            return system_error("Invalid format string ($ before |)");
        }
    }
    if (*n->place == '$') {
        if (n->most != INT_MAX) {
            return system_error("Invalid format string ($ specified twice)");
        }
        n->most = i;
        n->place++;
        if (n->most < n->unnamed) {
            return system_error("Empty parameter name after $");
        }
        if (n->skipping) {
            return 1;
        }
        if (n->most < PyTuple_GET_SIZE(n->args)) {
            return wrong_positional(n, n->least != INT_MAX ? "at most" : "exactly", n->most);
        }
    }
    if (at_end(*n->place)) {
        PyErr_Format(PyExc_SystemError, "More keyword list entries (%d) than format specifiers (%d)", n->count, i);
        return -1;
    }
    return 0;
}

/* The argument for unit i, borrowed; NULL when it was not given, or with an error. */
static PyObject *find_argument(struct named_parse *n, int i)
{
    if (i < PyTuple_GET_SIZE(n->args)) {
        return PyTuple_GET_ITEM(n->args, i);
    }
    if (n->by_name_left == 0 || i < n->unnamed) {
        return NULL;
    }
    PyObject *found = _PyDict_GetItemStringWithError(n->kwargs, n->names[i]);
    n->by_name_left -= found != NULL;
    return found;
}

/* One unit. 1 when all is done, 0 to go on, -1 with an error. */
static int take(struct named_parse *n, int i)
{
    if (!n->skipping) {
        PyObject *arg = find_argument(n, i);
        if (arg != NULL) {
            const char *text = parse_item(&n->parse, arg, &n->place, n->parse.levels);
            if (text != NULL) {
                parse_raise(&n->parse, i + 1, text, n->parse.levels);
                return -1;
            }
            return 0;
        }
        if (PyErr_Occurred()) {
            return -1;
        }
        if (i < n->least) {
            if (i >= n->unnamed) {
                PyErr_Format(PyExc_TypeError, "%.200s%s missing required argument '%s' (pos %d)",
                             parse_name(n->parse.function), parse_parens(n->parse.function), n->names[i], i + 1);
                return -1;
            }
            n->skipping = 1;
        }
        if (n->by_name_left == 0 && !n->skipping) {
            return 1;
        }
    }
    const char *text = parse_skip(&n->parse, &n->place);
    if (text != NULL) {
        if (!PyErr_Occurred()) {
            PyErr_Format(PyExc_SystemError, "%s: '%s'", text, n->place);
        }
        return -1;
    }
    return 0;
}

/* Keyword arguments are left over: one was given by position too, or has a name that nobody knows. */
static int explain_leftover(struct named_parse *n)
{
    const char *function = n->parse.function;
    for (int i = n->unnamed; i < PyTuple_GET_SIZE(n->args); i++) {
        if (_PyDict_GetItemStringWithError(n->kwargs, n->names[i]) != NULL) {
            PyErr_Format(PyExc_TypeError, "argument for %.200s%s given by name ('%s') and position (%d)",
                         parse_name(function), parse_parens(function), n->names[i], i + 1);
            return -1;
        }
        if (PyErr_Occurred()) {
            return -1;
        }
    }
    PyObject *key;
    Py_ssize_t position = 0;
    while (PyDict_Next(n->kwargs, &position, &key, NULL)) {
        if (!PyUnicode_Check(key)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            return -1;
        }
        int known = 0;
        for (int i = n->unnamed; i < n->count && !known; i++) {
            known = PyUnicode_CompareWithASCIIString(key, n->names[i]) == 0;
        }
        if (!known) {
            PyErr_Format(PyExc_TypeError, "'%U' is an invalid keyword argument for %.200s%s", key,
                         function != NULL ? function : "this function", parse_parens(function));
            return -1;
        }
    }
    return 0;
}

static int parse_named(struct named_parse *n)
{
    if (count_names(n) < 0) {
        return -1;
    }
    if (PyTuple_GET_SIZE(n->args) + n->by_name_left > n->count) {
        return too_many(n);
    }
    int i = 0;
    for (; i < n->count; i++) {
        int result = read_marks(n, i);
        if (result < 0) {
            return -1;
        }
        if (result == 1) {
            break;
        }
        result = take(n, i);
        if (result != 0) {
            return result < 0 ? -1 : 0;
        }
    }
    if (n->skipping) {
        int number = n->unnamed < n->least ? n->unnamed : n->least;
        return wrong_positional(n, number < i ? "at least" : "exactly", number);
    }
    if (!at_end(*n->place) && *n->place != '|' && *n->place != '$') {
        PyErr_Format(PyExc_SystemError, "more argument specifiers than keyword list entries (remaining format:'%s')",
                     n->place);
        return -1;
    }
    return n->by_name_left > 0 ? explain_leftover(n) : 0;
}

static int parse_keywords(PyObject *args, PyObject *kwargs, const char *format, char **names, int flags, va_list targets)
{
    if (args == NULL || !PyTuple_Check(args) || (kwargs != NULL && !PyDict_Check(kwargs)) || format == NULL || names == NULL) {
        PyErr_BadInternalCall();
        return 0;
    }
    struct named_parse n = {
        .args = args,
        .kwargs = kwargs,
        .names = (const char *const *)names,
        .place = format,
        .least = INT_MAX,
        .most = INT_MAX,
        .by_name_left = kwargs != NULL ? PyDict_Size(kwargs) : 0,
    };
    parse_init(&n.parse, flags, targets);
    const char *name = strchr(format, ':');
    const char *message = strchr(format, ';');
    if (name != NULL) {
        n.parse.function = name + 1;
    } else if (message != NULL) {
        n.parse.message = message + 1;
    }
    return parse_end(&n.parse, parse_named(&n) == 0);
}

int PyArg_ParseTupleAndKeywords(PyObject *args, PyObject *kwargs, const char *format, char **names, ...)
{
    va_list targets;
    va_start(targets, names);
    int ok = parse_keywords(args, kwargs, format, names, 0, targets);
    va_end(targets);
    return ok;
}

int _PyArg_ParseTupleAndKeywords_SizeT(PyObject *args, PyObject *kwargs, const char *format, char **names, ...)
{
    va_list targets;
    va_start(targets, names);
    int ok = parse_keywords(args, kwargs, format, names, PARSE_SIZE_T, targets);
    va_end(targets);
    return ok;
}

int PyArg_VaParseTupleAndKeywords(PyObject *args, PyObject *kwargs, const char *format, char **names, va_list targets)
{
    return parse_keywords(args, kwargs, format, names, 0, targets);
}

int _PyArg_VaParseTupleAndKeywords_SizeT(PyObject *args, PyObject *kwargs, const char *format, char **names, va_list targets)
{
    return parse_keywords(args, kwargs, format, names, PARSE_SIZE_T, targets);
}

int PyArg_ValidateKeywordArguments(PyObject *kwargs)
{
    if (!PyDict_Check(kwargs)) {
        PyErr_BadInternalCall();
        return 0;
    }
    PyObject *key;
    Py_ssize_t position = 0;
    while (PyDict_Next(kwargs, &position, &key, NULL)) {
        if (!PyUnicode_Check(key)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            return 0;
        }
    }
    return 1;
}
