/* arguments.c: PyArg_Parse* and their kin: what each unit makes of its argument, and what each failure says. */
#define PY_SSIZE_T_CLEAN
#include "errors.h"

/* A tuple of what Py_BuildValue makes, parsed; the tuple is gone afterwards. */
static PyObject *args_now;

static int drop_args(int result)
{
    Py_DECREF(args_now);
    return result;
}
#define PARSE(args, ...) (args_now = (args), drop_args(PyArg_ParseTuple(args_now, __VA_ARGS__)))
#define FAILS(type, message, args, ...) \
    do { \
        CHECK_EQUAL(PARSE(args, __VA_ARGS__), 0); \
        CHECK_ERROR(type, message); \
    } while (0)

static void plain_units_take_their_values(void)
{
    int i = 0, p = -1;
    long l = 0;
    Py_ssize_t n = 0, size = 0;
    double d = 0;
    const char *s = NULL, *z = "x";
    PyObject *o = NULL, *u = NULL, *list = NULL;
    CHECK(PARSE(Py_BuildValue("(ilndsOz)", 1, -2L, (Py_ssize_t)3, 4.5, "five", Py_None, NULL), "ilndsOz", &i, &l, &n, &d, &s,
                &o, &z));
    CHECK_EQUAL(i, 1);
    CHECK_EQUAL(l, -2);
    CHECK_EQUAL(n, 3);
    CHECK(d == 4.5);
    CHECK(o == Py_None);
    CHECK(z == NULL);
    PyObject *args = Py_BuildValue("(sO)", "text", Py_True);
    CHECK(PyArg_ParseTuple(args, "Up", &u, &p));
    CHECK(u == PyTuple_GET_ITEM(args, 0));
    CHECK_EQUAL(p, 1);
    CHECK(PyArg_ParseTuple(args, "s#O!", &s, &size, &PyBool_Type, &list));
    CHECK_EQUAL(size, 4);
    CHECK(strcmp(s, "text") == 0);
    Py_DECREF(args);
    CHECK(PARSE(PyTuple_New(0), ""));
    CHECK(PARSE(PyTuple_New(0), "|O", &o));
    CHECK(PARSE(Py_BuildValue("(i)", 7), "i|i:f", &i, &p));
    CHECK_EQUAL(i, 7);
}

static void integer_units_have_their_widths(void)
{
    unsigned char b, B;
    short h;
    unsigned short H;
    unsigned int I;
    unsigned long k;
    long long L;
    unsigned long long K;
    CHECK(PARSE(Py_BuildValue("(iiiiiiii)", 255, 256 + 7, -32768, 65536 + 9, -1, -1, -5, -1), "bBhHIkLK", &b, &B, &h, &H, &I,
                &k, &L, &K));
    CHECK_EQUAL(b, 255);
    CHECK_EQUAL(B, 7);
    CHECK_EQUAL(h, -32768);
    CHECK_EQUAL(H, 9);
    CHECK_EQUAL(I, 0xFFFFFFFF);
    CHECK_EQUAL(k, -1);
    CHECK_EQUAL(L, -5);
    CHECK_EQUAL(K, -1);
    int i;
    FAILS(PyExc_OverflowError, "unsigned byte integer is less than minimum", Py_BuildValue("(i)", -1), "b", &b);
    FAILS(PyExc_OverflowError, "unsigned byte integer is greater than maximum", Py_BuildValue("(i)", 256), "b", &b);
    FAILS(PyExc_OverflowError, "signed short integer is less than minimum", Py_BuildValue("(i)", -32769), "h", &h);
    FAILS(PyExc_OverflowError, "signed short integer is greater than maximum", Py_BuildValue("(i)", 32768), "h", &h);
    FAILS(PyExc_OverflowError, "signed integer is greater than maximum", Py_BuildValue("(l)", 1L << 31), "i", &i);
    FAILS(PyExc_OverflowError, "signed integer is less than minimum", Py_BuildValue("(l)", -(1L << 31) - 1), "i", &i);
    FAILS(PyExc_OverflowError, "Python int too large to convert to C long", Py_BuildValue("(K)", 1ull << 63), "i", &i);
    FAILS(PyExc_OverflowError, "int too big to convert", Py_BuildValue("(K)", 1ull << 63), "L", &L);
    FAILS(PyExc_TypeError, "'str' object cannot be interpreted as an integer", Py_BuildValue("(s)", "1"), "i", &i);
    FAILS(PyExc_TypeError, "'float' object cannot be interpreted as an integer", Py_BuildValue("(d)", 1.0), "i", &i);
    FAILS(PyExc_TypeError, "argument 1 must be int, not str", Py_BuildValue("(s)", "1"), "k", &k);
    FAILS(PyExc_TypeError, "f() argument 2 must be int, not None", Py_BuildValue("(iO)", 1, Py_None), "kK:f", &k, &K);
}

