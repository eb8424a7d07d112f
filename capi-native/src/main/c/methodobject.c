/* methodobject.c: functions written in C as objects, and how each calling convention is served.
 *
 * A call arrives as a vector of borrowed arguments (PEP 590). A function that takes a vector gets it as it is; one that
 * takes a tuple gets a tuple from the free list, which never leaves C and returns to the list after the call.
 */
#include "objects.h"
#include "obmalloc.h"

#undef PyCFunction_New
#undef PyCFunction_NewEx

/* errors in the arguments, in CPython's words */

/* What messages call the function: simple.onearg for a function of a module, Foo.onearg for a method. */
static PyObject *qualified_name(PyObject *callable)
{
    PyObject *self = ((PyCFunctionObject *)callable)->m_self;
    const char *name = ((PyCFunctionObject *)callable)->m_ml->ml_name;
    if (self == NULL) {
        return PyUnicode_FromString(name);
    }
    PyObject *owner = PyModule_Check(self) ? PyModule_GetNameObject(self)
                                           : PyType_GetQualName(PyType_Check(self) ? (PyTypeObject *)self : Py_TYPE(self));
    PyObject *whole = owner == NULL ? NULL : PyUnicode_FromFormat("%U.%s", owner, name);
    Py_XDECREF(owner);
    return whole;
}

static PyObject *raise_no_keywords(PyObject *callable)
{
    PyObject *name = qualified_name(callable);
    if (name != NULL) {
        PyErr_Format(PyExc_TypeError, "%U() takes no keyword arguments", name);
        Py_DECREF(name);
    }
    return NULL;
}

static PyObject *raise_count(PyObject *callable, const char *expected, Py_ssize_t nargs)
{
    PyObject *name = qualified_name(callable);
    if (name != NULL) {
        PyErr_Format(PyExc_TypeError, "%U() takes %s (%zd given)", name, expected, nargs);
        Py_DECREF(name);
    }
    return NULL;
}

static inline PyObject *self_of(PyCFunctionObject *function)
{
    return function->m_ml->ml_flags & METH_STATIC ? NULL : function->m_self;
}

static inline PyCFunction target_of(PyCFunctionObject *function)
{
    return function->m_ml->ml_meth;
}

static inline int has_keywords(PyObject *kwnames)
{
    return kwnames != NULL && PyTuple_GET_SIZE(kwnames) != 0;
}

/* one vectorcall function per convention */

static PyObject *call_noargs(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    (void)args;
    PyCFunctionObject *function = (PyCFunctionObject *)callable;
    if (MOORING_UNLIKELY(has_keywords(kwnames))) {
        return raise_no_keywords(callable);
    }
    if (MOORING_UNLIKELY(PyVectorcall_NARGS(nargsf) != 0)) {
        return raise_count(callable, "no arguments", PyVectorcall_NARGS(nargsf));
    }
    if (MOORING_UNLIKELY(mooring_stack_check(" while calling a Python object") < 0)) {
        return NULL;
    }
    return target_of(function)(self_of(function), NULL);
}

static PyObject *call_o(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyCFunctionObject *function = (PyCFunctionObject *)callable;
    if (MOORING_UNLIKELY(has_keywords(kwnames))) {
        return raise_no_keywords(callable);
    }
    if (MOORING_UNLIKELY(PyVectorcall_NARGS(nargsf) != 1)) {
        return raise_count(callable, "exactly one argument", PyVectorcall_NARGS(nargsf));
    }
    if (MOORING_UNLIKELY(mooring_stack_check(" while calling a Python object") < 0)) {
        return NULL;
    }
    return target_of(function)(self_of(function), args[0]);
}

static PyObject *call_fastcall(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyCFunctionObject *function = (PyCFunctionObject *)callable;
    if (MOORING_UNLIKELY(has_keywords(kwnames))) {
        return raise_no_keywords(callable);
    }
    if (MOORING_UNLIKELY(mooring_stack_check(" while calling a Python object") < 0)) {
        return NULL;
    }
    return ((_PyCFunctionFast)(void (*)(void))target_of(function))(self_of(function), args, PyVectorcall_NARGS(nargsf));
}

