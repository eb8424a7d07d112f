/* managed.c: lengths and items of managed containers without an upcall; and the layouts that this relies on, for Java to check. */
#include "managed.h"
#include "borrowed_items.h"
#include "boxes.h"

struct managed_layout_row {
    const char *name;
    Py_ssize_t value;
};

#define FIELD(layout, structure, field) {layout "." #field, offsetof(struct structure, field)}

/* Ends with a row whose name is NULL. */
MOORING_EXPORT const struct managed_layout_row mooring_managed_layouts[] = {
    {"list.TYPE", MANAGED_LIST}, FIELD("list", managed_list, strategy), FIELD("list", managed_list, size),
    FIELD("list", managed_list, storage), {"list.EMPTY", MANAGED_LIST_EMPTY}, {"list.INT", MANAGED_LIST_INT},
    {"list.FLOAT", MANAGED_LIST_FLOAT}, {"list.OBJECT", MANAGED_LIST_OBJECT}, {"list.FOREIGN", MANAGED_LIST_FOREIGN},
    {"references.ELEMENTS", offsetof(struct managed_storage, items)},
    {"words.ELEMENTS", offsetof(struct managed_storage, items)},
    {"tuple.TYPE", MANAGED_TUPLE}, {"tuple.ELEMENTS", offsetof(struct managed_tuple, items)},
    {"float.TYPE", MANAGED_FLOAT}, FIELD("float", managed_float, value),
    {"dict.TYPE", MANAGED_DICT}, FIELD("dict", managed_table, used),
    {"set.TYPE", MANAGED_SET}, FIELD("set", managed_table, used),
    {"frozenset.TYPE", MANAGED_FROZENSET}, FIELD("frozenset", managed_table, used),
    {"bytearray.TYPE", MANAGED_BYTEARRAY}, FIELD("bytearray", managed_bytearray, size),
    {"header.TYPE_SHIFT", MANAGED_TYPE_SHIFT}, {"header.TYPE_MASK", MANAGED_TYPE_MASK},
    {"header.LINK_SHIFT", MANAGED_LINK_SHIFT}, {"link.KINDS", MANAGED_LINK_KINDS}, {"link.BYTES", sizeof(uintptr_t)},
    {"immediate.TAG", MANAGED_IMMEDIATE}, {"immediate.SHIFT", MANAGED_IMMEDIATE_SHIFT},
    {NULL, 0},
};

Py_ssize_t managed_length(PyObject *o)
{
    if (PyList_Check(o) && ((PyListObject *)o)->ob_item != NULL) {
        return Py_SIZE(o);
    }
    const void *object = managed_of(o);
    if (object == NULL) {
        return -1;
    }
    switch (managed_type(object)) {
    case MANAGED_LIST: return ((const struct managed_list *)object)->size;
    case MANAGED_DICT:
    case MANAGED_SET:
    case MANAGED_FROZENSET: return ((const struct managed_table *)object)->used;
    case MANAGED_BYTEARRAY: return ((const struct managed_bytearray *)object)->size;
    default: return -1;
    }
}

static inline int64_t immediate_value(uintptr_t word)
{
    return (int64_t)word >> MANAGED_IMMEDIATE_SHIFT;
}

static inline double double_of(uintptr_t word)
{
    double value;
    memcpy(&value, &word, sizeof value);
    return value;
}

/* Its size word is no size. */
static inline int is_foreign(const struct managed_list *managed)
{
    return managed->strategy == MANAGED_LIST_FOREIGN;
}

PyObject *managed_list_borrow(PyObject *list, Py_ssize_t i)
{
    const struct managed_list *managed = managed_as(list, MANAGED_LIST);
    if (managed == NULL || is_foreign(managed) || (size_t)i >= (size_t)managed->size) {
        return NULL;
    }
    uintptr_t word = managed->storage->items[i];
    if (managed->strategy == MANAGED_LIST_FLOAT) {
        return mooring_borrow_float(list, double_of(word));
    }
    if (!(word & MANAGED_IMMEDIATE)) {
        return managed_to_pyobject(word);
    }
    /* the ready-made ints are nobody's and everybody's */
    int64_t value = immediate_value(word);
    return mooring_is_small_int(value) ? mooring_small_int(value) : mooring_borrow_int(list, word, value);
}

/* A new box for the number that an item word stands for; 0: it is none. */
static inline int number_of(uintptr_t word, PyObject **item)
{
    if (word & MANAGED_IMMEDIATE) {
        *item = mooring_int_box(immediate_value(word));
        return 1;
    }
    if (word != mooring_runtime.managed_null && managed_type((const void *)word) == MANAGED_FLOAT) {
        *item = mooring_float_box(((const struct managed_float *)word)->value);
        return 1;
    }
    return 0;
}

/* A new reference to what an item word stands for; 0: ask Java. */
static inline int item_of(uintptr_t word, PyObject **item)
{
    if (number_of(word, item)) {
        return 1;
    }
    *item = Py_XNewRef(managed_to_pyobject(word));
    return *item != NULL;
}

int managed_tuple_item(PyObject *tuple, Py_ssize_t i, PyObject **item)
{
    const struct managed_tuple *managed = managed_as(tuple, MANAGED_TUPLE);
    return managed != NULL && item_of(managed->items[i], item);
}

int managed_tuple_fill(PyTupleObject *tuple, int only_numbers)
{
    int complete = 1;
    for (Py_ssize_t i = 0, size = tuple->ob_base.ob_size; i < size; i++) {
        if (tuple->ob_item[i] != NULL) {
            continue;
        }
        mooring_prefetch_class(mooring_block_class(mooring_long_size(1)));
        const struct managed_tuple *managed = managed_as((PyObject *)tuple, MANAGED_TUPLE); /* making an item may have moved it */
        if (managed == NULL) {
            return 0;
        }
        PyObject *item;
        if (!(only_numbers ? number_of(managed->items[i], &item) : item_of(managed->items[i], &item))) {
            complete = 0;
        } else if (item == NULL) {
            return -1;
        } else if (tuple->ob_item[i] == NULL) {
            tuple->ob_item[i] = item;
        } else {
            Py_DECREF(item); /* making it made somebody else do so */
        }
    }
    return complete;
}

int managed_list_item(PyObject *list, Py_ssize_t i, PyObject **item)
{
    const struct managed_list *managed = managed_as(list, MANAGED_LIST);
    if (managed == NULL || is_foreign(managed) || (size_t)i >= (size_t)managed->size) {
        return 0;
    }
    uintptr_t word = managed->storage->items[i];
    if (managed->strategy == MANAGED_LIST_FLOAT) {
        *item = mooring_float_box(double_of(word));
        return 1;
    }
    return item_of(word, item);
}
