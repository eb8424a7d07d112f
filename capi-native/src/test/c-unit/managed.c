/* managed.c: C reads lengths and items of managed containers by itself; every upcall fails the test. The heap is played here. */
#include "borrowed_items.h"
#include "managed.h"
#include "unit.h"

#include <string.h>

#define ENTRIES 4

static uintptr_t table[ENTRIES];

static uint64_t header(unsigned type, uint64_t link)
{
    return link << MANAGED_LINK_SHIFT | (uint64_t)type << MANAGED_TYPE_SHIFT | 1;
}

static uintptr_t immediate(int64_t value)
{
    return (uintptr_t)value << MANAGED_IMMEDIATE_SHIFT | MANAGED_IMMEDIATE;
}

/* A mirror of a builtin type, linked to a played object. */
static PyObject *mirror(PyTypeObject *type, const void *object)
{
    PyObject *o = PyObject_Malloc((size_t)type->tp_basicsize);
    CHECK(o != NULL);
    memset(o, 0, (size_t)type->tp_basicsize);
    o->ob_type = type;
    o->ob_refcnt = 1 + MOORING_REFCNT_LIGHT;
    mooring_prefix_of(o)->link = (uintptr_t)object;
    return o;
}

static struct managed_storage *storage(int64_t length)
{
    struct managed_storage *s = calloc(1, sizeof *s + (size_t)length * sizeof s->items[0]);
    s->length = length;
    return s;
}

static void lengths_come_from_the_managed_object(void)
{
    struct managed_list list = {header(MANAGED_LIST, 0), MANAGED_LIST_EMPTY, 0, NULL};
    PyObject *p = mirror(&PyList_Type, &list);
    CHECK_EQUAL(PyList_Size(p), 0);
    CHECK_EQUAL(PyObject_IsTrue(p), 0);
    list.size = 7;
    CHECK_EQUAL(PyList_Size(p), 7);
    CHECK_EQUAL(PyObject_Length(p), 7);
    CHECK_EQUAL(PySequence_Size(p), 7);
    CHECK_EQUAL(PyObject_IsTrue(p), 1);
    struct managed_table dict = {header(MANAGED_DICT, 0), 0, 0, 3};
    p = mirror(&PyDict_Type, &dict);
    CHECK_EQUAL(PyDict_Size(p), 3);
    CHECK_EQUAL(PyMapping_Size(p), 3);
    struct managed_table set = {header(MANAGED_SET, 0), 0, 0, 4};
    CHECK_EQUAL(PySet_Size(mirror(&PySet_Type, &set)), 4);
    set.header = header(MANAGED_FROZENSET, 0);
    CHECK_EQUAL(PySet_Size(mirror(&PyFrozenSet_Type, &set)), 4);
    struct managed_bytearray bytes = {header(MANAGED_BYTEARRAY, 0), 9, 0};
    CHECK_EQUAL(PyByteArray_Size(mirror(&PyByteArray_Type, &bytes)), 9);
}

static void a_linked_item_is_found_through_the_table(void)
{
    uint64_t item[2] = {header(8, 2), 0};
    PyObject *pyobj = mirror(&PyList_Type, item);
    table[2] = (uintptr_t)pyobj | 1; /* the kind in the low bits is not part of the address */
    struct managed_list list = {header(MANAGED_LIST, 1), MANAGED_LIST_OBJECT, 1, storage(4)};
    ((struct managed_storage *)list.storage)->items[0] = (uintptr_t)item;
    PyObject *p = mirror(&PyList_Type, &list);
    CHECK(PyList_GetItem(p, 0) == pyobj);
    CHECK_EQUAL(pyobj->ob_refcnt, 1 + MOORING_REFCNT_LIGHT);
    CHECK(PySequence_GetItem(p, 0) == pyobj);
    CHECK_EQUAL(pyobj->ob_refcnt, 2 + MOORING_REFCNT_LIGHT);
    CHECK(PyList_GetItemRef(p, 0) == pyobj);
    CHECK_EQUAL(pyobj->ob_refcnt, 3 + MOORING_REFCNT_LIGHT);
    free((void *)list.storage);
}

static int asked;

static PyObject *ask_for_item(PyObject *list, Py_ssize_t i)
{
    (void)list;
    (void)i;
    asked++;
    return NULL;
}

