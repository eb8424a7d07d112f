/* guess.c: candidates for garbage, found batch by batch (guess.h). */
#include "objects.h"
#include "graph.h"
#include "guess.h"
#include "liars.h"
#include "tracked.h"

#include <stdlib.h>

/* Nodes and edges that a batch has when it is looked at: some 200 microseconds. */
#define BATCH 2048
/* References visited at most for one batch: an object may hold any number. */
#define MOST_VISITS (8 * BATCH)
/* Candidates at a time: what one proof, in one piece, takes about a millisecond for. */
#define MOST_CANDIDATES 8192
#define GUESS_SHIFT 9
/* Guesses are numbered 1 to 3 and again 1; an object that no guess has seen has 0. */
#define GUESSES 3

static struct {
    PyObject **candidates;
    Py_ssize_t count;
    Py_ssize_t capacity;
    Py_ssize_t next;                            /* among the tracked, downwards and round */
    Py_ssize_t left;                            /* of the tracked */
    uintptr_t number;
    uint64_t live;
    Py_ssize_t visits;
    Py_ssize_t *external;                       /* by node; the same capacity as the stack */
    Py_ssize_t *stack;
    Py_ssize_t capacity_of_nodes;
    PyObject **reached;
    Py_ssize_t reached_count;
    Py_ssize_t reached_capacity;
} guess;

static uintptr_t seen_in(const struct mooring_prefix *prefix)
{
    return (prefix->gc & MOORING_GC_GUESS) >> GUESS_SHIFT;
}

static void set_seen(struct mooring_prefix *prefix)
{
    prefix->gc = (prefix->gc & ~MOORING_GC_GUESS) | guess.number << GUESS_SHIFT;
}

static int is_marked(const struct mooring_prefix *prefix)
{
    return prefix->link != 0 && !(prefix->link & 1) && (*(const uint64_t *)prefix->link & guess.live);
}

static int is_candidate(PyObject *o)
{
    const struct mooring_prefix *prefix = mooring_prefix_of(o);
    const uintptr_t flags = MOORING_GC_CANDIDATE | MOORING_GC_DEFERRED;
    return (prefix->gc & flags) == MOORING_GC_CANDIDATE && !mooring_is_free(prefix) && o->ob_refcnt > 0;
}

void mooring_guess_start(uint64_t live)
{
    mooring_guess_end();
    guess.live = live;
    guess.number = guess.number % GUESSES + 1;
    guess.left = mooring_tracked.count;
    guess.next = guess.next < guess.left ? guess.next : guess.left - 1;
}

/* a batch */

/* A visitproc: the target becomes a node unless it was in a batch before, lives, or has neither references of its own
 * nor a link. */
static int visit(PyObject *target, void *unused)
{
    (void)unused;
    if (++guess.visits > MOST_VISITS) {
        return -1;
    }
    if (!mooring_in_arena(target)) {
        return 0;
    }
    const struct mooring_prefix *prefix = mooring_prefix_of(target);
    if ((prefix->gc & MOORING_GC_DEFERRED) || mooring_is_free(prefix) || target->ob_refcnt <= 0) {
        return 0;
    }
    if (!(prefix->gc & MOORING_GC_NODE)) {
        int interests = mooring_graph_has_edges(target) || (prefix->link != 0 && !(prefix->link & 1));
        if (!interests || seen_in(prefix) == guess.number || is_marked(prefix)) {
            return 0;
        }
        if (mooring_graph_add_node(target, 0) < 0) {
            return -1;
        }
    }
    return mooring_graph_add_edge(prefix);
}

/* A visitproc: as visit, for a full batch. */
static int visit_known(PyObject *target, void *unused)
{
    (void)unused;
    if (++guess.visits > MOST_VISITS) {
        return -1;
    }
    int is_node = mooring_in_arena(target) && mooring_graph_is_node(target);
    return is_node ? mooring_graph_add_edge(mooring_prefix_of(target)) : 0;
}

/* Asks the nodes from first on, and those that this adds. -1 if one of them changed what is tracked. */
static int ask(struct mooring_graph *graph, Py_ssize_t first)
{
    const Py_ssize_t changes = mooring_tracked.changes;
    for (Py_ssize_t i = first; i < graph->node_count; i++) {
        PyObject *o = graph->nodes[i].object;
        mooring_ask(o, graph->node_count + graph->edge_count < BATCH ? visit : visit_known);
        if (MOORING_UNLIKELY(mooring_tracked.changes != changes)) {
            mooring_report_misuse("tp_traverse changed what is tracked", o, "mooring_guess_some");
            return -1;
        }
        graph->nodes[i].edges_end = graph->edge_count;
        set_seen(mooring_prefix_of(o));
    }
    return 0;
}

static int fill(struct mooring_graph *graph)
{
    while (guess.left > 0 && graph->node_count + graph->edge_count < BATCH) {
        Py_ssize_t i = guess.next;
        guess.next = i <= 0 ? mooring_tracked.count - 1 : i - 1;
        guess.left--;
        if (i < 0 || i >= mooring_tracked.count) {
            continue;
        }
        PyObject *o = mooring_tracked.objects[i];
        struct mooring_prefix *prefix = mooring_prefix_of(o);
        const uintptr_t flags = MOORING_GC_TRACKED | MOORING_GC_NODE | MOORING_GC_DEFERRED;
        if ((prefix->gc & flags) != MOORING_GC_TRACKED || mooring_gc_number(prefix) != i || mooring_is_free(prefix) ||
            o->ob_refcnt <= 0 || seen_in(prefix) == guess.number) {
            continue;
        }
        if (is_marked(prefix)) {
            set_seen(prefix);
            continue;
        }
        Py_ssize_t first = graph->node_count;
        if (mooring_graph_add_node(o, 0) < 0 || ask(graph, first) < 0) {
            return -1;
        }
    }
    return 0;
}

