/* pystrtod.h: text to double and back, independent of the locale. */
#ifndef Py_STRTOD_H
#define Py_STRTOD_H
#ifdef __cplusplus
extern "C" {
#endif

/* end NULL: all of text must be the number. Out of range: overflow_exception is raised, or if it is NULL the result
 * is a signed infinity. -1.0 with ValueError when text is no number. */
PyAPI_FUNC(double) PyOS_string_to_double(const char *text, char **end, PyObject *overflow_exception);
/* The result is to be freed with PyMem_Free. format_code is one of e E f F g G r; type, if not NULL, says what it was. */
PyAPI_FUNC(char *) PyOS_double_to_string(double value, char format_code, int precision, int flags, int *type);
PyAPI_FUNC(double) _Py_parse_inf_or_nan(const char *text, char **end);

#define Py_DTSF_SIGN 0x01       /* always a sign */
#define Py_DTSF_ADD_DOT_0 0x02  /* ".0" after what looks like an integer */
#define Py_DTSF_ALT 0x04        /* C's '#' flag */
#define Py_DTSF_NO_NEG_0 0x08   /* no minus before a zero */

#define Py_DTST_FINITE 0
#define Py_DTST_INFINITE 1
#define Py_DTST_NAN 2

#ifdef __cplusplus
}
#endif
#endif