static void a_wrong_count_says_so(void)
{
    PyObject *a, *b;
    FAILS(PyExc_TypeError, "function takes exactly 2 arguments (1 given)", Py_BuildValue("(i)", 1), "OO", &a, &b);
    FAILS(PyExc_TypeError, "f() takes exactly 1 argument (2 given)", Py_BuildValue("(ii)", 1, 2), "O:f", &a);
    FAILS(PyExc_TypeError, "f() takes at least 1 argument (0 given)", PyTuple_New(0), "O|O:f", &a, &b);
    FAILS(PyExc_TypeError, "f() takes at most 2 arguments (3 given)", Py_BuildValue("(iii)", 1, 2, 3), "O|O:f", &a, &b);
    FAILS(PyExc_TypeError, "function takes exactly 0 arguments (1 given)", Py_BuildValue("(i)", 1), "");
    FAILS(PyExc_TypeError, "my own words", Py_BuildValue("(i)", 1), "OO;my own words", &a, &b);
    CHECK_EQUAL(PyArg_ParseTuple(Py_None, "O", &a), 0);
    CHECK_ERROR(PyExc_SystemError, "new style getargs format but argument is not a tuple");
}

static void a_wrong_type_says_so(void)
{
    PyObject *o;
    const char *s;
    Py_ssize_t size;
    int i, c;
    double d;
    char byte;
    Py_buffer view;
    FAILS(PyExc_TypeError, "argument 1 must be str, not int", Py_BuildValue("(i)", 1), "s", &s);
    FAILS(PyExc_TypeError, "f() argument 1 must be str, not None", Py_BuildValue("(O)", Py_None), "s:f", &s);
    FAILS(PyExc_TypeError, "f() argument 1 must be str or None, not int", Py_BuildValue("(i)", 1), "z:f", &s);
    FAILS(PyExc_TypeError, "a bytes-like object is required, not 'int'", Py_BuildValue("(i)", 1), "s#", &s, &size);
    FAILS(PyExc_TypeError, "a bytes-like object is required, not 'int'", Py_BuildValue("(i)", 1), "y*", &view);
    FAILS(PyExc_TypeError, "a bytes-like object is required, not 'str'", Py_BuildValue("(s)", "x"), "y", &s);
    FAILS(PyExc_TypeError, "argument 1 must be read-write bytes-like object, not bytes", Py_BuildValue("(y)", "x"), "w*", &view);
    FAILS(PyExc_TypeError, "argument 1 must be bytes, not str", Py_BuildValue("(s)", "x"), "S", &o);
    FAILS(PyExc_TypeError, "argument 1 must be bytearray, not str", Py_BuildValue("(s)", "x"), "Y", &o);
    FAILS(PyExc_TypeError, "argument 1 must be str, not bytes", Py_BuildValue("(y)", "x"), "U", &o);
    FAILS(PyExc_TypeError, "argument 1 must be list, not int", Py_BuildValue("(i)", 1), "O!", &PyList_Type, &o);
    FAILS(PyExc_TypeError, "must be real number, not str", Py_BuildValue("(s)", "x"), "d", &d);
    FAILS(PyExc_TypeError, "argument 1 must be a byte string of length 1, not str", Py_BuildValue("(s)", "x"), "c", &byte);
    FAILS(PyExc_TypeError, "argument 1 must be a unicode character, not str", Py_BuildValue("(s)", "xy"), "C", &c);
    FAILS(PyExc_ValueError, "embedded null character", Py_BuildValue("(s#)", "a\0b", (Py_ssize_t)3), "s", &s);
    FAILS(PyExc_ValueError, "embedded null byte", Py_BuildValue("(y#)", "a\0b", (Py_ssize_t)3), "y", &s);
    FAILS(PyExc_TypeError, "my own words", Py_BuildValue("(i)", 1), "s;my own words", &s);
    FAILS(PyExc_SystemError, "bad format string: i?", Py_BuildValue("(i)", 1), "i?", &i);
}

