/* calls.c: every calling convention of a C function gets its arguments, and a call that breaks the rules is an error. */
#include "unit.h"

static PyObject *noargs(PyObject *self, PyObject *args)
{
    CHECK(args == NULL);
    return Py_NewRef(self);
}

static PyObject *one(PyObject *self, PyObject *arg)
{
    (void)self;
    return Py_NewRef(arg);
}

static PyObject *varargs(PyObject *self, PyObject *args)
{
    (void)self;
    return PyLong_FromSsize_t(PyTuple_GET_SIZE(args));
}

static PyObject *keywords(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    CHECK(kwargs == NULL);
    return PyLong_FromSsize_t(PyTuple_GET_SIZE(args) + 100);
}

static PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
    (void)self;
    return nargs > 0 ? Py_NewRef(args[nargs - 1]) : Py_NewRef(Py_None);
}

static PyObject *fast_keywords(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
    (void)self;
    return kwnames == NULL ? PyLong_FromSsize_t(nargs) : Py_NewRef(args[nargs]);
}

static PyObject *method(PyObject *self, PyTypeObject *cls, PyObject *const *args, size_t nargs, PyObject *kwnames)
{
    (void)self;
    (void)args;
    (void)kwnames;
    CHECK(cls == &PyFloat_Type);
    return PyLong_FromSize_t(nargs);
}

static PyObject *silent(PyObject *self, PyObject *args)
{
    (void)self;
    (void)args;
    return NULL;
}

static PyObject *loud(PyObject *self, PyObject *args)
{
    (void)self;
    (void)args;
    PyErr_SetNone(PyExc_ValueError);
    return Py_NewRef(Py_None);
}

static PyObject *recursive_function;

static PyObject *recurse(PyObject *self, PyObject *args)
{
    (void)self;
    (void)args;
    return PyObject_CallNoArgs(recursive_function);
}

#define DEFINE(name, flags) {#name, _PyCFunction_CAST(name), flags, NULL}
static PyMethodDef noargs_def = DEFINE(noargs, METH_NOARGS);
static PyMethodDef one_def = DEFINE(one, METH_O);
static PyMethodDef varargs_def = DEFINE(varargs, METH_VARARGS);
static PyMethodDef keywords_def = DEFINE(keywords, METH_VARARGS | METH_KEYWORDS);
static PyMethodDef fast_def = DEFINE(fast, METH_FASTCALL);
static PyMethodDef fast_keywords_def = DEFINE(fast_keywords, METH_FASTCALL | METH_KEYWORDS);
static PyMethodDef method_def = DEFINE(method, METH_METHOD | METH_FASTCALL | METH_KEYWORDS);
static PyMethodDef silent_def = DEFINE(silent, METH_NOARGS);
static PyMethodDef loud_def = DEFINE(loud, METH_NOARGS);
static PyMethodDef recurse_def = DEFINE(recurse, METH_NOARGS);
static PyMethodDef bad_def = DEFINE(one, METH_O | METH_NOARGS);

static PyObject *function_of(PyMethodDef *definition)
{
    PyObject *function = PyCMethod_New(definition, Py_None, NULL,
                                       definition->ml_flags & METH_METHOD ? &PyFloat_Type : NULL);
    CHECK(function != NULL);
    return function;
}

static void expect_number(PyObject *result, long number)
{
    CHECK(result != NULL);
    CHECK_EQUAL(PyLong_AsLong(result), number);
    Py_DECREF(result);
}

static void expect_error(PyObject *result, PyObject *type)
{
    CHECK(result == NULL);
    CHECK(PyErr_ExceptionMatches(type));
    PyErr_Clear();
}

