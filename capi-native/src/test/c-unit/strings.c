/* strings.c: strs and bytes made and taken apart in C: widths, codecs, error handlers, formats, comparison. */
#include "errors.h"

#include <limits.h>

static PyObject *str(const char *utf8)
{
    PyObject *o = PyUnicode_FromString(utf8);
    CHECK(o != NULL);
    return o;
}

static void each_width_is_the_narrowest(void)
{
    static const struct {
        const char *utf8;
        int kind, ascii, length;
        unsigned long last;
    } rows[] = {
        {"abc", 1, 1, 3, 'c'},     {"", 1, 1, 0, 0},          {"caf\xc3\xa9", 1, 0, 4, 0xE9},
        {"\xc3\xbf", 1, 0, 1, 0xFF}, {"\xc4\x80", 2, 0, 1, 0x100}, {"a\xe2\x82\xac", 2, 0, 2, 0x20AC},
        {"\xef\xbf\xbf", 2, 0, 1, 0xFFFF}, {"a\xf0\x90\x80\x80", 4, 0, 2, 0x10000}, {"\xf4\x8f\xbf\xbf", 4, 0, 1, 0x10FFFF},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        PyObject *o = str(rows[i].utf8);
        CHECK_EQUAL(PyUnicode_KIND(o), rows[i].kind);
        CHECK_EQUAL(PyUnicode_IS_ASCII(o), rows[i].ascii);
        CHECK_EQUAL(PyUnicode_GetLength(o), rows[i].length);
        CHECK_EQUAL(PyUnicode_READ(PyUnicode_KIND(o), PyUnicode_DATA(o), rows[i].length), 0);
        if (rows[i].length > 0) {
            CHECK_EQUAL(PyUnicode_ReadChar(o, rows[i].length - 1), rows[i].last);
        }
        Py_ssize_t size;
        CHECK(strcmp(PyUnicode_AsUTF8AndSize(o, &size), rows[i].utf8) == 0);
        CHECK_EQUAL(size, strlen(rows[i].utf8));
        CHECK(PyUnicode_AsUTF8(o) == PyUnicode_AsUTF8(o));
        Py_DECREF(o);
    }
    CHECK_EQUAL(sizeof(PyASCIIObject), 48);
    CHECK_EQUAL(sizeof(PyCompactUnicodeObject), 72);
    CHECK_EQUAL(sizeof(PyUnicodeObject), 80);
}

/* One decoding: what comes out as UTF-8, with lone surrogates passed through; NULL: UnicodeDecodeError. */
struct decode_row {
    const char *bytes;
    int size;                   /* -1: up to the NUL */
    const char *encoding;
    const char *errors;
    const char *expected;
};

