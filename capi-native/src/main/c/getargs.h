/* getargs.h: what the files that take arguments apart share.
 *
 *   getargs.c           PyArg_ParseTuple and kin; the fast path for plain formats
 *   getargs_convert.c   one unit of a format: one object to one or more C variables
 *   getargs_buffer.c    the units that take text and memory: s z y e w u Z
 *   getargs_keywords.c  formats with names
 *   getargs_parser.c    the helpers of CPython's generated code (struct _PyArg_Parser)
 *   getargs_unpack.c    arguments without conversion, and checks of their number
 */
#ifndef MOORING_GETARGS_H
#define MOORING_GETARGS_H

#include "Python.h"

#define PARSE_SIZE_T 1          /* lengths of '#' units are Py_ssize_t */
#define PARSE_LEVELS 32         /* tuples in tuples, at most */

/* What to undo when a later unit fails. */
struct parse_undo {
    void (*undo)(void *what, int (*converter)(PyObject *, void *));
    void *what;
    int (*converter)(PyObject *, void *);
};

/* A parse under way. */
struct parse {
    va_list targets;
    int flags;
    const char *function;       /* after ':', or NULL */
    const char *message;        /* after ';', or NULL */
    struct parse_undo *undos;
    Py_ssize_t undo_count;
    Py_ssize_t undo_capacity;
    struct parse_undo first_undos[8];
    int levels[PARSE_LEVELS];   /* which item of which item failed, 1-based, ended by 0 */
    char text[256];             /* a failure's description */
};

void parse_init(struct parse *p, int flags, va_list targets);
/* Ends the parse: on failure undoes what was done. Returns ok. */
int parse_end(struct parse *p, int ok);
/* Remembers an undo. 0, or -1 with MemoryError, having undone it at once. */
int parse_on_failure(struct parse *p, struct parse_undo undo);

/* One unit of *format, which moves on behind it. NULL, or what is wrong with arg, as the end of a sentence; an error
 * may be set already. A text that begins with '(' is the format's fault. */
const char *parse_item(struct parse *p, PyObject *arg, const char **format, int *levels);
/* The same for s z y e w u Z, whose letter is *format[-1]. */
const char *parse_buffer_unit(struct parse *p, PyObject *arg, const char **format, char letter);
/* Moves *format behind one unit and passes over its targets. NULL, or what is wrong with the format. */
const char *parse_skip(struct parse *p, const char **format);
/* "must be EXPECTED, not TYPE". */
const char *parse_mismatch(struct parse *p, const char *expected, PyObject *arg);
/* Raises what parse_item returned, for the argument of that number (0: the only one). */
void parse_raise(struct parse *p, Py_ssize_t number, const char *text, const int *levels);

/* The function's name and its parentheses, as messages begin. */
static inline const char *parse_name(const char *function)
{
    return function != NULL ? function : "function";
}

static inline const char *parse_parens(const char *function)
{
    return function != NULL ? "()" : "";
}

#endif
