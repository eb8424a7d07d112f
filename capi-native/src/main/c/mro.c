/* mro.c: the order in which a C type's bases are searched (C3, as PEP 253 has it).
 *
 * tp_mro holds counted references except for its first item: the type itself, which would otherwise keep itself alive.
 */
#include "objects.h"

#define MOST_BASES 16

/* One of the lists that C3 merges: a base's MRO, or the bases themselves. */
struct merge_list {
    PyObject *const *items;
    Py_ssize_t count;
    Py_ssize_t position;
};

static int in_tail(const struct merge_list *list, PyObject *type)
{
    for (Py_ssize_t i = list->position + 1; i < list->count; i++) {
        if (list->items[i] == type) {
            return 1;
        }
    }
    return 0;
}

/* The next type: the first head of a list that stands in no other list's tail. NULL when the bases contradict. */
static PyObject *next_type(const struct merge_list *lists, int count)
{
    for (int i = 0; i < count; i++) {
        if (lists[i].position == lists[i].count) {
            continue;
        }
        PyObject *candidate = lists[i].items[lists[i].position];
        int blocked = 0;
        for (int j = 0; j < count && !blocked; j++) {
            blocked = in_tail(&lists[j], candidate);
        }
        if (!blocked) {
            return candidate;
        }
    }
    return NULL;
}

static int all_done(const struct merge_list *lists, int count)
{
    for (int i = 0; i < count; i++) {
        if (lists[i].position < lists[i].count) {
            return 0;
        }
    }
    return 1;
}

/* Merges into order, which has room for all items; the number of types, or -1 with TypeError. */
static Py_ssize_t merge(struct merge_list *lists, int count, PyObject **order)
{
    Py_ssize_t length = 0;
    while (!all_done(lists, count)) {
        PyObject *next = next_type(lists, count);
        if (next == NULL) {
            PyErr_SetString(PyExc_TypeError, "Cannot create a consistent method resolution\norder (MRO) for bases");
            return -1;
        }
        order[length++] = next;
        for (int i = 0; i < count; i++) {
            if (lists[i].position < lists[i].count && lists[i].items[lists[i].position] == next) {
                lists[i].position++;
            }
        }
    }
    return length;
}

static PyObject *order_tuple(PyTypeObject *type, PyObject *const *order, Py_ssize_t length)
{
    PyObject *mro = PyTuple_New(length + 1);
    if (mro != NULL) {
        PyTuple_SET_ITEM(mro, 0, (PyObject *)type); /* not counted */
        for (Py_ssize_t i = 0; i < length; i++) {
            PyTuple_SET_ITEM(mro, i + 1, Py_NewRef(order[i]));
        }
    }
    return mro;
}

PyObject *mooring_type_mro(PyTypeObject *type)
{
    PyObject *single = (PyObject *)type->tp_base;
    PyObject *const *bases = type->tp_bases != NULL ? mooring_tuple_items(type->tp_bases) : &single;
    if (bases == NULL) {
        return NULL;
    }
    Py_ssize_t base_count = type->tp_bases != NULL ? PyTuple_GET_SIZE(type->tp_bases) : type->tp_base != NULL;
    if (base_count > MOST_BASES) {
        PyErr_Format(PyExc_TypeError, "type '%.100s' has %zd bases, at most %d are possible for a C type",
                     type->tp_name, base_count, MOST_BASES);
        return NULL;
    }
    struct merge_list lists[MOST_BASES + 1];
    Py_ssize_t room = base_count;
    for (Py_ssize_t i = 0; i < base_count; i++) {
        PyObject *mro = ((PyTypeObject *)bases[i])->tp_mro;
        if (mro == NULL) {
            PyErr_Format(PyExc_SystemError, "base type '%.100s' of '%.100s' is not ready",
                         ((PyTypeObject *)bases[i])->tp_name, type->tp_name);
            return NULL;
        }
        lists[i] = (struct merge_list){_PyTuple_Items(mro), PyTuple_GET_SIZE(mro), 0};
        room += PyTuple_GET_SIZE(mro);
    }
    lists[base_count] = (struct merge_list){bases, base_count, 0};
    PyObject **order = PyMem_RawMalloc((size_t)room * sizeof *order);
    if (order == NULL) {
        return PyErr_NoMemory();
    }
    Py_ssize_t length = merge(lists, (int)base_count + 1, order);
    PyObject *mro = length < 0 ? NULL : order_tuple(type, order, length);
    PyMem_RawFree(order);
    return mro;
}
