/* guess.h: which of C's objects may be garbage, guessed in pieces while the program runs in between.
 *
 *     batch        some tracked objects, and what they lead to by tp_traverse, up to MOORING_GUESS_BATCH nodes and edges
 *     external(n)  the count of n, less the edges that lead to it in its batch
 *     candidate    nobody with external(n) other than 0 leads to it in its batch; who has a marked managed object is in none
 *
 * An object is in one batch of each guess at most. Its gc word says whether it has been, and whether it is a candidate;
 * a block that is allocated again starts with neither. Nothing here is believed by anybody: Java asks again before it
 * acts (mooring_graph_take_candidates in graph.h).
 */
#ifndef MOORING_GUESS_H
#define MOORING_GUESS_H

#include "runtime.h"

/* Forgets the guess of before. live: the bits of a managed object's header of which one says that it is alive. */
MOORING_EXPORT void mooring_guess_start(uint64_t live);
/* Looks at a batch. 1 when there are no more, or when there are as many candidates as one proof can bear. */
MOORING_EXPORT Py_ssize_t mooring_guess_some(void);
/* How many candidates there have been, and one of them, or NULL if it is none any more. */
MOORING_EXPORT Py_ssize_t mooring_guess_count(void);
MOORING_EXPORT PyObject *mooring_guess_at(Py_ssize_t i);
/* The object lives: neither it nor what it leads to is a candidate. */
MOORING_EXPORT void mooring_guess_reach(PyObject *o);
/* There are no candidates any more. */
MOORING_EXPORT void mooring_guess_end(void);
/* Gives the arrays back. */
void mooring_guess_free(void);

#endif
