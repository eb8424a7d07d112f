/* contexts.h: what contexts and their variables share.
 *
 *   thread -> context -> dict: variable -> value      a variable that is not there has its default
 *                          ^
 *             a copy ------+                          shares the dict until one of the two is changed
 */
#ifndef MOORING_CONTEXTS_H
#define MOORING_CONTEXTS_H

#include "objects.h"
#include "context.h"

struct _pycontextobject {
    PyObject_HEAD
    PyObject *values;           /* dict, owned; NULL once cleared */
    PyObject *previous;         /* the thread's context before this one was entered, owned or NULL */
    PyObject *weakreflist;
    int is_shared;              /* another context may have the dict too */
    int is_entered;
};

/* The context of the running thread, made if there is none yet; borrowed. */
PyContext *mooring_context_current(void);
/* The value of a variable, borrowed; NULL without an error if it has none. */
PyObject *mooring_context_value(PyContext *context, PyObject *variable);
/* NULL takes the value away. */
int mooring_context_set(PyContext *context, PyObject *variable, PyObject *value);

#endif
