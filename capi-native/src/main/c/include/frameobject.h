/* frameobject.h: frames that C makes to say where an error was raised. */
#ifndef Py_FRAMEOBJECT_H
#define Py_FRAMEOBJECT_H
#ifdef __cplusplus
extern "C" {
#endif

PyAPI_DATA(PyTypeObject) PyFrame_Type;
#define PyFrame_Check(o) Py_IS_TYPE((o), &PyFrame_Type)
/* locals may be NULL. */
PyAPI_FUNC(PyFrameObject *) PyFrame_New(PyThreadState *thread, PyCodeObject *code, PyObject *globals, PyObject *locals);
PyAPI_FUNC(PyCodeObject *) PyFrame_GetCode(PyFrameObject *frame);  /* a new reference */
PyAPI_FUNC(PyFrameObject *) PyFrame_GetBack(PyFrameObject *frame); /* a new reference, or NULL */
PyAPI_FUNC(int) PyFrame_GetLineNumber(PyFrameObject *frame);
PyAPI_FUNC(PyObject *) PyFrame_GetGlobals(PyFrameObject *frame);   /* a new reference, as are the following */
PyAPI_FUNC(PyObject *) PyFrame_GetLocals(PyFrameObject *frame);
PyAPI_FUNC(PyObject *) PyFrame_GetBuiltins(PyFrameObject *frame);
PyAPI_FUNC(PyObject *) PyFrame_GetGenerator(PyFrameObject *frame); /* NULL without an error: there is none */
PyAPI_FUNC(int) PyFrame_GetLasti(PyFrameObject *frame);            /* -1: no instruction has run */

#ifdef __cplusplus
}
#endif
#endif
