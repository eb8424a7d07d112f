/* pystate.c: thread states, the one interpreter, and calls from threads that Python has not started. */
#include "objects.h"

#include <pthread.h>

/* As in CPython; sys.setrecursionlimit and Py_SetRecursionLimit change it. */
#define RECURSION_LIMIT 1000

struct _is mooring_interpreter;
static pthread_mutex_t list_mutex = PTHREAD_MUTEX_INITIALIZER;

/* What compiled modules find when they follow a thread's frames: more words than they read, all 0. */
static void *const no_frames[4];

/* modules that PyState_AddModule keeps, by the index of their definition */
static PyObject **state_modules;
static Py_ssize_t state_module_count;

const char *mooring_threads_open(void)
{
    mooring_interpreter.recursion_limit = RECURSION_LIMIT;
    PyThreadState *thread = PyThreadState_New(&mooring_interpreter);
    if (thread == NULL) {
        return "no memory for the first thread state";
    }
    PyEval_RestoreThread(thread);
    return NULL;
}

/* References in thread states are not dropped: the objects go with the arena. */
void mooring_threads_close(void)
{
    while (mooring_interpreter.threads != NULL) {
        PyThreadState *thread = mooring_interpreter.threads;
        mooring_interpreter.threads = thread->next;
        free(thread->repr_stack);
        free(thread);
    }
    free(state_modules);
    state_modules = NULL;
    state_module_count = 0;
    mooring_this_thread = NULL;
    mooring_runtime.thread = NULL;
    mooring_runtime.error = &mooring_nobodys_error;
    _PyRuntime.thread = NULL;
}

/* thread states */

PyThreadState *PyThreadState_New(PyInterpreterState *interpreter)
{
    PyThreadState *thread = calloc(1, sizeof *thread);
    if (thread == NULL) {
        return NULL;
    }
    thread->interpreter = interpreter;
    thread->recursion_remaining = interpreter->recursion_limit;
    thread->recursion_limit = interpreter->recursion_limit;
    thread->frames = no_frames;
    thread->handled = &thread->first_handled;
    pthread_mutex_lock(&list_mutex);
    thread->id = ++interpreter->next_thread_id;
    thread->next = interpreter->threads;
    if (thread->next != NULL) {
        thread->next->previous = thread;
    }
    interpreter->threads = thread;
    pthread_mutex_unlock(&list_mutex);
    return thread;
}

PyAPI_FUNC(PyThreadState *) _PyThreadState_Prealloc(PyInterpreterState *interpreter);
PyThreadState *_PyThreadState_Prealloc(PyInterpreterState *interpreter)
{
    return PyThreadState_New(interpreter);
}

PyAPI_FUNC(void) _PyThreadState_Init(PyThreadState *thread);
void _PyThreadState_Init(PyThreadState *thread)
{
    (void)thread; /* PyThreadState_New has done it */
}

void PyThreadState_Clear(PyThreadState *thread)
{
    Py_CLEAR(thread->dict);
    Py_CLEAR(thread->first_handled.exception);
    Py_CLEAR(thread->async_exception);
    Py_CLEAR(thread->context);
    Py_CLEAR(thread->error.type);
    Py_CLEAR(thread->error.value);
    Py_CLEAR(thread->error.traceback);
}

void PyThreadState_Delete(PyThreadState *thread)
{
    if (thread == mooring_runtime.thread) {
        Py_FatalError("the thread state is still current");
    }
    pthread_mutex_lock(&list_mutex);
    if (thread->previous != NULL) {
        thread->previous->next = thread->next;
    } else {
        thread->interpreter->threads = thread->next;
    }
    if (thread->next != NULL) {
        thread->next->previous = thread->previous;
    }
    pthread_mutex_unlock(&list_mutex);
    if (mooring_this_thread == thread) {
        mooring_this_thread = NULL;
    }
    free(thread->repr_stack);
    free(thread);
}

void PyThreadState_DeleteCurrent(void)
{
    PyThreadState *thread = PyEval_SaveThread();
    PyThreadState_Delete(thread);
}

PyThreadState *PyThreadState_Get(void)
{
    PyThreadState *thread = mooring_runtime.thread;
    if (thread == NULL) {
        Py_FatalError("the function must be called with the GIL held, but the GIL is released");
    }
    return thread;
}

PyThreadState *_PyThreadState_UncheckedGet(void)
{
    return mooring_runtime.thread;
}

/* The GIL stays with the calling OS thread; only the state changes. */
PyThreadState *PyThreadState_Swap(PyThreadState *thread)
{
    PyThreadState *before = mooring_runtime.thread;
    if (thread == before) {
        return before;
    }
    if (before != NULL) {
        mooring_gil_drop(before);
    }
    if (thread != NULL) {
        PyEval_RestoreThread(thread);
    }
    return before;
}

PyThreadState *PyThreadState_Next(PyThreadState *thread)
{
    return thread->next;
}

PyAPI_FUNC(PyObject *) _PyThreadState_GetDict(PyThreadState *thread);
PyObject *_PyThreadState_GetDict(PyThreadState *thread)
{
    if (thread->dict == NULL) {
        thread->dict = PyDict_New();
        if (thread->dict == NULL) {
            PyErr_Clear();
        }
    }
    return thread->dict;
}

PyObject *PyThreadState_GetDict(void)
{
    PyThreadState *thread = mooring_runtime.thread;
    return thread == NULL ? NULL : _PyThreadState_GetDict(thread);
}

