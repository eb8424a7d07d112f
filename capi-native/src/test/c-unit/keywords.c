/* keywords.c: arguments by name: PyArg_ParseTupleAndKeywords, and the parser of CPython's generated code. */
#define PY_SSIZE_T_CLEAN
#include "containers.h"

/* A call under test: positional arguments as a tuple, named ones as a dict or NULL. */
static PyObject *args, *kwargs;

static void arguments(PyObject *positional, PyObject *named)
{
    args = positional;
    kwargs = named;
}

static int done(int result)
{
    Py_CLEAR(args);
    Py_CLEAR(kwargs);
    return result;
}

#define PARSE(positional, named, ...) \
    (arguments((positional), (named)), done(PyArg_ParseTupleAndKeywords(args, kwargs, __VA_ARGS__)))
#define FAILS(type, message, positional, named, ...) \
    do { \
        CHECK_EQUAL(PARSE(positional, named, __VA_ARGS__), 0); \
        CHECK_ERROR(type, message); \
    } while (0)

static char *ab[] = {"a", "b", NULL};
static char *abc[] = {"a", "b", "c", NULL};
static char *nameless[] = {"", "b", NULL};

static void arguments_come_by_position_and_by_name(void)
{
    int a = -1, b = -1, c = -1;
    CHECK(PARSE(Py_BuildValue("(ii)", 1, 2), NULL, "ii", ab, &a, &b));
    CHECK_EQUAL(a * 10 + b, 12);
    CHECK(PARSE(Py_BuildValue("(i)", 3), Py_BuildValue("{si}", "b", 4), "ii", ab, &a, &b));
    CHECK_EQUAL(a * 10 + b, 34);
    CHECK(PARSE(PyTuple_New(0), Py_BuildValue("{sisi}", "b", 6, "a", 5), "ii", ab, &a, &b));
    CHECK_EQUAL(a * 10 + b, 56);
    b = 9;
    CHECK(PARSE(Py_BuildValue("(i)", 7), NULL, "i|i", ab, &a, &b));
    CHECK_EQUAL(a * 10 + b, 79);
    CHECK(PARSE(Py_BuildValue("(i)", 1), Py_BuildValue("{si}", "c", 3), "i|ii", abc, &a, &b, &c));
    CHECK_EQUAL(a * 100 + b * 10 + c, 193);
    CHECK(PARSE(Py_BuildValue("(i)", 1), Py_BuildValue("{si}", "b", 2), "i$i", ab, &a, &b));
    CHECK_EQUAL(a * 10 + b, 12);
    CHECK(PARSE(Py_BuildValue("(i)", 4), Py_BuildValue("{si}", "b", 2), "ii", nameless, &a, &b));
    CHECK_EQUAL(a * 10 + b, 42);
}

static void skipped_units_keep_their_targets(void)
{
    char *names[] = {"a", "b", "c", "d", "e", NULL};
    const char *s = "kept";
    Py_ssize_t size = 77;
    PyObject *o = NULL;
    int a = 0, e = 0, x = 5, y = 6;
    CHECK(PARSE(Py_BuildValue("(i)", 1), Py_BuildValue("{si}", "e", 2), "i|s#O!(ii)i", names, &a, &s, &size, &PyList_Type, &o, &x,
                &y, &e));
    CHECK_EQUAL(a * 10 + e, 12);
    CHECK(strcmp(s, "kept") == 0 && size == 77 && o == NULL && x == 5 && y == 6);
}

