/* arena.c: see arena.h. */
#include "arena.h"
#include "sanitizer.h"

#include <sys/mman.h>

#define BINS 32
#define NO_RUN UINT32_MAX
/* A free run of at least this many pages is given back to the system: 1 MiB, so that the call pays for itself. */
#define PAGES_WORTH_RETURNING 16
/* What one entry of the processor's page tables covers if the system can: blocks of many objects that are used one after the other share it. */
#define HUGE_PAGE_BYTES ((size_t)2 << 20)
/* A page of the system. */
#define KEPT_BYTES 4096
/* Fewer bytes cost about as many faults as it takes to ask. */
#define WORTH_TOUCHING ((size_t)64 << 10)
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

/* What the side table knows about a page that begins or ends a run. */
struct page_run {
    uint32_t length;   /* pages; valid at the first page of every run and at the last page of a free one */
    uint32_t is_free;  /* valid at the same pages */
    uint32_t next;     /* free runs of the same bin; page numbers, NO_RUN ends the list */
    uint32_t previous;
};

static struct {
    struct page_run *runs;
    unsigned char *stained; /* for each page whether it may hold anything but 0; valid while it is free, and just after it was taken */
    uint32_t bins[BINS];
    size_t page_count;
    size_t used_pages;
    size_t front_end;       /* blocks of classes come from the front, runs from the back: */
    size_t back;            /* pages from front_end to here have never been handed out */
    char *huge_end;         /* up to here the system was asked for huge pages */
    size_t reserved_bytes;
} arena;

static void *reserve(size_t bytes)
{
    void *range = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return range == MAP_FAILED ? NULL : range;
}

static int bin_of(uint32_t length)
{
    return 31 - __builtin_clz(length);
}

static void bin_push(uint32_t page, uint32_t length)
{
    uint32_t *bin = &arena.bins[bin_of(length)];
    struct page_run *run = &arena.runs[page];
    run->length = length;
    run->is_free = 1;
    run->next = *bin;
    run->previous = NO_RUN;
    arena.runs[page + length - 1].length = length;
    arena.runs[page + length - 1].is_free = 1;
    if (*bin != NO_RUN) {
        arena.runs[*bin].previous = page;
    }
    *bin = page;
}

static void bin_remove(uint32_t page)
{
    struct page_run *run = &arena.runs[page];
    if (run->previous != NO_RUN) {
        arena.runs[run->previous].next = run->next;
    } else {
        arena.bins[bin_of(run->length)] = run->next;
    }
    if (run->next != NO_RUN) {
        arena.runs[run->next].previous = run->previous;
    }
}

int mooring_arena_open(size_t bytes)
{
    size_t pages = (bytes + MOORING_PAGE_SIZE - 1) >> MOORING_PAGE_SHIFT;
    if (pages == 0 || pages >= NO_RUN) {
        return -1;
    }
    size_t range_bytes = (pages + 1) << MOORING_PAGE_SHIFT; /* one page more, to align the first */
    char *range = reserve(range_bytes);
    unsigned char *classes = reserve(pages);
    struct page_run *runs = reserve(pages * sizeof(struct page_run));
    unsigned char *stained = reserve(pages);
    if (range == NULL || classes == NULL || runs == NULL || stained == NULL) {
        return -1;
    }
    char *base = (char *)(((uintptr_t)range + MOORING_PAGE_SIZE - 1) & ~(uintptr_t)(MOORING_PAGE_SIZE - 1));
    if (base != range) {
        munmap(range, (size_t)(base - range));
    }
    munmap(base + (pages << MOORING_PAGE_SHIFT), (size_t)(range + range_bytes - base) - (pages << MOORING_PAGE_SHIFT));
    madvise(base, pages << MOORING_PAGE_SHIFT, MADV_NOHUGEPAGE); /* but where prefer_huge and mooring_pages_touch ask for them */
    arena.runs = runs;
    arena.stained = stained;
    arena.page_count = pages;
    arena.used_pages = 0;
    arena.front_end = 0;
    arena.back = pages;
    arena.huge_end = base;
    for (int i = 0; i < BINS; i++) {
        arena.bins[i] = NO_RUN;
    }
    bin_push(0, (uint32_t)pages);
    mooring_runtime.arena_base = base;
    mooring_runtime.arena_end = base + (pages << MOORING_PAGE_SHIFT);
    mooring_runtime.page_class = classes;
    return 0;
}