int PyThreadState_SetAsyncExc(unsigned long thread_ident, PyObject *exception)
{
    for (PyThreadState *thread = mooring_interpreter.threads; thread != NULL; thread = thread->next) {
        if (thread->thread_ident == thread_ident) {
            Py_XINCREF(exception);
            Py_XSETREF(thread->async_exception, exception);
            return 1;
        }
    }
    return 0;
}

PyInterpreterState *PyThreadState_GetInterpreter(PyThreadState *thread)
{
    return thread->interpreter;
}

PyFrameObject *PyThreadState_GetFrame(PyThreadState *thread)
{
    (void)thread;
    return NULL;
}

uint64_t PyThreadState_GetID(PyThreadState *thread)
{
    return thread->id;
}

void PyThreadState_EnterTracing(PyThreadState *thread)
{
    (void)thread; /* nothing traces */
}

void PyThreadState_LeaveTracing(PyThreadState *thread)
{
    (void)thread;
}

/* any thread calls Python */

PyGILState_STATE PyGILState_Ensure(void)
{
    PyThreadState *thread = mooring_this_thread;
    if (thread == NULL) {
        thread = PyThreadState_New(&mooring_interpreter);
        if (thread == NULL) {
            Py_FatalError("Couldn't create thread-state for new thread");
        }
        thread->made_by_ensure = 1;
    }
    thread->ensure_depth++;
    if (mooring_runtime.thread == thread) {
        return PyGILState_LOCKED;
    }
    PyEval_RestoreThread(thread);
    return PyGILState_UNLOCKED;
}

void PyGILState_Release(PyGILState_STATE state)
{
    PyThreadState *thread = mooring_this_thread;
    if (thread == NULL || mooring_runtime.thread != thread) {
        Py_FatalError("auto-releasing thread-state, but no thread-state for this thread");
    }
    thread->ensure_depth--;
    if (thread->ensure_depth == 0 && thread->made_by_ensure) {
        PyThreadState_Clear(thread);
        PyThreadState_DeleteCurrent();
    } else if (state == PyGILState_UNLOCKED) {
        PyEval_SaveThread();
    }
}

PyThreadState *PyGILState_GetThisThreadState(void)
{
    return mooring_this_thread;
}

int PyGILState_Check(void)
{
    return mooring_this_thread != NULL && mooring_runtime.thread == mooring_this_thread;
}

/* the interpreter */

PyInterpreterState *PyInterpreterState_Get(void)
{
    return PyThreadState_Get()->interpreter;
}

PyInterpreterState *PyInterpreterState_Main(void)
{
    return &mooring_interpreter;
}

PyInterpreterState *PyInterpreterState_Head(void)
{
    return &mooring_interpreter;
}

PyInterpreterState *PyInterpreterState_Next(PyInterpreterState *interpreter)
{
    (void)interpreter;
    return NULL;
}

PyThreadState *PyInterpreterState_ThreadHead(PyInterpreterState *interpreter)
{
    return interpreter->threads;
}

int64_t PyInterpreterState_GetID(PyInterpreterState *interpreter)
{
    if (interpreter == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "no interpreter provided");
        return -1;
    }
    return 0;
}

PyObject *PyInterpreterState_GetDict(PyInterpreterState *interpreter)
{
    if (interpreter->dict == NULL) {
        interpreter->dict = PyDict_New();
        if (interpreter->dict == NULL) {
            PyErr_Clear();
        }
    }
    return interpreter->dict;
}

/* modules by definition */

static int grow_state_modules(Py_ssize_t index)
{
    if (index < state_module_count) {
        return 0;
    }
    Py_ssize_t count = index * 2 + 1;
    PyObject **modules = realloc(state_modules, (size_t)count * sizeof *modules);
    if (modules == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memset(modules + state_module_count, 0, (size_t)(count - state_module_count) * sizeof *modules);
    state_modules = modules;
    state_module_count = count;
    return 0;
}

int PyState_AddModule(PyObject *module, PyModuleDef *definition)
{
    if (definition == NULL) {
        Py_FatalError("module definition is NULL");
    }
    if (definition->m_slots != NULL) {
        PyErr_SetString(PyExc_SystemError, "PyState_AddModule called on module with slots");
        return -1;
    }
    PyModuleDef_Init(definition);
    Py_ssize_t index = definition->m_base.m_index;
    if (grow_state_modules(index) < 0) {
        return -1;
    }
    Py_INCREF(module);
    Py_XSETREF(state_modules[index], module);
    return 0;
}

PyAPI_FUNC(int) _PyState_AddModule(PyThreadState *thread, PyObject *module, PyModuleDef *definition);
int _PyState_AddModule(PyThreadState *thread, PyObject *module, PyModuleDef *definition)
{
    (void)thread;
    return PyState_AddModule(module, definition);
}

PyObject *PyState_FindModule(PyModuleDef *definition)
{
    Py_ssize_t index = definition->m_base.m_index;
    return definition->m_slots != NULL || index <= 0 || index >= state_module_count ? NULL : state_modules[index];
}

int PyState_RemoveModule(PyModuleDef *definition)
{
    if (definition->m_slots != NULL) {
        PyErr_SetString(PyExc_SystemError, "PyState_RemoveModule called on module with slots");
        return -1;
    }
    if (PyState_FindModule(definition) == NULL) {
        PyErr_SetString(PyExc_SystemError, "PyState_RemoveModule: module not found");
        return -1;
    }
    Py_CLEAR(state_modules[definition->m_base.m_index]);
    return 0;
}
