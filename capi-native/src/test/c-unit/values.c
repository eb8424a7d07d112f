/* values.c: Py_BuildValue, tuples, slices, floats and complex numbers made in C. */
#define PY_SSIZE_T_CLEAN
#include "containers.h"

#include <math.h>

static void the_count_of_units_shapes_the_value(void)
{
    PyObject *o = Py_BuildValue("");
    CHECK(o == Py_None);
    Py_DECREF(o);
    o = Py_BuildValue("i", 300);
    CHECK_EQUAL(PyLong_AsLong(o), 300);
    Py_DECREF(o);
    o = Py_BuildValue("(i)", 300);
    CHECK_EQUAL(PyTuple_Size(o), 1);
    Py_DECREF(o);
    o = Py_BuildValue("ii", 1, 2);
    CHECK_EQUAL(PyTuple_Size(o), 2);
    Py_DECREF(o);
    o = Py_BuildValue("()");
    CHECK_EQUAL(PyTuple_Size(o), 0);
    Py_DECREF(o);
    o = Py_BuildValue("i,(i i):i", 1, 2, 3, 4);
    CHECK_EQUAL(PyTuple_Size(o), 3);
    CHECK_EQUAL(PyTuple_Size(PyTuple_GetItem(o, 1)), 2);
    Py_DECREF(o);
}

static PyObject *from_pointer(void *pointer)
{
    return PyLong_FromLong(*(int *)pointer);
}

static void every_unit_makes_its_type(void)
{
    Py_complex imaginary = {0, 1};
    int number = 77;
    PyObject *o = Py_BuildValue("(bhiHIlkLKndDcCsyzUs#y#uO&)", 1, -2, 3, 0x10004, 5u, 6L, ~0ul, -8LL, ~0ull, (Py_ssize_t)10,
                                11.5, &imaginary, 'c', 0x20AC, "s", "y", NULL, "U", "s#x", (Py_ssize_t)2, "y\0#", (Py_ssize_t)3,
                                L"w\x1f600", from_pointer, &number);
    CHECK_EQUAL(PyTuple_Size(o), 22);
    static const long longs[] = {1, -2, 3, 0x10004, 5, 6};
    for (int i = 0; i < 6; i++) {
        CHECK_EQUAL(PyLong_AsLong(PyTuple_GetItem(o, i)), longs[i]);
    }
    CHECK_EQUAL(PyLong_AsUnsignedLong(PyTuple_GetItem(o, 6)), ~0ul);
    CHECK_EQUAL(PyLong_AsLong(PyTuple_GetItem(o, 7)), -8);
    CHECK(PyFloat_AsDouble(PyTuple_GetItem(o, 10)) == 11.5);
    CHECK(PyComplex_ImagAsDouble(PyTuple_GetItem(o, 11)) == 1.0);
    CHECK(strcmp(PyBytes_AsString(PyTuple_GetItem(o, 12)), "c") == 0);
    CHECK_EQUAL(PyUnicode_ReadChar(PyTuple_GetItem(o, 13), 0), 0x20AC);
    CHECK(PyTuple_GetItem(o, 16) == Py_None);
    CHECK_EQUAL(PyUnicode_GetLength(PyTuple_GetItem(o, 18)), 2);
    CHECK_EQUAL(PyBytes_Size(PyTuple_GetItem(o, 19)), 3);
    CHECK_EQUAL(PyUnicode_ReadChar(PyTuple_GetItem(o, 20), 1), 0x1F600);
    CHECK_EQUAL(PyLong_AsLong(PyTuple_GetItem(o, 21)), 77);
    Py_DECREF(o);
}

static void lists_and_dicts_are_made(void)
{
    PyObject *list = Py_BuildValue("[isd]", 1, "two", 3.0);
    CHECK_EQUAL(PyLong_AsLong(PyList_GetItem(list, 0)), 1);
    CHECK(PyFloat_AsDouble(PyList_GetItem(list, 2)) == 3.0);
    Py_DECREF(list);
    PyObject *dict = Py_BuildValue("{s:i,s:(ii)}", "a", 1, "b", 2, 3);
    CHECK_EQUAL(PyDict_Size(dict), 2);
    CHECK_EQUAL(PyTuple_Size(PyDict_GetItemString(dict, "b")), 2);
    Py_DECREF(dict);
}

static void references_are_shared_or_given_away(void)
{
    PyObject *o = PyFloat_FromDouble(1.0);
    PyObject *tuple = Py_BuildValue("(OSO)", o, o, o);
    CHECK_EQUAL(Py_REFCNT(o), 4);
    Py_DECREF(tuple);
    CHECK_EQUAL(Py_REFCNT(o), 1);
    tuple = Py_BuildValue("(N)", o);
    CHECK_EQUAL(Py_REFCNT(o), 1);
    Py_DECREF(tuple);
}

