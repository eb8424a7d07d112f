/* ceval.h: the GIL, recursion, and what there is of an evaluator. */
#ifndef Py_CEVAL_H
#define Py_CEVAL_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_FUNC(PyThreadState *) PyEval_SaveThread(void);
PyAPI_FUNC(void) PyEval_RestoreThread(PyThreadState *thread);
PyAPI_FUNC(void) PyEval_AcquireThread(PyThreadState *thread);
PyAPI_FUNC(void) PyEval_ReleaseThread(PyThreadState *thread);
PyAPI_FUNC(void) PyEval_AcquireLock(void);
PyAPI_FUNC(void) PyEval_ReleaseLock(void);
PyAPI_FUNC(void) PyEval_InitThreads(void);
PyAPI_FUNC(int) PyEval_ThreadsInitialized(void);

#define Py_BEGIN_ALLOW_THREADS                                                                                     \
    {                                                                                                              \
        PyThreadState *_save;                                                                                      \
        _save = PyEval_SaveThread();
#define Py_BLOCK_THREADS PyEval_RestoreThread(_save);
#define Py_UNBLOCK_THREADS _save = PyEval_SaveThread();
#define Py_END_ALLOW_THREADS                                                                                       \
    PyEval_RestoreThread(_save);                                                                                   \
    }

/* 0, or -1 with RecursionError "maximum recursion depth exceeded" + where. */
PyAPI_FUNC(int) Py_EnterRecursiveCall(const char *where);
PyAPI_FUNC(void) Py_LeaveRecursiveCall(void);
PyAPI_FUNC(int) _Py_CheckRecursiveCall(PyThreadState *thread, const char *where);
PyAPI_FUNC(void) Py_SetRecursionLimit(int depth);
PyAPI_FUNC(int) Py_GetRecursionLimit(void);

PyAPI_FUNC(int) Py_AddPendingCall(int (*function)(void *), void *argument);
PyAPI_FUNC(int) Py_MakePendingCalls(void);

PyAPI_FUNC(PyObject *) PyEval_GetBuiltins(void); /* borrowed */
PyAPI_FUNC(PyObject *) PyEval_GetGlobals(void);  /* borrowed; NULL: there is no Python frame */
PyAPI_FUNC(PyObject *) PyEval_GetLocals(void);
PyAPI_FUNC(PyFrameObject *) PyEval_GetFrame(void);
PyAPI_FUNC(PyObject *) _PyEval_GetBuiltin(PyObject *name);
PyAPI_FUNC(const char *) PyEval_GetFuncName(PyObject *callable);
PyAPI_FUNC(const char *) PyEval_GetFuncDesc(PyObject *callable);
PyAPI_FUNC(PyObject *) PyEval_EvalCode(PyObject *code, PyObject *globals, PyObject *locals);
PyAPI_FUNC(PyObject *) PyEval_CallObjectWithKeywords(PyObject *callable, PyObject *args, PyObject *kwargs);
PyAPI_FUNC(PyObject *) PyEval_CallFunction(PyObject *callable, const char *format, ...);
PyAPI_FUNC(PyObject *) PyEval_CallMethod(PyObject *o, const char *name, const char *format, ...);
#define PyEval_CallObject(callable, args) PyEval_CallObjectWithKeywords((callable), (args), (PyObject *)NULL)
PyAPI_FUNC(int) _PyEval_SliceIndex(PyObject *o, Py_ssize_t *index);
PyAPI_FUNC(int) _PyEval_SliceIndexNotNone(PyObject *o, Py_ssize_t *index);

#ifdef __cplusplus
}
#endif
#endif
