/* gil.c: one thread at a time, each with an error indicator of its own. */
#include "unit.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 2000 };

static long shared; /* guarded by the GIL alone */

static void *count_with_gil(void *argument)
{
    PyObject *error = argument;
    for (int i = 0; i < ROUNDS; i++) {
        PyGILState_STATE state = PyGILState_Ensure();
        CHECK(PyGILState_Check());
        CHECK(!PyErr_Occurred());
        long before = shared;
        PyErr_SetNone(error);
        PyObject *o = PyFloat_FromDouble((double)i);
        Py_BEGIN_ALLOW_THREADS
        sched_yield();
        Py_END_ALLOW_THREADS
        CHECK(PyErr_Occurred() == error);
        CHECK(PyFloat_AS_DOUBLE(o) == i);
        Py_DECREF(o);
        PyErr_Clear();
        before = shared;
        if (i % 3 == 0) {
            sched_yield();
        }
        shared = before + 1;
        PyGILState_Release(state);
        CHECK(PyGILState_GetThisThreadState() == NULL);
    }
    return NULL;
}

static void threads_take_turns(void)
{
    PyObject *errors[THREADS] = {PyExc_ValueError, PyExc_TypeError, PyExc_KeyError, PyExc_OSError};
    pthread_t threads[THREADS];
    Py_ssize_t before = blocks_in_use();
    PyErr_SetNone(PyExc_IndexError);
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, count_with_gil, errors[i]), 0);
    }
    Py_BEGIN_ALLOW_THREADS
    CHECK(!PyGILState_Check());
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    Py_END_ALLOW_THREADS
    CHECK_EQUAL(shared, THREADS * ROUNDS);
    CHECK(PyErr_Occurred() == PyExc_IndexError);
    PyErr_Clear();
    CHECK_EQUAL(blocks_in_use(), before);
    CHECK(PyThreadState_Next(PyInterpreterState_ThreadHead(PyInterpreterState_Get())) == NULL);
}

static volatile int ran;

static void *wait_for_gil(void *argument)
{
    (void)argument;
    PyGILState_STATE state = PyGILState_Ensure();
    ran = 1;
    PyGILState_Release(state);
    return NULL;
}

static void a_yield_lets_a_waiting_thread_run(void)
{
    pthread_t thread;
    CHECK_EQUAL(pthread_create(&thread, NULL, wait_for_gil, NULL), 0);
    while (*(volatile int32_t *)&mooring_runtime.gil_waiters == 0) {
        sched_yield();
    }
    CHECK(!ran);
    mooring_gil_yield();
    CHECK(ran);
    CHECK(PyGILState_Check());
    pthread_join(thread, NULL);
    mooring_gil_yield(); /* nobody waits: returns at once */
}

static void ensure_nests(void)
{
    PyGILState_STATE outer = PyGILState_Ensure();
    CHECK_EQUAL(outer, PyGILState_LOCKED);
    PyGILState_STATE inner = PyGILState_Ensure();
    PyGILState_Release(inner);
    PyGILState_Release(outer);
    CHECK(PyGILState_Check());
}

static int calls;

static int pending_call(void *argument)
{
    calls += (int)(intptr_t)argument;
    return 0;
}

static void pending_calls_run_in_order(void)
{
    CHECK_EQUAL(Py_AddPendingCall(pending_call, (void *)1), 0);
    CHECK_EQUAL(Py_AddPendingCall(pending_call, (void *)10), 0);
    CHECK_EQUAL(Py_MakePendingCalls(), 0);
    CHECK_EQUAL(calls, 11);
    CHECK_EQUAL(Py_MakePendingCalls(), 0);
    CHECK_EQUAL(calls, 11);
}

static void locks_and_storage_work_without_the_gil(void)
{
    PyThread_type_lock lock = PyThread_allocate_lock();
    CHECK_EQUAL(PyThread_acquire_lock(lock, NOWAIT_LOCK), 1);
    CHECK_EQUAL(PyThread_acquire_lock(lock, NOWAIT_LOCK), 0);
    CHECK_EQUAL(PyThread_acquire_lock_timed(lock, 2000, 0), PY_LOCK_FAILURE);
    PyThread_release_lock(lock);
    CHECK_EQUAL(PyThread_acquire_lock(lock, WAIT_LOCK), 1);
    PyThread_free_lock(lock);
    Py_tss_t key = Py_tss_NEEDS_INIT;
    CHECK_EQUAL(PyThread_tss_create(&key), 0);
    CHECK(PyThread_tss_get(&key) == NULL);
    CHECK_EQUAL(PyThread_tss_set(&key, &calls), 0);
    CHECK(PyThread_tss_get(&key) == &calls);
    PyThread_tss_delete(&key);
}

int main(void)
{
    open_runtime((Py_ssize_t)64 << 20, 0);
    RUN(threads_take_turns);
    RUN(a_yield_lets_a_waiting_thread_run);
    RUN(ensure_nests);
    RUN(pending_calls_run_in_order);
    RUN(locks_and_storage_work_without_the_gil);
    mooring_shutdown();
    return 0;
}
