/* pystate.h: threads and the interpreter as C sees them; both structures are opaque. */
#ifndef Py_PYSTATE_H
#define Py_PYSTATE_H
#ifdef __cplusplus
extern "C" {
#endif

typedef enum { PyGILState_LOCKED, PyGILState_UNLOCKED } PyGILState_STATE;

PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_New(void);
PyAPI_FUNC(void) PyInterpreterState_Clear(PyInterpreterState *interpreter);
PyAPI_FUNC(void) PyInterpreterState_Delete(PyInterpreterState *interpreter);
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Get(void);
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Main(void);
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Head(void);
PyAPI_FUNC(PyInterpreterState *) PyInterpreterState_Next(PyInterpreterState *interpreter);
PyAPI_FUNC(PyThreadState *) PyInterpreterState_ThreadHead(PyInterpreterState *interpreter);
PyAPI_FUNC(PyObject *) PyInterpreterState_GetDict(PyInterpreterState *interpreter); /* borrowed */
PyAPI_FUNC(int64_t) PyInterpreterState_GetID(PyInterpreterState *interpreter);

PyAPI_FUNC(int) PyState_AddModule(PyObject *module, PyModuleDef *definition);
PyAPI_FUNC(int) PyState_RemoveModule(PyModuleDef *definition);
PyAPI_FUNC(PyObject *) PyState_FindModule(PyModuleDef *definition); /* borrowed */

PyAPI_FUNC(PyThreadState *) PyThreadState_New(PyInterpreterState *interpreter);
PyAPI_FUNC(void) PyThreadState_Clear(PyThreadState *thread);
PyAPI_FUNC(void) PyThreadState_Delete(PyThreadState *thread);
PyAPI_FUNC(void) PyThreadState_DeleteCurrent(void);
PyAPI_FUNC(PyThreadState *) PyThreadState_Get(void);
PyAPI_FUNC(PyThreadState *) _PyThreadState_UncheckedGet(void);
PyAPI_FUNC(PyThreadState *) PyThreadState_Swap(PyThreadState *thread);
PyAPI_FUNC(PyThreadState *) PyThreadState_Next(PyThreadState *thread);
PyAPI_FUNC(PyObject *) PyThreadState_GetDict(void); /* borrowed */
PyAPI_FUNC(int) PyThreadState_SetAsyncExc(unsigned long thread_ident, PyObject *exception);
PyAPI_FUNC(PyInterpreterState *) PyThreadState_GetInterpreter(PyThreadState *thread);
PyAPI_FUNC(PyFrameObject *) PyThreadState_GetFrame(PyThreadState *thread);
PyAPI_FUNC(uint64_t) PyThreadState_GetID(PyThreadState *thread);
PyAPI_FUNC(void) PyThreadState_EnterTracing(PyThreadState *thread);
PyAPI_FUNC(void) PyThreadState_LeaveTracing(PyThreadState *thread);
#define PyThreadState_GET() PyThreadState_Get()

PyAPI_FUNC(PyGILState_STATE) PyGILState_Ensure(void);
PyAPI_FUNC(void) PyGILState_Release(PyGILState_STATE state);
PyAPI_FUNC(PyThreadState *) PyGILState_GetThisThreadState(void);
PyAPI_FUNC(int) PyGILState_Check(void);

#ifdef __cplusplus
}
#endif
#endif