static PyObject *call_fastcall_keywords(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyCFunctionObject *function = (PyCFunctionObject *)callable;
    if (MOORING_UNLIKELY(mooring_stack_check(" while calling a Python object") < 0)) {
        return NULL;
    }
    return ((_PyCFunctionFastWithKeywords)(void (*)(void))target_of(function))(self_of(function), args,
                                                                              PyVectorcall_NARGS(nargsf), kwnames);
}

static PyObject *call_method(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *kwnames)
{
    PyCFunctionObject *function = (PyCFunctionObject *)callable;
    if (MOORING_UNLIKELY(mooring_stack_check(" while calling a Python object") < 0)) {
        return NULL;
    }
    return ((PyCMethod)(void (*)(void))target_of(function))(self_of(function), PyCFunction_GET_CLASS(callable), args,
                                                           (size_t)PyVectorcall_NARGS(nargsf), kwnames);
}

/* METH_VARARGS, with and without METH_KEYWORDS */

static PyObject *call_with_tuple(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    PyCFunctionObject *function = (PyCFunctionObject *)callable;
    if (MOORING_UNLIKELY(mooring_stack_check(" while calling a Python object") < 0)) {
        return NULL;
    }
    if (function->m_ml->ml_flags & METH_KEYWORDS) {
        return ((PyCFunctionWithKeywords)(void (*)(void))target_of(function))(self_of(function), args, kwargs);
    }
    if (kwargs != NULL && PyDict_Size(kwargs) != 0) {
        return PyErr_Format(PyExc_TypeError, "%s() takes no keyword arguments", function->m_ml->ml_name);
    }
    return target_of(function)(self_of(function), args);
}

/* What the mirrors of functions that Java implements have for a definition, so that whoever reads m_ml finds one. Called
 * by its pointer, a function of Java does not know which it is. */
static PyObject *refuse_managed(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    (void)args;
    (void)kwargs;
    PyErr_SetString(PyExc_SystemError, "a function implemented in Java has no C function to call; call the object");
    return NULL;
}

PyMethodDef mooring_managed_method = {"a function implemented in Java",
                                                     (PyCFunction)(void (*)(void))refuse_managed,
                                                     METH_VARARGS | METH_KEYWORDS, NULL};

/* No flags: C code that would call the function itself finds no convention for it, and calls the descriptor. */
PyMethodDef mooring_managed_method_descriptor = {"a method, described", (PyCFunction)(void (*)(void))refuse_managed, 0, NULL};

struct wrapperbase mooring_managed_slot = {.name = "a slot, described"};

PyObject *mooring_cfunction_call(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    if (((PyCFunctionObject *)callable)->m_ml == &mooring_managed_method) {
        return mooring_upcalls.object_call(callable, args, kwargs);
    }
    PyObject *result = ((PyCFunctionObject *)callable)->vectorcall != NULL ? PyVectorcall_Call(callable, args, kwargs)
                                                                            : call_with_tuple(callable, args, kwargs);
    return mooring_check_result(callable, result, NULL);
}

PyObject *PyCFunction_Call(PyObject *callable, PyObject *args, PyObject *kwargs)
{
    return PyObject_Call(callable, args, kwargs);
}

/* making */

/* NULL for the tuple conventions; *known is 0 for flags that mean nothing. */
static vectorcallfunc vectorcall_for(int flags, int *known)
{
    *known = 1;
    switch (flags & (METH_VARARGS | METH_FASTCALL | METH_NOARGS | METH_O | METH_KEYWORDS | METH_METHOD)) {
    case METH_VARARGS:
    case METH_VARARGS | METH_KEYWORDS: return NULL;
    case METH_FASTCALL: return call_fastcall;
    case METH_FASTCALL | METH_KEYWORDS: return call_fastcall_keywords;
    case METH_NOARGS: return call_noargs;
    case METH_O: return call_o;
    case METH_METHOD | METH_FASTCALL | METH_KEYWORDS: return call_method;
    default: *known = 0; return NULL;
    }
}

