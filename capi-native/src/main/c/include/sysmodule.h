/* sysmodule.h: the sys module. */
#ifndef Py_SYSMODULE_H
#define Py_SYSMODULE_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_FUNC(PyObject *) PySys_GetObject(const char *name); /* borrowed; NULL without error when absent */
PyAPI_FUNC(int) PySys_SetObject(const char *name, PyObject *value);
PyAPI_FUNC(void) PySys_WriteStdout(const char *format, ...) Py_PRINTF(1, 2);
PyAPI_FUNC(void) PySys_WriteStderr(const char *format, ...) Py_PRINTF(1, 2);
PyAPI_FUNC(void) PySys_FormatStdout(const char *format, ...);
PyAPI_FUNC(void) PySys_FormatStderr(const char *format, ...);
PyAPI_FUNC(void) PySys_ResetWarnOptions(void);
PyAPI_FUNC(int) PySys_HasWarnOptions(void);
PyAPI_FUNC(PyObject *) PySys_GetXOptions(void);
PyAPI_FUNC(int) PySys_Audit(const char *event, const char *format, ...);

#ifdef __cplusplus
}
#endif
#endif
