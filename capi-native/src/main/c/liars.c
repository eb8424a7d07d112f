/* liars.c: see liars.h. */
#include "liars.h"
#include "obmalloc.h"

#include <stdio.h>
#include <stdlib.h>

/* Words of an object that are looked at for references it does not tell of: its fields, and some of its items. */
#define MOST_WORDS 64
/* Characters of a sentence: more than a type's name and the longest one here. */
#define SENTENCE 256

/* What one round of questions was answered. */
struct answers {
    PyObject **targets;
    Py_ssize_t count;
    Py_ssize_t capacity;
};

static struct answers first, second;
static int is_asking;
static const char *request;                     /* what was asked for meanwhile, or NULL */

void mooring_note_request(const char *what)
{
    if (is_asking) {
        request = what;
    }
}

static int is_known(const PyObject *liar)
{
    return (Py_TYPE(liar)->tp_flags & MOORING_TPFLAGS_LIAR) != 0;
}

static void report(PyObject *liar, const char *sentence)
{
    Py_TYPE(liar)->tp_flags |= MOORING_TPFLAGS_LIAR;
    mooring_report_misuse(sentence, liar, "tp_traverse");
}

/* A visitproc. What there is no memory for is not heard: as if it were held from elsewhere, it lives. */
static int note(PyObject *target, void *arg)
{
    struct answers *answers = arg;
    if (answers->count == answers->capacity &&
        mooring_graph_grow((void **)&answers->targets, &answers->capacity, sizeof *answers->targets) < 0) {
        return 0;
    }
    answers->targets[answers->count++] = target;
    return 0;
}

static int ask_once(PyObject *o, traverseproc traverse, struct answers *answers)
{
    answers->count = 0;
    is_asking = 1;
    int status = traverse(o, note, answers);
    is_asking = 0;
    return status;
}

static int are_alike(void)
{
    for (Py_ssize_t i = 0; i < first.count && i < second.count; i++) {
        if (first.targets[i] != second.targets[i]) {
            return 0;
        }
    }
    return first.count == second.count;
}

static void report_request(PyObject *o)
{
    char sentence[SENTENCE];
    snprintf(sentence, sizeof sentence, "it allocates, or calls the interpreter (%s)", request);
    report(o, sentence);
}

static int is_object(const PyObject *target)
{
    return !mooring_in_arena(target) || mooring_is_in_use(target);
}

static void report_target(PyObject *o, const PyObject *target)
{
    char sentence[SENTENCE];
    snprintf(sentence, sizeof sentence, "it visits %p, where no object is", (const void *)target);
    report(o, sentence);
}

static void hand_on(PyObject *o, visitproc visit)
{
    for (Py_ssize_t i = 0; i < first.count; i++) {
        PyObject *target = first.targets[i];
        if (!is_object(target)) {
            if (!is_known(o)) {
                report_target(o, target);
            }
        } else if (visit(target, NULL) != 0) {
            return;
        }
    }
}

void mooring_ask_slow(PyObject *o, traverseproc traverse, visitproc visit)
{
    request = NULL;
    int status = ask_once(o, traverse, &first);
    ask_once(o, traverse, &second);
    if (!is_known(o) && request != NULL) {
        report_request(o);
    }
    if (!is_known(o) && !are_alike()) {
        report(o, "it answers differently each time");
    }
    if (!is_known(o) && status != 0) {
        report(o, "it does not answer 0 in the end, though each visit did");
    }
    hand_on(o, visit);
}

/* silence */

/* Bytes of the object that its type speaks of. */
static size_t size_of(const PyObject *o)
{
    const PyTypeObject *type = Py_TYPE(o);
    Py_ssize_t items = type->tp_itemsize > 0 ? ((const PyVarObject *)o)->ob_size : 0;
    size_t told = (size_t)(type->tp_basicsize + (items < 0 ? -items : items) * type->tp_itemsize);
    size_t usable = mooring_usable_size(o);
    return told < usable ? told : usable;
}

