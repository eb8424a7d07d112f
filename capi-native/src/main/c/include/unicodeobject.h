/* unicodeobject.h: Python's str as C sees it.
 *
 * A str is one block: a header, then the characters in the narrowest of three widths, then a zero character.
 *
 *     only ASCII             PyASCIIObject            | 1 byte each      UTF-8 is the characters themselves
 *     up to U+00FF           PyCompactUnicodeObject   | 1 byte each      utf8 is filled by PyUnicode_AsUTF8AndSize
 *     up to U+FFFF           PyCompactUnicodeObject   | 2 bytes each
 *     up to U+10FFFF         PyCompactUnicodeObject   | 4 bytes each     wstr is the characters themselves
 *
 * The layouts are CPython 3.11's. Its "legacy" strings, with the characters in a block of their own, are read but never made.
 */
#ifndef Py_UNICODEOBJECT_H
#define Py_UNICODEOBJECT_H

#include <stdarg.h>
#include <wchar.h>

#define Py_USING_UNICODE
#define Py_UNICODE_SIZE 4
#define Py_UNICODE_WIDE

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t Py_UCS4;
typedef uint16_t Py_UCS2;
typedef uint8_t Py_UCS1;
typedef wchar_t Py_UNICODE;
#define PY_UNICODE_TYPE wchar_t

typedef struct {
    PyObject_HEAD
    Py_ssize_t length;          /* characters */
    Py_hash_t hash;             /* -1 = not computed */
    struct {
        unsigned int interned:2;
        unsigned int kind:3;    /* enum PyUnicode_Kind: the bytes of a character */
        unsigned int compact:1; /* the characters follow the header */
        unsigned int ascii:1;
        unsigned int ready:1;
        unsigned int :24;
    } state;
    wchar_t *wstr;              /* cache, or NULL */
} PyASCIIObject;

typedef struct {
    PyASCIIObject _base;
    Py_ssize_t utf8_length;     /* bytes, without the NUL */
    char *utf8;                 /* cache, or NULL */
    Py_ssize_t wstr_length;
} PyCompactUnicodeObject;

typedef struct {
    PyCompactUnicodeObject _base;
    union {
        void *any;
        Py_UCS1 *latin1;
        Py_UCS2 *ucs2;
        Py_UCS4 *ucs4;
    } data;
} PyUnicodeObject;

enum PyUnicode_Kind {
    PyUnicode_WCHAR_KIND = 0,
    PyUnicode_1BYTE_KIND = 1,
    PyUnicode_2BYTE_KIND = 2,
    PyUnicode_4BYTE_KIND = 4
};

#define SSTATE_NOT_INTERNED 0
#define SSTATE_INTERNED_MORTAL 1
#define SSTATE_INTERNED_IMMORTAL 2

PyAPI_DATA(PyTypeObject) PyUnicode_Type;
PyAPI_DATA(PyTypeObject) PyUnicodeIter_Type;

#define PyUnicode_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_UNICODE_SUBCLASS)
#define PyUnicode_CheckExact(op) Py_IS_TYPE(op, &PyUnicode_Type)

#define Py_UNICODE_REPLACEMENT_CHARACTER ((Py_UCS4)0xFFFD)
#define Py_UNICODE_IS_SURROGATE(ch) (0xD800 <= (ch) && (ch) <= 0xDFFF)
#define Py_UNICODE_IS_HIGH_SURROGATE(ch) (0xD800 <= (ch) && (ch) <= 0xDBFF)
#define Py_UNICODE_IS_LOW_SURROGATE(ch) (0xDC00 <= (ch) && (ch) <= 0xDFFF)
#define Py_UNICODE_JOIN_SURROGATES(high, low) \
    ((((Py_UCS4)(high) & 0x3FF) << 10 | ((Py_UCS4)(low) & 0x3FF)) + 0x10000)
#define Py_UNICODE_HIGH_SURROGATE(ch) (0xD800 + (((ch) - 0x10000) >> 10))
#define Py_UNICODE_LOW_SURROGATE(ch) (0xDC00 + ((ch) & 0x3FF))