PyObject *PyCMethod_New(PyMethodDef *definition, PyObject *self, PyObject *module, PyTypeObject *defining_class)
{
    int known;
    vectorcallfunc vectorcall = vectorcall_for(definition->ml_flags, &known);
    if (!known) {
        return PyErr_Format(PyExc_SystemError, "%s() method: bad call flags", definition->ml_name);
    }
    int is_method = (definition->ml_flags & METH_METHOD) != 0;
    if (is_method != (defining_class != NULL)) {
        PyErr_SetString(PyExc_SystemError,
                        is_method ? "attempting to create PyCMethod with a METH_METHOD flag but no class"
                                  : "attempting to create PyCFunction with class but no METH_METHOD flag");
        return NULL;
    }
    PyCFunctionObject *function =
        is_method ? (PyCFunctionObject *)mooring_new_object(sizeof(PyCMethodObject), &PyCMethod_Type)
                  : (PyCFunctionObject *)mooring_new_object(sizeof(PyCFunctionObject), &PyCFunction_Type);
    if (function == NULL) {
        return NULL;
    }
    function->m_ml = definition;
    function->m_self = Py_XNewRef(self);
    function->m_module = Py_XNewRef(module);
    function->m_weakreflist = NULL;
    function->vectorcall = vectorcall;
    if (is_method) {
        ((PyCMethodObject *)function)->mm_class = (PyTypeObject *)Py_NewRef(defining_class);
    }
    PyObject_GC_Track(function);
    return (PyObject *)function;
}

PyObject *PyCFunction_NewEx(PyMethodDef *definition, PyObject *self, PyObject *module)
{
    return PyCMethod_New(definition, self, module, NULL);
}

PyObject *PyCFunction_New(PyMethodDef *definition, PyObject *self)
{
    return PyCMethod_New(definition, self, NULL, NULL);
}

/* looking */

static PyCFunctionObject *check_function(PyObject *o)
{
    if (!PyCFunction_Check(o)) {
        PyErr_BadInternalCall();
        return NULL;
    }
    return (PyCFunctionObject *)o;
}

PyCFunction PyCFunction_GetFunction(PyObject *o)
{
    PyCFunctionObject *function = check_function(o);
    return function == NULL ? NULL : target_of(function);
}

PyObject *PyCFunction_GetSelf(PyObject *o)
{
    PyCFunctionObject *function = check_function(o);
    return function == NULL ? NULL : self_of(function);
}

int PyCFunction_GetFlags(PyObject *o)
{
    PyCFunctionObject *function = check_function(o);
    return function == NULL ? -1 : function->m_ml->ml_flags;
}

/* dying */

int mooring_cfunction_clear(PyObject *o)
{
    PyCFunctionObject *function = (PyCFunctionObject *)o;
    Py_CLEAR(function->m_self);
    Py_CLEAR(function->m_module);
    if (PyCMethod_Check(o)) {
        Py_CLEAR(((PyCMethodObject *)o)->mm_class);
    }
    return 0;
}

void mooring_cfunction_dealloc(PyObject *o)
{
    if (((PyCFunctionObject *)o)->m_weakreflist != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    mooring_cfunction_clear(o);
    Py_TYPE(o)->tp_free(o);
}

int mooring_cfunction_traverse(PyObject *o, visitproc visit, void *arg)
{
    PyCFunctionObject *function = (PyCFunctionObject *)o;
    Py_VISIT(function->m_self);
    Py_VISIT(function->m_module);
    if (PyCMethod_Check(o)) {
        Py_VISIT(((PyCMethodObject *)o)->mm_class);
    }
    return 0;
}
