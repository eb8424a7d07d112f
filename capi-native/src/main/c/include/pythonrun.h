/* pythonrun.h: printing of errors; there is no compiler, so nothing that runs source text. */
#ifndef Py_PYTHONRUN_H
#define Py_PYTHONRUN_H
#ifdef __cplusplus
extern "C" {
#endif

#define Py_single_input 256
#define Py_file_input 257
#define Py_eval_input 258
PyAPI_FUNC(PyObject *) Py_CompileString(const char *source, const char *file, int start);
PyAPI_FUNC(void) PyErr_Print(void);
PyAPI_FUNC(void) PyErr_PrintEx(int set_sys_last_vars);
PyAPI_FUNC(void) PyErr_Display(PyObject *type, PyObject *value, PyObject *traceback);
PyAPI_DATA(int (*PyOS_InputHook)(void));

#ifdef __cplusplus
}
#endif
#endif