/* What the sanitizer was told about freed blocks must not outlive the mapping. */
static void forget_poison(void)
{
    SHOW(mooring_runtime.arena_base, arena.front_end << MOORING_PAGE_SHIFT);
    SHOW(mooring_runtime.arena_base + (arena.back << MOORING_PAGE_SHIFT), (arena.page_count - arena.back) << MOORING_PAGE_SHIFT);
}

void mooring_arena_close(void)
{
    if (mooring_runtime.arena_base == NULL) {
        return;
    }
    forget_poison();
    munmap(mooring_runtime.arena_base, arena.page_count << MOORING_PAGE_SHIFT);
    munmap(mooring_runtime.page_class, arena.page_count);
    munmap(arena.runs, arena.page_count * sizeof(struct page_run));
    munmap(arena.stained, arena.page_count);
    mooring_runtime.arena_base = mooring_runtime.arena_end = NULL;
    mooring_runtime.page_class = NULL;
    arena.runs = NULL;
    arena.stained = NULL;
    arena.page_count = 0;
}

/* The first run of at least count pages: any run of a bin above count's own is long enough. */
static uint32_t find_run(size_t count)
{
    for (int bin = bin_of((uint32_t)count); bin < BINS; bin++) {
        for (uint32_t page = arena.bins[bin]; page != NO_RUN; page = arena.runs[page].next) {
            if (arena.runs[page].length >= count) {
                return page;
            }
        }
    }
    return NO_RUN;
}

/* Takes count pages off a free run, from its beginning or its end; the first page. */
static uint32_t cut_run(uint32_t page, uint32_t count, int from_end)
{
    uint32_t left = arena.runs[page].length - count;
    bin_remove(page);
    if (left == 0) {
        return page;
    }
    bin_push(from_end ? page : page + count, left);
    return from_end ? page + left : page;
}

/* Asks for huge pages up to the one that holds the address. A refusal costs time only. */
static void prefer_huge(char *address)
{
    char *end = (char *)(((uintptr_t)address | (HUGE_PAGE_BYTES - 1)) + 1);
    end = end < mooring_runtime.arena_end ? end : mooring_runtime.arena_end;
    madvise(arena.huge_end, (size_t)(end - arena.huge_end), MADV_HUGEPAGE);
    arena.huge_end = end;
}

char *mooring_pages_take(size_t count, unsigned char size_class)
{
    if (count == 0 || count > arena.page_count) {
        return NULL;
    }
    uint32_t run = find_run(count);
    if (run == NO_RUN) {
        return NULL;
    }
    uint32_t page = cut_run(run, (uint32_t)count, size_class == MOORING_PAGE_RUN_HEAD);
    char *first = mooring_runtime.arena_base + ((size_t)page << MOORING_PAGE_SHIFT);
    arena.runs[page].length = (uint32_t)count;
    arena.runs[page].is_free = 0;
    arena.runs[page + count - 1].is_free = 0;
    mooring_runtime.page_class[page] = size_class;
    memset(mooring_runtime.page_class + page + 1, MOORING_PAGE_RUN_BODY, count - 1);
    arena.used_pages += count;
    if (size_class == MOORING_PAGE_RUN_HEAD) {
        arena.back = arena.back < page ? arena.back : page;
    } else {
        arena.front_end = arena.front_end > page + count ? arena.front_end : page + count;
        if (first >= arena.huge_end) {
            prefer_huge(first);
        }
    }
    SHOW(first, count << MOORING_PAGE_SHIFT);
    return first;
}

