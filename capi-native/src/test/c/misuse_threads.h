/* misuse_threads.h: the part of misuse.c that calls the API without the GIL: on a thread that never asked for it, and after giving it away. */

#include <pthread.h>

/* Runs work(data) on a thread of its own, while this one keeps the GIL and waits. */
static PyObject *
on_thread(void *(*work)(void *), void *data)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, data) != 0) {
        PyErr_SetString(PyExc_RuntimeError, "no thread could be started");
        return NULL;
    }
    pthread_join(thread, NULL);
    Py_RETURN_NONE;
}

static void *
make_and_drop(void *unused)
{
    (void)unused;
    Py_DecRef(PyFloat_FromDouble(1.5));
    return NULL;
}

static PyObject *
make_on_thread(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return on_thread(make_and_drop, NULL);
}

static PyObject *
make_when_released(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < 3; i++) {
        Py_XDECREF(PyTuple_New(1));
    }
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static void *
count_up_and_down(void *o)
{
    Py_IncRef(o);
    Py_DecRef(o);
    return NULL;
}

static PyObject *
count_on_thread(PyObject *module, PyObject *o)
{
    (void)module;
    return on_thread(count_up_and_down, o);
}

static void *
ask_for_list(void *o)
{
    PyObject *list = PySequence_List(o);
    Py_XDECREF(list);
    return NULL;
}

static PyObject *
ask_on_thread(PyObject *module, PyObject *o)
{
    (void)module;
    return on_thread(ask_for_list, o);
}