static const struct decode_row decode_rows[] = {
    {"abc", -1, "utf-8", NULL, "abc"},
    {"a\0b", 3, "utf-8", NULL, "a"},
    {"\xff", -1, "utf-8", "strict", NULL},
    {"\xc3", -1, "utf-8", NULL, NULL},
    {"a\xff" "b", -1, "utf-8", "replace", "a\xef\xbf\xbd" "b"},
    {"a\xff" "b", -1, "utf-8", "ignore", "ab"},
    {"a\xff" "b", -1, "utf-8", "backslashreplace", "a\\xffb"},
    {"a\xff" "b", -1, "utf-8", "surrogateescape", "a\xed\xb3\xbf" "b"},
    {"\xe2\x82", -1, "utf-8", "replace", "\xef\xbf\xbd"},
    {"\xe2\x82" "a", -1, "utf-8", "replace", "\xef\xbf\xbd" "a"},
    {"\xf0\x90\x80" "a", -1, "utf-8", "replace", "\xef\xbf\xbd" "a"},
    {"\xed\xa0\x80", -1, "utf-8", "replace", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xed\xa0\x80", -1, "utf-8", "surrogatepass", "\xed\xa0\x80"},
    {"\xc0\x80", -1, "utf-8", "replace", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xe0\x80\x80", -1, "utf-8", "replace", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xf5", -1, "utf-8", "replace", "\xef\xbf\xbd"},
    {"\xf4\x90\x80\x80", -1, "utf-8", "replace", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"0123456789\xc3\xa4" "0123456789", -1, "UTF8", NULL, "0123456789\xc3\xa4" "0123456789"},
    {"\xe9", -1, "latin-1", NULL, "\xc3\xa9"},
    {"\xe9", -1, "iso_8859_1", NULL, "\xc3\xa9"},
    {"a\xe9", -1, "ascii", NULL, NULL},
    {"a\xe9", -1, "ascii", "replace", "a\xef\xbf\xbd"},
    {"a\xe9", -1, "us-ascii", "surrogateescape", "a\xed\xb3\xa9"},
    {"\xff\xfe" "a\0", 4, "utf-16", NULL, "a"},
    {"\xfe\xff\0a", 4, "utf-16", NULL, "a"},
    {"a\0\xac\x20", 4, "utf-16-le", NULL, "a\xe2\x82\xac"},
    {"\x3d\xd8\0\xde", 4, "utf-16-le", NULL, "\xf0\x9f\x98\x80"},
    {"\x3d\xd8", 2, "utf-16-le", NULL, NULL},
    {"\x3d\xd8" "a\0", 4, "utf-16-le", "replace", "\xef\xbf\xbd" "a"},
    {"a", 1, "utf-16-le", "ignore", ""},
    {"\xff\xfe\0\0a\0\0\0", 8, "utf-32", NULL, "a"},
    {"\0\0\0a", 4, "utf-32-be", NULL, "a"},
    {"\0\0\x11\0", 4, "utf-32-le", "replace", "\xef\xbf\xbd"},
};

static void bytes_are_decoded_as_cpython_does(void)
{
    for (size_t i = 0; i < sizeof decode_rows / sizeof *decode_rows; i++) {
        const struct decode_row *row = &decode_rows[i];
        Py_ssize_t size = row->size < 0 ? (Py_ssize_t)strlen(row->bytes) : row->size;
        PyObject *o = PyUnicode_Decode(row->bytes, size, row->encoding, row->errors);
        if (row->expected == NULL) {
            CHECK(o == NULL);
            CHECK_ERROR(PyExc_UnicodeDecodeError, NULL);
            continue;
        }
        CHECK(o != NULL);
        PyObject *bytes = PyUnicode_AsEncodedString(o, "utf-8", "surrogatepass");
        CHECK(strcmp(PyBytes_AsString(bytes), row->expected) == 0);
        Py_DECREF(bytes);
        Py_DECREF(o);
    }
}

/* One encoding of the str that the UTF-8 spells (surrogates passed through); NULL: UnicodeEncodeError. */
static const struct {
    const char *text;
    const char *encoding;
    const char *errors;
    const char *expected;
    int size;
} encode_rows[] = {
    {"a\xe2\x82\xac", "utf-8", NULL, "a\xe2\x82\xac", 4},
    {"\xf0\x9f\x98\x80", "utf-8", NULL, "\xf0\x9f\x98\x80", 4},
    {"a\xed\xa0\x80", "utf-8", NULL, NULL, 0},
    {"a\xed\xa0\x80", "utf-8", "replace", "a?", 2},
    {"a\xed\xa0\x80", "utf-8", "ignore", "a", 1},
    {"a\xed\xa0\x80", "utf-8", "backslashreplace", "a\\ud800", 7},
    {"a\xed\xa0\x80", "utf-8", "xmlcharrefreplace", "a&#55296;", 9},
    {"a\xed\xb3\xbf" "b", "utf-8", "surrogateescape", "a\xff" "b", 3},
    {"a\xed\xa0\x80", "utf-8", "surrogateescape", NULL, 0},
    {"\xc3\xa9", "latin-1", NULL, "\xe9", 1},
    {"\xe2\x82\xac\xe2\x82\xac", "latin-1", NULL, NULL, 0},
    {"\xe2\x82\xac\xe2\x82\xac", "latin-1", "replace", "??", 2},
    {"\xc3\xa9", "ascii", "backslashreplace", "\\xe9", 4},
    {"x\xf0\x9f\x98\x80y", "ascii", "backslashreplace", "x\\U0001f600y", 12},
    {"\xc3\xa9", "ascii", "xmlcharrefreplace", "&#233;", 6},
    {"\xed\xb3\xa9", "ascii", "surrogateescape", "\xe9", 1},
    {"a", "utf-16", NULL, "\xff\xfe" "a\0", 4},
    {"\xf0\x9f\x98\x80", "utf-16-le", NULL, "\x3d\xd8\0\xde", 4},
    {"\xf0\x9f\x98\x80", "utf-16-be", NULL, "\xd8\x3d\xde\0", 4},
    {"a", "utf-32", NULL, "\xff\xfe\0\0a\0\0\0", 8},
    {"a\xed\xa0\x80", "utf-16-le", NULL, NULL, 0},
    {"a\xed\xa0\x80", "utf-16-le", "surrogatepass", "a\0\0\xd8", 4},
    {"a\xed\xa0\x80", "utf-32-be", "replace", "\0\0\0a\0\0\0?", 8},
};

static void strs_are_encoded_as_cpython_does(void)
{
    for (size_t i = 0; i < sizeof encode_rows / sizeof *encode_rows; i++) {
        const char *text = encode_rows[i].text;
        PyObject *o = PyUnicode_Decode(text, (Py_ssize_t)strlen(text), "utf-8", "surrogatepass");
        PyObject *bytes = PyUnicode_AsEncodedString(o, encode_rows[i].encoding, encode_rows[i].errors);
        if (encode_rows[i].expected == NULL) {
            CHECK(bytes == NULL);
            CHECK_ERROR(PyExc_UnicodeEncodeError, NULL);
        } else {
            CHECK(bytes != NULL);
            CHECK_EQUAL(PyBytes_Size(bytes), encode_rows[i].size);
            CHECK(memcmp(PyBytes_AsString(bytes), encode_rows[i].expected, (size_t)encode_rows[i].size) == 0);
            Py_DECREF(bytes);
        }
        Py_DECREF(o);
    }
}

static void every_character_survives_every_codec(void)
{
    static const char *const encodings[] = {"utf-8", "utf-16", "utf-16-be", "utf-32", "utf-32-le"};
    for (Py_UCS4 ch = 0; ch <= 0x10FFFF; ch += ch < 0x900 ? 1 : 97) {
        if (Py_UNICODE_IS_SURROGATE(ch)) {
            continue;
        }
        PyObject *o = PyUnicode_FromOrdinal((int)ch);
        for (int i = 0; i < 5; i++) {
            PyObject *bytes = PyUnicode_AsEncodedString(o, encodings[i], NULL);
            PyObject *again = PyUnicode_Decode(PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes), encodings[i], NULL);
            CHECK_EQUAL(PyUnicode_ReadChar(again, 0), ch);
            CHECK_EQUAL(PyUnicode_GetLength(again), 1);
            Py_DECREF(bytes);
            Py_DECREF(again);
        }
        Py_DECREF(o);
    }
}