static void each_convention_gets_its_arguments(void)
{
    Py_ssize_t before = blocks_in_use();
    PyObject *a = PyFloat_FromDouble(1.5), *b = PyFloat_FromDouble(2.5);
    PyObject *both = PyTuple_Pack(2, a, b);
    PyObject *f = function_of(&noargs_def);
    CHECK(PyObject_CallNoArgs(f) == Py_None);
    Py_DECREF(f);
    f = function_of(&one_def);
    PyObject *result = PyObject_CallOneArg(f, a);
    CHECK(result == a);
    Py_DECREF(result);
    Py_DECREF(f);
    f = function_of(&varargs_def);
    expect_number(PyObject_Call(f, both, NULL), 2);
    expect_number(PyObject_CallFunctionObjArgs(f, a, b, a, NULL), 3);
    expect_number(PyObject_CallFunction(f, "ddd", 1.0, 2.0, 3.0), 3);
    Py_DECREF(f);
    f = function_of(&keywords_def);
    expect_number(PyObject_CallFunctionObjArgs(f, a, NULL), 101);
    Py_DECREF(f);
    f = function_of(&fast_def);
    result = PyObject_Call(f, both, NULL);
    CHECK(result == b);
    Py_DECREF(result);
    Py_DECREF(f);
    f = function_of(&fast_keywords_def);
    PyObject *names = PyTuple_Pack(1, Py_None);
    PyObject *vector[] = {a, b};
    result = PyObject_Vectorcall(f, vector, 1, names);
    CHECK(result == b);
    Py_DECREF(result);
    Py_DECREF(names);
    Py_DECREF(f);
    f = function_of(&method_def);
    expect_number(PyObject_Call(f, both, NULL), 2);
    Py_DECREF(f);
    Py_DECREF(both);
    Py_DECREF(a);
    Py_DECREF(b);
    CHECK_EQUAL(blocks_in_use(), before);
}

static PyObject *exact_repr(PyObject *o)
{
    (void)o;
    return PyUnicode_FromString("<function>");
}

static PyObject *none_type_name(PyTypeObject *type)
{
    CHECK(type == Py_TYPE(Py_None));
    return PyUnicode_FromString("NoneType");
}

static void wrong_arguments_are_type_errors(void)
{
    mooring_upcalls.type_qualname = none_type_name;
    PyObject *f = function_of(&noargs_def);
    expect_error(PyObject_CallOneArg(f, Py_None), PyExc_TypeError);
    Py_DECREF(f);
    f = function_of(&one_def);
    expect_error(PyObject_CallNoArgs(f), PyExc_TypeError);
    PyObject *names = PyTuple_Pack(1, Py_None);
    PyObject *vector[] = {Py_None, Py_None};
    expect_error(PyObject_Vectorcall(f, vector, 1, names), PyExc_TypeError);
    Py_DECREF(names);
    Py_DECREF(f);
    expect_error(PyObject_CallNoArgs(Py_None), PyExc_TypeError);
    expect_error(PyCMethod_New(&bad_def, NULL, NULL, NULL), PyExc_SystemError);
    expect_error(PyCMethod_New(&method_def, NULL, NULL, NULL), PyExc_SystemError);
}

static PyObject *same_instance(PyObject *type, PyObject *value, PyObject *traceback)
{
    (void)type;
    (void)traceback;
    return PyTuple_Pack(1, value != NULL ? value : Py_None);
}

static int ignore_attribute(PyObject *exception, int what, PyObject *value)
{
    (void)exception;
    (void)what;
    (void)value;
    return 0;
}

static void a_result_that_contradicts_the_indicator_is_a_system_error(void)
{
    mooring_upcalls.object_repr = exact_repr;
    mooring_upcalls.error_instance = same_instance;
    mooring_upcalls.exception_set = ignore_attribute;
    PyObject *f = function_of(&silent_def);
    expect_error(PyObject_CallNoArgs(f), PyExc_SystemError);
    Py_DECREF(f);
    f = function_of(&loud_def);
    PyObject *result = PyObject_CallNoArgs(f);
    CHECK(result == NULL);
    CHECK(PyErr_Occurred());
    PyErr_Clear();
    Py_DECREF(f);
}

