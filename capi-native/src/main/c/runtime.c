/* runtime.c: opening and closing the C side. */
#include "runtime.h"

#include "arena.h"
#include "borrowed_items.h"
#include "graph.h"
#include "guess.h"
#include "liars.h"
#include "objects.h"
#include "quarantine.h"
#include "tracked.h"

struct mooring_error mooring_nobodys_error;
struct mooring_runtime mooring_runtime = {.error = &mooring_nobodys_error};
struct mooring_upcalls mooring_upcalls;

const char *mooring_init(const struct mooring_options *options)
{
    if (mooring_runtime.initialized) {
        return "libmooring.so is in use: load it again for the next runtime";
    }
    if (options->size != (Py_ssize_t)sizeof *options) {
        return "the caller's struct mooring_options has another size: libmooring.so and Java are of different builds";
    }
    const char *missing = mooring_missing_upcall();
    if (missing != NULL) {
        return missing;
    }
    if (mooring_arena_open((size_t)options->arena_bytes) < 0) {
        return "the address range of the arena cannot be reserved";
    }
    if (mooring_borrowed_open() < 0) {
        return "there is no memory for the table of borrowed items";
    }
    mooring_runtime.debug = options->debug;
#ifdef __SANITIZE_ADDRESS__
    mooring_runtime.debug |= MOORING_DEBUG_BLOCKS | MOORING_DEBUG_COUNTS;
#endif
    const char *failure = mooring_gil_open();
    if (failure == NULL) {
        failure = mooring_threads_open();
    }
    if (failure != NULL) {
        return failure;
    }
    mooring_runtime.initialized = 1;
    if (mooring_builtin_types_open() < 0 || mooring_exceptions_open() < 0) {
        return "the arena is too small for the builtin types";
    }
    return NULL;
}

void mooring_shutdown(void)
{
    if (!mooring_runtime.initialized) {
        return;
    }
    mooring_run_exit_functions();
    mooring_quarantine_check();
    mooring_runtime.initialized = 0;
    mooring_threads_close();
    mooring_gil_close();
    mooring_graph_free();
    mooring_guess_free();
    mooring_liars_free();
    mooring_tracked_free();
    mooring_borrowed_close();
    mooring_quarantine_close();
    mooring_arena_close();
}

void mooring_drain(PyObject *const *dead, Py_ssize_t count)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (MOORING_UNLIKELY(mooring_in_arena(dead[i]) && mooring_is_free(mooring_prefix_of(dead[i])))) {
            mooring_report_misuse("freed while it waited for its deallocation", dead[i], "mooring_drain");
            continue;
        }
        Py_DECREF(dead[i]);
        if (MOORING_UNLIKELY(mooring_runtime.error->type != NULL)) {
            PyErr_WriteUnraisable(NULL);
        }
    }
    PyErr_Restore(type, value, traceback);
}

void mooring_unimplemented(const char *name)
{
    PyErr_Format(PyExc_SystemError, "%s is not implemented by Mooring", name);
}

/* MemoryError without a value: nothing has to be allocated for it. */
void *mooring_no_memory(void)
{
    PyErr_SetNone(PyExc_MemoryError);
    return NULL;
}
