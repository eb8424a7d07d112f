/* methodobject.h: functions and methods written in C. */
#ifndef Py_METHODOBJECT_H
#define Py_METHODOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) PyCFunction_Type;
PyAPI_DATA(PyTypeObject) PyCMethod_Type;
#define PyCFunction_CheckExact(o) Py_IS_TYPE((o), &PyCFunction_Type)
#define PyCFunction_Check(o) PyObject_TypeCheck((o), &PyCFunction_Type)
#define PyCMethod_CheckExact(o) Py_IS_TYPE((o), &PyCMethod_Type)
#define PyCMethod_Check(o) PyObject_TypeCheck((o), &PyCMethod_Type)

typedef PyObject *(*PyCFunction)(PyObject *self, PyObject *args);
typedef PyObject *(*PyCFunctionWithKeywords)(PyObject *self, PyObject *args, PyObject *kwargs);
typedef PyObject *(*_PyCFunctionFast)(PyObject *self, PyObject *const *args, Py_ssize_t nargs);
typedef PyObject *(*_PyCFunctionFastWithKeywords)(PyObject *self, PyObject *const *args, Py_ssize_t nargs,
                                                  PyObject *kwnames);
typedef PyObject *(*PyCMethod)(PyObject *self, PyTypeObject *defining_class, PyObject *const *args, size_t nargs,
                               PyObject *kwnames);
#define _PyCFunction_CAST(function) ((PyCFunction)(void (*)(void))(function))

struct PyMethodDef {
    const char *ml_name;
    PyCFunction ml_meth; /* really of the type that ml_flags tells */
    int ml_flags;
    const char *ml_doc;
};

#define METH_VARARGS 0x0001
#define METH_KEYWORDS 0x0002
#define METH_NOARGS 0x0004
#define METH_O 0x0008
#define METH_CLASS 0x0010
#define METH_STATIC 0x0020
#define METH_COEXIST 0x0040
#define METH_FASTCALL 0x0080
#define METH_STACKLESS 0x0000
#define METH_METHOD 0x0200

PyAPI_FUNC(PyCFunction) PyCFunction_GetFunction(PyObject *function);
PyAPI_FUNC(PyObject *) PyCFunction_GetSelf(PyObject *function); /* borrowed */
PyAPI_FUNC(int) PyCFunction_GetFlags(PyObject *function);
PyAPI_FUNC(PyObject *) PyCFunction_Call(PyObject *function, PyObject *args, PyObject *kwargs);
PyAPI_FUNC(PyObject *) PyCFunction_New(PyMethodDef *definition, PyObject *self);
PyAPI_FUNC(PyObject *) PyCFunction_NewEx(PyMethodDef *definition, PyObject *self, PyObject *module);
/* The definition must outlive the function; self, module and defining_class are kept. */
PyAPI_FUNC(PyObject *) PyCMethod_New(PyMethodDef *definition, PyObject *self, PyObject *module,
                                     PyTypeObject *defining_class);
#define PyCFunction_New(definition, self) PyCFunction_NewEx((definition), (self), NULL)
#define PyCFunction_NewEx(definition, self, module) PyCMethod_New((definition), (self), (module), NULL)

typedef struct {
    PyObject_HEAD
    PyMethodDef *m_ml;
    PyObject *m_self;   /* NULL for none */
    PyObject *m_module; /* what __module__ answers */
    PyObject *m_weakreflist;
    vectorcallfunc vectorcall;
} PyCFunctionObject;

typedef struct {
    PyCFunctionObject func;
    PyTypeObject *mm_class;
} PyCMethodObject;

#define PyCFunction_GET_FUNCTION(o) (((PyCFunctionObject *)(o))->m_ml->ml_meth)
#define PyCFunction_GET_FLAGS(o) (((PyCFunctionObject *)(o))->m_ml->ml_flags)
#define PyCFunction_GET_SELF(o)                                                                                    \
    (PyCFunction_GET_FLAGS(o) & METH_STATIC ? (PyObject *)NULL : ((PyCFunctionObject *)(o))->m_self)
#define PyCFunction_GET_CLASS(o)                                                                                   \
    (PyCFunction_GET_FLAGS(o) & METH_METHOD ? ((PyCMethodObject *)(o))->mm_class : (PyTypeObject *)NULL)

#ifdef __cplusplus
}
#endif
#endif
