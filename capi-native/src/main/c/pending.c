/* pending.c: functions that any thread may hand in to be called later by a thread that holds the GIL. */
#include "objects.h"

#include <pthread.h>

/* As many as CPython 3.11 keeps. */
#define MOST_PENDING 32

static struct {
    pthread_mutex_t mutex;
    struct {
        int (*function)(void *);
        void *argument;
    } calls[MOST_PENDING];
    int first;
    int count;
} pending = {.mutex = PTHREAD_MUTEX_INITIALIZER};

int Py_AddPendingCall(int (*function)(void *), void *argument)
{
    int status = -1;
    pthread_mutex_lock(&pending.mutex);
    if (pending.count < MOST_PENDING) {
        int last = (pending.first + pending.count++) % MOST_PENDING;
        pending.calls[last].function = function;
        pending.calls[last].argument = argument;
        status = 0;
    }
    pthread_mutex_unlock(&pending.mutex);
    return status;
}

/* Takes the oldest; 0 when there is none. */
static int take(int (**function)(void *), void **argument)
{
    pthread_mutex_lock(&pending.mutex);
    int found = pending.count > 0;
    if (found) {
        *function = pending.calls[pending.first].function;
        *argument = pending.calls[pending.first].argument;
        pending.first = (pending.first + 1) % MOST_PENDING;
        pending.count--;
    }
    pthread_mutex_unlock(&pending.mutex);
    return found;
}

static int raise_async(PyThreadState *thread)
{
    PyObject *exception = thread->async_exception;
    if (exception == NULL) {
        return 0;
    }
    thread->async_exception = NULL;
    PyErr_SetNone(exception);
    Py_DECREF(exception);
    return -1;
}

int Py_MakePendingCalls(void)
{
    int (*function)(void *);
    void *argument;
    for (int i = 0; i < MOST_PENDING && take(&function, &argument); i++) {
        if (function(argument) < 0) {
            return -1;
        }
    }
    return raise_async(PyThreadState_Get());
}
