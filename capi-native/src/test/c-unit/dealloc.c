/* dealloc.c: objects die when their count reaches zero and at no other time, in bounded depth. */
#include "unit.h"
#include "tracked.h"

static PyObject *nested_tuples(int depth)
{
    PyObject *inner = PyTuple_New(0);
    for (int i = 0; i < depth; i++) {
        PyObject *outer = PyTuple_New(1);
        CHECK(outer != NULL);
        PyTuple_SET_ITEM(outer, 0, inner);
        inner = outer;
    }
    return inner;
}

static void a_chain_of_a_million_tuples_dies_on_a_small_stack(void)
{
    Py_ssize_t before = blocks_in_use();
    PyObject *chain = nested_tuples(1000000);
    CHECK_EQUAL(blocks_in_use(), before + 1000001);
    Py_DECREF(chain);
    CHECK_EQUAL(blocks_in_use(), before);
    CHECK_EQUAL(mooring_runtime.dealloc_depth, 0);
}

/* A type of an extension that knows nothing of the collector. */
typedef struct {
    PyObject_HEAD
    PyObject *next;
} Node;

static int nodes_alive;

static void node_dealloc(PyObject *o)
{
    nodes_alive--;
    Py_XDECREF(((Node *)o)->next);
    Py_TYPE(o)->tp_free(o);
}

static PyTypeObject Node_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "unit.Node",
    .tp_basicsize = sizeof(Node),
    .tp_dealloc = node_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
};

static PyObject *new_node(PyObject *next)
{
    Node *node = PyObject_New(Node, &Node_Type);
    node->next = next;
    nodes_alive++;
    return (PyObject *)node;
}

static void a_chain_of_objects_without_gc_dies_as_well(void)
{
    PyObject *chain = NULL;
    for (int i = 0; i < 300000; i++) {
        chain = new_node(chain);
    }
    Py_DECREF(chain);
    CHECK_EQUAL(nodes_alive, 0);
}

/* A type whose instances are tracked, with an object at the side of each link of a chain. */
typedef struct {
    PyObject_HEAD
    PyObject *next;
    PyObject *side;
} Branch;

static int branch_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(((Branch *)o)->next);
    Py_VISIT(((Branch *)o)->side);
    return 0;
}

static void branch_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    Py_XDECREF(((Branch *)o)->next);
    Py_XDECREF(((Branch *)o)->side);
    PyObject_GC_Del(o);
}

static PyTypeObject Branch_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "unit.Branch",
    .tp_basicsize = sizeof(Branch),
    .tp_dealloc = branch_dealloc,
    .tp_traverse = branch_traverse,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};

static PyObject *new_branch(PyObject *next, PyObject *side)
{
    Branch *branch = PyObject_GC_New(Branch, &Branch_Type);
    branch->next = next;
    branch->side = side;
    PyObject_GC_Track(branch);
    return (PyObject *)branch;
}

static void check_numbers(Py_ssize_t count)
{
    CHECK_EQUAL(mooring_tracked.count, count);
    for (Py_ssize_t i = 0; i < mooring_tracked.count; i++) {
        CHECK_EQUAL(mooring_gc_number(mooring_prefix_of(mooring_tracked.objects[i])), i);
        CHECK(mooring_prefix_of(mooring_tracked.objects[i])->gc & MOORING_GC_TRACKED);
    }
}

static void bystanders_stay_tracked_while_a_wide_chain_of_tracked_objects_dies(void)
{
    enum { BYSTANDERS = 100, LENGTH = 10000 };
    PyObject *bystanders[BYSTANDERS];
    Py_ssize_t before = mooring_tracked.count;
    PyObject *chain = NULL;
    for (int i = 0; i < LENGTH; i++) {
        if (i < BYSTANDERS) {
            bystanders[i] = new_branch(NULL, NULL);
        }
        chain = new_branch(chain, new_branch(NULL, NULL));
    }
    check_numbers(before + BYSTANDERS + 2 * LENGTH);
    Py_DECREF(chain);
    check_numbers(before + BYSTANDERS);
    for (int i = 0; i < BYSTANDERS; i++) {
        Py_DECREF(bystanders[i]);
    }
    check_numbers(before);
}