static void tuples_are_parsed_inside(void)
{
    int a, b, c;
    CHECK(PARSE(Py_BuildValue("(i(ii))", 1, 2, 3), "i(ii)", &a, &b, &c));
    CHECK_EQUAL(a * 100 + b * 10 + c, 123);
    FAILS(PyExc_TypeError, "f() argument 2 must be 2-item sequence, not int", Py_BuildValue("(ii)", 1, 2), "i(ii):f", &a, &b, &c);
    FAILS(PyExc_TypeError, "argument 1 must be sequence of length 2, not 1", Py_BuildValue("((i))", 1), "(ii)", &a, &b);
    const char *s;
    FAILS(PyExc_TypeError, "argument 1, item 1 must be str, not int", Py_BuildValue("((ii))", 1, 2), "(is)", &a, &s);
    FAILS(PyExc_TypeError, "f() argument 2, item 0, item 1 must be str, not int", Py_BuildValue("(i((ii)))", 1, 2, 3),
          "i((is)):f", &a, &b, &s);
}

static int conversions, releases;

/* Takes ints only; what it makes must be released. */
static int convert(PyObject *o, void *target)
{
    if (o == NULL) {
        releases++;
        return 1;
    }
    if (!PyLong_Check(o)) {
        return 0;
    }
    conversions++;
    *(long *)target = PyLong_AsLong(o);
    return Py_CLEANUP_SUPPORTED;
}

static void converters_are_called_and_undone(void)
{
    long first, second;
    const char *s;
    CHECK(PARSE(Py_BuildValue("(ii)", 5, 6), "O&O&", convert, &first, convert, &second));
    CHECK_EQUAL(first * 10 + second, 56);
    CHECK_EQUAL(conversions, 2);
    CHECK_EQUAL(releases, 0);
    FAILS(PyExc_TypeError, "argument 3 must be str, not int", Py_BuildValue("(iii)", 1, 2, 3), "O&O&s", convert, &first, convert,
          &second, &s);
    CHECK_EQUAL(conversions, 4);
    CHECK_EQUAL(releases, 2);
    FAILS(PyExc_SystemError, "argument 1 (unspecified)", Py_BuildValue("(s)", "x"), "O&", convert, &first);
}

static void encoded_text_is_a_copy(void)
{
    char *text = NULL;
    CHECK(PARSE(Py_BuildValue("(s)", "caf\xc3\xa9"), "es", "latin-1", &text));
    CHECK(strcmp(text, "caf\xe9") == 0);
    PyMem_Free(text);
    text = NULL;
    CHECK(PARSE(Py_BuildValue("(y)", "raw"), "et", "latin-1", &text));
    CHECK(strcmp(text, "raw") == 0);
    PyMem_Free(text);
    char room[5];
    char *in_place = room;
    Py_ssize_t size = sizeof room;
    CHECK(PARSE(Py_BuildValue("(s)", "four"), "es#", NULL, &in_place, &size));
    CHECK_EQUAL(size, 4);
    CHECK(in_place == room && strcmp(room, "four") == 0);
    size = 4;
    FAILS(PyExc_ValueError, "encoded string too long (4, maximum length 3)", Py_BuildValue("(s)", "four"), "es#", NULL,
          &in_place, &size);
    FAILS(PyExc_TypeError, "argument 1 must be str, not bytes", Py_BuildValue("(y)", "x"), "es", NULL, &text);
    FAILS(PyExc_TypeError, "argument 1 must be str, bytes or bytearray, not int", Py_BuildValue("(i)", 1), "et", NULL, &text);
    int i;
    text = NULL;
    FAILS(PyExc_TypeError, "'str' object cannot be", Py_BuildValue("(ss)", "freed again", "x"), "esi", NULL, &text, &i);
}