static void an_unfinished_character_waits_for_more(void)
{
    Py_ssize_t consumed;
    PyObject *o = PyUnicode_DecodeUTF8Stateful("a\xe2\x82", 3, NULL, &consumed);
    CHECK_EQUAL(consumed, 1);
    CHECK_TEXT(o, "a");
    int order = -1;
    o = PyUnicode_DecodeUTF16Stateful("a\0\x3d\xd8", 4, NULL, &order, &consumed);
    CHECK_EQUAL(consumed, 2);
    CHECK_TEXT(o, "a");
}

static void formats_have_all_units(void)
{
    PyObject *name = str("n\xc3\xa4me");
    CHECK_TEXT(PyUnicode_FromFormat("%s-%s", "a", "b\xc3\xa4"), "a-b\xc3\xa4");
    CHECK_TEXT(PyUnicode_FromFormat("%d %i %u", -1, 2, 3u), "-1 2 3");
    CHECK_TEXT(PyUnicode_FromFormat("%ld %lu %lld %llu %zd %zu", -1L, 2ul, -3ll, 4ull, (Py_ssize_t)-5, (size_t)6),
               "-1 2 -3 4 -5 6");
    CHECK_TEXT(PyUnicode_FromFormat("%x", 0xabc), "abc");
    CHECK_TEXT(PyUnicode_FromFormat("[%5d][%05d][%.3d][%5.3d]", 42, 42, 7, 7), "[   42][00042][007][  007]");
    CHECK_TEXT(PyUnicode_FromFormat("%c%c", 'x', 0x20AC), "x\xe2\x82\xac");
    CHECK_TEXT(PyUnicode_FromFormat("%%|%p", (void *)0x1234), "%|0x1234");
    CHECK_TEXT(PyUnicode_FromFormat("[%10s][%.2s][%5.1s]", "abc", "abc", "abc"), "[       abc][ab][    a]");
    CHECK_TEXT(PyUnicode_FromFormat("[%U][%6U][%.2U]", name, name, name), "[n\xc3\xa4me][  n\xc3\xa4me][n\xc3\xa4]");
    CHECK_TEXT(PyUnicode_FromFormat("%V %V", name, "unused", NULL, "used"), "n\xc3\xa4me used");
    CHECK_TEXT(PyUnicode_FromFormat("%s", "bad \xff"), "bad \xef\xbf\xbd");
    CHECK_TEXT(PyUnicode_FromFormat("a %y b", 1), "a %y b");
    CHECK_TEXT(PyUnicode_FromFormat("%S", name), "n\xc3\xa4me");
    CHECK(PyUnicode_FromFormat("%c", 0x110000) == NULL);
    CHECK_ERROR(PyExc_OverflowError, "character argument not in range(0x110000)");
    CHECK(PyUnicode_FromFormat("\xff") == NULL);
    CHECK_ERROR(PyExc_ValueError, "PyUnicode_FromFormatV() expects an ASCII-encoded format string, got a non-ASCII byte: 0xff");
    Py_DECREF(name);
    PyObject *bytes = PyBytes_FromFormat("%s %d %ld %u %zd %i %x %c %% %.2s", "t", -1, -2L, 3u, (Py_ssize_t)4, 5, 0xff, 'c', "xyz");
    CHECK(strcmp(PyBytes_AsString(bytes), "t -1 -2 3 4 5 ff c % xy") == 0);
    Py_DECREF(bytes);
}

