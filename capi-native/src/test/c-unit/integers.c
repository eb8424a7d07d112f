/* integers.c: ints made and taken apart in C: values, layout, overflow and its messages. */
#include "errors.h"

#include <limits.h>
#include <math.h>

static const long edges[] = {
    0, 1, -1, 2, -5, -6, 255, 256, 257, 1000, -1000, (1L << 30) - 1, 1L << 30, -(1L << 30), (1L << 60) - 1, 1L << 60,
    -(1L << 60), INT_MAX, INT_MIN, (long)INT_MAX + 1, LONG_MAX, LONG_MIN, LONG_MIN + 1,
};
#define EDGES ((int)(sizeof edges / sizeof *edges))

/* A reproducible row of numbers: xorshift. */
static uint64_t seed = 88172645463325252ull;
static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static void every_long_comes_back(void)
{
    for (int i = 0; i < EDGES; i++) {
        PyObject *o = PyLong_FromLong(edges[i]);
        CHECK_EQUAL(PyLong_AsLong(o), edges[i]);
        CHECK_EQUAL(PyLong_AsLongLong(o), edges[i]);
        CHECK_EQUAL(PyLong_AsSsize_t(o), edges[i]);
        CHECK_EQUAL(PyLong_AsUnsignedLongMask(o), edges[i]);
        CHECK_EQUAL(_PyLong_Sign(o), (edges[i] > 0) - (edges[i] < 0));
        Py_DECREF(o);
        CHECK(!PyErr_Occurred());
    }
    for (int i = 0; i < 100000; i++) {
        long value = (long)(next_random() >> next_random() % 64) * (i % 2 ? 1 : -1);
        PyObject *o = PyLong_FromLong(value);
        CHECK_EQUAL(PyLong_AsLong(o), value);
        Py_DECREF(o);
    }
}

static void every_unsigned_long_comes_back(void)
{
    for (int i = 0; i < EDGES; i++) {
        PyObject *o = PyLong_FromUnsignedLong((unsigned long)edges[i]);
        CHECK_EQUAL(PyLong_AsUnsignedLong(o), (unsigned long)edges[i]);
        CHECK_EQUAL(PyLong_AsUnsignedLongLong(o), (unsigned long)edges[i]);
        CHECK_EQUAL(PyLong_AsSize_t(o), (unsigned long)edges[i]);
        Py_DECREF(o);
    }
}

static void digits_are_where_cpython_has_them(void)
{
    PyLongObject *o = (PyLongObject *)PyLong_FromLong(-((5L << 30) + 7));
    CHECK_EQUAL(o->ob_base.ob_size, -2);
    CHECK_EQUAL(o->ob_digit[0], 7);
    CHECK_EQUAL(o->ob_digit[1], 5);
    Py_DECREF((PyObject *)o);
    o = (PyLongObject *)PyLong_FromLong(0);
    CHECK_EQUAL(o->ob_base.ob_size, 0);
    Py_DECREF((PyObject *)o);
    CHECK_EQUAL(sizeof(PyLongObject), 32);
}

static void small_ints_are_always_the_same_object(void)
{
    for (long value = -5; value <= 256; value++) {
        PyObject *a = PyLong_FromLong(value);
        PyObject *b = PyLong_FromSize_t((size_t)(value < 0 ? 0 : value));
        CHECK(value < 0 || a == b);
        CHECK_EQUAL(PyLong_AsLong(a), value);
        Py_DECREF(a);
        Py_DECREF(b);
    }
    PyObject *a = PyLong_FromLong(257);
    PyObject *b = PyLong_FromLong(257);
    CHECK(a != b);
    Py_DECREF(a);
    Py_DECREF(b);
}

#define CHECK_OVERFLOW(call, text) \
    do { \
        CHECK((call) == (__typeof__(call))-1); \
        CHECK_ERROR(PyExc_OverflowError, text); \
    } while (0)

