/* rows_embedded.c: calls the functions of the extension `simple` from C in an embedded CPython, without bytecode.
 *
 *     rows_embedded DIRECTORY        DIRECTORY holds the extension
 *
 * Prints "ready VERSION", then answers each line "ROW CALLS" of standard input with the nanoseconds of that many calls.
 *
 * What a loop calls is looked up once before it: a function of the module, or a method bound to an instance of Foo. An
 * argument that changes is made for each call, one that does not is made once, a tuple of arguments is built for each call
 * (as whoever has the arguments must), and each result is dropped at once.
 */
#include <Python.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A loop calls `callable` that often; 0, or -1 with an error set. */
typedef int (*loop)(PyObject *callable, long calls);

static int
drop(PyObject *result)
{
    if (result == NULL) {
        return -1;
    }
    Py_DECREF(result);
    return 0;
}

static int
no_arguments(PyObject *callable, long calls)
{
    for (long i = 0; i < calls; i++) {
        if (drop(PyObject_CallNoArgs(callable)) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
one_none(PyObject *callable, long calls)
{
    for (long i = 0; i < calls; i++) {
        if (drop(PyObject_CallOneArg(callable, Py_None)) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
one_number(PyObject *callable, long calls)
{
    for (long i = 0; i < calls; i++) {
        PyObject *number = PyLong_FromLong(i);
        if (number == NULL) {
            return -1;
        }
        int failed = drop(PyObject_CallOneArg(callable, number));
        Py_DECREF(number);
        if (failed < 0) {
            return -1;
        }
    }
    return 0;
}

static int
tuple_of_none(PyObject *callable, long calls)
{
    for (long i = 0; i < calls; i++) {
        PyObject *arguments = PyTuple_Pack(2, Py_None, Py_None);
        if (arguments == NULL) {
            return -1;
        }
        int failed = drop(PyObject_Call(callable, arguments, NULL));
        Py_DECREF(arguments);
        if (failed < 0) {
            return -1;
        }
    }
    return 0;
}

static int
length(PyObject *foo, long calls)
{
    for (long i = 0; i < calls; i++) {
        if (PyObject_Size(foo) < 0) {
            return -1;
        }
    }
    return 0;
}

static int
item_0(PyObject *foo, long calls)
{
    PyObject *zero = PyLong_FromLong(0);
    if (zero == NULL) {
        return -1;
    }
    int failed = 0;
    for (long i = 0; i < calls && failed == 0; i++) {
        failed = drop(PyObject_GetItem(foo, zero));
    }
    Py_DECREF(zero);
    return failed;
}

struct row {
    const char *name;
    int of_foo;             /* of an instance of Foo, else of the module */
    const char *attribute;  /* what is called; NULL: the instance itself */
    loop run;
};

static const struct row rows[] = {
    {"simple.noargs", 0, "noargs", no_arguments},
    {"simple.onearg(None)", 0, "onearg", one_none},
    {"simple.onearg(i)", 0, "onearg", one_number},
    {"simple.varargs", 0, "varargs", tuple_of_none},
    {"simple.allocate_int", 0, "allocate_int", no_arguments},
    {"simple.allocate_tuple", 0, "allocate_tuple", no_arguments},
    {"Foo().noargs", 1, "noargs", no_arguments},
    {"Foo().onearg(None)", 1, "onearg", one_none},
    {"Foo().onearg(i)", 1, "onearg", one_number},
    {"Foo().varargs", 1, "varargs", tuple_of_none},
    {"len(Foo())", 1, NULL, length},
    {"Foo()[0]", 1, NULL, item_0},
};

static long long
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The nanoseconds of the row, or -1 with an error set. */
static long long
measure(PyObject *module, const struct row *row, long calls)
{
    PyObject *owner = row->of_foo ? PyObject_CallMethod(module, "Foo", NULL) : Py_NewRef(module);
    if (owner == NULL) {
        return -1;
    }
    PyObject *called = row->attribute == NULL ? Py_NewRef(owner) : PyObject_GetAttrString(owner, row->attribute);
    long long nanos = -1;
    if (called != NULL) {
        long long start = now_ns();
        if (row->run(called, calls) == 0) {
            nanos = now_ns() - start;
        }
        Py_DECREF(called);
    }
    Py_DECREF(owner);
    return nanos;
}

static const struct row *
find(const char *name)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static PyObject *
import_simple(const char *directory)
{
    PyObject *entry = PyUnicode_DecodeFSDefault(directory);
    PyObject *path = PySys_GetObject("path");
    if (entry == NULL || path == NULL || PyList_Insert(path, 0, entry) < 0) {
        Py_XDECREF(entry);
        return NULL;
    }
    Py_DECREF(entry);
    return PyImport_ImportModule("simple");
}

static int
serve(PyObject *module)
{
    char name[64];
    long calls;
    printf("ready %s\n", PY_VERSION);
    fflush(stdout);
    while (scanf("%63s %ld", name, &calls) == 2) {
        const struct row *row = find(name);
        if (row == NULL) {
            fprintf(stderr, "no row is named %s\n", name);
            return 1;
        }
        long long nanos = measure(module, row, calls);
        if (nanos < 0) {
            PyErr_Print();
            return 1;
        }
        printf("%lld\n", nanos);
        fflush(stdout);
    }
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
        return 2;
    }
    Py_InitializeEx(0);
    PyObject *module = import_simple(argv[1]);
    if (module == NULL) {
        PyErr_Print();
        return 1;
    }
    int code = serve(module);
    Py_DECREF(module);
    Py_FinalizeEx();
    return code;
}