static void numbers_of_a_list_get_boxes(void)
{
    struct managed_list ints = {header(MANAGED_LIST, 0), MANAGED_LIST_INT, 4, storage(4)};
    int64_t values[] = {256, -5, 1LL << 61, -70000};
    for (int i = 0; i < 4; i++) {
        ((struct managed_storage *)ints.storage)->items[i] = immediate(values[i]);
    }
    PyObject *p = mirror(&PyList_Type, &ints);
    for (int i = 0; i < 4; i++) {
        PyObject *item = PySequence_GetItem(p, i);
        CHECK_EQUAL(PyLong_AsLongLong(item), values[i]);
        Py_DECREF(item);
    }
    CHECK(PyList_GetItem(p, 0) == PyLong_FromLong(256)); /* ready-made: no box to own */
    CHECK(PyList_GetItem(p, 1) == PyLong_FromLong(-5));
    struct managed_list floats = {header(MANAGED_LIST, 0), MANAGED_LIST_FLOAT, 1, storage(1)};
    double value = 2.5;
    memcpy(&((struct managed_storage *)floats.storage)->items[0], &value, sizeof value);
    PyObject *item = PySequence_GetItem(mirror(&PyList_Type, &floats), 0);
    CHECK(PyFloat_AsDouble(item) == 2.5);
    Py_DECREF(item);
    free((void *)ints.storage);
    free((void *)floats.storage);
}

/* A lazy mirror of a tuple: each item is made once, and without an upcall where C can; traversing makes none. */
static int count_visits(PyObject *o, void *visits)
{
    (void)o;
    ++*(int *)visits;
    return 0;
}

static void borrowed_numbers_are_the_list_s_until_java_wants_to_look(void)
{
    struct managed_list list = {header(MANAGED_LIST, 0), MANAGED_LIST_FLOAT, 3, storage(4)};
    struct managed_storage *items = (struct managed_storage *)list.storage;
    const double doubles[] = {0.0, -0.0, 0.0};
    memcpy(items->items, doubles, sizeof doubles);
    PyObject *p = mirror(&PyList_Type, &list);
    mooring_borrowed_items.most = mooring_borrowed_items.count + 3;
    PyObject *plus = PyList_GetItem(p, 0);
    PyObject *minus = PyList_GetItem(p, 1);
    CHECK(plus != NULL && minus != NULL && plus != minus);
    CHECK(PyList_GetItem(p, 2) == plus);
    CHECK_EQUAL(plus->ob_refcnt, 1);
    list.strategy = MANAGED_LIST_INT;
    items->items[0] = immediate(70000);
    items->items[1] = (uintptr_t)7;
    CHECK_EQUAL(PyLong_AsLong(PyList_GetItem(p, 0)), 70000);
    CHECK_EQUAL(PyLong_AsLong(PyList_GetItem(p, 1)), 3);
    CHECK_EQUAL(mooring_borrowed_items.count, mooring_borrowed_items.most);
    mooring_upcalls.list_get_item = ask_for_item;
    items->items[1] = immediate(80000);
    CHECK(PyList_GetItem(p, 1) == NULL);
    CHECK_EQUAL(asked, 1);
    CHECK_EQUAL(PyLong_AsLong(PyList_GetItem(p, 0)), 70000);
    CHECK(PyErr_Occurred() == NULL);
    asked = 0;
    free(items);
}

