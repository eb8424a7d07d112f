/* obmalloc.c: the slow half of the allocator: cutting pages into blocks, runs of pages, and the census.
 *
 * A page of a size class is cut into blocks a few at a time, so that memory is touched in the order of its use. Blocks
 * return to the free list of their class and stay there; mooring_arena_trim, which runs before the arena is declared
 * full, gives wholly free pages back.
 */
#include "obmalloc.h"
#include "arena.h"
#include "gil_watch.h"
#include "liars.h"
#include "quarantine.h"
#include "sanitizer.h"

#define CUT_BYTES 8192           /* how much of a page is cut into blocks at a time */
#define PRESSURE_BYTES (256 << 20) /* that are worth a collection: as much as a heap of moderate size */

struct size_class {
    char *fresh;                 /* the part of the newest page that is not cut yet */
    char *fresh_end;
    Py_ssize_t cut;              /* blocks cut so far, in all pages */
};

static struct size_class classes[MOORING_CLASSES];
static Py_ssize_t run_blocks;
static Py_ssize_t run_bytes;
static Py_ssize_t pressure;      /* bytes in pages taken, less those returned, since the last collection for their sake */

static size_t blocks_per_page(int size_class)
{
    return MOORING_PAGE_SIZE / mooring_class_size(size_class);
}

static size_t usable_class_size(int size_class)
{
    return mooring_class_size(size_class) - MOORING_PREFIX_SIZE;
}

/* pages */

static char *take_pages(size_t count, unsigned char size_class)
{
    char *pages = mooring_pages_take(count, size_class);
    if (pages == NULL && mooring_arena_trim() > 0) {
        pages = mooring_pages_take(count, size_class);
    }
    if (pages == NULL && mooring_upcalls.links_grow != NULL && mooring_upcalls.links_grow() == 0) {
        mooring_arena_trim();
        pages = mooring_pages_take(count, size_class);
    }
    return pages;
}

/* The heap alone would see no reason to collect what holds so much of the arena. */
static void press(Py_ssize_t bytes)
{
    pressure = pressure + bytes < 0 ? 0 : pressure + bytes;
    if (pressure >= PRESSURE_BYTES && mooring_upcalls.gc_pressure != NULL) {
        pressure = 0;
        mooring_upcalls.gc_pressure();
    }
}

/* Cuts some blocks off the class's newest page onto its free list; 0, or -1 when there is no page to be had. */
static int cut_blocks(int size_class)
{
    struct size_class *c = &classes[size_class];
    size_t size = mooring_class_size(size_class);
    int takes_page = c->fresh == NULL || c->fresh + size > c->fresh_end;
    if (takes_page) {
        char *page = take_pages(1, (unsigned char)size_class);
        if (page == NULL) {
            return -1;
        }
        c->fresh = page;
        c->fresh_end = page + MOORING_PAGE_SIZE;
    }
    size_t count = CUT_BYTES / size ? CUT_BYTES / size : 1;
    size_t left = (size_t)(c->fresh_end - c->fresh) / size;
    count = count < left ? count : left;
    void **list = &mooring_runtime.free_lists[size_class];
    for (size_t i = count; i-- > 0;) {
        char *block = c->fresh + i * size + MOORING_PREFIX_SIZE;
        mooring_set_next_free(mooring_prefix_of(block), *list);
        *list = block;
    }
    c->cut += (Py_ssize_t)count;
    c->fresh += count * size;
    if (takes_page) {
        press(MOORING_PAGE_SIZE);
    }
    return 0;
}

/* debug mode */

/* A page for the class, all of it still out of bounds; 0, or -1 when there is none to be had. */
static int take_fresh_page(int size_class)
{
    char *page = take_pages(1, (unsigned char)size_class);
    if (page == NULL) {
        return -1;
    }
    classes[size_class].fresh = page;
    classes[size_class].fresh_end = page + MOORING_PAGE_SIZE;
    HIDE(page, MOORING_PAGE_SIZE);
    return 0;
}

/* A block that was never used; NULL when the arena is full. */
static char *cut_one(int size_class)
{
    struct size_class *c = &classes[size_class];
    size_t size = mooring_class_size(size_class);
    if ((c->fresh == NULL || c->fresh + size > c->fresh_end) && take_fresh_page(size_class) < 0) {
        return NULL;
    }
    char *block = c->fresh + MOORING_PREFIX_SIZE;
    SHOW(c->fresh, size);
    c->fresh += size;
    c->cut++;
    return block;
}

