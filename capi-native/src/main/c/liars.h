/* liars.h: debug mode's look at what a tp_traverse tells.
 *
 *     twice     it is asked two times in a row, and must say the same; it answers 0 in the end, for each visit did; meanwhile it may
 *               neither allocate nor call the interpreter
 *     objects   what it visits in the arena must be objects that are alive; others are not handed on
 *     silence   a word of the object that leads to a node which it did not visit, where nothing but such words explains the node's
 *               count: a reference that it owns and keeps to itself, or one that it borrowed from somebody unknown
 *
 * One lie is reported of each type.
 */
#ifndef MOORING_LIARS_H
#define MOORING_LIARS_H

#include "graph.h"

/* Asks o, and hands its references on to visit until that answers something else than 0. */
void mooring_ask_slow(PyObject *o, traverseproc traverse, visitproc visit);
/* Looks for silence; all nodes were asked. */
void mooring_look_for_silence(const struct mooring_graph *graph);
/* Somebody allocates, or calls the interpreter: what it asks for. */
void mooring_note_request(const char *what);
/* Gives the lists back. */
void mooring_liars_free(void);

/* Asks o for its references, if it is one that tells of them; as mooring_ask_slow. */
static inline void mooring_ask(PyObject *o, visitproc visit)
{
    traverseproc traverse = Py_TYPE(o)->tp_traverse;
    if (traverse == NULL || !mooring_graph_has_edges(o)) {
        return;
    }
    if (MOORING_UNLIKELY(mooring_runtime.debug)) {
        mooring_ask_slow(o, traverse, visit);
    } else {
        traverse(o, visit, NULL);
    }
}

#endif
