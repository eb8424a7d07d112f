/* unicode_ctype.c: properties of characters, from the C library's table for Unicode where it has one. */
#include "Python.h"

#include <locale.h>
#include <wctype.h>

/* 1 for the ASCII characters that count as blank: tab to carriage return, the four separators, space. */
const unsigned char _Py_ascii_whitespace[128] = {
    ['\t'] = 1, ['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1, [0x1C] = 1, [0x1D] = 1, [0x1E] = 1, [0x1F] = 1, [' '] = 1,
};

static locale_t unicode_locale(void)
{
    static locale_t cached;
    if (cached == (locale_t)0) {
        cached = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        if (cached == (locale_t)0) {
            cached = newlocale(LC_CTYPE_MASK, "C", (locale_t)0);
        }
    }
    return cached;
}

int _PyUnicode_IsWhitespace(const Py_UCS4 ch)
{
    if (ch < 128) {
        return _Py_ascii_whitespace[ch];
    }
    return ch == 0x85 || ch == 0xA0 || ch == 0x1680 || (ch >= 0x2000 && ch <= 0x200A) || ch == 0x2028 || ch == 0x2029 ||
           ch == 0x202F || ch == 0x205F || ch == 0x3000;
}

int _PyUnicode_IsLinebreak(const Py_UCS4 ch)
{
    return (ch >= '\n' && ch <= '\r') || (ch >= 0x1C && ch <= 0x1E) || ch == 0x85 || ch == 0x2028 || ch == 0x2029;
}

int _PyUnicode_IsLowercase(Py_UCS4 ch)
{
    return iswlower_l((wint_t)ch, unicode_locale()) != 0;
}

int _PyUnicode_IsUppercase(Py_UCS4 ch)
{
    return iswupper_l((wint_t)ch, unicode_locale()) != 0;
}

int _PyUnicode_IsAlpha(Py_UCS4 ch)
{
    /* the C library counts foreign digits as letters */
    return iswalpha_l((wint_t)ch, unicode_locale()) != 0 && _PyUnicode_ToDecimalDigit(ch) < 0;
}

int _PyUnicode_IsPrintable(Py_UCS4 ch)
{
    return ch == ' ' || (iswprint_l((wint_t)ch, unicode_locale()) != 0 && !_PyUnicode_IsWhitespace(ch));
}

Py_UCS4 _PyUnicode_ToLowercase(Py_UCS4 ch)
{
    return (Py_UCS4)towlower_l((wint_t)ch, unicode_locale());
}

Py_UCS4 _PyUnicode_ToUppercase(Py_UCS4 ch)
{
    return (Py_UCS4)towupper_l((wint_t)ch, unicode_locale());
}

/* The zeros of the decimal digits of Unicode 14; each is followed by its nine companions. */
static const Py_UCS4 zeros[] = {
    0x30,    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,   0xD66,
    0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,
    0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30,
    0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50,
    0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950,
    0x1FBF0,
};

int _PyUnicode_ToDecimalDigit(Py_UCS4 ch)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(zeros) && zeros[i] <= ch; i++) {
        if (ch - zeros[i] < 10) {
            return (int)(ch - zeros[i]);
        }
    }
    return -1;
}

int _PyUnicode_IsDecimalDigit(Py_UCS4 ch)
{
    return _PyUnicode_ToDecimalDigit(ch) >= 0;
}

/* Decimal digits, and the superscripts that Latin-1 has. */
int _PyUnicode_ToDigit(Py_UCS4 ch)
{
    return ch == 0xB2 ? 2 : ch == 0xB3 ? 3 : ch == 0xB9 ? 1 : _PyUnicode_ToDecimalDigit(ch);
}

int _PyUnicode_IsDigit(Py_UCS4 ch)
{
    return _PyUnicode_ToDigit(ch) >= 0;
}

/* A letter or underscore, then letters, digits and underscores. */
int PyUnicode_IsIdentifier(PyObject *str)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(str);
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 ch = PyUnicode_READ_CHAR(str, i);
        if (ch != '_' && !_PyUnicode_IsAlpha(ch) && (i == 0 || !_PyUnicode_IsDecimalDigit(ch))) {
            return 0;
        }
    }
    return length > 0;
}