/* In debug mode the free lists are empty, so every allocation comes here. */
static void *allocate_checked(int size_class)
{
    mooring_watch_holder_slow("the allocator");
    mooring_note_request("the allocator");
    char *block = mooring_quarantine_take(size_class, 0);
    if (block == NULL) {
        block = cut_one(size_class);
    }
    if (block == NULL) {
        block = mooring_quarantine_take(size_class, 1);
    }
    if (block != NULL) {
        *mooring_prefix_of(block) = (struct mooring_prefix){0, 0};
    }
    return block;
}

/* The name of the type of a block that is freed without tp_dealloc, if it is one of those whose objects C gets as boxes or
 * copies; NULL for what looks like none. */
static const char *plain_type_name(const void *block)
{
    const PyTypeObject *const types[] = {&PyLong_Type, &PyFloat_Type, &PyComplex_Type, &PyUnicode_Type, &PyBytes_Type, &PyTuple_Type};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
        if (((const PyObject *)block)->ob_type == types[i]) {
            return types[i]->tp_name;
        }
    }
    return NULL;
}

void mooring_free_slow(int size_class, void *block)
{
    struct mooring_prefix *prefix = mooring_prefix_of(block);
    if (mooring_is_free(prefix)) {
        mooring_report_block("freed before", block, "PyObject_Free");
        return;
    }
    int is_object = prefix->link == MOORING_DEALLOCATING;
    if (prefix->link != 0 && !is_object) {
        mooring_report_misuse("freed while a managed object is linked to it", block, "PyObject_Free");
        return;
    }
    if (!(mooring_runtime.debug & MOORING_DEBUG_BLOCKS)) {
        mooring_free_class(size_class, block);
        return;
    }
    mooring_watch_holder_slow("PyObject_Free");
    const char *type = is_object ? mooring_type_name_of(block) : plain_type_name(block);
    if (mooring_quarantine_add(size_class, block, type) == 0) {
        *prefix = (struct mooring_prefix){MOORING_FREE_MARK, 0};
    }
}

/* blocks */

void *mooring_allocate_slow(int size_class)
{
    if (size_class <= 0 || size_class >= MOORING_CLASSES) {
        return NULL;
    }
    if (mooring_runtime.debug & MOORING_DEBUG_BLOCKS) {
        return allocate_checked(size_class);
    }
    /* a collection inside cut_blocks may have returned blocks, so look again */
    if (mooring_runtime.free_lists[size_class] == NULL && cut_blocks(size_class) < 0 &&
        mooring_runtime.free_lists[size_class] == NULL) {
        return NULL;
    }
    return mooring_allocate_class(size_class);
}

static void *allocate_run(size_t size, int zeroed)
{
    if (size > PY_SSIZE_T_MAX) {
        return NULL;
    }
    mooring_note_request("the allocator");
    size_t pages = (size + MOORING_PREFIX_SIZE + MOORING_PAGE_SIZE - 1) >> MOORING_PAGE_SHIFT;
    char *first = take_pages(pages, MOORING_PAGE_RUN_HEAD);
    if (first == NULL) {
        return NULL;
    }
    if (zeroed) {
        mooring_pages_clean(first);
    }
    Py_ssize_t bytes = (Py_ssize_t)(pages << MOORING_PAGE_SHIFT);
    run_blocks++;
    run_bytes += bytes;
    press(bytes);
    char *block = first + MOORING_PREFIX_SIZE;
    *mooring_prefix_of(block) = (struct mooring_prefix){0, 0};
    return block;
}

void *mooring_allocate_run(size_t size)
{
    return allocate_run(size, 0);
}

void *mooring_allocate_zeroed_run(size_t size)
{
    return allocate_run(size, 1);
}

/* Bytes from the start of a run on that may be anything but 0 now that it is freed. Of the mirror of a tuple it is the header: items that nobody asked for
 * were never made, and tp_dealloc clears the others. */
static size_t stained_bytes(const void *block, size_t run_bytes)
{
    const PyObject *o = block;
    int is_blank = (mooring_prefix_of(o)->gc & MOORING_GC_LAZY) && o->ob_type == &PyTuple_Type;
    return is_blank ? MOORING_PREFIX_SIZE + offsetof(PyTupleObject, ob_item) : run_bytes;
}

