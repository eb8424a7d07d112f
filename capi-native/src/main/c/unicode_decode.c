/* unicode_decode.c: bytes to str: UTF-8, Latin-1, ASCII. */
#include "codec_errors.h"
#include "runtime.h"

#include <string.h>

/* How many bytes at the start of the text are ASCII; eight at a time. */
static Py_ssize_t ascii_run(const char *bytes, Py_ssize_t size)
{
    Py_ssize_t i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        if (word & 0x8080808080808080ull) {
            break;
        }
    }
    while (i < size && !(bytes[i] & 0x80)) {
        i++;
    }
    return i;
}

/* One character of UTF-8 that is not ASCII, read from p.
 * Positive: its length, and *ch. Negative: that many bytes are wrong, and *reason says why; more bytes could have made
 * them right when *unfinished is set. */
static int read_utf8(const unsigned char *p, Py_ssize_t size, Py_UCS4 *ch, const char **reason, int *unfinished)
{
    unsigned first = p[0];
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    *unfinished = 0;
    if (length == 0) {
        *reason = "invalid start byte";
        return -1;
    }
    /* The second byte has a narrower range after some first bytes: no overlong forms, no surrogates, not past U+10FFFF. */
    unsigned least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    Py_UCS4 value = first & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if (i >= size) {
            *reason = "unexpected end of data";
            *unfinished = 1;
            return -i;
        }
        if (p[i] < least || p[i] > most) {
            *reason = "invalid continuation byte";
            return -i;
        }
        value = value << 6 | (p[i] & 0x3F);
        least = 0x80;
        most = 0xBF;
    }
    *ch = value;
    return length;
}

/* Three bytes that spell a surrogate, for the handler that lets them pass. */
static int read_surrogate(const struct decoding *d, Py_ssize_t i, struct characters *row)
{
    const unsigned char *p = (const unsigned char *)d->bytes + i;
    if (d->errors != ERRORS_SURROGATEPASS || d->size - i < 3 || p[0] != 0xED || p[1] < 0xA0 || p[1] > 0xBF ||
        (p[2] & 0xC0) != 0x80) {
        return 0;
    }
    characters_add(row, 0xD000u | (Py_UCS4)(p[1] & 0x3F) << 6 | (p[2] & 0x3F));
    return 3;
}

/* The part of the text from start on, into row; *stop is where it ended. 0, or -1 with an error. */
static int decode_utf8(const struct decoding *d, Py_ssize_t start, int stateful, struct characters *row, Py_ssize_t *stop)
{
    Py_ssize_t i = start;
    while (i < d->size) {
        if (!(d->bytes[i] & 0x80)) {
            Py_ssize_t run = ascii_run(d->bytes + i, d->size - i);
            characters_add_ascii(row, d->bytes + i, run);
            i += run;
            continue;
        }
        Py_UCS4 ch = 0;
        const char *reason;
        int unfinished;
        int length = read_utf8((const unsigned char *)d->bytes + i, d->size - i, &ch, &reason, &unfinished);
        if (length > 0) {
            characters_add(row, ch);
            i += length;
            continue;
        }
        if (unfinished && stateful) {
            break;
        }
        int passed = read_surrogate(d, i, row);
        if (passed) {
            i += passed;
            continue;
        }
        if (codec_decode_error(d, i, i - length, reason, row) < 0) {
            return -1;
        }
        i -= length;
    }
    *stop = i;
    return 0;
}

PyObject *PyUnicode_DecodeUTF8Stateful(const char *bytes, Py_ssize_t size, const char *errors, Py_ssize_t *consumed)
{
    Py_ssize_t run = ascii_run(bytes, size);
    if (run == size) {
        if (consumed != NULL) {
            *consumed = size;
        }
        return _PyUnicode_FromASCII(bytes, size);
    }
    struct decoding d = {"utf-8", bytes, size, codec_errors_named(errors)};
    if (d.errors == ERRORS_OTHER && consumed == NULL) {
        return mooring_upcalls.unicode_decode(bytes, size, "utf-8", errors);
    }
    struct characters row;
    characters_init(&row);
    characters_add_ascii(&row, bytes, run);
    Py_ssize_t stop;
    if (decode_utf8(&d, run, consumed != NULL, &row, &stop) < 0) {
        characters_drop(&row);
        return NULL;
    }
    if (consumed != NULL) {
        *consumed = stop;
    }
    return characters_finish(&row);
}

PyObject *PyUnicode_DecodeUTF8(const char *bytes, Py_ssize_t size, const char *errors)
{
    return PyUnicode_DecodeUTF8Stateful(bytes, size, errors, NULL);
}

PyObject *PyUnicode_DecodeLatin1(const char *bytes, Py_ssize_t size, const char *errors)
{
    (void)errors;
    return PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, bytes, size);
}

PyObject *PyUnicode_DecodeASCII(const char *bytes, Py_ssize_t size, const char *errors)
{
    Py_ssize_t run = ascii_run(bytes, size);
    if (run == size) {
        return _PyUnicode_FromASCII(bytes, size);
    }
    struct decoding d = {"ascii", bytes, size, codec_errors_named(errors)};
    if (d.errors == ERRORS_OTHER) {
        return mooring_upcalls.unicode_decode(bytes, size, "ascii", errors);
    }
    struct characters row;
    characters_init(&row);
    for (Py_ssize_t i = 0; i < size; i++) {
        if (!(bytes[i] & 0x80)) {
            characters_add(&row, (Py_UCS4)bytes[i]);
        } else if (codec_decode_error(&d, i, i + 1, "ordinal not in range(128)", &row) < 0) {
            characters_drop(&row);
            return NULL;
        }
    }
    return characters_finish(&row);
}
