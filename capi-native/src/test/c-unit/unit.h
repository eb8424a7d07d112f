/* unit.h: what the C-only tests share: checks that print values, and upcalls that fail the test when they are called. */
#ifndef MOORING_UNIT_H
#define MOORING_UNIT_H

#include "obmalloc.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                                                           \
    do {                                                                                                           \
        if (!(condition)) {                                                                                        \
            fprintf(stderr, "%s:%d: %s: expected %s\n", __FILE__, __LINE__, __func__, #condition);                 \
            exit(1);                                                                                               \
        }                                                                                                          \
    } while (0)

#define CHECK_EQUAL(found, expected)                                                                               \
    do {                                                                                                           \
        long long found_ = (long long)(found), expected_ = (long long)(expected);                                  \
        if (found_ != expected_) {                                                                                 \
            fprintf(stderr, "%s:%d: %s: %s is %lld, expected %lld\n", __FILE__, __LINE__, __func__, #found, found_,  \
                    expected_);                                                                                    \
            exit(1);                                                                                               \
        }                                                                                                          \
    } while (0)

#define RUN(test)                                                                                                  \
    do {                                                                                                           \
        test();                                                                                                    \
        printf("%s\n", #test);                                                                                     \
    } while (0)

/* Stands in every pointer that a test does not fill. */
static long unexpected_upcall(void)
{
    fprintf(stderr, "an upcall that this test does not expect\n");
    abort();
}

static int pressure_fake(void)
{
    return 0;
}

static int type_ready_fake(PyTypeObject *type)
{
    (void)type;
    return 0;
}

static PyObject *type_get_dict_fake(PyTypeObject *type)
{
    (void)type;
    return NULL;
}

static void thread_switched_fake(PyThreadState *thread)
{
    (void)thread;
}

static void write_stream_fake(int stream, const char *text, Py_ssize_t length)
{
    fwrite(text, 1, (size_t)length, stream == 1 ? stdout : stderr);
}

/* Opens a runtime of the given size without Java; growing fails, so that a full arena is seen. */
static void open_runtime(Py_ssize_t arena_bytes, Py_ssize_t debug)
{
    void **pointers = (void **)&mooring_upcalls;
    for (size_t i = 0; i < sizeof mooring_upcalls / sizeof *pointers; i++) {
        pointers[i] = (void *)unexpected_upcall;
    }
    mooring_upcalls.gc_pressure = pressure_fake;
    mooring_upcalls.type_ready = type_ready_fake;
    mooring_upcalls.type_get_dict = type_get_dict_fake;
    mooring_upcalls.thread_switched = thread_switched_fake;
    mooring_upcalls.write_stream = write_stream_fake;
    struct mooring_options options = {sizeof options, arena_bytes, debug};
    const char *failure = mooring_init(&options);
    if (failure != NULL) {
        fprintf(stderr, "mooring_init: %s\n", failure);
        exit(1);
    }
}

static inline Py_ssize_t blocks_in_use(void)
{
    struct mooring_arena_statistics statistics;
    mooring_arena_statistics(&statistics);
    return statistics.blocks;
}

#endif
