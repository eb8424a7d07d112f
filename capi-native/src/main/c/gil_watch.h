/* gil_watch.h: debug mode's check that a function of the API is called with the GIL. */
#ifndef MOORING_GIL_WATCH_H
#define MOORING_GIL_WATCH_H

#include "runtime.h"

/* Debug mode only. Reports a thread that does not hold the GIL, once until it has held it: which function it called from outside the library, or fallback if the
 * stack does not tell. */
void mooring_watch_holder_slow(const char *fallback);
/* The same for what C asks Java for: the field of mooring_upcalls is named, since Java's part of the stack cannot be read. 0, or -1: the thread may not ask. */
MOORING_EXPORT int mooring_check_upcall(const char *name);
/* misuse.c: writes the line. */
void mooring_report_thread(const char *call);

#endif