static void buffers_are_opened_and_closed(void)
{
    Py_buffer a, b;
    int i;
    CHECK(PARSE(Py_BuildValue("(ys)", "bytes", "text"), "y*s*", &a, &b));
    CHECK_EQUAL(a.len, 5);
    CHECK(memcmp(b.buf, "text", 4) == 0);
    PyBuffer_Release(&a);
    PyBuffer_Release(&b);
    CHECK(PARSE(Py_BuildValue("(O)", Py_None), "z*", &a));
    CHECK(a.buf == NULL && a.obj == NULL);
    FAILS(PyExc_TypeError, "'str' object cannot be", Py_BuildValue("(ys)", "bytes", "x"), "y*i", &a, &i);
}

static void a_single_object_is_parsed(void)
{
    PyObject *o = PyLong_FromLong(300);
    int i;
    const char *s;
    CHECK(PyArg_Parse(o, "i", &i));
    CHECK_EQUAL(i, 300);
    CHECK_EQUAL(PyArg_Parse(o, "s", &s), 0);
    CHECK_ERROR(PyExc_TypeError, "argument must be str, not int");
    CHECK_EQUAL(PyArg_Parse(o, "s:f", &s), 0);
    CHECK_ERROR(PyExc_TypeError, "f() argument must be str, not int");
    CHECK_EQUAL(PyArg_Parse(o, "ii", &i, &i), 0);
    CHECK_ERROR(PyExc_SystemError, "old style getargs format uses new features");
    Py_DECREF(o);
}

static void tuples_are_unpacked(void)
{
    PyObject *args = Py_BuildValue("(ii)", 1, 2);
    PyObject *a, *b, *c = NULL;
    CHECK(PyArg_UnpackTuple(args, "f", 1, 3, &a, &b, &c));
    CHECK(b == PyTuple_GET_ITEM(args, 1) && c == NULL);
    CHECK_EQUAL(PyArg_UnpackTuple(args, "f", 3, 4, &a, &b, &c), 0);
    CHECK_ERROR(PyExc_TypeError, "f expected at least 3 arguments, got 2");
    CHECK_EQUAL(PyArg_UnpackTuple(args, "f", 0, 1, &a), 0);
    CHECK_ERROR(PyExc_TypeError, "f expected at most 1 argument, got 2");
    CHECK_EQUAL(PyArg_UnpackTuple(args, "f", 1, 1, &a), 0);
    CHECK_ERROR(PyExc_TypeError, "f expected 1 argument, got 2");
    CHECK_EQUAL(PyArg_UnpackTuple(args, NULL, 3, 3, &a, &b, &c), 0);
    CHECK_ERROR(PyExc_TypeError, "unpacked tuple should have 3 elements, but has 2");
    Py_DECREF(args);
}

int main(void)
{
    open_runtime(1 << 24, 0);
    Py_ssize_t before = blocks_in_use();
    RUN(plain_units_take_their_values);
    RUN(integer_units_have_their_widths);
    RUN(a_wrong_count_says_so);
    RUN(a_wrong_type_says_so);
    RUN(tuples_are_parsed_inside);
    RUN(converters_are_called_and_undone);
    RUN(encoded_text_is_a_copy);
    RUN(buffers_are_opened_and_closed);
    RUN(a_single_object_is_parsed);
    RUN(tuples_are_unpacked);
    CHECK_EQUAL(blocks_in_use(), before);
    return 0;
}
