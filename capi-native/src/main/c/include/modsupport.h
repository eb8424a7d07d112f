/* modsupport.h: arguments in, values out, and the filling of modules. */
#ifndef Py_MODSUPPORT_H
#define Py_MODSUPPORT_H
#ifdef __cplusplus
extern "C" {
#endif

/* Extensions that define PY_SSIZE_T_CLEAN pass the lengths of '#' units as Py_ssize_t; the others may not use '#'. */
#ifdef PY_SSIZE_T_CLEAN
#define PyArg_Parse _PyArg_Parse_SizeT
#define PyArg_ParseTuple _PyArg_ParseTuple_SizeT
#define PyArg_ParseTupleAndKeywords _PyArg_ParseTupleAndKeywords_SizeT
#define PyArg_VaParse _PyArg_VaParse_SizeT
#define PyArg_VaParseTupleAndKeywords _PyArg_VaParseTupleAndKeywords_SizeT
#define Py_BuildValue _Py_BuildValue_SizeT
#define Py_VaBuildValue _Py_VaBuildValue_SizeT
#define _PyArg_ParseTupleAndKeywordsFast _PyArg_ParseTupleAndKeywordsFast_SizeT
#define _PyArg_ParseStack _PyArg_ParseStack_SizeT
#define _PyArg_ParseStackAndKeywords _PyArg_ParseStackAndKeywords_SizeT
#endif

#define Py_CLEANUP_SUPPORTED 0x20000  /* what an O& converter returns to be called again, with NULL, on failure */

/* 1 when all units were satisfied, 0 with an exception otherwise. */
PyAPI_FUNC(int) PyArg_Parse(PyObject *o, const char *format, ...);
PyAPI_FUNC(int) PyArg_ParseTuple(PyObject *args, const char *format, ...);
PyAPI_FUNC(int) PyArg_ParseTupleAndKeywords(PyObject *args, PyObject *kwargs, const char *format, char **names, ...);
PyAPI_FUNC(int) PyArg_VaParse(PyObject *args, const char *format, va_list targets);
PyAPI_FUNC(int) PyArg_VaParseTupleAndKeywords(PyObject *args, PyObject *kwargs, const char *format, char **names,
                                              va_list targets);
PyAPI_FUNC(int) PyArg_UnpackTuple(PyObject *args, const char *name, Py_ssize_t least, Py_ssize_t most, ...);
PyAPI_FUNC(int) PyArg_ValidateKeywordArguments(PyObject *kwargs);

/* A new reference: None, one value, or a tuple, as the count of units has it. */
PyAPI_FUNC(PyObject *) Py_BuildValue(const char *format, ...);
PyAPI_FUNC(PyObject *) Py_VaBuildValue(const char *format, va_list values);

#ifndef PY_SSIZE_T_CLEAN
PyAPI_FUNC(int) _PyArg_Parse_SizeT(PyObject *o, const char *format, ...);
PyAPI_FUNC(int) _PyArg_ParseTuple_SizeT(PyObject *args, const char *format, ...);
PyAPI_FUNC(int) _PyArg_ParseTupleAndKeywords_SizeT(PyObject *args, PyObject *kwargs, const char *format, char **names, ...);
PyAPI_FUNC(int) _PyArg_VaParse_SizeT(PyObject *args, const char *format, va_list targets);
PyAPI_FUNC(int) _PyArg_VaParseTupleAndKeywords_SizeT(PyObject *args, PyObject *kwargs, const char *format, char **names,
                                                     va_list targets);
PyAPI_FUNC(PyObject *) _Py_BuildValue_SizeT(const char *format, ...);
PyAPI_FUNC(PyObject *) _Py_VaBuildValue_SizeT(const char *format, va_list values);
#endif

/* The helpers that CPython's generated argument code calls. */
#define ANY_VARARGS(n) ((n) == PY_SSIZE_T_MAX)

typedef struct _PyArg_Parser {
    const char *format;
    const char *const *keywords;
    const char *fname;
    const char *custom_msg;
    int pos;            /* how many parameters are positional only */
    int min;            /* how many are required */
    int max;            /* how many may be given by position */
    PyObject *kwtuple;  /* the names as a tuple of interned str, made at the first use */
    struct _PyArg_Parser *next;
} _PyArg_Parser;

PyAPI_FUNC(int) _PyArg_UnpackStack(PyObject *const *args, Py_ssize_t nargs, const char *name,
                                   Py_ssize_t least, Py_ssize_t most, ...);
PyAPI_FUNC(int) _PyArg_CheckPositional(const char *name, Py_ssize_t nargs, Py_ssize_t least, Py_ssize_t most);
PyAPI_FUNC(int) _PyArg_NoKeywords(const char *name, PyObject *kwargs);
PyAPI_FUNC(int) _PyArg_NoKwnames(const char *name, PyObject *kwnames);
PyAPI_FUNC(int) _PyArg_NoPositional(const char *name, PyObject *args);
PyAPI_FUNC(void) _PyArg_BadArgument(const char *name, const char *which, const char *expected, PyObject *found);
PyAPI_FUNC(int) _PyArg_ParseStack(PyObject *const *args, Py_ssize_t nargs, const char *format, ...);
PyAPI_FUNC(int) _PyArg_ParseStackAndKeywords(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                                             struct _PyArg_Parser *parser, ...);
PyAPI_FUNC(int) _PyArg_ParseTupleAndKeywordsFast(PyObject *args, PyObject *kwargs, struct _PyArg_Parser *parser, ...);
#ifndef PY_SSIZE_T_CLEAN
PyAPI_FUNC(int) _PyArg_ParseStack_SizeT(PyObject *const *args, Py_ssize_t nargs, const char *format, ...);
PyAPI_FUNC(int) _PyArg_ParseStackAndKeywords_SizeT(PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames,
                                                   struct _PyArg_Parser *parser, ...);
PyAPI_FUNC(int) _PyArg_ParseTupleAndKeywordsFast_SizeT(PyObject *args, PyObject *kwargs,
                                                       struct _PyArg_Parser *parser, ...);
#endif
PyAPI_FUNC(PyObject *const *) _PyArg_UnpackKeywords(PyObject *const *args, Py_ssize_t nargs, PyObject *kwargs,
                                                    PyObject *kwnames, struct _PyArg_Parser *parser,
                                                    int minpos, int maxpos, int minkw, PyObject **buffer);

#define _PyArg_CheckPositional(name, nargs, least, most) \
    ((!ANY_VARARGS(most) && (least) <= (nargs) && (nargs) <= (most)) \
     || _PyArg_CheckPositional((name), (nargs), (least), (most)))
#define _PyArg_NoKeywords(name, kwargs) ((kwargs) == NULL || _PyArg_NoKeywords((name), (kwargs)))
#define _PyArg_NoKwnames(name, kwnames) ((kwnames) == NULL || _PyArg_NoKwnames((name), (kwnames)))
#define _PyArg_NoPositional(name, args) ((args) == NULL || _PyArg_NoPositional((name), (args)))

/* 0, or -1 with an exception. AddObject steals value on success only; the others never steal. */
PyAPI_FUNC(int) PyModule_AddObjectRef(PyObject *module, const char *name, PyObject *value);
PyAPI_FUNC(int) PyModule_AddObject(PyObject *module, const char *name, PyObject *value);
PyAPI_FUNC(int) PyModule_AddIntConstant(PyObject *module, const char *name, long value);
PyAPI_FUNC(int) PyModule_AddStringConstant(PyObject *module, const char *name, const char *value);
PyAPI_FUNC(int) PyModule_AddType(PyObject *module, PyTypeObject *type);
#define PyModule_AddIntMacro(module, constant) PyModule_AddIntConstant((module), #constant, (constant))
#define PyModule_AddStringMacro(module, constant) PyModule_AddStringConstant((module), #constant, (constant))

#define PYTHON_API_VERSION 1013
#define PYTHON_API_STRING "1013"
#define PYTHON_ABI_VERSION 3
#define PYTHON_ABI_STRING "3"

#ifdef Py_LIMITED_API
#define MOORING_MODULE_API_VERSION PYTHON_ABI_VERSION
#else
#define MOORING_MODULE_API_VERSION PYTHON_API_VERSION
#endif

PyAPI_FUNC(int) PyModule_SetDocString(PyObject *module, const char *doc);
PyAPI_FUNC(int) PyModule_AddFunctions(PyObject *module, PyMethodDef *functions);
PyAPI_FUNC(int) PyModule_ExecDef(PyObject *module, PyModuleDef *definition);
PyAPI_FUNC(PyObject *) PyModule_Create2(PyModuleDef *definition, int api_version);
PyAPI_FUNC(PyObject *) PyModule_FromDefAndSpec2(PyModuleDef *definition, PyObject *spec, int api_version);
#define PyModule_Create(definition) PyModule_Create2((definition), MOORING_MODULE_API_VERSION)
#define PyModule_FromDefAndSpec(definition, spec) \
    PyModule_FromDefAndSpec2((definition), (spec), MOORING_MODULE_API_VERSION)

#ifdef __cplusplus
}
#endif
#endif
