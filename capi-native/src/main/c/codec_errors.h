/* codec_errors.h: what encoders and decoders do with what they cannot convert.
 *
 * The names of the usual handlers are understood here, in C. Any other name belongs to a handler registered in Python:
 * the codec then gives up and leaves the whole conversion to the managed side.
 */
#ifndef MOORING_CODEC_ERRORS_H
#define MOORING_CODEC_ERRORS_H

#include "characters.h"

enum codec_errors {
    ERRORS_STRICT,
    ERRORS_IGNORE,
    ERRORS_REPLACE,
    ERRORS_SURROGATEESCAPE,
    ERRORS_SURROGATEPASS,
    ERRORS_BACKSLASHREPLACE,
    ERRORS_XMLCHARREFREPLACE,
    ERRORS_OTHER,
};

enum codec_errors codec_errors_named(const char *name);

/* A conversion under way, for messages. */
struct decoding {
    const char *encoding;       /* as UnicodeDecodeError shows it */
    const char *bytes;
    Py_ssize_t size;
    enum codec_errors errors;
};

struct encoding {
    const char *encoding;
    PyObject *str;
    enum codec_errors errors;
};

/* The bytes from start to end do not decode: adds to row what the handler puts in their place.
 * 0, or -1 with UnicodeDecodeError. */
int codec_decode_error(const struct decoding *d, Py_ssize_t start, Py_ssize_t end, const char *reason,
                       struct characters *row);

/* The characters from start to end do not encode: adds to row, as ASCII, what the handler puts in their place; the
 * handlers that make single bytes or characters of them (surrogateescape, surrogatepass) are the encoder's own affair.
 * 0, or -1 with UnicodeEncodeError. */
int codec_encode_error(const struct encoding *e, Py_ssize_t start, Py_ssize_t end, const char *reason,
                       struct characters *row);

#endif