static void a_failure_leaks_nothing(void)
{
    PyObject *given = PyFloat_FromDouble(1.0);
    Py_INCREF(given);
    CHECK(Py_BuildValue("(iO(iN)i)", 1000, NULL, 2000, given, 3) == NULL);
    CHECK_ERROR(PyExc_SystemError, "NULL object passed to Py_BuildValue");
    CHECK_EQUAL(Py_REFCNT(given), 1);
    Py_DECREF(given);
    CHECK(Py_BuildValue("(i?)", 1000, 2) == NULL);
    CHECK_ERROR(PyExc_SystemError, "bad format char passed to Py_BuildValue");
    CHECK(Py_BuildValue("(ii", 1000, 2) == NULL);
    CHECK_ERROR(PyExc_SystemError, "unmatched paren in format");
    PyErr_SetString(PyExc_KeyError, "kept");
    CHECK(Py_BuildValue("N", NULL) == NULL);
    CHECK_ERROR(PyExc_KeyError, "kept");
}

static void tuples_keep_their_items(void)
{
    PyObject *items[3];
    for (int i = 0; i < 3; i++) {
        items[i] = PyLong_FromLong(1000 + i);
    }
    PyObject *tuple = PyTuple_Pack(3, items[0], items[1], items[2]);
    for (int i = 0; i < 3; i++) {
        CHECK(PyTuple_GetItem(tuple, i) == items[i]);
        CHECK_EQUAL(Py_REFCNT(items[i]), 2);
    }
    PyObject *part = PyTuple_GetSlice(tuple, 1, 100);
    CHECK_EQUAL(PyTuple_Size(part), 2);
    CHECK(PyTuple_GetItem(part, 0) == items[1]);
    PyObject *whole = PyTuple_GetSlice(tuple, 0, 3);
    CHECK(whole == tuple);
    Py_DECREF(whole);
    Py_DECREF(part);
    CHECK(PyTuple_GetItem(tuple, 3) == NULL);
    CHECK_ERROR(PyExc_IndexError, "tuple index out of range");
    CHECK(PyTuple_GetItem(tuple, -1) == NULL);
    CHECK_ERROR(PyExc_IndexError, "tuple index out of range");
    CHECK_EQUAL(PyTuple_SetItem(tuple, 3, Py_NewRef(Py_None)), -1);
    CHECK_ERROR(PyExc_IndexError, "tuple assignment index out of range");
    CHECK_EQUAL(PyTuple_SetItem(tuple, 0, Py_NewRef(items[2])), 0);
    CHECK_EQUAL(Py_REFCNT(items[0]), 1);
    CHECK_EQUAL(_PyTuple_Resize(&tuple, 1), 0);
    CHECK_EQUAL(Py_REFCNT(items[1]), 1);
    CHECK_EQUAL(_PyTuple_Resize(&tuple, 40), 0);
    CHECK(PyTuple_GET_ITEM(tuple, 0) == items[2] && PyTuple_GET_ITEM(tuple, 39) == NULL);
    Py_INCREF(tuple);
    PyObject *shared = tuple;
    CHECK_EQUAL(_PyTuple_Resize(&shared, 2), -1);
    CHECK_ERROR(PyExc_SystemError, NULL);
    CHECK(shared == NULL);
    Py_DECREF(tuple);
    CHECK_EQUAL(PyTuple_Size(items[0]), -1);
    CHECK_ERROR(PyExc_SystemError, NULL);
    for (int i = 0; i < 3; i++) {
        CHECK_EQUAL(Py_REFCNT(items[i]), 1);
        Py_DECREF(items[i]);
    }
}

static void deep_tuples_die_without_deep_recursion(void)
{
    PyObject *nest = Py_NewRef(Py_None);
    for (int i = 0; i < 100000; i++) {
        PyObject *outer = PyTuple_New(1);
        PyTuple_SET_ITEM(outer, 0, nest);
        nest = outer;
    }
    Py_DECREF(nest);
}