static void endless_recursion_is_an_error(void)
{
    recursive_function = function_of(&recurse_def);
    expect_error(PyObject_CallNoArgs(recursive_function), PyExc_RecursionError);
    Py_DECREF(recursive_function);
    CHECK(Py_EnterRecursiveCall(" here") == 0);
    Py_LeaveRecursiveCall();
    int depth = 0;
    while (Py_EnterRecursiveCall(" here") == 0) {
        depth++;
    }
    CHECK_EQUAL(depth, Py_GetRecursionLimit());
    PyErr_Clear();
    while (depth-- > 0) {
        Py_LeaveRecursiveCall();
    }
}

static void capsules_guard_their_pointer(void)
{
    int target;
    PyObject *capsule = PyCapsule_New(&target, "unit.target", NULL);
    CHECK(PyCapsule_GetPointer(capsule, "unit.target") == &target);
    CHECK(PyCapsule_GetPointer(capsule, "other") == NULL);
    CHECK(PyErr_ExceptionMatches(PyExc_ValueError));
    PyErr_Clear();
    CHECK(!PyCapsule_IsValid(Py_None, NULL));
    Py_DECREF(capsule);
}

static void errors_match_their_bases(void)
{
    PyErr_SetString(PyExc_FileNotFoundError, "no such file");
    CHECK(PyErr_ExceptionMatches(PyExc_OSError));
    CHECK(!PyErr_ExceptionMatches(PyExc_ValueError));
    PyObject *either = PyTuple_Pack(2, PyExc_ValueError, PyExc_Exception);
    CHECK(PyErr_ExceptionMatches(either));
    Py_DECREF(either);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    CHECK(!PyErr_Occurred());
    CHECK(type == PyExc_FileNotFoundError);
    CHECK(strcmp(PyUnicode_AsUTF8(value), "no such file") == 0);
    PyErr_Restore(type, value, traceback);
    CHECK(PyErr_Occurred() == PyExc_FileNotFoundError);
    PyErr_Clear();
}

static void values_in_c_are_compared_and_tested_in_c(void)
{
    long numbers[] = {-70000, -1, 0, 1, 5000};
    for (int i = 0; i < 5; i++) {
        PyObject *a = PyLong_FromLong(numbers[i]);
        CHECK_EQUAL(PyObject_IsTrue(a), numbers[i] != 0);
        for (int k = 0; k < 5; k++) {
            PyObject *b = PyLong_FromLong(numbers[k]);
            CHECK_EQUAL(PyObject_RichCompareBool(a, b, Py_LT), numbers[i] < numbers[k]);
            CHECK_EQUAL(PyObject_RichCompareBool(a, b, Py_EQ), numbers[i] == numbers[k]);
            CHECK_EQUAL(PyObject_RichCompareBool(a, b, Py_GE), numbers[i] >= numbers[k]);
            Py_DECREF(b);
        }
        Py_DECREF(a);
    }
    PyObject *nothing = PyFloat_FromDouble(0.0), *empty = PyTuple_New(0), *text = PyUnicode_FromString("x");
    CHECK_EQUAL(PyObject_IsTrue(nothing), 0);
    CHECK_EQUAL(PyObject_IsTrue(empty), 0);
    CHECK_EQUAL(PyObject_IsTrue(text), 1);
    Py_DECREF(nothing);
    Py_DECREF(empty);
    Py_DECREF(text);
}

int main(void)
{
    open_runtime((Py_ssize_t)256 << 20, 0);
    RUN(each_convention_gets_its_arguments);
    RUN(wrong_arguments_are_type_errors);
    RUN(a_result_that_contradicts_the_indicator_is_a_system_error);
    RUN(endless_recursion_is_an_error);
    RUN(capsules_guard_their_pointer);
    RUN(errors_match_their_bases);
    RUN(values_in_c_are_compared_and_tested_in_c);
    mooring_shutdown();
    return 0;
}
