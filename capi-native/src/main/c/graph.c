/* graph.c: takes the picture of the references between C's objects (graph.h). */
#include "objects.h"
#include "graph.h"
#include "tracked.h"

#include <stdlib.h>

/* Elements of a new array: one page of nodes. */
#define FEWEST 128

static struct mooring_graph graph;

/* Makes room for one more element. 0, or -1 when memory is short. */
static int grow(void **array, Py_ssize_t *capacity, size_t element)
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

static int add_node(PyObject *o, Py_ssize_t extra)
{
    if (graph.node_count == graph.node_capacity &&
        grow((void **)&graph.nodes, &graph.node_capacity, sizeof *graph.nodes) < 0) {
        return -1;
    }
    struct mooring_prefix *prefix = mooring_prefix_of(o);
    struct mooring_graph_node *node = &graph.nodes[graph.node_count];
    node->object = o;
    node->references = references(o);
    node->traits = extra | ((prefix->gc & MOORING_GC_TRACKED) ? traits(o) : 0);
    node->edges_end = 0;
    prefix->gc |= MOORING_GC_NODE;
    mooring_set_gc_number(prefix, graph.node_count);
    graph.node_count++;
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
    if (!(prefix->gc & MOORING_GC_NODE) && (!PyTuple_Check(target) || add_node(target, 0) < 0)) {
        return PyTuple_Check(target) ? -1 : 0;
    }
    if (graph.edge_count == graph.edge_capacity &&
        grow((void **)&graph.edges, &graph.edge_capacity, sizeof *graph.edges) < 0) {
        return -1;
    }
    graph.edges[graph.edge_count++] = mooring_gc_number(prefix);
    return 0;
}

/* An untracked seed is a mirror whose references are Java's; a tuple answers for its items, tracked or not. */
static int has_edges(const PyObject *o)
{
    return (mooring_prefix_of(o)->gc & MOORING_GC_TRACKED) || PyTuple_Check(o);
}

static int add_all(PyObject *const *seeds, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < mooring_tracked.count; i++) {
        if (add_node(mooring_tracked.objects[i], 0) < 0) {
            return -1;
        }
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        struct mooring_prefix *prefix = mooring_prefix_of(seeds[i]);
        if (prefix->gc & MOORING_GC_NODE) {
            graph.nodes[mooring_gc_number(prefix)].traits |= MOORING_NODE_SEED;
        } else if (add_node(seeds[i], MOORING_NODE_SEED) < 0) {
            return -1;
        }
    }
    return 0;
}

static int traverse_all(void)
{
    const Py_ssize_t changes = mooring_tracked.changes;
    for (Py_ssize_t i = 0; i < graph.node_count; i++) {
        PyObject *o = graph.nodes[i].object;
        traverseproc traverse = Py_TYPE(o)->tp_traverse;
        if (traverse != NULL && has_edges(o) && traverse(o, visit, NULL) != 0) {
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
    graph.node_count = 0;
    graph.edge_count = 0;
    mooring_tracked_tidy();
    if (add_all(seeds, count) < 0 || traverse_all() < 0) {
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
