/* passing_macros.c: passing.c as CPython's headers would have it: its macros read the items of tuples and lists without asking, so that
 * these must be there when the object crosses.
 */
#define MOORING_MACRO_READER
#define PyInit_passing PyInit_passing_macros
#include "passing.c"