/* Looking inside. */
#define PyUnicode_CHECK_INTERNED(op) (((PyASCIIObject *)(op))->state.interned)
#define PyUnicode_IS_READY(op) (((PyASCIIObject *)(op))->state.ready)
#define PyUnicode_IS_ASCII(op) (((PyASCIIObject *)(op))->state.ascii)
#define PyUnicode_IS_COMPACT(op) (((PyASCIIObject *)(op))->state.compact)
#define PyUnicode_IS_COMPACT_ASCII(op) (PyUnicode_IS_ASCII(op) && PyUnicode_IS_COMPACT(op))
#define PyUnicode_KIND(op) (((PyASCIIObject *)(op))->state.kind)
#define PyUnicode_GET_LENGTH(op) (((PyASCIIObject *)(op))->length)
#define PyUnicode_READY(op) (PyUnicode_IS_READY(op) ? 0 : _PyUnicode_Ready((PyObject *)(op)))

static inline void *mooring_unicode_data(const void *op)
{
    const PyASCIIObject *str = (const PyASCIIObject *)op;
    if (!str->state.compact) {
        return ((const PyUnicodeObject *)op)->data.any;
    }
    return str->state.ascii ? (void *)((char *)op + sizeof(PyASCIIObject))
                            : (void *)((char *)op + sizeof(PyCompactUnicodeObject));
}
#define PyUnicode_DATA(op) mooring_unicode_data(op)
#define PyUnicode_1BYTE_DATA(op) ((Py_UCS1 *)PyUnicode_DATA(op))
#define PyUnicode_2BYTE_DATA(op) ((Py_UCS2 *)PyUnicode_DATA(op))
#define PyUnicode_4BYTE_DATA(op) ((Py_UCS4 *)PyUnicode_DATA(op))

static inline Py_UCS4 mooring_unicode_read(int kind, const void *data, Py_ssize_t i)
{
    return kind == 1 ? ((const Py_UCS1 *)data)[i] : kind == 2 ? ((const Py_UCS2 *)data)[i] : ((const Py_UCS4 *)data)[i];
}
#define PyUnicode_READ(kind, data, i) mooring_unicode_read((int)(kind), (const void *)(data), (i))
#define PyUnicode_READ_CHAR(op, i) PyUnicode_READ(PyUnicode_KIND(op), PyUnicode_DATA(op), (i))

static inline void mooring_unicode_write(int kind, void *data, Py_ssize_t i, Py_UCS4 value)
{
    if (kind == 1) {
        ((Py_UCS1 *)data)[i] = (Py_UCS1)value;
    } else if (kind == 2) {
        ((Py_UCS2 *)data)[i] = (Py_UCS2)value;
    } else {
        ((Py_UCS4 *)data)[i] = value;
    }
}
#define PyUnicode_WRITE(kind, data, i, value) mooring_unicode_write((int)(kind), (void *)(data), (i), (Py_UCS4)(value))
/* The largest character that a str of this width can hold. */
#define PyUnicode_MAX_CHAR_VALUE(op) \
    ((Py_UCS4)(PyUnicode_IS_ASCII(op) ? 0x7F : PyUnicode_KIND(op) == 1 ? 0xFF : PyUnicode_KIND(op) == 2 ? 0xFFFF : 0x10FFFF))

