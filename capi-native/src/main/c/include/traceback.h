/* traceback.h: tracebacks, which are managed objects; C passes them on. */
#ifndef Py_TRACEBACK_H
#define Py_TRACEBACK_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) PyTraceBack_Type;
#define PyTraceBack_Check(o) Py_IS_TYPE((o), &PyTraceBack_Type)
PyAPI_FUNC(int) PyTraceBack_Here(PyFrameObject *frame);
PyAPI_FUNC(int) PyTraceBack_Print(PyObject *traceback, PyObject *file);
PyAPI_FUNC(void) _PyTraceback_Add(const char *function, const char *file, int line);

#ifdef __cplusplus
}
#endif
#endif
