/* quarantine.c: debug mode finds blocks that are freed twice, written to after they were freed, or no blocks at all. */
#include "unit.h"

static char last_report[400];

static void remember(int stream, const char *text, Py_ssize_t length)
{
    CHECK_EQUAL(stream, 2);
    snprintf(last_report, sizeof last_report, "%.*s", (int)length, text);
}

static void expect_report(const char *words)
{
    if (strstr(last_report, words) == NULL) {
        fprintf(stderr, "the report is \"%s\", expected it to say \"%s\"\n", last_report, words);
        exit(1);
    }
    last_report[0] = 0;
}

static void a_block_freed_twice_is_reported(void)
{
    void *block = PyObject_Malloc(40);
    PyObject_Free(block);
    PyObject_Free(block);
    expect_report("freed before");
}

static void an_address_inside_a_block_is_reported(void)
{
    char *block = PyObject_Malloc(40);
    PyObject_Free(block + 16);
    expect_report("not that of a block");
    PyObject_Free(block);
}

static void a_freed_block_is_not_used_again_soon(void)
{
    void *block = PyObject_Malloc(40);
    PyObject_Free(block);
    for (int i = 0; i < 500; i++) {
        CHECK(PyObject_Malloc(40) != block);
    }
}

static int refuse_to_grow(void)
{
    return -1;
}

static void a_full_arena_of_freed_blocks_serves_other_sizes(void)
{
    enum { MOST = 2000000 };
    static void *blocks[MOST];
    int count = 0;
    mooring_upcalls.links_grow = refuse_to_grow;
    while (count < MOST && (blocks[count] = PyObject_Malloc(100)) != NULL) {
        count++;
    }
    CHECK(count > 1000 && count < MOST);
    while (count > 0) {
        PyObject_Free(blocks[--count]);
    }
    char *large = PyObject_Malloc(300000);
    char *small = PyObject_Malloc(300);
    CHECK(large != NULL && small != NULL);
    memset(large, 1, 300000);
    memset(small, 1, 300);
    PyObject_Free(large);
    PyObject_Free(small);
    CHECK(last_report[0] == 0);
}

static void a_linked_block_may_not_be_freed(void)
{
    void *block = PyObject_Malloc(40);
    mooring_prefix_of(block)->link = 0x1000;
    PyObject_Free(block);
    expect_report("managed object is linked");
}

#ifndef __SANITIZE_ADDRESS__ /* it reports these by itself */
static void counting_a_freed_object_is_reported(void)
{
    PyObject *o = PyFloat_FromDouble(1.5);
    Py_DECREF(o);
    last_report[0] = 0;
    mooring_runtime.misuse_reports = 0;
    _Py_DecRef((PyObject *)o);
    CHECK(mooring_runtime.misuse_reports > 0);
    last_report[0] = 0;
}

static void a_write_after_free_is_reported_when_the_block_is_used_again(void)
{
    char *block = PyObject_Malloc(90);
    PyObject_Free(block);
    block[8] = 1;
    for (int i = 0; i < 3000; i++) {
        PyObject_Free(PyObject_Malloc(90));
    }
    expect_report("written to after it was freed");
}
#endif

int main(void)
{
    open_runtime(64 << 20, MOORING_DEBUG_BLOCKS | MOORING_DEBUG_COUNTS);
    mooring_upcalls.write_stream = remember;
    RUN(a_block_freed_twice_is_reported);
    RUN(an_address_inside_a_block_is_reported);
    RUN(a_freed_block_is_not_used_again_soon);
#ifndef __SANITIZE_ADDRESS__
    RUN(a_write_after_free_is_reported_when_the_block_is_used_again);
    RUN(counting_a_freed_object_is_reported);
#endif
    RUN(a_linked_block_may_not_be_freed);
    RUN(a_full_arena_of_freed_blocks_serves_other_sizes);
    mooring_shutdown();
    return 0;
}
