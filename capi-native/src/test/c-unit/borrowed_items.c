/* borrowed_items.c: the table of boxes that containers own, against an array that is searched. */
#include "borrowed_items.h"
#include "unit.h"

#define ENTRIES 3000
#define CONTAINERS 40

static struct {
    uintptr_t container;
    uintptr_t value;
    PyObject *box;
} model[ENTRIES];
static int known;

static PyObject *expected(uintptr_t container, uintptr_t value)
{
    for (int i = 0; i < known; i++) {
        if (model[i].container == container && model[i].value == value) {
            return model[i].box;
        }
    }
    return NULL;
}

static uint64_t draw(void)
{
    static uint64_t state = 7;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 16;
}

/* Neighbours, anything, and what differs in its high half only. */
static uintptr_t draw_value(void)
{
    switch (draw() % 3) {
    case 0: return draw() % 500;
    case 1: return draw() << 16 ^ draw();
    default: return (draw() % 500) << 48;
    }
}

static void each_value_of_each_container_has_the_box_that_was_kept(void)
{
    while (known < ENTRIES) {
        uintptr_t container = 16 * (draw() % CONTAINERS) + draw() % 2;
        uintptr_t value = draw_value();
        PyObject *before = expected(container, value);
        CHECK(mooring_borrowed_get(container, value) == before);
        if (before == NULL) {
            PyObject *box = PyFloat_FromDouble(known);
            CHECK(mooring_borrowed_keep(container, value, box) == box);
            model[known].container = container;
            model[known].value = value;
            model[known++].box = box;
        }
    }
    CHECK_EQUAL(mooring_borrowed_items.count, ENTRIES);
    for (int i = 0; i < known; i++) {
        CHECK(mooring_borrowed_get(model[i].container, model[i].value) == model[i].box);
        CHECK_EQUAL(model[i].box->ob_refcnt, 1);
    }
    CHECK(mooring_borrowed_get(16 * CONTAINERS, 1) == NULL);
}

static void a_second_box_for_a_value_is_dropped(void)
{
    PyObject *other = Py_NewRef(PyFloat_FromDouble(-1));
    CHECK(mooring_borrowed_keep(model[0].container, model[0].value, other) == model[0].box);
    CHECK_EQUAL(other->ob_refcnt, 1);
    CHECK_EQUAL(mooring_borrowed_items.count, ENTRIES);
    Py_DECREF(other);
}

static void what_is_not_retained_is_dropped(void)
{
    unsigned char *stays = calloc((size_t)mooring_borrowed_items.capacity, 1);
    int staying = 0;
    for (Py_ssize_t i = 0; i < mooring_borrowed_items.capacity; i++) {
        const struct mooring_borrowed_item *item = &mooring_borrowed_items.items[i];
        stays[i] = item->box != NULL && item->container % 32 == 0;
        staying += stays[i];
    }
    for (int i = 0; i < known; i++) {
        Py_INCREF(model[i].box);
    }
    CHECK_EQUAL(mooring_borrowed_retain(stays), 0);
    free(stays);
    CHECK_EQUAL(mooring_borrowed_items.count, staying);
    for (int i = 0; i < known; i++) {
        int stayed = model[i].container % 32 == 0;
        CHECK(mooring_borrowed_get(model[i].container, model[i].value) == (stayed ? model[i].box : NULL));
        CHECK_EQUAL(model[i].box->ob_refcnt, stayed ? 2 : 1);
        Py_DECREF(model[i].box);
    }
}

int main(void)
{
    open_runtime(16 << 20, 0);
    RUN(each_value_of_each_container_has_the_box_that_was_kept);
    RUN(a_second_box_for_a_value_is_dropped);
    RUN(what_is_not_retained_is_dropped);
    return 0;
}
