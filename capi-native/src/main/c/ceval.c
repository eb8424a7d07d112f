/* ceval.c: the GIL and the limits of recursion.
 *
 * The GIL is a flag under a mutex. Whoever holds it has its thread state in mooring_runtime.thread; the words that every
 * C function needs at hand (error indicator, stack floor, depth of deallocation) stand beside it and are exchanged
 * with the thread state when the GIL changes hands.
 *
 * Recursion has two limits: a count, as in Python, for what goes through Py_EnterRecursiveCall; and the end of the
 * thread's stack, which cheap checks on every call compare with.
 */
#include "objects.h"

#include <pthread.h>

/* Room that must be left on the stack of a thread: C functions between two checks and an upcall into Java with its
 * guard pages (16 + 80 KiB) fit. Small stacks keep a quarter. */
#define STACK_RESERVE ((size_t)256 * 1024)

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t freed;      /* signalled when the GIL is dropped */
    pthread_cond_t taken;      /* signalled when it is taken, for mooring_gil_yield */
    int is_held;
    unsigned long times_taken;
} gil = {.mutex = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER, .taken = PTHREAD_COND_INITIALIZER};

_Thread_local PyThreadState *mooring_this_thread;
static _Thread_local char *stack_floor;

char *mooring_stack_floor(void)
{
    if (stack_floor == NULL) {
        pthread_attr_t attributes;
        void *low = NULL;
        size_t size = 0;
        if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
            pthread_attr_getstack(&attributes, &low, &size);
            pthread_attr_destroy(&attributes);
        }
        size_t reserve = size / 4 < STACK_RESERVE ? size / 4 : STACK_RESERVE;
        stack_floor = low == NULL ? (char *)1 : (char *)low + reserve;
    }
    return stack_floor;
}

/* taking and dropping */

static void load_thread(PyThreadState *thread)
{
    thread->thread_ident = (unsigned long)pthread_self();
    mooring_runtime.thread = thread;
    _PyRuntime.thread = thread;
    mooring_runtime.stack_floor = mooring_stack_floor();
    mooring_runtime.dealloc_depth = thread->dealloc_depth;
    mooring_runtime.error = &thread->error;
}

static void store_thread(PyThreadState *thread)
{
    thread->dealloc_depth = mooring_runtime.dealloc_depth;
    mooring_runtime.error = &mooring_nobodys_error;
    mooring_runtime.thread = NULL;
    _PyRuntime.thread = NULL;
}

/* Java keeps a stack of handles for each thread and changes it here. The first thread opens the runtime: its stack is in use. */
static void note_switch(PyThreadState *thread)
{
    static uint64_t last; /* not its address: a new state may stand where a deleted one stood */
    if (last != thread->id && last != 0 && mooring_runtime.initialized) {
        mooring_upcalls.thread_switched(thread);
    }
    last = thread->id;
}

void mooring_gil_take(PyThreadState *thread)
{
    int saved_errno = errno;
    pthread_mutex_lock(&gil.mutex);
    mooring_runtime.gil_waiters++;
    while (gil.is_held) {
        pthread_cond_wait(&gil.freed, &gil.mutex);
    }
    mooring_runtime.gil_waiters--;
    gil.is_held = 1;
    gil.times_taken++;
    load_thread(thread);
    pthread_cond_signal(&gil.taken);
    pthread_mutex_unlock(&gil.mutex);
    note_switch(thread);
    errno = saved_errno;
}

void mooring_gil_drop(PyThreadState *thread)
{
    int saved_errno = errno;
    pthread_mutex_lock(&gil.mutex);
    store_thread(thread);
    gil.is_held = 0;
    pthread_cond_signal(&gil.freed);
    pthread_mutex_unlock(&gil.mutex);
    errno = saved_errno;
}

void mooring_gil_yield(void)
{
    PyThreadState *thread = mooring_runtime.thread;
    pthread_mutex_lock(&gil.mutex);
    if (mooring_runtime.gil_waiters > 0) {
        unsigned long before = gil.times_taken;
        store_thread(thread);
        gil.is_held = 0;
        pthread_cond_signal(&gil.freed);
        while (gil.times_taken == before) {
            pthread_cond_wait(&gil.taken, &gil.mutex);
        }
        pthread_mutex_unlock(&gil.mutex);
        mooring_gil_take(thread);
        return;
    }
    pthread_mutex_unlock(&gil.mutex);
}

const char *mooring_gil_open(void)
{
    return gil.is_held ? "the GIL of the runtime before is still held" : NULL;
}

void mooring_gil_close(void)
{
    gil.is_held = 0;
}

/* the API over it */

