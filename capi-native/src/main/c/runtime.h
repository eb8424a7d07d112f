/* runtime.h: the words that C and Java share, and the rules by which they share them.
 *
 * WHO OWNS WHAT
 *   C owns     the arena and its free lists (obmalloc.h), the memory of every PyObject, the static builtin types and
 *              singletons, the thread states and the GIL, the error indicator, and the data of objects whose type is
 *              written in C: instances of extension types, C functions, capsules, modules' C state, fresh ints and
 *              floats, tuples that never left C.
 *   Java owns  the moving heap, the link table, and the data of everything else: str, bytes, list, dict, set, classes.
 *              Their PyObject is a mirror: a header, and for str, bytes, int, float and tuple a copy of the (immutable)
 *              data in CPython's layout. C asks for the rest through mooring_upcalls.
 *   Both push and pop the free lists, read and write the error indicator, add and subtract counts.
 *
 * THREAD RULE
 *   All of it belongs to the thread that holds the GIL (ceval.c). No word here is atomic. Only PyMem_Raw*, the lock and
 *   TSS functions of pythread.c and PyGILState_Ensure may be called without it.
 *
 * LIFE OF A PyObject
 *   1. born      PyType_GenericAlloc, PyTuple_New, ... or Java takes a block off a free list. Count 1 (C's) or the bias
 *                alone (Java's). The 16 bytes before it are zero:
 *                    pyobj-16  link word   address of the managed object; 0: no link; odd: being deallocated, or free
 *                    pyobj- 8  gc word     MOORING_GC_* bits below
 *   2. linked    Java adds MOORING_REFCNT_BIAS to the count and writes the link word. C's own DECREF cannot reach zero.
 *   3. unlinked  The managed object is dead. If C still counts, the object lives on as C's alone. If not, it waits in
 *                Java's dealloc queue at count 1 until mooring_drain drops that count.
 *   4. dying     The count reached zero: _Py_Dealloc writes MOORING_DEALLOCATING to the link word, so that whoever
 *                meets the object now can tell, and calls tp_dealloc. It may be resurrected there by adding a count
 *                (PyObject_CallFinalizerFromDealloc clears the marker again).
 *   5. freed     tp_free returns the block to its free list and the link word says so, so that a block which is freed
 *                twice, or freed while it is linked, is refused; in debug mode it goes into quarantine (quarantine.h).
 *   Static objects and memory that C took from malloc have no prefix; the address says so: only the arena has prefixes.
 *   The links of those stand in a side table of Java's.
 */
#ifndef MOORING_RUNTIME_H
#define MOORING_RUNTIME_H

#include "Python.h"
#include "upcalls.h"

/* Added to ob_refcnt while a managed object is linked; a light link (no tp_dealloc needed) adds MOORING_REFCNT_LIGHT. */
#define MOORING_REFCNT_BIAS ((Py_ssize_t)1 << 61)
#define MOORING_REFCNT_LIGHT (((Py_ssize_t)1 << 61) + ((Py_ssize_t)1 << 62))

/* The link word of an object whose tp_dealloc runs: an immediate, so never an address. */
#define MOORING_DEALLOCATING ((uintptr_t)0x7DEADull * 2 + 1)

/* The link word of a free block: this in the low four bits, above them the next one of its list. No other link word ends
 * so: managed objects are aligned to 8, and MOORING_DEALLOCATING ends in 11. */
#define MOORING_FREE_MARK ((uintptr_t)1)
#define MOORING_LINK_TAG ((uintptr_t)15)

/* bits of the gc word */
#define MOORING_GC_TRACKED ((uintptr_t)1)       /* PyObject_GC_Track was called: tp_traverse may be used */
#define MOORING_GC_FINALIZED ((uintptr_t)2)     /* tp_finalize has run, it does not run again */
#define MOORING_GC_DEFERRED ((uintptr_t)4)      /* dead, waiting in the deferred list of _Py_Dealloc */
#define MOORING_GC_CLEARED ((uintptr_t)8)       /* garbage whose tp_clear was called since the last look (graph.c) */
#define MOORING_GC_NODE ((uintptr_t)16)         /* stands in the graph that a major collection looks at */
#define MOORING_GC_GUESS ((uintptr_t)0x600)     /* in which guess it was looked at last (guess.c) */
#define MOORING_GC_CANDIDATE ((uintptr_t)0x1000) /* may be garbage, says the guess */
#define MOORING_GC_LAZY _PyTuple_LAZY            /* a mirror of a tuple: an item is made when it is asked for */

