/* obmalloc.h: taking and returning blocks of the arena, inline.
 *
 * The arena is one reserved range of pages of 64 KiB. A page holds blocks of one size class, or belongs to a run of
 * pages that is one large block. Sizes count the 16-byte prefix: class c in 1..32 has blocks of 16 * c bytes, the six
 * classes after it 1 KiB to 32 KiB. A free block's link word leads to the next free one (runtime.h).
 */
#ifndef MOORING_OBMALLOC_H
#define MOORING_OBMALLOC_H

#include "runtime.h"

/* How far ahead a loop fetches: what memory takes to answer, some hundred nanoseconds, at a few a block. */
#define MOORING_BLOCKS_AHEAD 32

/* An uninitialized block with a zeroed prefix; NULL when the arena is full even after mooring_upcalls.links_grow.
 * No error is set. This is also what Java calls when it finds a free list empty. */
MOORING_EXPORT void *mooring_allocate_slow(int size_class);
/* Frees in debug mode, and refuses what must not be freed: a block that is free already, or linked to a managed object. */
MOORING_EXPORT void mooring_free_slow(int size_class, void *block);
/* A block of its own pages, for sizes without a class; as mooring_allocate_slow. */
void *mooring_allocate_run(size_t size);
/* The same, all bytes 0, without touching a page that has them so already. */
MOORING_EXPORT void *mooring_allocate_zeroed_run(size_t size);
/* Whether the address, which is one of the arena, is that of a block that is in use. */
int mooring_is_in_use(const void *address);
/* Any block of the arena, by its address. */
MOORING_EXPORT void mooring_free_block(void *block);
/* Bytes that the holder of the block may use. */
size_t mooring_usable_size(const void *block);

/* Blocks handed out and bytes in them (prefixes included), free lists and the reserve not counted. */
struct mooring_arena_statistics {
    Py_ssize_t blocks;
    Py_ssize_t bytes;
    Py_ssize_t pages_used;
    Py_ssize_t pages_total;
};
MOORING_EXPORT void mooring_arena_statistics(struct mooring_arena_statistics *statistics);
/* Gives pages whose blocks are all free back for use by other sizes; the number of pages. */
MOORING_EXPORT Py_ssize_t mooring_arena_trim(void);
/* Stores the addresses of up to most blocks in use, for leak reports; the number stored. */
MOORING_EXPORT Py_ssize_t mooring_arena_survey(void **blocks, Py_ssize_t most);

/* The class for a block of size bytes (prefix not counted), 0 when it needs a run of pages. */
static inline int mooring_block_class(size_t size)
{
    size_t whole = size + MOORING_PREFIX_SIZE;
    if (MOORING_LIKELY(whole <= MOORING_SMALL_LIMIT))
        return (int)((whole + MOORING_BLOCK_UNIT - 1) / MOORING_BLOCK_UNIT);
    if (whole > ((size_t)MOORING_SMALL_LIMIT << MOORING_POWER_CLASSES))
        return 0;
    /* 513..1024 has its highest bit (of whole-1) at 9 and is the first class after the small ones */
    return MOORING_SMALL_CLASSES - 8 + (63 - __builtin_clzll((unsigned long long)whole - 1));
}

/* Bytes of a block of the class, prefix included. */
static inline size_t mooring_class_size(int size_class)
{
    return size_class <= MOORING_SMALL_CLASSES
               ? (size_t)size_class * MOORING_BLOCK_UNIT
               : (size_t)MOORING_SMALL_LIMIT << (size_class - MOORING_SMALL_CLASSES);
}

static inline void *mooring_next_free(const struct mooring_prefix *prefix)
{
    return (void *)(prefix->link - MOORING_FREE_MARK);
}

static inline void mooring_set_next_free(struct mooring_prefix *prefix, const void *next)
{
    prefix->link = (uintptr_t)next + MOORING_FREE_MARK;
}

/* A block off its free list, NULL if that is empty: for functions that leave the rest to another one. */
static inline void *mooring_take_class(int size_class)
{
    void *block = mooring_runtime.free_lists[size_class];
    if (MOORING_UNLIKELY(block == NULL))
        return NULL;
    struct mooring_prefix *prefix = mooring_prefix_of(block);
    mooring_runtime.free_lists[size_class] = mooring_next_free(prefix);
    prefix->link = 0;
    prefix->gc = 0;
    return block;
}

static inline void *mooring_allocate_class(int size_class)
{
    void *block = mooring_take_class(size_class);
    return MOORING_LIKELY(block != NULL) ? block : mooring_allocate_slow(size_class);
}

/* Blocks that were freed in a row are often neighbours: fetches what may be the one after the next few, for a loop that takes many. */
static inline void mooring_prefetch_class(int size_class)
{
    __builtin_prefetch((char *)mooring_runtime.free_lists[size_class] + MOORING_BLOCKS_AHEAD * mooring_class_size(size_class), 1);
}

static inline void mooring_free_class(int size_class, void *block)
{
    struct mooring_prefix *prefix = mooring_prefix_of(block);
    if (MOORING_UNLIKELY((prefix->link != 0 && prefix->link != MOORING_DEALLOCATING) ||
                         (mooring_runtime.debug & MOORING_DEBUG_BLOCKS))) {
        mooring_free_slow(size_class, block);
        return;
    }
    mooring_set_next_free(prefix, mooring_runtime.free_lists[size_class]);
    mooring_runtime.free_lists[size_class] = block;
}

/* An object of a fixed size known at compile time: the class folds to a constant. Count 1, no error set on NULL. */
static inline PyObject *mooring_new_object(size_t size, PyTypeObject *type)
{
    PyObject *o = (PyObject *)mooring_allocate_class(mooring_block_class(size));
    if (MOORING_UNLIKELY(o == NULL))
        return (PyObject *)mooring_no_memory();
    o->ob_refcnt = 1;
    o->ob_type = type;
    return o;
}

/* The class of a block in the arena, from its page; MOORING_PAGE_RUN_HEAD for a large one. */
static inline int mooring_page_class_of(const void *block)
{
    return mooring_runtime.page_class[(size_t)((const char *)block - mooring_runtime.arena_base) >> MOORING_PAGE_SHIFT];
}

#endif
