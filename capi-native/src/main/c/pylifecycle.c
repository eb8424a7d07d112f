/* pylifecycle.c: what C may ask about the runtime's life and version. Java opens and closes it. */
#include "objects.h"

#include <signal.h>

/* As many as CPython keeps. */
#define MOST_EXIT_FUNCTIONS 32

static void (*exit_functions[MOST_EXIT_FUNCTIONS])(void);
static int exit_function_count;

const unsigned long Py_Version = PY_VERSION_HEX;

int (*PyOS_InputHook)(void);

int Py_IsInitialized(void)
{
    return mooring_runtime.initialized != 0;
}

int _Py_IsFinalizing(void)
{
    return 0;
}

/* An extension may call this to be sure; it never is the one that starts the runtime. */
void Py_InitializeEx(int install_signal_handlers)
{
    (void)install_signal_handlers;
    if (!Py_IsInitialized()) {
        _Py_FatalErrorFunc("Py_Initialize", "a Mooring runtime is opened from Java, not from C");
    }
}

void Py_Initialize(void)
{
    Py_InitializeEx(1);
}

int Py_FinalizeEx(void)
{
    return -1; /* the runtime belongs to Java and goes on */
}

void Py_Finalize(void)
{
}

int Py_AtExit(void (*function)(void))
{
    if (exit_function_count == MOST_EXIT_FUNCTIONS) {
        return -1;
    }
    exit_functions[exit_function_count++] = function;
    return 0;
}

void mooring_run_exit_functions(void)
{
    while (exit_function_count > 0) {
        exit_functions[--exit_function_count]();
    }
}

void Py_Exit(int status)
{
    mooring_run_exit_functions();
    exit(status);
}

/* version */

const char *Py_GetVersion(void)
{
    return PY_VERSION " (Mooring) [GCC " __VERSION__ "]";
}

const char *Py_GetPlatform(void)
{
    return "linux";
}

const char *Py_GetCopyright(void)
{
    return "Copyright the Mooring authors. Licensed under the Apache License 2.0.";
}

const char *Py_GetCompiler(void)
{
    return "[GCC " __VERSION__ "]";
}

const char *Py_GetBuildInfo(void)
{
    return "Mooring";
}

/* There is no installation with a prefix, a home and a path: what names them is empty. */

static wchar_t nothing[1];

wchar_t *Py_GetProgramName(void)
{
    static wchar_t name[] = L"mooring";
    return name;
}

wchar_t *Py_GetPythonHome(void)
{
    return NULL;
}

wchar_t *Py_GetProgramFullPath(void)
{
    return nothing;
}

wchar_t *Py_GetPrefix(void)
{
    return nothing;
}

wchar_t *Py_GetExecPrefix(void)
{
    return nothing;
}

wchar_t *Py_GetPath(void)
{
    return nothing;
}

/* signals and forks */

PyOS_sighandler_t PyOS_getsig(int number)
{
    struct sigaction action;
    return sigaction(number, NULL, &action) == -1 ? SIG_ERR : action.sa_handler;
}

PyOS_sighandler_t PyOS_setsig(int number, PyOS_sighandler_t handler)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK}, before;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, &before) == -1 ? SIG_ERR : before.sa_handler;
}

/* A JVM does not survive in a forked child; the child can only exec, for which nothing has to be prepared. */

void PyOS_BeforeFork(void)
{
}

void PyOS_AfterFork_Parent(void)
{
}

void PyOS_AfterFork_Child(void)
{
}

void PyOS_AfterFork(void)
{
}

/* What CPython ignores, for a program that is to be run in place of this one. */
PyAPI_FUNC(void) _Py_RestoreSignals(void);
void _Py_RestoreSignals(void)
{
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
}
