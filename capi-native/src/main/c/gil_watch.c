/* gil_watch.c: debug mode's look at the thread that calls: whether it holds the GIL, and which function of the API it is in.
 *
 * The allocator and the counting functions look, and so does Java at each upcall; between them they see nearly all of the API. The fast build does not look.
 */
#include "gil_watch.h"
#include "liars.h"
#include "objects.h"

#include <dlfcn.h>
#include <execinfo.h>

/* Frames between a function of the API and the place where it is noticed: fewer. */
#define MOST_FRAMES 24

/* Whether this thread was told since it was last seen with the GIL: what it does until then is one misuse. */
static _Thread_local int is_told;

/* The outermost of the library's functions on the stack, which is the one that somebody else called; or fallback. */
static const char *called_function(const char *fallback)
{
    void *frames[MOST_FRAMES];
    Dl_info self;
    Dl_info info;
    const char *name = fallback;
    int count = backtrace(frames, MOST_FRAMES);
    if (dladdr((void *)&mooring_runtime, &self) == 0) {
        return fallback;
    }
    for (int i = 0; i < count; i++) {
        /* a return address may stand behind the function's last instruction */
        if (dladdr((char *)frames[i] - 1, &info) == 0 || info.dli_fbase != self.dli_fbase) {
            break;
        }
        name = info.dli_sname != NULL ? info.dli_sname : fallback;
    }
    return name;
}

static int is_holder(void)
{
    if (mooring_runtime.initialized && !PyGILState_Check()) {
        return 0;
    }
    is_told = 0;
    return 1;
}

void mooring_watch_holder_slow(const char *fallback)
{
    if (!is_holder() && !is_told) {
        is_told = 1;
        mooring_report_thread(called_function(fallback));
    }
}

int mooring_check_upcall(const char *name)
{
    if (is_holder()) {
        mooring_note_request(name);
        return 0;
    }
    if (!is_told) {
        is_told = 1;
        mooring_report_thread(name);
    }
    return -1;
}