/* Private bits of tp_flags, in places that CPython 3.11 leaves empty. */
#define MOORING_TPFLAGS_NESTED (1UL << 21)      /* deallocating an instance may deallocate others */
#define MOORING_TPFLAGS_MANAGED (1UL << 23)     /* the type is implemented in Java: its slots call up */
#define MOORING_TPFLAGS_REPORTED (1UL << 16)    /* debug mode has said that its tp_dealloc does not free */
#define MOORING_TPFLAGS_LIAR (1UL << 15)        /* debug mode has said what its tp_traverse does wrong */

#define MOORING_PAGE_SHIFT 16                   /* arena pages are 64 KiB, each of blocks of one size */
#define MOORING_PAGE_SIZE ((size_t)1 << MOORING_PAGE_SHIFT)
#define MOORING_PREFIX_SIZE 16                  /* bytes before each block's address */
#define MOORING_BLOCK_UNIT 16                   /* sizes up to MOORING_SMALL_LIMIT are multiples of this */
#define MOORING_SMALL_LIMIT 512                 /* bytes, prefix included */
#define MOORING_SMALL_CLASSES (MOORING_SMALL_LIMIT / MOORING_BLOCK_UNIT)
#define MOORING_POWER_CLASSES 6                 /* 1, 2, 4, 8, 16 and 32 KiB */
#define MOORING_CLASSES (1 + MOORING_SMALL_CLASSES + MOORING_POWER_CLASSES) /* class 0 has no blocks */
#define MOORING_PAGE_NONE 0                     /* values of the page table beside the classes */
#define MOORING_PAGE_RUN_HEAD 0xFF
#define MOORING_PAGE_RUN_BODY 0xFE

/* The ints that stand ready as immortal statics (longobject.c); they cross without a box. */
#define MOORING_SMALL_INT_MIN (-5)
#define MOORING_SMALL_INT_MAX 256

#define MOORING_DEBUG_BLOCKS 1                  /* poison and quarantine freed blocks, check them at reuse */
#define MOORING_DEBUG_COUNTS 2                  /* report negative counts and counting of freed objects */

/* The error indicator of a thread; owned references, all NULL when no error is set. */
struct mooring_error {
    PyObject *type;
    PyObject *value;                            /* an instance, or an argument, or NULL: see PyErr_NormalizeException */
    PyObject *traceback;
};

struct mooring_runtime {
    /* that of the running thread, which stands in its state (objects.h); nobody's while none runs: never NULL */
    struct mooring_error *error;

    /* arena: [arena_base, arena_end) is reserved once and never moves */
    char *arena_base;
    char *arena_end;
    unsigned char *page_class;                  /* size class of page (address - arena_base) >> MOORING_PAGE_SHIFT */

    /* links: entry i is a PyObject* with the kind in its low bits; written by Java, which may move the table */
    const uintptr_t *link_table;
    uintptr_t managed_null;                     /* the word that stands for "no object" in managed slots */
    uintptr_t managed_none;                     /* address of the managed None, in the immortal space */

    /* the running thread */
    PyThreadState *thread;                      /* NULL while nobody holds the GIL */
    char *stack_floor;                          /* below this address C must not recurse further: RecursionError */
    Py_ssize_t dealloc_depth;                   /* nested _Py_Dealloc calls of the running thread */

    /* what a safepoint has to look at, in one word: Java reads both halves at once after each call */
    int32_t gil_waiters;                        /* threads that wait for the GIL; Java yields at its safepoints */
    int32_t deaths_pending;                     /* Java's: the dealloc queue is not empty */
    Py_ssize_t debug;                           /* MOORING_DEBUG_* bits */
    Py_ssize_t initialized;                     /* 1 between mooring_init and mooring_shutdown */
    Py_ssize_t misuse_reports;                  /* misuses of the C API reported so far in debug mode */

    /* Free blocks by their size class, last in first out: the first of each, or NULL. Its address is the one that users see
     * (16 after the start of the block); the next one stands in the block's link word, marked. Nobody counts them: that would be
     * a store more each time. In debug mode all are NULL, so that both sides take the slow path, where freed blocks are checked. */
    void *free_lists[MOORING_CLASSES];
    const char *package_context;                /* full name of the module whose PyInit function runs, or NULL */
    Py_ssize_t filled;                          /* 1: a macro reader is loaded, so mirrors cross with their items */
    const char *last_call;                      /* debug mode: the function that Java called last, or NULL */
};