static void strs_compare_by_their_characters(void)
{
    static const char *const sorted[] = {"", "a", "aa", "ab", "b", "\xc3\xa9", "\xc3\xa9t", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    int count = sizeof sorted / sizeof *sorted;
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++) {
            PyObject *a = str(sorted[i]);
            PyObject *b = str(sorted[k]);
            CHECK_EQUAL(PyUnicode_Compare(a, b), (i > k) - (i < k));
            PyObject *equal = PyUnicode_RichCompare(a, b, Py_EQ);
            PyObject *less = PyUnicode_RichCompare(a, b, Py_LT);
            CHECK(equal == (i == k ? Py_True : Py_False));
            CHECK(less == (i < k ? Py_True : Py_False));
            Py_DECREF(equal);
            Py_DECREF(less);
            Py_DECREF(a);
            Py_DECREF(b);
        }
    }
    PyObject *o = str("abc");
    CHECK_EQUAL(PyUnicode_CompareWithASCIIString(o, "abc"), 0);
    CHECK_EQUAL(PyUnicode_CompareWithASCIIString(o, "abd"), -1);
    CHECK_EQUAL(PyUnicode_CompareWithASCIIString(o, "ab"), 1);
    CHECK_EQUAL(PyUnicode_CompareWithASCIIString(o, "abcd"), -1);
    Py_DECREF(o);
}