static void items_of_a_lazy_tuple_are_made_when_they_are_asked_for(void)
{
    struct {
        struct managed_tuple head;
        uintptr_t items[3];
    } tuple = {{header(MANAGED_TUPLE, 0), 3}, {0}};
    struct managed_float number = {header(MANAGED_FLOAT, 0), 2.5};
    uint64_t item[2] = {header(8, 2), 0};
    PyObject *pyobj = mirror(&PyList_Type, item);
    table[2] = (uintptr_t)pyobj;
    tuple.head.items[0] = immediate(70000);
    tuple.head.items[1] = (uintptr_t)&number;
    tuple.head.items[2] = (uintptr_t)item;
    PyTupleObject *p = PyObject_Calloc(1, sizeof(PyTupleObject) + 2 * sizeof(PyObject *));
    p->ob_base.ob_base = (PyObject){1 + MOORING_REFCNT_LIGHT, &PyTuple_Type};
    p->ob_base.ob_size = 3;
    PyObject **items = (PyObject **)((PyVarObject *)p + 1);
    *mooring_prefix_of(p) = (struct mooring_prefix){(uintptr_t)&tuple, MOORING_GC_LAZY};
    int visits = 0;
    PyTuple_Type.tp_traverse((PyObject *)p, count_visits, &visits);
    CHECK_EQUAL(visits, 0);
    PyObject *first = PyTuple_GetItem((PyObject *)p, 0);
    CHECK_EQUAL(PyLong_AsLong(first), 70000);
    CHECK(PyTuple_GetItem((PyObject *)p, 0) == first);
    CHECK(items[1] == NULL && items[2] == NULL);
    CHECK_EQUAL(((PyObject *)p)->ob_refcnt, 1 + MOORING_REFCNT_BIAS); /* it owns an item: the link is not light any more */
    CHECK(PyTuple_GET_ITEM(p, 2) == pyobj);
    CHECK(PyFloat_AsDouble(items[1]) == 2.5);
    CHECK(items[0] == first);
    CHECK((mooring_prefix_of(p)->gc & MOORING_GC_LAZY) == 0);
    PyTuple_Type.tp_traverse((PyObject *)p, count_visits, &visits);
    CHECK_EQUAL(visits, 3);
}

static void a_list_with_items_in_c_takes_no_upcall(void)
{
    mooring_runtime.filled = 1;
    PyObject *list = PyList_New(2);
    CHECK_EQUAL(PyList_Size(list), 2);
    CHECK(PyList_GetItem(list, 0) == NULL && PyErr_Occurred() == NULL);
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(PyList_SetItem(list, i, PyLong_FromLong(1000 * i)), 0);
    }
    for (int i = 2; i < 100; i++) {
        PyObject *item = PyLong_FromLong(1000 * i);
        CHECK_EQUAL(i % 2 ? PyList_Append(list, item) : PyList_Insert(list, i, item), 0);
        Py_DECREF(item);
    }
    for (int i = 0; i < 100; i++) {
        CHECK_EQUAL(PyLong_AsLong(((PyListObject *)list)->ob_item[i]), 1000 * i);
    }
    PyObject *slice = PyList_GetSlice(list, 90, 1000);
    CHECK_EQUAL(PyObject_Size(slice), 10);
    CHECK(PyList_GetItem(slice, 9) == PyList_GetItem(list, 99));
    CHECK(((PyListObject *)list)->allocated >= 100);
    Py_DECREF(slice);
    Py_DECREF(list);
    mooring_runtime.filled = 0;
}

/* An index out of range, an item without PyObject, a box more than Java has looked at, links in a dictionary. */
static void what_c_cannot_answer_is_asked(void)
{
    mooring_upcalls.list_get_item = ask_for_item;
    uint64_t unlinked[2] = {header(8, 0), 0};
    struct managed_list list = {header(MANAGED_LIST, 0), MANAGED_LIST_OBJECT, 2, storage(4)};
    struct managed_storage *items = (struct managed_storage *)list.storage;
    items->items[0] = (uintptr_t)unlinked;
    items->items[1] = immediate(70000);
    PyObject *p = mirror(&PyList_Type, &list);
    for (Py_ssize_t i = -1; i < 4; i++) {
        PyList_GetItem(p, i);
    }
    CHECK_EQUAL(asked, 5);
    uint64_t item[2] = {header(8, 2), 0};
    items->items[0] = (uintptr_t)item;
    PyList_GetItem(p, 0);
    CHECK_EQUAL(asked, 5);
    mooring_runtime.link_table = NULL;
    PyList_GetItem(p, 0);
    CHECK_EQUAL(asked, 6);
    mooring_runtime.link_table = table;
    mooring_prefix_of(p)->link = MOORING_DEALLOCATING;
    PyList_GetItem(p, 0);
    CHECK_EQUAL(asked, 7);
    free(items);
}

int main(void)
{
    open_runtime(16 << 20, 0);
    mooring_runtime.link_table = table;
    RUN(lengths_come_from_the_managed_object);
    RUN(a_linked_item_is_found_through_the_table);
    RUN(numbers_of_a_list_get_boxes);
    RUN(borrowed_numbers_are_the_list_s_until_java_wants_to_look);
    RUN(items_of_a_lazy_tuple_are_made_when_they_are_asked_for);
    RUN(a_list_with_items_in_c_takes_no_upcall);
    RUN(what_c_cannot_answer_is_asked);
    return 0;
}
