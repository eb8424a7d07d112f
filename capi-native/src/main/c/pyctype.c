/* pyctype.c: the tables of ASCII characters. */
#include "Python.h"


const unsigned int _Py_ctype_table[256] = {
    ['\t' ... '\r'] = PY_CTF_SPACE,
    [' '] = PY_CTF_SPACE,
    ['0' ... '9'] = PY_CTF_DIGIT | PY_CTF_XDIGIT,
    ['A' ... 'F'] = PY_CTF_UPPER | PY_CTF_XDIGIT,
    ['G' ... 'Z'] = PY_CTF_UPPER,
    ['a' ... 'f'] = PY_CTF_LOWER | PY_CTF_XDIGIT,
    ['g' ... 'z'] = PY_CTF_LOWER,
};

#define SAME_4(c) c, (c) + 1, (c) + 2, (c) + 3
#define SAME_16(c) SAME_4(c), SAME_4((c) + 4), SAME_4((c) + 8), SAME_4((c) + 12)
#define SAME_64(c) SAME_16(c), SAME_16((c) + 16), SAME_16((c) + 32), SAME_16((c) + 48)
#define SAME_128(c) SAME_64(c), SAME_64((c) + 64)
#define LETTERS(first) \
    first, (first) + 1, (first) + 2, (first) + 3, (first) + 4, (first) + 5, (first) + 6, (first) + 7, (first) + 8, \
    (first) + 9, (first) + 10, (first) + 11, (first) + 12, (first) + 13, (first) + 14, (first) + 15, (first) + 16, \
    (first) + 17, (first) + 18, (first) + 19, (first) + 20, (first) + 21, (first) + 22, (first) + 23, (first) + 24, \
    (first) + 25

/* Every character is itself, but the letters of one row stand in the places of both rows. */
const unsigned char _Py_ctype_tolower[256] = {
    SAME_64(0), '@', LETTERS('a'), '[', '\\', ']', '^', '_', '`', LETTERS('a'), '{', '|', '}', '~', 127, SAME_128(128),
};

const unsigned char _Py_ctype_toupper[256] = {
    SAME_64(0), '@', LETTERS('A'), '[', '\\', ']', '^', '_', '`', LETTERS('A'), '{', '|', '}', '~', 127, SAME_128(128),
};