static void slices_are_resolved(void)
{
    static const struct {
        Py_ssize_t length, start, stop, step;          /* PY_SSIZE_T_MAX: None */
        Py_ssize_t from, to, by, count;
    } rows[] = {
        {10, 2, 5, PY_SSIZE_T_MAX, 2, 5, 1, 3},
        {10, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, 0, 10, 1, 10},
        {10, -3, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, 7, 10, 1, 3},
        {10, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, -1, 9, -1, -1, 10},
        {10, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, -3, 9, -1, -3, 4},
        {10, 100, -100, PY_SSIZE_T_MAX, 10, 0, 1, 0},
        {10, 1, 8, 3, 1, 8, 3, 3},
        {0, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, -1, -1, -1, -1, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Py_ssize_t given[3] = {rows[i].start, rows[i].stop, rows[i].step};
        PyObject *parts[3];
        for (int k = 0; k < 3; k++) {
            parts[k] = given[k] == PY_SSIZE_T_MAX ? Py_NewRef(Py_None) : PyLong_FromSsize_t(given[k]);
        }
        PyObject *slice = PySlice_New(parts[0], parts[1], parts[2]);
        Py_ssize_t start, stop, step;
        CHECK_EQUAL(PySlice_Unpack(slice, &start, &stop, &step), 0);
        CHECK_EQUAL(PySlice_AdjustIndices(rows[i].length, &start, &stop, step), rows[i].count);
        CHECK_EQUAL(start, rows[i].from);
        CHECK_EQUAL(stop, rows[i].to);
        CHECK_EQUAL(step, rows[i].by);
        Py_DECREF(slice);
        for (int k = 0; k < 3; k++) {
            Py_DECREF(parts[k]);
        }
    }
    Py_ssize_t start, stop, step;
    PyObject *zero = PyLong_FromLong(0);
    PyObject *slice = PySlice_New(NULL, NULL, zero);
    CHECK_EQUAL(PySlice_Unpack(slice, &start, &stop, &step), -1);
    CHECK_ERROR(PyExc_ValueError, "slice step cannot be zero");
    Py_DECREF(slice);
    PyObject *text = PyUnicode_FromString("x");
    slice = PySlice_New(text, NULL, NULL);
    CHECK_EQUAL(PySlice_Unpack(slice, &start, &stop, &step), -1);
    CHECK_ERROR(PyExc_TypeError, "slice indices must be integers or None or have an __index__ method");
    Py_DECREF(slice);
    Py_DECREF(text);
    Py_DECREF(zero);
}

static void floats_are_packed_as_ieee_754(void)
{
    static const double values[] = {0.0, -0.0, 1.0, -1.5, 65504.0, 0x1p-14, 0x1p-24, 0x1.ff8p-15, 1.0 / 3, INFINITY, -INFINITY};
    char bytes[8];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        for (int le = 0; le < 2; le++) {
            CHECK_EQUAL(PyFloat_Pack8(values[i], bytes, le), 0);
            CHECK(PyFloat_Unpack8(bytes, le) == values[i]);
            CHECK_EQUAL(PyFloat_Pack4(values[i], bytes, le), 0);
            CHECK(PyFloat_Unpack4(bytes, le) == (double)(float)values[i]);
            CHECK_EQUAL(PyFloat_Pack2(values[i], bytes, le), 0);
            CHECK(fabs(PyFloat_Unpack2(bytes, le) - values[i]) <= fabs(values[i]) * 0x1p-11 || isinf(values[i]));
        }
    }
    CHECK_EQUAL(PyFloat_Pack2(0x1p-25, bytes, 1), 0);
    CHECK(PyFloat_Unpack2(bytes, 1) == 0.0);
    CHECK_EQUAL(PyFloat_Pack2(0x1.8p-25, bytes, 1), 0);
    CHECK(PyFloat_Unpack2(bytes, 1) == 0x1p-24);
    CHECK_EQUAL(PyFloat_Pack2(65519.0, bytes, 1), 0);
    CHECK(PyFloat_Unpack2(bytes, 1) == 65504.0);
    CHECK_EQUAL(PyFloat_Pack2(65520.0, bytes, 1), -1);
    CHECK_ERROR(PyExc_OverflowError, "float too large to pack with e format");
    CHECK_EQUAL(PyFloat_Pack4(1e39, bytes, 1), -1);
    CHECK_ERROR(PyExc_OverflowError, "float too large to pack with f format");
    CHECK_EQUAL(PyFloat_Pack2(NAN, bytes, 0), 0);
    CHECK(isnan(PyFloat_Unpack2(bytes, 0)));
    for (int bits = 0; bits < 0x7C00; bits++) {
        bytes[0] = (char)bits;
        bytes[1] = (char)(bits >> 8);
        char again[2];
        CHECK_EQUAL(PyFloat_Pack2(PyFloat_Unpack2(bytes, 1), again, 1), 0);
        CHECK(again[0] == bytes[0] && again[1] == bytes[1]);
    }
}

