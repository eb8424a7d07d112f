/* runtime.c: opening and closing the C side, and its reports. */
#include "runtime.h"

#include "arena.h"
#include "graph.h"
#include "objects.h"
#include "tracked.h"

struct mooring_runtime mooring_runtime;
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
    mooring_runtime.initialized = 0;
    mooring_threads_close();
    mooring_gil_close();
    mooring_graph_free();
    mooring_tracked_free();
    mooring_arena_close();
}

void mooring_drain(PyObject *const *dead, Py_ssize_t count)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_DECREF(dead[i]);
        if (MOORING_UNLIKELY(mooring_runtime.error_type != NULL)) {
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

/* The name of the object's type, if the object still looks like one. */
static const char *type_name_of(const void *object)
{
    if (mooring_in_arena(object) && mooring_prefix_of(object)->gc == MOORING_GC_FREED) {
        return "freed";
    }
    const PyTypeObject *type = ((const PyObject *)object)->ob_type;
    if (type == NULL || ((uintptr_t)type & 7) != 0 || Py_TYPE(type) == NULL) {
        return "unknown";
    }
    return type->tp_name;
}

void mooring_report_misuse(const char *what, const void *object, const char *call)
{
    mooring_runtime.misuse_reports++;
    char line[400];
    int is_object = (mooring_runtime.debug & MOORING_DEBUG_COUNTS) && strcmp(call, "PyObject_Free") != 0 &&
                    strcmp(call, "allocation") != 0;
    int length = is_object ? snprintf(line, sizeof line, "mooring: %s: %s (object %p, type %s)\n", call, what, object,
                                      type_name_of(object))
                           : snprintf(line, sizeof line, "mooring: %s: %s (block %p)\n", call, what, object);
    if (mooring_upcalls.write_stream != NULL) {
        mooring_upcalls.write_stream(2, line, length);
    } else {
        fputs(line, stderr);
    }
}