static void parts_are_found_and_taken(void)
{
    PyObject *o = str("abc\xe2\x82\xac" "abc");
    PyObject *abc = str("abc");
    CHECK_EQUAL(PyUnicode_FindChar(o, 'c', 0, 7, 1), 2);
    CHECK_EQUAL(PyUnicode_FindChar(o, 'c', 0, 7, -1), 6);
    CHECK_EQUAL(PyUnicode_FindChar(o, 0x20AC, 0, 100, 1), 3);
    CHECK_EQUAL(PyUnicode_FindChar(o, 'x', 0, 7, 1), -1);
    CHECK_EQUAL(PyUnicode_Tailmatch(o, abc, 0, 7, -1), 1);
    CHECK_EQUAL(PyUnicode_Tailmatch(o, abc, 0, PY_SSIZE_T_MAX, 1), 1);
    CHECK_EQUAL(PyUnicode_Tailmatch(o, abc, 1, 7, -1), 0);
    CHECK_EQUAL(PyUnicode_Tailmatch(o, abc, 0, 2, -1), 0);
    CHECK_TEXT(PyUnicode_Substring(o, 4, 6), "ab");
    CHECK_TEXT(PyUnicode_Substring(o, 2, 100), "c\xe2\x82\xac" "abc");
    CHECK_TEXT(PyUnicode_Substring(o, 5, 2), "");
    CHECK(PyUnicode_Substring(o, -1, 2) == NULL);
    CHECK_ERROR(PyExc_IndexError, "string index out of range");
    CHECK_TEXT(PyUnicode_Concat(abc, o), "abcabc\xe2\x82\xac" "abc");
    CHECK_EQUAL(PyUnicode_ReadChar(o, 7), (Py_UCS4)-1);
    CHECK_ERROR(PyExc_IndexError, "string index out of range");
    Py_DECREF(abc);
    Py_DECREF(o);
}

static void a_fresh_str_can_be_written(void)
{
    PyObject *o = PyUnicode_New(3, 0x20AC);
    CHECK_EQUAL(PyUnicode_Fill(o, 0, 3, 'x'), 3);
    CHECK_EQUAL(PyUnicode_WriteChar(o, 1, 0x20AC), 0);
    CHECK_EQUAL(PyUnicode_WriteChar(o, 1, 0x10000), -1);
    CHECK_ERROR(PyExc_ValueError, "character out of range");
    CHECK_EQUAL(PyUnicode_WriteChar(o, 3, 'a'), -1);
    CHECK_ERROR(PyExc_IndexError, "string index out of range");
    PyObject *ascii = str("abcd");
    CHECK_EQUAL(PyUnicode_CopyCharacters(o, 2, ascii, 3, 9), 1);
    Py_INCREF(o);
    CHECK_EQUAL(PyUnicode_WriteChar(o, 0, 'a'), -1);
    CHECK_ERROR(PyExc_SystemError, "Cannot modify a string currently used");
    Py_DECREF(o);
    CHECK_EQUAL(PyUnicode_CopyCharacters(ascii, 0, o, 0, 2), -1);
    CHECK_ERROR(PyExc_SystemError, "Cannot copy UCS2 characters into a string of ascii characters");
    Py_DECREF(ascii);
    CHECK_TEXT(o, "x\xe2\x82\xac" "d");
}

static void wide_characters_come_and_go(void)
{
    PyObject *o = PyUnicode_FromWideChar(L"a\x20ac\x1f600", -1);
    CHECK_EQUAL(PyUnicode_GetLength(o), 3);
    Py_ssize_t length;
    wchar_t *wide = PyUnicode_AsWideCharString(o, &length);
    CHECK_EQUAL(length, 3);
    CHECK(wcscmp(wide, L"a\x20ac\x1f600") == 0);
    PyMem_Free(wide);
    wchar_t part[2];
    CHECK_EQUAL(PyUnicode_AsWideChar(o, part, 2), 2);
    CHECK_EQUAL(part[1], 0x20AC);
    Py_UCS4 *copy = PyUnicode_AsUCS4Copy(o);
    CHECK_EQUAL(copy[2], 0x1F600);
    PyMem_Free(copy);
    Py_DECREF(o);
}