PyThreadState *PyEval_SaveThread(void)
{
    PyThreadState *thread = mooring_runtime.thread;
    if (thread == NULL || thread != mooring_this_thread) {
        Py_FatalError("the function must be called with the GIL held, but the GIL is released");
    }
    mooring_gil_drop(thread);
    return thread;
}

void PyEval_RestoreThread(PyThreadState *thread)
{
    if (thread == NULL) {
        Py_FatalError("the thread state is NULL");
    }
    mooring_this_thread = thread;
    mooring_gil_take(thread);
}

void PyEval_AcquireThread(PyThreadState *thread)
{
    PyEval_RestoreThread(thread);
}

void PyEval_ReleaseThread(PyThreadState *thread)
{
    if (thread != mooring_runtime.thread) {
        Py_FatalError("wrong thread state");
    }
    mooring_gil_drop(thread);
}

void PyEval_AcquireLock(void)
{
    if (mooring_this_thread == NULL) {
        Py_FatalError("the calling thread has no thread state");
    }
    mooring_gil_take(mooring_this_thread);
}

void PyEval_ReleaseLock(void)
{
    PyEval_SaveThread();
}

void PyEval_InitThreads(void)
{
}

int PyEval_ThreadsInitialized(void)
{
    return 1;
}

/* recursion */

static int raise_recursion(const char *where)
{
    PyErr_Format(PyExc_RecursionError, "maximum recursion depth exceeded%s", where != NULL ? where : "");
    return -1;
}

int mooring_stack_check_slow(const char *where)
{
    return raise_recursion(where);
}

int Py_EnterRecursiveCall(const char *where)
{
    if (mooring_stack_check(where) < 0) {
        return -1;
    }
    PyThreadState *thread = mooring_runtime.thread;
    if (--thread->recursion_remaining < 0) {
        thread->recursion_remaining++;
        return raise_recursion(where);
    }
    return 0;
}

void Py_LeaveRecursiveCall(void)
{
    mooring_runtime.thread->recursion_remaining++;
}

/* Called by code that has counted the level itself and found none left. */
int _Py_CheckRecursiveCall(PyThreadState *thread, const char *where)
{
    if (thread->recursion_remaining < 0) {
        thread->recursion_remaining++;
        return raise_recursion(where);
    }
    return mooring_stack_check(where);
}

void Py_SetRecursionLimit(int depth)
{
    for (PyThreadState *thread = mooring_interpreter.threads; thread != NULL; thread = thread->next) {
        thread->recursion_remaining += depth - mooring_interpreter.recursion_limit;
        thread->recursion_limit = depth;
    }
    mooring_interpreter.recursion_limit = depth;
}

int Py_GetRecursionLimit(void)
{
    return mooring_interpreter.recursion_limit;
}

/* There are no Python frames: what a frame would answer is empty. */

PyObject *PyEval_GetBuiltins(void)
{
    PyObject *builtins = mooring_upcalls.eval_get_builtins();
    Py_XDECREF(builtins); /* the builtins module keeps it */
    return builtins;
}

PyObject *_PyEval_GetBuiltin(PyObject *name)
{
    PyObject *builtins = PyEval_GetBuiltins();
    PyObject *found = builtins == NULL ? NULL : PyObject_GetItem(builtins, name);
    if (found == NULL && PyErr_ExceptionMatches(PyExc_KeyError)) {
        PyErr_SetObject(PyExc_AttributeError, name);
    }
    return found;
}

PyObject *PyEval_GetGlobals(void)
{
    return NULL;
}

PyObject *PyEval_GetLocals(void)
{
    PyErr_SetString(PyExc_SystemError, "frame does not exist");
    return NULL;
}

PyFrameObject *PyEval_GetFrame(void)
{
    return NULL;
}

const char *PyEval_GetFuncName(PyObject *callable)
{
    if (PyCFunction_Check(callable)) {
        return ((PyCFunctionObject *)callable)->m_ml->ml_name;
    }
    return Py_TYPE(callable)->tp_name;
}

const char *PyEval_GetFuncDesc(PyObject *callable)
{
    return PyCFunction_Check(callable) || PyFunction_Check(callable) || PyMethod_Check(callable) ? "()" : " object";
}

/* Indices of a slice: what has __index__, clipped; None leaves *index alone. */
int _PyEval_SliceIndexNotNone(PyObject *o, Py_ssize_t *index)
{
    if (!PyIndex_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "slice indices must be integers or have an __index__ method");
        return 0;
    }
    *index = PyNumber_AsSsize_t(o, NULL);
    return *index != -1 || !PyErr_Occurred();
}

int _PyEval_SliceIndex(PyObject *o, Py_ssize_t *index)
{
    return o == Py_None || _PyEval_SliceIndexNotNone(o, index);
}