static int make_room(Py_ssize_t nodes)
{
    if (nodes <= guess.capacity_of_nodes) {
        return 0;
    }
    Py_ssize_t *external = realloc(guess.external, (size_t)nodes * sizeof *external);
    guess.external = external != NULL ? external : guess.external;
    Py_ssize_t *stack = realloc(guess.stack, (size_t)nodes * sizeof *stack);
    guess.stack = stack != NULL ? stack : guess.stack;
    if (external == NULL || stack == NULL) {
        return -1;
    }
    guess.capacity_of_nodes = nodes;
    return 0;
}

/* In the place of a count: the node is reached. */
#define REACHED PY_SSIZE_T_MIN

static void reach_all(const struct mooring_graph *graph)
{
    Py_ssize_t depth = 0;
    for (Py_ssize_t i = 0; i < graph->node_count; i++) {
        if (guess.external[i] < 0 && mooring_runtime.debug) {
            mooring_report_misuse("tp_traverse of others visits it more often than it is counted",
                                  graph->nodes[i].object, "mooring_guess_some");
        }
    }
    for (Py_ssize_t i = 0; i < graph->node_count; i++) {
        if (guess.external[i] != 0) {
            guess.external[i] = REACHED;
            guess.stack[depth++] = i;
        }
    }
    while (depth > 0) {
        Py_ssize_t node = guess.stack[--depth];
        Py_ssize_t edge = node == 0 ? 0 : graph->nodes[node - 1].edges_end;
        for (; edge < graph->nodes[node].edges_end; edge++) {
            Py_ssize_t target = graph->edges[edge];
            if (guess.external[target] != REACHED) {
                guess.external[target] = REACHED;
                guess.stack[depth++] = target;
            }
        }
    }
}

static void look_at(const struct mooring_graph *graph)
{
    if (make_room(graph->node_count) < 0) {
        return;
    }
    for (Py_ssize_t i = 0; i < graph->node_count; i++) {
        guess.external[i] = graph->nodes[i].references;
    }
    for (Py_ssize_t i = 0; i < graph->edge_count; i++) {
        guess.external[graph->edges[i]]--;
    }
    reach_all(graph);
    for (Py_ssize_t i = 0; i < graph->node_count; i++) {
        if (guess.external[i] == REACHED) {
            continue;
        }
        if (guess.count == guess.capacity &&
            mooring_graph_grow((void **)&guess.candidates, &guess.capacity, sizeof *guess.candidates) < 0) {
            return;
        }
        guess.candidates[guess.count++] = graph->nodes[i].object;
        mooring_prefix_of(graph->nodes[i].object)->gc |= MOORING_GC_CANDIDATE;
    }
}

Py_ssize_t mooring_guess_some(void)
{
    struct mooring_graph *graph = mooring_graph_start(1);
    if (graph == NULL) {
        return 1;
    }
    guess.visits = 0;
    int failed = fill(graph);
    if (failed == 0) {
        look_at(graph);
    }
    mooring_graph_release();
    if (guess.left == 0) {
        guess.next -= BATCH / 2;                /* so that the next guess has other batches */
    }
    return failed < 0 || guess.left == 0 || guess.count >= MOST_CANDIDATES;
}

/* the candidates */

Py_ssize_t mooring_guess_count(void)
{
    return guess.count;
}

PyObject *mooring_guess_at(Py_ssize_t i)
{
    return is_candidate(guess.candidates[i]) ? guess.candidates[i] : NULL;
}

/* A visitproc. What does not fit stays a candidate, and fails its proof. */
static int visit_reached(PyObject *target, void *unused)
{
    (void)unused;
    if (!mooring_in_arena(target) || !is_candidate(target)) {
        return 0;
    }
    if (guess.reached_count == guess.reached_capacity &&
        mooring_graph_grow((void **)&guess.reached, &guess.reached_capacity, sizeof *guess.reached) < 0) {
        return 0;
    }
    mooring_prefix_of(target)->gc &= ~MOORING_GC_CANDIDATE;
    guess.reached[guess.reached_count++] = target;
    return 0;
}

void mooring_guess_reach(PyObject *o)
{
    visit_reached(o, NULL);
    while (guess.reached_count > 0) {
        mooring_ask(guess.reached[--guess.reached_count], visit_reached);
    }
}

void mooring_guess_end(void)
{
    for (Py_ssize_t i = 0; i < guess.count; i++) {
        struct mooring_prefix *prefix = mooring_prefix_of(guess.candidates[i]);
        if (!(prefix->gc & MOORING_GC_DEFERRED)) {
            prefix->gc &= ~MOORING_GC_CANDIDATE;
        }
    }
    guess.count = 0;
}

void mooring_guess_free(void)
{
    free(guess.candidates);
    free(guess.external);
    free(guess.stack);
    free(guess.reached);
    memset(&guess, 0, sizeof guess);
}
