/* allocator.c: blocks of every size are aligned, prefixed, reused, counted, and an arena that is full says so. */
#include "unit.h"

static int grow_calls;

static int refuse_to_grow(void)
{
    grow_calls++;
    return -1;
}

static void every_size_gets_an_aligned_block_with_a_zero_prefix(void)
{
    Py_ssize_t before = blocks_in_use();
    for (size_t size = 0; size < 200000; size = size < 2000 ? size + 1 : size * 5 / 4) {
        unsigned char *block = PyObject_Malloc(size);
        CHECK(block != NULL);
        CHECK_EQUAL((uintptr_t)block % 16, 0);
        CHECK(mooring_in_arena(block));
        CHECK_EQUAL(mooring_prefix_of(block)->link, 0);
        CHECK_EQUAL(mooring_prefix_of(block)->gc, 0);
        memset(block, 0xAB, size);
        CHECK_EQUAL(blocks_in_use(), before + 1);
        PyObject_Free(block);
        CHECK_EQUAL(blocks_in_use(), before);
    }
}

static void a_class_holds_what_it_is_chosen_for(void)
{
    for (size_t size = 1; size + MOORING_PREFIX_SIZE <= (MOORING_SMALL_LIMIT << MOORING_POWER_CLASSES); size++) {
        int size_class = mooring_block_class(size);
        CHECK(size_class > 0 && size_class < MOORING_CLASSES);
        CHECK(mooring_class_size(size_class) >= size + MOORING_PREFIX_SIZE);
        CHECK(size_class == 1 || mooring_class_size(size_class - 1) < size + MOORING_PREFIX_SIZE);
    }
    CHECK_EQUAL(mooring_block_class((MOORING_SMALL_LIMIT << MOORING_POWER_CLASSES) - MOORING_PREFIX_SIZE + 1), 0);
}

static void the_block_freed_last_is_used_first(void)
{
    void *a = PyObject_Malloc(40);
    void *b = PyObject_Malloc(40);
    PyObject_Free(a);
    PyObject_Free(b);
    CHECK(PyObject_Malloc(40) == b);
    CHECK(PyObject_Malloc(40) == a);
    PyObject_Free(a);
    PyObject_Free(b);
}

static void blocks_do_not_overlap(void)
{
    enum { COUNT = 20000 };
    static unsigned char *blocks[COUNT];
    for (int i = 0; i < COUNT; i++) {
        size_t size = 16 + (size_t)(i * 37) % 900;
        blocks[i] = PyObject_Malloc(size);
        memset(blocks[i], i & 0xFF, size);
    }
    for (int i = 0; i < COUNT; i++) {
        size_t size = 16 + (size_t)(i * 37) % 900;
        for (size_t k = 0; k < size; k++) {
            CHECK_EQUAL(blocks[i][k], i & 0xFF);
        }
        PyObject_Free(blocks[i]);
    }
}

static void realloc_keeps_the_contents(void)
{
    char *block = PyObject_Malloc(10);
    strcpy(block, "mooring");
    for (size_t size = 20; size < 400000; size *= 3) {
        block = PyObject_Realloc(block, size);
        CHECK(strcmp(block, "mooring") == 0);
    }
    block = PyObject_Realloc(block, 8);
    CHECK(strcmp(block, "mooring") == 0);
    CHECK(mooring_block_class(8) == mooring_page_class_of(block));
    PyObject_Free(block);
}

static void calloc_is_zero_and_refuses_overflow(void)
{
    char *dirty = PyObject_Malloc(100);
    memset(dirty, 1, 100);
    PyObject_Free(dirty);
    char *block = PyObject_Calloc(10, 10);
    for (int i = 0; i < 100; i++) {
        CHECK_EQUAL(block[i], 0);
    }
    PyObject_Free(block);
    CHECK(PyObject_Calloc(SIZE_MAX / 2, 3) == NULL);
}

static void neighbouring_runs_join_again(void)
{
    struct mooring_arena_statistics statistics;
    mooring_arena_statistics(&statistics);
    size_t third = (size_t)(statistics.pages_total - statistics.pages_used) / 3 * MOORING_PAGE_SIZE;
    for (int order = 0; order < 6; order++) {
        void *runs[3];
        for (int i = 0; i < 3; i++) {
            runs[i] = PyObject_Malloc(third - MOORING_PREFIX_SIZE);
            CHECK(runs[i] != NULL);
        }
        static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int i = 0; i < 3; i++) {
            PyObject_Free(runs[orders[order][i]]);
        }
        void *whole = PyObject_Malloc(3 * third - MOORING_PREFIX_SIZE);
        CHECK(whole != NULL);
        PyObject_Free(whole);
    }
}

