/* cpython/runtime.h: the two places of CPython 3.11's _PyRuntime that compiled modules of the standard library reach into.
 *
 *     0x240   state of the running thread; there, at 0x20, how many more levels Py_EnterRecursiveCall allows
 *     0x2a8   the ready-made ints -5 to 256, 32 bytes each
 *
 * Whatever else CPython keeps between and behind them is not here.
 */
#ifndef Py_CPYTHON_RUNTIME_H
#define Py_CPYTHON_RUNTIME_H
#ifdef __cplusplus
extern "C" {
#endif

#define _PY_RUNTIME_THREAD 0x240
#define _PY_RUNTIME_SMALL_INTS 0x2a8
#define _PY_NSMALLNEGINTS 5
#define _PY_NSMALLPOSINTS 257

typedef struct {
    char _before_thread[_PY_RUNTIME_THREAD];
    PyThreadState *thread;
    char _before_small_ints[_PY_RUNTIME_SMALL_INTS - _PY_RUNTIME_THREAD - sizeof(PyThreadState *)];
    PyLongObject small_ints[_PY_NSMALLNEGINTS + _PY_NSMALLPOSINTS];
} _PyRuntimeState;

#ifdef MOORING_BUILD
extern __attribute__((visibility("protected"))) _PyRuntimeState _PyRuntime;
#else
PyAPI_DATA(_PyRuntimeState) _PyRuntime;
#endif

#ifdef __cplusplus
}
#endif
#endif
