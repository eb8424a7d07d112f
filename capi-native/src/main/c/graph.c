/* graph.c: takes the picture of the references between C's objects (graph.h). */
#include "objects.h"
#include "graph.h"
#include "guess.h"
#include "liars.h"
#include "tracked.h"

#include <stdlib.h>

/* Elements of a new array: one page of nodes. */
#define FEWEST 128

static struct mooring_graph graph;
/* By number among the tracked: the number of the node, in graphs that leave some of the tracked out. */
static Py_ssize_t *of_tracked;
static Py_ssize_t of_tracked_capacity;

int mooring_graph_grow(void **array, Py_ssize_t *capacity, size_t element)
{
    Py_ssize_t larger = *capacity == 0 ? FEWEST : 2 * *capacity;
    void *moved = realloc(*array, (size_t)larger * element);
    if (moved == NULL) {
        return -1;
    }
    *array = moved;
    *capacity = larger;
    return 0;
}

/* The count of a linked object without the bias; of one that is not linked, or immortal, the count itself. */
static Py_ssize_t references(const PyObject *o)
{
    Py_ssize_t count = o->ob_refcnt;
    if (count >= MOORING_REFCNT_LIGHT / 2) {
        return count - MOORING_REFCNT_LIGHT;
    }
    return count >= MOORING_REFCNT_BIAS / 2 ? count - MOORING_REFCNT_BIAS : count;
}

/* An object that was cleared, and is garbage all the same, is left alone every second time: it may go as it is. */
static Py_ssize_t traits(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    struct mooring_prefix *prefix = mooring_prefix_of(o);
    Py_ssize_t found = 0;
    if (type->tp_finalize != NULL && !(prefix->gc & MOORING_GC_FINALIZED)) {
        found |= MOORING_NODE_FINALIZE;
    }
    if (type->tp_del != NULL) {
        found |= MOORING_NODE_LEGACY;
    }
    if (prefix->gc & MOORING_GC_CLEARED) {
        prefix->gc &= ~MOORING_GC_CLEARED;
    } else if (type->tp_clear != NULL && type->tp_clear != mooring_mirror_clear) {
        found |= MOORING_NODE_CLEAR;
    }
    return found;
}

struct mooring_graph *mooring_graph_start(int partial)
{
    graph.node_count = 0;
    graph.edge_count = 0;
    graph.partial = partial;
    graph.failed = 0;
    if (partial && of_tracked_capacity < mooring_tracked.capacity) {
        Py_ssize_t *moved = realloc(of_tracked, (size_t)mooring_tracked.capacity * sizeof *moved);
        if (moved == NULL) {
            return NULL;
        }
        of_tracked = moved;
        of_tracked_capacity = mooring_tracked.capacity;
    }
    return &graph;
}

/* A tracked object keeps its number among the tracked. */
Py_ssize_t mooring_graph_number(const struct mooring_prefix *prefix)
{
    Py_ssize_t number = mooring_gc_number(prefix);
    return graph.partial && (prefix->gc & MOORING_GC_TRACKED) ? of_tracked[number] : number;
}

static void set_number(struct mooring_prefix *prefix, Py_ssize_t number)
{
    if (graph.partial && (prefix->gc & MOORING_GC_TRACKED)) {
        of_tracked[mooring_gc_number(prefix)] = number;
    } else {
        mooring_set_gc_number(prefix, number);
    }
}

int mooring_graph_add_node(PyObject *o, Py_ssize_t traits)
{
    if (graph.node_count == graph.node_capacity &&
        mooring_graph_grow((void **)&graph.nodes, &graph.node_capacity, sizeof *graph.nodes) < 0) {
        graph.failed = 1;
        return -1;
    }
    struct mooring_prefix *prefix = mooring_prefix_of(o);
    struct mooring_graph_node *node = &graph.nodes[graph.node_count];
    node->object = o;
    node->references = references(o);
    node->traits = traits;
    node->edges_end = 0;
    prefix->gc |= MOORING_GC_NODE;
    set_number(prefix, graph.node_count);
    graph.node_count++;
    return 0;
}

static int add_node(PyObject *o, Py_ssize_t extra)
{
    return mooring_graph_add_node(o, extra | ((mooring_prefix_of(o)->gc & MOORING_GC_TRACKED) ? traits(o) : 0));
}

int mooring_graph_add_edge(const struct mooring_prefix *target)
{
    if (graph.edge_count == graph.edge_capacity &&
        mooring_graph_grow((void **)&graph.edges, &graph.edge_capacity, sizeof *graph.edges) < 0) {
        graph.failed = 1;
        return -1;
    }
    graph.edges[graph.edge_count++] = mooring_graph_number(target);
    return 0;
}