static void numbers_read_as_doubles(void)
{
    PyObject *o = PyLong_FromLong(1L << 40);
    CHECK(PyFloat_AsDouble(o) == 0x1p40);
    Py_DECREF(o);
    CHECK(PyFloat_AsDouble(Py_True) == 1.0);
    o = PyUnicode_FromString("1.0");
    CHECK(PyFloat_AsDouble(o) == -1.0);
    CHECK_ERROR(PyExc_TypeError, "must be real number, not str");
    Py_DECREF(o);
    Py_complex quotient = _Py_c_quot((Py_complex){1, 2}, (Py_complex){3, -4});
    CHECK(fabs(quotient.real + 0.2) < 1e-15 && fabs(quotient.imag - 0.4) < 1e-15);
}

static void doubles_are_read_as_python_writes_them(void)
{
    static const struct {
        const char *text;
        double value;
        int length;
    } rows[] = {{"1.5", 1.5, 3},     {"-0", -0.0, 2},  {"1e3x", 1000.0, 3}, {".5", 0.5, 2},      {"5.", 5.0, 2},
                {"1e", 1.0, 1},      {"inf", INFINITY, 3}, {"-Infinity", -INFINITY, 9}, {"0x10", 0.0, 1}, {"1e400", INFINITY, 5},
                {"1e-400", 0.0, 6}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *end;
        CHECK(PyOS_string_to_double(rows[i].text, &end, NULL) == rows[i].value);
        CHECK_EQUAL(end - rows[i].text, rows[i].length);
        CHECK(!PyErr_Occurred());
    }
    static const char *const wrong[] = {"", " 1", "x", "1 ", "+", ".", "e5", "--1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK(PyOS_string_to_double(wrong[i], NULL, NULL) == -1.0);
        CHECK_ERROR(PyExc_ValueError, "could not convert string to float: ");
    }
    CHECK(PyOS_string_to_double("1e400", NULL, PyExc_OverflowError) == -1.0);
    CHECK_ERROR(PyExc_OverflowError, "value too large to convert to float: '1e400'");
}

static void doubles_are_written_as_python_does(void)
{
    static const struct {
        double value;
        char code;
        int precision, flags;
        const char *text;
    } rows[] = {
        {0.1, 'r', 0, 0, "0.1"},          {1.0, 'r', 0, Py_DTSF_ADD_DOT_0, "1.0"}, {1e16, 'r', 0, Py_DTSF_ADD_DOT_0, "1e+16"},
        {123456789012345680.0, 'r', 0, 0, "1.2345678901234568e+17"}, {1e15, 'r', 0, Py_DTSF_ADD_DOT_0, "1000000000000000.0"},
        {0.0001, 'r', 0, 0, "0.0001"},    {0.00001, 'r', 0, 0, "1e-05"},  {1.0 / 3, 'r', 0, 0, "0.3333333333333333"},
        {5e-324, 'r', 0, 0, "5e-324"},    {-0.0, 'r', 0, 0, "-0"},        {1.7976931348623157e308, 'r', 0, 0, "1.7976931348623157e+308"},
        {3.14159, 'f', 2, 0, "3.14"},     {3.14159, 'e', 3, 0, "3.142e+00"}, {3.14159, 'g', 3, 0, "3.14"},
        {1e10, 'g', 6, 0, "1e+10"},       {1e10, 'G', 6, 0, "1E+10"},     {2.0, 'g', 6, Py_DTSF_ADD_DOT_0, "2.0"},
        {2.0, 'f', 0, Py_DTSF_ALT, "2."}, {2.0, 'f', 1, Py_DTSF_SIGN, "+2.0"}, {INFINITY, 'r', 0, 0, "inf"},
        {-INFINITY, 'F', 1, 0, "-INF"},   {NAN, 'g', 6, 0, "nan"},        {INFINITY, 'g', 6, Py_DTSF_SIGN, "+inf"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = PyOS_double_to_string(rows[i].value, rows[i].code, rows[i].precision, rows[i].flags, NULL);
        CHECK(text != NULL);
        CHECK_TEXT(PyUnicode_FromString(text), rows[i].text);
        PyMem_Free(text);
    }
}

int main(void)
{
    open_runtime(1 << 24, 0);
    use_containers();
    Py_ssize_t before = blocks_in_use();
    RUN(the_count_of_units_shapes_the_value);
    RUN(every_unit_makes_its_type);
    RUN(lists_and_dicts_are_made);
    RUN(references_are_shared_or_given_away);
    RUN(a_failure_leaks_nothing);
    RUN(tuples_keep_their_items);
    RUN(deep_tuples_die_without_deep_recursion);
    RUN(slices_are_resolved);
    RUN(floats_are_packed_as_ieee_754);
    RUN(numbers_read_as_doubles);
    RUN(doubles_are_read_as_python_writes_them);
    RUN(doubles_are_written_as_python_does);
    release_containers();
    CHECK_EQUAL(blocks_in_use(), before);
    return 0;
}