static void free_run(void *block)
{
    char *first = (char *)block - MOORING_PREFIX_SIZE;
    struct mooring_prefix *prefix = mooring_prefix_of(block);
    if (prefix->link != 0 && prefix->link != MOORING_DEALLOCATING) {
        mooring_report_misuse("freed while a managed object is linked to it", block, "PyObject_Free");
        return;
    }
    Py_ssize_t bytes = (Py_ssize_t)(mooring_pages_count(first) << MOORING_PAGE_SHIFT);
    size_t stained = stained_bytes(block, (size_t)bytes);
    *prefix = (struct mooring_prefix){MOORING_FREE_MARK, 0};
    run_blocks--;
    run_bytes -= bytes;
    mooring_pages_return(first, stained);
    press(-bytes);
}

/* Whether the address is that of a block of its page. */
static int is_block(const void *block, int size_class)
{
    if (size_class == MOORING_PAGE_NONE || size_class == MOORING_PAGE_RUN_BODY) {
        return 0;
    }
    size_t offset = (size_t)((const char *)block - mooring_runtime.arena_base) & (MOORING_PAGE_SIZE - 1);
    if (size_class == MOORING_PAGE_RUN_HEAD) {
        return offset == MOORING_PREFIX_SIZE;
    }
    return offset % mooring_class_size(size_class) == MOORING_PREFIX_SIZE % mooring_class_size(size_class);
}

int mooring_is_in_use(const void *address)
{
    int size_class = mooring_page_class_of(address);
    if (!is_block(address, size_class)) {
        return 0;
    }
    if (size_class != MOORING_PAGE_RUN_HEAD) {
        const struct size_class *c = &classes[size_class];
        if ((const char *)address >= c->fresh && (const char *)address < c->fresh_end) {
            return 0; /* not cut yet */
        }
    }
    return !mooring_is_free(mooring_prefix_of(address));
}

void mooring_free_block(void *block)
{
    int size_class = mooring_page_class_of(block);
    if (MOORING_UNLIKELY(size_class >= MOORING_CLASSES || size_class == MOORING_PAGE_NONE ||
                         (mooring_runtime.debug & MOORING_DEBUG_BLOCKS))) {
        if (!is_block(block, size_class)) {
            mooring_report_block("the address is not that of a block in use", block, "PyObject_Free");
            return;
        }
        if (size_class == MOORING_PAGE_RUN_HEAD) {
            free_run(block);
            return;
        }
    }
    mooring_free_class(size_class, block);
}

size_t mooring_usable_size(const void *block)
{
    int size_class = mooring_page_class_of(block);
    return size_class == MOORING_PAGE_RUN_HEAD
               ? (mooring_pages_count((const char *)block - MOORING_PREFIX_SIZE) << MOORING_PAGE_SHIFT) -
                     MOORING_PREFIX_SIZE
               : usable_class_size(size_class);
}

/* looking at the whole */

static void *next_free(const void *block)
{
    return mooring_next_free(mooring_prefix_of(block));
}

/* By a walk: whoever asks for statistics can wait, and allocation need not count. */
static Py_ssize_t free_blocks(int size_class)
{
    Py_ssize_t count = mooring_quarantine_count(size_class);
    for (const void *block = mooring_runtime.free_lists[size_class]; block != NULL; block = next_free(block)) {
        count++;
    }
    return count;
}

void mooring_arena_statistics(struct mooring_arena_statistics *statistics)
{
    *statistics = (struct mooring_arena_statistics){
        .blocks = run_blocks,
        .bytes = run_bytes,
        .pages_used = (Py_ssize_t)mooring_pages_used(),
        .pages_total = (Py_ssize_t)mooring_pages_total(),
    };
    for (int i = 1; i < MOORING_CLASSES; i++) {
        Py_ssize_t used = classes[i].cut - free_blocks(i);
        statistics->blocks += used;
        statistics->bytes += used * (Py_ssize_t)mooring_class_size(i);
    }
}

static size_t page_of(const void *address)
{
    return (size_t)((const char *)address - mooring_runtime.arena_base) >> MOORING_PAGE_SHIFT;
}

/* Makes block the one after last in the list, or the first if last is NULL. */
static void follow(void **list, const char *last, char *block)
{
    if (last == NULL) {
        *list = block;
    } else {
        mooring_set_next_free(mooring_prefix_of(last), block);
    }
}