static void what_is_wrong_is_said(void)
{
    int a, b, c;
    FAILS(PyExc_TypeError, "f() missing required argument 'a' (pos 1)", PyTuple_New(0), NULL, "ii:f", ab, &a, &b);
    FAILS(PyExc_TypeError, "function missing required argument 'b' (pos 2)", Py_BuildValue("(i)", 1), NULL, "ii", ab, &a, &b);
    FAILS(PyExc_TypeError, "f() takes at most 2 arguments (3 given)", Py_BuildValue("(iii)", 1, 2, 3), NULL, "ii:f", ab, &a, &b);
    FAILS(PyExc_TypeError, "f() takes at most 2 keyword arguments (3 given)", PyTuple_New(0),
          Py_BuildValue("{sisisi}", "a", 1, "b", 2, "c", 3), "ii:f", ab, &a, &b);
    FAILS(PyExc_TypeError, "'x' is an invalid keyword argument for f()", Py_BuildValue("(i)", 1), Py_BuildValue("{si}", "x", 1),
          "i|i:f", ab, &a, &b);
    FAILS(PyExc_TypeError, "'x' is an invalid keyword argument for this function", Py_BuildValue("(i)", 1),
          Py_BuildValue("{si}", "x", 1), "i|i", ab, &a, &b);
    FAILS(PyExc_TypeError, "argument for f() given by name ('a') and position (1)", Py_BuildValue("(i)", 1),
          Py_BuildValue("{si}", "a", 1), "i|i:f", ab, &a, &b);
    FAILS(PyExc_TypeError, "f() takes exactly 1 positional argument (2 given)", Py_BuildValue("(ii)", 1, 2), NULL, "i$i:f", ab,
          &a, &b);
    FAILS(PyExc_TypeError, "f() takes at most 1 positional argument (2 given)", Py_BuildValue("(ii)", 1, 2), NULL, "|i$i:f", ab,
          &a, &b);
    FAILS(PyExc_TypeError, "f() takes exactly 1 positional argument (0 given)", PyTuple_New(0), Py_BuildValue("{si}", "b", 1),
          "i$i:f", nameless, &a, &b);
    FAILS(PyExc_TypeError, "f() takes at least 1 positional argument (0 given)", PyTuple_New(0), NULL, "i|i:f", nameless, &a, &b);
    FAILS(PyExc_TypeError, "'str' object cannot be interpreted as an integer", Py_BuildValue("(s)", "x"), NULL, "i|i:f", ab, &a, &b);
    const char *s;
    FAILS(PyExc_TypeError, "f() argument 2 must be str, not int", Py_BuildValue("(i)", 1), Py_BuildValue("{si}", "b", 1), "is:f",
          ab, &a, &s);
    FAILS(PyExc_SystemError, "More keyword list entries (3) than format specifiers (2)", Py_BuildValue("(ii)", 1, 2), 
          Py_BuildValue("{si}", "c", 1), "ii", abc, &a, &b, &c);
    FAILS(PyExc_SystemError, "more argument specifiers than keyword list entries (remaining format:'i')",
          Py_BuildValue("(ii)", 1, 2), NULL, "iii", ab, &a, &b, &c);
    FAILS(PyExc_SystemError, "Invalid format string (| specified twice)", Py_BuildValue("(i)", 1), NULL, "|i|i", ab, &a, &b);
}

/* The parser of generated code. ------------------------------------------------------------------------------------------ */

static const char *const pq[] = {"p", "q", NULL};
static const char *const anonymous_q[] = {"", "q", NULL};

/* Unpacks positional arguments 1, 2, ... and named ones 100, 101, ... The values in a row of digits, 0 where none. */
static long unpack(_PyArg_Parser *parser, int npos, const char *names, int least, int most, int required_names)
{
    PyObject *row[8];
    PyObject *buffer[8] = {NULL};
    int count = 0;
    for (; count < npos; count++) {
        row[count] = PyLong_FromLong(count + 1);
    }
    Py_ssize_t named = (Py_ssize_t)strlen(names);
    PyObject *kwnames = named > 0 ? PyTuple_New(named) : NULL;
    for (Py_ssize_t i = 0; i < named; i++) {
        PyTuple_SET_ITEM(kwnames, i, PyUnicode_FromStringAndSize(names + i, 1));
        row[count++] = PyLong_FromLong(8 - i);
    }
    PyObject *const *found = _PyArg_UnpackKeywords(row, npos, NULL, kwnames, parser, least, most, required_names, buffer);
    Py_XDECREF(kwnames);
    long digits = -1;
    if (found != NULL) {
        int slots = 0;
        while (parser->keywords[slots] != NULL) {
            slots++;
        }
        digits = 0;
        for (int i = 0; i < slots; i++) {
            digits = digits * 10 + (found == buffer ? (found[i] != NULL ? PyLong_AsLong(found[i]) : 0) : i < npos ? i + 1 : 0);
        }
    }
    return digits;
}