/* Runs are given back to the system, or not, by their size; a run that takes their place has pages of both kinds and untouched ones. */
static void a_zeroed_run_is_zero_whatever_lay_there_before(void)
{
    enum { PAGES = 64, PIECES = 5 };
    static const size_t pieces[PIECES] = {1, 20, 2, 17, 24};
    for (int freed_first = 0; freed_first < PIECES; freed_first++) {
        unsigned char *runs[PIECES];
        for (int i = 0; i < PIECES; i++) {
            size_t bytes = pieces[i] * MOORING_PAGE_SIZE - MOORING_PREFIX_SIZE;
            runs[i] = PyObject_Malloc(bytes);
            memset(runs[i], 0xAB, bytes);
        }
        for (int i = 0; i < PIECES; i++) {
            PyObject_Free(runs[(freed_first + i) % PIECES]);
        }
        size_t bytes = PAGES * MOORING_PAGE_SIZE - MOORING_PREFIX_SIZE;
        unsigned char *whole = mooring_allocate_zeroed_run(bytes);
        CHECK(whole <= runs[PIECES - 1] && whole + bytes >= runs[0]); /* their place, taken from the end */
        for (size_t i = 0; i < bytes; i++) {
            CHECK_EQUAL(whole[i], 0);
        }
        memset(whole, 0xCD, bytes);
        PyObject_Free(whole);
    }
}

/* The mirror of a tuple as Java makes it, too small to be given back to the system; some of its items were asked for. */
static void a_zeroed_run_is_zero_where_a_lazy_tuple_died(void)
{
    const Py_ssize_t count = 3 * MOORING_PAGE_SIZE / (Py_ssize_t)sizeof(PyObject *);
    const size_t bytes = sizeof(PyVarObject) + (size_t)count * sizeof(PyObject *);
    for (int round = 0; round < 3; round++) {
        PyObject *tuple = mooring_allocate_zeroed_run(bytes);
        PyObject **items = (PyObject **)((char *)tuple + sizeof(PyVarObject));
        for (size_t i = 0; i < bytes; i++) {
            CHECK_EQUAL(((unsigned char *)tuple)[i], 0);
        }
        mooring_prefix_of(tuple)->gc = MOORING_GC_LAZY;
        Py_SET_TYPE(tuple, &PyTuple_Type);
        Py_SET_REFCNT(tuple, 1);
        Py_SET_SIZE(tuple, count);
        for (Py_ssize_t i = round; i < count; i += 1000) {
            items[i] = PyLong_FromLong(1000 + i); /* PyTuple_SET_ITEM would make the others */
        }
        Py_DECREF(tuple);
    }
}

static void a_full_arena_asks_once_and_returns_null(void)
{
    enum { MOST = 2000000 };
    static void *blocks[MOST];
    mooring_upcalls.links_grow = refuse_to_grow;
    grow_calls = 0;
    int count = 0;
    while (count < MOST && (blocks[count] = PyObject_Malloc(100)) != NULL) {
        count++;
    }
    CHECK(count > 1000 && count < MOST);
    CHECK_EQUAL(grow_calls, 1);
    while (count > 0) {
        PyObject_Free(blocks[--count]);
    }
    void *block = PyObject_Malloc(100);
    CHECK(block != NULL);
    PyObject_Free(block);
}

static void trimmed_pages_serve_other_sizes(void)
{
    struct mooring_arena_statistics before, after;
    enum { COUNT = 5000 };
    static void *blocks[COUNT];
    for (int i = 0; i < COUNT; i++) {
        blocks[i] = PyObject_Malloc(300);
    }
    for (int i = 0; i < COUNT; i++) {
        PyObject_Free(blocks[i]);
    }
    mooring_arena_statistics(&before);
    CHECK(mooring_arena_trim() > 10);
    mooring_arena_statistics(&after);
    CHECK(after.pages_used < before.pages_used);
    CHECK_EQUAL(after.blocks, before.blocks);
    void *block = PyObject_Malloc(300);
    CHECK(block != NULL);
    PyObject_Free(block);
}

static void the_survey_finds_exactly_the_blocks_in_use(void)
{
    static void *found[100000];
    void *small = PyObject_Malloc(50);
    void *large = PyObject_Malloc(100000);
    Py_ssize_t count = mooring_arena_survey(found, 100000);
    CHECK_EQUAL(count, blocks_in_use());
    int hits = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        hits += found[i] == small || found[i] == large;
    }
    CHECK_EQUAL(hits, 2);
    PyObject_Free(small);
    PyObject_Free(large);
    CHECK_EQUAL(mooring_arena_survey(found, 100000), count - 2);
}

int main(void)
{
    open_runtime(64 << 20, 0);
    if (mooring_runtime.debug) {
        return 0; /* the sanitizer build never reuses at once; quarantine.c tests it */
    }
    RUN(neighbouring_runs_join_again); /* first: the free pages are still one run */
    RUN(a_zeroed_run_is_zero_whatever_lay_there_before);
    RUN(a_zeroed_run_is_zero_where_a_lazy_tuple_died);
    RUN(every_size_gets_an_aligned_block_with_a_zero_prefix);
    RUN(a_class_holds_what_it_is_chosen_for);
    RUN(the_block_freed_last_is_used_first);
    RUN(blocks_do_not_overlap);
    RUN(realloc_keeps_the_contents);
    RUN(calloc_is_zero_and_refuses_overflow);
    RUN(trimmed_pages_serve_other_sizes);
    RUN(the_survey_finds_exactly_the_blocks_in_use);
    RUN(a_full_arena_asks_once_and_returns_null);
    mooring_shutdown();
    return 0;
}
