/* quarantine.h: debug mode's memory of what was freed.
 *
 * A freed block is filled with a pattern and kept from being used again until many others of its size have been freed. Its
 * type field points to a type of the dead, so that code which looks at the object finds no wild pointer there. What it was
 * and who freed it stands beside it, for the report.
 */
#ifndef MOORING_QUARANTINE_H
#define MOORING_QUARANTINE_H

#include "runtime.h"

/* Characters of a name that a report repeats. */
#define MOORING_FREED_NAME 48

struct mooring_freed {
    char *block;
    char type[MOORING_FREED_NAME];              /* empty: it was no object */
    char call[MOORING_FREED_NAME];              /* the last function that Java had called */
};

/* Takes a block whose tp_dealloc is over, or that was no object (type NULL). 0, or -1 when there is no memory for it. */
int mooring_quarantine_add(int size_class, void *block, const char *type);
/* The block that has been here longest, if so many are here that it may go, or if it must; NULL if none. Reports it if
 * somebody wrote to it. */
void *mooring_quarantine_take(int size_class, int must);
Py_ssize_t mooring_quarantine_count(int size_class);
/* Asks about each block, oldest first; those for which the answer is 1 are checked and leave. */
void mooring_quarantine_release(int size_class, int (*leaves)(const char *block, void *context), void *context);
/* What is known of a block that is here; NULL if it is not. */
const struct mooring_freed *mooring_quarantine_find(const void *block);
/* Reports the blocks that somebody has written to, each once. */
MOORING_EXPORT void mooring_quarantine_check(void);
void mooring_quarantine_close(void);

#endif