/* A visitproc: notes the edge if the target is a node, or a tuple, which becomes one. */
static int visit(PyObject *target, void *unused)
{
    (void)unused;
    if (!mooring_in_arena(target)) {
        return 0;
    }
    const struct mooring_prefix *prefix = mooring_prefix_of(target);
    if (mooring_is_free(prefix)) {
        return 0;
    }
    if (!(prefix->gc & MOORING_GC_NODE) && (!PyTuple_Check(target) || add_node(target, 0) < 0)) {
        return PyTuple_Check(target) ? -1 : 0;
    }
    return mooring_graph_add_edge(prefix);
}

/* A visitproc: notes the edge if the target is a node. */
static int visit_known(PyObject *target, void *unused)
{
    (void)unused;
    int is_node = mooring_in_arena(target) && mooring_graph_is_node(target);
    return is_node ? mooring_graph_add_edge(mooring_prefix_of(target)) : 0;
}

/* An untracked seed is a mirror whose references are Java's; a tuple answers for its items, tracked or not. */
int mooring_graph_has_edges(const PyObject *o)
{
    return (mooring_prefix_of(o)->gc & MOORING_GC_TRACKED) || PyTuple_Check(o);
}

static int add_tracked(void)
{
    for (Py_ssize_t i = 0; i < mooring_tracked.count; i++) {
        if (add_node(mooring_tracked.objects[i], 0) < 0) {
            return -1;
        }
    }
    return 0;
}

static int add_candidates(void)
{
    for (Py_ssize_t i = 0; i < mooring_guess_count(); i++) {
        PyObject *o = mooring_guess_at(i);
        if (o != NULL && mooring_graph_has_edges(o) && add_node(o, 0) < 0) {
            return -1;
        }
    }
    return 0;
}

static int add_seeds(PyObject *const *seeds, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        struct mooring_prefix *prefix = mooring_prefix_of(seeds[i]);
        if (prefix->gc & MOORING_GC_NODE) {
            graph.nodes[mooring_graph_number(prefix)].traits |= MOORING_NODE_SEED;
        } else if (add_node(seeds[i], MOORING_NODE_SEED) < 0) {
            return -1;
        }
    }
    return 0;
}

/* What a tp_traverse answers is not believed, as in CPython: it should be what visit answered. */
static int traverse_all(visitproc visit)
{
    const Py_ssize_t changes = mooring_tracked.changes;
    for (Py_ssize_t i = 0; i < graph.node_count; i++) {
        PyObject *o = graph.nodes[i].object;
        mooring_ask(o, visit);
        if (MOORING_UNLIKELY(graph.failed)) {
            return -1;
        }
        if (MOORING_UNLIKELY(mooring_tracked.changes != changes)) {
            mooring_report_misuse("tp_traverse changed what is tracked", o, "mooring_graph_take");
            return -1;
        }
        graph.nodes[i].edges_end = graph.edge_count;
    }
    return 0;
}

const struct mooring_graph *mooring_graph_take(PyObject *const *seeds, Py_ssize_t count)
{
    mooring_tracked_tidy();
    mooring_graph_start(0);
    if (add_tracked() < 0 || add_seeds(seeds, count) < 0 || traverse_all(visit) < 0) {
        mooring_graph_release();
        return NULL;
    }
    if (MOORING_UNLIKELY(mooring_runtime.debug)) {
        mooring_look_for_silence(&graph);
    }
    return &graph;
}

const struct mooring_graph *mooring_graph_take_candidates(PyObject *const *seeds, Py_ssize_t count)
{
    if (mooring_graph_start(1) == NULL) {
        return NULL;
    }
    if (add_candidates() < 0 || add_seeds(seeds, count) < 0 || traverse_all(visit_known) < 0) {
        mooring_graph_release();
        return NULL;
    }
    return &graph;
}

void mooring_graph_release(void)
{
    for (Py_ssize_t i = 0; i < graph.node_count; i++) {
        struct mooring_prefix *prefix = mooring_prefix_of(graph.nodes[i].object);
        prefix->gc &= ~MOORING_GC_NODE;
        if (!(prefix->gc & MOORING_GC_TRACKED)) {
            mooring_set_gc_number(prefix, 0);
        }
    }
    graph.node_count = 0;
    graph.edge_count = 0;
}

void mooring_graph_free(void)
{
    free(graph.nodes);
    free(graph.edges);
    free(of_tracked);
    of_tracked = NULL;
    of_tracked_capacity = 0;
    graph = (struct mooring_graph){0};
}

void mooring_garbage_finalize(PyObject *o)
{
    PyObject_CallFinalizer(o);
    if (PyErr_Occurred()) {
        PyErr_WriteUnraisable(o);
    }
    Py_DECREF(o);
}

void mooring_garbage_clear(PyObject *o)
{
    inquiry clear = Py_TYPE(o)->tp_clear;
    if (clear != NULL) {
        mooring_prefix_of(o)->gc |= MOORING_GC_CLEARED;
        clear(o);
    }
    if (PyErr_Occurred()) {
        PyErr_WriteUnraisable(o);
    }
    Py_DECREF(o);
}