/* Making. */
PyAPI_FUNC(PyObject *) PyUnicode_New(Py_ssize_t length, Py_UCS4 maxchar);
PyAPI_FUNC(PyObject *) PyUnicode_FromKindAndData(int kind, const void *characters, Py_ssize_t length);
PyAPI_FUNC(PyObject *) PyUnicode_FromStringAndSize(const char *utf8, Py_ssize_t size);
PyAPI_FUNC(PyObject *) PyUnicode_FromString(const char *utf8);
PyAPI_FUNC(PyObject *) PyUnicode_FromOrdinal(int ordinal);
PyAPI_FUNC(PyObject *) PyUnicode_FromObject(PyObject *o);
PyAPI_FUNC(PyObject *) PyUnicode_FromEncodedObject(PyObject *o, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_FromFormat(const char *format, ...);
PyAPI_FUNC(PyObject *) PyUnicode_FromFormatV(const char *format, va_list values);
PyAPI_FUNC(PyObject *) PyUnicode_FromWideChar(const wchar_t *text, Py_ssize_t length);
PyAPI_FUNC(PyObject *) PyUnicode_FromUnicode(const Py_UNICODE *text, Py_ssize_t length);
PyAPI_FUNC(PyObject *) PyUnicode_Substring(PyObject *str, Py_ssize_t start, Py_ssize_t end);
PyAPI_FUNC(int) PyUnicode_Resize(PyObject **str, Py_ssize_t length);
PyAPI_FUNC(int) _PyUnicode_Ready(PyObject *str);
PyAPI_FUNC(PyObject *) _PyUnicode_FromASCII(const char *text, Py_ssize_t length);
PyAPI_FUNC(PyObject *) _PyUnicode_Copy(PyObject *str);
PyAPI_FUNC(void) PyUnicode_InternInPlace(PyObject **str);
PyAPI_FUNC(void) PyUnicode_InternImmortal(PyObject **str);
PyAPI_FUNC(PyObject *) PyUnicode_InternFromString(const char *utf8);

/* Reading and writing characters. */
PyAPI_FUNC(Py_ssize_t) PyUnicode_GetLength(PyObject *str);
PyAPI_FUNC(Py_ssize_t) PyUnicode_GetSize(PyObject *str);
PyAPI_FUNC(Py_UCS4) PyUnicode_ReadChar(PyObject *str, Py_ssize_t i);
PyAPI_FUNC(int) PyUnicode_WriteChar(PyObject *str, Py_ssize_t i, Py_UCS4 character);
PyAPI_FUNC(Py_ssize_t) PyUnicode_CopyCharacters(PyObject *to, Py_ssize_t to_start,
                                                PyObject *from, Py_ssize_t from_start, Py_ssize_t count);
PyAPI_FUNC(void) _PyUnicode_FastCopyCharacters(PyObject *to, Py_ssize_t to_start, PyObject *from, Py_ssize_t from_start,
                                               Py_ssize_t count);
PyAPI_FUNC(Py_ssize_t) PyUnicode_Fill(PyObject *str, Py_ssize_t start, Py_ssize_t length, Py_UCS4 character);
PyAPI_FUNC(Py_UCS4 *) PyUnicode_AsUCS4(PyObject *str, Py_UCS4 *buffer, Py_ssize_t size, int copy_null);
PyAPI_FUNC(Py_UCS4 *) PyUnicode_AsUCS4Copy(PyObject *str);
PyAPI_FUNC(Py_ssize_t) PyUnicode_AsWideChar(PyObject *str, wchar_t *buffer, Py_ssize_t size);
PyAPI_FUNC(wchar_t *) PyUnicode_AsWideCharString(PyObject *str, Py_ssize_t *length);
PyAPI_FUNC(Py_UNICODE *) PyUnicode_AsUnicode(PyObject *str);
PyAPI_FUNC(Py_UNICODE *) PyUnicode_AsUnicodeAndSize(PyObject *str, Py_ssize_t *length);
/* The UTF-8 is cached in the str and lives as long as it. */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *str, Py_ssize_t *size);
PyAPI_FUNC(const char *) PyUnicode_AsUTF8(PyObject *str);
#define _PyUnicode_AsString PyUnicode_AsUTF8