static void what_does_not_fit_says_so(void)
{
    PyObject *large = PyLong_FromString("100000000000000000000", NULL, 10);
    PyObject *negative = PyLong_FromLong(-1);
    PyObject *just_too_large = PyLong_FromString("9223372036854775808", NULL, 10);
    CHECK_OVERFLOW(PyLong_AsLong(large), "Python int too large to convert to C long");
    CHECK_OVERFLOW(PyLong_AsLong(just_too_large), "Python int too large to convert to C long");
    CHECK_OVERFLOW(PyLong_AsLongLong(large), "int too big to convert");
    CHECK_OVERFLOW(PyLong_AsSsize_t(large), "Python int too large to convert to C ssize_t");
    CHECK_OVERFLOW(PyLong_AsSize_t(large), "Python int too large to convert to C size_t");
    CHECK_OVERFLOW(PyLong_AsSize_t(negative), "can't convert negative value to size_t");
    CHECK_OVERFLOW(PyLong_AsUnsignedLong(large), "Python int too large to convert to C unsigned long");
    CHECK_OVERFLOW(PyLong_AsUnsignedLong(negative), "can't convert negative value to unsigned int");
    CHECK_OVERFLOW(PyLong_AsUnsignedLongLong(large), "int too big to convert");
    CHECK_OVERFLOW(PyLong_AsUnsignedLongLong(negative), "can't convert negative int to unsigned");
    CHECK_OVERFLOW(_PyLong_AsInt(just_too_large), "Python int too large to convert to C int");
    CHECK_EQUAL(PyLong_AsUnsignedLongMask(large), 100000000000000000000.0 - 5 * 0x1p64);
    int overflow;
    CHECK_EQUAL(PyLong_AsLongAndOverflow(large, &overflow), -1);
    CHECK_EQUAL(overflow, 1);
    CHECK(!PyErr_Occurred());
    Py_DECREF(large);
    Py_DECREF(just_too_large);
    large = PyLong_FromString("-100000000000000000000", NULL, 10);
    CHECK_EQUAL(PyLong_AsLongLongAndOverflow(large, &overflow), -1);
    CHECK_EQUAL(overflow, -1);
    Py_DECREF(large);
    PyObject *least = PyLong_FromString("-9223372036854775808", NULL, 10);
    CHECK_EQUAL(PyLong_AsLongLongAndOverflow(least, &overflow), LONG_MIN);
    CHECK_EQUAL(overflow, 0);
    Py_DECREF(least);
}

static void what_is_no_int_says_so(void)
{
    PyObject *text = PyUnicode_FromString("12");
    CHECK_EQUAL(PyLong_AsSsize_t(text), -1);
    CHECK_ERROR(PyExc_TypeError, "an integer is required");
    CHECK(PyLong_AsDouble(text) == -1.0);
    CHECK_ERROR(PyExc_TypeError, "an integer is required");
    CHECK_EQUAL(PyLong_AsLong(text), -1);
    CHECK_ERROR(PyExc_TypeError, "'str' object cannot be interpreted as an integer");
    CHECK_EQUAL(PyLong_AsLong(NULL), -1);
    CHECK_ERROR(PyExc_SystemError, NULL);
    Py_DECREF(text);
}

/* An int of 128 bits through its bytes. */
static PyObject *from_wide(__int128 value)
{
    unsigned char bytes[16];
    memcpy(bytes, &value, sizeof bytes);
    return _PyLong_FromByteArray(bytes, sizeof bytes, 1, 1);
}

static void byte_arrays_of_any_size_come_back(void)
{
    for (int i = 0; i < 20000; i++) {
        __int128 value = (__int128)((unsigned __int128)next_random() << 64 | next_random()) >> next_random() % 128;
        PyObject *o = from_wide(value);
        __int128 again;
        CHECK_EQUAL(_PyLong_AsByteArray((PyLongObject *)o, (unsigned char *)&again, 16, 1, 1), 0);
        CHECK(again == value);
        unsigned char big[16];
        CHECK_EQUAL(_PyLong_AsByteArray((PyLongObject *)o, big, 16, 0, 1), 0);
        PyObject *from_big = _PyLong_FromByteArray(big, 16, 0, 1);
        CHECK_EQUAL(_PyLong_AsByteArray((PyLongObject *)from_big, (unsigned char *)&again, 16, 1, 1), 0);
        CHECK(again == value);
        unsigned __int128 size = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
        size_t bits = 0;
        for (; size; size >>= 1) {
            bits++;
        }
        CHECK_EQUAL(_PyLong_NumBits(o), bits);
        Py_DECREF(o);
        Py_DECREF(from_big);
    }
}

