/* objects.h: what the files about objects, types and threads share among themselves. */
#ifndef MOORING_OBJECTS_H
#define MOORING_OBJECTS_H

#include "runtime.h"
#include "builtin.h"

/* pystate.c. What the running thread needs at hand stands in mooring_runtime and is swapped with the GIL. */
#define MOORING_REPR_DEPTH_STEP 8

/* An exception that is being handled, and what was being handled when that began: generators of compiled modules push one. */
struct mooring_handled {
    PyObject *exception;                 /* owned; None is as good as NULL */
    struct mooring_handled *previous;
};

struct _ts {
    /* up to the dict as in CPython 3.11: compiled modules read and write these by themselves, Cython's above all */
    PyThreadState *previous;
    PyThreadState *next;
    PyInterpreterState *interpreter;
    int initialized;
    int is_static;
    int recursion_remaining;             /* Py_EnterRecursiveCall still allows so many levels */
    int recursion_limit;
    int recursion_headroom;
    int tracing;
    int tracing_what;
    const void *frames;                  /* says that nothing is traced, and that there is no frame */
    void *tracers[4];                    /* NULL */
    struct mooring_error error;
    struct mooring_handled *handled;     /* the innermost; the outermost is first_handled */
    PyObject *dict;                      /* PyThreadState_GetDict, owned, NULL until asked for */

    struct mooring_handled first_handled;
    uint64_t id;
    unsigned long thread_ident;          /* pthread_self of the thread it belongs to */
    Py_ssize_t ensure_depth;             /* PyGILState_Ensure calls without their Release */
    int made_by_ensure;                  /* the outermost Release deletes it */
    char *stack_floor;                   /* copied to mooring_runtime.stack_floor */
    PyObject *async_exception;           /* owned or NULL */
    PyObject *context;                   /* the context that the thread is in, owned; NULL: none was needed yet */
    PyObject **repr_stack;               /* objects whose repr is being computed, borrowed */
    Py_ssize_t repr_count;
    Py_ssize_t repr_capacity;
    Py_ssize_t dealloc_depth;            /* saved while the thread does not hold the GIL */
};

_Static_assert(offsetof(struct _ts, recursion_remaining) == 0x20 && offsetof(struct _ts, frames) == 56 && offsetof(struct _ts, error) == 96 &&
               offsetof(struct _ts, handled) == 120 && offsetof(struct _ts, dict) == 128, "where CPython 3.11 has them");

struct _is {
    PyThreadState *threads;
    PyObject *dict;
    uint64_t next_thread_id;
    int recursion_limit;
};
extern struct _is mooring_interpreter;

const char *mooring_threads_open(void);
void mooring_threads_close(void);
/* ceval.c. Take and drop move what stands in mooring_runtime from and to the thread's state. */
const char *mooring_gil_open(void);
void mooring_gil_close(void);
void mooring_gil_take(PyThreadState *thread);
void mooring_gil_drop(PyThreadState *thread);
/* The state that belongs to the calling OS thread, or NULL; and the lowest address its stack may be used down to. */
extern _Thread_local PyThreadState *mooring_this_thread;
char *mooring_stack_floor(void);
/* Whether C may still recurse: the stack has room. RecursionError otherwise. */
int mooring_stack_check_slow(const char *where);
static inline int mooring_stack_check(const char *where)
{
    if (MOORING_LIKELY((char *)__builtin_frame_address(0) > mooring_runtime.stack_floor)) {
        return 0;
    }
    return mooring_stack_check_slow(where);
}

/* The types of None and NotImplemented, as CPython names them. */
PyAPI_DATA(PyTypeObject) _PyNone_Type;
PyAPI_DATA(PyTypeObject) _PyNotImplemented_Type;

/* object.c */
void mooring_immortal_dealloc(PyObject *o);
int mooring_mirror_traverse(PyObject *o, visitproc visit, void *arg);
int mooring_mirror_clear(PyObject *o);
/* Sets the link word back to "no link" while a finalizer may hand the object out, and to the marker again. */
void mooring_set_deallocating(PyObject *o, int deallocating);

/* typeobject.c, inherit.c, mro.c, typespec.c, subtype.c */
int mooring_type_inherit(PyTypeObject *type);
PyObject *mooring_type_mro(PyTypeObject *type);
void mooring_type_dealloc(PyObject *type);
int mooring_type_traverse(PyObject *type, visitproc visit, void *arg);
PyObject *mooring_type_new(PyTypeObject *metatype, PyObject *args, PyObject *kwargs);
PyObject *mooring_type_call(PyObject *type, PyObject *args, PyObject *kwargs);
PyObject *mooring_object_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
int mooring_object_init(PyObject *self, PyObject *args, PyObject *kwargs);
void mooring_object_dealloc(PyObject *o);
void mooring_subtype_dealloc(PyObject *o);
int mooring_subtype_traverse(PyObject *o, visitproc visit, void *arg);
int mooring_subtype_clear(PyObject *o);

/* builtin_types.c: gives every static builtin type its slots, MRO and flags; 0, or -1 with an error set. */
int mooring_builtin_types_open(void);
int mooring_exceptions_open(void);

/* capsule.c, methodobject.c, moduleobject.c: slots of types whose data is in C */
void mooring_capsule_dealloc(PyObject *o);
PyObject *mooring_capsule_repr(PyObject *o);
void mooring_cfunction_dealloc(PyObject *o);
int mooring_cfunction_traverse(PyObject *o, visitproc visit, void *arg);
int mooring_cfunction_clear(PyObject *o);
PyObject *mooring_cfunction_call(PyObject *o, PyObject *args, PyObject *kwargs);
void mooring_module_dealloc(PyObject *o);
int mooring_module_traverse(PyObject *o, visitproc visit, void *arg);
int mooring_module_clear(PyObject *o);

/* codeobject.c */
int mooring_code_first_line(const PyCodeObject *code);
PyObject *mooring_code_name(const PyCodeObject *code);     /* borrowed */
PyObject *mooring_code_filename(const PyCodeObject *code); /* borrowed */

/* call.c: SystemError when a call returned NULL without an error, or a result with one. */
PyObject *mooring_check_result(PyObject *callable, PyObject *result, const char *where);
/* pylifecycle.c */
void mooring_run_exit_functions(void);
/* upcalls.c: the name of an upcall that Java left empty, or NULL. */
const char *mooring_missing_upcall(void);

static inline int mooring_is_managed(PyTypeObject *type)
{
    return (type->tp_flags & MOORING_TPFLAGS_MANAGED) != 0;
}

#endif