static void bytes_hold_what_they_are_given(void)
{
    PyObject *o = PyBytes_FromStringAndSize("a\0b", 3);
    CHECK_EQUAL(PyBytes_Size(o), 3);
    char *bytes;
    CHECK_EQUAL(PyBytes_AsStringAndSize(o, &bytes, NULL), -1);
    CHECK_ERROR(PyExc_ValueError, "embedded null byte");
    CHECK_EQUAL(bytes[3], 0);
    CHECK_TEXT(PyBytes_Repr(o, 0), "b'a\\x00b'");
    Py_DECREF(o);
    o = PyBytes_FromString("it's \"\n\\");
    CHECK_TEXT(PyBytes_Repr(o, 1), "b'it\\'s \"\\n\\\\'");
    PyBytes_ConcatAndDel(&o, PyBytes_FromString("!"));
    CHECK_EQUAL(PyBytes_Size(o), 9);
    Py_DECREF(o);
    o = PyBytes_FromString("it's");
    CHECK_TEXT(PyBytes_Repr(o, 1), "b\"it's\"");
    CHECK_EQUAL(_PyBytes_Resize(&o, 3), 0);
    CHECK(strcmp(PyBytes_AsString(o), "it'") == 0);
    CHECK_EQUAL(_PyBytes_Resize(&o, 100), 0);
    CHECK_EQUAL(PyBytes_AsString(o)[100], 0);
    Py_DECREF(o);
    o = str("x");
    CHECK(PyBytes_AsString(o) == NULL);
    CHECK_ERROR(PyExc_TypeError, "expected bytes, str found");
    Py_DECREF(o);
}

static void escapes_in_bytes_are_read(void)
{
    PyObject *o = PyBytes_DecodeEscape("a\\n\\x41\\101\\q\\\\", 15, NULL, 0, NULL);
    CHECK(strcmp(PyBytes_AsString(o), "a\nAA\\q\\") == 0);
    Py_DECREF(o);
    CHECK(PyBytes_DecodeEscape("ab\\x4", 5, NULL, 0, NULL) == NULL);
    CHECK_ERROR(PyExc_ValueError, "invalid \\x escape at position 2");
    o = PyBytes_DecodeEscape("ab\\x4", 5, "replace", 0, NULL);
    CHECK(strcmp(PyBytes_AsString(o), "ab?") == 0);
    Py_DECREF(o);
    CHECK(PyBytes_DecodeEscape("a\\", 2, NULL, 0, NULL) == NULL);
    CHECK_ERROR(PyExc_ValueError, "Trailing \\ in string");
}

static PyObject *same(PyObject *o)
{
    return Py_NewRef(o);
}

/* What UnicodeEncodeError(...) gives, and the instance of any other exception: a stand-in. */
static PyObject *stand_in(PyObject *type, PyObject *args, PyObject *kwargs)
{
    (void)type;
    (void)args;
    (void)kwargs;
    return PyBytes_FromString("an exception");
}

static PyObject *new_stand_in(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    return stand_in((PyObject *)type, args, kwargs);
}

int main(void)
{
    open_runtime(1 << 24, 0);
    mooring_upcalls.object_str = same;
    mooring_upcalls.type_new_instance = new_stand_in;
    mooring_upcalls.object_call = stand_in;
    Py_ssize_t before = blocks_in_use();
    RUN(each_width_is_the_narrowest);
    RUN(bytes_are_decoded_as_cpython_does);
    RUN(strs_are_encoded_as_cpython_does);
    RUN(every_character_survives_every_codec);
    RUN(an_unfinished_character_waits_for_more);
    RUN(formats_have_all_units);
    RUN(strs_compare_by_their_characters);
    RUN(parts_are_found_and_taken);
    RUN(a_fresh_str_can_be_written);
    RUN(wide_characters_come_and_go);
    RUN(bytes_hold_what_they_are_given);
    RUN(escapes_in_bytes_are_read);
    CHECK_EQUAL(blocks_in_use(), before);
    return 0;
}
