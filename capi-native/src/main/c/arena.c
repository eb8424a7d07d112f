/* arena.c: see arena.h. */
#include "arena.h"
#include "sanitizer.h"

#include <sys/mman.h>

#define BINS 32
#define NO_RUN UINT32_MAX
/* A free run of at least this many pages is given back to the system: 1 MiB, so that the call pays for itself. */
#define PAGES_WORTH_RETURNING 16
/* A page of the system. */
#define KEPT_BYTES 4096

/* What the side table knows about a page that begins or ends a run. */
struct page_run {
    uint32_t length;   /* pages; valid at the first page of every run and at the last page of a free one */
    uint32_t is_free;  /* valid at the same pages */
    uint32_t is_clean; /* at the first page: all bytes were 0 when the run was taken, or are 0 because it is free and untouched */
    uint32_t next;     /* free runs of the same bin; page numbers, NO_RUN ends the list */
    uint32_t previous;
};

static struct {
    struct page_run *runs;
    uint32_t bins[BINS];
    size_t page_count;
    size_t used_pages;
    size_t touched_pages;   /* those behind have never been handed out */
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

static void bin_push(uint32_t page, uint32_t length, uint32_t is_clean)
{
    uint32_t *bin = &arena.bins[bin_of(length)];
    struct page_run *run = &arena.runs[page];
    run->length = length;
    run->is_free = 1;
    run->is_clean = is_clean;
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
    if (range == NULL || classes == NULL || runs == NULL) {
        return -1;
    }
    char *base = (char *)(((uintptr_t)range + MOORING_PAGE_SIZE - 1) & ~(uintptr_t)(MOORING_PAGE_SIZE - 1));
    if (base != range) {
        munmap(range, (size_t)(base - range));
    }
    munmap(base + (pages << MOORING_PAGE_SHIFT), (size_t)(range + range_bytes - base) - (pages << MOORING_PAGE_SHIFT));
    arena.runs = runs;
    arena.page_count = pages;
    arena.used_pages = 0;
    arena.touched_pages = 0;
    for (int i = 0; i < BINS; i++) {
        arena.bins[i] = NO_RUN;
    }
    bin_push(0, (uint32_t)pages, 1);
    mooring_runtime.arena_base = base;
    mooring_runtime.arena_end = base + (pages << MOORING_PAGE_SHIFT);
    mooring_runtime.page_class = classes;
    return 0;
}

/* What the sanitizer was told about freed blocks must not outlive the mapping. */
static void forget_poison(void)
{
    SHOW(mooring_runtime.arena_base, arena.touched_pages << MOORING_PAGE_SHIFT);
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
    mooring_runtime.arena_base = mooring_runtime.arena_end = NULL;
    mooring_runtime.page_class = NULL;
    arena.runs = NULL;
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

char *mooring_pages_take(size_t count, unsigned char size_class)
{
    if (count == 0 || count > arena.page_count) {
        return NULL;
    }
    uint32_t page = find_run(count);
    if (page == NO_RUN) {
        return NULL;
    }
    uint32_t length = arena.runs[page].length;
    bin_remove(page);
    if (length > count) {
        bin_push(page + (uint32_t)count, length - (uint32_t)count, arena.runs[page].is_clean);
    }
    arena.runs[page].length = (uint32_t)count;
    arena.runs[page].is_free = 0;
    arena.runs[page + count - 1].is_free = 0;
    mooring_runtime.page_class[page] = size_class;
    memset(mooring_runtime.page_class + page + 1, MOORING_PAGE_RUN_BODY, count - 1);
    arena.used_pages += count;
    arena.touched_pages = arena.touched_pages > page + count ? arena.touched_pages : page + count;
    SHOW(mooring_runtime.arena_base + ((size_t)page << MOORING_PAGE_SHIFT), count << MOORING_PAGE_SHIFT);
    return mooring_runtime.arena_base + ((size_t)page << MOORING_PAGE_SHIFT);
}

/* Gives a run back to the system but for its first system page, which is written to as soon as the run is used again.
 * All bytes are 0 afterwards; whether they are. */
static int give_back(char *first, size_t bytes)
{
    memset(first, 0, KEPT_BYTES);
    return madvise(first + KEPT_BYTES, bytes - KEPT_BYTES, MADV_DONTNEED) == 0;
}

void mooring_pages_return(char *first)
{
    uint32_t page = (uint32_t)((size_t)(first - mooring_runtime.arena_base) >> MOORING_PAGE_SHIFT);
    uint32_t length = arena.runs[page].length;
    memset(mooring_runtime.page_class + page, MOORING_PAGE_NONE, length);
    arena.used_pages -= length;
    uint32_t is_clean = length >= PAGES_WORTH_RETURNING && give_back(first, (size_t)length << MOORING_PAGE_SHIFT);
    HIDE(first, (size_t)length << MOORING_PAGE_SHIFT);
    uint32_t after = page + length;
    if (after < arena.page_count && arena.runs[after].is_free) {
        is_clean &= arena.runs[after].is_clean;
        length += arena.runs[after].length;
        bin_remove(after);
    }
    if (page > 0 && arena.runs[page - 1].is_free) {
        uint32_t before = arena.runs[page - 1].length;
        page -= before;
        length += before;
        is_clean &= arena.runs[page].is_clean;
        bin_remove(page);
    }
    bin_push(page, length, is_clean);
}

void mooring_pages_clean(char *first)
{
    struct page_run *run = &arena.runs[(size_t)(first - mooring_runtime.arena_base) >> MOORING_PAGE_SHIFT];
    size_t bytes = (size_t)run->length << MOORING_PAGE_SHIFT;
    if (!run->is_clean && (run->length < PAGES_WORTH_RETURNING || madvise(first, bytes, MADV_DONTNEED) != 0)) {
        memset(first, 0, bytes);
    }
    run->is_clean = 0;
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