/* Inside the library the two are protected: others find the symbols, and the library's own code reaches them without a
 * table. */
#ifdef MOORING_BUILD
#define MOORING_SHARED_DATA __attribute__((visibility("protected")))
#else
#define MOORING_SHARED_DATA
#endif
extern MOORING_SHARED_DATA struct mooring_runtime mooring_runtime;
extern struct mooring_error mooring_nobodys_error;
extern MOORING_SHARED_DATA struct mooring_upcalls mooring_upcalls;

/* What Java calls down to. */
#define MOORING_EXPORT Py_EXPORTED_SYMBOL

struct mooring_options {
    Py_ssize_t size;                            /* sizeof(struct mooring_options): a stale caller is refused */
    Py_ssize_t arena_bytes;                     /* virtual range to reserve; rounded up to pages of 64 KiB */
    Py_ssize_t debug;                           /* MOORING_DEBUG_* bits */
};

/* Sets up arena, types, thread state and GIL (held by the caller on return). mooring_upcalls must be filled.
 * NULL, or the reason of the failure: a static string. */
MOORING_EXPORT const char *mooring_init(const struct mooring_options *options);
/* Readies the builtin types that are written wholly in C (memoryview): Java calls it when type_ready can answer.
 * 0, or -1 with an error set. */
MOORING_EXPORT int mooring_ready_types(void);
MOORING_EXPORT PyObject *mooring_contextvars_module(void); /* contextvar.c */
/* typeobject.c: a type has another __name__ or __qualname__. Both are borrowed. */
MOORING_EXPORT void mooring_type_renamed(PyTypeObject *type, PyObject *name, PyObject *qualname);
/* Gives up all memory. The library must be closed and loaded again before the next mooring_init. */
MOORING_EXPORT void mooring_shutdown(void);
/* Drops the last count of objects from the dealloc queue (each waits at count 1, link word 0). */
MOORING_EXPORT void mooring_drain(PyObject *const *dead, Py_ssize_t count);
/* For the holder of the GIL: lets one of the waiting threads run, if there is one. Java calls it at its safepoints when
 * gil_waiters is not zero. */
MOORING_EXPORT void mooring_gil_yield(void);
/* methodobject.c: the m_ml of the mirrors of functions that Java implements; the d_method and d_base of those of descriptors. Nobody can call these. */
MOORING_EXPORT extern PyMethodDef mooring_managed_method;
MOORING_EXPORT extern PyMethodDef mooring_managed_method_descriptor;
MOORING_EXPORT extern struct wrapperbase mooring_managed_slot;
/* Raises MemoryError without allocating. Returns NULL. */
void *mooring_no_memory(void);
/* Sets SystemError "name is not implemented by Mooring". */
MOORING_EXPORT void mooring_unimplemented(const char *name);
/* misuse.c: writes one line about a misuse of the C API: the last function that Java called, the function of the API that
 * noticed, what is wrong, the object and its type. */
MOORING_EXPORT void mooring_report_misuse(const char *what, const void *object, const char *call);
/* The same about a block of memory, which may be no object. */
void mooring_report_block(const char *what, const void *block, const char *call);
/* The name of the object's type, if the object still looks like one. */
const char *mooring_type_name_of(const void *object);

static inline int mooring_in_arena(const void *address)
{
    return (size_t)((const char *)address - mooring_runtime.arena_base) <
           (size_t)(mooring_runtime.arena_end - mooring_runtime.arena_base);
}

struct mooring_prefix {
    uintptr_t link;
    uintptr_t gc;
};

/* Only for an address in the arena. */
static inline struct mooring_prefix *mooring_prefix_of(const void *object)
{
    return (struct mooring_prefix *)((uintptr_t)object - MOORING_PREFIX_SIZE);
}

/* Whether the block has been freed and is not in use again. */
static inline int mooring_is_free(const struct mooring_prefix *prefix)
{
    return (prefix->link & MOORING_LINK_TAG) == MOORING_FREE_MARK;
}

/* For what is seldom wanted: kept apart from a short function, which then saves no registers. */
#define MOORING_NOINLINE __attribute__((noinline))
#define MOORING_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define MOORING_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

/* Around a call that would be a function's last: keeps the function on the stack, where debug mode finds its name (gil_watch.c). */
static inline PyObject *mooring_stay(PyObject *o)
{
    __asm__ volatile("" : "+r"(o));
    return o;
}

#endif