static void a_biased_count_is_not_a_death(void)
{
    PyObject *node = new_node(NULL);
    node->ob_refcnt = MOORING_REFCNT_BIAS; /* as headers that test only the low half would see it after a DECREF */
    _Py_Dealloc(node);
    CHECK_EQUAL(nodes_alive, 1);
    node->ob_refcnt = 1;
    Py_DECREF(node);
    CHECK_EQUAL(nodes_alive, 0);
}

static uintptr_t link_seen;

static void watch_dealloc(PyObject *o)
{
    link_seen = mooring_prefix_of(o)->link;
    node_dealloc(o);
}

static void a_dying_object_is_marked(void)
{
    PyObject *node = new_node(NULL);
    Node_Type.tp_dealloc = watch_dealloc;
    Py_DECREF(node);
    Node_Type.tp_dealloc = node_dealloc;
    CHECK_EQUAL(link_seen, MOORING_DEALLOCATING);
}

static void drained_objects_die(void)
{
    PyObject *dead[] = {new_node(NULL), new_node(NULL), new_node(NULL)};
    Py_INCREF(dead[1]); /* taken up again while it waited */
    mooring_drain(dead, 3);
    CHECK_EQUAL(nodes_alive, 1);
    Py_DECREF(dead[1]);
    CHECK_EQUAL(nodes_alive, 0);
}

static PyObject *saved;
static int finalizations;

static void node_finalize(PyObject *o)
{
    finalizations++;
    CHECK_EQUAL(mooring_prefix_of(o)->link, 0);
    if (finalizations == 1) {
        saved = Py_NewRef(o);
    }
}

static void finalizing_dealloc(PyObject *o)
{
    if (PyObject_CallFinalizerFromDealloc(o) < 0) {
        return;
    }
    CHECK_EQUAL(mooring_prefix_of(o)->link, MOORING_DEALLOCATING);
    node_dealloc(o);
}

static void a_finalizer_runs_once_and_may_resurrect(void)
{
    Node_Type.tp_dealloc = finalizing_dealloc;
    Node_Type.tp_finalize = node_finalize;
    PyObject *node = new_node(NULL);
    Py_DECREF(node);
    CHECK_EQUAL(finalizations, 1);
    CHECK_EQUAL(nodes_alive, 1);
    CHECK_EQUAL(saved->ob_refcnt, 1);
    Py_DECREF(saved);
    CHECK_EQUAL(finalizations, 1);
    CHECK_EQUAL(nodes_alive, 0);
    Node_Type.tp_dealloc = node_dealloc;
    Node_Type.tp_finalize = NULL;
}

static void singletons_never_die(void)
{
    PyObject *singletons[] = {Py_None, Py_True, Py_False, Py_Ellipsis, Py_NotImplemented, (PyObject *)&PyList_Type};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(singletons); i++) {
        singletons[i]->ob_refcnt = 1;
        Py_DECREF(singletons[i]);
        CHECK_EQUAL(singletons[i]->ob_refcnt, _Py_IMMORTAL_REFCNT);
    }
}

int main(void)
{
    open_runtime((Py_ssize_t)1 << 30, 0);
    CHECK_EQUAL(PyType_Ready(&Node_Type), 0);
    CHECK_EQUAL(PyType_Ready(&Branch_Type), 0);
    RUN(a_chain_of_a_million_tuples_dies_on_a_small_stack);
    RUN(a_chain_of_objects_without_gc_dies_as_well);
    RUN(bystanders_stay_tracked_while_a_wide_chain_of_tracked_objects_dies);
    RUN(a_biased_count_is_not_a_death);
    RUN(a_dying_object_is_marked);
    RUN(drained_objects_die);
    RUN(a_finalizer_runs_once_and_may_resurrect);
    RUN(singletons_never_die);
    mooring_shutdown();
    return 0;
}