static void generated_code_unpacks(void)
{
    static _PyArg_Parser parser = {.keywords = pq, .fname = "f"};
    CHECK_EQUAL(unpack(&parser, 2, "", 1, 2, 0), 12);
    CHECK_EQUAL(unpack(&parser, 1, "", 1, 2, 0), 10);
    CHECK_EQUAL(unpack(&parser, 1, "q", 1, 2, 0), 18);
    CHECK_EQUAL(unpack(&parser, 0, "qp", 1, 2, 0), 78);
    CHECK_EQUAL(unpack(&parser, 1, "q", 1, 1, 1), 18);
    CHECK_EQUAL(unpack(&parser, 0, "q", 1, 2, 0), -1);
    CHECK_ERROR(PyExc_TypeError, "f() missing required argument 'p' (pos 1)");
    CHECK_EQUAL(unpack(&parser, 1, "", 1, 1, 1), -1);
    CHECK_ERROR(PyExc_TypeError, "f() missing required argument 'q' (pos 2)");
    CHECK_EQUAL(unpack(&parser, 3, "", 1, 2, 0), -1);
    CHECK_ERROR(PyExc_TypeError, "f() takes at most 2 arguments (3 given)");
    CHECK_EQUAL(unpack(&parser, 2, "", 1, 1, 0), -1);
    CHECK_ERROR(PyExc_TypeError, "f() takes exactly 1 positional argument (2 given)");
    CHECK_EQUAL(unpack(&parser, 1, "x", 1, 2, 0), -1);
    CHECK_ERROR(PyExc_TypeError, "'x' is an invalid keyword argument for f()");
    CHECK_EQUAL(unpack(&parser, 1, "p", 1, 2, 0), -1);
    CHECK_ERROR(PyExc_TypeError, "argument for f() given by name ('p') and position (1)");
    static _PyArg_Parser nameless_parser = {.keywords = anonymous_q, .fname = "g"};
    CHECK_EQUAL(unpack(&nameless_parser, 1, "q", 1, 2, 0), 18);
    CHECK_EQUAL(unpack(&nameless_parser, 0, "q", 1, 2, 0), -1);
    CHECK_ERROR(PyExc_TypeError, "g() takes at least 1 positional argument (0 given)");
    Py_CLEAR(parser.kwtuple);
    Py_CLEAR(nameless_parser.kwtuple);
}

static void generated_code_checks_counts(void)
{
    CHECK(_PyArg_CheckPositional("f", 2, 1, 3));
    CHECK_EQUAL(_PyArg_CheckPositional("f", 0, 1, 3), 0);
    CHECK_ERROR(PyExc_TypeError, "f expected at least 1 argument, got 0");
    CHECK_EQUAL(_PyArg_CheckPositional("f", 4, 1, 3), 0);
    CHECK_ERROR(PyExc_TypeError, "f expected at most 3 arguments, got 4");
    PyObject *named = Py_BuildValue("{si}", "a", 1);
    CHECK(_PyArg_NoKeywords("f", NULL));
    CHECK_EQUAL(_PyArg_NoKeywords("f", named), 0);
    CHECK_ERROR(PyExc_TypeError, "f() takes no keyword arguments");
    Py_DECREF(named);
    _PyArg_BadArgument("f", "argument 1", "str", Py_None);
    CHECK_ERROR(PyExc_TypeError, "f() argument 1 must be str, not None");
}

int main(void)
{
    open_runtime(1 << 24, 0);
    use_containers();
    Py_ssize_t before = blocks_in_use();
    RUN(arguments_come_by_position_and_by_name);
    RUN(skipped_units_keep_their_targets);
    RUN(what_is_wrong_is_said);
    RUN(generated_code_unpacks);
    RUN(generated_code_checks_counts);
    release_containers();
    CHECK_EQUAL(blocks_in_use(), before);
    return 0;
}
