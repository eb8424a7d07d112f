/* fileutils.c: file names as wide characters, without objects. Bytes that are no UTF-8 become surrogates U+DC80 to U+DCFF
 * and back, so that every name survives. */
#include "Python.h"

#include <string.h>

/* The character of UTF-8 at p; its length, or 0 when there is none. */
static int read_character(const unsigned char *p, wchar_t *ch)
{
    if (p[0] < 0x80) {
        *ch = p[0];
        return 1;
    }
    int length = p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF5 ? 4 : 0;
    Py_UCS4 value = p[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (p[i] & 0x3F);
    }
    static const Py_UCS4 least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0 || value < least[length] || value > 0x10FFFF || Py_UNICODE_IS_SURROGATE(value)) {
        return 0;
    }
    *ch = (wchar_t)value;
    return length;
}

wchar_t *Py_DecodeLocale(const char *text, size_t *size)
{
    wchar_t *wide = PyMem_RawMalloc((strlen(text) + 1) * sizeof(wchar_t));
    if (wide == NULL) {
        if (size != NULL) {
            *size = (size_t)-1;
        }
        return NULL;
    }
    size_t length = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        int taken = read_character(p, &wide[length]);
        if (taken == 0) {
            wide[length] = (wchar_t)(0xDC00 + *p);
            taken = 1;
        }
        p += taken;
        length++;
    }
    wide[length] = L'\0';
    if (size != NULL) {
        *size = length;
    }
    return wide;
}

/* The UTF-8 of a character at p, at most 4 bytes; its length, or 0 when it has none. */
static int write_character(char *p, Py_UCS4 ch)
{
    if (ch < 0x80 || (ch >= 0xDC80 && ch <= 0xDCFF)) {
        p[0] = (char)ch;  /* an escaped byte is the low half of its surrogate */
        return 1;
    }
    int length = ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;
    if (ch > 0x10FFFF || Py_UNICODE_IS_SURROGATE(ch)) {
        return 0;
    }
    for (int i = length - 1; i > 0; i--) {
        p[i] = (char)(0x80 | (ch & 0x3F));
        ch >>= 6;
    }
    p[0] = (char)((0xF0 << (4 - length)) | ch);
    return length;
}

char *Py_EncodeLocale(const wchar_t *text, size_t *error_position)
{
    char *bytes = PyMem_Malloc(wcslen(text) * 4 + 1);
    char *p = bytes;
    size_t position = bytes != NULL ? 0 : (size_t)-1;
    for (; bytes != NULL && text[position]; position++) {
        int length = write_character(p, (Py_UCS4)text[position]);
        if (length == 0) {
            PyMem_Free(bytes);
            bytes = NULL;
            break;
        }
        p += length;
    }
    if (bytes != NULL) {
        *p = '\0';
        position = (size_t)-1;
    }
    if (error_position != NULL) {
        *error_position = position;
    }
    return bytes;
}
