/* writer.c: strs that grow while they are written, spans of time, and what compiled modules find in _PyRuntime. */
#include "unit.h"

#include <string.h>

static void check_text(PyObject *str, const char *expected)
{
    CHECK(str != NULL);
    CHECK_EQUAL(strcmp(PyUnicode_AsUTF8(str), expected), 0);
    Py_DECREF(str);
}

static void characters_widen_the_buffer_as_they_come(void)
{
    Py_ssize_t before = blocks_in_use();
    _PyUnicodeWriter writer;
    _PyUnicodeWriter_Init(&writer);
    CHECK_EQUAL(_PyUnicodeWriter_WriteChar(&writer, 'a'), 0);
    CHECK_EQUAL(writer.maxchar, 0x7F);
    CHECK_EQUAL(_PyUnicodeWriter_WriteChar(&writer, 0xE9), 0);
    CHECK_EQUAL(_PyUnicodeWriter_WriteChar(&writer, 0x20AC), 0);
    CHECK_EQUAL(_PyUnicodeWriter_WriteChar(&writer, 0x1F600), 0);
    CHECK_EQUAL(writer.kind, PyUnicode_4BYTE_KIND);
    CHECK_EQUAL(writer.pos, 4);
    check_text(_PyUnicodeWriter_Finish(&writer), "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    CHECK_EQUAL(blocks_in_use(), before);
}

static void a_result_is_as_long_as_what_was_written(void)
{
    _PyUnicodeWriter writer;
    _PyUnicodeWriter_Init(&writer);
    writer.overallocate = 1;
    writer.min_length = 100;
    CHECK_EQUAL(_PyUnicodeWriter_WriteASCIIString(&writer, "abc", -1), 0);
    CHECK_EQUAL(writer.size, 100);
    PyObject *str = _PyUnicodeWriter_Finish(&writer);
    CHECK_EQUAL(PyUnicode_GET_LENGTH(str), 3);
    check_text(str, "abc");
    _PyUnicodeWriter_Init(&writer);
    check_text(_PyUnicodeWriter_Finish(&writer), "");
}

static void the_first_str_is_kept_and_copied_when_more_comes(void)
{
    PyObject *first = PyUnicode_FromString("first");
    _PyUnicodeWriter writer;
    _PyUnicodeWriter_Init(&writer);
    CHECK_EQUAL(_PyUnicodeWriter_WriteStr(&writer, first), 0);
    CHECK(writer.buffer == first);
    CHECK_EQUAL(_PyUnicodeWriter_WriteSubstring(&writer, first, 1, 3), 0);
    CHECK(writer.buffer != first);
    CHECK_EQUAL(_PyUnicodeWriter_WriteLatin1String(&writer, "\xe9", 1), 0);
    check_text(_PyUnicodeWriter_Finish(&writer), "firstir\xc3\xa9");
    check_text(first, "first");
}

static void spans_of_time_are_rounded_as_asked(void)
{
    CHECK_EQUAL(_PyTime_AsMilliseconds(1500001, _PyTime_ROUND_FLOOR), 1);
    CHECK_EQUAL(_PyTime_AsMilliseconds(1500001, _PyTime_ROUND_CEILING), 2);
    CHECK_EQUAL(_PyTime_AsMilliseconds(-1500001, _PyTime_ROUND_FLOOR), -2);
    CHECK_EQUAL(_PyTime_AsMilliseconds(-1500001, _PyTime_ROUND_CEILING), -1);
    CHECK_EQUAL(_PyTime_AsMilliseconds(-1500001, _PyTime_ROUND_UP), -2);
    CHECK_EQUAL(_PyTime_AsMilliseconds(2500000, _PyTime_ROUND_HALF_EVEN), 2);
    CHECK_EQUAL(_PyTime_AsMilliseconds(3500000, _PyTime_ROUND_HALF_EVEN), 4);
    CHECK_EQUAL(_PyTime_AsMicroseconds(_PyTime_FromSeconds(2), _PyTime_ROUND_FLOOR), 2000000);
    _PyTime_t t;
    PyObject *seconds = PyFloat_FromDouble(1.5);
    CHECK_EQUAL(_PyTime_FromSecondsObject(&t, seconds, _PyTime_ROUND_TIMEOUT), 0);
    CHECK_EQUAL(t, 1500000000);
    Py_DECREF(seconds);
    seconds = PyLong_FromLongLong(INT64_MAX);
    CHECK_EQUAL(_PyTime_FromSecondsObject(&t, seconds, _PyTime_ROUND_TIMEOUT), -1);
    CHECK(PyErr_ExceptionMatches(PyExc_OverflowError));
    PyErr_Clear();
    Py_DECREF(seconds);
    CHECK(_PyDeadline_Get(_PyDeadline_Init(1000000000)) > 0);
    CHECK(_PyDeadline_Get(_PyDeadline_Init(INT64_MAX)) > 0);
}

/* As the inlined Py_EnterRecursiveCall of CPython 3.11 does it: through _PyRuntime, by offsets. */
static void compiled_modules_count_levels_through_the_runtime(void)
{
    char *thread = *(char **)((char *)&_PyRuntime + 0x240);
    CHECK(thread == (char *)PyThreadState_Get());
    int *remaining = (int *)(thread + 0x20);
    int limit = *remaining;
    CHECK_EQUAL(limit, Py_GetRecursionLimit());
    CHECK_EQUAL(Py_EnterRecursiveCall(""), 0);
    CHECK_EQUAL(*remaining, limit - 1);
    Py_LeaveRecursiveCall();
    *remaining = 0;
    CHECK_EQUAL(Py_EnterRecursiveCall(" here"), -1);
    CHECK(PyErr_ExceptionMatches(PyExc_RecursionError));
    PyErr_Clear();
    CHECK_EQUAL(*remaining, 0);
    --*remaining;
    CHECK_EQUAL(_Py_CheckRecursiveCall(PyThreadState_Get(), " there"), -1);
    PyErr_Clear();
    CHECK_EQUAL(*remaining, 0);
    *remaining = limit;
    Py_SetRecursionLimit(limit + 100);
    CHECK_EQUAL(*remaining, limit + 100);
    Py_SetRecursionLimit(limit);
    CHECK(PyLong_FromLong(1) == (PyObject *)((char *)&_PyRuntime + 0x368));
}

int main(void)
{
    open_runtime(16 << 20, 0);
    RUN(characters_widen_the_buffer_as_they_come);
    RUN(a_result_is_as_long_as_what_was_written);
    RUN(the_first_str_is_kept_and_copied_when_more_comes);
    RUN(spans_of_time_are_rounded_as_asked);
    RUN(compiled_modules_count_levels_through_the_runtime);
    return 0;
}
