/* tracked.h: the objects that C's types asked to have tracked, in one array.
 *
 * The number of an object in the array stands in its gc word, so that tracking is an append, and untracking moves the
 * last one into the gap.
 *
 *     gc word   | number, 48 bits      | ... | candidate | guess | ... | node | cleared | deferred | finalized | tracked |
 */
#ifndef MOORING_TRACKED_H
#define MOORING_TRACKED_H

#include "runtime.h"

#define MOORING_GC_NUMBER_SHIFT 16

struct mooring_tracked {
    PyObject **objects;
    Py_ssize_t count;
    Py_ssize_t capacity;
    Py_ssize_t changes;                         /* how often something was tracked or untracked */
};
extern MOORING_SHARED_DATA struct mooring_tracked mooring_tracked;

/* Forgets objects that are dying, and entries whose memory was freed without being untracked. */
void mooring_tracked_tidy(void);
void mooring_tracked_free(void);

static inline Py_ssize_t mooring_gc_number(const struct mooring_prefix *prefix)
{
    return (Py_ssize_t)(prefix->gc >> MOORING_GC_NUMBER_SHIFT);
}

static inline void mooring_set_gc_number(struct mooring_prefix *prefix, Py_ssize_t number)
{
    uintptr_t bits = prefix->gc & (((uintptr_t)1 << MOORING_GC_NUMBER_SHIFT) - 1);
    prefix->gc = bits | (uintptr_t)number << MOORING_GC_NUMBER_SHIFT;
}

#endif