static void forget(Py_ssize_t *targets, Py_ssize_t *count, Py_ssize_t target)
{
    for (Py_ssize_t i = 0; i < *count; i++) {
        if (targets[i] == target) {
            targets[i] = targets[--*count];
            return;
        }
    }
}

/* The nodes with an unexplained count that words of the node lead to, less those that it visited; how many. */
static Py_ssize_t unvisited(const struct mooring_graph *graph, Py_ssize_t node, const Py_ssize_t *external, Py_ssize_t *targets)
{
    PyObject *o = graph->nodes[node].object;
    PyObject *const *words = (PyObject *const *)o;
    const size_t weak = (size_t)Py_TYPE(o)->tp_weaklistoffset / sizeof *words; /* weak references are not owned */
    const size_t end = size_of(o) / sizeof *words;
    Py_ssize_t count = 0;
    for (size_t i = sizeof(PyObject) / sizeof *words; i < end && count < MOST_WORDS; i++) {
        int leads = i != weak && mooring_in_arena(words[i]) && mooring_is_in_use(words[i]) && mooring_graph_is_node(words[i]);
        Py_ssize_t target = leads ? mooring_graph_number(mooring_prefix_of(words[i])) : -1;
        if (target >= 0 && external[target] > 0) {
            targets[count++] = target;
        }
    }
    for (Py_ssize_t edge = node == 0 ? 0 : graph->nodes[node - 1].edges_end; edge < graph->nodes[node].edges_end; edge++) {
        forget(targets, &count, graph->edges[edge]);
    }
    return count;
}

/* Whose fields are C's, and who says that it tells of them. A memoryview borrows its exporter from its managed buffer. */
static int may_be_silent(const PyObject *o)
{
    const PyTypeObject *type = Py_TYPE(o);
    return (mooring_prefix_of(o)->gc & MOORING_GC_TRACKED) && type->tp_traverse != NULL && !(type->tp_flags & MOORING_TPFLAGS_MANAGED) &&
           type != &PyMemoryView_Type;
}

static void report_silence(const struct mooring_graph *graph, Py_ssize_t node, const Py_ssize_t *external, const Py_ssize_t *silent)
{
    PyObject *o = graph->nodes[node].object;
    Py_ssize_t targets[MOST_WORDS];
    Py_ssize_t count = is_known(o) ? 0 : unvisited(graph, node, external, targets);
    for (Py_ssize_t i = 0; i < count && !is_known(o); i++) {
        if (silent[targets[i]] == external[targets[i]]) {
            char sentence[SENTENCE];
            snprintf(sentence, sizeof sentence, "it does not visit the %.80s at %p: a leak, unless that reference is borrowed",
                     mooring_type_name_of(graph->nodes[targets[i]].object), (void *)graph->nodes[targets[i]].object);
            report(o, sentence);
        }
    }
}

void mooring_look_for_silence(const struct mooring_graph *graph)
{
    Py_ssize_t targets[MOST_WORDS];
    Py_ssize_t *external = calloc(2 * (size_t)graph->node_count + 1, sizeof *external);
    if (external == NULL) {
        return;
    }
    Py_ssize_t *silent = external + graph->node_count; /* words that lead to the node, and were not told of */
    for (Py_ssize_t i = 0; i < graph->node_count; i++) {
        external[i] = graph->nodes[i].references;
    }
    for (Py_ssize_t i = 0; i < graph->edge_count; i++) {
        external[graph->edges[i]]--;
    }
    for (Py_ssize_t i = 0; i < graph->node_count; i++) {
        Py_ssize_t count = may_be_silent(graph->nodes[i].object) ? unvisited(graph, i, external, targets) : 0;
        while (count-- > 0) {
            silent[targets[count]]++;
        }
    }
    for (Py_ssize_t i = 0; i < graph->node_count; i++) {
        if (may_be_silent(graph->nodes[i].object)) {
            report_silence(graph, i, external, silent);
        }
    }
    free(external);
}

void mooring_liars_free(void)
{
    free(first.targets);
    free(second.targets);
    first = second = (struct answers){0};
}
