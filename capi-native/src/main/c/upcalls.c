/* upcalls.c: the names under which Java fills struct mooring_upcalls.
 *
 * The list of names is taken from upcalls.h when the library is built (upcall_names.cmake), in the order of the members.
 */
#include "objects.h"

#define UPCALL(name) {#name, offsetof(struct mooring_upcalls, name)},

MOORING_EXPORT const struct mooring_upcall_name mooring_upcall_names[] = {
#include "upcall_names.inc"
    {NULL, 0},
};

#define COUNT (Py_ARRAY_LENGTH(mooring_upcall_names) - 1)
_Static_assert(COUNT * sizeof(void *) == sizeof(struct mooring_upcalls), "one name for each upcall");

const char *mooring_missing_upcall(void)
{
    void *const *pointers = (void *const *)&mooring_upcalls;
    for (size_t i = 0; i < COUNT; i++) {
        if (pointers[i] == NULL) {
            static char message[100];
            snprintf(message, sizeof message, "the upcall %s is not filled in", mooring_upcall_names[i].name);
            return message;
        }
    }
    return NULL;
}