/* Returns the pages of a class that are free as a whole; their blocks are on no list any more. */
static void return_free_pages(int size_class, const uint32_t *free_in_page, Py_ssize_t pages)
{
    const size_t whole = blocks_per_page(size_class);
    classes[size_class].cut -= pages * (Py_ssize_t)whole;
    for (size_t page = 0, end = mooring_pages_total(); pages > 0 && page < end; page++) {
        if (mooring_runtime.page_class[page] == size_class && free_in_page[page] == whole) {
            char *first = mooring_runtime.arena_base + (page << MOORING_PAGE_SHIFT);
            if (classes[size_class].fresh_end == first + MOORING_PAGE_SIZE) {
                classes[size_class].fresh = classes[size_class].fresh_end = NULL;
            }
            mooring_pages_return(first, MOORING_PAGE_SIZE);
            press(-(Py_ssize_t)MOORING_PAGE_SIZE);
            pages--;
        }
    }
}

/* Takes the blocks of pages that are free as a whole off the class's list, and gives the pages back. */
static Py_ssize_t trim_class(int size_class, uint32_t *free_in_page)
{
    void **list = &mooring_runtime.free_lists[size_class];
    size_t whole = blocks_per_page(size_class);
    Py_ssize_t pages = 0;
    for (const char *block = *list; block != NULL; block = next_free(block)) {
        pages += ++free_in_page[page_of(block)] == whole;
    }
    if (pages == 0) {
        return 0;
    }
    char *last = NULL;
    for (char *block = *list, *next; block != NULL; block = next) {
        next = next_free(block);
        if (free_in_page[page_of(block)] < whole) {
            follow(list, last, block);
            last = block;
        }
    }
    follow(list, last, NULL);
    return_free_pages(size_class, free_in_page, pages);
    return pages;
}

/* The pages of a class, while the blocks are counted that are in quarantine. */
struct quarantined {
    uint32_t *in_page;
    size_t whole;
    Py_ssize_t pages;            /* whose blocks are all there */
};

static int count_quarantined(const char *block, void *context)
{
    struct quarantined *q = context;
    q->pages += ++q->in_page[page_of(block)] == q->whole;
    return 0;
}

static int is_in_free_page(const char *block, void *context)
{
    const struct quarantined *q = context;
    return q->in_page[page_of(block)] == q->whole;
}

/* The same in debug mode, where what is free is in quarantine. */
static Py_ssize_t trim_quarantine(int size_class, uint32_t *free_in_page)
{
    struct quarantined q = {free_in_page, blocks_per_page(size_class), 0};
    mooring_quarantine_release(size_class, count_quarantined, &q);
    if (q.pages > 0) {
        mooring_quarantine_release(size_class, is_in_free_page, &q);
        return_free_pages(size_class, free_in_page, q.pages);
    }
    return q.pages;
}

Py_ssize_t mooring_arena_trim(void)
{
    uint32_t *free_in_page = calloc(mooring_pages_total(), sizeof *free_in_page);
    if (free_in_page == NULL) {
        return 0;
    }
    int is_debug = (mooring_runtime.debug & MOORING_DEBUG_BLOCKS) != 0;
    Py_ssize_t pages = 0;
    for (int i = 1; i < MOORING_CLASSES; i++) {
        pages += is_debug ? trim_quarantine(i, free_in_page) : trim_class(i, free_in_page);
    }
    free(free_in_page);
    return pages;
}

Py_ssize_t mooring_arena_survey(void **blocks, Py_ssize_t most)
{
    Py_ssize_t found = 0;
    for (size_t page = 0; page < mooring_pages_total() && found < most; page++) {
        int size_class = mooring_runtime.page_class[page];
        char *first = mooring_runtime.arena_base + (page << MOORING_PAGE_SHIFT);
        if (size_class == MOORING_PAGE_RUN_HEAD) {
            blocks[found++] = first + MOORING_PREFIX_SIZE;
        } else if (size_class != MOORING_PAGE_NONE && size_class != MOORING_PAGE_RUN_BODY) {
            struct size_class *c = &classes[size_class];
            size_t size = mooring_class_size(size_class);
            char *end = c->fresh_end == first + MOORING_PAGE_SIZE ? c->fresh : first + MOORING_PAGE_SIZE;
            for (char *b = first + MOORING_PREFIX_SIZE; b - MOORING_PREFIX_SIZE + size <= end && found < most; b += size) {
                if (!mooring_is_free(mooring_prefix_of(b))) {
                    blocks[found++] = b;
                }
            }
        }
    }
    return found;
}
