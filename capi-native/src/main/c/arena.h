/* arena.h: the reserved range of memory that all PyObjects with a prefix live in, and its pages.
 *
 * The range is reserved once and its pages are handed out in runs. Free runs are kept in lists by size (powers of two),
 * and neighbours are joined when a run is returned, so an allocation takes the first fit of the smallest list that has
 * one: pages of one size class from its front, where they get huge pages of the system, larger runs from its end. What is
 * known about a page stands in a side table, never in the page itself: a free page may be untouched or given back to the
 * system.
 */
#ifndef MOORING_ARENA_H
#define MOORING_ARENA_H

#include "runtime.h"

/* 0, or -1 when the range cannot be reserved. */
int mooring_arena_open(size_t bytes);
void mooring_arena_close(void);

/* count adjacent pages, whose page class becomes size_class (the first one's; the others are RUN_BODY); NULL when the
 * arena has no such run. The contents are undefined. */
char *mooring_pages_take(size_t count, unsigned char size_class);
/* Makes all bytes of the run that starts at first 0, and nobody has written to since it was taken; touches no page of one
 * that is so anyway. */
void mooring_pages_clean(char *first);
/* All of this part of a run is about to be written: has the system lay down its pages at once, huge ones where they fit, which takes
 * it a fraction of what one fault after another does. A small part, or a system that does not know how, is left as it is. */
void mooring_pages_touch(void *from, void *to);
/* Returns the run that starts at first, of which all but so many bytes at its start are 0. */
void mooring_pages_return(char *first, size_t stained);
/* Pages of the run that starts at first. */
size_t mooring_pages_count(const char *first);
size_t mooring_pages_used(void);
size_t mooring_pages_total(void);

#endif
