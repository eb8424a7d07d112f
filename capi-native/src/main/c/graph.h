/* graph.h: the references between C's objects, as Java's collector of cycles reads them.
 *
 *     nodes    | object | references | traits | edges_end |  object | ...        32 bytes each
 *     edges    | node | node | ...    the edges of node i are edges[edges_end of i-1] up to edges[edges_end of i]
 *
 * Nodes are the tracked objects in the order of gcmodule.c's array, then the seeds, then the tuples that these lead to:
 * a tuple made in C is not tracked, which would cost every call its share, but it holds references like any other.
 * While the graph stands, the gc word of each node holds its number; a tracked object's does so always.
 */
#ifndef MOORING_GRAPH_H
#define MOORING_GRAPH_H

#include "runtime.h"

/* what the collector must know of a node beside its count */
#define MOORING_NODE_FINALIZE 1                 /* tp_finalize has not run */
#define MOORING_NODE_CLEAR 2                    /* tp_clear may drop references */
#define MOORING_NODE_LEGACY 4                   /* has tp_del */
#define MOORING_NODE_SEED 8                     /* Java asked for it */

struct mooring_graph_node {
    PyObject *object;
    Py_ssize_t references;                      /* C's own: the count without the bias of a link */
    Py_ssize_t traits;
    Py_ssize_t edges_end;
};

struct mooring_graph {
    struct mooring_graph_node *nodes;
    Py_ssize_t *edges;
    Py_ssize_t node_count;
    Py_ssize_t edge_count;
    Py_ssize_t node_capacity;
    Py_ssize_t edge_capacity;
    int partial;                                /* some of the tracked are no nodes */
    int failed;                                 /* memory was short for a node or an edge */
};

/* Fills the graph and answers it; NULL when memory is short, or when a tp_traverse changed what is tracked. Calls
 * tp_traverse of each node, once. seeds are linked objects of the arena. */
MOORING_EXPORT const struct mooring_graph *mooring_graph_take(PyObject *const *seeds, Py_ssize_t count);
/* As mooring_graph_take, of the candidates (guess.h) and the seeds only; references to and of others are left out. */
MOORING_EXPORT const struct mooring_graph *mooring_graph_take_candidates(PyObject *const *seeds, Py_ssize_t count);
/* The numbers in the gc words of objects that are not tracked are gone; the arrays stay for the next time. */
MOORING_EXPORT void mooring_graph_release(void);
/* Gives the arrays back. */
void mooring_graph_free(void);

/* What graphs are made of. An empty one, NULL when memory is short. */
struct mooring_graph *mooring_graph_start(int partial);
/* 0, or -1 when memory is short; as the next two. */
int mooring_graph_add_node(PyObject *o, Py_ssize_t traits);
int mooring_graph_add_edge(const struct mooring_prefix *target);
int mooring_graph_grow(void **array, Py_ssize_t *capacity, size_t element);
/* The number of a node. */
Py_ssize_t mooring_graph_number(const struct mooring_prefix *prefix);
/* Whether the object has references that its tp_traverse tells of. */
int mooring_graph_has_edges(const PyObject *o);

static inline int mooring_graph_is_node(PyObject *o)
{
    const struct mooring_prefix *prefix = mooring_prefix_of(o);
    return (prefix->gc & (MOORING_GC_NODE | MOORING_GC_DEFERRED)) == MOORING_GC_NODE && !mooring_is_free(prefix);
}

/* Each takes a reference that it drops: what a collection found is finalized, or cleared. An error is reported as
 * unraisable. */
MOORING_EXPORT void mooring_garbage_finalize(PyObject *o);
MOORING_EXPORT void mooring_garbage_clear(PyObject *o);

#endif