/* Decoding. errors NULL means "strict"; consumed, if not NULL, makes an unfinished character at the end no error. */
PyAPI_FUNC(const char *) PyUnicode_GetDefaultEncoding(void);
PyAPI_FUNC(PyObject *) PyUnicode_Decode(const char *bytes, Py_ssize_t size, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8(const char *bytes, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF8Stateful(const char *bytes, Py_ssize_t size, const char *errors,
                                                    Py_ssize_t *consumed);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF16(const char *bytes, Py_ssize_t size, const char *errors, int *byteorder);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF16Stateful(const char *bytes, Py_ssize_t size, const char *errors,
                                                     int *byteorder, Py_ssize_t *consumed);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF32(const char *bytes, Py_ssize_t size, const char *errors, int *byteorder);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF32Stateful(const char *bytes, Py_ssize_t size, const char *errors,
                                                     int *byteorder, Py_ssize_t *consumed);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF7(const char *bytes, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUTF7Stateful(const char *bytes, Py_ssize_t size, const char *errors,
                                                    Py_ssize_t *consumed);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLatin1(const char *bytes, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeASCII(const char *bytes, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeUnicodeEscape(const char *bytes, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeRawUnicodeEscape(const char *bytes, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeCharmap(const char *bytes, Py_ssize_t size, PyObject *mapping, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_BuildEncodingMap(PyObject *decoding_table);
PyAPI_FUNC(PyObject *) PyUnicode_AsDecodedObject(PyObject *str, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_AsDecodedUnicode(PyObject *str, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLocale(const char *text, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeLocaleAndSize(const char *text, Py_ssize_t size, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeFSDefault(const char *path);
PyAPI_FUNC(PyObject *) PyUnicode_DecodeFSDefaultAndSize(const char *path, Py_ssize_t size);

/* Encoding: a new bytes object. */
PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedString(PyObject *str, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF8String(PyObject *str);
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF16String(PyObject *str);
PyAPI_FUNC(PyObject *) PyUnicode_AsUTF32String(PyObject *str);
PyAPI_FUNC(PyObject *) PyUnicode_AsLatin1String(PyObject *str);
PyAPI_FUNC(PyObject *) PyUnicode_AsASCIIString(PyObject *str);
PyAPI_FUNC(PyObject *) PyUnicode_AsUnicodeEscapeString(PyObject *str);
PyAPI_FUNC(PyObject *) PyUnicode_AsRawUnicodeEscapeString(PyObject *str);
PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedObject(PyObject *str, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_AsEncodedUnicode(PyObject *str, const char *encoding, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_AsCharmapString(PyObject *str, PyObject *mapping);
PyAPI_FUNC(PyObject *) PyUnicode_EncodeLocale(PyObject *str, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_EncodeFSDefault(PyObject *str);
PyAPI_FUNC(PyObject *) _PyUnicode_AsUTF8String(PyObject *str, const char *errors);
PyAPI_FUNC(PyObject *) _PyUnicode_AsLatin1String(PyObject *str, const char *errors);
PyAPI_FUNC(PyObject *) _PyUnicode_AsASCIIString(PyObject *str, const char *errors);
PyAPI_FUNC(PyObject *) _PyUnicode_EncodeUTF16(PyObject *str, const char *errors, int byteorder);
PyAPI_FUNC(PyObject *) _PyUnicode_EncodeUTF32(PyObject *str, const char *errors, int byteorder);
/* Converters for "O&". */
PyAPI_FUNC(int) PyUnicode_FSConverter(PyObject *path, void *bytes_address);
PyAPI_FUNC(int) PyUnicode_FSDecoder(PyObject *path, void *str_address);

/* Operations. */
PyAPI_FUNC(PyObject *) PyUnicode_Concat(PyObject *a, PyObject *b);
PyAPI_FUNC(void) PyUnicode_Append(PyObject **str, PyObject *tail);
PyAPI_FUNC(void) PyUnicode_AppendAndDel(PyObject **str, PyObject *tail);
PyAPI_FUNC(PyObject *) PyUnicode_Split(PyObject *str, PyObject *separator, Py_ssize_t maxsplit);
PyAPI_FUNC(PyObject *) PyUnicode_RSplit(PyObject *str, PyObject *separator, Py_ssize_t maxsplit);
PyAPI_FUNC(PyObject *) PyUnicode_Splitlines(PyObject *str, int keepends);
PyAPI_FUNC(PyObject *) PyUnicode_Partition(PyObject *str, PyObject *separator);
PyAPI_FUNC(PyObject *) PyUnicode_RPartition(PyObject *str, PyObject *separator);
PyAPI_FUNC(PyObject *) PyUnicode_Join(PyObject *separator, PyObject *iterable);
PyAPI_FUNC(PyObject *) PyUnicode_Replace(PyObject *str, PyObject *from, PyObject *to, Py_ssize_t maxcount);
PyAPI_FUNC(PyObject *) PyUnicode_Translate(PyObject *str, PyObject *table, const char *errors);
PyAPI_FUNC(PyObject *) PyUnicode_Format(PyObject *format, PyObject *args);
PyAPI_FUNC(Py_ssize_t) PyUnicode_Find(PyObject *str, PyObject *what, Py_ssize_t start, Py_ssize_t end, int direction);
PyAPI_FUNC(Py_ssize_t) PyUnicode_FindChar(PyObject *str, Py_UCS4 character, Py_ssize_t start, Py_ssize_t end, int direction);
PyAPI_FUNC(Py_ssize_t) PyUnicode_Count(PyObject *str, PyObject *what, Py_ssize_t start, Py_ssize_t end);
PyAPI_FUNC(Py_ssize_t) PyUnicode_Tailmatch(PyObject *str, PyObject *what, Py_ssize_t start, Py_ssize_t end, int direction);
PyAPI_FUNC(int) PyUnicode_Contains(PyObject *str, PyObject *what);
PyAPI_FUNC(int) PyUnicode_Compare(PyObject *a, PyObject *b);
PyAPI_FUNC(int) PyUnicode_CompareWithASCIIString(PyObject *str, const char *ascii);
PyAPI_FUNC(PyObject *) PyUnicode_RichCompare(PyObject *a, PyObject *b, int op);
PyAPI_FUNC(int) PyUnicode_IsIdentifier(PyObject *str);
PyAPI_FUNC(int) _PyUnicode_EqualToASCIIString(PyObject *str, const char *ascii);
PyAPI_FUNC(int) _PyUnicode_EQ(PyObject *a, PyObject *b);
PyAPI_FUNC(int) _PyUnicode_Equal(PyObject *a, PyObject *b);

/* Properties of characters. */
PyAPI_DATA(const unsigned char) _Py_ascii_whitespace[];
PyAPI_FUNC(int) _PyUnicode_IsWhitespace(const Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_IsLinebreak(const Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_IsLowercase(Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_IsUppercase(Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_IsAlpha(Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_IsDecimalDigit(Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_IsDigit(Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_IsPrintable(Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_ToDecimalDigit(Py_UCS4 ch);
PyAPI_FUNC(int) _PyUnicode_ToDigit(Py_UCS4 ch);
PyAPI_FUNC(Py_UCS4) _PyUnicode_ToLowercase(Py_UCS4 ch);
PyAPI_FUNC(Py_UCS4) _PyUnicode_ToUppercase(Py_UCS4 ch);
#define Py_UNICODE_ISSPACE(ch) _PyUnicode_IsWhitespace(ch)
#define Py_UNICODE_ISLINEBREAK(ch) _PyUnicode_IsLinebreak(ch)
#define Py_UNICODE_ISLOWER(ch) _PyUnicode_IsLowercase(ch)
#define Py_UNICODE_ISUPPER(ch) _PyUnicode_IsUppercase(ch)
#define Py_UNICODE_ISALPHA(ch) _PyUnicode_IsAlpha(ch)
#define Py_UNICODE_ISDECIMAL(ch) _PyUnicode_IsDecimalDigit(ch)
#define Py_UNICODE_ISDIGIT(ch) _PyUnicode_IsDigit(ch)
#define Py_UNICODE_ISALNUM(ch) (Py_UNICODE_ISALPHA(ch) || Py_UNICODE_ISDIGIT(ch))
#define Py_UNICODE_ISPRINTABLE(ch) _PyUnicode_IsPrintable(ch)
#define Py_UNICODE_TODECIMAL(ch) _PyUnicode_ToDecimalDigit(ch)
#define Py_UNICODE_TODIGIT(ch) _PyUnicode_ToDigit(ch)
#define Py_UNICODE_TOLOWER(ch) _PyUnicode_ToLowercase(ch)
#define Py_UNICODE_TOUPPER(ch) _PyUnicode_ToUppercase(ch)

#ifdef __cplusplus
}
#endif
#endif
