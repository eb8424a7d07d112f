/* pythread.c: locks, thread-specific storage and threads, over POSIX threads. Nothing here needs the GIL. */
#include "objects.h"

#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <time.h>

#define MICROSECONDS 1000000LL

void PyThread_init_thread(void)
{
}

/* threads */

struct start {
    void (*function)(void *);
    void *argument;
};

static size_t wanted_stack_size;

static void *run(void *argument)
{
    struct start start = *(struct start *)argument;
    free(argument);
    start.function(start.argument);
    return NULL;
}

unsigned long PyThread_start_new_thread(void (*function)(void *), void *argument)
{
    struct start *start = malloc(sizeof *start);
    if (start == NULL) {
        return PYTHREAD_INVALID_THREAD_ID;
    }
    *start = (struct start){function, argument};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (wanted_stack_size != 0) {
        pthread_attr_setstacksize(&attributes, wanted_stack_size);
    }
    pthread_t thread;
    int failure = pthread_create(&thread, &attributes, run, start);
    pthread_attr_destroy(&attributes);
    if (failure) {
        free(start);
        return PYTHREAD_INVALID_THREAD_ID;
    }
    return (unsigned long)thread;
}

void PyThread_exit_thread(void)
{
    pthread_exit(NULL);
}

unsigned long PyThread_get_thread_ident(void)
{
    return (unsigned long)pthread_self();
}

unsigned long PyThread_get_thread_native_id(void)
{
    return (unsigned long)syscall(SYS_gettid);
}

size_t PyThread_get_stacksize(void)
{
    return wanted_stack_size;
}

/* 0 set, -1 a size that no thread may have. */
int PyThread_set_stacksize(size_t bytes)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    int failure = bytes != 0 && pthread_attr_setstacksize(&attributes, bytes) != 0;
    pthread_attr_destroy(&attributes);
    if (failure) {
        return -1;
    }
    wanted_stack_size = bytes;
    return 0;
}

PyObject *PyThread_GetInfo(void)
{
    return Py_BuildValue("(sss)", "pthread", "semaphore", NULL);
}

/* A lock is a semaphore: another thread than the one that took it may release it. */

PyThread_type_lock PyThread_allocate_lock(void)
{
    sem_t *lock = malloc(sizeof *lock);
    if (lock != NULL && sem_init(lock, 0, 1) != 0) {
        free(lock);
        lock = NULL;
    }
    return lock;
}

void PyThread_free_lock(PyThread_type_lock lock)
{
    if (lock != NULL) {
        sem_destroy(lock);
        free(lock);
    }
}

static struct timespec deadline_after(PY_TIMEOUT_T microseconds)
{
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += (time_t)(microseconds / MICROSECONDS);
    deadline.tv_nsec += (long)(microseconds % MICROSECONDS) * 1000;
    if (deadline.tv_nsec >= 1000000000L) {
        deadline.tv_nsec -= 1000000000L;
        deadline.tv_sec++;
    }
    return deadline;
}

PyLockStatus PyThread_acquire_lock_timed(PyThread_type_lock lock, PY_TIMEOUT_T microseconds, int intr)
{
    struct timespec deadline = deadline_after(microseconds > 0 ? microseconds : 0);
    for (;;) {
        int failure = microseconds < 0    ? sem_wait(lock)
                      : microseconds == 0 ? sem_trywait(lock)
                                          : sem_clockwait(lock, CLOCK_MONOTONIC, &deadline);
        if (!failure) {
            return PY_LOCK_ACQUIRED;
        }
        if (errno != EINTR) {
            return PY_LOCK_FAILURE;
        }
        if (intr) {
            return PY_LOCK_INTR;
        }
    }
}

int PyThread_acquire_lock(PyThread_type_lock lock, int wait)
{
    return PyThread_acquire_lock_timed(lock, wait ? -1 : 0, 0) == PY_LOCK_ACQUIRED;
}

void PyThread_release_lock(PyThread_type_lock lock)
{
    sem_post(lock);
}

/* thread-specific storage (PEP 539) */

Py_tss_t *PyThread_tss_alloc(void)
{
    return calloc(1, sizeof(Py_tss_t));
}

void PyThread_tss_free(Py_tss_t *key)
{
    if (key != NULL) {
        PyThread_tss_delete(key);
        free(key);
    }
}

int PyThread_tss_is_created(Py_tss_t *key)
{
    return key->_is_initialized;
}

int PyThread_tss_create(Py_tss_t *key)
{
    if (key->_is_initialized) {
        return 0;
    }
    if (pthread_key_create(&key->_key, NULL) != 0) {
        return -1;
    }
    key->_is_initialized = 1;
    return 0;
}

void PyThread_tss_delete(Py_tss_t *key)
{
    if (key->_is_initialized) {
        pthread_key_delete(key->_key);
        key->_is_initialized = 0;
    }
}

int PyThread_tss_set(Py_tss_t *key, void *value)
{
    return pthread_setspecific(key->_key, value) == 0 ? 0 : -1;
}

void *PyThread_tss_get(Py_tss_t *key)
{
    return pthread_getspecific(key->_key);
}

/* the older interface, whose keys are ints */

int PyThread_create_key(void)
{
    pthread_key_t key;
    return pthread_key_create(&key, NULL) == 0 ? (int)key : -1;
}

void PyThread_delete_key(int key)
{
    pthread_key_delete((pthread_key_t)key);
}

int PyThread_set_key_value(int key, void *value)
{
    return pthread_setspecific((pthread_key_t)key, value) == 0 ? 0 : -1;
}

void *PyThread_get_key_value(int key)
{
    return pthread_getspecific((pthread_key_t)key);
}

void PyThread_delete_key_value(int key)
{
    pthread_setspecific((pthread_key_t)key, NULL);
}

void PyThread_ReInitTLS(void)
{
}
