/* pythonrun.c: source text, which nobody here compiles or runs; and the flags of a command line that there is none of. */
#include "runtime.h"

#include "pythonrun.h"

int Py_DebugFlag;
int Py_VerboseFlag;
int Py_QuietFlag;
int Py_InteractiveFlag;
int Py_InspectFlag;
int Py_OptimizeFlag;
int Py_NoSiteFlag;
int Py_BytesWarningFlag;
int Py_FrozenFlag;
int Py_IgnoreEnvironmentFlag;
int Py_DontWriteBytecodeFlag;
int Py_NoUserSiteDirectory;
int Py_UnbufferedStdioFlag;
int Py_HashRandomizationFlag;
int Py_IsolatedFlag;

PyObject *PyRun_StringFlags(const char *source, int start, PyObject *globals, PyObject *locals, PyCompilerFlags *flags)
{
    (void)source;
    (void)start;
    (void)globals;
    (void)locals;
    (void)flags;
    mooring_unimplemented("PyRun_StringFlags");
    return NULL;
}
