/* misuse.c: the lines about misuses of the C API.
 *
 *     mooring: misuse in keep(), Py_DecRef: the object was freed before (object 0x7f..., type list, freed in drop())
 *
 * keep() is the function that Java called last, which debug mode notes; Py_DecRef is where it was noticed.
 */
#include "gil_watch.h"
#include "obmalloc.h"
#include "quarantine.h"

#include <stdarg.h>
#include <stdio.h>

/* Characters of a line: more than the two longest names and the longest sentence take. */
#define LINE_SIZE 512

const char *mooring_type_name_of(const void *object)
{
    if (mooring_in_arena(object) && mooring_page_class_of(object) == MOORING_PAGE_NONE) {
        return "unknown";
    }
    const PyTypeObject *type = ((const PyObject *)object)->ob_type;
    /* the mirrors of a class and of its instance may be freed in any order, when both are dead */
    if (type != NULL && mooring_in_arena(type) && mooring_is_free(mooring_prefix_of(type))) {
        return "of a freed class";
    }
    if (type == NULL || ((uintptr_t)type & (sizeof(void *) - 1)) != 0 || Py_TYPE(type) == NULL || type->tp_name == NULL) {
        return "unknown";
    }
    return type->tp_name;
}

static void write_line(const char *line, int length)
{
    mooring_runtime.misuse_reports++;
    if (mooring_upcalls.write_stream != NULL) {
        mooring_upcalls.write_stream(2, line, length < LINE_SIZE ? length : LINE_SIZE - 1);
    } else {
        fputs(line, stderr);
    }
}

static void report(const char *what, const char *call, const char *format, ...)
{
    char line[LINE_SIZE];
    char details[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(details, sizeof details, format, arguments);
    va_end(arguments);
    const char *last = mooring_runtime.last_call;
    int length = last != NULL ? snprintf(line, sizeof line, "mooring: misuse in %s(), %s: %s (%s)\n", last, call, what, details)
                              : snprintf(line, sizeof line, "mooring: misuse in %s: %s (%s)\n", call, what, details);
    write_line(line, length);
}

/* What debug mode remembers of a freed block; 0 if nothing. */
static int report_freed(const char *what, const void *block, const char *call)
{
    const struct mooring_freed *freed = mooring_quarantine_find(block);
    if (freed == NULL) {
        return 0;
    }
    if (freed->type[0] != 0) {
        report(what, call, "object %p, type %s, freed in %s", block, freed->type, freed->call);
    } else {
        report(what, call, "block %p, freed in %s", block, freed->call);
    }
    return 1;
}

void mooring_report_misuse(const char *what, const void *object, const char *call)
{
    if (!report_freed(what, object, call)) {
        report(what, call, "object %p, type %s", object, mooring_type_name_of(object));
    }
}

void mooring_report_block(const char *what, const void *block, const char *call)
{
    if (!report_freed(what, block, call)) {
        report(what, call, "block %p", block);
    }
}

void mooring_report_thread(const char *call)
{
    report("called without the GIL", call, "%s holds it", mooring_runtime.thread == NULL ? "nobody" : "another thread");
}