static void a_byte_array_that_is_too_short_says_so(void)
{
    static const struct {
        long value;
        int is_signed;
        int fits;
    } rows[] = {{127, 1, 1}, {128, 1, 0}, {-128, 1, 1}, {-129, 1, 0}, {255, 0, 1}, {256, 0, 0}, {0, 1, 1}, {-1, 1, 1}};
    unsigned char byte;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        PyObject *o = PyLong_FromLong(rows[i].value);
        int result = _PyLong_AsByteArray((PyLongObject *)o, &byte, 1, 1, rows[i].is_signed);
        if (rows[i].fits) {
            CHECK_EQUAL(result, 0);
            CHECK_EQUAL(byte, (unsigned char)rows[i].value);
        } else {
            CHECK_EQUAL(result, -1);
            CHECK_ERROR(PyExc_OverflowError, "int too big to convert");
        }
        Py_DECREF(o);
    }
}

static void doubles_are_rounded_to_nearest(void)
{
    for (int i = 0; i < 100000; i++) {
        __int128 value = (__int128)((unsigned __int128)next_random() << 64 | next_random()) >> next_random() % 128;
        if (i % 3 == 0) {
            value &= ~(((__int128)1 << next_random() % 70) - 1);  /* so that halves are met */
        }
        PyObject *o = from_wide(value);
        CHECK(PyLong_AsDouble(o) == (double)value);
        Py_DECREF(o);
    }
    PyObject *huge = PyLong_FromDouble(0x1p1023);
    CHECK(PyLong_AsDouble(huge) == 0x1p1023);
    Py_DECREF(huge);
    char text[400];
    memset(text, '9', 310);
    text[310] = '\0';
    huge = PyLong_FromString(text, NULL, 10);
    CHECK(PyLong_AsDouble(huge) == -1.0);
    CHECK_ERROR(PyExc_OverflowError, "int too large to convert to float");
    Py_DECREF(huge);
}

static void ints_from_doubles_drop_the_fraction(void)
{
    static const double values[] = {0.0, -0.0, 0.9, -0.9, 1.5, 1e15, -1e18, 0x1p62, 0x1p63, -0x1p63, 0x1p64, 1e25, -1e40};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        PyObject *o = PyLong_FromDouble(values[i]);
        CHECK(PyLong_AsDouble(o) == trunc(values[i]));
        Py_DECREF(o);
    }
    CHECK(PyLong_FromDouble(INFINITY) == NULL);
    CHECK_ERROR(PyExc_OverflowError, "cannot convert float infinity to integer");
    CHECK(PyLong_FromDouble(NAN) == NULL);
    CHECK_ERROR(PyExc_ValueError, "cannot convert float NaN to integer");
}

