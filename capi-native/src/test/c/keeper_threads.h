/* keeper_threads.h: the part of keeper.c that calls back, lets the lock go, and works on other threads. */

#include <time.h>

PyDoc_STRVAR(collect_doc, "collect() -> what PyGC_Collect() returns");
static PyObject *
collect(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyLong_FromSsize_t(PyGC_Collect());
}

PyDoc_STRVAR(call_back_doc, "call_back(callable, args) -> callable(*args)");
static PyObject *
call_back(PyObject *module, PyObject *args)
{
    PyObject *callable, *arguments;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO!:call_back", &callable, &PyTuple_Type, &arguments)) {
        return NULL;
    }
    return PyObject_CallObject(callable, arguments);
}

PyDoc_STRVAR(call_back_many_doc, "call_back_many(callable, n) -> [callable(0), ..., callable(n - 1)]");
static PyObject *
call_back_many(PyObject *module, PyObject *args)
{
    PyObject *callable;
    int n;
    (void)module;
    if (!PyArg_ParseTuple(args, "Oi:call_back_many", &callable, &n)) {
        return NULL;
    }
    PyObject *results = PyList_New(0);
    for (int i = 0; results != NULL && i < n; i++) {
        PyObject *result = PyObject_CallFunction(callable, "i", i);
        if (result == NULL || PyList_Append(results, result) < 0) {
            Py_CLEAR(results);
        }
        Py_XDECREF(result);
    }
    return results;
}

/* Sleeps without touching any object; meanwhile others may run Python code, and collect. */
static void
sleep_without_lock(int milliseconds)
{
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    Py_BEGIN_ALLOW_THREADS
    nanosleep(&pause, NULL);
    Py_END_ALLOW_THREADS
}

PyDoc_STRVAR(release_gil_and_work_doc, "release_gil_and_work(n) -> the sum of 1 to n, reckoned without the lock");
static PyObject *
release_gil_and_work(PyObject *module, PyObject *args)
{
    unsigned long n;
    unsigned long sum = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "k:release_gil_and_work", &n)) {
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    for (unsigned long i = 1; i <= n; i++) {
        sum += i;
    }
    Py_END_ALLOW_THREADS
    return PyLong_FromUnsignedLong(sum);
}

PyDoc_STRVAR(keep_over_release_doc, "keep_over_release(o, ms) -> o, held while the lock was free for that long");
static PyObject *
keep_over_release(PyObject *module, PyObject *args)
{
    PyObject *o;
    int milliseconds;
    (void)module;
    if (!PyArg_ParseTuple(args, "Oi:keep_over_release", &o, &milliseconds)) {
        return NULL;
    }
    Py_INCREF(o);
    sleep_without_lock(milliseconds);
    return o;
}

/* A call that another thread makes. */
struct call_on_thread {
    PyObject *callable;
    PyObject *argument;
    PyObject *result;
    PyObject *error_type, *error_value, *error_traceback;
};

/* The thread was not made by the interpreter: it must ask for the lock, and for a place in the interpreter's books. */
static void *
run_call(void *data)
{
    struct call_on_thread *call = data;
    PyGILState_STATE state = PyGILState_Ensure();
    call->result = PyObject_CallFunctionObjArgs(call->callable, call->argument, NULL);
    if (call->result == NULL) {
        PyErr_Fetch(&call->error_type, &call->error_value, &call->error_traceback);
    }
    PyGILState_Release(state);
    return NULL;
}

PyDoc_STRVAR(call_from_thread_doc, "call_from_thread(callable, o) -> callable(o), called on a new thread");
static PyObject *
call_from_thread(PyObject *module, PyObject *args)
{
    struct call_on_thread call = {NULL, NULL, NULL, NULL, NULL, NULL};
    pthread_t thread;
    int failed;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO:call_from_thread", &call.callable, &call.argument)) {
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    failed = pthread_create(&thread, NULL, run_call, &call);
    if (!failed) {
        pthread_join(thread, NULL);
    }
    Py_END_ALLOW_THREADS
    if (failed) {
        PyErr_SetString(PyExc_RuntimeError, "no thread could be started");
        return NULL;
    }
    if (call.result == NULL) {
        PyErr_Restore(call.error_type, call.error_value, call.error_traceback);
    }
    return call.result;
}