/* Gives a run back to the system but for its first system page, which is written to as soon as the run is used again.
 * All bytes are 0 afterwards; whether they are. */
static int give_back(char *first, size_t bytes)
{
    memset(first, 0, KEPT_BYTES);
    if (bytes >= HUGE_PAGE_BYTES) {
        madvise(first, bytes, MADV_NOHUGEPAGE); /* who takes it next may want to touch little of it */
    }
    return madvise(first + KEPT_BYTES, bytes - KEPT_BYTES, MADV_DONTNEED) == 0;
}

/* Whether all bytes of the run are 0 now. */
static int make_clean(char *first, size_t bytes, size_t stained)
{
    if (bytes >= PAGES_WORTH_RETURNING * MOORING_PAGE_SIZE && give_back(first, bytes)) {
        return 1;
    }
    if (stained > KEPT_BYTES) {
        return 0; /* who wants it clean will see to it */
    }
    memset(first, 0, stained);
    return 1;
}

void mooring_pages_return(char *first, size_t stained)
{
    uint32_t page = (uint32_t)((size_t)(first - mooring_runtime.arena_base) >> MOORING_PAGE_SHIFT);
    uint32_t length = arena.runs[page].length;
    memset(mooring_runtime.page_class + page, MOORING_PAGE_NONE, length);
    arena.used_pages -= length;
    int is_clean = make_clean(first, (size_t)length << MOORING_PAGE_SHIFT, stained);
    memset(arena.stained + page, !is_clean, length);
    HIDE(first, (size_t)length << MOORING_PAGE_SHIFT);
    uint32_t after = page + length;
    if (after < arena.page_count && arena.runs[after].is_free) {
        length += arena.runs[after].length;
        bin_remove(after);
    }
    if (page > 0 && arena.runs[page - 1].is_free) {
        uint32_t before = arena.runs[page - 1].length;
        page -= before;
        length += before;
        bin_remove(page);
    }
    bin_push(page, length);
}

static void clean(size_t page, size_t count)
{
    char *first = mooring_runtime.arena_base + (page << MOORING_PAGE_SHIFT);
    size_t bytes = count << MOORING_PAGE_SHIFT;
    if (count < PAGES_WORTH_RETURNING || madvise(first, bytes, MADV_DONTNEED) != 0) {
        memset(first, 0, bytes);
    }
}

void mooring_pages_clean(char *first)
{
    size_t page = (size_t)(first - mooring_runtime.arena_base) >> MOORING_PAGE_SHIFT;
    size_t end = page + arena.runs[page].length;
    while (page < end) {
        size_t count = 1;
        while (page + count < end && arena.stained[page + count] == arena.stained[page]) {
            count++;
        }
        if (arena.stained[page]) {
            clean(page, count);
        }
        page += count;
    }
}

static char *round_up(void *address, size_t unit)
{
    return (char *)(((uintptr_t)address + unit - 1) & -unit);
}

void mooring_pages_touch(void *from, void *to)
{
    char *first = round_up(from, KEPT_BYTES);
    char *end = round_up(to, KEPT_BYTES); /* a run ends with a page of the system */
    if ((size_t)(end - first) < WORTH_TOUCHING) {
        return;
    }
    char *huge = round_up(from, HUGE_PAGE_BYTES);
    if (huge + HUGE_PAGE_BYTES <= end) {
        madvise(huge, (size_t)(end - huge) & -HUGE_PAGE_BYTES, MADV_HUGEPAGE);
    }
    madvise(first, (size_t)(end - first), MADV_POPULATE_WRITE);
}

size_t mooring_pages_count(const char *first)
{
    return arena.runs[(size_t)(first - mooring_runtime.arena_base) >> MOORING_PAGE_SHIFT].length;
}

size_t mooring_pages_used(void)
{
    return arena.used_pages;
}

size_t mooring_pages_total(void)
{
    return arena.page_count;
}