static void text_is_read_as_python_writes_it(void)
{
    static const struct {
        const char *text;
        int base;
        long value;
    } rows[] = {
        {"0", 10, 0},           {"  42  ", 10, 42},      {"-7", 10, -7},          {"+7", 10, 7},
        {"ff", 16, 255},        {"0xff", 16, 255},       {"0xFF", 0, 255},        {"0o17", 0, 15},
        {"0b101", 0, 5},        {"1_000_000", 10, 1000000}, {"0x_ff", 0, 255},    {"00", 0, 0},
        {"zz", 36, 1295},       {"0b1", 16, 177},        {"9223372036854775807", 10, LONG_MAX},
        {"-9223372036854775808", 10, LONG_MIN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *end;
        PyObject *o = PyLong_FromString(rows[i].text, &end, rows[i].base);
        CHECK(o != NULL);
        CHECK_EQUAL(PyLong_AsLong(o), rows[i].value);
        CHECK_EQUAL(*end, '\0');
        Py_DECREF(o);
    }
}

static void text_that_is_no_number_says_so(void)
{
    static const struct {
        const char *text;
        int base;
        const char *message;
    } rows[] = {
        {"", 10, "invalid literal for int() with base 10: ''"},
        {"12x", 10, "invalid literal for int() with base 10: '12x'"},
        {"1__2", 10, "invalid literal for int() with base 10: '1__2'"},
        {"_1", 10, "invalid literal for int() with base 10: '_1'"},
        {"1_", 10, "invalid literal for int() with base 10: '1_'"},
        {"012", 0, "invalid literal for int() with base 0: '012'"},
        {"0x", 16, "invalid literal for int() with base 16: '0x'"},
        {"2", 2, "invalid literal for int() with base 2: '2'"},
        {"1", 1, "int() arg 2 must be >= 2 and <= 36"},
        {"1", 37, "int() arg 2 must be >= 2 and <= 36"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(PyLong_FromString(rows[i].text, NULL, rows[i].base) == NULL);
        CHECK_ERROR(PyExc_ValueError, rows[i].message);
    }
}

static void the_end_of_the_number_is_told_even_so(void)
{
    char *end;
    CHECK(PyLong_FromString("12x", &end, 10) == NULL);
    CHECK_ERROR(PyExc_ValueError, "invalid literal for int() with base 10: '12x'");
    CHECK(strcmp(end, "x") == 0);
}

static void long_texts_in_every_base_agree(void)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    for (int base = 2; base <= 36; base++) {
        char text[130];
        unsigned __int128 value = 0;
        int length = 0;
        while (value < ((unsigned __int128)1 << 118)) {
            int d = (int)(next_random() % (uint64_t)base);
            value = value * (unsigned)base + (unsigned)d;
            text[length++] = digits[d];
        }
        text[length] = '\0';
        PyObject *o = PyLong_FromString(text, NULL, base);
        unsigned __int128 again;
        CHECK_EQUAL(_PyLong_AsByteArray((PyLongObject *)o, (unsigned char *)&again, 16, 1, 0), 0);
        CHECK(again == value);
        Py_DECREF(o);
    }
}

static void c_integers_are_read_with_prefixes(void)
{
    char *end;
    CHECK_EQUAL(PyOS_strtol("  -0x1F;", &end, 0), -31);
    CHECK_EQUAL(*end, ';');
    CHECK_EQUAL(PyOS_strtoul("0b11", &end, 0), 3);
    CHECK_EQUAL(PyOS_strtoul("777", &end, 8), 511);
    errno = 0;
    CHECK_EQUAL(PyOS_strtoul("99999999999999999999", &end, 10), ULONG_MAX);
    CHECK_EQUAL(errno, ERANGE);
    CHECK_EQUAL(*end, '\0');
    errno = 0;
    CHECK_EQUAL(PyOS_strtol("-9223372036854775808", &end, 10), LONG_MIN);
    CHECK_EQUAL(errno, 0);
    CHECK_EQUAL(PyOS_strtol("9223372036854775808", &end, 10), LONG_MAX);
    CHECK_EQUAL(errno, ERANGE);
}

static PyObject *quote(PyObject *o)
{
    return PyUnicode_FromFormat("'%U'", o);
}

int main(void)
{
    open_runtime(1 << 24, 0);
    mooring_upcalls.object_repr = quote;
    Py_ssize_t before = blocks_in_use();
    RUN(every_long_comes_back);
    RUN(every_unsigned_long_comes_back);
    RUN(digits_are_where_cpython_has_them);
    RUN(small_ints_are_always_the_same_object);
    RUN(what_does_not_fit_says_so);
    RUN(what_is_no_int_says_so);
    RUN(byte_arrays_of_any_size_come_back);
    RUN(a_byte_array_that_is_too_short_says_so);
    RUN(doubles_are_rounded_to_nearest);
    RUN(ints_from_doubles_drop_the_fraction);
    RUN(text_is_read_as_python_writes_it);
    RUN(text_that_is_no_number_says_so);
    RUN(the_end_of_the_number_is_told_even_so);
    RUN(long_texts_in_every_base_agree);
    RUN(c_integers_are_read_with_prefixes);
    CHECK_EQUAL(blocks_in_use(), before);
    return 0;
}
